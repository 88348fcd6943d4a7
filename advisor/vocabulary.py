"""Find concepts in a message, longest phrase first, and repair words that are misspelt.

Only unknown words are repaired: a word that English or the lexicon has is left alone, however near it lies to
another ("learn" is not "earn"). The repair is the nearest known word by optimal string alignment (Damerau 1964,
restricted edit distance), which counts a swap of neighbours as one edit.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from functools import lru_cache

from advisor.model import Concept, Entity, Library, Reading, Repair, Token, Utterance
from advisor.shelves import Shelf
from advisor.text import CONTRACTIONS, stem
from advisor.values import dataclass

MIN_REPAIRED = 3
"""Letters of the shortest word that may be repaired."""
TWO_EDITS_FROM = 8
"""Letters from which two edits may be repaired; below, one."""
TWO_EDITS_OF_A_ROLE_FROM = 6
"""Letters from which two edits of a role's name may be repaired: no question does without it."""
ROLE_BONUS = 0.4
"""Taken off the distance of a word of a role's name."""
USE_WEIGHT = 0.07
"""Taken off the distance of a word for each doubling of its use in the examples."""
MOST_USED = 0.5
SAME_COST = 0.3
"""Candidates within this distance of the best are all kept, until the phrase around them decides."""
LONGEST_GAP = 6
LONGEST_SHORT_NAME = 5
"""Letters of names that nothing is repaired to: too many words lie near them."""
FOREIGN_WORD_COST = 0.6
"""Added to the distance of a candidate that says nothing about these careers."""
FOREIGN_KINDS = frozenset({"occupation", "weak_occupation", "subject", "place", "covered_place", "name"})
"""Kinds of concepts that are not of these careers."""

_NEIGHBOURS = {
    a: set(b)
    for a, b in zip(
        "qwertyuiopasdfghjklzxcvbnm",
        (
            "wa qeas wrsd etdf ryfg tugh yihj uojk ipkl ol qwsz weadzx ersfxc rtdgcv tyfhvb yugjbn uihknm iojlm "
            "opk asx zsdc xdfv cfgb vghn bhjm njk"
        ).split(),
        strict=True,
    )
}
_EXACT_KINDS = frozenset({"occupation", "weak_occupation", "name", "place"})
"""Names have no inflections but the plural: "cooked" is not a cook."""
_INFLECTIONS = ("s", "ed", "ing", "ly")
_DERIVING = ("ing", "ed", "ly")
_BREAKS = frozenset("?!.;:\n,")


ENGLISH, SURFACE, CORE, COMMON, NEUTRAL = 1, 2, 4, 8, 16
"""Marks of a word: in the lists of English; in a form of the lexicon; of these careers or of grammar; and of a stem,
that a common word has it, or a word that names nothing."""
USES = 32
"""Marks are below it; what is above counts how often the example sentences use the word."""

_KNOWN = ENGLISH | SURFACE

Forms = tuple[tuple[str, Concept], ...]
"""Surface forms of a phrase, each with the concept that it stands for."""
Pattern = tuple[tuple[tuple[str, ...], ...], str, Concept]
"""A phrase with gaps: the stems of each part, the surface form, and the concept."""


class Node:
    """A place in the trie of phrases."""

    __slots__ = ("_forms", "following")

    def __init__(self) -> None:
        self.following: dict[str, Node] = {}
        self._forms: Forms | Callable[[], Forms] = ()

    @property
    def forms(self) -> Forms:
        """The forms of the phrase that ends here; none where none does."""
        held = self._forms  # once: another thread may put the forms in its place meanwhile
        if callable(held):
            held = self._forms = held()
        return held

    def end(self, forms: Forms | Callable[[], Forms]) -> None:
        """Let a phrase end here; a function gives its forms when a message first has them."""
        self._forms = forms


def add_phrase(trie: dict[str, Node | None], stems: tuple[str, ...], forms: Forms | Callable[[], Forms]) -> None:
    """Put a phrase into the trie, which is held by the first stem."""
    node = trie.get(stems[0]) or Node()
    trie[stems[0]] = node
    for one in stems[1:]:
        node = node.following.setdefault(one, Node())
    node.end(forms)


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """What a vocabulary looks words up in; from a library, or from where it was compiled to."""

    phrases: Shelf[str, Node | None]
    """First stem of phrases to what may follow it."""
    patterns: Shelf[str, tuple[Pattern, ...]]
    """First stem of the last part to the phrases with gaps."""
    marks: Shelf[str, int]
    """Word or stem to its marks, and `USES` times its count in the examples."""
    by_length: Shelf[int, tuple[str, ...]]
    """Number of letters to the words that a misspelling may have meant."""
    roles: tuple[str, ...]
    """Words of the roles' names."""
    function: tuple[str, ...]
    """Words of grammar."""

    @classmethod
    def of(cls, library: Library, usage: Mapping[str, int]) -> Words:
        """Those of a library. `usage`: how often the examples use a word; of two repairs the commoner is likelier."""
        phrases: dict[str, Node | None] = {}
        surfaces: set[str] = set()
        core: set[str] = set()
        roles: set[str] = set()
        names: set[str] = set()
        for stems, forms in library.phrases.items():
            add_phrase(phrases, stems, forms)
            for surface, concept in forms:
                surfaces.update(surface.split())
                if concept.kind in ("role", "role_alone"):
                    roles.update(w for word in surface.split() if len(word) > 4 for w in (word, word + "s"))
                if concept.kind not in FOREIGN_KINDS and concept.kind != "family":
                    core.update(surface.split())
                else:
                    names.update(word for word in surface.split() if len(word) <= LONGEST_SHORT_NAME)
        patterns: dict[str, tuple[Pattern, ...]] = {}
        for pattern in library.patterns:
            last = pattern[0][-1][0]
            patterns[last] = (*patterns.get(last, ()), pattern)
        lists = library.words
        function = lists["function"]
        common = frozenset((*lists["common"], *lists["neutral"], *lists["modifiers"]))
        contracted = {word for word in CONTRACTIONS if len(word) > 3 and word.isalpha()}
        by_length: dict[int, list[str]] = {}
        for word in sorted((surfaces - (names - core)) | common | roles | contracted):
            if len(word) >= 3 and word.isascii():
                by_length.setdefault(len(word), []).append(word)
        marks = {word: USES * count for word, count in usage.items()}
        for mark, words in (
            (ENGLISH, common | frozenset(lists["other"]) | frozenset(function)),
            (SURFACE, surfaces),
            (CORE, core | frozenset(function) | frozenset(CONTRACTIONS)),
            (COMMON, frozenset(stem(word) for word in (*common, *function))),
            (NEUTRAL, frozenset(stem(word) for word in lists["neutral"])),
        ):
            for word in words:
                marks[word] = marks.get(word, 0) | mark
        return cls(
            Shelf(None, phrases),
            Shelf((), patterns),
            Shelf(0, marks),
            Shelf((), {length: tuple(words) for length, words in by_length.items()}),
            tuple(sorted(roles)),
            function,
        )


class _Marked(Container[object]):
    """The words that have a mark."""

    __slots__ = ("_mark", "_marks")

    def __init__(self, marks: Shelf[str, int], mark: int) -> None:
        self._marks = marks
        self._mark = mark

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and bool(self._marks[word] & self._mark)


class Vocabulary:
    """The words of a pack: phrases that stand for concepts, and the English words around them."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self._phrases = words.phrases
        self._patterns = words.patterns
        self._marks = words.marks
        self._by_length = words.by_length
        self._roles = words.roles
        self.function = frozenset(stem(word) for word in words.function)
        self.common = _Marked(words.marks, COMMON)
        self.neutral = _Marked(words.marks, NEUTRAL)
        self._short = self.function | frozenset("pay job work earn need skill".split())
        self.repair = lru_cache(maxsize=10_000)(self._repair)
        self._fitting = lru_cache(maxsize=20_000)(_fitting)

    def knows(self, word: str) -> bool:
        """Whether a word (lower case) is English or in the lexicon, in this or another inflection."""
        marks = self._marks
        return bool(marks[word] & _KNOWN) or any(marks[base] & _KNOWN for base in _bases(word))

    def is_english(self, word: str) -> bool:
        """Whether a word (lower case) is in the lists of English words."""
        return bool(self._marks[word] & ENGLISH)

    def _repair(self, word: str) -> tuple[str, ...]:
        """What an unknown word was meant to be: the nearest words, best first; two words where a space was lost."""
        if len(word) < MIN_REPAIRED or not word.isascii() or not word.isalpha():
            return ()
        if len(word) == MIN_REPAIRED:
            return self._repair_short(word)
        if word.endswith("in") and self.knows(word + "g"):
            return (word + "g",)
        split = self._split(word)
        allowed = 2 if len(word) >= TWO_EDITS_FROM else 1
        near: dict[str, int] = {}
        for length in range(len(word) - allowed, len(word) + allowed + 1):
            near.update(self._within(word, self._by_length[length], allowed))
        if len(word) >= TWO_EDITS_OF_A_ROLE_FROM:
            near.update(self._within(word, self._roles, 2))
        found = [(edits + self._unlikeness(word, candidate, edits), candidate) for candidate, edits in near.items()]
        found.sort()
        both = split and set(split[0].split()) <= self.function
        if split and (not found or found[0][0] >= (1.05 if both else 1.5)):
            return split
        best = [candidate for cost, candidate in found if cost <= found[0][0] + SAME_COST]
        return tuple(best[:3])

    @staticmethod
    def _within(word: str, candidates: Sequence[str], edits: int) -> Iterable[tuple[str, int]]:
        """The candidates at most `edits` away, with their distance."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        found = process.extract(word, candidates, scorer=OSA.distance, score_cutoff=edits, limit=None)
        return ((candidate, int(distance)) for candidate, distance, _ in found)

    def _repair_short(self, word: str) -> tuple[str, ...]:
        """A word of three letters is repaired only where a letter was dropped or two changed places."""
        from rapidfuzz.distance import OSA

        fitting = [
            candidate
            for length in (3, 4)
            for candidate in self._by_length[length]
            if candidate[0] == word[0]
            and OSA.distance(word, candidate, score_cutoff=1) == 1
            and (length == 4 or sorted(candidate) == sorted(word) or self._slipped(word, candidate))
        ]
        fitting.sort(key=lambda c: (stem(c) not in self._short, not self._marks[c] & SURFACE, c))
        return tuple(fitting[:1])

    def _slipped(self, word: str, candidate: str) -> bool:
        """Whether a neighbouring key was hit in a word of grammar ("ypu")."""
        pairs = [(a, b) for a, b in zip(word, candidate, strict=True) if a != b]
        return candidate in self.function and len(pairs) == 1 and pairs[0][1] in _NEIGHBOURS.get(pairs[0][0], ())

    def _unlikeness(self, word: str, candidate: str, edits: int) -> float:
        """What speaks against a candidate beside its distance, below one edit."""
        marks = self._marks[candidate]
        cost = 0.0 if marks & CORE else FOREIGN_WORD_COST
        cost -= min(MOST_USED, USE_WEIGHT * math.log2(1 + marks // USES))
        cost -= ROLE_BONUS if candidate in self._roles else 0.0
        if edits == 1 and len(word) == len(candidate) and sorted(word) == sorted(candidate):
            cost -= 0.2  # two letters changed places
        cost += 0.0 if word[0] == candidate[0] else 0.3
        if edits == 1 and len(word) == len(candidate):
            pairs = [(a, b) for a, b in zip(word, candidate, strict=True) if a != b]
            slip = len(pairs) == 2 or pairs[0][1] in _NEIGHBOURS.get(pairs[0][0], ()) or set(pairs[0]) <= set("aeiouy")
            cost += 0.0 if slip else 0.2
        elif edits == 1 and sorted(set(word)) == sorted(set(candidate)):
            cost -= 0.1  # a letter doubled or a double letter dropped
        elif len(candidate) < len(word):
            cost += 0.15  # people leave letters out more often than they add strange ones
        return cost

    def _split(self, word: str) -> tuple[str, ...]:
        """Two words that were typed as one ("musicproducer"), as one string with a space."""
        best: tuple[int, str] | None = None
        for cut in range(2, len(word) - 1):
            left, right = word[:cut], word[cut:]
            if min(len(left), len(right)) == 2 and not {left, right} & self.function:
                continue
            marks = (self._marks[left], self._marks[right])
            known = all(mark & _KNOWN for mark in marks)
            if known and (len(word) >= 6 or (len(word) >= 4 and {left, right} <= self.function)):
                domain = sum(bool(mark & SURFACE) for mark in marks)
                rank = domain * 10 + min(len(left), len(right))
                if best is None or rank > best[0]:
                    best = (rank, f"{left} {right}")
        return (best[1],) if best and (best[0] >= 10 or set(best[1].split()) <= self.function) else ()

    def find(self, utterance: Utterance) -> Reading:
        """Account for every word of an utterance."""
        tokens, alternatives, repairs = self._repaired(utterance)
        spans = self._spans(tokens, alternatives)
        taken = [False] * len(tokens)
        for entity in spans:
            for i in range(entity.start, entity.end):
                taken[i] = True
        unknown = tuple(
            i
            for i, token in enumerate(tokens)
            if token.is_word and not taken[i] and token.stem not in self.function and token.text not in self.function
        )
        patterns = tuple(self._gapped(tokens))
        return Reading(Utterance(utterance.text, tuple(tokens)), tuple(spans), patterns, tuple(repairs), unknown)

    def _gapped(self, tokens: list[Token]) -> Iterable[Entity]:
        """Phrases with gaps, each gap at most `LONGEST_GAP` words of the same clause."""
        stems: dict[str, list[int]] = {}
        for i, token in enumerate(tokens):
            stems.setdefault(token.stem, []).append(i)
        for last in stems:
            for parts, surface, concept in self._patterns[last]:
                for start in stems.get(parts[0][0], ()):
                    at = self._fits(tokens, start, parts[0])
                    for part in parts[1:]:
                        at = self._later(tokens, at, part) if at else 0
                    if at:
                        yield Entity(start, at, surface, (concept,))
                        break

    def _later(self, tokens: list[Token], start: int, part: tuple[str, ...]) -> int:
        """Index behind the first place, at most `LONGEST_GAP` words on, where `part` stands; else 0."""
        for i in range(start, min(len(tokens), start + LONGEST_GAP + 1)):
            if not tokens[i].is_word and tokens[i].text[0] in _BREAKS:
                return 0
            end = self._fits(tokens, i, part)
            if end:
                return end
        return 0

    def _repaired(self, utterance: Utterance) -> tuple[list[Token], dict[int, tuple[str, ...]], list[Repair]]:
        tokens: list[Token] = []
        alternatives: dict[int, tuple[str, ...]] = {}
        repairs: list[Repair] = []
        for token in utterance.tokens:
            if not token.is_word or token.text[0].isdigit() or self.knows(token.text):
                tokens.append(token)
                continue
            candidates = self.repair(token.text)
            if not candidates:
                tokens.append(token)
                continue
            repairs.append(Repair(token.text, candidates[0]))
            for part in CONTRACTIONS.get(candidates[0], candidates[0]).split():
                tokens.append(Token(part, stem(part), token.start, token.end, is_word=True))
            if len(candidates) > 1:
                alternatives[len(tokens) - 1] = tuple(stem(c) for c in candidates)
        return tokens, alternatives, repairs

    def _spans(self, tokens: list[Token], alternatives: Mapping[int, tuple[str, ...]]) -> list[Entity]:
        found: list[list[Entity]] = []
        for start, token in enumerate(tokens):
            if token.is_word and (start in alternatives or self._phrases[token.stem] is not None):
                fitting = self._from(tokens, alternatives, start)
                if fitting:
                    found.append(fitting)
        found.sort(key=lambda group: (20 * (group[0].start - group[0].end) - len(group[0].surface), group[0].start))
        taken = [False] * len(tokens)
        kept: list[Entity] = []
        for group in found:
            entity = next((e for e in group if not any(taken[e.start : e.end])), None)
            if entity:
                kept.append(entity)
                taken[entity.start : entity.end] = [True] * (entity.end - entity.start)
        kept.sort(key=lambda e: e.start)
        return kept

    def _from(self, tokens: list[Token], alternatives: Mapping[int, tuple[str, ...]], start: int) -> list[Entity]:
        """The phrases that begin at a token, longest first. Hyphens and slashes are stepped over."""
        found: list[Entity] = []
        reached: list[tuple[int, Node | None, str]] = [(start, None, "")]
        while reached:
            at, node, before = reached.pop()
            surface = f"{before} {tokens[at].text}" if node else tokens[at].text
            for one in alternatives.get(at) or (tokens[at].stem,):
                following = node.following.get(one) if node else self._phrases[one]
                if following is None:
                    continue
                end = at + 1
                concepts = self._fitting(following, surface)
                if concepts:
                    found.append(Entity(start, end, surface, concepts))
                if following.following:
                    while end < len(tokens) and not tokens[end].is_word and tokens[end].text[0] not in _BREAKS:
                        end += 1
                    if end < len(tokens) and tokens[end].is_word:
                        reached.append((end, following, surface))
        if len(found) > 1:
            found.sort(key=lambda e: -e.end)
        return found

    @staticmethod
    def _fits(tokens: list[Token], start: int, stems: tuple[str, ...]) -> int:
        """Index behind the words `stems` where they stand at `start`, else 0."""
        if tokens[start].stem != stems[0]:
            return 0
        end = start + len(stems)
        if end > len(tokens):
            return 0
        return end if all(t.stem == wanted for t, wanted in zip(tokens[start:end], stems, strict=True)) else 0


def _bases(word: str) -> Iterable[str]:
    """The words of which a word may be a regular inflection."""
    for suffix in _INFLECTIONS:
        if word.endswith(suffix) and len(word) > len(suffix) + 2:
            cut = word[: -len(suffix)]
            yield cut
            if suffix in ("ed", "ing"):
                yield cut + "e"
                if cut[-1] == cut[-2]:
                    yield cut[:-1]
            elif suffix == "s" and cut.endswith("e"):
                yield cut[:-1]
                if cut.endswith("ie"):
                    yield cut[:-2] + "y"


def _singular(surface: str) -> str:
    return " ".join(word[:-1] if len(word) > 3 and word.endswith("s") else word for word in surface.split())


def _fitting(node: Node, surface: str) -> tuple[Concept, ...]:
    """The concepts of a phrase: those that list the very words, else those of which the words are inflections.

    A single word is no form of a longer, inflected one: "job" is not "jobbing", "live" is not "lively".
    """
    forms = node.forms
    if not forms:
        return ()
    plain = _singular(surface)
    fitting = [concept for form, concept in forms if form == surface or _singular(form) == plain]
    if not fitting:
        inflected = " " in surface
        fitting = [
            concept
            for form, concept in forms
            if (inflected or (len(form) <= len(surface) and not form.endswith(_DERIVING)))
            and concept.kind not in _EXACT_KINDS
        ]
    return tuple(dict.fromkeys(fitting))
