"""Answers are short at first, and hide no disagreement for that: what is left out comes with "tell me more"."""

from __future__ import annotations

import pytest
from expected import advisor as bundled

from advisor import Advisor, Bullets, Paragraph, Reply
from advisor.model import BOTH

LIBRARY = bundled().library
QUESTIONS = [
    text
    for topic in LIBRARY.topics.values()
    for text in (topic.question, *(topic.role_question.replace("{plural}", r.plural) for r in LIBRARY.roles.values()))
]
SWITCHES = ["can an engineer become a producer?", "how do I switch from producer to engineer?"]
ABOUT_NINETY = 100
"""Words that still are "about ninety"."""
TWO_NOTES = {"What is the job outlook for each?": 125, "What is the job outlook for audio engineers?": 115}
"""Words of answers that touch two disagreements of many claims, all of which are told."""


def length(reply: Reply) -> int:
    texts = [b.text for b in reply.blocks if isinstance(b, Paragraph) and b.role != "source"]
    texts += [item for block in reply.blocks if isinstance(block, Bullets) for item in block.items]
    return sum(len(text.split()) for text in texts)


@pytest.mark.parametrize("text", [*QUESTIONS, *SWITCHES])
def test_a_first_answer_is_short(advisor: Advisor, text: str) -> None:
    assert length(advisor.reply(text)) <= TWO_NOTES.get(text, ABOUT_NINETY)


@pytest.mark.parametrize("text", [*QUESTIONS, *SWITCHES])
def test_every_claim_of_a_disagreement_is_told_with_its_section(advisor: Advisor, text: str) -> None:
    reply = advisor.reply(text)
    for conflict in reply.conflicts:
        for name in conflict.facts:
            assert advisor.knowledge.claim(advisor.knowledge.facts[name]).lower() in reply.text.lower()


@pytest.mark.parametrize("text", ["How much do music producers earn?", "What is the career path for audio engineers?"])
def test_tell_me_more_comes_to_all_that_the_source_says(advisor: Advisor, text: str) -> None:
    chat = advisor.chat()
    reply = chat.say(text)
    told = set(reply.facts)
    wanted = advisor.knowledge.select(reply.topics[0], reply.roles)
    for _ in range(8):
        told |= set(chat.say("tell me more").facts)
    assert told >= set(wanted)


def test_what_is_asked_for_each_is_told_of_both(advisor: Advisor) -> None:
    for text in ("for each?", "and for each of them?", "for both?"):
        chat = advisor.chat()
        chat.say("how stressful is it for engineers?")
        reply = chat.say(text)
        (bullets,) = (block for block in reply.blocks if isinstance(block, Bullets))
        assert reply.roles == BOTH
        for word in ("ngineer", "roducer"):
            assert any(word in item for item in bullets.items)
