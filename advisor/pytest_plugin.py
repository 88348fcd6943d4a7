"""A plug-in of pytest: the fixture `advisor_chat`, with which embedders test their bots and overlays.

pytest finds it by itself where the package is installed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pytest

from advisor.engine import Advisor
from advisor.errors import RequestError
from advisor.model import Library
from advisor.reply import Kind, Reply
from advisor.session import Session

TELLING = frozenset({Kind.ANSWER, Kind.INTERVIEW})
"""Kinds of which topics and roles count where several kinds are right; a declined question only offers the nearest."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a reply must be; `TestedChat.expect` describes the fields."""

    kinds: tuple[str, ...]
    topics: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    first_role: str | None = None
    mentions: tuple[str, ...] = ()
    not_mentions: tuple[str, ...] = ()

    def check(self, library: Library) -> None:
        """`RequestError` where a kind or an id is none of the pack's."""
        _known("kind", self.kinds, list(Kind))
        _known("topic", (*self.topics, *self.also), library.topics)
        _known("role", (*self.roles, *filter(None, [self.first_role])), library.roles)

    def faults(self, reply: Reply) -> list[str]:
        """In which ways a reply is not as expected; empty where it is."""
        if reply.kind not in self.kinds:
            wanted = " or ".join(str(Kind(kind)) for kind in self.kinds)
            return [f"its kind is {reply.kind.value}, with topics {reply.topics}, not {wanted}"]
        told = len(self.kinds) == 1 or reply.kind in TELLING
        text = reply.text.casefold()
        return [
            *(self._told(reply) if told else ()),
            *(f"it does not mention {words!r}" for words in self.mentions if words.casefold() not in text),
            *(f"it mentions {words!r}" for words in self.not_mentions if words.casefold() in text),
        ]

    def _told(self, reply: Reply) -> Iterator[str]:
        first = (*self.topics[:1], *self.also)
        if self.topics and reply.topics[:1] and reply.topics[0] not in first:
            yield f"its topics are {reply.topics}; {' or '.join(first)} must stand first"
        missing = [topic for topic in self.topics if topic not in reply.topics]
        if missing and not set(self.also) & set(reply.topics):
            yield f"its topics are {reply.topics}; {', '.join(missing)} must be there"
        if self.roles and set(reply.roles) != set(self.roles):
            yield f"its roles are {reply.roles}, not {self.roles}"
        if self.first_role and reply.roles[:1] != (self.first_role,):
            yield f"its roles are {reply.roles}; {self.first_role} must stand first"


class TestedChat:
    """A talk of a test: `say` a message, `expect` something of its reply."""

    __test__ = False  # its name begins as those of test classes do

    def __init__(self, advisor: Advisor) -> None:
        self.advisor = advisor
        self.session = Session()
        self.said: list[str] = []
        self.reply: Reply | None = None

    def say(self, text: str) -> Reply:
        """The reply to a message, after all that was said before. The session is stored and restored in between."""
        self.reply = self.advisor.reply(text, Session.from_dict(self.session.to_dict()))
        self.session = self.reply.session
        self.said.append(text)
        return self.reply

    def expect(
        self,
        *,
        kind: str | Iterable[str] = Kind.ANSWER,
        topics: Iterable[str] = (),
        also: Iterable[str] = (),
        roles: Iterable[str] = (),
        first_role: str | None = None,
        mentions: Iterable[str] = (),
        not_mentions: Iterable[str] = (),
    ) -> None:
        """Fail the test, with every fault, unless the last reply is as expected.

        `kind`: the kind of the reply, or a list where several are right.
        `topics`: topic ids; the first is the reply's first, and all are in it.
        `also`: topics that are right as well: one may stand first, or stand for one of `topics` that is missing.
        `roles`: exactly these role ids, in any order. `first_role`: the role that stands first.
        `mentions`: parts of the text, in any case; `not_mentions`: must not be in it.
        `RequestError`: nothing was said yet, or an id or kind is none of this pack's.
        """
        if self.reply is None:
            raise RequestError("nothing was said yet: call say(text) before expect(...)")
        expected = Expectation(
            kinds=(kind,) if isinstance(kind, str) else tuple(kind),
            topics=_listed("topics", topics),
            also=_listed("also", also),
            roles=_listed("roles", roles),
            first_role=first_role,
            mentions=_listed("mentions", mentions),
            not_mentions=_listed("not_mentions", not_mentions),
        )
        expected.check(self.advisor.library)
        faults = expected.faults(self.reply)
        if faults:
            head = f"after {' / '.join(self.said)!r} the reply is not as expected:"
            pytest.fail("\n".join([head, *faults, "", self.reply.text]), pytrace=False)


def _listed(name: str, given: Iterable[str]) -> tuple[str, ...]:
    if isinstance(given, str):
        raise RequestError(f"{name} must be a list of texts, not the text {given!r}: write [{given!r}]")
    return tuple(given)


def _known(name: str, given: Iterable[str], known: Iterable[str]) -> None:
    for one in given:
        if one not in known:
            raise RequestError(f"unknown {name} {one!r}: use one of {', '.join(known)}")


@pytest.fixture(scope="session")
def advisor_engine() -> Advisor:
    """The advisor that `advisor_chat` talks to: the bundled pack. Define a fixture of this name for your own."""
    return Advisor()


@pytest.fixture
def advisor_chat(advisor_engine: Advisor) -> TestedChat:
    """A new talk: `say(text)` gives the reply, `expect(kind=, topics=, roles=, ...)` checks the last one."""
    return TestedChat(advisor_engine)
