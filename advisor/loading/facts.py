"""The topics of a pack, with their facts and openings, all holes filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping

from advisor.loading.figures import NO_FIGURE, read_figure
from advisor.loading.reader import HOLE, Reader, unread
from advisor.loading.sources import role_ids
from advisor.loading.yaml_files import Node
from advisor.model import BOTH, Article, Fact, Opening, Role, Topic
from advisor.values import replace

QUESTION_BYTES = 60
"""A suggestion is at once label, callback payload and sent text; 60 UTF-8 bytes fit every host."""
_OTHER_FILES = {
    "sources.yaml", "roles.yaml", "disagreements.yaml", "replies.yaml", "interview.yaml", "stages.yaml",
    "leanings.yaml",
}  # fmt: skip
"""Files in `knowledge/` that hold no topic."""


def read_topics(reader: Reader, article: Article, roles: Mapping[str, Role]) -> dict[str, Topic]:
    """Each file in `knowledge/` that is a topic's, in the order of their names."""
    raw = [
        (name.removesuffix(".yaml"), reader.open(f"knowledge/{name}"))
        for name in reader.names("knowledge", "*.yaml")
        if name not in _OTHER_FILES
    ]
    names = {str(data.get("topic", stem)) for stem, data in raw}
    topics = _Topics(reader, roles, {section.id for section in article.sections}, names)
    read = [topics.topic(stem, data) for stem, data in raw if not unread(data)]
    return topics.filled({topic.id: topic for topic in read})


class _Topics:
    """Reads topic files against the roles, sections and topics that there are."""

    def __init__(self, reader: Reader, roles: Mapping[str, Role], sections: set[str], names: set[str]) -> None:
        self.reader = reader
        self.roles = roles
        self.sections = sections
        self.names = names
        self.seen: dict[str, str] = {}
        """Fact id to the file where it stands."""

    def topic(self, stem: str, data: Node) -> Topic:
        """The topic in the file of that name; its openings still have their holes."""
        reader = self.reader
        reader.file = f"knowledge/{stem}.yaml"
        required = ("topic", "title", "question", "role_question", "aspects", "openings", "facts")
        data = reader.keys(data, "the file", required, ("chooser",))
        name = reader.text(data, "topic", "the file")
        if name != stem:
            reader.fault("topic", f"is {name!r}, but the file is {stem}.yaml: make them the same", data)
        reader.named(name, data)
        aspects = {}
        for key, _ in reader.items(data, "aspects"):
            reader.named(key, data["aspects"])
            aspects[key] = reader.wording(data["aspects"], key, "aspects")
        facts = []
        for node in reader.nodes(data.get("facts"), "facts"):
            fact = self.fact(node, name, aspects)
            if fact.id in self.seen:
                reader.fault(fact.id, f"stands twice (also in {self.seen[fact.id]}): give it another id", node)
            self.seen[fact.id] = reader.file
            facts.append(fact)
        openings = tuple(self.opening(node, aspects) for node in reader.nodes(data.get("openings"), "openings"))
        chooser = self.chooser(data)
        question = self.question(data, "question", {})
        role_question = reader.text(data, "role_question", "the file")
        for role in self.roles.values():
            self.question(data, "role_question", {"plural": role.plural})
        title = reader.wording(data, "title", "the file")
        return Topic(name, title, question, role_question, aspects, openings, tuple(facts), chooser)

    def question(self, node: Node, key: str, filling: Mapping[str, str]) -> str:
        """A question of the topic's own, filled in; short enough for a suggestion."""
        text = self.reader.wording(node, key, "the file")
        for name, value in filling.items():
            text = text.replace("{" + name + "}", value)
        for hole in HOLE.findall(text):
            self.reader.fault("the file", f"{key!r} refers to {{{hole}}}, which is not given: remove it", node)
        size = len(text.encode())
        if size > QUESTION_BYTES:
            self.reader.fault("the file", f"{key!r} has {size} bytes, filled in: shorten it to {QUESTION_BYTES}", node)
        return text

    def fact(self, node: Node, topic: str, aspects: Mapping[str, str]) -> Fact:
        """One fact, with its figure filled in."""
        reader = self.reader
        name = reader.text(node, "id", "a fact") or "a fact"
        optional = ("also", "direction", "measure", "statistic", "value", "qualifier", "unit", "period", "place")
        reader.keys(node, name, ("id", "role", "aspect", "section", "text", "cell"), optional)
        aspect = str(node.get("aspect", ""))
        self.declared(aspect, aspects, name, node)
        shown = read_figure(reader, node, name)
        section = str(node.get("section", ""))
        if section not in self.sections:
            reader.fault(name, f"names the section {section!r}, which sources.yaml does not have: add it there", node)
        also = reader.texts(node.get("also") or [], name, node)
        for other in also:
            if other not in self.names:
                message = f"'also' names the topic {other!r}, which has no file in knowledge/: correct it"
                reader.fault(name, message, node)
        value = node.get("value") if shown != NO_FIGURE else None
        texts = {key: reader.optional(node, key, name) for key in ("measure", "statistic", "unit", "period", "place")}
        filling = {"value": shown, "period": texts["period"], "place": texts["place"]}
        return Fact(
            id=name,
            topic=topic,
            roles=role_ids(reader, node.get("role"), name, self.roles, node),
            aspect=aspect,
            section=section,
            text=self.filled_in(reader.wording(node, "text", name), filling, name, node),
            cell=self.filled_in(reader.wording(node, "cell", name), filling, name, node),
            also=also,
            direction=self.direction(node, name),
            value=tuple(value) if isinstance(value, list) else value,
            figure=shown,
            **texts,
        )

    def opening(self, node: Node, aspects: Mapping[str, str]) -> Opening:
        """One opening, with its holes."""
        text = self.reader.wording(node, "text", "openings")
        entry = _entry(text)
        self.reader.keys(node, entry, ("roles", "text", "facts"), ("aspect", "direction"))
        aspect = node.get("aspect")
        if aspect is not None:
            self.declared(aspect, aspects, entry, node)
        return Opening(
            role_ids(self.reader, node.get("roles"), entry, self.roles, node),
            text,
            self.reader.texts(node.get("facts"), entry, node),
            aspect,
            self.direction(node, entry),
        )

    def chooser(self, data: Node) -> Opening | None:
        """What the comparison means for somebody who chooses, with its holes; a topic may do without it."""
        if "chooser" not in data:
            return None
        node = self.reader.keys(data["chooser"], "chooser", ("text", "facts"))
        facts = self.reader.texts(node.get("facts", []), "chooser", node)
        if node.get("facts") == []:
            self.reader.fault("chooser", "rests on no fact: name at least one under 'facts'", node)
        return Opening(BOTH, self.reader.wording(node, "text", "chooser"), facts)

    def declared(self, aspect: object, aspects: Mapping[str, str], entry: str, node: Node) -> None:
        """Report an aspect that the topic lacks."""
        if not isinstance(aspect, str) or aspect not in aspects:
            message = f"has the aspect {aspect!r}, which the topic does not declare: add it to 'aspects'"
            self.reader.fault(entry, message, node)

    def direction(self, node: Node, entry: str) -> str | None:
        """The way of switching that an entry is about."""
        value = node.get("direction")
        if value is None:
            return None
        ends = str(value).split(">")
        if len(ends) != 2 or ends[0] == ends[1] or any(end not in self.roles for end in ends):
            message = f"'direction' is {value!r}: write two roles as audio_engineer>music_producer"
            self.reader.fault(entry, message, node)
        return str(value)

    def filled_in(self, text: str, filling: Mapping[str, object], entry: str, node: object) -> str:
        """A text with its holes filled."""

        def fill(hole: re.Match[str]) -> str:
            value = filling.get(hole.group(1))
            if value is None:
                message = f"refers to {{{hole.group(1)}}}, which is not given: add or correct it"
                self.reader.fault(entry, message, node)
                return ""
            return str(value)

        return HOLE.sub(fill, text)

    def filled(self, topics: Mapping[str, Topic]) -> dict[str, Topic]:
        """The topics with the holes of their openings filled; an opening may show figures of any topic."""
        facts = [fact for topic in topics.values() for fact in topic.facts]
        figures = {fact.id: fact.figure for fact in facts} | {f"{fact.id}:period": fact.period for fact in facts}
        result = {}
        for topic in topics.values():
            self.reader.file = f"knowledge/{topic.id}.yaml"
            openings = tuple(self.filled_opening(opening, figures) for opening in topic.openings)
            for wanted in (BOTH, *((role,) for role in BOTH)):
                if not any(o.roles == wanted and o.aspect is None and o.direction is None for o in openings):
                    self.reader.fault("openings", f"lack one for {' and '.join(wanted)} without aspect: add it")
            chooser = self.filled_opening(topic.chooser, figures) if topic.chooser else None
            result[topic.id] = replace(topic, openings=openings, chooser=chooser)
        return result

    def filled_opening(self, opening: Opening, figures: Mapping[str, str | None]) -> Opening:
        """An opening with its holes filled: {id} by the figure of a fact that it names, {id:period} by its period."""
        entry = _entry(opening.text)
        for name in opening.facts:
            if name not in figures:
                self.reader.fault(entry, f"names the fact {name!r}, which does not exist: correct the name")
        for hole in HOLE.findall(opening.text):
            if hole in figures and hole.removesuffix(":period") not in opening.facts:
                self.reader.fault(entry, f"shows the figure of {hole!r}: add it to the opening's 'facts'")
        return replace(opening, text=self.filled_in(opening.text, figures, entry, None))


def _entry(text: str) -> str:
    """How a fault names an opening."""
    return f"opening {text[:40]!r}"
