"""Write docs/reference.md from the docstrings of the public names: `python docs/build_reference.py`.

The source is read, not imported, so that signatures stand as they were written, the text under a field is found, and
no optional library is needed. `tests/test_docs.py` fails where the page is not what this makes of the code.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/reference.md"
HEAD = """# Reference

Every public name, from its docstring; `docs/build_reference.py` writes this page. How they are used together is told in
[the guide](embedding.md). All but those of the last two sections are imported from `advisor`.
"""
SECTIONS = {
    "The engine": "engine",
    "A reply": "reply",
    "What is known": "model",
    "Sessions": "session",
    "Many users": "stores",
    "Rendering": "rendering",
    "Comparisons": "comparing",
    "The result of an interview": "interview",
    "The matcher by itself": "matcher",
    "Errors": "errors",
    "Redis (`advisor.redis_store`, extra `redis`)": "redis_store",
    "Tests of bots (the fixture `advisor_chat` of pytest)": "pytest_plugin",
}
"""Heading to module of `advisor`."""
BESIDE = {"redis_store": ("RedisStore",), "pytest_plugin": ("advisor_engine", "advisor_chat", "TestedChat")}
"""Public names that `advisor` itself does not load."""
MADE_INSIDE = {"Chat", "TestedChat"}
"""Classes that are never called by a host."""


def public() -> dict[str, tuple[str, ...]]:
    """Module to public names, as `advisor.__init__` says."""
    for node in ast.parse((ROOT / "advisor/__init__.py").read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "_HOMES":
            homes = ast.literal_eval(node.value)
            return {module.removeprefix("advisor."): tuple(names.split()) for module, names in homes.items()} | BESIDE
    raise LookupError("advisor/__init__.py has no _HOMES, which says where public names are")


def definitions(module: str) -> dict[str, ast.stmt]:
    """What a module defines, and where a package takes it from another of its modules, what that one defines."""
    path = ROOT / f"advisor/{module}.py"
    path = path if path.exists() else ROOT / f"advisor/{module}/__init__.py"
    found: dict[str, ast.stmt] = {}
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            found[node.name] = node
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id] = node
        elif isinstance(node, ast.ImportFrom) and path.name == "__init__.py" and node.module:
            found |= definitions(node.module.removeprefix("advisor.").replace(".", "/"))
    return found


def described(node: ast.ClassDef | ast.FunctionDef) -> str:
    """A docstring as Markdown: what it tells of one parameter or error is an item of a list."""
    made: list[str] = []
    for line in inspect.cleandoc(ast.get_docstring(node) or "").splitlines():
        before = made[-1] if made else ""
        listed = before.startswith(("- ", "  "))
        if re.match(r"`[\w`, ]+: |Raises ", line):
            made += [f"- {line}"] if listed or not before else ["", f"- {line}"]
        elif listed and before.endswith(".") and line:
            made += ["", line]
        else:
            made.append(f"  {line}" if listed and line else line)
    return "\n".join(made)


def value(node: ast.expr, found: dict[str, ast.stmt]) -> str:
    """A default; a constant of the module by what it is."""
    named = found.get(node.id) if isinstance(node, ast.Name) else None
    return ast.unparse(named.value if isinstance(named, ast.Assign) else node)


def signature(node: ast.FunctionDef, name: str, found: dict[str, ast.stmt]) -> str:
    """A call as it may be written, with types and defaults."""
    given = node.args
    lacking = [None] * (len(given.args) - len(given.defaults))
    written = [_argument(*pair, found) for pair in zip(given.args, [*lacking, *given.defaults], strict=True)]
    if written and given.args[0].arg in ("self", "cls"):
        del written[0]
    if given.kwonlyargs:
        named = zip(given.kwonlyargs, given.kw_defaults, strict=True)
        written += ["*", *(_argument(*pair, found) for pair in named)]
    returns = f" -> {ast.unparse(node.returns)}" if node.returns and node.name != "__init__" else ""
    return f"`{name}({', '.join(written)}){returns}`"


def _argument(given: ast.arg, default: ast.expr | None, found: dict[str, ast.stmt]) -> str:
    kind = f": {ast.unparse(given.annotation)}" if given.annotation else ""
    return f"{given.arg}{kind}" + (f" = {value(default, found)}" if default else "")


def decorated(node: ast.ClassDef | ast.FunctionDef) -> str:
    return " ".join(ast.unparse(one) for one in node.decorator_list)


def fields(node: ast.ClassDef, found: dict[str, ast.stmt]) -> Iterator[str]:
    """The fields of a class as items, each with the text under it."""
    for field, after in zip(node.body, [*node.body[1:], None], strict=True):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            default = f" = {value(field.value, found)}" if field.value else ""
            name = f"{field.target.id}: {ast.unparse(field.annotation)}{default}"
        elif isinstance(field, ast.Assign) and isinstance(field.targets[0], ast.Name):
            name = f"{field.targets[0].id} = {ast.unparse(field.value)}"
        else:
            continue
        if name.startswith("_"):
            continue
        told = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) and after.value.value
        yield f"- `{name}`" + (f": {' '.join(str(told).split())}" if told else "")


def class_entry(node: ast.ClassDef, found: dict[str, ast.stmt]) -> str:
    """A class with its fields, properties and methods."""
    methods = [one for one in node.body if isinstance(one, ast.FunctionDef)]
    made = next((one for one in methods if one.name == "__init__"), None)
    called = signature(made, node.name, found) if made and node.name not in MADE_INSIDE else f"`{node.name}`"
    parts = [f"### {called}", described(node), "\n".join(fields(node, found))]
    for one in methods:
        if one.name.startswith("_"):
            continue
        kind = decorated(one)
        if kind == "property":
            head = f"`{node.name}.{one.name}: {ast.unparse(one.returns) if one.returns else 'Any'}`"
        else:
            head = signature(one, f"{node.name}.{one.name}", found)
        parts += [f"#### {head}", described(one)]
    return "\n\n".join(part for part in parts if part)


def entry(name: str, found: dict[str, ast.stmt]) -> str:
    """What is told of one public name."""
    node = found[name]
    if isinstance(node, ast.ClassDef):
        return class_entry(node, found)
    if isinstance(node, ast.FunctionDef):
        head = f"`{name}`" if "fixture" in decorated(node) else signature(node, name, found)
        return f"### {head}\n\n{described(node)}"
    if isinstance(node, ast.Assign):
        return f"### `{name} = {ast.unparse(node.value)}`"
    raise LookupError(f"{name} is neither class, function nor alias")


def page() -> str:
    """The whole page."""
    names = public()
    if lacking := set(names) - set(SECTIONS.values()):
        raise LookupError(f"no section for the public names of {', '.join(sorted(lacking))}: add them to SECTIONS")
    parts = [HEAD.rstrip()]
    for heading, module in SECTIONS.items():
        found = definitions(module)
        parts.append(f"## {heading}")
        parts += [entry(name, found) for name in found if name in names[module]]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"wrote {PAGE.relative_to(ROOT)}\n")
