"""What a message asks: its clauses, the form of each, and the evidence for every intent.

A frame knows nothing of earlier turns. The order: split into clauses; tell those that ask from those that tell a story;
collect roles, direction, foreign things and words that are not understood; add up the points for each intent.
Every point has its words and its reason, so that one explanation covers all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from advisor.clauses import ASIDE, Clause, places
from advisor.cues import (
    AUDIO_WORDS,
    BECOMING,
    FROM_ONE,
    IN_EITHER,
    MOVING,
    OTHER,
    OURS,
    OWN_YEAR,
    PRONOUNS,
    REVERSE,
    SELF,
    SUM,
    THE_TWO,
    THIRD_PERSON,
    TOWARDS,
    YEAR,
)
from advisor.intents import ExampleIndex, Row, split
from advisor.mentions import Foreign, Mentions
from advisor.model import Concept, Evidence, Forms, Library, Reading, Token
from advisor.parts import Parts, row
from advisor.shelves import Shelf
from advisor.signs import Signs
from advisor.text import read, stem
from advisor.values import dataclass, replace
from advisor.vocabulary import Vocabulary, Words
from advisor.weighing import NO_CONTENT, Uses, Weighed, Weigher

NAMED_COST = 1.5
"""Points taken from the likeness to words of self-harm where a role or a topic is named beside them."""
LEAST_WORDS_OF_HARM = 3
"""Words of the shortest message that likeness alone takes for one of self-harm."""


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
    asked_roles: tuple[str, ...] = ()
    """Those of the roles that the question itself names, where a story is read with it."""
    reverse: bool = False
    """Whether it only asks the last question of the other role ("and the reverse?")."""
    working: tuple[str, ...] = ()
    """Roles whose work the message speaks of somebody doing ("mixing records")."""
    task: str | None = None
    """The role to which it falls to do what "who" asks ("who sets up the mics?")."""
    figures: str | None = None
    """The role of which alone the source has the figures that are cited."""


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """What is built from a library before the first message, and can be compiled."""

    words: Words
    index: ExampleIndex
    uses: Uses


class Framer:
    """Makes frames, with the vocabulary and the examples of a library."""

    def __init__(self, library: Library, made: Made | None = None) -> None:
        """`made`: what was built from this library before; None: it is built now."""
        usage = (
            Counter[str]()
            if made
            else Counter(word for sentences in library.examples.values() for s in sentences for word, _ in split(s))
        )
        self.vocabulary = Vocabulary(made.words if made else Words.of(library, usage))
        self._neutral = self.vocabulary.neutral
        modifiers = frozenset(stem(w) for w in library.words["modifiers"])
        self._signs = Signs(
            _stems(library, "described"),
            _phrases(library, "seats"),
            _phrases(library, "work"),
            _stems(library, "tasks"),
            library.topics,
        )
        self._mentions = Mentions(self.vocabulary, modifiers, self._neutral, self._signs)
        self._topics = library.topics
        self._families = library.families
        self._foreign = frozenset(library.words["foreign"])
        self.index, uses = (made.index, made.uses) if made else self._learnt(library)
        self._uses = uses
        self._weigher = Weigher(self.index, uses, self.vocabulary, frozenset(library.topics), self._neutral)

    @property
    def made(self) -> Made:
        """What took long to build."""
        return Made(self.vocabulary.words, self.index, self._uses)

    def _learnt(self, library: Library) -> tuple[ExampleIndex, Uses]:
        """The index of the examples, and how many of each topic have a phrase."""
        from advisor.correcting import corrected  # a compiled pack needs none of it

        rows: dict[str, list[Row]] = {}
        uses: dict[str, Counter[str]] = {}
        for intent, sentences in library.examples.items():
            rows[intent] = []
            for sentence in sentences:
                reading = self.read(sentence)
                rows[intent].append(row(reading))
                found = {entity.surface for entity in (*reading.entities, *reading.patterns)}
                for surface in found if intent in library.topics else ():
                    uses.setdefault(surface, Counter())[intent] += 1
        return corrected(ExampleIndex.of(rows)), Shelf({}, uses)

    def read(self, text: str) -> Reading:
        """A message with every word accounted for."""
        return self.vocabulary.find(read(text))

    def parts(self, reading: Reading) -> Parts:
        """The clauses of a message, which all further steps share."""
        return Parts(reading, self.index)

    def is_like_self_harm(self, parts: Parts, lead: float) -> bool:
        """Whether a message is more like those of self-harm than like any others. `lead`: by how many points, above 0.

        It is where the whole message is, or one of its clauses, of which one that names a role or a topic must lead by
        `NAMED_COST` more; never where the pack has no such examples.
        """
        number = self.index.number("self_harm")
        if number is None or self._is_talk(parts.reading):
            return False
        rivalled = self.index.bias[number] > 0  # then an intent without bias has no less than 0
        shared = len(parts.asking) == len(parts.clauses)
        everything = [parts.clauses, *([clause] for clause in parts.clauses if len(parts.clauses) > 1)]
        for held in everything:
            if rivalled and not (shared and held is parts.clauses) and parts.likeness_to(number, held) < lead:
                continue
            values = parts.likeness(held)
            own = values[number]
            if rivalled and own < lead:
                continue
            if max(values) > own:
                continue
            ahead = own - max(values[:number] + values[number + 1 :])
            if ahead >= lead and ahead - (NAMED_COST if self._names_ours(parts.reading, held) else 0.0) >= lead:
                return True
        return False

    @staticmethod
    def _names_ours(reading: Reading, held: Sequence[Clause]) -> bool:
        """Whether clauses name a role or a topic."""
        start, end = held[0].start, held[-1].end
        return any(
            concept.kind.startswith("role") or any(points >= 2 for points in concept.points.values())
            for entity in (*reading.entities, *reading.patterns)
            if start <= entity.start < end
            for concept in entity.concepts
            if concept.kind not in NO_CONTENT
        )

    @staticmethod
    def _is_talk(reading: Reading) -> bool:
        """Whether a message has too few words to be like any, or one phrase of small talk is nearly all of it."""
        words = sum(token.is_word for token in reading.utterance.tokens)
        talk = max((e.end - e.start for e in reading.entities if any(c.kind == "act" for c in e.concepts)), default=0)
        return words < LEAST_WORDS_OF_HARM or talk >= words - 1

    def in_another_language(self, reading: Reading) -> bool:
        """Whether a message is in another language: common words of one, or letters that English has not.

        The words are looked at as they were typed: repairing them would make English of them.
        """
        typed = [word for word, _ in split(reading.utterance.text) if not word.isdigit()]
        if sum(not word.isascii() for word in typed) * 2 > len(typed):
            return True
        if len(self._foreign.intersection(typed)) < 2:
            return False
        strange = [word for word in typed if stem(word) not in self.vocabulary.common]
        foreign = {word for word in strange if word in self._foreign}
        return len(foreign) >= 2 and 2 * len(strange) > len(typed)

    # -- frames

    def frames(self, parts: Parts) -> tuple[Frame, ...]:
        """The asking parts of a message that asks several things, in order; none where it asks one."""
        if len(parts.asking) < 2:
            return ()
        story_roles = self._story_roles(parts)
        return tuple(self._frame(parts, [clause], parts.story, story_roles, alone=True) for clause in parts.asking)

    def whole(self, parts: Parts) -> Frame | None:
        """One frame over all asking clauses together."""
        if not parts.asking:
            return None
        story = parts.story
        frame = self._frame(parts, parts.asking, story, self._story_roles(parts))
        if story and not any(
            w.concepts >= 2 and (w.intent in self._topics or w.intent in self._families) for w in frame.ranked
        ):
            told = () if _BACKWARD & set(frame.words.split()) else story
            whole = self._frame(parts, parts.clauses, [], (), told=told)
            return replace(whole, asked=frame.asked, asked_roles=frame.roles)
        return frame

    def _story_roles(self, parts: Parts) -> tuple[str, ...]:
        """The roles that the story names."""
        return tuple(role for clause in parts.story for role in self._mentions.roles(parts.reading, clause)[0])

    def _frame(
        self,
        parts: Parts,
        clauses: Sequence[Clause],
        story: Sequence[Clause],
        story_roles: tuple[str, ...],
        told: Sequence[Clause] = (),
        alone: bool = False,
    ) -> Frame:
        """A frame of `clauses`, beside a `story`; those of `told` are read as asking too, but what the source lacks is
        not asked for by naming it there ("I sell insurance"). `alone`: other clauses ask something else, so that the
        likeness is that of these; else that of the whole message, since examples tell their stories too."""
        reading = parts.reading
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
            foreign += [f for f in strangers if clause not in told or f.kind != "subject"]
            other_work = self._mentions.set_against(reading, clause)
            if other_work:
                foreign.append(Foreign("occupation", other_work, other_work, clause.start, compared=True))
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
        inside = places(clauses)
        entities = [e for e in found if e.start in inside and not self._mentions.waived(tokens, e)]
        aside = [e for e in found if any(c.start <= e.start < c.end for c in story)] if story else []
        if told:
            lacking = [
                e
                for e in entities
                if any(c.start <= e.start < c.end for c in told) and any(c.kind == "family" for c in e.concepts)
            ]
            entities = [e for e in entities if e not in lacking]
            aside += lacking
        person = self._mentions.person(reading)
        forms = self._forms(tokens, held, roles, _wanted(story_roles, person) if not roles else [], person)
        ranked, aspects = self._weigher.weigh(parts.likeness(clauses if alone else None), entities, aside, forms)
        content, unknown, rare = self._weigher.content(reading, clauses, ranked)
        texts = [token.text for token in held]
        pairs = set(zip(texts, texts[1:], strict=False))
        the_two = not pairs.isdisjoint(THE_TWO)
        return Frame(
            words=" ".join(texts),
            roles=tuple(roles),
            both=both or self._mentions.of_both(texts) or the_two,
            the_two=the_two,
            other=not pairs.isdisjoint(OTHER),
            reverse=REVERSE.search(" ".join(texts)) is not None,
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
            years=tuple(
                tokens[i].text
                for c in clauses
                if c not in told
                for i in range(c.start, c.end)
                if tokens[i].text[0].isdigit()
                and YEAR.fullmatch(tokens[i].text)
                and not OWN_YEAR.search(" ".join(t.text for t in tokens[max(0, i - 6) : i]))
            ),
            others=bool(THIRD_PERSON & set(texts)) and any(c.kind == "occupation" for e in aside for c in e.concepts),
            alien=sum(
                tokens[i].stem not in self._neutral and not tokens[i].text[0].isdigit()
                for i in reading.unknown
                if i in inside
            ),
            lean=self._mentions.lean(tokens, (*reading.entities, *reading.patterns)),
            considered=self._mentions.considered(tokens, aside),
            towards=any(
                TOWARDS.search(" ".join(t.text for t in tokens[max(0, e.start - 5) : e.start]))
                for e in entities
                if any(c.kind.startswith("role") for c in e.concepts)
            ),
            joined=self._mentions.joined(tokens, entities),
            working=self._signs.work(reading),
            task=self._signs.task(held),
            figures=self._signs.figures(tokens),
        )

    @staticmethod
    def _forms(
        tokens: Sequence[Token], held: Sequence[Token], roles: Sequence[str], wanted: Sequence[str], person: str | None
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
        said = " ".join(token.stem for token in held)
        moving = MOVING & {token.text for token in tokens}
        if wanted and moving:
            found.append(("transition", Evidence(" ".join(sorted(moving)), "from one role to the other", 4.0)))
        elif person and len(roles) == 1 and roles[0] != person and texts & (MOVING | {"into", "start"}):
            found.append(("transition", Evidence(" ".join(sorted(texts & MOVING)), "from one role to the other", 5.0)))
        elif len(roles) == 2 and (FROM_ONE.search(said) or (texts & BECOMING and "or" not in texts)):
            found.append(("transition", Evidence("from, to", "from one role to the other", 3.0)))
        elif person and len(roles) == 2 and texts & MOVING:
            found.append(("transition", Evidence(" ".join(sorted(texts & MOVING)), "from one role to the other", 4.0)))
        elif (
            len(roles) == 2
            and "or" in texts
            and SELF & _of_oneself([t.text for t in tokens])
            and not IN_EITHER.search(" ".join(t.text for t in held))
        ):
            found.append(("choosing", Evidence("or", "one role or the other, for a person", 2.5)))
        return found[:2]


def _stems(library: Library, name: str) -> dict[str, frozenset[str]]:
    """The stems of one list of words of each role."""
    return {role: frozenset(stem(w) for w in library.words.get(f"{name}_{role}", ())) for role in library.roles}


def _phrases(library: Library, name: str) -> dict[str, Forms]:
    """The phrases of one list of each role, as stems."""
    return {
        role: tuple(tuple(map(stem, phrase.split())) for phrase in library.words.get(f"{name}_{role}", ()))
        for role in library.roles
    }


def _of_oneself(texts: Sequence[str]) -> set[str]:
    """The words of a message without the "me" of "tell me"."""
    return {text for i, text in enumerate(texts) if not (text == "me" and i and texts[i - 1] in _TELLING)}


_TELLING = frozenset("tell give show explain remind let".split())


def _wanted(story_roles: Sequence[str], person: str | None) -> list[str]:
    """The other role, where somebody who has one tells of both ("I'm a producer and want to engineer")."""
    return [role for role in dict.fromkeys(story_roles) if role != person] if person and len(story_roles) > 1 else []


_BACKWARD = frozenset("that this it".split())
"""Words by which a question asks about what the story before it told ("is that normal?")."""
