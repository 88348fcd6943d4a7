"""What a talk leaves behind, as a small frozen value that a host stores wherever it likes."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping

from advisor.errors import SessionError
from advisor.patterns import pattern
from advisor.values import dataclass, names_of, replace

TYPE_CHECKING = False  # as in `advisor`: `typing` takes longer to load than a question to answer
if TYPE_CHECKING:
    from typing import Any

SCHEMA = 1
"""Number of the stored form; raised when a field changes its meaning."""
_ID = pattern(r"[a-z][a-z0-9_]{0,39}")
_DIRECTION = pattern(r"[a-z][a-z0-9_]{0,39}>[a-z][a-z0-9_]{0,39}")
_MARKS = pattern(r"[0-9ab.=-]{0,12}")
_PRINT = pattern(r"[0-9a-f]{0,16}")
_HEX = pattern(r"[0-9a-f]{0,256}")
MAX_LIST = 6
"""Longest list that a session keeps."""
MAX_TURNS = 1_000_000
MAX_BYTES = 1_024
"""Largest stored form, as JSON with its default escapes."""
MAX_TEXT = 60
"""Longest text that a session keeps, in UTF-8 bytes."""


@dataclass(frozen=True, slots=True)
class Session:
    """The state of one talk after a turn. Earlier values stay usable: undo, retry and edits are the host's to make."""

    topics: tuple[str, ...] = ()
    """Topics of the last answer."""
    listed: tuple[str, ...] = ()
    """Topics of the last answer that had several, which "the same two of producers" takes up."""
    roles: tuple[str, ...] = ()
    """Roles of the last answer."""
    aspects: tuple[str, ...] = ()
    """What the last question narrowed to."""
    direction: str | None = None
    """Way of switching that was spoken of, `audio_engineer>music_producer` or the reverse."""
    style: str = "full"
    """How the last answer was told: full | more | short."""
    kind: str = ""
    """Kind of the last reply; empty before the first."""
    told: str = ""
    """Bit set, in hexadecimal, of the facts told so far, by their order in the pack."""
    before: str = ""
    """The same before the last answer, so that it can be said again."""
    offered: tuple[str, ...] = ()
    """The suggestions of the last reply."""
    declined: str = ""
    """Topic of the last question where that was about another career; "and producers?" may take it up."""
    person: str | None = None
    """The role that the user has said to have."""
    stage: str = ""
    """The stage in a career that the user has said to have."""
    felt: str = ""
    """The feeling that a reply last began with a word about; it is not said twice in a row."""
    answers: str = ""
    """The interview so far, a mark a question: `.` open, `-` skipped, `=` both or neither, a digit the choice, `a` or
    `b` own words for the first or the second role."""
    asking: str = ""
    """Id of the interview's question that waits for an answer; empty where none does."""
    fingerprint: str = ""
    """Of the pack; what was told under another is forgotten."""
    turns: int = 0

    def to_dict(self) -> dict[str, Any]:
        """JSON primitives, under 1 KB, with a schema number. Fields at their default are left out."""
        data: dict[str, Any] = {"schema": SCHEMA}
        fresh = type(self)()
        for name in names_of(self):
            value = getattr(self, name)
            if value != getattr(fresh, name):
                data[name] = list(value) if isinstance(value, tuple) else value
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Session:
        """The session that `to_dict` stored. Malformed or hostile data: `SessionError`, never anything else."""
        if not isinstance(data, dict):
            raise SessionError(f"session data must be a dict as Session.to_dict() gives it, not {type(data).__name__}")
        if type(data.get("schema")) is not int or data["schema"] != SCHEMA:
            raise SessionError(f"session data must have 'schema': {SCHEMA}; start anew with Session()")
        known = set(names_of(cls))
        if len(data) > len(known) + 1:
            raise SessionError(f"session data has {len(data)} keys; at most {len(known) + 1} are known")
        for key in data:
            if not isinstance(key, str):
                raise SessionError(f"session data has a key that is no text but {type(key).__name__}")
            if key != "schema" and key not in known:
                raise SessionError(f"session data has an unknown key {key[:40]!r}")
        session = cls(**{key: _CHECKS[key](key, value) for key, value in data.items() if key != "schema"})
        if len(json.dumps(session.to_dict())) >= MAX_BYTES:
            raise SessionError(f"session data must be under {MAX_BYTES} bytes; start anew with Session()")
        return session

    def within(self, topics: Collection[str], roles: Collection[str]) -> Session:
        """The session without what a pack of these topic and role ids does not know; itself where nothing is strange.

        A session may come from another pack, or be made up: nothing of either may reach the knowledge.
        """
        held = tuple(topic for topic in self.topics if topic in topics)
        about = tuple(role for role in self.roles if role in roles)
        goes_on = bool(held and about)
        ends = self.direction.split(">") if self.direction else []
        possible = len(set(ends)) == 2 and all(end in roles for end in ends)
        fitting = replace(
            self,
            topics=held if goes_on else (),
            listed=tuple(topic for topic in self.listed if topic in topics),
            roles=about,
            aspects=self.aspects if goes_on else (),
            direction=self.direction if goes_on and possible else None,
            declined=self.declined if self.declined in topics else "",
            person=self.person if self.person in roles else None,
        )
        return self if fitting == self else fitting


def _wrong(key: str, wanted: str) -> SessionError:
    return SessionError(f"session field {key!r} must be {wanted}")


def _ids(key: str, value: Any) -> tuple[str, ...]:
    short = isinstance(value, list) and len(value) <= MAX_LIST
    if not short or not all(isinstance(v, str) and _ID.fullmatch(v) for v in value):
        raise _wrong(key, f"a list of at most {MAX_LIST} ids")
    return tuple(value)


def _texts(key: str, value: Any) -> tuple[str, ...]:
    short = isinstance(value, list) and len(value) <= MAX_LIST
    if not short or not all(isinstance(v, str) and 0 < len(v) <= MAX_TEXT and _encodable(v) for v in value):
        raise _wrong(key, f"a list of at most {MAX_LIST} texts of at most {MAX_TEXT} bytes")
    return tuple(value)


def _encodable(text: str) -> bool:
    try:
        return len(text.encode("utf-8")) <= MAX_TEXT
    except UnicodeEncodeError:
        return False


def _id(key: str, value: Any) -> str | None:
    if value is not None and not (isinstance(value, str) and _ID.fullmatch(value)):
        raise _wrong(key, "an id or null")
    return value


def _word(key: str, value: Any) -> str:
    if not isinstance(value, str) or (value and not _ID.fullmatch(value)):
        raise _wrong(key, "an id")
    return value


def _direction(key: str, value: Any) -> str | None:
    if value is not None and not (isinstance(value, str) and _DIRECTION.fullmatch(value)):
        raise _wrong(key, "two role ids joined by '>' or null")
    return value


def _bits(key: str, value: Any) -> str:
    if not isinstance(value, str) or not _HEX.fullmatch(value):
        raise _wrong(key, "at most 256 hexadecimal digits")
    return value


def _marks(key: str, value: Any) -> str:
    if not isinstance(value, str) or not _MARKS.fullmatch(value):
        raise _wrong(key, "at most 12 of the marks 0-9 a b . = -")
    return value


def _print(key: str, value: Any) -> str:
    if not isinstance(value, str) or not _PRINT.fullmatch(value):
        raise _wrong(key, "at most 16 hexadecimal digits")
    return value


def _count(key: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MAX_TURNS:
        raise _wrong(key, f"a whole number from 0 to {MAX_TURNS}")
    return value


_CHECKS: Mapping[str, Any] = {
    "topics": _ids,
    "listed": _ids,
    "roles": _ids,
    "aspects": _ids,
    "direction": _direction,
    "style": _word,
    "kind": _word,
    "told": _bits,
    "before": _bits,
    "offered": _texts,
    "declined": _word,
    "person": _id,
    "stage": _word,
    "felt": _word,
    "answers": _marks,
    "asking": _word,
    "fingerprint": _print,
    "turns": _count,
}
