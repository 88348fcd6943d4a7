"""Whether a message is talk, or about the talk itself, rather than a question on the careers."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from advisor.frames import Frame
from advisor.intents import ExampleIndex
from advisor.patterns import pattern
from advisor.text import stem
from advisor.weighing import Weighed

SAID_POINTS = 2.5
"""Concept points from which somebody who says which role they have asks something as well."""
WISHES = frozenset(
    "want wish hope wonder wondering thinking considering should could help need tired bored stress worried hate but "
    "become switch moving change next how what why".split()
)
"""Words by which somebody who says what they are asks for something."""
_I_AM = pattern(
    r"^(?:(?:hi|hello|hey|well|so|ok|okay|yo|good morning|good evening|good afternoon) )*"
    r"(?:(?:i am|i have been|i was|i work as|i worked as)\b|(?:[a-z]+ ){1,3}here\b)"
)
"""What begins an introduction."""
LEAST_TALK_POINTS = 2.5
"""Fewest points with which a message is small talk."""
LONGEST_TALK = 8
"""Words, grammar aside, of the longest message that is small talk."""
TALK_LAG = 3.0
"""How far a turn about the talk, once named, may lie behind a topic and still decide."""
HARMLESS = "harmless"
"""The examples of strong words without harm, in the group of those on safety."""
REMARK_LEAD = 2.0
"""Points by which a message must be more like them than like questions on a topic."""
LONGEST_REMARK = 2
"""Words, beside its own, of the longest question that is still an acknowledgement or the like ("ok, is it?")."""
LONGEST_WHY = 3
"""Words, beside its own, of the longest "why" that is about the last answer ("why is that so?")."""
ABOUT_NOTHING = frozenset("acknowledge laugh apology praise forget".split())
"""Talk that opens a question as often as it stands alone ("ok, and what does it depend on?")."""
SAME_IN_A_TALK = frozenset({("source_of_that", "source"), ("compare_all", "difference")})
"""Talk that, once something was answered, is about that answer and not the topic of its words."""
OVER_TOPICS = frozenset("who_are_you shorter repeat source_of_that are_you_sure which_right restart".split())
"""Talk that decides even where a topic is named too ("are you sure about the pay?")."""

EVERYTHING = frozenset("everything all whole full complete overview rundown breakdown".split())
"""Words of a comparison in everything."""
ABOUT_THE_ANSWER = frozenset("more shorter repeat why source_of_that are_you_sure which_right correction".split())

ON_FIGURES = frozenset("source_of_that are_you_sure which_right".split())
"""Talk about the figures of the last answer, of which "both" may speak instead of the roles ("you say both")."""
ABOUT_THE_SOURCE = frozenset({"source_of_that"})
STYLES = {
    "more": "more",
    "shorter": "short",
    "repeat": "repeat",
    "why": "more",
    "source_of_that": "source",
    "are_you_sure": "sure",
    "which_right": "right",
}
"""Turns about the last answer, and the style in which it is then told."""


def turn(acts: Sequence[Weighed], frame: Frame) -> Weighed | None:
    """The turn of talk that a message is: of several, one on the answer goes before what only opens it ("sorry, more
    simple please"); a yes ends no question."""
    held = [w for w in acts if not (w.intent == "yes" and frame.asked)]
    first = held[0] if held else None
    if first is None or first.intent not in ABOUT_NOTHING:
        return first
    return next((w for w in held if w.intent in STYLES and w.concepts >= LEAST_TALK_POINTS), first)


def spoken_for(index: ExampleIndex, frame: Frame, act: Weighed) -> bool:
    """Whether the examples of a talk act use at least two in three of the words of the message."""
    words = frame.words.split()
    if len(words) == 1:
        only = stem(words[0])
        return all(index.uses(pair, act.intent) for pair in (("p", "^", only), ("p", only, "$")))
    strange = sum(not index.uses(("w", stem(word)), act.intent) for word in words)
    return strange <= (len(words) + 1) // 3 and strange < len(words)


def prevails(
    frame: Frame, act: Weighed, best: Weighed | None, family: Weighed | None, topics: Collection[str]
) -> bool:
    """Whether a turn of talk is what a message is, rather than a question; `topics`: those of the last answer."""
    talked = bool(topics)
    answered = talked and act.intent in ABOUT_THE_ANSWER
    if act.points < LEAST_TALK_POINTS or (not answered and frame.length > LONGEST_TALK):
        return False
    said = sum(len(e.words.split()) for e in act.evidence if e.words)
    if act.intent == "why" and len(frame.words.split()) > said + LONGEST_WHY:
        return False
    more_said = len(frame.words.split()) > said + LONGEST_REMARK
    else_asked = act.intent == "more" and any(e.words == "what else" for e in act.evidence)
    if else_asked and more_said:
        return False
    if more_said and act.intent in ABOUT_NOTHING and frame.question:
        return False
    rivals = [w for w in (best, family) if w and not (talked and (act.intent, w.intent) in SAME_IN_A_TALK)]
    named = [w for w in rivals if w.concepts >= 2]
    if named and (act.intent not in OVER_TOPICS or act.concepts < 2):
        return False
    own = not talked or any(w is best and w.intent not in topics for w in named)
    if act.intent == "shorter" and more_said and own and frame.question:
        return False
    return all(w.points <= act.points + (TALK_LAG if act.concepts >= 2 else 0) for w in rivals)


def remarks(frame: Frame, best: Weighed | None) -> bool:
    """Whether a message that asks nothing only says something in strong words ("that synth is to die for")."""
    strong = next((w.points for w in frame.ranked if w.intent == HARMLESS), 0.0)
    asks = frame.question or frame.asked or frame.roles
    return not asks and strong >= (best.points if best else 0.0) + REMARK_LEAD


def everything(frame: Frame, act: Weighed | None) -> bool:
    """Whether a message asks to compare the roles in everything, rather than in what was spoken of."""
    compares = act is not None and act.intent == "compare_all" and act.concepts >= LEAST_TALK_POINTS
    return compares and bool(EVERYTHING & set(frame.words.split())) and not frame.foreign


def introduces(frame: Frame, best: Weighed | None) -> bool:
    """Whether a message only says what the user is: a role, or somebody of another career ("electrician here, 41")."""
    asks = frame.question or frame.asked or WISHES & set(frame.words.split())
    if asks or len(frame.roles) > 1:
        return False
    if frame.person is not None:
        return best is None or best.concepts < SAID_POINTS
    jobs = [f for f in frame.foreign if f.kind == "occupation" and not f.compared]
    return bool(jobs) and not frame.roles and frame.length <= LONGEST_TALK and bool(_I_AM.search(frame.words))
