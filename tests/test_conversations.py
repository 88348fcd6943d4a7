"""Talks: `conversations/*.yaml` are scripts; each turn is said after the ones before it, and must be as expected."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from expected import advisor, entries, expectation

from advisor import Kind, Session
from advisor.model import BOTH

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


def test_two_or_three_suggestions_follow_that_were_not_asked_before() -> None:
    """In every script: neither in the same words, nor as a general question that was answered already."""
    library = advisor().library
    general = {topic.question: (topic.id, frozenset(BOTH)) for topic in library.topics.values()}
    for topic in library.topics.values():
        for role in library.roles.values():
            general[topic.role_question.replace("{plural}", role.plural)] = (topic.id, frozenset({role.id}))
    wrong = []
    for file, talk in TALKS:
        session, said, answered = Session(), set(), set()
        for turn in talk["turns"]:
            reply = advisor().reply(turn["text"], session)
            session = reply.session
            said.add(_plain(turn["text"]))
            if reply.kind is Kind.ANSWER and session.style == "full" and not session.aspects and len(reply.topics) == 1:
                answered.add((reply.topics[0], frozenset(reply.roles)))
            asked_before = [s for s in reply.suggestions if _plain(s) in said or general.get(s) in answered]
            few = reply.kind is Kind.ANSWER and not 2 <= len(reply.suggestions) <= 3
            if (asked_before and not session.asking) or few:
                wrong.append((file, talk["name"], turn["text"], reply.suggestions))
    assert wrong == []


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


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
