"""One meaning, many wordings: `phrasings/*.yaml` say what each wording is read as, and where near misses go instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from expected import Expectation, advisor, entries, expectation

ABOUT_BOTH = frozenset({"choosing", "difference", "source", "transition"})
"""Topics that are about both roles by their nature."""
LISTS = ("wordings", "near_misses", "known_failures")


def cases() -> Iterator[tuple[str, str, Expectation, bool]]:
    """(file, text, expectation, known to fail) for each wording and near miss."""
    for file, entry in entries("phrasings"):
        meaning = {key: value for key, value in entry.items() if key not in (*LISTS, "meaning")}
        for name in LISTS:
            for wording in entry.get(name, ()):
                text, expected = _split(wording, meaning)
                yield file, text, expectation(expected), name == "known_failures"


def _split(wording: str | dict[str, Any], meaning: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """A wording is a text with the expectation of its meaning; a near miss brings its own."""
    if isinstance(wording, str):
        return wording, meaning
    return wording["text"], {key: value for key, value in wording.items() if key != "text"}


CASES = tuple(cases())
PARAMETERS = [
    pytest.param(text, expected, id=f"{file}: {text}", marks=pytest.mark.xfail(strict=True) if fails else ())
    for file, text, expected, fails in CASES
]


@pytest.mark.parametrize(("text", "expected"), PARAMETERS)
def test_wording_is_read_as_meant(text: str, expected: Expectation) -> None:
    reply = advisor().reply(text)
    assert not expected.faults(reply), (text, reply.explanation.reading, reply.explanation.evidence)


def test_every_topic_has_wordings_for_each_role_and_for_both() -> None:
    asked: dict[str, set[frozenset[str]]] = {}
    for _, _, expected, _ in CASES:
        for topic in expected.topics[:1]:
            asked.setdefault(topic, set()).add(frozenset(expected.roles))
    engineer, producer = frozenset({"audio_engineer"}), frozenset({"music_producer"})
    whole = {topic for topic, roles in asked.items() if {engineer, producer, engineer | producer} <= roles}
    assert set(advisor().library.topics) - whole <= ABOUT_BOTH
    assert set(advisor().library.topics) == set(asked)


def test_no_wording_stands_twice() -> None:
    counts = Counter(text.casefold() for _, text, _, _ in CASES)
    assert [text for text, count in counts.items() if count > 1] == []
