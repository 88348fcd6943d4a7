"""The Slack example against a Web API on loopback: signed requests, threads, blocks, buttons, retries."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
import services
from fake_api import FakeApi

from advisor import Advisor, Reply, render

pytest.importorskip("slack_bolt", reason="needs the extra `slack`")
BOT = Path(__file__).parent.parent / "examples/slack_bot"
SECRET = "secret"


def web_api(method: str, data: dict[str, Any]) -> dict[str, Any]:
    """Slack's side."""
    if method == "auth.test":
        return {
            "ok": True,
            "url": "http://x/",
            "team": "T",
            "team_id": "T0",
            "user": "advisor",
            "user_id": "U0",
            "bot_id": "B0",
        }
    return {"ok": True, "channel": data.get("channel"), "ts": "9.9", "message": {}}


class Slack:
    """Sends events to the app as Slack does."""

    def __init__(self, api: FakeApi, port: int) -> None:
        self.api = api
        self.url = f"http://{services.LOOPBACK}:{port}/slack/events"

    def post(self, body: str, kind: str, secret: str = SECRET, age: int = 0) -> int:
        """A signed request; its status."""
        stamp = str(int(time.time()) - age)
        signature = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
        headers = {"Content-Type": kind, "X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={signature}"}
        try:
            with urlopen(Request(self.url, body.encode(), headers), timeout=services.PATIENCE) as answer:
                return int(answer.status)
        except HTTPError as error:
            return error.code

    def event(self, number: int, event: dict[str, Any], **options: Any) -> int:
        body = {
            "token": "t", "team_id": "T0", "api_app_id": "A0", "type": "event_callback", "event_id": f"Ev{number}",
            "event_time": 1, "event": {"user": "U1", "channel": "C1", "ts": f"{number}.0", **event},
            "authorizations": [{"team_id": "T0", "user_id": "U0", "is_bot": True}],
        }  # fmt: skip
        return self.post(json.dumps(body), "application/json", **options)

    def press(self, question: str, thread: str) -> int:
        body = {
            "type": "block_actions", "user": {"id": "U1", "team_id": "T0"}, "team": {"id": "T0"}, "trigger_id": "1.2",
            "channel": {"id": "C1", "name": "c"}, "message": {"ts": "9.9", "thread_ts": thread}, "api_app_id": "A0",
            "actions": [{"action_id": "ask_0", "block_id": "b", "type": "button", "value": question, "action_ts": "1"}],
        }  # fmt: skip
        return self.post(urlencode({"payload": json.dumps(body)}), "application/x-www-form-urlencoded")

    def said(self, count: int) -> list[dict[str, Any]]:
        """The messages that the app has posted, once there are so many."""
        return self.api.wait_for("chat.postMessage", count)


@pytest.fixture(scope="module")
def slack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Slack]:
    port = services.free_port()
    with FakeApi(web_api) as api:
        env = {
            **os.environ,
            "SLACK_BOT_TOKEN": "xoxb-1",
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API": f"{api.url}/api/",
        }
        env.pop("REDIS_URL", None)
        command = [sys.executable, "-m", "uvicorn", "bot:api", "--app-dir", str(BOT), "--port", str(port)]
        with services.running(command, port, tmp_path_factory.mktemp("slack"), env):
            yield Slack(api, port)


@pytest.fixture(autouse=True)
def _nothing_said_before(slack: Slack) -> None:
    slack.api.calls.clear()


def as_posted(reply: Reply, thread: str | None) -> dict[str, Any]:
    """What the app must post for a reply."""
    parts = render(reply, "mrkdwn", limit=3000)
    blocks: list[dict[str, Any]] = [{"type": "section", "text": {"type": "mrkdwn", "text": part}} for part in parts]
    if reply.suggestions:
        buttons = [
            {"type": "button", "action_id": f"ask_{n}", "text": {"type": "plain_text", "text": asked}, "value": asked}
            for n, asked in enumerate(reply.suggestions)
        ]
        blocks.append({"type": "actions", "elements": buttons})
    return {"channel": "C1", "text": parts[0], "blocks": blocks, **({"thread_ts": thread} if thread else {})}


def test_each_thread_is_a_talk(slack: Slack, advisor: Advisor) -> None:
    first, other = advisor.chat(), advisor.chat()
    assert slack.event(1, {"type": "app_mention", "text": "<@U0> what do engineers earn?"}) == 200
    assert slack.said(1)[0] == as_posted(first.say("what do engineers earn?"), "1.0")
    assert slack.event(2, {"type": "app_mention", "text": "<@U0> is it &lt;stressful&gt; &amp; hard?"}) == 200
    assert slack.said(2)[1] == as_posted(other.say("is it <stressful> & hard?"), "2.0")
    assert slack.event(3, {"type": "app_mention", "text": "and producers? <@U0>", "thread_ts": "1.0"}) == 200
    reply = first.say("and producers?")
    assert slack.said(3)[2] == as_posted(reply, "1.0")
    assert slack.press(reply.suggestions[0], "1.0") == 200
    assert slack.said(4)[3] == as_posted(first.say(reply.suggestions[0]), "1.0")


def test_direct_messages_are_one_talk_and_the_apps_own_are_not_answered(slack: Slack, advisor: Advisor) -> None:
    chat = advisor.chat()
    direct = {"type": "message", "channel_type": "im"}
    assert slack.event(10, {**direct, "text": "is it stressful?"}) == 200
    assert slack.said(1)[0] == as_posted(chat.say("is it stressful?"), None)
    assert slack.event(11, {**direct, "text": "more", "bot_id": "B0"}) == 200
    assert slack.event(12, {**direct, "text": "more", "subtype": "message_changed"}) == 200
    assert slack.event(13, {"type": "message", "channel_type": "channel", "text": "more"}) == 200
    assert slack.event(14, {**direct, "text": "and producers?"}) == 200
    assert slack.said(2)[1] == as_posted(chat.say("and producers?"), None)
    assert len(slack.said(2)) == 2


def test_an_event_that_is_sent_again_is_answered_once(slack: Slack) -> None:
    event = {"type": "app_mention", "text": "<@U0> what do engineers earn?"}
    assert slack.event(20, event) == 200
    slack.said(1)
    assert slack.event(20, event) == 200
    assert slack.event(21, {**event, "text": "more", "thread_ts": "20.0"}) == 200
    assert [data["thread_ts"] for data in slack.said(2)] == ["20.0", "20.0"]


def test_nothing_typed_is_obeyed(slack: Slack) -> None:
    text = "<@U0> producers &lt;!channel&gt; frobnitz &lt;http://evil.example|x&gt; @here *zork*"
    assert slack.event(30, {"type": "app_mention", "text": text}) == 200
    sent = json.dumps(slack.said(1)[0])
    assert not {"<", ">", "@"} & set(sent)


@pytest.mark.parametrize("options", [{"secret": "other"}, {"age": 3600}], ids=str)
def test_a_request_that_slack_has_not_signed_is_refused(slack: Slack, options: dict[str, Any]) -> None:
    assert slack.event(40, {"type": "app_mention", "text": "<@U0> hi"}, **options) == 401
    assert not slack.api.sent("chat.postMessage")
