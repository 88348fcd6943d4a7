"""Blocks as a page of HTML that stands by itself: no script, nothing loaded, readable on paper and on dark screens."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from math import isfinite

from advisor.drawing import scale
from advisor.reply import Bar, Bars, Block, Bullets, Heading, Table
from advisor.screen import clean

_STYLE = """\
:root { color-scheme: light dark; --soft: #5b6470; --line: #c9ced6; --mark: #2f6f9f; --box: #f2f5f8; }
@media (prefers-color-scheme: dark) { :root { --soft: #a6b0bc; --line: #3c444e; --mark: #6fb1de; --box: #1d232a; } }
body { font: 1rem/1.55 system-ui, sans-serif; margin: 0 auto; max-width: 46rem; padding: 2rem 1.25rem; }
h1 { font-size: 1.7rem; line-height: 1.25; }
h2 { border-bottom: 1px solid var(--line); font-size: 1.25rem; margin-top: 2.5rem; padding-bottom: .25rem; }
h3 { font-size: 1.05rem; margin: 1.75rem 0 .5rem; }
h4 { font-size: 1rem; margin: 1rem 0 .25rem; }
.about, .source { color: var(--soft); font-size: .875rem; }
.you { background: var(--box); border-radius: .4rem; font-weight: 600; margin: 1.75rem 0 .75rem; padding: .5em .75em; }
.note { border-left: 3px solid var(--mark); padding-left: .75rem; }
table { border-collapse: collapse; font-size: .9375rem; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .35rem .6rem .35rem 0; text-align: left; vertical-align: top; }
.scroll { overflow-x: auto; }
.bar { margin: .4rem 0; }
.rail { background: var(--box); display: block; height: .7rem; }
.rail span { background: var(--mark); display: block; height: 100%; min-width: 3px; }
figure { margin: 1rem 0; }
@media print { body { max-width: none; padding: 0; } }
@media print { h2, h3, .you { break-after: avoid; } tr, .bar { break-inside: avoid; } }
"""


class Page:
    """A page in the making, from the top down."""

    def __init__(self, title: str, about: str) -> None:
        self._title = title
        self._lines = [f"<h1>{_text(title)}</h1>", f'<p class="about">{_text(about)}</p>']

    def part(self, heading: str, blocks: Iterable[Block] = ()) -> None:
        """A part with its heading."""
        self._lines += [f"<h2>{_text(heading)}</h2>", *map(_block, blocks)]

    def topic(self, heading: str, blocks: Iterable[Block]) -> None:
        """A topic within a part."""
        self._lines += [f"<h3>{_text(heading)}</h3>", *map(_block, blocks)]

    def turn(self, who: str, said: str, blocks: Iterable[Block]) -> None:
        """A message and the reply to it."""
        self._lines += [f'<p class="you">{_text(who)}: {_text(said)}</p>', *map(_block, blocks)]

    def items(self, texts: Iterable[str]) -> None:
        """A list."""
        self._lines.append(_list(texts))

    def text(self) -> str:
        """The page as it stands in a file."""
        return "\n".join([
            "<!DOCTYPE html>", '<html lang="en">', "<head>", '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{_text(self._title)}</title>", f"<style>\n{_STYLE}</style>", "</head>", "<body>", *self._lines,
            "</body>", "</html>", "",
        ])  # fmt: skip


def _text(text: str) -> str:
    return escape(" ".join(clean(text).split()))


def _list(texts: Iterable[str]) -> str:
    return "\n".join(["<ul>", *(f"<li>{_text(text)}</li>" for text in texts), "</ul>"])


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"<h4>{_text(block.text)}</h4>"
    if isinstance(block, Bullets):
        return _list(block.items)
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Bars):
        return _bars(block)
    kind = f' class="{escape(block.role)}"' if block.role != "text" else ""
    return "\n".join(f"<p{kind}>{_text(line)}</p>" for line in block.text.splitlines() if line.strip())


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{_text(cell)}</th>' for cell in table.header)
    rows = [
        f'<tr><th scope="row">{_text(row[0])}</th>{"".join(f"<td>{_text(cell)}</td>" for cell in row[1:])}</tr>'
        for row in table.rows
    ]
    return "\n".join(['<div class="scroll"><table>', f"<thead><tr>{head}</tr></thead>", *rows, "</table></div>"])


def _bars(bars: Bars) -> str:
    low, high = scale(bars.bars)
    caption = f"<figcaption>{_text(bars.title)} ({_text(bars.unit)})</figcaption>"
    drawn = [_bar(bar, low, (high - low) or 1.0) for bar in bars.bars]
    return "\n".join(["<figure>", caption, *drawn, "</figure>"])


def _bar(bar: Bar, low: float, span: float) -> str:
    words = f"{_text(bar.label)}: {_text(bar.figure)} [{_text(bar.section)}]"
    if not (isfinite(bar.low) and isfinite(bar.high)):
        return f'<div class="bar">{words}</div>'
    start, end = sorted(100 * (value - low) / span for value in (bar.low, bar.high))
    place = f"margin-left:{start:.1f}%;width:{end - start:.1f}%"
    return f'<div class="bar">{words}<span class="rail" aria-hidden="true"><span style="{place}"></span></span></div>'
