"""Look facts up by role, topic and aspect, and the disagreements that they touch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from advisor.model import BOTH, Disagreement, Fact, Library, Opening, Section
from advisor.shelves import OneByOne


class Knowledge:
    """The facts of a library, by what is asked."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.facts: Mapping[str, Fact] = OneByOne(library.answered, self._fact)
        self.number = {name: number for number, name in enumerate(library.answered)}
        self._own = OneByOne(library.topics, lambda topic: {fact.id: fact for fact in library.topics[topic].facts})
        self._disputed: dict[str, list[int]] = {}
        """Id of a fact to the places of the disagreements that it is in."""
        for place, disagreement in enumerate(library.disagreements):
            for name in disagreement.facts:
                self._disputed.setdefault(name, []).append(place)
        self._sections = {section.id: section for section in library.article.sections}
        self._others: dict[str, list[str]] = {}
        """Topic -> ids of the facts of other topics that answer it too."""
        for name, (_, *also) in library.answered.items():
            for other in also:
                self._others.setdefault(other, []).append(name)
        self._by_topic = OneByOne(library.topics, self._answering)
        self._opening = lru_cache(maxsize=2_000)(self._find_opening)

    def _fact(self, name: str) -> Fact:
        return self._own[self.library.answered[name][0]][name]

    def _answering(self, topic: str) -> list[Fact]:
        """The facts that answer a topic, its own first."""
        return [*self.library.topics[topic].facts, *(self.facts[name] for name in self._others.get(topic, ()))]

    def select(
        self, topic: str, roles: Sequence[str], aspects: Sequence[str] = (), direction: str | None = None
    ) -> tuple[Fact, ...]:
        """Facts that answer `topic` for `roles`: those of the aspects asked for first, then in the pack's order."""
        fitting = [
            fact
            for fact in self._by_topic[topic]
            if (set(fact.roles) <= set(roles) or (fact.roles == BOTH and set(roles) & set(BOTH)))
            and (direction is None or fact.direction in (None, direction))
        ]
        own = self.library.topics[topic].aspects
        rank = {aspect: number for number, aspect in enumerate(a for a in aspects if a in own)}

        def order(fact: Fact) -> tuple[int, int]:
            matched = rank.get(fact.aspect, len(rank)) if fact.topic == topic else len(rank)
            return (matched, 0 if fact.topic == topic else 1)

        ordered = sorted(fitting, key=order)
        return tuple(_alternating(ordered, order) if len(roles) > 1 else ordered)

    def opening(
        self, topic: str, roles: Sequence[str], aspects: Sequence[str] = (), direction: str | None = None
    ) -> Opening | None:
        """The first sentence of an answer: the one for the aspect asked for, if there is one, else the general one."""
        return self._opening(topic, tuple(roles), tuple(aspects), direction)

    def _find_opening(
        self, topic: str, roles: tuple[str, ...], aspects: tuple[str, ...], direction: str | None
    ) -> Opening | None:
        openings = self.library.topics[topic].openings
        wanted = BOTH if set(roles) >= set(BOTH) else roles
        own = self.library.topics[topic].aspects
        for aspect in [*(a for a in aspects if a in own), None]:
            for way in dict.fromkeys((direction, None)):
                for opening in openings:
                    same = opening.roles == wanted or (way is not None and direction is not None)
                    if same and opening.aspect == aspect and opening.direction == way:
                        return opening
        return None

    def conflicts(
        self, shown: Iterable[Fact], topic: str, roles: Sequence[str], aspects: Sequence[str] = ()
    ) -> tuple[Disagreement, ...]:
        """Disagreements that the facts shown for a topic touch, those on the aspects asked for first.

        One on which role is ahead is touched only where both roles are asked about.
        """
        disputed = self._disputed
        places = {
            place
            for fact in shown
            if fact.id in disputed
            for place in disputed[fact.id]
            if topic in (self.library.disagreements[place].topic, fact.topic)
        }
        if not places:
            return ()
        touched = [
            d for d in map(self.library.disagreements.__getitem__, sorted(places)) if set(d.roles) <= set(roles)
        ]
        if not touched:
            return ()
        asked = set(aspects) & set(self.library.topics[topic].aspects)
        if asked:
            narrowed = [d for d in touched if set(d.aspects) & asked]
            touched = narrowed or [d for d in touched if d.topic != topic]
        return tuple(sorted(touched, key=lambda d: (d.topic != topic, len(d.roles))))

    def sections(self, facts: Iterable[Fact]) -> tuple[Section, ...]:
        """The sections of facts, each once, in the order of the source."""
        used = {fact.section for fact in facts}
        return tuple(section for name, section in self._sections.items() if name in used)

    def claim(self, fact: Fact) -> str:
        """A fact in a few words: what it says, with statistic, period, place and section."""
        known = (
            fact.statistic if fact.statistic in ("median", "average", "projection") else None,
            fact.period,
            fact.place,
        )
        detail = ", ".join(x for x in known if x and x not in fact.cell) if fact.figure else ""
        return f"{fact.cell} ({f'{detail}; ' if detail else ''}{self.section(fact.section).label})"

    def section(self, name: str) -> Section:
        """One section, by id."""
        return self._sections[name]


def _alternating(facts: Sequence[Fact], order: object) -> list[Fact]:
    """Facts in their order, but the roles taking turns, so that neither fills the answer."""
    shared = [fact for fact in facts if len(fact.roles) > 1]
    roles = (*BOTH, *dict.fromkeys(fact.roles[0] for fact in facts if fact.roles[0] not in BOTH))
    queues = [[fact for fact in facts if fact.roles == (role,)] for role in roles]
    result: list[Fact] = []
    for number in range(max(map(len, queues), default=0)):
        result += [queue[number] for queue in queues if number < len(queue)]
    position = {fact.id: number for number, fact in enumerate(facts)}
    for fact in shared:
        at = next((i for i, other in enumerate(result) if position[other.id] > position[fact.id]), len(result))
        result.insert(at, fact)
    return result
