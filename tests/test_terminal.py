"""The program on a real pseudo-terminal."""

from __future__ import annotations

import os
import re
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

pty = pytest.importorskip("pty", reason="pseudo-terminals exist on POSIX only")
fcntl = pytest.importorskip("fcntl", reason="pseudo-terminals exist on POSIX only")
termios = pytest.importorskip("termios", reason="pseudo-terminals exist on POSIX only")
pyte = pytest.importorskip("pyte")

ROOT = Path(__file__).resolve().parents[1]
READY = "\x1b[?2004h"
"""What the prompt sends when it begins to take keys."""
LINES = 60
PATIENCE = 60.0
"""Seconds; the first output waits for the knowledge to load."""


def _heeding() -> None:
    """In the program's process: it heeds signals, also where the tests run in the background, which ignores them."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


class Terminal:
    """The program with its terminal: what is typed goes in, what it draws is collected."""

    def __init__(self, *arguments: str, state: Path, **environment: str) -> None:
        self.ours, theirs = pty.openpty()
        self.screen = pyte.Screen(80, LINES)
        self._stream = pyte.ByteStream(self.screen)
        self._size(80)
        base = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS", "LINES")}
        fixed = {"PYTHONPATH": str(ROOT), "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"}
        fixed |= {"XDG_STATE_HOME": str(state), "XDG_CONFIG_HOME": str(state)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "advisor", *arguments], stdin=theirs, stdout=theirs, stderr=theirs,
            cwd=ROOT, env={**base, **fixed, "PYTHONIOENCODING": "utf-8", **environment}, start_new_session=True,
            preexec_fn=_heeding,
        )  # fmt: skip
        os.close(theirs)
        self.seen = b""

    def _size(self, columns: int) -> None:
        fcntl.ioctl(self.ours, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, columns, 0, 0))

    def resize(self, columns: int) -> None:
        """Make the terminal narrower or wider; the program is told so, as by a window."""
        self._size(columns)
        self.screen.resize(LINES, columns)
        os.killpg(self.process.pid, signal.SIGWINCH)

    @property
    def lines(self) -> list[str]:
        """What a reader sees."""
        return [line.rstrip() for line in self.screen.display]

    @property
    def text(self) -> str:
        """All that was sent."""
        return self.seen.decode("utf-8", errors="replace")

    def wait_for(self, wanted: Callable[[str], bool]) -> bool:
        """Whether `wanted` came true of all that was drawn so far, before patience ended."""
        end = time.monotonic() + PATIENCE
        while not wanted(self.text) and time.monotonic() < end:
            ready, _, _ = select.select([self.ours], [], [], 0.2)
            if ready:
                try:
                    data = os.read(self.ours, 65536)
                except OSError:  # the program has ended
                    break
                if not data:
                    break
                self.seen += data
                self._stream.feed(data)
        return wanted(self.text)

    def type(self, text: str) -> None:
        os.write(self.ours, text.encode())

    def ended(self) -> int:
        """The exit status, once everything drawn has been read."""
        self.wait_for(lambda text: self.process.poll() is not None)
        return self.process.wait(timeout=PATIENCE)

    def close(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        os.close(self.ours)


@pytest.fixture
def start(tmp_path):
    """Start the program on a terminal of its own; it is ended with the test."""
    opened: list[Terminal] = []

    def begin(*arguments: str, **environment: str) -> Terminal:
        opened.append(Terminal(*arguments, state=tmp_path, **environment))
        return opened[-1]

    yield begin
    for terminal in opened:
        terminal.close()


def test_the_banner_and_an_answer_are_seen_and_bye_leaves(start, tmp_path):
    terminal = start()
    assert terminal.wait_for(lambda text: "audio engineer" in text and READY in text)
    terminal.type("what do engineers earn?\r")
    assert terminal.wait_for(lambda text: "79,280" in text)
    terminal.type("bye\r")
    assert terminal.ended() == 0
    kept = tmp_path / "advisor" / "history"
    assert "what do engineers earn?" in kept.read_text(encoding="utf-8")
    assert kept.stat().st_mode & 0o777 == 0o600


def shown(terminal: Terminal, part: str) -> bool:
    """Whether a reader comes to see a part of a line."""
    return terminal.wait_for(lambda text: any(part in line for line in terminal.lines))


def test_a_reader_sees_the_banner_ghost_text_menus_and_wrapped_replies_also_after_a_resize(start, advisor):
    terminal = start()
    assert terminal.wait_for(lambda text: READY in text)
    assert terminal.lines[0] == "I answer questions about two careers: audio engineer and music producer."
    assert shown(terminal, "> ask a question, or type /")
    question = advisor.library.topics["stress"].question
    terminal.type(question[:9])
    assert shown(terminal, f"> {question}")
    terminal.type("\x05\r")  # takes what is proposed
    assert terminal.wait_for(lambda text: "Source" in text and text.count(READY) >= 2)
    assert max(map(len, terminal.lines)) > 60
    terminal.type("/")
    assert shown(terminal, "/conflicts")
    assert shown(terminal, "where the article contradicts itself")
    terminal.type("\x15")
    before = len(terminal.seen)
    terminal.resize(40)
    terminal.type("/topics\r")
    assert terminal.wait_for(lambda text: "ai_impact" in text and text.count(READY) >= 3)
    drawn = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", terminal.seen[before:].decode())
    assert max(len(line.rstrip()) for line in drawn.replace("\r", "\n").splitlines()) <= 40
    terminal.type("\x04")
    assert terminal.ended() == 0


COLOURS = re.compile(r"\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9\d|10\d)[;m]")
"""A colour of its own, in the foreground or behind; 39 and 49 are the terminal's default."""
ON_LIGHT_AND_DARK = {"\x1b[36m", "\x1b[35m"}


def test_colours_are_those_that_light_and_dark_backgrounds_show(start):
    terminal = start(TERM="xterm-256color")
    assert terminal.wait_for(lambda text: READY in text)
    terminal.type("what do producers earn?\r")
    assert terminal.wait_for(lambda text: text.count(READY) >= 2)
    terminal.type("/\t\x15/quit\r")
    assert terminal.ended() == 0
    used = {found.group() for found in COLOURS.finditer(terminal.text)}
    assert used == ON_LIGHT_AND_DARK


def test_without_colour_nothing_is_coloured(start):
    terminal = start(NO_COLOR="1")
    assert terminal.wait_for(lambda text: READY in text)
    terminal.type("what do producers earn?\r")
    assert terminal.wait_for(lambda text: text.count(READY) >= 2)
    terminal.type("/\t\x15/quit\r")
    assert terminal.ended() == 0
    assert not COLOURS.search(terminal.text)


def test_no_history_writes_nothing(start, tmp_path):
    terminal = start("--no-history")
    assert terminal.wait_for(lambda text: READY in text)
    terminal.type("/topics\r")
    assert terminal.wait_for(lambda text: "ai_impact" in text and text.count(READY) >= 2)
    terminal.type("\x04")
    assert terminal.ended() == 0
    assert not (tmp_path / "advisor").exists()


def test_a_kept_talk_goes_on_after_the_terminal_was_closed(start, tmp_path):
    terminal = start("--save-session")
    assert terminal.wait_for(lambda text: READY in text)
    terminal.type("what do engineers earn?\r")
    assert terminal.wait_for(lambda text: "79,280" in text and text.count(READY) >= 2)
    os.killpg(terminal.process.pid, signal.SIGHUP)
    terminal.ended()
    again = start("--resume")
    assert again.wait_for(lambda text: "what do engineers earn?" in text and READY in text)
    again.type("and producers?\r")
    assert again.wait_for(lambda text: "56,752" in text and text.count(READY) >= 2)
    again.type("\x04")
    assert again.ended() == 0


@pytest.mark.parametrize(("arguments", "environment"), [(["--plain"], {}), ([], {"TERM": "dumb"})])
def test_plain_sends_no_control_sequence_and_survives_ctrl_c(start, arguments, environment):
    terminal = start(*arguments, **environment)
    assert terminal.wait_for(lambda text: "> " in text)
    time.sleep(0.5)  # between the prompt and the reading of keys, Python would keep the signal for the next line
    os.killpg(terminal.process.pid, signal.SIGINT)
    assert terminal.wait_for(lambda text: text.count("Ctrl-D") >= 2)
    terminal.type("is it stressful?\n")
    assert terminal.wait_for(lambda text: "Source" in text)
    terminal.type("/quit\n")
    assert terminal.ended() == 0
    assert "\x1b" not in terminal.text


def test_ask_wraps_to_the_terminal_and_colours_the_source(start):
    terminal = start("ask", "is it stressful?")
    assert terminal.ended() == 0
    assert "\x1b[36m" in terminal.text
    assert max(map(len, terminal.text.replace("\x1b[36m", "").replace("\x1b[0m", "").splitlines())) <= 80
