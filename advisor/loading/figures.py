"""The figure of a fact: its value checked, and as it is shown."""

from __future__ import annotations

import math

from advisor.loading.reader import Reader
from advisor.loading.yaml_files import Node

UNITS = ("USD/year", "percent", "people")
STATISTICS = ("median", "average", "range", "start", "top", "projection", "count")
MEASURES = ("pay", "growth", "jobs")
NO_FIGURE = "?"
"""Stands for a figure that could not be read, so that sentences with it are no further fault."""


def figure(value: float | tuple[float, float], unit: str | None, qualifier: str | None) -> str:
    """A value as it is shown: "about $79,280", "$30,000 to $39,000", "3% to 5%", "22,200"."""

    def one(number: float) -> str:
        shown = f"{number:,.0f}" if float(number).is_integer() else f"{number:,}"
        if unit == "USD/year":
            return f"${shown}"
        return f"{shown}%" if unit == "percent" else shown

    shown = " to ".join(one(v) for v in value) if isinstance(value, tuple) else one(value)
    return f"{qualifier} {shown}" if qualifier else shown


def read_figure(reader: Reader, node: Node, entry: str) -> str | None:
    """The figure of a fact, as it is shown; None where it has none, `NO_FIGURE` where it has a wrong one."""
    value = node.get("value")
    if value is None:
        return None
    numbers = tuple(value) if isinstance(value, list) else (value,)
    real = all(isinstance(v, int | float) and not isinstance(v, bool) and math.isfinite(v) for v in numbers)
    if not real or len(numbers) != (2 if isinstance(value, list) else 1):
        reader.fault(entry, f"'value' is {value!r}: write a number or [low, high]", node)
        return NO_FIGURE
    if list(numbers) != sorted(numbers):
        reader.fault(entry, f"'value' is {value!r}: put the lower number first", node)
    for key, allowed in (("unit", UNITS), ("statistic", STATISTICS), ("measure", MEASURES)):
        if node.get(key) not in allowed:
            reader.fault(entry, f"has a value and the {key} {node.get(key)!r}: use one of {', '.join(allowed)}", node)
    qualifier = reader.optional(node, "qualifier", entry)
    return figure(numbers if len(numbers) == 2 else value, node.get("unit"), qualifier)
