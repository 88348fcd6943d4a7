"""How wide a text is on a terminal, and where its characters end, as a reader counts them.

The widths are those of Unicode's East Asian Width (annex 11); what belongs to one character follows the grapheme
clusters of annex 29, as far as marks, joined emoji, skin tones, keycaps and flags go. The version of Unicode is that
of the `unicodedata` of the Python in use.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

_JOINER = "\u200d"
_EMOJI_STYLE = "\ufe0f"
_EXTENDERS = (0xFE0F, 0xFE0E, 0x200D, 0x200C)


def ends(text: str) -> Iterator[int]:
    """The places between the characters of a text: marks, joined emoji and flags stay whole.

    Neither the beginning nor the end of the text is among them.
    """
    flags = 0
    for place in range(1, len(text)):
        before, after = text[place - 1], text[place]
        flags = flags + 1 if _is_flag_letter(before) else 0
        whole_flag = _is_flag_letter(after) and flags % 2 == 1
        extends = unicodedata.combining(after) or ord(after) in _EXTENDERS or 0x1F3FB <= ord(after) <= 0x1F3FF
        if not (extends or before == _JOINER or whole_flag or unicodedata.category(after) in ("Mn", "Mc", "Me")):
            yield place


def characters(text: str) -> Iterator[str]:
    """The characters of a text, as a reader counts them."""
    start = 0
    for end in ends(text):
        yield text[start:end]
        start = end
    if text:
        yield text[start:]


def columns(text: str) -> int:
    """How many columns a text takes on a terminal; control characters take none."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(map(_width, characters(text)))


def _width(character: str) -> int:
    """Columns of one character: two where its base is wide or it is shown as an emoji, none where nothing is seen."""
    if len(character) > 1 and (_EMOJI_STYLE in character or _is_flag_letter(character[0])):
        return 2
    base = character[0]
    if unicodedata.east_asian_width(base) in "WF":
        return 2
    if unicodedata.category(base) in ("Cc", "Cf", "Mn", "Me") or 0x1160 <= ord(base) <= 0x11FF:
        return 0
    return 1 + sum(unicodedata.category(mark) == "Mc" for mark in character[1:])


def _is_flag_letter(character: str) -> bool:
    return 0x1F1E6 <= ord(character) <= 0x1F1FF
