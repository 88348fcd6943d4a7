"""The Discord example: its answers, its buttons, and a talk with a Discord on loopback."""

from __future__ import annotations

import asyncio
import json
from types import ModuleType
from typing import Any

import pytest
import services

from advisor import Advisor, MemoryStore, render

discord = pytest.importorskip("discord", reason="needs the extra `discord`")
USER = {"id": "7", "username": "u", "discriminator": "0", "avatar": None, "global_name": None}
SELF = {"id": "1", "username": "advisor", "discriminator": "0", "avatar": None, "global_name": None, "bot": True}
APPLICATION = {"id": "1", "name": "advisor", "description": "", "icon": None, "verify_key": "", "bot_public": True,
               "bot_require_code_grant": False, "flags": 0, "owner": USER, "team": None}  # fmt: skip


@pytest.fixture(scope="module")
def loaded() -> ModuleType:
    return services.example("discord_bot")


@pytest.fixture
def example(loaded: ModuleType, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The example as a module, with no talk yet."""
    monkeypatch.setattr(loaded, "store", MemoryStore())
    return loaded


def components(view: Any) -> list[dict[str, Any]]:
    """The buttons of a view, as they are sent."""
    return [button for row in view.to_components() for button in row["components"]]


def test_the_handler_is_a_plain_function(example: ModuleType, advisor: Advisor) -> None:
    chat = advisor.chat()
    for text in ("what do engineers earn?", "and producers?", "@everyone <@1> **zork** <t:1:R>"):
        parts, suggestions = example.answer("talk", text)
        reply = chat.say(text)
        assert (parts, suggestions) == (render(reply, "markdown", limit=2000), reply.suggestions)
        assert all(0 < len(part) <= 2000 for part in parts)


def test_every_suggestion_fits_a_button_that_can_be_pressed_after_a_restart(
    example: ModuleType, advisor: Advisor
) -> None:
    async def views() -> list[Any]:
        questions = advisor.suggest("", 200)
        return [example.buttons(questions[n : n + 3]) for n in range(0, len(questions), 3)]

    for view in asyncio.run(views()):
        assert view.is_persistent()
        for button in components(view):
            assert (button["type"], button["custom_id"]) == (2, f"ask:{button['label']}")
            assert len(button["label"]) <= 80
            assert len(button["custom_id"]) <= 100
            assert advisor.reply(button["label"]).suggestions is not None


class Discord:
    """What Discord does for a bot, on loopback: a gateway that hands out events, and the calls that it takes."""

    def __init__(self, events: list[tuple[str, dict[str, Any]]]) -> None:
        self.events = events
        self.sent: list[dict[str, Any]] = []

    async def gateway(self, request: Any) -> Any:
        from aiohttp import web

        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "s": None, "t": None, "d": {"heartbeat_interval": 45_000}})
        async for message in socket:
            if json.loads(message.data)["op"] == 2:
                ready = {
                    "v": 10, "user": SELF, "guilds": [], "session_id": "s", "resume_gateway_url": "ws://127.0.0.1/",
                    "application": {"id": "1", "flags": 0}, "shard": [0, 1],
                }  # fmt: skip
                await socket.send_json({"op": 0, "s": 1, "t": "READY", "d": ready})
                for number, (kind, data) in enumerate(self.events, 2):
                    wanted = len(self.sent) + 1
                    await socket.send_json({"op": 0, "s": number, "t": kind, "d": data})
                    for _ in range(int(services.PATIENCE / 0.02)):
                        await asyncio.sleep(0.02)
                        if len(self.sent) >= wanted:
                            break
                await socket.close()
        return socket

    async def rest(self, request: Any) -> Any:
        if request.path.endswith("/users/@me"):
            return sent_json(SELF)
        if request.path.endswith("/oauth2/applications/@me"):
            return sent_json(APPLICATION)
        if request.content_type == "application/json":
            data = await request.json()
        else:
            data = json.loads((await request.post())["payload_json"])
        self.sent.append(data)
        if "/interactions/" in request.path:
            return sent_json({"interaction": {"id": "50", "type": 3, "response_message_id": "99"}})
        return sent_json(message(99, data["content"], SELF))


def sent_json(data: dict[str, Any]) -> Any:
    """An answer as Discord gives it: the library takes no other type for JSON than this one, without a charset."""
    from aiohttp import web

    return web.Response(body=json.dumps(data).encode(), headers={"Content-Type": "application/json"})


def message(number: int, text: str, author: dict[str, Any]) -> dict[str, Any]:
    """A message as Discord has it."""
    return {
        "id": str(number), "channel_id": "9", "author": author, "content": text, "type": 0, "tts": False,
        "pinned": False,
        "timestamp": "2026-01-01T00:00:00+00:00", "edited_timestamp": None, "mention_everyone": False, "mentions": [],
        "mention_roles": [], "attachments": [], "embeds": [], "components": [],
    }  # fmt: skip


def test_a_talk_with_discord(example: ModuleType, advisor: Advisor, monkeypatch: pytest.MonkeyPatch) -> None:
    from aiohttp import web
    from discord.gateway import DiscordWebSocket
    from discord.http import Route
    from yarl import URL

    chat = advisor.chat()
    texts = ["what do engineers earn?", "and producers?"]
    replies = [chat.say(text) for text in texts]
    question = replies[-1].suggestions[0]
    replies.append(chat.say(question))
    pressed = {
        "id": "50", "application_id": "1", "type": 3, "token": "t", "version": 1, "channel_id": "9", "user": USER,
        "channel": {"id": "9", "type": 1}, "data": {"custom_id": f"ask:{question}", "component_type": 2},
        "locale": "en-US",
        "entitlements": [], "attachment_size_limit": 1, "authorizing_integration_owners": {}, "context": 1,
        "message": message(98, "x", SELF) | {"components": [{"type": 1, "components": [
            {"type": 2, "style": 2, "label": question, "custom_id": f"ask:{question}"}]}]},
    }  # fmt: skip
    platform = Discord([
        ("MESSAGE_CREATE", message(10, texts[0], USER)),
        ("MESSAGE_CREATE", message(11, texts[1], USER)),
        ("INTERACTION_CREATE", pressed),
    ])  # fmt: skip

    async def run() -> None:
        app = web.Application()
        app.router.add_get("/gateway/", platform.gateway)
        app.router.add_route("*", "/api/{rest:.*}", platform.rest)
        runner = web.AppRunner(app)
        await runner.setup()
        port = services.free_port()
        await web.TCPSite(runner, services.LOOPBACK, port).start()
        monkeypatch.setattr(Route, "BASE", f"http://{services.LOOPBACK}:{port}/api")
        monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", URL(f"ws://{services.LOOPBACK}:{port}/gateway/"))
        bot = example.Bot(intents=discord.Intents.default(), allowed_mentions=discord.AllowedMentions.none())
        running = asyncio.create_task(bot.start("token", reconnect=False))
        for _ in range(int(services.PATIENCE / 0.05)):
            await asyncio.sleep(0.05)
            if len(platform.sent) >= len(replies) or running.done():
                break
        await bot.close()
        await asyncio.gather(running, return_exceptions=True)
        await runner.cleanup()

    asyncio.run(run())
    sent = [data.get("data", data) for data in platform.sent]
    assert [data["content"] for data in sent] == [render(reply, "markdown", limit=2000)[0] for reply in replies]
    for data, reply in zip(sent, replies, strict=True):
        asked = [button["label"] for row in data["components"] for button in row["components"]]
        assert asked == list(reply.suggestions)
        assert data["allowed_mentions"] == {"parse": []}
