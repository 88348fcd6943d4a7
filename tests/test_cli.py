"""The command line: what it prints, where, and with which exit status."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import advisor
from advisor import Advisor, cli, display, measuring, render, repl, terminals
from advisor.errors import AdvisorError
from advisor.progress import Progress
from advisor.screen import clean
from advisor.settings import CHOICES, Settings

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
HOMELESS = {"XDG_CONFIG_HOME": "/nonexistent", "XDG_STATE_HOME": "/nonexistent"}
"""No settings of whoever runs the tests."""


@pytest.fixture(autouse=True)
def home(monkeypatch, tmp_path) -> Path:
    """A home of its own for settings, history and talks."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path


@pytest.fixture
def loaded(advisor, monkeypatch) -> Advisor:
    """The command line with an engine that is loaded already."""
    monkeypatch.setattr(cli, "_load", lambda options: advisor)
    return advisor


def run(*arguments: str, typed: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "advisor", *arguments], input=typed, capture_output=True, text=True, encoding="utf-8",
        cwd=ROOT, env={**ENVIRONMENT, **HOMELESS, **more}, timeout=60, check=False,
    )  # fmt: skip


def typed(monkeypatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))


# --- a real process -------------------------------------------------------------------------------------------------


def test_version_is_told_without_loading_the_terminal():
    script = "import sys\nfrom advisor.cli import main\nstatus = main(['--version'])\n"
    script += "sys.exit(status or any(name.split('.')[0] in ('prompt_toolkit', 'asyncio') for name in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, env=ENVIRONMENT, check=False
    )
    assert done.returncode == 0
    assert done.stdout.strip() == f"advisor {advisor.__version__}"


def test_a_question_is_answered_on_stdout_with_status_0():
    done = run("ask", "what do producers earn?")
    assert done.returncode == 0
    assert "$" in done.stdout
    assert "\x1b" not in done.stdout
    assert done.stderr == ""


def test_a_question_outside_the_two_careers_ends_with_status_3():
    done = run("ask", "what does a plumber earn?")
    assert done.returncode == 3
    assert "plumber" in done.stdout


def test_a_missing_pack_is_an_error_that_says_what_and_where(tmp_path):
    done = run("--pack", str(tmp_path / "none"), "ask", "hi")
    assert done.returncode == 1
    assert done.stdout == ""
    assert str(tmp_path / "none") in done.stderr
    assert "Traceback" not in done.stderr


def test_piped_lines_are_one_talk_with_one_reply_a_line():
    done = run(typed="what do producers earn?\nand engineers?\nbye\n")
    replies = done.stdout.splitlines()
    assert done.returncode == 0
    assert len(replies) == 3
    assert "$" in replies[0]
    assert "79,280" in replies[1]
    assert "\x1b" not in done.stdout


def test_a_reader_that_goes_away_ends_it_quietly():
    process = subprocess.Popen(
        [sys.executable, "-m", "advisor", "ask", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, cwd=ROOT, env=ENVIRONMENT,
    )  # fmt: skip
    assert process.stdin
    assert process.stdout
    assert process.stderr
    process.stdin.write("hi\n")
    process.stdin.flush()
    assert process.stdout.readline().strip()  # written at once, while the input is still open
    process.stdout.close()
    process.stdin.write("is it stressful?\n" * 3)
    process.stdin.close()
    assert process.wait(timeout=60) == 0
    assert process.stderr.read() == ""
    process.stderr.close()


# --- questions ------------------------------------------------------------------------------------------------------


def test_words_of_a_question_need_no_quotes(loaded, capsys):
    assert cli.main(["ask", "is", "it", "stressful?", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["topics"] == ["stress"]


def test_json_is_the_reply_as_a_dict(loaded, capsys):
    assert cli.main(["ask", "--json", "is it stressful?"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(json.dumps(loaded.reply("is it stressful?").to_dict()))


def test_json_of_a_question_outside_keeps_status_3(loaded, capsys):
    assert cli.main(["ask", "--json", "what does a plumber earn?"]) == 3
    assert json.loads(capsys.readouterr().out)["handled"] is False


def test_lines_never_end_with_status_3(loaded, capsys, monkeypatch):
    typed(monkeypatch, "what does a plumber earn?\n")
    assert cli.main(["ask", "-"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_an_empty_line_gets_its_reply_so_that_lines_can_be_counted(loaded, capsys, monkeypatch):
    typed(monkeypatch, "\ufeffhi\n\nbye")
    assert cli.main([]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 3


def test_json_lines_go_on_with_the_talk_unless_a_session_is_given(loaded, capsys, monkeypatch):
    first = loaded.reply("what do producers earn?").session.to_dict()
    lines = [
        {"text": "is it stressful?"},
        {"text": "and producers?"},
        {"text": "and engineers?", "session": first},
        {"text": "and producers?", "session": None},
    ]
    typed(monkeypatch, "".join(json.dumps(line) + "\n" for line in lines))
    assert cli.main(["ask", "--json", "-"]) == 0
    replies = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [reply["topics"][:1] for reply in replies[:3]] == [["stress"], ["stress"], ["salary"]]
    assert replies[2]["roles"] == ["audio_engineer"]
    assert replies[3] == json.loads(json.dumps(loaded.reply("and producers?").to_dict()))


@pytest.mark.parametrize("line", ["nope", "[]", '{"text": 5}', '{"text": "hi", "session": 5}', "[" * 100_000, ""])
def test_a_bad_json_line_is_told_in_its_place_and_the_next_one_answered(line, loaded, capsys, monkeypatch):
    typed(monkeypatch, f'{line}\n{{"text": "hi"}}\n')
    assert cli.main(["ask", "--json", "-"]) == 1
    bad, good = (json.loads(text) for text in capsys.readouterr().out.splitlines())
    assert bad["error"].startswith("line 1: ")
    assert good["kind"] == "social"


@pytest.mark.parametrize("arguments", [["bogus"], ["ask"], ["--color", "pink"], ["ask", "hi", "--bogus"], ["--pack"]])
def test_wrong_usage_has_status_2_and_says_so_on_stderr(arguments, capsys):
    assert cli.main(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "usage: advisor" in printed.err


def test_nothing_of_a_message_moves_the_cursor_of_the_terminal(loaded, capsys):
    cli.main(["ask", "what do producers \x1b[2Jzzqx\x07 \u202etxet in qwrtzp\udc80 earn"])
    assert not set("\x1b\x07\u202e\udc80") & set(capsys.readouterr().out)


def test_a_question_gets_its_text_and_one_outside_status_3(capsys, loaded):
    assert cli.main(["ask", "is it stressful?"]) == 0
    assert capsys.readouterr().out == clean(loaded.reply("is it stressful?").text) + "\n"
    assert cli.main(["ask", "what does a plumber earn?"]) == 3


def test_on_a_terminal_a_question_is_wrapped_and_its_json_indented(loaded, capsys, monkeypatch):
    monkeypatch.setattr(terminals, "is_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "40")
    assert cli.main(["--color", "never", "ask", "is it stressful?"]) == 0
    shown = capsys.readouterr().out
    assert max(map(len, shown.splitlines())) <= 40
    assert " ".join(shown.split()) == " ".join(loaded.reply("is it stressful?").text.split())
    cli.main(["ask", "--json", "is it stressful?"])
    assert capsys.readouterr().out.startswith('{\n  "text"')


def test_without_streams_there_is_no_terminal_and_nothing_to_read(loaded, capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    assert cli.main([]) == 0
    assert capsys.readouterr().out == ""


# --- how it ends ----------------------------------------------------------------------------------------------------


def failing(error: BaseException):
    def fail(*given: object) -> None:
        raise error

    return fail


def test_ctrl_c_while_answering_has_the_status_of_an_interruption(loaded, capsys, monkeypatch):
    monkeypatch.setattr(display, "in_one_line", failing(KeyboardInterrupt()))
    typed(monkeypatch, "hi\n")
    assert cli.main([]) == 130
    assert capsys.readouterr().err == ""


def test_a_disk_that_cannot_be_written_is_an_error_in_one_line(loaded, capsys, monkeypatch):
    monkeypatch.setattr(display, "topics", failing(OSError(28, "No space left on device")))
    assert cli.main(["topics"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("advisor: error: cannot read or write: ")
    assert "No space left on device" in line


def test_a_pipe_whose_reader_has_gone_is_no_error(loaded, capsys, monkeypatch):
    monkeypatch.setattr(display, "topics", failing(BrokenPipeError()))
    assert cli.main(["topics"]) == 0
    assert capsys.readouterr().err == ""


def test_what_is_left_to_write_for_a_reader_that_has_gone_goes_nowhere(loaded, tmp_path, monkeypatch):
    kept = tmp_path / "out"
    with kept.open("w", encoding="utf-8") as stream:

        def written(*given: object) -> str:
            stream.write("not yet written")
            raise BrokenPipeError

        monkeypatch.setattr(sys, "stdout", stream)
        monkeypatch.setattr(display, "topics", written)
        assert cli.main(["topics"]) == 0
    assert kept.read_text(encoding="utf-8") == ""


# --- the chat -------------------------------------------------------------------------------------------------------


@pytest.fixture
def chats(loaded, monkeypatch):
    """The chats that the command line began on a terminal: (plainly, its settings, whether it goes on)."""
    begun: list[tuple[bool, Settings, bool]] = []
    monkeypatch.setattr(terminals, "is_terminal", lambda: True)

    def beginning(plainly: bool):
        return lambda console, resume: begun.append((plainly, console.settings, resume))

    monkeypatch.setattr(repl, "chat", beginning(False))
    monkeypatch.setattr(repl, "chat_plainly", beginning(True))
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return begun


def test_on_a_terminal_the_chat_has_the_usual_settings(chats):
    assert cli.main([]) == 0
    assert chats == [(False, Settings(), False)]


OPTIONS = {
    "color": (["--color", "never"], "never"),
    "plain": (["--plain"], True),
    "width": (["--width", "60"], 60),
    "ghost_text": (["--no-ghost-text"], False),
    "keys": (["--keys", "vi"], "vi"),
    "history": (["--no-history"], False),
    "history_lines": (["--history-lines", "5"], 5),
    "save_session": (["--save-session"], True),
}


@pytest.mark.parametrize("name", CHOICES)
def test_every_setting_is_an_option_that_weighs_more_than_the_file(chats, home, name):
    arguments, value = OPTIONS[name]
    usual = getattr(Settings(), name)
    in_file = {True: "true", False: "false"}.get(usual, f'"{usual}"' if isinstance(usual, str) else usual)
    (home / "config" / "advisor").mkdir(parents=True)
    (home / "config" / "advisor" / "advisor.toml").write_text(f"{name} = {in_file}\n", encoding="utf-8")
    assert cli.main(arguments) == 0
    assert cli.main([]) == 0
    assert [getattr(settings, name) for _, settings, _ in chats] == [value, usual]


def test_settings_of_the_file_count_and_options_turn_them_back(chats, home):
    (home / "config" / "advisor").mkdir(parents=True)
    (home / "config" / "advisor" / "advisor.toml").write_text("plain = true\nhistory = false\n", encoding="utf-8")
    assert cli.main(["--history"]) == 0
    assert cli.main(["--no-plain", "--resume"]) == 0
    assert [(plainly, settings.history, resume) for plainly, settings, resume in chats] == [
        (True, True, False), (False, False, True),
    ]  # fmt: skip


def test_a_wrong_settings_file_is_an_error_but_paths_still_tells_where_it_is(chats, home, capsys):
    path = home / "config" / "advisor" / "advisor.toml"
    path.parent.mkdir(parents=True)
    path.write_text('colour = "never"\n', encoding="utf-8")
    assert cli.main([]) == 1
    assert f"{path}: unknown setting 'colour': did you mean color?" in capsys.readouterr().err
    assert cli.main(["paths"]) == 0
    assert f"settings    {path}\n" in capsys.readouterr().out
    assert chats == []


def test_paths_tells_every_place(home, capsys, monkeypatch):
    share = home / "share" / "fish" / "vendor_completions.d"
    share.mkdir(parents=True)
    (share / "advisor.fish").write_text("", encoding="utf-8")
    monkeypatch.setattr("sysconfig.get_path", lambda name: str(home))
    assert cli.main(["paths"]) == 0
    shown = capsys.readouterr().out.splitlines()
    state = home / "state" / "advisor"
    assert shown == [
        f"settings    {home / 'config' / 'advisor' / 'advisor.toml'}",
        f"history     {state / 'history'}",
        f"talk        {state / 'talk.json'}",
        f"completion  {share / 'advisor.fish'}",
    ]


@pytest.mark.parametrize("arguments", [["--width", "5"], ["--width", "wide"], ["--keys", "nano"], ["--color", "pink"]])
def test_a_value_that_a_setting_does_not_take_is_wrong_usage(arguments, capsys):
    assert cli.main(arguments) == 2
    assert "must be" in capsys.readouterr().err


def test_the_chat_is_plain_on_a_terminal_that_can_do_nothing(chats, monkeypatch):
    monkeypatch.setenv("TERM", "dumb")
    assert cli.main([]) == 0
    assert [(plainly, settings.plain) for plainly, settings, _ in chats] == [(True, True)]


def test_the_package_is_run_as_the_command_line_is():
    run = subprocess.run([sys.executable, "-m", "advisor", "--version"], capture_output=True, text=True, check=True)
    assert run.stdout == f"advisor {advisor.__version__}\n"


# --- the knowledge --------------------------------------------------------------------------------------------------


def test_compare_shows_both_roles_with_figures_and_sections(loaded, capsys):
    assert cli.main(["compare", "salary", "stress"]) == 0
    shown = capsys.readouterr().out
    assert loaded.library.roles["audio_engineer"].plural in shown
    assert "79,280" in shown
    for topic in ("salary", "stress"):
        assert loaded.library.topics[topic].title in shown
    assert max(map(len, shown.splitlines())) <= 100


def test_compare_as_json_has_the_rows(loaded, capsys):
    assert cli.main(["compare", "salary", "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert found["topic"] == "salary"
    assert {row["aspect"] for row in found["rows"]} <= set(loaded.library.topics["salary"].aspects)


@pytest.mark.parametrize("command", [["compare", "salary", "stress"], ["conflicts"], ["topics"]])
def test_knowledge_is_printed_as_text_markdown_or_json(command, loaded, capsys):
    shown = {}
    for format in ("text", "markdown", "json"):
        assert cli.main([*command, "--format", format]) == 0
        shown[format] = capsys.readouterr().out
        assert "\r" not in shown[format]
        assert "\x1b" not in shown[format]
    assert len(set(shown.values())) == 3
    assert isinstance(json.loads(shown["json"]), list)
    cli.main([*command, "--json"])
    assert capsys.readouterr().out == shown["json"]
    cli.main(command)
    assert capsys.readouterr().out == shown["text"]
    assert ("**" in shown["markdown"]) or ("| --- |" in shown["markdown"])


def test_plain_tells_a_table_row_by_row(loaded, capsys):
    assert cli.main(["compare", "salary", "--plain", "--width", "200"]) == 0
    assert "\n  audio engineers: about $30,000 to $39,000 to start (earnings)\n" in capsys.readouterr().out


def test_a_reply_is_printed_as_markdown(loaded, capsys):
    assert cli.main(["ask", "--format", "markdown", "what do producers earn?"]) == 0
    assert capsys.readouterr().out == render(loaded.reply("what do producers earn?"), "markdown")[0] + "\n"


def test_markdown_replies_to_lines_end_with_a_rule(loaded, capsys, monkeypatch):
    typed(monkeypatch, "is it stressful?\nhi\n")
    assert cli.main(["ask", "-", "--format", "markdown"]) == 0
    first, second, rest = capsys.readouterr().out.split("\n\n---\n\n")
    assert first == render(loaded.reply("is it stressful?"), "markdown")[0]
    assert second
    assert not rest


def test_compare_takes_topics_in_the_users_own_words(loaded, capsys):
    assert cli.main(["compare", "pay,Stress", "--json"]) == 0
    assert [one["topic"] for one in json.loads(capsys.readouterr().out)] == ["salary", "stress"]


def test_compare_with_an_unknown_topic_lists_the_known_ones(loaded, capsys):
    assert cli.main(["compare", "bananas"]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "bananas" in printed.err
    assert "salary" in printed.err


def test_conflicts_shows_every_disagreement_with_figures_and_headings(loaded, capsys):
    assert cli.main(["conflicts"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    for conflict in loaded.library.disagreements:
        assert conflict.title in shown
        for name in conflict.facts:
            fact = loaded.knowledge.facts[name]
            assert fact.cell in shown
            assert loaded.knowledge.section(fact.section).heading in shown


def test_topics_lists_every_id_with_its_question(loaded, capsys):
    assert cli.main(["topics"]) == 0
    lines = capsys.readouterr().out.splitlines()
    for topic in loaded.library.topics.values():
        assert any(line.startswith(f"{topic.id} ") and topic.question in line for line in lines)


def test_colour_is_only_used_when_asked_for_or_on_a_terminal(loaded, capsys, monkeypatch):
    cli.main(["topics"])
    assert "\x1b" not in capsys.readouterr().out
    cli.main(["--color", "always", "topics"])
    assert "\x1b[36m" in capsys.readouterr().out
    monkeypatch.setattr(terminals, "is_terminal", lambda: True)
    for name, value in (("NO_COLOR", "1"), ("TERM", "dumb")):
        with monkeypatch.context() as patch:
            patch.delenv("NO_COLOR", raising=False)
            patch.setenv(name, value)
            cli.main(["topics"])
            assert "\x1b" not in capsys.readouterr().out
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    cli.main(["topics"])
    assert "\x1b[36m" in capsys.readouterr().out


def test_check_of_what_is_no_folder_is_an_error(tmp_path, capsys):
    assert cli.main(["check", str(tmp_path / "none")]) == 1
    assert str(tmp_path / "none") in capsys.readouterr().err


def test_check_of_a_folder_without_a_pack_reports_the_faults(tmp_path, capsys):
    assert cli.main(["check", str(tmp_path)]) == 1
    assert "intents.yaml" in capsys.readouterr().out


def test_check_of_the_pack_in_use_tells_figures_and_confusions(capsys):
    small = str(ROOT / "tests" / "small_pack")
    assert cli.main(["--pack", small, "check"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("examples that come back to their own intent when left out: ")
    assert lines[-1] == f"{small}: 0 faults, 0 warnings"
    assert [line for line in lines[1:-1] if " taken for " not in line] == []
    assert len(lines) > 2


def test_a_pack_with_faults_is_an_error_that_names_the_folder_and_the_faults(tmp_path, capsys):
    assert cli.main(["--pack", str(tmp_path), "ask", "hi"]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(f"advisor: error: {tmp_path}: the pack has ")
    assert "intents.yaml" in printed.err


# --- measuring ------------------------------------------------------------------------------------------------------

LABELLED = """\
- {text: "is it stressful?", kind: answer, topics: [stress], tags: [short]}
- {text: "what does a plumber earn?", kind: out_of_scope, tags: [other_career]}
- {name: a talk, turns: [{text: "what do producers earn?", kind: answer, topics: [salary], roles: [music_producer]}]}
"""
WRONG = '- {text: "is it stressful?", kind: answer, topics: [hours], tags: [short]}\n'


@pytest.fixture
def labelled(tmp_path):
    path = tmp_path / "labelled.yaml"
    path.write_text(LABELLED, encoding="utf-8")
    return path


def test_eval_tells_totals_groups_and_latency(loaded, labelled, capsys):
    assert cli.main(["eval", str(labelled)]) == 0
    shown = capsys.readouterr().out
    for part in ("2 utterances", "1 turns", "100.0% right", "By topic", "stress", "By tag", "other_career", "latency"):
        assert part in shown


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_eval_shows_its_progress_on_a_terminal_only(loaded, labelled, capsys, monkeypatch):
    assert cli.main(["eval", str(labelled)]) == 0
    assert capsys.readouterr().err == ""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert cli.main(["eval", str(labelled)]) == 0
    drawn = terminal.getvalue()
    assert " 33% of 3 messages" in drawn
    assert "100% of 3 messages" in drawn
    assert drawn.endswith(f"\r{' ' * len('100% of 3 messages')}\r")


def test_progress_is_written_when_the_percentage_changes_and_not_into_a_file():
    terminal, file = Terminal(), io.StringIO()
    for stream in (terminal, file, None):
        with Progress(stream, "items") as progress:
            for done in range(10_001):
                progress.tell(done, 10_000)
    assert terminal.getvalue().count("%") == 101
    assert file.getvalue() == ""


def test_eval_under_the_bar_has_status_1_and_tells_the_failures(loaded, labelled, capsys, monkeypatch):
    monkeypatch.setattr(measuring, "bar", lambda: {"utterances": 0.9, "turns": 0.9, "wrongly_answered": 0.1})
    labelled.write_text(LABELLED + WRONG, encoding="utf-8")
    assert cli.main(["eval", str(labelled.parent), "--failures"]) == 1
    shown = " ".join(capsys.readouterr().out.split())
    assert "UNDER THE BAR: utterances right: 66.7%" in shown
    assert "Failures: 1" in shown
    assert "labelled.yaml, entry 4" in shown
    assert "topics stress instead of hours" in shown


def test_eval_as_json_has_figures_and_failures(loaded, labelled, capsys):
    labelled.write_text(LABELLED + WRONG, encoding="utf-8")
    cli.main(["eval", str(labelled), "--failures", "--json"])
    found = json.loads(capsys.readouterr().out)
    assert found["utterances"] == 3
    (failure,) = found["failures"]
    assert failure["topics"] == ["stress"]
    assert failure["explanation"]["evidence"]


@pytest.mark.parametrize("text", ["just words", "- {text: no kind}", "a: [", "- {text: hi, kind: strange}"])
def test_eval_of_a_file_of_another_form_is_an_error(text, loaded, labelled, capsys):
    labelled.write_text(text, encoding="utf-8")
    assert cli.main(["eval", str(labelled)]) == 1
    assert "labelled.yaml" in capsys.readouterr().err


def test_the_bar_stands_beside_the_checkout(tmp_path, monkeypatch):
    monkeypatch.setattr(measuring, "bundled", lambda: tmp_path)
    assert measuring.bar() == {}
    project = tmp_path / "pyproject.toml"
    project.write_text("[tool.advisor.evaluation]\nutterances = 0.9\n", encoding="utf-8")
    assert measuring.bar() == {"utterances": 0.9}
    for wrong in ("utterances = 90", "utterance = 0.9", "utterances = "):
        project.write_text(f"[tool.advisor.evaluation]\n{wrong}\n", encoding="utf-8")
        with pytest.raises(AdvisorError, match=r"pyproject\.toml"):
            measuring.bar()


def test_a_share_of_nothing_is_not_under_the_bar():
    figures = {"utterances": 0, "utterances_right": 0.0, "turns": 4, "turns_right": 0.5, "wrongly_answered": 0.0}
    assert measuring.missed(figures, {"utterances": 0.9, "wrongly_answered": 0.1}) == []
    assert len(measuring.missed(figures, {"turns": 0.9})) == 1
