"""The chat: lines taken one by one, and the same by typing keys into a pipe."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from advisor import Advisor, Bar, Bars, Heading, display, repl
from advisor.commands import COMMANDS, Talk, nearest, topic_ids
from advisor.display import Screen
from advisor.errors import RequestError

WIDE = Screen(100)
SAFETY = "I want to kill myself"
HAN = "\u6f22\u5b57"


@pytest.fixture(scope="module")
def engine() -> Advisor:
    return Advisor()


@pytest.fixture
def talk(engine) -> Talk:
    return Talk(engine)


def say(talk: Talk, *lines: str) -> str:
    """What the last of some lines shows, in one line."""
    shown = [talk.take(line, WIDE).text for line in lines]
    return " ".join(shown[-1].split())


# --- lines ----------------------------------------------------------------------------------------------------------


def test_a_message_is_answered_in_the_talk_so_far(talk):
    say(talk, "is it stressful?", "and producers?")
    assert talk.last
    assert talk.last.topics[0] == "stress"
    assert talk.last.roles == ("music_producer",)


def test_suggestions_are_numbered_and_the_number_asks_them(talk, engine):
    shown = say(talk, "what do producers earn?")
    offered = talk.last.suggestions
    assert offered
    for number, text in enumerate(offered, 1):
        assert f"{number} {text}" in shown
    before = talk.session
    assert offered[0] in say(talk, "1")
    assert talk.last == engine.reply(offered[0], before)


def test_a_number_that_is_not_offered_is_a_message_like_any_other(talk, engine):
    assert say(talk, "7") == " ".join(display.shown_reply(engine.reply("7"), WIDE).split())


def test_undo_takes_back_one_turn_after_the_other(talk, engine):
    say(talk, "what do producers earn?")
    first = talk.session
    say(talk, "is it stressful?")
    assert "is it stressful?" in say(talk, "/undo")
    assert talk.session == first
    assert talk.last.topics[0] == "salary"
    say(talk, "/undo")
    assert talk.session == engine.reply("hi").session.__class__()
    assert talk.last is None
    assert "nothing" in say(talk, "/undo").lower()


def test_repeat_shows_the_last_reply_again_and_adds_no_turn(talk):
    shown = say(talk, "is it stressful?")
    before = talk.session
    assert say(talk, "/repeat") == shown
    assert talk.session == before


def test_reset_forgets_the_talk(talk, engine):
    say(talk, "is it stressful?", "/reset")
    assert talk.last is None
    say(talk, "and producers?")
    assert talk.last == engine.reply("and producers?")


def test_why_tells_words_points_and_runner_up(talk):
    shown = say(talk, "how much do producers earn?", "/why")
    told = talk.last.explanation
    assert "music producers" in shown
    assert told.evidence
    for term in told.evidence:
        assert f"{term.points:+.1f}" in shown
        assert term.words in shown
    assert f"{told.score:.1f} in all" in shown
    assert "Runner-up" in shown
    assert "audio_engineer" not in shown


def test_why_tells_repairs_and_what_was_carried_over(talk):
    shown = say(talk, "how strssful is it for prodcuers?", "/why")
    repairs = talk.last.explanation.repairs
    assert repairs
    for repair in repairs:
        assert f"I read \u201c{repair.typed}\u201d as \u201c{repair.read_as}\u201d" in shown
    shown = say(talk, "and engineers?", "/why")
    assert talk.last.explanation.carried
    assert "Carried over" in shown


def test_why_tells_words_that_were_not_understood(talk):
    shown = say(talk, "do producers need a zorblax?", "/why")
    for word in talk.last.explanation.not_understood:
        assert word in shown


MESSAGES = ["hi", "what does a plumber earn?", "cost of pro tools", "...", "?!", SAFETY, "which suits me?"]


@pytest.mark.parametrize("message", MESSAGES)
def test_why_explains_every_kind_of_reply(talk, message):
    talk.take(message, WIDE)
    assert "I took it as" in say(talk, "/why")


def test_sources_names_article_author_and_the_sections_used(talk, engine):
    article = engine.library.article
    shown = say(talk, "is it stressful?", "/sources")
    assert article.title in shown
    assert article.author in shown
    assert talk.last.sources
    for section in article.sections:
        assert (section.heading in shown) == (section in talk.last.sources)
    for section in article.sections:
        assert section.heading in say(Talk(engine), "/sources")


def test_compare_conflicts_and_facts_without_topics_take_those_of_the_last_reply(talk, engine):
    topics = engine.library.topics
    assert topics["difference"].title in say(talk, "/compare")
    assert "/topics" in say(talk, "/facts")
    say(talk, "is it stressful?")
    assert topics["stress"].title in say(talk, "/compare")
    assert engine.facts("stress")[0].text in say(talk, "/facts")
    shown = say(talk, "/facts salary")
    assert all(fact.text in shown for fact in engine.facts("salary"))
    assert all(conflict.title in say(talk, "/conflicts") for conflict in engine.library.disagreements)


def test_help_lists_every_command(talk):
    shown = say(talk, "/help")
    assert all(f"/{name}" in shown for name in COMMANDS)
    assert say(talk, "/") == shown


def test_every_command_answers_before_and_after_the_first_message(talk):
    for _ in range(2):
        for name in COMMANDS:
            assert talk.take(f"/{name}", WIDE).text
        talk.take("is it stressful?", WIDE)


@pytest.mark.parametrize(("line", "meant"), [("/hepl", "/help"), ("/sorces", "/sources"), ("/conflict", "/conflicts")])
def test_an_unknown_command_offers_the_nearest(talk, line, meant):
    assert f"Did you mean {meant}?" in say(talk, line)
    assert talk.last is None


def test_an_unknown_command_unlike_any_other_offers_help(talk):
    shown = say(talk, "/xyzzyplugh")
    assert "Did you mean" not in shown
    assert "/help" in shown


@pytest.mark.parametrize("line", ["/quit", "/QUIT", "exit", "Quit", "exit!", "bye", "Bye bye!", "goodbye."])
def test_these_lines_leave(talk, line):
    shown = talk.take(line, WIDE)
    assert shown.leave
    assert shown.text


@pytest.mark.parametrize("line", ["how do I quit engineering?", "exit strategies for producers", "", "/undo"])
def test_these_lines_stay(talk, line):
    assert not talk.take(line, WIDE).leave


@pytest.mark.parametrize("line", [SAFETY, f"/{SAFETY}"])
def test_words_of_self_harm_are_answered_as_such_and_not_kept(talk, line):
    shown = talk.take(line, WIDE)
    assert talk.last.kind == "safety"
    assert not shown.keep
    assert talk.take("is it stressful?", WIDE).keep


def test_topics_are_named_by_id_or_in_other_words(engine):
    assert topic_ids(engine, ["Salary,", "and", "stress"]) == ("salary", "stress")
    assert topic_ids(engine, ["ai-impact"]) == ("ai_impact",)
    assert topic_ids(engine, ["pay"]) == ("salary",)
    with pytest.raises(RequestError, match="salary"):
        topic_ids(engine, ["zorblax"])
    with pytest.raises(RequestError, match="salary"):
        topic_ids(engine, [","])


def test_the_nearest_word_must_be_like_enough():
    assert nearest("salery", ["salary", "stress"]) == "salary"
    assert nearest("zzz", ["salary", "stress"]) is None


def test_why_names_topics_in_words_also_where_another_rule_decided(talk, engine):
    say(talk, "is AI a threat to producers?")
    told = talk.last.explanation
    turned = replace(talk.last, explanation=replace(told, runner_up="ai_impact", margin=-1.0))
    shown = " ".join(display.why(engine, "is AI a threat?", turned, WIDE).split())
    named = display.topic_name(engine, "ai_impact")
    assert f"Runner-up: {named}; it did not have fewer points" in shown
    assert "ai_impact" not in shown


def test_sources_of_a_reply_without_facts_say_that_it_used_none(talk, engine):
    assert "used no section" in say(talk, "hi", "/sources")


@pytest.mark.parametrize("command", ["/compare", "/facts"])
def test_a_command_with_an_unknown_topic_says_so_and_lists_the_known_ones(talk, engine, command):
    shown = say(talk, f"{command} zorblax")
    assert shown.startswith("Unknown topic 'zorblax'")
    assert all(topic in shown for topic in engine.library.topics)


def test_headings_and_figures_of_a_reply_are_shown_as_well(engine):
    bars = Bars("Pay", "USD/year", (Bar("Engineers", 79280, 79280, "about $79,280", "earnings"),))
    reply = replace(engine.reply("hi"), blocks=(Heading("Pay"), bars), suggestions=())
    shown = display.shown_reply(reply, Screen(100, colour=True))
    assert shown.startswith(f"\x1b[{display.BOLD}mPay\x1b[0m\n\n")
    assert "about $79,280 [earnings]" in shown


def test_a_comparison_without_a_summary_goes_from_its_title_to_its_rows(engine):
    compared = engine.compare("salary")
    assert compared.summary
    shown = display.comparison(engine, replace(compared, summary=""), WIDE)
    assert shown == display.comparison(engine, compared, WIDE).replace(WIDE.wrap(compared.summary) + "\n\n", "")


# --- width and colour -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [20, 33, 60, 100])
def test_no_line_is_wider_than_the_terminal(engine, width):
    screen = Screen(width, columns=repl.columns)
    talk = Talk(engine)
    lines = ["what do producers earn?", "/why", "/sources", "/compare", "/conflicts", "/topics", "/help", "/facts"]
    for line in [*lines, f"what does a {HAN * 12} earn?", "/why", "x" * 300, "/why"]:
        for shown in talk.take(line, screen).text.split("\n"):
            assert repl.columns(shown) <= width, (line, shown)


def test_wide_characters_take_two_columns():
    wrapped = Screen(20, columns=repl.columns).wrap(HAN * 20)
    assert all(repl.columns(line) <= 20 for line in wrapped.split("\n"))
    assert wrapped.replace("\n", "") == HAN * 20


def test_wrapping_loses_no_word_and_hangs_what_follows():
    text = "one two three four five six seven eight nine ten"
    lines = Screen(20).wrap(text, "- ", "  ").split("\n")
    assert lines[0].startswith("- one")
    assert all(line.startswith("  ") for line in lines[1:])
    assert " ".join(line[2:] for line in lines) == text


def test_colour_changes_no_text(engine):
    for line in ("what do producers earn?", "/compare salary", "/topics"):
        bare, coloured = Talk(engine).take(line, WIDE).text, Talk(engine).take(line, Screen(100, colour=True)).text
        assert coloured != bare
        for code in (display.BOLD, display.CYAN, display.MAGENTA, "0"):
            coloured = coloured.replace(f"\x1b[{code}m", "")
        assert coloured == bare


def test_control_characters_are_not_shown():
    assert display.clean("a\x1b[2Jb\u202ec\nd\udc80") == "a [2Jbc\nd "


# --- keys -----------------------------------------------------------------------------------------------------------


def chat(engine: Advisor, *keys: str, history: Path | None = None) -> None:
    """Type keys, some after a pause, until the chat ends by itself; Ctrl-D at the end ends it otherwise."""
    with create_pipe_input() as pipe:

        def type_them() -> None:
            for part in (*keys, "\x04"):
                pipe.send_text(part)
                time.sleep(0.3 if len(keys) > 1 else 0)

        typing = threading.Thread(target=type_them)
        typing.start()
        repl.chat(engine, colour=False, history=history, source=pipe, target=DummyOutput())
        typing.join()


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


def test_tab_completes_commands(engine, capsys):
    chat(engine, "/sou\t", "\r")
    assert engine.library.article.title in capsys.readouterr().out.replace("\n", " ")


def test_tab_completes_the_advisors_own_questions(engine, tmp_path):
    question = engine.library.topics["stress"].question
    start = question[: len(question) // 2]
    fitting = [text for text, _ in repl.completions(start, repl.questions(engine), ())]
    assert question in fitting
    kept = tmp_path / "history"
    chat(engine, question[:-2] + "\t", "\r", history=kept)
    assert question in kept.read_text(encoding="utf-8")


def test_completions_know_commands_topics_and_any_word_of_a_question(engine):
    asked, topics = repl.questions(engine), tuple(engine.library.topics)
    assert list(repl.completions("/co", asked, topics)) == [("/compare", -3), ("/conflicts", -3)]
    assert ("salary", -3) in list(repl.completions("/compare stress sal", asked, topics))
    assert engine.library.topics["salary"].question in [text for text, _ in repl.completions("pay", asked, topics)]
    assert list(repl.completions("zorblax", asked, topics)) == []
    assert all(engine.reply(text).handled for text in asked)


def test_an_empty_line_shows_nothing_and_the_talk_goes_on(engine, capsys):
    chat(engine, "\r")
    alone = capsys.readouterr().out
    chat(engine)
    assert alone == capsys.readouterr().out
    chat(engine, "\r/topics\r")
    assert engine.library.topics["stress"].question in capsys.readouterr().out


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


def test_the_history_file_is_the_users_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    path = repl.history_file()
    assert path == tmp_path / "advisor" / "history"
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o644)
    assert repl.history_file() == path
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_relative_state_folder_is_not_used(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", "state")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert repl.history_file() == tmp_path / ".local" / "state" / "advisor" / "history"


def test_no_history_where_the_folder_cannot_be_made(tmp_path, monkeypatch):
    (tmp_path / "advisor").write_text("a file in the way", encoding="utf-8")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert repl.history_file() is None


def test_a_history_that_cannot_be_written_does_not_end_the_talk(engine, tmp_path, capsys):
    chat(engine, "hi\r/topics\r", history=tmp_path / "missing" / "history")
    assert engine.library.topics["stress"].question in capsys.readouterr().out


# --- plain ----------------------------------------------------------------------------------------------------------


def test_the_plain_chat_adds_text_only_and_leaves_on_bye(engine, capsys, monkeypatch):
    lines = iter(["is it stressful?", "1", "bye", "not read"])
    monkeypatch.setattr("builtins.input", lambda prompt="": next(lines))
    repl.chat_plainly(engine)
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert engine.reply("is it stressful?").suggestions[0] in shown
    assert next(lines) == "not read"


def test_the_plain_chat_survives_ctrl_c_and_ends_with_the_input(engine, capsys, monkeypatch):
    raised = iter([KeyboardInterrupt, EOFError])

    def typed(prompt: str = "") -> str:
        raise next(raised)

    monkeypatch.setattr("builtins.input", typed)
    repl.chat_plainly(engine)
    assert capsys.readouterr().out.count(repl.HOW_TO_LEAVE) == 2
