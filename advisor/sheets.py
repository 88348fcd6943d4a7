"""A talk as a sheet to hand on: what suits the person, the careers side by side, the talk, and where it comes from."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from advisor import display, web_page
from advisor.comparing import Comparison
from advisor.formats import FORMATS, clean
from advisor.model import Article, Disagreement, Section
from advisor.rendering import whole
from advisor.reply import Block, Kind, Paragraph, Reply
from advisor.talk import Talk, Turn
from advisor.values import asdict, dataclass

SUITS, COMPARED, CONFLICTS = "What suits you", "The two careers side by side", "Where the article contradicts itself"
TALK, SOURCES = "The talk", "Where it comes from"
"""Headings of the parts of a sheet."""
_YOU = "You"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is written down of a talk."""

    title: str
    suits: Reply | None
    """The result of the interview, else the last reply that says which career suits the person."""
    compared: tuple[tuple[Comparison, tuple[Block, ...]], ...]
    """The topics that the talk touched, each with its comparison as blocks."""
    conflicts: tuple[tuple[Disagreement, tuple[Block, ...]], ...]
    """The contradictions that these comparisons touch, each once."""
    turns: tuple[Turn, ...]
    article: Article
    sections: tuple[Section, ...]
    """Those that the sheet draws on, in the order of the article."""
    talk: Mapping[str, Any]
    """The talk as `Talk.load` takes it."""


def made(talk: Talk) -> Sheet:
    """The sheet of a talk; turns that speak of self-harm are left out."""
    advisor = talk.advisor
    turns = tuple(talk.shareable())
    told = [turn.reply for turn in turns if turn.reply.kind in (Kind.ANSWER, Kind.INTERVIEW)]
    topics = dict.fromkeys(topic for reply in told for topic in reply.topics)
    compared = [one for one in map(advisor.compare, topics) if one.rows]
    conflicts = list({conflict.id: conflict for one in compared for conflict in one.conflicts}.values())
    facts = [fact for one in compared for row in one.rows for cell in row.cells.values() for fact in cell]
    facts += [advisor.knowledge.facts[name] for conflict in conflicts for name in conflict.facts]
    facts += [fact for turn in turns for fact in turn.reply.facts]
    roles = " and ".join(role.plural for role in advisor.library.roles.values())
    return Sheet(
        title=f"A talk about {roles}",
        suits=_suits(told),
        compared=tuple((one, tuple(display.comparison_blocks(advisor, one, conflicts=False)[1:])) for one in compared),
        conflicts=tuple((one, tuple(display.conflict_blocks(advisor, one, brief=True)[1:])) for one in conflicts),
        turns=turns,
        article=advisor.library.article,
        sections=advisor.knowledge.sections(facts),
        talk=talk.to_dict(),
    )


def _suits(told: Sequence[Reply]) -> Reply | None:
    """The last reply that ends an interview, else the last one that tells on choosing; none that still asks."""
    choosing = [reply for reply in told if "choosing" in reply.topics and not any(map(_asks, reply.blocks))]
    ends = [reply for reply in choosing if reply.kind is Kind.INTERVIEW]
    return next(reversed(ends or choosing), None)


def _asks(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.role == "question"


def _about(article: Article) -> str:
    return (
        f"Everything here comes from one article, \u201c{article.title}\u201d by {article.author}. It is one author's "
        "view of the United States. Where it contradicts itself, every figure is shown with its section. The advisor "
        "works by rules and adds nothing of its own."
    )


# --- Markdown ---------------------------------------------------------------------------------------------------------


def _markdown(sheet: Sheet) -> str:
    form = FORMATS["markdown"]
    parts = [f"# {sheet.title}", form.escape(clean(_about(sheet.article)))]
    if sheet.suits:
        parts += [f"## {SUITS}", whole(sheet.suits.blocks, "markdown")]
    if sheet.compared:
        parts.append(f"## {COMPARED}")
        for comparison, blocks in sheet.compared:
            parts += [f"### {form.escape(comparison.title)}", whole(blocks, "markdown")]
    if sheet.conflicts:
        parts.append(f"## {CONFLICTS}")
        for conflict, blocks in sheet.conflicts:
            parts += [f"### {form.escape(conflict.title)}", whole(blocks, "markdown")]
    parts.append(f"## {TALK}")
    for turn in sheet.turns:
        parts += [f"**{_YOU}:** {form.escape(clean(turn.text))}", whole(turn.reply.blocks, "markdown")]
    parts += [f"## {SOURCES}", "\n".join(f"- {form.escape(clean(section.heading))}" for section in sheet.sections)]
    return "\n\n".join(part for part in parts if part) + "\n"


# --- HTML -------------------------------------------------------------------------------------------------------------


def _html(sheet: Sheet) -> str:
    page = web_page.Page(sheet.title, _about(sheet.article))
    if sheet.suits:
        page.part(SUITS, sheet.suits.blocks)
    if sheet.compared:
        page.part(COMPARED)
        for comparison, blocks in sheet.compared:
            page.topic(comparison.title, blocks)
    if sheet.conflicts:
        page.part(CONFLICTS)
        for conflict, blocks in sheet.conflicts:
            page.topic(conflict.title, blocks)
    page.part(TALK)
    for turn in sheet.turns:
        page.turn(_YOU, turn.text, turn.reply.blocks)
    page.part(SOURCES)
    page.items([section.heading for section in sheet.sections])
    return page.text()


# --- JSON -------------------------------------------------------------------------------------------------------------


def _json(sheet: Sheet) -> str:
    data = {
        **sheet.talk,
        "title": sheet.title,
        "article": {"title": sheet.article.title, "author": sheet.article.author},
        "suits": _reply(sheet.suits) if sheet.suits else None,
        "compared": [asdict(comparison) for comparison, _ in sheet.compared],
        "turns": [{"text": turn.text, "reply": _reply(turn.reply)} for turn in sheet.turns],
        "sources": [asdict(section) for section in sheet.sections],
    }
    return json.dumps(data, indent=1) + "\n"


def _reply(reply: Reply) -> dict[str, Any]:
    data = reply.to_dict()
    del data["session"]  # the whole talk is kept once
    return data


ENDINGS: Mapping[str, Callable[[Sheet], str]] = {".md": _markdown, ".html": _html, ".json": _json}
"""How a sheet is written, by the ending of the file's name."""
