"""What belongs to each role in people's own words."""

from __future__ import annotations

from collections.abc import Mapping

from advisor.loading.reader import Reader, unread
from advisor.model import BOTH, Forms
from advisor.text import words

FILE = "knowledge/leanings.yaml"
NEITHER = "neither"
"""The key of phrases that speak for no role."""


def read_leanings(reader: Reader) -> Mapping[str, Forms]:
    """`leanings.yaml`: role, or neither -> phrases as stems; a pack may do without it."""
    if not reader.names("knowledge", "leanings.yaml"):
        return {}
    data = reader.keys(reader.open(FILE), "the file", ("leanings",))
    if unread(data):
        return {}
    found: dict[str, Forms] = {}
    held: dict[tuple[str, ...], str] = {}
    for name, given in reader.items(data, "leanings"):
        if name not in (*BOTH, NEITHER):
            reader.fault(name, f"stands under 'leanings': use {', '.join(BOTH)} or {NEITHER}", data["leanings"])
        forms = []
        for text in reader.texts(given, name, data["leanings"]):
            stems = words(text)
            if not stems:
                reader.fault(name, f"the form {text!r} has no word in it: remove it", data["leanings"])
            elif held.setdefault(stems, name) != name:
                reader.fault(name, f"the form {text!r} stands under {held[stems]} too: remove one", data["leanings"])
            else:
                forms.append(stems)
        found[name] = tuple(dict.fromkeys(forms))
    return found
