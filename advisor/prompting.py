"""The line that a user types: its keys, history, ghost text and completions. Only this module knows prompt_toolkit.

It is imported when a chat begins, so that nothing else waits for it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.application import Application, get_app, run_in_terminal
from prompt_toolkit.auto_suggest import AutoSuggest, Suggestion
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.completion import CompleteEvent, Completer, Completion, PathCompleter
from prompt_toolkit.document import Document
from prompt_toolkit.enums import EditingMode
from prompt_toolkit.filters import Condition, completion_is_selected, emacs_insert_mode, vi_insert_mode
from prompt_toolkit.history import FileHistory
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.output import ColorDepth, Output
from prompt_toolkit.styles import Style

from advisor import files
from advisor.commands import COMMANDS, PROMPT, Console
from advisor.engine import Advisor
from advisor.settings import CHOICES, Settings
from advisor.suggesting import MOST as ALL_QUESTIONS

HINT = "ask a question, or type /"
"""Stands in the first line until something is typed."""
_MENU_LINES = 6
"""Lines kept free below the prompt for completions."""
_MOST_QUESTIONS = 12
"""Questions that Tab offers."""
_WITH_TOPIC = ("/compare ", "/facts ")
_WITH_FILE = ("/save ", "/load ", "/record ")
_WITH_SETTING = "/settings "

_STYLE = Style.from_dict(
    {
        "auto-suggestion": "fg:default dim",
        "placeholder": "fg:default dim",
        "completion-menu": "bg:default fg:default",
        "completion-menu.completion.current": "bg:default fg:default reverse",
        "completion-menu.meta.completion": "bg:default fg:default dim",
        "completion-menu.meta.completion.current": "bg:default fg:default dim",
        "scrollbar.background": "bg:default",
        "scrollbar.button": "bg:default reverse",
    }
)
"""The terminal's own colours throughout, which are readable on light and dark alike."""


class History(FileHistory):
    """Lines of this talk and of earlier ones. The newest waits until the reply to it is known."""

    def __init__(self, path: Path | None, most: int) -> None:
        super().__init__(path or os.devnull)
        self._pending: str | None = None
        if path:
            # An unreadable or full disk is no reason not to chat.
            with suppress(OSError, ValueError):
                _shorten(path, most)

    def append_string(self, string: str) -> None:
        self._pending = string

    def keep(self) -> None:
        """Take up the newest line."""
        if self._pending is not None:
            with suppress(OSError):
                super().append_string(self._pending)
        self._pending = None


def _shorten(path: Path, most: int) -> None:
    """Leave the newest entries of a history file only, where it has grown over the number by a tenth."""
    mark = "\n# "  # begins an entry; the lines of what was typed begin with "+"
    before, *entries = path.read_text(encoding="utf-8", errors="replace").split(mark)
    if len(entries) > most * 1.1:
        files.write(path, before + "".join(f"{mark}{entry}" for entry in entries[-most:]), files.PRIVATE)


class Line:
    """Reads lines for a console."""

    def __init__(
        self, console: Console, history: History, help_text: Callable[[], str], source: Input | None = None,
        target: Output | None = None,
    ) -> None:  # fmt: skip
        self._console = console
        self._hint = HINT
        self._session: PromptSession[str] = PromptSession(
            history=history,
            auto_suggest=_Ghost(console),
            completer=_Offered(console),
            complete_while_typing=Condition(lambda: get_app().current_buffer.text.startswith("/")),
            reserve_space_for_menu=_MENU_LINES,
            key_bindings=_keys(help_text),
            prompt_continuation="  ",
            enable_suspend=True,
            style=_STYLE,
            input=source,
            output=target,
        )

    @property
    def app(self) -> Application[str]:
        """What draws the line."""
        return self._session.app

    def read(self, refill: str, colour: bool) -> str:
        """The next line. `refill`: what stands in it already. Raises `EOFError` and `KeyboardInterrupt`."""
        settings = self._console.settings
        self._session.color_depth = ColorDepth.DEPTH_4_BIT if colour else ColorDepth.DEPTH_1_BIT
        self._session.editing_mode = EditingMode.VI if settings.keys == "vi" else EditingMode.EMACS
        self._session.placeholder = [("class:placeholder", self._hint)] if self._hint and settings.ghost_text else None
        self._hint = ""
        return self._session.prompt(PROMPT, default=refill)


def no_screen() -> tuple[type[Exception], ...]:
    """What is raised on a Windows console without a screen buffer, such as a pipe of a Unix shell."""
    if sys.platform == "win32":
        from prompt_toolkit.output.win32 import NoConsoleScreenBufferError

        return (NoConsoleScreenBufferError,)
    return ()


def _keys(help_text: Callable[[], str]) -> KeyBindings:
    keys = KeyBindings()

    @keys.add("c-c")
    def _clear(event: KeyPressEvent) -> None:
        if event.current_buffer.text:
            event.current_buffer.reset()
        else:
            event.app.exit(exception=KeyboardInterrupt, style="class:aborting")

    @keys.add("enter", filter=completion_is_selected)
    def _take(event: KeyPressEvent) -> None:
        event.current_buffer.complete_state = None

    @keys.add("tab", filter=emacs_insert_mode | vi_insert_mode)
    def _complete(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        asked = CompleteEvent(completion_requested=True)
        found = list(islice(buffer.completer.get_completions(buffer.document, asked), 2))
        if buffer.complete_state and len(buffer.complete_state.completions) > 1:
            buffer.complete_next()
        elif len(found) == 1:  # nothing to choose: no menu that Enter would have to close
            buffer.complete_state = None
            buffer.apply_completion(found[0])
        else:
            buffer.start_completion(insert_common_part=True)

    @keys.add("f1")
    def _help(event: KeyPressEvent) -> None:
        run_in_terminal(lambda: sys.stdout.write(f"{help_text()}\n\n"))

    return keys


class _Ghost(AutoSuggest):
    """Proposes the rest of a line: from earlier lines, newest first, else from the advisor's own questions."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._questions = console.advisor.suggest("", ALL_QUESTIONS)

    def get_suggestion(self, buffer: Buffer, document: Document) -> Suggestion | None:
        typed = document.text
        if not self._console.settings.ghost_text or not typed.strip() or "\n" in typed:
            return None
        return next((Suggestion(rest) for rest in self._rests(buffer.history.get_strings(), typed)), None)

    def _rests(self, earlier: Sequence[str], typed: str) -> Iterable[str]:
        for line in reversed(earlier):
            if line.startswith(typed) and line != typed and "\n" not in line:
                yield line[len(typed) :]
        for question in self._questions:
            if question.lower().startswith(typed.lower()) and len(question) > len(typed):
                yield question[len(typed) :]


class _Offered(Completer):
    """Commands after a slash, what they take after them, else the advisor's own questions."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._paths = PathCompleter(expanduser=True)

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        typed = document.text_before_cursor
        command = next((start for start in _WITH_FILE if typed.startswith(start)), None)
        if command:
            rest = typed[len(command) :]
            yield from self._paths.get_completions(Document(rest, len(rest)), complete_event)
            return
        for text, start, what in completions(typed, self._console.advisor):
            yield Completion(text, start_position=start, display_meta=what)


def completions(typed: str, advisor: Advisor) -> Iterable[tuple[str, int, str]]:
    """What may follow `typed`: each completion, the place, relative to the end, from which it replaces, and its sense.

    Commands after a slash, and what they take after them; else questions that the advisor answers.
    """
    typed = typed.lstrip()
    word = typed.split(" ")[-1].lower()
    if typed.startswith(_WITH_TOPIC):
        return [(topic, -len(word), "") for topic in advisor.library.topics if topic.startswith(word)]
    if typed.startswith(_WITH_SETTING):
        return _settings(typed.removeprefix(_WITH_SETTING).split(" "))
    if typed.startswith("/"):
        return [(f"/{name}", -len(typed), what) for name, what in COMMANDS.items() if f"/{name}".startswith(word)]
    return [(question, -len(typed), "") for question in advisor.suggest(typed, _MOST_QUESTIONS)]


def _settings(typed: Sequence[str]) -> list[tuple[str, int, str]]:
    """The names of settings, or the values of the one that is named."""
    word = typed[-1].lower()
    if len(typed) == 1:
        return [(name, -len(word), choice.what) for name, choice in CHOICES.items() if name.startswith(word)]
    usual = getattr(Settings(), typed[0], None)
    values = CHOICES[typed[0]].wanted.split(" or ") if isinstance(usual, str | bool) else []
    return [(value, -len(word), "") for value in values if value.startswith(word)]
