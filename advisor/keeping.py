"""Talks in files: saved as a sheet, loaded, recorded as a test, and the last one kept for `--resume`."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from pathlib import Path

from advisor import files, recording, sheets
from advisor.errors import AdvisorError
from advisor.talk import Talk

RESUMED_TURNS = 40
"""Turns of the last talk that are kept; each is replied to anew when the talk goes on."""
_MOST_BYTES = 8_000_000
_RECORD = re.compile(r"(?P<path>.+?\.ya?ml)(?:\s+(?P<name>.+))?", re.IGNORECASE | re.DOTALL)


def named(text: str) -> Path:
    """The file that a user typed, quotes and `~` taken in. Raises `AdvisorError` where that is none."""
    bare = text.strip().strip("\"'")
    if "\x00" in bare:
        raise AdvisorError("the name of a file cannot hold a zero character; name another")
    try:
        return Path(bare).expanduser()
    except RuntimeError as error:
        raise AdvisorError(f"{bare[:80]}: {error}; write the whole path") from error


def sheet_named(text: str) -> Path:
    """The file of a sheet. Raises `AdvisorError` where its ending asks for no format."""
    path = named(text)
    if path.suffix.lower() not in sheets.ENDINGS:
        raise AdvisorError(f"{path.name[:80] or 'this'}: end the name with one of {', '.join(sheets.ENDINGS)}")
    return path


def save(talk: Talk, path: Path) -> None:
    """Write the sheet of a talk in the format of a name that `sheet_named` gave. Raises `AdvisorError`."""
    _write(path, sheets.ENDINGS[path.suffix.lower()](sheets.made(talk)))


def record_named(text: str) -> tuple[Path, str]:
    """File and name of the test in what follows `/record`. Raises `AdvisorError`."""
    found = _RECORD.fullmatch(text.strip())
    if not found:
        raise AdvisorError("name a file that ends with .yaml, and behind it what the talk shows, as a sentence")
    return named(found["path"]), found["name"] or ""


def record(talk: Talk, path: Path, name: str) -> None:
    """Write a talk as a conversation test. Raises `AdvisorError`."""
    _write(path, recording.script(talk.shareable(), name))


def load(talk: Talk, path: Path) -> None:
    """Go on with the talk of a file that `save` wrote as JSON. Raises `AdvisorError`; then the talk stays as it was."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise AdvisorError(f"{path}: is larger than any talk; name a file that /save wrote as .json")
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise AdvisorError(f"{path}: cannot be read: {error.strerror or error}; is the name right?") from error
    except (ValueError, RecursionError) as error:
        raise AdvisorError(f"{path}: is no JSON: {error}; name a file that /save wrote as .json") from error
    try:
        talk.load(data)
    except AdvisorError as error:
        raise AdvisorError(f"{path}: {error}") from error


def _write(path: Path, text: str) -> None:
    try:
        files.write(path, text)
    except OSError as error:
        raise AdvisorError(f"{path}: cannot be written: {error.strerror or error}; name another file") from error


# --- the last talk ----------------------------------------------------------------------------------------------------


def keep_last(talk: Talk, path: Path) -> bool:
    """Keep a talk for `--resume`, readable by the user alone; whether that went well."""
    try:
        files.prepare(path)
        files.write(path, json.dumps(talk.to_dict(RESUMED_TURNS)), files.PRIVATE)
    except OSError:
        return False
    return True


def resume(talk: Talk, path: Path | None) -> str:
    """Go on with the last talk, and what to tell of it. A file that cannot be used is set aside for a new talk."""
    if path is None or not path.exists():
        return "There is no last talk to go on with; a talk is kept with --save-session. We start a new one."
    try:
        load(talk, path)
    except AdvisorError as error:
        aside = path.with_name(f"{path.name}.damaged")
        with suppress(OSError):
            path.replace(aside)
        where = f"set aside as {aside}" if aside.exists() else "left where it is"
        return f"The last talk cannot be used ({error}). It is {where}; we start a new one."
    if not talk.turns:
        return "The last talk was empty. We start a new one."
    last = " ".join(talk.turns[-1].text.split())[:200]
    count = f"{len(talk.turns)} turns" if len(talk.turns) > 1 else "1 turn"
    return f"We go on with the last talk ({count}). You said: \u201c{last}\u201d. /repeat shows my reply."
