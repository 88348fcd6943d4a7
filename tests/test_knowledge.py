"""The bundled knowledge: every section used, every topic told for both roles, every figure of the article there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from advisor import Advisor
from advisor.model import BOTH, ENGINEER, PRODUCER

HERE = Path(__file__).parent
KNOWLEDGE = HERE.parent / "knowledge"
TOPICS = (
    "difference", "duties", "collaboration", "workplace", "hours", "skills", "salary", "outlook", "progression",
    "transition", "success", "certifications", "education", "challenges", "ai_impact", "stress", "choosing",
    "freelance", "technology", "creativity", "testimonials", "source",
)  # fmt: skip
SHOWN = ("text", "cell", "title", "question", "role_question")
"""Keys of texts that a reply may show; beside them the labels of aspects."""
PAY = [
    (ENGINEER, "median", 55_000, "key_points"),
    (PRODUCER, "median", 70_000, "key_points"),
    (ENGINEER, "median", 79_280, "earnings"),
    (ENGINEER, "start", (30_000, 39_000), "earnings"),
    (ENGINEER, "top", 102_000, "earnings"),
    (ENGINEER, "average", (80_000, 87_000), "earnings"),
    (PRODUCER, "median", (56_752, 62_590), "earnings"),
    (PRODUCER, "start", 39_000, "earnings"),
    (PRODUCER, "top", 81_000, "earnings"),
    (ENGINEER, "average", 58_492, "progression"),
    (PRODUCER, "average", 62_590, "progression"),
    (ENGINEER, "average", 58_492, "choosing"),
    (PRODUCER, "average", 62_590, "choosing"),
]
GROWTH = [
    (ENGINEER, 9, "key_points", "2030"),
    (ENGINEER, (3, 5), "outlook", None),
    (ENGINEER, -1.1, "outlook", "2022 to 2032"),
    (PRODUCER, 7, "outlook", "2022 to 2032"),
]


@pytest.fixture(scope="module")
def raw() -> dict[str, Any]:
    """The YAML of each file in knowledge/, read without the loader."""
    return {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(KNOWLEDGE.glob("*.yaml"))}


def test_each_section_gave_as_many_facts_as_were_counted_in_it(advisor: Advisor) -> None:
    counted = yaml.safe_load((HERE / "section_counts.yaml").read_text(encoding="utf-8"))
    assert dict(Counter(fact.section for fact in advisor.facts())) == counted


def test_every_section_of_the_article_is_used(advisor: Advisor, raw: dict[str, Any]) -> None:
    assert {fact.section for fact in advisor.facts()} == set(raw["sources"]["sections"])


def test_the_promised_topics_are_there(advisor: Advisor) -> None:
    assert set(TOPICS) <= set(advisor.library.topics)


@pytest.mark.parametrize("role", BOTH)
@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_has_facts_for_each_role(advisor: Advisor, topic: str, role: str) -> None:
    facts = advisor.facts(topic=topic, role=role)
    assert facts
    assert all(role in fact.roles for fact in facts)


@pytest.mark.parametrize("roles", [BOTH, (ENGINEER,), (PRODUCER,)], ids=["both", *BOTH])
@pytest.mark.parametrize("topic", TOPICS)
def test_an_answer_has_an_opening_for_each_role_and_for_both(
    advisor: Advisor, topic: str, roles: tuple[str, ...]
) -> None:
    general = [o for o in advisor.library.topics[topic].openings if o.aspect is None and o.direction is None]
    opening = next(o for o in general if o.roles == roles)
    assert opening.text.endswith((".", "?", "!"))
    assert opening.facts


def test_every_disagreement_sets_two_sections_or_two_values_against_each_other(advisor: Advisor) -> None:
    facts = {fact.id: fact for fact in advisor.facts()}
    assert advisor.library.disagreements
    for disagreement in advisor.library.disagreements:
        involved = [facts[name] for name in disagreement.facts]
        sections = {fact.section for fact in involved}
        values = {fact.value for fact in involved if fact.value is not None}
        assert len(sections) >= 2 or len(values) >= 2, disagreement.id
        assert any(set(disagreement.roles) & set(fact.roles) for fact in involved), disagreement.id


@pytest.mark.parametrize("topic", ["salary", "outlook", "education", "freelance"])
def test_the_known_contradictions_are_declared(advisor: Advisor, topic: str) -> None:
    assert topic in {disagreement.topic for disagreement in advisor.library.disagreements}


@pytest.mark.parametrize(("role", "statistic", "value", "section"), PAY)
def test_a_figure_of_pay_is_there(
    advisor: Advisor, role: str, statistic: str, value: float | tuple[float, float], section: str
) -> None:
    found = [f for f in advisor.facts(role=role) if f.value == value and f.section == section and f.measure == "pay"]
    assert [(fact.statistic, fact.unit) for fact in found] == [(statistic, "USD/year")]
    for number in value if isinstance(value, tuple) else (value,):
        assert f"${number:,}" in found[0].text


@pytest.mark.parametrize(("role", "value", "section", "period"), GROWTH)
def test_a_figure_of_growth_is_there(
    advisor: Advisor, role: str, value: float | tuple[float, float], section: str, period: str | None
) -> None:
    found = [f for f in advisor.facts(role=role) if f.value == value and f.measure == "growth"]
    assert [(fact.section, fact.unit, fact.period) for fact in found] == [(section, "percent", period)]
    for number in value if isinstance(value, tuple) else (value,):
        assert f"{number}%" in found[0].text


def test_the_number_of_jobs_is_there(advisor: Advisor) -> None:
    found = [fact for fact in advisor.facts(role=ENGINEER) if fact.value == 22_200]
    assert [(fact.measure, fact.unit, fact.period) for fact in found] == [("jobs", "people", "2022")]
    assert "22,200" in found[0].text


def test_the_article_has_no_figure_beyond_these(advisor: Advisor) -> None:
    listed = {value for _, _, value, _ in PAY} | {value for _, value, _, _ in GROWTH} | {22_200}
    inferred = {100_000}  # "six-figure incomes"
    assert {fact.value for fact in advisor.facts() if fact.value is not None} == listed | inferred


def _wordings(node: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """The sentences, cells, titles and questions under a node, each with where it stands."""
    if isinstance(node, dict):
        for key, value in node.items():
            if isinstance(value, str) and (key in SHOWN or path.endswith("aspects")):
                yield f"{path}.{key}", value
            yield from _wordings(value, f"{path}.{key}")
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from _wordings(value, f"{path}[{number}]")


def test_no_wording_holds_a_digit(raw: dict[str, Any]) -> None:
    wordings = [pair for name, data in raw.items() if name != "sources" for pair in _wordings(data, name)]
    assert len(wordings) > 500
    held = [(path, text) for path, text in wordings if re.search(r"\d", re.sub(r"\{[^{}]*\}", "", text))]
    assert held == []


def test_replies_hold_no_figure_of_the_article(raw: dict[str, Any]) -> None:
    digits = {name: re.findall(r"\d+", text) for name, text in raw["replies"]["replies"].items()}
    assert {name: found for name, found in digits.items() if found} == {"safety": ["988"]}


def test_every_sentence_of_a_fact_is_whole(advisor: Advisor) -> None:
    for fact in advisor.facts():
        assert fact.text[0].isupper(), fact.id
        assert fact.text.endswith((".", "!", "?", "\u201d")), fact.id
        assert "{" not in fact.text + fact.cell, fact.id


def test_every_data_file_states_its_grammar_first() -> None:
    paths = [HERE.parent / "intents.yaml", *KNOWLEDGE.rglob("*.yaml"), *KNOWLEDGE.rglob("*.txt")]
    assert [path.name for path in paths if not path.read_text(encoding="utf-8").startswith("# ")] == []


def test_no_fact_advertises() -> None:
    for path in KNOWLEDGE.glob("*.yaml"):
        assert not re.search(r"https?://|www\.", path.read_text(encoding="utf-8")), path.name
