"""From frames and the talk so far to one act: what the reply will do.

The order of decision: safety; another career, subject, place or year; a fragment that goes on with the talk; small
talk; a subject that the source lacks; near ties; the topics. The talk so far fills only what a fragment of that kind
may take: a question that is whole by itself takes nothing but the role. Each step leaves a sentence in `rules`.
"""

from __future__ import annotations

from collections.abc import Sequence

from advisor import references, small_talk
from advisor.acts import Act, Ask
from advisor.carrying import asks_its_own, going_on
from advisor.declining import LIKENESS_WITH_HINT, Declining, decline
from advisor.frames import Frame, Framer
from advisor.interview import Turns
from advisor.model import BOTH, Library, Reading
from advisor.parts import Parts
from advisor.patterns import pattern
from advisor.reply import Kind
from advisor.session import MAX_LIST, Session
from advisor.standing import Standing
from advisor.text import undisguised
from advisor.values import replace
from advisor.weighing import Weighed

SELF_HARM_LEAD = 2.8
"""Points by which a message must be likest to those of self-harm where no phrase of the lexicon names it."""
LIKENESS_ALONE = 4.6
"""Points from examples with which a topic is answered though no word of the message names it."""
LIKENESS_WITH_ROLE = 3.8
"""The same for a question that names a role, whatever else it says."""
STRANGE_WORD_COST = 0.25
"""Taken from the likeness of such a question for each word that is not understood."""
NO_ROLE_COST = 0.5
"""How many more it takes where no role is named either."""
LIKENESS_OF_A_QUESTION = 5.8
"""Points from examples with which a short message is a question of its own rather than a fragment."""
LIKENESS_OF_ONE = 5.5
"""Points from examples with which one of several questions is answered though no word names its topic."""
LIKENESS_WITH_CONCEPT = 2.0
"""The same where a word names it."""
SECOND_TOPIC_POINTS = 2.9
"""Concept points from which a further topic of the same question is answered too."""
NEAR_TIE = 0.02
"""Points within which two topics are equally near."""
LEAST_LIKENESS = 0.5
"""The same where a word settles it and every word is understood."""
LIKENESS_OF_A_STRANGER = 6.5
"""The same for a first message that names neither a role nor anything of music, and has words that no concept has."""
UNKNOWN_COST = 0.55
"""Taken from the likeness for each content word that is not understood."""

STRANGE_COST = 1.5
"""Taken in addition where neither a role nor any word of music or sound is named."""
OWN_TOPIC_POINTS = 2.0
"""Concept points from which a fragment has a topic of its own and takes none from the talk."""
FRAGMENT_CONTENT = 2
"""Most words of content, roles aside, of a message that goes on with the topic of the talk."""
_BARE = frozenset(
    (
        "the a an and or what about how ok okay then so for just please job career jobs careers work one it "
        "them both role roles"
    ).split()
)
"""Words that name nothing to answer."""
_POINTING = frozenset("it that this thing one ones".split())
"""Words for something that was named before, or not at all."""
_FIGURES = frozenset("number numbers figure figures data statistic statistics stat stats estimate estimates".split())
"""Words by which a question on the source is about what was said last rather than about the article."""
_AGAIN = frozenset("same compare compares compared likewise ditto".split())
"""Words that ask the last question once more, of another role."""
_WINNING = pattern(
    r"(?:(?:so|and|but|ok|okay|well|then|right) )*(?:who|which(?: one| of (?:the two|them|these))?) "
    r"(?:wins|win|comes out ahead|comes out on top|comes off better|is ahead|has it better|is better off|has the edge)"
    r"(?: (?:then|overall|there|here|in the end|on that|in that|at that))*$"
)
"""Questions that ask of the topic of the talk which role is ahead."""
_BACK_TO = pattern(
    r"^(?:(?:ok|okay|now|so|and|fine|well|anyway|right) )*(?:back|going back|coming back) (?:to|2) (?:\w+ ?){1,3}$"
)
"""What names only what a question is about that follows ("back to engineers: ...")."""
_ABOUT_ALL = pattern(
    r"\bcite\b|\byou (?:get|getting|take|taking|read) (?:all (?:this|that|these)|this|these)\b"
)
"""Questions on the source of everything said rather than of the last answer."""
_APART = frozenset("different differ differs otherwise".split())
"""Words that ask it of both, where one role is named ("is a producer's any different?")."""


class Dialogue:
    """Settles what to do with a message, given the talk so far."""

    def __init__(self, library: Library, framer: Framer) -> None:
        self._topics = library.topics
        self._families = library.families
        self._acts = frozenset(library.acts)
        self._declining = Declining(library)
        self._framer = framer
        self._turns = Turns(library)
        self._standing = Standing(library)

    def settle(self, reading: Reading, session: Session) -> Act:
        """The one act for a message."""
        verdict = self._standing.settle(reading, session, self._verdict(reading, session))
        return self._turns.settle(reading, session, verdict)

    def _verdict(self, reading: Reading, session: Session) -> Act:
        parts = self._framer.parts(reading)
        if self._self_harm(parts):
            return Act(Kind.SAFETY, rules=("words of self-harm come before everything else",))
        whole = self._framer.whole(parts)
        if whole is None:
            return Act(Kind.CLARIFY, "empty", rules=("the message has no words",))
        if self._framer.in_another_language(reading):
            return Act(Kind.OUT_OF_SCOPE, "other_language", rules=("the message is not in English",), frame=whole)
        frames = self._framer.frames(parts)
        together = self._several(frames, session) if frames else None
        return together or self._one(whole, session)

    def _self_harm(self, parts: Parts) -> bool:
        """Whether there are words of self-harm, as typed or disguised ("k1ll", "d i e")."""
        reading = parts.reading
        plain = undisguised(reading.utterance.text)
        readings = (reading,) if plain == reading.utterance.text else (reading, self._framer.read(plain))
        named = any(
            c.kind == "self_harm" for one in readings for e in (*one.entities, *one.patterns) for c in e.concepts
        )
        return named or self._framer.is_like_self_harm(parts, SELF_HARM_LEAD)

    def _several(self, frames: Sequence[Frame], session: Session) -> Act | None:
        """Two or more questions in one message: the answers together, where each stands by itself."""
        verdicts = []
        running = session
        for frame in frames:
            if _BACK_TO.match(frame.words) and len(frames) > 1:
                continue
            act = self._one(frame, running)
            verdicts.append(act)
            if act.kind == Kind.ANSWER:
                running = replace(
                    running, topics=tuple(a.topic for a in act.asks), roles=act.asks[0].roles, kind="answer"
                )
        answers = [act for act in verdicts if act.kind == Kind.ANSWER and act.style == "full" and act.name != "yes"]
        strong = [
            act
            for act in answers
            if act.winner
            and (
                act.winner.concepts >= 1 or (act.frame and act.frame.content and act.winner.likeness >= LIKENESS_OF_ONE)
            )
        ]
        named = tuple(dict.fromkeys(role for frame in frames for role in frame.roles))
        if len(named) == 1:
            strong = [
                _for_roles(act, named) if not act.carried and not _speaks_of_roles(act) else act for act in strong
            ]
        asks = tuple(dict.fromkeys(ask for act in strong for ask in act.asks))
        if len({ask.topic for ask in asks}) < 2 or any(a.kind == Kind.NOT_COVERED for a in verdicts):
            return None
        if any(a.kind == Kind.OUT_OF_SCOPE and a.label for a in verdicts):
            return None
        first = strong[0]
        return replace(first, asks=asks[:3], rules=(*first.rules, "the message asks more than one question"))

    # -- one frame

    def _one(self, frame: Frame, session: Session) -> Act:
        if frame.reverse and not session.direction:
            frame = replace(frame, other=True)
        topics = references.preferring(frame, session, [w for w in frame.ranked if w.intent in self._topics])
        topics = references.named_first(topics)
        families = [w for w in frame.ranked if w.intent in self._families]
        acts = [w for w in frame.ranked if w.intent in self._acts]
        best = topics[0] if topics else None
        family = families[0] if families else None
        act = small_talk.turn(acts, frame)
        if small_talk.introduces(frame, best):
            return Act(Kind.SOCIAL, "person", rules=("the message says who the user is",), frame=frame)
        if small_talk.everything(frame, act):
            asks = (Ask("difference", BOTH),)
            return Act(Kind.ANSWER, "overview", asks, rules=("a comparison in everything",), frame=frame, winner=act)
        steps = (
            self._declining.foreign,
            self._declining.private,
            self._carry,
            self._small_talk,
            self._declining.elsewhere,
            self._declining.lacking,
        )
        for step in steps:
            settled = step(frame, session, best, family, act)
            if settled:
                return settled
        if small_talk.remarks(frame, best):
            return self._unclear(frame, session, best, topics)
        unnamed = best is None or best.concepts < 1
        bare = unnamed and (
            set(frame.words.split()) <= _BARE
            or (len(frame.roles) == 1 and not frame.content and frame.length <= 2 and not frame.question)
        )
        if unnamed and not session.topics and self._vague(frame):
            return self._unclear(frame, session, best, topics)
        on_topic = best is not None and best.intent in session.topics and best.concepts >= 1
        short = frame.content <= FRAGMENT_CONTENT and not frame.unknown
        if best and not bare and ((on_topic and short) or self._supported(frame, best, bool(session.topics))):
            return self._answer(frame, session, topics)
        return going_on(frame, session) or self._unclear(frame, session, best, topics)

    @staticmethod
    def _vague(frame: Frame) -> bool:
        """Whether a first message asks about something that it does not name ("how much is it?")."""
        named = frame.roles or frame.both or frame.story_roles or frame.domestic
        pointing = bool(_POINTING & set(frame.words.split()))
        return not named and not frame.unknown and frame.content <= (1 if pointing else 0)

    @staticmethod
    def _supported(frame: Frame, best: Weighed, talked: bool) -> bool:
        """Whether the best topic has enough behind it: a concept of its own, or much likeness to examples."""
        examples = best.likeness
        if (frame.roles or frame.both) and examples - STRANGE_WORD_COST * len(frame.unknown) >= LIKENESS_WITH_ROLE:
            return True
        if not (frame.roles or frame.both or frame.story_roles or frame.domestic):
            examples -= STRANGE_COST * len(frame.unknown)
        ours = frame.roles or frame.both or frame.domestic
        if not ours and not talked and frame.alien and best.concepts < 2 and examples < LIKENESS_OF_A_STRANGER:
            return False
        if best.concepts >= 3 and ours and not frame.unknown:
            return examples >= LEAST_LIKENESS
        if best.concepts >= 2:
            return examples - UNKNOWN_COST * len(frame.unknown) >= LIKENESS_WITH_CONCEPT
        if best.concepts >= 1:
            return examples - UNKNOWN_COST * len(frame.unknown) >= LIKENESS_WITH_HINT
        least = LIKENESS_ALONE if frame.roles or frame.both else LIKENESS_ALONE + NO_ROLE_COST
        return examples - 2 * UNKNOWN_COST * len(frame.unknown) >= least

    def _small_talk(
        self, frame: Frame, session: Session, best: Weighed | None, family: Weighed | None, act: Weighed | None
    ) -> Act | None:
        """Small talk, and turns about the talk itself, where nothing else in the message is stronger."""
        if (
            act is None
            or frame.roles
            or frame.story_roles
            or not (act.concepts >= 2 or small_talk.spoken_for(self._framer.index, frame, act))
            or not small_talk.prevails(frame, act, best, family, session.topics)
        ):
            return None
        name = act.intent
        rule = (f"the message is talk rather than a question: {name.replace('_', ' ')}",)
        if name == "nonsense" and not frame.unknown:
            return Act(Kind.CLARIFY, "vague", rules=rule, frame=frame, winner=act)
        if name in ("other_language", "nonsense"):
            return Act(Kind.OUT_OF_SCOPE, name, rules=rule, frame=frame, winner=act, runner_up=best)
        if name == "help_choose":
            return Act(Kind.ANSWER, name, (Ask("choosing", BOTH),), rules=rule, frame=frame, winner=act, runner_up=best)
        if name == "compare_all":
            topics = session.topics if session.topics and frame.content <= 2 else ("difference",)
            asks = tuple(Ask(t, BOTH) for t in topics)
            return Act(Kind.ANSWER, asks=asks, rules=rule, frame=frame, winner=act, runner_up=best)
        if name == "yes" and session.offered:
            accepted = self.settle(self._framer.read(session.offered[0]), replace(session, offered=()))
            return replace(accepted, name="yes", rules=("yes to what was offered", *accepted.rules))
        if name in small_talk.STYLES:
            if name in small_talk.ABOUT_THE_SOURCE and (not session.topics or _ABOUT_ALL.search(frame.words)):
                return Act(Kind.ANSWER, asks=(Ask("source", BOTH),), rules=rule, frame=frame, winner=act)
            if not session.topics and best and best.concepts >= OWN_TOPIC_POINTS:
                return None
            if not session.topics:
                return Act(Kind.CLARIFY, "nothing_before", rules=rule, frame=frame, winner=act)
            both = frame.both and name not in small_talk.ON_FIGURES
            roles = BOTH if both else references.ordinal_role(frame, session) or session.roles
            asks = tuple(Ask(topic, roles, session.aspects, session.direction) for topic in session.topics)
            carried = tuple(f"topic {topic}" for topic in session.topics)
            style = session.style if name == "repeat" else small_talk.STYLES[name]
            return Act(
                Kind.ANSWER,
                asks=asks,
                style=style,
                again=name == "repeat",
                rules=rule,
                carried=carried,
                frame=frame,
                winner=act,
                runner_up=best,
            )
        if name == "correction":
            return Act(Kind.CLARIFY, "vague", rules=rule, frame=frame, winner=act)
        return Act(Kind.SOCIAL, name, rules=rule, frame=frame, winner=act, runner_up=best)

    def _answer(self, frame: Frame, session: Session, topics: Sequence[Weighed]) -> Act:
        best = topics[0]
        roles, carried = references.roles(frame, session, best.intent)
        if len(topics) > 1 and best.points - topics[1].points < NEAR_TIE and best.concepts < 2 > topics[1].concepts:
            return Act(
                Kind.CLARIFY,
                "near_tie",
                options=tuple(Ask(w.intent, roles) for w in topics[:2]),
                rules=("two topics are equally near",),
                frame=frame,
                winner=best,
                runner_up=topics[1],
            )
        chosen = [best]
        for other in topics[1 : MAX_LIST if references.lists(frame) else 3]:
            if other.concepts >= SECOND_TOPIC_POINTS and best.concepts >= 2 and references.joined(frame, best, other):
                chosen.append(other)
        chosen.sort(key=lambda w: references.position(frame, w))
        asks, dated = [], False
        for w in chosen:
            if w.intent == "source" and not frame.roles:
                of_the_talk = session.roles and _FIGURES & set(frame.words.split())
                dated = bool(of_the_talk) and "date" in frame.aspects
                asks.append(Ask(w.intent, session.roles if of_the_talk else BOTH, frame.aspects))
                continue
            direction = references.direction(frame, session) if w.intent == "transition" else None
            if w.intent == "difference" and (not frame.roles or set(frame.roles) | set(frame.story_roles) == set(BOTH)):
                roles = BOTH
            asked = tuple(direction.split(">")) if direction else BOTH if w.intent == "transition" else roles
            if w.intent == "choosing":
                leaning = references.leaning(frame)
                asked = (leaning, references.other(leaning)) if leaning else BOTH if len(frame.roles) != 1 else asked
            lean = frame.lean if w.intent == "choosing" else ()
            asks.append(Ask(w.intent, asked, frame.aspects, direction, lean))
        return Act(
            Kind.ANSWER,
            asks=tuple(asks),
            style="dated" if dated else "full",
            rules=(f"the topic with most points is {best.intent.replace('_', ' ')}",),
            carried=carried,
            frame=frame,
            winner=best,
            runner_up=next((w for w in frame.ranked if w not in chosen), None),
        )

    def _carry(
        self, frame: Frame, session: Session, best: Weighed | None, family: Weighed | None, act: Weighed | None
    ) -> Act | None:
        """A fragment that names roles, but no topic, goes on with the topic of the talk."""
        at_home = any(concept.kind == "home" for concept in frame.concepts)
        declined = (session.declined,) if session.declined and (frame.roles or at_home) else ()
        topics = declined or references.topics(frame, session)
        winning = bool(_WINNING.match(frame.words))
        words = set(frame.words.split())
        compared = best is not None and best.intent == "difference"
        apart = compared and len(frame.roles) == 1 and bool(_APART & words) and "what" not in words
        same = compared and (apart or bool(_AGAIN & words))
        reversing = frame.reverse and not session.direction
        own = best is not None and best.concepts >= OWN_TOPIC_POINTS and not (same or reversing)
        of_figures = act is not None and act.intent in small_talk.ON_FIGURES and act.concepts >= 2 and not frame.roles
        if not topics or own or of_figures or (family and family.concepts >= 2):
            return None
        if any(f.kind != "covered_place" for f in frame.foreign) or frame.content > FRAGMENT_CONTENT:
            return None
        if (
            (frame.content > (1 if frame.other else 0) or asks_its_own(frame, self._framer.vocabulary.function))
            and not (same or reversing or winning or references.ONLY.search(frame.words))
            and best
            and best.intent not in topics
            and best.likeness >= LIKENESS_OF_A_QUESTION
        ):
            return None
        pay = "salary" if topics == ("salary",) else ""
        roles, carried = (BOTH, ()) if apart else references.roles(frame, session, pay)
        number = next((references.ORDINALS[w] for w in frame.words.split() if w in references.ORDINALS), 0)
        if number and not frame.roles and len(topics) >= number > 1:
            topics = topics[number - 1 : number]
        elif number and not frame.roles and len(topics) > 1:
            topics = topics[:1]
        elif number and not frame.roles and len(session.roles) == 2:
            roles = session.roles[number - 1 : number]
        elif not (
            frame.roles
            or frame.both
            or frame.other
            or at_home
            or (
                (frame.comparative or winning)
                and frame.question
                and not (act and act.intent in small_talk.STYLES and act.concepts >= 2)
            )
        ):
            return None
        direction = session.direction if roles == session.roles else None
        asks = tuple(Ask(topic, roles, session.aspects, direction) for topic in topics)
        return Act(
            Kind.ANSWER,
            asks=asks,
            rules=("a fragment goes on with the topic of the talk",),
            carried=(*carried, *(f"topic {topic}" for topic in topics)),
            frame=frame,
        )

    def _unclear(self, frame: Frame, session: Session, best: Weighed | None, topics: Sequence[Weighed]) -> Act:
        named = bool(frame.roles or frame.both)
        if named and frame.unknown:
            return decline(
                Kind.NOT_COVERED, "unknown", " ".join(frame.unknown[:3]), frame, "what is asked for is not understood"
            )
        if frame.unknown or frame.foreign or (frame.alien and not (named or frame.domestic or session.topics)):
            return decline(Kind.OUT_OF_SCOPE, "unknown", "", frame, "nothing in the message is about these careers")
        options = tuple(Ask(w.intent, references.roles(frame, session)[0]) for w in topics[:2])
        return Act(
            Kind.CLARIFY, "vague", options=options, rules=("too little in the message points to a topic",), frame=frame
        )


def _speaks_of_roles(act: Act) -> bool:
    frame = act.frame
    return frame is None or bool(frame.roles or frame.both or frame.the_two or frame.comparative)


def _for_roles(act: Act, roles: tuple[str, ...]) -> Act:
    """An act whose questions are about `roles`; switching stays about both."""
    return replace(act, asks=tuple(ask if ask.topic == "transition" else replace(ask, roles=roles) for ask in act.asks))
