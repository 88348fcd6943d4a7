"""Where packs lie, where what was compiled from them lies, and what it must have been made from."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
COMPILED = "compiled.pack"
"""Name of a compiled pack, in the folder of the pack."""


def bundled() -> Path:
    """The folder of the pack that comes with the package: beside it in a checkout, inside it when installed."""
    return PACKAGE / "pack" if installed() else PACKAGE.parent


def installed() -> bool:
    """Whether the package has its pack inside, as a wheel does."""
    return (PACKAGE / "pack").is_dir()


def compiled_place(folder: Path | None) -> Path:
    """Where the compiled form of a pack is kept; None: the bundled one, of which a checkout keeps it in `build/`."""
    if folder is None and not installed():
        return PACKAGE.parent / "build" / COMPILED
    return (folder or bundled()) / COMPILED


def digest(folder: Path | None, extends: bool = False) -> str:
    """A digest of all that a compiled pack is made from: the files of the pack, and the code that reads them.

    `folder` None: the bundled pack; `extends`: it lies over the bundled one. Raises `OSError`.
    """
    from hashlib import blake2b

    found = blake2b(digest_size=16)
    packs = [bundled()] if folder is None else [bundled(), folder] if extends else [folder]
    files = [(PACKAGE, path) for path in PACKAGE.rglob("*.py")]
    for pack in packs:
        held = [path for path in (pack / "knowledge").rglob("*") if path.suffix in (".yaml", ".txt")]
        files += [(pack, path) for path in (pack / "intents.yaml", *held) if path.exists()]
    for number, (root, path) in enumerate(sorted(files)):
        name = path.relative_to(root).as_posix()
        data = path.read_bytes()
        found.update(f"{number} {packs.index(root) if root in packs else -1} {name} {len(data)}\n".encode())
        found.update(data)
    return found.hexdigest()
