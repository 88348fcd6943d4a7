"""What the source says of its own figures: where they disagree, in what they differ, and from when they are."""

from __future__ import annotations

import re

from advisor.acts import Act
from advisor.drafts import Draft, add
from advisor.knowledge import Knowledge
from advisor.model import BOTH, Disagreement, Fact, Library
from advisor.reply import Paragraph, Table
from advisor.session import Session

MOST_NOTES = 2
"""Disagreements that one answer spells out; "which one is right?" tells all of the topic."""
KINDS = {"median": "medians", "average": "averages", "projection": "projections"}
"""Statistics by which two figures may differ, in the plural."""
_NUMBER = re.compile(r"\d[\d,.]*\d")


class Disagreeing:
    """Tells of the disagreements and the dates of a library's figures."""

    def __init__(self, library: Library, knowledge: Knowledge) -> None:
        self._library = library
        self._knowledge = knowledge
        self._words = library.replies

    def notes(self, draft: Draft, act: Act) -> None:
        """The disagreements that the answer touches, with every claim and where it stands."""
        for ask in act.asks:
            for conflict in self._knowledge.conflicts(draft.facts, ask.topic, ask.roles, ask.aspects):
                if conflict not in draft.conflicts and len(draft.conflicts) < MOST_NOTES:
                    draft.conflicts.append(conflict)
        for conflict in draft.conflicts:
            claims = self._claims(draft, conflict)
            shown = any(isinstance(block, Table) for block in draft.blocks)
            draft.blocks.append(Paragraph(conflict.text if shown else f"{conflict.text} {claims}", "note"))

    def _claims(self, draft: Draft, conflict: Disagreement) -> str:
        """The claims of a disagreement in a sentence; their facts become facts of the reply."""
        facts = [self._knowledge.facts[name] for name in conflict.facts]
        draft.facts += [fact for fact in facts if fact not in draft.facts]
        several = len({fact.roles for fact in facts}) > 1
        said = "; ".join((f"{self._who(fact)}: " if several else "") + self._knowledge.claim(fact) for fact in facts)
        return said[:1].upper() + said[1:] + "."

    def _who(self, fact: Fact) -> str:
        return " and ".join(self._library.roles[role].shorts for role in fact.roles)

    def which_is_right(self, draft: Draft, act: Act, again: bool) -> None:
        """What the source says where, and in what the figures differ; `again`: without listing them once more."""
        for ask in act.asks:
            add(draft.topics, ask.topic)
            for role in ask.roles:
                add(draft.roles, role)
            for conflict in self._library.disagreements:
                if conflict.topic == ask.topic and set(conflict.roles) & set(ask.roles):
                    draft.conflicts.append(conflict)
        meant = self._meant(draft, act)
        if meant:
            told = "; ".join(self._knowledge.claim(fact) for fact in meant)
            draft.blocks.append(Paragraph(self._words["said_figure"].format(claims=told)))
        text = self._words["which_right"] if draft.conflicts else self._words["no_conflict"]
        draft.blocks.append(Paragraph(text))
        claims = [Paragraph(f"{conflict.title}: {self._claims(draft, conflict)}") for conflict in draft.conflicts]
        draft.blocks += claims if meant or not again else []
        differ = self._what_differs(draft)
        if differ:
            draft.blocks.append(Paragraph(differ, "note"))

    def _what_differs(self, draft: Draft) -> str:
        """In what the figures of the disagreements differ, as the source has them; empty where it says nothing."""
        facts = [self._knowledge.facts[name] for conflict in draft.conflicts for name in conflict.facts]
        facts = [fact for fact in facts if fact.figure]
        kinds = dict.fromkeys(KINDS[fact.statistic] for fact in facts if fact.statistic in KINDS)
        periods = dict.fromkeys(fact.period for fact in facts if fact.period)
        told = [self._words["differ_kind"].format(kinds=" and some ".join(kinds))] if len(kinds) > 1 else []
        if periods and not all(fact.period for fact in facts):
            told.append(self._words["differ_period"].format(periods=", ".join(periods)))
        return " ".join(told)

    def dates(self, draft: Draft, session: Session) -> None:
        """The period of each figure of the last answer, as far as the source gives one."""
        told = [fact for topic in session.topics for fact in self._knowledge.select(topic, session.roles or BOTH)]
        facts = [fact for fact in told if fact.figure]
        for text, held in (("dated", [f for f in facts if f.period]), ("undated", [f for f in facts if not f.period])):
            if held:
                claims = "; ".join(self._knowledge.claim(fact) for fact in held)
                draft.blocks.append(Paragraph(self._words[text].format(claims=claims)))
        draft.facts += facts

    def _meant(self, draft: Draft, act: Act) -> list[Fact]:
        """The facts in disagreement whose figure the message names ("but you said 55,000")."""
        named = {_digits(number) for number in _NUMBER.findall(act.frame.words)} if act.frame else set()
        held = dict.fromkeys(name for conflict in draft.conflicts for name in conflict.facts)
        facts = [self._knowledge.facts[name] for name in held]
        return [fact for fact in facts if named & {_digits(number) for number in _NUMBER.findall(fact.figure or "")}]


def _digits(number: str) -> str:
    return number.replace(",", "").replace(".", "")
