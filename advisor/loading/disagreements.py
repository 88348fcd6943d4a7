"""Where the source contradicts itself: what a pack declares, and what it should."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from advisor.loading.reader import Reader
from advisor.loading.sources import role_ids
from advisor.loading.yaml_files import Node
from advisor.model import Disagreement, Fact, Role, Topic


def read_disagreements(
    reader: Reader, topics: Mapping[str, Topic], facts: Mapping[str, Fact], roles: Mapping[str, Role]
) -> tuple[Disagreement, ...]:
    """`disagreements.yaml`; its list may be empty."""
    data = reader.keys(reader.open("knowledge/disagreements.yaml"), "the file", ("disagreements",))
    given = data.get("disagreements", [])
    nodes = reader.nodes(given, "disagreements") if given != [] else ()
    return tuple(_disagreement(reader, node, topics, facts, roles) for node in nodes)


def _disagreement(
    reader: Reader, node: Node, topics: Mapping[str, Topic], facts: Mapping[str, Fact], roles: Mapping[str, Role]
) -> Disagreement:
    name = reader.text(node, "id", "a disagreement") or "a disagreement"
    reader.keys(node, name, ("id", "topic", "roles", "title", "text", "facts"), ("aspects",))
    topic = str(node.get("topic"))
    if topic not in topics:
        reader.fault(name, f"names the topic {topic!r}, which has no file in knowledge/: correct it", node)
    ids = reader.texts(node.get("facts"), name, node)
    for fact in ids:
        if fact not in facts:
            reader.fault(name, f"names the fact {fact!r}, which does not exist: correct the name", node)
    if len(ids) < 2:
        reader.fault(name, "has fewer than two facts: name those that disagree", node)
    aspects = reader.texts(node.get("aspects") or [], name, node)
    for aspect in aspects:
        if topic in topics and aspect not in topics[topic].aspects:
            reader.fault(name, f"has the aspect {aspect!r}, which {topic} does not declare: correct it", node)
    named = role_ids(reader, node.get("roles"), name, roles, node)
    title, text = reader.wording(node, "title", name), reader.wording(node, "text", name)
    return Disagreement(name, topic, named, aspects, title, text, ids)


def report_undeclared(reader: Reader, facts: Iterable[Fact], disagreements: Sequence[Disagreement]) -> None:
    """Two values for the same role, measure, statistic and period must be declared as a disagreement."""
    declared = [set(d.facts) for d in disagreements]
    same: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        for role in fact.roles if fact.value is not None else ():
            same.setdefault((role, fact.measure, fact.statistic, fact.period), []).append(fact)
    for group in same.values():
        for i, one in enumerate(group):
            for other in group[i + 1 :]:
                if one.value != other.value and not any({one.id, other.id} <= ids for ids in declared):
                    reader.file = f"knowledge/{other.topic}.yaml"
                    reader.fault(
                        other.id,
                        f"has {other.figure}, but {one.id} has {one.figure} for the same role, measure, statistic "
                        "and period: declare both in disagreements.yaml, or correct one",
                    )
