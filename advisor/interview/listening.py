"""What a message says to a question of the interview, in whatever words.

A choice is told by its own words, by a plain yes or no where the question takes one, by its place ("the second"), or
by what the lexicon knows to speak for a role. A word after "not", "over" or "rather than", or before "wears me out",
counts for the other choice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from advisor.cues import SPEAKS
from advisor.interview.result import EITHER
from advisor.model import Forms, Interview, Question, Reading, Token

NEAR_WORDS = 6
"""Words before and after a choice word among which a "not" or an "over" is looked for."""
CONTROLS: Mapping[str, int] = {
    "stop": 2, "anew": 2, "change": 7, "resume": 2, "begin": 6, "result": 2, "back": 0, "why": 0, "again": 0, "skip": 0,
}  # fmt: skip
"""Turns about the interview itself, the one that goes first in front, and how many other words of content they bear."""
_REVERSED = re.compile(
    r"\b(?:not|never|no|nothing|hate|hates|dislike|without|less|over|than|instead of|avoid|sick of|tired of|bored of|"
    r"bored by|bad at|useless at|hopeless at|afraid of|scared of|against|lose|hardly|rarely|worse with|instead|"
    r"prefer (?:\w+ )+to)\b"
    r"(?!.*\b(?:but|just|though|although|because)\b)"
)
_NOT_REVERSED = re.compile(
    r"\b(?:no problem|no trouble|not mind|not bother|not bothered|not hate|not afraid|not only|not just|why not|"
    r"not scared|not get enough|nothing like|nothing better than|nothing more than|no fear|more than anything|"
    r"more than happy|all over|over and over|no wonder|no doubt|rather than not)\b"
)
_REVERSED_AFTER = re.compile(
    r"^(?:\w+ ){0,2}(?:wear|wears|wearing|drain|drains|stress|stresses|kill|kills|annoy|annoys|bore|bores|scare|scares|"
    r"exhaust|exhausts|frighten|frightens|terrify|terrifies|upset|upsets|suck|sucks|(?:make|makes|drive|drives) me "
    r"(?:ill|sick|mad|crazy|nervous|anxious|nuts)|(?:is|are|would be) (?:hell|awful|terrible|a nightmare|sacred|mine|"
    r"not for me|not my thing|boring|exhausting)|(?:is|are|do|does|would) not (?!(?:bother|scare|annoy|worry|upset))|"
    r"no thanks|not for me)"
)
_PLAIN = ("yes", "no", "either", "indifferent", "first", "second", "third")
_STRICT = frozenset("yes yeah yep yup no nope nah nay".split())
"""First words that an answer must not contradict; others ("totally fine") may belong to what follows."""
_FILLERS = frozenset(
    (
        "i me my it its that this these those the a an to for of on in at with and or but so then now just please ok "
        "okay well um uh er hm hmm oh ah ha lol actually really honestly would could should can will do does did be is "
        "am are was were have has you your we us let want like rather think guess suppose say all right right sorry "
        "wait still very quite too also again one ones more there here as if they them hey"
    ).split()
)
"""Words that a turn about the interview may have beside its own."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a message says to a question."""

    mark: str
    words: str
    """By which it was told."""
    plain: bool = False
    """Whether only by a yes or no, or the like, and not by what a choice is about."""


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    value: str


Index = Mapping[str, Sequence[tuple[tuple[str, ...], str]]]
"""First stem of a phrase -> (its stems, what it stands for)."""


class Listener:
    """Listens with the words of one interview."""

    def __init__(self, interview: Interview) -> None:
        self._questions = {question.id: question for question in interview.questions}
        self._controls = _index((name, interview.words[name]) for name in CONTROLS)
        plain = [(name, interview.words[name]) for name in _PLAIN]
        self._answers = {
            question.id: _index(
                [*((str(number), choice.forms) for number, choice in enumerate(question.choices)), *plain]
            )
            for question in interview.questions
        }
        self._about = _index((question.id, question.about) for question in interview.questions)

    def control(self, reading: Reading) -> str:
        """The turn about the interview itself that a message is; empty where it is none."""
        words = [token for token in reading.utterance.tokens if token.is_word]
        spans = _spans(words, self._controls)
        if not spans:
            return ""
        covered = {i for span in spans for i in range(span.start, span.end)}
        left = sum(i not in covered and word.text not in _FILLERS for i, word in enumerate(words))
        found = {span.value for span in spans}
        return next((name for name, most in CONTROLS.items() if name in found and left <= most), "")

    def question(self, reading: Reading) -> str:
        """Id of the question that a message means ("my answer about hours"); empty where it names none."""
        words = [token for token in reading.utterance.tokens if token.is_word]
        spans = _spans(words, self._about)
        return spans[-1].value if spans else ""

    def hear(self, question: Question, reading: Reading) -> Heard | None:
        """The answer that a message gives to a question; None where it cannot be told."""
        words = [token for token in reading.utterance.tokens if token.is_word]
        spans = _spans(words, self._answers[question.id])
        chosen: dict[int, str] = {}
        plain: dict[str, _Span] = {}
        for span in spans:
            if not span.value.isdigit():
                plain.setdefault(span.value, span)
                continue
            number = int(span.value)
            before, after = self._reversed(reading, words, span)
            if question.choices[number].role is None:
                number = -1 if before else number
            elif before != after:
                number = _opposite(question, number)
            if number >= 0:
                chosen.setdefault(number, _text(words, span))
        for role, text in () if chosen else self._leanings(reading, words):
            number = next((n for n, choice in enumerate(question.choices) if choice.role == role), -1)
            chosen.setdefault(number, text)
        covered = {i for span in spans for i in range(span.start, span.end)}
        left = sum(i not in covered and word.text not in _FILLERS for i, word in enumerate(words))
        return _settled(question, words, chosen, plain, left)

    @staticmethod
    def _leanings(reading: Reading, words: Sequence[Token]) -> Iterable[tuple[str, str]]:
        """What the lexicon knows to speak for a role."""
        place = {token.start: number for number, token in reversed(list(enumerate(words)))}
        for entity in reading.entities:
            for concept in entity.concepts:
                role = next((role for mark, role in SPEAKS.items() if concept.id.startswith(mark)), None)
                if role is None:
                    continue
                start = place.get(reading.utterance.tokens[entity.start].start, 0)
                span = _Span(start, start + len(entity.surface.split()), role)
                before, after = Listener._reversed(reading, words, span)
                if before != after:
                    role = next(other for other in SPEAKS.values() if other != role)
                yield role, entity.surface
                break

    @staticmethod
    def _reversed(reading: Reading, words: Sequence[Token], span: _Span) -> tuple[bool, bool]:
        """Whether the words before a phrase turn it round, and whether those after it do."""
        marks = {token.start for token in reading.utterance.tokens if not token.is_word and token.text[0] in ".,;:?!\n"}
        before: list[str] = []
        after: list[str] = []
        for number in range(span.start - 1, max(-1, span.start - 1 - NEAR_WORDS), -1):
            if any(words[number].end <= mark <= words[number + 1].start for mark in marks):
                break
            before.insert(0, words[number].text)
        for number in range(span.end, min(len(words), span.end + NEAR_WORDS)):
            if any(words[number - 1].end <= mark <= words[number].start for mark in marks):
                break
            after.append(words[number].text)
        said = _NOT_REVERSED.sub("", " ".join(before))
        return bool(_REVERSED.search(said)), bool(_REVERSED_AFTER.search(" ".join(after)))


def _settled(
    question: Question, words: Sequence[Token], chosen: Mapping[int, str], plain: Mapping[str, _Span], left: int
) -> Heard | None:
    """One answer from all that was found; None where it contradicts itself."""
    places = [name for name in ("first", "second", "third") if name in plain]
    if "either" in plain:
        return Heard(EITHER, _text(words, plain["either"]), plain=not chosen)
    if chosen:
        roles = {question.choices[number].role for number in chosen} - {None}
        if len(roles) > 1:
            return Heard(EITHER, ", ".join(chosen.values()))
        number = next((n for n in chosen if question.choices[n].role), next(iter(chosen)))
        opening = next((name for name in ("yes", "no") if name in plain and plain[name].start == 0), "")
        meant = {"yes": question.yes, "no": question.no}.get(opening)
        if meant is not None and words[0].text in _STRICT and question.choices[meant].role not in {None, *roles}:
            return None
        return Heard(str(number), chosen[number])
    if len(places) == 1 and left <= 1:
        number = ("first", "second", "third").index(places[0])
        known = number < len(question.choices)
        return Heard(str(number), _text(words, plain[places[0]]), plain=True) if known else None
    for name, taken in (("yes", question.yes), ("no", question.no)):
        other = "no" if name == "yes" else "yes"
        if name in plain and other not in plain and taken is not None:
            return Heard(str(taken), _text(words, plain[name]), plain=True)
    if "indifferent" in plain:
        return Heard(EITHER, _text(words, plain["indifferent"]), plain=True)
    return None


def _opposite(question: Question, number: int) -> int:
    """The choice for the other role than that of a choice; -1 where it has none."""
    role = question.choices[number].role
    return next((n for n, choice in enumerate(question.choices) if role and choice.role not in (None, role)), -1)


def _index(groups: Iterable[tuple[str, Forms]]) -> Index:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for value, forms in groups:
        for form in forms:
            found.setdefault(form[0], []).append((form, value))
    return found


def _spans(words: Sequence[Token], index: Index) -> list[_Span]:
    """The phrases of an index in a message, the longest first where they overlap, in their order."""
    stems = [word.stem for word in words]
    fitting = []
    for start, stem in enumerate(stems):
        for form, value in index.get(stem, ()):
            if tuple(stems[start : start + len(form)]) == form:
                fitting.append(_Span(start, start + len(form), value))
    fitting.sort(key=lambda span: span.start - span.end)
    taken: set[int] = set()
    kept = []
    for span in fitting:
        places = range(span.start, span.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)


def _text(words: Sequence[Token], span: _Span) -> str:
    return " ".join(word.text for word in words[span.start : span.end])
