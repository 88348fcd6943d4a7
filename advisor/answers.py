"""From an act to the blocks of a reply: which facts, in which words, from where, and what to ask next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from advisor.acts import Act, Ask
from advisor.disagreeing import Disagreeing
from advisor.drafts import Draft, add
from advisor.knowledge import Knowledge
from advisor.model import BOTH, Fact, Library, Opening
from advisor.paths import Paths
from advisor.patterns import pattern
from advisor.reply import Bullets, Heading, Kind, Paragraph
from advisor.session import Session
from advisor.values import replace

TYPE_CHECKING = False  # as in `advisor`: most answers compare nothing, and ask no question of the interview
if TYPE_CHECKING:
    from advisor.comparing import Comparer
    from advisor.interviewing import Interviewer

MOST_WORDS = 90
"""Words of an answer with its notes, without sources and suggestions; neither opening nor notes are cut to it."""
MOST_FACTS = 4
"""Sentences after the opening."""
GENERAL = frozenset({"overview", "possible"})
"""Aspects that narrow nothing: the general answer tells more."""
MOST_HEADINGS = 2
"""Sections that are named by their headings; more are named by their short labels."""
MOST_SUGGESTIONS = 3
FELT = (Kind.ANSWER, Kind.NOT_COVERED, Kind.CLARIFY)
"""Kinds of a reply that begins with a word on what the user feels."""


_COMPARING = pattern(
    r"\b(?:compare|compares|compared|comparing|comparison|versus|contrast|side by side|head to head|table|chart|"
    r"stack up)\b"
)
"""Words that ask for the roles side by side."""
_SENTENCE = pattern(r".*?(?<!U\.S)\.(?= |$)")
"""The first sentence of a text."""


def _compares(act: Act) -> bool:
    """Whether a comparison is asked for, and not only a question that has two roles in it."""
    asked = act.winner is not None and act.winner.intent == "compare_all"
    return asked or (act.frame is not None and bool(_COMPARING.search(act.frame.words)))


def _bits(text: str) -> int:
    return int(text, 16) if text else 0


class Composer:
    """Composes replies from a library."""

    def __init__(self, library: Library, knowledge: Knowledge) -> None:
        self._library = library
        self._knowledge = knowledge
        self._words = library.replies
        self._paths = Paths(library, knowledge)
        self._disagreeing = Disagreeing(library, knowledge)

    @cached_property
    def comparer(self) -> Comparer:
        """What puts the roles side by side."""
        from advisor.comparing import Comparer

        return Comparer(self._knowledge)

    @cached_property
    def _interviewer(self) -> Interviewer:
        from advisor.interviewing import Interviewer

        return Interviewer(self._library, self._knowledge)

    def compose(self, act: Act, session: Session) -> Draft:
        """The content of the reply to an act, in a talk."""
        told = _bits(session.told) if session.fingerprint == self._library.fingerprint else 0
        if act.again:
            told = _bits(session.before)
        draft = Draft()
        if act.kind == Kind.ANSWER:
            self._answer(draft, act, told, session)
        elif act.kind == Kind.NOT_COVERED:
            self._not_covered(draft, act)
        elif not act.step or act.step.turn in ("between", "waiting"):
            self._say(draft, act)
        if act.step:
            self._interviewer.add(draft, act.step)
        elif act.feeling not in ("", session.felt) and act.style == "full" and act.kind in FELT:
            draft.blocks.insert(0, Paragraph(self._words[f"feeling_{act.feeling}"]))
        self._suggest(draft, act, session, told)
        return draft

    # -- answers

    def _answer(self, draft: Draft, act: Act, told: int, session: Session) -> None:
        if act.style == "right":
            self._disagreeing.which_is_right(draft, act, again=session.style == "right")
        if act.style == "dated":
            self._disagreeing.dates(draft, session)
        compared = act.style == "full" and _compares(act)
        for ask in act.asks:
            if compared and ask.roles == BOTH and not ask.direction and not ask.lean:
                self._compare(draft, ask, act, len(act.asks))
            elif act.style != "right":
                widened = ask.topic in session.topics and len(session.roles) == 1 < len(ask.roles)  # "for each?"
                self._one(draft, ask, act, 0 if widened and act.style == "full" else told, len(act.asks))
        if act.style not in ("short", "right"):
            self._disagreeing.notes(draft, act)
        self._sources(draft, act)
        if act.style == "sure":
            draft.blocks.append(Paragraph(self._words["sure"], "note"))

    def _one(self, draft: Draft, ask: Ask, act: Act, told: int, count: int) -> None:
        add(draft.topics, ask.topic)
        for role in ask.roles:
            add(draft.roles, role)
        if count > 1:
            draft.blocks.append(Heading(self._library.topics[ask.topic].title))
        if act.style == "full" and self._paths.add(draft, ask, act):
            return
        ask = replace(ask, aspects=tuple(aspect for aspect in ask.aspects if aspect not in GENERAL))
        about = ask.roles[:1] if ask.lean else ask.roles
        facts = self._knowledge.select(ask.topic, about, ask.aspects, ask.direction)
        opening = self._knowledge.opening(ask.topic, ask.roles, ask.aspects, ask.direction)
        cited = set(opening.facts) if opening else set()
        if act.style == "more":
            rest = [f for f in facts if not told >> self._knowledge.number[f.id] & 1]
            shown = _within(rest, 0, MOST_FACTS + 1)
            if not shown:
                draft.blocks.append(
                    Paragraph(self._words["no_more"].format(topic=self._library.topics[ask.topic].title.lower()))
                )
                return
            draft.facts += shown
            draft.blocks.append(Bullets(tuple(f.text for f in shown)) if len(shown) > 1 else Paragraph(shown[0].text))
            return
        words = 0
        if ask.lean:
            opening = self._fit(draft, ask)
        elif opening:
            draft.facts += [self._knowledge.facts[name] for name in opening.facts]
            touched = self._disagreeing.touched(draft, ask) if act.style == "full" else []
            spelled = cited <= {name for conflict in touched for name in conflict.facts}
            text = _SENTENCE.match(opening.text) if act.style == "short" or spelled else None
            said = text[0] if text else opening.text
            draft.blocks.append(Paragraph(said))
            noted = (self._disagreeing.note(conflict, draft.facts) for conflict in touched)
            words = sum(len(sentence.split()) for sentence in (said, *noted))
        if act.style in ("short", "sure") and opening:
            return
        cited |= self._noted(draft, ask)
        rest = [f for f in facts if f.id not in cited]
        narrowed = set(ask.aspects) & set(self._library.topics[ask.topic].aspects)
        if narrowed and any(f.aspect in narrowed and f.topic == ask.topic for f in facts):
            rest = [f for f in rest if f.aspect in narrowed and f.topic == ask.topic]
        # Of a role that an overlay adds there may be no opening; then what was told is told again, not nothing.
        fresh = [f for f in rest if not opening or not told >> self._knowledge.number[f.id] & 1]
        if opening:
            fresh = self._agreed(draft, ask, fresh)
        shown = _within(fresh, words, MOST_FACTS if count == 1 else 2)
        if len(shown) == 1 < len(fresh) and len(shown[0].roles) < len(ask.roles):
            shown = []  # there was room for one side only
        draft.facts += shown
        if shown:
            draft.blocks.append(Bullets(tuple(f.text for f in shown)))

    def _noted(self, draft: Draft, ask: Ask) -> set[str]:
        """Facts that need no line: notes on disagreements tell them, or they compare with a role not asked about."""
        touched = self._disagreeing.touched(draft, ask)
        others = [d for d in self._library.disagreements if d.topic == ask.topic and not set(d.roles) <= set(ask.roles)]
        compared = [d for d in others if set(d.roles) == set(BOTH)]
        return {name for conflict in (*touched, *compared) for name in conflict.facts}

    def _agreed(self, draft: Draft, ask: Ask, facts: Sequence[Fact]) -> list[Fact]:
        """The facts that touch no disagreement but those that the opening does; the others are for those who ask on."""
        opened = self._knowledge.conflicts(draft.facts, ask.topic, ask.roles, ask.aspects)
        return [f for f in facts if set(self._knowledge.conflicts([f], ask.topic, ask.roles, ask.aspects)) <= {*opened}]

    def _compare(self, draft: Draft, ask: Ask, act: Act, count: int) -> None:
        """The roles side by side: the answer in a sentence, then the table, the figures and what it means."""
        add(draft.topics, ask.topic)
        for role in ask.roles:
            add(draft.roles, role)
        if count > 1:
            draft.blocks.append(Heading(self._library.topics[ask.topic].title))
        compared = self.comparer.compare(ask.topic)
        draft.blocks.append(Paragraph(compared.summary))
        draft.facts += compared.facts
        if act.name == "overview":
            rows = self.comparer.overview()
            draft.blocks.append(self.comparer.table(rows))
            draft.facts += [fact for row in rows for cell in row.cells.values() for fact in cell]
            self._disagreeing.overall(draft)
        else:
            draft.blocks += compared.blocks
            own = [conflict for conflict in compared.conflicts if conflict.topic == ask.topic]
            shown = {fact for row in compared.rows for cell in row.cells.values() for fact in cell}
            self._disagreeing.beside(draft, own, shown)

    def _fit(self, draft: Draft, ask: Ask) -> Opening | None:
        """What a person's own words speak for, the role that fits first; gives the opening whose facts were told."""
        said = {role: [words for speaks, words in ask.lean if speaks == role] for role in ask.roles}
        names = {role: self._library.roles[role].name for role in ask.roles}
        first, second = ask.roles[0], ask.roles[-1]
        quoted = {role: ", ".join(f"“{w}”" for w in words) for role, words in said.items()}
        if len(said[first]) == len(said[second]):
            opening = self._knowledge.opening(ask.topic, BOTH)
            text = self._words["fit_even"].format(
                first=quoted[first], second=quoted[second], role=names[first], other=names[second]
            )
        else:
            opening = self._knowledge.opening(ask.topic, (first,))
            text = self._words["fit"].format(role=names[first], words=quoted[first])
        if opening:
            draft.facts += [self._knowledge.facts[name] for name in opening.facts]
            text = f"{text} {opening.text}"
        draft.blocks.append(Paragraph(text))
        if said[second] and len(said[first]) != len(said[second]):
            draft.blocks.append(Paragraph(self._words["fit_against"].format(role=names[second], words=quoted[second])))
        draft.blocks.append(Paragraph(self._words["fit_no_test"], "note"))
        return opening

    def _sources(self, draft: Draft, act: Act) -> None:
        if not draft.facts:
            return
        article = self._library.article
        sections = self._knowledge.sections(draft.facts)
        if act.style == "source":
            add(draft.topics, "source")
            own = "; ".join(f"\u201c{s.heading}\u201d" for s in sections if not s.source)
            text = self._words["where_from"].format(
                headings=own, title=article.title, author=article.author, year=article.year_named
            )
            draft.blocks = [Paragraph(text)] if own else []
            draft.blocks += [
                Paragraph(self._words["where_from_added"].format(heading=s.heading, source=s.source))
                for s in sections
                if s.source
            ]
            return
        names = [s.cited if len(sections) <= MOST_HEADINGS else s.label for s in sections]
        draft.blocks.append(Paragraph("Source: " + "; ".join(names), "source"))

    # -- everything else

    def _not_covered(self, draft: Draft, act: Act) -> None:
        special = {
            "unknown": "not_understood",
            "place": "other_place",
            "year": "other_year",
            "specialisms": "specialisms",
        }
        key = special.get(act.name, "not_covered")
        draft.blocks.append(Paragraph(self._words[key].format(label=act.label)))
        for ask in act.asks:
            opening = self._knowledge.opening(ask.topic, ask.roles)
            if opening:
                draft.blocks.append(Paragraph(f"{self._words['nearest']} {opening.text}"))
                draft.facts += [self._knowledge.facts[name] for name in opening.facts]
                add(draft.topics, ask.topic)
                for role in ask.roles:
                    add(draft.roles, role)
        self._sources(draft, act)

    def _say(self, draft: Draft, act: Act) -> None:
        words = self._words
        if act.kind == Kind.SAFETY:
            text = words["safety"]
        elif act.kind == Kind.OUT_OF_SCOPE:
            key = {"occupation": "other_career", "subject": "other_subject"}.get(act.name, "out_of_scope")
            article = "an" if act.label[:1] in "aeiou" else "a"
            text = words[key].format(label=act.label, a=article)
        elif act.kind == Kind.CLARIFY:
            text = words[f"clarify_{act.name}"] if f"clarify_{act.name}" in words else words["clarify_vague"]
            if act.options:
                titles = [self._library.topics[ask.topic].title.lower() for ask in act.options]
                text = words["clarify_options"].format(options=" or ".join(titles))
                for ask in act.options:
                    draft.suggestions.append(self.question(ask))
        elif act.name == "person" and act.stage:
            stage = next(stage for stage in self._library.stages if stage.id == act.stage)
            text = words["stands"].format(said=stage.said)
        elif act.name == "person" and act.frame and act.frame.person:
            text = words["person"].format(role=self._library.roles[act.frame.person].name)
        else:
            text = words[act.name]
        draft.blocks.append(Paragraph(text))

    # -- what to ask next

    def question(self, ask: Ask) -> str:
        """A topic as a question that a user might send, at most 60 bytes."""
        topic = self._library.topics[ask.topic]
        if len(ask.roles) == 1:
            return topic.role_question.replace("{plural}", self._library.roles[ask.roles[0]].plural)
        return topic.question

    def _suggest(self, draft: Draft, act: Act, session: Session, told: int) -> None:
        if "choosing" in draft.topics and not act.step and not any(ask.lean for ask in act.asks):
            draft.suggestions += self._interviewer.offer()
        if draft.asks:
            draft.suggestions += [self.question(ask) for ask in draft.asks]
        if act.step and act.step.asking:
            return
        if act.kind in (Kind.SAFETY,) or (act.kind == Kind.SOCIAL and act.name in ("goodbye", "thanks", "laugh")):
            return
        new = told
        for fact in draft.facts:
            new |= 1 << self._knowledge.number[fact.id]
        roles = tuple(draft.roles) or session.roles or BOTH
        last = draft.topics[-1] if draft.topics else ""
        if act.kind == Kind.NOT_COVERED:
            draft.suggestions += [self.question(ask) for ask in act.asks if not self._told(ask, told)]
        for ask in self._next(last, roles, draft.topics):
            if len(draft.suggestions) >= MOST_SUGGESTIONS:
                break
            text = self.question(ask)
            if not self._told(ask, new) and text not in draft.suggestions:
                draft.suggestions.append(text)

    def _told(self, ask: Ask, told: int) -> bool:
        """Whether all that the short answer to a question rests on was told."""
        opening = self._knowledge.opening(ask.topic, ask.roles)
        return opening is not None and all(told >> self._knowledge.number[name] & 1 for name in opening.facts)

    def _next(self, last: str, roles: tuple[str, ...], done: Sequence[str]) -> Iterable[Ask]:
        if last and len(roles) == 1:
            yield Ask(last, tuple(role for role in BOTH if role not in roles))
        for topic in (*_FOLLOWS.get(last, ()), *_FOLLOWS[""]):
            if topic in done or topic not in self._library.topics:
                continue
            if len(roles) > 1 or self._library.topics[topic].speaks_of(roles[0]):
                yield Ask(topic, roles if len(roles) == 1 else BOTH)


_FOLLOWS: dict[str, tuple[str, ...]] = {
    "": (
        "difference",
        "salary",
        "stress",
        "choosing",
        "outlook",
        "education",
        "transition",
        "skills",
        "hours",
        "duties",
    ),
    "difference": ("duties", "salary", "choosing"),
    "duties": ("skills", "workplace", "hours"),
    "collaboration": ("duties", "stress", "creativity"),
    "workplace": ("hours", "freelance", "outlook"),
    "hours": ("stress", "freelance", "workplace"),
    "skills": ("education", "technology", "success"),
    "salary": ("outlook", "progression", "freelance"),
    "outlook": ("ai_impact", "salary", "challenges"),
    "progression": ("education", "success", "salary"),
    "transition": ("skills", "certifications", "salary"),
    "success": ("freelance", "skills", "progression"),
    "certifications": ("education", "transition", "technology"),
    "education": ("skills", "certifications", "progression"),
    "challenges": ("stress", "ai_impact", "freelance"),
    "ai_impact": ("outlook", "technology", "challenges"),
    "stress": ("challenges", "hours", "choosing"),
    "choosing": ("skills", "hours", "salary"),
    "freelance": ("success", "challenges", "hours"),
    "technology": ("skills", "ai_impact", "certifications"),
    "creativity": ("difference", "choosing", "challenges"),
    "testimonials": ("salary", "outlook", "choosing"),
    "source": ("salary", "outlook", "difference"),
}

STARTERS = _FOLLOWS[""]
"""Topics to begin a talk with, in order."""


def _within(facts: Sequence[Fact], words: int, most: int) -> list[Fact]:
    """The first facts that fit beside `words` words already said."""
    shown: list[Fact] = []
    for fact in facts:
        words += len(fact.text.split())
        if len(shown) >= most or words > MOST_WORDS:
            break
        shown.append(fact)
    return shown
