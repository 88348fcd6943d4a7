"""The house: imports go one way, a few modules alone know a foreign library, and the door is light."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import advisor

ROOT = Path(advisor.__file__).parent
FILES = {path.relative_to(ROOT).with_suffix("").as_posix(): path for path in sorted(ROOT.rglob("*.py"))}
"""Name of a module, with a slash where it is a room of a package inside, to its file."""
LEVELS = (
    ("__main__",),
    ("cli",),
    ("repl", "measuring", "mcp_server"),
    ("prompting", "terminals"),
    ("commands",),
    ("keeping",),
    ("sheets", "recording"),
    ("display", "explaining", "talk", "web_page", "settings", "evaluation", "checking", "redis_store", "pytest_plugin"),
    ("screen", "files", "likeness", "progress"),
    ("__init__",),
    ("stores",),
    ("engine",),
    ("loading", "answers", "rendering", "suggesting"),
    ("dialogue", "interviewing", "comparing", "disagreeing", "paths", "drawing", "formats", "compiled"),
    ("declining", "carrying", "interview", "standing", "drafts"),
    ("references", "small_talk", "describing"),
    ("acts",),
    ("frames", "matcher"),
    ("correcting",),
    ("mentions", "learning", "leaning", "parts", "weighing"),
    ("polarity", "signs"),
    ("clauses", "vocabulary", "intents", "knowledge", "feelings"),
    ("cues", "lanes", "spans"),
    ("text", "reply", "shelves"),
    ("model", "session", "columns"),
    ("errors", "patterns"),
    ("values",),
)
"""From the host down. A module imports only from levels below its own, so two of one level never import each other.

`answers` composes what `dialogue` settled; `rendering` uses `drawing` and `formats`: both stand one level above.
"""
ROOMS = {
    "loading": (
        ("__init__",),
        ("ready",),
        ("pack",),
        ("overlay", "interview"),
        ("facts", "disagreements", "lexicon", "intents", "stages", "leanings"),
        ("sources", "figures"),
        ("reader",),
        ("layers",),
        ("yaml_files", "places"),
    ),
    "interview": (("__init__",), ("turns",), ("listening",), ("result",)),
}
"""The levels inside each package; from outside, only its `__init__` is imported."""
ALONE = {
    "yaml": {"loading/yaml_files"},
    "rapidfuzz": {"vocabulary", "matcher", "likeness"},
    "prompt_toolkit": {"prompting", "repl"},
    "redis": {"redis_store"},
    "mcp": {"mcp_server"},
    "pydantic": {"mcp_server"},
    "pytest": {"pytest_plugin"},
}
"""Foreign library -> the modules that may know it; `likeness` asks "did you mean ...?", `repl` names types only."""
PRINTING = {"prompting", "repl", "terminals", "cli", "__main__"}
REPLYING = (
    "text", "vocabulary", "intents", "cues", "spans", "polarity", "signs", "leaning", "clauses", "mentions", "parts",
    "frames", "acts", "references", "small_talk", "carrying",
    "interview/result", "interview/listening", "interview/turns", "dialogue", "drafts", "interviewing",
    "feelings", "describing", "standing", "comparing", "disagreeing", "paths", "answers",
    "rendering", "suggesting", "engine",
)  # fmt: skip
"""Modules that a message passes; they are pure."""
MOST_LINES = 450
LEVEL = {name: number for number, names in enumerate(LEVELS) for name in names}
ROOM_LEVEL = {
    f"{package}/{name}": number
    for package, levels in ROOMS.items()
    for number, names in enumerate(levels)
    for name in names
}


def _imports(name: str) -> set[str]:
    """Dotted names that a module imports, anywhere in it; `from a import b` gives `a` and `a.b`."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(FILES[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} has a relative import"
            found |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def _own(name: str) -> set[str]:
    """Modules of the package that a module imports; `import advisor` itself is the `__init__`.

    A package inside stands by its own name, as it does in `LEVELS`.
    """
    dotted = {dotted.removeprefix("advisor.") for dotted in _imports(name) if dotted.startswith("advisor.")}
    own = {inside.replace(".", "/") for inside in dotted} & {*FILES, *ROOMS}
    plain = any(isinstance(n, ast.Import) and any(a.name == "advisor" for a in n.names) for n in _nodes(name))
    return own | ({"__init__"} if plain else set())


def _nodes(name: str) -> list[ast.AST]:
    return list(ast.walk(ast.parse(FILES[name].read_text(encoding="utf-8"))))


def _package(name: str) -> str:
    """The package inside that a module is a room of; "" for a module by itself."""
    return name.rpartition("/")[0]


def test_every_module_has_a_level() -> None:
    assert sorted({*LEVEL, *ROOM_LEVEL} - set(ROOMS)) == sorted(FILES)
    assert set(ROOMS) <= set(LEVEL)
    assert sum(map(len, LEVELS)) == len(LEVEL)
    assert sum(len(names) for levels in ROOMS.values() for names in levels) == len(ROOM_LEVEL)


@pytest.mark.parametrize("name", FILES)
def test_imports_go_down_only(name: str) -> None:
    house = {other for other in _own(name) if not _package(other)}
    upward = {other for other in house if LEVEL[other] <= LEVEL[_package(name) or name]}
    upward |= {other for other in _own(name) - house if ROOM_LEVEL[other] <= ROOM_LEVEL.get(name, -1)}
    assert not upward, f"{name} imports {', '.join(sorted(upward))}, which stand no lower"


@pytest.mark.parametrize("name", FILES)
def test_a_package_is_entered_by_its_door(name: str) -> None:
    rooms = {other for other in _own(name) if _package(other) and _package(other) != _package(name)}
    assert not rooms, f"{name} imports {', '.join(sorted(rooms))}, which only their package may"


@pytest.mark.parametrize("library", ALONE)
def test_a_foreign_library_is_known_to_few(library: str) -> None:
    knowing = {name for name in FILES if any(d.split(".")[0] == library for d in _imports(name))}
    assert knowing == ALONE[library]


def test_no_other_library_is_needed() -> None:
    used = {dotted.split(".")[0] for name in FILES for dotted in _imports(name)}
    assert used - set(sys.stdlib_module_names) == {"advisor", *ALONE}


def test_only_loading_opens_pack_files() -> None:
    opening = {
        name
        for name in (*REPLYING, "knowledge", "model")
        for node in _nodes(name)
        if (isinstance(node, ast.Name) and node.id == "open")
        or (isinstance(node, ast.Attribute) and node.attr in ("open", "read_text", "read_bytes", "write_text"))
    }
    assert not opening


@pytest.mark.parametrize("name", sorted(set(FILES) - PRINTING))
def test_no_other_module_prints(name: str) -> None:
    printed = [n.lineno for n in _nodes(name) if isinstance(n, ast.Name) and n.id == "print"]
    written = [n.lineno for n in _nodes(name) if isinstance(n, ast.Attribute) and n.attr in ("stdout", "stderr")]
    assert not printed + written


@pytest.mark.parametrize("name", REPLYING)
def test_replying_knows_no_clock_chance_or_network(name: str) -> None:
    assert not {d.split(".")[0] for d in _imports(name)} & {"time", "datetime", "random", "socket", "urllib", "os"}


@pytest.mark.parametrize("name", FILES)
def test_a_module_stays_readable_in_size(name: str) -> None:
    lines = FILES[name].read_text(encoding="utf-8").count("\n")
    assert lines <= MOST_LINES


@pytest.mark.parametrize("name", FILES)
def test_a_module_says_what_it_is_for(name: str) -> None:
    assert ast.get_docstring(ast.parse(FILES[name].read_text(encoding="utf-8"))) or name == "__main__"


def test_the_door_is_light() -> None:
    script = "import sys, advisor; print(*sorted({'prompt_toolkit', 'asyncio'} & set(sys.modules)))"
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT.parent, timeout=60
    )
    assert run.stdout.strip() == ""


@pytest.mark.parametrize("name", advisor.__all__)
def test_a_public_name_exists_and_says_what_it_is(name: str) -> None:
    thing = getattr(advisor, name)
    if not hasattr(thing, "__module__"):
        return  # an alias of a union of types; each type in it stands in this list itself
    doc = thing.__doc__ or ""
    assert doc.strip()
    assert not doc.startswith(f"{name}("), "the docstring is the one that dataclass makes up"


def test_public_names_are_in_order() -> None:
    assert list(advisor.__all__) == sorted(advisor.__all__)
    assert len(set(advisor.__all__)) == len(advisor.__all__)
