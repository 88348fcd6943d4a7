"""Columns of a terminal, and characters as a reader counts them."""

from __future__ import annotations

import pytest

from advisor.columns import characters, columns

WIDTHS = {
    "abc": 3,
    "": 0,
    "\u201cquoted\u201d": 8,
    "\u6f22\u5b57": 4,
    "e\u0301": 1,
    "\u2764\ufe0f": 2,
    "1\ufe0f\u20e3": 2,
    "\U0001f44d\U0001f3fd": 2,
    "\U0001f469\u200d\U0001f3a4": 2,
    "\U0001f1e9\U0001f1ea\U0001f1eb\U0001f1f7": 4,
    "\u200b": 0,
    "\x1b": 0,
    "\u0928\u093f": 2,
}


@pytest.mark.parametrize(("text", "width"), WIDTHS.items())
def test_a_text_takes_as_many_columns_as_a_terminal_gives_it(text, width):
    assert columns(text) == width
    assert columns(f"a{text}a") == width + 2


@pytest.mark.parametrize("text", WIDTHS)
def test_characters_lose_nothing_and_keep_what_belongs_together(text):
    assert "".join(characters(text)) == text


def test_marks_joined_emoji_and_flags_are_one_character():
    singer, flag = "\U0001f469\u200d\U0001f3a4", "\U0001f1e9\U0001f1ea"
    for whole in ("e\u0301", "\u2764\ufe0f", "\U0001f44d\U0001f3fd", singer, flag):
        assert list(characters(f"a{whole}b")) == ["a", whole, "b"]
