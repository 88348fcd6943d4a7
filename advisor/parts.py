"""A message in its clauses, and what each of them is like: worked out once, however many steps ask for it."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.clauses import Clause, clauses
from advisor.intents import ExampleIndex, Row, features
from advisor.model import Reading

_STAND_INS = {"role": "role", "role_alone": "role", "occupation": "career", "place": "place"}
"""Kinds of concepts that stand in an example by their kind, so that one serves for all of them."""


def row(reading: Reading, held: Sequence[Clause] | None = None) -> Row:
    """Features of what is asked: words with roles, careers and places replaced by their kind, and the concepts.

    `held`: the clauses of the message that are read; None: all of it.
    """
    tokens = reading.utterance.tokens
    starts = {entity.start: entity for entity in reading.entities}
    stems: list[str] = []
    extra: list[str] = []
    skip = 0
    for first, end in ((0, len(tokens)),) if held is None else [(clause.start, clause.end) for clause in held]:
        for i in range(first, end):
            token = tokens[i]
            if i < skip or not token.is_word:
                continue
            entity = starts.get(i)
            if entity:
                kinds = {concept.kind for concept in entity.concepts}
                stand_in = next((word for kind, word in _STAND_INS.items() if kind in kinds), None)
                if stand_in:
                    stems.append(stand_in)
                    skip = entity.end
                    continue
                extra.extend(concept.id for concept in entity.concepts if concept.kind in ("topic", "family"))
            stems.append(token.stem)
    return features(stems, extra)


class Parts:
    """The clauses of a message: those that ask, and those that tell a story."""

    __slots__ = ("_index", "_scores", "asking", "clauses", "reading", "story")

    def __init__(self, reading: Reading, index: ExampleIndex) -> None:
        self.reading = reading
        self.clauses = clauses(reading)
        self.asking = [clause for clause in self.clauses if clause.form > 0] or self.clauses
        """All of them where none has the form of a question."""
        apart = len(self.asking) < len(self.clauses)
        self.story = [clause for clause in self.clauses if clause not in self.asking] if apart else []
        self._index = index
        self._scores: dict[tuple[int, ...], list[float]] = {}
        """By where the clauses begin."""

    def likeness(self, held: Sequence[Clause] | None = None) -> list[float]:
        """How much clauses of the message, taken together, are like the examples of each intent. None: all of it."""
        which = self.clauses if held is None else held
        key = tuple([clause.start for clause in which])
        found = self._scores.get(key)
        if found is None:
            found = self._index.score(row(self.reading, None if len(which) == len(self.clauses) else which))
            self._scores[key] = found
        return found

    def likeness_to(self, number: int, held: Sequence[Clause] | None = None) -> float:
        """The same to the intent in one place alone, which costs less."""
        found = self._scores.get(tuple([clause.start for clause in (self.clauses if held is None else held)]))
        return found[number] if found else self._index.score_of(row(self.reading, held), number)
