"""The likeness to examples: what is added side by side is what adding one by one gives, for messages and parts."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pytest

from advisor.frames import Framer
from advisor.intents import ExampleIndex, Row, features
from advisor.parts import row

ASKED = (
    "is it stressful?",
    "I was an engineer for ten years, and then my back gave out. How much do producers earn, and is it steady?",
    "the more the more the merrier, or what do they do, do they do what engineers do",
    "zzgrx qwrt",
)


def one_by_one(index: ExampleIndex, asked: Row) -> list[float]:
    """The formula of `intents`, written down plainly."""
    count = len(index.intents)
    weights: Mapping[tuple[str, ...], float] = {
        feature: factor * math.log(1 + count / (len(index.points[feature]) or 1)) for feature, factor in asked.items()
    }
    length = math.sqrt(sum(w * w for w in weights.values()))
    known = {f: w for f, w in weights.items() if index.points[f]}
    return [
        (sum(w * index.points[f].get(n, 0.0) for f, w in known.items()) - index.bias[n] * sum(known.values())) / length
        for n in range(count)
    ]


@pytest.mark.parametrize("text", ASKED)
def test_points_added_side_by_side_are_those_added_one_by_one(text: str, framer: Framer) -> None:
    asked = row(framer.read(text))
    wanted = one_by_one(framer.index, asked)
    assert framer.index.score(asked) == pytest.approx(wanted, abs=1e-12)
    assert [framer.index.score_of(asked, n) for n in range(len(wanted))] == pytest.approx(wanted, abs=1e-12)
    assert framer.index.score(asked) == framer.index.score(asked)  # the second time from what was kept


@pytest.mark.parametrize("text", ASKED)
def test_parts_of_a_message_are_weighed_once_and_as_by_themselves(text: str, framer: Framer) -> None:
    parts = framer.parts(framer.read(text))
    for held in (parts.clauses, *([clause] for clause in parts.clauses)):
        wanted = framer.index.score(row(parts.reading, held))
        assert parts.likeness_to(0, held) == pytest.approx(wanted[0], abs=1e-12)
        assert parts.likeness(held) == pytest.approx(wanted, abs=1e-12)
        assert parts.likeness(held) is parts.likeness(list(held))


def test_words_told_again_count_less_each_time() -> None:
    once, again = features(["pay"]), features(["pay", "pay"])
    assert again["w", "pay"] == pytest.approx(once["w", "pay"] * (1 + math.log(2)))
    assert set(again) == {("w", "pay"), ("p", "^", "pay"), ("p", "pay", "pay"), ("p", "pay", "$")}
    assert features([]) == {}
