"""The article that a pack's facts come from, and the roles that they are about."""

from __future__ import annotations

from collections.abc import Mapping

from advisor.loading.reader import Reader, unread
from advisor.loading.yaml_files import Node, YamlMapping
from advisor.model import BOTH, Article, Role, Section
from advisor.values import replace


def read_article(reader: Reader) -> Article:
    """`sources.yaml`: the article and its sections, in order.

    An overlay's has a source of its own, whose sections follow and tell where they come from.
    """
    own, *added = reader.layers("knowledge/sources.yaml")
    article = _article(reader, own)
    for data in added:
        other = _article(reader, data)
        named = f"\u201c{other.title}\u201d by {other.author}"
        taken = {section.id for section in article.sections}
        for section in other.sections:
            if section.id in taken:
                reader.fault(section.id, "is a section of the pack's own source: give it another id", data)
        sections = (replace(section, source=named, label=f"{section.label}, {named}") for section in other.sections)
        article = replace(article, sections=(*article.sections, *sections))
    return article


def _article(reader: Reader, data: Node) -> Article:
    data = reader.keys(data, "the file", ("article", "sections"))
    optional = ("author_role", "publisher", "date", "year_named")
    given = data.get("article")
    about = reader.keys(given, "article", ("title", "author"), optional) if "article" in data else YamlMapping()
    sections = []
    for name, node in reader.items(data, "sections"):
        node = reader.keys(node, name, ("heading",), ("label",))
        label = reader.text(node, "label", name, name.replace("_", " "))
        sections.append(Section(name, reader.text(node, "heading", name), label))
    year = about.get("year_named")
    return Article(
        reader.text(about, "title", "article"),
        reader.text(about, "author", "article"),
        year if isinstance(year, int) else None,
        tuple(sections),
    )


def read_roles(reader: Reader) -> dict[str, Role]:
    """`roles.yaml`: the careers by id; both of those that programs rely on."""
    data = reader.keys(reader.open("knowledge/roles.yaml"), "the file", ("roles",))
    roles = {}
    for name, node in reader.items(data, "roles"):
        reader.named(name, node)
        node = reader.keys(node, name, ("name", "plural", "short", "shorts"))
        roles[name] = Role(name, *(reader.text(node, key, name) for key in ("name", "plural", "short", "shorts")))
    for name in BOTH:
        if name not in roles and not unread(data):
            reader.fault(name, "is missing: add it, programs rely on this role id")
    return roles


def role_ids(reader: Reader, value: object, entry: str, roles: Mapping[str, Role], node: object) -> tuple[str, ...]:
    """The roles that an entry names: one id, a list of them, or "both". In one order, whatever the file says."""
    if value == "both":
        return BOTH
    given = {value} if isinstance(value, str) else set(map(str, value)) if isinstance(value, list) else set()
    order = (*BOTH, *roles)
    for role in sorted(given - set(order)):
        reader.fault(entry, f"names the unknown role {role!r}: use {', '.join(roles)} or both", node)
    if not given:
        reader.fault(entry, f"needs a role: {', '.join(roles)} or both", node)
    return tuple(role for role in dict.fromkeys(order) if role in given)
