"""A conversational career advisor for audio engineers and music producers, without a model or a server.

>>> from advisor import Advisor
>>> Advisor().reply("is it stressful?").topics
('stress',)
"""

from importlib import import_module

TYPE_CHECKING = False  # what a checker takes for that of `typing`, which to tell the version need not be loaded
if TYPE_CHECKING:
    from advisor.comparing import Comparison, ComparisonRow
    from advisor.engine import Advisor, Chat
    from advisor.errors import AdvisorError, Fault, PackError, RequestError, SessionError, StoreError
    from advisor.interview import Fit, FitPoint
    from advisor.matcher import IntentMatcher
    from advisor.model import Disagreement, Evidence, Fact, Match, Repair, Section
    from advisor.rendering import render
    from advisor.reply import (
        Bar,
        Bars,
        Block,
        Bullets,
        Explanation,
        Heading,
        Kind,
        Paragraph,
        Reply,
        Table,
    )
    from advisor.session import Session
    from advisor.stores import MemoryStore, SessionStore, Stored, respond

__version__ = "0.1.0"

__all__ = [
    "Advisor", "AdvisorError", "Bar", "Bars", "Block", "Bullets", "Chat", "Comparison", "ComparisonRow", "Disagreement",
    "Evidence", "Explanation", "Fact", "Fault", "Fit", "FitPoint", "Heading", "IntentMatcher", "Kind", "Match",
    "MemoryStore", "PackError", "Paragraph", "Repair", "Reply", "RequestError", "Section", "Session", "SessionError",
    "SessionStore", "StoreError", "Stored", "Table", "render", "respond",
]  # fmt: skip

_HOMES = {
    "advisor.comparing": "Comparison ComparisonRow",
    "advisor.engine": "Advisor Chat",
    "advisor.errors": "AdvisorError Fault PackError RequestError SessionError StoreError",
    "advisor.interview": "Fit FitPoint",
    "advisor.matcher": "IntentMatcher",
    "advisor.model": "Disagreement Evidence Fact Match Repair Section",
    "advisor.rendering": "render",
    "advisor.reply": "Bar Bars Block Bullets Explanation Heading Kind Paragraph Reply Table",
    "advisor.session": "Session",
    "advisor.stores": "MemoryStore SessionStore Stored respond",
}
"""Module to the public names that it holds. It is imported when one of them is first asked for."""
_HOME = {name: module for module, names in _HOMES.items() for name in names.split()}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'advisor' has no attribute {name!r}")
    found = getattr(import_module(_HOME[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
