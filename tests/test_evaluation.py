"""Measuring: what a file of labelled messages may hold, when a reply is right, and what the bar asks for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from advisor import Advisor, Kind, Reply, cli, measuring
from advisor.display import Screen
from advisor.errors import AdvisorError
from advisor.evaluation import Item, figures, items, judge, run


@pytest.fixture(scope="module")
def stress(advisor: Advisor) -> Reply:
    return advisor.reply("is it stressful?")


def written(folder: Path, text: str) -> Path:
    path = folder / "labelled.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def wanted(*topics: str, also: tuple[str, ...] = (), roles: tuple[str, ...] = ()) -> Item:
    return Item("a message", ("answer",), topics, also, roles, (), "here")


# --- files ----------------------------------------------------------------------------------------------------------


def test_a_talk_hands_its_tags_to_its_turns_and_a_lone_text_is_a_list_of_one(tmp_path: Path) -> None:
    text = "- {name: t, tags: long, turns: [{text: hi, kind: social, tags: [short]}, {text: 5, kind: [clarify]}]}\n"
    singles, talks = items(written(tmp_path, text + "- {text: pay?, kind: answer, topics: salary}\n"))
    assert [(item.topics, item.where) for item in singles] == [(("salary",), "labelled.yaml, entry 2")]
    ((name, turns),) = talks
    assert name == "t"
    assert [(turn.text, turn.tags) for turn in turns] == [("hi", ("short", "long")), ("5", ("long",))]
    assert turns[1].where == "labelled.yaml, entry 1, turn 2"


WRONG = [
    ("{turns: 5}", "'turns' must be a list of messages"),
    ("{turns: a text}", "'turns' must be a list of messages"),
    ("{turns: {text: hi, kind: social}}", "'turns' must be a list of messages"),
    ("{turns: null}", "'turns' must be a list of messages"),
    ("{turns: []}", "'turns' must be a list of messages"),
    ("{turns: [hi]}", "turn 1: needs at least 'text' and 'kind'"),
    ("{tags: 5, turns: [{text: hi, kind: social}]}", "'tags' must be a text or a list of texts"),
    ("{text: hi, kind: 5}", "'kind' must be a text or a list of texts"),
    ("{text: hi, kind: {answer: 1}}", "'kind' must be a text or a list of texts"),
    ("{text: hi, kind: answer, topics: [[salary]]}", "'topics' must be a text or a list of texts"),
    ("{text: hi, kind: strange}", "unknown kind 'strange'"),
    ("hi", "needs at least 'text' and 'kind'"),
]


@pytest.mark.parametrize(("entry", "complaint"), WRONG, ids=[entry for entry, _ in WRONG])
def test_an_entry_of_another_form_is_told_with_file_and_number(entry: str, complaint: str, tmp_path: Path) -> None:
    path = written(tmp_path, f"- {{text: hi, kind: social}}\n- {entry}\n")
    with pytest.raises(AdvisorError) as raised:
        items(path)
    assert str(raised.value).startswith("labelled.yaml, entry 2")
    assert complaint in str(raised.value)


def test_eval_of_turns_that_are_no_list_ends_with_status_1_and_one_line(tmp_path, capsys) -> None:
    assert cli.main(["eval", str(written(tmp_path, "- {name: a talk, turns: hello}\n"))]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    (line,) = printed.err.splitlines()
    assert line.startswith("advisor: error: labelled.yaml, entry 1: 'turns' must be")


def test_a_folder_stands_for_its_yaml_files_and_one_without_any_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(AdvisorError, match="holds no labelled messages"):
        measuring.files([str(tmp_path)])
    (tmp_path / "notes.txt").write_text("no messages", encoding="utf-8")
    path = written(tmp_path, "[]")
    assert measuring.files([str(tmp_path)]) == [path]


def test_without_a_checkout_the_files_must_be_named(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(measuring, "bundled", lambda: tmp_path)
    with pytest.raises(AdvisorError, match="name the YAML files"):
        measuring.files([])
    folder = tmp_path / "evaluation" / "development"
    folder.mkdir(parents=True)
    assert measuring.files([str(written(folder, "[]"))]) == measuring.files([])


# --- right or wrong -------------------------------------------------------------------------------------------------


def test_a_reply_is_right_with_the_topics_and_roles_wanted_and_no_others(stress: Reply) -> None:
    both = ("music_producer", "audio_engineer")
    assert judge(wanted("stress", roles=both), stress) == ""
    assert judge(wanted("stress"), stress) == ""
    assert judge(wanted("stress", roles=both[:1]), stress).startswith("roles audio_engineer")
    assert judge(wanted("salary"), stress) == "topics stress instead of salary"
    assert judge(wanted("salary", also=("stress",)), stress) == ""
    assert judge(wanted("stress", "salary"), stress) == "topics stress instead of stress, salary"


def test_a_topic_that_was_not_asked_is_wrong_unless_the_label_allows_it(stress: Reply) -> None:
    more = replace(stress, topics=("stress", "salary"))
    assert judge(wanted("stress"), more) == "answers salary as well, which was not asked"
    assert judge(wanted("stress", also=("salary",)), more) == ""


def test_the_kind_is_judged_first_and_alone_where_no_topic_is_wanted(stress: Reply) -> None:
    social = replace(wanted("stress"), kinds=("social", "clarify"))
    assert judge(social, stress) == "kind answer instead of social or clarify"
    assert judge(wanted(), stress) == ""
    assert judge(replace(wanted("stress"), kinds=("not_covered",)), replace(stress, kind=Kind.NOT_COVERED)) == ""


def test_of_a_recommendation_the_role_that_stands_first_counts(stress: Reply) -> None:
    chosen = replace(stress, topics=("choosing",), roles=("music_producer", "audio_engineer"))
    assert judge(wanted("choosing", roles=("music_producer",)), chosen) == ""
    assert judge(wanted("choosing", roles=("audio_engineer",)), chosen) == (
        "recommends music_producer instead of audio_engineer"
    )
    assert judge(wanted("choosing", roles=("audio_engineer", "music_producer")), chosen) == ""


def test_a_recommendation_of_neither_role_is_wrong_where_one_was_wanted(stress: Reply) -> None:
    undecided = replace(stress, topics=("choosing",), roles=())
    assert judge(wanted("choosing", roles=("audio_engineer",)), undecided) == (
        "recommends neither instead of audio_engineer"
    )


# --- figures --------------------------------------------------------------------------------------------------------


def test_a_run_over_nothing_has_figures_without_a_group(advisor: Advisor, tmp_path: Path) -> None:
    found = figures(run(advisor, [written(tmp_path, "[]")]))
    assert (found["utterances"], found["turns"], found["conversations"]) == (0, 0, 0)
    assert found["by_kind"] == found["by_topic"] == found["by_tag"] == {}
    assert found["confusions"] == []


def test_a_talk_is_right_only_where_every_turn_is(advisor: Advisor, tmp_path: Path) -> None:
    turns = "{text: is it stressful?, kind: answer, topics: [stress]}, {text: and producers?, kind: %s}"
    text = "".join(f"- {{name: talk, turns: [{turns % kind}]}}\n" for kind in ("answer", "social"))
    report = run(advisor, [written(tmp_path, text)])
    found = figures(report)
    assert (found["turns_right"], found["conversations_right"]) == (0.75, 0.5)
    assert found["confusions"] == [["social", "stress", 1]]
    (failure,) = measuring.failures(report)
    assert failure["where"] == "labelled.yaml, entry 2, turn 2"
    assert failure["wrong"] == "kind answer instead of social"


def test_the_text_of_failures_tells_what_was_carried_over_repaired_and_not_understood(
    advisor: Advisor, tmp_path: Path
) -> None:
    text = """\
- {text: how strssful is it for prodcuers, kind: social}
- {text: do producers need a zorblax?, kind: social}
- {name: talk, turns: [{text: is it stressful?, kind: answer}, {text: and producers?, kind: social}]}
"""
    report = run(advisor, [written(tmp_path, text)])
    shown = measuring.failures_text(report, Screen(100))
    assert "Failures: 3" in shown
    assert "read as: strssful -> stressful" in shown
    assert "not understood: zorblax" in shown
    assert "carried over: " in shown
    assert "topic stress" in shown


# --- the bar --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", ["utterances = true", 'turns = "0.9"', "turns = -0.1", "wrongly_answered = 1.1"])
def test_a_share_of_the_bar_is_a_number_from_0_to_1(wrong: str, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(measuring, "bundled", lambda: tmp_path)
    (tmp_path / "pyproject.toml").write_text(f"[tool.advisor.evaluation]\n{wrong}\n", encoding="utf-8")
    with pytest.raises(AdvisorError, match="must be a share from 0 to 1"):
        measuring.bar()


def test_a_project_file_without_a_bar_asks_for_nothing(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(measuring, "bundled", lambda: tmp_path)
    for text in ("", "[tool]\nadvisor = 5\n", "tool = 5\n"):
        (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
        assert measuring.bar() == {}


def test_what_may_be_wrong_at_most_is_missed_from_above() -> None:
    found = {"utterances": 9, "utterances_right": 0.95, "wrongly_answered": 0.05}
    assert measuring.missed(found, {"utterances": 0.9, "wrongly_answered": 0.05}) == []
    assert measuring.missed(found, {"wrongly_answered": 0.03}) == ["wrongly answered: 5.0%, must be at most 3.0%"]


def test_the_confusions_are_told_most_first_and_reaching_the_bar_as_well(advisor: Advisor, tmp_path: Path) -> None:
    text = '- {text: "is it stressful?", kind: social}\n' * 2 + "- {text: hi, kind: clarify}\n"
    found = figures(run(advisor, [written(tmp_path, text)]))
    shown = measuring.report_text(found, [], Screen(100))
    assert shown.index("2  social -> stress") < shown.index("1  clarify -> social")
    assert shown.endswith("Not under the bar.")
