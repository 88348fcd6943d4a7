"""The stages in a career at which a person may stand."""

from __future__ import annotations

from collections.abc import Mapping

from advisor.loading.reader import Reader
from advisor.model import Stage, Topic
from advisor.text import words

TOPIC = "progression"
"""The topic whose rows the stages are."""


def read_stages(reader: Reader, topics: Mapping[str, Topic]) -> tuple[Stage, ...]:
    """`stages.yaml`; a pack may do without it."""
    if not reader.names("knowledge", "stages.yaml"):
        return ()
    data = reader.keys(reader.open("knowledge/stages.yaml"), "the file", ("stages",))
    rows = topics[TOPIC].aspects if TOPIC in topics else {}
    stages: list[Stage] = []
    for node in reader.nodes(data["stages"], "stages") if "stages" in data else ():
        name = reader.text(node, "id", "a stage") or "a stage"
        reader.keys(node, name, ("id", "said", "forms"), ("aspect",))
        reader.named(name, node)
        if any(stage.id == name for stage in stages):
            reader.fault(name, "stands twice: give one of the stages another id", node)
        aspect = reader.optional(node, "aspect", name)
        if aspect is not None and aspect not in rows:
            reader.fault(name, f"has the aspect {aspect!r}, which {TOPIC} does not declare: correct it", node)
        forms = tuple(words(form) for form in reader.forms(node, name))
        stages.append(Stage(name, reader.wording(node, "said", name), aspect, tuple(form for form in forms if form)))
    return tuple(stages)
