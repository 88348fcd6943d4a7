"""The chat in a terminal. The only module that knows prompt_toolkit, which it imports when a chat begins."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.commands import COMMANDS, Talk
from advisor.display import NARROWEST, WIDEST, Screen
from advisor.engine import Advisor

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import Completer
    from prompt_toolkit.history import FileHistory
    from prompt_toolkit.input import Input
    from prompt_toolkit.key_binding import KeyBindings
    from prompt_toolkit.output import Output

PROMPT = "> "
HOW_TO_LEAVE = "To leave, press Ctrl-D or type /quit."
_WITH_TOPIC = ("/compare ", "/facts ")
_MENU_LINES = 6
"""Lines kept free below the prompt for completions."""


def columns(text: str) -> int:
    """How many columns a text takes in a terminal."""
    if text.isascii():
        return len(text)
    from prompt_toolkit.utils import get_cwidth

    return get_cwidth(text)


def screen(colour: bool) -> Screen:
    """The terminal as it is now; it may be resized during a talk."""
    width = shutil.get_terminal_size().columns
    return Screen(max(NARROWEST, min(WIDEST, width)), colour, columns)


def greeting(advisor: Advisor) -> str:
    """Two lines that say what the advisor can do."""
    roles = " and ".join(role.name for role in advisor.library.roles.values())
    return f"I answer questions about two careers: {roles}.\nAsk away, or type /topics or /help. {HOW_TO_LEAVE}"


def history_file() -> Path | None:
    """Where the lines of earlier talks are kept, made ready so that only the user can read it; None: nowhere."""
    try:
        state = Path(os.environ.get("XDG_STATE_HOME", ""))
        folder = (state if state.is_absolute() else Path.home() / ".local" / "state") / "advisor"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / "history"
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        path.chmod(0o600)
    except (OSError, RuntimeError):
        return None
    return path


def chat(
    advisor: Advisor, *, colour: bool = True, history: Path | None = None, source: Input | None = None,
    target: Output | None = None,
) -> None:  # fmt: skip
    """Chat until the user leaves.

    `history`: file that keeps the lines across talks, None: they are kept for this one only. `source`, `target`: where
    keys come from and the prompt is drawn; None: the terminal.
    """
    talk = Talk(advisor)
    kept, keep = _history(history)
    session = _session(advisor, kept, colour, source, target)
    _show(screen(False).wrap(greeting(advisor)))
    while True:
        try:
            line = session.prompt(PROMPT)
            shown = talk.take(line, screen(colour))
        except KeyboardInterrupt:
            _show(HOW_TO_LEAVE)
            continue
        except EOFError:
            return
        if shown.keep:
            keep()
        _show(shown.text)
        if shown.leave:
            return


def chat_plainly(advisor: Advisor) -> None:
    """Chat without colours, menus or completion: text is only ever added at the end, for screen readers and logs."""
    talk = Talk(advisor)
    _show(screen(False).wrap(greeting(advisor)))
    while True:
        try:
            shown = talk.take(input(PROMPT), screen(False))
        except KeyboardInterrupt:
            _show(f"\n{HOW_TO_LEAVE}")
            continue
        except EOFError:
            print()
            return
        _show(shown.text)
        if shown.leave:
            return


def _show(text: str) -> None:
    if text:
        print(f"{text}\n", flush=True)


def _history(path: Path | None) -> tuple[FileHistory, Callable[[], None]]:
    """A history, and the call that keeps its newest line."""
    from prompt_toolkit.history import FileHistory

    class Deferred(FileHistory):
        """A history whose newest line waits until the reply to it is known."""

        pending: str | None = None

        def append_string(self, string: str) -> None:
            self.pending = string

        def keep(self) -> None:
            if self.pending is not None:
                # A full disk or a folder that became read-only is no reason to end a talk.
                with suppress(OSError):
                    super().append_string(self.pending)
            self.pending = None

    history = Deferred(path or os.devnull)
    return history, history.keep


def _session(
    advisor: Advisor, history: FileHistory, colour: bool, source: Input | None, target: Output | None
) -> PromptSession[str]:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
    from prompt_toolkit.output import ColorDepth

    return PromptSession(
        history=history,
        auto_suggest=AutoSuggestFromHistory(),
        completer=_completer(advisor),
        complete_while_typing=False,
        reserve_space_for_menu=_MENU_LINES,
        key_bindings=_keys(),
        color_depth=ColorDepth.DEPTH_4_BIT if colour else ColorDepth.DEPTH_1_BIT,
        input=source,
        output=target,
    )


def _keys() -> KeyBindings:
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

    keys = KeyBindings()

    @keys.add("c-c")
    def _clear(event: KeyPressEvent) -> None:
        if event.current_buffer.text:
            event.current_buffer.reset()
        else:
            event.app.exit(exception=KeyboardInterrupt, style="class:aborting")

    return keys


def _completer(advisor: Advisor) -> Completer:
    from prompt_toolkit.completion import CompleteEvent, Completer, Completion
    from prompt_toolkit.document import Document

    asked = questions(advisor)

    class Offered(Completer):
        """Commands after a slash, topics after the commands that take one, else the advisor's own questions."""

        def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
            typed = document.text_before_cursor
            for text, start in completions(typed, asked, tuple(advisor.library.topics)):
                yield Completion(text, start_position=start)

    return Offered()


def questions(advisor: Advisor) -> tuple[str, ...]:
    """The advisor's own questions: each topic's, for both roles and for one."""
    found: dict[str, None] = {}
    for topic in advisor.library.topics.values():
        found[topic.question] = None
        for role in advisor.library.roles.values():
            found[topic.role_question.replace("{plural}", role.plural)] = None
    return tuple(found)


def completions(typed: str, asked: Sequence[str], topics: Sequence[str]) -> Iterable[tuple[str, int]]:
    """What may follow `typed`: each completion with the place, relative to the end, from which it replaces.

    A question fits when each word typed begins one of its words, so that "pay" finds "How much does each job pay?".
    """
    typed = typed.lstrip()
    if typed.startswith(_WITH_TOPIC):
        word = typed.split(" ")[-1]
        return [(topic, -len(word)) for topic in topics if topic.startswith(word.lower())]
    if typed.startswith("/"):
        return [(f"/{name}", -len(typed)) for name in COMMANDS if f"/{name}".startswith(typed.lower())]
    words = typed.lower().split()
    fitting = [text for text in asked if all(any(w.startswith(word) for w in text.lower().split()) for word in words)]
    first = sorted(fitting, key=lambda text: not text.lower().startswith(typed.lower()))
    return [(text, -len(typed)) for text in first]
