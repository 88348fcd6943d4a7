"""What a person says of themselves, taken as what a recommendation rests on.

"I rebuild amps for fun and arguments wear me out: which is for me?" is a question with reasons; "I write songs and
bring people together" is only the reasons, and is answered as if the question had been put.
"""

from __future__ import annotations

from advisor.acts import Act, Ask
from advisor.frames import Frame
from advisor.leaning import Leaning, Leanings
from advisor.model import BOTH, Library, Reading
from advisor.patterns import pattern
from advisor.reply import Kind
from advisor.session import Session
from advisor.values import replace

TOPIC = "choosing"
LEAST_TOLD = 2
"""Words for one role that a message needs to be a self-description by itself, where nothing was asked before."""
_STRANGE = (Kind.CLARIFY, Kind.OUT_OF_SCOPE)
_WHICH = pattern(
    r"\b(?:which|suits?|fits?|for me|(?:should|could) (?:i|he|she|they|we) (?:do|be|become|go for|choose))\b"
)
"""What asks for a recommendation."""
_SUBJECT = pattern(r"\b(?:i|he|she|we|myself)\b|^(?:(?:and|but|so|well|because) )?(?:my|our) ")
"""Who is described: the user, or somebody in the user's life."""


class Describing:
    """Finds self-descriptions with the words of a library."""

    def __init__(self, library: Library) -> None:
        self._leanings = Leanings(library)
        self._known = TOPIC in library.topics and bool(library.leanings)

    def settle(self, reading: Reading, session: Session, verdict: Act) -> Act:
        """The verdict; a recommendation from what the message says of a person, where it is one."""
        frame = verdict.frame
        if not self._known or frame is None or verdict.kind is Kind.SAFETY:
            return verdict
        asks = verdict.asks
        if verdict.kind is Kind.ANSWER and any(ask.topic == TOPIC for ask in asks):
            leaning = self._leanings.of(reading)
            if verdict.style != "full" or verdict.carried or not leaning.told:
                return verdict
            return replace(verdict, asks=tuple(_leaning(ask, leaning) if ask.topic == TOPIC else ask for ask in asks))
        if not self._may_describe(frame, session, verdict) or not _of_somebody(frame, reading):
            return verdict
        leaning = self._leanings.of(reading)
        least = 1 if TOPIC in session.topics else LEAST_TOLD
        if (
            leaning.role is None
            or sum(len(words.split()) for role, words in leaning.told if role == leaning.role) < least
        ):
            return verdict
        rule = "what the message says of a person speaks for a role"
        ask = _leaning(Ask(TOPIC, BOTH), leaning)
        return replace(verdict, kind=Kind.ANSWER, name="", label="", asks=(ask,), options=(), rules=(rule,), carried=())

    @staticmethod
    def _may_describe(frame: Frame, session: Session, verdict: Act) -> bool:
        """Whether nothing else in a message is asked for: a question has an answer of its own, a story has none."""
        if frame.question or frame.asked:
            return verdict.kind in _STRANGE and not verdict.label and bool(_WHICH.search(frame.words))
        if verdict.kind is Kind.ANSWER:
            return not verdict.carried and verdict.style == "full" and verdict.name == ""
        return verdict.kind is Kind.NOT_COVERED or (verdict.kind in _STRANGE and verdict.name != "other_language")


def _of_somebody(frame: Frame, reading: Reading) -> bool:
    """Whether a message says something of the user, or of somebody in the user's life."""
    text = " ".join(token.text for token in reading.utterance.tokens if token.is_word)
    return bool(_SUBJECT.search(text)) and not frame.roles


def _leaning(ask: Ask, leaning: Leaning) -> Ask:
    """The question which role fits, with what speaks for each; the one that more speaks for stands first."""
    roles = [role for role, _ in leaning.told]
    first = max(BOTH, key=roles.count)
    return replace(ask, roles=(first, *(role for role in BOTH if role != first)), lean=leaning.told)
