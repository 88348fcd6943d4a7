"""Settings: read from a file, changed in it, and files that are written whole or not at all."""

from __future__ import annotations

import os
from dataclasses import fields
from pathlib import Path

import pytest

from advisor import files, settings
from advisor.commands import Console
from advisor.errors import AdvisorError
from advisor.files import Places
from advisor.screen import Screen
from advisor.settings import CHOICES, Settings

WIDE = Screen(200)


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "advisor" / "advisor.toml"


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_every_setting_can_be_chosen_and_its_usual_value_fits():
    assert list(CHOICES) == [field.name for field in fields(Settings)]
    for name, choice in CHOICES.items():
        assert choice.fits(getattr(Settings(), name))
        assert choice.what
        assert choice.wanted


def test_without_a_file_the_settings_are_the_usual_ones(path):
    assert settings.read(path) == settings.read(None) == Settings()


def test_a_file_sets_what_it_names(path):
    write(path, 'color = "never"\nwidth = 72\nghost_text = false\nkeys = "vi"\n')
    assert settings.read(path) == Settings(color="never", width=72, ghost_text=False, keys="vi")


WRONG = {
    'colour = "never"': "unknown setting 'colour': did you mean color?",
    "zorblax = 1": "unknown setting 'zorblax': use one of color, plain, ",
    'color = "pink"': 'color must be auto or always or never, not "pink"',
    "width = 5": "width must be a whole number from 20 to 1000, not 5",
    "width = true": "width must be a whole number from 20 to 1000, not true",
    "plain = 1": "plain must be true or false, not 1",
    "[color]": "color must be auto or always or never",
    "color = ": "is no TOML",
}


@pytest.mark.parametrize(("text", "told"), WRONG.items())
def test_what_is_wrong_in_a_file_is_told_with_file_and_remedy(path, text, told):
    write(path, text)
    with pytest.raises(AdvisorError) as raised:
        settings.read(path)
    assert str(raised.value).startswith(f"{path}: ")
    assert told in str(raised.value)


def test_a_file_that_is_no_text_or_cannot_be_read_is_an_error(path):
    write(path, "").write_bytes(b"\xff\xfe")
    with pytest.raises(AdvisorError, match="is no TOML"):
        settings.read(path)
    path.unlink()
    path.mkdir()
    with pytest.raises(AdvisorError, match="cannot be read"):
        settings.read(path)


CHANGES = [("ghost_text", "off", False), ("ghost-text", "yes", True), ("WIDTH", "60", 60), ("keys", "vi", "vi")]


@pytest.mark.parametrize(("name", "text", "value"), CHANGES)
def test_a_setting_is_changed_by_what_a_user_types(name, text, value):
    key = name.lower().replace("-", "_")
    assert getattr(settings.changed(Settings(), name, text), key) == value


@pytest.mark.parametrize(("name", "text"), [("keys", "nano"), ("width", "wide"), ("width", "9"), ("plain", "maybe")])
def test_a_value_that_does_not_fit_is_an_error(name, text):
    with pytest.raises(AdvisorError, match=f"{name} must be "):
        settings.changed(Settings(), name, text)


def test_a_change_leaves_the_other_lines_of_the_file(path):
    write(path, '# my settings\nwidth = 72  # narrow\ncolor = "never"\n')
    changed = Settings(width=80, color="never", keys="vi")
    settings.keep(path, "width", changed)
    settings.keep(path, "keys", changed)
    assert path.read_text(encoding="utf-8") == '# my settings\nwidth = 80\ncolor = "never"\nkeys = "vi"\n'
    assert settings.read(path) == changed


def test_a_line_that_cannot_be_replaced_is_left(path):
    text = 'color = """\nwidth = 72\n"""\n'
    write(path, text)
    with pytest.raises(AdvisorError, match="write 'width = 80' into it yourself"):
        settings.keep(path, "width", Settings(width=80))
    assert path.read_text(encoding="utf-8") == text


# --- by the command ---------------------------------------------------------------------------------------------------


@pytest.fixture
def console(advisor, path) -> Console:
    return Console(advisor, places=Places(path, None, None))


def test_settings_are_listed_with_their_values_and_their_file(console, path):
    shown = console.take("/settings", WIDE).text
    for name, choice in CHOICES.items():
        assert f"{name} = " in shown
        assert choice.what in shown
    assert str(path) in shown


WAYS = ["/settings keys vi", "/settings keys = vi", "/settings keys='vi'", "/settings KEYS vi"]


@pytest.mark.parametrize("line", WAYS)
def test_a_setting_is_changed_for_this_talk_and_the_next(console, path, line):
    assert str(path) in console.take(line, WIDE).text
    assert console.settings.keys == "vi"
    assert settings.read(path) == Settings(keys="vi")


def test_a_setting_that_counts_later_says_so(console):
    assert "next start" in console.take("/settings history off", WIDE).text
    assert "next start" not in console.take("/settings width 60", WIDE).text


@pytest.mark.parametrize("line", ["/settings keys nano", "/settings kyes vi", "/settings keys", "/settings zorblax 1"])
def test_a_wrong_change_says_what_is_wrong_and_changes_nothing(console, path, line):
    shown = console.take(line, WIDE).text
    assert "keys" in shown.lower()
    assert console.settings == Settings()
    assert not path.exists()


def test_a_change_that_cannot_be_kept_counts_for_this_talk(advisor, tmp_path):
    (tmp_path / "way").write_text("a file in the way", encoding="utf-8")
    console = Console(advisor, places=Places(tmp_path / "way" / "advisor.toml", None, None))
    assert "Changed for this talk only: " in console.take("/settings keys vi", WIDE).text
    assert console.settings.keys == "vi"
    homeless = Console(advisor)
    assert homeless.take("/settings keys vi", WIDE).text == "Changed for this talk."
    assert "no home" in homeless.take("/settings", WIDE).text


# --- files ------------------------------------------------------------------------------------------------------------


def test_places_follow_the_xdg_folders(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    places = files.places()
    assert places.settings == tmp_path / "config" / "advisor" / "advisor.toml"
    assert {places.history, places.talk} == {tmp_path / "state" / "advisor" / name for name in ("history", "talk.json")}
    assert list(tmp_path.iterdir()) == []


def test_relative_xdg_folders_are_not_used(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", "state")
    monkeypatch.setenv("XDG_CONFIG_HOME", "")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert files.places().history == tmp_path / ".local" / "state" / "advisor" / "history"
    assert files.places().settings == tmp_path / ".config" / "advisor" / "advisor.toml"


def test_without_a_home_there_are_no_places(monkeypatch):
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)  # as it is where no home is known
    assert files.places() == Places(None, None, None)


def test_a_write_that_fails_leaves_the_old_file_whole_and_nothing_beside_it(tmp_path, monkeypatch):
    path = tmp_path / "file"
    files.write(path, "old")

    def full(*given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        files.write(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_keeps_its_mode_and_a_link_its_aim(tmp_path):
    path, link = tmp_path / "file", tmp_path / "link"
    files.write(path, "old")
    path.chmod(0o640)
    link.symlink_to(path)
    files.write(link, "new")
    assert link.is_symlink()
    assert path.read_text(encoding="utf-8") == "new"
    assert path.stat().st_mode & 0o777 == 0o640
    files.write(path, "mine", files.PRIVATE)
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_is_no_file_is_not_written_over(tmp_path):
    with pytest.raises(OSError, match="is no file"):
        files.write(tmp_path, "text")
