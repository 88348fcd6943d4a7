"""Where the terminal keeps its files, and how files are written: whole or not at all.

The folders are those of the XDG base directory specification, version 0.8: what it calls relative paths are ignored.
"""

from __future__ import annotations

import os

from advisor.values import dataclass

TYPE_CHECKING = False  # as in `advisor`: `pathlib` and `typing` take longer to load than a question to answer
if TYPE_CHECKING:
    from pathlib import Path

PRIVATE, USUAL = 0o600, 0o666
"""Modes of new files: for the user alone, or as the umask of the process allows."""
_CONFIG = ("XDG_CONFIG_HOME", ".config")
_SETTINGS = "advisor.toml"


@dataclass(frozen=True, slots=True)
class Places:
    """The files of the terminal; None: there is no home to keep them in."""

    settings: Path | None
    """Read at the start, changed by `/settings`."""
    history: Path | None
    """Lines of earlier talks."""
    talk: Path | None
    """The last talk, for `--resume`."""


def places() -> Places:
    """The files of the terminal, from the environment. Nothing is made."""
    config = _folder(*_CONFIG)
    state = _folder("XDG_STATE_HOME", ".local/state")
    return Places(
        settings=config / _SETTINGS if config else None,
        history=state / "history" if state else None,
        talk=state / "talk.json" if state else None,
    )


def lacks_settings() -> bool:
    """Whether there is surely no file of settings; what else may be wrong with it is told by who reads it."""
    folder = _folder_name(*_CONFIG)
    try:
        os.stat(os.path.join(folder, _SETTINGS) if folder else "")
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return False


def _folder(variable: str, otherwise: str) -> Path | None:
    from pathlib import Path

    name = _folder_name(variable, otherwise)
    return Path(name) if name else None


def _folder_name(variable: str, otherwise: str) -> str | None:
    given = os.environ.get(variable, "")
    if os.path.isabs(given):
        return os.path.join(given, "advisor")
    home = os.path.expanduser("~")
    return None if home.startswith("~") else os.path.join(home, otherwise, "advisor")


def write(path: Path, text: str, mode: int = USUAL) -> None:
    """Write a file whole: beside it first, then in its place. Where that fails the old file stays as it was.

    `mode`: of a new file, and of one for the user alone; another that is there keeps its own. Raises `OSError`.
    """
    import secrets

    path = path.resolve()
    if path.exists() and not path.is_file():
        raise OSError(f"{path} is there and is no file")
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        opened = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with open(opened, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if mode != PRIVATE and path.exists():
            beside.chmod(path.stat().st_mode & 0o777)
        os.replace(beside, path)
    except BaseException:
        from contextlib import suppress

        with suppress(OSError):
            beside.unlink()
        raise


def prepare(path: Path) -> None:
    """Make a file that only the user can read, and its folder, where they are missing. Raises `OSError`."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, PRIVATE))
    path.chmod(PRIVATE)


def completion_files() -> list[Path]:
    """The completion files for shells that were installed with this program."""
    import sysconfig
    from pathlib import Path

    share = Path(sysconfig.get_path("data"), "share")
    places = ("bash-completion/completions/advisor", "zsh/site-functions/_advisor")
    found = [share / place for place in (*places, "fish/vendor_completions.d/advisor.fish")]
    return [path for path in found if path.exists()]
