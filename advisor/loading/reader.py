"""Take single values out of a pack's files, each with a check.

What is wrong becomes a fault and a harmless value, so that reading goes on and all faults are told at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from advisor.errors import Fault
from advisor.loading.layers import laid_over, without_lines
from advisor.loading.yaml_files import Node, NotYaml, YamlMapping, parse

MOST_POINTS = 4
HOLE = re.compile(r"\{([^{}]+)\}")
"""A place in a text that is filled in later."""
_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
"""Of roles, topics and aspects: what a stored session takes."""
_DIGIT = re.compile(r"\d")


class Reader:
    """The small readers of one pack. `file` is the one that is read; faults are told under its name."""

    def __init__(self, folder: Path, base: Path | None = None) -> None:
        """`base`: the pack over which the folder is laid; None: the folder is a pack by itself."""
        self.folder = folder
        self.base = base
        self.read: set[str] = set()
        """Names of the files that were asked for."""
        self.faults: list[Fault] = []
        self.file = ""

    def fault(self, entry: str, message: str, node: object = None) -> None:
        """Note a fault of the current file, in the line of `node`."""
        self.faults.append(Fault(self.file, entry, message, getattr(node, "line", None) or None))

    # -- files

    def names(self, folder: str, pattern: str) -> list[str]:
        """The names of the files in a folder of the pack, and of the pack below it, in their order."""
        places = [self.folder, *([self.base] if self.base else [])]
        return sorted({path.name for place in places for path in (place / folder).glob(pattern)})

    def open(self, name: str) -> Node:
        """The mapping that a file holds; it becomes the current file."""
        first, *over = self.layers(name)
        for layer in over:
            first = laid_over(first, layer)
        return first

    def layers(self, name: str) -> list[Node]:
        """The same, but what the pack below holds and what is laid over it each by itself; at least one."""
        self.file = name
        self.read.add(name)
        if self.base is None:
            return [self._node(self.folder / name)]
        places = [place / name for place in (self.base, self.folder) if (place / name).exists()]
        held = [self._node(place) for place in places] or [self._unread("is missing: create it")]
        if places and places[0] == self.base / name:
            without_lines(held[0])
        return [node for node in held if not unread(node)] or held[:1]

    def _node(self, path: Path) -> Node:
        try:
            data = parse(path)
        except FileNotFoundError:
            return self._unread("is missing: create it")
        except NotYaml as error:
            return self._unread(f"is not valid YAML: {error.problem}: correct it", error.line)
        except RecursionError:
            return self._unread("is nested too deeply: flatten it")
        except (OSError, ValueError) as error:
            return self._unread(f"cannot be read: {error}: save it as UTF-8 text")
        if not isinstance(data, dict):
            return self._unread("must hold a mapping (key: value) at the top")
        return data

    def _unread(self, message: str, line: int | None = None) -> Node:
        self.faults.append(Fault(self.file, "the file", message, line))
        result = YamlMapping()
        result.unread = True
        return result

    def open_lines(self, name: str) -> tuple[str, ...]:
        """The lines of a text file, but for comments and empty ones; it becomes the current file."""
        self.file = name
        self.read.add(name)
        places = [place / name for place in (self.base, self.folder) if place and (place / name).exists()]
        lines: list[str] = []
        for path in places or [self.folder / name]:
            try:
                lines += path.read_text(encoding="utf-8").splitlines()
            except FileNotFoundError:
                self.fault("the file", "is missing: create it")
            except (OSError, ValueError) as error:
                self.fault("the file", f"cannot be read: {error}: save it as UTF-8 text")
        return tuple(line for line in lines if line and not line.startswith("#"))

    def report_strangers(self) -> None:
        """Report the files of an overlay that nobody asked for: a name that is misspelt would be passed over."""
        found = [path.relative_to(self.folder).as_posix() for path in sorted(self.folder.rglob("*.*"))]
        files = [name for name in found if name.endswith((".yaml", ".yml", ".txt"))]
        for name in files:
            if name not in self.read:
                self.file = name
                self.fault("the file", "is no file that a pack has: correct its name, or remove it")
        if not files:
            self.file = self.folder.name
            self.fault("the folder", "has no file of a pack: name one that holds knowledge/ or intents.yaml")

    # -- mappings and lists

    def keys(self, node: object, entry: str, required: Iterable[str], optional: Iterable[str] = ()) -> Node:
        """The node, a mapping with all of the required keys and none but these and the optional ones."""
        required = tuple(required)
        if not isinstance(node, dict):
            self.fault(entry, f"must be a mapping with the keys {', '.join(required)}")
            return YamlMapping()
        if unread(node):
            return node
        for key in required:
            if key not in node:
                self.fault(entry, f"lacks the key {key!r}: add it", node)
        allowed = {*required, *optional}
        for key in node:
            if key not in allowed:
                self.fault(entry, f"has the unknown key {key!r}: use one of {', '.join(sorted(allowed))}", node)
        return node

    def items(self, node: Node, key: str) -> list[tuple[str, Any]]:
        """The entries of the mapping under `key`."""
        value = node.get(key)
        if isinstance(value, dict):
            return [(str(name), content) for name, content in value.items()]
        if value is not None or key in node:
            self.fault(key, "must be a mapping (name: content)", node)
        return []

    def nodes(self, value: object, entry: str) -> Iterator[Node]:
        """The mappings of a list; at least one."""
        if not isinstance(value, list) or not value:
            self.fault(entry, "must be a list with at least one entry")
            return
        for number, node in enumerate(value, 1):
            if isinstance(node, dict):
                yield node
            else:
                self.fault(f"{entry}, entry {number}", "must be a mapping (key: value)", value)

    # -- texts and numbers

    def named(self, name: str, node: object = None) -> None:
        """Report an id that programs could not store."""
        if not _ID.fullmatch(name):
            self.fault(name, "is no id: use a-z, 0-9 and _, a letter first, at most 40 characters", node)

    def text(self, node: Node, key: str, entry: str, default: str = "") -> str:
        """The text under `key`, not empty; `default` where there is no such key."""
        value = node.get(key, default)
        if not isinstance(value, str) or not (value.strip() or key not in node):
            self.fault(entry, f"{key!r} must be a text that is not empty; quote it if it looks like a number", node)
            return default
        return value.strip()

    def wording(self, node: Node, key: str, entry: str) -> str:
        """A text that must not hold a digit: figures come from facts."""
        text = self.text(node, key, entry)
        if _DIGIT.search(HOLE.sub("", text)):
            self.fault(entry, f"{key!r} has a digit: let a fact hold the figure and write {{value}}, or reword", node)
        return text

    def optional(self, node: Node, key: str, entry: str) -> str | None:
        """A text or null; a year may stand without quotes."""
        value = node.get(key)
        if value is not None and (isinstance(value, bool) or not isinstance(value, str | int)):
            self.fault(entry, f"{key!r} must be a text or null", node)
        return None if value is None else str(value)

    def texts(self, value: object, entry: str, node: object = None) -> tuple[str, ...]:
        """The texts of a list, none empty."""
        if not isinstance(value, list):
            self.fault(entry, "must be a list of texts", node)
            return ()
        for item in value:
            if not isinstance(item, str) or not item.strip():
                self.fault(entry, f"{item!r} must be a text that is not empty: quote it or remove it", value)
        return tuple(item for item in value if isinstance(item, str) and item.strip())

    def words(self, node: Node, key: str) -> tuple[str, ...]:
        """The words of a list of lines."""
        return tuple(word for line in self.texts(node.get(key, []), key, node) for word in line.split())

    def forms(self, node: Node, entry: str) -> tuple[str, ...]:
        """The surface forms of a concept; at least one."""
        if node.get("forms") == []:
            self.fault(entry, "has no forms: add at least one, or remove the entry", node)
        return self.texts(node["forms"], entry, node) if "forms" in node else ()

    def points(self, value: object, what: str, entry: str, node: object) -> float:
        """What a mention of a concept is worth."""
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= MOST_POINTS:
            self.fault(entry, f"has {value!r} as {what}: write a number above 0, at most {MOST_POINTS}", node)
            return 1.0
        return float(value)


def unread(node: Node) -> bool:
    """Whether a node stands for a file that could not be read."""
    return bool(getattr(node, "unread", False))
