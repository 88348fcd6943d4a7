"""What the library promises to a host: `Advisor`, `Session`, `Reply`, `chat`, `compare` and `facts`."""

from __future__ import annotations

import copy
import dataclasses
import json
import math
import pickle
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import yaml

from advisor import Advisor, Kind, Reply, RequestError, Session, SessionError
from advisor.session import SCHEMA

TALK = (
    "hi",
    "is it stressful?",
    "and producers?",
    "which pays more?",
    "more",
    "say that again",
    "shorter",
    "where did you get that",
    "are you sure?",
    "which is right",
    "what about engineers",
    "both",
    "the other one",
    "how do I switch from engineer to producer",
    "and the other way round",
    "I am a producer, how do I switch",
    "help me choose",
    "yes",
    "no",
    "why?",
    "what does a plumber earn",
    "what do producers earn in Tokyo",
    "stress and pay",
    "the first",
    "the second one",
    "thanks",
    "start over",
    "what degree do I need",
    "outlook",
    "which grows faster",
    "do I need Pro Tools certification",
    "qwrtz plmk",
    "",
    "???",
    "no, I meant producers",
    "back to pay",
    "bye",
)
HOSTILE_TEXTS = {
    "empty": "",
    "spaces": " \t\n\r\u00a0\u2003 ",
    "one letter": "a",
    "nul": "\x00",
    "controls": "".join(map(chr, range(32))) + "\x7f\x80\x9f",
    "lone surrogates": "producers \ud800\udc00\udfff earn \ud83d",
    "emoji only": "\U0001f3a7\U0001f3a4\U0001f468\u200d\U0001f3a4\U0001f1e9\U0001f1ea",
    "right to left": "\u05db\u05de\u05d4 \u05de\u05e8\u05d5\u05d5\u05d9\u05d7 \u05de\u05e4\u05d9\u05e7",
    "overrides": "\u202eproducers earn\u2066 how much\u2069\u200f",
    "combining": "e" + "\u0301" * 5000,
    "long word": "a" * 100_000,
    "long words": "producer " * 12_000,
    "long noise": "".join(random.Random(1).choice("abc ?!.'\u00e9\u4e2d\ud800") for _ in range(100_000)),
    "long marks": "?!" * 50_000,
    "long quotes": "'" * 100_000,
    "long lines": "what do producers earn?\n" * 5_000,
    "long digits": "9" * 100_000,
    "long and": "pay and " * 12_500,
    "format holes": "{0} {label} %s {} {{x}} ${HOME} \\1 \\g<0>",
    "markup": "</b><script>alert(1)</script> <!channel> @everyone *a* _b_ `c`",
    "ligature": "\ufb03\u2126\u00df\u0130\u1e9e",
    "cjk": "\u9304\u97f3\u5e2b\u306e\u7d66\u6599\u306f",
}


RELEASED = yaml.safe_load((Path(__file__).parent / "sessions.yaml").read_text(encoding="utf-8"))
FIELDS_OF_RELEASE = {
    "topics", "roles", "aspects", "direction", "style", "kind", "told", "before", "offered", "declined", "person",
    "fingerprint", "turns",
}  # fmt: skip
"""Fields of the stored form of version 0.1.0."""


def run(advisor: Advisor, messages: tuple[str, ...] | list[str]) -> list[Reply]:
    chat = advisor.chat()
    return [chat.say(message) for message in messages]


def stored(reply: Reply) -> str:
    return json.dumps(reply.to_dict(), allow_nan=False)


@pytest.fixture(scope="module")
def talk(advisor: Advisor) -> list[Reply]:
    return run(advisor, TALK)


# --- purity


def test_the_same_talk_gives_the_same_bytes(advisor: Advisor, talk: list[Reply]) -> None:
    again = run(advisor, TALK)
    assert [stored(reply) for reply in again] == [stored(reply) for reply in talk]
    assert again == talk


def test_two_advisors_agree(talk: list[Reply]) -> None:
    assert [stored(reply) for reply in run(Advisor(), TALK)] == [stored(reply) for reply in talk]


def test_another_process_with_other_hashes_agrees(talk: list[Reply]) -> None:
    script = (
        "import json, sys; from advisor import Advisor; chat = Advisor().chat()\n"
        "for text in json.load(sys.stdin): print(json.dumps(chat.say(text).to_dict()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        input=json.dumps(TALK),
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONHASHSEED": "4242", "PYTHONPATH": ":".join(sys.path)},
    )
    assert done.stdout.splitlines() == [json.dumps(reply.to_dict()) for reply in talk]


def test_a_reply_without_a_session_remembers_nothing(advisor: Advisor) -> None:
    before = stored(advisor.reply("and producers?"))
    run(advisor, TALK[:10])
    assert stored(advisor.reply("and producers?")) == before == stored(advisor.reply("and producers?", Session()))


def test_the_old_session_still_works_after_a_reply(advisor: Advisor) -> None:
    first = advisor.reply("is it stressful?")
    kept = copy.deepcopy(first.session)
    once = advisor.reply("and producers?", first.session)
    advisor.reply("what do they earn?", once.session)
    assert first.session == kept
    assert stored(advisor.reply("and producers?", first.session)) == stored(once)


def test_sessions_and_replies_are_frozen(advisor: Advisor) -> None:
    reply = advisor.reply("is it stressful?")
    for held, name in (
        (reply, "text"),
        (reply.session, "turns"),
        (reply.explanation, "score"),
        (reply.facts[0], "text"),
    ):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(held, name, "other")
    hash(reply.session)


def test_a_stored_session_goes_on_as_the_kept_one(advisor: Advisor) -> None:
    kept = advisor.chat()
    session = Session()
    for text in TALK:
        loaded = Session.from_dict(json.loads(json.dumps(session.to_dict())))
        assert loaded == session
        reply = advisor.reply(text, loaded)
        assert stored(reply) == stored(kept.say(text))
        session = reply.session


def test_chat_goes_on_from_a_session(advisor: Advisor) -> None:
    before = advisor.reply("is it stressful?")
    chat = advisor.chat(before.session)
    assert chat.say("and producers?") == advisor.reply("and producers?", before.session)
    assert chat.session == advisor.reply("and producers?", before.session).session


def test_eight_threads_on_one_advisor_equal_the_serial_talks(advisor: Advisor) -> None:
    scripts = [[random.Random(n).choice(TALK) for _ in range(200)] for n in range(8)]
    serial = [[reply.text for reply in run(advisor, script)] for script in scripts]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda script: [reply.text for reply in run(advisor, script)], scripts))
    assert together == serial


# --- what a reply holds


def test_to_dict_is_json_and_reads_back_equal(talk: list[Reply]) -> None:
    for reply in talk:
        data = reply.to_dict()
        assert json.loads(json.dumps(data, allow_nan=False)) == data
        assert set(data) == {field.name for field in dataclasses.fields(Reply)}
        assert _primitive(data)


def _primitive(value: Any) -> bool:
    if type(value) is dict:
        return all(type(key) is str and _primitive(held) for key, held in value.items())
    if type(value) is list:
        return all(map(_primitive, value))
    return value is None or type(value) in (str, int, float, bool)


def test_replies_are_whole(advisor: Advisor, talk: list[Reply]) -> None:
    for reply in talk:
        assert reply.text.strip()
        assert reply.blocks
        assert reply.kind in Kind
        assert reply.handled is (reply.kind is not Kind.OUT_OF_SCOPE)
        assert set(reply.topics) <= set(advisor.library.topics)
        assert set(reply.roles) <= set(advisor.library.roles)
        assert {fact.section for fact in reply.facts} == {section.id for section in reply.sources}
        assert {name for conflict in reply.conflicts for name in conflict.facts} <= {fact.id for fact in reply.facts}
        assert reply.explanation.reading
        assert all(math.isfinite(evidence.points) for evidence in reply.explanation.evidence)
        assert len(set(reply.topics)) == len(reply.topics)


def test_answers_have_topics_facts_and_sources(talk: list[Reply]) -> None:
    answers = [reply for reply in talk if reply.kind is Kind.ANSWER]
    assert len(answers) > 10
    for reply in answers:
        assert reply.topics
        assert reply.roles


def every_suggestion(advisor: Advisor, talk: list[Reply]) -> dict[str, Session]:
    """Each question that replies offer, with a session under which it is offered."""
    offered: dict[str, Session] = {}
    for reply in talk:
        for suggestion in reply.suggestions:
            offered.setdefault(suggestion, reply.session)
    for topic in advisor.library.topics.values():
        plurals = [role.plural for role in advisor.library.roles.values()]
        for question in (topic.question, *(topic.role_question.replace("{plural}", plural) for plural in plurals)):
            for suggestion in advisor.reply(question).suggestions:
                offered.setdefault(suggestion, advisor.reply(question).session)
    return offered


def test_suggestions_are_short_whole_and_answered_by_the_engine(advisor: Advisor, talk: list[Reply]) -> None:
    offered = every_suggestion(advisor, talk)
    assert len(offered) > 20
    for suggestion, session in offered.items():
        assert 0 < len(suggestion.encode("utf-8")) <= 60
        assert suggestion == suggestion.strip()
        for given in (None, session):
            reply = advisor.reply(suggestion, given)
            assert reply.kind in (Kind.ANSWER, Kind.INTERVIEW), (suggestion, reply.kind)
            assert reply.suggestions is not None


def test_every_topics_own_question_is_answered_with_that_topic(advisor: Advisor) -> None:
    for topic in advisor.library.topics.values():
        reply = advisor.reply(topic.question)
        assert (reply.kind, reply.topics[:1]) == (Kind.ANSWER, (topic.id,)), topic.question
        for role in advisor.library.roles.values():
            question = topic.role_question.replace("{plural}", role.plural)
            reply = advisor.reply(question)
            assert (reply.kind, reply.topics[:1]) == (Kind.ANSWER, (topic.id,)), question
            if "{plural}" in topic.role_question:
                assert reply.roles[:1] == (role.id,), question


# --- completion


def test_no_prefix_gives_questions_to_begin_with(advisor: Advisor) -> None:
    assert advisor.suggest()[:2] == ("How do engineers and producers differ?", "How much does each job pay?")
    assert len(advisor.suggest()) == 5
    assert advisor.suggest("  \n") == advisor.suggest()


@pytest.mark.parametrize(
    ("prefix", "first"),
    [
        ("how much do music", "How much do music producers earn?"),
        ("HOW MUCH  DO MUSIC", "How much do music producers earn?"),
        ("stress prod", "How stressful is it for music producers?"),
        ("salary", "How much does each job pay?"),
        ("what's the money like", "How much does each job pay?"),
        ("are producers under pressure", "How stressful is it for music producers?"),
    ],
)
def test_suggestions_begin_as_typed_then_hold_the_words_then_mean_it(advisor: Advisor, prefix: str, first: str) -> None:
    assert advisor.suggest(prefix, 3)[0] == first


def test_what_is_suggested_is_short_and_answered(advisor: Advisor) -> None:
    every = advisor.suggest("", 200)
    assert len(every) == len(set(every)) > 60
    for question in every:
        assert len(question.encode()) <= 60
        assert advisor.reply(question).kind is Kind.ANSWER, question
        assert question in advisor.suggest(question[:-1], 5)


@pytest.mark.parametrize("name", HOSTILE_TEXTS)
def test_any_prefix_will_do(advisor: Advisor, name: str) -> None:
    assert set(advisor.suggest(HOSTILE_TEXTS[name])) <= set(advisor.suggest("", 200))


@pytest.mark.parametrize("n", [0, -1, 201, True, 2.0, "3", None])
def test_the_number_of_suggestions_is_checked(advisor: Advisor, n: Any) -> None:
    with pytest.raises(RequestError, match="n must be"):
        advisor.suggest("", n)


# --- messages of any sort


@pytest.mark.parametrize("name", HOSTILE_TEXTS)
def test_any_text_gets_a_reply(advisor: Advisor, name: str) -> None:
    sessions = (None, advisor.reply("what do producers earn?").session, advisor.reply("how do I switch?").session)
    for session in sessions:
        reply = advisor.reply(HOSTILE_TEXTS[name], session)
        assert reply.text.strip()
        reply.text.encode("utf-8")
        json.dumps(reply.to_dict(), allow_nan=False)
        assert Session.from_dict(reply.session.to_dict()) == reply.session
        assert all(len(suggestion.encode("utf-8")) <= 60 for suggestion in reply.suggestions)


def test_random_texts_never_raise(advisor: Advisor) -> None:
    chance = random.Random(11)
    known = [word for text in TALK for word in text.split()]
    chat = advisor.chat()
    for _ in range(400):
        words = [chance.choice(known) for _ in range(chance.randint(0, 12))]
        words += ["".join(map(chr, chance.choices(range(1, 0xD900), k=chance.randint(1, 6))))]
        chance.shuffle(words)
        chat.say(" ".join(words)).text.encode("utf-8")


# --- stored sessions


def test_sessions_stay_under_a_kilobyte_however_long_the_talk(advisor: Advisor) -> None:
    chance = random.Random(3)
    questions = [topic.question for topic in advisor.library.topics.values()]
    chat = advisor.chat()
    for turn in range(600):
        chat.say(chance.choice([*TALK, *questions, "more", "both"]))
        if turn % 10 == 0:
            assert len(json.dumps(chat.session.to_dict()).encode()) < 1024
            assert Session.from_dict(chat.session.to_dict()) == chat.session


def test_a_stored_session_has_a_schema_number_and_primitives(talk: list[Reply]) -> None:
    for reply in talk:
        data = reply.session.to_dict()
        assert data["schema"] == SCHEMA == 1
        assert _primitive(data)
    assert Session().to_dict() == {"schema": SCHEMA}
    assert Session.from_dict({"schema": SCHEMA}) == Session()


@pytest.mark.parametrize("entry", RELEASED, ids=lambda entry: f"{entry['release']}: {entry['session'].get('turns', 0)}")
def test_sessions_of_every_release_go_on(advisor: Advisor, entry: dict[str, Any]) -> None:
    reply = advisor.reply(entry["said"], Session.from_dict(entry["session"]))
    assert list(reply.topics) == entry["topics"]
    assert sorted(reply.roles) == sorted(entry["roles"])


def test_every_schema_and_field_of_the_stored_form_has_an_example() -> None:
    schemas = {entry["session"]["schema"] for entry in RELEASED}
    assert schemas == set(range(1, SCHEMA + 1))
    assert {name for entry in RELEASED for name in entry["session"]} >= FIELDS_OF_RELEASE


def test_sessions_can_be_pickled_and_compared(talk: list[Reply]) -> None:
    for reply in talk:
        assert pickle.loads(pickle.dumps(reply.session)) == reply.session


def nested(depth: int) -> Any:
    value: Any = []
    for _ in range(depth):
        value = [value]
    return value


def kind_of(value: Any) -> str:
    """A short name for a test case; the values themselves may be huge or deep."""
    return type(value).__name__


ODD_VALUES: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    1,
    -1,
    10**400,
    1.0,
    math.nan,
    math.inf,
    "",
    "x",
    "a" * 10**6,
    "\x00",
    "\ud800",
    "A B",
    "../x",
    "a>b",
    ">",
    [],
    [[]],
    [None],
    [True],
    [1],
    ["x"] * 10**5,
    ["a" * 10**6],
    ["\ud800"],
    ["\u4e2d" * 60],
    [[["a"]]],
    {},
    {"a": {}},
    nested(10_000),
    b"x",
    (),
    ("salary",),
    {"salary"},
    object(),
    "salary",
    ["salary"],
    ["music_producer"],
)


def loaded(data: Any) -> Session | None:
    """The session, or nothing where the data was refused as promised; any other error fails the test."""
    try:
        return Session.from_dict(data)
    except SessionError as error:
        message = str(error)
    assert 0 < len(message) < 300
    return None


@pytest.mark.parametrize("data", [*ODD_VALUES, "{}", [("schema", 1)], {"schema": 1}.items()], ids=kind_of)
def test_what_is_no_session_is_refused(data: Any) -> None:
    assert loaded(data) is None


@pytest.mark.parametrize(
    "schema", [0, 2, -1, 1.0, True, "1", None, [1], math.nan, 10**400, {}, nested(5000)], ids=kind_of
)
def test_another_schema_is_refused(schema: Any) -> None:
    assert loaded({"schema": schema}) is None
    assert loaded({}) is None


@pytest.mark.parametrize(
    "key", ["", "Schema", "__class__", "to_dict", 1, None, ("a",), 10**5000, "k" * 10**6], ids=kind_of
)
def test_unknown_keys_are_refused(key: Any) -> None:
    assert loaded({"schema": 1, key: 1}) is None


def test_many_keys_are_refused() -> None:
    assert loaded({"schema": 1, **{f"key{n}": n for n in range(100_000)}}) is None


def test_fields_that_are_each_short_but_too_long_together_are_refused() -> None:
    ids = [f"{'x' * 39}{n}" for n in range(6)]
    data = {"schema": SCHEMA, "topics": ids, "roles": ids, "aspects": ids, "told": "f" * 256, "before": "f" * 256}
    assert loaded({**data, "before": ""}) is None
    with pytest.raises(SessionError, match="must be under 1024 bytes"):
        Session.from_dict(data)
    assert loaded({"schema": SCHEMA, "topics": ids}) is not None


@pytest.mark.parametrize("field", [field.name for field in dataclasses.fields(Session)])
def test_hostile_fields_are_refused_or_harmless(advisor: Advisor, field: str) -> None:
    taken = 0
    for value in ODD_VALUES:
        session = loaded({"schema": 1, field: value})
        if session is None:
            continue
        taken += 1
        assert len(json.dumps(session.to_dict())) < 1024
        assert Session.from_dict(session.to_dict()) == session
        for text in ("more", "and producers?", "yes", "which pays more?"):
            assert advisor.reply(text, session).text
    assert taken


WRONG_PACK: tuple[dict[str, Any], ...] = (
    {"topics": ["no_such_topic"]},
    {"topics": ["salary", "no_such_topic"], "roles": ["music_producer"]},
    {"topics": ["salary"], "roles": ["no_such_role"]},
    {"topics": ["salary"], "roles": ["music_producer", "no_such_role"]},
    {"topics": ["salary"], "aspects": ["no_such_aspect"]},
    {"topics": ["transition"], "direction": "a>b"},
    {"topics": ["transition"], "direction": "music_producer>music_producer"},
    {"topics": ["salary"], "roles": []},
    {"person": "no_such_role"},
    {"offered": ["yes"]},
    {"offered": ["yes please", "yes"]},
    {"offered": ["more"]},
    {"kind": "no_such_kind", "style": "no_such_style"},
    {"told": "f" * 256, "before": "f" * 256, "topics": ["salary"], "roles": ["music_producer"]},
    {"turns": 1_000_000},
)


@pytest.mark.parametrize("fields", WRONG_PACK, ids=lambda fields: json.dumps(fields)[:70])
def test_sessions_of_another_pack_or_made_up_ones_get_replies(advisor: Advisor, fields: dict[str, Any]) -> None:
    for fingerprint in ("", "0", advisor.library.fingerprint):
        session = loaded({"schema": 1, "fingerprint": fingerprint, **fields})
        if session is None:
            continue
        for text in TALK:
            reply = advisor.reply(text, session)
            assert reply.text
            assert set(reply.topics) <= set(advisor.library.topics)
            assert set(reply.roles) <= set(advisor.library.roles)
            assert Session.from_dict(reply.session.to_dict()) == reply.session


def test_a_session_within_a_pack_keeps_just_what_the_pack_knows(talk: list[Reply], advisor: Advisor) -> None:
    topics, roles = advisor.library.topics, advisor.library.roles
    for reply in talk:
        assert reply.session.within(topics, roles) is reply.session
    odd = Session(topics=("x", "salary"), roles=("y", "music_producer"), direction="a>b", person="z", declined="x")
    assert odd.within(topics, roles) == Session(topics=("salary",), roles=("music_producer",))
    assert Session(topics=("salary",), roles=("y",), aspects=("median",)).within(topics, roles) == Session()


def test_random_damage_to_a_stored_session_is_refused_or_harmless(advisor: Advisor) -> None:
    chance = random.Random(5)
    whole = run(advisor, TALK[:16])[-1].session.to_dict()
    for _ in range(400):
        data = copy.deepcopy(whole)
        for key in chance.sample(sorted(data), 2):
            data[key] = chance.choice(ODD_VALUES)
        session = loaded(data)
        if session:
            assert advisor.reply("more", session).text


def test_any_mix_of_what_fields_may_hold_gets_replies(advisor: Advisor) -> None:
    chance = random.Random(17)
    library = advisor.library
    interview = library.interview
    assert interview is not None
    ids = [*library.topics, *library.roles, *(aspect for topic in library.topics.values() for aspect in topic.aspects)]
    asked = [question.id for question in interview.questions]
    lists = ("topics", "roles", "aspects")
    taken = 0
    for _ in range(400):
        data: dict[str, Any] = {
            "schema": SCHEMA,
            **{name: chance.sample(ids, chance.randint(0, 3)) for name in lists},
            "direction": ">".join(chance.choices([*library.roles, "plumber"], k=2)),
            "style": chance.choice(["full", "more", "short", "no_such_style"]),
            "kind": chance.choice([*Kind]).value,
            "told": "".join(chance.choices("0123456789abcdef", k=chance.choice([0, 1, 40, 80]))),
            "offered": chance.sample(["yes", "more", "both", "help me choose", "\n", "/x", "1", "stop", "中" * 20], 3),
            "declined": chance.choice([*ids, ""]),
            "person": chance.choice([*library.roles, None, "plumber"]),
            "stage": chance.choice(["", "no_such_stage", *(stage.id for stage in library.stages)]),
            "answers": "".join(chance.choices("0123456789ab.=-", k=chance.randint(0, 12))),
            "asking": chance.choice([*asked, "", "no_such_question"]),
            "fingerprint": chance.choice([library.fingerprint, "", "0"]),
            "turns": chance.choice([0, 7, 1_000_000, True, -1, 1.0, math.nan]),
        }
        for name in chance.sample(sorted(data), chance.randint(0, 8)):
            del data[name]
        session = loaded(data)
        if session is None:
            continue
        taken += 1
        reply = advisor.reply(
            chance.choice([*TALK, "help me choose", "go back", "skip", "what suits me?", "1"]), session
        )
        assert reply.text
        assert Session.from_dict(reply.session.to_dict()) == reply.session
        json.dumps(reply.to_dict(), allow_nan=False)
        advisor.fit(session)
    assert taken > 50


# --- facts and comparison


@pytest.mark.parametrize("wrong", ["", "Salary", "no_such", "salary ", "music_producer"])
def test_unknown_topics_are_request_errors(advisor: Advisor, wrong: str) -> None:
    with pytest.raises(RequestError, match="topic"):
        advisor.compare(wrong)
    with pytest.raises(RequestError, match="topic"):
        advisor.facts(topic=wrong)


@pytest.mark.parametrize("wrong", ["", "producer", "salary", "MUSIC_PRODUCER"])
def test_unknown_roles_are_request_errors(advisor: Advisor, wrong: str) -> None:
    with pytest.raises(RequestError, match="role"):
        advisor.facts(role=wrong)
    with pytest.raises(RequestError, match="role"):
        advisor.facts(topic="salary", role=wrong)


def test_facts_are_narrowed_by_topic_and_role(advisor: Advisor) -> None:
    every = advisor.facts()
    assert len({fact.id for fact in every}) == len(every) > 200
    for topic in advisor.library.topics:
        held = advisor.facts(topic=topic)
        assert held, topic
        assert all(topic == fact.topic or topic in fact.also for fact in held)
        for role in advisor.library.roles:
            narrowed = advisor.facts(topic=topic, role=role)
            assert set(narrowed) <= set(every)
            assert all(role in fact.roles for fact in narrowed), (topic, role)
    for role in advisor.library.roles:
        assert set(advisor.facts(role=role)) == {fact for fact in every if role in fact.roles}


def test_every_fact_names_a_section_of_the_article(advisor: Advisor) -> None:
    sections = {section.id for section in advisor.library.article.sections}
    assert {fact.section for fact in advisor.facts()} <= sections


def test_every_comparison_row_leads_to_facts_with_sections(advisor: Advisor) -> None:
    sections = {section.id for section in advisor.library.article.sections}
    for topic in advisor.library.topics:
        comparison = advisor.compare(topic)
        assert comparison.topic == topic
        assert comparison.title
        assert comparison.summary
        assert comparison.rows, topic
        for row in comparison.rows:
            facts = [fact for cell in row.cells.values() for fact in cell]
            assert facts, (topic, row.aspect)
            assert row.label
            assert all(fact.section in sections and fact.aspect == row.aspect for fact in facts)
            for role, cell in row.cells.items():
                assert all(role in fact.roles for fact in cell)
            sides = [{fact.id for fact in cell} for cell in row.cells.values()]
            wanted = "one side" if not all(sides) else "same" if sides[0] == sides[1] else "different"
            assert row.verdict == wanted


def test_comparing_pay_shows_that_the_source_contradicts_itself(advisor: Advisor) -> None:
    comparison = advisor.compare("salary")
    assert any(set(conflict.roles) == {"audio_engineer", "music_producer"} for conflict in comparison.conflicts)
    known = {fact.id for fact in advisor.facts()}
    assert all(set(conflict.facts) <= known for conflict in comparison.conflicts)
