"""A plug-in of pytest: the fixture `advisor_chat`, with which embedders test their bots and overlays.

pytest finds it by itself where the package is installed.
"""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from advisor.engine import Advisor
from advisor.errors import RequestError
from advisor.reply import Kind, Reply
from advisor.session import Session


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
        kind: str = Kind.ANSWER,
        topics: Iterable[str] = (),
        roles: Iterable[str] = (),
        first_role: str | None = None,
        mentions: Iterable[str] = (),
        not_mentions: Iterable[str] = (),
    ) -> None:
        """Fail the test, with every fault, unless the last reply is as expected.

        `kind`: the kind of the reply. `topics`: topic ids; the first is the reply's first, and all are in it.
        `roles`: exactly these role ids, in any order. `first_role`: the role that stands first.
        `mentions`: parts of the text, in any case; `not_mentions`: must not be in it.
        `RequestError`: nothing was said yet, or an id or kind is none of this pack's.
        """
        if self.reply is None:
            raise RequestError("nothing was said yet: call say(text) before expect(...)")
        topics, roles = _listed("topics", topics), _listed("roles", roles)
        mentions, not_mentions = _listed("mentions", mentions), _listed("not_mentions", not_mentions)
        library = self.advisor.library
        _known("kind", [kind], list(Kind))
        _known("topic", topics, library.topics)
        _known("role", [*roles, *([first_role] if first_role else [])], library.roles)
        got, text = self.reply, self.reply.text.casefold()
        checks = (
            (got.kind == kind, f"its kind is {got.kind.value}, not {Kind(kind).value}"),
            (not topics or got.topics[:1] == topics[:1], f"its topics are {got.topics}; {topics[:1]} must stand first"),
            (set(topics) <= set(got.topics), f"its topics are {got.topics}; all of {topics} must be there"),
            (not roles or set(roles) == set(got.roles), f"its roles are {got.roles}, not {roles}"),
            (not first_role or got.roles[:1] == (first_role,), f"its roles are {got.roles}; {first_role} must be 1st"),
            *((words.casefold() in text, f"it does not mention {words!r}") for words in mentions),
            *((words.casefold() not in text, f"it mentions {words!r}") for words in not_mentions),
        )
        faults = [fault for holds, fault in checks if not holds]
        if faults:
            head = f"after {' / '.join(self.said)!r} the reply is not as expected:"
            pytest.fail("\n".join([head, *faults, "", got.text]), pytrace=False)


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
