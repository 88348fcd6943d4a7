"""The interview: every answer leads to a fact and a section, results follow from the marks, sessions stay small."""

from __future__ import annotations

import json
import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from expected import advisor as bundled

from advisor import Advisor, Fit, Kind, Reply, Session
from advisor.model import BOTH, ENGINEER, PRODUCER, Question

LIBRARY = bundled().library
INTERVIEW = LIBRARY.interview
assert INTERVIEW is not None
QUESTIONS = INTERVIEW.questions
CHOICES = [(question, number) for question in QUESTIONS for number in range(len(question.choices))]


def asked(advisor: Advisor, question: Question, answers: str = "") -> Session:
    """A talk in which a question of the interview is open."""
    begun = advisor.reply("help me choose").session
    return replace(begun, asking=question.id, answers=answers or begun.answers)


def result(advisor: Advisor, answers: str) -> Reply:
    """The result for marks, told when the last question is answered again."""
    last = QUESTIONS[-1]
    mark = answers[-1]
    said = last.choices[int(mark)].label if mark.isdigit() else "a bit of both" if mark == "=" else "skip"
    return advisor.reply(said, asked(advisor, last, answers[:-1] + "."))


def found(advisor: Advisor, reply: Reply) -> Fit:
    """The result as data."""
    fit = advisor.fit(reply.session)
    assert fit is not None
    return fit


def test_there_are_six_to_nine_questions_on_what_the_source_names(advisor: Advisor) -> None:
    assert 6 <= len(QUESTIONS) <= 9
    sections = {advisor.knowledge.facts[name].section for q in QUESTIONS for c in q.choices for name in c.facts}
    assert {"choosing", "skills", "stress"} <= sections


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_a_question_can_be_answered_for_each_role(question: Question) -> None:
    assert {choice.role for choice in question.choices} >= set(BOTH)


@pytest.mark.parametrize(("question", "number"), CHOICES, ids=lambda value: getattr(value, "id", value))
def test_what_a_choice_offers_is_read_as_that_choice_and_answered_alone(
    advisor: Advisor, question: Question, number: int
) -> None:
    choice = question.choices[number]
    reply = advisor.reply(choice.label, asked(advisor, question))
    place = QUESTIONS.index(question)
    assert reply.kind is Kind.INTERVIEW
    assert reply.session.answers[place] == str(number)
    assert choice.said in reply.text
    assert advisor.reply(choice.label).kind is Kind.ANSWER


@pytest.mark.parametrize(("question", "number"), CHOICES, ids=lambda value: getattr(value, "id", value))
def test_every_point_of_a_result_leads_to_a_fact_and_a_section(
    advisor: Advisor, question: Question, number: int
) -> None:
    place = QUESTIONS.index(question)
    marks = ["=" if n != place else str(number) for n in range(len(QUESTIONS))]
    reply = result(advisor, "".join(marks))
    fit = found(advisor, reply)
    assert [point.question for point in fit.points] == [q.id for q in QUESTIONS]
    headings = {section.id: section.heading for section in LIBRARY.article.sections}
    for point in fit.points:
        assert point.facts
        for name in point.facts:
            fact = advisor.knowledge.facts[name]
            assert fact in reply.facts
            assert headings[fact.section] in [section.heading for section in reply.sources]
    assert fit.points[place].role == question.choices[number].role
    for label in (q.label for q in QUESTIONS):
        assert f"{label}: " in reply.text


@pytest.mark.parametrize("seed", range(40))
def test_a_result_follows_from_the_answers(advisor: Advisor, seed: int) -> None:
    chance = random.Random(seed)
    marks = "".join(chance.choice([*"=-", *(str(n) for n in range(len(q.choices)))]) for q in QUESTIONS)
    reply = result(advisor, marks)
    if all(mark == "-" for mark in marks):
        assert advisor.fit(reply.session) is None
        return
    fit = found(advisor, reply)
    counts = dict(fit.counts)
    counted = [q.choices[int(m)].role for q, m in zip(QUESTIONS, marks, strict=True) if m.isdigit()]
    assert counts == {role: counted.count(role) for role in BOTH}
    ahead = max(BOTH, key=lambda role: counts[role])
    lead = abs(counts[ENGINEER] - counts[PRODUCER])
    decided = lead >= 2 and sum(counts.values()) >= 3
    assert fit.role == (ahead if decided else None)
    assert reply.roles[0] == (ahead if decided else BOTH[0])
    assert reply.topics == ("choosing",)
    assert "no psychological test" in reply.text


def test_the_order_of_answers_does_not_matter_for_the_result(advisor: Advisor) -> None:
    straight = advisor.chat()
    for text in ("quiz me", "yes", "no", "first", "first", "first", "first", "no", "yes"):
        straight.say(text)
    turned = advisor.chat()
    for text in ("quiz me", "no", "back", "yes", "no", "first", "second", "back", *["first"] * 3, "no", "yes"):
        turned.say(text)
    assert advisor.fit(turned.session) == advisor.fit(straight.session)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_a_session_is_small_in_the_middle_of_an_interview(advisor: Advisor, question: Question) -> None:
    """With as long a memory as a talk can leave: all facts told, a direction, the longest suggestions."""
    everything = f"{(1 << len(advisor.knowledge.facts)) - 1:x}"
    session = replace(
        asked(advisor, question, "2" * QUESTIONS.index(question) + "." * (len(QUESTIONS) - QUESTIONS.index(question))),
        told=everything, before=everything, turns=999_999, direction="audio_engineer>music_producer",
        topics=("certifications", "collaboration", "testimonials"), person=ENGINEER, declined="certifications",
    )  # fmt: skip
    for text in ("a bit of both", "how much does each job pay?", "why?"):
        stored = json.dumps(advisor.reply(text, session).session.to_dict())
        assert len(stored) < 1024
        assert Session.from_dict(json.loads(stored)).answers


def test_an_interview_goes_on_from_a_stored_session(advisor: Advisor) -> None:
    texts = ("help me choose", "yes", "i hate meetings", "what do they pay?", "acoustics", "routine", "stop", "resume",
             "live sound", "machines", "fine by me", "exactly", "change my answer about stress", "egos")  # fmt: skip
    chat = advisor.chat()
    session = Session()
    for text in texts:
        reply = advisor.reply(text, Session.from_dict(json.loads(json.dumps(session.to_dict()))))
        assert reply.to_dict() == chat.say(text).to_dict()
        session = reply.session
    assert found(advisor, reply).role == ENGINEER


def test_an_interview_of_another_pack_is_forgotten(advisor: Advisor) -> None:
    session = replace(asked(advisor, QUESTIONS[2]), fingerprint="0123abcd")
    reply = advisor.reply("yes", session)
    assert reply.kind is not Kind.INTERVIEW
    assert advisor.fit(session) is None


@pytest.mark.parametrize(
    "made_up", [{"asking": "nothing_known"}, {"answers": "0123456789.="}, {"answers": "99999999"}, {"answers": "="}]
)
def test_a_made_up_interview_does_no_harm(advisor: Advisor, made_up: dict[str, str]) -> None:
    session = Session.from_dict({**asked(advisor, QUESTIONS[0]).to_dict(), **made_up})
    for text in ("yes", "stop", "my results", "go on with the questions", "change my answer about hours"):
        assert advisor.reply(text, session).text


def test_a_pack_may_do_without_an_interview(tmp_path: Path) -> None:
    shutil.copytree(Path(__file__).parent / "small_pack", tmp_path / "pack")
    (tmp_path / "pack/knowledge/interview.yaml").unlink()
    plain = Advisor(tmp_path / "pack")
    assert plain.library.interview is None
    reply = plain.reply("help me choose")
    assert reply.kind is not Kind.INTERVIEW
    assert plain.fit(reply.session) is None
