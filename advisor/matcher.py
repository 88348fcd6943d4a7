"""`IntentMatcher`: match a text to an intent from example sentences alone, and say why.

Features are stems, ordered pairs of neighbouring stems, and letter 3-grams; `learning` says what each is worth. A word
that no example has is read, in part, as the nearest one that some example has, so that a slip of the keyboard costs
little and a rare word is not lost.

The measure of confidence and the rule that sets the threshold were chosen on the validation split of CLINC150 (Larson
et al. 2019).
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from advisor.errors import RequestError
from advisor.intents import split
from advisor.learning import (
    END,
    POINT,
    SHARE,
    SHARPNESS,
    START,
    UNIT,
    Points,
    confidence,
    factor,
    letters,
    often,
    pair,
    votes,
)
from advisor.model import Evidence, Match
from advisor.text import stem

MOST_MATCHES = 5
STRUCK_OUT_WEIGHT = 0.3
"""What rejecting an example whose intent was struck out is worth beside keeping a right one."""
LEVEL = 0.01
"""Thresholds are equally good where they differ by no more than this share of the examples; the middle one is taken."""
LEAST_REPAIRED = 4
"""Letters of the shortest word that may be read as another."""
TWO_EDITS_FROM = 8
"""Letters from which a word may be read as one that is two edits away; below, one."""
STRANGE = 2.0
"""What a word that nothing is known of counts beside others in what is left unexplained."""
REPAIRED_WORD = 0.8
"""What a word that was read as another counts, and its pairs."""
REPAIRED_LETTERS = 0.5
"""What the 3-grams of each of the two count."""


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


class _Query:
    """A text as features. A feature that no example has stands under its name instead of a number."""

    __slots__ = ("counts", "sources")

    def __init__(self) -> None:
        self.counts: dict[int | str, float] = {}
        self.sources: dict[int | str, tuple[int, ...]] = {}
        """The words that a feature comes from, by their places among the distinct words."""

    def add(self, feature: int | str, count: float, *sources: int) -> None:
        if feature in self.counts:
            self.counts[feature] += count
        else:
            self.counts[feature] = count
            self.sources[feature] = sources


class IntentMatcher:
    """Match texts to intents, from examples.

    `examples`: intent -> example sentences, at least one intent and one sentence each (`RequestError` otherwise). The
    name of an intent counts as one more example.
    `threshold`: confidence, 0 to 1, below which `match` gives nothing; 0 never rejects; None sets it from the
    examples, by leaving each one out in turn and striking its intent out in turn.
    """

    def __init__(self, examples: Mapping[str, Sequence[str]], threshold: float | None = None) -> None:
        _check(examples, threshold)
        self._points = Points(examples)
        self.intents = self._points.intents
        self._by_length: dict[int, list[str]] = {}
        for word in sorted(self._points.words):
            if len(word) >= LEAST_REPAIRED - 1 and word.isalpha():
                self._by_length.setdefault(len(word), []).append(word)
        self._read = lru_cache(maxsize=10_000)(self._read_unfamiliar)
        self.threshold = self._calibrate() if threshold is None else threshold

    def match(self, text: str) -> tuple[Match, ...]:
        """Intents for `text`, best first; empty where the best one's confidence is below the threshold.

        At most five are given. Scores within 0.5 of each other are near ties.
        """
        words = split(text)
        query, read_as = self._query(words)
        weights = self._points.weights
        features: list[int] = []
        exact: list[float] = []
        strange = strange_square = 0.0
        for feature, count in query.counts.items():
            if isinstance(feature, str):
                weight = factor(feature) * self._points.unseen * often(count)
                strange += weight * STRANGE if " " not in feature else weight
                strange_square += weight * weight
            elif weights[feature]:
                features.append(feature)
                exact.append(weights[feature] * often(count))
        if not features:
            return ()
        scale = SHARE / math.sqrt(sum([w * w for w in exact]) + strange_square)
        shares = [round(w * scale) for w in exact]
        scores = self._points.scores(features, shares)
        order = sorted(range(len(scores)), key=scores.__getitem__, reverse=True)[:MOST_MATCHES]
        best = scores[order[0]]
        everything = sum(votes(scores))
        known = sum(shares)
        whole = (known + strange * scale) * POINT
        matches: list[Match] = []
        for number in order:
            bias = known * self._points.bias[number]
            share = math.exp((scores[number] - best) / UNIT * SHARPNESS) / everything
            sure = confidence(share, (scores[number] + bias) / whole)
            if not matches and sure < self.threshold:
                return ()
            evidence = self._evidence(query, read_as, features, shares, number, bias)
            matches.append(Match(self.intents[number], scores[number] / UNIT, sure, evidence))
        return tuple(matches)

    def _query(self, words: Sequence[tuple[str, str]]) -> tuple[_Query, dict[str, str]]:
        """The features of a text given as (word, stem), and each of its words with the one that it was read as."""
        query = _Query()
        familiar, numbers = self._points.words, self._points.numbers
        read_as: dict[str, str] = {}
        place: dict[str, int] = {}
        previous, before, previous_count = START, -1, 1.0
        for word, stemmed in words:
            here = place.setdefault(word, len(place))
            known = familiar.get(word)
            if known is not None:
                count = 1.0
                read_as[word] = word
                for feature in known:
                    query.add(feature, 1.0, here)
            else:
                stemmed, read_as[word], count, found = self._read(word)
                for named, worth in found:
                    query.add(named, worth, here)
            name = pair(previous, stemmed)
            sources = (here,) if before < 0 else (before, here)
            query.add(numbers.get(name, name), min(count, previous_count), *sources)
            previous, before, previous_count = stemmed, here, count
        if words:
            name = pair(previous, END)
            query.add(numbers.get(name, name), previous_count, before)
        return query, read_as

    def _read_unfamiliar(self, word: str) -> tuple[str, str, float, tuple[tuple[int | str, float], ...]]:
        """A word that no example has: its stem, the word that it is read as, what that counts, and its features."""
        numbers = self._points.numbers
        own, near = stem(word), word
        if own not in numbers:
            near = self._nearest(word)
        if near == word:
            names = dict.fromkeys((own, *letters(word)), 1.0)
            return own, word, 1.0, tuple((numbers.get(name, name), count) for name, count in names.items())
        names = dict.fromkeys(letters(word), REPAIRED_LETTERS)
        for name in letters(near):
            names[name] = names.get(name, 0.0) + REPAIRED_LETTERS
        names[stem(near)] = REPAIRED_WORD
        return stem(near), near, REPAIRED_WORD, tuple((numbers.get(name, name), count) for name, count in names.items())

    def _nearest(self, word: str) -> str:
        """The word of the examples that an unfamiliar one was meant to be; the word itself where none is near."""
        if len(word) < LEAST_REPAIRED or not word.isalpha():
            return word
        edits = 2 if len(word) >= TWO_EDITS_FROM else 1
        found: list[tuple[float, bool, int, str]] = []
        for length in range(len(word) - edits, len(word) + edits + 1):
            held = self._by_length.get(length, ())
            for near, distance, _ in process.extract(word, held, scorer=OSA.distance, score_cutoff=edits, limit=None):
                found.append((distance, near[0] != word[0], -self._points.uses[near], near))
        return min(found)[3] if found else word

    def _evidence(
        self,
        query: _Query,
        read_as: Mapping[str, str],
        features: Sequence[int],
        shares: Sequence[int],
        number: int,
        bias: int,
    ) -> tuple[Evidence, ...]:
        """The points of one intent by the words that they come from; a pair's are half of each of its words."""
        by_word = [0] * len(read_as)
        rows, few, sources = self._points.rows, self._points.few, query.sources
        for feature, share in zip(features, shares, strict=True):
            row = rows.get(feature)
            points = few[feature].get(number, 0) if row is None else row[number]
            if points:
                origin = sources[feature]
                for place in origin:
                    by_word[place] += share * points * 2 // len(origin)
        evidence = [
            Evidence(word, read_as[word], points / (2 * UNIT))
            for word, points in zip(read_as, by_word, strict=True)
            if points
        ]
        if bias:
            evidence.append(Evidence("", "number of examples", -bias / UNIT))
        evidence.sort(key=lambda e: (-e.points, e.words))
        return tuple(evidence)

    def _calibrate(self) -> float:
        """The threshold that best keeps right examples, left out, and rejects those whose intent is struck out."""
        kept = sorted(trial.confidence for trial in self._points.trials if trial.right)
        struck_out = sorted(trial.struck_out for trial in self._points.trials)
        gains = {
            threshold: len(kept) - bisect_left(kept, threshold) + STRUCK_OUT_WEIGHT * bisect_left(struck_out, threshold)
            for threshold in (0.0, *(round(sure, 3) for sure in (*kept, *struck_out)))
        }
        near = [t for t, gain in gains.items() if gain >= max(gains.values()) - LEVEL * len(struck_out)]
        return round((min(near) + max(near)) / 2, 4)
