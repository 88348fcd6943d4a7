"""Checking: what the engine makes of a pack's own questions and examples."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from advisor import PackError
from advisor.checking import Confused, check, confusions

HERE = Path(__file__).parent
Edit = Callable[[str, str, str], Path]


@pytest.fixture
def edit(tmp_path: Path) -> Edit:
    """Copies the small pack, replaces a text in one file, and gives the copy's folder."""

    def edited(name: str, old: str, new: str) -> Path:
        pack = tmp_path / "pack"
        if not pack.exists():
            shutil.copytree(HERE / "small_pack", pack)
        path = pack / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")
        return pack

    return edited


def test_a_sound_pack_has_neither_faults_nor_warnings() -> None:
    told: list[tuple[int, int]] = []
    report = check(HERE / "small_pack", tell=lambda done, every: told.append((done, every)))
    assert told == [(done, len(told)) for done in range(1, len(told) + 1)]
    assert told
    assert report.faults == ()
    assert report.warnings == ()


def test_the_faults_of_loading_are_the_report_and_nothing_is_raised(edit: Edit) -> None:
    report = check(edit("knowledge/stress.yaml", "role: audio_engineer, aspect: level", "role: plumber, aspect: level"))
    assert [fault.entry for fault in report.faults] == ["stress.engineer.level"]
    assert report.left_out_accuracy is None
    assert report.warnings == ()


def test_a_fact_that_no_question_reaches_is_a_fault(edit: Edit) -> None:
    role = "  drummer: {name: drummer, plural: drummers, short: drummer, shorts: drummers}\n"
    edit("knowledge/roles.yaml", "roles:\n", f"roles:\n{role}")
    fact = "  - {id: stress.drums, role: [drummer, audio_engineer], aspect: level, section: pressure, text: T, cell: c}"
    report = check(edit("knowledge/stress.yaml", "facts:\n", f"facts:\n{fact}\n"))
    unreached = [fault for fault in report.faults if "is told by no question" in fault.message]
    assert [(fault.file, fault.entry) for fault in unreached] == [("knowledge/stress.yaml", "stress.drums")]


def test_a_question_that_is_answered_as_another_is_one_fault(edit: Edit) -> None:
    report = check(edit("knowledge/stress.yaml", '"Which job is more stressful?"', '"What is the pay and salary?"'))
    wrong = [fault for fault in report.faults if "'What is the pay and salary?'" in fault.message]
    assert len(wrong) == 1
    assert wrong[0].file == "knowledge/stress.yaml"
    assert "salary for audio_engineer, music_producer instead of stress" in wrong[0].message


@pytest.mark.parametrize(
    ("old", "new", "intent", "thief"),
    [
        ('"is the work stressful"', '"what does a plumber do"', "stress", "out_of_scope"),
        ('"how high is the salary"', '"the weather in tokyo"', "salary", "out_of_scope"),
        ('"what does tuition cost"', '"is plumbing for me"', "cost", "out_of_scope"),
        ('"hello"', '"how stressful is the pressure"', "greeting", "stress"),
    ],
)
def test_an_example_that_another_intent_wins_is_a_warning(
    edit: Edit, old: str, new: str, intent: str, thief: str
) -> None:
    report = check(edit("intents.yaml", old, new))
    stolen = [warning for warning in report.warnings if new.strip('"') in warning.message]
    assert [(warning.file, warning.entry) for warning in stolen] == [("intents.yaml", intent)]
    assert f"is stolen by {thief}" in stolen[0].message


def test_a_sentence_that_the_engine_lacks_is_one_fault(edit: Edit) -> None:
    edit("intents.yaml", "acts:\n", 'acts:\n  praise:\n    - "bravo maestro"\n    - "bravo, bravo"\n')
    report = check(edit("knowledge/lexicon/acts.yaml", "acts:\n", "acts:\n  praise: [bravo, bravo maestro]\n"))
    assert [(fault.file, fault.entry) for fault in report.faults] == [("knowledge/replies.yaml", "praise")]


def test_left_out_examples_show_which_intents_are_confused() -> None:
    found = confusions(HERE / "small_pack")
    assert found.examples == 9
    assert 0 <= found.left_out_accuracy < 1
    wrong = sum(pair.count for pair in found.confused)
    assert wrong == round(found.examples * (1 - found.left_out_accuracy))
    assert all(isinstance(pair, Confused) and pair.intent != pair.taken_for for pair in found.confused)
    counts = [pair.count for pair in found.confused]
    assert counts == sorted(counts, reverse=True)


def test_confusions_of_a_pack_that_cannot_be_loaded_raise_its_error(tmp_path: Path) -> None:
    with pytest.raises(PackError):
        confusions(tmp_path)


def test_checking_twice_finds_the_same() -> None:
    assert check(HERE / "small_pack") == check(HERE / "small_pack")


def test_the_bundled_pack_has_no_faults() -> None:
    report = check(examples=False)  # `advisor check` sends them, which takes a minute
    assert (report.faults, report.left_out_accuracy) == ((), None)
