"""The web example behind a real server on loopback: many clients at once, sessions of any sort, restarts."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
import services

from advisor import Advisor, Reply

pytest.importorskip("fastapi", reason="needs the extra `web`")
pytest.importorskip("uvicorn", reason="needs the extra `web`")
APP = Path(__file__).parent.parent / "examples/web"
CLIENTS = 8
SCRIPTS = [
    ("hi", "what do engineers earn?", "and producers?", "more", "what does a nurse earn?", "and producers?", "bye"),
    ("is it stressful?", "the other one", "why?", "qwrtz", "do I need a degree?", "shorter", "thanks"),
    ("how do I switch from engineer to producer?", "and the other way round?", "yes", "more", "no", "start over"),
]  # fmt: skip


class Client:
    """Sends requests to the service."""

    def __init__(self, port: int) -> None:
        self.base = f"http://{services.LOOPBACK}:{port}"

    def send(self, path: str, data: Any = None, raw: bytes | None = None, **headers: str) -> tuple[int, Any]:
        """The status and the JSON of an answer; GET without data."""
        body = raw if raw is not None else json.dumps(data).encode() if data is not None else None
        request = Request(self.base + path, body, {"Content-Type": "application/json", **headers})
        try:
            with urlopen(request, timeout=services.PATIENCE) as answer:
                return answer.status, json.load(answer)
        except HTTPError as error:
            return error.code, json.load(error)

    def announce(self, header: tuple[str, str]) -> tuple[int, Any]:
        """What is answered to the head of a message alone: of one that is refused the service need not read more."""
        connection = HTTPConnection(self.base.removeprefix("http://"), timeout=services.PATIENCE)
        with closing(connection):
            connection.putrequest("POST", "/reply")
            connection.putheader("Content-Type", "application/json")
            connection.putheader(*header)
            connection.endheaders()
            with connection.getresponse() as answer:
                return answer.status, json.load(answer)

    def talk(self, script: tuple[str, ...]) -> list[Any]:
        """A talk whose session the client holds."""
        answers: list[Any] = []
        for text in script:
            session = answers[-1]["session"] if answers else None
            answers.append(self.send("/reply", {"text": text, "session": session})[1])
        return answers

    def kept_talk(self, user: str, script: tuple[str, ...]) -> list[Any]:
        """A talk whose session the service holds."""
        return [self.send(f"/talks/{user}", {"text": text})[1] for text in script]


def as_sent(reply: Reply) -> dict[str, Any]:
    """What the service must send for a reply."""
    data = reply.to_dict()
    names = ("text", "kind", "handled", "topics", "roles", "suggestions", "session")
    return {**{name: data[name] for name in names}, "sources": [section.heading for section in reply.sources]}


@contextmanager
def serving(folder: Path, **variables: str) -> Iterator[tuple[Client, subprocess.Popen[bytes]]]:
    port = services.free_port()
    env = {key: value for key, value in os.environ.items() if key != "REDIS_URL"} | variables
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "app:app",
        "--app-dir",
        str(APP),
        "--port",
        str(port),
        "--no-access-log",
    ]
    with services.running(command, port, folder, env) as process:
        yield Client(port), process


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with serving(tmp_path_factory.mktemp("web")) as (client, _):
        yield client


@pytest.fixture(scope="module")
def serial(advisor: Advisor) -> list[list[dict[str, Any]]]:
    """What each script must get."""
    chats = [(advisor.chat(), script) for script in SCRIPTS]
    return [[as_sent(chat.say(text)) for text in script] for chat, script in chats]


@pytest.mark.parametrize("holder", ["client", "service"])
def test_eight_clients_at_once_get_what_one_would(client: Client, serial: list[list[Any]], holder: str) -> None:
    scripts = [number % len(SCRIPTS) for number in range(CLIENTS)]

    def talk(number: int) -> list[Any]:
        script = SCRIPTS[scripts[number]]
        return client.talk(script) if holder == "client" else client.kept_talk(f"user%20{number}", script)

    with ThreadPoolExecutor(CLIENTS) as pool:
        together = list(pool.map(talk, range(CLIENTS)))
    assert together == [serial[number] for number in scripts]


def test_the_service_describes_itself(client: Client) -> None:
    status, described = client.send("/openapi.json")
    assert status == 200
    assert set(described["paths"]) == {"/reply", "/talks/{user}", "/suggestions"}
    answer = described["components"]["schemas"]["Answer"]
    assert set(answer["required"]) == set(answer["properties"]) >= {"text", "kind", "session"}


def test_suggestions_are_whole_questions(client: Client, advisor: Advisor) -> None:
    assert client.send("/suggestions?prefix=stress&n=2") == (200, list(advisor.suggest("stress", 2)))
    assert client.send("/suggestions?n=0")[0] == 422


def test_a_message_that_is_sent_again_is_answered_again_in_one_turn(client: Client) -> None:
    said = [client.send("/talks/again", {"text": "is it stressful?", "message": "m1"}) for _ in range(2)]
    assert said[0] == said[1]
    assert said[0][1]["session"]["turns"] == 1


NO_MESSAGE: dict[str, Callable[[Client], tuple[int, Any]]] = {
    "no text": lambda client: client.send("/reply", {}),
    "a number": lambda client: client.send("/reply", {"text": 7}),
    "too long": lambda client: client.send("/reply", {"text": "a" * 4001}),
    "a session of another schema": lambda client: client.send("/reply", {"text": "hi", "session": {"schema": 99}}),
    "a session that is none": lambda client: client.send(
        "/reply", {"text": "hi", "session": {"schema": 1, "topics": 7}}
    ),
    "a list": lambda client: client.send("/reply", {"text": "hi", "session": []}),
    "no JSON": lambda client: client.send("/reply", raw=b"{"),
    "deep": lambda client: client.send("/reply", raw=b"[" * 60_000),
    "deep session": lambda client: client.send(
        "/reply", raw=b'{"text":"hi","session":{"schema":' + b"[" * 9_000 + b"]" * 9_000 + b"}}"
    ),
    "large": lambda client: client.announce(("Content-Length", "65000")),
    "without a length": lambda client: client.announce(("Transfer-Encoding", "chunked")),
    "a long user": lambda client: client.send(f"/talks/{'u' * 201}", {"text": "hi"}),
    "a long id": lambda client: client.send("/talks/u", {"text": "hi", "message": "m" * 201}),
}


@pytest.mark.parametrize("name", NO_MESSAGE)
def test_what_is_no_message_is_refused_with_a_reason(client: Client, name: str) -> None:
    status, data = NO_MESSAGE[name](client)
    assert status in (400, 413, 422), data
    assert data["detail"]
    assert client.send("/reply", {"text": "hi"})[0] == 200


def test_talks_in_redis_outlive_a_service_that_is_killed(advisor: Advisor, tmp_path: Path) -> None:
    pytest.importorskip("redis", reason="needs the extra `redis`")
    chat = advisor.chat()
    with services.redis_server(tmp_path) as url:
        with serving(tmp_path, REDIS_URL=url) as (client, process):
            for text in SCRIPTS[0][:3]:
                assert client.send("/talks/u", {"text": text}) == (200, as_sent(chat.say(text)))
            process.send_signal(signal.SIGKILL)
            process.wait()
        with serving(tmp_path, REDIS_URL=url) as (client, _):
            for text in SCRIPTS[0][3:]:
                assert client.send("/talks/u", {"text": text}) == (200, as_sent(chat.say(text)))
            import redis

            redis.Redis.from_url(url).shutdown(nosave=True)
            assert client.send("/talks/u", {"text": "hi"}) == (503, {"detail": "try again"})
            assert client.send("/reply", {"text": "hi"})[0] == 200
