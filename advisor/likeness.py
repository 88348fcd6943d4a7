"""Which known word somebody meant: "did you mean ...?"."""

from __future__ import annotations

from collections.abc import Iterable

LIKE_ENOUGH = 60
"""Likeness, of 100, from which a known word is offered for an unknown one."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` begins, or else that is most like it, if one is like enough."""
    from rapidfuzz import fuzz, process

    known = list(known)
    begun = next((one for one in known if word and one.startswith(word)), None)
    if begun:
        return begun
    found = process.extractOne(word[:40], known, scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH)
    return str(found[0]) if found else None
