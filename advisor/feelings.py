"""What a message says of the user's own state, so that the reply can begin with a word about it.

"I'm worried about AI" tells a feeling; "is it frustrating for engineers?" asks about the work and tells none.
"""

from __future__ import annotations

from advisor.model import Reading

TOLD: tuple[str, ...] = ("sadness", "worry", "frustration", "confusion", "parent")
"""Feelings that get a word, the weightier first; delight needs none."""
BEFORE = 4
"""Words before a feeling among which its owner is looked for."""
_OWNER = frozenset("i me my we our us".split())
_OTHERS = frozenset("they engineer engineers producer producers people anyone anybody one it you".split())


def feeling(reading: Reading) -> str:
    """The feeling that the user tells; empty where none is told."""
    tokens = reading.utterance.tokens
    found = set()
    for entity in (*reading.entities, *reading.patterns):
        for concept in entity.concepts:
            if concept.kind != "feeling":
                continue
            near = [token.text for token in tokens[max(0, entity.start - BEFORE) : entity.end]]
            if next((word in _OWNER for word in reversed(near) if word in _OWNER | _OTHERS), False):
                found.add(concept.id)
    return next((name for name in TOLD if name in found), "")
