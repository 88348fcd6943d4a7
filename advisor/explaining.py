"""How a message was read, in words for somebody who has never seen the inside of the advisor."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.engine import Advisor
from advisor.reply import Explanation, Kind, Reply
from advisor.screen import BOLD, Screen

_CLEAR_MARGIN = 2.0
"""Points by which a reading leads clearly."""


def why(advisor: Advisor, text: str, reply: Reply, screen: Screen) -> str:
    """How a message was read, in words for somebody who has never seen the inside of the advisor."""
    told = reply.explanation
    rules = "; ".join(in_words(advisor, rule) for rule in told.rules or (told.reading,))
    parts = [
        screen.wrap(f"Your message: \u201c{' '.join(text.split())}\u201d"),
        screen.wrap(f"I took it as {_taken_as(advisor, reply)}."),
        screen.wrap(f"Why: {rules}."),
        _points(advisor, told, screen),
        _lines("Spelling:", [f"I read \u201c{r.typed}\u201d as \u201c{r.read_as}\u201d" for r in told.repairs], screen),
        _lines("Carried over from before:", [in_words(advisor, item) for item in told.carried], screen),
        screen.wrap(_runner_up(advisor, told)),
        _lines("Words I did not understand:", [f"\u201c{word}\u201d" for word in told.not_understood], screen),
    ]
    return "\n".join(part for part in parts if part)


_KIND_WORDS = {
    Kind.CLARIFY: "a message that could mean several things, so I asked back",
    Kind.NOT_COVERED: "a question about these careers that my source does not answer",
    Kind.OUT_OF_SCOPE: "something outside these careers",
    Kind.SOCIAL: "small talk",
    Kind.SAFETY: "a sign that you may be in distress",
}


def _taken_as(advisor: Advisor, reply: Reply) -> str:
    if reply.kind in _KIND_WORDS:
        return _KIND_WORDS[reply.kind]
    roles = " and ".join(advisor.library.roles[role].plural for role in reply.roles)
    what = " and ".join(topic_name(advisor, topic) for topic in reply.topics)
    start = "a step of finding out what suits you" if reply.kind is Kind.INTERVIEW else "a question"
    return start + (f" on {what}" if what else "") + (f", for {roles}" if roles else "")


def _points(advisor: Advisor, told: Explanation, screen: Screen) -> str:
    if not told.evidence:
        return ""
    lines = [screen.wrap("Words that counted, with their points:", code=BOLD)]
    for term in sorted(told.evidence, key=lambda e: -abs(e.points)):
        meant = in_words(advisor, term.read_as)
        words = f"\u201c{term.words}\u201d, understood as {meant}" if term.words else meant
        lines.append(screen.wrap(words, f"  {term.points:+5.1f}  ", " " * 9))
    lines.append(f"  {told.score:5.1f}  in all")
    return "\n".join(lines)


def _runner_up(advisor: Advisor, told: Explanation) -> str:
    if told.runner_up is None:
        return "Runner-up: none; nothing else fitted."
    name = in_words(advisor, told.runner_up)
    if told.margin <= 0:
        return f"Runner-up: {name}; it did not have fewer points, but the rule above decides first."
    how = "clearly" if told.margin >= _CLEAR_MARGIN else "narrowly"
    return f"Runner-up: {name}; it lost {how}, by {told.margin:.1f} points, because fewer or weaker words speak for it."


def _lines(title: str, items: Sequence[str], screen: Screen) -> str:
    return screen.wrap(f"{title} {', '.join(items)}", rest="  ") if items else ""


def topic_name(advisor: Advisor, topic: str) -> str:
    """The title of a topic, for use inside a sentence."""
    title = advisor.library.topics[topic].title
    return title if title[:2].isupper() else title[:1].lower() + title[1:]


def in_words(advisor: Advisor, text: str) -> str:
    """`text` with ids of topics, roles and subjects replaced by their names."""
    family = advisor.library.families.get(text)
    return family.label if family else " ".join(_named(advisor, word) for word in text.split())


def _named(advisor: Advisor, word: str) -> str:
    library = advisor.library
    if word in library.roles:
        return library.roles[word].name
    if "_" in word and word in library.topics:
        return topic_name(advisor, word)
    return word.replace("_", " ")
