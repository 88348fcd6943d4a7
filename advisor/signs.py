"""Signs by which a role is told though its name is not said: what its people have, do and are paid.

"The one with the faders", "mixing records for a living", "who books the session players?", "55k here and 79k there".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from advisor.cues import (
    ASKING_WHICH,
    BEFORE_A_SEAT,
    BEING,
    BESIDE_THE_WORK,
    CITING,
    HAVING,
    HEADS,
    NO_DOING,
    OF_ONES_OWN,
    POINTING_AT,
    SITTING,
    SOMEBODY,
    WHO_DOES,
)
from advisor.model import Forms, Reading, Token, Topic
from advisor.spans import index, spans, words_of
from advisor.values import dataclass

FARTHEST_HEAD = 4
"""Words, at most, from "the" to the "one" that it points at ("the quiet, rather technical one")."""
MOST_SAID_OF_ONE = 6
"""Words behind "the one with" among which is said what the role has or does."""
THOUSANDS = 1000.0
"""Figures below it are thousands where pay is meant ("58 or 79")."""
LEAST_THOUSANDS = 30
"""The least of them that are told without a word for thousands."""
ROUNDED = 0.5
"""How far, in thousands, a figure that was rounded may lie from the one of the source."""

_WHO = frozenset("who whom whose".split())
"""One of them is in all that `WHO_DOES` finds."""


@dataclass(frozen=True, slots=True)
class Told:
    """A role told by a sign."""

    role: str
    start: int
    """Index of the first token of the words that tell it."""
    end: int
    """Index of the token behind them."""


class Signs:
    """Finds them, with the words and the figures of a library."""

    def __init__(
        self,
        described: Mapping[str, frozenset[str]],
        seats: Mapping[str, Forms],
        work: Mapping[str, Forms],
        tasks: Mapping[str, frozenset[str]],
        topics: Mapping[str, Topic],
    ) -> None:
        """Each by role. `described`: stems by which it is told from the other ("the technical one"); `seats`: phrases
        for where its people sit and what they have there; `work`: phrases for what they do; `tasks`: stems of what
        falls to them. `topics`: those of whose facts the figures tell a role."""
        self._described = described
        self._seats = index(seats.items())
        self._work = index((role, tuple(filter(None, map(_bare, forms)))) for role, forms in work.items())
        self._tasks = tasks
        self._topics = topics

    @cached_property
    def _figures(self) -> Mapping[str, Mapping[float, set[str]]]:
        """Unit -> figure -> the roles that have it; made when a message first has a figure."""
        found: dict[str, dict[float, set[str]]] = {}
        for fact in (fact for topic in self._topics.values() for fact in topic.facts):
            if fact.value is not None and fact.unit is not None:
                ends = fact.value if isinstance(fact.value, tuple) else (fact.value,)
                for end in ends:
                    found.setdefault(fact.unit, {}).setdefault(abs(end), set()).update(fact.roles)
        return found

    def people(self, tokens: Sequence[Token], start: int, end: int) -> list[Told]:
        """The roles whose people are spoken of without their name, in the order of the words between two places."""
        return sorted([*self._described_ones(tokens, start, end), *self._seated(tokens, start, end)], key=_place)

    def _seated(self, tokens: Sequence[Token], start: int, end: int) -> list[Told]:
        """The roles told by where their people sit ("someone at the console", "run a soundboard", "console guy")."""
        places = [n for n in range(start, end) if tokens[n].is_word]
        words = [tokens[n] for n in places]
        found: list[Told] = []
        for span in spans(words, self._seats):
            before = span.start
            while before and words[before - 1].text in BEFORE_A_SEAT:
                before -= 1
            person = span.end < len(words) and words[span.end].text in HEADS
            if person or (before and words[before - 1].stem in SITTING and before < span.start):
                found.append(Told(span.value, places[before - 1 if before else 0], places[span.end - 1] + 1))
        return found

    def _described_ones(self, tokens: Sequence[Token], start: int, end: int) -> list[Told]:
        """The roles told by what they are like or have ("the technical one", "the guy with the faders"), in order.

        "Which is the technical one?" names none: it asks for it.
        """
        texts = [token.text for token in tokens[:end]]
        found: list[Told] = []
        for i in range(start, end):
            following = texts[i + 1] if i + 1 < end else ""
            has = following in HAVING or (following.endswith("ing") and following not in NO_DOING)
            near = range(i - 1, max(start - 1, i - 1 - FARTHEST_HEAD), -1)
            first = next((n for n in near if texts[n] in POINTING_AT or (has and texts[n] in ("a", "an"))), None)
            if texts[i] in SOMEBODY:
                first = i if has else None
            if texts[i] not in HEADS or first is None:
                continue
            if first > start and texts[first - 1] in BEING and ASKING_WHICH & set(texts[start:]):
                continue
            until = next((n for n in range(i + 1, end) if texts[n] in HEADS or not tokens[n].is_word), end)
            behind = tokens[i + 1 : min(until, i + 2 + MOST_SAID_OF_ONE)] if has else ()
            between = tokens[first + 1 : i] if texts[first] in POINTING_AT else ()
            told = self._like(between) or self._like(behind)
            if len(told) == 1:
                found.append(Told(told[0], first, i + 1 + len(behind)))
        return found

    def _like(self, tokens: Sequence[Token]) -> list[str]:
        """The roles that words describe."""
        stems = {token.stem for token in tokens}
        return [role for role, words in self._described.items() if words & stems]

    def work(self, reading: Reading) -> tuple[str, ...]:
        """The roles whose work the message speaks of somebody doing ("mixing records"), in order."""
        words = [word for word in words_of(reading) if word.stem not in BESIDE_THE_WORK]
        return tuple(dict.fromkeys(span.value for span in spans(words, self._work)))

    def task(self, tokens: Sequence[Token]) -> str | None:
        """The role to which falls what a message asks of ("who sets up the mics?"); None where it is even."""
        if _WHO.isdisjoint([token.text for token in tokens]):
            return None
        said = " ".join(token.text for token in tokens if token.is_word)
        if not WHO_DOES.search(said) or sum(token.text in ("who", "whose") for token in tokens) > 1:
            return None
        stems = {token.stem for token in tokens}
        found = {role: len(words & stems) for role, words in self._tasks.items()}
        best = max(found, key=lambda role: found[role], default=None)
        return best if best and all(found[best] > n for role, n in found.items() if role != best) else None

    def figures(self, tokens: Sequence[Token]) -> str | None:
        """The role of which alone the source has the figures that a message cites ("55k here and 79k there").

        None where one of them is of both roles only, where none is of the source, and where it may be the user's own
        ("I make 55k").
        """
        if not any(token.text[0].isdigit() for token in tokens):
            return None
        said = " ".join(token.text for token in tokens)
        if OF_ONES_OWN.search(said):
            return None
        numbers = [(token.text, tokens[i + 1].text if i + 1 < len(tokens) else "") for i, token in enumerate(tokens)]
        given = [pair for pair in numbers if pair[0][0].isdigit()]
        cited = CITING.search(said) is not None
        owners = [self._owners(text, following, cited) for text, following in given]
        told = [held for held in owners if len(held) == 1]
        roles = set().union(*told) if told else set()
        percent = any(_is_percent(text, following) for text, following in given)
        return next(iter(roles)) if len(roles) == 1 and (len(told) > 1 or percent or cited) else None

    def _owners(self, text: str, following: str, cited: bool) -> set[str]:
        """The roles of which the source has a figure. `cited`: the message speaks of figures, so that thousands may be
        left out."""
        number = _number(text)
        if number is None:
            return set()
        if _is_percent(text, following):
            return self._figures.get("percent", {}).get(number, set())
        thousands = text.endswith("k") or following in ("thousand", "grand") or (cited and number >= LEAST_THOUSANDS)
        of_pay = self._figures.get("USD/year", {})
        if number >= THOUSANDS:
            return of_pay.get(number, set())
        near = [
            roles
            for value, roles in of_pay.items()
            if abs(value / THOUSANDS - number) <= ROUNDED or value // THOUSANDS == number
        ]
        return set().union(*near) if thousands else set()


def _number(text: str) -> float | None:
    try:
        return float(text.rstrip("k%").replace(",", ""))
    except ValueError:
        return None


def _is_percent(text: str, following: str) -> bool:
    return text.endswith("%") or following in ("percent", "pct")


def _place(told: Told) -> int:
    return told.start


def _bare(stems: tuple[str, ...]) -> tuple[str, ...]:
    kept = tuple(one for one in stems if one not in BESIDE_THE_WORK)
    return kept if len(kept) > 1 or len(stems) == 1 else ()
