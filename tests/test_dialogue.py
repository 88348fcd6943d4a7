"""What decides where a message could be read in two ways: careers of others, words left out, several questions."""

from __future__ import annotations

import pytest

from advisor import Advisor, Kind
from advisor.text import stem


@pytest.mark.parametrize("message", ["my wife is a nurse, is she stressed?", "my friend is a lawyer. does he earn?"])
def test_a_question_about_somebody_of_another_career_is_handed_back(advisor: Advisor, message: str) -> None:
    reply = advisor.reply(message)
    assert reply.kind is Kind.OUT_OF_SCOPE
    assert not reply.handled
    assert reply.facts == ()


def test_a_pronoun_after_a_declined_career_stands_for_that_career(advisor: Advisor) -> None:
    declined = advisor.reply("what does a plumber earn?")
    assert declined.kind is Kind.OUT_OF_SCOPE
    assert advisor.reply("how much do they earn?", declined.session).kind is Kind.OUT_OF_SCOPE
    taken_up = advisor.reply("and producers?", declined.session)
    assert (taken_up.kind, taken_up.topics, taken_up.roles) == (Kind.ANSWER, ("salary",), ("music_producer",))


@pytest.mark.parametrize(("typed", "meant"), [("softwar", "software"), ("mechancal", "mechanical")])
def test_another_engineer_stays_another_where_the_word_is_misspelt(advisor: Advisor, typed: str, meant: str) -> None:
    reply = advisor.reply(f"what does a {typed} engineer earn?")
    assert reply.kind is Kind.OUT_OF_SCOPE
    assert (typed, meant) in [(repair.typed, repair.read_as) for repair in reply.explanation.repairs]


def test_a_misspelt_word_before_a_role_that_belongs_to_it_changes_nothing(advisor: Advisor) -> None:
    for typed, meant in (("soud engineers", "sound engineers"), ("recordng producers", "recording producers")):
        found, wanted = advisor.reply(f"what do {typed} earn?"), advisor.reply(f"what do {meant} earn?")
        assert (found.kind, found.topics, found.roles) == (Kind.ANSWER, ("salary",), wanted.roles)


def test_a_word_that_lost_its_last_g_is_read_with_it(advisor: Advisor) -> None:
    found = advisor.reply("how stressful is producin music?")
    assert ("producin", "producing") in [(repair.typed, repair.read_as) for repair in found.explanation.repairs]
    assert found.topics[:1] == ("stress",)


def test_two_questions_on_our_careers_are_answered_together(advisor: Advisor) -> None:
    reply = advisor.reply("what do producers earn? and what are the hours of engineers?")
    assert reply.kind is Kind.ANSWER
    assert set(reply.topics) == {"salary", "hours"}
    assert set(reply.roles) == {"audio_engineer", "music_producer"}


def test_the_stem_of_an_owner_is_that_of_the_word() -> None:
    assert stem("producer's") == stem("producers") == stem("producer")


def test_the_age_of_a_figure_is_its_period_in_the_source(advisor: Advisor) -> None:
    chat = advisor.chat()
    chat.say("job growth for engineers?")
    reply = chat.say("how old are those numbers?")
    assert "source" in reply.topics
    assert reply.roles == ("audio_engineer",)
    assert "2022 to 2032" in reply.text
    assert "Without a date" in reply.text


def test_disagreeing_figures_are_listed_once_and_told_apart(advisor: Advisor) -> None:
    chat = advisor.chat()
    chat.say("what do engineers earn?")
    first, second = chat.say("why do you give several figures?"), chat.say("which one is right?")
    assert "$79,280" in first.text
    assert "medians and some averages" in first.text
    assert "$79,280" not in second.text
    assert "medians and some averages" in second.text
