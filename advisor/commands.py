"""One line typed in the terminal: a command, the number of a suggestion, or a message for the advisor.

A `Talk` takes lines and says what to show; it neither reads keys nor prints, so every host of lines can use it.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from advisor import display
from advisor.display import BOLD, Screen
from advisor.engine import Advisor
from advisor.errors import RequestError
from advisor.reply import Kind, Reply
from advisor.session import Session

MOST_TURNS = 500
"""Turns that `/undo` can take back."""
LIKE_ENOUGH = 60
"""Likeness, of 100, from which a known word is offered for an unknown one."""
_LEAVE = frozenset({"exit", "quit", "q", "leave"})
_FAREWELLS = frozenset({"bye", "goodbye", "good bye", "bye bye", "bye now", "farewell"})

COMMANDS: Mapping[str, str] = {
    "help": "this list",
    "topics": "what I know about, with a question for each",
    "sources": "the article and the sections that my last reply used",
    "why": "how I read your last message",
    "compare": "the two careers side by side: /compare salary stress",
    "conflicts": "where the article contradicts itself",
    "facts": "everything I know on a topic: /facts stress",
    "undo": "take back the last turn",
    "repeat": "show my last reply again",
    "reset": "forget the talk and start over",
    "quit": "leave (Ctrl-D, exit and bye do so too)",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What a line leads to."""

    text: str
    """Ready for the screen that was given."""
    leave: bool = False
    """Whether the talk is over."""
    keep: bool = True
    """Whether the line may be kept in a history; false for words of self-harm."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A message, the session before it, and the reply."""

    text: str
    before: Session
    reply: Reply


class Talk:
    """A talk by lines."""

    def __init__(self, advisor: Advisor) -> None:
        self.advisor = advisor
        self.session = Session()
        self._turns: deque[Turn] = deque(maxlen=MOST_TURNS)

    @property
    def last(self) -> Reply | None:
        """The last reply that was not taken back."""
        return self._turns[-1].reply if self._turns else None

    def take(self, line: str, screen: Screen) -> Shown:
        """Do what a line says and tell what to show. Never raises for any line."""
        text = line.strip()
        if not text:
            return Shown("")
        if text.startswith("/"):
            return self._command(text[1:], screen)
        said = re.sub(r"\W+", " ", text.lower()).strip()
        if said in _LEAVE:
            return Shown("Goodbye.", leave=True)
        meant = self._meant(text)
        shown = self._say(meant, screen, leave=said in _FAREWELLS)
        return shown if meant == text else replace(shown, text=f"{screen.wrap(meant, code=BOLD)}\n\n{shown.text}")

    def _meant(self, text: str) -> str:
        """The suggestion that a number stands for, or the text itself."""
        offered = self.last.suggestions if self.last else ()
        if text.isascii() and text.isdigit() and len(text) < 3 and 0 < int(text) <= len(offered):
            return offered[int(text) - 1]
        return text

    def _say(self, text: str, screen: Screen, leave: bool) -> Shown:
        reply = self.advisor.reply(text, self.session)
        self._turns.append(Turn(text, self.session, reply))
        self.session = reply.session
        return Shown(display.shown_reply(reply, screen), leave, reply.kind is not Kind.SAFETY)

    # -- commands

    def _command(self, text: str, screen: Screen) -> Shown:
        name, *rest = text.split() or ["help"]
        name = name.lower()
        if name == "quit":
            return Shown("Goodbye.", leave=True)
        if name in self._doing:
            return Shown(self._doing[name](self, rest, screen))
        if text.split() and name not in COMMANDS and self._is_safety(text):
            # Somebody in distress is not answered with a remark on commands.
            return self._say(text, screen, leave=False)
        near = nearest(name, COMMANDS)
        hint = f"Did you mean /{near}? " if near else ""
        return Shown(screen.wrap(f"There is no command /{name[:40]}. {hint}/help lists them all."))

    def _is_safety(self, text: str) -> bool:
        return self.advisor.reply(text).kind is Kind.SAFETY

    def _help(self, rest: Sequence[str], screen: Screen) -> str:
        lines = [screen.wrap("Ask in your own words, or type the number of a question below my reply. Commands:")]
        lines += [screen.wrap(what, f"  /{name:<10} ", " " * 14) for name, what in COMMANDS.items()]
        return "\n".join(lines)

    def _topics(self, rest: Sequence[str], screen: Screen) -> str:
        return display.topics(self.advisor, screen)

    def _sources(self, rest: Sequence[str], screen: Screen) -> str:
        return display.sources(self.advisor, self.last, screen)

    def _why(self, rest: Sequence[str], screen: Screen) -> str:
        if not self._turns:
            return screen.wrap("You have not asked anything yet.")
        turn = self._turns[-1]
        return display.why(self.advisor, turn.text, turn.reply, screen)

    def _compare(self, rest: Sequence[str], screen: Screen) -> str:
        named = self._named(rest, screen, "difference")
        if isinstance(named, str):
            return named
        shown = [display.comparison(self.advisor, self.advisor.compare(topic), screen) for topic in named]
        return "\n\n".join(shown)

    def _conflicts(self, rest: Sequence[str], screen: Screen) -> str:
        return display.conflicts(self.advisor, self.advisor.library.disagreements, screen)

    def _facts(self, rest: Sequence[str], screen: Screen) -> str:
        named = self._named(rest, screen, "")
        if isinstance(named, str):
            return named
        return "\n\n".join(display.facts(self.advisor, topic, screen) for topic in named)

    def _named(self, rest: Sequence[str], screen: Screen, default: str) -> tuple[str, ...] | str:
        """The topics that a command is about, or what to say instead."""
        if rest:
            try:
                return topic_ids(self.advisor, rest)
            except RequestError as error:
                return screen.wrap(f"{str(error)[:1].upper()}{str(error)[1:]}.")
        if self.last and self.last.topics:
            return self.last.topics
        if default in self.advisor.library.topics:
            return (default,)
        return screen.wrap("Name a topic, for example /facts stress; /topics lists them all.")

    def _undo(self, rest: Sequence[str], screen: Screen) -> str:
        if not self._turns:
            return screen.wrap("There is nothing to take back.")
        turn = self._turns.pop()
        self.session = turn.before
        now = " The reply before it counts again." if self._turns else " We are at the beginning."
        return screen.wrap(f"Taken back: \u201c{' '.join(turn.text.split())[:200]}\u201d.{now}")

    def _repeat(self, rest: Sequence[str], screen: Screen) -> str:
        if not self.last:
            return screen.wrap("I have not replied to anything yet.")
        return display.shown_reply(self.last, screen)

    def _reset(self, rest: Sequence[str], screen: Screen) -> str:
        self._turns.clear()
        self.session = Session()
        return screen.wrap("Forgotten. We start over.")

    _doing: Mapping[str, Callable[[Talk, Sequence[str], Screen], str]] = {
        "help": _help, "topics": _topics, "sources": _sources, "why": _why, "compare": _compare,
        "conflicts": _conflicts, "facts": _facts, "undo": _undo, "repeat": _repeat, "reset": _reset,
    }  # fmt: skip


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is most like `word`, if one is like enough."""
    found = process.extractOne(word[:40], list(known), scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH)
    return str(found[0]) if found else None


def topic_ids(advisor: Advisor, words: Sequence[str]) -> tuple[str, ...]:
    """The topics that words name: by id, or in the user's own words ("pay").

    Raises `RequestError` where a word names no topic; the message offers the one that is most like it.
    """
    ids: dict[str, None] = {}
    for word in (part for given in words for part in re.split(r"[,;]+", given) if part):
        name = word.lower().replace("-", "_")
        if name in advisor.library.topics:
            ids[name] = None
        elif name not in ("and", "vs", "or", "with"):
            ids.update(dict.fromkeys(_understood(advisor, word)))
    if not ids:
        raise RequestError("no topic is named: use one of " + ", ".join(advisor.library.topics))
    return tuple(ids)


def _understood(advisor: Advisor, word: str) -> tuple[str, ...]:
    reply = advisor.reply(word)
    if reply.kind is Kind.ANSWER and reply.topics:
        return reply.topics
    known = advisor.library.topics
    near = nearest(word.lower(), known)
    hint = f"did you mean {near}? The topics are" if near else "use one of"
    raise RequestError(f"unknown topic {display.clean(word)[:40]!r}: {hint} {', '.join(known)}")
