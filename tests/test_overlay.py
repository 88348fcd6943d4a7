"""Overlays: an author's own files laid over the bundled pack, and whose claims are whose."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor import Advisor, Kind, PackError, RequestError, cli, loading
from advisor.loading import pack
from advisor.loading.layers import laid_over
from advisor.loading.yaml_files import YamlMapping

HERE = Path(__file__).parent
OVERLAY = HERE / "overlay"
SOURCE = "\u201cProspectus\u201d by Lakeside School of Sound"
LIBRARIAN = "sample_librarian"


@pytest.fixture(scope="module")
def school() -> Advisor:
    """The bundled pack under the overlay of the tests."""
    return Advisor(OVERLAY, extends=True)


# --- how files are joined


def joined(base: object, over: object) -> object:
    """One value laid over another of the same key."""
    return laid_over(YamlMapping(key=base), YamlMapping(key=over))["key"]


@pytest.mark.parametrize(
    ("base", "over", "expected"),
    [
        ("old", "new", "new"),
        ({"a": "1", "b": "2"}, {"b": "3", "c": "4"}, {"a": "1", "b": "3", "c": "4"}),
        ({"a": {"x": ["1"]}}, {"a": {"x": ["2"]}}, {"a": {"x": ["1", "2"]}}),
        (["a", "b"], ["b", "c"], ["a", "b", "c"]),
        (["a", "b"], {"replace": ["c"]}, ["c"]),
        (
            [{"id": "x", "n": 1}, {"id": "y"}],
            [{"id": "x", "n": 2}, {"id": "z"}],
            [{"id": "x", "n": 2}, {"id": "y"}, {"id": "z"}],
        ),
        (
            [{"id": "x"}],
            [{"id": "y", "n": 1}, {"id": "y", "n": 2}],
            [{"id": "x"}, {"id": "y", "n": 1}, {"id": "y", "n": 2}],
        ),
        ([{"roles": ["music_producer", "audio_engineer"]}], [{"roles": "both"}], [{"roles": "both"}]),
        (
            [{"roles": "both", "text": "old"}],
            [{"roles": "both", "aspect": "start", "text": "new"}],
            [{"roles": "both", "text": "old"}, {"roles": "both", "aspect": "start", "text": "new"}],
        ),
        ({"a": ["1"], "b": "2"}, {"a": None, "b": None}, {"b": None}),
        (["a"], "b", "b"),
    ],
    ids=repr,
)  # fmt: skip
def test_an_overlay_adds_and_replaces(base: object, over: object, expected: object) -> None:
    assert joined(base, over) == expected


# --- what comes of it


def test_what_the_overlay_does_not_touch_stays_as_it_is(school: Advisor, advisor: Advisor) -> None:
    for text in ("what do producers earn?", "do I need a degree?", "what does a plumber earn?"):
        assert school.reply(text).text == advisor.reply(text).text
    assert {fact.id for fact in school.facts()} - {fact.id for fact in advisor.facts()} == {
        "visits.weekly", "salary.librarian.start",
    }  # fmt: skip
    assert school.library.fingerprint != advisor.library.fingerprint


def test_wordings_and_aliases_are_replaced_and_added(school: Advisor) -> None:
    assert school.reply("hi").text.startswith("Welcome to Lakeside.")
    assert school.reply("is it stressful?").text.startswith("Neither job is calm, say we at Lakeside.")
    assert school.reply("is it crunchy?").topics == ("stress",)


def test_a_topic_is_added_and_its_own_source_is_named(school: Advisor, advisor: Advisor) -> None:
    question = "can I visit your studio?"
    assert advisor.reply(question).topics != ("visits",)
    reply = school.reply(question)
    assert (reply.kind, reply.topics) == (Kind.ANSWER, ("visits",))
    assert [section.source for section in reply.sources] == [SOURCE]
    assert reply.text.endswith(f"(Source: See us at work, in {SOURCE})")
    assert reply.to_dict()["sources"][0]["source"] == SOURCE
    assert school.suggest("can i visit", 1) == ("Can I visit a studio?",)


def test_who_said_what_is_told_when_asked(school: Advisor) -> None:
    chat = school.chat()
    chat.say("what does a sample librarian earn?")
    assert chat.say("where did you get that?").text == (
        f"It comes from \u201cWhere our graduates work\u201d, in {SOURCE}, which was added to the article."
    )
    chat.say("what do sample librarians and producers earn?")
    told = chat.say("where did you get that?").text
    assert "How much can you earn as an Audio Engineer vs. a Music Producer?" in told.splitlines()[0]
    assert "Prospectus" not in told.splitlines()[0]
    assert told.splitlines()[-1].endswith(f"{SOURCE}, which was added to the article.")


def test_a_role_is_added_with_what_the_overlay_knows_of_it(school: Advisor) -> None:
    chat = school.chat()
    reply = chat.say("what does a sample librarian earn?")
    assert (reply.kind, reply.topics, reply.roles) == (Kind.ANSWER, ("salary",), (LIBRARIAN,))
    assert "$41,000" in reply.text
    assert "$41,000" in chat.say("what does a sample librarian earn?").text
    assert (chat.say("and producers?").roles, chat.say("and sample librarians?").roles) == (
        ("music_producer",),
        (LIBRARIAN,),
    )
    both = school.reply("what do sample librarians and producers earn?")
    assert set(both.roles) == {LIBRARIAN, "music_producer"}
    assert "salary.librarian.start" in {fact.id for fact in both.facts}
    assert [fact.id for fact in school.facts(role=LIBRARIAN)] == ["salary.librarian.start"]


@pytest.mark.parametrize(
    "text", ["how stressful is it for sample librarians?", "how do I switch from sample librarian to producer?"]
)
def test_what_the_overlay_does_not_say_of_a_role_is_declined(school: Advisor, text: str) -> None:
    reply = school.reply(text)
    assert reply.kind is Kind.NOT_COVERED
    assert "sample librarians" in reply.text
    assert not reply.facts


def test_suggestions_are_answered_in_an_overlay_too(school: Advisor) -> None:
    for text in ("what does a sample librarian earn?", "can I visit your studio?", "is it stressful?", "hi"):
        reply = school.reply(text)
        for suggestion in reply.suggestions:
            assert school.reply(suggestion, reply.session).kind is Kind.ANSWER, suggestion
    for question in school.suggest("", 200):
        assert school.reply(question).kind is Kind.ANSWER, question


def test_the_pack_under_an_overlay_may_be_nothing_but_the_bundled_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pack, "bundled", lambda: SMALL)  # stands for it, being read sooner
    with pytest.raises(RequestError, match="needs the folder"):
        Advisor(extends=True)
    with pytest.raises(PackError, match="has no file of a pack"):
        Advisor(tmp_path, extends=True)


# --- an overlay is checked like a pack

SMALL = HERE / "small_pack"
GOOD = {
    "knowledge/sources.yaml": "article: {title: T, author: A}\nsections: {mine: {heading: Mine}}\n",
    "knowledge/stress.yaml": (
        "facts:\n  - {id: stress.new, role: both, aspect: level, section: mine, text: Hard., cell: hard}\n"
    ),
    "intents.yaml": "topics:\n  stress: [is it too much]\n",
    "knowledge/lexicon/english_common.txt": "zebra\n",
}
PAY = (
    "{id: %s, role: %s, aspect: median, section: %s, measure: pay, statistic: median, value: %d, unit: USD/year, "
    "text: x, cell: y}"
)
BAD = {
    "a claim in the article's name": (
        "knowledge/stress.yaml",
        GOOD["knowledge/stress.yaml"].replace("mine", "pressure"),
        "knowledge/stress.yaml: stress.new: names the section 'pressure' of the pack's own source, which does not say",
    ),
    "another figure in the article's name": (
        "knowledge/salary.yaml",
        f"facts: [{PAY % ('salary.engineer.median', 'audio_engineer', 'pay', 51000)}]",
        "knowledge/salary.yaml: salary.engineer.median: names the section 'pay' of the pack's own source",
    ),
    "a contradiction with the article": (
        "knowledge/salary.yaml",
        f"facts: [{PAY % ('salary.mine', 'audio_engineer', 'mine', 51000)}]",
        "but salary.engineer.median has $50,000 for the same role",
    ),
    "a section that the pack has": (
        "knowledge/sources.yaml",
        "article: {title: T, author: A}\nsections: {mine: {heading: Mine}, pay: {heading: Mine too}}",
        "knowledge/sources.yaml:1: pay: is a section of the pack's own source: give it another id",
    ),
    "sources without a title": (
        "knowledge/sources.yaml",
        "sections: {mine: {heading: Mine}}",
        "knowledge/sources.yaml:1: the file: lacks the key 'article': add it",
    ),
    "a file that no pack has": (
        "knowledge/lexicon/occupation.yaml",
        "occupations: {x: [y]}",
        "knowledge/lexicon/occupation.yaml: the file: is no file that a pack has",
    ),
    "a file that is no YAML": (
        "knowledge/replies.yaml",
        "replies: [",
        "knowledge/replies.yaml:2: the file: is not valid YAML",
    ),
    "a key that no file has": (
        "knowledge/lexicon/topic_stress.yaml",
        "concept: {x: {forms: [y]}}",
        "knowledge/lexicon/topic_stress.yaml:1: the file: has the unknown key 'concept'",
    ),
    "an example of another intent": (
        "intents.yaml",
        "topics:\n  salary: [is the work stressful]",
        "intents.yaml: stress: the example 'is the work stressful' also stands under salary",
    ),
    "an id that stands twice": (
        "knowledge/stress.yaml",
        GOOD["knowledge/stress.yaml"] + GOOD["knowledge/stress.yaml"].splitlines()[1],
        "knowledge/stress.yaml:3: stress.new: stands twice",
    ),
}


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A good overlay on the small pack, which stands for the bundled one."""
    monkeypatch.setattr(pack, "bundled", lambda: SMALL)
    for name, text in GOOD.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_an_overlay_without_faults_loads(small: Path) -> None:
    library = loading.load(small, extends=True)
    assert [section.cited for section in library.article.sections] == [
        "What they earn", "How hard it is", "Mine, in \u201cT\u201d by A",
    ]  # fmt: skip
    assert "zebra" in library.words["common"]
    assert len(library.examples["stress"]) == 4


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_told_with_its_place(name: str, small: Path) -> None:
    file, text, expected = BAD[name]
    (small / file).write_text(text, encoding="utf-8")
    with pytest.raises(PackError) as raised:
        loading.load(small, extends=True)
    assert [fault for fault in map(str, raised.value.faults) if expected in fault], raised.value


def test_a_claim_of_the_article_may_be_worded_anew(small: Path) -> None:
    told = PAY % ("salary.engineer.median", "audio_engineer", "pay", 50000)
    (small / "knowledge/salary.yaml").write_text(f"facts: [{told.replace('text: x', 'text: So much')}]")
    assert loading.load(small, extends=True).topics["salary"].facts[0].text == "So much"


def test_the_command_line_checks_and_uses_overlays(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["ask", "--pack", str(small), "--extends", "which work is more stressful?"]) == cli.DONE
    assert "Mine, in \u201cT\u201d by A" in capsys.readouterr().out
    cli.main(["check", "--extends", str(small)])
    assert f"{small}: " in capsys.readouterr().out
    (small / "knowledge/stress.yaml").write_text("facts: none")
    assert cli.main(["check", "--extends", str(small)]) == cli.ERROR
    assert "fault: knowledge/stress.yaml: facts: must be a list" in capsys.readouterr().out
    assert cli.main(["ask", "--extends", "hi"]) == cli.ERROR
    assert "needs the folder" in capsys.readouterr().err
