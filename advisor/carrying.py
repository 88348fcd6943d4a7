"""Whether a message that names little goes on with the talk, or has, for all its shortness, a question of its own."""

from __future__ import annotations

from collections.abc import Collection

from advisor import references
from advisor.acts import Act, Ask
from advisor.cues import AUXILIARIES, ROLE_STEMS, WH_WORDS
from advisor.frames import Frame
from advisor.patterns import pattern
from advisor.reply import Kind
from advisor.session import Session
from advisor.text import stem

LONGEST_GOING_ON = 1
"""Words, grammar aside, of the longest question that asks on about the last answer without naming anything."""
_OF_STATE = pattern(
    r"\b(?:get|gets|wear|wears|see|bring|meet|do|does|live) (?:\w+ )?(?:him|her|them)\b|\bway out\b"
)
"""What is a matter of its own: what somebody undergoes ("does that get him down?")."""
_BACK = frozenset("it that those this any one ones same so there too either least case respect".split())
"""Words by which a question points back to what the talk was about."""
_CARRYING = frozenset(
    "need needs needed good bad better worse side kind sort guy guys bloke man lot route case people sound music "
    "ah lol haha sorry meant wrong mess matter matters apply applies hold holds fare true alike likewise tell show "
    "explain compare mean please flatmate friend brother sister son daughter cousin mate deep generally currently "
    "nowadays exactly actually really respect scope instead question thing things bit then though part".split()
)
"""Words, beside those of grammar, of questions that only carry the topic over to another role."""


def going_on(frame: Frame, session: Session) -> Act | None:
    """The last answer's topics in more detail, for a question that names nothing of its own ("from whom, mainly?",
    "how?"); None where the message is another."""
    asks = frame.question or frame.asked or bool(WH_WORDS & set(frame.words.split()))
    strange = frame.content or frame.unknown or frame.foreign or frame.alien or frame.roles or frame.both
    if not session.topics or not asks or strange or frame.length > LONGEST_GOING_ON or _OF_STATE.search(frame.words):
        return None
    roles, carried = references.roles(frame, session)
    asked = tuple(Ask(topic, roles, session.aspects, session.direction) for topic in session.topics)
    told = (*carried, *(f"topic {topic}" for topic in session.topics))
    rules = ("the message asks on about what was answered last",)
    return Act(Kind.ANSWER, asks=asked, style="more", rules=rules, carried=told, frame=frame)


def asks_its_own(frame: Frame, function: Collection[str]) -> bool:
    """Whether a question on a role has a verb of its own and nothing that points back.

    "Do engineers meet directors?" has, "do engineers need any of that?" has not. `function`: stems of words of grammar.
    """
    words = frame.words.split()
    pointing = not frame.roles or frame.other or _BACK & set(words) or references.ORDINALS.keys() & set(words)
    if not frame.question or pointing or frame.comparative or not (WH_WORDS | AUXILIARIES) & set(words):
        return False
    own = (word for word in words if word not in _CARRYING and stem(word) not in ROLE_STEMS)
    return any(stem(word) not in function for word in own)
