"""Read a pack's files and check them. The only part that opens data files and knows YAML.

Every fault of a pack is reported at once, with file, line, entry and what to do. `pack.py` is the whole, in order;
`ready.py` takes what was compiled before, where it is still true. YAML is loaded only when a file of it is read.
"""

from __future__ import annotations

from advisor.loading.places import bundled
from advisor.loading.ready import compile_pack, prepare
from advisor.model import Library

TYPE_CHECKING = False  # as in `advisor`: `pathlib` and `typing` take longer to load than a question to answer
if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from advisor.loading.figures import figure as figure

__all__ = ["bundled", "compile_pack", "figure", "load", "prepare", "read_yaml"]


def load(folder: Path | str | None = None, extends: bool = False) -> Library:
    """Read the pack in `folder` (it holds `knowledge/` and `intents.yaml`) from its files; None: the bundled one.

    `extends`: the folder is laid over the bundled pack, and holds only what it adds or replaces.
    Raises `PackError` with all faults.
    """
    from advisor.loading.pack import load as read

    return read(folder, extends)


def read_yaml(path: Path) -> Any:
    """The content of a YAML file. Raises `AdvisorError` where it cannot be read."""
    from advisor.loading.yaml_files import read_yaml as read

    return read(path)


def __getattr__(name: str) -> Any:
    if name == "figure":
        from advisor.loading.figures import figure

        return figure
    raise AttributeError(name)
