"""The chat in a terminal: reads lines, shows what they lead to, keeps what the user wants kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from advisor import files, keeping
from advisor.commands import PROMPT, Console
from advisor.engine import Advisor
from advisor.terminals import colour, screen

if TYPE_CHECKING:
    from prompt_toolkit.input import Input
    from prompt_toolkit.output import Output

HOW_TO_LEAVE = "To leave, press Ctrl-D or type /quit."


# --- the chat -------------------------------------------------------------------------------------------------------


def greeting(advisor: Advisor) -> str:
    """Two lines that say what the advisor can do."""
    roles = " and ".join(role.name for role in advisor.library.roles.values())
    return f"I answer questions about two careers: {roles}.\nAsk away, or type /topics or /help. {HOW_TO_LEAVE}"


def chat(console: Console, resume: bool = False, source: Input | None = None, target: Output | None = None) -> None:
    """Chat until the user leaves.

    `resume`: go on with the last talk. `source`, `target`: where keys come from and the line is drawn; None: the
    terminal.
    """
    from advisor import prompting

    settings = console.settings
    history = prompting.History(_history(console), settings.history_lines)
    try:
        line = prompting.Line(console, history, lambda: console.help(screen(console.settings)), source, target)
    except prompting.no_screen():
        chat_plainly(console, resume)
        return
    _begin(console, resume)
    keeper = _Keeper(console)
    refill = ""
    while True:
        try:
            shown = console.take(line.read(refill, colour(console.settings)), screen(console.settings))
        except KeyboardInterrupt:
            refill = ""
            _show(HOW_TO_LEAVE)
            continue
        except EOFError:
            return
        if shown.keep:
            history.keep()
        refill = shown.refill
        _show(shown.text)
        keeper.keep()
        if shown.leave:
            return


def chat_plainly(console: Console, resume: bool = False) -> None:
    """Chat without colours, menus or completion: text is only ever added at the end, for screen readers and logs."""
    _begin(console, resume)
    keeper = _Keeper(console)
    while True:
        try:
            shown = console.take(input(PROMPT), screen(console.settings))
        except KeyboardInterrupt:
            _show(f"\n{HOW_TO_LEAVE}")
            continue
        except EOFError:
            print()
            return
        _show(shown.text)
        keeper.keep()
        if shown.leave:
            return


def _begin(console: Console, resume: bool) -> None:
    _show(screen(console.settings).wrap(greeting(console.advisor)))
    if resume:
        _show(screen(console.settings).wrap(keeping.resume(console.talk, console.places.talk)))


class _Keeper:
    """Keeps the talk for `--resume` where the user wants it kept, and says once where that cannot be done."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._told = False

    def keep(self) -> None:
        path = self._console.places.talk
        if not self._console.settings.save_session or self._told:
            return
        if path is None or not keeping.keep_last(self._console.talk, path):
            self._told = True
            _show(screen(self._console.settings).wrap(f"The talk cannot be kept in {path or 'a home'}."))


def _history(console: Console) -> Path | None:
    """The file of earlier lines, made ready; None: lines are kept for this talk only."""
    path = console.places.history
    if not console.settings.history or path is None:
        return None
    try:
        files.prepare(path)
    except OSError:
        return None
    return path


def _show(text: str) -> None:
    if text:
        print(f"{text}\n", flush=True)
