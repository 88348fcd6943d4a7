"""A Telegram bot: answers private chats in HTML with buttons; after a restart each talk goes on where it was."""

from __future__ import annotations

import os
import sys
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, PicklePersistence, filters

from advisor import Advisor, Session, SessionError, render

TALKS = os.environ.get("TELEGRAM_TALKS", "talks.pickle")
"""Where the talks are kept."""
API = os.environ.get("TELEGRAM_API", "https://api.telegram.org/bot")
"""A Bot API server; Telegram's own unless you run one."""
advisor = Advisor()


def session(kept: dict[str, Any]) -> Session:
    """The session kept of a user; a new one where there is none that can be used."""
    try:
        return Session.from_dict(kept["session"])
    except (KeyError, SessionError):
        return Session()


async def answer(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer what was typed, or the question of the button that was pressed."""
    kept, chat, message = context.user_data, update.effective_chat, update.message
    query = update.callback_query
    if kept is None or chat is None or kept.get("update") == update.update_id:
        return  # answered before the restart: Telegram sends again what was not confirmed
    if query:
        await query.answer()
    typed = query.data if query else message.text if message else ""
    text = (typed or "").removeprefix("/start") or "hello"
    reply = advisor.reply(text, session(kept))
    kept.update(session=reply.session.to_dict(), update=update.update_id)
    # Suggestions are short enough to be label and data of a button at once.
    buttons = [[InlineKeyboardButton(question, callback_data=question)] for question in reply.suggestions]
    *parts, last = render(reply, "html", limit=4096, unit="utf16")
    for part in parts:
        await chat.send_message(part, parse_mode="HTML")
    await chat.send_message(last, parse_mode="HTML", reply_markup=InlineKeyboardMarkup(buttons) if buttons else None)


def main() -> None:
    """Poll for messages until the process is ended."""
    if not os.environ.get("TELEGRAM_TOKEN"):
        sys.exit("set TELEGRAM_TOKEN to the token that @BotFather gave you")
    kept = PicklePersistence(TALKS, update_interval=1)  # seconds; the default would lose a minute when it is killed
    bot = Application.builder().token(os.environ["TELEGRAM_TOKEN"]).base_url(API).persistence(kept).build()
    bot.add_handler(MessageHandler(filters.TEXT & filters.ChatType.PRIVATE, answer))
    bot.add_handler(CallbackQueryHandler(answer))
    bot.run_polling(allowed_updates=["message", "callback_query"])


if __name__ == "__main__":
    main()
