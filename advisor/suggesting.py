"""Complete what a user begins to type with questions that the advisor answers."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.errors import RequestError
from advisor.model import BOTH, Library
from advisor.patterns import pattern
from advisor.values import dataclass

MAX_PREFIX = 200
"""Characters of what was typed that are read."""
MOST = 200
"""Questions that can be asked for at once."""
_WORD = pattern(r"\w+")


@dataclass(frozen=True, slots=True)
class _Question:
    text: str
    topic: str
    roles: tuple[str, ...]
    own: frozenset[str]
    """Words of the question."""
    about: frozenset[str]
    """Those, and words of its topic's title and id."""
    beside: frozenset[str]
    """Those, and words of the topic's aspects."""


class Questions:
    """The questions of a pack: those of its topics, for both careers and for each."""

    def __init__(self, library: Library, first: Sequence[str]) -> None:
        """`first`: the topics that stand first where nothing else decides."""
        order = [*(topic for topic in first if topic in library.topics), *library.topics]
        topics = [library.topics[name] for name in dict.fromkeys(order)]
        asked = [(topic, topic.question, BOTH) for topic in topics] + [
            (topic, topic.role_question.replace("{plural}", role.plural), (role.id,))
            for topic in topics
            for role in library.roles.values()
            if topic.speaks_of(role.id)
        ]
        self._held: dict[str, _Question] = {}
        for topic, text, roles in asked:
            own = _words(text)
            about = own | _words(f"{topic.title} {topic.id.replace('_', ' ')}")
            beside = about | _words(" ".join(topic.aspects.values()))
            self._held.setdefault(text, _Question(text, topic.id, roles, own, about, beside))

    def suggest(self, prefix: str, n: int, topics: Sequence[str], roles: Sequence[str]) -> tuple[str, ...]:
        """At most `n` questions for what was typed so far, best first.

        First those that begin with it, then those with words that begin as the words typed do, then those whose topic's
        title has such words, then those of `topics`, which is how the engine reads it, about `roles`; last, those whose
        topic has such words among its aspects.
        `RequestError`: `n` is not a whole number from 1 to 200.
        """
        if isinstance(n, bool) or not isinstance(n, int) or not 1 <= n <= MOST:
            raise RequestError(f"n must be a whole number from 1 to {MOST}, not {n!r}")
        typed = " ".join(prefix[:MAX_PREFIX].casefold().split())
        begun = _words(typed)
        ranked = []
        for place, question in enumerate(self._held.values()):
            fits = (
                question.text.casefold().startswith(typed),
                _begin(begun, question.own),
                _begin(begun, question.about),
                question.topic in topics and set(question.roles) == set(roles),
                _begin(begun, question.beside),
            )
            if any(fits):
                ranked.append((fits.index(True), place, question.text))
        return tuple(text for _, _, text in sorted(ranked)[:n])


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))


def _begin(typed: frozenset[str], words: frozenset[str]) -> bool:
    """Whether each word typed is the beginning of one of the words."""
    return bool(typed) and all(any(word.startswith(begun) for word in words) for begun in typed)
