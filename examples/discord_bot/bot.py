"""A Discord bot: answers direct messages and mentions; its buttons work after a restart too."""

from __future__ import annotations

import asyncio
import os
import re
import sys

import discord
from discord import ui

from advisor import Advisor, MemoryStore, SessionStore, render, respond

advisor = Advisor()
store: SessionStore = MemoryStore()
if os.environ.get("REDIS_URL"):
    from redis import Redis

    from advisor.redis_store import RedisStore

    store = RedisStore(Redis.from_url(os.environ["REDIS_URL"]))


def answer(talk: str, text: str, message: str = "") -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The reply to a message of a talk: parts of at most 2000 characters, and the suggestions."""
    reply = respond(advisor, store, talk, text, message=message)
    return render(reply, "markdown", limit=2000), reply.suggestions


class Ask(ui.DynamicItem[ui.Button[ui.View]], template=r"ask:(?P<question>.+)"):
    """A button that asks its question. The question stands in its id, so it needs no memory of the message."""

    def __init__(self, question: str) -> None:
        super().__init__(ui.Button(label=question, custom_id=f"ask:{question}"))
        self.question = question

    @classmethod
    async def from_custom_id(cls, press: discord.Interaction, item: ui.Item[ui.View], match: re.Match[str]) -> Ask:
        """The button that was pressed."""
        return cls(match["question"])

    async def callback(self, interaction: discord.Interaction) -> None:
        """Answer the question to whoever pressed."""
        talk = f"discord {interaction.channel_id} {interaction.user.id}"
        parts, suggestions = await asyncio.to_thread(answer, talk, self.question, str(interaction.id))
        await interaction.response.send_message(parts[0], view=buttons(suggestions if len(parts) == 1 else ()))
        for number, part in enumerate(parts[1:], 2):
            await interaction.followup.send(part, view=buttons(suggestions if number == len(parts) else ()))


def buttons(suggestions: tuple[str, ...]) -> ui.View:
    """A button for each suggestion."""
    view = ui.View(timeout=None)
    for question in suggestions:
        view.add_item(Ask(question))
    return view


class Bot(discord.Client):
    """Reads direct messages and mentions only, so it needs no privileged intent."""

    async def setup_hook(self) -> None:
        """Let buttons of messages sent before a restart be pressed."""
        self.add_dynamic_items(Ask)

    async def on_message(self, message: discord.Message) -> None:
        """Answer, in as many messages as it takes; the buttons hang on the last."""
        if message.author.bot or (message.guild and self.user not in message.mentions):
            return
        text = re.sub(r"<@!?\d+>", " ", message.content)
        talk = f"discord {message.channel.id} {message.author.id}"
        parts, suggestions = await asyncio.to_thread(answer, talk, text, str(message.id))
        for number, part in enumerate(parts, 1):
            await message.channel.send(part, view=buttons(suggestions if number == len(parts) else ()))


if __name__ == "__main__":
    if not os.environ.get("DISCORD_TOKEN"):
        sys.exit("set DISCORD_TOKEN to the token of your bot, from the developer portal")
    bot = Bot(intents=discord.Intents.default(), allowed_mentions=discord.AllowedMentions.none())
    bot.run(os.environ["DISCORD_TOKEN"])
