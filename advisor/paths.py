"""The stages of a career in order, with where a person stands, and the plan of a switch from one role to the other."""

from __future__ import annotations

from advisor.acts import Act, Ask
from advisor.drafts import Draft
from advisor.knowledge import Knowledge
from advisor.model import Fact, Library, Stage
from advisor.reply import Bullets, Paragraph

PLAN = ("carries_over", "to_learn", "how", "certificates", "pay")
"""What a plan tells of a switch, in order."""
GAPS = ("how", "certificates")
"""What it tells after a question on what is missing."""
WHOLE = frozenset({"possible", "how"})
"""Aspects of a switch that ask for the whole plan."""
IN_SENTENCES = frozenset({"certificates", "pay"})
"""Parts that are told by their opening: what is not required, and what is not settled."""


class Paths:
    """Tells stages and plans from the facts of a library."""

    def __init__(self, library: Library, knowledge: Knowledge) -> None:
        self._library = library
        self._knowledge = knowledge
        self._words = library.replies
        self._stages = {stage.id: stage for stage in library.stages}

    def add(self, draft: Draft, ask: Ask, act: Act) -> bool:
        """The answer to a question, where it is one for stages or for a plan; false where it is not."""
        if ask.topic == "transition" and ask.direction and not self._others(ask):
            self._plan(draft, ask)
            return True
        if ask.topic == "progression" and len(ask.roles) == 1 and self._stages and self._in_order(ask, act):
            self._in_stages(draft, ask, act)
            return True
        return False

    @staticmethod
    def _others(ask: Ask) -> bool:
        """Whether only one part of a switch is asked for."""
        return bool(set(ask.aspects) - WHOLE - {"to_learn"})

    # -- a switch

    def _plan(self, draft: Draft, ask: Ask) -> None:
        gaps = "to_learn" in ask.aspects
        asked = "to_learn" if gaps else "possible"
        first = self._knowledge.opening("transition", ask.roles, (asked,), ask.direction)
        if first:
            draft.blocks.append(Paragraph(first.text))
            draft.facts += [self._knowledge.facts[name] for name in first.facts]
        labels = self._library.topics["transition"].aspects
        parts = [(aspect, self._part(draft, ask, aspect)) for aspect in (GAPS if gaps else PLAN)]
        lines = [f"{labels[aspect]}: {text}" for aspect, text in parts if text and aspect in labels]
        if lines:
            draft.blocks.append(Bullets(tuple(lines)))

    def _part(self, draft: Draft, ask: Ask, aspect: str) -> str:
        """One part of a plan; its facts become facts of the reply."""
        if aspect in IN_SENTENCES:
            opening = self._knowledge.opening("transition", ask.roles, (aspect,), ask.direction)
            if opening is None or opening.aspect != aspect:
                return ""
            draft.facts += [self._knowledge.facts[name] for name in opening.facts]
            return opening.text
        held = self._knowledge.select("transition", ask.roles[:1], (aspect,), ask.direction)
        facts = [fact for fact in held if fact.aspect == aspect and fact.direction == ask.direction]
        draft.facts += facts
        return f"{'; '.join(fact.cell for fact in facts)}." if facts else ""

    # -- stages

    def _in_order(self, ask: Ask, act: Act) -> bool:
        narrowed = set(ask.aspects) & set(self._library.topics["progression"].aspects)
        return act.follows or bool(act.place) or not narrowed

    def _in_stages(self, draft: Draft, ask: Ask, act: Act) -> None:
        """The answer first, then every stage of a role in order, the person's own marked."""
        here = self._stages.get(act.place)
        labels = self._library.topics["progression"].aspects
        rows = [stage for stage in self._stages.values() if stage.aspect and self._facts(ask, stage)]
        following = self._following(rows, here) if act.follows else None
        own = act.stage or act.held
        if following and following.aspect:
            self._said(draft, f"{self._words['next_stage']} {self._line(draft, ask, following)}")
        elif act.follows and here:
            self._said(draft, self._words["last_stage"])
        else:
            wanted = (here.aspect,) if here and here.aspect and here.id != own else ask.aspects
            opening = self._knowledge.opening("progression", ask.roles, wanted)
            if opening:
                self._said(draft, opening.text)
                draft.facts += [self._knowledge.facts[name] for name in opening.facts]
        lines = []
        for number, stage in enumerate(rows, 1):
            mark = f" {self._words['you_are_here']}" if stage.id == own else ""
            lines.append(f"{number}. {labels[stage.aspect or '']}: {self._line(draft, ask, stage)}{mark}")
        draft.blocks.append(Bullets(tuple(lines)))

    @staticmethod
    def _said(draft: Draft, text: str) -> None:
        draft.blocks.append(Paragraph(text))

    def _following(self, rows: list[Stage], here: Stage | None) -> Stage | None:
        if here is None or here.aspect is None:
            return rows[0] if rows else None
        at = next((number for number, stage in enumerate(rows) if stage.id == here.id), len(rows))
        return rows[at + 1] if at + 1 < len(rows) else None

    def _facts(self, ask: Ask, stage: Stage) -> list[Fact]:
        """What a stage is; what the source contradicts elsewhere is left to a question of its own."""
        held = self._library.topics["progression"].facts
        unsettled = {name for conflict in self._library.disagreements for name in conflict.facts}
        mine = [fact for fact in held if fact.aspect == stage.aspect and set(ask.roles) <= set(fact.roles)]
        return [fact for fact in mine if fact.id not in unsettled] or mine

    def _line(self, draft: Draft, ask: Ask, stage: Stage) -> str:
        facts = self._facts(ask, stage)
        draft.facts += [fact for fact in facts if fact not in draft.facts]
        return f"{'; '.join(fact.cell for fact in facts)}."
