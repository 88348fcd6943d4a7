"""A conversational career advisor for audio engineers and music producers, without a model or a server.

>>> from advisor import Advisor
>>> Advisor().reply("is it stressful?").topics
('stress',)
"""

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
