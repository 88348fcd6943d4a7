"""Talks: `conversations/*.yaml` are scripts; each turn is said after the ones before it, and must be as expected."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from expected import advisor, entries, expectation

from advisor import Session

TALKS = entries("conversations")


def _parameter(file: str, talk: dict[str, Any]) -> Any:
    """A talk as a test case; `known_failure` tells why it is expected to fail."""
    reason = talk.get("known_failure")
    marks = pytest.mark.xfail(reason=reason, strict=True) if reason else ()
    return pytest.param(talk["turns"], id=f"{file}: {talk['name']}", marks=marks)


PARAMETERS = [_parameter(file, talk) for file, talk in TALKS]


@pytest.mark.parametrize("turns", PARAMETERS)
def test_talk(turns: list[dict[str, Any]]) -> None:
    session = Session()
    said: list[str] = []
    wrong = []
    for number, turn in enumerate(turns, start=1):
        expected = expectation({key: value for key, value in turn.items() if key != "text"})
        reply = advisor().reply(turn["text"], Session.from_dict(session.to_dict()))
        session = reply.session
        said.append(turn["text"])
        wrong += [f"turn {number} {turn['text']!r}: {fault}" for fault in expected.faults(reply)]
    assert not wrong, said


def test_names_are_sentences_and_stand_once() -> None:
    names = [talk["name"] for _, talk in TALKS]
    assert [name for name in names if not (name[0].isupper() and name.endswith(".") and " " in name)] == []
    assert [name for name, count in Counter(names).items() if count > 1] == []


@pytest.mark.parametrize("topic", sorted(advisor().library.topics))
def test_what_is_offered_is_answered(topic: str) -> None:
    """From a topic's question, each suggestion is short, whole by itself, and answered as a yes would be."""
    first = advisor().reply(advisor().library.topics[topic].question)
    assert first.suggestions
    for offered in first.suggestions:
        assert len(offered.encode()) <= 60
        alone = advisor().reply(offered)
        assert alone.kind in ("answer", "interview"), offered
        assert alone.topics, offered
        assert advisor().reply(offered, first.session).topics == alone.topics, offered
    accepted = advisor().reply("yes", first.session)
    offered = advisor().reply(first.suggestions[0])
    assert (accepted.kind, accepted.topics) == (offered.kind, offered.topics)
