"""What the source says of its own figures: where they disagree, in what they differ, and from when they are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from advisor.acts import Act, Ask
from advisor.drafts import Draft, add
from advisor.knowledge import Knowledge
from advisor.model import BOTH, Disagreement, Fact, Library
from advisor.patterns import pattern
from advisor.reply import Paragraph
from advisor.session import Session

MOST_NOTES = 2
"""Disagreements that one answer spells out; "which one is right?" tells all of the topic."""
KINDS = {"median": "medians", "average": "averages", "projection": "projections"}
"""Statistics by which two figures may differ, in the plural."""
_NUMBER = pattern(r"\d[\d,.]*\d")


class Disagreeing:
    """Tells of the disagreements and the dates of a library's figures."""

    def __init__(self, library: Library, knowledge: Knowledge) -> None:
        self._library = library
        self._knowledge = knowledge
        self._words = library.replies

    def touched(self, draft: Draft, ask: Ask) -> list[Disagreement]:
        """The disagreements that what was told so far touches, and that a note will spell out."""
        found = self._knowledge.conflicts(draft.facts, ask.topic, ask.roles, ask.aspects)
        return [conflict for conflict in found if conflict not in draft.conflicts][:MOST_NOTES]

    def notes(self, draft: Draft, act: Act) -> None:
        """The disagreements that the answer touches, with every claim and where it stands."""
        told = list(dict.fromkeys(draft.facts))
        for ask in act.asks:
            room = MOST_NOTES - len(draft.conflicts)
            for conflict in self.touched(draft, ask)[: max(room, 0)]:
                draft.conflicts.append(conflict)
                draft.blocks.append(Paragraph(self._note(draft, conflict, told), "note"))

    def note(self, conflict: Disagreement, told: Collection[Fact]) -> str:
        """A disagreement with every claim, in fewer words where what was told already sets the claims side by side."""
        facts = self._facts(conflict)
        claims = self._claims(facts)
        if sum(fact in told for fact in facts) > 1:
            return self._words["unsettled"].format(title=conflict.title, claims=claims)
        return f"{conflict.text} {claims[:1].upper()}{claims[1:]}."

    def _note(self, draft: Draft, conflict: Disagreement, told: Collection[Fact]) -> str:
        """The same; its facts become facts of the reply."""
        draft.facts += [fact for fact in self._facts(conflict) if fact not in draft.facts]
        return self.note(conflict, told)

    def beside(self, draft: Draft, own: Sequence[Disagreement], shown: Collection[Fact]) -> None:
        """The disagreements of a table with some facts: no more than a pointer where all claims stand there."""
        pointed = [conflict for conflict in own if all(fact in shown for fact in self._facts(conflict))]
        draft.conflicts += [conflict for conflict in own if conflict not in draft.conflicts]
        if pointed:
            titles = ", ".join(_inside(conflict.title) for conflict in pointed)
            draft.blocks.append(Paragraph(self._words["see_table"].format(titles=titles), "note"))
        rest = [conflict for conflict in own if conflict not in pointed]
        draft.blocks += [Paragraph(self._note(draft, conflict, shown), "note") for conflict in rest]

    def overall(self, draft: Draft) -> None:
        """What a table of many topics disagrees on, where more than one claim of it stands there."""
        told = set(draft.facts)
        held = [d for d in self._library.disagreements if len(told.intersection(self._facts(d))) > 1]
        if held:
            draft.conflicts += held
            titles = ", ".join(_inside(conflict.title) for conflict in held)
            draft.blocks.append(Paragraph(self._words["see_topics"].format(titles=titles), "note"))

    def _facts(self, conflict: Disagreement) -> list[Fact]:
        return [self._knowledge.facts[name] for name in conflict.facts]

    def _claims(self, facts: Sequence[Fact]) -> str:
        """What facts claim, each with its place; those on the same roles together, named where they differ."""
        groups: dict[tuple[str, ...], list[Fact]] = {}
        for fact in facts:
            groups.setdefault(fact.roles, []).append(fact)
        if len(groups) < 2:
            return self._joined(facts)
        return "; ".join(f"{self._who(roles)}: {self._joined(held)}" for roles, held in groups.items())

    def _joined(self, facts: Iterable[Fact]) -> str:
        return "; ".join(self._knowledge.claim(fact) for fact in facts)

    def _who(self, roles: Sequence[str]) -> str:
        return " and ".join(self._library.roles[role].shorts for role in roles)

    def which_is_right(self, draft: Draft, act: Act, again: bool) -> None:
        """What the source says where, and in what the figures differ: of the figures that the message names, if of any.

        `again`: they were listed the turn before and are not once more.
        """
        for ask in act.asks:
            add(draft.topics, ask.topic)
            for role in ask.roles:
                add(draft.roles, role)
            for conflict in self._library.disagreements:
                if conflict.topic == ask.topic and set(conflict.roles) & set(ask.roles):
                    draft.conflicts.append(conflict)
        meant = self._meant(draft, act)
        if meant:
            draft.conflicts[:] = [d for d in draft.conflicts if any(fact.id in d.facts for fact in meant)]
            draft.blocks.append(Paragraph(self._words["said_figure"].format(claims=self._joined(meant))))
        text = self._words["which_right"] if draft.conflicts else self._words["no_conflict"]
        draft.blocks.append(Paragraph(text))
        held = [(conflict, self._facts(conflict)) for conflict in draft.conflicts]
        draft.facts += dict.fromkeys(fact for _, facts in held for fact in facts)
        if meant or not again:
            draft.blocks += [Paragraph(f"{conflict.title}: {self._claims(facts)}.") for conflict, facts in held]
        differ = self._what_differs(draft)
        if differ:
            draft.blocks.append(Paragraph(differ, "note"))

    def _what_differs(self, draft: Draft) -> str:
        """In what the figures of the disagreements differ, as the source has them; empty where it says nothing."""
        facts = [fact for conflict in draft.conflicts for fact in self._facts(conflict) if fact.figure]
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
                draft.blocks.append(Paragraph(self._words[text].format(claims=self._joined(held))))
        draft.facts += facts

    def _meant(self, draft: Draft, act: Act) -> list[Fact]:
        """The facts in disagreement whose figure the message names ("but you said 55,000")."""
        named = {_digits(number) for number in _NUMBER.findall(act.frame.words)} if act.frame else set()
        held = dict.fromkeys(fact for conflict in draft.conflicts for fact in self._facts(conflict))
        return [fact for fact in held if named & {_digits(number) for number in _NUMBER.findall(fact.figure or "")}]


def _digits(number: str) -> str:
    return number.replace(",", "").replace(".", "")


def _inside(title: str) -> str:
    """A title for use inside a sentence."""
    return title[:1].lower() + title[1:]
