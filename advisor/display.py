"""What the terminal shows, as text: replies, how a message was read, comparisons, disagreements, facts.

Nothing here prints; `Screen` says how wide and how colourful the text may be.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from advisor import rendering
from advisor.engine import Advisor, Comparison
from advisor.model import BOTH, Disagreement, Fact
from advisor.reply import Block, Bullets, Explanation, Heading, Kind, Paragraph, Reply

WIDEST = 100
"""Columns beyond which lines are hard to read, however wide the terminal."""
NARROWEST = 20
"""Columns below which nothing sensible fits; narrower terminals get lines of this width."""
_TABLE_FROM = 60
"""Columns from which a comparison fits side by side."""
_LABEL_COLUMNS = 18
_CLEAR_MARGIN = 2.0
"""Points by which a reading leads clearly."""

BOLD, CYAN, MAGENTA, GREEN = "1", "36", "35", "32"
"""ANSI-16 attributes on the default foreground and background, which are readable on light and dark alike."""
_ROLE_COLOURS = {"source": CYAN, "note": MAGENTA}


@dataclass(frozen=True, slots=True)
class Screen:
    """Where text is to be shown."""

    width: int = WIDEST
    colour: bool = False
    columns: Callable[[str], int] = len
    """How many columns a text takes; wide characters take two."""

    def wrap(self, text: str, first: str = "", rest: str = "", code: str = "") -> str:
        """`text` broken at spaces; lines begin with `first`, then `rest`. Lines that fit keep their spacing."""
        lines: list[str] = []
        for line in clean(text).split("\n"):
            lead = first if not lines else rest
            if self.columns(lead + line) <= self.width:
                lines.append(lead + line)
                continue
            lines += self._broken(line.split(), lead, rest)
        return "\n".join(self.paint(line, code) for line in lines)

    def paint(self, text: str, code: str) -> str:
        """`text` with an ANSI attribute, where there is colour."""
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and code and text else text

    def _broken(self, words: Sequence[str], lead: str, rest: str) -> Iterable[str]:
        line, empty = lead, True
        for word in words:
            if not empty and self.columns(f"{line} {word}") > self.width:
                yield line
                line, empty = rest, True
            while self.columns(line + word) > self.width and empty and len(word) > 1:
                head = self._fitting(word, self.width - self.columns(line))
                yield line + word[:head]
                line, word = rest, word[head:]
            line = line + word if empty else f"{line} {word}"
            empty = False
        yield line

    def _fitting(self, word: str, room: int) -> int:
        """How many characters of a word fit; at least one, so that the work ends."""
        return max(1, sum(size <= room for size in accumulate(map(self.columns, word))))

    def table(self, rows: Sequence[Sequence[str]], widths: Sequence[int]) -> str:
        """Rows of cells side by side, each cell wrapped in its column; the first row is the header."""
        lines = []
        for number, row in enumerate(rows):
            cells = [Screen(w, columns=self.columns).wrap(c).split("\n") for c, w in zip(row, widths, strict=True)]
            for part in range(max(map(len, cells))):
                held = [cell[part] if part < len(cell) else "" for cell in cells]
                padded = [text + " " * (w - self.columns(text)) for text, w in zip(held, widths, strict=True)]
                lines.append(self.paint("  ".join(padded).rstrip(), BOLD if number == 0 else ""))
        return "\n".join(lines)


def clean(text: str) -> str:
    """`text` without what could move the cursor, change the terminal or hide the order of letters."""
    kept = (c if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs") else " " for c in text.replace("\r\n", "\n"))
    return "".join(c for c in kept if c not in _INVISIBLE)


_INVISIBLE = frozenset(map(chr, (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF)))
"""Marks that turn the direction of writing."""


def in_one_line(reply: Reply) -> str:
    """The text of a reply without line breaks, for streams of one reply a line."""
    return " ".join(clean(reply.text).split())


def shown_reply(reply: Reply, screen: Screen, numbered: bool = True) -> str:
    """A reply for the terminal; `numbered`: the suggestions below it, each with the number that asks it."""
    parts = [_block(block, screen) for block in reply.blocks]
    if numbered and reply.suggestions:
        lines = [_suggestion(number, text, screen) for number, text in enumerate(reply.suggestions, 1)]
        parts.append("\n".join(lines))
    return "\n\n".join(part for part in parts if part)


def _suggestion(number: int, text: str, screen: Screen) -> str:
    # The number is wrapped together with the text and only then coloured, so that colour does not count as width.
    lead = f"  {number}  "
    wrapped = screen.wrap(text, lead, " " * len(lead))
    return screen.paint(wrapped[: len(lead)], CYAN) + wrapped[len(lead) :]


def _block(block: Block, screen: Screen) -> str:
    if isinstance(block, Heading):
        return screen.wrap(block.text, code=BOLD)
    if isinstance(block, Bullets):
        return "\n".join(screen.wrap(item, "- ", "  ") for item in block.items)
    if isinstance(block, Paragraph):
        return screen.wrap(rendering.plain([block]), code=_ROLE_COLOURS.get(block.role, ""))
    return screen.wrap(rendering.plain([block]))


# --- how a message was read -----------------------------------------------------------------------------------------


def why(advisor: Advisor, text: str, reply: Reply, screen: Screen) -> str:
    """How a message was read, in words for somebody who has never seen the inside of the advisor."""
    told = reply.explanation
    rules = "; ".join(in_words(advisor, rule) for rule in told.rules or (told.reading,))
    parts = [
        screen.wrap(f"Your message: \u201c{' '.join(text.split())}\u201d"),
        screen.wrap(f"I took it as {_taken_as(advisor, reply)}."),
        screen.wrap(f"Why: {rules}."),
        _points(advisor, told, screen),
        _lines("Spelling:", [f"I read \u201c{r.typed}\u201d as \u201c{r.read_as}\u201d" for r in told.repairs], screen),
        _lines("Carried over from before:", [in_words(advisor, item) for item in told.carried], screen),
        screen.wrap(_runner_up(advisor, told)),
        _lines("Words I did not understand:", [f"\u201c{word}\u201d" for word in told.not_understood], screen),
    ]
    return "\n".join(part for part in parts if part)


_KIND_WORDS = {
    Kind.CLARIFY: "a message that could mean several things, so I asked back",
    Kind.NOT_COVERED: "a question about these careers that my source does not answer",
    Kind.OUT_OF_SCOPE: "something outside these careers",
    Kind.SOCIAL: "small talk",
    Kind.SAFETY: "a sign that you may be in distress",
}


def _taken_as(advisor: Advisor, reply: Reply) -> str:
    if reply.kind in _KIND_WORDS:
        return _KIND_WORDS[reply.kind]
    roles = " and ".join(advisor.library.roles[role].plural for role in reply.roles)
    what = " and ".join(topic_name(advisor, topic) for topic in reply.topics)
    start = "a step of finding out what suits you" if reply.kind is Kind.INTERVIEW else "a question"
    return start + (f" on {what}" if what else "") + (f", for {roles}" if roles else "")


def _points(advisor: Advisor, told: Explanation, screen: Screen) -> str:
    if not told.evidence:
        return ""
    lines = [screen.wrap("Words that counted, with their points:", code=BOLD)]
    for term in sorted(told.evidence, key=lambda e: -abs(e.points)):
        meant = in_words(advisor, term.read_as)
        words = f"\u201c{term.words}\u201d, understood as {meant}" if term.words else meant
        lines.append(screen.wrap(words, f"  {term.points:+5.1f}  ", " " * 9))
    lines.append(f"  {told.score:5.1f}  in all")
    return "\n".join(lines)


def _runner_up(advisor: Advisor, told: Explanation) -> str:
    if told.runner_up is None:
        return "Runner-up: none; nothing else fitted."
    name = in_words(advisor, told.runner_up)
    if told.margin <= 0:
        return f"Runner-up: {name}; it did not have fewer points, but the rule above decides first."
    how = "clearly" if told.margin >= _CLEAR_MARGIN else "narrowly"
    return f"Runner-up: {name}; it lost {how}, by {told.margin:.1f} points, because fewer or weaker words speak for it."


def _lines(title: str, items: Sequence[str], screen: Screen) -> str:
    return screen.wrap(f"{title} {', '.join(items)}", rest="  ") if items else ""


def topic_name(advisor: Advisor, topic: str) -> str:
    """The title of a topic, for use inside a sentence."""
    title = advisor.library.topics[topic].title
    return title if title[:2].isupper() else title[:1].lower() + title[1:]


def in_words(advisor: Advisor, text: str) -> str:
    """`text` with ids of topics, roles and subjects replaced by their names."""
    family = advisor.library.families.get(text)
    return family.label if family else " ".join(_named(advisor, word) for word in text.split())


def _named(advisor: Advisor, word: str) -> str:
    library = advisor.library
    if word in library.roles:
        return library.roles[word].name
    if "_" in word and word in library.topics:
        return topic_name(advisor, word)
    return word.replace("_", " ")


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


def conflicts(advisor: Advisor, found: Iterable[Disagreement], screen: Screen, brief: bool = False) -> str:
    """Disagreements of the source, each with every claim, its figure and its section; `brief`: by its short name."""
    parts = []
    for conflict in found:
        claims = [advisor.knowledge.facts[name] for name in conflict.facts]
        lines = [screen.wrap(conflict.title, code=BOLD), screen.wrap(conflict.text)]
        lines += [screen.wrap(_claim(advisor, fact, len(conflict.roles) > 1, brief), "- ", "  ") for fact in claims]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) or screen.wrap("The source does not contradict itself here.")


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
    parts = [screen.wrap(compared.title, code=BOLD)]
    if compared.summary:
        parts.append(screen.wrap(compared.summary))
    roles = [advisor.library.roles[role] for role in BOTH]
    if screen.width >= _TABLE_FROM:
        side = (screen.width - _LABEL_COLUMNS - 4) // 2
        rows = [["", *(role.plural for role in roles)]]
        rows += [[row.label, *(_cell(row.cells[role.id]) for role in roles)] for row in compared.rows]
        parts.append(screen.table(rows, [_LABEL_COLUMNS, side, side]))
    else:
        for row in compared.rows:
            lines = [screen.wrap(row.label, code=BOLD)]
            lines += [screen.wrap(f"{role.shorts}: {_cell(row.cells[role.id])}", "  ", "    ") for role in roles]
            parts.append("\n".join(lines))
    if compared.conflicts:
        parts.append(conflicts(advisor, compared.conflicts, screen, brief=True))
    held = [fact for row in compared.rows for cell in row.cells.values() for fact in cell]
    used = advisor.knowledge.sections(held)
    parts.append(screen.wrap("(Source: " + "; ".join(section.heading for section in used) + ")", code=CYAN))
    return "\n\n".join(parts)


def _cell(held: Sequence[Fact]) -> str:
    return "; ".join(fact.cell for fact in held) or "-"
