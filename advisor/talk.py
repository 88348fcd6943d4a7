"""A talk with its turns: said, taken back, and kept as data."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Any

from advisor.engine import Advisor
from advisor.errors import AdvisorError, SessionError
from advisor.reply import Kind, Reply
from advisor.session import Session
from advisor.values import dataclass

MOST_TURNS = 500
"""Turns that can be taken back, and that are kept."""
SCHEMA = 1
"""Number of the kept form; raised when a field changes its meaning."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A message, the session before it, and the reply."""

    text: str
    before: Session
    reply: Reply


class Talk:
    """A talk with an advisor: its session and its turns, the newest last."""

    def __init__(self, advisor: Advisor) -> None:
        self.advisor = advisor
        self.session = Session()
        self.turns: deque[Turn] = deque(maxlen=MOST_TURNS)

    @property
    def last(self) -> Reply | None:
        """The last reply that was not taken back."""
        return self.turns[-1].reply if self.turns else None

    def say(self, text: str) -> Reply:
        """The reply to a message, after all that was said before."""
        reply = self.advisor.reply(text, self.session)
        self.turns.append(Turn(text, self.session, reply))
        self.session = reply.session
        return reply

    def undo(self) -> Turn | None:
        """Take back the last turn; None where there is none."""
        if not self.turns:
            return None
        turn = self.turns.pop()
        self.session = turn.before
        return turn

    def reset(self) -> None:
        """Forget the talk."""
        self.turns.clear()
        self.session = Session()

    def shareable(self) -> list[Turn]:
        """The turns without those that speak of self-harm, which are never written anywhere."""
        return [turn for turn in self.turns if turn.reply.kind is not Kind.SAFETY]

    def to_dict(self, most: int = MOST_TURNS) -> dict[str, Any]:
        """The last `most` turns as JSON primitives: the session before them, and their messages.

        Replies are not kept: the same session and messages give the same replies.
        """
        turns = self.shareable()[-most:]
        start = turns[0].before if turns else Session()
        return {"talk": SCHEMA, "session": start.to_dict(), "messages": [turn.text for turn in turns]}

    def load(self, data: Any) -> None:
        """Go on with a talk that `to_dict` gave; the present one is forgotten. `AdvisorError`: it is none."""
        start, messages = _checked(data)
        self.reset()
        self.session = start
        for text in messages:
            self.say(text)


def _checked(data: Any) -> tuple[Session, list[str]]:
    if not isinstance(data, Mapping) or type(data.get("talk")) is not int or data["talk"] != SCHEMA:
        raise AdvisorError(f'holds no talk: it must be an object with "talk": {SCHEMA}, as /save writes it')
    messages = data.get("messages")
    if not isinstance(messages, list) or len(messages) > MOST_TURNS or not all(isinstance(m, str) for m in messages):
        raise AdvisorError(f'holds no talk: "messages" must be a list of at most {MOST_TURNS} texts')
    try:
        return Session.from_dict(data.get("session", {})), messages
    except SessionError as error:
        raise AdvisorError(f'holds no talk: its "session" cannot be used: {error}') from error
