"""What people say of themselves speaks for a role, or for neither; likes and dislikes are told apart."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from advisor import Advisor, Kind
from advisor.frames import Framer
from advisor.leaning import Leanings
from advisor.model import BOTH, ENGINEER, PRODUCER

SAID: Mapping[str, Mapping[str, list[str]]] = yaml.safe_load(
    (Path(__file__).parent / "leanings.yaml").read_text(encoding="utf-8")
)
LEAST_RIGHT = {"tuned": 0.85, "held": 0.70}
"""Share of the sentences that speak for a role from which the role is told."""
MOST_WRONG = {"tuned": 0.03, "held": 0.13}
"""Share of them that may be taken for the other role."""
MOST_TAKEN = 0.1
"""Share of the sentences that speak for neither role that may be taken for one."""


@pytest.mark.parametrize("part", ["tuned", "held"])
def test_sentences_are_read_as_they_were_meant(advisor: Advisor, framer: Framer, part: str) -> None:
    leanings = Leanings(advisor.library)
    read = {meant: [leanings.of(framer.read(text)).role for text in texts] for meant, texts in SAID[part].items()}
    meant = sum(len(read[role]) for role in BOTH)
    right = sum(read[role].count(role) for role in BOTH)
    wrong = read[ENGINEER].count(PRODUCER) + read[PRODUCER].count(ENGINEER)
    assert right / meant >= LEAST_RIGHT[part]
    assert wrong / meant <= MOST_WRONG[part]
    assert sum(role is not None for role in read["neither"]) / len(read["neither"]) <= MOST_TAKEN


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("I love cables", ENGINEER),
        ("no cables, please", PRODUCER),
        ("cables bore me to death", PRODUCER),
        ("cables? no thanks", PRODUCER),
        ("I'd take people over cables", PRODUCER),
        ("I'd take a soldering iron over a meeting", ENGINEER),
        ("people wear me out, machines don't", ENGINEER),
        ("meetings, no thank you", ENGINEER),
        ("I don't mind meetings", PRODUCER),
        ("egos don't scare me", PRODUCER),
        ("let somebody else turn the knobs", PRODUCER),
        ("I love songs and I love solder", None),
        ("I like football", None),
    ],
)
def test_words_around_a_phrase_turn_it(advisor: Advisor, framer: Framer, text: str, role: str | None) -> None:
    assert Leanings(advisor.library).of(framer.read(text)).role == role


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("I rebuild amps for fun and arguments wear me out: which is for me?", ENGINEER),
        ("I write songs and bring people together", PRODUCER),
        ("my son takes radios apart and hates crowds, what should he do?", ENGINEER),
        ("I'm more artist than technician", PRODUCER),
    ],
)
def test_a_self_description_is_answered_with_the_role_that_it_speaks_for(
    advisor: Advisor, text: str, role: str
) -> None:
    reply = advisor.reply(text)
    assert (reply.kind, reply.topics, reply.roles[0]) == (Kind.ANSWER, ("choosing",), role)
    assert reply.facts
    assert reply.sources
    assert "no psychological test" in reply.text


@pytest.mark.parametrize("text", ["can you fix my speaker?", "write me a rap about my cat", "I like football"])
def test_what_describes_nobody_is_no_self_description(advisor: Advisor, text: str) -> None:
    assert advisor.reply(text).kind is not Kind.ANSWER
