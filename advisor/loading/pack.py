"""A whole pack, file by file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from advisor.errors import PackError
from advisor.loading.disagreements import read_disagreements, report_undeclared
from advisor.loading.facts import read_topics
from advisor.loading.intents import read_examples, read_replies
from advisor.loading.interview import read_interview
from advisor.loading.leanings import read_leanings
from advisor.loading.lexicon import read_lexicon
from advisor.loading.overlay import report_borrowed
from advisor.loading.places import bundled
from advisor.loading.reader import Reader
from advisor.loading.sources import read_article, read_roles
from advisor.loading.stages import read_stages
from advisor.model import Fact, Interview, Library

MOST_FACTS = 1_024
"""A session keeps one bit a fact, in at most 256 hexadecimal digits."""


def load(folder: Path | str | None = None, extends: bool = False) -> Library:
    """Read the pack in `folder` (it holds `knowledge/` and `intents.yaml`); None: the bundled one.

    `extends`: the folder is laid over the bundled pack, and holds only what it adds or replaces.
    Raises `PackError` with all faults.
    """
    reader = Reader(Path(folder) if folder is not None else bundled(), bundled() if extends else None)
    article = read_article(reader)
    roles = read_roles(reader)
    topics = read_topics(reader, article, roles)
    facts = {fact.id: fact for topic in topics.values() for fact in topic.facts}
    disagreements = read_disagreements(reader, topics, facts, roles)
    report_undeclared(reader, facts.values(), disagreements)
    lexicon = read_lexicon(reader, topics, roles)
    examples, acts, elsewhere = read_examples(reader, topics, lexicon.families, lexicon.acts)
    replies = read_replies(reader)
    interview = read_interview(reader, facts, roles)
    stages = read_stages(reader, topics)
    leanings = read_leanings(reader)
    if extends:
        reader.report_strangers()
        report_borrowed(reader, bundled(), facts)
    if len(facts) > MOST_FACTS:
        reader.file = "knowledge"
        reader.fault("the folder", f"has {len(facts)} facts: at most {MOST_FACTS}")
    if reader.faults:
        raise PackError(tuple(dict.fromkeys(reader.faults)))
    return Library(
        article=article,
        roles=roles,
        topics=topics,
        answered={fact.id: (fact.topic, *fact.also) for fact in facts.values()},
        disagreements=disagreements,
        families=lexicon.families,
        phrases=lexicon.phrases,
        patterns=lexicon.patterns,
        words=lexicon.words,
        examples=examples,
        acts=acts,
        elsewhere=elsewhere,
        replies=replies,
        interview=interview,
        stages=stages,
        leanings=leanings,
        fingerprint=_fingerprint(facts.values(), interview),
    )


def _fingerprint(facts: Iterable[Fact], interview: Interview | None) -> str:
    lines = [f"{fact.id}\t{fact.text}" for fact in facts]
    for question in interview.questions if interview else ():
        lines.append("\t".join((question.id, *(choice.id for choice in question.choices))))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:8]
