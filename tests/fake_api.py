"""A platform's HTTP API on loopback, for tests: it keeps each call, and answers as a function says."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl

import services

Answer = Callable[[str, dict[str, Any]], Any]
"""From the last part of the path and the data to what is sent back as JSON."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request."""

    method: str
    """The last part of the path."""
    data: dict[str, Any]


class FakeApi(AbstractContextManager["FakeApi"]):
    """The server, while the context lasts."""

    def __init__(self, answer: Answer) -> None:
        self.calls: list[Call] = []
        api = self

        class Handler(BaseHTTPRequestHandler):
            """Reads a form or JSON, and sends JSON."""

            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                method = self.path.rpartition("/")[2]
                data = _data(self.headers.get("Content-Type", ""), body)
                api.calls.append(Call(method, data))
                sent = json.dumps(answer(method, data)).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(sent)))
                self.end_headers()
                with suppress(OSError):  # a bot that was killed waits no longer
                    self.wfile.write(sent)

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer((services.LOOPBACK, 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://{services.LOOPBACK}:{self._server.server_port}"

    def __enter__(self) -> FakeApi:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def sent(self, method: str) -> list[dict[str, Any]]:
        """The data of the calls of one method, in order."""
        return [call.data for call in list(self.calls) if call.method == method]

    def wait_for(self, method: str, count: int) -> list[dict[str, Any]]:
        """The same, once there are so many."""
        services.wait_until(lambda: len(self.sent(method)) >= count, f"{count} calls of {method}")
        return self.sent(method)


def _data(kind: str, body: bytes) -> dict[str, Any]:
    if kind.startswith("application/json"):
        return dict(json.loads(body))
    return {key: _value(value) for key, value in parse_qsl(body.decode(), keep_blank_values=True)}


def _value(text: str) -> Any:
    """A field of a form: some platforms put JSON in them."""
    return json.loads(text) if text[:1] in "[{" and text[-1:] in "]}" else text
