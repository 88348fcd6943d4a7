"""A reply as text for a medium: plain, Markdown, Telegram's HTML, Slack's mrkdwn or IRC lines, cut into parts to send.

A reply becomes paragraphs of lines. A line keeps its bare text until it is measured, so that a cut always falls
between characters of the text and every part is dressed and escaped as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from advisor.columns import ends
from advisor.drawing import bar_lines, bar_texts
from advisor.errors import RequestError
from advisor.formats import FORMATS, clean
from advisor.patterns import pattern
from advisor.reply import Bars, Block, Bullets, Heading, Paragraph, Reply, Table
from advisor.values import dataclass, replace

LEAST_LIMIT = 20
"""Shortest part that can be asked for: room for one character in the longest markup."""
IRC_BYTES = 400
"""Of an IRC line, where no limit is given: 512 less what servers put in front of it."""

UNITS: Mapping[str, Callable[[str], int]] = {
    "characters": len,
    "bytes": lambda text: len(text.encode("utf-8")),
    "utf16": lambda text: len(text.encode("utf-16-le")) // 2,
}
"""How long a text is, in each unit."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text that may be cut."""

    text: str
    style: str = ""
    """bold | italic | heading | source | nothing."""
    bullet: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """Lines of which none may be cut, such as a drawing of bars."""

    text: str
    """Escaped and dressed."""


Piece = Line | Drawing
Group = tuple[tuple[str, Piece], ...]
"""A paragraph: its pieces, each after what separates it from the one before."""


# --- from blocks to pieces --------------------------------------------------------------------------------------------


class _Writer:
    """Writes blocks in one format, in parts of a limited length."""

    def __init__(self, format: str, limit: int | None, unit: str, ascii: bool) -> None:
        self._name = format
        self._format = FORMATS[format]
        self._limit = limit
        self._size = UNITS[unit]
        self._ascii = ascii

    def fits(self, text: str) -> bool:
        return self._limit is None or self._size(text) <= self._limit

    def write(self, piece: Piece) -> str:
        """A piece as it is sent."""
        if isinstance(piece, Drawing):
            return piece.text
        form = self._format
        around = {"bold": form.bold, "heading": form.bold, "italic": form.italic, "source": form.italic}
        before, after = around.get(piece.style, ("", ""))
        return f"{form.bullet if piece.bullet else ''}{before}{form.escape(piece.text)}{after}"

    def groups(self, blocks: Iterable[Block]) -> list[Group]:
        """The paragraphs of a reply; a heading is in one with what follows it."""
        groups: list[Group] = []
        headings: list[tuple[str, Piece]] = []
        for block in blocks:
            if isinstance(block, Heading):
                if text := clean(block.text):
                    headings.append(("\n\n", Line(f"{text}{self._format.heading_end}", "heading")))
                continue
            for group in self._block(block):
                if group:
                    groups.append((*headings, *group))
                    headings = []
        return [*groups, tuple(headings)] if headings else groups

    def _block(self, block: Block) -> list[Group]:
        if isinstance(block, Paragraph):
            lines = map(clean, block.text.splitlines())
            return [_group(self._paragraph(line, block.role) for line in lines if line)]
        if isinstance(block, Bullets):
            return [_group(Line(text, bullet=True) for item in block.items if (text := clean(item)))]
        if isinstance(block, Table):
            return self._table(block)
        return [self._bars(block)] if isinstance(block, Bars) else []

    def _paragraph(self, text: str, role: str) -> Line:
        if role != "source":
            return Line(text)
        return Line(f"({text})" if self._name in ("plain", "irc") else text, "source")

    def _table(self, table: Table) -> list[Group]:
        if self._format.tables:
            drawn = self._rows(table)
            if self.fits(drawn):
                return [_group([Drawing(drawn)])]
        return [_group(lines) for lines in _label_lines(table)]

    def _rows(self, table: Table) -> str:
        def row(cells: Iterable[str]) -> str:
            return f"| {' | '.join(self._format.escape(clean(cell)) for cell in cells)} |"

        rule = f"|{' --- |' * len(table.header)}"
        return "\n".join([row(table.header), rule, *(row(cells) for cells in table.rows)])

    def _bars(self, bars: Bars) -> Group:
        bars = replace(
            bars,
            title=clean(bars.title),
            unit=clean(bars.unit),
            bars=tuple(
                replace(bar, label=clean(bar.label), figure=clean(bar.figure), section=clean(bar.section))
                for bar in bars.bars
            ),
        )
        before, after = self._format.code
        drawn = f"{before}{self._format.code_escape(chr(10).join(bar_lines(bars, self._ascii)))}{after}"
        if self._name == "irc":
            if all(self.fits(line) for line in drawn.split("\n")):
                return _group(Drawing(line) for line in drawn.split("\n"))
        elif self.fits(drawn):
            return _group([Drawing(drawn)])
        title, *texts = bar_texts(bars)
        return _group([Line(title, "bold"), *(Line(text, bullet=True) for text in texts)])

    # --- from pieces to parts

    def parts(self, groups: Iterable[Group]) -> list[str]:
        """Paragraphs packed into as few parts as their order allows."""
        parts: list[str] = []
        current = ""
        for group in groups:
            whole = "".join(f"{mark if n else ''}{self.write(piece)}" for n, (mark, piece) in enumerate(group))
            if current and self.fits(f"{current}\n\n{whole}"):
                current = f"{current}\n\n{whole}"
                continue
            if self.fits(whole):
                parts.append(current)
                current = whole
                continue
            for number, (mark, piece) in enumerate(group):
                pieces = self.cut(piece)
                joined = f"{current}{mark if number else chr(10) * 2}{pieces[0]}"
                if current and self.fits(joined):
                    pieces[0] = joined
                else:
                    parts.append(current)
                parts += pieces[:-1]
                current = pieces[-1]
        return [part for part in (*parts, current) if part]

    def cut(self, piece: Piece) -> list[str]:
        """A piece in parts that fit: whole sentences where they do, else whole words, else characters."""
        cut: list[str] = []
        while True:
            text = self.write(piece)
            if self.fits(text) or isinstance(piece, Drawing):
                return [*cut, text]
            head, tail = self._head(piece)
            cut.append(self.write(head))
            piece = tail

    def _head(self, line: Line) -> tuple[Line, Line]:
        bare = Line(line.text)
        for find, dresses in ((_sentences, (line,)), (_words, (line, bare)), (ends, (bare,))):
            for dress in dresses:
                end = self._longest(dress, find(line.text))
                if end:
                    rest = replace(line, text=line.text[end:].lstrip(), bullet=False)
                    return replace(dress, text=line.text[:end].rstrip()), rest
        # A character built of more code points than a part holds.
        end = self._longest(bare, range(1, len(line.text))) or 1
        return replace(bare, text=line.text[:end]), replace(bare, text=line.text[end:])

    def _longest(self, line: Line, ends: Iterable[int]) -> int:
        """The last of the ends at which the line fits; 0 where it fits at none."""
        found = 0
        for end in ends:
            if not self.fits(self.write(replace(line, text=line.text[:end].rstrip()))):
                break
            found = end
        return found


def _group(pieces: Iterable[Piece]) -> Group:
    return tuple(("\n", piece) if n else ("\n\n", piece) for n, piece in enumerate(pieces))


def _label_lines(table: Table) -> list[list[Line]]:
    """A table without columns: two columns become "label: value", more a label with a line for each column."""
    rows = [[clean(cell) for cell in row] for row in table.rows]
    header = [clean(cell) for cell in table.header]
    if len(header) <= 2:
        return [[Line(": ".join(cell for cell in row if cell), bullet=True) for row in rows if any(row)]]
    lines = []
    for label, *cells in rows:
        named = [f"{name}: {cell}" if name else cell for name, cell in zip(header[1:], cells, strict=False) if cell]
        lines.append([*([Line(label, "bold")] if label else []), *(Line(text, bullet=True) for text in named)])
    return lines


# --- where a text may be cut ------------------------------------------------------------------------------------------

_SENTENCE_END = pattern(r"""[.!?]["'\u201d\u2019)\]]*\s+(?=[^\sa-z])|;\s+""")
_WORD_END = pattern(r"\s+")


def _sentences(text: str) -> Iterator[int]:
    return (found.end() for found in _SENTENCE_END.finditer(text))


def _words(text: str) -> Iterator[int]:
    return (found.end() for found in _WORD_END.finditer(text))


# --- the doors --------------------------------------------------------------------------------------------------------


def plain(blocks: Iterable[Block], ascii: bool = False) -> str:
    """Blocks as plain text, ready to show. `ascii`: bars are drawn with ASCII characters only."""
    return whole(blocks, "plain", ascii)


def whole(blocks: Iterable[Block], format: str, ascii: bool = False) -> str:
    """Blocks as one text in a format, however long."""
    writer = _Writer(format, None, "characters", ascii)
    return "".join(writer.parts(writer.groups(blocks)))


def render(
    reply: Reply, format: str = "plain", limit: int | None = None, unit: str = "characters", *, ascii: bool = False
) -> tuple[str, ...]:
    """A reply in parts that can be sent as they are; joined, they hold every word of it.

    `format`: plain | markdown | html (the tags that Telegram allows) | mrkdwn (Slack) | irc (each part one line).
    `limit`: longest part, 20 or more; None: one part, but for irc lines of 400 bytes.
    `unit`: what the limit counts: characters | bytes (of UTF-8) | utf16 (code units, as Telegram counts).
    `ascii`: bars are drawn with ASCII characters only.
    A part ends at a paragraph, else at a line, a sentence, a word; within a word only where one word is over the limit.
    Raises `RequestError` for an unknown format or unit, and for a limit that is not a whole number of 20 or more.
    """
    for name, given, known in (("format", format, FORMATS), ("unit", unit, UNITS)):
        if not isinstance(given, str) or given not in known:
            raise RequestError(f"unknown {name} {given!r}: use one of {', '.join(known)}")
    if limit is not None and (isinstance(limit, bool) or not isinstance(limit, int) or limit < LEAST_LIMIT):
        raise RequestError(f"limit must be a whole number of at least {LEAST_LIMIT}, or None, not {limit!r}")
    if format == "irc" and limit is None:
        limit, unit = IRC_BYTES, "bytes"
    writer = _Writer(format, limit, unit, ascii)
    groups = writer.groups(reply.blocks)
    if format == "irc":
        return tuple(part for group in groups for item in group for part in writer.parts([(item,)]))
    return tuple(writer.parts(groups))
