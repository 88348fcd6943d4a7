"""Find concepts in a message, longest phrase first, and repair words that are misspelt.

Only unknown words are repaired: a word that English or the lexicon has is left alone, however near it lies to
another ("learn" is not "earn"). The repair is the nearest known word by optimal string alignment (Damerau 1964,
restricted edit distance), which counts a swap of neighbours as one edit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from rapidfuzz.distance import OSA

from advisor.model import Concept, Entity, Reading, Repair, Token, Utterance
from advisor.text import stem

MIN_REPAIRED = 3
"""Letters of the shortest word that may be repaired."""
TWO_EDITS_FROM = 8
"""Letters from which two edits may be repaired; below, one."""
LONGEST_GAP = 6
FOREIGN_WORD_COST = 0.6
"""Added to the distance of a candidate that is common English but says nothing about these careers."""

_NEIGHBOURS = {
    a: set(b)
    for a, b in zip(
        "qwertyuiopasdfghjklzxcvbnm",
        "wa qeas wrsd etdf ryfg tugh yihj uojk ipkl ol qwsz weadzx ersfxc rtdgcv tyfhvb yugjbn uihknm iojlm opk asx zsdc xdfv cfgb vghn bhjm njk".split(),
        strict=True,
    )
}
_DERIVING = ("ing", "ed", "ly")
_BREAKS = frozenset("?!.;:\n,")


class Vocabulary:
    """The words of a pack: phrases that stand for concepts, and the English words around them."""

    def __init__(
        self,
        phrases: Mapping[tuple[str, ...], tuple[tuple[str, Concept], ...]],
        patterns: Iterable[tuple[tuple[tuple[str, ...], ...], str, Concept]],
        common: Iterable[str],
        other: Iterable[str],
        function: Iterable[str],
    ) -> None:
        """`phrases`: stems -> (surface form, concept); `common`, `other`, `function`: English words by how much they say."""
        self._index: dict[str, list[tuple[tuple[str, ...], tuple[tuple[str, Concept], ...]]]] = {}
        self._domain: set[str] = set()
        surfaces: set[str] = set()
        for stems, concepts in phrases.items():
            self._index.setdefault(stems[0], []).append((stems, concepts))
            self._domain.update(stems)
            surfaces.update(word for surface, _ in concepts for word in surface.split())
        self._patterns: dict[str, list[tuple[tuple[tuple[str, ...], ...], str, Concept]]] = {}
        for parts, surface, concept in patterns:
            self._patterns.setdefault(parts[0][0], []).append((parts, surface, concept))
        for entries in self._index.values():
            entries.sort(key=lambda entry: -len(entry[0]))
        self.function = frozenset(stem(word) for word in function)
        common = frozenset(common)
        self.common = frozenset(stem(word) for word in common) | self.function
        other = frozenset(other)
        self._english = common | other | frozenset(function)
        self._stems = self.common | self._domain | frozenset(stem(word) for word in other)
        self._short = self.function | frozenset(["pay", "job", "work", "earn", "need", "skill"])
        self._by_length: dict[int, list[str]] = {}
        self._surfaces = frozenset(surfaces)
        for word in sorted(surfaces | common):
            if len(word) >= 3 and word.isascii():
                self._by_length.setdefault(len(word), []).append(word)
        self.repair = lru_cache(maxsize=10_000)(self._repair)

    def knows(self, word: str) -> bool:
        """Whether a word (lower case) is English or in the lexicon, in this or another inflection."""
        return word in self._english or word in self._surfaces or stem(word) in self._stems

    def is_english(self, word: str) -> bool:
        """Whether a word (lower case) is in the lists of English words."""
        return word in self._english

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
        found: list[tuple[float, str]] = []
        for length in range(len(word) - allowed, len(word) + allowed + 1):
            for candidate in self._by_length.get(length, ()):
                edits = OSA.distance(word, candidate, score_cutoff=allowed)
                if edits <= allowed:
                    found.append((edits + self._unlikeness(word, candidate, edits), candidate))
        found.sort()
        if split and (not found or found[0][0] >= 1.5):
            return split
        best = [candidate for cost, candidate in found if cost <= found[0][0] + 0.15]
        return tuple(best[:3])

    def _repair_short(self, word: str) -> tuple[str, ...]:
        """A word of three letters is repaired only where a letter was dropped or two changed places."""
        fitting = [
            candidate
            for length in (3, 4)
            for candidate in self._by_length.get(length, ())
            if candidate[0] == word[0]
            and OSA.distance(word, candidate, score_cutoff=1) == 1
            and (length == 4 or sorted(candidate) == sorted(word))
        ]
        fitting.sort(key=lambda c: (stem(c) not in self._short, c not in self._surfaces, c))
        return tuple(fitting[:1])

    def _unlikeness(self, word: str, candidate: str, edits: int) -> float:
        """What speaks against a candidate beside its distance, below one edit."""
        cost = 0.0 if candidate in self._surfaces else FOREIGN_WORD_COST
        cost += 0.0 if word[0] == candidate[0] else 0.3
        if edits == 1 and len(word) == len(candidate):
            pairs = [(a, b) for a, b in zip(word, candidate, strict=True) if a != b]
            slip = len(pairs) == 2 or pairs[0][1] in _NEIGHBOURS.get(pairs[0][0], ()) or set(pairs[0]) <= set("aeiouy")
            cost += 0.0 if slip else 0.2
        elif edits == 1 and sorted(set(word)) == sorted(set(candidate)):
            cost -= 0.1  # a letter doubled or a double letter dropped
        return cost

    def _split(self, word: str) -> tuple[str, ...]:
        """Two words that were typed as one ("musicproducer"), as one string with a space."""
        best: tuple[int, str] | None = None
        for cut in range(2, len(word) - 1):
            left, right = word[:cut], word[cut:]
            if min(len(left), len(right)) == 2 and not {left, right} & self.function:
                continue
            known = [part in self._surfaces or part in self._english for part in (left, right)]
            if all(known) and len(word) >= 6:
                domain = (left in self._surfaces) + (right in self._surfaces)
                rank = domain * 10 + min(len(left), len(right))
                if best is None or rank > best[0]:
                    best = (rank, f"{left} {right}")
        return (best[1],) if best and best[0] >= 10 else ()

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
        for start, token in enumerate(tokens):
            for parts, surface, concept in self._patterns.get(token.stem, ()):
                at = self._fits(tokens, {}, start, parts[0])
                for part in parts[1:]:
                    if not at:
                        break
                    at = self._later(tokens, at, part)
                if at:
                    yield Entity(start, at, surface, (concept,))

    def _later(self, tokens: list[Token], start: int, part: tuple[str, ...]) -> int:
        """Index behind the first place, at most `LONGEST_GAP` words on, where `part` stands; else 0."""
        for i in range(start, min(len(tokens), start + LONGEST_GAP + 1)):
            if not tokens[i].is_word and tokens[i].text[0] in _BREAKS:
                return 0
            end = self._fits(tokens, {}, i, part)
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
            for part in candidates[0].split():
                tokens.append(Token(part, stem(part), token.start, token.end, is_word=True))
            if len(candidates) > 1:
                alternatives[len(tokens) - 1] = tuple(stem(c) for c in candidates)
        return tokens, alternatives, repairs

    def _spans(self, tokens: list[Token], alternatives: Mapping[int, tuple[str, ...]]) -> list[Entity]:
        found: list[Entity] = []
        for start, token in enumerate(tokens):
            if not token.is_word:
                continue
            for first in alternatives.get(start, (token.stem,)):
                for stems, concepts in self._index.get(first, ()):
                    end = self._fits(tokens, alternatives, start, stems)
                    if end:
                        entity = _entity(tokens, start, end, concepts)
                        if entity:
                            found.append(entity)
                            break
        found.sort(key=lambda e: (-_length(tokens, e), e.start))
        taken = [False] * len(tokens)
        kept: list[Entity] = []
        for entity in found:
            if not any(taken[entity.start : entity.end]):
                kept.append(entity)
                taken[entity.start : entity.end] = [True] * (entity.end - entity.start)
            else:
                shorter = self._shorter(tokens, alternatives, entity, taken)
                if shorter:
                    kept.append(shorter)
                    taken[shorter.start : shorter.end] = [True] * (shorter.end - shorter.start)
        kept.sort(key=lambda e: e.start)
        return kept

    def _shorter(
        self, tokens: list[Token], alternatives: Mapping[int, tuple[str, ...]], entity: Entity, taken: list[bool]
    ) -> Entity | None:
        """A shorter phrase at the same place, where the longer one overlaps a phrase that is longer still."""
        if taken[entity.start]:
            return None
        for first in alternatives.get(entity.start, (tokens[entity.start].stem,)):
            for stems, concepts in self._index.get(first, ()):
                end = self._fits(tokens, alternatives, entity.start, stems)
                if end and end < entity.end and not any(taken[entity.start : end]):
                    shorter = _entity(tokens, entity.start, end, concepts)
                    if shorter:
                        return shorter
        return None

    @staticmethod
    def _fits(
        tokens: list[Token], alternatives: Mapping[int, tuple[str, ...]], start: int, stems: tuple[str, ...]
    ) -> int:
        """Index behind the phrase `stems` where it stands at `start`, else 0. Hyphens and slashes are stepped over."""
        at = start
        for number, wanted in enumerate(stems):
            while number and at < len(tokens) and not tokens[at].is_word and tokens[at].text[0] not in _BREAKS:
                at += 1
            if at >= len(tokens) or not tokens[at].is_word:
                return 0
            if tokens[at].stem != wanted and wanted not in alternatives.get(at, ()):
                return 0
            at += 1
        return at


def _length(tokens: list[Token], entity: Entity) -> int:
    return sum(len(t.text) + 1 for t in tokens[entity.start : entity.end] if t.is_word) + 20 * (entity.end - entity.start)


def _entity(
    tokens: list[Token], start: int, end: int, forms: tuple[tuple[str, Concept], ...]
) -> Entity | None:
    """The concepts of a phrase: those that list the very words, else those of which the words are inflections.

    A single word is no form of a longer, inflected one: "job" is not "jobbing", "live" is not "lively".
    """
    surface = " ".join(t.text for t in tokens[start:end] if t.is_word)
    fitting = [concept for form, concept in forms if form == surface]
    if not fitting and " " not in surface:
        fitting = [c for form, c in forms if not any(form.endswith(s) and not surface.endswith(s) for s in _DERIVING)]
    elif not fitting:
        fitting = [concept for _, concept in forms]
    return Entity(start, end, surface, tuple(dict.fromkeys(fitting))) if fitting else None
