"""What the terminal shows, as text: replies, comparisons, disagreements, facts, sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from string import ascii_lowercase

from advisor import rendering
from advisor.comparing import Comparison
from advisor.drawing import LEAST_CELLS, bar_lines, bar_texts
from advisor.engine import Advisor
from advisor.model import Disagreement, Fact
from advisor.reply import Bars, Block, Bullets, Heading, Paragraph, Reply, Table
from advisor.screen import BOLD, CYAN, MAGENTA, WIDEST, Screen, clean

_ROLE_COLOURS = {"source": CYAN, "note": MAGENTA}
_BARS_FROM, _BARS_TO = 3 * LEAST_CELLS, WIDEST
"""Columns from which bars are drawn, narrower screens get their figures in words; and columns that they may take."""


# --- replies --------------------------------------------------------------------------------------------------------


def in_one_line(reply: Reply) -> str:
    """The text of a reply without line breaks, for streams of one reply a line."""
    return " ".join(clean(reply.text).split())


def shown_reply(reply: Reply, screen: Screen, numbered: bool = True) -> str:
    """A reply for the terminal; `numbered`: the suggestions below it, each with the number that asks it.

    Where the reply draws on several sections, a sentence that is a fact is followed by the letter of its own, and the
    letters are told below it, after the sections of what is told in other words.
    """
    marks = _marks(reply)
    footnotes = Paragraph(_footnotes(reply, marks), "source")
    parts = [_blocks([footnotes if marks and _is_source(block) else block for block in reply.blocks], screen, marks)]
    if numbered and reply.suggestions:
        lines = [_suggestion(number, text, screen) for number, text in enumerate(reply.suggestions, 1)]
        parts.append("\n".join(lines))
    return "\n\n".join(part for part in parts if part)


def _suggestion(number: int, text: str, screen: Screen) -> str:
    # The number is wrapped together with the text and only then coloured, so that colour does not count as width.
    lead = f"  {number}  "
    wrapped = screen.wrap(text, lead, " " * len(lead))
    return screen.paint(wrapped[: len(lead)], CYAN) + wrapped[len(lead) :]


def _blocks(blocks: Iterable[Block], screen: Screen, marks: Mapping[str, str]) -> str:
    """Blocks below each other, an empty line between them but after a heading."""
    shown = ""
    after_heading = False
    for block in blocks:
        text = _block(block, screen, marks)
        if text:
            shown += f"{chr(10) * (1 if after_heading else 2) if shown else ''}{text}"
            after_heading = isinstance(block, Heading)
    return shown


def _block(block: Block, screen: Screen, marks: Mapping[str, str]) -> str:
    if isinstance(block, Heading):
        return screen.wrap(block.text, code=BOLD)
    if isinstance(block, Bullets):
        return "\n".join(screen.wrap(_marked(item, marks), "- ", "  ") for item in block.items)
    if isinstance(block, Table):
        return screen.table(block.header, block.rows)
    if isinstance(block, Bars):
        return _bars(block, screen)
    text = block.text if marks and _is_source(block) else rendering.plain([block])
    return screen.wrap(_marked(text, marks) if block.role == "text" else text, code=_ROLE_COLOURS.get(block.role, ""))


def _bars(bars: Bars, screen: Screen) -> str:
    if screen.width < _BARS_FROM:
        title, *texts = bar_texts(bars)
        return "\n".join([screen.wrap(title, code=BOLD), *(screen.wrap(text, "- ", "  ") for text in texts)])
    return "\n".join(map(clean, bar_lines(bars, screen.plain, min(_BARS_TO, screen.width))))


def _marks(reply: Reply) -> dict[str, str]:
    """The sentence of each fact that the reply tells as it stands -> the letter of its section; none for one section.

    Letters, since a number asks a suggestion.
    """
    if not 1 < len(reply.sources) <= len(ascii_lowercase) or not any(map(_is_source, reply.blocks)):
        return {}
    texts = [text for block in reply.blocks for text in _texts(block)]
    told = {fact.text: fact.section for fact in reply.facts if any(fact.text in text for text in texts)}
    used = [section.id for section in reply.sources if section.id in told.values()]
    return {text: ascii_lowercase[used.index(section)] for text, section in told.items() if section in used}


def _is_source(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.role == "source"


def _texts(block: Block) -> tuple[str, ...]:
    if isinstance(block, Bullets):
        return block.items
    return (block.text,) if isinstance(block, Paragraph) and block.role == "text" else ()


def _marked(text: str, marks: Mapping[str, str]) -> str:
    for sentence, letter in marks.items():
        text = text.replace(sentence, f"{sentence} [{letter}]")
    return text


def _footnotes(reply: Reply, marks: Mapping[str, str]) -> str:
    """The sections of a reply, those with a letter last, in the order of the letters."""
    lettered = {fact.section: marks[fact.text] for fact in reply.facts if fact.text in marks}
    notes = [section.label for section in reply.sources if section.id not in lettered]
    notes += [f"[{lettered[section.id]}] {section.label}" for section in reply.sources if section.id in lettered]
    return f"Sources: {', '.join(notes)}"


# --- what is known --------------------------------------------------------------------------------------------------


def sources(advisor: Advisor, reply: Reply | None, screen: Screen) -> str:
    """The article, and the sections that the reply uses; without a reply, all sections."""
    article = advisor.library.article
    used = reply.sources if reply else article.sections
    parts = [screen.wrap(f"\u201c{article.title}\u201d by {article.author}", code=BOLD)]
    if not used:
        return "\n".join([*parts, screen.wrap("My last reply tells nothing of it, so it used no section.")])
    parts.append(screen.wrap("Sections that my last reply used:" if reply else "All its sections:"))
    return "\n".join([*parts, *(screen.wrap(section.heading, "- ", "  ") for section in used)])


def topics(advisor: Advisor, screen: Screen) -> str:
    """Every topic: its id, title and question."""
    known = advisor.library.topics.values()
    lead = max(len(topic.id) for topic in known) + 2
    rest = " " * min(lead, screen.width // 2)
    lines = []
    for topic in known:
        wrapped = screen.wrap(f"{topic.title}: {topic.question}", topic.id.ljust(lead), rest)
        lines.append(screen.paint(wrapped[: len(topic.id)], CYAN) + wrapped[len(topic.id) :])
    return "\n".join(lines)


def topic_blocks(advisor: Advisor) -> list[Block]:
    """Every topic as a row of a table."""
    rows = tuple((topic.id, topic.title, topic.question) for topic in advisor.library.topics.values())
    return [Table(("Topic", "Title", "A question"), rows)]


def conflicts(advisor: Advisor, found: Iterable[Disagreement], screen: Screen, brief: bool = False) -> str:
    """Disagreements of the source, each with every claim, its figure and its section; `brief`: by its short name."""
    shown = [shown_blocks(conflict_blocks(advisor, conflict, brief), screen) for conflict in found]
    return "\n\n".join(shown) or screen.wrap("The source does not contradict itself here.")


def conflict_blocks(advisor: Advisor, conflict: Disagreement, brief: bool = False) -> list[Block]:
    """A disagreement as blocks; `brief`: its sections by their short names."""
    claims = [advisor.knowledge.facts[name] for name in conflict.facts]
    items = tuple(_claim(advisor, fact, len(conflict.roles) > 1, brief) for fact in claims)
    return [Heading(conflict.title), Paragraph(conflict.text), Bullets(items)]


def _claim(advisor: Advisor, fact: Fact, with_role: bool, brief: bool) -> str:
    details = (fact.statistic if fact.figure else None, fact.period, fact.place)
    detail = ", ".join(x for x in details if x and x not in fact.cell)
    whose = f"{_short(advisor, fact)}: " if with_role else ""
    section = advisor.knowledge.section(fact.section)
    return f"{whose}{fact.cell}{f' ({detail})' if detail else ''} [{section.label if brief else section.heading}]"


def _short(advisor: Advisor, fact: Fact) -> str:
    return " and ".join(advisor.library.roles[role].shorts for role in fact.roles)


def facts(advisor: Advisor, topic: str, screen: Screen) -> str:
    """Every fact on a topic, with its section."""
    lines = [screen.wrap(advisor.library.topics[topic].title, code=BOLD)]
    for fact in advisor.facts(topic):
        label = advisor.knowledge.section(fact.section).label
        lines.append(screen.wrap(f"{fact.text} [{label}]", "- ", "  "))
    return "\n".join(lines)


def comparison(advisor: Advisor, compared: Comparison, screen: Screen) -> str:
    """A topic with the roles side by side, or one below the other where the terminal is narrow."""
    return shown_blocks(comparison_blocks(advisor, compared), screen)


def comparison_blocks(advisor: Advisor, compared: Comparison, conflicts: bool = True) -> list[Block]:
    """A comparison as blocks: summary, table, figures, what it means for a chooser, the sections used.

    `conflicts`: and each contradiction that it touches.
    """
    blocks: list[Block] = [Heading(compared.title)]
    if compared.summary:
        blocks.append(Paragraph(compared.summary))
    blocks += compared.blocks
    for conflict in compared.conflicts if conflicts else ():
        blocks += conflict_blocks(advisor, conflict, brief=True)
    held = [fact for row in compared.rows for cell in row.cells.values() for fact in cell]
    used = "; ".join(section.label for section in advisor.knowledge.sections(held))
    return [*blocks, Paragraph(f"Source: {used}", "source")]


def shown_blocks(blocks: Iterable[Block], screen: Screen) -> str:
    """Blocks for the terminal."""
    return _blocks(blocks, screen, {})
