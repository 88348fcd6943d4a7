"""Bars as lines of text, drawn on one scale."""

from __future__ import annotations

import math
from collections.abc import Sequence

from advisor.columns import columns
from advisor.reply import Bar, Bars

WIDTH = 60
"""Widest line, in columns."""
LEAST_CELLS = 12
MOST_CELLS = 24
"""Columns of the drawing itself: as many as the longest text beside it leaves free."""
_BLOCKS = ("\u2588", "\u2591")
_ASCII = ("#", ".")


def bar_lines(bars: Bars, ascii: bool = False, width: int = WIDTH) -> tuple[str, ...]:
    """The title with the scale, then each bar: the drawing, and beside it label, figure and section in words.

    All bars share one scale, which starts at zero unless a value lies below it. `ascii`: no block characters.
    `width`: columns of the longest line, at least twice `LEAST_CELLS`.
    """
    low, high = scale(bars.bars)
    widest = max((columns(_text(bar)) for bar in bars.bars), default=0)
    cells = max(LEAST_CELLS, min(MOST_CELLS, width - 1 - widest))
    lines = _wrapped(_title(bars), width)
    for bar in bars.bars:
        texts = _wrapped(_text(bar), width - cells - 1)
        drawing = _draw(bar, low, high, cells, _ASCII if ascii else _BLOCKS)
        lines += [f"{drawing if n == 0 else ' ' * cells} {text}" for n, text in enumerate(texts)]
    return tuple(lines)


def bar_texts(bars: Bars) -> tuple[str, ...]:
    """The same without a drawing: the title, then label, figure and section of each bar."""
    return (_title(bars), *(_text(bar) for bar in bars.bars))


def _title(bars: Bars) -> str:
    low, high = scale(bars.bars)
    about = ", ".join(filter(None, (bars.unit, f"scale {_number(low)} to {_number(high)}")))
    return f"{bars.title} ({about})".lstrip()


def _text(bar: Bar) -> str:
    return f"{bar.label}: {bar.figure} [{bar.section}]"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,g}"


def _finite(bar: Bar) -> bool:
    return math.isfinite(bar.low) and math.isfinite(bar.high)


def scale(bars: Sequence[Bar]) -> tuple[float, float]:
    """The ends of the scale that all bars share."""
    values = [value for bar in bars if _finite(bar) for value in (bar.low, bar.high)]
    return min(0.0, *values, 0.0), max(0.0, *values, 0.0)


def _draw(bar: Bar, low: float, high: float, cells: int, marks: tuple[str, str]) -> str:
    """A single value is one cell, a range the cells from its low to its high end."""
    filled, empty = marks
    if not _finite(bar) or high / 2 <= low / 2:
        return empty * cells
    ends = sorted((bar.low, bar.high))
    # Halves, since the whole way between the largest numbers would be infinite.
    first, last = (min(cells - 1, int((end / 2 - low / 2) / (high / 2 - low / 2) * cells)) for end in ends)
    return empty * first + filled * (last - first + 1) + empty * (cells - 1 - last)


def _wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` columns, broken between words, or within one that is wider than a line."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if columns(joined) <= width:
            lines[-1] = joined
            continue
        if lines[-1]:
            lines.append("")
        for character in word:
            if columns(lines[-1] + character) > width:
                lines.append("")
            lines[-1] += character
    return lines
