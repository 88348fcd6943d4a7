"""A reply in the making."""

from __future__ import annotations

from advisor.acts import Ask
from advisor.model import Disagreement, Fact
from advisor.reply import Block
from advisor.values import dataclass, field


@dataclass(slots=True)
class Draft:
    """What the composers of a reply fill in, one after the other."""

    blocks: list[Block] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    conflicts: list[Disagreement] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    """Where one is recommended, that one first."""
    decided: bool = False
    """Whether one is recommended."""
    suggestions: list[str] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    """Questions to offer before those that follow from the topic."""


def add(items: list[str], item: str) -> None:
    if item not in items:
        items.append(item)
