"""`advisor mcp`, over stdio, with the client of the protocol's own SDK."""

from __future__ import annotations

import asyncio
import builtins
import sys
from typing import Any

import pytest

from advisor import Advisor, cli

mcp = pytest.importorskip("mcp", reason="the extra mcp is not installed")
PATIENCE = 240
"""Seconds: the process loads the pack, and a machine may be busy."""


@pytest.fixture(scope="module")
def served() -> dict[str, Any]:
    """What a client got in one connection: a process, and its loading, is what costs."""

    async def talk() -> dict[str, Any]:
        command = mcp.StdioServerParameters(command=sys.executable, args=["-m", "advisor", "mcp"])
        async with mcp.Client(command) as client:
            got: dict[str, Any] = {"tools": (await client.list_tools()).tools}

            async def call(name: str, tool: str, **arguments: Any) -> None:
                got[name] = await client.call_tool(tool, arguments)

            await call("first", "ask", question="what do engineers earn?")
            session = got["first"].structured_content["session"]
            await call("second", "ask", question="and producers?", session=session)
            await call("plumber", "ask", question="what does a plumber earn?")
            await call("bad session", "ask", question="hi", session={"schema": 99})
            await call("compare", "compare", topic="salary")
            await call("bad topic", "compare", topic="weather")
            await call("facts", "facts", topic="stress", role="music_producer")
            await call("all facts", "facts")
            await call("no question", "ask")
            await call("after all that", "ask", question="is it stressful?")
            return got

    return asyncio.run(asyncio.wait_for(talk(), PATIENCE))


def test_three_tools_say_what_they_take(served: dict[str, Any], advisor: Advisor) -> None:
    tools = {tool.name: tool for tool in served["tools"]}
    assert sorted(tools) == ["ask", "compare", "facts"]
    assert all(tool.description and tool.annotations.read_only_hint for tool in tools.values())
    described = tools["compare"].input_schema["properties"]["topic"]["description"]
    assert all(topic in described for topic in advisor.library.topics)


def test_ask_is_the_reply_and_the_talk_goes_on(served: dict[str, Any], advisor: Advisor) -> None:
    first = advisor.reply("what do engineers earn?")
    assert served["first"].structured_content == first.to_dict()
    assert served["second"].structured_content == advisor.reply("and producers?", first.session).to_dict()
    assert served["second"].structured_content["roles"] == ["music_producer"]
    assert served["plumber"].structured_content["handled"] is False


def test_compare_and_facts_name_their_sections(served: dict[str, Any], advisor: Advisor) -> None:
    compared = served["compare"].structured_content
    assert [row["aspect"] for row in compared["rows"]] == [row.aspect for row in advisor.compare("salary").rows]
    assert compared["conflicts"]
    facts = served["facts"].structured_content["facts"]
    assert [fact["id"] for fact in facts] == [fact.id for fact in advisor.facts("stress", "music_producer")]
    assert all(fact["section"] and fact["cited"] for fact in facts)
    assert len(served["all facts"].structured_content["facts"]) == len(advisor.facts())


def test_wrong_input_is_an_error_that_says_what_to_do(served: dict[str, Any]) -> None:
    wrong = {"bad session": "schema", "bad topic": "unknown topic 'weather'", "no question": "question"}
    for name, words in wrong.items():
        assert served[name].is_error
        assert words in served[name].content[0].text
    assert not served["after all that"].is_error


def test_without_the_extra_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delitem(sys.modules, "advisor.mcp_server", raising=False)
    real = builtins.__import__

    def importing(name: str, *more: Any) -> Any:
        if name.split(".")[0] == "mcp":
            raise ImportError("No module named 'mcp'")
        return real(name, *more)

    monkeypatch.setattr(builtins, "__import__", importing)
    assert cli.main(["mcp"]) == cli.ERROR
    assert "pip install 'advisor[mcp]'" in capsys.readouterr().err
