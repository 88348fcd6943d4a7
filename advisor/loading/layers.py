"""Lay an author's files over those of a pack: what the overlay says is added, or takes the place of what was there."""

from __future__ import annotations

from typing import Any

from advisor.loading.yaml_files import Node, YamlList, YamlMapping
from advisor.model import BOTH

REPLACE = "replace"
"""The one key of a mapping in the place of a list: its list takes the place of the whole, where others are added to."""


def without_lines(node: Any) -> Any:
    """The content of a file of the pack below: a line told with a fault is one of the overlay's file."""
    if isinstance(node, YamlMapping | YamlList):
        node.line = 0
        for child in node.values() if isinstance(node, YamlMapping) else node:
            without_lines(child)
    return node


def laid_over(base: Node, over: Node) -> Node:
    """The content of a file of the pack with that of the overlay's file of the same name.

    Mappings are joined key by key; null takes a mapping or a list out. In lists, an entry with the `id` of another
    takes its place, and so does an opening for the same roles, aspect and direction; other entries and texts are added.
    Lines are those of the overlay.
    """
    result = YamlMapping(base)
    result.line = getattr(over, "line", 0)
    for key, value in over.items():
        if value is None and isinstance(base.get(key), dict | list):
            del result[key]
            continue
        result[key] = _joined(base[key], value) if key in base else value
    return result


def _joined(base: Any, over: Any) -> Any:
    if isinstance(base, dict) and isinstance(over, dict):
        return laid_over(base, over)
    if isinstance(base, list) and isinstance(over, dict) and list(over) == [REPLACE]:
        return over[REPLACE]
    if isinstance(base, list) and isinstance(over, list):
        return _lists(base, over)
    return over


def _lists(base: list[Any], over: list[Any]) -> YamlList:
    names = {_name(entry): entry for entry in over}
    held = [names.get(_name(entry), entry) for entry in base]
    there = {id(entry) for entry in held}
    result = YamlList([*held, *(entry for entry in over if id(entry) not in there and entry not in base)])
    result.line = getattr(over, "line", 0)
    return result


def _name(entry: Any) -> object:
    """What two entries have in common of which one takes the place of the other; nothing where none does."""
    if isinstance(entry, dict) and "id" in entry:
        return ("id", str(entry["id"]))
    if isinstance(entry, dict) and "roles" in entry:
        roles = entry["roles"]
        named = frozenset(BOTH if roles == "both" else map(str, roles) if isinstance(roles, list) else (str(roles),))
        return (named, str(entry.get("aspect")), str(entry.get("direction")))
    return id(entry)
