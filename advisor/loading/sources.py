"""The article that a pack's facts come from, and the roles that they are about."""

from __future__ import annotations

from collections.abc import Mapping

from advisor.loading.reader import Reader, unread
from advisor.loading.yaml_files import YamlMapping
from advisor.model import BOTH, Article, Role, Section


def read_article(reader: Reader) -> Article:
    """`sources.yaml`: the article and its sections, in order."""
    data = reader.keys(reader.open("knowledge/sources.yaml"), "the file", ("article", "sections"))
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
