"""One line typed in the terminal: a command, the number of a suggestion, or a message for the advisor.

A `Console` takes lines and says what to show; it neither reads keys nor prints, so every host of lines can use it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from advisor import display, explaining, keeping
from advisor import settings as setting
from advisor.engine import Advisor
from advisor.errors import AdvisorError, RequestError
from advisor.files import Places
from advisor.likeness import nearest
from advisor.reply import Kind
from advisor.screen import BOLD, Screen, clean
from advisor.settings import Settings
from advisor.talk import Talk
from advisor.values import dataclass, replace

_LEAVE = frozenset({"exit", "quit", "q", "leave"})
_FAREWELLS = frozenset({"bye", "goodbye", "good bye", "bye bye", "bye now", "farewell"})
_YES, _NO = frozenset({"y", "yes", "yeah", "yep", "ok"}), frozenset({"", "n", "no", "nope", "cancel"})
_NUMBER = re.compile(r"[(#]?0*([1-9][0-9]?)[.)]?", re.ASCII)
PROMPT = "> "
INTERVIEW = "help me choose"
"""The message that begins the interview."""

COMMANDS: Mapping[str, str] = {
    "help": "this list",
    "topics": "what I know about, with a question for each",
    "compare": "the two careers side by side: /compare salary stress",
    "conflicts": "where the article contradicts itself",
    "interview": "find out which career suits you",
    "why": "how I read your last message",
    "sources": "the article and the sections that my last reply used",
    "facts": "everything I know on a topic: /facts stress",
    "undo": "take back the last turn",
    "retry": "take it back and put it in other words",
    "repeat": "show my last reply again",
    "reset": "forget the talk and start over",
    "save": "write the talk as a sheet: /save talk.html, .md or .json",
    "load": "go on with a saved talk: /load talk.json",
    "record": "write the talk as a conversation test: /record talk.yaml",
    "settings": "see the settings, or change one: /settings keys vi",
    "keys": "the keys of the line",
    "quit": "leave (Ctrl-D, exit and bye do so too)",
}

KEYS: Mapping[str, Sequence[tuple[str, str]]] = {
    "emacs": (
        ("Enter", "send the line; in a menu, take what is selected"),
        ("Tab", "complete a question, command, topic or file"),
        ("Right, Ctrl-E", "take the text proposed behind the cursor"),
        ("Up, Down", "earlier and later lines"),
        ("Ctrl-R", "search earlier lines"),
        ("Ctrl-A, Ctrl-E", "beginning and end of the line"),
        ("Ctrl-W, Ctrl-U", "delete the word, or all before the cursor"),
        ("Ctrl-Y", "put back what was deleted"),
        ("Ctrl-_", "undo an edit of the line"),
        ("F1", "help, without losing the line"),
        ("Ctrl-C", "clear the line"),
        ("Ctrl-D", "leave, on an empty line"),
    ),
    "vi": (
        ("Enter", "send the line; in a menu, take what is selected"),
        ("Tab", "complete a question, command, topic or file"),
        ("Right", "take the text proposed behind the cursor"),
        ("Esc, i", "to the normal mode and back"),
        ("k, j", "earlier and later lines, in the normal mode"),
        ("/, ?", "search earlier lines, in the normal mode"),
        ("0, $, w, b", "move, in the normal mode"),
        ("dd, dw, p, u", "delete, put back, undo, in the normal mode"),
        ("F1", "help, without losing the line"),
        ("Ctrl-C", "clear the line"),
        ("Ctrl-D", "leave, on an empty line"),
    ),
}
"""The keys of the line, by the setting `keys`."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a line leads to."""

    text: str
    """Ready for the screen that was given."""
    leave: bool = False
    """Whether the talk is over."""
    keep: bool = True
    """Whether the line may be kept in a history; false for words of self-harm."""
    refill: str = ""
    """What stands in the next line already, to be changed."""


class Console:
    """A talk by lines."""

    def __init__(self, advisor: Advisor, settings: Settings | None = None, places: Places | None = None) -> None:
        self.advisor = advisor
        self.talk = Talk(advisor)
        self.settings = settings or Settings()
        self.places = places or Places(None, None, None)
        self._pending: Callable[[], str] | None = None

    def take(self, line: str, screen: Screen) -> Shown:
        """Do what a line says and tell what to show. Never raises for any line."""
        text = line.strip()
        pending, self._pending = self._pending, None
        if pending:
            if text.lower().rstrip(".!") in _YES:
                return Shown(screen.wrap(self._done(pending)))
            left = screen.wrap("Then everything stays as it was.")
            if text.lower().rstrip(".!") in _NO:
                return Shown(left)
            shown = self._line(text, screen)
            return replace(shown, text=f"{left}\n\n{shown.text}")
        return self._line(text, screen)

    def _line(self, text: str, screen: Screen) -> Shown:
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
        offered = self.talk.last.suggestions if self.talk.last else ()
        number = _NUMBER.fullmatch(text)
        return offered[int(number[1]) - 1] if number and int(number[1]) <= len(offered) else text

    def _say(self, text: str, screen: Screen, leave: bool = False) -> Shown:
        reply = self.talk.say(text)
        return Shown(display.shown_reply(reply, screen), leave, reply.kind is not Kind.SAFETY)

    # -- commands

    def _command(self, text: str, screen: Screen) -> Shown:
        name, *rest = text.split(maxsplit=1) or ["help"]
        name = name.lower()
        if name == "quit":
            return Shown("Goodbye.", leave=True)
        if text.split() and (rest or name not in self._doing) and self.advisor.reply(text).kind is Kind.SAFETY:
            # Somebody in distress is not answered with a remark on commands.
            return self._say(text, screen)
        if name in self._doing:
            try:
                found = self._doing[name](self, rest[0].strip() if rest else "", screen)
            except AdvisorError as error:
                return Shown(screen.wrap(_sentence(str(error))))
            return found if isinstance(found, Shown) else Shown(found)
        near = nearest(name, COMMANDS)
        hint = f"Did you mean /{near}? " if near else ""
        return Shown(screen.wrap(f"There is no command /{name[:40]}. {hint}/help lists them all."))

    def help(self, screen: Screen) -> str:
        """How to ask, and the list of commands."""
        lines = [screen.wrap("Ask in your own words, or type the number of a question below my reply. Commands:")]
        lines += [screen.wrap(what, f"  /{name:<10} ", " " * 14) for name, what in COMMANDS.items()]
        return "\n".join(lines)

    def _help(self, rest: str, screen: Screen) -> str:
        return self.help(screen)

    def _keys(self, rest: str, screen: Screen) -> str:
        if self.settings.plain:
            return screen.wrap("Enter sends the line. Ctrl-C gives it up, Ctrl-D on an empty line leaves.")
        lines = [screen.wrap(what, f"  {name:<15} ", " " * 18) for name, what in KEYS[self.settings.keys]]
        return "\n".join([screen.wrap(f"Keys of the line, in the manner of {self.settings.keys}:"), *lines])

    # -- what is known

    def _topics(self, rest: str, screen: Screen) -> str:
        return display.topics(self.advisor, screen)

    def _sources(self, rest: str, screen: Screen) -> str:
        return display.sources(self.advisor, self.talk.last, screen)

    def _why(self, rest: str, screen: Screen) -> str:
        if not self.talk.turns:
            return screen.wrap("You have not asked anything yet.")
        turn = self.talk.turns[-1]
        return explaining.why(self.advisor, turn.text, turn.reply, screen)

    def _compare(self, rest: str, screen: Screen) -> str:
        compared = [self.advisor.compare(topic) for topic in self._named(rest, "difference")]
        return "\n\n".join(display.comparison(self.advisor, comparison, screen) for comparison in compared)

    def _conflicts(self, rest: str, screen: Screen) -> str:
        return display.conflicts(self.advisor, self.advisor.library.disagreements, screen, brief=True)

    def _facts(self, rest: str, screen: Screen) -> str:
        return "\n\n".join(display.facts(self.advisor, topic, screen) for topic in self._named(rest))

    def _named(self, rest: str, default: str = "") -> tuple[str, ...]:
        """The topics that a command is about: those named, else those of the last reply, else the default."""
        if rest:
            return topic_ids(self.advisor, rest.split())
        if self.talk.last and self.talk.last.topics:
            return self.talk.last.topics
        if default in self.advisor.library.topics:
            return (default,)
        raise RequestError("name a topic, for example /facts stress; /topics lists them all")

    # -- the talk

    def _interview(self, rest: str, screen: Screen) -> Shown:
        return self._say(INTERVIEW, screen)

    def _undo(self, rest: str, screen: Screen) -> str:
        turn = self.talk.undo()
        if not turn:
            return screen.wrap("There is nothing to take back.")
        now = " The reply before it counts again." if self.talk.turns else " We are at the beginning."
        return screen.wrap(f"Taken back: {_quoted(turn.text)}.{now}")

    def _retry(self, rest: str, screen: Screen) -> Shown:
        turn = self.talk.undo()
        if not turn:
            return Shown(screen.wrap("There is nothing to put in other words."))
        if rest:
            return self._say(rest, screen)
        return Shown(screen.wrap(f"Taken back: {_quoted(turn.text)}. Put it in other words."), refill=turn.text)

    def _repeat(self, rest: str, screen: Screen) -> str:
        if not self.talk.last:
            return screen.wrap("I have not replied to anything yet.")
        return display.shown_reply(self.talk.last, screen)

    def _reset(self, rest: str, screen: Screen) -> str:
        self.talk.reset()
        return screen.wrap("Forgotten. We start over.")

    # -- files

    def _save(self, rest: str, screen: Screen) -> str:
        if not rest:
            raise RequestError("name a file: /save talk.html for reading, talk.md for a note, talk.json for /load")
        path = keeping.sheet_named(rest)
        return self._over(path, lambda: keeping.save(self.talk, path), screen)

    def _record(self, rest: str, screen: Screen) -> str:
        path, name = keeping.record_named(rest)
        return self._over(path, lambda: keeping.record(self.talk, path, name), screen)

    def _over(self, path: Path, write: Callable[[], None], screen: Screen) -> str:
        """Write a file, but ask before another is overwritten."""
        if not self.talk.shareable():
            raise RequestError("there is nothing to write yet")

        def written() -> str:
            write()
            return f"Written: {path}"

        if not path.exists():
            return screen.wrap(written())
        return self._asked(f"{path} is there already. Overwrite it? (yes or no)", written, screen)

    def _load(self, rest: str, screen: Screen) -> str:
        if not rest:
            raise RequestError("name a file that /save wrote: /load talk.json")
        path = keeping.named(rest)

        def loaded() -> str:
            keeping.load(self.talk, path)
            last = f" You said last: {_quoted(self.talk.turns[-1].text)}." if self.talk.turns else ""
            return f"We go on with the talk of {path}.{last}"

        if not self.talk.turns:
            return screen.wrap(loaded())
        return self._asked("The talk that we have now is forgotten then. Load the other? (yes or no)", loaded, screen)

    def _asked(self, question: str, do: Callable[[], str], screen: Screen) -> str:
        self._pending = do
        return screen.wrap(question)

    def _done(self, pending: Callable[[], str]) -> str:
        try:
            return pending()
        except AdvisorError as error:
            return _sentence(str(error))

    # -- settings

    def _settings(self, rest: str, screen: Screen) -> str:
        name, _, value = rest.replace("=", " ", 1).partition(" ")
        if not name:
            lines = setting.lines(self.settings)
            wide = max(len(f"{key} = {shown}") for key, shown, _ in lines) + 2
            below = 2 * wide > screen.width  # there what it does stands below the setting, else beside it
            listed = [
                f"{screen.wrap(f'{key} = {shown}')}\n{screen.wrap(what, ' ' * 4, ' ' * 4)}"
                if below
                else screen.wrap(what, f"{key} = {shown}".ljust(wide), " " * wide)
                for key, shown, what in lines
            ]
            where = f"Kept in {self.places.settings}." if self.places.settings else "There is no home to keep them in."
            return "\n".join([*listed, screen.wrap(where), screen.wrap("To change one: /settings keys vi")])
        if not value.strip():
            raise RequestError(f"say to what: /settings {clean(name)[:40]} VALUE; /settings alone lists them all")
        self.settings = setting.changed(self.settings, name, value.strip().strip("\"'"))
        key = name.lower().replace("-", "_")
        when = " It counts from the next start on." if key in _NEXT_START else ""
        if self.places.settings is None:
            return screen.wrap(f"Changed for this talk.{when}")
        try:
            setting.keep(self.places.settings, key, self.settings)
        except AdvisorError as error:
            return screen.wrap(f"Changed for this talk only: {error}.{when}")
        return screen.wrap(f"Changed, and kept in {self.places.settings}.{when}")

    _doing: Mapping[str, Callable[[Console, str, Screen], Shown | str]] = {
        "help": _help, "topics": _topics, "compare": _compare, "conflicts": _conflicts, "interview": _interview,
        "why": _why, "sources": _sources, "facts": _facts, "undo": _undo, "retry": _retry, "repeat": _repeat,
        "reset": _reset, "save": _save, "load": _load, "record": _record, "settings": _settings, "keys": _keys,
    }  # fmt: skip


_NEXT_START = frozenset({"plain", "history", "history_lines"})
"""Settings that a running chat does not take up."""


def _quoted(text: str) -> str:
    return f"\u201c{' '.join(text.split())[:200]}\u201d"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '?')) else '.'}"


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
    raise RequestError(f"unknown topic {clean(word)[:40]!r}: {hint} {', '.join(known)}")
