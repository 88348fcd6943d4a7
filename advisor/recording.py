"""A talk as a conversation test, in the form of `tests/conversations/*.yaml`."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.reply import Kind
from advisor.talk import Turn

_TOLD = (Kind.ANSWER, Kind.INTERVIEW)
"""Kinds of which topics and roles are part of the expectation."""
_MOST_OF_NAME = 60


def script(turns: Sequence[Turn], name: str = "") -> str:
    """A YAML list of one conversation: each message with the kind of its reply, its topics and roles.

    `name`: a sentence that says what the talk shows; empty: one made of the first message.
    """
    title = _sentence(name) if name.strip() else f"A talk that begins with {_opening(turns)}."
    parts = [f"- name: {_quoted(title)}", "  turns:"]
    for turn in turns:
        reply = turn.reply
        parts += [f"    - text: {_quoted(turn.text)}", f"      kind: {reply.kind.value}"]
        if reply.kind in _TOLD:
            parts.append(f"      topics: [{', '.join(reply.topics)}]")
            if reply.roles:
                parts.append(f"      roles: [{', '.join(reply.roles)}]")
    return "\n".join(parts) + "\n"


def _opening(turns: Sequence[Turn]) -> str:
    return f"'{' '.join(turns[0].text.split())[:_MOST_OF_NAME]}'"


def _sentence(name: str) -> str:
    name = " ".join(name.split())
    return f"{name[:1].upper()}{name[1:]}{'' if name.endswith('.') else '.'}"


def _quoted(text: str) -> str:
    """A text as YAML writes it in double quotes: the same characters when read, but for lone surrogates."""
    return '"' + "".join(map(_escaped, text.encode("utf-8", "replace").decode("utf-8"))) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    return character if character.isprintable() else f"\\U{ord(character):08x}"
