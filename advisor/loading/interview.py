"""The interview of a pack: questions, what each answer counts for and the facts that say so, words, sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from advisor.loading.facts import QUESTION_BYTES
from advisor.loading.reader import HOLE, Reader, unread
from advisor.loading.yaml_files import Node
from advisor.model import BOTH, Choice, Fact, Forms, Interview, Question, Role
from advisor.text import words

FILE = "knowledge/interview.yaml"
MOST_QUESTIONS = 12
"""A session keeps one mark a question."""
MOST_CHOICES = 5
TURNS = (
    "yes", "no", "either", "indifferent", "first", "second", "third", "skip", "stop", "back", "why", "again", "change",
    "begin", "anew", "resume", "result",
)  # fmt: skip
"""Turns of an interview that the engine knows; each needs words."""
REPLIES: Mapping[str, tuple[str, ...]] = {
    "begin": (), "question": ("number", "count", "question"), "noted": ("said", "role"),
    "noted_against": ("said", "role"), "noted_neither": ("said",), "noted_either": (),
    "noted_own": ("words", "role"), "besides": ("said", "role", "label"), "besides_against": ("said", "role", "label"),
    "skipped": (), "unclear": (),
    "why": (), "no_way_back": (), "back": (), "changing": (), "between": (), "waiting": (), "resumed": (), "again": (),
    "stopped": ("answered", "count"), "decided": ("role", "ahead", "other", "behind"),
    "close": ("role", "first", "other", "second"), "little": ("role", "first", "other", "second"),
    "point": ("label", "said", "role", "section"), "point_against": ("label", "said", "role", "section"),
    "point_neither": ("label", "said", "section"), "point_either": ("label", "section"),
    "point_own": ("label", "role", "section"), "against": ("role", "labels"),
    "caution": (), "change": ("label",), "which": ("labels",),
}  # fmt: skip
"""Sentences that an interview needs, and the holes that each may have."""


def read_interview(reader: Reader, facts: Mapping[str, Fact], roles: Mapping[str, Role]) -> Interview | None:
    """`interview.yaml`; a pack may do without it."""
    if not reader.names("knowledge", "interview.yaml"):
        return None
    data = reader.keys(reader.open(FILE), "the file", ("questions", "words", "cautions", "replies"))
    if unread(data):
        return None
    held = _Interview(reader, facts)
    questions = held.questions(data.get("questions"))
    cautions = {}
    for role, given in reader.items(data, "cautions"):
        if role not in roles:
            reader.fault(role, "stands under 'cautions', but roles.yaml does not have it: correct it", data["cautions"])
        cautions[role] = held.known(reader.texts(given, role, data["cautions"]), role, data["cautions"])
    for role in BOTH:
        if not any(choice.role == role for question in questions for choice in question.choices):
            reader.fault("questions", f"lack a choice that counts for {role}: add one", data)
    return Interview(questions, held.turns(data), cautions, held.replies(data))


class _Interview:
    """Reads the parts of an interview against the facts that there are."""

    def __init__(self, reader: Reader, facts: Mapping[str, Fact]) -> None:
        self.reader = reader
        self.facts = facts

    def questions(self, given: object) -> tuple[Question, ...]:
        """The questions in order; ids and labels stand once."""
        read = [self.question(node) for node in self.reader.nodes(given, "questions")]
        for number, question in enumerate(read):
            if question.id in {earlier.id for earlier in read[:number]}:
                self.reader.fault(question.id, "stands twice: give one of the questions another id")
        if len(read) > MOST_QUESTIONS:
            self.reader.fault("questions", f"are {len(read)}: at most {MOST_QUESTIONS}")
        return tuple(read)

    def question(self, node: Node) -> Question:
        """One question with its choices."""
        reader = self.reader
        name = reader.text(node, "id", "a question") or "a question"
        reader.keys(node, name, ("id", "label", "question", "about", "choices"), ("yes", "no"))
        reader.named(name, node)
        choices = [self.choice(one, name) for one in reader.nodes(node.get("choices"), name)]
        if not 2 <= len(choices) <= MOST_CHOICES:
            reader.fault(name, f"has {len(choices)} choices: write two to {MOST_CHOICES}", node)
        ids = [choice.id for choice in choices]
        taken: dict[str, int | None] = {"yes": None, "no": None}
        for key in taken:
            if key in node and node[key] not in ids:
                reader.fault(name, f"{key!r} names the choice {node[key]!r}, which it lacks: correct it", node)
            elif key in node:
                taken[key] = ids.index(node[key])
        if len(set(ids)) < len(ids):
            reader.fault(name, "has two choices of one id: give one another", node)
        label, text = reader.wording(node, "label", name), reader.wording(node, "question", name)
        about = self.forms(node.get("about", []), name, node)
        return Question(name, label, text, tuple(choices), about, taken["yes"], taken["no"])

    def choice(self, node: Node, question: str) -> Choice:
        """One choice; it says what it counts for, and which facts say so."""
        reader = self.reader
        name = reader.text(node, "id", question)
        entry = f"{question}.{name}" if name else question
        reader.keys(node, entry, ("id", "label", "said", "facts", "words"), ("for", "against", "neither"))
        label, said = reader.wording(node, "label", entry), reader.wording(node, "said", entry)
        if len(label.encode()) > QUESTION_BYTES:
            reader.fault(entry, f"'label' has {len(label.encode())} bytes: shorten it to {QUESTION_BYTES}", node)
        facts = self.known(reader.texts(node.get("facts", []), entry, node), entry, node)
        if node.get("facts") == []:
            reader.fault(entry, "rests on no fact: name at least one under 'facts'", node)
        ways = [key for key in ("for", "against", "neither") if key in node]
        role: str | None = None
        if len(ways) != 1:
            reader.fault(entry, "must have one of 'for', 'against' (a role) and 'neither' (true)", node)
        elif ways[0] == "neither":
            if node["neither"] is not True:
                reader.fault(entry, "'neither' can only be true: write for or against otherwise", node)
        elif node[ways[0]] not in BOTH:
            reader.fault(entry, f"{ways[0]!r} names {node[ways[0]]!r}: use {' or '.join(BOTH)}", node)
        else:
            named = str(node[ways[0]])
            role = named if ways[0] == "for" else next(other for other in BOTH if other != named)
        forms = self.forms(node.get("words", []), entry, node)
        return Choice(name, label, said, role, ways == ["against"], facts, forms)

    def known(self, names: Iterable[str], entry: str, node: object) -> tuple[str, ...]:
        """Ids of facts that there are."""
        for name in names:
            if name not in self.facts:
                self.reader.fault(entry, f"names the fact {name!r}, which does not exist: correct the name", node)
        return tuple(name for name in names if name in self.facts)

    def forms(self, given: object, entry: str, node: object) -> Forms:
        """Phrases as stems."""
        read = {text: words(text) for text in self.reader.texts(given, entry, node)}
        for text, stems in read.items():
            if not stems:
                self.reader.fault(entry, f"the form {text!r} has no word in it: remove it", node)
        return tuple(dict.fromkeys(stems for stems in read.values() if stems))

    def turns(self, data: Node) -> dict[str, Forms]:
        """The words of each turn."""
        given = dict(self.reader.items(data, "words"))
        self._all_of(TURNS, given, "words", data)
        return {name: self.forms(forms, name, data.get("words")) for name, forms in given.items()}

    def replies(self, data: Node) -> dict[str, str]:
        """The sentences around questions and results."""
        given = dict(self.reader.items(data, "replies"))
        self._all_of(tuple(REPLIES), given, "replies", data)
        texts = {name: self.reader.wording(data["replies"], name, name) for name in given}
        for name, text in texts.items():
            for hole in set(HOLE.findall(text)) - set(REPLIES.get(name, ())):
                self.reader.fault(name, f"refers to {{{hole}}}, which is not given: remove it", data["replies"])
        return texts

    def _all_of(self, wanted: Sequence[str], given: Mapping[str, object], key: str, data: Node) -> None:
        for name in wanted:
            if given and name not in given:
                self.reader.fault(name, f"is missing under {key!r}: add it", data[key])
        for name in given:
            if name not in wanted:
                self.reader.fault(name, f"stands under {key!r}, which knows no such entry: remove it", data[key])
