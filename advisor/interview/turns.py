"""What a message does to the interview, given the verdict that it would have had without one.

While a question is open, a message is read as an answer to it, unless it clearly asks something: then it is answered as
always, and the question is put again. After two such turns in a row the questions wait until they are called back.
"""

from __future__ import annotations

from collections.abc import Mapping

from advisor.acts import Act, Ask, Step
from advisor.cues import ALWAYS_ASKING, IMPERATIVES, WH_WORDS
from advisor.frames import Frame
from advisor.interview.listening import Heard, Listener, names_interview
from advisor.interview.result import OPEN, SKIPPED, fit, leans
from advisor.leaning import Leanings
from advisor.model import BOTH, Library, Question, Reading
from advisor.patterns import pattern
from advisor.reply import Kind
from advisor.session import Session
from advisor.values import replace

LEAST_STATED = 3
"""Words of the shortest message that is taken to say something rather than to name a topic ("pay and hours")."""
SURE_POINTS = 2.0
"""Concept points from which a message without the form of a question still asks for a topic."""
TOPIC = "choosing"
GO_ON = "Go on with the questions"
"""Offered while the questions wait."""
_ABOUT_THE_TALK = frozenset({"yes", "no", "skip", "stop", "back", "acknowledge"})
_ASKS = pattern(
    r"\b(?:what|how|which|who|where|when|why) "
    r"(?:do|does|did|is|are|was|were|would|can|could|should|will|much|many|long|else|about|kind|sort)\b"
)
_CHOOSES = pattern(r"(?:(?:just|please|oh|well) )*give (?:me|him|her|us) ")
"""What has the form of a request and takes a choice ("give me acoustics any day")."""
_ENDS = frozenset({"restart", "goodbye"})
"""Talk that ends everything, the interview with it."""
_SIDE_BY_SIDE = pattern(r"\b(?:versus|vs|compared?|comparing|comparison)\b")
"""Words that ask for the roles side by side, whatever an answer might have of them ("engineer versus producer")."""
_FINAL = frozenset("stop quit cancel abort".split())
_ONWARDS = pattern(r"(?:(?:ok|okay|yes|please|let us) )*(?:go on|go ahead|continue|carry on|proceed)(?: please)?")
""""Go on", where going on with the questions was offered."""
_BRING_IT = pattern(r"\b(?:bring it on|no problem|no thanks?|not for me|count me (?:in|out)|love (?:it|them))$")
"""What answers a question that the message itself has echoed ("odd hours? bring it on")."""
_OWN = frozenset("i me my myself mine".split())

NAMED_BESIDE = frozenset({"personality_tests", "resume_interview", "feedback", "place"})
"""What is declined, but may be named by words that begin the interview ("do a personality quiz on me")."""


class Turns:
    """Settles the turns of the interview of a library, where it has one."""

    def __init__(self, library: Library) -> None:
        self._interview = library.interview
        self._fingerprint = library.fingerprint
        questions = library.interview.questions if library.interview else ()
        self._questions: Mapping[str, Question] = {question.id: question for question in questions}
        self._order = tuple(self._questions)
        self._listener = Listener(library.interview, Leanings(library)) if library.interview else None

    def settle(self, reading: Reading, session: Session, verdict: Act) -> Act:
        """The verdict, or a turn of the interview in its place or beside it."""
        if self._listener is None or verdict.kind is Kind.SAFETY:
            return verdict
        held = session.fingerprint == self._fingerprint and len(session.answers) == len(self._order)
        answers = session.answers if held else OPEN * len(self._order)
        asking = session.asking if held and session.asking in self._questions else ""
        control = self._listener.control(reading)
        if asking:
            return self._asked(reading, session, verdict, answers, asking, control)
        return self._unasked(reading, session, verdict, answers, control)

    # -- no question is open

    def _unasked(self, reading: Reading, session: Session, verdict: Act, answers: str, control: str) -> Act:
        started = bool(session.answers) and answers == session.answers
        frame = verdict.frame
        if control == "anew" or (control == "begin" and _may_begin(verdict)) or verdict.name == "help_choose":
            if control == "anew" or not started:
                return self._ask("begin", OPEN * len(self._order), self._order[0], frame)
            return self._go_on(answers, frame)
        if GO_ON in session.offered and started and frame and _ONWARDS.fullmatch(frame.words):
            control = "resume"
        if control == "resume" and (started or verdict.kind is not Kind.ANSWER):
            return self._go_on(answers, frame) if started else self._ask("begin", answers, self._order[0], frame)
        if control == "change" and started:
            return self._change(reading, answers, frame)
        if started and (control == "result" or (control in ("why", "again") and session.kind == Kind.INTERVIEW)):
            return self._result(answers, frame)
        return verdict

    def _go_on(self, answers: str, frame: Frame | None) -> Act:
        return self._ask("resumed", answers, self._next(answers, 0), frame)

    def _change(self, reading: Reading, answers: str, frame: Frame | None) -> Act:
        assert self._listener
        meant = self._listener.question(reading)
        return self._ask("changing" if meant else "which", answers, meant, frame)

    # -- a question is open

    def _asked(self, reading: Reading, session: Session, verdict: Act, answers: str, asking: str, control: str) -> Act:
        assert self._listener
        frame = verdict.frame
        if frame is None:
            return replace(verdict, step=Step("between", answers, asking))
        if verdict.kind is Kind.SOCIAL and verdict.name in _ENDS and control != "anew":
            return verdict
        place = self._order.index(asking)
        heard = self._listener.hear(self._questions[asking], reading)
        if control == "stop" and (heard is None or heard.plain or _FINAL & set(frame.words.split()[:2])):
            rule = "the interview is stopped"
            return Act(Kind.SOCIAL, "stop", step=Step("stopped", answers), rules=(rule,), frame=frame)
        if control == "anew":
            return self._ask("begin", OPEN * len(self._order), self._order[0], frame)
        if control == "change":
            meant = self._listener.question(reading)
            return self._ask("changing" if meant else "which", answers, meant or asking, frame)
        if control == "result":
            return self._result(answers, frame)
        if control == "resume" or (control in ("begin", "again") and not self._between(reading, frame, verdict, heard)):
            return self._ask("again", answers, asking, frame)
        if control == "why":
            return self._ask("why", answers, asking, frame, asking)
        if control == "back":
            before = self._order[place - 1] if place else asking
            return self._ask("back" if place else "no_way_back", answers, before, frame)
        if self._between(reading, frame, verdict, heard):
            waiting = session.kind in (Kind.ANSWER, Kind.NOT_COVERED, Kind.OUT_OF_SCOPE) and verdict.kind != Kind.SOCIAL
            step = Step("waiting", answers) if waiting else Step("between", answers, asking)
            return replace(verdict, step=step, rules=(*verdict.rules, "the question of the interview stays open"))
        if control == "skip":
            return self._next_after("skipped", _marked(answers, place, SKIPPED), place, frame)
        if heard is None:
            return self._ask("unclear", answers, asking, frame, asking)
        label = self._questions[asking].label
        rule = f"the message answers the question on {label.lower()}: {heard.words}"
        marked = _marked(answers, place, heard.mark)
        open_ones = [name for name, mark in zip(self._order, marked, strict=True) if mark == OPEN]
        besides = self._listener.besides(self._questions[asking], reading, open_ones) if not leans(heard.mark) else []
        for name, mark in besides:
            marked = _marked(marked, self._order.index(name), mark)
        act = self._next_after("noted", marked, place, frame, rule)
        return replace(act, step=replace(act.step, words=heard.words, besides=tuple(besides))) if act.step else act

    @staticmethod
    def _between(reading: Reading, frame: Frame, verdict: Act, heard: Heard | None) -> bool:
        """Whether a message asks or says something of its own, rather than answer the question."""
        others = {ask.topic for ask in verdict.asks} - {TOPIC}
        points = verdict.winner.concepts if verdict.winner else 0.0
        embedded = _ASKS.search(frame.words) and (heard is None or heard.plain)
        if heard and not heard.plain and not frame.asked and _CHOOSES.match(frame.words):
            return False
        if verdict.kind is Kind.ANSWER and others and _SIDE_BY_SIDE.search(frame.words):
            return not _OWN & set(frame.words.split())
        if not embedded and _states(reading, frame):
            return verdict.kind is Kind.SOCIAL and verdict.name not in _ABOUT_THE_TALK and not heard
        if frame.question or frame.asked or embedded:
            if verdict.kind is Kind.ANSWER:
                return bool(others) or (not heard and verdict.style != "full")
            if verdict.kind in (Kind.NOT_COVERED, Kind.OUT_OF_SCOPE):
                return not heard or (bool(verdict.label) and verdict.name != "unknown")
            return verdict.kind is Kind.SOCIAL and not heard and verdict.name not in _ABOUT_THE_TALK
        if verdict.kind is Kind.ANSWER and others and points >= SURE_POINTS and frame.roles:
            return not _OWN & set(frame.words.split())
        if heard:
            return False
        if verdict.kind is Kind.SOCIAL:
            return verdict.name not in _ABOUT_THE_TALK
        if _OWN & set(frame.words.split()):
            return False
        if verdict.kind is Kind.ANSWER:
            return bool(others) and not frame.lean and (points >= SURE_POINTS or bool(verdict.carried))
        declined = verdict.kind in (Kind.NOT_COVERED, Kind.OUT_OF_SCOPE)
        return declined and bool(verdict.label) and verdict.name != "unknown"

    # -- what follows

    def _next(self, answers: str, start: int) -> str:
        """The next question that is open, from a place on and then from the first; empty where none is."""
        places = [*range(start, len(answers)), *range(start)]
        return next((self._order[n] for n in places if answers[n] == OPEN), "")

    def _next_after(self, turn: str, answers: str, place: int, frame: Frame | None, rule: str = "") -> Act:
        following = self._next(answers, place + 1)
        return self._ask(turn, answers, following, frame, self._order[place], rule)

    def _ask(
        self, turn: str, answers: str, asking: str, frame: Frame | None, question: str = "", rule: str = ""
    ) -> Act:
        """A turn that puts a question, or where none is left tells the result."""
        rules = (rule or f"a turn of the interview: {turn.replace('_', ' ')}",)
        told = turn if asking or turn == "which" else "result"
        step = Step(told, answers, asking, question, ahead=self._ahead(answers) if asking else ())
        return Act(Kind.INTERVIEW, "interview", (Ask(TOPIC, BOTH),), step=step, rules=rules, frame=frame)

    def _ahead(self, answers: str) -> tuple[str, ...]:
        """The roles, the one first for which the answers so far speak."""
        counts = dict(fit(self._interview, answers).counts) if self._interview else {}
        return tuple(sorted(BOTH, key=lambda role: -counts.get(role, 0)))

    def _result(self, answers: str, frame: Frame | None) -> Act:
        return self._ask("result", answers, "", frame)


def _states(reading: Reading, frame: Frame) -> bool:
    """Whether a message says something, in whatever words, rather than ask: longer than a heading, with no word or form
    of a question, and of no role. "Can't read a note" leaves its subject out, "arguments? I love them" echoes."""
    words = [token.text for token in reading.utterance.tokens if token.is_word]
    if len(words) < LEAST_STATED or frame.roles or frame.other or frame.both or WH_WORDS & set(words):
        return False
    echoes = words[0] not in ALWAYS_ASKING and _OWN & set(words)
    if frame.asked and not echoes and not _BRING_IT.search(" ".join(words)):
        return False
    return words[0] not in ALWAYS_ASKING | IMPERATIVES or words[1] == "not"


def _may_begin(verdict: Act) -> bool:
    """Whether a message with words that begin the interview means it: it asks for no other topic, and says nothing of
    oneself that would be an answer already, unless it names the interview."""
    if verdict.frame and verdict.frame.lean and not names_interview(verdict.frame.words.split()):
        return False
    points = verdict.winner.concepts if verdict.winner else 0.0
    if verdict.kind is Kind.ANSWER:
        return {ask.topic for ask in verdict.asks} <= {TOPIC} or points < SURE_POINTS
    if verdict.kind is Kind.NOT_COVERED:
        return verdict.name in NAMED_BESIDE or points < SURE_POINTS
    return verdict.kind is not Kind.OUT_OF_SCOPE or verdict.name == "unknown"


def _marked(answers: str, place: int, mark: str) -> str:
    return answers[:place] + mark + answers[place + 1 :]
