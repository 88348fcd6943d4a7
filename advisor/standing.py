"""Where the person stands: what a message says of it, and questions that are therefore about that person.

"I'm still at school" and "I work as an assistant engineer" are kept for the talk; "what comes next?" then has a place
to go on from, and "what would I need?" a role.
"""

from __future__ import annotations

from collections.abc import Mapping

from advisor import references
from advisor.acts import Act, Ask
from advisor.describing import Describing
from advisor.feelings import feeling
from advisor.frames import Frame
from advisor.model import BOTH, Library, Reading, Stage
from advisor.patterns import pattern
from advisor.reply import Kind
from advisor.session import Session
from advisor.values import replace

_CLAIM = pattern(
    r"(?:^| )(?:i|i am|i have been|i was|i work|i work as|i have|currently|am)"
    r"(?: (?:just|now|already|currently|still|only|yet|working as|employed as|as|a|an|the|in|at))*$"
)
"""What stands before a stage that somebody has."""
_NEXT = pattern(
    r"\b(?:comes? (?:next|after|afterwards)|next (?:step|stage|rung|level)|what next|then what|what then|"
    r"after (?:that|being)|go from (?:here|there)|and then)\b"
)
_SELF = frozenset("i me my mine myself".split())
_LITTLE = frozenset(
    "i am a an the at in my still just now currently as work working have been with only yet so well hi hello".split()
)
"""Words of an introduction beside the stage itself."""
_NEEDS = frozenset("what would will do i need to for that it then ok so and".split())
"""Words of a question on what is needed that does not say of which sort."""
NO_PERSON = frozenset({"choosing", "difference", "transition", "source", "collaboration"})
"""Topics that stay about both roles, whoever asks."""


class Standing:
    """Finds stages with the forms of a library, and settles who a question is about."""

    def __init__(self, library: Library) -> None:
        self._stages = library.stages
        self._describing = Describing(library)
        self._forms: Mapping[str, list[tuple[tuple[str, ...], Stage]]] = {}
        forms: dict[str, list[tuple[tuple[str, ...], Stage]]] = {}
        for stage in library.stages:
            for form in stage.forms:
                forms.setdefault(form[0], []).append((form, stage))
        self._forms = {first: sorted(held, key=lambda pair: -len(pair[0])) for first, held in forms.items()}

    def settle(self, reading: Reading, session: Session, verdict: Act) -> Act:
        """The verdict with the stage that the message tells or names, about the person where it asks for one."""
        verdict = replace(self._describing.settle(reading, session, verdict), feeling=feeling(reading))
        named, claimed, left = self._stage(reading)
        if verdict.kind not in (Kind.ANSWER, Kind.SOCIAL, Kind.CLARIFY, Kind.NOT_COVERED, Kind.OUT_OF_SCOPE):
            return verdict
        frame = verdict.frame
        asks = frame is not None and (frame.question or frame.asked)
        if claimed and not asks and left == 0 and verdict.name != "place":
            rules = ("the message says where the user stands",)
            return Act(Kind.SOCIAL, "person", rules=rules, frame=frame, stage=claimed)
        verdict = replace(verdict, stage=claimed)
        if verdict.kind is not Kind.ANSWER or frame is None:
            return verdict
        held = claimed or session.stage
        person = frame.person or session.person
        following = bool(_NEXT.search(frame.words))
        about = None if session.direction and not following else person  # who switches asks about either role
        asked = tuple(
            ask
            if ask.topic == "salary" and references.of_both_pays(frame, session)
            else self._of_person(ask, about, frame, following)
            for ask in verdict.asks
        )
        if not person and any(stage.id == held and stage.aspect is None for stage in self._stages):
            asked = tuple(_of_beginner(ask, frame) for ask in asked)
        if person and not any(ask.roles == (person,) for ask in asked):
            held = ""  # a stage in one role is none in the other
        follows = following and bool(held or named)
        return replace(verdict, asks=asked, follows=follows, place=named or held, held=held)

    @staticmethod
    def _of_person(ask: Ask, person: str | None, frame: Frame, following: bool) -> Ask:
        """The question, about the person where it does not say of whom else."""
        words = set(frame.words.split())
        own = bool(_SELF & words) or (following and ask.topic == "progression")
        unnamed = not (frame.roles or frame.both or frame.story_roles or frame.comparative)
        if person in BOTH and own and unnamed and ask.roles == BOTH and ask.topic not in NO_PERSON:
            ask = replace(ask, roles=(person,))
        if ask.topic == "transition" and ask.direction and "need" in words and not set(ask.aspects) - {"possible"}:
            ask = replace(ask, aspects=("to_learn",))
        return ask

    def _stage(self, reading: Reading) -> tuple[str, str, int]:
        """The stage that a message names, the one that somebody in it has, and how many words say something else."""
        words = [token for token in reading.utterance.tokens if token.is_word]
        stems = [word.stem for word in words]
        named, claimed, covered = "", "", set()
        for start, stem in enumerate(stems):
            if start in covered:
                continue
            for form, stage in self._forms.get(stem, ()):
                if tuple(stems[start : start + len(form)]) != form:
                    continue
                covered |= set(range(start, start + len(form)))
                named = named or stage.id
                if _CLAIM.search(" ".join(word.text for word in words[max(0, start - 6) : start])):
                    claimed = claimed or stage.id
                break
        return named, claimed, sum(i not in covered and word.text not in _LITTLE for i, word in enumerate(words))


def _of_beginner(ask: Ask, frame: Frame) -> Ask:
    """What one needs who has no role yet: nothing to switch from, but training."""
    words = set(frame.words.split())
    open_to_all = ask.topic == "transition" and not ask.direction and not frame.roles
    unnamed = ask.topic == "skills" and words <= _NEEDS
    return replace(ask, topic="education", aspects=()) if "need" in words and (open_to_all or unnamed) else ask
