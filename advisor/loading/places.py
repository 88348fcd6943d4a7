"""Where packs lie, where what was compiled from them lies, and what it must have been made from."""

from __future__ import annotations

import os

TYPE_CHECKING = False  # as in `advisor`: `pathlib` takes longer to load than a question to answer
if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
COMPILED = "compiled.pack"
"""Name of a compiled pack, in the folder of the pack."""


def bundled() -> Path:
    """The folder of the pack that comes with the package: beside it in a checkout, inside it when installed."""
    from pathlib import Path

    return Path(PACKAGE, "pack") if installed() else Path(PACKAGE).parent


def installed() -> bool:
    """Whether the package has its pack inside, as a wheel does."""
    return os.path.isdir(os.path.join(PACKAGE, "pack"))


def compiled_inside() -> str:
    """The path of the compiled pack inside an installed package."""
    return os.path.join(PACKAGE, "pack", COMPILED)


def compiled_place(folder: Path | None) -> Path:
    """Where the compiled form of a pack is kept; None: the bundled one, of which a checkout keeps it in `build/`."""
    if folder is None and not installed():
        return bundled() / "build" / COMPILED
    return (folder or bundled()) / COMPILED


def digest(folder: Path | None, extends: bool = False) -> str:
    """A digest of all that a compiled pack is made from: the files of the pack, and the code that reads them.

    `folder` None: the bundled pack; `extends`: it lies over the bundled one. Raises `OSError`.
    """
    from hashlib import blake2b
    from pathlib import Path

    found = blake2b(digest_size=16)
    packs = [bundled()] if folder is None else [bundled(), folder] if extends else [folder]
    package = Path(PACKAGE)
    files = [(package, path) for path in package.rglob("*.py")]
    for pack in packs:
        held = [path for path in (pack / "knowledge").rglob("*") if path.suffix in (".yaml", ".txt")]
        files += [(pack, path) for path in (pack / "intents.yaml", *held) if path.exists()]
    for number, (root, path) in enumerate(sorted(files)):
        name = path.relative_to(root).as_posix()
        data = path.read_bytes()
        found.update(f"{number} {packs.index(root) if root in packs else -1} {name} {len(data)}\n".encode())
        found.update(data)
    return found.hexdigest()
