"""A topic with the roles side by side: rows by aspect, figures on one scale, and what it means for a chooser."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from advisor.knowledge import Knowledge
from advisor.model import BOTH, Disagreement, Fact
from advisor.reply import Bar, Bars, Block, Paragraph, Table
from advisor.values import dataclass

SAME, DIFFERENT, ONE_SIDE = "same", "different", "one side"
SHOWN: Mapping[str, str] = {SAME: "the same", DIFFERENT: "different", ONE_SIDE: "only one side in the source"}
"""How a table tells a verdict."""
TITLES: Mapping[str, str] = {"pay": "Pay a year", "growth": "Growth in jobs"}
"""Measures whose figures are drawn."""
UNITS: Mapping[str, str] = {"USD/year": "USD", "percent": "percent"}
LEAST_BARS = 3
"""Fewest figures that are worth a drawing."""
OVERVIEW = (
    "duties", "skills", "education", "workplace", "hours", "salary", "outlook", "stress", "creativity", "technology",
    "freelance", "progression",
)  # fmt: skip
"""Topics of a comparison in everything, a row each."""
OVERVIEW_FACTS = 2
"""Facts of each role in such a row."""


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One aspect of a topic, for each role."""

    aspect: str
    label: str
    cells: Mapping[str, tuple[Fact, ...]]
    """Role id -> the facts of the source on this aspect; facts on both roles stand under each."""
    verdict: str
    """same | different | one side: whether the source says the same of both, or speaks of one only."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A topic, the roles side by side."""

    topic: str
    title: str
    summary: str
    """What the source says on both, in a sentence or two."""
    rows: tuple[ComparisonRow, ...]
    conflicts: tuple[Disagreement, ...]
    chooser: str = ""
    """What the difference means for somebody who chooses; empty where the pack does not say."""
    facts: tuple[Fact, ...] = ()
    """All facts of the rows, of the summary and of the chooser's sentence, each once."""
    bars: tuple[Bars, ...] = ()
    """The figures of the rows, those of one measure on one scale."""
    blocks: tuple[Block, ...] = ()
    """The same to show: the table with sections and verdicts, the bars, and the chooser's sentence."""


class Comparer:
    """Compares the roles by the topics of a library."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._library = knowledge.library

    def compare(self, topic: str) -> Comparison:
        """A topic that the library has, with its rows in the order of its aspects."""
        known = self._library.topics[topic]
        facts = self._knowledge.select(topic, BOTH)
        rows = []
        for aspect, label in known.aspects.items():
            held = [fact for fact in facts if fact.topic == topic and fact.aspect == aspect]
            if held:
                rows.append(_row(aspect, label, {role: [fact for fact in held if role in fact.roles] for role in BOTH}))
        opening = self._knowledge.opening(topic, BOTH)
        told = [fact for row in rows for cell in row.cells.values() for fact in cell]
        for said in (opening, known.chooser):
            told += [self._knowledge.facts[name] for name in said.facts] if said else []
        bars = tuple(self._bars(rows))
        chooser = known.chooser.text if known.chooser else ""
        return Comparison(
            topic,
            known.title,
            opening.text if opening else "",
            tuple(rows),
            self._knowledge.conflicts(facts, topic, BOTH),
            chooser,
            tuple(dict.fromkeys(told)),
            bars,
            (self.table(rows), *bars, *([Paragraph(chooser)] if chooser else [])),
        )

    def overview(self) -> tuple[ComparisonRow, ...]:
        """A row for each of the main topics: what its answer for each role rests on."""
        rows = []
        for topic in OVERVIEW:
            if topic in self._library.topics:
                cells = {role: self._short_answer(topic, role) for role in BOTH}
                rows.append(_row(topic, self._library.topics[topic].title, cells))
        return tuple(rows)

    def _short_answer(self, topic: str, role: str) -> list[Fact]:
        opening = self._knowledge.opening(topic, (role,))
        facts = [self._knowledge.facts[name] for name in opening.facts] if opening else []
        return [fact for fact in facts if role in fact.roles][:OVERVIEW_FACTS]

    # -- as blocks

    def table(self, rows: Sequence[ComparisonRow]) -> Table:
        """Rows side by side, each figure and statement with its section, each row with its verdict."""
        header = ("", *(self._library.roles[role].plural for role in BOTH), "compared")
        told = ((row.label, *(self._cell(row.cells[role]) for role in BOTH), SHOWN[row.verdict]) for row in rows)
        return Table(header, tuple(told))

    def _cell(self, facts: Iterable[Fact]) -> str:
        return "; ".join(self._knowledge.claim(fact) for fact in facts) or "-"

    def _bars(self, rows: Sequence[ComparisonRow]) -> Iterable[Bars]:
        """The figures of the rows, one drawing a measure; contradictory ones each by themselves."""
        found: dict[tuple[str, str], list[Bar]] = {}
        for row in rows:
            for role in BOTH:
                for fact in row.cells[role]:
                    drawn = (fact.measure or "", fact.unit or "")
                    if fact.value is not None and drawn[0] in TITLES and drawn[1] in UNITS:
                        found.setdefault(drawn, []).append(self._bar(role, row.label, fact))
        for (measure, unit), bars in found.items():
            if len(bars) >= LEAST_BARS:
                yield Bars(TITLES[measure], UNITS[unit], tuple(bars))

    def _bar(self, role: str, label: str, fact: Fact) -> Bar:
        value = fact.value if fact.value is not None else 0.0
        low, high = value if isinstance(value, tuple) else (value, value)
        who = self._library.roles[role].shorts.capitalize()
        return Bar(f"{who}, {label.lower()}", low, high, fact.figure or "", self._knowledge.section(fact.section).label)


def _row(aspect: str, label: str, cells: Mapping[str, Sequence[Fact]]) -> ComparisonRow:
    shared = [{fact.id for fact in facts} for facts in cells.values()]
    verdict = ONE_SIDE if not all(shared) else SAME if shared[0] == shared[1] else DIFFERENT
    return ComparisonRow(aspect, label, {role: tuple(facts) for role, facts in cells.items()}, verdict)
