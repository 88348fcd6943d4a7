"""Read a pack's YAML and check it. The only module that opens data files and knows YAML.

Every fault of a pack is reported at once, with file, line, entry and what to do.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from advisor.errors import AdvisorError, Fault, PackError
from advisor.model import (
    BOTH,
    Article,
    Concept,
    Disagreement,
    Fact,
    Family,
    Library,
    Opening,
    Role,
    Section,
    Topic,
)
from advisor.text import read
from advisor.text import words as stems_of

QUESTION_BYTES = 60
"""A suggestion is at once label, callback payload and sent text; 60 UTF-8 bytes fit every host."""
UNITS = ("USD/year", "percent", "people")
STATISTICS = ("median", "average", "range", "start", "top", "projection", "count")
MEASURES = ("pay", "growth", "jobs")
NO_FIGURE = "?"
"""Stands for a figure that could not be read, so that sentences with it are no further fault."""
NAME_GROUPS = (
    "schools", "brands", "software", "people", "instruments", "genres", "gear", "ai_tools", "covered_software",
)  # fmt: skip
MOST_POINTS = 4
MOST_FACTS = 1_024
"""A session keeps one bit a fact, in at most 256 hexadecimal digits."""
REPLIES: Mapping[str, tuple[str, ...]] = {
    "safety": (), "not_covered": ("label",), "not_understood": ("label",), "nearest": (),
    "other_career": ("label", "a"), "other_subject": ("label",), "out_of_scope": (),
    "clarify_vague": (), "clarify_options": ("options",), "sure": (), "no_more": ("topic",), "which_right": (),
    "no_conflict": (), "where_from": ("headings", "title", "author", "year"),
}  # fmt: skip
"""Sentences that every pack needs, and the holes that each may have."""
_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
"""Of roles, topics and aspects: what a stored session takes."""
_DIGIT = re.compile(r"\d")
_HOLE = re.compile(r"\{([^{}]+)\}")
MOST_DEPTH = 100
_NESTING = re.compile(r"[\[\]{}]|^ *(?:[-?] +){100}", re.MULTILINE)
"""What makes YAML deep within a line: brackets, and marks of entries in a row."""

Node = dict[str, Any]
Phrases = dict[tuple[str, ...], tuple[tuple[str, Concept], ...]]
Patterns = tuple[tuple[tuple[tuple[str, ...], ...], str, Concept], ...]


class _Mapping(dict[Any, Any]):
    """A YAML mapping that knows its line."""

    line = 0
    unread = False
    """Whether it stands for a file that could not be read: what it lacks is no further fault."""


class _List(list[Any]):
    """A YAML list that knows its line."""

    line = 0


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML 1.1 without tags, where a repeated key is an error and a mapping knows its line."""


def _mapping(loader: Any, node: Any) -> _Mapping:
    result = _Mapping()
    result.line = node.start_mark.line + 1
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str | int | float):
            raise yaml.constructor.ConstructorError(None, None, f"the key {key!r} must be a word", key_node.start_mark)
        if key in result:
            raise yaml.constructor.ConstructorError(None, None, f"key {key!r} stands twice", key_node.start_mark)
        result[key] = loader.construct_object(value_node, deep=True)
    return result


def _sequence(loader: Any, node: Any) -> _List:
    result = _List(loader.construct_object(child, deep=True) for child in node.value)
    result.line = node.start_mark.line + 1
    return result


# Only true and false are truth values, as in YAML 1.2: `yes`, `no`, `on` and `off` are words that people type. Dates
# are texts too: no field holds one.
_NOT_PLAIN = ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp")
_Loader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in held if tag not in _NOT_PLAIN]
    for letter, held in _Loader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_constructor("tag:yaml.org,2002:seq", _sequence)


def _parse(path: Path) -> Any:
    """The content of a YAML file. The parser recurses in C, where a depth without bound would end the process."""
    text = path.read_text(encoding="utf-8")
    depth = 0
    for mark in _NESTING.findall(text):
        depth = max(0, depth + (1 if mark in "[{" else -1 if mark in "]}" else MOST_DEPTH))
        if depth >= MOST_DEPTH:
            raise RecursionError("it is nested too deeply")
    try:
        return yaml.load(text, Loader=_Loader)
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError("a tag (!!...) does not fit its value") from error


def read_yaml(path: Path) -> Any:
    """The content of a YAML file. Raises `AdvisorError` where it cannot be read."""
    try:
        return _parse(path)
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        raise AdvisorError(f"{path}: cannot be read: {error}") from error


def bundled() -> Path:
    """The folder of the pack that comes with the package: beside it in a checkout, inside it when installed."""
    here = Path(__file__).resolve().parent
    return here / "pack" if (here / "pack").is_dir() else here.parent


def load(folder: Path | str | None = None) -> Library:
    """Read the pack in `folder` (it holds `knowledge/` and `intents.yaml`); None: the bundled one.

    Raises `PackError` with all faults.
    """
    return _Pack(Path(folder) if folder is not None else bundled()).load()


def figure(value: float | tuple[float, float], unit: str | None, qualifier: str | None) -> str:
    """A value as it is shown: "about $79,280", "$30,000 to $39,000", "3% to 5%", "22,200"."""

    def one(number: float) -> str:
        shown = f"{number:,.0f}" if float(number).is_integer() else f"{number:,}"
        if unit == "USD/year":
            return f"${shown}"
        return f"{shown}%" if unit == "percent" else shown

    shown = " to ".join(one(v) for v in value) if isinstance(value, tuple) else one(value)
    return f"{qualifier} {shown}" if qualifier else shown


class _Pack:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[Fault] = []
        self.file = ""
        self.acts: list[str] = []
        """Acts that acts.yaml has words for."""

    # -- small readers; each reports a fault and gives a harmless value, so that reading goes on

    def fault(self, entry: str, message: str, node: object = None) -> None:
        self.faults.append(Fault(self.file, entry, message, getattr(node, "line", None) or None))

    def open(self, name: str) -> Node:
        self.file = name
        path = self.folder / name
        try:
            data = _parse(path)
        except FileNotFoundError:
            return self.unread(name, "is missing: create it")
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            what = getattr(error, "problem", None) or str(error).splitlines()[0]
            return self.unread(name, f"is not valid YAML: {what}: correct it", mark.line + 1 if mark else None)
        except RecursionError:
            return self.unread(name, "is nested too deeply: flatten it")
        except (OSError, ValueError) as error:
            return self.unread(name, f"cannot be read: {error}: save it as UTF-8 text")
        if not isinstance(data, dict):
            return self.unread(name, "must hold a mapping (key: value) at the top")
        return data

    def unread(self, name: str, message: str, line: int | None = None) -> Node:
        self.faults.append(Fault(name, "the file", message, line))
        result = _Mapping()
        result.unread = True
        return result

    def items(self, node: Node, key: str) -> list[tuple[str, Any]]:
        """The entries of the mapping under `key`."""
        value = node.get(key)
        if not isinstance(value, dict) and (value is not None or key in node):
            self.fault(key, "must be a mapping (name: content)", node)
        return _items(value)

    def named(self, name: str, node: object = None) -> None:
        """Report an id that programs could not store."""
        if not _ID.fullmatch(name):
            self.fault(name, "is no id: use a-z, 0-9 and _, a letter first, at most 40 characters", node)

    def keys(self, node: object, entry: str, required: Iterable[str], optional: Iterable[str] = ()) -> Node:
        required = tuple(required)
        if not isinstance(node, dict):
            self.fault(entry, f"must be a mapping with the keys {', '.join(required)}")
            return _Mapping()
        if getattr(node, "unread", False):
            return node
        for key in required:
            if key not in node:
                self.fault(entry, f"lacks the key {key!r}: add it", node)
        allowed = {*required, *optional}
        for key in node:
            if key not in allowed:
                self.fault(entry, f"has the unknown key {key!r}: use one of {', '.join(sorted(allowed))}", node)
        return node

    def text(self, node: Node, key: str, entry: str, default: str = "") -> str:
        value = node.get(key, default)
        if not isinstance(value, str) or not (value.strip() or key not in node):
            self.fault(entry, f"{key!r} must be a text that is not empty; quote it if it looks like a number", node)
            return default
        return value.strip()

    def texts(self, value: object, entry: str, node: object = None) -> tuple[str, ...]:
        if not isinstance(value, list):
            self.fault(entry, "must be a list of texts", node)
            return ()
        for item in value:
            if not isinstance(item, str) or not item.strip():
                self.fault(entry, f"{item!r} must be a text that is not empty: quote it or remove it", value)
        return tuple(item for item in value if isinstance(item, str) and item.strip())

    def forms(self, node: Node, entry: str) -> tuple[str, ...]:
        """The surface forms of a concept; at least one."""
        if node.get("forms") == []:
            self.fault(entry, "has no forms: add at least one, or remove the entry", node)
        return self.texts(node["forms"], entry, node) if "forms" in node else ()

    def points(self, value: object, what: str, entry: str, node: object) -> float:
        """What a mention of a concept is worth."""
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= MOST_POINTS:
            self.fault(entry, f"has {value!r} as {what}: write a number above 0, at most {MOST_POINTS}", node)
            return 1.0
        return float(value)

    def optional(self, node: Node, key: str, entry: str) -> str | None:
        """A text or null; a year may stand without quotes."""
        value = node.get(key)
        if value is not None and (isinstance(value, bool) or not isinstance(value, str | int)):
            self.fault(entry, f"{key!r} must be a text or null", node)
        return None if value is None else str(value)

    def lines(self, node: Node, key: str) -> tuple[str, ...]:
        """The words of a list of lines."""
        return tuple(word for line in self.texts(node.get(key, []), key, node) for word in line.split())

    def wording(self, node: Node, key: str, entry: str) -> str:
        """A text that must not hold a digit: figures come from facts."""
        text = self.text(node, key, entry)
        if _DIGIT.search(_HOLE.sub("", text)):
            self.fault(entry, f"{key!r} has a digit: let a fact hold the figure and write {{value}}, or reword", node)
        return text

    # -- the files

    def load(self) -> Library:
        article = self.sources()
        roles = self.roles()
        topics = self.topics(article, roles)
        facts = {fact.id: fact for topic in topics.values() for fact in topic.facts}
        disagreements = self.disagreements(topics, facts, roles)
        self.undeclared(facts.values(), disagreements)
        families, phrases, patterns, word_lists = self.lexicon(topics, roles)
        examples, acts = self.intents(topics, families)
        replies = self.replies()
        if len(facts) > MOST_FACTS:
            self.file = "knowledge"
            self.fault("the folder", f"has {len(facts)} facts: at most {MOST_FACTS}")
        if self.faults:
            raise PackError(tuple(dict.fromkeys(self.faults)))
        digest = hashlib.sha256("\n".join(f"{fact.id}\t{fact.text}" for fact in facts.values()).encode()).hexdigest()
        return Library(
            article, roles, topics, disagreements, families, phrases, patterns, word_lists, examples, acts, replies,
            digest[:8],
        )  # fmt: skip

    def sources(self) -> Article:
        data = self.keys(self.open("knowledge/sources.yaml"), "the file", ("article", "sections"))
        optional = ("author_role", "publisher", "date", "year_named")
        given = data.get("article")
        about = self.keys(given, "article", ("title", "author"), optional) if "article" in data else _Mapping()
        sections = []
        for name, node in self.items(data, "sections"):
            node = self.keys(node, name, ("heading",), ("label",))
            label = self.text(node, "label", name, name.replace("_", " "))
            sections.append(Section(name, self.text(node, "heading", name), label))
        year = about.get("year_named")
        return Article(
            self.text(about, "title", "article"),
            self.text(about, "author", "article"),
            year if isinstance(year, int) else None,
            tuple(sections),
        )

    def roles(self) -> dict[str, Role]:
        data = self.keys(self.open("knowledge/roles.yaml"), "the file", ("roles",))
        roles = {}
        for name, node in self.items(data, "roles"):
            self.named(name, node)
            node = self.keys(node, name, ("name", "plural", "short", "shorts"))
            roles[name] = Role(name, *(self.text(node, key, name) for key in ("name", "plural", "short", "shorts")))
        for name in BOTH:
            if name not in roles and not getattr(data, "unread", False):
                self.fault(name, "is missing: add it, programs rely on this role id")
        return roles

    def topics(self, article: Article, roles: Mapping[str, Role]) -> dict[str, Topic]:
        topics: dict[str, Topic] = {}
        known_sections = {section.id for section in article.sections}
        seen: dict[str, str] = {}
        raw: list[tuple[str, Node]] = []
        reserved = {"sources.yaml", "roles.yaml", "disagreements.yaml", "replies.yaml"}
        for path in sorted((self.folder / "knowledge").glob("*.yaml")):
            if path.name not in reserved:
                raw.append((path.stem, self.open(f"knowledge/{path.name}")))
        names = {str(data.get("topic", stem)) for stem, data in raw}
        for stem, data in raw:
            if getattr(data, "unread", False):
                continue
            self.file = f"knowledge/{stem}.yaml"
            data = self.keys(
                data, "the file", ("topic", "title", "question", "role_question", "aspects", "openings", "facts")
            )
            name = self.text(data, "topic", "the file")
            if name != stem:
                self.fault("topic", f"is {name!r}, but the file is {stem}.yaml: make them the same", data)
            self.named(name, data)
            aspects = {}
            for key, _ in self.items(data, "aspects"):
                self.named(key, data["aspects"])
                aspects[key] = self.wording(data["aspects"], key, "aspects")
            facts = []
            for node in self.nodes(data.get("facts"), "facts"):
                fact = self.fact(node, name, aspects, known_sections, names, roles)
                if fact.id in seen:
                    self.fault(fact.id, f"stands twice (also in {seen[fact.id]}): give it another id", node)
                seen[fact.id] = self.file
                facts.append(fact)
            openings = tuple(self.opening(o, aspects, roles) for o in self.nodes(data.get("openings"), "openings"))
            question = self.question(data, "question", "the file", {})
            role_question = self.text(data, "role_question", "the file")
            for role in roles.values():
                self.question(data, "role_question", "the file", {"plural": role.plural})
            title = self.wording(data, "title", "the file")
            topics[name] = Topic(name, title, question, role_question, aspects, openings, tuple(facts))
        return self.filled(topics)

    def nodes(self, value: object, entry: str) -> Iterator[Node]:
        if not isinstance(value, list) or not value:
            self.fault(entry, "must be a list with at least one entry")
            return
        for number, node in enumerate(value, 1):
            if isinstance(node, dict):
                yield node
            else:
                self.fault(f"{entry}, entry {number}", "must be a mapping (key: value)", value)

    def question(self, node: Node, key: str, entry: str, filling: Mapping[str, str]) -> str:
        text = self.wording(node, key, entry)
        for name, value in filling.items():
            text = text.replace("{" + name + "}", value)
        for hole in _HOLE.findall(text):
            self.fault(entry, f"{key!r} refers to {{{hole}}}, which is not given: remove it", node)
        if len(text.encode()) > QUESTION_BYTES:
            self.fault(
                entry, f"{key!r} has {len(text.encode())} bytes, filled in: shorten it to {QUESTION_BYTES}", node
            )
        return text

    def role_ids(self, value: object, entry: str, roles: Mapping[str, Role], node: object) -> tuple[str, ...]:
        if value == "both":
            return BOTH
        given = {value} if isinstance(value, str) else set(map(str, value)) if isinstance(value, list) else set()
        order = (*BOTH, *roles)
        for role in sorted(given - set(order)):
            self.fault(entry, f"names the unknown role {role!r}: use {', '.join(roles)} or both", node)
        if not given:
            self.fault(entry, f"needs a role: {', '.join(roles)} or both", node)
        return tuple(role for role in dict.fromkeys(order) if role in given)

    def direction(self, node: Node, entry: str, roles: Mapping[str, Role]) -> str | None:
        value = node.get("direction")
        if value is None:
            return None
        ends = str(value).split(">")
        if len(ends) != 2 or ends[0] == ends[1] or any(end not in roles for end in ends):
            self.fault(entry, f"'direction' is {value!r}: write two roles as audio_engineer>music_producer", node)
        return str(value)

    def fact(
        self,
        node: Node,
        topic: str,
        aspects: Mapping[str, str],
        sections: set[str],
        topics: set[str],
        roles: Mapping[str, Role],
    ) -> Fact:
        name = self.text(node, "id", "a fact") or "a fact"
        optional = ("also", "direction", "measure", "statistic", "value", "qualifier", "unit", "period", "place")
        self.keys(node, name, ("id", "role", "aspect", "section", "text", "cell"), optional)
        aspect = str(node.get("aspect", ""))
        if aspect not in aspects:
            self.fault(name, f"has the aspect {aspect!r}, which the topic does not declare: add it to 'aspects'", node)
        shown = self.shown(node, name)
        section = str(node.get("section", ""))
        if section not in sections:
            self.fault(name, f"names the section {section!r}, which sources.yaml does not have: add it there", node)
        also = self.texts(node.get("also") or [], name, node)
        for other in also:
            if other not in topics:
                self.fault(name, f"'also' names the topic {other!r}, which has no file in knowledge/: correct it", node)
        value = node.get("value") if shown != NO_FIGURE else None
        texts = {key: self.optional(node, key, name) for key in ("measure", "statistic", "unit", "period", "place")}
        filling = {"value": shown, "period": texts["period"], "place": texts["place"]}
        return Fact(
            id=name,
            topic=topic,
            roles=self.role_ids(node.get("role"), name, roles, node),
            aspect=aspect,
            section=section,
            text=self.filled_in(self.wording(node, "text", name), filling, name, node),
            cell=self.filled_in(self.wording(node, "cell", name), filling, name, node),
            also=also,
            direction=self.direction(node, name, roles),
            measure=texts["measure"],
            statistic=texts["statistic"],
            value=tuple(value) if isinstance(value, list) else value,
            unit=texts["unit"],
            period=texts["period"],
            place=texts["place"],
            figure=shown,
        )

    def shown(self, node: Node, entry: str) -> str | None:
        """The figure of a fact, as it is shown; None where it has none, `NO_FIGURE` where it has a wrong one."""
        value = node.get("value")
        if value is None:
            return None
        numbers = tuple(value) if isinstance(value, list) else (value,)
        real = all(isinstance(v, int | float) and not isinstance(v, bool) and math.isfinite(v) for v in numbers)
        if not real or len(numbers) != (2 if isinstance(value, list) else 1):
            self.fault(entry, f"'value' is {value!r}: write a number or [low, high]", node)
            return NO_FIGURE
        if list(numbers) != sorted(numbers):
            self.fault(entry, f"'value' is {value!r}: put the lower number first", node)
        for key, allowed in (("unit", UNITS), ("statistic", STATISTICS), ("measure", MEASURES)):
            if node.get(key) not in allowed:
                self.fault(entry, f"has a value and the {key} {node.get(key)!r}: use one of {', '.join(allowed)}", node)
        qualifier = self.optional(node, "qualifier", entry)
        return figure(numbers if len(numbers) == 2 else value, node.get("unit"), qualifier)

    def filled_in(self, text: str, filling: Mapping[str, object], entry: str, node: object) -> str:
        def fill(hole: re.Match[str]) -> str:
            value = filling.get(hole.group(1))
            if value is None:
                self.fault(entry, f"refers to {{{hole.group(1)}}}, which is not given: add or correct it", node)
                return ""
            return str(value)

        return _HOLE.sub(fill, text)

    def opening(self, node: Node, aspects: Mapping[str, str], roles: Mapping[str, Role]) -> Opening:
        text = self.wording(node, "text", "openings")
        entry = f"opening {text[:40]!r}"
        self.keys(node, entry, ("roles", "text", "facts"), ("aspect", "direction"))
        aspect = node.get("aspect")
        if aspect is not None and aspect not in aspects:
            self.fault(entry, f"has the aspect {aspect!r}, which the topic does not declare: add it to 'aspects'", node)
        return Opening(
            self.role_ids(node.get("roles"), entry, roles, node),
            text,
            self.texts(node.get("facts"), entry, node),
            aspect,
            self.direction(node, entry, roles),
        )

    def filled(self, topics: dict[str, Topic]) -> dict[str, Topic]:
        """Openings with the figures of the facts that they name; references are checked."""
        facts = {fact.id: fact for topic in topics.values() for fact in topic.facts}
        result = {}
        for topic in topics.values():
            self.file = f"knowledge/{topic.id}.yaml"
            openings = []
            for opening in topic.openings:
                entry = f"opening {opening.text[:40]!r}"
                for name in opening.facts:
                    if name not in facts:
                        self.fault(entry, f"names the fact {name!r}, which does not exist: correct the name")
                for hole in _HOLE.findall(opening.text):
                    if hole in facts and hole not in opening.facts:
                        self.fault(entry, f"shows the figure of {hole!r}: add it to the opening's 'facts'")
                figures = {f.id: f.figure for f in facts.values()}
                text = self.filled_in(opening.text, figures, entry, None)
                openings.append(Opening(opening.roles, text, opening.facts, opening.aspect, opening.direction))
            for wanted in (BOTH, *((role,) for role in BOTH)):
                if not any(o.roles == wanted and o.aspect is None and o.direction is None for o in openings):
                    self.fault("openings", f"lack one for {' and '.join(wanted)} without aspect: add it")
            result[topic.id] = Topic(
                topic.id, topic.title, topic.question, topic.role_question, topic.aspects, tuple(openings), topic.facts
            )
        return result

    def disagreements(
        self, topics: Mapping[str, Topic], facts: Mapping[str, Fact], roles: Mapping[str, Role]
    ) -> tuple[Disagreement, ...]:
        data = self.keys(self.open("knowledge/disagreements.yaml"), "the file", ("disagreements",))
        result = []
        given = data.get("disagreements", [])
        for node in self.nodes(given, "disagreements") if given != [] else ():
            name = self.text(node, "id", "a disagreement") or "a disagreement"
            self.keys(node, name, ("id", "topic", "roles", "title", "text", "facts"), ("aspects",))
            topic = str(node.get("topic"))
            if topic not in topics:
                self.fault(name, f"names the topic {topic!r}, which has no file in knowledge/: correct it", node)
            ids = self.texts(node.get("facts"), name, node)
            for fact in ids:
                if fact not in facts:
                    self.fault(name, f"names the fact {fact!r}, which does not exist: correct the name", node)
            if len(ids) < 2:
                self.fault(name, "has fewer than two facts: name those that disagree", node)
            aspects = self.texts(node.get("aspects") or [], name, node)
            for aspect in aspects:
                if topic in topics and aspect not in topics[topic].aspects:
                    self.fault(name, f"has the aspect {aspect!r}, which {topic} does not declare: correct it", node)
            named = self.role_ids(node.get("roles"), name, roles, node)
            title, text = self.wording(node, "title", name), self.wording(node, "text", name)
            result.append(Disagreement(name, topic, named, aspects, title, text, ids))
        return tuple(result)

    def undeclared(self, facts: Iterable[Fact], disagreements: Sequence[Disagreement]) -> None:
        """Two values for the same role, measure, statistic and period must be declared as a disagreement."""
        declared = [set(d.facts) for d in disagreements]
        same: dict[tuple[object, ...], list[Fact]] = {}
        for fact in facts:
            for role in fact.roles if fact.value is not None else ():
                same.setdefault((role, fact.measure, fact.statistic, fact.period), []).append(fact)
        for group in same.values():
            for i, one in enumerate(group):
                for other in group[i + 1 :]:
                    if one.value != other.value and not any({one.id, other.id} <= ids for ids in declared):
                        self.file = f"knowledge/{other.topic}.yaml"
                        self.fault(
                            other.id,
                            f"has {other.figure}, but {one.id} has {one.figure} for the same role, measure, statistic "
                            "and period: declare both in disagreements.yaml, or correct one",
                        )

    def lexicon(
        self, topics: Mapping[str, Topic], roles: Mapping[str, Role]
    ) -> tuple[dict[str, Family], Phrases, Patterns, dict[str, tuple[str, ...]]]:
        phrases: dict[tuple[str, ...], list[tuple[str, Concept]]] = {}
        collected: dict[str, tuple[str, ...]] = {}

        patterns: list[tuple[tuple[tuple[str, ...], ...], str, Concept]] = []

        def add(concept: Concept, forms: Iterable[str]) -> None:
            for form in forms:
                if "..." in form:
                    parts = tuple(stems_of(part) for part in form.split("..."))
                    if not parts[0]:
                        self.fault(concept.id, f"the form {form!r} must begin with a word, not with a gap")
                    else:
                        patterns.append((tuple(part for part in parts if part), form, concept))
                    continue
                tokens = [token for token in read(form).tokens if token.is_word]
                if not tokens:
                    self.fault(concept.id, f"the form {form!r} has no word in it: remove it")
                    continue
                surface = " ".join(token.text for token in tokens)
                phrases.setdefault(tuple(token.stem for token in tokens), []).append((surface, concept))

        self.role_words(add, roles, collected)
        self.topic_words(add, topics, roles)
        families = self.family_words(add, topics)
        self.foreign_words(add)
        self.other_words(add, collected)
        return families, {key: tuple(held) for key, held in phrases.items()}, tuple(patterns), collected

    def role_words(self, add: Any, roles: Mapping[str, Role], collected: dict[str, tuple[str, ...]]) -> None:
        data = self.open("knowledge/lexicon/roles.yaml")
        data = self.keys(data, "the file", ("roles", "both", "modifiers"))
        for name, node in self.items(data, "roles"):
            if name not in roles:
                self.fault(name, "is not a role of roles.yaml: add it there, or correct the name", node)
                continue
            node = self.keys(node, name, ("forms",), ("alone",))
            add(Concept(name, "role", label=roles[name].name), self.forms(node, name))
            add(Concept(name, "role_alone", label=roles[name].name), self.texts(node.get("alone", []), name, node))
        add(Concept("both", "role"), self.texts(data.get("both", []), "both"))
        collected["modifiers"] = self.lines(data, "modifiers")

    def topic_words(self, add: Any, topics: Mapping[str, Topic], roles: Mapping[str, Role]) -> None:
        for path in sorted((self.folder / "knowledge/lexicon").glob("topic_*.yaml")):
            data = self.keys(self.open(f"knowledge/lexicon/{path.name}"), "the file", ("concepts",))
            for name, node in self.items(data, "concepts"):
                node = self.keys(node, name, ("topics", "forms"), ("aspect", "role"))
                points: dict[str, float] = {}
                for topic, value in self.items(node, "topics"):
                    points[topic] = self.points(value, f"the points for {topic}", name, node)
                    if topic not in topics:
                        self.fault(name, f"names the topic {topic!r}, which knowledge/ does not have: correct it", node)
                aspect = node.get("aspect")
                if aspect is not None and not any(t in topics and aspect in topics[t].aspects for t in points):
                    self.fault(name, f"has the aspect {aspect!r}, which none of its topics declares: correct it", node)
                kind = "topic" if points else "neutral"
                implied = self.role_ids(node["role"], name, roles, node) if "role" in node else ()
                add(Concept(name, kind, points, aspect, implied), self.forms(node, name))

    def family_words(self, add: Any, topics: Mapping[str, Topic]) -> dict[str, Family]:
        families = {}
        data = self.keys(self.open("knowledge/lexicon/families.yaml"), "the file", ("families",))
        for name, node in self.items(data, "families"):
            node = self.keys(node, name, ("label", "nearest", "forms"), ("hints",))
            nearest = self.text(node, "nearest", name)
            if nearest not in topics:
                self.fault(name, f"'nearest' is {nearest!r}, which has no file in knowledge/: correct it", node)
            families[name] = Family(name, self.text(node, "label", name), nearest)
            label = families[name].label
            add(Concept(name, "family", {name: 3.0}, label=label), self.forms(node, name))
            add(Concept(name, "hint", {name: 1.0}, label=label), self.texts(node.get("hints") or [], name, node))
        return families

    def foreign_words(self, add: Any) -> None:
        data = self.keys(self.open("knowledge/lexicon/occupations.yaml"), "the file", ("occupations",), ("weak",))
        for name, forms in self.items(data, "occupations"):
            add(Concept(name, "occupation", label=name), self.forms({"forms": forms}, name))
        for name in self.texts(data.get("weak") or [], "weak"):
            add(Concept(name, "weak_occupation", label=name), (name,))
        data = self.keys(self.open("knowledge/lexicon/subjects.yaml"), "the file", ("subjects",))
        for name, forms in self.items(data, "subjects"):
            add(Concept(name, "subject", label=name), self.forms({"forms": forms}, name))
        data = self.keys(self.open("knowledge/lexicon/places.yaml"), "the file", ("places", "home", "named"))
        for name, forms in self.items(data, "places"):
            add(Concept(name, "place", label=name), self.forms({"forms": forms}, name))
        for name, forms in self.items(data, "named"):
            add(Concept(name, "covered_place", label=name), self.forms({"forms": forms}, name))
        add(Concept("home", "home"), self.texts(data.get("home", []), "home"))
        data = self.keys(self.open("knowledge/lexicon/names.yaml"), "the file", NAME_GROUPS)
        for group in NAME_GROUPS:
            for form in self.texts(data.get(group, []), group):
                add(Concept(group, "name", label=form), (form,))

    def other_words(self, add: Any, collected: dict[str, tuple[str, ...]]) -> None:
        data = self.keys(self.open("knowledge/lexicon/feelings.yaml"), "the file", ("feelings",))
        for name, forms in self.items(data, "feelings"):
            add(Concept(name, "feeling"), self.forms({"forms": forms}, name))
        data = self.keys(self.open("knowledge/lexicon/safety.yaml"), "the file", ("self_harm", "idioms"))
        add(Concept("self_harm", "self_harm"), self.texts(data.get("self_harm", []), "self_harm"))
        add(Concept("idiom", "idiom"), self.texts(data.get("idioms", []), "idioms"))
        data = self.keys(self.open("knowledge/lexicon/acts.yaml"), "the file", ("acts",))
        for name, forms in self.items(data, "acts"):
            add(Concept(name, "act", {name: 3.0}), self.forms({"forms": forms}, name))
            self.acts.append(name)
        data = self.keys(self.open("knowledge/lexicon/words.yaml"), "the file", ("function", "neutral"))
        for name in ("function", "neutral"):
            collected[name] = self.lines(data, name)
        for name in ("common", "other"):
            self.file = f"knowledge/lexicon/english_{name}.txt"
            try:
                lines = (self.folder / self.file).read_text(encoding="utf-8").splitlines()
            except FileNotFoundError:
                self.fault("the file", "is missing: create it")
                lines = []
            except (OSError, ValueError) as error:
                self.fault("the file", f"cannot be read: {error}: save it as UTF-8 text")
                lines = []
            collected[name] = tuple(line for line in lines if line and not line.startswith("#"))

    def intents(
        self, topics: Mapping[str, Topic], families: Mapping[str, Family]
    ) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
        data = self.keys(self.open("intents.yaml"), "the file", ("topics", "declines", "acts"))
        examples: dict[str, tuple[str, ...]] = {}
        owner: dict[tuple[str, ...], str] = {}
        for group, known in (("topics", topics), ("declines", families), ("acts", None)):
            given = dict(self.items(data, group))
            for name in given.keys() if known is None else known:
                if name not in given:
                    if not getattr(data, "unread", False):
                        self.fault(name, f"has no examples under {group!r}: add at least one")
                    continue
                examples[name] = self.texts(given[name], name, data)
                if not examples[name]:
                    self.fault(name, f"has no examples under {group!r}: add at least one", given[name])
                for sentence in examples[name]:
                    key = stems_of(sentence)
                    if owner.setdefault(key, name) != name:
                        message = f"the example {sentence!r} also stands under {owner[key]}: keep one"
                        self.fault(name, message, given[name])
            for name in given if known is not None else ():
                if name not in (known or {}):
                    where = "knowledge/" if group == "topics" else "knowledge/lexicon/families.yaml"
                    self.fault(name, f"stands under {group!r}, but {where} does not have it: correct it", given[name])
        self.file = "knowledge/lexicon/acts.yaml"
        for name in self.acts:
            if name not in examples and not getattr(data, "unread", False):
                self.fault(name, "has words here, but no examples under 'acts' in intents.yaml: add some there")
        return examples, tuple(name for name, _ in _items(data.get("acts")))

    def replies(self) -> dict[str, str]:
        data = self.keys(self.open("knowledge/replies.yaml"), "the file", ("replies",))
        given = dict(self.items(data, "replies"))
        replies = {name: self.text(given, name, name) for name in given}
        for name, holes in REPLIES.items() if given else ():
            if name not in replies:
                self.fault(name, "is missing: add the sentence", data.get("replies"))
            for hole in set(_HOLE.findall(replies.get(name, ""))) - set(holes):
                self.fault(name, f"refers to {{{hole}}}, which is not given: {_listed(holes)}", data.get("replies"))
        return replies


def _items(node: object) -> list[tuple[str, Any]]:
    return [(str(key), value) for key, value in node.items()] if isinstance(node, dict) else []


def _listed(holes: Sequence[str]) -> str:
    return f"use {', '.join('{' + hole + '}' for hole in holes)}" if holes else "use none"
