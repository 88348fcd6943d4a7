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

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from advisor import Advisor, Reply

HERE = Path(__file__).parent
ROLES = frozenset({"audio_engineer", "music_producer"})
KINDS = frozenset({"answer", "clarify", "not_covered", "out_of_scope", "social", "safety", "interview"})
TELLING = frozenset({"answer", "interview"})
"""Kinds of which topics and roles are checked; a declined question only offers the nearest topic."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a reply must be."""

    kinds: tuple[str, ...]
    topics: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    roles: frozenset[str] = frozenset()
    first_role: str | None = None
    mentions: tuple[str, ...] = ()
    not_mentions: tuple[str, ...] = ()

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Expectation:
        """The expectation of an entry; `ValueError` where a key or an id is unknown."""
        unknown = set(data) - (set(cls.__dataclass_fields__) - {"kinds"} | {"kind"})
        if unknown:
            raise ValueError(f"unknown keys {sorted(unknown)} in {data}")
        kind = data["kind"]
        made = cls(
            kinds=(kind,) if isinstance(kind, str) else tuple(kind),
            topics=tuple(data.get("topics", ())),
            also=tuple(data.get("also", ())),
            roles=frozenset(data.get("roles", ())),
            first_role=data.get("first_role"),
            mentions=tuple(data.get("mentions", ())),
            not_mentions=tuple(data.get("not_mentions", ())),
        )
        made._check()
        if made.kinds == ("answer",) and "topics" not in data:
            raise ValueError(f"an answer without topics in {data}")
        return made

    def _check(self) -> None:
        named = self.roles | ({self.first_role} if self.first_role else set())
        wrong = [
            *(set(self.kinds) - KINDS),
            *(named - ROLES),
            *(set(self.topics + self.also) - set(advisor().library.topics)),
        ]
        if wrong:
            raise ValueError(f"unknown ids {wrong} in {self}")

    def faults(self, reply: Reply) -> list[str]:
        """In which ways a reply is not as expected; empty where it is."""
        if reply.kind.value not in self.kinds:
            return [f"kind {reply.kind.value} {reply.topics}, not {' or '.join(self.kinds)} {self.topics}"]
        faults = self._told(reply) if reply.kind.value in TELLING else []
        text = reply.text.casefold()
        faults += [f"does not mention {words!r}" for words in self.mentions if words.casefold() not in text]
        faults += [f"mentions {words!r}" for words in self.not_mentions if words.casefold() in text]
        return faults

    def _told(self, reply: Reply) -> list[str]:
        faults = []
        stands_in = set(self.also) & set(reply.topics)
        missing = [topic for topic in self.topics if topic not in reply.topics]
        if missing and not stands_in:
            faults.append(f"topics {reply.topics} lack {missing}")
        if self.topics and reply.topics[:1] and reply.topics[0] not in (self.topics[0], *self.also):
            faults.append(f"first topic {reply.topics[0]}, not {self.topics[0]}")
        if self.roles and set(reply.roles) != self.roles:
            faults.append(f"roles {reply.roles}, not {tuple(sorted(self.roles))}")
        if self.first_role and reply.roles[:1] != (self.first_role,):
            faults.append(f"first role {reply.roles[:1]}, not {self.first_role}")
        return faults


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
