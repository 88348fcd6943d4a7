"""What an overlay may claim: only what its own sources say."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from advisor.loading.facts import read_topics
from advisor.loading.reader import Reader
from advisor.loading.sources import read_article, read_roles
from advisor.model import Fact

_WHAT_IS_CLAIMED = ("section", "roles", "value", "unit", "measure", "statistic", "period", "place")


def report_borrowed(reader: Reader, pack: Path, facts: Mapping[str, Fact]) -> None:
    """What an overlay claims must name a section of its own sources. A claim of the pack's may only be worded anew."""
    below = Reader(pack)
    article = read_article(below)
    sections = {section.id for section in article.sections}
    topics = read_topics(below, article, read_roles(below))
    known = {fact.id: fact for topic in topics.values() for fact in topic.facts}
    for name, fact in facts.items():
        if fact.section in sections and not _same_claim(fact, known.get(name)):
            reader.file = f"knowledge/{fact.topic}.yaml"
            message = (
                f"names the section {fact.section!r} of the pack's own source, which does not say this: name a section "
                "of the overlay's knowledge/sources.yaml"
            )
            reader.fault(name, message)


def _same_claim(fact: Fact, known: Fact | None) -> bool:
    return known is not None and all(getattr(fact, key) == getattr(known, key) for key in _WHAT_IS_CLAIMED)
