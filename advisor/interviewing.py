"""The turns of an interview as blocks: questions with their choices, why they are asked, and the result."""

from __future__ import annotations

from collections.abc import Iterable

from advisor.acts import Ask, Step
from advisor.drafts import Draft
from advisor.interview import GO_ON, OPEN, SKIPPED, Fit, FitPoint, chosen, fit, leans
from advisor.knowledge import Knowledge
from advisor.model import BOTH, Library, Question
from advisor.reply import Bullets, Paragraph

MOST_CHOICES = 3
"""Choices that are offered as suggestions."""
AFTER_A_RESULT = ("challenges", "progression", "education")
"""Topics on the recommended role that are offered next."""
AFTER_NO_RESULT = ("difference", "stress", "hours")
"""Topics on both roles that are offered where the answers say too little."""
BEGIN = "Ask me some questions to find out which suits me"
"""Offered beside a general answer on choosing."""


class Interviewer:
    """Puts the questions of a library's interview and tells what the answers come to."""

    def __init__(self, library: Library, knowledge: Knowledge) -> None:
        self._library = library
        self._knowledge = knowledge
        interview = library.interview
        self._questions = {question.id: question for question in interview.questions} if interview else {}
        self._words = interview.replies if interview else {}

    def offer(self) -> tuple[str, ...]:
        """What begins the interview, to be offered; nothing where there is none."""
        return (BEGIN,) if self._questions else ()

    def add(self, draft: Draft, step: Step) -> None:
        """What a turn of the interview says, behind what the draft already has."""
        words = self._words
        if step.turn == "waiting":
            draft.blocks.append(Paragraph(words["waiting"], "note"))
            draft.suggestions.append(GO_ON)
            return
        if step.turn == "stopped":
            answered = sum(mark not in (OPEN, SKIPPED) for mark in step.answers)
            draft.blocks.append(Paragraph(words["stopped"].format(answered=answered, count=len(step.answers))))
            draft.suggestions.append(GO_ON)
            return
        if step.turn != "between":
            draft.topics.append("choosing")
            draft.roles += step.ahead or BOTH
        if step.turn == "which":
            labels = ", ".join(q.label.lower() for q in self._questions.values())
            draft.blocks.append(Paragraph(words["which"].format(labels=labels), "question"))
            return
        if step.turn == "result":
            self._result(draft, step)
            return
        said = self._said(step)
        if said:
            draft.blocks.append(Paragraph(said))
        if step.turn == "why":
            self._why(draft, self._questions[step.question])
        question = self._questions[step.asking]
        number = list(self._questions).index(step.asking) + 1
        text = words["question"].format(number=number, count=len(self._questions), question=question.text)
        draft.blocks.append(Paragraph(text, "question"))
        draft.suggestions = [choice.label for choice in question.choices[:MOST_CHOICES]]

    def _said(self, step: Step) -> str:
        """What is said before the question."""
        if step.turn == "noted":
            place = list(self._questions).index(step.question)
            noted = self._noted(self._questions[step.question], step.answers[place], step.words)
            return " ".join([noted, *(self._besides(self._questions[name], mark) for name, mark in step.besides)])
        return self._words.get(step.turn, "")

    def _noted(self, question: Question, mark: str, words: str) -> str:
        choice, leaning = chosen(question, mark), leans(mark)
        if leaning:
            return self._words["noted_own"].format(words=words, role=self._named(leaning, False))
        if choice is None:
            return self._words["noted_either"]
        if choice.role is None:
            return self._words["noted_neither"].format(said=choice.said)
        key = "noted_against" if choice.against else "noted"
        return self._words[key].format(said=choice.said, role=self._named(choice.role, choice.against))

    def _besides(self, question: Question, mark: str) -> str:
        """What the same message answered too, so that it need not be asked."""
        choice = chosen(question, mark)
        if choice is None or choice.role is None:
            return ""
        key = "besides_against" if choice.against else "besides"
        role = self._named(choice.role, choice.against)
        return self._words[key].format(said=choice.said, role=role, label=question.label.lower())

    def _named(self, role: str, against: bool) -> str:
        """The role that an answer is told to count for or against."""
        told = next(other for other in BOTH if other != role) if against else role
        return self._library.roles[told].name

    def _why(self, draft: Draft, question: Question) -> None:
        names = dict.fromkeys(name for choice in question.choices if choice.role for name in choice.facts)
        facts = [self._knowledge.facts[name] for name in names]
        draft.facts += facts
        draft.blocks.append(Bullets(tuple(fact.text for fact in facts)))
        self._source(draft)

    # -- the result

    def _result(self, draft: Draft, step: Step) -> None:
        assert self._library.interview
        found = fit(self._library.interview, step.answers)
        counts = dict(found.counts)
        role = found.role or BOTH[0]
        other = next(one for one in BOTH if one != role)
        names = {one: self._library.roles[one].name for one in BOTH}
        filling = {"role": names[role], "other": names[other]}
        filling |= {key: str(counts[role]) for key in ("ahead", "first")}
        filling |= {key: str(counts[other]) for key in ("behind", "second")}
        draft.blocks.append(Paragraph(self._words[found.verdict].format(**filling)))
        if found.points:
            draft.blocks.append(Bullets(tuple(self.point(point) for point in found.points)))
            draft.facts += [self._knowledge.facts[name] for point in found.points for name in point.facts]
        if found.role:
            draft.roles[:] = [role, other]
            draft.decided = True
            self._against(draft, found, role, names)
        draft.blocks.append(Paragraph(self._library.replies["fit_no_test"], "note"))
        if found.points:
            draft.blocks.append(Paragraph(self._words["change"].format(label=found.points[-1].label.lower()), "note"))
        self._source(draft)
        topics = [t for t in (AFTER_A_RESULT if found.role else AFTER_NO_RESULT) if t in self._library.topics]
        draft.asks += [Ask(topic, (role,) if found.role else BOTH) for topic in topics]
        if OPEN in step.answers:
            draft.suggestions.append(GO_ON)

    def point(self, point: FitPoint) -> str:
        """An answer in a sentence, with what it counts for and the sections that say so."""
        sections = self._knowledge.sections(self._knowledge.facts[name] for name in point.facts)
        filling = {"label": point.label, "section": "; ".join(section.label for section in sections)}
        if point.leaning:
            return self._words["point_own"].format(**filling, role=self._named(point.leaning, False))
        if point.choice is None:
            return self._words["point_either"].format(**filling)
        filling["said"] = point.choice.said
        if point.role is None:
            return self._words["point_neither"].format(**filling)
        key = "point_against" if point.choice.against else "point"
        return self._words[key].format(**filling, role=self._named(point.role, point.choice.against))

    def _against(self, draft: Draft, found: Fit, role: str, names: dict[str, str]) -> None:
        """What speaks against the role that is recommended: answers for the other, and a warning of the source."""
        assert self._library.interview
        labels = [point.label.lower() for point in found.points if point.role not in (role, None)]
        said = [self._words["against"].format(role=names[role], labels=_joined(labels))] if labels else []
        cautions = [self._knowledge.facts[name] for name in self._library.interview.cautions.get(role, ())]
        if cautions:
            said += [self._words["caution"], *(fact.text for fact in cautions)]
            draft.facts += cautions
        if said:
            draft.blocks.append(Paragraph(" ".join(said)))

    def _source(self, draft: Draft) -> None:
        if draft.facts:
            names = [section.label for section in self._knowledge.sections(draft.facts)]
            draft.blocks.append(Paragraph("Source: " + "; ".join(names), "source"))


def _joined(items: Iterable[str]) -> str:
    *first, last = items
    return f"{', '.join(first)} and {last}" if first else last
