"""Regular expressions that are compiled when first used: most messages need few of them, and compiling is slow."""

from __future__ import annotations

import re

TYPE_CHECKING = False  # as in `advisor`: `typing` takes longer to load than a question to answer
if TYPE_CHECKING:
    from typing import Any


class _Later:
    """Stands for a pattern; its methods are those of the compiled one, looked up once."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self._text), name)
        setattr(self, name, found)
        return found


def pattern(text: str) -> re.Pattern[str]:
    """A pattern, as `re.compile` gives it, but for the time at which a fault in it is told."""
    later: Any = _Later(text)
    made: re.Pattern[str] = later
    return made
