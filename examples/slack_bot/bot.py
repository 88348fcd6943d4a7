"""A Slack app: answers mentions in a thread of their own, and direct messages; blocks with buttons."""

from __future__ import annotations

import html
import os
import re
import sys
from typing import Any

from slack_bolt import Ack, App
from slack_bolt.adapter.asgi import SlackRequestHandler
from slack_sdk import WebClient

from advisor import Advisor, MemoryStore, Reply, SessionStore, render, respond

MENTION = re.compile(r"<@\w+(?:\|[^>]*)?>")
advisor = Advisor()
store: SessionStore = MemoryStore()
if os.environ.get("REDIS_URL"):
    from redis import Redis

    from advisor.redis_store import RedisStore

    store = RedisStore(Redis.from_url(os.environ["REDIS_URL"]))
token, secret = os.environ.get("SLACK_BOT_TOKEN"), os.environ.get("SLACK_SIGNING_SECRET")
if not (token and secret):
    sys.exit("set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET to those of your app, from api.slack.com/apps")
client = WebClient(token, base_url=os.environ.get("SLACK_API", WebClient.BASE_URL))
app = App(client=client, signing_secret=secret)
api = SlackRequestHandler(app)
"""What an ASGI server runs; Slack sends its requests to /slack/events."""


def blocks(reply: Reply) -> list[dict[str, Any]]:
    """A reply as Block Kit: sections of at most 3000 characters, and a button for each suggestion."""
    sections = [{"type": "section", "text": {"type": "mrkdwn", "text": part}} for part in render(reply, "mrkdwn", 3000)]
    buttons = [
        {"type": "button", "action_id": f"ask_{n}", "text": {"type": "plain_text", "text": question}, "value": question}
        for n, question in enumerate(reply.suggestions)
    ]
    return [*sections, {"type": "actions", "elements": buttons}] if buttons else sections


def answer(channel: str, thread: str | None, text: str, message: str = "") -> None:
    """Answer in a thread, or in a direct message outside threads; each is a talk of its own."""
    talk = f"slack {channel} {thread or ''}"
    if message and store.get(talk).message == message:
        return  # Slack sends again what it thinks got lost
    reply = respond(advisor, store, talk, text, message=message)
    notice = render(reply, "mrkdwn", limit=3000)[0]
    client.chat_postMessage(channel=channel, thread_ts=thread, text=notice, blocks=blocks(reply))


@app.event("app_mention")
def mentioned(event: dict[str, Any], body: dict[str, Any]) -> None:
    """A mention in a channel begins a thread, or goes on in the one where it stands."""
    text = html.unescape(MENTION.sub(" ", event["text"]))
    answer(event["channel"], event.get("thread_ts") or event["ts"], text, body["event_id"])


@app.event("message")
def written(event: dict[str, Any], body: dict[str, Any]) -> None:
    """A direct message; edits, joins and the bot's own messages have a subtype or a bot's id."""
    if event.get("channel_type") == "im" and not event.get("subtype") and not event.get("bot_id"):
        answer(event["channel"], event.get("thread_ts"), html.unescape(event["text"]), body["event_id"])


@app.action(re.compile(r"ask_\d"))
def pressed(ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
    """A button: its question, in the thread of its message."""
    ack()
    answer(body["channel"]["id"], body["message"].get("thread_ts"), action["value"])
