"""What the answers of an interview come to: each counts once, for one role or for none."""

from __future__ import annotations

from advisor.model import BOTH, Choice, Interview, Question
from advisor.values import dataclass

OPEN, SKIPPED, EITHER = ".", "-", "="
"""Marks of a question that is not answered, was passed over, or was answered for both or neither. Any other mark is the
number of a choice, or one of `LEANINGS`."""
LEANINGS = "ab"
"""Marks of an answer that spoke for the first or the second role without taking a choice."""
LEAST_ANSWERS = 3
"""Fewest answers that count for a role; with fewer nothing is said about which fits."""
LEAST_LEAD = 2
"""Answers by which a role must lead; nearer is too close to call."""


@dataclass(frozen=True, slots=True)
class FitPoint:
    """One answer, and what it counts for."""

    question: str
    """Id of the question."""
    label: str
    choice: Choice | None
    """None: both, or neither, or own words."""
    facts: tuple[str, ...]
    """Ids of the facts that say so."""
    leaning: str | None = None
    """The role that own words spoke for, where none of the choices was taken."""

    @property
    def role(self) -> str | None:
        """The role that the answer counts for."""
        return self.choice.role if self.choice else self.leaning


@dataclass(frozen=True, slots=True)
class Fit:
    """The result of an interview, as far as it went."""

    verdict: str
    """decided | close | little: which role fits, too close to call, or too few answers to say."""
    role: str | None
    """The role that fits; None unless decided."""
    counts: tuple[tuple[str, int], ...]
    """(role, answers that count for it), in the order of the roles."""
    points: tuple[FitPoint, ...]
    """Every answer that was given, in the order of the questions."""


def fit(interview: Interview, answers: str) -> Fit:
    """What answers come to; `answers`: marks, one a question, as a session keeps them."""
    points = []
    for question, mark in zip(interview.questions, answers, strict=False):
        if mark in (OPEN, SKIPPED):
            continue
        choice, leaning = chosen(question, mark), leans(mark)
        meant = [one for one in question.choices if leaning is None or one.role == leaning]
        facts = choice.facts if choice else tuple(name for one in meant for name in one.facts)
        points.append(FitPoint(question.id, question.label, choice, tuple(dict.fromkeys(facts)), leaning))
    counts = tuple((role, sum(point.role == role for point in points)) for role in BOTH)
    (first, ahead), (_, behind) = sorted(counts, key=lambda count: -count[1])
    if ahead + behind < LEAST_ANSWERS:
        return Fit("little", None, counts, tuple(points))
    if ahead - behind < LEAST_LEAD:
        return Fit("close", None, counts, tuple(points))
    return Fit("decided", first, counts, tuple(points))


def chosen(question: Question, mark: str) -> Choice | None:
    """The choice that a mark stands for; None where it stands for none."""
    number = int(mark) if mark.isdigit() else len(question.choices)
    return question.choices[number] if number < len(question.choices) else None


def leans(mark: str) -> str | None:
    """The role that a mark of own words stands for; None for any other mark."""
    return BOTH[LEANINGS.index(mark)] if mark in LEANINGS else None
