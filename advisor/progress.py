"""How far long work has come, on a terminal only: one line that is written over and taken away at the end."""

from __future__ import annotations

from types import TracebackType
from typing import TextIO


class Progress:
    """A line of progress on a stream, from 0 to 100 percent; nothing where the stream is no terminal."""

    def __init__(self, stream: TextIO | None, what: str) -> None:
        self._stream = stream if stream is not None and stream.isatty() else None
        self._what = what
        self._percent = -1
        self._width = 0

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._stream and self._percent >= 0:
            self._stream.write(f"\r{' ' * self._width}\r")
            self._stream.flush()

    def tell(self, done: int, every: int) -> None:
        """So many of all are done. The line is written when the percentage changes."""
        percent = 100 * done // max(1, every)
        if self._stream and percent != self._percent:
            self._percent = percent
            line = f"{percent:3}% of {every:,} {self._what}"
            self._width = len(line)
            self._stream.write(f"\r{line}")
            self._stream.flush()
