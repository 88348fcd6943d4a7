"""The IRC example on a real ngircd: the hardest limits of any medium."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import services

from advisor import Advisor

BOT = Path(__file__).parent.parent / "examples/irc_bot/bot.py"
CHANNEL = "#" + "c" * 40
CONFIGURATION = """
[Global]
Name = irc.test.example
Info = test
Listen = 127.0.0.1
Ports = {port}
[Limits]
MaxNickLength = 30
MaxPenaltyTime = 0
[Options]
DNS = no
Ident = no
PAM = no
"""


class Irc:
    """Somebody on the server, who sees every byte."""

    def __init__(self, port: int, nick: str) -> None:
        self.socket = socket.create_connection((services.LOOPBACK, port), timeout=services.PATIENCE)
        self.file = self.socket.makefile("rb")
        self.nick = nick
        self.send(f"NICK {nick}")
        self.send(f"USER {nick} 0 * :{nick}")
        self.wait_for(" 376 ", " 422 ")

    def send(self, line: str) -> None:
        self.socket.sendall(f"{line}\r\n".encode())

    def line(self) -> bytes:
        """The next line, as it came; pings are answered."""
        while True:
            line = self.file.readline()
            assert line, "the server has closed the connection"
            if not line.startswith(b"PING"):
                return line
            self.send("PONG" + line[4:].decode().rstrip())

    def wait_for(self, *parts: str) -> bytes:
        """The first line that has one of the parts."""
        while True:
            line = self.line()
            if any(part.encode() in line for part in parts):
                return line

    def said(self, count: int) -> list[str]:
        """What the next messages say; each must have come whole and alone."""
        texts = []
        while len(texts) < count:
            line = self.line()
            if b" PRIVMSG " not in line:
                continue
            assert line.endswith(b"\r\n")
            assert len(line) <= 512
            texts.append(line.decode("utf-8").rstrip("\r\n").split(" :", 1)[1])
        return texts


@pytest.fixture(scope="module")
def example() -> ModuleType:
    """The example as a module, to compute what it must say."""
    return services.example("irc_bot")


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A server with the bot on it."""
    program = services.program("ngircd", "ngircd")
    folder = tmp_path_factory.mktemp("irc")
    port = services.free_port()
    (folder / "ngircd.conf").write_text(CONFIGURATION.format(port=port))
    with services.running([program, "-n", "-f", str(folder / "ngircd.conf")], port, folder):
        watcher = Irc(port, "advisor")  # the name is taken, so the bot must find another
        watcher.send(f"JOIN {CHANNEL}")
        watcher.wait_for(" 366 ")
        env = {
            **os.environ,
            "IRC_PORT": str(port),
            "IRC_HOST": services.LOOPBACK,
            "IRC_CHANNELS": CHANNEL,
            "IRC_PACE": "0.05",
        }
        with services.running([sys.executable, str(BOT)], port, folder, env):
            assert watcher.wait_for(" JOIN ").startswith(b":advisor_!")
            yield port


QUESTIONS = (
    "who earns more?",
    "which is right?",
    "what is a producer's </b> *zorblax* @everyone \x02bold\x0f \x1dital \u202eleft zork?",
    "engineers " + "\u0436" * 150,
    "how do producers find work and what do they earn and is it stressful?",
    "what does a plumber earn?",
)


def test_replies_come_through_whole_in_a_channel(port: int, example: ModuleType) -> None:
    user = Irc(port, "u" * 30)
    user.send(f"JOIN {CHANNEL}")
    user.wait_for(" 366 ")
    for text in QUESTIONS:
        user.send(f"PRIVMSG {CHANNEL} :advisor_: {text}")
        expected = example.lines("channel", f" {text}", "advisor_", CHANNEL)
        said = user.said(len(expected))
        assert said == expected
        assert all(character.isprintable() for line in said for character in line)
        assert not any("@" in line for line in said)


def test_private_messages_are_a_talk_of_their_own(port: int, example: ModuleType) -> None:
    user = Irc(port, "someone")
    for text in ("what do engineers earn?", "and producers?", "\u00e9\u00e8 more"):
        user.send(f"PRIVMSG advisor_ :{text}")
        expected = example.lines("private", text, "advisor_", "someone")
        assert user.said(len(expected)) == expected


def test_what_is_not_for_the_bot_is_not_answered(port: int, advisor: Advisor) -> None:
    user = Irc(port, "other")
    user.send(f"JOIN {CHANNEL}")
    user.wait_for(" 366 ")
    for line in ("is it stressful?", "advisors: is it stressful?", "\x01VERSION\x01", ":", ""):
        user.send(f"PRIVMSG {CHANNEL} :{line}")
    user.send(f"NOTICE {CHANNEL} :advisor_: is it stressful?")
    user.send(f"PRIVMSG {CHANNEL} :ADVISOR_, hi")
    assert user.said(1) == [advisor.reply("hi").text]


def test_lines_are_read_as_the_protocol_has_them(example: ModuleType) -> None:
    assert example.parsed("PING :a b") == ("", "PING", ["a b"])
    assert example.parsed(":n!u@h PRIVMSG #c :x : y") == ("n", "PRIVMSG", ["#c", "x : y"])
    assert example.parsed(":s 001 me hello") == ("s", "001", ["me", "hello"])
    assert example.parsed(":s PRIVMSG #c :") == ("s", "PRIVMSG", ["#c", ""])
    assert example.parsed("") == example.parsed(":s ") == ("", "", []) or example.parsed(":s ")[1:] == ("", [])
