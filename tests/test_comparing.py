"""Comparisons: every row leads to facts and sections, figures are drawn, a chooser gets a sentence."""

from __future__ import annotations

import pytest
from expected import advisor as bundled

from advisor import Advisor, Bars, Comparison, Kind, Paragraph, Reply, Table, render
from advisor.model import BOTH

TOPICS = tuple(bundled().library.topics)
VERDICTS = {"same": "the same", "different": "different", "one side": "only one side in the source"}


def tables(reply: Reply) -> list[Table]:
    return [block for block in reply.blocks if isinstance(block, Table)]


@pytest.fixture(scope="module", params=TOPICS)
def compared(request: pytest.FixtureRequest, advisor: Advisor) -> Comparison:
    return advisor.compare(request.param)


def test_a_chooser_gets_one_sentence_that_rests_on_facts(advisor: Advisor, compared: Comparison) -> None:
    said = advisor.library.topics[compared.topic].chooser
    assert said is not None
    assert said.text == compared.chooser
    assert compared.chooser.endswith(".")
    assert set(said.facts) <= {fact.id for fact in compared.facts}


def test_every_cell_of_every_row_names_its_facts_and_their_sections(advisor: Advisor, compared: Comparison) -> None:
    reply = advisor.reply(f"compare {compared.title.lower()}")
    table = tables(reply)[0] if reply.topics == (compared.topic,) else advisor._composer.comparer.table(compared.rows)
    labels = {section.id: section.label for section in advisor.library.article.sections}
    assert [row[0] for row in table.rows] == [row.label for row in compared.rows]
    for told, row in zip(table.rows, compared.rows, strict=True):
        assert len(told) == len(table.header)
        assert told[-1] == VERDICTS[row.verdict]
        for cell, role in zip(told[1:], BOTH, strict=False):
            assert (cell == "-") is (not row.cells[role])
            for fact in row.cells[role]:
                assert fact in compared.facts
                assert fact.cell in cell
                assert labels[fact.section] in cell


def test_every_figure_of_a_comparison_is_drawn_with_its_section(advisor: Advisor, compared: Comparison) -> None:
    labels = {section.id: section.label for section in advisor.library.article.sections}
    drawn = {(bar.figure, bar.section) for bars in compared.bars for bar in bars.bars}
    held = [fact for row in compared.rows for cell in row.cells.values() for fact in cell]
    figures = [fact for fact in held if fact.measure in ("pay", "growth")]
    if compared.bars:
        assert {(fact.figure, labels[fact.section]) for fact in figures} == drawn
    else:
        assert len(figures) < 3


def test_contradictory_medians_have_a_bar_each(advisor: Advisor) -> None:
    (bars,) = advisor.compare("salary").bars
    medians = [(bar.low, bar.high, bar.section) for bar in bars.bars if bar.label == "Engineers, median pay"]
    assert sorted(medians) == [(55_000, 55_000, "key points"), (79_280, 79_280, "earnings")]
    ranges = [(bar.low, bar.high) for bar in bars.bars if bar.label == "Producers, median pay"]
    assert sorted(ranges) == [(56_752, 62_590), (70_000, 70_000)]


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("compare pay and stress", ("salary", "stress")),
        ("compare salary stress", ("salary", "stress")),
        ("please compare pay stress skills", ("salary", "stress", "skills")),
        ("engineer vs producer", ("difference",)),
        ("compare their job outlook", ("outlook",)),
        ("compare the hours of engineers and producers", ("hours",)),
        ("compare education", ("education",)),
        ("compare skills side by side", ("skills",)),
    ],
)
def test_a_comparison_in_a_talk_has_a_table_for_each_topic(
    advisor: Advisor, text: str, topics: tuple[str, ...]
) -> None:
    reply = advisor.reply(text)
    assert (reply.kind, reply.topics, reply.roles) == (Kind.ANSWER, topics, BOTH)
    assert len(tables(reply)) == len(topics)
    said = [block.text for block in reply.blocks if isinstance(block, Paragraph)]
    for topic in topics:
        assert advisor.compare(topic).chooser in said
        assert set(advisor.compare(topic).facts) <= set(reply.facts)


def test_a_table_begins_with_the_answer(advisor: Advisor) -> None:
    reply = advisor.reply("compare stress")
    assert isinstance(reply.blocks[0], Paragraph)
    assert reply.text.startswith("Both jobs are demanding")


def test_pay_and_growth_are_drawn_and_readable_without_block_characters(advisor: Advisor) -> None:
    for text in ("compare pay", "compare the job outlook"):
        reply = advisor.reply(text)
        assert [type(block) for block in reply.blocks].count(Bars) == 1
        (plain,) = render(reply, "plain", ascii=True)
        assert "#" in plain
        assert "\u2588" not in plain
        assert "[earnings]" in plain or "[outlook]" in plain


def test_a_comparison_names_the_disagreements_that_it_touches(advisor: Advisor) -> None:
    reply = advisor.reply("compare pay")
    assert {"engineer_median_pay", "producer_median_pay", "who_earns_more"} <= {c.id for c in reply.conflicts}
    assert "does not settle" in reply.text


@pytest.mark.parametrize("topic", TOPICS)
def test_a_disagreement_beside_a_table_is_told_with_all_its_claims(advisor: Advisor, topic: str) -> None:
    """In the table, to which the sentence points, or in the sentence itself."""
    reply = advisor.reply(f"compare {advisor.library.topics[topic].title.lower()}")
    for conflict in reply.conflicts:
        assert conflict.title.lower() in reply.text.lower() or conflict.text in reply.text
        for name in conflict.facts:
            fact = advisor.knowledge.facts[name]
            assert advisor.knowledge.claim(fact).lower() in reply.text.lower()
            assert fact in reply.facts


@pytest.mark.parametrize("text", ["compare everything", "full comparison", "compare everything side by side"])
def test_everything_is_one_table_with_a_row_for_each_topic(advisor: Advisor, text: str) -> None:
    """Whatever was spoken of before."""
    before = advisor.reply("how stressful is it?").session
    for session in (None, before):
        (table,) = tables(advisor.reply(text, session))
        titles = [row[0] for row in table.rows]
        assert len(titles) >= 10
        assert {"Pay", "Stress", "Skills"} <= set(titles)
        assert all(cell.endswith(")") for row in table.rows for cell in row[1:3])


def test_a_question_on_one_role_is_no_comparison(advisor: Advisor) -> None:
    for text in ("how stressful is it for producers?", "what do engineers earn?", "which pays more?"):
        assert not tables(advisor.reply(text))


def test_compare_them_takes_up_what_was_spoken_of(advisor: Advisor) -> None:
    reply = advisor.reply("compare them", advisor.reply("what hours do engineers work?").session)
    assert (reply.topics, reply.roles) == (("hours",), BOTH)
    assert tables(reply)
