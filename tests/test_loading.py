"""Loading: each rule has a smallest broken pack in `bad_packs/`, laid over `small_pack/`, with the faults expected.

`expected.txt` has the faults, one a line, all of them; `removed.txt`, where there is one, names files to take away.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from advisor import Advisor, AdvisorError, Fault, PackError
from advisor.loading import figure, load, read_yaml

HERE = Path(__file__).parent
SMALL = HERE / "small_pack"
RULES = sorted(path.name for path in (HERE / "bad_packs").iterdir())


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def _pack(tmp_path: Path, over: Path | None = None) -> Path:
    """A copy of the small pack, with the files of `over` in place of its own."""
    pack = tmp_path / "pack"
    shutil.copytree(SMALL, pack)
    if over:
        shutil.copytree(over, pack, dirs_exist_ok=True)
        for name in _lines(over / "removed.txt"):
            (pack / name).unlink()
    return pack


def _faults(pack: Path) -> tuple[Fault, ...]:
    with pytest.raises(PackError) as raised:
        load(pack)
    return raised.value.faults


def test_there_is_a_bad_pack_for_many_rules() -> None:
    assert len(RULES) >= 25


@pytest.mark.parametrize("rule", RULES)
def test_a_broken_rule_is_reported_and_nothing_else(rule: str, tmp_path: Path) -> None:
    folder = HERE / "bad_packs" / rule
    found = [str(fault) for fault in _faults(_pack(tmp_path, folder))]
    expected = _lines(folder / "expected.txt")
    assert len(found) == len(expected) > 0, found
    for line in expected:
        assert any(line in fault for fault in found), (line, found)


def test_the_small_pack_itself_loads_and_answers() -> None:
    reply = Advisor(SMALL).reply("how much do producers earn?")
    assert reply.topics == ("salary",)
    assert "$40,000 to $60,000" in reply.text


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    pack = _pack(tmp_path)
    for rule in ("digit_in_opening", "reply_missing", "forms_empty", "example_under_two_intents"):
        shutil.copytree(HERE / "bad_packs" / rule, pack, dirs_exist_ok=True)
    files = {fault.file for fault in _faults(pack)}
    assert files >= {
        "knowledge/stress.yaml",
        "knowledge/replies.yaml",
        "knowledge/lexicon/topic_stress.yaml",
        "intents.yaml",
    }


def test_the_error_names_file_line_entry_and_remedy(tmp_path: Path) -> None:
    with pytest.raises(PackError) as raised:
        Advisor(_pack(tmp_path, HERE / "bad_packs" / "digit_in_cell"))
    fault = raised.value.faults[0]
    line = fault.line or 0
    lines = (HERE / "bad_packs/digit_in_cell/knowledge/stress.yaml").read_text(encoding="utf-8").splitlines()
    assert fault.entry in lines[line - 1]
    assert str(fault) in str(raised.value)
    assert "1 fault" in str(raised.value)


def test_an_empty_folder_is_faults_and_no_other_error(tmp_path: Path) -> None:
    faults = _faults(tmp_path)
    assert {fault.file for fault in faults} >= {"intents.yaml", "knowledge/sources.yaml", "knowledge/replies.yaml"}
    assert not [fault for fault in faults if "lacks the key" in fault.message]


def test_a_word_list_that_is_no_text_is_a_fault_of_that_file(tmp_path: Path) -> None:
    pack = _pack(tmp_path)
    name = "knowledge/lexicon/english_common.txt"
    (pack / name).write_bytes(b"word\n\xff\xfe\n")
    (fault,) = _faults(pack)
    assert (fault.file, fault.entry) == (name, "the file")
    assert "save it as UTF-8 text" in fault.message


def test_facts_and_openings_that_are_no_mappings_are_told_by_their_number(tmp_path: Path) -> None:
    pack = _pack(tmp_path)
    path = pack / "knowledge/stress.yaml"
    text = path.read_text(encoding="utf-8").replace("facts:\n  - {", "facts:\n  - a line of text\n  - {", 1)
    path.write_text(text, encoding="utf-8")
    found = {fault.entry: fault.message for fault in _faults(pack)}
    assert found == {"facts, entry 1": "must be a mapping (key: value)"}


def test_a_detail_of_a_fact_is_a_text_or_nothing(tmp_path: Path) -> None:
    pack = _pack(tmp_path)
    path = pack / "knowledge/stress.yaml"
    text = path.read_text(encoding="utf-8").replace('cell: "shows"', 'cell: "shows", period: [2024]', 1)
    path.write_text(text, encoding="utf-8")
    (fault,) = _faults(pack)
    assert (fault.entry, fault.message) == ("stress.engineer.level", "'period' must be a text or null")


def test_more_facts_than_a_session_can_hold_are_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("advisor.loading.pack.MOST_FACTS", 3)
    (fault,) = _faults(_pack(tmp_path))
    assert (fault.file, fault.entry) == ("knowledge", "the folder")
    assert "at most 3" in fault.message


def test_a_folder_that_is_not_there_is_faults(tmp_path: Path) -> None:
    assert _faults(tmp_path / "nowhere")


@pytest.mark.parametrize("name", sorted(path.relative_to(SMALL).as_posix() for path in SMALL.rglob("*.yaml")))
@pytest.mark.parametrize("content", ["", "7", "[]", "a: 1", "{topics: 7, facts: 7}", "topics: {stress: 7}"])
def test_no_content_of_a_file_raises_anything_but_pack_error(name: str, content: str, tmp_path: Path) -> None:
    pack = _pack(tmp_path)
    (pack / name).write_text(content, encoding="utf-8")
    assert name in {fault.file for fault in _faults(pack)}


@pytest.mark.parametrize(
    "text",
    [
        "[" * 200_000,
        "- " * 200_000,
        "a: &a [*a]",
        "a: *b",
        "a: 1\n---\nb: 2",
        "a: !!bool x",
        "a: !!timestamp x",
        "a: !!int x",
        "!!map [a]",
        "!!seq {a: 1}",
        "a: " + "9" * 10_000,
        "\x00",
        "? {a: 1}\n: 2",
        "<<: {a: 1}",
    ],
    ids=range(14),
)
def test_hostile_yaml_is_an_advisor_error(text: str, tmp_path: Path) -> None:
    path = tmp_path / "hostile.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AdvisorError, match=r"hostile\.yaml"):
        read_yaml(path)


def test_words_that_other_yaml_takes_for_truth_values_or_dates_are_texts(tmp_path: Path) -> None:
    path = tmp_path / "words.yaml"
    path.write_text("[yes, no, on, off, 2026-01-31, true]", encoding="utf-8")
    assert read_yaml(path) == ["yes", "no", "on", "off", "2026-01-31", True]


@pytest.mark.parametrize(
    ("value", "unit", "qualifier", "shown"),
    [
        (79280, "USD/year", "about", "about $79,280"),
        ((30000, 39000), "USD/year", None, "$30,000 to $39,000"),
        ((3, 5), "percent", None, "3% to 5%"),
        (-1.1, "percent", "about", "about -1.1%"),
        (22200, "people", None, "22,200"),
    ],
)
def test_a_figure_is_shown_with_its_unit(
    value: float | tuple[float, float], unit: str, qualifier: str | None, shown: str
) -> None:
    assert figure(value, unit, qualifier) == shown


def test_the_same_pack_has_the_same_fingerprint_and_another_wording_has_another(tmp_path: Path) -> None:
    pack = _pack(tmp_path)
    before = load(pack).fingerprint
    assert before == load(SMALL).fingerprint
    path = pack / "knowledge/stress.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Deadlines press", "Deadlines weigh on"), encoding="utf-8")
    assert load(pack).fingerprint != before


def test_roles_are_kept_in_one_order_whatever_the_file_says(tmp_path: Path) -> None:
    pack = _pack(tmp_path)
    path = pack / "knowledge/stress.yaml"
    text = path.read_text(encoding="utf-8").replace("roles: both,", "roles: [music_producer, audio_engineer],")
    path.write_text(text, encoding="utf-8")
    assert load(pack).topics["stress"].openings[0].roles == ("audio_engineer", "music_producer")


def test_a_source_that_agrees_with_itself_needs_no_disagreement(tmp_path: Path) -> None:
    pack = _pack(tmp_path)
    (pack / "knowledge/disagreements.yaml").write_text("disagreements: []\n", encoding="utf-8")
    assert load(pack).disagreements == ()
