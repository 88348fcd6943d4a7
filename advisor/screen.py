"""The screen that text is laid out for: wrapping, attributes, tables. Nothing here prints.

Colours are ANSI-16 attributes on the default foreground and background, which are readable on light and dark alike.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from advisor.columns import characters, columns
from advisor.values import dataclass

WIDEST = 100
"""Columns beyond which lines are hard to read, however wide the terminal."""
NARROWEST = 20
"""Columns below which nothing sensible fits; narrower terminals get lines of this width."""
TABLE_FROM = 60
"""Columns from which a table stands side by side."""
_GAP = 2

BOLD, CYAN, MAGENTA, GREEN = "1", "36", "35", "32"


@dataclass(frozen=True, slots=True)
class Screen:
    """Where text is to be shown."""

    width: int = WIDEST
    """Columns of the longest line."""
    colour: bool = False
    plain: bool = False
    """Whether it is read aloud or logged: no tables side by side, and nothing drawn but with ASCII characters."""

    def wrap(self, text: str, first: str = "", rest: str = "", code: str = "") -> str:
        """`text` broken at spaces; lines begin with `first`, then `rest`. Lines that fit keep their spacing."""
        lines: list[str] = []
        for line in clean(text).split("\n"):
            lead = first if not lines else rest
            if columns(lead + line) <= self.width:
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
            if not empty and columns(f"{line} {word}") > self.width:
                yield line
                line, empty = rest, True
            while columns(line + word) > self.width and empty and len(word) > 1:
                head = _fitting(word, self.width - columns(line))
                yield line + word[:head]
                line, word = rest, word[head:]
            line = line + word if empty else f"{line} {word}"
            empty = False
        yield line

    def table(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        """A table side by side where it fits, each cell wrapped in its column; else row by row, "header: cell".

        An empty line stands between rows where one of them takes several lines.
        """
        widths = None if self.plain or self.width < TABLE_FROM else _widths([header, *rows], self.width)
        if widths is None:
            return self._row_by_row(header, rows)
        wrapped = [[Screen(w).wrap(c).split("\n") for c, w in zip(row, widths, strict=True)] for row in (header, *rows)]
        tall = any(len(cell) > 1 for cells in wrapped[1:] for cell in cells)
        lines = []
        for number, cells in enumerate(wrapped):
            if tall and number > 1:
                lines.append("")  # where rows take several lines, else it cannot be seen where one ends
            for part in range(max(map(len, cells))):
                held = [cell[part] if part < len(cell) else "" for cell in cells]
                padded = [text + " " * (w - columns(text)) for text, w in zip(held, widths, strict=True)]
                lines.append(self.paint((" " * _GAP).join(padded).rstrip(), BOLD if number == 0 else ""))
        return "\n".join(lines)

    def _row_by_row(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        parts = []
        for label, *cells in rows:
            lines = [self.wrap(label, code=BOLD)]
            for name, cell in zip(header[1:], cells, strict=True):
                lines.append(self.wrap(f"{name}: {cell or '-'}" if name else cell or "-", "  ", "    "))
            parts.append("\n".join(lines))
        return "\n".join(parts) if self.plain else "\n\n".join(parts)


def _fitting(word: str, room: int) -> int:
    """How many code points of a word fit, whole characters only; at least one character, so that the work ends."""
    taken = used = 0
    for character in characters(word):
        used += columns(character)
        if taken and used > room:
            break
        taken += len(character)
    return taken


def _widths(rows: Sequence[Sequence[str]], width: int) -> list[int] | None:
    """Widths of the columns of a table: what each needs, else a share by how much text it holds.

    None: some column would be too narrow to read.
    """
    cells = [[clean(row[n]) for row in rows] for n in range(len(rows[0]))]
    needed = [max(map(columns, column)) for column in cells]
    room = width - _GAP * (len(cells) - 1)
    if sum(needed) <= room:
        return [max(1, size) for size in needed]
    words = [max((columns(word) for cell in column for word in cell.split()), default=1) for column in cells]
    least = [min(size, longest) for size, longest in zip(needed, words, strict=True)]
    held = [sum(map(columns, column)) or 1 for column in cells]
    given = dict.fromkeys(range(len(cells)), 0)
    open_ones = list(given)
    while open_ones:
        share = (room - sum(given.values())) / sum(held[n] for n in open_ones)
        bounds = {n: max(least[n], min(needed[n], int(held[n] * share))) for n in open_ones}
        # What a bound gives or takes is settled first, and the rest is shared anew.
        fixed = [n for n in open_ones if bounds[n] != int(held[n] * share)] or open_ones
        given |= {n: bounds[n] for n in fixed}
        open_ones = [n for n in open_ones if n not in fixed]
    return None if sum(given.values()) > room else [max(1, given[n]) for n in range(len(cells))]


def clean(text: str) -> str:
    """`text` without what could move the cursor, change the terminal or hide the order of letters."""
    kept = (c if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs") else " " for c in text.replace("\r\n", "\n"))
    return "".join(c for c in kept if c not in _INVISIBLE)


_INVISIBLE = frozenset(map(chr, (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF)))
"""Marks that turn the direction of writing."""
