"""People misspell. The development set, with one random edit in each six letters, must lose little."""

from __future__ import annotations

import random
import re
import string
from dataclasses import replace
from pathlib import Path

from advisor import Advisor
from advisor.evaluation import Item, items, judge

DEVELOPMENT = Path(__file__).parent.parent / "evaluation" / "development"
SEED = 20261122
LETTERS_AN_EDIT = 6
MOST_LOST = 0.10
EVERY = 3
"""Each third utterance is enough for an error of about one point."""


def misspelt(text: str, function: frozenset[str], dice: random.Random) -> str:
    """One random edit (a letter dropped, doubled, changed or swapped) in each six letters of the content words."""

    def edit(found: re.Match[str]) -> str:
        word = found.group()
        if word.lower() in function or len(word) < 3:
            return word
        letters = list(word)
        for _ in range(max(1, len(word) // LETTERS_AN_EDIT)) if dice.random() < len(word) / LETTERS_AN_EDIT else ():
            at = dice.randrange(len(letters))
            sort = dice.choice(("drop", "double", "change", "swap"))
            if sort == "drop":
                del letters[at]
            elif sort == "double":
                letters.insert(at, letters[at])
            elif sort == "change":
                letters[at] = dice.choice(string.ascii_lowercase)
            elif at + 1 < len(letters):
                letters[at], letters[at + 1] = letters[at + 1], letters[at]
        return "".join(letters)

    return re.sub(r"[A-Za-z]+", edit, text)


def right(advisor: Advisor, chosen: list[Item]) -> float:
    return sum(not judge(item, advisor.reply(item.text)) for item in chosen) / len(chosen)


def test_one_edit_in_six_letters_loses_at_most_ten_points(advisor: Advisor) -> None:
    dice = random.Random(SEED)
    function = frozenset(advisor.library.words["function"])
    chosen = [item for path in sorted(DEVELOPMENT.glob("utterances_*.yaml")) for item in items(path)[0]][::EVERY]
    assert len(chosen) >= 500
    edited = [replace(item, text=misspelt(item.text, function, dice)) for item in chosen]
    assert sum(a.text != b.text for a, b in zip(chosen, edited, strict=True)) > 0.9 * len(chosen)
    clean, typed = right(advisor, chosen), right(advisor, edited)
    assert clean - typed <= MOST_LOST, f"{clean:.3f} as written, {typed:.3f} misspelt"
