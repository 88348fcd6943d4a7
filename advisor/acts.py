"""What a reply will do: the questions to answer, or the reason why not."""

from __future__ import annotations

from advisor.frames import Frame
from advisor.reply import Kind
from advisor.values import dataclass
from advisor.weighing import Weighed


@dataclass(frozen=True, slots=True)
class Ask:
    """One question to answer."""

    topic: str
    roles: tuple[str, ...]
    aspects: tuple[str, ...] = ()
    direction: str | None = None
    lean: tuple[tuple[str, str], ...] = ()
    """For a choice: what the person said of themselves, (role that it speaks for, the words)."""

    @property
    def decided(self) -> bool:
        """Whether what the person said speaks for one role more than for the other."""
        told = [role for role, _ in self.lean]
        return told.count(self.roles[0]) != len(told) / 2


@dataclass(frozen=True, slots=True)
class Step:
    """What a turn does to the interview; the answers are marks, one a question, as a session keeps them."""

    turn: str
    """begin | noted | skipped | unclear | why | again | back | no_way_back | changing | which | resumed | between |
    waiting | stopped | result."""
    answers: str
    """After the turn."""
    asking: str = ""
    """Id of the question that is asked now; empty where none is."""
    question: str = ""
    """Id of the question that was answered or explained."""
    words: str = ""
    """By which it was answered."""
    besides: tuple[tuple[str, str], ...] = ()
    """Further questions that the same message answered: (id, mark)."""
    ahead: tuple[str, ...] = ()
    """The roles, the one first for which the answers so far speak; empty where none was given."""


@dataclass(frozen=True, slots=True)
class Act:
    """What the reply will do."""

    kind: Kind
    name: str = ""
    """Id of the small talk, the family that the source lacks, or the sort of foreign thing."""
    asks: tuple[Ask, ...] = ()
    style: str = "full"
    """full | more | short | source | sure | right."""
    again: bool = False
    """Whether the last answer is told once more."""
    label: str = ""
    """What was recognised, in words that the pack or the lexicon has."""
    options: tuple[Ask, ...] = ()
    """For a clarification: the readings to choose from."""
    rules: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()
    frame: Frame | None = None
    winner: Weighed | None = None
    runner_up: Weighed | None = None
    asked: str = ""
    """The topic that a declined question was about."""
    stage: str = ""
    """The stage in a career that the message says the user has."""
    place: str = ""
    """The stage from which a question on stages goes on: the one named, else the user's."""
    held: str = ""
    """The user's stage, from this message or an earlier one."""
    follows: bool = False
    """Whether the stage after `place` is asked for."""
    feeling: str = ""
    """What the message says of the user's own state: worry | frustration | sadness | confusion; parent: of a child."""
    step: Step | None = None
    """For a turn of the interview, or one between its questions."""
