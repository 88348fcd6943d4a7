"""The chat by typing keys into a pipe, and the plain one."""

from __future__ import annotations

import select
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from advisor import Advisor, files, prompting, repl
from advisor.commands import Console
from advisor.files import Places
from advisor.settings import Settings

SAFETY = "I want to kill myself"
USUAL = Settings(color="never")


@pytest.fixture
def engine(advisor) -> Advisor:
    return advisor


def chat(
    engine: Advisor, *keys: str, history: Path | None = None, talk: Path | None = None, resume: bool = False,
    settings: Settings = USUAL,
) -> Console:  # fmt: skip
    """Type keys, each part once those before it were taken, until the chat ends; Ctrl-D ends it otherwise."""
    console = Console(engine, settings, Places(None, history, talk))
    with create_pipe_input() as pipe:
        lines: list[prompting.Line] = []
        made = prompting.Line

        def line(*given: Any) -> prompting.Line:
            lines.append(made(*given))
            return lines[-1]

        def waits() -> bool:
            """Whether all keys were taken and the line waits for more, its history loaded."""
            if not lines or select.select([pipe.fileno()], [], [], 0)[0]:
                return False
            loading = lines[0].app.current_buffer._load_history_task
            return lines[0].app.is_running and (loading is None or loading.done())

        def type_them() -> None:
            for part in (*keys, "\x04"):
                quiet = 0
                while quiet < 3 and chatting.is_set() and len(keys) > 1:
                    time.sleep(0.04)
                    quiet = quiet + 1 if waits() else 0
                pipe.send_text(part)

        chatting = threading.Event()
        chatting.set()
        typing = threading.Thread(target=type_them)
        typing.start()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(prompting, "Line", line)
            repl.chat(console, resume, source=pipe, target=DummyOutput())
        chatting.clear()
        typing.join()
    return console


def asked(console: Console) -> list[str]:
    """The messages of a talk."""
    return [turn.text for turn in console.talk.turns]


def test_the_greeting_says_in_two_lines_what_it_can_do(engine, capsys):
    chat(engine)
    lines = repl.greeting(engine).split("\n")
    assert len(lines) == 2
    shown = " ".join(capsys.readouterr().out.split())
    for role in engine.library.roles.values():
        assert role.name in shown
    assert "/help" in shown


def test_typed_questions_are_answered_until_ctrl_d(engine, capsys):
    chat(engine, "what do producers earn?\rand engineers?\r")
    shown = capsys.readouterr().out
    assert "56,752" in shown
    assert "79,280" in shown


def test_the_number_of_a_suggestion_and_undo_and_why_work_by_keys(engine, capsys):
    offered = engine.reply("is it stressful?").suggestions[1]
    chat(engine, "is it stressful?\r2\r/undo\r/why\r")
    shown = " ".join(capsys.readouterr().out.split())
    assert f"Taken back: \u201c{offered}\u201d" in shown
    assert "Your message: \u201cis it stressful?\u201d" in shown


def test_ctrl_c_clears_the_line_and_on_an_empty_one_says_how_to_leave(engine, capsys):
    chat(engine, "what do producers earn?\x03/topics\r")
    shown = capsys.readouterr().out
    assert engine.library.topics["stress"].question in shown
    assert "$" not in shown
    assert shown.count(repl.HOW_TO_LEAVE) == 1  # the greeting's
    chat(engine, "\x03/quit\r")
    assert capsys.readouterr().out.count(repl.HOW_TO_LEAVE) == 2


def test_ctrl_d_leaves_only_an_empty_line(engine, capsys):
    chat(engine, "/topic\x04s\r")
    assert engine.library.topics["stress"].question in capsys.readouterr().out


def test_several_pasted_lines_are_one_message(engine):
    pasted = "hello\nwhat do producers earn?\nand is it stressful?"
    console = chat(engine, f"\x1b[200~{pasted}\x1b[201~\r")
    assert asked(console) == [pasted]


def test_retry_puts_the_message_into_the_line_again(engine):
    console = chat(engine, "is it stresful?\r", "/retry\r", " really\r")
    assert asked(console) == ["is it stresful? really"]


def test_f1_helps_and_loses_no_line(engine, capsys):
    console = chat(engine, "is it stress", "\x1bOP", "ful?\r")
    assert "/conflicts" in capsys.readouterr().out
    assert asked(console) == ["is it stressful?"]


def test_an_empty_line_shows_nothing_and_the_talk_goes_on(engine, capsys):
    chat(engine, "\r")
    alone = capsys.readouterr().out
    chat(engine)
    assert alone == capsys.readouterr().out
    chat(engine, "\r/topics\r")
    assert engine.library.topics["stress"].question in capsys.readouterr().out


def test_emacs_keys_edit_the_line_and_ctrl_r_finds_an_earlier_one(engine):
    console = chat(engine, "stressful?\x01is it \x05\r", "\x12stress", "\r", "\r")
    assert asked(console) == ["is it stressful?"] * 2


def test_vi_keys_edit_the_line(engine):
    console = chat(engine, "it stressful? \x1b", "0iis \r", settings=replace(USUAL, keys="vi"))
    assert asked(console) == ["is it stressful?"]


def test_keys_can_be_changed_in_the_talk(engine):
    console = chat(engine, "/settings keys vi\r", "it stressful? \x1b", "0iis \r")
    assert asked(console) == ["is it stressful?"]


# --- what is proposed -----------------------------------------------------------------------------------------------


def test_tab_completes_commands(engine, capsys):
    chat(engine, "/sou\t", "\r")
    assert engine.library.article.title in capsys.readouterr().out.replace("\n", " ")


def test_enter_takes_what_is_selected_in_a_menu_and_sends_nothing(engine, capsys):
    console = chat(engine, "how much\t", "\t", "\r", " please\r")
    (text,) = asked(console)
    assert text.endswith("? please")


def test_tab_completes_the_advisors_own_questions(engine):
    question = engine.library.topics["stress"].question
    start = question[: len(question) // 2]
    assert question in [text for text, _, _ in prompting.completions(start, engine)]
    assert asked(chat(engine, question[:-2] + "\t", "\r")) == [question]


def test_completions_know_commands_topics_settings_and_any_word_of_a_question(engine):
    def offered(typed: str) -> list[tuple[str, int]]:
        return [(text, start) for text, start, _ in prompting.completions(typed, engine)]

    assert offered("/co") == [("/compare", -3), ("/conflicts", -3)]
    assert all(what for _, _, what in prompting.completions("/", engine))
    assert ("salary", -3) in offered("/compare stress sal")
    assert offered("/settings ke") == [("keys", -2)]
    assert offered("/settings keys v") == [("vi", -1)]
    assert offered("/settings plain ") == [("true", 0), ("false", 0)]
    assert offered("/settings width ") == []
    assert offered("/settings zorblax ") == []
    assert engine.library.topics["salary"].question in [text for text, _ in offered("pay")]
    assert offered("zorblax") == []


def test_files_are_completed_behind_commands_that_take_one(engine, tmp_path):
    (tmp_path / "talk.json").write_text("[]", encoding="utf-8")
    chat(engine, f"/load {tmp_path}/ta\t", "\r", history=tmp_path / "history")
    assert f"+/load {tmp_path}/talk.json\n" in (tmp_path / "history").read_text(encoding="utf-8")


def test_ghost_text_comes_from_the_advisors_questions_and_the_arrow_takes_it(engine):
    question = engine.library.topics["stress"].question
    assert asked(chat(engine, question[:-6], "\x1b[C", "\r")) == [question]


def test_ghost_text_comes_from_earlier_lines_first(engine):
    console = chat(engine, "is it stressful for you?\r", "is i", "\x1b[C", "\r")
    assert asked(console) == ["is it stressful for you?"] * 2


def test_ghost_text_can_be_turned_off(engine):
    question = engine.library.topics["stress"].question
    typed = question[:-6]
    assert asked(chat(engine, typed, "\x1b[C", "\r", settings=replace(USUAL, ghost_text=False))) == [typed.strip()]


# --- history --------------------------------------------------------------------------------------------------------


def test_history_is_kept_across_talks_but_never_words_of_self_harm(engine, tmp_path, capsys):
    kept = tmp_path / "history"
    chat(engine, f"is it stressful?\r{SAFETY}\r/{SAFETY}\r/topics\r", history=kept)
    text = kept.read_text(encoding="utf-8")
    assert "+is it stressful?\n" in text
    assert "+/topics\n" in text
    assert "kill" not in text
    capsys.readouterr()
    chat(engine, "\x1b[A\x1b[A", "\r", history=kept)  # twice the arrow up
    assert "/help" in capsys.readouterr().out
    assert kept.read_text(encoding="utf-8").count("+is it stressful?\n") == 2


def test_words_of_self_harm_do_not_come_back_with_the_arrow_key(engine, capsys):
    chat(engine, f"/topics\r{SAFETY}\r", "\x1b[A", "\r")
    question = engine.library.topics["stress"].question
    assert capsys.readouterr().out.count(question) == 2


def test_the_history_file_is_the_users_alone(engine, tmp_path):
    path = tmp_path / "advisor" / "history"
    chat(engine, "/help\r", history=path)
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o644)
    chat(engine, history=path)
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_history_is_capped_to_the_newest_lines(engine, tmp_path):
    path = tmp_path / "history"
    path.write_text("".join(f"\n# then\n+line {n}\n+goes on\n" for n in range(50)), encoding="utf-8")
    chat(engine, "/help\r", history=path, settings=replace(USUAL, history_lines=10))
    kept = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("+")]
    assert kept == [text for n in range(40, 50) for text in (f"+line {n}", "+goes on")] + ["+/help"]
    assert path.stat().st_mode & 0o777 == 0o600


def test_without_history_nothing_is_read_or_written(engine, tmp_path):
    chat(engine, "hi\r", history=tmp_path / "state" / "history", settings=replace(USUAL, history=False))
    assert list(tmp_path.iterdir()) == []


def test_no_history_where_the_folder_cannot_be_made(engine, tmp_path, capsys):
    (tmp_path / "advisor").write_text("a file in the way", encoding="utf-8")
    chat(engine, "hi\r/topics\r", history=tmp_path / "advisor" / "history")
    assert engine.library.topics["stress"].question in capsys.readouterr().out


def test_a_history_that_cannot_be_written_does_not_end_the_talk(engine, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(files, "prepare", lambda path: None)
    chat(engine, "hi\r/topics\r", history=tmp_path / "missing" / "history")
    assert engine.library.topics["stress"].question in capsys.readouterr().out


# --- leaving and coming back ----------------------------------------------------------------------------------------

KEPT = replace(USUAL, save_session=True)


def test_a_talk_is_kept_only_when_asked_for_and_resume_goes_on_with_it(engine, tmp_path, capsys):
    kept = tmp_path / "state" / "talk.json"
    chat(engine, "what do producers earn?\r", talk=kept)
    assert not kept.exists()
    first = chat(engine, f"what do producers earn?\r{SAFETY}\r", talk=kept, settings=KEPT)
    assert kept.stat().st_mode & 0o777 == 0o600
    assert "kill" not in kept.read_text(encoding="utf-8")
    capsys.readouterr()
    second = chat(engine, "and engineers?\r", talk=kept, resume=True)
    assert "what do producers earn?" in capsys.readouterr().out
    assert asked(second) == ["what do producers earn?", "and engineers?"]
    assert second.talk.last == engine.reply("and engineers?", first.talk.turns[0].reply.session)


def test_resume_without_a_last_talk_says_so(engine, tmp_path, capsys):
    chat(engine, talk=tmp_path / "talk.json", resume=True)
    assert "no last talk" in capsys.readouterr().out


DAMAGED = ["", "{", "[]", '{"talk": 2}', '{"talk": 1, "messages": 5}', '{"talk": 1, "messages": ["hi"], "session": 5}']


@pytest.mark.parametrize("damaged", DAMAGED)
def test_a_damaged_talk_is_set_aside_with_a_message(engine, tmp_path, capsys, damaged):
    kept = tmp_path / "talk.json"
    kept.write_text(damaged, encoding="utf-8")
    console = chat(engine, "hi\r", talk=kept, resume=True)
    shown = " ".join(capsys.readouterr().out.split())
    assert "set aside" in shown
    assert (tmp_path / "talk.json.damaged").read_text(encoding="utf-8") == damaged
    assert not kept.exists()
    assert asked(console) == ["hi"]


def test_a_talk_that_cannot_be_kept_is_told_once(engine, tmp_path, capsys):
    (tmp_path / "state").write_text("a file in the way", encoding="utf-8")
    chat(engine, "hi\rhi\r", talk=tmp_path / "state" / "talk.json", settings=KEPT)
    assert capsys.readouterr().out.count("cannot be kept") == 1


# --- plain ----------------------------------------------------------------------------------------------------------


def plainly(engine: Advisor, resume: bool = False) -> None:
    repl.chat_plainly(Console(engine, replace(USUAL, plain=True)), resume)


def test_the_plain_chat_adds_text_only_and_leaves_on_bye(engine, capsys, monkeypatch):
    lines = iter(["is it stressful?", "1", "bye", "not read"])
    monkeypatch.setattr("builtins.input", lambda prompt="": next(lines))
    plainly(engine)
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert engine.reply("is it stressful?").suggestions[0] in shown
    assert next(lines) == "not read"


def test_the_plain_chat_survives_ctrl_c_and_ends_with_the_input(engine, capsys, monkeypatch):
    raised = iter([KeyboardInterrupt, EOFError])

    def typed(prompt: str = "") -> str:
        raise next(raised)

    monkeypatch.setattr("builtins.input", typed)
    plainly(engine, resume=True)
    shown = capsys.readouterr().out
    assert shown.count(repl.HOW_TO_LEAVE) == 2
    assert "no last talk" in shown


def test_a_console_without_a_screen_falls_back_to_plain_input(engine, capsys, monkeypatch):
    class NoScreenError(Exception):
        pass

    def fail(*given: object) -> None:
        raise NoScreenError

    monkeypatch.setattr(prompting, "no_screen", lambda: (NoScreenError,))
    monkeypatch.setattr(prompting, "Line", fail)
    lines = iter(["is it stressful?", "/quit"])
    monkeypatch.setattr("builtins.input", lambda prompt="": next(lines))
    repl.chat(Console(engine, USUAL))
    assert "Source" in capsys.readouterr().out


def test_only_windows_knows_consoles_without_a_screen():
    assert prompting.no_screen() == ()
