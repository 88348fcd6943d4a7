"""Which role the things that a person says of themselves speak for, whatever words they choose.

Likeness to example sentences cannot tell it: "cables, please" and "no cables, please" are alike in all but what they
say. So the pack lists what belongs to each role, things and activities, and `polarity` tells whether they are liked.
"""

from __future__ import annotations

from functools import cached_property

from advisor.cues import SPEAKS
from advisor.model import BOTH, Library, Reading
from advisor.polarity import turned
from advisor.spans import Index, Span, index, said, spans, words_of
from advisor.values import dataclass

LEAST_SHARE = 0.7
"""Share of what was said that must speak for one role; with less the person is between the two."""


@dataclass(frozen=True, slots=True)
class Leaning:
    """What a message says of a person."""

    told: tuple[tuple[str, str], ...]
    """(role that it speaks for, the words), each once, in their order."""

    @property
    def role(self) -> str | None:
        """The role that it speaks for as a whole; None where it says nothing, or as much for the other."""
        roles = [role for role, _ in self.told]
        return next((role for role in BOTH if roles and roles.count(role) >= LEAST_SHARE * len(roles)), None)


class Leanings:
    """Finds what speaks for a role, with the words of a library."""

    def __init__(self, library: Library) -> None:
        self._library = library

    @cached_property
    def _index(self) -> Index:
        return index(self._library.leanings.items())

    def of(self, reading: Reading) -> Leaning:
        """What a message says, likes and dislikes told apart."""
        words = words_of(reading)
        found = spans(words, self._index)
        taken = {place for span in found for place in range(span.start, span.end)}
        known = [span for span in self._known(reading) if taken.isdisjoint(range(span.start, span.end))]
        told: list[tuple[str, str]] = []
        end = -1
        for span in sorted([*found, *known], key=lambda span: span.start):
            if span.value not in BOTH:
                continue
            before, after = turned(reading, words, span)
            role = span.value if before == after else next(other for other in BOTH if other != span.value)
            if told and told[-1][0] == role and span.start == end:  # "leading people" is one thing, not two
                told[-1] = (role, f"{told[-1][1]} {said(words, span)}")
            else:
                told.append((role, said(words, span)))
            end = span.end
        return Leaning(tuple(dict.fromkeys(told)))

    @staticmethod
    def _known(reading: Reading) -> list[Span]:
        """What the lexicon knows to speak for a role."""
        tokens = reading.utterance.tokens
        places = [sum(before.is_word for before in tokens[:number]) for number in range(len(tokens) + 1)]
        found = []
        for entity in (*reading.entities, *reading.patterns):
            for concept in entity.concepts:
                role = next((role for mark, role in SPEAKS.items() if concept.id.startswith(mark)), None)
                if role:
                    found.append(Span(places[entity.start], places[entity.end], role))
                    break
        return found
