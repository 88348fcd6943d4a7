"""The settings of the terminal: `advisor.toml`, and the same as options of the command line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from advisor import files
from advisor.errors import AdvisorError
from advisor.screen import NARROWEST, WIDEST
from advisor.values import dataclass, names_of, replace

TYPE_CHECKING = False  # as in `advisor`: `pathlib` and `typing` take longer to load than a question to answer
if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

MOST_HISTORY = 100_000


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user can choose. The names are the keys of the file, and with hyphens the options."""

    color: str = "auto"
    """auto | always | never; auto: on a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`."""
    plain: bool = False
    """Text only, added at the end: for screen readers and logs."""
    width: int = WIDEST
    """Columns of the longest line; narrower terminals get what they hold."""
    ghost_text: bool = True
    """Whether the rest of a line is proposed behind the cursor."""
    keys: str = "emacs"
    """emacs | vi."""
    history: bool = True
    """Whether lines of earlier talks are read and kept."""
    history_lines: int = 1000
    """How many of them are kept, the newest."""
    save_session: bool = False
    """Whether a talk is kept, so that `--resume` can go on with it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """How one setting may be set."""

    what: str
    """What it does, for lists and for the help of its option."""
    wanted: str
    """The values that it takes, in words."""
    fits: Callable[[Any], bool]


def _one_of(*values: str) -> tuple[str, Callable[[Any], bool]]:
    return " or ".join(values), lambda value: isinstance(value, str) and value in values


def _whole(low: int, high: int) -> tuple[str, Callable[[Any], bool]]:
    return f"a whole number from {low} to {high}", lambda value: type(value) is int and low <= value <= high


_YES_OR_NO: tuple[str, Callable[[Any], bool]] = ("true or false", lambda value: isinstance(value, bool))

CHOICES: Mapping[str, Choice] = {
    "color": Choice("colours; auto: on a terminal", *_one_of("auto", "always", "never")),
    "plain": Choice("text only, for screen readers and logs", *_YES_OR_NO),
    "width": Choice("columns of the longest line", *_whole(NARROWEST, 1000)),
    "ghost_text": Choice("propose the rest of a line behind the cursor", *_YES_OR_NO),
    "keys": Choice("keys for editing the line", *_one_of("emacs", "vi")),
    "history": Choice("read and keep the lines of talks", *_YES_OR_NO),
    "history_lines": Choice("how many lines are kept", *_whole(1, MOST_HISTORY)),
    "save_session": Choice("keep the talk, so that --resume can go on with it", *_YES_OR_NO),
}
"""Every setting, in the order of `Settings`."""

_WORDS = {"true": True, "on": True, "yes": True, "false": False, "off": False, "no": False}


def read(path: Path | None) -> Settings:
    """The settings of a file; the usual ones where it does not exist. Raises `AdvisorError` with what is wrong."""
    try:
        text = path.read_text(encoding="utf-8") if path else ""
        data = _toml(text) if text else {}
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise AdvisorError(f"{path}: cannot be read: {error.strerror or error}; mend it or take it away") from error
    except ValueError as error:  # no UTF-8, or no TOML
        raise AdvisorError(f"{path}: is no TOML: {error}; write lines such as: color = \"never\"") from error
    for name, value in data.items():
        try:
            _check(name, value)
        except AdvisorError as error:
            raise AdvisorError(f"{path}: {error}") from error
    return Settings(**data)


def _toml(text: str) -> dict[str, Any]:
    import tomllib  # of a start without settings, nothing needs it

    return tomllib.loads(text)


def changed(settings: Settings, name: str, text: str) -> Settings:
    """The settings with one of them set to what a user typed ("on", "80", "vi"). Raises `AdvisorError`."""
    name = name.lower().replace("-", "_")
    if name not in CHOICES:
        _check(name, text)
    value: Any = text
    if isinstance(getattr(settings, name), bool):
        value = _WORDS.get(text.lower(), text)
    elif isinstance(getattr(settings, name), int):
        value = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else text
    _check(name, value)
    return replace(settings, **{name: value})


def _check(name: str, value: Any) -> None:
    if name not in CHOICES:
        from advisor.likeness import nearest

        near = nearest(name, CHOICES)
        hint = f"did you mean {near}?" if near else f"use one of {', '.join(CHOICES)}"
        raise AdvisorError(f"unknown setting {name[:40]!r}: {hint}")
    if not CHOICES[name].fits(value):
        raise AdvisorError(f"{name} must be {CHOICES[name].wanted}, not {_as_toml(value)[:40]}")


def keep(path: Path, name: str, settings: Settings) -> None:
    """Write one setting into the file; its other lines stay as they are.

    Raises `AdvisorError` where the file cannot be written, or is of a form in which one line cannot be replaced.
    """
    line = f"{name} = {_as_toml(getattr(settings, name))}"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        pattern = re.compile(rf"^[ \t]*{name}[ \t]*=.*$", re.MULTILINE)
        new, found = pattern.subn(lambda _: line, old, count=1)
        if not found:
            new = f"{old.rstrip()}\n{line}\n".lstrip("\n")
        if _toml(new).get(name) != getattr(settings, name):
            raise ValueError(f"line {name} cannot be replaced")
        files.write(path, new)
    except (OSError, ValueError) as error:
        raise AdvisorError(f"{path}: cannot be changed: {error}; write {line!r} into it yourself") from error


def lines(settings: Settings) -> list[tuple[str, str, str]]:
    """Every setting: its name, its value as it stands in the file, and what it does."""
    return [(name, _as_toml(getattr(settings, name)), CHOICES[name].what) for name in names_of(settings)]


def _as_toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"' if isinstance(value, str) else str(value)
