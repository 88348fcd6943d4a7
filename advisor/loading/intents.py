"""What people say and what the advisor says: example sentences of every intent, and sentences that tell no facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from advisor.loading.reader import HOLE, Reader, unread
from advisor.model import Family, Topic
from advisor.text import words

REPLIES: Mapping[str, tuple[str, ...]] = {
    "safety": (), "not_covered": ("label",), "not_understood": ("label",), "nearest": (),
    "other_career": ("label", "a"), "other_subject": ("label",), "out_of_scope": (),
    "clarify_vague": (), "clarify_options": ("options",), "sure": (), "no_more": ("topic",), "which_right": (),
    "unsettled": ("title", "claims"), "see_table": ("titles",), "see_topics": ("titles",),
    "differ_kind": ("kinds",), "differ_period": ("periods",), "dated": ("claims",), "undated": ("claims",),
    "no_conflict": (), "where_from": ("headings", "title", "author", "year"),
    "where_from_added": ("heading", "source"),
    "other_place": ("label",), "other_year": ("label",), "specialisms": (), "person": ("role",),
    "fit": ("words", "role"), "fit_even": ("first", "second", "role", "other"), "fit_against": ("words", "role"),
    "fit_no_test": (), "stands": ("said",), "next_stage": (), "last_stage": (), "you_are_here": (),
    "said_figure": ("claims",),
    "feeling_worry": (), "feeling_frustration": (), "feeling_sadness": (), "feeling_confusion": (),
    "feeling_parent": (),
}  # fmt: skip
"""Sentences that every pack needs, and the holes that each may have."""
SAFETY = ("self_harm", "harmless")
"""Intents of the group `safety`, where a pack has it."""
_DECLARED_IN = {"topics": "knowledge/", "declines": "knowledge/lexicon/families.yaml", "safety": "the engine"}
"""Group of intents to where they come from; acts come from intents.yaml itself."""


def read_examples(
    reader: Reader, topics: Mapping[str, Topic], families: Mapping[str, Family], acts: Iterable[str]
) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...], tuple[str, ...]]:
    """`intents.yaml`: intent to example sentences, the ids of the acts, and those of what lies elsewhere.

    `acts`: those that acts.yaml has words for; each must have examples.
    """
    data = reader.keys(reader.open("intents.yaml"), "the file", ("topics", "declines", "acts"), ("elsewhere", "safety"))
    examples = _Examples(reader, whole=not unread(data))
    declared: dict[str, Iterable[str] | None] = {
        "topics": topics, "declines": families, "elsewhere": None, "safety": SAFETY, "acts": None,
    }  # fmt: skip
    if "safety" not in data:
        del declared["safety"]
    groups = {}
    for group, known in declared.items():
        groups[group] = dict(reader.items(data, group))
        examples.add(group, groups[group], data, known)
    reader.file = "knowledge/lexicon/acts.yaml"
    for name in acts:
        if name not in examples.held and not unread(data):
            reader.fault(name, "has words here, but no examples under 'acts' in intents.yaml: add some there")
    return examples.held, tuple(groups["acts"]), tuple(groups["elsewhere"])


class _Examples:
    """Collects example sentences; each may stand under one intent only."""

    def __init__(self, reader: Reader, whole: bool) -> None:
        """`whole`: whether the file could be read; if not, what it lacks is no fault."""
        self.reader = reader
        self.whole = whole
        self.held: dict[str, tuple[str, ...]] = {}
        self.owner: dict[tuple[str, ...], str] = {}
        """Stems of a sentence to its intent."""

    def add(self, group: str, given: Mapping[str, Any], data: object, known: Iterable[str] | None) -> None:
        """The intents of a group; `known`: those that there must be, all and no others, or None for any."""
        for name in given if known is None else known:
            if name in given:
                self.add_intent(group, name, given[name], data)
            elif self.whole:
                self.reader.fault(name, f"has no examples under {group!r}: add at least one")
        for name in given if known is not None else ():
            if name not in (known or ()):
                message = f"stands under {group!r}, but {_DECLARED_IN[group]} does not have it: correct it"
                self.reader.fault(name, message, given[name])

    def add_intent(self, group: str, name: str, sentences: object, data: object) -> None:
        """The sentences of one intent."""
        self.held[name] = self.reader.texts(sentences, name, data)
        if not self.held[name]:
            self.reader.fault(name, f"has no examples under {group!r}: add at least one", sentences)
        for sentence in self.held[name]:
            owner = self.owner.setdefault(words(sentence), name)
            if owner != name:
                message = f"the example {sentence!r} also stands under {owner}: keep one"
                self.reader.fault(name, message, sentences)


def read_replies(reader: Reader) -> dict[str, str]:
    """`replies.yaml`: all of `REPLIES`, and one for each act that is answered with a sentence."""
    data = reader.keys(reader.open("knowledge/replies.yaml"), "the file", ("replies",))
    given = dict(reader.items(data, "replies"))
    replies = {name: reader.text(given, name, name) for name in given}
    for name, holes in REPLIES.items() if given else ():
        if name not in replies:
            reader.fault(name, "is missing: add the sentence", data.get("replies"))
        for hole in set(HOLE.findall(replies.get(name, ""))) - set(holes):
            reader.fault(name, f"refers to {{{hole}}}, which is not given: {_listed(holes)}", data.get("replies"))
    return replies


def _listed(holes: Sequence[str]) -> str:
    return f"use {', '.join('{' + hole + '}' for hole in holes)}" if holes else "use none"
