"""Phrases of one's own in a message, found by their stems, whatever the lexicon makes of the words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from advisor.model import Forms, Reading, Token
from advisor.values import dataclass

Index = Mapping[str, Sequence[tuple[tuple[str, ...], str]]]
"""First stem of a phrase -> (its stems, what it stands for)."""


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a message that are a phrase, from `start` to before `end`."""

    start: int
    end: int
    value: str


def words_of(reading: Reading) -> list[Token]:
    """The words of a message, without what stands between them; spans count these."""
    return [token for token in reading.utterance.tokens if token.is_word]


def index(groups: Iterable[tuple[str, Forms]]) -> Index:
    """Phrases by their first stem; each group is what its phrases stand for, and they."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for value, forms in groups:
        for form in forms:
            found.setdefault(form[0], []).append((form, value))
    return found


def spans(words: Sequence[Token], phrases: Index) -> list[Span]:
    """The phrases of an index in a message, the longest first where they overlap, in their order."""
    stems = [word.stem for word in words]
    fitting = []
    for start, stem in enumerate(stems):
        for form, value in phrases.get(stem, ()):
            if tuple(stems[start : start + len(form)]) == form:
                fitting.append(Span(start, start + len(form), value))
    fitting.sort(key=lambda span: span.start - span.end)
    taken: set[int] = set()
    kept = []
    for span in fitting:
        places = range(span.start, span.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)


def said(words: Sequence[Token], span: Span) -> str:
    """The words of a span as they were said."""
    return " ".join(word.text for word in words[span.start : span.end])
