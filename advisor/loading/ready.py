"""A pack ready to use: as it was compiled, where that is there and of this very pack, else from its files."""

from __future__ import annotations

from collections.abc import Callable

from advisor.compiled import compiled, restored
from advisor.frames import Framer, Made
from advisor.loading.places import compiled_inside, compiled_place, digest, installed
from advisor.model import Library

TYPE_CHECKING = False  # as in `advisor`: `pathlib` and `typing` take longer to load than a question to answer
if TYPE_CHECKING:
    from pathlib import Path

COMPILING = 4
"""Steps of compiling: the files read and checked, the examples weighed, the bytes made, the file written."""


def prepare(folder: Path | str | None = None, extends: bool = False) -> tuple[Library, Made]:
    """A pack, and what is built from it. Raises `PackError` with all faults.

    What was compiled is used only where the files of the pack, and of this package, are those from which it was made;
    the pack inside an installed package was compiled with it. A compiled pack that is not is told by a warning. A
    checkout keeps what it compiled of its own pack.
    """
    own = folder is None and installed()
    inside = _inside() if own else None
    if inside:
        return inside
    from pathlib import Path

    given = Path(folder) if folder is not None else None
    place = compiled_place(given)
    try:
        data = b"" if own else place.read_bytes()
    except OSError:
        data = b""
    wanted = digest(given, extends) if data or (given is None and not own) else ""
    found = restored(data, wanted) if data else None
    if found:
        return found
    if data and given is not None:
        import warnings

        warnings.warn(
            f"{place}: was not compiled from this pack as it is now: it is not used; compile it again, or remove it",
            stacklevel=4,
        )
    library, made = _built(given, extends)
    if given is None and not own:
        from contextlib import suppress

        with suppress(OSError):
            place.parent.mkdir(exist_ok=True)
            _write(place, compiled(library, made, wanted or ""))
    return library, made


def compile_pack(
    folder: Path | str | None = None,
    extends: bool = False,
    place: Path | None = None,
    tell: Callable[[int, int], None] = lambda done, all: None,
) -> Path:
    """Check a pack and write its compiled form; gives the file. `place`: where to; None: into the folder of the pack.

    Where a `place` is given, and the folder has a compiled form of the pack as it is now, that is copied.
    `tell`: is told how many steps are done, and of how many. Raises `PackError` with all faults, `OSError`.
    """
    from pathlib import Path

    given = Path(folder) if folder is not None else None
    made_from = digest(given, extends)
    kept = compiled_place(given)
    data = kept.read_bytes() if place and kept.exists() else b""
    place = place or kept
    place.parent.mkdir(parents=True, exist_ok=True)
    if not restored(data, made_from):
        data = compiled(*_built(given, extends, tell), made_from)
    tell(3, COMPILING)
    _write(place, data)
    tell(COMPILING, COMPILING)
    return place


def _inside() -> tuple[Library, Made] | None:
    """The pack inside an installed package, as it was compiled; None where it cannot be read.

    Nobody writes into an installed file, so it is mapped: only what is looked at is read.
    """
    from mmap import ACCESS_READ, mmap

    try:
        with open(compiled_inside(), "rb") as file:
            return restored(mmap(file.fileno(), 0, access=ACCESS_READ), None)
    except (OSError, ValueError):
        return None


def _built(
    folder: Path | None, extends: bool, tell: Callable[[int, int], None] = lambda done, all: None
) -> tuple[Library, Made]:
    from advisor.loading.pack import load

    tell(0, COMPILING)
    library = load(folder, extends)
    tell(1, COMPILING)
    made = Framer(library).made
    tell(2, COMPILING)
    return library, made


def _write(place: Path, data: bytes) -> None:
    """Write a file whole: who reads it meanwhile reads the old one."""
    from pathlib import Path
    from tempfile import NamedTemporaryFile

    with NamedTemporaryFile(dir=place.parent, prefix=place.name, delete=False) as beside:
        beside.write(data)
    Path(beside.name).chmod(0o644)
    Path(beside.name).replace(place)
