"""Match a text to an intent from example sentences alone.

A naive Bayes scorer over length-normalised, weighted features, rewritten so that an unseen feature counts nothing: all
evidence is positive, sparse and can be shown. Features are stems, ordered pairs of neighbouring stems, and letter
3-grams; a caller may add features of its own (the advisor adds the concepts that it found).

The measure of confidence and the rule that sets the threshold were chosen on the validation split of CLINC150
(Larson et al. 2019, "An Evaluation Dataset for Intent Classification and Out-of-Scope Prediction").
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from advisor.errors import RequestError
from advisor.model import Evidence, Match
from advisor.text import fold, shorten, stem

WORD_FACTOR = 1.0
PAIR_FACTOR = 0.7
LETTER_FACTOR = 0.5
EXTRA_FACTOR = 1.0
SMOOTHING = 0.05
SHARPNESS = 0.7
"""Of the soft vote that turns scores into the winner's share."""
STRUCK_OUT_WEIGHT = 0.3
"""What rejecting an example whose intent was struck out is worth beside keeping a right one."""
MOST_POINTS = math.log(1 + 1 / SMOOTHING)
"""Points of a feature that makes up a whole example; the scale of the share that the winner explains."""
CALIBRATION_LIMIT = 1_500
"""At most this many examples are used to set the threshold."""

Feature = tuple[str, ...]
"""(family, text...): ("w", stem) | ("p", stem, stem) | ("l", letters, ...) | ("x", name)."""

Row = Mapping[Feature, tuple[float, tuple[str, ...]]]
"""Feature -> (factor times 1 + ln of its count, the words that it comes from)."""

_RUN = re.compile(r"[^\W\d_]+|\d+")


def split(text: str) -> list[tuple[str, str]]:
    """(word, stem) of each run of letters or digits, apostrophes deleted."""
    return [(run, stem(run)) for run in _RUN.findall(fold(shorten(text)).replace("'", ""))]


def features(pairs: Sequence[tuple[str, str]], extra: Iterable[str] = (), *, letters: bool = True) -> Row:
    """The features of a text given as (word, stem); `letters`: whether with the letter 3-grams of its words."""
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
        if letters:
            marked = f"<{word}>"
            for i in range(len(marked) - 2):
                add(("l", marked[i : i + 3]), word)
    if pairs:
        add(("p", previous, "$"), previous_word)
    for name in extra:
        add(("x", name), name)
    return {f: (_FACTORS[f[0]] * (1 + math.log(n) if n > 1 else 1), origin[f]) for f, n in counts.items()}


_FACTORS = {"w": WORD_FACTOR, "p": PAIR_FACTOR, "l": LETTER_FACTOR, "x": EXTRA_FACTOR}


class ExampleIndex:
    """The features of examples, inverted: feature -> intents and points. Immutable once built."""

    def __init__(self, rows: Mapping[str, Sequence[Row]]) -> None:
        """`rows`: intent -> the features of each of its examples."""
        self.intents: tuple[str, ...] = tuple(sorted(rows))
        self._number = {intent: number for number, intent in enumerate(self.intents)}
        flat = [(number, row) for number, intent in enumerate(self.intents) for row in rows[intent]]
        used: dict[Feature, set[int]] = {}
        for number, row in flat:
            for feature in row:
                used.setdefault(feature, set()).add(number)
        count = len(self.intents)
        self._rarity = {f: math.log(1 + count / len(owners)) for f, owners in used.items()}
        self._unseen = math.log(1 + count)
        self.vectors = [(number, self._unit(row)) for number, row in flat]
        mass: dict[Feature, dict[int, float]] = {f: {} for f in used}
        totals = [0.0] * count
        for number, vector in self.vectors:
            for feature, share in vector.items():
                owners = mass[feature]
                owners[number] = owners.get(number, 0.0) + share
                totals[number] += share
        self.mass = mass
        biases = [math.log(total + SMOOTHING * len(mass)) for total in totals]
        least = min(biases)
        self.bias = [bias - least for bias in biases]
        self.points = {
            f: {number: math.log(1 + m / SMOOTHING) for number, m in owners.items()} for f, owners in mass.items()
        }

    def _unit(self, row: Row) -> dict[Feature, float]:
        weights = {f: factor * self._rarity[f] for f, (factor, _) in row.items()}
        length = math.sqrt(sum(w * w for w in weights.values())) or 1.0
        return {f: w / length for f, w in weights.items()}

    def weight(self, feature: Feature, factor: float) -> float:
        """What one feature of a query weighs."""
        return factor * self._rarity.get(feature, self._unseen)

    def spread(self, feature: Feature) -> int:
        """How many intents use the feature."""
        return len(self.points.get(feature, ()))

    def uses(self, feature: Feature, intent: str) -> bool:
        """Whether an example of the intent has the feature."""
        number = self._number.get(intent)
        return number is not None and number in self.points.get(feature, ())

    def score(self, row: Row) -> Scores:
        """Every intent's score for a text's features."""
        totals = [0.0] * len(self.intents)
        square = known = whole = 0.0
        for feature, (factor, _) in row.items():
            weight = factor * self._rarity.get(feature, self._unseen)
            square += weight * weight
            whole += weight
            owners = self.points.get(feature)
            if owners:
                known += weight
                for number, points in owners.items():
                    totals[number] += weight * points
        length = math.sqrt(square) or 1.0
        values = [(t - b * known) / length for t, b in zip(totals, self.bias, strict=True)]
        return Scores(values, length, known, whole)


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


def _check(examples: Mapping[str, Sequence[str]], threshold: float | None) -> None:
    if not isinstance(examples, Mapping) or not examples:
        raise RequestError("no intents were given: give a mapping of at least one intent to its example sentences")
    for intent, sentences in examples.items():
        if not isinstance(intent, str):
            raise RequestError(f"an intent must be a text, not {type(intent).__name__}")
        if isinstance(sentences, (str, bytes)) or not isinstance(sentences, Collection) or not sentences:
            raise RequestError(f"intent {intent!r} needs a list of at least one example sentence")
        if not all(isinstance(sentence, str) for sentence in sentences):
            raise RequestError(f"the examples of intent {intent!r} must all be texts")
        if not any(split(sentence) for sentence in sentences):
            raise RequestError(f"intent {intent!r} needs an example that has a word")
    if threshold is None:
        return
    number = isinstance(threshold, (int, float)) and not isinstance(threshold, bool)
    if not number or not 0 <= threshold <= 1:
        raise RequestError(f"threshold must be a number between 0 and 1, or None, not {threshold!r}")


class IntentMatcher:
    """Match texts to intents, from examples.

    `examples`: intent -> example sentences, at least one intent and one sentence each (`RequestError` otherwise).
    `threshold`: confidence, 0 to 1, below which `match` gives nothing; 0 never rejects; None sets it from the
    examples, by leaving each one out in turn and striking its intent out in turn.
    """

    def __init__(self, examples: Mapping[str, Sequence[str]], threshold: float | None = None) -> None:
        _check(examples, threshold)
        rows = {
            intent: [features(pairs) for sentence in sorted(sentences) if (pairs := split(sentence))]
            for intent, sentences in examples.items()
        }
        self._index = ExampleIndex(rows)
        self.intents = self._index.intents
        self.threshold = self._calibrate() if threshold is None else threshold

    def match(self, text: str) -> tuple[Match, ...]:
        """Intents for `text`, best first; empty where the best one's confidence is below the threshold.

        At most five are given. Scores within 0.5 of each other are near ties.
        """
        row = features(split(text))
        scores = self._index.score(row)
        if not scores.known:
            return ()
        order = sorted(range(len(self.intents)), key=lambda n: (-scores.values[n], self.intents[n]))[:5]
        matches = tuple(self._explain(row, number, scores) for number in order)
        return matches if matches[0].confidence >= self.threshold else ()

    def _explain(self, row: Row, number: int, scores: Scores) -> Match:
        by_word: dict[str, float] = {}
        explained = 0.0
        for feature, (factor, sources) in row.items():
            points = self._index.points.get(feature, {}).get(number, 0.0)
            if points:
                weighted = self._index.weight(feature, factor) * points
                explained += weighted
                for source in sources:
                    by_word[source] = by_word.get(source, 0.0) + weighted / scores.length / len(sources)
        intent = self.intents[number]
        evidence = [Evidence(word, intent, points) for word, points in by_word.items()]
        if self._index.bias[number]:
            points = -self._index.bias[number] * scores.known / scores.length
            evidence.append(Evidence("", "number of examples", points))
        evidence.sort(key=lambda e: (-e.points, e.words))
        share = 1 / sum(math.exp(SHARPNESS * (z - scores.values[number])) for z in scores.values)
        coverage = min(1.0, explained / scores.whole / MOST_POINTS)
        return Match(intent, sum(e.points for e in evidence), min(1.0, share) * math.sqrt(coverage), tuple(evidence))

    def _calibrate(self) -> float:
        """The threshold that best keeps left-out examples and rejects those whose intent is struck out."""
        vectors = self._index.vectors
        step = max(1, -(-len(vectors) // CALIBRATION_LIMIT))
        trials: list[tuple[float, bool, float]] = []
        for number, vector in vectors[::step][:CALIBRATION_LIMIT]:
            trials.append(self._left_out(number, vector))
        best, best_gain = 0.0, -1.0
        for threshold in sorted({0.0, *(round(c, 3) for c, _, _ in trials), *(round(c, 3) for _, _, c in trials)}):
            gain: float = sum(c >= threshold and right for c, right, _ in trials)
            gain += STRUCK_OUT_WEIGHT * sum(c < threshold for _, _, c in trials)
            if gain > best_gain + 1e-9:
                best, best_gain = threshold, gain
        return best

    def _left_out(self, number: int, vector: Mapping[Feature, float]) -> tuple[float, bool, float]:
        """(confidence with the example's own mass taken away, whether right, confidence with its intent struck out)."""
        count = len(self.intents)
        totals = [0.0] * count
        explained = [0.0] * count
        whole = sum(vector.values())
        known = 0.0
        for feature, weight in vector.items():
            owners = self._index.mass[feature]
            own = owners[number] - weight
            seen = False
            for n, m in owners.items():
                mass = own if n == number else m
                if mass > 1e-12:
                    seen = True
                    points = math.log(1 + mass / SMOOTHING)
                    totals[n] += weight * points
                    explained[n] += weight * points
            known += weight if seen else 0.0
        scores = [t - b * known for t, b in zip(totals, self._index.bias, strict=True)]
        winner = max(range(count), key=lambda n: scores[n])
        others = [n for n in range(count) if n != number]
        rival = max(others, key=lambda n: scores[n]) if others else winner

        def confidence(best: int, rivals: Sequence[int]) -> float:
            share = 1 / sum(math.exp(SHARPNESS * (scores[n] - scores[best])) for n in rivals)
            return share * math.sqrt(min(1.0, explained[best] / whole / MOST_POINTS))

        return confidence(winner, range(count)), winner == number, confidence(rival, others) if others else 0.0
