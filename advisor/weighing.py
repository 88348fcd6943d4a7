"""Add up what speaks for each intent: points of concepts, each as far as its words are specific, and of likeness."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from operator import itemgetter

from advisor.clauses import Clause, places
from advisor.intents import ExampleIndex
from advisor.model import Entity, Evidence, Reading
from advisor.shelves import Shelf
from advisor.values import dataclass
from advisor.vocabulary import Vocabulary

EXAMPLE_WEIGHT = 1.2
"""What a point of the examples' evidence is worth beside a point of a concept."""
REPEATED_SHARE = 0.4
"""What a further concept for the same intent adds, of its own points."""
STORY_SHARE = 0.3
"""What a concept in a clause that only tells a story is worth."""
SPECIFICITY_PRIOR = 2
"""Example sentences that stand for the lexicon's word that a phrase speaks for a topic."""
LEAST_SPECIFICITY = 0.34
"""Smallest share of its points that a phrase keeps, however many other intents' examples have it."""
MOST_RANKED = 8
"""Intents that are kept of all that something speaks for."""
LEAST_RANKED = 0.2
"""Points from examples above which an intent is kept that no word speaks for."""
NEUTRAL_SPREAD = 6
"""A word that the examples of this many intents use says nothing about any one of them."""
NO_CONTENT = frozenset({"neutral", "feeling", "act"})
"""Kinds of concepts that name nothing to answer."""
_NAME_POINTS: Mapping[str, Mapping[str, float]] = {
    "schools": {"school_choice": 3.0},
    "brands": {"companies": 2.0},
    "software": {"daw_choice": 2.0},
    "people": {"famous_people": 3.0},
    "instruments": {"instruments": 2.5},
    "gear": {"gear": 2.0},
    "ai_tools": {"ai_impact": 2.0},
    "genres": {"pay_specialism": 0.5},
    "covered_software": {"certifications": 1.0, "technology": 1.0},
    "place": {"pay_elsewhere": 1.5, "location": 1.0},
}


Uses = Shelf[str, Mapping[str, int]]
"""Phrase -> topic -> how many of its examples have it."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """An intent with its points and their reasons."""

    intent: str
    points: float
    concepts: float
    """Points that the lexicon gives to the concepts, whether or not their words are specific to the intent."""
    likeness: float
    """Points from the example sentences alone."""
    evidence: tuple[Evidence, ...]


class Weigher:
    """Weighs what a message asks, with the examples of a library."""

    def __init__(
        self,
        index: ExampleIndex,
        uses: Uses,
        vocabulary: Vocabulary,
        topics: frozenset[str],
        neutral: Container[object],
    ) -> None:
        """`neutral`: stems that name nothing."""
        self._index = index
        self._uses = uses
        self._vocabulary = vocabulary
        self._topics = topics
        self._neutral = neutral

    def weigh(
        self,
        likeness: Sequence[float],
        entities: Sequence[Entity],
        aside: Sequence[Entity],
        forms: Sequence[tuple[str, Evidence]],
    ) -> tuple[tuple[Weighed, ...], tuple[str, ...]]:
        """The intents with points, best first, and the aspects named.

        `likeness`: of what is asked to the examples of each intent; `entities`: what its clauses name; `aside`: what a
        story beside it names; `forms`: points that no phrase gives.
        """
        terms: dict[str, list[tuple[float, Evidence]]] = {}
        for intent, term in forms:
            terms.setdefault(intent, []).append((term.points, term))
        seen: set[tuple[str, str]] = set()
        aspects: list[str] = []
        for share, group in ((1.0, entities), (STORY_SHARE, aside)):
            for entity in group:
                most: dict[str, tuple[float, Evidence]] = {}
                for concept in entity.concepts:
                    points = concept.points or _NAME_POINTS.get(
                        concept.id if concept.kind == "name" else concept.kind, {}
                    )
                    if not points or (concept.id, concept.kind) in seen:
                        continue
                    seen.add((concept.id, concept.kind))
                    for intent, worth in points.items():
                        given = worth * share
                        if intent not in most or given > most[intent][0]:
                            kept = given * self._specificity(entity.surface, intent)
                            most[intent] = (given, Evidence(entity.surface, concept.id.replace("_", " "), kept))
                    if concept.aspect and share == 1.0 and concept.aspect not in aspects:
                        aspects.append(concept.aspect)
                for intent, pair in most.items():
                    terms.setdefault(intent, []).append(pair)
        examples = [EXAMPLE_WEIGHT * one for one in likeness]
        least = sorted(examples)[-MOST_RANKED:][0]  # with less, and no words for it, an intent has enough before it
        ranked: list[tuple[float, str, float, tuple[Evidence, ...], float]] = []
        for intent, pairs in terms.items():
            number = self._index.number(intent)
            if number is not None:
                given, held = _summed(pairs)
                total = sum([e.points for e in held]) + examples[number]
                ranked.append((-total, intent, given, held, examples[number]))
        for number in [n for n, example in enumerate(examples) if example >= least and example > LEAST_RANKED]:
            if self._index.intents[number] not in terms:
                ranked.append((-examples[number], self._index.intents[number], 0.0, (), examples[number]))
        ranked.sort(key=itemgetter(0, 1))
        return tuple(
            [
                Weighed(intent, -points, given, example, (*held, Evidence("", "similar example questions", example)))
                for points, intent, given, held, example in ranked[:MOST_RANKED]
            ]
        ), tuple(aspects)

    def _specificity(self, surface: str, intent: str) -> float:
        """The share of its points that a phrase keeps for a topic: smaller where other intents' examples have it too.

        "Studio" is a word for the workplace, but most sentences that have it ask something else.
        """
        uses = self._uses[surface]
        if not uses or intent not in self._topics:
            return 1.0
        own, all_uses = uses.get(intent, 0), sum(uses.values())
        return max(LEAST_SPECIFICITY, (own + SPECIFICITY_PRIOR) / (all_uses + SPECIFICITY_PRIOR))

    def content(
        self, reading: Reading, clauses: Sequence[Clause], ranked: Sequence[Weighed]
    ) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
        """How many words carry content, those that nothing explains, and those of them that are not English either."""
        tokens = reading.utterance.tokens
        winner = ranked[0].intent if ranked else ""
        inside = places(clauses)
        content = sum(
            1
            for e in reading.entities
            if e.start in inside
            and not all(concept.kind.startswith("role") or concept.kind in NO_CONTENT for concept in e.concepts)
        )
        unknown, rare = [], []
        for i in reading.unknown:
            token = tokens[i]
            if i not in inside or token.text[0].isdigit():
                continue
            if token.stem in self._neutral or self._index.spread(("w", token.stem)) >= NEUTRAL_SPREAD:
                continue
            content += 1
            if self._index.uses(("w", token.stem), winner):
                continue
            if token.stem not in self._vocabulary.common:
                rare.append(token.text)
                if reading.repairs and not self._vocabulary.is_english(token.text):
                    continue  # one more slip of a hasty typist, rather than a strange thing
            unknown.append(token.text)
        return content, tuple(unknown), tuple(rare)


def _summed(pairs: list[tuple[float, Evidence]]) -> tuple[float, tuple[Evidence, ...]]:
    """Points given and kept for one intent: the strongest in full, further ones in part."""
    pairs.sort(key=lambda pair: -pair[1].points)
    first, *others = pairs
    kept = (first[1], *(Evidence(e.words, e.read_as, e.points * REPEATED_SHARE) for _, e in others))
    given = sorted((points for points, _ in pairs), reverse=True)
    return given[0] + REPEATED_SHARE * sum(given[1:]), kept
