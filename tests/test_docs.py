"""The documents: their code runs, the talk is what the advisor says, and nothing that can be asked for is left out."""

from __future__ import annotations

import importlib.util
import io
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from test_architecture import FILES, LEVELS

import advisor
from advisor import Advisor, Kind, Session, cli, commands, display, evaluation, settings
from advisor.screen import Screen
from advisor.settings import CHOICES, Settings

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = tuple(path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "examples").glob("*/README.md")))
DOCUMENTS = (
    "README.md", "CHANGELOG.md", "docs/architecture.md", "docs/embedding.md", "docs/reference.md", "docs/terminal.md",
    "evaluation/README.md", *EXAMPLES,
)  # fmt: skip
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
_TALK_LINES = 10


def document(name: str) -> str:
    """The text of a document."""
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    """The fenced blocks of a document in one language."""
    return [body for found, body in _FENCE.findall(document(name)) if found == language]


def talk() -> list[tuple[str, str]]:
    """The talk at the head of the README: (message, reply)."""
    lines = blocks("README.md", "text")[0].splitlines()
    assert len(lines) == _TALK_LINES
    assert all(line.startswith("> ") for line in lines[::2])
    return [(line.removeprefix("> "), reply) for line, reply in zip(lines[::2], lines[1::2], strict=True)]


def entry(name: str, number: int) -> Any:
    """What a YAML block of a document holds."""
    return yaml.safe_load(blocks(name, "yaml")[number])


# --- what is shown is what happens ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["README.md", "docs/embedding.md"])
def test_python_blocks_run_in_order_as_one_script(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    held: dict[str, Any] = {"__name__": "document"}
    found = blocks(name, "python")
    assert found
    for number, code in enumerate(found, 1):
        exec(compile(code, f"{name}, python block {number}", "exec"), held)
    assert capsys.readouterr().out
    assert not list(tmp_path.iterdir())


def test_the_six_lines_of_the_readme_hold_a_talk(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = blocks("README.md", "python")
    assert len(code.splitlines()) == 6
    held: dict[str, Any] = {}
    exec(code, held)
    assert (held["reply"].topics, held["reply"].roles) == (("stress",), ("music_producer",))
    assert "music_producer" in capsys.readouterr().out


def test_the_talk_of_the_readme_is_what_the_advisor_says(advisor: Advisor) -> None:
    session = Session()
    said = []
    for text, _ in talk():
        reply = advisor.reply(text, session)
        session = reply.session
        said.append((text, display.in_one_line(reply)))
    assert said == talk()


def test_the_talk_of_the_readme_is_what_the_terminal_prints(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{text}\n" for text, _ in talk())))
    assert cli.main([]) == 0
    assert capsys.readouterr().out.splitlines() == [reply for _, reply in talk()]


def test_the_screen_of_the_readme_is_what_the_terminal_shows(advisor: Advisor) -> None:
    screen = blocks("README.md", "text")[1]
    console = commands.Console(advisor)
    messages = re.findall(r"^> (.+)$", screen, re.MULTILINE)
    assert len(messages) == 2
    shown = [f"> {text}\n{console.take(text, Screen(80)).text}" for text in messages]
    assert "\n\n".join(shown) + "\n" == screen


def test_setting_up_is_one_line_each() -> None:
    chat, test, *rest = blocks("README.md", "sh")
    assert not rest
    for command in (chat, test):
        assert len(command.splitlines()) == 1
        assert command.startswith("python3 -m venv .venv && .venv/bin/pip install -q ")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert chat.rstrip().endswith(f".venv/bin/{next(iter(project['scripts']))}")
    assert "'.[test]'" in test
    assert any(wanted.startswith("pytest") for wanted in project["optional-dependencies"]["test"])
    assert project["requires-python"] == ">=3.11"


def test_the_fact_of_the_readme_stands_in_the_pack() -> None:
    (fact,) = entry("README.md", 0)
    topic = fact["id"].split(".")[0]
    held = yaml.safe_load((ROOT / f"knowledge/{topic}.yaml").read_text(encoding="utf-8"))
    assert fact in held["facts"]


def test_the_wordings_of_the_readme_are_read_so(advisor: Advisor) -> None:
    for concept in entry("README.md", 1).values():
        for form in concept["forms"]:
            reply = advisor.reply(f"is there {form} in this job?")
            assert reply.topics[:1] == tuple(concept["topics"]), form
    for topic, sentences in entry("README.md", 2)["topics"].items():
        assert [advisor.reply(sentence).topics[:1] for sentence in sentences] == [(topic,)] * len(sentences)


def test_the_examples_of_the_evaluation_are_of_its_form(tmp_path: Path) -> None:
    path = tmp_path / "examples.yaml"
    path.write_text("".join(blocks("evaluation/README.md", "yaml")), encoding="utf-8")
    singles, talks = evaluation.items(path)
    assert [item.topics for item in singles] == [("education",)]
    assert [[item.roles for item in turns] for _, turns in talks] == [[("audio_engineer",), ("music_producer",)]]


# --- nothing is left out ----------------------------------------------------------------------------------------------


def test_every_command_and_option_is_described(capsys: pytest.CaptureFixture[str]) -> None:
    text = document("README.md") + document("docs/terminal.md")
    assert cli.main(["--help"]) == 0
    overview = capsys.readouterr().out
    names = re.findall(r"^    ([a-z]+) {2,}", overview, re.MULTILINE)
    assert {"ask", "compare", "conflicts", "topics", "check", "eval"} <= set(names)
    options = set(re.findall(r"(--[a-z-]+)", overview))
    for name in names:
        assert f"`advisor {name}" in document("README.md")
        assert f"`advisor {name}" in document("docs/terminal.md")
        assert cli.main([name, "--help"]) == 0
        options |= set(re.findall(r"(--[a-z-]+)", capsys.readouterr().out))
    assert not {option for option in options if f"`{option}" not in text}
    assert {f"--{name.replace('_', '-')}" for name in CHOICES} <= options
    assert not {name for name in commands.COMMANDS if f"`/{name}" not in text}


def test_every_exit_status_is_described() -> None:
    for status in (cli.DONE, cli.ERROR, cli.USAGE, cli.NOT_HANDLED, cli.INTERRUPTED):
        assert f"\n| {status} |" in document("docs/terminal.md")


def test_the_settings_that_are_described_are_the_usual_ones(tmp_path: Path) -> None:
    (code,) = blocks("docs/terminal.md", "toml")
    path = tmp_path / "advisor.toml"
    path.write_text(code, encoding="utf-8")
    assert settings.read(path) == Settings()
    assert list(tomllib.loads(code)) == list(CHOICES)
    for name, line in zip(CHOICES, code.splitlines(), strict=True):
        assert f"--{name.replace('_', '-')}" in line.replace("--no-", "--")


def test_every_field_of_a_reply_is_described(advisor: Advisor) -> None:
    text = document("docs/embedding.md")
    data = advisor.reply("who earns more?").to_dict()
    lists = [data, *(data[name][0] for name in ("facts", "sources", "conflicts")), data["explanation"]]
    names = {name for fields in lists for name in fields} | {"words", "read_as", "points", "typed"}
    names |= {name for block in (advisor_block(kind) for kind in BLOCKS) for name in block}
    assert not {name for name in names if f"`{name}`" not in text}
    assert not {kind for kind in Kind if f"`{kind.value}`" not in text}


BLOCKS = ("Heading", "Paragraph", "Bullets", "Table", "Bars", "Bar")


def advisor_block(kind: str) -> tuple[str, ...]:
    """The fields of a sort of block."""
    return tuple(getattr(advisor, kind).__dataclass_fields__)


def test_every_public_error_and_door_is_described() -> None:
    text = document("docs/embedding.md")
    for name in ("Advisor", "Session", "IntentMatcher", "render", "respond", "MemoryStore", "PackError", "SessionError",
                 "RequestError", "StoreError"):
        assert name in advisor.__all__
        assert name in text


def reference() -> Any:
    """What writes the reference, as a module."""
    spec = importlib.util.spec_from_file_location("build_reference", ROOT / "docs/build_reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_reference_is_what_the_docstrings_say() -> None:
    assert document("docs/reference.md") == reference().page(), "run `python docs/build_reference.py`"


def test_the_reference_has_every_public_name_and_leaves_none_without_words() -> None:
    text = document("docs/reference.md")
    heads = re.findall(r"^### `(\w+)", text, re.MULTILINE)
    beside = [name for names in reference().BESIDE.values() for name in names]
    assert sorted(heads) == sorted([*advisor.__all__, *beside])
    assert not re.findall(r"^#{3,4} `[^=\n]+`\n\n(?=#)", text, re.MULTILINE)


def test_every_module_stands_in_the_house() -> None:
    text = document("docs/architecture.md")
    assert not {name for name in FILES if f"`{name}.py`" not in text}
    drawn = [tuple(re.findall(r"\w+", line)) for line in blocks("docs/architecture.md", "text")[0].splitlines()]
    assert drawn == list(LEVELS)


def test_constants_stand_where_the_house_says() -> None:
    rows = re.findall(r"^\| `(\w+)\.py` \| (`[A-Z].*) \|$", document("docs/architecture.md"), re.MULTILINE)
    assert len(rows) > 5
    named = [(module, name) for module, cell in rows for name in re.findall(r"`([A-Z_]+)`", cell)]
    package = Path(advisor.__file__).parent  # read, not imported: a module may need a library that is not installed
    assert not [
        (module, name)
        for module, name in named
        if not re.search(rf"^{name}\b.*=", (package / f"{module}.py").read_text(encoding="utf-8"), re.MULTILINE)
    ]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name: str) -> None:
    here = (ROOT / name).parent
    links = [link for link in _LINK.findall(document(name)) if "://" not in link]
    assert not [link for link in links if not (here / link).exists()]


def test_the_changelog_tells_of_this_version() -> None:
    assert re.search(rf"^## \[{re.escape(advisor.__version__)}\]", document("CHANGELOG.md"), re.MULTILINE)
