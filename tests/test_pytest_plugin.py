"""The plug-in of pytest, in a project of an embedder."""

from __future__ import annotations

import re
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from advisor import Advisor, RequestError
from advisor.pytest_plugin import TestedChat

ROOT = Path(__file__).parent.parent
PLUGIN = ("-p", "no:advisor", "-p", "advisor.pytest_plugin", "-p", "no:cacheprovider", "-p", "no:cov")


def test_pytest_finds_it_where_the_package_is_installed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (module,) = project["entry-points"]["pytest11"].values()
    assert hasattr(import_module(module), "advisor_chat")


def test_the_example_of_the_guide_passes(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, advisor: Advisor
) -> None:
    def loaded(folder: str, extends: bool) -> Advisor:  # loading takes seconds, and overlays have tests of their own
        assert (folder, extends) == ("overlay", True)
        return advisor

    monkeypatch.setattr("advisor.Advisor", loaded)
    guide = (ROOT / "docs/embedding.md").read_text(encoding="utf-8")
    found = dict(re.findall(r"^```py\n# tests/(\w+)\.py\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL))
    assert set(found) == {"test_bot", "conftest"}
    pytester.makepyfile(test_bot=found["test_bot"])
    pytester.makeconftest(found["conftest"])
    pytester.runpytest(*PLUGIN).assert_outcomes(passed=1)


def test_a_failure_tells_every_fault_and_the_reply(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, advisor: Advisor
) -> None:
    monkeypatch.setattr("advisor.pytest_plugin.Advisor", lambda: advisor)
    pytester.makepyfile(
        """
        def test_it(advisor_chat):
            advisor_chat.say("is the job stressful?")
            advisor_chat.expect(topics=["salary"], roles=["music_producer"], mentions=["zebra"])
        """
    )
    outcome = pytester.runpytest(*PLUGIN)
    outcome.assert_outcomes(failed=1)
    outcome.stdout.fnmatch_lines(["after 'is the job stressful?' the reply is not as expected:*"])
    for words in ("salary must stand first", "salary must be there", "not ('music_producer',)", "mention 'zebra'"):
        assert words in outcome.stdout.str()


def test_each_expectation_is_checked(advisor: Advisor) -> None:
    chat = TestedChat(advisor)
    reply = chat.say("what do engineers earn?")
    chat.expect(kind="answer", topics=["salary"], roles=["audio_engineer"], first_role="audio_engineer", mentions=["$"])
    chat.expect(kind=["clarify", "answer"], topics=["stress"], also=["salary"])
    for wrong in (
        {"kind": "clarify"}, {"kind": ["clarify", "social"]}, {"topics": ["stress"], "also": ["hours"]},
        {"topics": ["stress"]}, {"topics": ["salary", "stress"]}, {"roles": ["music_producer"]},
        {"first_role": "music_producer"}, {"mentions": ["zebra"]}, {"not_mentions": [reply.text[:10].upper()]},
    ):  # fmt: skip
        with pytest.raises(pytest.fail.Exception):
            chat.expect(**wrong)


def test_what_cannot_be_expected_is_an_error(advisor: Advisor) -> None:
    chat = TestedChat(advisor)
    with pytest.raises(RequestError, match="nothing was said yet"):
        chat.expect()
    chat.say("hello")
    for wrong, words in (
        ({"topics": ["weather"]}, "unknown topic 'weather'"), ({"roles": ["plumber"]}, "unknown role 'plumber'"),
        ({"kind": "joke"}, "unknown kind 'joke'"), ({"mentions": "pay"}, "must be a list of texts"),
    ):  # fmt: skip
        with pytest.raises(RequestError, match=words):
            chat.expect(**wrong)
