"""The words of a pack: phrases and patterns that stand for concepts, families of subjects that it lacks, word lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from advisor.loading.reader import Reader
from advisor.loading.sources import role_ids
from advisor.loading.yaml_files import Node
from advisor.model import Concept, Family, Role, Topic
from advisor.text import read, words
from advisor.values import dataclass

FOLDER = "knowledge/lexicon"
NAME_GROUPS = (
    "schools", "brands", "software", "people", "instruments", "genres", "gear", "ai_tools", "covered_software",
)  # fmt: skip

FOCUS_POINTS = 6.0
"""Points of words that name what is asked for, whatever it is asked of: above those of any form and its repetition."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the files of the lexicon hold; `phrases`, `patterns` and `words` as in `Library`."""

    families: Mapping[str, Family]
    phrases: Mapping[tuple[str, ...], tuple[tuple[str, Concept], ...]]
    patterns: tuple[tuple[tuple[tuple[str, ...], ...], str, Concept], ...]
    words: Mapping[str, tuple[str, ...]]
    acts: tuple[str, ...]
    """Acts that acts.yaml has words for."""


def read_lexicon(reader: Reader, topics: Mapping[str, Topic], roles: Mapping[str, Role]) -> Lexicon:
    """All files of the lexicon."""
    held = _Words(reader)
    held.of_roles(roles)
    held.of_topics(topics, roles)
    families = held.of_families(topics)
    held.of_what_is_foreign()
    held.of_feelings()
    held.of_safety()
    acts = held.of_acts()
    held.of_english()
    phrases = {stems: tuple(senses) for stems, senses in held.phrases.items()}
    return Lexicon(families, phrases, tuple(held.patterns), held.lists, acts)


class _Words:
    """Collects what the files of the lexicon say, one method a file or kind of files."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.phrases: dict[tuple[str, ...], list[tuple[str, Concept]]] = {}
        self.patterns: list[tuple[tuple[tuple[str, ...], ...], str, Concept]] = []
        self.lists: dict[str, tuple[str, ...]] = {}

    def open(self, name: str, required: Iterable[str], optional: Iterable[str] = ()) -> Node:
        """The content of a file of the lexicon."""
        return self.reader.keys(self.reader.open(f"{FOLDER}/{name}"), "the file", required, optional)

    def add(self, concept: Concept, forms: Iterable[str]) -> None:
        """Let forms stand for a concept; one with `...` is a pattern with gaps."""
        for form in forms:
            if "..." in form:
                self.add_pattern(concept, form)
                continue
            tokens = [token for token in read(form).tokens if token.is_word]
            if not tokens:
                self.reader.fault(concept.id, f"the form {form!r} has no word in it: remove it")
                continue
            surface = " ".join(token.text for token in tokens)
            self.phrases.setdefault(tuple(token.stem for token in tokens), []).append((surface, concept))

    def add_pattern(self, concept: Concept, form: str) -> None:
        """Let a form with gaps stand for a concept."""
        parts = tuple(words(part) for part in form.split("..."))
        if not parts[0]:
            self.reader.fault(concept.id, f"the form {form!r} must begin with a word, not with a gap")
        else:
            self.patterns.append((tuple(part for part in parts if part), form, concept))

    def add_labelled(self, data: Node, key: str, kind: str) -> None:
        """Every entry (name: forms) under `key` is a concept of that kind, and a reply speaks of it by its name."""
        for name, forms in self.reader.items(data, key):
            self.add(Concept(name, kind, label=name), self.reader.forms({"forms": forms}, name))

    # -- the files

    def of_roles(self, roles: Mapping[str, Role]) -> None:
        """`roles.yaml`."""
        reader = self.reader
        data = self.open("roles.yaml", ("roles", "both", "modifiers"))
        for name, node in reader.items(data, "roles"):
            if name not in roles:
                reader.fault(name, "is not a role of roles.yaml: add it there, or correct the name", node)
                continue
            node = reader.keys(node, name, ("forms",), ("alone", "seats", "described", "work", "tasks"))
            label = roles[name].name
            self.add(Concept(name, "role", label=label), reader.forms(node, name))
            self.add(Concept(name, "role_alone", label=label), reader.texts(node.get("alone", []), name, node))
            self.lists[f"described_{name}"] = reader.words(node, "described")
            self.lists[f"tasks_{name}"] = reader.words(node, "tasks")
            for key in ("seats", "work"):
                self.lists[f"{key}_{name}"] = tuple(map(_surface, reader.texts(node.get(key, []), name, node)))
        self.add(Concept("both", "role"), reader.texts(data.get("both", []), "both"))
        self.lists["modifiers"] = reader.words(data, "modifiers")

    def of_topics(self, topics: Mapping[str, Topic], roles: Mapping[str, Role]) -> None:
        """`topic_*.yaml`."""
        for file in self.reader.names(FOLDER, "topic_*.yaml"):
            data = self.open(file, ("concepts",))
            for name, node in self.reader.items(data, "concepts"):
                node = self.reader.keys(node, name, ("topics", "forms"), ("aspect", "role"))
                self.add(self.topic_concept(name, node, topics, roles), self.reader.forms(node, name))

    def topic_concept(self, name: str, node: Node, topics: Mapping[str, Topic], roles: Mapping[str, Role]) -> Concept:
        """A concept that speaks for topics; a neutral one where it speaks for none."""
        reader = self.reader
        points: dict[str, float] = {}
        for topic, value in reader.items(node, "topics"):
            points[topic] = reader.points(value, f"the points for {topic}", name, node)
            if topic not in topics:
                reader.fault(name, f"names the topic {topic!r}, which knowledge/ does not have: correct it", node)
        aspect = node.get("aspect")
        declared = {known for topic in points if topic in topics for known in topics[topic].aspects}
        if aspect is not None and (not isinstance(aspect, str) or aspect not in declared):
            reader.fault(name, f"has the aspect {aspect!r}, which none of its topics declares: correct it", node)
        implied = role_ids(reader, node["role"], name, roles, node) if "role" in node else ()
        return Concept(name, "topic" if points else "neutral", points, aspect, implied)

    def of_families(self, topics: Mapping[str, Topic]) -> dict[str, Family]:
        """`families.yaml`."""
        reader = self.reader
        families = {}
        for name, node in reader.items(self.open("families.yaml", ("families",)), "families"):
            node = reader.keys(node, name, ("label", "nearest", "forms"), ("hints", "focus"))
            nearest = reader.text(node, "nearest", name)
            if nearest not in topics:
                reader.fault(name, f"'nearest' is {nearest!r}, which has no file in knowledge/: correct it", node)
            label = reader.text(node, "label", name)
            families[name] = Family(name, label, nearest)
            self.add(Concept(name, "family", {name: 3.0}, label=label), reader.forms(node, name))
            focus = reader.texts(node.get("focus") or [], name, node)
            self.add(Concept(name, "family", {name: FOCUS_POINTS}, label=label), focus)
            hints = reader.texts(node.get("hints") or [], name, node)
            self.add(Concept(name, "hint", {name: 1.0}, label=label), hints)
        return families

    def of_what_is_foreign(self) -> None:
        """`occupations.yaml`, `subjects.yaml`, `places.yaml` and `names.yaml`."""
        reader = self.reader
        data = self.open("occupations.yaml", ("occupations",), ("weak",))
        self.add_labelled(data, "occupations", "occupation")
        for name in reader.texts(data.get("weak") or [], "weak"):
            self.add(Concept(name, "weak_occupation", label=name), (name,))
        self.add_labelled(self.open("subjects.yaml", ("subjects",)), "subjects", "subject")
        data = self.open("places.yaml", ("places", "home", "named"))
        self.add_labelled(data, "places", "place")
        self.add_labelled(data, "named", "covered_place")
        self.add(Concept("home", "home"), reader.texts(data.get("home", []), "home"))
        data = self.open("names.yaml", NAME_GROUPS)
        for group in NAME_GROUPS:
            for form in reader.texts(data.get(group, []), group):
                self.add(Concept(group, "name", label=form), (form,))

    def of_feelings(self) -> None:
        """`feelings.yaml`."""
        for name, forms in self.reader.items(self.open("feelings.yaml", ("feelings",)), "feelings"):
            self.add(Concept(name, "feeling"), self.reader.forms({"forms": forms}, name))

    def of_safety(self) -> None:
        """`safety.yaml`."""
        data = self.open("safety.yaml", ("self_harm", "idioms"))
        self.add(Concept("self_harm", "self_harm"), self.reader.texts(data.get("self_harm", []), "self_harm"))
        self.add(Concept("idiom", "idiom"), self.reader.texts(data.get("idioms", []), "idioms"))

    def of_acts(self) -> tuple[str, ...]:
        """`acts.yaml`; the ids of its acts."""
        acts = self.reader.items(self.open("acts.yaml", ("acts",)), "acts")
        for name, forms in acts:
            self.add(Concept(name, "act", {name: 3.0}), self.reader.forms({"forms": forms}, name))
        return tuple(name for name, _ in acts)

    def of_english(self) -> None:
        """`words.yaml` and the lists of English words."""
        data = self.open("words.yaml", ("function", "neutral"), ("foreign",))
        for name in ("function", "neutral", "foreign"):
            self.lists[name] = self.reader.words(data, name)
        for name in ("common", "other"):
            self.lists[name] = self.reader.open_lines(f"{FOLDER}/english_{name}.txt")


def _surface(phrase: str) -> str:
    """The words of a phrase, without what stands between them."""
    return " ".join(token.text for token in read(phrase).tokens if token.is_word)
