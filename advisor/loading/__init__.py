"""Read a pack's files and check them. The only part that opens data files and knows YAML.

Every fault of a pack is reported at once, with file, line, entry and what to do. `pack.py` is the whole, in order.
"""

from __future__ import annotations

from advisor.loading.figures import figure
from advisor.loading.pack import bundled, load
from advisor.loading.yaml_files import read_yaml

__all__ = ["bundled", "figure", "load", "read_yaml"]
