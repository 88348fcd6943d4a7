"""What a frame refers to, given the talk: which roles, which way of switching, which topic a fragment means."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.cues import COMPARATIVE, SUPERLATIVE
from advisor.frames import Frame
from advisor.model import BOTH, ENGINEER, PRODUCER
from advisor.patterns import pattern
from advisor.session import Session
from advisor.values import replace
from advisor.weighing import Weighed

NAMED_LEAD = 0.8
"""Points within which a topic that a word names goes before one that only examples speak for."""
STAGE_POINTS = 4.0
"""Added to it where the fragment only names a stage ("and with experience?"), which pay has as well as a career."""
STAGES = frozenset({"stage_start", "stage_later", "stage_top"})
TALK_TOPIC_POINTS = 1.0
"""Added in a fragment to the topic of the talk where a word of the fragment speaks of it too."""
SAME_WORDS_LAG = 4.0
"""Points by which a topic of the talk may lie behind one that rests on the same words and no others."""
SETTLED_POINTS = 3.0
"""Concept points above which the words of a fragment name a topic of their own."""
JOINED_POINTS = 1.2
"""Points from which the words of a topic count as naming it beside another."""
_OF_WHAT_WAS_SAID = frozenset("else that those".split())
"""Words by which "who" asks for people of one role ("who else", "who gets that") rather than for one of the two."""
_OF_THE_TWO = frozenset("which who whose whichever compare comparison contrast".split())
"""Words that ask for one of the two, or for both side by side."""
MUTUAL = frozenset("together share shared".split())
"""Words that speak of both roles."""
_EACH_OTHER = pattern(r"\b(?:each other|one another|the pair of them|the two of them|in common|common to)\b")
"""Phrases that do."""
_OVER_THERE = pattern(r"(?<!is )(?<!are )(?<!was )\bthere\b(?! (?:is|are|was|will|a|any)\b)")
""""There" in the place of a role, of somebody who has the other."""
_WITH_WHOM = frozenset("who whom anybody anyone somebody someone people".split())
"""Words with which "together" is about others around one role ("who does he work together with?")."""
_GAIN = frozenset(
    "more less better worse lose losing loss gain rise raise cut drop up down worth afterwards after than".split()
)
"""Words by which somebody who has a role asks what a change would do to the pay."""
_RICH = frozenset("poor rich broke loaded skint".split())
"""Words that set the pay of one role against that of the other ("so engineers are the poor ones?")."""
_SELF = frozenset("i me my it".split())
_THINGS = frozenset(
    "degree diploma college school university uni certificate cert paper papers qualification qualifications training "
    "experience talent skill skills practice luck money connections contacts gear equipment theory courses course "
    "studying studies education before usual ever expected average".split()
)
"""Words behind "than" by which things are compared, not roles."""
_WHAT_I_DO = pattern(
    r"\b(?:than|versus|compared (?:to|with)|against|to|from|as) (?:what i (?:do|am|have)|mine|my (?:own )?(?:job|work|"
    r"role|side|line|trade|career|own)|where i am|me\b|us\b)"
)
"""Words that set a role against the one that the user has ("how stressful is engineering next to what i do?")."""
_ONLY_ONE = pattern(
    r"\b(?:that|which|what) (?:a |an |the |most |any )?(?:\w+ )?(producer|engineer|mixer|beatmaker)s? (?:\w+ )?"
    r"(?:would|do|does|can|could|will|need|needs|must|is|are|have|has) not\b"
)
"""Words by which the other role only bounds what is asked of one ("what do engineers know that producers do not?")."""
_EVERYBODY = pattern(
    r"\b(?:any(?:one|body)|every(?:one|body)|nobody|no one|us|people|humans?|(?:all|half) of us|all (?:of )?this|"
    r"it all|everything|the whole (?:thing|industry|business|trade))\b"
)
"""Words by which a question on machines is about all who do this work, whichever role the talk was about."""
ONLY = pattern(
    r"\b(?:only|just) (?:(?:the|a|an|my|sound|audio|music|studio|recording) |(?:wanted|want|care|cared|asked|ask|meant|"
    r"mean|need|needed|interested|for|about|in|after) )*(?:engineer|produc)"
)
"""What narrows the talk down to the role that it names ("I only wanted the producing")."""
_NUMBERS = {"two": 2, "2": 2, "three": 3, "3": 3}
_SO_MANY = pattern(r"\b(?:same|those|these|all|the|again) (two|2|three|3)\b(?! (?:of|jobs|careers|roles|paths))")
"""How many topics are asked for once more ("the same two of producers")."""
_AMONG_THINGS = pattern(
    r"\bwhich (?:ones$|(?:of )?(?:those|these) "
    r"(?!is|are|has|have|does|do|pays|would|will|can|gets?|two|jobs?|careers?|roles?|people)\w)|"
    r"\bwhich (?:one |ones |of (?:them|those|these) )?(?:is|are) (?:it|right|true|correct|wrong|real|accurate|the "
    r"(?:right|true|correct|real))\b|\bwhich (?:would|do|should|can|am) (?:you|i|we) (?:believe|trust|supposed)\b"
)
"""What asks among things of one role ("which ones?") rather than for one of the two roles."""
AGAINST = frozenset("than versus compared against".split())
"""Words that set the role of the talk against the one named."""
OF_EITHER_WAY = frozenset({"", "certifications", "salary"})
"""Topics that after one on switching concern both roles: the change as such, and pay before and after it."""
WHOEVER_WORKS = frozenset({"", "ai_impact", "choosing", "difference", "transition", "source"})
"""Topics that concern both roles, whosever work is spoken of ("will a computer do the mixing?")."""
OF_EITHER = frozenset({"duties", "difference"})
"""Topics on which a question that sets one role against the other is about both."""
OF_BOTH_TOLD = frozenset({"", "transition", "difference", "choosing", "certifications"})
"""Topics on which a role that only the story before a question names counts as well."""
OF_EVERYBODY = frozenset({"ai_impact"})
"""Topics on which "anybody" and "all of this" mean whoever does this work."""
OF_TASKS = frozenset({"duties", "collaboration", "technology"})
"""Topics on which "who" asks for one of the roles by what falls to it."""
OF_FIGURES = frozenset({"salary", "outlook"})
"""Topics of which the source has figures."""
_SIDE_BY_SIDE = COMPARATIVE | SUPERLATIVE | {"which", "same"}
"""Words with which no role is told by its work: they ask of both."""
LISTING = frozenset("compare comparing comparison versus".split())
"""Words with which a message begins that names what to compare."""
ORDINALS = {"first": 1, "former": 1, "second": 2, "latter": 2, "third": 3}


def direction(frame: Frame, session: Session) -> str | None:
    """Which way somebody wants to switch: from the role they have, or as the order of the words has it."""
    roles = frame.roles
    reverse = any(concept.id == "transition_reverse" for concept in frame.concepts)
    if reverse and session.direction and len(roles) < 2:
        return ">".join(reversed(session.direction.split(">")))
    if len(roles) == 2:
        first, second = roles
        return f"{second}>{first}" if frame.person == second else f"{first}>{second}"
    if len(roles) == 1:
        named = roles[0]
        behind = frame.person == named or (frame.person is None and not frame.towards)
        had = frame.story_roles[0] if frame.story_roles else session.person
        if had and had != named:
            return f"{had}>{named}"
        return f"{named}>{other(named)}" if behind else f"{other(named)}>{named}"
    person = frame.person or (frame.story_roles[0] if len(set(frame.story_roles)) == 1 else session.person)
    return f"{person}>{other(person)}" if person else None


def roles(frame: Frame, session: Session, topic: str = "") -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The roles that a frame is about, and what was taken from the talk; `topic`: the one that it asks about."""
    if len(frame.roles) > 1:
        return _bounded(frame, topic), ()
    words = frame.words.split()
    if len(frame.roles) == 1 and ONLY.search(frame.words):
        return frame.roles, ()
    if len(frame.roles) == 1 and session.person == other(frame.roles[0]) and _WHAT_I_DO.search(frame.words):
        return BOTH, ()
    if frame.the_two or (len(frame.roles) == 1 and frame.comparative and _than_the_other(words)):
        return BOTH, ()
    if len(frame.roles) == 1 and session.roles == (other(frame.roles[0]),) and AGAINST & set(words):
        return BOTH, ()
    if _of_both(frame, session, words) or (topic == "salary" and of_both_pays(frame, session)):
        return BOTH, ()
    if frame.other and len(session.roles) == 1 and not frame.roles:
        return (other(session.roles[0]),), (f"the other role than {session.roles[0]}",)
    if frame.roles:
        return frame.roles, ()
    if session.person in BOTH and not frame.story_roles and (frame.other or _OVER_THERE.search(frame.words)):
        return (other(session.person),), (f"the other role than the user's, {session.person}",)
    told = _told(frame, topic, words)
    if told and not frame.story_roles:
        return (told,), (f"the role that the message tells without its name, {told}",)
    if frame.story_roles:
        named = tuple(dict.fromkeys(frame.story_roles))
        return (named if len(named) == 1 else BOTH), ()
    if ordinal_role(frame, session) and "one" in frame.words:
        return ordinal_role(frame, session), ("the role that the ordinal means",)
    if topic in OF_EVERYBODY and _EVERYBODY.search(frame.words):
        return BOTH, ()
    if len(session.roles) == 1 and not (frame.comparative and _between_the_two(words)):
        return session.roles, (f"role {session.roles[0]}",)
    own = topic == "progression" and session.person is not None
    after = session.topics == ("transition",) and topic not in OF_EITHER_WAY and not own
    if after and session.direction and not frame.comparative:
        target = session.direction.split(">")[1]
        return (target,), (f"the role that one would switch to, {target}",)
    asks_who = words.count("who") > (0 if topic == "creativity" else 1)
    if len(frame.working) == 1 and topic not in WHOEVER_WORKS and not (asks_who or _SIDE_BY_SIDE & set(words)):
        return frame.working, (f"the role whose work is spoken of, {frame.working[0]}",)
    return BOTH, ()


def going_on(frame: Frame | None, session: Session, roles: tuple[str, ...]) -> tuple[str, ...]:
    """The roles with which a talk goes on after an answer on `roles`: the one asked about where it was only measured
    against the one that the user has."""
    own = frame is not None and len(frame.roles) == 1 and session.person == other(frame.roles[0])
    return frame.roles if frame and own and _WHAT_I_DO.search(frame.words) else roles


def _bounded(frame: Frame, topic: str) -> tuple[str, ...]:
    """The roles named, without one that only bounds what is asked of the other; what either does is told of both."""
    if len(frame.asked_roles) == 1 and topic not in OF_BOTH_TOLD and not frame.comparative:
        return frame.asked_roles
    bound = None if topic in OF_EITHER else _ONLY_ONE.search(frame.words)
    named = PRODUCER if bound and bound[1] in ("producer", "beatmaker") else ENGINEER
    return tuple(role for role in frame.roles if not bound or role != named)


def _told(frame: Frame, topic: str, words: Sequence[str]) -> str | None:
    """The role to which a task falls, or whose figures are cited, where the topic is such."""
    if topic in OF_FIGURES and frame.figures:
        return frame.figures
    return frame.task if topic in OF_TASKS and not _SIDE_BY_SIDE & set(words) else None


def _of_both(frame: Frame, session: Session, words: Sequence[str]) -> bool:
    """Whether words speak of both roles ("together", "with each other"), whichever the talk was about."""
    if not frame.roles and _EACH_OTHER.search(frame.words):
        return True
    if "together" in words and not (_WITH_WHOM & set(words) and len(frame.roles or session.roles) == 1):
        return True
    return not frame.roles and (frame.both or bool(MUTUAL & set(words) - {"together"}))


def of_both_pays(frame: Frame, session: Session) -> bool:
    """Whether pay is asked for to compare it: with that of the role of the talk, or of the role that the user has."""
    words = frame.words.split()
    if frame.roles:
        if _AMONG_THINGS.search(frame.words):
            return False
        named = len(frame.roles) == 1 and session.roles == (other(frame.roles[0]),)
        return named and (frame.comparative or bool(_RICH & set(words))) and "or" not in words
    return session.person in BOTH and bool(_SELF & set(words)) and bool(_GAIN & set(words))


def topics(frame: Frame, session: Session) -> tuple[str, ...]:
    """The topics that a fragment goes on with: those of the last answer, or of the last that had as many as it says."""
    said = _SO_MANY.search(frame.words)
    several = said is not None and len(session.listed) == _NUMBERS[said[1]]
    return session.listed if several else session.topics


def ordinal_role(frame: Frame, session: Session) -> tuple[str, ...]:
    """The role that "the first" or "the second" means, where the talk is about two."""
    number = next((ORDINALS[w] for w in frame.words.split() if w in ORDINALS), 0)
    return session.roles[number - 1 : number] if number and len(session.roles) == 2 else ()


def preferring(frame: Frame, session: Session, topics: list[Weighed]) -> list[Weighed]:
    """In a fragment, words that also speak of the topic of the talk are taken to do so."""
    named = topics[0] if topics and topics[0].concepts > SETTLED_POINTS else None
    if not session.topics or frame.content > 3 or (named and named.intent not in session.topics):
        return topics
    stage = "how" not in frame.words.split() and any(concept.id in STAGES for concept in frame.concepts)
    added = STAGE_POINTS if stage else TALK_TOPIC_POINTS
    topics = _of_the_talk(topics, session)
    raised = [
        replace(w, points=w.points + added, concepts=w.concepts + (added if stage else 0))
        if w.intent in session.topics and w.concepts > 0
        else w
        for w in topics
    ]
    return sorted(raised, key=lambda w: (-w.points, w.intent))


def _of_the_talk(topics: list[Weighed], session: Session) -> list[Weighed]:
    """Where the words of the best topic speak as much for one of the talk, that one goes first ("compulsory?")."""
    best = topics[0] if topics else None
    if best is None or not best.concepts or best.intent in session.topics:
        return topics
    words = {e.words for e in best.evidence if e.words}
    same = [
        w
        for w in topics
        if w.intent in session.topics
        and w.concepts >= best.concepts
        and w.points >= best.points - SAME_WORDS_LAG
        and words <= {e.words for e in w.evidence}
    ]
    return [replace(same[0], points=best.points), *(w for w in topics if w is not same[0])] if same else topics


def named_first(topics: list[Weighed]) -> list[Weighed]:
    """Of two topics about equally near, the one that a word names goes first."""
    if (
        len(topics) > 1
        and topics[1].points > topics[0].points - NAMED_LEAD
        and topics[1].concepts >= topics[0].concepts + 1.5
    ):
        return [topics[1], topics[0], *topics[2:]]
    return topics


def _than_the_other(words: Sequence[str]) -> bool:
    """Whether "than" compares with the other role, not with another of the same, nor one thing with another ("is
    experience better than a degree")."""
    behind = words[words.index("than") + 1 :] if "than" in words else ()
    first = next((word for word in behind if word not in ("a", "an", "the", "any", "some", "just")), "")
    return bool(behind) and not {"other", "another", "others", "next"} & set(behind) and first not in _THINGS


def _between_the_two(words: Sequence[str]) -> bool:
    """Whether a degree of comparison sets the roles against each other ("which is safer") rather than one thing of a
    role against another ("do you get more if you go it alone")."""
    held = set(words)
    if _AMONG_THINGS.search(" ".join(words)):
        return False
    among_others = "who" in held and held & _OF_WHAT_WAS_SAID and not held & (COMPARATIVE | SUPERLATIVE)
    return not among_others and bool(held & (_OF_THE_TWO | AGAINST))


def position(frame: Frame, weighed: Weighed) -> int:
    """Where in the message the first words for a topic stand."""
    places = [frame.words.find(e.words) for e in weighed.evidence if e.words and "..." not in e.words]
    return min((place for place in places if place >= 0), default=0)


def leaning(frame: Frame) -> str | None:
    """The role that what a person says of themselves speaks for; None where it is even."""
    told = [role for role, _ in frame.lean]
    ahead = told.count(ENGINEER) - told.count(PRODUCER)
    return None if not ahead else ENGINEER if ahead > 0 else PRODUCER


def other(role: str) -> str:
    return PRODUCER if role == ENGINEER else ENGINEER


def lists(frame: Frame) -> bool:
    """Whether a message begins a list of what to compare, joined or not ("compare pay stress hours")."""
    return bool(LISTING & set(frame.words.split()[:3]))


def joined(frame: Frame, one: Weighed, other: Weighed) -> bool:
    """Whether two topics rest on different words that the message joins ("pay and stress")."""
    mine = {e.words for e in one.evidence if e.points >= JOINED_POINTS and e.words}
    theirs = {e.words for e in other.evidence if e.points >= JOINED_POINTS and e.words}
    if lists(frame):
        return bool(mine - theirs) and bool(theirs - mine)
    return any((a, b) in frame.joined or (b, a) in frame.joined for a in mine - theirs for b in theirs - mine)
