"""The Telegram example against a Bot API on loopback: HTML, buttons, restart."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from fake_api import FakeApi

from advisor import Advisor, render

pytest.importorskip("telegram", reason="needs the extra `telegram`")
BOT = Path(__file__).parent.parent / "examples/telegram_bot/bot.py"
TOKEN = "1:test"


class Telegram:
    """What Telegram does for a bot: hands out updates until they are confirmed, and takes messages."""

    def __init__(self) -> None:
        self.updates: list[dict[str, Any]] = []
        self.came = threading.Condition()

    def answer(self, method: str, data: dict[str, Any]) -> dict[str, Any]:
        """The answer to a call."""
        if method == "getMe":
            return {"ok": True, "result": {"id": 1, "is_bot": True, "first_name": "Advisor", "username": "advisor_bot"}}
        if method == "getUpdates":
            with self.came:
                offset = int(data.get("offset", 0))
                self.updates = [update for update in self.updates if update["update_id"] >= offset]
                if not self.updates:
                    self.came.wait(0.5)
                return {"ok": True, "result": list(self.updates)}
        if method == "sendMessage":
            chat = {"id": int(data["chat_id"]), "type": "private"}
            return {
                "ok": True,
                "result": {"message_id": 9, "date": int(time.time()), "chat": chat, "text": data["text"]},
            }
        return {"ok": True, "result": True}

    def push(self, number: int, text: str, user: int, button: bool = False) -> None:
        """Let a user write a text, or press a button."""
        sender = {"id": user, "is_bot": False, "first_name": "U"}
        message = {
            "message_id": number,
            "date": int(time.time()),
            "chat": {"id": user, "type": "private"},
            "from": sender,
        }
        update: dict[str, Any] = {"update_id": number, "message": {**message, "text": text}}
        if button:
            query = {
                "id": str(number),
                "from": sender,
                "chat_instance": "c",
                "data": text,
                "message": {**message, "text": "x"},
            }
            update = {"update_id": number, "callback_query": query}
        with self.came:
            self.updates.append(update)
            self.came.notify_all()


@contextmanager
def bot(api: FakeApi, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    env = {
        **os.environ,
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API": f"{api.url}/bot",
        "TELEGRAM_TALKS": str(folder / "talks"),
    }
    with (folder / "output").open("ab") as output:
        process = subprocess.Popen([sys.executable, str(BOT)], cwd=folder, env=env, stdout=output, stderr=output)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_a_talk_goes_on_after_the_bot_was_killed(advisor: Advisor, tmp_path: Path) -> None:
    telegram = Telegram()
    chat, other = advisor.chat(), advisor.chat()
    with FakeApi(telegram.answer) as api:
        with bot(api, tmp_path) as process:
            telegram.push(1, "/start", 7)
            telegram.push(2, "what do engineers earn?", 7)
            telegram.push(3, "</b> is it <b>stressful</b> &amp; @everyone zorblax?", 8)
            api.wait_for("sendMessage", 3)
            time.sleep(2)  # the talks are written every second
            process.send_signal(signal.SIGKILL)
        with bot(api, tmp_path):
            telegram.push(2, "what do engineers earn?", 7)  # once more: it was answered
            telegram.push(4, "and producers?", 7)
            api.wait_for("sendMessage", 4)
            telegram.push(5, "more", 8)
            telegram.push(
                6, other.say("</b> is it <b>stressful</b> &amp; @everyone zorblax?").suggestions[0], 8, button=True
            )
            sent = api.wait_for("sendMessage", 6)
            api.wait_for("answerCallbackQuery", 1)
    said = {user: [data for data in sent if int(data["chat_id"]) == user] for user in (7, 8)}
    replies = [chat.say(text) for text in ("hello", "what do engineers earn?", "and producers?")]
    replies2 = [other.advisor.reply("</b> is it <b>stressful</b> &amp; @everyone zorblax?")]
    for text in ("more", replies2[0].suggestions[0]):
        replies2.append(advisor.reply(text, replies2[-1].session))
    for user, expected in ((7, replies), (8, replies2)):
        assert [data["text"] for data in said[user]] == [
            part for reply in expected for part in render(reply, "html", limit=4096, unit="utf16")
        ]
        for data, reply in zip(said[user], expected, strict=True):
            assert data["parse_mode"] == "HTML"
            keyboard = data.get("reply_markup", {}).get("inline_keyboard", [])
            assert [(row[0]["text"], row[0]["callback_data"]) for row in keyboard] == [
                (q, q) for q in reply.suggestions
            ]


def test_without_a_token_it_says_what_to_do(tmp_path: Path) -> None:
    env = {key: value for key, value in os.environ.items() if key != "TELEGRAM_TOKEN"}
    done = subprocess.run([sys.executable, str(BOT)], cwd=tmp_path, env=env, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr == "set TELEGRAM_TOKEN to the token that @BotFather gave you\n"
