"""The nouns of the advisor: what is known, and what is read in a message. What is replied is in `reply.py`.

All are frozen: a value that one step made is never changed by the next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from advisor.values import dataclass, field

ENGINEER = "audio_engineer"
PRODUCER = "music_producer"
BOTH = (ENGINEER, PRODUCER)


# --- what is known ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the source."""

    id: str
    heading: str
    """The heading as it stands in the source."""
    label: str
    """A short name for use inside a sentence."""
    source: str = ""
    """Title and author, where it is not of the pack's article but of what an overlay adds."""

    @property
    def cited(self) -> str:
        """The heading, with the source where that is not the article."""
        return f"{self.heading}, in {self.source}" if self.source else self.heading


@dataclass(frozen=True, slots=True)
class Article:
    """The source that all facts come from."""

    title: str
    author: str
    year_named: int | None
    """The year that the title names; the article states no date of publication."""
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Role:
    """One of the careers."""

    id: str
    name: str
    plural: str
    short: str
    shorts: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One claim of one section of the source."""

    id: str
    topic: str
    roles: tuple[str, ...]
    """One role id, or both."""
    aspect: str
    """The row of the topic's comparison to which the fact belongs."""
    section: str
    """Id of the section that says so."""
    text: str
    """Our wording; a whole sentence, with the figure filled in."""
    cell: str
    """A few words for a table cell, with the figure filled in."""
    also: tuple[str, ...] = ()
    """Further topics that the fact answers."""
    direction: str | None = None
    """`audio_engineer>music_producer` or the reverse, where it concerns one way of switching."""
    measure: str | None = None
    """pay | growth | jobs, for a figure."""
    statistic: str | None = None
    """median | average | range | start | top | projection | count, for a figure."""
    value: float | tuple[float, float] | None = None
    """A number, or the ends of a range, in `unit`."""
    unit: str | None = None
    """USD/year | percent | people."""
    period: str | None = None
    """The year or years that the source names for the figure."""
    place: str | None = None
    """Where the figure holds, as the source names it."""
    figure: str | None = None
    """The value as it is shown, with unit and qualifier."""


@dataclass(frozen=True, slots=True)
class Opening:
    """The first sentence or two of an answer, and the facts whose sense it tells."""

    roles: tuple[str, ...]
    text: str
    facts: tuple[str, ...]
    aspect: str | None = None
    direction: str | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject on which people ask."""

    id: str
    title: str
    question: str
    role_question: str
    aspects: Mapping[str, str]
    """Aspect id to label, in the order of the comparison's rows."""
    openings: tuple[Opening, ...]
    facts: tuple[Fact, ...]
    chooser: Opening | None = None
    """What the difference between the roles means for somebody who chooses."""

    def speaks_of(self, role: str) -> bool:
        """Whether it says anything of a role; a role that an overlay adds need not have every topic."""
        return any(role in fact.roles for fact in self.facts) or any(role in opening.roles for opening in self.openings)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A place where the source contradicts itself."""

    id: str
    topic: str
    """Id of the topic that it is about."""
    roles: tuple[str, ...]
    """Ids of the roles that it is about."""
    aspects: tuple[str, ...]
    """Rows of the comparison that it is about; may be empty."""
    title: str
    """What the source does not settle, in a few words."""
    text: str
    """The contradiction in a sentence or two, without its figures."""
    facts: tuple[str, ...]
    """Ids of the facts that contradict each other."""


Forms = tuple[tuple[str, ...], ...]
"""Phrases as the stems of their words."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a person may stand in a career."""

    id: str
    said: str
    """As a reply tells it ("you are still at school")."""
    aspect: str | None
    """The row of the topic `progression` that it is; None: before the first."""
    forms: Forms
    """How a person tells it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers to a question of the interview."""

    id: str
    label: str
    """As a person may say it; short enough for a suggestion."""
    said: str
    """The same as a reply tells it ("you enjoy hands-on work")."""
    role: str | None
    """The role that it counts for; None: neither."""
    against: bool
    """Whether the source rather speaks of what counts against the other role."""
    facts: tuple[str, ...]
    """Ids of the facts that say so."""
    forms: Forms


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the interview."""

    id: str
    label: str
    text: str
    choices: tuple[Choice, ...]
    about: Forms
    """By which a person means this question."""
    yes: int | None = None
    """Number of the choice that a plain "yes" takes; None where there is no such."""
    no: int | None = None


@dataclass(frozen=True, slots=True)
class Interview:
    """Questions that find out which role suits a person."""

    questions: tuple[Question, ...]
    words: Mapping[str, Forms]
    """Turn (yes, skip, stop, ...) to the phrases by which it is told."""
    cautions: Mapping[str, tuple[str, ...]]
    """Role to the facts that are told as a warning where it is recommended."""
    replies: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Family:
    """A subject near the two careers that the source does not answer."""

    id: str
    label: str
    nearest: str
    """The topic whose facts come closest."""


@dataclass(frozen=True, slots=True, eq=False)
class Concept:
    """A meaning that words can have."""

    id: str
    kind: str
    """topic | family | hint | role | occupation | weak_occupation | subject | place | home | covered_place | name |
    covered_name | feeling | self_harm | idiom | act | neutral."""
    points: Mapping[str, float] = field(default_factory=dict)
    """Intent id to points that one mention is worth."""
    aspect: str | None = None
    roles: tuple[str, ...] = ()
    """Roles that the words imply, such as a named producer."""
    label: str = ""
    """How a reply speaks of it."""


# --- what is read in a message ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a mark of the message."""

    text: str
    stem: str
    start: int
    """Place in the folded message, in characters."""
    end: int
    is_word: bool


@dataclass(frozen=True, slots=True)
class Utterance:
    """A message, folded and split."""

    text: str
    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Repair:
    """A word that was read as another."""

    typed: str
    """As it stood in the message."""
    read_as: str
    """The word that it was taken for."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of tokens that stands for concepts."""

    start: int
    """Index of the first token."""
    end: int
    """Index behind the last token."""
    surface: str
    """The words, as read."""
    concepts: tuple[Concept, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """An utterance with every word accounted for."""

    utterance: Utterance
    entities: tuple[Entity, ...]
    patterns: tuple[Entity, ...]
    """Phrases with gaps that were found; they may overlap entities."""
    repairs: tuple[Repair, ...]
    unknown: tuple[int, ...]
    """Indices of tokens that are neither concepts nor function words nor common neutral words."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One term of a score."""

    words: str
    """Words of the message."""
    read_as: str
    """The concept or rule that they were read as."""
    points: float
    """What that adds to the score; below zero where it speaks against the reading."""


@dataclass(frozen=True, slots=True)
class Match:
    """An intent, how well it fits a text, and why."""

    intent: str
    score: float
    confidence: float
    """0 to 1, comparable between messages."""
    evidence: tuple[Evidence, ...]
    """The terms; they add up to `score`."""


# --- the whole pack -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that a pack holds, checked and ready to use."""

    article: Article
    roles: Mapping[str, Role]
    topics: Mapping[str, Topic]
    answered: Mapping[str, tuple[str, ...]]
    """Id of each fact, in the order of the topics -> the topics that it answers, its own first."""
    disagreements: tuple[Disagreement, ...]
    families: Mapping[str, Family]
    phrases: Mapping[tuple[str, ...], tuple[tuple[str, Concept], ...]]
    """Stems of a phrase to its surface forms, each with the concept that it stands for."""
    patterns: Sequence[tuple[tuple[tuple[str, ...], ...], str, Concept]]
    """Phrases with gaps: the stems of each part, the surface form, and the concept."""
    words: Mapping[str, tuple[str, ...]]
    """Word lists by name: common, other, function, modifiers, neutral."""
    examples: Mapping[str, tuple[str, ...]]
    """Intent id to example sentences; topics, families, acts and what lies elsewhere alike."""
    acts: tuple[str, ...]
    """Ids of the intents that are turns of talk: greeting, more, yes, ..."""
    elsewhere: tuple[str, ...]
    """Ids of the intents that have nothing to do with the roles: other work, daily life, ..."""
    replies: Mapping[str, str]
    """Sentences for turns that tell no facts."""
    interview: Interview | None
    """None in a pack without one."""
    stages: tuple[Stage, ...]
    """In their order; none in a pack without them."""
    leanings: Mapping[str, Forms]
    """Role, or neither -> phrases of what belongs to it; empty in a pack without them."""
    fingerprint: str
    """Changes whenever the facts or the questions of the interview do; a session remembers what was told under it."""
