"""The library's door: one message in, one reply out. The only module that names all steps, in order."""

from __future__ import annotations

from advisor import loading, rendering
from advisor.acts import Act, Ask
from advisor.answers import STARTERS, Composer
from advisor.dialogue import Dialogue
from advisor.drafts import Draft
from advisor.errors import RequestError
from advisor.frames import Framer
from advisor.interview import Fit, fit
from advisor.knowledge import Knowledge
from advisor.model import BOTH, Fact
from advisor.references import going_on
from advisor.reply import Explanation, Kind, Reply
from advisor.session import MAX_LIST, MAX_TURNS, Session
from advisor.suggesting import Questions
from advisor.values import replace

TYPE_CHECKING = False  # as in `advisor`: `pathlib` and `typing` take longer to load than a question to answer
if TYPE_CHECKING:
    from pathlib import Path

    from advisor.comparing import Comparison


class Advisor:
    """The engine. Immutable after loading; one object serves any number of threads and talks.

    `folder`: a pack, that is a folder with `knowledge/` and `intents.yaml`; None: the bundled one.
    `extends`: the folder is an overlay: it holds only what it adds to the bundled pack, or replaces in it.
    Raises `PackError`, with every fault, where the pack is wrong; `RequestError` for `extends` without a folder.
    """

    def __init__(self, folder: Path | str | None = None, extends: bool = False) -> None:
        if extends and folder is None:
            raise RequestError("extends needs the folder of an overlay: Advisor(folder, extends=True)")
        self.library, made = loading.prepare(folder, extends)
        self.knowledge = Knowledge(self.library)
        self._framer = Framer(self.library, made)
        self._dialogue = Dialogue(self.library, self._framer)
        self._composer = Composer(self.library, self.knowledge)
        self._questions: Questions | None = None

    def reply(self, text: str, session: Session | None = None) -> Reply:
        """Answer one message.

        `text`: what the user typed; anything, any length (of very long messages the beginning and the end are read).
        `session`: the `Reply.session` of the turn before; None: no memory.
        Pure: the same pack, session and text give the same reply. Never raises for any text.
        """
        session = (session or Session()).within(self.library.topics, self.library.roles)
        reading = self._framer.read(text)
        act = self._known_roles(self._dialogue.settle(reading, session))
        draft = self._composer.compose(act, session)
        following = self._after(act, draft, session)
        frame = act.frame
        explanation = Explanation(
            reading=act.rules[0] if act.rules else "",
            evidence=act.winner.evidence if act.winner else (),
            score=act.winner.points if act.winner else 0.0,
            runner_up=act.runner_up.intent if act.runner_up else None,
            margin=act.winner.points - act.runner_up.points if act.winner and act.runner_up else 0.0,
            repairs=reading.repairs,
            not_understood=frame.unknown if frame else (),
            rules=act.rules,
            carried=act.carried,
        )
        return Reply(
            text=rendering.plain(draft.blocks),
            blocks=tuple(draft.blocks),
            kind=act.kind,
            handled=act.kind is not Kind.OUT_OF_SCOPE,
            topics=tuple(draft.topics),
            roles=tuple(draft.roles),
            facts=tuple(dict.fromkeys(draft.facts)),
            sources=self.knowledge.sections(draft.facts),
            conflicts=tuple(draft.conflicts),
            suggestions=tuple(draft.suggestions),
            explanation=explanation,
            session=following,
        )

    def chat(self, session: Session | None = None) -> Chat:
        """A talk whose session is kept for you; `session`: where it goes on from."""
        return Chat(self, session or Session())

    def facts(self, topic: str | None = None, role: str | None = None) -> tuple[Fact, ...]:
        """The facts on a topic, or a role, or both; all of them where neither is given. `RequestError`: unknown ids."""
        self._known(topic, role)
        if topic:
            return self.knowledge.select(topic, (role,) if role else BOTH)
        return tuple(fact for fact in self.knowledge.facts.values() if role is None or role in fact.roles)

    def compare(self, topic: str) -> Comparison:
        """A topic with the roles side by side, aligned by aspect. `RequestError`: unknown topic."""
        self._known(topic, None)
        return self._composer.comparer.compare(topic)

    def suggest(self, prefix: str = "", n: int = 5) -> tuple[str, ...]:
        """At most `n` whole questions for what a user has typed so far, best first; each is answered by this engine.

        `prefix`: any text; "" gives questions to begin with. They begin with it, or have words that begin as its words
        do, or are of the topic as which it is read. Each has at most 60 UTF-8 bytes. For completion and quick replies.
        `RequestError`: `n` is not a whole number from 1 to 200.
        """
        read = self.reply(prefix) if prefix.strip() else None
        answered = read is not None and read.kind is Kind.ANSWER
        topics, roles = (read.topics, read.roles) if read and answered else ((), ())
        questions = self._questions = self._questions or Questions(self.library, STARTERS)
        return questions.suggest(prefix, n, topics, roles)

    def fit(self, session: Session) -> Fit | None:
        """What the answers of the interview in a session come to, as far as it went; None where none was given."""
        interview = self.library.interview
        if interview is None or session.fingerprint != self.library.fingerprint:
            return None
        found = fit(interview, session.answers)
        return found if found.points else None

    def _known_roles(self, act: Act) -> Act:
        """The act without roles of which the pack says nothing there; declined where none is left.

        The two roles of every pack have all its topics; one that an overlay adds has those that the overlay gives it.
        """
        if act.kind is not Kind.ANSWER or all(set(ask.roles) <= set(BOTH) for ask in act.asks):
            return act
        asks = [replace(ask, roles=tuple(role for role in ask.roles if self._says(ask, role))) for ask in act.asks]
        if any(ask.roles for ask in asks):
            return replace(act, asks=tuple(ask for ask in asks if ask.roles))
        topic = self.library.topics[act.asks[0].topic]
        added = next(role for role in act.asks[0].roles if role not in BOTH)
        label = f"{topic.title.lower()} for {self.library.roles[added].plural}"
        rule = f"The pack says nothing of {added} on {topic.id}."
        return replace(act, kind=Kind.NOT_COVERED, name="role", label=label, asks=(), rules=(rule, *act.rules))

    def _says(self, ask: Ask, role: str) -> bool:
        topic = self.library.topics[ask.topic]
        if ask.direction and not set(ask.direction.split(">")) <= set(BOTH):
            return any(opening.direction == ask.direction for opening in topic.openings)
        return role in BOTH or topic.speaks_of(role)

    def _known(self, topic: str | None, role: str | None) -> None:
        for name, given, known in (("topic", topic, self.library.topics), ("role", role, self.library.roles)):
            if given is not None and given not in known:
                raise RequestError(f"unknown {name} {given!r}: use one of {', '.join(known)}")

    def _after(self, act: Act, draft: Draft, session: Session) -> Session:
        turns = min(session.turns + 1, MAX_TURNS)
        fingerprint = self.library.fingerprint
        if act.kind == Kind.SOCIAL and act.name == "forget":
            return Session(
                kind=act.kind.value, told=session.told, offered=tuple(draft.suggestions), fingerprint=fingerprint,
                turns=turns,
            )  # fmt: skip
        if act.kind == Kind.SOCIAL and act.name in ("goodbye", "restart"):
            return Session(kind=act.kind.value, fingerprint=fingerprint, turns=turns)
        known = session.fingerprint == fingerprint
        before = session.told if known else ""
        told = int(before, 16) if before else 0
        for fact in draft.facts:
            told |= 1 << self.knowledge.number[fact.id]
        offered = tuple(draft.suggestions)
        person = act.frame.person if act.frame and act.frame.person else session.person
        kept = replace(
            session,
            person=person,
            stage=act.stage or session.stage,
            felt=act.feeling or session.felt,
            declined=act.asked or (session.declined if act.kind is Kind.OUT_OF_SCOPE else ""),
            kind=act.kind.value,
            offered=offered,
            fingerprint=fingerprint,
            turns=turns,
        )
        if act.step:
            kept = replace(kept, answers=act.step.answers, asking=act.step.asking)
        if act.kind == Kind.INTERVIEW and act.step and act.step.turn != "result":
            return kept
        if act.kind == Kind.INTERVIEW:
            roles = tuple(draft.roles[:1] if draft.decided else draft.roles)
            return replace(
                kept, topics=tuple(draft.topics), roles=roles, aspects=(), direction=None, style="full",
                told=f"{told:x}", before=before,
            )  # fmt: skip
        if act.kind != Kind.ANSWER:
            named = act.frame.roles if act.frame and act.kind in (Kind.NOT_COVERED, Kind.CLARIFY) else ()
            return replace(kept, roles=named or kept.roles)
        first = act.asks[0]
        if session.topics and {ask.topic for ask in act.asks} == {"source"}:
            return replace(kept, told=f"{told:x}")
        topics = tuple(dict.fromkeys(ask.topic for ask in act.asks))[:MAX_LIST]
        return replace(
            kept,
            topics=topics,
            listed=topics if len(topics) > 1 else kept.listed,
            roles=session.roles if _again(first, act, session) else _talked_of(act, session, tuple(draft.roles)),
            aspects=first.aspects[:MAX_LIST],
            direction=first.direction,
            style=act.style,
            told=f"{told:x}",
            before=session.before if act.again else before,
        )


def _again(ask: Ask, act: Act, session: Session) -> bool:
    """Whether a recommendation is only told anew or explained, so that the talk goes on with what was recommended."""
    explained = ask.topic == "choosing" and session.topics == ("choosing",) and not ask.lean
    return explained and len(session.roles) == 1 and bool(act.carried or act.again)


def _talked_of(act: Act, session: Session, roles: tuple[str, ...]) -> tuple[str, ...]:
    """The roles with which the talk goes on: of a recommendation, the one that is recommended."""
    first = act.asks[0]
    return roles[:1] if first.lean and first.decided else going_on(act.frame, session, roles)


class Chat:
    """A talk that remembers itself: `say` a message, get a reply."""

    def __init__(self, advisor: Advisor, session: Session) -> None:
        self.advisor = advisor
        self.session = session

    def say(self, text: str) -> Reply:
        """The reply to a message, after all that was said before."""
        reply = self.advisor.reply(text, self.session)
        self.session = reply.session
        return reply
