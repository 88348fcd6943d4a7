"""Lines taken one by one: messages, numbers, commands; and what they show on screens of any width."""

from __future__ import annotations

from dataclasses import replace

import pytest

from advisor import Bar, Bars, Heading, Table, display, explaining
from advisor.columns import columns
from advisor.commands import COMMANDS, Console, topic_ids
from advisor.errors import RequestError
from advisor.likeness import nearest
from advisor.screen import BOLD, CYAN, MAGENTA, Screen, clean

WIDE = Screen(100)
SAFETY = "I want to kill myself"
HAN = "\u6f22\u5b57"


@pytest.fixture
def console(advisor) -> Console:
    return Console(advisor)


def say(console: Console, *lines: str) -> str:
    """What the last of some lines shows, in one line."""
    shown = [console.take(line, WIDE).text for line in lines]
    return " ".join(shown[-1].split())


# --- lines ----------------------------------------------------------------------------------------------------------


def test_a_message_is_answered_in_the_talk_so_far(console):
    say(console, "is it stressful?", "and producers?")
    assert console.talk.last
    assert console.talk.last.topics[0] == "stress"
    assert console.talk.last.roles == ("music_producer",)


def test_suggestions_are_numbered_and_the_number_asks_them(console, advisor):
    shown = say(console, "what do producers earn?")
    offered = console.talk.last.suggestions
    assert offered
    for number, text in enumerate(offered, 1):
        assert f"{number} {text}" in shown
    before = console.talk.session
    assert offered[0] in say(console, "1")
    assert console.talk.last == advisor.reply(offered[0], before)


@pytest.mark.parametrize("typed", ["2", " 2. ", "(2)", "#2", "02"])
def test_a_number_may_be_written_in_several_ways(console, typed):
    say(console, "what do producers earn?")
    wanted = console.talk.last.suggestions[1]
    assert wanted in say(console, typed)


def test_a_number_that_is_not_offered_is_a_message_like_any_other(console, advisor):
    assert say(console, "7") == " ".join(display.shown_reply(advisor.reply("7"), WIDE).split())


def test_undo_takes_back_one_turn_after_the_other(console, advisor):
    say(console, "what do producers earn?")
    first = console.talk.session
    say(console, "is it stressful?")
    assert "is it stressful?" in say(console, "/undo")
    assert console.talk.session == first
    assert console.talk.last.topics[0] == "salary"
    say(console, "/undo")
    assert console.talk.session == advisor.reply("hi").session.__class__()
    assert console.talk.last is None
    assert "nothing" in say(console, "/undo").lower()


def test_retry_takes_back_and_gives_the_words_to_be_changed(console):
    say(console, "what do producers earn?")
    before = console.talk.session
    say(console, "is it stresful?")
    shown = console.take("/retry", WIDE)
    assert shown.refill == "is it stresful?"
    assert console.talk.session == before
    say(console, "/retry what do engineers earn?")
    assert console.talk.last.roles == ("audio_engineer",)
    assert len(console.talk.turns) == 1
    say(console, "/reset")
    assert "nothing" in say(console, "/retry")


def test_interview_begins_the_choosing(console, advisor):
    shown = say(console, "/interview")
    assert console.talk.last == advisor.reply("help me choose")
    assert " ".join(console.talk.last.text.split()) in shown


def test_keys_follow_the_setting(console):
    assert "Ctrl-R" in say(console, "/keys")
    assert "normal mode" in say(console, "/settings keys vi", "/keys")
    assert "Ctrl-D" in say(console, "/settings plain on", "/keys")


def test_repeat_shows_the_last_reply_again_and_adds_no_turn(console):
    shown = say(console, "is it stressful?")
    before = console.talk.session
    assert say(console, "/repeat") == shown
    assert console.talk.session == before


def test_reset_forgets_the_talk(console, advisor):
    say(console, "is it stressful?", "/reset")
    assert console.talk.last is None
    say(console, "and producers?")
    assert console.talk.last == advisor.reply("and producers?")


def test_why_tells_words_points_and_runner_up(console):
    shown = say(console, "how much do producers earn?", "/why")
    told = console.talk.last.explanation
    assert "music producers" in shown
    assert told.evidence
    for term in told.evidence:
        assert f"{term.points:+.1f}" in shown
        assert term.words in shown
    assert f"{told.score:.1f} in all" in shown
    assert "Runner-up" in shown
    assert "audio_engineer" not in shown


def test_why_tells_repairs_and_what_was_carried_over(console):
    shown = say(console, "how strssful is it for prodcuers?", "/why")
    repairs = console.talk.last.explanation.repairs
    assert repairs
    for repair in repairs:
        assert f"I read \u201c{repair.typed}\u201d as \u201c{repair.read_as}\u201d" in shown
    shown = say(console, "and engineers?", "/why")
    assert console.talk.last.explanation.carried
    assert "Carried over" in shown


def test_why_tells_words_that_were_not_understood(console):
    shown = say(console, "do producers need a zorblax?", "/why")
    for word in console.talk.last.explanation.not_understood:
        assert word in shown


MESSAGES = ["hi", "what does a plumber earn?", "cost of pro tools", "...", "?!", SAFETY, "which suits me?"]


@pytest.mark.parametrize("message", MESSAGES)
def test_why_explains_every_kind_of_reply(console, message):
    console.take(message, WIDE)
    assert "I took it as" in say(console, "/why")


def test_sources_names_article_author_and_the_sections_used(console, advisor):
    article = advisor.library.article
    shown = say(console, "is it stressful?", "/sources")
    assert article.title in shown
    assert article.author in shown
    assert console.talk.last.sources
    for section in article.sections:
        assert (section.heading in shown) == (section in console.talk.last.sources)
    for section in article.sections:
        assert section.heading in say(Console(advisor), "/sources")


def test_compare_conflicts_and_facts_without_topics_take_those_of_the_last_reply(console, advisor):
    topics = advisor.library.topics
    assert topics["difference"].title in say(console, "/compare")
    assert "/topics" in say(console, "/facts")
    say(console, "is it stressful?")
    assert topics["stress"].title in say(console, "/compare")
    assert advisor.facts("stress")[0].text in say(console, "/facts")
    shown = say(console, "/facts salary")
    assert all(fact.text in shown for fact in advisor.facts("salary"))
    assert all(conflict.title in say(console, "/conflicts") for conflict in advisor.library.disagreements)


def test_help_lists_every_command(console):
    shown = say(console, "/help")
    assert all(f"/{name}" in shown for name in COMMANDS)
    assert say(console, "/") == shown


def test_every_command_answers_before_and_after_the_first_message(console):
    for _ in range(2):
        for name in COMMANDS:
            assert console.take(f"/{name}", WIDE).text
        console.take("is it stressful?", WIDE)


@pytest.mark.parametrize(("line", "meant"), [("/hepl", "/help"), ("/sorces", "/sources"), ("/conflict", "/conflicts")])
def test_an_unknown_command_offers_the_nearest(console, line, meant):
    assert f"Did you mean {meant}?" in say(console, line)
    assert console.talk.last is None


def test_an_unknown_command_unlike_any_other_offers_help(console):
    shown = say(console, "/xyzzyplugh")
    assert "Did you mean" not in shown
    assert "/help" in shown


@pytest.mark.parametrize("line", ["/quit", "/QUIT", "exit", "Quit", "exit!", "bye", "Bye bye!", "goodbye."])
def test_these_lines_leave(console, line):
    shown = console.take(line, WIDE)
    assert shown.leave
    assert shown.text


@pytest.mark.parametrize("line", ["how do I quit engineering?", "exit strategies for producers", "", "/undo"])
def test_these_lines_stay(console, line):
    assert not console.take(line, WIDE).leave


@pytest.mark.parametrize("line", [SAFETY, f"/{SAFETY}", f"/retry {SAFETY}", f"/facts {SAFETY}"])
def test_words_of_self_harm_are_answered_as_such_and_not_kept(console, line):
    say(console, "is it stressful?")
    shown = console.take(line, WIDE)
    assert console.talk.last.kind == "safety"
    assert not shown.keep
    assert console.take("is it stressful?", WIDE).keep


def test_topics_are_named_by_id_or_in_other_words(advisor):
    assert topic_ids(advisor, ["Salary,", "and", "stress"]) == ("salary", "stress")
    assert topic_ids(advisor, ["ai-impact"]) == ("ai_impact",)
    assert topic_ids(advisor, ["pay"]) == ("salary",)
    with pytest.raises(RequestError, match="salary"):
        topic_ids(advisor, ["zorblax"])
    with pytest.raises(RequestError, match="salary"):
        topic_ids(advisor, [","])


def test_the_nearest_word_must_be_like_enough():
    assert nearest("salery", ["salary", "stress"]) == "salary"
    assert nearest("zzz", ["salary", "stress"]) is None
    assert nearest("se", ["save", "settings"]) == "settings"  # what it begins


def test_why_names_topics_in_words_also_where_another_rule_decided(console, advisor):
    say(console, "is AI a threat to producers?")
    told = console.talk.last.explanation
    turned = replace(console.talk.last, explanation=replace(told, runner_up="ai_impact", margin=-1.0))
    shown = " ".join(explaining.why(advisor, "is AI a threat?", turned, WIDE).split())
    named = explaining.topic_name(advisor, "ai_impact")
    assert f"Runner-up: {named}; it did not have fewer points" in shown
    assert "ai_impact" not in shown


def test_sources_of_a_reply_without_facts_say_that_it_used_none(console, advisor):
    assert "used no section" in say(console, "hi", "/sources")


@pytest.mark.parametrize("command", ["/compare", "/facts"])
def test_a_command_with_an_unknown_topic_says_so_and_lists_the_known_ones(console, advisor, command):
    shown = say(console, f"{command} zorblax")
    assert shown.startswith("Unknown topic 'zorblax'")
    assert all(topic in shown for topic in advisor.library.topics)


def test_headings_and_figures_of_a_reply_are_shown_as_well(advisor):
    bars = Bars("Pay", "USD/year", (Bar("Engineers", 79280, 79280, "about $79,280", "earnings"),))
    reply = replace(advisor.reply("hi"), blocks=(Heading("Pay"), bars), suggestions=())
    shown = display.shown_reply(reply, Screen(100, colour=True))
    assert shown.startswith(f"\x1b[{BOLD}mPay\x1b[0m\nPay (USD/year")
    assert "about $79,280 [earnings]" in shown


def test_a_sentence_has_the_letter_of_its_section_where_there_are_several(advisor):
    reply = advisor.reply("what do producers earn?")
    told = [fact for fact in reply.facts if f"- {fact.text}" in reply.text]
    assert told
    assert len(reply.sources) > 1
    shown = display.shown_reply(reply, Screen(1000))
    lettered = [section for section in reply.sources if section.id in {fact.section for fact in told}]
    others = [section.label for section in reply.sources if section not in lettered]
    assert others
    for fact in told:
        place = [section.id for section in lettered].index(fact.section)
        assert f"- {fact.text} [{'abcdef'[place]}]\n" in shown
    notes = [f"[{'abcdef'[n]}] {section.label}" for n, section in enumerate(lettered)]
    assert f"\n\nSources: {', '.join([*others, *notes])}\n" in shown


def test_one_section_needs_no_letter(advisor):
    reply = advisor.reply("what hours do producers work?")
    assert len(reply.sources) == 1
    assert display.shown_reply(reply, Screen(1000), numbered=False) == reply.text


TABLE = Table(("", "engineers", "producers"), (("Median", "about $79,280", ""), ("Top", "more " * 12, HAN)))


SCREENS = [(Screen(80), True), (Screen(40), False), (Screen(80, plain=True), False)]


@pytest.mark.parametrize(("screen", "beside"), SCREENS)
def test_a_table_stands_side_by_side_where_there_is_room(advisor, screen, beside):
    reply = replace(advisor.reply("hi"), blocks=(TABLE,), suggestions=())
    lines = display.shown_reply(reply, screen).split("\n")
    assert all(columns(line) <= screen.width for line in lines)
    assert any("engineers" in line and "producers" in line for line in lines) == beside
    assert ("  producers: -" in lines) == (not beside)
    if beside:
        starts = {line.index(word) for line in lines for word in ("engineers", "about", "more") if word in line}
        assert len(starts) == 1


@pytest.mark.parametrize(("cell", "firsts"), [("$87,000", ["Median", "Top"]), ("more " * 30, ["Median", "", "Top"])])
def test_rows_stand_apart_where_one_takes_several_lines(cell, firsts):
    shown = Screen(80).table(("", "engineers", "producers"), (("Median", "$79,280", "$56,752"), ("Top", cell, "$9")))
    starts = [line.split(" ")[0] for line in shown.split("\n") if not line.startswith("  ")]
    assert starts == firsts


def test_settings_keep_what_they_do_beside_or_below_them(console):
    wide, narrow = (console.take("/settings", Screen(width)).text for width in (80, 40))
    assert 'keys = "emacs"        keys for editing the line\n' in wide
    assert 'keys = "emacs"\n    keys for editing the line\n' in narrow
    for text in (wide, narrow):
        assert text.endswith("\nTo change one: /settings keys vi")


def test_a_table_of_too_many_columns_is_told_row_by_row(advisor):
    wide = Table(tuple(f"column {n}" for n in range(9)), (tuple(f"a longer cell {n}" for n in range(9)),))
    shown = display.shown_reply(replace(advisor.reply("hi"), blocks=(wide,), suggestions=()), Screen(60))
    assert "  column 8: a longer cell 8" in shown.split("\n")


@pytest.mark.parametrize(("screen", "drawn"), [(Screen(40), "\u2588"), (Screen(40, plain=True), "#"), (Screen(30), "")])
def test_bars_are_drawn_in_blocks_or_ascii_and_told_in_words_where_it_is_narrow(advisor, screen, drawn):
    bars = Bars("Median pay", "USD/year", (Bar("Engineers", 79280, 79280, "about $79,280", "earnings"),))
    shown = display.shown_reply(replace(advisor.reply("hi"), blocks=(bars,), suggestions=()), screen)
    assert all(columns(line) <= screen.width for line in shown.split("\n"))
    assert "about $79,280" in " ".join(shown.replace("#", "").split())
    assert {"\u2588", "#"} & set(shown) == set(drawn)


def test_a_comparison_without_a_summary_goes_from_its_title_to_its_rows(advisor):
    compared = advisor.compare("salary")
    assert compared.summary
    shown = display.comparison(advisor, replace(compared, summary=""), WIDE)
    assert shown == display.comparison(advisor, compared, WIDE).replace(WIDE.wrap(compared.summary) + "\n\n", "")


# --- width and colour -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [20, 33, 60, 100])
def test_no_line_is_wider_than_the_terminal(advisor, width):
    screen = Screen(width)
    console = Console(advisor)
    lines = ["what do producers earn?", "/why", "/sources", "/compare", "/conflicts", "/topics", "/help", "/facts"]
    for line in [*lines, f"what does a {HAN * 12} earn?", "/why", "x" * 300, "/why"]:
        for shown in console.take(line, screen).text.split("\n"):
            assert columns(shown) <= width, (line, shown)


def test_wide_characters_take_two_columns():
    wrapped = Screen(20).wrap(HAN * 20)
    assert all(columns(line) <= 20 for line in wrapped.split("\n"))
    assert wrapped.replace("\n", "") == HAN * 20


def test_wrapping_loses_no_word_and_hangs_what_follows():
    text = "one two three four five six seven eight nine ten"
    lines = Screen(20).wrap(text, "- ", "  ").split("\n")
    assert lines[0].startswith("- one")
    assert all(line.startswith("  ") for line in lines[1:])
    assert " ".join(line[2:] for line in lines) == text


def test_colour_changes_no_text(advisor):
    for line in ("what do producers earn?", "/compare salary", "/topics"):
        bare = Console(advisor).take(line, WIDE).text
        coloured = Console(advisor).take(line, Screen(100, colour=True)).text
        assert coloured != bare
        for code in (BOLD, CYAN, MAGENTA, "0"):
            coloured = coloured.replace(f"\x1b[{code}m", "")
        assert coloured == bare


def test_control_characters_are_not_shown():
    assert clean("a\x1b[2Jb\u202ec\nd\udc80") == "a [2Jbc\nd "
