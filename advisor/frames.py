"""What a message asks: its clauses, the form of each, and the evidence for every intent.

A frame knows nothing of earlier turns. The order: split into clauses; tell those that ask from those that tell a story;
collect roles, direction, foreign things and words that are not understood; add up the points for each intent.
Every point has its words and its reason, so that one explanation covers all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from advisor.clauses import ASIDE, Clause
from advisor.clauses import clauses as clauses_of
from advisor.cues import (
    AUDIO_WORDS,
    IN_EITHER,
    MOVING,
    OTHER,
    OURS,
    PRONOUNS,
    SELF,
    SUM,
    THE_TWO,
    THIRD_PERSON,
    TOWARDS,
    YEAR,
)
from advisor.intents import ExampleIndex, Row, features, split
from advisor.mentions import Foreign, Mentions
from advisor.model import Concept, Entity, Evidence, Library, Reading, Token
from advisor.text import read, stem
from advisor.vocabulary import Vocabulary, Words

EXAMPLE_WEIGHT = 1.0
"""What a point of the examples' evidence is worth beside a point of a concept."""
REPEATED_SHARE = 0.4
"""What a further concept for the same intent adds, of its own points."""
STORY_SHARE = 0.3
"""What a concept in a clause that only tells a story is worth."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """An intent with its points and their reasons."""

    intent: str
    points: float
    concepts: float
    """Points from concepts alone."""
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """What one asking part of a message asks, by itself."""

    words: str
    roles: tuple[str, ...]
    """Roles named, in order; empty where none is."""
    both: bool
    """Both roles asked for by a phrase ("either job")."""
    the_two: bool
    """The roles set side by side ("of the two")."""
    other: bool
    """"The other one"."""
    pronoun: bool
    comparative: bool
    ranked: tuple[Weighed, ...]
    """Intents with points, best first."""
    aspects: tuple[str, ...]
    foreign: tuple[Foreign, ...]
    unknown: tuple[str, ...]
    """Content words that nothing explains."""
    rare: tuple[str, ...]
    """Those of them that are not common English either."""
    length: int
    """Number of words that are not grammar."""
    content: int
    """Number of words and phrases that carry content, roles aside."""
    question: bool
    """Whether it has the form of a question."""
    asked: bool
    """Whether it ends with a question mark."""
    concepts: tuple[Concept, ...]
    story_roles: tuple[str, ...] = ()
    """Roles named in clauses that tell a story."""
    person: str | None = None
    """The role that the message says the user has ("I'm a producer")."""
    specialisms: int = 0
    """How many different sorts of the same role are named ("live engineers", "studio ones")."""
    niche: bool = False
    """Whether a role is named as one special sort of itself ("mastering engineer", "trap producer")."""
    domestic: bool = False
    """Whether any word is of the world of audio and music."""
    years: tuple[str, ...] = ()
    """Years that the message names."""
    others: bool = False
    """Whether a story names another career of somebody whom a pronoun of the question means."""
    alien: int = 0
    """Content words that no concept has, whether or not an example uses them."""
    lean: tuple[tuple[str, str], ...] = ()
    """What a person says of themselves: (role that it speaks for, the words)."""
    considered: bool = False
    """Whether a story says that somebody considers another career."""
    towards: bool = False
    """Whether the one role named is where somebody wants to go ("switch to producing")."""
    joined: frozenset[tuple[str, str]] = frozenset()
    """Pairs of concept surfaces that "and", "or" or a comma joins."""


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """What is built from a library before the first message, and can be compiled."""

    words: Words
    index: ExampleIndex


class Framer:
    """Makes frames, with the vocabulary and the examples of a library."""

    def __init__(self, library: Library, made: Made | None = None) -> None:
        """`made`: what was built from this library before; None: it is built now."""
        usage = Counter[str]() if made else Counter(
            word for sentences in library.examples.values() for s in sentences for word, _ in split(s)
        )
        self.vocabulary = Vocabulary(made.words if made else Words.of(library, usage))
        self._neutral = frozenset(stem(w) for w in library.words["neutral"])
        modifiers = frozenset(stem(w) for w in library.words["modifiers"])
        self._mentions = Mentions(self.vocabulary, modifiers, self._neutral)
        self._topics = library.topics
        self._families = library.families
        self.index = made.index if made else ExampleIndex.of(self._rows(library))

    @property
    def made(self) -> Made:
        """What took long to build."""
        return Made(self.vocabulary.words, self.index)

    def _rows(self, library: Library) -> dict[str, list[Row]]:
        return {
            intent: [self._row(self.read(sentence)) for sentence in sentences]
            for intent, sentences in library.examples.items()
        }

    def read(self, text: str) -> Reading:
        """A message with every word accounted for."""
        return self.vocabulary.find(read(text))

    # -- features for the examples' evidence

    def _row(self, reading: Reading, clauses: Sequence[Clause] | None = None) -> Row:
        """Features of what is asked: words with roles, careers and places replaced by their kind, and the concepts."""
        tokens = reading.utterance.tokens
        keep = [True] * len(tokens)
        if clauses is not None:
            keep = [False] * len(tokens)
            for clause in clauses:
                keep[clause.start : clause.end] = [True] * (clause.end - clause.start)
        starts = {entity.start: entity for entity in reading.entities}
        pairs: list[tuple[str, str]] = []
        extra: list[str] = []
        skip = 0
        for i, token in enumerate(tokens):
            if i < skip or not token.is_word or not keep[i]:
                continue
            entity = starts.get(i)
            if entity:
                kinds = {concept.kind for concept in entity.concepts}
                stand_in = next((word for kind, word in _STAND_INS.items() if kind in kinds), None)
                if stand_in:
                    pairs.append(("", stand_in))
                    skip = entity.end
                    continue
                extra.extend(concept.id for concept in entity.concepts if concept.kind in ("topic", "family"))
            pairs.append((token.text, token.stem))
        return features(pairs, extra)

    # -- frames

    def frames(self, reading: Reading) -> tuple[Frame, ...]:
        """The asking parts of a message that asks several things, in order; none where it asks one."""
        asking, story, story_roles = self._parted(reading)
        if len(asking) < 2:
            return ()
        return tuple(self._frame(reading, [clause], story, story_roles) for clause in asking)

    def whole(self, reading: Reading) -> Frame | None:
        """One frame over all asking clauses together."""
        asking, story, story_roles = self._parted(reading)
        if not asking:
            return None
        frame = self._frame(reading, asking, story, story_roles)
        if story and not any(
            w.concepts >= 2 and (w.intent in self._topics or w.intent in self._families) for w in frame.ranked
        ):
            everything = sorted((*asking, *story), key=lambda clause: clause.start)
            return replace(self._frame(reading, everything, [], ()), asked=frame.asked)
        return frame

    def _parted(self, reading: Reading) -> tuple[list[Clause], list[Clause], tuple[str, ...]]:
        """The clauses that ask, those that tell a story, and the roles that the story names."""
        clauses = clauses_of(reading)
        asking = [clause for clause in clauses if clause.form > 0] or clauses
        story = [clause for clause in clauses if clause not in asking]
        return asking, story, tuple(r for c in story for r in self._mentions.roles(reading, c)[0])

    def _frame(
        self, reading: Reading, clauses: Sequence[Clause], story: Sequence[Clause], story_roles: tuple[str, ...]
    ) -> Frame:
        tokens = reading.utterance.tokens
        held = [token for clause in clauses for token in tokens[clause.start : clause.end] if token.is_word]
        roles: list[str] = []
        both = False
        foreign: list[Foreign] = []
        if SUM.search(reading.utterance.text):
            foreign.append(Foreign("subject", "arithmetic", "", 0))
        for clause in clauses:
            named, all_both, strangers = self._mentions.roles(reading, clause)
            roles += [role for role in named if role not in roles]
            both = both or all_both
            foreign += strangers
        found = (*reading.entities, *reading.patterns)
        lead = [t for c in story if c.form == ASIDE for t in tokens[c.start : c.end] if t.is_word]
        for clause in story:
            if clause.form == ASIDE:
                foreign += self._mentions.roles(reading, clause)[2]
        if "here" in {t.text for t in held}:
            foreign += [
                Foreign(c.kind, c.label, e.surface, e.start)
                for e in reading.entities
                for c in e.concepts
                if c.kind == "place" and any(s.start <= e.start < s.end for s in story)
            ]
        entities = [
            e
            for e in found
            if any(c.start <= e.start < c.end for c in clauses) and not self._mentions.waived(tokens, e)
        ]
        aside = [e for e in found if any(c.start <= e.start < c.end for c in story)]
        person = self._mentions.person(reading)
        forms = self._forms(tokens, held, roles, person)
        ranked, aspects = self._weigh(reading, clauses, entities, aside, forms)
        content, unknown, rare = self._content(reading, clauses, ranked)
        texts = [token.text for token in held]
        pairs = set(zip(texts, texts[1:], strict=False))
        the_two = not pairs.isdisjoint(THE_TWO)
        return Frame(
            words=" ".join(texts),
            roles=tuple(roles),
            both=both or "both" in texts or the_two,
            the_two=the_two,
            other=not pairs.isdisjoint(OTHER),
            pronoun=bool(PRONOUNS & set(texts)),
            comparative=self._mentions.compares(texts, roles),
            ranked=ranked,
            aspects=aspects,
            foreign=tuple(foreign),
            unknown=unknown,
            rare=rare,
            length=sum(t.stem not in self.vocabulary.function for t in held),
            content=content,
            question=any(c.form == 2 for c in clauses),
            asked=any("?" in t.text for c in clauses for t in tokens[c.start : c.end]),
            concepts=tuple(c for e in entities for c in e.concepts),
            story_roles=story_roles,
            person=person,
            specialisms=self._mentions.specialisms([*lead, *held], entities) if len(roles) < 2 else 0,
            niche=self._mentions.niche(entities),
            domestic=bool({t.stem for t in held} & AUDIO_WORDS) or not pairs.isdisjoint(OURS),
            years=tuple(t.text for t in held if YEAR.fullmatch(t.text)),
            others=bool(THIRD_PERSON & set(texts)) and any(c.kind == "occupation" for e in aside for c in e.concepts),
            alien=sum(
                t.stem not in self._neutral and not t.text[0].isdigit()
                for c in clauses
                for i, t in enumerate(tokens[c.start : c.end], c.start)
                if i in reading.unknown
            ),
            lean=self._mentions.lean(tokens, (*reading.entities, *reading.patterns)),
            considered=self._mentions.considered(tokens, aside),
            towards=any(
                TOWARDS.search(" ".join(t.text for t in tokens[max(0, e.start - 5) : e.start]))
                for e in entities
                if any(c.kind.startswith("role") for c in e.concepts)
            ),
            joined=self._mentions.joined(tokens, entities),
        )

    @staticmethod
    def _forms(
        tokens: Sequence[Token], held: Sequence[Token], roles: Sequence[str], person: str | None
    ) -> list[tuple[str, Evidence]]:
        """Points for what no phrase says: sums of money, percentages, a role wanted by somebody of the other."""
        found: list[tuple[str, Evidence]] = []
        for number, token in enumerate(held):
            if token.text[0].isdigit():
                following = held[number + 1].text if number + 1 < len(held) else ""
                digits = token.text.rstrip("k%").replace(",", "").replace(".", "")
                if token.text.endswith("%") or following in ("percent", "pct"):
                    found.append(("outlook", Evidence(token.text, "percentage", 2.0)))
                elif token.text.endswith("k") or (len(digits) >= 5) or any(t.text == "$" for t in tokens):
                    found.append(("salary", Evidence(token.text, "sum of money", 2.0)))
        texts = {token.text for token in held}
        if person and len(roles) == 1 and roles[0] != person and texts & (MOVING | {"into", "start"}):
            found.append(("transition", Evidence(" ".join(sorted(texts & MOVING)), "from one role to the other", 5.0)))
        elif len(roles) == 2 and (texts >= {"from", "to"} or texts & {"become", "becoming", "turn", "turning"}):
            found.append(("transition", Evidence("from, to", "from one role to the other", 3.0)))
        elif person and len(roles) == 2 and texts & MOVING:
            found.append(("transition", Evidence(" ".join(sorted(texts & MOVING)), "from one role to the other", 4.0)))
        elif (
            len(roles) == 2
            and "or" in texts
            and SELF & {t.text for t in tokens}
            and not IN_EITHER.search(" ".join(t.text for t in held))
        ):
            found.append(("choosing", Evidence("or", "one role or the other, for a person", 2.5)))
        return found[:2]

    def _weigh(
        self,
        reading: Reading,
        clauses: Sequence[Clause],
        entities: Sequence[Entity],
        aside: Sequence[Entity],
        forms: Sequence[tuple[str, Evidence]],
    ) -> tuple[tuple[Weighed, ...], tuple[str, ...]]:
        terms: dict[str, list[Evidence]] = {}
        for intent, term in forms:
            terms.setdefault(intent, []).append(term)
        seen: set[tuple[str, str]] = set()
        aspects: list[str] = []
        for share, group in ((1.0, entities), (STORY_SHARE, aside)):
            for entity in group:
                most: dict[str, Evidence] = {}
                for concept in entity.concepts:
                    points = concept.points or _NAME_POINTS.get(
                        concept.id if concept.kind == "name" else concept.kind, {}
                    )
                    if not points or (concept.id, concept.kind) in seen:
                        continue
                    seen.add((concept.id, concept.kind))
                    for intent, worth in points.items():
                        if intent not in most or worth * share > most[intent].points:
                            most[intent] = Evidence(entity.surface, concept.id.replace("_", " "), worth * share)
                    if concept.aspect and share == 1.0 and concept.aspect not in aspects:
                        aspects.append(concept.aspect)
                for intent, term in most.items():
                    terms.setdefault(intent, []).append(term)
        for group_terms in terms.values():
            group_terms.sort(key=lambda e: -e.points)
            for i in range(1, len(group_terms)):
                e = group_terms[i]
                group_terms[i] = Evidence(e.words, e.read_as, e.points * REPEATED_SHARE)
        row = self._row(reading, clauses)
        scores = self.index.score(row).values
        ranked = []
        for number, intent in enumerate(self.index.intents):
            held = terms.get(intent, ())
            concepts = sum(e.points for e in held)
            example = EXAMPLE_WEIGHT * scores[number]
            if concepts or example > 0.2:
                ranked.append((concepts + example, concepts, intent, held, example))
        ranked.sort(key=lambda r: (-r[0], r[2]))
        return tuple(
            Weighed(intent, points, concepts, (*held, Evidence("", "similar example questions", example)))
            for points, concepts, intent, held, example in ranked[:8]
        ), tuple(aspects)

    def _content(
        self, reading: Reading, clauses: Sequence[Clause], ranked: Sequence[Weighed]
    ) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
        tokens = reading.utterance.tokens
        winner = ranked[0].intent if ranked else ""
        content = sum(
            1
            for e in reading.entities
            if any(c.start <= e.start < c.end for c in clauses)
            and not all(
                concept.kind.startswith("role") or concept.kind in ("neutral", "feeling") for concept in e.concepts
            )
        )
        unknown, rare = [], []
        for i in reading.unknown:
            token = tokens[i]
            if not any(c.start <= i < c.end for c in clauses) or token.text[0].isdigit():
                continue
            if token.stem in self._neutral or self.index.spread(("w", token.stem)) >= NEUTRAL_SPREAD:
                continue
            content += 1
            if self.index.uses(("w", token.stem), winner):
                continue
            if token.stem not in self.vocabulary.common:
                rare.append(token.text)
                if reading.repairs and not self.vocabulary.is_english(token.text):
                    continue  # one more slip of a hasty typist, rather than a strange thing
            unknown.append(token.text)
        return content, tuple(unknown), tuple(rare)


NEUTRAL_SPREAD = 6
"""A word that the examples of this many intents use says nothing about any one of them."""
_STAND_INS = {"role": "role", "role_alone": "role", "occupation": "career", "place": "place"}
_NAME_POINTS: Mapping[str, Mapping[str, float]] = {
    "schools": {"school_choice": 3.0},
    "brands": {"companies": 2.0},
    "software": {"daw_choice": 2.0},
    "people": {"famous_people": 3.0},
    "instruments": {"instruments": 2.5},
    "gear": {"gear": 2.0},
    "ai_tools": {"ai_impact": 2.0},
    "genres": {"pay_specialism": 0.5},
    "covered_software": {"certifications": 1.0, "technology": 1.0},
    "place": {"pay_elsewhere": 1.5, "location": 1.0},
}
__all__ = "BOTH Clause Foreign Frame Framer Weighed".split()
