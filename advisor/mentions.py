"""What a message names: roles and who has them, other careers, comparisons, and what somebody says of themselves."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from advisor.clauses import Clause
from advisor.cues import (
    AS_A,
    AUDIO_WORDS,
    AUXILIARIES,
    BEFORE_A_ROLE,
    BEFORE_A_VERB,
    BEING,
    COMPARATIVE,
    COMPARING,
    CONSIDERING,
    CORRECTIONS,
    DISLIKE,
    EITHER_AFTER,
    JOINING_ROLES,
    MORE_ABOUT,
    NICHES,
    NOT_EACH_ROLE,
    NOT_OF_TWO,
    NOT_ROLE,
    OF_FIGURES,
    OF_SOMEBODY,
    PERSON,
    SAYING,
    SPEAKS,
    SPECIALISMS,
    SUPERLATIVE,
    TOLD,
    WAIVER,
    WHICH_OF_TWO,
)
from advisor.model import ENGINEER, PRODUCER, Entity, Reading, Token
from advisor.signs import Signs
from advisor.text import stem
from advisor.values import dataclass
from advisor.vocabulary import FOREIGN_KINDS, Vocabulary

_OURS = frozenset({"role", "role_alone", "topic"})
"""Kinds of concepts that belong to these careers."""
FARTHEST_COMPARED = 2
"""Words between "than" and the first strange word of what is compared, at most."""
LONGEST_COMPARISON = 8
"""Words between two careers that are compared, at most."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """Something that is not of these careers, found in an asking clause."""

    kind: str
    label: str
    surface: str
    start: int
    compared: bool = False
    """Whether it stands beside a word of comparison ("than a nurse", "or teaching")."""


class Mentions:
    """Finds what is named, with the words of a vocabulary."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        modifiers: frozenset[str],
        neutral: Container[object],
        signs: Signs,
    ) -> None:
        """`modifiers`: stems that may stand before a lone "engineer"; `neutral`: stems that name no subject; `signs`:
        by which a role is told without its name."""
        self._vocabulary = vocabulary
        self._modifiers = modifiers
        self._neutral = neutral
        self._signs = signs

    def roles(self, reading: Reading, clause: Clause) -> tuple[list[str], bool, list[Foreign]]:
        tokens = reading.utterance.tokens
        by_end = {entity.end: entity for entity in reading.entities}
        roles: list[str] = []
        both = False
        foreign: list[Foreign] = []
        corrected = self._corrected(reading)
        for entity in reading.entities:
            if not clause.start <= entity.start < clause.end or entity.start < corrected or self.waived(tokens, entity):
                continue
            for concept in entity.concepts:
                if concept.kind == "role":
                    if concept.id == "both":
                        both = True
                    elif concept.id not in roles:
                        roles.append(concept.id)
                elif concept.kind == "role_alone":
                    stranger = self._stranger(reading, entity, by_end)
                    if stranger:
                        foreign.append(
                            Foreign("occupation", f"{stranger} {entity.surface}", entity.surface, entity.start)
                        )
                    elif concept.id not in roles:
                        roles.append(concept.id)
                elif concept.kind == "topic":
                    for role in (*concept.roles, *self._inside(tokens, entity)):
                        if role not in roles:
                            roles.append(role)
                elif concept.kind in FOREIGN_KINDS and not any(c.roles for c in entity.concepts):
                    if concept.kind.endswith("occupation") and self._of_somebody(tokens, entity):
                        continue
                    compared = self._compared(reading, entity)
                    ambiguous = any(c.kind in ("weak_occupation", "topic") for c in entity.concepts)
                    if ambiguous and not compared and not self._in_role_place(tokens, clause, entity):
                        continue
                    foreign.append(
                        Foreign(concept.kind, concept.label or entity.surface, entity.surface, entity.start, compared)
                    )
        return self._with_described(reading, clause, roles), both, foreign

    def _with_described(self, reading: Reading, clause: Clause, roles: list[str]) -> list[str]:
        """The roles of a clause, with those that are described: alone, or set against one that is named.

        "Is the producer the one with the faders?" names one: the other words only say something of it.
        """
        tokens = reading.utterance.tokens
        described = self._signs.people(tokens, clause.start, clause.end)
        if not described:
            return roles
        named = [e for e in reading.entities if any(c.kind.startswith("role") for c in e.concepts)]
        if roles:
            set_against = JOINING_ROLES & {token.text for token in tokens[clause.start : clause.end]}
            described = [
                told
                for told in described
                if set_against
                and tokens[told.start - 1].text not in BEING
                and not any(e.start < told.end and told.start <= e.end for e in named)
            ]
        return list(dict.fromkeys([*roles, *(told.role for told in described)]))

    @staticmethod
    def _corrected(reading: Reading) -> int:
        """Index behind the last "no wait" or "I mean" that a role follows; roles named before it are taken back."""
        tokens = reading.utterance.tokens
        texts = [t.text for t in tokens]
        last = 0
        for i, text in enumerate(texts):
            before = texts[i - 1] if i else ""
            if (before, text) in CORRECTIONS or text == "sorry":
                last = i + 1
        follows = any(
            e.start >= last and any(c.kind in ("role", "role_alone") for c in e.concepts) for e in reading.entities
        )
        return last if follows else 0

    @staticmethod
    def _inside(tokens: Sequence[Token], entity: Entity) -> list[str]:
        """Roles named inside a longer phrase ("engineers quoted"), in order."""
        named = {"engineer": ENGINEER, "producer": PRODUCER}
        return [named[t.stem] for t in tokens[entity.start : entity.end] if t.stem in named]

    def set_against(self, reading: Reading, clause: Clause) -> str:
        """What a role is measured against behind "than", where that is other work ("than driving a bus"); else empty.

        The words behind it name no role and nothing of music, and at least one of them is in no list of this pack.
        """
        tokens = reading.utterance.tokens
        for i in range(clause.start, clause.end):
            if tokens[i].text != "than":
                continue
            behind = [n for n in range(i + 1, clause.end) if tokens[n].is_word]
            if any(e.start > i and any(c.kind in _OURS for c in e.concepts) for e in reading.entities):
                continue
            strange = [
                n
                for n in behind
                if n in reading.unknown and tokens[n].stem not in self._neutral and tokens[n].stem not in AUDIO_WORDS
            ]
            if strange and behind.index(strange[0]) <= FARTHEST_COMPARED:
                return " ".join(tokens[n].text for n in behind)
        return ""

    @staticmethod
    def _of_somebody(tokens: Sequence[Token], entity: Entity) -> bool:
        """Whether a career is that of somebody in the user's life ("my guidance counselor says"), or the user's own
        ("tell an old postman")."""
        before = [t.text for t in tokens[max(0, entity.start - 4) : entity.start]]
        return bool({"my", "our", "his", "her"} & set(before[-2:])) or bool(TOLD.search(" ".join(before)))

    @staticmethod
    def _in_role_place(tokens: Sequence[Token], clause: Clause, entity: Entity) -> bool:
        """Whether a word that may be a career stands where one would ("as a teacher", not "landlord doesn't care")."""
        before = [t.text for t in tokens[max(clause.start, entity.start - 3) : entity.start]]
        if not before:
            following = tokens[entity.end : min(entity.end + 1, clause.end)]
            return not (following and following[0].text in AUXILIARIES)
        return before[-1] in BEFORE_A_ROLE or (before[-1] in ("a", "an") and bool(BEFORE_A_ROLE & set(before)))

    @staticmethod
    def _compared(reading: Reading, entity: Entity) -> bool:
        """Whether a career is set against a role, by "than", "versus" or "or"."""
        tokens = reading.utterance.tokens
        if {t.text for t in tokens[max(0, entity.start - 2) : entity.start]} & COMPARING:
            return True
        for role in reading.entities:
            if any(c.kind.startswith("role") for c in role.concepts):
                low, high = min(entity.end, role.end), max(entity.start, role.start)
                between = tokens[low:high]
                if any(
                    low <= e.start < high and any(c.kind.startswith("role") for c in e.concepts)
                    for e in reading.entities
                ):
                    continue
                texts = {t.text for t in between}
                if len(between) <= LONGEST_COMPARISON and (texts & COMPARING or ("or" in texts and len(between) <= 3)):
                    return True
        return False

    def _stranger(self, reading: Reading, entity: Entity, by_end: Mapping[int, Entity]) -> str | None:
        """The word before a lone "engineer" or "producer" that makes it another's job, if there is one."""
        tokens = reading.utterance.tokens
        after = [t for t in tokens[entity.end : entity.end + 3] if t.is_word]
        if entity.surface.startswith("producer") and len(after) > 1 and after[0].text == "of":
            product = next(
                (t for t in after[1:] if t.text not in ("the", "a", "an", "our", "my", "this", "your", "their")), None
            )
            known = AUDIO_WORDS | self._vocabulary.function
            if product and product.stem not in known and product.stem not in self._neutral:
                return f"{product.text}"
        at = entity.start - 1
        if at < 0 or not tokens[at].is_word:
            return None
        if (at and tokens[at - 1].text in BEFORE_A_VERB) or tokens[at].text.endswith(("ing", "ed")):
            return None
        before = tokens[at]
        if before.stem in self._modifiers or before.stem in self._vocabulary.function or before.stem in self._neutral:
            return None
        if before.text[0].isdigit() or before.text in self._modifiers or not self._vocabulary.is_english(before.text):
            return None
        if any(repair.read_as.endswith(before.text) for repair in reading.repairs):
            return None
        held = by_end.get(entity.start)
        if held and any(
            c.kind not in ("occupation", "weak_occupation", "subject", "name") or c.id == "genres"
            for c in held.concepts
        ):
            return None
        return before.text

    @staticmethod
    def waived(tokens: Sequence[Token], entity: Entity) -> bool:
        """Whether the words before a concept put it aside ("forget money", "not asking about the pay")."""
        if not entity.start:
            return False
        before = " ".join([t.text for t in tokens[max(0, entity.start - 6) : entity.start]])
        if WAIVER.search(before):
            return True
        denied = NOT_ROLE.search(before)
        asked = denied and before[: denied.start()].split()[-1:] and before[: denied.start()].split()[-1] in AUXILIARIES
        return bool(denied) and not asked and any(c.kind.startswith("role") for c in entity.concepts)

    @staticmethod
    def person(reading: Reading) -> str | None:
        """The role that the user claims to have."""
        tokens = reading.utterance.tokens
        for entity in reading.entities:
            role = next((c.id for c in entity.concepts if c.kind in ("role", "role_alone") and c.id != "both"), None)
            if role is None:
                continue
            before = [t.text for t in tokens[max(0, entity.start - 6) : entity.start] if t.is_word]
            text = " ".join(before)
            after = [t.text for t in tokens[entity.end : entity.end + 2]]
            if PERSON.search(text) or (AS_A.search(text) and {"i", "my", "me"} & set(after)):
                return role
        return None

    @staticmethod
    def considered(tokens: Sequence[Token], aside: Sequence[Entity]) -> bool:
        jobs = [e for e in aside if any(c.kind == "occupation" for c in e.concepts)]
        return any(CONSIDERING.search(" ".join(t.text for t in tokens[max(0, e.start - 5) : e.start])) for e in jobs)

    @staticmethod
    def lean(tokens: Sequence[Token], entities: Sequence[Entity]) -> tuple[tuple[str, str], ...]:
        """What a message says about a person that speaks for one role, negations turned round."""
        found = []
        for entity in entities:
            for concept in entity.concepts:
                role = next((role for mark, role in SPEAKS.items() if concept.id.startswith(mark)), None)
                if role:
                    before = " ".join(t.text for t in tokens[max(0, entity.start - 4) : entity.start])
                    if DISLIKE.search(before):
                        role = PRODUCER if role == ENGINEER else ENGINEER
                    found.append((role, entity.surface))
                    break
        return tuple(dict.fromkeys(found))

    @staticmethod
    def niche(entities: Sequence[Entity]) -> bool:
        """Whether a role is named as one special sort of itself, of which the source has no figures."""
        roles = [e for e in entities if any(c.kind.startswith("role") for c in e.concepts)]
        if any(e.surface.split()[0] in NICHES for e in roles):
            return True
        genres = {e.end for e in entities if any(c.kind == "name" and c.id == "genres" for c in e.concepts)}
        return any(e.start in genres for e in roles)

    @staticmethod
    def specialisms(held: Sequence[Token], entities: Sequence[Entity]) -> int:
        """How many sorts of one role are named, by their own words or by different names of the role."""
        sorts = {t.stem for t in held} & SPECIALISMS
        names = {
            e.surface.split()[0] for e in entities if any(c.kind == "role" for c in e.concepts) and " " in e.surface
        }
        plain = any(c.kind == "role_alone" for e in entities for c in e.concepts)
        beats = bool({stem("beatmaker"), stem("beatmaking")} & sorts)
        return max(len(sorts) + (beats and plain), len(names))

    @staticmethod
    def joined(tokens: Sequence[Token], entities: Sequence[Entity]) -> frozenset[tuple[str, str]]:
        ordered = sorted(entities, key=lambda e: e.start)
        pairs = set()
        for i, one in enumerate(ordered):
            for other in ordered[i + 1 :]:
                between = [t.text for t in tokens[one.end : other.start]]
                if len(between) > 9:
                    break
                if any(
                    word in ("and", "or", "plus", "&", "+", "versus", "also") or word[0] in ",/?." for word in between
                ):
                    pairs.add((one.surface, other.surface))
        return frozenset(pairs)

    @staticmethod
    def of_both(texts: Sequence[str]) -> bool:
        """Whether a word speaks of both roles ("both", "in each", "for either?"), and none of other things."""
        for i, text in enumerate(texts):
            following = texts[i + 1] if i + 1 < len(texts) else ""
            if text == "both" and following not in OF_FIGURES and not (i and texts[i - 1] in SAYING):
                return True
            if text == "each" and following not in NOT_EACH_ROLE:
                return True
            if text == "either" and i and texts[i - 1] in EITHER_AFTER:
                return True
        return False

    @staticmethod
    def compares(texts: Sequence[str], roles: Sequence[str]) -> bool:
        """Whether the roles are set against each other, by a degree of comparison or by asking which or who."""
        asked_for_more = {"more"} == COMPARATIVE & set(texts) and (
            len(texts) <= 4 or MORE_ABOUT.search(" ".join(texts))
        )
        if COMPARATIVE & set(texts) and not asked_for_more:
            return True
        if SUPERLATIVE & set(texts) and {"which", "who"} & set(texts[:2]):
            return True
        if len(roles) == 2 and {"or", "versus", "than"} & set(texts):
            return True
        for one, other in zip(texts, texts[1:], strict=False):
            if one == "which" and other in WHICH_OF_TWO:
                return True
            if one == "who" and other not in NOT_OF_TWO and not OF_SOMEBODY & set(texts):
                return True
        return False
