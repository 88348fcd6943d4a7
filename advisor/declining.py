"""What is not answered: other careers, places and years, what lies elsewhere, and what the source lacks."""

from __future__ import annotations

import re
from functools import cached_property

from advisor import references
from advisor.acts import Act, Ask
from advisor.frames import Frame
from advisor.model import BOTH, Library
from advisor.patterns import pattern
from advisor.reply import Kind
from advisor.session import Session
from advisor.values import replace
from advisor.weighing import Weighed

LIKENESS_WITH_HINT = 3.0
"""The same where a word hints at it."""
FOCUSED_POINTS = 5.0
"""Concept points from which a subject that the source lacks is what is asked for, whatever else is named."""
NAMED_FAMILY_LAG = 2.5
"""Points of likeness by which a subject that the source lacks, once named, may lie behind a topic that is named too."""
NAMED_FAMILY_LAG_ALONE = 4.5
"""The same behind a topic that no word names: a wrong answer costs more than none."""
FAMILY_LAG_ALONE = 1.2
"""Points of likeness by which a subject that the source lacks may lie behind where neither is named."""
FAMILY_LEAD = 2.5
"""Points of likeness by which a subject that the source lacks, not named, must lead a topic that is."""
ELSEWHERE_LEAD = 0.0
"""Points by which what lies elsewhere must lead to be declined where no role is named."""
LEAD_AT_HOME = 1.0
"""How many more where a word of music or sound is named."""
LEAD_IN_A_TALK = 1.0
"""How many more in a talk about the careers."""
_MOVES = frozenset({"transition"})
"""Topics on moving from one role to the other, which the source tells of its two roles alone."""
_MEASURED = pattern(r"\b(?:he|she|they)\b.* than\b")
"""Somebody is set against a role ("my cousin is a plumber, do they earn more than producers")."""
_INTO_THAT = pattern(
    r"\b(?:get|getting|go|move|moving|switch|shift|change|cross|come|jump|break|step|retrain|transfer) "
    r"(?:over |across )?(?:in ?to|to|for|onto|towards) (?:that|this|it)\b|\b(?:any|some|much) of (?:that|it|this) "
    r"(?:count|help|carry|matter|be (?:any|of) use)|\bdoes (?:that|it) (?:count|help) for (?:anything|something)\b"
)
"""What somebody of another career asks of the careers of the talk ("can a nurse get into that?")."""
_PRIVATE = pattern(
    r"\b(?:last|family|full|first|real) name\b|\bsur ?name\b|\bhow (?:old|tall|rich) is (?:he|she)\b|"
    r"\b(?:what|how much) (?:is|does|do) (?:he|she|they)(?: personally| himself| herself)* "
    r"(?:paid|paying|earn|earns|make|makes|get paid|get|take home)\b|"
    r"\b(?:what|how much) (?:he|she|they) (?:is|are) paid\b|"
    r"\b(?:where|who|which (?:studio|company|firm|label|employer)|what (?:studio|company|firm|label)) "
    r"(?:does|is|did) (?!(?:that|this|the|it|one|everybody|everyone|somebody|someone|an?)\b)[a-z]+ "
    r"(?:work|working|employed|live|living|based|at)\b|"
    r"\b(?:is|are) (?:he|she|they) (?:married|single|rich|famous|on linkedin|on instagram|reachable)\b|"
    r"\b(?:contact|email|phone|message|reach|meet) (?:him|her|them)\b"
)
"""Questions on a person rather than on what the person says."""
_OF_THE_TALK = pattern(r"\b(?:that|it|this) (?:go|goes|apply|applies|hold|holds|count|counts|true|same) (?:for|to)\b")
"""What asks of another career the topic of the talk, and names none ("does that go for designers too?")."""
_FROM_OUTSIDE = frozenset({"from_other_career"})


class Declining:
    """Finds what a library does not answer."""

    def __init__(self, library: Library) -> None:
        self._families = library.families
        self._elsewhere = frozenset(library.elsewhere)
        self._library = library

    @cached_property
    def _years(self) -> frozenset[str]:
        """The years that the source names; asked for when a message has one."""
        facts = (fact for topic in self._library.topics.values() for fact in topic.facts)
        periods = " ".join(fact.period or "" for fact in facts)
        return frozenset(re.findall(r"\d{4}", f"{periods} {self._library.article.year_named or ''}"))

    def foreign(
        self, frame: Frame, session: Session, best: Weighed | None, family: Weighed | None, act: Weighed | None
    ) -> Act | None:
        """Another career, subject, place or year, or a special sort of a role, in the place of ours."""
        ours = bool(frame.roles or frame.both)
        jobs = [f for f in frame.foreign if f.kind == "occupation"]
        weak = [f for f in frame.foreign if f.kind == "weak_occupation"]
        subjects = [f for f in frame.foreign if f.kind == "subject"]
        strength = best.concepts if best else 0.0
        if len(frame.rare) >= 3 and 2 * len(frame.rare) > len(frame.words.split()):
            return decline(Kind.OUT_OF_SCOPE, "unknown", "", frame, "most words are of no language that is known here")
        if session.declined and frame.pronoun and not ours and not session.topics and best and frame.content <= 2:
            return decline(Kind.OUT_OF_SCOPE, "unknown", "", frame, "a pronoun stands for the career that was declined")
        if (frame.others or frame.considered) and not ours and not frame.story_roles and best:
            return stranger("unknown", "", frame, "the question is about somebody in another career", best)
        if frame.others and len(frame.roles) == 1 and best and _MEASURED.search(frame.words):
            return stranger("unknown", "", frame, "somebody in another career is measured against a role", best)
        entering = bool(jobs) and not ours and bool(session.topics) and _INTO_THAT.search(frame.words) is not None
        known = self._families.get("from_other_career")
        if known and entering and not any(f.compared for f in jobs):
            rule = "somebody of another career wants to do what was spoken of"
            nothing = decline(Kind.NOT_COVERED, known.id, known.label, frame, rule)
            return replace(nothing, asks=(Ask(known.nearest, session.roles or BOTH),))
        if jobs and not ours:
            return stranger("occupation", jobs[0].label, frame, "another career stands where a role would", best)
        if known and jobs and ours and best and best.intent in _MOVES and not any(f.compared for f in jobs):
            nothing = decline(
                Kind.NOT_COVERED, known.id, known.label, frame, "somebody of another career wants to move into a role"
            )
            return replace(nothing, asks=(Ask(known.nearest, frame.roles or BOTH),))
        compared = [f for f in (*jobs, *weak) if f.compared]
        if ours and compared:
            return stranger("occupation", compared[0].label, frame, "a role is compared with another career", best)
        if weak and not ours and not session.topics and strength >= 1 and best and best.intent != "collaboration":
            return stranger("occupation", weak[0].label, frame, "another career stands where a role would", best)
        if subjects and (strength < 2 or (not ours and (strength < 3 or not (session.topics or frame.domestic)))):
            kind = Kind.NOT_COVERED if ours else Kind.OUT_OF_SCOPE
            return decline(kind, "subject", subjects[0].label, frame, "another subject is asked about")
        covered = any(f.kind == "covered_place" for f in frame.foreign)
        places = [f for f in frame.foreign if f.kind == "place" and not covered]
        at_home = any(concept.kind == "home" for concept in frame.concepts)
        if at_home or (best and best.intent == "source"):
            places = []
        named = family is not None and family.concepts >= 2
        nearest = (Ask(best.intent, references.roles(frame, session)[0]),) if best and strength >= 2 else ()
        if places and (ours or named or strength >= 2 or session.topics):
            nothing = decline(
                Kind.NOT_COVERED,
                "place",
                places[0].label,
                frame,
                "a place that the source does not speak of is asked about",
            )
            return replace(nothing, asks=nearest, asked=nearest[0].topic if nearest else "")
        if places and not subjects:
            return decline(
                Kind.OUT_OF_SCOPE, "place", "", frame, "a place is asked about, and nothing of these careers"
            )
        strange_years = [year for year in frame.years if year not in self._years]
        if strange_years and (ours or strength >= 2 or session.topics) and not (best and best.intent == "source"):
            nothing = decline(
                Kind.NOT_COVERED,
                "year",
                strange_years[0],
                frame,
                "a year that the source does not speak of is asked about",
            )
            return replace(nothing, asks=nearest)
        if frame.niche and best and best.intent == "salary" and len(frame.roles) == 1:
            nothing = decline(
                Kind.NOT_COVERED, "specialisms", "", frame, "pay of a special sort of a role is asked for"
            )
            return replace(nothing, asks=(Ask("salary", frame.roles),))
        if frame.specialisms >= 2 and (frame.comparative or (best and best.intent in ("difference", "salary"))):
            return decline(Kind.NOT_COVERED, "specialisms", "", frame, "two sorts of the same role are compared")
        return None

    def private(
        self, frame: Frame, session: Session, best: Weighed | None, family: Weighed | None, act: Weighed | None
    ) -> Act | None:
        """What the quoted professionals do not say of themselves: name, age, employer, pay ("what's his surname?")."""
        known = self._families.get("famous_people")
        if "testimonials" not in session.topics or known is None or not _PRIVATE.search(frame.words):
            return None
        rule = "a quoted person is asked about in private"
        nothing = decline(Kind.NOT_COVERED, known.id, "more about the people quoted", frame, rule)
        return replace(nothing, asks=(Ask("testimonials", session.roles or BOTH),))

    def elsewhere(
        self, frame: Frame, session: Session, best: Weighed | None, family: Weighed | None, act: Weighed | None
    ) -> Act | None:
        """A message that is like those about other things more than like any about these careers."""
        other = next((w for w in frame.ranked if w.intent in self._elsewhere), None)
        if other is None or frame.roles or frame.both or frame.story_roles or not _says_something(frame):
            return None
        lead = other.points - max((w.points for w in (best, family, act) if w), default=0.0)
        least = ELSEWHERE_LEAD + (LEAD_AT_HOME if frame.domestic else 0.0) + (LEAD_IN_A_TALK if session.topics else 0.0)
        if lead < least:
            return None
        return replace(
            stranger("unknown", "", frame, "the message is like those about other things", best), winner=other
        )

    def lacking(
        self, frame: Frame, session: Session, best: Weighed | None, family: Weighed | None, act: Weighed | None
    ) -> Act | None:
        if family is None:
            return None
        lead = family.likeness - (best.likeness if best else 0.0)
        named = best is not None and best.concepts >= 2
        if family.concepts >= FOCUSED_POINTS:
            declined = True
        elif family.concepts >= 2:
            declined = lead >= (-NAMED_FAMILY_LAG if named else -NAMED_FAMILY_LAG_ALONE)
        else:
            hinted = best is not None and best.concepts >= 1
            least = FAMILY_LEAD if named else 0.0 if hinted else -FAMILY_LAG_ALONE
            declined = lead >= least and family.likeness >= LIKENESS_WITH_HINT and _says_something(frame)
        if declined:
            ours = frame.roles or frame.both or frame.story_roles or session.topics or frame.domestic
            strange = frame.unknown or (frame.alien and family.concepts < 2)
            if not ours and (family.intent in _FROM_OUTSIDE or strange):
                return stranger("unknown", "", frame, "nothing in the message is about these careers", best)
            known = self._families[family.intent]
            nothing = decline(Kind.NOT_COVERED, family.intent, known.label, frame, f"the source lacks {known.label}")
            roles = references.roles(frame, session)[0]
            return replace(nothing, asks=(Ask(known.nearest, roles),), winner=family, runner_up=best)
        return None


def _says_something(frame: Frame) -> bool:
    """Whether a message has any words of its own to be declined for."""
    return frame.content + len(frame.unknown) > 0


def decline(kind: Kind, name: str, label: str, frame: Frame, rule: str) -> Act:
    """Nothing is answered: `name` says why, `label` of what there is nothing."""
    return Act(kind, name, label=label, rules=(rule,), frame=frame, winner=frame.ranked[0] if frame.ranked else None)


def stranger(name: str, label: str, frame: Frame, rule: str, best: Weighed | None) -> Act:
    """A question about another career; its topic may be taken up for ours."""
    act = decline(Kind.OUT_OF_SCOPE, name, label, frame, rule)
    if _OF_THE_TALK.search(frame.words):
        return act
    return replace(act, asked=best.intent if best and best.concepts >= 2 else "")
