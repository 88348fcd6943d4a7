"""What a message asks: its clauses, the form of each, and the evidence for every intent.

A frame knows nothing of earlier turns. The order: split into clauses; tell those that ask from those that tell a story;
collect roles, direction, foreign things and words that are not understood; add up the points for each intent.
Every point has its words and its reason, so that one explanation covers all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
import re
from dataclasses import dataclass, replace

from advisor.intents import ExampleIndex, features
from advisor.model import BOTH, ENGINEER, PRODUCER, Concept, Entity, Evidence, Library, Reading, Token
from advisor.text import read, stem
from advisor.vocabulary import FOREIGN_KINDS, Vocabulary

EXAMPLE_WEIGHT = 1.0
"""What a point of the examples' evidence is worth beside a point of a concept."""
REPEATED_SHARE = 0.4
"""What a further concept for the same intent adds, of its own points."""
LONGEST_COMPARISON = 8
"""Words between two careers that are compared, at most."""
STORY_SHARE = 0.3
"""What a concept in a clause that only tells a story is worth."""

WH_WORDS = frozenset("what which who whom whose where when why how".split())
_AUXILIARIES = frozenset("is are am was were do does did can could should would will has have had may might must shall be".split())
_ALWAYS_ASKING = frozenset("is are do does did can could should would will may might must shall".split())
_SUBJECTS = frozenset("i you he she it we they there that this these those a an the my your his her our their one both either most many any all some".split())
_IMPERATIVES = frozenset("tell explain describe compare list show give define summarise summarize outline teach elaborate contrast name talk walk break".split())
_ASKING_VERBS = frozenset("know wonder ask tell explain curious understand hear learn find figure decide idea question sure guess clue see mind".split())
_JOINERS = frozenset("and but so also plus then because".split())
_OPENERS = _JOINERS | frozenset("or ok okay well hi hello hey yo please now just like um uh er oh ah right yes no sorry".split())
_STORY_SUBJECTS = frozenset("i me my we our he she his her they it there is are was were can could will would has have had".split())
_ROLE_STEMS = frozenset("producer engineer music audio sound produc".split())
LONGEST_FRAGMENT = 6
"""Words of the longest clause that asks without having the form of a question ("producer pay and stress")."""
_COMPARATIVE = frozenset(
    "more less better worse harder easier higher lower bigger smaller safer riskier tougher happier richer longer shorter greater "
    "versus compare comparison steadier calmer freer earlier faster quicker wiser smarter simpler stabler busier".split()
)
_SUPERLATIVE = frozenset("most least best worst hardest easiest highest lowest biggest safest toughest calmest richest".split())
_COMPARING = frozenset("than versus compared against".split())
_PRONOUNS = frozenset("they them their it he she him her his its that this those these ones".split())
_SPECIALISMS = frozenset(
    stem(word) for word in "live studio mixing mix mastering master foh monitor tracking broadcast film game post concert beatmaker beatmaking".split()
)
_AUDIO_WORDS = frozenset(
    stem(word)
    for word in "music audio sound mix mixing mixer studio song track band record recording recorded beat gig daw plugin mic microphone "
    "producer engineer produce producing production engineering album vocal session concert live musician artist tune label master mastering".split()
)
_SUM = re.compile(r"\d\s*(?:times|x|\*|\+|plus|minus|divided by|% of|percent of|squared)\s*\d?")
_YEAR = re.compile(r"(?:18|19|20)\d\d")
_THIRD_PERSON = frozenset("he she they his her their them him".split())
_MORE_ABOUT = re.compile(r"(?:tell|know|say|hear|learn|any|some|bit|little|lot|once|one) more|more (?:about|on|info|detail|please|of that)")
_TOWARDS = re.compile(r"(?:^| )(?:to|into|become|becoming|be|being|towards|try|for|onto)(?: (?:a|an|the|being|full|time|full-time))*$")
_CONSIDERING = re.compile(
    r"(?:thinking about|thinking of|considering|wants to be|wants to become|wants to do|going into|go into|interested in|studying|study|dreams of)(?: (?:a|an|the))?$"
)
_OURS = frozenset((one, other) for one in ("this", "these", "either", "such") for other in "career careers job jobs field industry profession professions role roles work line trade business path paths".split())
_IN_EITHER = re.compile(r"(?:in|for|as|of|with) (?:a |an |the )?(?:audio|sound|music|producing|engineering|producer|engineer|production)[a-z ]* or ")
_BEFORE_A_VERB = frozenset(
    "that who which to do does did can could will would should must might may and or they you we i people studios labels artists not".split()
)
_SELF = frozenset("i me my he she him her his myself we our us".split())
_MOVING = frozenset("become becoming be instead switch move turn go change cross over shift jump into try".split())
_NOT_ROLE = re.compile(r"(?:^| )not(?: (?:for|of|about|as|to))?(?: (?:the|a|an))?$")
_CORRECTIONS = frozenset({("no", "wait"), ("i", "mean"), ("i", "meant"), ("scratch", "that"), ("wait", "no"), ("no", "sorry"), ("not", "that")})
_WAIVER = re.compile(
    r"(?:forget|forget about|never mind|nevermind|not about|not asking about|not ask about|not talking about|leave aside|leaving aside|put aside"
    r"|setting aside|aside from|besides|except|except for|other than|enough about|enough of|kill the chat about|not interested in"
    r"|not care about|not worried about|regardless of|no matter|rather than|instead of|skip|not mean|not meant|not mean about)(?: (?:the|all|all the|that|my|his|her|their|your|any))*$"
)
_WHICH_OF_TWO = frozenset("one ones job role career path side is of has pays needs gets would profession way are".split())
_PERSON = re.compile(
    r"(?:^| )(?:i|i am|i have been|i was|i used to be|i work as|i worked as|i working as|working as|currently)"
    r"(?: (?:just|now|already|currently|still|only|working as|employed as|a|an|the|trained|qualified|freelance|assistant|junior|senior|young|professional|full-time|working))*$"
)
_BOTH = (("the", "two"), ("those", "two"), ("the", "pair"), ("both", "of"), ("of", "these"), ("between", "them"), ("these", "two"), ("both", "careers"))
_AS_A = re.compile(r"(?:^| )as (?:a|an)$")
_OTHER = (("other", "one"), ("the", "other"), ("other", "role"), ("other", "job"), ("other", "career"), ("other", "side"))


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of tokens that says one thing."""

    start: int
    end: int
    form: int
    """2: a question; 1: a fragment, such as a heading; 0: a statement."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """Something that is not of these careers, found in an asking clause."""

    kind: str
    label: str
    surface: str
    start: int
    compared: bool = False
    """Whether it stands beside a word of comparison ("than a nurse", "or teaching")."""


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
    first: str
    """Its first word."""
    concepts: tuple[Concept, ...]
    story_roles: tuple[str, ...] = ()
    """Roles named in clauses that tell a story."""
    person: str | None = None
    """The role that the message says the user has ("I'm a producer")."""
    specialisms: int = 0
    """How many different sorts of the same role are named ("live engineers", "studio ones")."""
    domestic: bool = False
    """Whether any word is of the world of audio and music."""
    years: tuple[str, ...] = ()
    """Years that the message names."""
    others: bool = False
    """Whether a story names another career of somebody whom a pronoun of the question means."""
    considered: bool = False
    """Whether a story says that somebody considers another career."""
    towards: bool = False
    """Whether the one role named is where somebody wants to go ("switch to producing")."""
    joined: frozenset[tuple[str, str]] = frozenset()
    """Pairs of concept surfaces that "and", "or" or a comma joins."""


class Framer:
    """Makes frames, with the vocabulary and the examples of a library."""

    def __init__(self, library: Library) -> None:
        self.vocabulary = Vocabulary(
            library.phrases,
            library.patterns,
            (*library.words["common"], *library.words["neutral"], *library.words["modifiers"]),
            library.words["other"],
            library.words["function"],
        )
        self._modifiers = frozenset(stem(w) for w in library.words["modifiers"])
        self._neutral = frozenset(stem(w) for w in library.words["neutral"])
        self._topics = library.topics
        self._families = library.families
        rows = {
            intent: [self._row(self.read(sentence)) for sentence in sentences]
            for intent, sentences in library.examples.items()
        }
        self.index = ExampleIndex(rows)

    def read(self, text: str) -> Reading:
        """A message with every word accounted for."""
        return self.vocabulary.find(read(text))

    # -- features for the examples' evidence

    def _row(self, reading: Reading, clauses: Sequence[Clause] | None = None) -> dict[tuple[str, ...], tuple[float, tuple[str, ...]]]:
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
                stand_in = next((_STAND_INS[kind] for kind in kinds if kind in _STAND_INS), None)
                if stand_in:
                    pairs.append(("", stand_in))
                    skip = entity.end
                    continue
                extra.extend(concept.id for concept in entity.concepts if concept.kind in ("topic", "family"))
            pairs.append((token.text, token.stem))
        return features(pairs, extra, letters=False)

    # -- frames

    def frames(self, reading: Reading) -> tuple[Frame, ...]:
        """The asking parts of a message, in order; one frame at least where the message has words."""
        asking, story, story_roles = self._parted(reading)
        return tuple(self._frame(reading, [clause], story, story_roles) for clause in asking)

    def whole(self, reading: Reading) -> Frame | None:
        """One frame over all asking clauses together."""
        asking, story, story_roles = self._parted(reading)
        if not asking:
            return None
        frame = self._frame(reading, asking, story, story_roles)
        if story and not any(w.concepts >= 2 and (w.intent in self._topics or w.intent in self._families) for w in frame.ranked):
            everything = sorted((*asking, *story), key=lambda clause: clause.start)
            return replace(self._frame(reading, everything, [], ()), asked=frame.asked)
        return frame

    def _parted(self, reading: Reading) -> tuple[list[Clause], list[Clause], tuple[str, ...]]:
        """The clauses that ask, those that tell a story, and the roles that the story names."""
        clauses = self._clauses(reading)
        asking = [clause for clause in clauses if clause.form] or clauses
        story = [clause for clause in clauses if clause not in asking]
        return asking, story, tuple(r for c in story for r in self._roles(reading, c)[0])

    def _clauses(self, reading: Reading) -> list[Clause]:
        tokens = reading.utterance.tokens
        inside = [False] * (len(tokens) + 1)
        for entity in reading.entities:
            for i in range(entity.start + 1, entity.end):
                inside[i] = True
        cuts = [0]
        for i, token in enumerate(tokens):
            if i == 0 or inside[i]:
                continue
            before = tokens[i - 1]
            if not before.is_word and before.text[0] in ".?!;\n:":
                cuts.append(i)
            elif self._starts_question(tokens, i) and not self._refers_back(tokens, i) and (
                before.text in _JOINERS or (not before.is_word and before.text[0] == ",")
            ):
                cuts.append(i - 1 if before.is_word else i)
            elif token.text in ("but", "so", "because") and i + 1 < len(tokens) and tokens[i + 1].is_word:
                cuts.append(i)
        cuts = sorted(set(cuts))
        clauses = []
        for start, end in zip(cuts, [*cuts[1:], len(tokens)], strict=True):
            if any(token.is_word for token in tokens[start:end]):
                clauses.append(Clause(start, end, self._form(tokens, start, end)))
        return clauses

    @staticmethod
    def _refers_back(tokens: Sequence[Token], i: int) -> bool:
        """Whether a question only asks on about what was just said ("..., is that what they do")."""
        texts = [t.text for t in tokens[i : i + 3]]
        return texts[:2] in (["is", "that"], ["is", "this"]) and (len(texts) > 2 and texts[2] in WH_WORDS | {"something", "a", "true"})

    @staticmethod
    def _starts_question(tokens: Sequence[Token], i: int) -> bool:
        word = tokens[i].text
        following = tokens[i + 1] if i + 1 < len(tokens) else None
        if word in WH_WORDS:
            return following is not None and following.is_word
        if word in _AUXILIARIES:
            return following is not None and (following.text in _SUBJECTS or following.stem in ("producer", "engineer"))
        return word in _IMPERATIVES and following is not None and following.text in ("me", "us", "the", "how", "what", "both", "about")

    @staticmethod
    def _form(tokens: Sequence[Token], start: int, end: int) -> int:
        """2 where a clause is a question or a request, 1 where it is a fragment without a verb's subject, 0 else."""
        words = [token for token in tokens[start:end] if token.is_word]
        while len(words) > 1 and words[0].text in _OPENERS:
            words = words[1:]
        texts = [word.text for word in words]
        first, second = texts[0], texts[1] if len(texts) > 1 else ""
        if first in _IMPERATIVES or (first in WH_WORDS and not (first == "when" and second in _SUBJECTS)):
            return 2
        if first in _AUXILIARIES and (first in _ALWAYS_ASKING or second in _SUBJECTS or (words[1:2] and words[1].stem in _ROLE_STEMS)):
            return 2
        for one, other in zip(words, words[1:], strict=False):
            if one.stem in _ASKING_VERBS and (other.text in WH_WORDS or other.text in ("if", "whether", "about", "more")):
                return 2
            if one.text in ("tell", "ask", "show", "teach") and other.text in ("me", "us"):
                return 2
            if other.text in WH_WORDS and one.text in ("to", "about", "on", "so", "like", "and", "is"):
                return 2
        asked = any("?" in token.text for token in tokens[start:end] if not token.is_word)
        if asked and len(words) > 1:
            return 2
        subjects = _STORY_SUBJECTS & set(texts)
        return 1 if asked or (len(words) <= LONGEST_FRAGMENT and not subjects) else 0

    def _frame(self, reading: Reading, clauses: Sequence[Clause], story: Sequence[Clause], story_roles: tuple[str, ...]) -> Frame:
        tokens = reading.utterance.tokens
        held = [token for clause in clauses for token in tokens[clause.start : clause.end] if token.is_word]
        roles: list[str] = []
        both = False
        foreign: list[Foreign] = []
        if _SUM.search(reading.utterance.text):
            foreign.append(Foreign("subject", "arithmetic", "", 0))
        for clause in clauses:
            named, all_both, strangers = self._roles(reading, clause)
            roles += [role for role in named if role not in roles]
            both = both or all_both
            foreign += strangers
        found = (*reading.entities, *reading.patterns)
        if "here" in {t.text for t in held}:
            foreign += [
                Foreign(c.kind, c.label, e.surface, e.start)
                for e in reading.entities
                for c in e.concepts
                if c.kind == "place" and any(s.start <= e.start < s.end for s in story)
            ]
        entities = [e for e in found if any(c.start <= e.start < c.end for c in clauses) and not self._waived(tokens, e)]
        aside = [e for e in found if any(c.start <= e.start < c.end for c in story)]
        person = self._person(reading)
        forms = self._forms(tokens, held, roles, person)
        ranked, aspects = self._weigh(reading, clauses, entities, aside, forms)
        content, unknown, rare = self._content(reading, clauses, ranked)
        texts = [token.text for token in held]
        return Frame(
            words=" ".join(texts),
            roles=tuple(roles),
            both=both or "both" in texts or any(pair in _BOTH for pair in zip(texts, texts[1:], strict=False)),
            the_two=any(pair in _BOTH for pair in zip(texts, texts[1:], strict=False)),
            other=any(pair in _OTHER for pair in zip(texts, texts[1:], strict=False)),
            pronoun=bool(_PRONOUNS & set(texts)),
            comparative=self._compares(texts, roles),
            ranked=ranked,
            aspects=aspects,
            foreign=tuple(foreign),
            unknown=unknown,
            rare=rare,
            length=sum(t.stem not in self.vocabulary.function for t in held),
            content=content,
            question=any(c.form == 2 for c in clauses),
            asked=any("?" in t.text for c in clauses for t in tokens[c.start : c.end]),
            first=texts[0] if texts else "",
            concepts=tuple(c for e in entities for c in e.concepts),
            story_roles=story_roles,
            person=person,
            specialisms=self._specialisms(held, entities) if len(roles) < 2 else 0,
            domestic=bool({t.stem for t in held} & _AUDIO_WORDS) or bool(_OURS & set(zip(texts, texts[1:], strict=False))),
            years=tuple(t.text for t in held if _YEAR.fullmatch(t.text)),
            others=bool(_THIRD_PERSON & set(texts)) and any(c.kind == "occupation" for e in aside for c in e.concepts),
            considered=self._considered(tokens, aside),
            towards=any(
                _TOWARDS.search(" ".join(t.text for t in tokens[max(0, e.start - 5) : e.start]))
                for e in entities
                if any(c.kind.startswith("role") for c in e.concepts)
            ),
            joined=self._joined(tokens, entities),
        )

    @staticmethod
    def _specialisms(held: Sequence[Token], entities: Sequence[Entity]) -> int:
        """How many sorts of one role are named, by their own words or by different names of the role."""
        sorts = {t.stem for t in held} & _SPECIALISMS
        names = {e.surface.split()[0] for e in entities if any(c.kind == "role" for c in e.concepts) and " " in e.surface}
        plain = any(c.kind == "role_alone" for e in entities for c in e.concepts)
        beats = bool({stem("beatmaker"), stem("beatmaking")} & sorts)
        return max(len(sorts) + (beats and plain), len(names))

    @staticmethod
    def _forms(
        tokens: Sequence[Token], held: Sequence[Token], roles: Sequence[str], person: str | None
    ) -> list[tuple[str, Evidence]]:
        """Points for what no single phrase says: sums of money, percentages, one role wanted by somebody of the other."""
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
        if person and len(roles) == 2 and texts & _MOVING:
            found.append(("transition", Evidence(" ".join(sorted(texts & _MOVING)), "from one role to the other", 4.0)))
        elif len(roles) == 2 and "or" in texts and _SELF & {t.text for t in tokens} and not _IN_EITHER.search(" ".join(t.text for t in held)):
            found.append(("choosing", Evidence("or", "one role or the other, for a person", 2.5)))
        return found[:2]

    @staticmethod
    def _waived(tokens: Sequence[Token], entity: Entity) -> bool:
        """Whether the words before a concept put it aside ("forget money", "not asking about the pay")."""
        words = [t.text for t in tokens[max(0, entity.start - 6) : entity.start]]
        before = " ".join(words)
        if _WAIVER.search(before):
            return True
        denied = _NOT_ROLE.search(before)
        asked = denied and before[: denied.start()].split()[-1:] and before[: denied.start()].split()[-1] in _AUXILIARIES
        return bool(denied) and not asked and any(c.kind.startswith("role") for c in entity.concepts)

    @staticmethod
    def _compares(texts: Sequence[str], roles: Sequence[str]) -> bool:
        """Whether the roles are set against each other, by a degree of comparison or by asking which or who."""
        asked_for_more = {"more"} == _COMPARATIVE & set(texts) and (len(texts) <= 4 or _MORE_ABOUT.search(" ".join(texts)))
        if _COMPARATIVE & set(texts) and not asked_for_more:
            return True
        if _SUPERLATIVE & set(texts) and {"which", "who"} & set(texts[:2]):
            return True
        if len(roles) == 2 and {"or", "versus", "than"} & set(texts):
            return True
        for one, other in zip(texts, texts[1:], strict=False):
            if one == "which" and other in _WHICH_OF_TWO or one == "who" and other not in ("do", "does", "would", "will", "are", "wrote", "made"):
                return True
        return False

    @staticmethod
    def _considered(tokens: Sequence[Token], aside: Sequence[Entity]) -> bool:
        jobs = [e for e in aside if any(c.kind == "occupation" for c in e.concepts)]
        return any(_CONSIDERING.search(" ".join(t.text for t in tokens[max(0, e.start - 5) : e.start])) for e in jobs)

    @staticmethod
    def _person(reading: Reading) -> str | None:
        """The role that the user claims to have."""
        tokens = reading.utterance.tokens
        for entity in reading.entities:
            role = next((c.id for c in entity.concepts if c.kind in ("role", "role_alone") and c.id != "both"), None)
            if role is None:
                continue
            before = [t.text for t in tokens[max(0, entity.start - 6) : entity.start] if t.is_word]
            text = " ".join(before)
            after = [t.text for t in tokens[entity.end : entity.end + 2]]
            if _PERSON.search(text) or (_AS_A.search(text) and {"i", "my", "me"} & set(after)):
                return role
        return None

    @staticmethod
    def _joined(tokens: Sequence[Token], entities: Sequence[Entity]) -> frozenset[tuple[str, str]]:
        ordered = sorted(entities, key=lambda e: e.start)
        pairs = set()
        for i, one in enumerate(ordered):
            for other in ordered[i + 1 :]:
                between = [t.text for t in tokens[one.end : other.start]]
                if len(between) > 9:
                    break
                if any(word in ("and", "or", "plus", "&", "+", "versus", "also") or word[0] in ",/?." for word in between):
                    pairs.add((one.surface, other.surface))
        return frozenset(pairs)

    def _roles(self, reading: Reading, clause: Clause) -> tuple[list[str], bool, list[Foreign]]:
        tokens = reading.utterance.tokens
        by_end = {entity.end: entity for entity in reading.entities}
        roles: list[str] = []
        both = False
        foreign: list[Foreign] = []
        corrected = self._corrected(reading)
        for entity in reading.entities:
            if not clause.start <= entity.start < clause.end or entity.start < corrected or self._waived(tokens, entity):
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
                        foreign.append(Foreign("occupation", f"{stranger} {entity.surface}", entity.surface, entity.start))
                    elif concept.id not in roles:
                        roles.append(concept.id)
                elif concept.kind == "topic":
                    for role in (*concept.roles, *self._inside(tokens, entity)):
                        if role not in roles:
                            roles.append(role)
                elif concept.kind in FOREIGN_KINDS and not any(
                    c.roles or (concept.kind == "weak_occupation" and c.kind == "topic") for c in entity.concepts
                ):
                    compared = self._compared(reading, entity)
                    foreign.append(Foreign(concept.kind, concept.label or entity.surface, entity.surface, entity.start, compared))
        return roles, both, foreign

    @staticmethod
    def _inside(tokens: Sequence[Token], entity: Entity) -> list[str]:
        """Roles named inside a longer phrase ("engineers quoted")."""
        stems = {t.stem for t in tokens[entity.start : entity.end]}
        return [role for role, word in ((ENGINEER, "engineer"), (PRODUCER, "producer")) if word in stems]

    @staticmethod
    def _corrected(reading: Reading) -> int:
        """Index behind the last "no wait" or "I mean" that a role follows; roles named before it are taken back."""
        tokens = reading.utterance.tokens
        texts = [t.text for t in tokens]
        last = 0
        for i, text in enumerate(texts):
            before = texts[i - 1] if i else ""
            if (before, text) in _CORRECTIONS or text == "sorry":
                last = i + 1
        follows = any(
            e.start >= last and any(c.kind in ("role", "role_alone") for c in e.concepts) for e in reading.entities
        )
        return last if follows else 0

    @staticmethod
    def _compared(reading: Reading, entity: Entity) -> bool:
        """Whether a career is set against something: behind "than" or "versus", or with a role across one of these or "or"."""
        tokens = reading.utterance.tokens
        if {t.text for t in tokens[max(0, entity.start - 2) : entity.start]} & _COMPARING:
            return True
        for role in reading.entities:
            if any(c.kind.startswith("role") for c in role.concepts):
                between = tokens[min(entity.end, role.end) : max(entity.start, role.start)]
                texts = {t.text for t in between}
                if len(between) <= LONGEST_COMPARISON and (texts & _COMPARING or ("or" in texts and len(between) <= 3)):
                    return True
        return False

    def _stranger(self, reading: Reading, entity: Entity, by_end: Mapping[int, Entity]) -> str | None:
        """The word before a lone "engineer" or "producer" that makes it another's job, if there is one."""
        tokens = reading.utterance.tokens
        after = [t for t in tokens[entity.end : entity.end + 3] if t.is_word]
        if entity.surface.startswith("producer") and len(after) > 1 and after[0].text == "of":
            product = next((t for t in after[1:] if t.text not in ("the", "a", "an", "our", "my", "this", "your", "their")), None)
            if product and product.stem not in _AUDIO_WORDS | self.vocabulary.function | self._neutral:
                return f"{product.text}"
        at = entity.start - 1
        if at < 0 or not tokens[at].is_word:
            return None
        if at and tokens[at - 1].text in _BEFORE_A_VERB:
            return None
        before = tokens[at]
        if before.stem in self._modifiers or before.stem in self.vocabulary.function or before.stem in self._neutral:
            return None
        if before.text[0].isdigit() or before.text in self._modifiers or not self.vocabulary.is_english(before.text):
            return None
        if any(repair.read_as.endswith(before.text) for repair in reading.repairs):
            return None
        held = by_end.get(entity.start)
        if held and any(c.kind not in ("occupation", "weak_occupation", "subject", "name") or c.id == "genres" for c in held.concepts):
            return None
        return before.text

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
                    points = concept.points or _NAME_POINTS.get(concept.id if concept.kind == "name" else concept.kind, {})
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
        for intent, group_terms in terms.items():
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
            and not all(concept.kind.startswith("role") or concept.kind in ("neutral", "feeling") for concept in e.concepts)
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
            unknown.append(token.text)
            if token.stem not in self.vocabulary.common:
                rare.append(token.text)
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
__all__ = ["BOTH", "Clause", "Foreign", "Frame", "Framer", "Weighed"]

