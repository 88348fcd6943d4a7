"""Split a message into clauses, and tell those that ask from those that tell a story."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.cues import (
    ALWAYS_ASKING,
    ASKING_VERBS,
    AUXILIARIES,
    COMPLETING,
    IMPERATIVES,
    INVERTED,
    JOINERS,
    LONGEST_FRAGMENT,
    NO_TURN_AFTER,
    OPENERS,
    ROLE_STEMS,
    STORY_SUBJECTS,
    SUBJECTS,
    UNSURE,
    WANTING,
    WH_WORDS,
)
from advisor.model import Reading, Token
from advisor.values import dataclass

LEAST_BEFORE_A_TURN = 5
"""Words of the shortest story after which running text may turn to a question."""
ASIDE = -1
"""Form of a fragment that only leads up to a question ("just finished school, what will I earn?")."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of tokens that says one thing."""

    start: int
    end: int
    form: int
    """2: a question; 1: a fragment, such as a heading; 0: a statement; `ASIDE`: a fragment before a question."""


def places(held: Sequence[Clause]) -> frozenset[int]:
    """The indexes of the tokens of clauses."""
    return frozenset([i for clause in held for i in range(clause.start, clause.end)])


def clauses(reading: Reading) -> list[Clause]:
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
        elif (
            _starts_question(tokens, i)
            and not _refers_back(tokens, i)
            and (before.text in JOINERS or (not before.is_word and before.text[0] == ","))
        ):
            cuts.append(i - 1 if before.is_word else i)
        elif token.text in ("but", "so", "because") and i + 1 < len(tokens) and tokens[i + 1].is_word:
            cuts.append(i)
        elif (
            i - cuts[-1] >= LEAST_BEFORE_A_TURN
            and _turns_to_ask(tokens, i)
            and _form(tokens, cuts[-1], i) == 0
        ):
            cuts.append(i - 1 if before.text in JOINERS else i)
    cuts = sorted(set(cuts))
    clauses = []
    for start, end in zip(cuts, [*cuts[1:], len(tokens)], strict=True):
        if any(token.is_word for token in tokens[start:end]):
            clauses.append(Clause(start, end, _form(tokens, start, end)))
    clauses = _joined(tokens, clauses)
    for i, clause in enumerate(clauses):
        last = tokens[clause.end - 1]
        ended = not last.is_word and last.text[0] in ".!;:\n" and not _names_something(reading, clause)
        aside = clause.form == 1 and (last.text[0] == "," or ended)
        if aside and any(later.form == 2 for later in clauses[i + 1 :]):
            clauses[i] = Clause(clause.start, clause.end, ASIDE)  # "just finished school, what will I earn?"
    return clauses


def _joined(tokens: Sequence[Token], clauses: Sequence[Clause]) -> list[Clause]:
    """Questions with what only completes them: choices behind a colon ("what wears them down: the hours?"), and
    for whom or where they are asked ("is it steady? for producers and engineers alike")."""
    kept: list[Clause] = []
    for clause in clauses:
        before = kept[-1] if kept else None
        if before and before.form == 2:
            first = next(token for token in tokens[clause.start : clause.end] if token.is_word).text
            choices = tokens[before.end - 1].text[0] == ":" and first not in WH_WORDS | AUXILIARIES | IMPERATIVES
            if choices or (clause.form == 1 and first in COMPLETING):
                kept[-1] = Clause(before.start, clause.end, 2)
                continue
        kept.append(clause)
    return kept


def _names_something(reading: Reading, clause: Clause) -> bool:
    """Whether a fragment names a role or a topic, and so may be a question by itself ("Producer pay.")."""
    return any(
        concept.kind in ("role", "role_alone")
        or (concept.kind == "topic" and max(concept.points.values(), default=0) >= 2)
        for entity in (*reading.entities, *reading.patterns)
        if clause.start <= entity.start < clause.end
        for concept in entity.concepts
    )


def _refers_back(tokens: Sequence[Token], i: int) -> bool:
    """Whether a question only asks on about what was just said ("..., is that what they do")."""
    texts = [t.text for t in tokens[i : i + 3]]
    return texts[:2] in (["is", "that"], ["is", "this"]) and (
        len(texts) > 2 and texts[2] in WH_WORDS | {"something", "a", "true"}
    )


def _turns_to_ask(tokens: Sequence[Token], i: int) -> bool:
    """Whether a question begins in running text without a mark before it, as dictation gives it.

    By inversion ("... for ten years would i earn enough"), or by saying what one wants to know ("i want to know what").
    """
    texts = [t.text for t in tokens[i : i + 9]]
    if len(texts) < 3 or not tokens[i - 1].is_word:
        return False
    before = tokens[i - 1]
    if texts[0] == "i" and texts[1] in WANTING:
        asks = [n for n, t in enumerate(tokens[i : i + 6]) if t.stem in ASKING_VERBS]
        return bool(asks) and bool(set(texts[asks[0] :]) & (WH_WORDS | {"if", "whether", "about"}))
    if before.text in WH_WORDS or before.stem in ASKING_VERBS or before.text in NO_TURN_AFTER:
        return False
    if texts[0] in ALWAYS_ASKING:
        return texts[1] in INVERTED and texts[1] != before.text
    return texts[0] in ("what", "how", "which", "where", "who") and texts[1] in AUXILIARIES


def _starts_question(tokens: Sequence[Token], i: int) -> bool:
    word = tokens[i].text
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    if word in WH_WORDS:
        return following is not None and following.is_word
    if (word, following.text if following else "") in UNSURE:
        return True
    if word in AUXILIARIES:
        joined = i > 0 and tokens[i - 1].text in JOINERS and word in ALWAYS_ASKING
        named = following is not None and (following.text in SUBJECTS or following.stem in ("producer", "engineer"))
        return named or (joined and following is not None and following.is_word)
    return (
        word in IMPERATIVES
        and following is not None
        and following.text in ("me", "us", "the", "how", "what", "both", "about")
    )


def _form(tokens: Sequence[Token], start: int, end: int) -> int:
    """2 where a clause is a question or a request, 1 where it is a fragment without a verb's subject, 0 else."""
    words = [token for token in tokens[start:end] if token.is_word]
    while len(words) > 1 and words[0].text in OPENERS:
        words = words[1:]
    texts = [word.text for word in words]
    first, second = texts[0], texts[1] if len(texts) > 1 else ""
    if first in IMPERATIVES or (first in WH_WORDS and not (first == "when" and second in SUBJECTS)):
        return 2
    if first in AUXILIARIES and (
        first in ALWAYS_ASKING or second in SUBJECTS or (words[1:2] and words[1].stem in ROLE_STEMS)
    ):
        return 2
    for one, other in zip(words, words[1:], strict=False):
        if one.stem in ASKING_VERBS and (other.text in WH_WORDS or other.text in ("if", "whether", "about", "more")):
            return 2
        if one.text in ("tell", "ask", "show", "teach") and other.text in ("me", "us"):
            return 2
        if other.text in WH_WORDS and one.text in ("to", "about", "on", "so", "like", "and", "is"):
            return 2
    asked = any("?" in token.text for token in tokens[start:end] if not token.is_word)
    if asked and len(words) > 1:
        return 2
    subjects = STORY_SUBJECTS & set(texts)
    return 1 if asked or (len(words) <= LONGEST_FRAGMENT and not subjects) else 0
