"""An IRC bot: answers "nick: question" in channels, and private messages. Needs nothing but the library."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator

from advisor import Advisor, MemoryStore, render, respond

HOST, PORT = os.environ.get("IRC_HOST", "localhost"), int(os.environ.get("IRC_PORT", "6667"))
NICK, CHANNELS = os.environ.get("IRC_NICK", "advisor"), os.environ.get("IRC_CHANNELS", "")
PACE = float(os.environ.get("IRC_PACE", "1"))
"""Seconds between lines once four were sent: servers cut off who writes faster."""
MESSAGE = 510
"""Bytes of a message without its line end, with what the server puts in front of it (RFC 2812, section 2.3)."""
advisor = Advisor()
store = MemoryStore()


def parsed(line: str) -> tuple[str, str, list[str]]:
    """Who sent a line, its command, and its parameters."""
    sender = ""
    if line.startswith(":"):
        sender, _, line = line[1:].partition(" ")
    head, colon, last = line.partition(" :")
    command, *parameters = head.split() or [""]
    return sender.partition("!")[0], command.upper(), [*parameters, last] if colon else parameters


def lines(talk: str, text: str, nick: str, target: str) -> list[str]:
    """The reply as IRC lines, each short enough with the longest prefix that a server may put in front."""
    room = MESSAGE - len(f":{nick}!~{NICK[:10]}@{'h' * 63} PRIVMSG {target} :".encode())
    reply = respond(advisor, store, talk, text)
    said = list(render(reply, "irc", limit=room, unit="bytes"))
    return [*said, f"You may ask: {' | '.join(reply.suggestions)}"] if reply.suggestions else said


def addressed(text: str, nick: str, private: bool) -> str | None:
    """What is asked of the bot; None where a line in a channel is not for it."""
    name, mark, question = text[: len(nick)], text[len(nick) : len(nick) + 1], text[len(nick) + 1 :]
    if name.lower() == nick.lower() and mark in (":", ","):
        return question
    return text if private else None


async def main() -> None:
    """Connect, join, and answer until the server closes the connection."""
    try:
        reader, writer = await asyncio.open_connection(HOST, PORT)
    except OSError as error:
        sys.exit(f"cannot reach {HOST}:{PORT}: {error}; IRC_HOST and IRC_PORT name the server")
    nick = NICK

    async def send(line: str) -> None:
        writer.write(f"{line}\r\n".encode("utf-8", "replace"))
        await writer.drain()

    await send(f"NICK {nick}")
    await send(f"USER {NICK[:10]} 0 * :career advisor")
    async for sender, command, parameters in received(reader):
        if command == "PING":
            await send(f"PONG :{parameters[-1]}")
        elif command == "433":  # the nick is taken
            nick += "_"
            await send(f"NICK {nick}")
        elif command == "001":
            nick = parameters[0]
            for channel in filter(None, CHANNELS.split(",")):
                await send(f"JOIN {channel}")
        elif command == "PRIVMSG" and len(parameters) == 2 and not parameters[1].startswith("\x01"):
            private = parameters[0].lower() == nick.lower()
            question = addressed(parameters[1], nick, private)
            target = sender if private else parameters[0]
            for number, line in enumerate(lines(f"{sender} {target}", question, nick, target) if question else ()):
                await asyncio.sleep(PACE if number >= 4 else 0)
                await send(f"PRIVMSG {target} :{line}")


async def received(reader: asyncio.StreamReader) -> AsyncIterator[tuple[str, str, list[str]]]:
    """The lines of the server, parsed."""
    while line := await reader.readline():
        yield parsed(line.decode("utf-8", "replace").rstrip("\r\n"))


if __name__ == "__main__":
    asyncio.run(main())
