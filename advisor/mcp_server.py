"""The advisor as a server of the Model Context Protocol, so that assistants with a language model quote sourced facts.

Needs the extra `mcp` (the protocol's own Python SDK, https://github.com/modelcontextprotocol/python-sdk).
"""

# Without `from __future__ import annotations`: the SDK reads the annotations of tools, which name local variables here.

from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from typing import Annotated, Any

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

import advisor
from advisor.engine import Advisor
from advisor.errors import AdvisorError
from advisor.reply import fact_dict
from advisor.session import Session

INSTRUCTIONS = (
    "What one published article says on the careers of audio engineers and music producers. Every fact names its "
    "section. Where `conflicts` is not empty the article contradicts itself: tell every figure. "
    "Kind `not_covered` or `out_of_scope` means that the article does not say: do not make an answer up for it."
)
"""Told to the assistant when it connects."""
_READS_ONLY = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)


def server(engine: Advisor) -> MCPServer:
    """A server with the tools `ask`, `compare` and `facts`; `run()` serves one client over stdin and stdout.

    It keeps nothing of a talk: `ask` returns the session, and the client hands it in again. Wrong input, such as an
    unknown topic or a session that cannot be used, comes back to the client as the tool's error, saying what to do.
    """
    topics, roles = ", ".join(engine.library.topics), ", ".join(engine.library.roles)
    topic_id, role_id = Field(description=f"one of {topics}"), Field(description=f"one of {roles}")

    def ask(
        question: Annotated[str, Field(description="one message in plain English")],
        session: Annotated[dict[str, Any] | None, Field(description="`session` of the reply before; none: new")] = None,
    ) -> dict[str, Any]:
        return engine.reply(question, None if session is None else Session.from_dict(session)).to_dict()

    def compare(topic: Annotated[str, topic_id]) -> dict[str, Any]:
        return asdict(engine.compare(topic))

    def facts(
        topic: Annotated[str | None, topic_id] = None, role: Annotated[str | None, role_id] = None
    ) -> dict[str, Any]:
        sections = {section.id: section.cited for section in engine.library.article.sections}
        found = [{**fact_dict(fact), "cited": sections[fact.section]} for fact in engine.facts(topic, role)]
        return {"facts": found}

    made = MCPServer("advisor", version=advisor.__version__, instructions=INSTRUCTIONS, log_level="WARNING")
    for tool, what in (
        (ask, "Answer a question on the two careers from the article, with its facts, sections and contradictions."),
        (compare, "Put the two careers side by side on a topic: rows with the facts of each, and where they differ."),
        (facts, "List the facts on a topic, on a role, or on both; without either, all of them."),
    ):
        made.add_tool(_telling(tool), description=what, annotations=_READS_ONLY)
    return made


def _telling(tool: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """The tool, with errors on purpose told to the client; of any other error the SDK tells the tool's name only."""

    @wraps(tool)
    def called(**given: Any) -> dict[str, Any]:
        try:
            return tool(**given)
        except AdvisorError as error:
            raise ToolError(str(error)) from error

    return called
