"""YAML as the packs use it: no tags, no repeated keys, few words that are not texts; mappings and lists know lines."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from advisor.errors import AdvisorError

MOST_DEPTH = 100
_NESTING = re.compile(r"[\[\]{}]|^ *(?:[-?] +){100}", re.MULTILINE)
"""What makes YAML deep within a line: brackets, and marks of entries in a row."""

Node = dict[str, Any]


class YamlMapping(dict[Any, Any]):
    """A YAML mapping that knows its line."""

    line = 0
    unread = False
    """Whether it stands for a file that could not be read: what it lacks is no further fault."""


class YamlList(list[Any]):
    """A YAML list that knows its line."""

    line = 0


class NotYaml(ValueError):
    """The text breaks the rules of YAML, or those above. `problem`: in short; `line`: where, if it is known."""

    def __init__(self, error: yaml.YAMLError) -> None:
        super().__init__(str(error))
        mark = getattr(error, "problem_mark", None)
        self.problem: str = getattr(error, "problem", None) or str(error).splitlines()[0]
        self.line: int | None = mark.line + 1 if mark else None


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML 1.1 without tags, where a repeated key is an error and a mapping knows its line."""


def _mapping(loader: Any, node: Any) -> YamlMapping:
    result = YamlMapping()
    result.line = node.start_mark.line + 1
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str | int | float):
            raise yaml.constructor.ConstructorError(None, None, f"the key {key!r} must be a word", key_node.start_mark)
        if key in result:
            raise yaml.constructor.ConstructorError(None, None, f"key {key!r} stands twice", key_node.start_mark)
        result[key] = loader.construct_object(value_node, deep=True)
    return result


def _sequence(loader: Any, node: Any) -> YamlList:
    result = YamlList(loader.construct_object(child, deep=True) for child in node.value)
    result.line = node.start_mark.line + 1
    return result


# Only true and false are truth values, as in YAML 1.2: `yes`, `no`, `on` and `off` are words that people type. Dates
# are texts too: no field holds one.
_NOT_PLAIN = ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp")
_Loader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in held if tag not in _NOT_PLAIN]
    for letter, held in _Loader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_constructor("tag:yaml.org,2002:seq", _sequence)


def parse(path: Path) -> Any:
    """The content of a YAML file.

    Raises `NotYaml`, `RecursionError` where it is nested too deeply, `OSError`, or another `ValueError` where a text
    is not UTF-8 or a value cannot be made. The parser recurses in C, where a depth without bound would end the process.
    """
    text = path.read_text(encoding="utf-8")
    depth = 0
    for mark in _NESTING.findall(text):
        depth = max(0, depth + (1 if mark in "[{" else -1 if mark in "]}" else MOST_DEPTH))
        if depth >= MOST_DEPTH:
            raise RecursionError("it is nested too deeply")
    try:
        return yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        raise NotYaml(error) from error
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError("a tag (!!...) does not fit its value") from error


def read_yaml(path: Path) -> Any:
    """The content of a YAML file. Raises `AdvisorError` where it cannot be read."""
    try:
        return parse(path)
    except (OSError, ValueError, RecursionError) as error:
        raise AdvisorError(f"{path}: cannot be read: {error}") from error
