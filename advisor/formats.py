"""The formats in which a reply is sent: their marks, and how text is escaped so that none of it is taken for one."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping

from advisor.patterns import pattern
from advisor.values import dataclass

_JOINERS = "\u200c\u200d"  # emoji and several scripts need them
_UNSEEN = frozenset(["Cc", "Cf", "Cs", "Co", "Cn"])
_SPACES = frozenset(["Zs", "Zl", "Zp"])
_MARKDOWN = pattern(r"([\\`*_\[\]<>~|#&$])")
_MARKDOWN_START = pattern(r"^(?:([-+=])|(\d+)([.)]))")
_LINK = pattern(r"(?i:(:)(//)|(\bwww)(\.))")
_SLACK = str.maketrans({"*": "\u2217", "_": "\uff3f", "~": "\u223c", "`": "\u2018"})


def clean(text: str) -> str:
    """One line of text without control characters, bidirectional controls, unpaired surrogates and mentions.

    Every "@" becomes its full-width form, which no medium takes for a mention; runs of space become one space.
    """
    if not text.isprintable():  # else none of its characters is unseen, and its only space is " "
        text = "".join(_seen(c) for c in text)
    return " ".join(text.replace("@", "\uff20").split())


def _seen(character: str) -> str:
    if character in "\n\t\r":
        return " "
    category = unicodedata.category(character)
    if category in _SPACES:
        return " "
    return "" if category in _UNSEEN and character not in _JOINERS else character


def _html(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _mrkdwn(text: str) -> str:
    # Slack has no escape for its marks, nor for ">" that begins a line: look-alikes keep the text readable.
    text = f"\u203a{text[1:]}" if text.startswith(">") else text
    return _html(text.translate(_SLACK))


def _markdown(text: str) -> str:
    text = _MARKDOWN.sub(r"\\\1", text)
    text = _LINK.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"{m[3]}\\{m[4]}", text)
    return _MARKDOWN_START.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", text)


def _fenced(text: str) -> str:
    return text.replace("`", "\u2018")


@dataclass(frozen=True, slots=True)
class Format:
    """How a medium writes what plain text cannot say."""

    escape: Callable[[str], str]
    bold: tuple[str, str] = ("", "")
    italic: tuple[str, str] = ("", "")
    code: tuple[str, str] = ("", "")
    """Around drawn lines of fixed width."""
    code_escape: Callable[[str], str] = str
    bullet: str = "- "
    heading_end: str = ":"
    tables: bool = False
    """Whether the medium has tables of its own."""


FORMATS: Mapping[str, Format] = {
    "plain": Format(escape=str),
    "irc": Format(escape=str),
    "markdown": Format(
        escape=_markdown,
        bold=("**", "**"),
        italic=("_", "_"),
        code=("```\n", "\n```"),
        code_escape=_fenced,
        heading_end="",
        tables=True,
    ),
    "html": Format(
        escape=_html,
        bold=("<b>", "</b>"),
        italic=("<i>", "</i>"),
        code=("<pre>", "</pre>"),
        code_escape=_html,
        bullet="\u2022 ",
        heading_end="",
    ),
    "mrkdwn": Format(
        escape=_mrkdwn,
        bold=("*", "*"),
        italic=("_", "_"),
        code=("```\n", "\n```"),
        code_escape=lambda text: _html(_fenced(text)),
        bullet="\u2022 ",
        heading_end="",
    ),
}
