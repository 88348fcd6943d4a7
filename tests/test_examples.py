"""The examples: short, each with a README that names what there is and nothing else."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted(path.parent for path in (ROOT / "examples").glob("*/README.md"))
MOST_LINES = 95


def extras() -> dict[str, list[str]]:
    """The extras of the package."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return dict(project["optional-dependencies"])


def test_there_is_one_for_each_host() -> None:
    assert [folder.name for folder in EXAMPLES] == ["discord_bot", "irc_bot", "slack_bot", "telegram_bot", "web"]


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_an_example_is_one_short_file(folder: Path) -> None:
    (program,) = folder.glob("*.py")
    assert program.read_text(encoding="utf-8").count("\n") <= MOST_LINES


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_its_readme_installs_and_starts_it(folder: Path) -> None:
    readme = (folder / "README.md").read_text(encoding="utf-8")
    (program,) = folder.glob("*.py")
    (commands,) = re.findall(r"^```sh\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    install, start = commands.splitlines()
    assert install.startswith("python3 -m venv .venv && .venv/bin/pip install -q ")
    assert program.name in start or f"{program.stem}:" in start
    for extra in re.findall(r"advisor\[(\w+)\]", readme):
        assert extra in extras()


@pytest.mark.parametrize(
    ("host", "library", "message"),
    [
        ("telegram_bot", "telegram", "set TELEGRAM_TOKEN"),
        ("slack_bot", "slack_bolt", "set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET"),
        ("discord_bot", "discord", "set DISCORD_TOKEN"),
        ("irc_bot", "asyncio", "cannot reach 127.0.0.1:1:"),
    ],
)
def test_without_its_variables_it_says_what_to_set(host: str, library: str, message: str) -> None:
    pytest.importorskip(library, reason=f"needs the library {library}")
    env = {name: value for name, value in os.environ.items() if not re.match(r"(TELEGRAM|SLACK|DISCORD|IRC)_", name)}
    env |= {"IRC_HOST": "127.0.0.1", "IRC_PORT": "1"}
    ended = subprocess.run(
        [sys.executable, "bot.py"], cwd=ROOT / "examples" / host, env=env,
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith(message)


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_its_readme_names_every_variable(folder: Path) -> None:
    readme = (folder / "README.md").read_text(encoding="utf-8")
    (program,) = folder.glob("*.py")
    read = set(re.findall(r"environ(?:\.get\(|\[)\"(\w+)\"", program.read_text(encoding="utf-8")))
    assert read == set(re.findall(r"`([A-Z]+_[A-Z_]+)`", readme))


def test_hosts_are_all_of_them() -> None:
    (everything,) = extras()["hosts"]
    assert set(re.findall(r"\w+", everything)) == {"advisor", *extras()} - {"hosts", "test", "mcp", "bench"}
