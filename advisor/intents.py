"""Weigh a text against example sentences: the evidence that the advisor adds to that of its concepts.

A naive Bayes scorer over length-normalised, weighted features, rewritten so that an unseen feature counts nothing: all
evidence is positive, sparse and can be shown. Features are stems and ordered pairs of neighbouring stems; the advisor
adds the concepts that it found. `IntentMatcher` begins with the same scores (`learning`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from advisor.shelves import Shelf
from advisor.text import fold, shorten, stem

WORD_FACTOR = 1.0
PAIR_FACTOR = 0.7
EXTRA_FACTOR = 1.0
SMOOTHING = 0.05

Feature = tuple[str, ...]
"""(family, text...): ("w", stem) | ("p", stem, stem) | ("x", name)."""

Row = Mapping[Feature, tuple[float, tuple[str, ...]]]
"""Feature -> (factor times 1 + ln of its count, the words that it comes from)."""

_RUN = re.compile(r"[^\W\d_]+|\d+")


def split(text: str) -> list[tuple[str, str]]:
    """(word, stem) of each run of letters or digits, apostrophes deleted."""
    return [(run, stem(run)) for run in _RUN.findall(fold(shorten(text)).replace("'", ""))]


def features(pairs: Sequence[tuple[str, str]], extra: Iterable[str] = ()) -> Row:
    """The features of a text given as (word, stem). `extra`: names of features of the caller's own."""
    counts: dict[Feature, int] = {}
    origin: dict[Feature, tuple[str, ...]] = {}

    def add(feature: Feature, *sources: str) -> None:
        if feature in counts:
            counts[feature] += 1
        else:
            counts[feature] = 1
            origin[feature] = sources

    previous, previous_word = "^", ""
    for word, stemmed in pairs:
        add(("w", stemmed), word or stemmed)
        add(("p", previous, stemmed), *((previous_word, word or stemmed) if previous_word else (word or stemmed,)))
        previous, previous_word = stemmed, word or stemmed
    if pairs:
        add(("p", previous, "$"), previous_word)
    for name in extra:
        add(("x", name), name)
    return {f: (_FACTORS[f[0]] * (1 + math.log(n) if n > 1 else 1), origin[f]) for f, n in counts.items()}


_FACTORS = {"w": WORD_FACTOR, "p": PAIR_FACTOR, "x": EXTRA_FACTOR}


class ExampleIndex:
    """The features of examples, inverted: feature -> intents and points. Immutable once built."""

    def __init__(
        self, intents: Sequence[str], bias: Sequence[float], points: Shelf[Feature, Mapping[int, float]]
    ) -> None:
        """`intents` in order, what is taken from each for its size, and the points of each feature by their places."""
        self.intents = tuple(intents)
        self.bias = list(bias)
        self.points = points
        self.vectors: Sequence[tuple[int, Mapping[Feature, float]]] = ()
        """Each example's intent and the shares of its features; only of an index that was built from examples."""
        self.mass: Mapping[Feature, Mapping[int, float]] = {}
        """Feature -> what it sums up to in each intent; likewise."""
        self._number = {intent: number for number, intent in enumerate(self.intents)}
        count = len(self.intents)
        self._rarity = [math.log(1 + count / owners) if owners else math.log(1 + count) for owners in range(count + 1)]

    @classmethod
    def of(cls, rows: Mapping[str, Sequence[Row]]) -> ExampleIndex:
        """Of examples. `rows`: intent -> the features of each of its examples."""
        intents = tuple(sorted(rows))
        flat = [(number, row) for number, intent in enumerate(intents) for row in rows[intent]]
        used: dict[Feature, set[int]] = {}
        for number, row in flat:
            for feature in row:
                used.setdefault(feature, set()).add(number)
        rarity = {f: math.log(1 + len(intents) / len(owners)) for f, owners in used.items()}
        vectors = [(number, _unit(row, rarity)) for number, row in flat]
        mass: dict[Feature, dict[int, float]] = {f: {} for f in used}
        totals = [0.0] * len(intents)
        for number, vector in vectors:
            for feature, share in vector.items():
                owners = mass[feature]
                owners[number] = owners.get(number, 0.0) + share
                totals[number] += share
        biases = [math.log(total + SMOOTHING * len(mass)) for total in totals]
        least = min(biases)
        points: dict[Feature, Mapping[int, float]] = {
            f: {number: math.log(1 + m / SMOOTHING) for number, m in owners.items()} for f, owners in mass.items()
        }
        index = cls(intents, [bias - least for bias in biases], Shelf({}, points))
        index.vectors, index.mass = vectors, mass
        return index

    def weight(self, feature: Feature, factor: float) -> float:
        """What one feature of a query weighs."""
        return factor * self._rarity[len(self.points[feature])]

    def spread(self, feature: Feature) -> int:
        """How many intents use the feature."""
        return len(self.points[feature])

    def number(self, intent: str) -> int | None:
        """Place of an intent among the scores; None where no example is of it."""
        return self._number.get(intent)

    def uses(self, feature: Feature, intent: str) -> bool:
        """Whether an example of the intent has the feature."""
        number = self._number.get(intent)
        return number is not None and number in self.points[feature]

    def score(self, row: Row) -> Scores:
        """Every intent's score for a text's features."""
        totals = [0.0] * len(self.intents)
        square = known = whole = 0.0
        for feature, (factor, _) in row.items():
            owners = self.points[feature]
            weight = factor * self._rarity[len(owners)]
            square += weight * weight
            whole += weight
            if owners:
                known += weight
                for number, points in owners.items():
                    totals[number] += weight * points
        length = math.sqrt(square) or 1.0
        values = [(t - b * known) / length for t, b in zip(totals, self.bias, strict=True)]
        return Scores(values, length, known, whole)


def _unit(row: Row, rarity: Mapping[Feature, float]) -> dict[Feature, float]:
    weights = {f: factor * rarity[f] for f, (factor, _) in row.items()}
    length = math.sqrt(sum(w * w for w in weights.values())) or 1.0
    return {f: w / length for f, w in weights.items()}


@dataclass(frozen=True, slots=True)
class Scores:
    """What a query scored."""

    values: list[float]
    """By intent, in the order of the index."""
    length: float
    """Of the query's weights."""
    known: float
    """Sum of the weights of features that some example has."""
    whole: float
    """Sum of all weights."""
