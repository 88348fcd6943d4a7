"""Talks in files: sheets in three formats, loading, and conversation tests."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from expected import expectation

from advisor import Bar, Bars, Table, keeping, recording, sheets, web_page
from advisor.commands import Console
from advisor.screen import Screen
from advisor.session import Session
from advisor.talk import Turn

WIDE = Screen(200)
SAFETY = "I want to kill myself"
HOSTILE = "what do <b>producers</b> earn & *why* \x1b[2J?"
MESSAGES = (
    "what do producers earn?", "and engineers?", SAFETY, "is it stressful?", HOSTILE, "what suits me?",
    "help me choose",
)  # fmt: skip


@pytest.fixture
def console(advisor, tmp_path, monkeypatch) -> Console:
    monkeypatch.chdir(tmp_path)
    return Console(advisor)


@pytest.fixture
def spoken(console) -> Console:
    for text in MESSAGES:
        console.take(text, WIDE)
    return console


def read(name: str) -> str:
    return Path(name).read_text(encoding="utf-8")


class Reader(HTMLParser):
    """Checks that tags are closed in order, and collects the text."""

    EMPTY = ("meta", "link", "br")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.text += f" {data}"


@pytest.mark.parametrize("name", ["talk.md", "talk.html", "talk.json", "'my talk.MD'"])
def test_a_sheet_has_the_talk_its_comparison_and_its_sources(spoken, tmp_path, name):
    path = tmp_path / name.strip("'")
    assert f"Written: {path.name}" in spoken.take(f"/save {name}", WIDE).text
    text = path.read_text(encoding="utf-8")
    told = text.replace("\\", "")
    for section in spoken.talk.turns[0].reply.sources:
        assert section.heading in told
    for topic in ("salary", "stress", "choosing"):
        assert spoken.advisor.library.topics[topic].title in told
    assert spoken.advisor.library.article.author in told
    assert "56,752" in told
    assert "kill myself" not in told
    assert "\x1b" not in text


def test_a_page_is_well_formed_and_takes_nothing_that_was_typed_for_a_tag(spoken):
    spoken.take("/save talk.html", WIDE)
    page = read("talk.html")
    reader = Reader()
    reader.feed(page)
    assert reader.open == []
    assert not {"b", "script", "img", "a"} & reader.tags
    assert {"table", "h1", "h2", "h3", "ul"} <= reader.tags
    assert "<b>producers</b> earn & *why*" in reader.text
    assert sheets.SUITS in reader.text
    assert "http" not in page


def test_a_contradiction_is_told_once_however_many_topics_touch_it(spoken):
    spoken.take("/save talk.html", WIDE)
    page = read("talk.html")
    compared = [spoken.advisor.compare(topic) for topic in ("salary", "stress", "choosing")]
    touched = {conflict.title for comparison in compared for conflict in comparison.conflicts}
    assert touched
    assert all(page.count(f"<h3>{title}</h3>") == 1 for title in touched)


def test_markdown_takes_nothing_that_was_typed_for_markup(spoken):
    spoken.take("/save talk.md", WIDE)
    text = read("talk.md")
    assert r"what do \<b\>producers\</b\> earn \& \*why\*" in text
    assert "\n| --- | --- | --- | --- |\n" in text


def test_a_page_draws_bars_and_tables(advisor):
    bars = Bars("Pay", "USD/year", (Bar("A", 20, 40, "20 to 40", "earnings"), Bar("B", float("nan"), 1, "?", "skills")))
    page = web_page.Page("A <title>", "about")
    page.part("Part", [bars, Table(("", "x"), (("row", "a<b"),))])
    text = page.text()
    assert "margin-left:50.0%;width:50.0%" in text
    assert "A: 20 to 40 [earnings]" in text
    assert '<div class="bar">B: ? [skills]</div>' in text
    assert '<tr><th scope="row">row</th><td>a&lt;b</td></tr>' in text
    assert "<title>A &lt;title&gt;</title>" in text


def test_a_saved_talk_is_loaded_and_goes_on_as_if_it_had_not_been_left(spoken, advisor):
    spoken.take("/undo", WIDE)
    spoken.take("/save talk.json", WIDE)
    other = Console(advisor)
    assert HOSTILE.split()[0] in other.take("/load talk.json", WIDE).text
    wanted = [text for text in MESSAGES[:-1] if text != SAFETY]
    assert [turn.text for turn in other.talk.turns] == wanted
    session = Session()
    for text in wanted:
        session = advisor.reply(text, session).session
    assert other.talk.session == session
    data = json.loads(read("talk.json"))
    assert [turn["reply"]["kind"] for turn in data["turns"]] == [turn.reply.kind for turn in other.talk.turns]
    assert data["article"]["author"] == advisor.library.article.author
    assert [one["topic"] for one in data["compared"]][:1] == ["salary"]


def test_loading_asks_before_the_present_talk_is_forgotten(spoken):
    spoken.take("/save talk.json", WIDE)
    spoken.take("/reset", WIDE)
    spoken.take("hi", WIDE)
    assert "yes or no" in spoken.take("/load talk.json", WIDE).text
    spoken.take("no", WIDE)
    assert [turn.text for turn in spoken.talk.turns] == ["hi"]
    spoken.take("/load talk.json", WIDE)
    spoken.take("yes", WIDE)
    assert len(spoken.talk.turns) == len(MESSAGES) - 1


BAD = {
    "": "is no JSON",
    "[" * 100_000: "is no JSON",
    "[]": "holds no talk",
    '{"talk": true}': "holds no talk",
    '{"talk": 1, "messages": [5]}': '"messages" must be a list',
    '{"talk": 1, "messages": ["hi"], "session": {"schema": 99}}': '"session" cannot be used',
}


@pytest.mark.parametrize(("text", "told"), BAD.items())
def test_a_file_that_holds_no_talk_is_told_and_the_talk_stays(console, tmp_path, text, told):
    (tmp_path / "talk.json").write_text(text, encoding="utf-8")
    shown = console.take("/load talk.json", WIDE).text
    assert "alk.json: " in shown
    assert told in shown
    console.take("hi", WIDE)
    console.take("/load talk.json", WIDE)
    assert told in console.take("yes", WIDE).text
    assert [turn.text for turn in console.talk.turns] == ["hi"]


def test_a_missing_or_huge_file_is_not_loaded(console, tmp_path, monkeypatch):
    assert "cannot be read" in console.take("/load none.json", WIDE).text
    (tmp_path / "talk.json").write_text('{"talk": 1, "messages": []}', encoding="utf-8")
    monkeypatch.setattr(keeping, "_MOST_BYTES", 5)
    assert "larger than any talk" in console.take("/load talk.json", WIDE).text


@pytest.mark.parametrize("command", ["/save talk.md", "/save talk.html", "/save talk.json", "/record talk.yaml"])
def test_nothing_is_overwritten_without_asking(spoken, tmp_path, command):
    path = tmp_path / command.split()[1]
    path.write_text("mine", encoding="utf-8")
    assert "yes or no" in spoken.take(command, WIDE).text
    assert "stays as it was" in spoken.take("no", WIDE).text
    spoken.take(command, WIDE)
    before = len(spoken.talk.turns)
    assert "stays as it was" in spoken.take("is it stressful?", WIDE).text  # a message is no yes
    assert len(spoken.talk.turns) == before + 1
    assert path.read_text(encoding="utf-8") == "mine"
    spoken.take(command, WIDE)
    assert "Written" in spoken.take("Yes.", WIDE).text
    assert path.read_text(encoding="utf-8") != "mine"


def test_a_write_that_fails_is_told_and_leaves_the_old_file(spoken, tmp_path, monkeypatch):
    path = tmp_path / "talk.md"
    path.write_text("mine", encoding="utf-8")

    def full(*given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    spoken.take("/save talk.md", WIDE)
    assert "cannot be written: No space left on device" in spoken.take("yes", WIDE).text
    assert path.read_text(encoding="utf-8") == "mine"
    assert "cannot be written" in spoken.take("/save none/talk.md", WIDE).text


WRONG = {
    "/save": "name a file",
    "/save talk": "end the name with one of .md, .html, .json",
    "/save talk.txt": "end the name with one of .md, .html, .json",
    "/save ~no-such-user-here/talk.md": "write the whole path",
    "/save a\x00b.md": "zero character",
    "/record": "ends with .yaml",
    "/record talk.txt": "ends with .yaml",
    "/load": "name a file",
}


@pytest.mark.parametrize(("line", "told"), WRONG.items())
def test_a_name_that_will_not_do_is_told(spoken, line, told):
    assert told in spoken.take(line, WIDE).text.replace("Name a file", "name a file")


@pytest.mark.parametrize("line", ["/save talk.md", "/record talk.yaml"])
@pytest.mark.parametrize("said", [(), (SAFETY,)])
def test_an_empty_talk_is_not_written(console, tmp_path, line, said):
    for text in said:
        console.take(text, WIDE)
    assert "nothing to write" in console.take(line, WIDE).text
    assert list(tmp_path.iterdir()) == []


# --- conversation tests -----------------------------------------------------------------------------------------------


def test_a_recorded_talk_is_a_conversation_test_that_passes(spoken, advisor):
    spoken.take("/record my talk.yaml pay is asked for both", WIDE)
    (entry,) = yaml.safe_load(read("my talk.yaml"))
    assert entry["name"] == "Pay is asked for both."
    assert [turn["text"] for turn in entry["turns"]] == [text for text in MESSAGES if text != SAFETY]
    session = Session()
    for turn in entry["turns"]:
        reply = advisor.reply(turn.pop("text"), session)
        session = reply.session
        assert expectation(turn).faults(reply) == []


def test_a_name_is_made_of_the_first_message(spoken):
    spoken.take("/record talk.yaml", WIDE)
    (entry,) = yaml.safe_load(read("talk.yaml"))
    assert entry["name"] == "A talk that begins with 'what do producers earn?'."


ODD = ['say "hi"\\n', "line\nline\ttab", "\x85\u2028\x7f\ufeff", "\U0001f3a7 caf\xe9", "- a: #b"]


@pytest.mark.parametrize("text", ODD)
def test_every_text_is_read_back_from_yaml_as_it_was_typed(advisor, text):
    turn = Turn(text, Session(), advisor.reply("hi"))
    (entry,) = yaml.safe_load(recording.script([turn]))
    assert entry["turns"][0]["text"] == text
    (entry,) = yaml.safe_load(recording.script([replace(turn, text="a\ud800b")]))
    assert entry["turns"][0]["text"] == "a?b"
