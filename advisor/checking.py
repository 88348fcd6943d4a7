"""Check a pack beyond what loading does: whether questions reach every fact, and each example its own intent.

The loading faults come first; only a pack without them can be run. What breaks a promise of the library (a fact that
nobody is ever told, a question of the advisor's own that it answers otherwise) is a fault. What an author should look
at (an example that another intent wins) is a warning.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from advisor import loading
from advisor.engine import Advisor
from advisor.errors import Fault, PackError
from advisor.frames import Framer
from advisor.intents import SMOOTHING, ExampleIndex, Feature, Row
from advisor.model import BOTH, Library, Reading
from advisor.parts import row
from advisor.reply import Kind, Reply
from advisor.session import Session
from advisor.values import dataclass

MORE = "tell me more"
MOST_MORE = 12
"""Times that more is asked for on one topic; far beyond what any topic holds."""
MOST_CONFUSED = 20
"""Pairs of intents that a report lists."""
_INTENTS = "intents.yaml"
_ROUNDING = 1e-9
"""Scores that differ by no more than this are the same, but for rounding."""


@dataclass(frozen=True, slots=True)
class Confused:
    """Two intents whose examples are taken for each other."""

    intent: str
    """Where the examples stand."""
    taken_for: str
    """Which intent the other examples gave them to."""
    count: int


@dataclass(frozen=True, slots=True)
class Confusions:
    """How well the examples tell the intents apart by themselves: each is left out in turn, and matched to the rest."""

    examples: int
    left_out_accuracy: float
    """Share of the examples that came back to their own intent, 0 to 1."""
    confused: tuple[Confused, ...]
    """The most confused pairs, most first."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found."""

    faults: tuple[Fault, ...]
    """What must be mended."""
    warnings: tuple[Fault, ...]
    """What an author should look at."""
    left_out_accuracy: float | None
    """As in `Confusions`; None where the pack cannot be loaded, or the examples were left out of the check."""
    confused: tuple[Confused, ...]


def check(
    folder: Path | str | None = None,
    extends: bool = False,
    tell: Callable[[int, int], None] = lambda done, all: None,
    examples: bool = True,
) -> Report:
    """Everything that is wrong with a pack. Arguments: as for `Advisor`. Raises nothing for a bad pack.

    `tell`: is told how many of the examples are done, and of how many. `examples`: False leaves them out, which takes
    a hundredth of the time; they bring warnings, and faults only where the pack lacks a sentence for their replies.
    """
    try:
        advisor = Advisor(folder, extends)
    except PackError as error:
        return Report(error.faults, (), None, ())
    walk = _Walk(advisor)
    walk.topics()
    walk.suggestions()
    walk.unreached()
    if examples:
        walk.examples(tell)
    found = _confusions(advisor.library, advisor._framer.read) if examples else None
    return Report(
        tuple(dict.fromkeys(walk.faults)),
        tuple(dict.fromkeys(walk.warnings)),
        found.left_out_accuracy if found else None,
        found.confused if found else (),
    )


def confusions(folder: Path | str | None = None) -> Confusions:
    """How well a pack's examples tell its intents apart. `PackError`: the pack cannot be loaded."""
    library, made = loading.prepare(folder)
    return _confusions(library, Framer(library, made).read)


class _Walk:
    """Sends a pack's own questions and examples to the engine, and collects what is wrong with the replies."""

    def __init__(self, advisor: Advisor) -> None:
        self.advisor = advisor
        self.library = advisor.library
        self.faults: list[Fault] = []
        self.warnings: list[Fault] = []
        self.told: set[str] = set()
        self.wrong: set[str] = set()
        """Questions and names already reported; once is enough, however many talks come upon them."""
        self.offered: dict[tuple[str, tuple[str, ...], tuple[str, ...]], Session] = {}
        """Suggestions, by text, topics and roles of the talk, and the session in which each was made."""
        self.questions = dict(self._questions())

    def _questions(self) -> Iterator[tuple[str, tuple[str, tuple[str, ...]]]]:
        """Each question of the pack's own, and the topic and roles that it asks for."""
        for topic in self.library.topics.values():
            yield topic.question, (topic.id, BOTH)
            for role in filter(lambda role: topic.speaks_of(role.id), self.library.roles.values()):
                yield topic.role_question.replace("{plural}", role.plural), (topic.id, (role.id,))

    def topics(self) -> None:
        """Ask every topic's questions, and for more until nothing new comes."""
        for text, (topic, roles) in self.questions.items():
            reply = self._send(text, None)
            if reply is None:
                continue
            self._expect(text, reply, topic, roles, f"knowledge/{topic}.yaml", "asked first")
            told: set[str] = set()
            for _ in range(MOST_MORE):
                new = {fact.id for fact in reply.facts} - told
                more = self._send(MORE, reply.session) if new else None
                if more is None:
                    break
                told |= new
                reply = more

    def suggestions(self) -> None:
        """Send every suggestion in the talk that made it: it must be answered as what it says."""
        for (text, topics, roles), session in list(self.offered.items()):
            reply = self._send(text, session) if text not in self.wrong else None
            if reply is None:
                continue
            place = f"offered after {', '.join(topics) or 'no topic'} for {', '.join(roles) or 'no role'}"
            topic, asked = self.questions.get(text, ("", ()))
            file = f"knowledge/{topic}.yaml" if topic else _INTENTS
            self._expect(text, reply, topic, asked, file, place)

    def _expect(self, text: str, reply: Reply, topic: str, roles: tuple[str, ...], file: str, place: str) -> None:
        """`topic` "": any answer will do, since only the engine knows what it meant by the text."""
        right = reply.kind in (Kind.ANSWER, Kind.INTERVIEW) and (not topic or reply.topics[:1] == (topic,))
        if right and (not roles or set(reply.roles) == set(roles) or topic == "transition"):
            return
        wanted = f"{topic} for {', '.join(roles)}" if topic else "an answer"
        message = f"{text!r}, {place}, gets {_outcome(reply)} instead of {wanted}: reword it, or add words or examples"
        self.wrong.add(text)
        self.faults.append(Fault(file, "question", message))

    def unreached(self) -> None:
        """Report the facts that no question has shown."""
        for topic in self.library.topics.values():
            for fact in topic.facts:
                if fact.id not in self.told:
                    message = f"is told by no question of {topic.id}, nor by more of it: check its role and direction"
                    self.faults.append(Fault(f"knowledge/{topic.id}.yaml", fact.id, message))

    def examples(self, tell: Callable[[int, int], None]) -> None:
        """Send every example: its own intent must win it."""
        done, every = 0, sum(map(len, self.library.examples.values()))
        for intent, sentences in self.library.examples.items():
            wins = self._own(intent)
            for sentence in sentences:
                reply = self._send(sentence, None)
                done += 1
                tell(done, every)
                if wins is None or reply is None or wins(reply):
                    continue
                message = f"the example {sentence!r} is stolen by {_outcome(reply)}: move it, or add words or examples"
                self.warnings.append(Fault(_INTENTS, intent, message))

    def _own(self, intent: str) -> Callable[[Reply], bool] | None:
        """What a reply is to be for an example; None for turns about the talk, which mean nothing by themselves."""
        if intent in self.library.topics:
            return lambda reply: intent in reply.topics and reply.kind in (Kind.ANSWER, Kind.INTERVIEW)
        if intent in self.library.families:
            return lambda reply: reply.kind == Kind.NOT_COVERED
        if intent in self.library.replies:
            return lambda reply: reply.kind == Kind.SOCIAL
        return None

    def _send(self, text: str, session: Session | None) -> Reply | None:
        """The reply; None where the pack lacks a sentence that the engine needs for it, which is a fault."""
        try:
            reply = self.advisor.reply(text, session)
        except KeyError as missing:
            name = str(missing.args[0])
            if name not in self.wrong:
                message = f"is missing, but the reply to {text!r} needs it: add the sentence"
                self.faults.append(Fault("knowledge/replies.yaml", name, message))
                self.wrong.add(name)
            return None
        self.told |= {fact.id for fact in reply.facts}
        for text in reply.suggestions:
            self.offered.setdefault((text, reply.session.topics, reply.session.roles), reply.session)
        return reply


def _outcome(reply: Reply) -> str:
    """What a reply turned out to be, in words."""
    if reply.kind == Kind.ANSWER:
        return f"{', '.join(reply.topics)} for {', '.join(reply.roles)}"
    return f"{reply.kind.value} ({reply.explanation.reading})"


def _confusions(library: Library, read: Callable[[str], Reading]) -> Confusions:
    rows = {intent: [row(read(text)) for text in texts] for intent, texts in library.examples.items()}
    index = ExampleIndex.of(rows)
    pairs: Counter[tuple[str, str]] = Counter()
    flat = (one for intent in index.intents for one in rows[intent])
    for (number, vector), one in zip(index.vectors, flat, strict=True):
        winner = _left_out(index, number, vector, one)
        pairs[index.intents[number], index.intents[winner]] += 1
    right = sum(count for (intent, taken_for), count in pairs.items() if intent == taken_for)
    wrong = [Confused(*pair, count) for pair, count in pairs.items() if pair[0] != pair[1]]
    wrong.sort(key=lambda c: (-c.count, c.intent, c.taken_for))
    return Confusions(len(index.vectors), right / len(index.vectors), tuple(wrong[:MOST_CONFUSED]))


def _left_out(index: ExampleIndex, number: int, vector: Mapping[Feature, float], one: Row) -> int:
    """The intent that wins an example of intent `number`, of the features `one`, once its own mass is taken away."""
    own = unknown = 0.0
    for feature, weight in vector.items():
        owners = index.mass[feature]
        mass = max(0.0, owners[number] - weight)
        own += weight * (index.points[feature][number] - math.log(1 + mass / SMOOTHING))
        if len(owners) == 1 and mass <= 1e-12:
            unknown += weight  # no other example has it
    scores = index.score(one)
    if unknown:
        scores = [score + unknown * bias for score, bias in zip(scores, index.bias, strict=True)]
    scores[number] -= own
    least = max(scores) - _ROUNDING
    return next(n for n, score in enumerate(scores) if score > least)
