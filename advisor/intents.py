"""Weigh a text against example sentences: the evidence that the advisor adds to that of its concepts.

A naive Bayes scorer over length-normalised, weighted features, rewritten so that an unseen feature counts nothing: the
evidence is sparse, adds up and can be shown. Features are stems and ordered pairs of neighbouring stems; the advisor
adds the concepts that it found, and corrects the points (`correcting`). `IntentMatcher` begins with the same scores
(`learning`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence

from advisor.lanes import Lanes
from advisor.shelves import Shelf
from advisor.text import fold, shorten, stem

WORD_FACTOR = 1.0
PAIR_FACTOR = 0.7
EXTRA_FACTOR = 1.0
SMOOTHING = 0.05
COMMON = 16
"""A feature of more than one in this many intents has its points added for all of them in one go, side by side."""
FINENESS = 1 << 44
"""Parts of a point in which that is done: as fine as floats are at such sizes, and room for the longest message."""

Feature = tuple[str, ...]
"""(family, text...): ("w", stem) | ("p", stem, stem) | ("x", name)."""

Row = Mapping[Feature, float]
"""Feature -> factor times 1 + ln of its count."""

_RUN = re.compile(r"[^\W\d_]+|\d+")


def split(text: str) -> list[tuple[str, str]]:
    """(word, stem) of each run of letters or digits, apostrophes deleted."""
    return [(run, stem(run)) for run in _RUN.findall(fold(shorten(text)).replace("'", ""))]


def features(stems: Iterable[str], extra: Iterable[str] = ()) -> Row:
    """The features of a text given as its stems. `extra`: names of features of the caller's own."""
    counts: dict[Feature, int] = {}
    previous = "^"
    for stemmed in stems:
        word, pair = ("w", stemmed), ("p", previous, stemmed)
        counts[word] = counts.get(word, 0) + 1
        counts[pair] = counts.get(pair, 0) + 1
        previous = stemmed
    if counts:
        last = ("p", previous, "$")
        counts[last] = counts.get(last, 0) + 1
    for name in extra:
        counts["x", name] = counts.get(("x", name), 0) + 1
    return {f: _FACTORS[f[0]] * (1 + math.log(n)) if n > 1 else _FACTORS[f[0]] for f, n in counts.items()}


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
        self._lanes = Lanes(len(self.intents))
        self._laid_out: dict[Feature, int] = {}
        self._few = len(self.intents) // COMMON
        self._number = {intent: number for number, intent in enumerate(self.intents)}
        count = len(self.intents)
        self._rarity = [math.log(1 + count / owners) if owners else math.log(1 + count) for owners in range(count + 1)]

    @classmethod
    def of(cls, rows: Mapping[str, Sequence[Row]]) -> ExampleIndex:
        """Of examples. `rows`: intent -> the features of each of its examples."""
        intents = tuple(sorted(rows))
        flat = [(number, row) for number, intent in enumerate(intents) for row in rows[intent]]
        mass: dict[Feature, dict[int, float]] = {}
        for number, row in flat:
            for feature in row:
                owners = mass.get(feature)
                if owners is None:
                    mass[feature] = {number: 0.0}
                else:
                    owners.setdefault(number, 0.0)
        rarity = {f: math.log(1 + len(intents) / len(owners)) for f, owners in mass.items()}
        vectors = [(number, _unit(row, rarity)) for number, row in flat]
        totals = [0.0] * len(intents)
        for number, vector in vectors:
            for feature, share in vector.items():
                mass[feature][number] += share
                totals[number] += share
        biases = [math.log(total + SMOOTHING * len(mass)) for total in totals]
        least = min(biases)
        points: dict[Feature, Mapping[int, float]] = {
            f: {number: math.log(1 + m / SMOOTHING) for number, m in owners.items()} for f, owners in mass.items()
        }
        index = cls(intents, [bias - least for bias in biases], Shelf({}, points))
        index.vectors, index.mass = vectors, mass
        return index

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

    def score(self, row: Row) -> list[float]:
        """Every intent's score for a text's features, in the order of the intents."""
        together = 0
        apart: list[tuple[float, Mapping[int, float]]] = []
        square = known = 0.0
        for feature, factor in row.items():
            owners = self.points[feature]
            weight = factor * self._rarity[len(owners)]
            square += weight * weight
            if not owners:
                continue
            known += weight
            if len(owners) > self._few and factor == _FACTORS[feature[0]]:
                together += self._laid_out.get(feature) or self._lay_out(feature, owners, weight)
            else:
                apart.append((weight, owners))
        length = math.sqrt(square) or 1.0
        part, taken = 1 / (FINENESS * length), known / length
        scores = [
            total * part - taken * bias for total, bias in zip(self._lanes.unpack(together), self.bias, strict=True)
        ]
        for weight, owners in apart:
            weight /= length
            for number, points in owners.items():
                scores[number] += weight * points
        return scores

    def score_of(self, row: Row, number: int) -> float:
        """The score of the intent in one place, as `score` gives it but for rounding."""
        total = square = known = 0.0
        for feature, factor in row.items():
            owners = self.points[feature]
            weight = factor * self._rarity[len(owners)]
            square += weight * weight
            if owners:
                known += weight
                total += weight * owners.get(number, 0.0)
        return (total - self.bias[number] * known) / (math.sqrt(square) or 1.0)

    def _lay_out(self, feature: Feature, owners: Mapping[int, float], weight: float) -> int:
        """What a feature that a text has once adds to each intent; kept for the next text."""
        points = [round(weight * owners.get(number, 0.0) * FINENESS) for number in range(len(self.intents))]
        laid = self._laid_out[feature] = self._lanes.pack(points)
        return laid


def _unit(row: Row, rarity: Mapping[Feature, float]) -> dict[Feature, float]:
    weights = {f: factor * rarity[f] for f, factor in row.items()}
    length = math.sqrt(sum(w * w for w in weights.values())) or 1.0
    return {f: w / length for f, w in weights.items()}
