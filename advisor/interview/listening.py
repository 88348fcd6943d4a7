"""What a message says to a question of the interview, in whatever words.

A choice is told by its own words, by a plain yes or no where the question takes one, or by its place ("the second").
A word after "not", "over" or "rather than", or before "wears me out", counts for the other choice. Words that are
none of a choice's may still speak for a role.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property

from advisor.interview.result import EITHER, LEANINGS
from advisor.leaning import Leanings
from advisor.model import BOTH, Interview, Question, Reading, Token
from advisor.polarity import turned
from advisor.spans import Index, Span, index, said, spans, words_of
from advisor.values import dataclass

CONTROLS: Mapping[str, int] = {
    "stop": 2, "anew": 2, "change": 7, "resume": 2, "begin": 6, "result": 2, "back": 0, "why": 0, "again": 0, "skip": 0,
}  # fmt: skip
"""Turns about the interview itself, the one that goes first in front, and how many other words of content they bear."""
INTERVIEW = frozenset(
    "interview quiz question questions test questionnaire assessment ask asked asking answer answers q&a".split()
)
"""Words by which the interview itself is asked for, whatever else is said of oneself."""
MOST_WITH_A_REQUEST = 16
"""Other words of content that a request with one of them may have."""
MANY_WORDS = 3
"""Words beside a plain yes or no from which what they speak for goes before it ("i never mind a broken amp")."""
FEW_WORDS = 4
"""Words of a clause that answers a further question without a word for oneself ("..., fixed hours")."""
_JOINING = frozenset("and but plus also".split())
_OWN = frozenset("i me my".split())
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


class Listener:
    """Listens with the words of one interview."""

    def __init__(self, interview: Interview, leanings: Leanings) -> None:
        self._leanings = leanings
        self._interview = interview
        self._questions = {question.id: question for question in interview.questions}
        self._controls = index((name, interview.words[name]) for name in CONTROLS)

    @cached_property
    def _answers(self) -> Mapping[str, Index]:
        plain = [(name, self._interview.words[name]) for name in _PLAIN]
        return {
            question.id: index(
                [*((str(number), choice.forms) for number, choice in enumerate(question.choices)), *plain]
            )
            for question in self._questions.values()
        }

    @cached_property
    def _about(self) -> Index:
        return index((question.id, question.about) for question in self._questions.values())

    def control(self, reading: Reading) -> str:
        """The turn about the interview itself that a message is; empty where it is none."""
        words = words_of(reading)
        found = spans(words, self._controls)
        names = {span.value for span in found}
        left = _left(words, found)
        asked_for = "begin" in names and names_interview(word.text for word in words)
        if asked_for and left <= MOST_WITH_A_REQUEST:
            return "begin"
        return next((name for name, most in CONTROLS.items() if name in names and left <= most), "")

    def question(self, reading: Reading) -> str:
        """Id of the question that a message means ("my answer about hours"); empty where it names none."""
        found = spans(words_of(reading), self._about)
        return found[-1].value if found else ""

    def hear(self, question: Question, reading: Reading) -> Heard | None:
        """The answer that a message gives to a question; None where it cannot be told."""
        words = words_of(reading)
        found = spans(words, self._answers[question.id])
        plain: dict[str, Span] = {}
        for span in found:
            if not span.value.isdigit():
                plain.setdefault(span.value, span)
        chosen = _chosen(question, reading, words, [span for span in found if span.value.isdigit()])
        left = _left(words, found)
        heard = _settled(question, words, chosen, plain, left)
        if chosen or (heard and (not heard.plain or left < MANY_WORDS)):
            return heard
        return self._leaning(reading) or heard

    def besides(self, question: Question, reading: Reading, open_ones: Collection[str]) -> list[tuple[str, str]]:
        """Answers that a message gives to further questions beside the one that is asked: (id, mark).

        Only in a clause that says nothing to that one, is of oneself or a few words, and can be meant for one question
        alone, or for one by a longer phrase ("machines over people, and i need fixed hours").
        """
        words = words_of(reading)
        taken = spans(words, self._answers[question.id])
        told: dict[str, str] = {}
        for first, last in _clauses(reading, words):
            inside = {word.text for word in words[first:last]}
            if any(_within(span, first, last) for span in taken) or not (inside & _OWN or last - first <= FEW_WORDS):
                continue
            found = []
            for other in self._questions.values():
                held = [span for span in spans(words, self._answers[other.id]) if _within(span, first, last)]
                held = [span for span in held if span.value.isdigit()]
                chosen = _chosen(other, reading, words, held)
                if chosen:
                    found.append((max(span.end - span.start for span in held), other, chosen))
            longest = [one for one in found if one[0] == max(length for length, _, _ in found)]
            if len(longest) == 1 and longest[0][1].id in open_ones:
                _, other, chosen = longest[0]
                roles = {other.choices[number].role for number in chosen}
                if len(roles) == 1 and None not in roles:
                    told.setdefault(other.id, str(next(iter(chosen))))
        return list(told.items())

    def _leaning(self, reading: Reading) -> Heard | None:
        """What a message says for a role in words that are none of a choice's."""
        leaning = self._leanings.of(reading)
        if leaning.role is None:
            return None
        words = ", ".join(words for role, words in leaning.told if role == leaning.role)
        return Heard(LEANINGS[BOTH.index(leaning.role)], words)


def names_interview(words: Iterable[str]) -> bool:
    """Whether words name the interview itself."""
    return not INTERVIEW.isdisjoint(words)


def _left(words: Sequence[Token], found: Sequence[Span]) -> int:
    """How many words say something beside the phrases that were found."""
    covered = {place for span in found for place in range(span.start, span.end)}
    return sum(place not in covered and word.text not in _FILLERS for place, word in enumerate(words))


def _chosen(question: Question, reading: Reading, words: Sequence[Token], found: Sequence[Span]) -> dict[int, str]:
    """The choices that phrases of a question take, each with its words; one turned round takes the other choice."""
    chosen: dict[int, str] = {}
    for span in found:
        number = int(span.value)
        before, after = turned(reading, words, span)
        if question.choices[number].role is None:
            number = -1 if before else number
        elif before != after:
            number = _opposite(question, number)
        if number >= 0:
            chosen.setdefault(number, said(words, span))
    return chosen


def _clauses(reading: Reading, words: Sequence[Token]) -> list[tuple[int, int]]:
    """From which word to before which each clause goes; marks and words that join end one."""
    marks = [token.start for token in reading.utterance.tokens if not token.is_word and token.text[0] in ",.;:!?-"]
    ends = [
        place
        for place, word in enumerate(words)
        if word.text in _JOINING or any(words[place - 1].start < mark < word.start for mark in marks if place)
    ]
    return list(zip([0, *ends], [*ends, len(words)], strict=True))


def _within(span: Span, first: int, last: int) -> bool:
    return first <= span.start and span.end <= last


def _settled(
    question: Question, words: Sequence[Token], chosen: Mapping[int, str], plain: Mapping[str, Span], left: int
) -> Heard | None:
    """One answer from all that was found; None where it contradicts itself."""
    places = [name for name in ("first", "second", "third") if name in plain]
    if "either" in plain:
        return Heard(EITHER, said(words, plain["either"]), plain=not chosen)
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
        return Heard(str(number), said(words, plain[places[0]]), plain=True) if known else None
    for name, taken in (("yes", question.yes), ("no", question.no)):
        other = "no" if name == "yes" else "yes"
        if name in plain and other not in plain and taken is not None:
            return Heard(str(taken), said(words, plain[name]), plain=True)
    if "indifferent" in plain:
        return Heard(EITHER, said(words, plain["indifferent"]), plain=True)
    return None


def _opposite(question: Question, number: int) -> int:
    """The choice for the other role than that of a choice; -1 where it has none."""
    role = question.choices[number].role
    return next((n for n, choice in enumerate(question.choices) if role and choice.role not in (None, role)), -1)
