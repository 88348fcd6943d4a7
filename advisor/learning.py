"""Learn from example sentences how much each feature of a text speaks for each intent.

It begins with naive Bayes over length-normalised, weighted features, rewritten so that an unseen feature counts
nothing. Then it goes over the examples, each scored as if it had not been among them, and moves points from the intents
that took it wrongly, or nearly so, to its own: steps of multinomial logistic regression by stochastic gradient (Robbins
and Monro 1951), begun at the Bayes estimate. Points stay additive, so that every score can be shown as a sum.

A feature of few intents holds its points in a mapping; one of many holds them side by side in one integer (`lanes`).
All points are whole numbers, so sums do not depend on the order in which they are added.

Every constant was chosen on the validation split of CLINC150 (Larson et al. 2019, "An Evaluation Dataset for Intent
Classification and Out-of-Scope Prediction"), or had no measurable effect there.
"""

from __future__ import annotations

import math
import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import mul

from advisor.intents import PAIR_FACTOR, SMOOTHING, WORD_FACTOR, split
from advisor.lanes import Lanes, pack
from advisor.values import dataclass

LETTER_FACTOR = 0.5
"""What a 3-gram counts beside a word."""
SHARPNESS = 0.7
"""Of the soft vote that turns scores into shares."""
FAINT = 6.0
"""Intents whose soft vote is below the winner's by more than this power of e are left out of it."""
RATE = 3.0
"""How far the first correction goes; later ones go less far, the last one nowhere."""
PASSES = 3
"""Times that the corrections go over few examples; over many, once does as much."""
VISITS = 6_000
"""Corrections in all, unless one pass over the examples takes more."""
MOST_VISITS = 20_000
"""No more corrections than this, however many examples there are; they are spread over all intents."""
SURE = 0.05
"""An example is left alone where no more than this share of the vote went to other intents."""
COMMON = 0.75
"""A 3-gram that more than this share of the intents have is left out: it tells little, and costs as much as others."""
MOST_TRIALS = 1_500
"""Examples by which a threshold is chosen."""
MANY = 6
"""A feature of more than one in this many intents is held in lanes."""
POINT = 1 << 24
"""The unit of points."""
SHARE = 1 << 12
"""The unit of a feature's share in a text; a score is in units of both."""
UNIT = POINT * SHARE
MOST_POINTS = math.log(1 + 1 / SMOOTHING)
"""Points of a feature that makes up a whole example; the scale of how much of a text the winner explains."""
START, END = "^", "$"
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SMOOTHING = SMOOTHING * SHARE
_GOLDEN = (math.sqrt(5) - 1) / 2

Number = int
"""Of a feature or of an intent, by which lists are indexed."""


def letters(word: str) -> tuple[str, ...]:
    """The letter 3-grams of a word with its boundaries, as names of features."""
    marked = f"<{word}>"
    return tuple(" " + marked[i : i + 3] for i in range(len(marked) - 2))


def pair(previous: str, stem: str) -> str:
    """Two neighbouring stems as the name of a feature."""
    return f"{previous} {stem}"


def factor(name: str) -> float:
    """What a feature counts by its kind: one with a space in its name is a pair, or a 3-gram where that comes first."""
    return LETTER_FACTOR if name[0] == " " else PAIR_FACTOR if " " in name else WORD_FACTOR


def often(count: float) -> float:
    """What a feature counts that stands `count` times in a text."""
    return 1 + math.log(count) if count > 1 else count


def votes(scores: Sequence[int]) -> list[float]:
    """Each intent's vote, as a fraction of that of the best; 0 where it is faint."""
    best = max(scores)
    faint = best - round(FAINT * UNIT / SHARPNESS)
    exp, sharpness = math.exp, SHARPNESS / UNIT
    return [exp((z - best) * sharpness) if z > faint else 0.0 for z in scores]


def confidence(share: float, explained: float) -> float:
    """0 to 1, from the winner's share of the vote and the points by which it explains the text, per unit of weight."""
    return min(1.0, share) * math.sqrt(min(1.0, max(0.0, explained / MOST_POINTS)))


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of one example that was taken out of the examples and matched."""

    confidence: float
    right: bool
    struck_out: float
    """The confidence of the best other intent, had its own not existed."""


_Step = tuple["_Text", "list[tuple[dict[Number, int], int]]", "dict[Number, int]"]
"""A correction: the example, its features of few intents with their shares, and the points that move, by intent."""


class Points:
    """What every feature is worth to every intent. Immutable once learnt."""

    def __init__(self, examples: Mapping[str, Sequence[str]]) -> None:
        """`examples`: intent -> sentences, each intent with at least one that has a word."""
        self.intents = tuple(sorted(examples))
        self.lanes = Lanes(len(self.intents))
        self.numbers: dict[str, Number] = {}
        """Name of a feature -> its number."""
        self.words: dict[str, tuple[Number, ...]] = {}
        """A word of the examples -> its stem's number and those of its 3-grams."""
        self.uses: dict[str, int] = {}
        """A word of the examples -> how often it stands there."""
        self.unseen = math.log(1 + len(self.intents))
        """Rarity of a feature that no example has."""
        texts = _Texts(self, examples)
        self.weights = texts.weights
        """By feature: its factor times its rarity."""
        self.bias = texts.bias
        self.few = texts.few
        """By feature: intent -> points; empty where the feature is held in lanes."""
        self.packed = texts.packed
        """Features held in lanes -> the points of all intents."""
        self._packed_bias = pack(enumerate(self.bias))
        self.trials = tuple(self._correct(texts))
        self.rows = {feature: array("q", self.lanes.unpack(held)) for feature, held in self.packed.items()}
        """Features held in lanes -> points by intent."""

    def scores(self, features: Iterable[Number], shares: Sequence[int]) -> list[int]:
        """Every intent's score of a text, in units of `UNIT`. `shares`: of each feature, in units of `SHARE`."""
        many, many_shares, few = [], [], []
        for feature, share in zip(features, shares, strict=True):
            held = self.few[feature]
            if held:
                few.append((held, share))
            else:
                many.append(self.packed[feature])
                many_shares.append(share)
        return self._sum(many, many_shares, few, sum(shares))

    def _sum(
        self, many: Iterable[int], shares: Iterable[int], few: Iterable[tuple[Mapping[Number, int], int]], known: int
    ) -> list[int]:
        values = self.lanes.unpack(sum(map(mul, many, shares), -known * self._packed_bias))
        for held, share in few:
            for number, points in held.items():
                values[number] += share * points
        return values

    def _correct(self, texts: _Texts) -> Iterator[Trial]:
        """Go over the examples and correct the points; the last trials of the first pass, each before a correction."""
        count = len(texts.groups)
        visits = min(max(count, min(VISITS, PASSES * count)), MOST_VISITS)
        packed = self.packed
        for visit, group in enumerate(spread(count, visits)):
            steps: list[_Step] = []
            for example in texts.groups[group]:
                text, own = texts.left_out(example)
                few = [(self.few[feature], share) for feature, share in zip(text.few, text.few_shares, strict=True)]
                scores = self._sum(map(packed.__getitem__, text.many), text.many_shares, few, text.known)
                scores[text.intent] -= own
                shares = votes(scores)
                everything = sum(shares)
                if count - MOST_TRIALS <= visit < count:
                    yield self._trial(scores, max(scores), everything, text)
                own_share = shares[text.intent] / everything
                if 1 - own_share > SURE:
                    rate = RATE * (1 - visit / visits) * POINT / SHARE
                    moved = {n: round(-rate * v / everything) for n, v in enumerate(shares) if v}
                    moved[text.intent] = round(rate * (1 - own_share))
                    steps.append((text, few, moved))
            for text, few, moved in steps:
                together = pack(moved.items())
                for feature, share in zip(text.many, text.many_shares, strict=True):
                    packed[feature] += together * share
                for held, share in few:
                    for n in held:
                        if n in moved:
                            held[n] += moved[n] * share

    def _trial(self, scores: Sequence[int], best: int, everything: float, text: _Text) -> Trial:
        winner = scores.index(best)
        explained = (best + text.known * self.bias[winner]) / text.whole / POINT
        sure = confidence(1 / everything, explained)
        if len(scores) == 1:
            return Trial(sure, True, 0.0)
        others = list(scores)
        others[text.intent] = min(scores)
        second = max(others)
        rival = others.index(second)
        shares = votes(others)
        shares[text.intent] = 0.0
        share = 1 / sum(shares)
        explained = (second + text.known * self.bias[rival]) / text.whole / POINT
        return Trial(sure, winner == text.intent, confidence(share, explained))


def spread(count: int, visits: int) -> Iterator[int]:
    """`visits` numbers below `count`, each equally often, neighbours far apart.

    Multiples of the golden section fill a circle more evenly than chance does (Weyl 1916).
    """
    step = max(1, round(count * _GOLDEN))
    while math.gcd(step, count) > 1:
        step += 1
    return ((visit * step) % count for visit in range(visits))


@dataclass(frozen=True, slots=True)
class _Text:
    """An example as a text that is not among the examples: only features that other examples have."""

    intent: Number
    many: array[int]
    """Features held in lanes."""
    many_shares: array[int]
    few: array[int]
    """The others."""
    few_shares: array[int]
    known: int
    """The sum of all shares."""
    whole: int
    """The same with those of features that no other example has."""


class _Texts:
    """The examples as features with weights, and the points with which corrections begin."""

    def __init__(self, points: Points, examples: Mapping[str, Sequence[str]]) -> None:
        self._points = points
        self._names: list[str] = []
        self._uses: list[int] = []
        """By feature: how many examples have it."""
        rows: list[tuple[Number, dict[Number, int]]] = []
        alike: dict[str, list[int]] = {}
        for number, intent in enumerate(points.intents):
            # The name of an intent says what it is about, as one more example would.
            for sentence in (*sorted(examples[intent]), _CAMEL.sub(" ", intent)):
                stems, counts = self._count(sentence)
                if counts:
                    alike.setdefault(stems, []).append(len(rows))
                    rows.append((number, counts))
        self.groups = tuple(alike.values())
        """The numbers of examples; those of the same words are together, so that neither of two intents comes first."""
        self.weights, self._many = self._weigh(rows)
        for word, known in points.words.items():
            points.words[word] = tuple(feature for feature in known if self.weights[feature])
        count = len(points.intents)
        self._mass: list[dict[Number, int]] = [{} for _ in range(count)]
        """By intent: the sum of the shares of each feature in its examples."""
        self._rows = [self._text(number, counts) for number, counts in rows]
        biases = [math.log(sum(mass.values()) / SHARE + SMOOTHING * len(self._names)) for mass in self._mass]
        least = min(biases)
        self.bias = [round((bias - least) * POINT) for bias in biases]
        self.few: list[dict[Number, int]] = [{} for _ in self._names]
        self.packed: dict[Number, int] = {}
        for number, mass in enumerate(self._mass):
            for feature, held in mass.items():
                self.few[feature][number] = round(math.log(1 + held / _SMOOTHING) * POINT)
        for feature, many in enumerate(self._many):
            if many:
                self.packed[feature] = pack(self.few[feature].items())
                self.few[feature] = {}

    def _count(self, sentence: str) -> tuple[str, dict[Number, int]]:
        """The stems of a sentence, and how often it has each feature."""
        words, uses, numbers = self._points.words, self._points.uses, self._points.numbers
        found: list[Number] = []
        previous = START
        pairs = split(sentence)
        for word, stem in pairs:
            known = words.get(word)
            if known is None:
                known = words[word] = tuple(self._number(name) for name in (stem, *letters(word)))
                uses[word] = 0
            uses[word] += 1
            found += known
            name = pair(previous, stem)
            found.append(numbers[name] if name in numbers else self._number(name))
            previous = stem
        if found:
            found.append(self._number(pair(previous, END)))
        counts = Counter(found)
        for feature in counts:
            self._uses[feature] += 1
        return " ".join([stem for _, stem in pairs]), counts

    def _number(self, name: str) -> Number:
        number = self._points.numbers.get(name)
        if number is None:
            number = self._points.numbers[name] = len(self._names)
            self._names.append(name)
            self._uses.append(0)
        return number

    def _weigh(self, rows: Sequence[tuple[Number, Mapping[Number, int]]]) -> tuple[list[float], list[bool]]:
        """By feature: what it counts by its kind, times its rarity among the intents; whether many intents have it."""
        last = [-1] * len(self._names)
        spread = [0] * len(self._names)
        for number, counts in rows:
            for feature in counts:
                if last[feature] != number:
                    last[feature] = number
                    spread[feature] += 1
        count = len(self._points.intents)
        weights = [
            0.0 if name[0] == " " and k > COMMON * count else factor(name) * math.log(1 + count / k)
            for name, k in zip(self._names, spread, strict=True)
        ]
        return weights, [k * MANY > count and weight > 0 for k, weight in zip(spread, weights, strict=True)]

    def _text(self, intent: Number, counts: Mapping[Number, int]) -> _Text:
        """An example as a vector of length 1, which is added to its intent's."""
        row = list(map(mul, map(self.weights.__getitem__, counts), map(often, counts.values())))
        scale = SHARE / (math.sqrt(sum(map(mul, row, row))) or 1.0)
        mass, is_many, uses = self._mass[intent], self._many, self._uses
        many, many_shares, few, few_shares = array("l"), array("l"), array("l"), array("l")
        whole = 0
        for feature, weight in zip(counts, row, strict=True):
            share = round(weight * scale)
            if not share:
                continue
            whole += share
            mass[feature] = mass.get(feature, 0) + share
            if is_many[feature]:
                many.append(feature)
                many_shares.append(share)
            elif uses[feature] > 1:  # one that no other example has is unknown once this one is left out
                few.append(feature)
                few_shares.append(share)
        return _Text(intent, many, many_shares, few, few_shares, sum(many_shares) + sum(few_shares), whole)

    def left_out(self, example: int) -> tuple[_Text, int]:
        """An example as a text that is not among the examples, and what it adds itself to its own intent's score."""
        text = self._rows[example]
        mass = self._mass[text.intent]
        own = 0.0
        for features, shares in ((text.many, text.many_shares), (text.few, text.few_shares)):
            held = [mass[feature] + _SMOOTHING for feature in features]
            own += sum([share * math.log(m / (m - share)) for share, m in zip(shares, held, strict=True)])
        return text, round(own * POINT)
