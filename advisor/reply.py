"""What the advisor replies: typed blocks, the evidence for the reading, and the reply as a whole."""

from __future__ import annotations

from enum import StrEnum

from advisor.model import Disagreement, Evidence, Fact, Repair, Section
from advisor.session import Session
from advisor.values import asdict, dataclass

TYPE_CHECKING = False  # as in `advisor`: `typing` takes longer to load than a question to answer
if TYPE_CHECKING:
    from typing import Any


class Kind(StrEnum):
    """What sort of reply it is."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    NOT_COVERED = "not_covered"
    OUT_OF_SCOPE = "out_of_scope"
    SOCIAL = "social"
    SAFETY = "safety"
    INTERVIEW = "interview"


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a message was read as it was."""

    reading: str
    """The decision in one sentence."""
    evidence: tuple[Evidence, ...] = ()
    """The terms of the score."""
    score: float = 0.0
    """Points of the reading that won."""
    runner_up: str | None = None
    """Id of the reading that came next; None where there was none."""
    margin: float = 0.0
    """Points between the winner and the runner-up."""
    repairs: tuple[Repair, ...] = ()
    """Words read as others, most often misspelt ones."""
    not_understood: tuple[str, ...] = ()
    """Words that nothing explains."""
    rules: tuple[str, ...] = ()
    """The rules that decided, in order."""
    carried: tuple[str, ...] = ()
    """What was taken from earlier turns."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that names what follows."""

    text: str
    type: str = "heading"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph. `role` tells hosts what it is for: text | note | source | question."""

    text: str
    role: str = "text"
    type: str = "paragraph"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of short sentences."""

    items: tuple[str, ...]
    type: str = "bullets"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: a header and rows of the same length."""

    header: tuple[str, ...]
    """Texts; the first is empty where the rows have labels."""
    rows: tuple[tuple[str, ...], ...]
    """Each as long as the header."""
    type: str = "table"


@dataclass(frozen=True, slots=True)
class Bar:
    """A value or range on a scale, with its label."""

    label: str
    """Whose figure it is."""
    low: float
    """Lower end, in the unit of the bars."""
    high: float
    """Upper end; the same for a single value."""
    figure: str
    """As it is shown, with unit and qualifier."""
    section: str
    """Short name of the section that says so."""


@dataclass(frozen=True, slots=True)
class Bars:
    """Figures of one unit, drawn on one scale."""

    title: str
    """What is measured."""
    unit: str
    """In words or signs, such as `USD/year`."""
    bars: tuple[Bar, ...]
    type: str = "bars"


Block = Heading | Paragraph | Bullets | Table | Bars


@dataclass(frozen=True, slots=True)
class Reply:
    """One turn of the advisor."""

    text: str
    """Plain text, ready to show."""
    blocks: tuple[Block, ...]
    """The same content, typed."""
    kind: Kind
    """What sort of reply it is."""
    handled: bool
    """False for `out_of_scope`: a host with other skills should pass the message on."""
    topics: tuple[str, ...]
    """Topic ids, in the order in which the reply speaks of them."""
    roles: tuple[str, ...]
    """Role ids; where the reply recommends one, that one first."""
    facts: tuple[Fact, ...]
    """The facts that the reply uses."""
    sources: tuple[Section, ...]
    """The sections of the source that they come from, in the source's order."""
    conflicts: tuple[Disagreement, ...]
    """The contradictions of the source that the reply shows."""
    suggestions: tuple[str, ...]
    """Next questions, each whole, at most 60 UTF-8 bytes, each answered by this engine."""
    explanation: Explanation
    """Why the message was read so."""
    session: Session
    """The talk after this turn; hand it in with the next message."""

    def to_dict(self) -> dict[str, Any]:
        """The reply as JSON primitives; `docs/embedding.md` describes the fields."""
        return {
            "text": self.text,
            "blocks": [_primitive(asdict(block)) for block in self.blocks],
            "kind": self.kind.value,
            "handled": self.handled,
            "topics": list(self.topics),
            "roles": list(self.roles),
            "facts": [fact_dict(fact) for fact in self.facts],
            "sources": [_primitive(asdict(section)) for section in self.sources],
            "conflicts": [_primitive(asdict(conflict)) for conflict in self.conflicts],
            "suggestions": list(self.suggestions),
            "explanation": _primitive(asdict(self.explanation)),
            "session": self.session.to_dict(),
        }


def fact_dict(fact: Fact) -> dict[str, Any]:
    """A fact as JSON primitives."""
    return {name: _primitive(value) for name, value in asdict(fact).items()}


def _primitive(value: Any) -> Any:
    """Lists for tuples, at any depth, so that what is read back from JSON equals what was written."""
    if isinstance(value, dict):
        return {key: _primitive(held) for key, held in value.items()}
    if isinstance(value, (list, tuple)):
        return [_primitive(held) for held in value]
    return value
