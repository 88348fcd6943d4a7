"""Sessions in Redis, for hosts of several processes or machines. Needs the extra `redis`."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from redis import Redis, RedisError

from advisor.errors import RequestError, StoreError
from advisor.stores import Stored

KEPT_SECONDS = 30 * 24 * 3600
"""How long a talk is kept after its last turn, where no other time is given."""
LOCKED_SECONDS = 5
"""How long a lock holds at the most, should the worker that took it die. A turn takes milliseconds."""
WAIT_SECONDS = 10
"""How long a worker waits for a lock."""
_POLL_SECONDS = 0.005
_SWAP = """
local held = redis.call('GET', KEYS[1])
if held and string.match(held, '^[^\\n]*') ~= ARGV[1] then
  -- The same write may come again when its answer was lost on the way.
  return held == ARGV[2] and 1 or 0
end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1
"""
"""Compare and set, in one step of the server: it runs scripts one at a time."""


class RedisStore:
    """Sessions in Redis: a `SessionStore` that any number of workers share. A talk takes one key, of under 3 KB.

    `client`: a `redis.Redis`; give it timeouts that suit the host. `seconds`: how long a talk is kept after its last
    turn; `RequestError` where that is less than 1. `prefix`: what the keys begin with.
    """

    def __init__(self, client: Redis, seconds: float = KEPT_SECONDS, prefix: str = "advisor:") -> None:
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not seconds >= 1:
            raise RequestError(f"seconds must be a number of at least 1, not {seconds!r}")
        self._client: Any = client
        self._milliseconds = int(seconds * 1000)
        self._prefix = prefix
        self._swap = client.register_script(_SWAP)

    def get(self, user: str) -> Stored:
        """What is held of a user; `Stored()` where nothing is, or nothing that can be used."""
        try:
            held = self._client.execute_command("GET", self._key("session", user), NEVER_DECODE=True)
        except RedisError as error:
            raise _unreachable(error) from error
        if held is None:
            return Stored()
        version, _, data = held.partition(b"\n")
        return Stored.from_json(data, version.decode("latin-1"))

    def put(self, user: str, stored: Stored) -> bool:
        """Hold `stored` in place of the state of its version; False where another state has come meanwhile."""
        written = f"{secrets.token_hex(8)}\n{stored.to_json()}"
        try:
            key = self._key("session", user)
            return bool(self._swap(keys=[key], args=[stored.version.encode("latin-1"), written, self._milliseconds]))
        except RedisError as error:
            raise _unreachable(error) from error

    @contextmanager
    def lock(self, user: str) -> Iterator[None]:
        """Held by one worker at a time for each user; it ends by itself should that one die."""
        lock = self._client.lock(
            self._key("lock", user), timeout=LOCKED_SECONDS, sleep=_POLL_SECONDS, blocking_timeout=WAIT_SECONDS
        )
        try:
            taken = lock.acquire()
        except RedisError as error:
            raise _unreachable(error) from error
        if not taken:
            raise StoreError(f"the talk of {user!r:.60} was busy for {WAIT_SECONDS} seconds: send the message again")
        try:
            yield
        finally:
            with suppress(RedisError):  # an expired lock is no harm: `put` compares
                lock.release()

    def _key(self, kind: str, user: str) -> bytes:
        return f"{self._prefix}{kind}:{user}".encode("utf-8", "surrogatepass")


def _unreachable(error: RedisError) -> StoreError:
    return StoreError(f"Redis cannot be used: {error}; see whether the server runs and the address is right")
