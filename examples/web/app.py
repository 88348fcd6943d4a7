"""A web service: POST /reply with the session held by the client, POST /talks/{user} with the session held here."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import FastAPI, HTTPException, Path, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from advisor import Advisor, MemoryStore, Reply, Session, SessionError, SessionStore, StoreError, respond

MOST_BYTES = 64_000
"""Of a request; a message with its session is far shorter."""
advisor = Advisor()
store: SessionStore = MemoryStore()
if os.environ.get("REDIS_URL"):
    from redis import Redis

    from advisor.redis_store import RedisStore

    store = RedisStore(Redis.from_url(os.environ["REDIS_URL"]))
app = FastAPI(title="Career advisor", description="For audio engineers and music producers, with sources.")
User = Annotated[str, Path(min_length=1, max_length=200, description="names the talk; give each of your users one")]


class Message(BaseModel):
    """What a user typed."""

    text: str = Field(max_length=4000)
    session: dict[str, Any] | None = Field(None, description="for /reply: of the answer before; none: a new talk")
    message: str = Field(
        "", max_length=200, description="for /talks: your id of it; sent again, it makes no second turn"
    )


class Answer(BaseModel):
    """The reply. `handled` is false where the message lies outside what the advisor covers."""

    text: str
    kind: str
    handled: bool
    topics: list[str]
    roles: list[str]
    sources: list[str]
    suggestions: list[str]
    session: dict[str, Any]


def answer(reply: Reply) -> Answer:
    """A reply as it is sent."""
    data = reply.to_dict() | {"sources": [section.cited for section in reply.sources]}
    return Answer(**{name: data[name] for name in Answer.model_fields})


@app.post("/reply")
def reply(message: Message) -> Answer:
    """Answer one message; the client holds the session and sends it with the next."""
    try:
        session = Session() if message.session is None else Session.from_dict(message.session)
    except SessionError as error:
        raise HTTPException(422, str(error)) from error
    return answer(advisor.reply(message.text, session))


@app.post("/talks/{user}")
def talk(user: User, message: Message) -> Answer:
    """Answer one message of a user whose session is held here."""
    return answer(respond(advisor, store, user, message.text, message=message.message))


@app.get("/suggestions")
def suggestions(prefix: str = "", n: Annotated[int, Query(ge=1, le=20)] = 5) -> list[str]:
    """Whole questions for what was typed so far."""
    return list(advisor.suggest(prefix, n))


@app.exception_handler(StoreError)
def unavailable(request: Request, error: StoreError) -> Response:
    """The store does not answer: the client may send the message again."""
    return JSONResponse({"detail": "try again"}, 503, {"Retry-After": "1"})


@app.middleware("http")
async def limited(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Refuse what is too large, before it is read."""
    if int(request.headers.get("content-length", 0)) > MOST_BYTES or "transfer-encoding" in request.headers:
        return JSONResponse({"detail": f"send at most {MOST_BYTES} bytes, with their length"}, 413)
    return await call_next(request)
