"""Hook of the build: the wheel holds the bundled pack compiled, so that an installed advisor is ready at once."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledPack(BuildHookInterface[Any]):
    """Compiles the pack of the checkout into the wheel. A faulty pack ends the build with all its faults."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """`version`: "editable" for a development install, which compiles for itself."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        try:
            from advisor.loading import compile_pack

            place = compile_pack(place=Path(mkdtemp(), "compiled.pack"))
        finally:
            sys.path.remove(self.root)
        build_data["force_include"][str(place)] = "advisor/pack/compiled.pack"
