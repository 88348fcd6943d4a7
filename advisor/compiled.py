"""A library, and what is built from it, as one file that a start reads only in part; and back.

The file: a line of JSON (form, digest, where each part lies), then the parts. Values are JSON: a tuple is a list; a
noun of `model` is an object with its name. Phrases, words and points lie in drawers (`shelves`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import accumulate, chain, pairwise

from advisor import model
from advisor.frames import Made
from advisor.intents import ExampleIndex, Feature
from advisor.model import Concept, Library, Topic
from advisor.shelves import Drawers, Later, LaterRow, OneByOne, Shelf, pack_drawers
from advisor.values import names_of
from advisor.vocabulary import Forms, Node, Pattern, Words, add_phrase

TYPE_CHECKING = False  # as in `advisor`: `typing` takes longer to load than a question to answer
if TYPE_CHECKING:
    from mmap import mmap
    from typing import Any

FORM = 3
"""Number of the form of the file; another is not read."""
DRAWER_ENTRIES = 12
"""Entries in a drawer, about: small ones cost the first question least."""
_NOUN, _VALUES = "@", "="
"""Keys of an object that stands for a noun: its name, and its values in order."""
_LONG = ("common", "other")
"""Word lists that no turn reads; they lie apart."""
_APART = ("topics", "phrases", "patterns", "words", "examples")
"""Fields of a library that no turn reads, or not as a whole; they lie apart."""
_TAB = "\t"


# --- values -----------------------------------------------------------------------------------------------------------


def _folded(value: Any) -> Any:
    """A value of a library as JSON primitives. Raises `TypeError` for one that could not be unfolded."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, tuple):
        return [_folded(one) for one in value]
    if isinstance(value, Mapping) and all(isinstance(key, str) and key != _NOUN for key in value):
        return {key: _folded(one) for key, one in value.items()}
    if _NOUNS.get(type(value).__name__) is type(value):
        return {_NOUN: type(value).__name__, _VALUES: [_folded(getattr(value, name)) for name in names_of(value)]}
    raise TypeError(f"a pack cannot be compiled with a {type(value).__name__} in it")


def _unfolded(value: Any) -> Any:
    if type(value) is list:
        return tuple([one if type(one) in _PLAIN else _unfolded(one) for one in value])
    if type(value) is dict:
        if _NOUN in value:
            return _NOUNS[value[_NOUN]](*_unfolded(value[_VALUES]))
        return {key: one if type(one) in _PLAIN else _unfolded(one) for key, one in value.items()}
    return value


_NOUNS: Mapping[str, Any] = {name: noun for name, noun in vars(model).items() if hasattr(noun, "__match_args__")}
"""The only things that a file can name to be made."""
_PLAIN = frozenset({str, int, float, bool, type(None)})


# --- writing ----------------------------------------------------------------------------------------------------------


def compiled(library: Library, made: Made, digest: str) -> bytes:
    """The file. `digest`: of all that it was made from."""
    parts: dict[str, bytes] = {}
    numbers: dict[Concept, int] = {}

    def number(concept: Concept) -> int:
        return numbers.setdefault(concept, len(numbers))

    def add(name: str, entries: Iterable[tuple[str, Any]]) -> None:
        held = list(entries)
        parts[name] = pack_drawers(held, len(held) // DRAWER_ENTRIES + 1)

    def forms(given: Forms) -> list[Any]:
        return [[surface, number(concept)] for surface, concept in given]

    eager = {name: _folded(getattr(library, name)) for name in names_of(library) if name not in _APART}
    words, index = made.words, made.index
    add("phrases", ((stems[0], [place, stems, forms(f)]) for place, (stems, f) in enumerate(library.phrases.items())))
    add(
        "patterns",
        (
            (parts_[-1][0], [place, parts_, surface, number(concept)])
            for place, (parts_, surface, concept) in enumerate(library.patterns)
        ),
    )
    add("concepts", ((str(n), _folded(concept)[_VALUES]) for concept, n in list(numbers.items())))
    add("marks", sorted(words.marks.items()))  # sorted: the same pack gives the same file
    add("points", sorted((_TAB.join(f), [*chain.from_iterable(owners.items())]) for f, owners in index.points.items()))
    add("uses", sorted((surface, dict(sorted(uses.items()))) for surface, uses in made.uses.items()))
    parts["by_length"] = pack_drawers(((str(n), held) for n, held in words.by_length.items()), 97)
    texts = [json.dumps(_folded(topic), separators=(",", ":")).encode() for topic in library.topics.values()]
    parts["topics"] = b"".join(texts)
    ends = [0, *accumulate(map(len, texts))]
    topics = dict(zip(library.topics, pairwise(ends), strict=True))
    parts["examples"] = json.dumps(_folded(library.examples)).encode()
    parts["long"] = json.dumps({name: library.words[name] for name in _LONG}).encode()
    lists = {name: held for name, held in library.words.items() if name not in _LONG}
    start = {
        "library": eager, "topics": topics, "order": list(library.words), "lists": lists, "roles": words.roles,
        "intents": index.intents, "bias": index.bias,
    }  # fmt: skip
    parts["start"] = json.dumps(start, separators=(",", ":")).encode()
    places, at = {}, 0
    for name, part in parts.items():
        places[name] = (at, at + len(part))
        at += len(part)
    header = json.dumps({"form": FORM, "digest": digest, "parts": places}).encode()
    return header + b"\n" + b"".join(parts.values())


# --- reading ----------------------------------------------------------------------------------------------------------


def restored(data: bytes | mmap, digest: str | None) -> tuple[Library, Made] | None:
    """What a file holds; None where it has another form, or another digest than the one wanted.

    `digest`: of what the file should have been made from; None: whatever it was made from.
    """
    try:
        end = data.find(b"\n")
        header = json.loads(data[:end])
        if header["form"] != FORM or digest not in (None, header["digest"]):
            return None
        view = memoryview(data)[end + 1 :]
        parts = {name: view[start:stop] for name, (start, stop) in header["parts"].items()}
        if header["parts"]["start"][1] != len(view):
            return None
        start = json.loads(str(parts["start"], "utf-8"))
        return _Restoring(parts, start).result()
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


class _Restoring:
    """A file that is taken apart."""

    def __init__(self, parts: Mapping[str, memoryview], start: dict[str, Any]) -> None:
        self._parts = parts
        self._start = start
        self._concepts: Shelf[int, Concept | None] = self._shelf(None, "concepts", _concepts_of)

    def _shelf(self, nothing: Any, name: str, unfold: Callable[..., Any], key: Callable[[Any], str] = str) -> Any:
        return Shelf(nothing, None, Drawers(self._parts[name]), unfold, key)

    def result(self) -> tuple[Library, Made]:
        start = self._start
        lists = {name: tuple(held) for name, held in start["lists"].items()}
        library = Library(
            **{name: _unfolded(value) for name, value in start["library"].items()},
            topics=OneByOne(start["topics"], self._topic),
            phrases=Later(self._all_phrases),
            patterns=LaterRow(self._all_patterns),
            words=Later(lambda: self._all_words(lists), lists),
            examples=Later(lambda: _unfolded(self._json("examples"))),
        )
        words = Words(
            phrases=self._shelf(None, "phrases", self._nodes),
            patterns=self._shelf((), "patterns", self._gapped),
            marks=self._shelf(0, "marks", iter),
            by_length=self._shelf((), "by_length", lambda held: ((int(n), tuple(words)) for n, words in held)),
            roles=tuple(start["roles"]),
            function=lists["function"],
        )
        points = self._shelf({}, "points", _points_of, _TAB.join)
        uses = self._shelf({}, "uses", iter)
        return library, Made(words, ExampleIndex(start["intents"], start["bias"], points), uses)

    def _topic(self, name: str) -> Topic:
        start, end = self._start["topics"][name]
        topic: Topic = _unfolded(json.loads(str(self._parts["topics"][start:end], "utf-8")))
        return topic

    def _json(self, name: str) -> Any:
        return json.loads(str(self._parts[name], "utf-8"))

    def _forms(self, held: list[Any]) -> Forms:
        return tuple((surface, self._concept(number)) for surface, number in held)

    def _concept(self, number: int) -> Concept:
        concept = self._concepts[number]
        if concept is None:
            raise KeyError(number)
        return concept

    def _nodes(self, held: list[tuple[str, Any]]) -> Iterable[tuple[str, Node | None]]:
        found: dict[str, Node | None] = {}
        for _, (_, stems, forms) in held:
            add_phrase(found, tuple(stems), partial(self._forms, forms))
        return found.items()

    def _pattern(self, held: list[Any]) -> Pattern:
        _, parts, surface, number = held
        return tuple(map(tuple, parts)), surface, self._concept(number)

    def _gapped(self, held: list[tuple[str, Any]]) -> Iterable[tuple[str, tuple[Pattern, ...]]]:
        found: dict[str, tuple[Pattern, ...]] = {}
        for last, pattern in held:
            found[last] = (*found.get(last, ()), self._pattern(pattern))
        return found.items()

    # -- what only those ask for who look at the whole library

    def _all_phrases(self) -> dict[tuple[str, ...], Forms]:
        held = sorted((value for _, value in Drawers(self._parts["phrases"])), key=lambda value: value[0])
        return {tuple(stems): self._forms(forms) for _, stems, forms in held}

    def _all_patterns(self) -> tuple[Pattern, ...]:
        held = sorted((value for _, value in Drawers(self._parts["patterns"])), key=lambda value: value[0])
        return tuple(map(self._pattern, held))

    def _all_words(self, lists: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        held = {**lists, **_unfolded(self._json("long"))}
        return {name: held[name] for name in self._start["order"]}


def _concepts_of(held: list[tuple[str, Any]]) -> Iterable[tuple[int, Concept]]:
    return ((int(number), Concept(*_unfolded(values))) for number, values in held)


def _points_of(held: list[tuple[str, Any]]) -> Iterable[tuple[Feature, Mapping[int, float]]]:
    return ((tuple(name.split(_TAB)), dict(zip(flat[::2], flat[1::2], strict=True))) for name, flat in held)
