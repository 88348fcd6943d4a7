"""Keep the sessions of many users, and answer through them so that no turn is lost or doubled."""

from __future__ import annotations

import json
from collections import OrderedDict
from contextlib import AbstractContextManager
from threading import Lock, RLock
from typing import Protocol

from advisor.engine import Advisor
from advisor.errors import RequestError, SessionError, StoreError
from advisor.reply import Reply
from advisor.session import Session
from advisor.values import dataclass, replace

MOST_USERS = 10_000
"""Talks that a store in memory keeps, where no other number is given; a full one takes about 40 MB."""
MOST_TRIES = 50
"""Times that a turn is tried while others write the same talk; with the store's lock, one is the rule."""
MAX_MESSAGE = 200
"""Longest id of a message, in characters."""
_LOCKS = 256
_NEW = Session()


@dataclass(frozen=True, slots=True)
class Stored:
    """What a store holds of a user."""

    session: Session = _NEW
    """The talk after the last turn."""
    before: Session = _NEW
    """The talk before it, so that its reply can be made again."""
    message: str = ""
    """The host's id of the message of that turn; empty where it gave none."""
    version: str = ""
    """What the store calls this state; empty where it holds nothing. Only the store gives it."""

    def to_json(self) -> str:
        """The state as text, without its version; under 3 KB."""
        return json.dumps(
            {"session": self.session.to_dict(), "before": self.before.to_dict(), "message": self.message},
            separators=(",", ":"),
        )

    @classmethod
    def from_json(cls, text: str | bytes, version: str) -> Stored:
        """The state in a text of `to_json`; a new talk where it cannot be used, as after a change of the schema."""
        try:
            data = json.loads(text)
            message = data["message"]
            if not isinstance(message, str) or len(message) > MAX_MESSAGE:
                raise SessionError("the id of a message must be a short text")
            return cls(Session.from_dict(data["session"]), Session.from_dict(data["before"]), message, version)
        except (ValueError, KeyError, TypeError, RecursionError, SessionError):
            return cls(version=version)


class SessionStore(Protocol):
    """Where hosts keep the sessions of their users. `user` is any text that names one talk.

    Each method raises `StoreError` where the store cannot be reached.
    """

    def get(self, user: str) -> Stored:
        """What is held of a user; `Stored()` where nothing is."""

    def put(self, user: str, stored: Stored) -> bool:
        """Hold `stored` in place of the state of its version.

        False, and nothing is changed, where another state has come meanwhile. A state that is there no longer, since
        it was the oldest or its time was over, counts as unchanged.
        """

    def lock(self, user: str) -> AbstractContextManager[object]:
        """Held by one at a time for each user. It saves work; what keeps turns whole is `put`."""


class MemoryStore:
    """Sessions in the memory of one process; of too many, the talk that was used least recently goes first.

    `most`: how many talks at the most, 1 or more; `RequestError` otherwise.
    """

    def __init__(self, most: int = MOST_USERS) -> None:
        if isinstance(most, bool) or not isinstance(most, int) or most < 1:
            raise RequestError(f"most must be a whole number of at least 1, not {most!r}")
        self._most = most
        self._held: OrderedDict[str, Stored] = OrderedDict()
        self._writes = 0
        self._guard = Lock()
        # A fixed number, so that they need no clearing up: two users now and then share one.
        self._locks = tuple(RLock() for _ in range(_LOCKS))

    def __len__(self) -> int:
        return len(self._held)

    def get(self, user: str) -> Stored:
        """What is held of a user; `Stored()` where nothing is."""
        with self._guard:
            if user not in self._held:
                return Stored()
            self._held.move_to_end(user)
            return self._held[user]

    def put(self, user: str, stored: Stored) -> bool:
        """Hold `stored` in place of the state of its version; False where another state has come meanwhile."""
        with self._guard:
            if user in self._held and self._held[user].version != stored.version:
                return False
            self._writes += 1
            self._held[user] = replace(stored, version=str(self._writes))
            self._held.move_to_end(user)
            if len(self._held) > self._most:
                self._held.popitem(last=False)
            return True

    def lock(self, user: str) -> AbstractContextManager[object]:
        """Held by one thread at a time for each user."""
        return self._locks[hash(user) % _LOCKS]


def respond(advisor: Advisor, store: SessionStore, user: str, text: str, *, message: str = "") -> Reply:
    """Answer a user's message and keep the talk: for any number of threads, processes and machines on one store.

    `user`: names the talk, such as a chat's id. `text`: what was typed. `message`: the host's id of the message, where
    it may deliver one twice; the last message delivered again gets its reply again, and makes no second turn.
    The turn is stored when the reply is given; also one with `handled` false, so that the talk may come back to it.
    Raises `StoreError` where the store cannot be reached or others keep the talk busy, and `RequestError` where `user`
    is empty or `message` too long.
    """
    if not isinstance(user, str) or not user:
        raise RequestError(f"user must be a text that is not empty, not {user!r:.60}")
    if not isinstance(message, str) or len(message) > MAX_MESSAGE:
        raise RequestError(f"message must be a text of at most {MAX_MESSAGE} characters, not {message!r:.60}")
    with store.lock(user):
        for _ in range(MOST_TRIES):
            held = store.get(user)
            if message and message == held.message:
                return advisor.reply(text, held.before)
            reply = advisor.reply(text, held.session)
            if store.put(user, Stored(reply.session, held.session, message, held.version)):
                return reply
    raise StoreError(f"the talk of {user!r:.60} was written by others {MOST_TRIES} times: see who else writes it")
