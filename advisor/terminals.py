"""The terminal that the program runs in: whether there is one, its width, whether to colour."""

from __future__ import annotations

import os
import sys

from advisor.screen import NARROWEST, Screen
from advisor.settings import Settings

TYPE_CHECKING = False  # as in `advisor`: `typing` takes longer to load than a question to answer
if TYPE_CHECKING:
    from typing import TextIO


def is_terminal() -> bool:
    """Whether somebody types and reads at a terminal."""

    def one(stream: TextIO | None) -> bool:
        return stream is not None and not stream.closed and stream.isatty()

    return one(sys.stdin) and one(sys.stdout)


def is_dumb() -> bool:
    """Whether the terminal can do nothing but print lines."""
    return os.environ.get("TERM") == "dumb"


def colour(settings: Settings) -> bool:
    """Whether to colour. What the user asks for weighs more than what the environment says."""
    if settings.color != "auto" or settings.plain:
        return settings.color == "always" and not settings.plain
    return is_terminal() and not os.environ.get("NO_COLOR") and not is_dumb()


def screen(settings: Settings) -> Screen:
    """The screen as it is now: a terminal may be resized during a talk."""
    width = settings.width
    if is_terminal():
        import shutil

        width = max(NARROWEST, min(width, shutil.get_terminal_size().columns))
    return Screen(width, colour(settings), settings.plain)
