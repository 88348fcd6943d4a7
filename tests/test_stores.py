"""Stores of sessions and `respond`: nothing that is said is lost or doubled, whoever else writes."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from subprocess import PIPE, Popen
from threading import Barrier, Lock
from typing import Any

import pytest
import services

from advisor import Advisor, MemoryStore, RequestError, Session, SessionStore, Stored, StoreError, respond
from advisor.stores import MAX_MESSAGE, MOST_TRIES

TALK = ("what do engineers earn?", "and producers?", "is it stressful?", "more", "what does a nurse earn?")
RACE = """
import sys
from redis import Redis
from advisor import Advisor, respond
from advisor.redis_store import RedisStore
url, users, rounds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
store = RedisStore(Redis.from_url(url))
advisor = Advisor()
print("ready", flush=True)
sys.stdin.readline()
for number in range(rounds):
    for user in range(users):
        print(user, respond(advisor, store, f"user {user}", "is it stressful?").session.turns)
"""
"""A worker: answers every user in turn, and tells which number each turn got."""


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    pytest.importorskip("redis", reason="needs the extra `redis`")
    with services.redis_server(tmp_path_factory.mktemp("redis")) as url:
        yield url


def redis_client(url: str) -> Any:
    import redis

    return redis.Redis.from_url(url)


@pytest.fixture(params=["memory", "redis", "redis, decoded"])
def store(request: pytest.FixtureRequest) -> SessionStore:
    """One of the stores, empty."""
    if request.param == "memory":
        return MemoryStore()
    pytest.importorskip("redis", reason="needs the extra `redis`")
    from advisor.redis_store import RedisStore

    url = request.getfixturevalue("redis_url")
    redis_client(url).flushall()
    return RedisStore(redis_client(f"{url}?decode_responses=1" if "decoded" in request.param else url))


# --- what every store does


def test_a_talk_through_a_store_is_the_talk(advisor: Advisor, store: SessionStore) -> None:
    chat, other = advisor.chat(), advisor.chat()
    for text in TALK:
        assert respond(advisor, store, "one", text) == chat.say(text)
        assert respond(advisor, store, "two", f"{text} producers") == other.say(f"{text} producers")
    assert store.get("one").session == chat.session
    assert store.get("nobody") == Stored()


def test_users_of_any_name_have_talks_of_their_own(advisor: Advisor, store: SessionStore) -> None:
    users = ["a", "a:lock", "lock:a", " ", "\n", "*", "ж" * 500, "\ud800", "\x00", "session:a"]
    for count, user in enumerate(users, 1):
        for _ in range(count):
            respond(advisor, store, user, "hi")
    assert [store.get(user).session.turns for user in users] == list(range(1, len(users) + 1))


def test_a_message_that_is_delivered_again_makes_no_second_turn(advisor: Advisor, store: SessionStore) -> None:
    first = respond(advisor, store, "u", "what do engineers earn?", message="m1")
    assert respond(advisor, store, "u", "what do engineers earn?", message="m1") == first
    second = respond(advisor, store, "u", "more", message="m2")
    assert second.session.turns == 2
    assert respond(advisor, store, "u", "more", message="m2") == second
    assert respond(advisor, store, "u", "more", message="m3").session.turns == 3
    assert respond(advisor, store, "u", "more").session.turns == 4
    assert respond(advisor, store, "u", "more").session.turns == 5


def test_a_state_is_replaced_only_by_who_knows_it(store: SessionStore) -> None:
    assert store.put("u", Stored(Session(turns=1)))
    held = store.get("u")
    assert held.version
    assert not store.put("u", Stored(Session(turns=9)))
    assert not store.put("u", Stored(Session(turns=9), version="0"))
    assert store.put("u", replace(held, session=Session(turns=2)))
    assert not store.put("u", replace(held, session=Session(turns=9)))
    again = store.get("u")
    assert again.session == Session(turns=2)
    assert again.version != held.version


def test_the_same_state_again_is_another_version(store: SessionStore) -> None:
    assert store.put("u", Stored(Session(turns=1)))
    before = store.get("u")
    assert store.put("u", before)
    assert not store.put("u", before)


def test_threads_that_race_for_users_lose_and_double_nothing(advisor: Advisor, store: SessionStore) -> None:
    def turns(worker: int) -> list[tuple[str, int]]:
        users = [f"user {(number + worker) % 5}" for number in range(20)]
        return [(user, respond(advisor, store, user, "hi").session.turns) for user in users]

    with ThreadPoolExecutor(8) as pool:
        said = [turn for done in pool.map(turns, range(8)) for turn in done]
    assert Counter(said) == Counter((f"user {user}", turn) for user in range(5) for turn in range(1, 33))


@pytest.mark.parametrize("user", ["", None, 7, b"u"])
def test_a_user_must_have_a_name(advisor: Advisor, user: Any) -> None:
    with pytest.raises(RequestError, match="user must be a text"):
        respond(advisor, MemoryStore(), user, "hi")


@pytest.mark.parametrize("message", [None, 7, "m" * (MAX_MESSAGE + 1)])
def test_the_id_of_a_message_is_a_short_text(advisor: Advisor, message: Any) -> None:
    with pytest.raises(RequestError, match="message must be a text"):
        respond(advisor, MemoryStore(), "u", "hi", message=message)


# --- without the lock, and with others that never stop


class Unlocked:
    """A store whose lock holds nobody back: `put` alone keeps the turns."""

    def __init__(self, inner: MemoryStore, meet: Callable[[], object]) -> None:
        self.inner = inner
        self.meet = meet

    def get(self, user: str) -> Stored:
        held = self.inner.get(user)
        self.meet()
        return held

    def put(self, user: str, stored: Stored) -> bool:
        return self.inner.put(user, stored)

    def lock(self, user: str) -> AbstractContextManager[object]:
        return nullcontext()


def test_two_that_read_the_same_state_both_get_their_turn(advisor: Advisor) -> None:
    barrier = Barrier(2)
    first = Lock()
    met: list[int] = []

    def meet() -> None:
        with first:
            met.append(1)
            waits = len(met) <= 2
        if waits:
            barrier.wait(services.PATIENCE)

    store = Unlocked(MemoryStore(), meet)
    with ThreadPoolExecutor(2) as pool:
        replies = list(pool.map(lambda text: respond(advisor, store, "u", text), ["is it stressful?"] * 2))
    assert sorted(reply.session.turns for reply in replies) == [1, 2]
    assert len(met) == 3


def test_a_talk_that_others_never_leave_alone_is_a_store_error(advisor: Advisor) -> None:
    inner = MemoryStore()
    store = Unlocked(inner, lambda: inner.put("u", inner.get("u")))
    with pytest.raises(StoreError, match=f"was written by others {MOST_TRIES} times"):
        respond(advisor, store, "u", "hi")


# --- in memory


def test_memory_is_bounded_and_the_least_recently_used_talk_goes_first(advisor: Advisor) -> None:
    store = MemoryStore(3)
    for user in "abc":
        respond(advisor, store, user, "hi")
    respond(advisor, store, "a", "hi")
    respond(advisor, store, "d", "hi")
    assert len(store) == 3
    assert [store.get(user).session.turns for user in "abcd"] == [2, 0, 1, 1]


def test_a_turn_whose_talk_was_the_oldest_meanwhile_is_kept() -> None:
    store = MemoryStore(1)
    store.put("a", Stored(Session(turns=4)))
    held = store.get("a")
    store.put("b", Stored(Session(turns=1)))
    assert store.put("a", replace(held, session=Session(turns=5)))
    assert store.get("a").session.turns == 5


@pytest.mark.parametrize("most", [0, -1, True, 1.5, "9", None])
def test_a_store_in_memory_holds_at_least_one(most: Any) -> None:
    with pytest.raises(RequestError, match="most must be"):
        MemoryStore(most)


# --- in Redis


def test_what_redis_holds_is_small_expires_and_tells_nothing_of_what_was_typed(
    advisor: Advisor, redis_url: str
) -> None:
    from advisor.redis_store import RedisStore

    client = redis_client(redis_url)
    client.flushall()
    store = RedisStore(client, seconds=60, prefix="bot:")
    for text in (*TALK, "my name is Zebediah Quux, tell me about stress"):
        respond(advisor, store, "u", text, message="m" * MAX_MESSAGE)
    (key,) = client.keys()
    assert key == b"bot:session:u"
    assert 0 < client.pttl(key) <= 60_000
    held = client.get(key)
    assert len(held) < 3_072
    assert b"Quux" not in held
    assert json.loads(held.split(b"\n")[1])["session"]["schema"] == 1


@pytest.mark.parametrize(
    "held",
    [b"", b"\n", b"ab\n{}", b"ab\nnull", b"ab\n[]", b"\xff\xfe\n\xff", b"ab\n" + b"[" * 50_000, b"no line",
     b'ab\n{"session":{"schema":99},"before":{"schema":1},"message":""}',
     b'ab\n{"session":{"schema":1},"before":{"schema":1},"message":7}'],
    ids=lambda held: repr(held[:20]),
)  # fmt: skip
def test_what_cannot_be_used_is_a_new_talk(advisor: Advisor, redis_url: str, held: bytes) -> None:
    from advisor.redis_store import RedisStore

    client = redis_client(redis_url)
    client.set("advisor:session:u", held)
    store = RedisStore(client)
    assert store.get("u").session == Session()
    assert respond(advisor, store, "u", "hi").session.turns == 1
    assert respond(advisor, store, "u", "hi").session.turns == 2


def test_a_write_whose_answer_was_lost_counts_once(advisor: Advisor, redis_url: str) -> None:
    import redis

    from advisor.redis_store import RedisStore

    class Lossy(redis.Redis):
        """Loses the answer to each first write, as a connection that breaks does, and sends it again."""

        def execute_command(self, *args: Any, **options: Any) -> Any:
            answer = super().execute_command(*args, **options)
            return super().execute_command(*args, **options) if args[0] == "EVALSHA" and answer == 1 else answer

    client = Lossy.from_url(redis_url)
    client.flushall()
    store = RedisStore(client)
    assert [respond(advisor, store, "u", "hi").session.turns for _ in range(3)] == [1, 2, 3]


def test_a_lock_whose_worker_died_ends_by_itself(
    advisor: Advisor, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from advisor import redis_store

    monkeypatch.setattr(redis_store, "LOCKED_SECONDS", 0.3)
    store = redis_store.RedisStore(redis_client(redis_url))
    store.lock("u").__enter__()
    assert respond(advisor, store, "u", "hi").text


def test_a_talk_that_stays_busy_is_a_store_error(
    advisor: Advisor, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from advisor import redis_store

    monkeypatch.setattr(redis_store, "WAIT_SECONDS", 0.1)
    store = redis_store.RedisStore(redis_client(redis_url))
    with store.lock("busy"), pytest.raises(StoreError, match="was busy for"):
        respond(advisor, store, "busy", "hi")
    assert respond(advisor, store, "busy", "hi").text


def test_a_redis_that_is_not_there_is_a_store_error(advisor: Advisor) -> None:
    redis = pytest.importorskip("redis", reason="needs the extra `redis`")
    from advisor.redis_store import RedisStore

    store = RedisStore(redis.Redis(host=services.LOOPBACK, port=services.free_port(), retry=None))
    for call in (lambda: store.get("u"), lambda: store.put("u", Stored()), lambda: respond(advisor, store, "u", "hi")):
        with pytest.raises(StoreError, match="Redis cannot be used"):
            call()


@pytest.mark.parametrize("seconds", [0, 0.5, -1, True, "9", None, float("nan")])
def test_a_talk_is_kept_for_a_time(redis_url: str, seconds: Any) -> None:
    from advisor.redis_store import RedisStore

    with pytest.raises(RequestError, match="seconds must be"):
        RedisStore(redis_client(redis_url), seconds=seconds)


def test_the_guide_shows_how_to_use_redis(advisor: Advisor, redis_url: str) -> None:
    guide = (Path(__file__).parent.parent / "docs/embedding.md").read_text(encoding="utf-8")
    found = re.findall(r"^```py\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL)
    (code,) = [code for code in found if "RedisStore" in code]
    held: dict[str, Any] = {}
    exec(code.replace("redis://localhost:6379/0", redis_url), held)
    assert respond(advisor, held["store"], "guide", "hi").session.turns == 1


def test_two_processes_on_one_redis_lose_and_double_no_turn(redis_url: str) -> None:
    users, rounds = 200, 3
    redis_client(redis_url).flushall()
    command = [sys.executable, "-c", RACE, redis_url, str(users), str(rounds)]
    folder = Path(__file__).parent.parent
    workers = [Popen(command, cwd=folder, stdin=PIPE, stdout=PIPE, text=True) for _ in range(2)]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    said = [line for worker in workers for line in worker.communicate(timeout=120)[0].splitlines()]
    assert [worker.returncode for worker in workers] == [0, 0]
    wanted = [f"{user} {turn}" for user in range(users) for turn in range(1, 2 * rounds + 1)]
    assert Counter(said) == Counter(wanted)
