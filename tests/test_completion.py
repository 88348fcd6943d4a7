"""Completion files for shells: they know every command, option and topic, and the wheel puts them in their places."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from advisor import cli, files

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "completions"
SHELLS = {"bash": "advisor.bash", "zsh": "_advisor", "fish": "advisor.fish"}


@pytest.fixture(scope="module")
def options() -> dict[str, set[str]]:
    """The options of each command, and under "" those of the program."""
    def shown(*arguments: str) -> str:
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            assert cli.main([*arguments, "--help"]) == 0
        return printed.getvalue()

    overview = shown()
    names = re.findall(r"^    ([a-z]+) {2,}", overview, re.MULTILINE)
    return {name: set(re.findall(r"--([a-z-]+)", shown(*name.split()))) for name in ("", *names)}


def words(name: str) -> set[str]:
    """Every word of a completion file, options without their hyphens."""
    return set(re.findall(r"\w[\w-]*", (FOLDER / name).read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", SHELLS.values())
def test_a_file_knows_every_command_option_and_topic(name, options, advisor):
    known = words(name)
    assert set(options) - {""} <= known
    assert set().union(*options.values()) <= known
    assert set(advisor.library.topics) <= known


@pytest.mark.parametrize(("shell", "name"), SHELLS.items())
def test_the_wheel_puts_a_file_where_its_shell_looks(shell, name, tmp_path, monkeypatch):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    place = project["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"][f"completions/{name}"]
    assert shell in place
    (tmp_path / place).parent.mkdir(parents=True)
    (tmp_path / place).touch()
    monkeypatch.setattr("sysconfig.get_path", lambda name: str(tmp_path))
    assert files.completion_files() == [tmp_path / place]


@pytest.mark.parametrize(("shell", "name"), SHELLS.items())
def test_a_file_is_a_script_of_its_shell(shell, name):
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    subprocess.run([shell, "-n", str(FOLDER / name)], check=True, timeout=60)


BASH = {
    "advisor co": ["compare", "compile", "conflicts"],
    "advisor --co": ["--color"],
    "advisor --color n": ["never"],
    "advisor --pack x --keys v": ["vi"],
    "advisor --plain compare sal": ["salary"],
    "advisor compare salary --f": ["--format"],
    "advisor ask --format j": ["json"],
    "advisor eval --fa": ["--failures"],
    "advisor --width 4": [],
    "advisor check comp": ["completions"],
    "advisor eval READ": ["README.md"],
}


@pytest.mark.parametrize(("line", "offered"), BASH.items())
def test_bash_completes(line, offered):
    if not shutil.which("bash"):
        pytest.skip("bash is not installed")
    typed = line.split(" ")
    script = f'source completions/advisor.bash; COMP_WORDS=("$@"); COMP_CWORD={len(typed) - 1}; _advisor 2>/dev/null; '
    script += 'printf "%s\\n" "${COMPREPLY[@]}"'
    done = subprocess.run(
        ["bash", "-c", script, "bash", *typed], capture_output=True, text=True, cwd=ROOT, timeout=60, check=False
    )
    assert done.stdout.split() == offered


@pytest.mark.parametrize(
    "command", ["", "ask", "compare", "compile", "conflicts", "topics", "mcp", "paths", "check", "eval"]
)
def test_bash_offers_just_the_options_of_a_command(command, options):
    if not shutil.which("bash"):
        pytest.skip("bash is not installed")
    typed = ["advisor", *command.split(), "--"]
    script = f'source completions/advisor.bash; COMP_WORDS=("$@"); COMP_CWORD={len(typed) - 1}; _advisor; '
    script += 'printf "%s\\n" "${COMPREPLY[@]}"'
    done = subprocess.run(
        ["bash", "-c", script, "bash", *typed], capture_output=True, text=True, cwd=ROOT, timeout=60, check=False
    )
    assert {option.removeprefix("--") for option in done.stdout.split()} == options[command]
