"""The program on a real pseudo-terminal."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

pty = pytest.importorskip("pty", reason="pseudo-terminals exist on POSIX only")

ROOT = Path(__file__).resolve().parents[1]
READY = "\x1b[?2004h"
"""What the prompt sends when it begins to take keys."""
PATIENCE = 60.0
"""Seconds; the first output waits for the knowledge to load."""


class Terminal:
    """The program with its terminal: what is typed goes in, what it draws is collected."""

    def __init__(self, *arguments: str, state: Path, **environment: str) -> None:
        import fcntl
        import struct
        import termios

        self.ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 80, 0, 0))
        base = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS", "LINES")}
        fixed = {"PYTHONPATH": str(ROOT), "TERM": "xterm", "XDG_STATE_HOME": str(state), "PROMPT_TOOLKIT_NO_CPR": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "advisor", *arguments], stdin=theirs, stdout=theirs, stderr=theirs,
            cwd=ROOT, env={**base, **fixed, "PYTHONIOENCODING": "utf-8", **environment}, start_new_session=True,
        )  # fmt: skip
        os.close(theirs)
        self.seen = b""

    @property
    def text(self) -> str:
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


def test_the_screen_shows_the_answer_to_whoever_looks(start):
    pyte = pytest.importorskip("pyte")
    terminal = start()
    assert terminal.wait_for(lambda text: READY in text)
    terminal.type("is it stressful?\r")
    assert terminal.wait_for(lambda text: text.count("Source") >= 1)
    screen = pyte.Screen(80, 50)
    pyte.Stream(screen).feed(terminal.text)
    assert any("Source" in line for line in screen.display)
    assert terminal.wait_for(lambda text: text.count(READY) >= 2)
    terminal.type("\x04")
    assert terminal.ended() == 0


def test_no_history_writes_nothing(start, tmp_path):
    terminal = start("--no-history")
    assert terminal.wait_for(lambda text: READY in text)
    terminal.type("/topics\r")
    assert terminal.wait_for(lambda text: "ai_impact" in text and text.count(READY) >= 2)
    terminal.type("\x04")
    assert terminal.ended() == 0
    assert not (tmp_path / "advisor").exists()


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
