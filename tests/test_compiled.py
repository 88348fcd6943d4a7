"""Compiled packs: the same as their YAML gives, never stale, and quick because nothing that is not needed is loaded."""

from __future__ import annotations

import shutil
import subprocess
import sys
import warnings
from dataclasses import fields
from pathlib import Path

import pytest

from advisor import Advisor, PackError, cli, loading
from advisor.compiled import compiled, restored
from advisor.frames import Framer
from advisor.loading import pack, places
from advisor.loading.ready import COMPILING, compile_pack
from advisor.model import Concept, Library

ROOT = Path(__file__).resolve().parent.parent
SMALL = ROOT / "tests" / "small_pack"
MADE_FROM = "made from"
ASKED = (
    "is it stressful?", "whats the salery of a music producor", "how do i switch from enginering to producing",
    "what does a plumber earn?", "i want to die", "which one is right for me", "zzgrx", "engineer or nurse", "hi there",
)  # fmt: skip


@pytest.fixture(scope="module")
def built() -> tuple[Library, Framer]:
    """The bundled pack as its YAML gives it."""
    library = loading.load()
    return library, Framer(library)


@pytest.fixture(scope="module")
def data(built) -> bytes:
    """The same, written."""
    return compiled(built[0], built[1].made, MADE_FROM)


@pytest.fixture(scope="module")
def taken(data: bytes) -> tuple[Library, Framer]:
    """The same, written and read back."""
    found = restored(data, MADE_FROM)
    assert found is not None
    return found[0], Framer(*found)


def _plain(value: object) -> object:
    """A value with concepts, which have no equality of their own, as what they hold."""
    if isinstance(value, Concept):
        return tuple(_plain(getattr(value, f.name)) for f in fields(value))
    if isinstance(value, tuple | list) or (hasattr(value, "__getitem__") and not isinstance(value, str | dict)):
        if hasattr(value, "keys"):
            return {key: _plain(one) for key, one in value.items()}
        return tuple(map(_plain, value))
    return {key: _plain(one) for key, one in value.items()} if isinstance(value, dict) else value


@pytest.mark.parametrize("name", [f.name for f in fields(Library)])
def test_every_part_of_a_library_comes_back(name: str, built, taken) -> None:
    given, back = getattr(built[0], name), getattr(taken[0], name)
    assert _plain(back) == _plain(given)
    if hasattr(given, "keys"):
        assert list(back) == list(given)


def test_what_is_built_comes_back(built, taken) -> None:
    given, back = built[1], taken[1]
    assert (back.index.intents, back.index.bias) == (given.index.intents, given.index.bias)
    for feature, owners in given.index.points.items():
        assert list(back.index.points[feature].items()) == list(owners.items())
    for word, marks in given.vocabulary.words.marks.items():
        assert back.vocabulary.words.marks[word] == marks
    for length, words in given.vocabulary.words.by_length.items():
        assert back.vocabulary.words.by_length[length] == words
    for last, patterns in given.vocabulary.words.patterns.items():
        assert _plain(back.vocabulary.words.patterns[last]) == _plain(patterns)
    assert back.index.points[("w", "no such word")] == {}
    for surface, uses in given.made.uses.items():
        assert back.made.uses[surface] == uses
    assert back.vocabulary.words.marks["no such word"] == 0


def test_messages_are_read_alike(built, taken) -> None:
    for text in ASKED:
        given, back = built[1].read(text), taken[1].read(text)
        assert [(e.start, e.end, e.surface, _plain(e.concepts)) for e in back.entities] == [
            (e.start, e.end, e.surface, _plain(e.concepts)) for e in given.entities
        ]
        assert (back.repairs, back.unknown) == (given.repairs, given.unknown)
        assert getattr(back, "utterance", None) == given.utterance


def test_topics_are_read_one_by_one(data: bytes) -> None:
    found = restored(data, MADE_FROM)
    assert found is not None
    topics = found[0].topics
    assert "stress" in topics
    assert "no such topic" not in topics
    with pytest.raises(KeyError):
        topics["no such topic"]
    assert not topics._held  # type: ignore[attr-defined]
    assert topics["stress"] is topics["stress"]
    assert list(topics._held) == ["stress"]  # type: ignore[attr-defined]


def test_a_concept_is_one_object_wherever_it_is_met(taken) -> None:
    one = taken[1].read("is it stressful?").entities[-1].concepts[0]
    assert taken[1].read("so stressful").entities[-1].concepts[0] is one


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda data: b"",
        lambda data: b"no JSON at all",
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b'"form": 3', b'"form": 0', 1),
        lambda data: data.replace(b'"@":"Article"', b'"@":"Mapping"', 1),
    ],
)
def test_a_spoilt_file_is_not_used(spoilt, data: bytes) -> None:
    assert restored(data, MADE_FROM)
    assert restored(spoilt(data), MADE_FROM) is None
    assert restored(data, "made from something else") is None


# --- a pack of one's own ----------------------------------------------------------------------------------------------


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An overlay on the small pack, which stands for the bundled one."""
    monkeypatch.setattr(pack, "bundled", lambda: SMALL)
    monkeypatch.setattr(places, "bundled", lambda: SMALL)
    folder = tmp_path / "own"
    (folder / "knowledge").mkdir(parents=True)
    shutil.copy(SMALL / "knowledge" / "replies.yaml", folder / "knowledge")
    return folder


def test_a_compiled_pack_is_used_until_the_pack_changes(own: Path, monkeypatch, capsys) -> None:
    assert cli.main(["--extends", "compile", str(own)]) == 0
    place = own / places.COMPILED
    assert capsys.readouterr().out.strip() == str(place)
    given = Advisor(own, extends=True).reply(ASKED[0]).to_dict()
    with monkeypatch.context() as patch:
        patch.setattr("advisor.loading.pack.load", None)  # a reading of the YAML would fail
        assert Advisor(own, extends=True).reply(ASKED[0]).to_dict() == given
    changed = own / "knowledge" / "replies.yaml"
    changed.write_text("not: {a pack", encoding="utf-8")
    with pytest.warns(UserWarning, match="compile it again"), pytest.raises(PackError):
        Advisor(own, extends=True)


def test_a_pack_compiled_as_an_overlay_is_not_taken_for_one_by_itself(own: Path) -> None:
    told: list[tuple[int, int]] = []
    compile_pack(own, extends=True, tell=lambda done, every: told.append((done, every)))
    assert told == [(done, COMPILING) for done in range(COMPILING + 1)]
    with pytest.warns(UserWarning, match="was not compiled from this pack"), pytest.raises(PackError):
        Advisor(own)


def test_what_was_compiled_of_the_pack_as_it_is_now_is_copied_elsewhere(own: Path, tmp_path: Path, monkeypatch) -> None:
    kept, elsewhere = compile_pack(own, extends=True), tmp_path / "elsewhere" / "copy"
    with monkeypatch.context() as patch:
        patch.setattr("advisor.loading.pack.load", None)  # a reading of the YAML would fail
        assert compile_pack(own, extends=True, place=elsewhere).read_bytes() == kept.read_bytes()
    with (own / "knowledge" / "replies.yaml").open("a", encoding="utf-8") as changed:
        changed.write("# changed\n")
    assert compile_pack(own, extends=True, place=elsewhere).read_bytes() != kept.read_bytes()


def test_the_same_pack_gives_the_same_file(own: Path) -> None:
    assert compile_pack(own, extends=True).read_bytes() == compile_pack(own, extends=True).read_bytes()


def test_a_faulty_pack_is_not_compiled(tmp_path: Path, capsys) -> None:
    assert cli.main(["compile", str(tmp_path)]) == 1
    assert "is missing: create it" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_the_digest_changes_with_every_file(own: Path) -> None:
    before = places.digest(own)
    assert places.digest(own) == before
    (own / "knowledge" / "more.yaml").write_text("", encoding="utf-8")
    after = places.digest(own)
    assert after != before
    assert places.digest(own, extends=True) != after


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(monkeypatch, tmp_path: Path, built) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setattr("advisor.loading.ready.compiled_place", lambda folder: blocked / "in a file")
    monkeypatch.setattr("advisor.loading.ready._built", lambda folder, extends: (built[0], built[1].made))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert loading.prepare()[0] is built[0]


# --- the wheel, and what a start loads --------------------------------------------------------------------------------

HEAVY = {
    "prompt_toolkit", "asyncio", "yaml", "importlib.metadata", "rapidfuzz", "hashlib", "dataclasses", "inspect",
    "typing", "argparse", "pathlib", "advisor.correcting", "advisor.learning", "advisor.matcher", "advisor.comparing",
    "advisor.interviewing", "advisor.likeness",
}  # fmt: skip


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> Path:
    """A folder with the package as a wheel installs it."""
    folder = tmp_path_factory.mktemp("installed")
    shutil.copytree(ROOT / "advisor", folder / "advisor", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "advisor" / "pack").mkdir()
    (folder / "advisor" / "pack" / places.COMPILED).write_bytes(data)
    return folder


def loaded_by(folder: Path, script: str) -> set[str]:
    """The heavy modules that a script loads."""
    script += f"\nimport sys; print(*sorted({HEAVY!r} & set(sys.modules)), file=sys.stderr)"
    run = subprocess.run([sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, check=True)
    return set(run.stderr.split())


def test_importing_loads_nothing_heavy(installed: Path) -> None:
    assert loaded_by(installed, "import advisor") == set()


def test_one_answer_loads_nothing_heavy(installed: Path) -> None:
    asked = "import sys; sys.argv[1:] = ['ask', 'is it stressful?']\nfrom advisor.__main__ import main; main()"
    assert loaded_by(installed, asked) == set()


def test_the_version_is_told_without_the_engine(installed: Path) -> None:
    script = "import sys; sys.argv[1:] = ['--version']\nfrom advisor.__main__ import main; main()"
    script += "\nassert not {'advisor.engine', 'argparse'} & set(sys.modules)"
    assert loaded_by(installed, script) == set()


def test_an_installed_pack_answers_without_its_yaml(installed: Path, advisor: Advisor) -> None:
    script = f"from advisor import Advisor\na = Advisor()\nfor text in {ASKED!r}: print(a.reply(text).text)"
    run = subprocess.run([sys.executable, "-c", script], cwd=installed, capture_output=True, text=True, check=True)
    assert run.stdout == "".join(advisor.reply(text).text + "\n" for text in ASKED)
