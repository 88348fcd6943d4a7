"""What the YAML files in `phrasings/` and `conversations/` may expect of a reply, read and checked.

Grammar of an expectation (all but `kind` optional):
  kind          a kind of reply, or a list where several are right.
  topics        the reply's first topic is the first of these, and all of these are there; an empty list: any.
  also          topics that are right as well: one may stand first, or stand for one of `topics` that is missing.
  roles         exactly these, in any order.
  first_role    the role that stands first: the recommended one, or the one from which somebody switches.
  mentions      parts of the reply's text, in any case; `not_mentions` must not be in it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from advisor import Advisor
from advisor.pytest_plugin import Expectation

HERE = Path(__file__).parent
LISTS = ("topics", "also", "roles", "mentions", "not_mentions")


def expectation(data: dict[str, Any]) -> Expectation:
    """The expectation of an entry; `ValueError` where a key is unknown, `RequestError` where an id is."""
    unknown = set(data) - {"kind", "first_role", *LISTS}
    if unknown:
        raise ValueError(f"unknown keys {sorted(unknown)} in {data}")
    kind = data["kind"]
    made = Expectation(
        kinds=(kind,) if isinstance(kind, str) else tuple(kind),
        first_role=data.get("first_role"),
        **{name: tuple(data.get(name, ())) for name in LISTS},
    )
    made.check(advisor().library)
    if made.kinds == ("answer",) and "topics" not in data:
        raise ValueError(f"an answer without topics in {data}")
    return made


@cache
def advisor() -> Advisor:
    """The bundled advisor, loaded once."""
    return Advisor()


def entries(folder: str) -> list[tuple[str, dict[str, Any]]]:
    """(file name, entry) for each entry of each YAML file in a folder beside this file, in order."""
    found = []
    for path in sorted((HERE / folder).glob("*.yaml")):
        found += [(path.stem, entry) for entry in yaml.safe_load(path.read_text(encoding="utf-8"))]
    return found
