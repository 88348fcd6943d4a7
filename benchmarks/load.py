"""Many users on one advisor, and turns a second: on one core, in two processes, through the web example.

    python benchmarks/load.py [threads] [core] [processes] [web] [--turns N] [--users N] [--threads N]

Without a name all four run. `threads` is a test as well: threads answer the turns of all users in mixed order through
`respond` and one store, and every reply, with its session, must be that of the same talk held alone; the exit status is
1 where one is not. The figures are of the machine as it is: run it while nothing else does.
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import json
import os
import platform
import random
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from queue import Empty, SimpleQueue

from advisor import Advisor, MemoryStore, Reply, Session, respond

ROOT = Path(__file__).parent.parent
SCRIPTS = 200
"""Different talks; users beyond that number hold one that another user holds too."""
FRAGMENTS = (
    "and producers?", "what about engineers", "why?", "tell me more", "which pays more?", "what does a plumber earn?",
    "how stresful is it", "and the other way round?", "thanks", "help me choose", "stop", "i'm an engineer",
)  # fmt: skip
WEB_CLIENTS = 8
WAIT = 300
"""Seconds for the web service to start."""


def script(number: int, turns: int, questions: Sequence[str]) -> list[str]:
    """The messages of a talk: the same number, the same talk."""
    chance = random.Random(number)
    return [chance.choice(questions if chance.random() < 0.6 else FRAGMENTS) for _ in range(turns)]


def mark(reply: Reply) -> bytes:
    """Stands for a reply with all that it says and leaves behind."""
    return hashlib.blake2b(json.dumps(reply.to_dict()).encode(), digest_size=16).digest()


def alone(advisor: Advisor, texts: Sequence[str]) -> list[Reply]:
    """The replies of a talk that nobody else takes part in."""
    chat = advisor.chat()
    return [chat.say(text) for text in texts]


def rate(turns: int, run: Callable[[], object]) -> float:
    """Turns a second while `run` makes that many."""
    start = time.perf_counter()
    run()
    return turns / (time.perf_counter() - start)


def in_threads(advisor: Advisor, questions: Sequence[str], users: int, turns: int, threads: int) -> bool:
    """Whether every reply of users in threads is that of its talk held alone."""
    each = turns // users
    talks = [script(number, each, questions) for number in range(min(SCRIPTS, users))]
    wanted = [[mark(reply) for reply in alone(advisor, talk)] for talk in talks]
    store, wrong = MemoryStore(most=users), SimpleQueue[tuple[int, int]]()
    waiting: SimpleQueue[tuple[int, int]] = SimpleQueue()
    for user in range(users):
        waiting.put((user, 0))

    def work(_: int) -> int:
        done = 0
        while not waiting.empty():
            try:
                user, turn = waiting.get_nowait()
            except Empty:  # another thread was quicker
                break
            talk = user % len(talks)
            if mark(respond(advisor, store, str(user), talks[talk][turn])) != wanted[talk][turn]:
                wrong.put((user, turn))
            done += 1
            if turn + 1 < each:
                waiting.put((user, turn + 1))  # behind all others, so that all talks go on at once
        return done

    start = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        done = sum(pool.map(work, range(threads)))
    seconds = time.perf_counter() - start
    kept = sum(store.get(str(user)).session.turns == each for user in range(users))
    print(f"threads    {threads} threads, {users} users, {done} turns: {done / seconds:.0f} a second")
    print(f"           {wrong.qsize()} replies differ from the serial ones, {users - kept} talks lack a turn")
    return wrong.empty() and done == each * users and kept == users


def on_one_core(turns: int, ready: Callable[[], object] = lambda: None) -> float:
    """Turns a second of one process; `ready` is called when the pack is loaded."""
    advisor = Advisor()
    questions = [topic.question for topic in advisor.library.topics.values()]
    talks = [script(number, 50, questions) for number in range(turns // 50)]
    ready()
    return rate(turns // 50 * 50, lambda: [alone(advisor, talk) for talk in talks])


def in_two_processes(turns: int) -> float:
    """Turns a second of two processes together, which begin when both have loaded."""
    context = get_context("spawn")
    barrier = context.Barrier(2)
    found = context.SimpleQueue()
    workers = [context.Process(target=_worker, args=(turns // 2, barrier, found)) for _ in range(2)]
    for worker in workers:
        worker.start()
    rates = [found.get() for _ in workers]
    for worker in workers:
        worker.join()
    return float(sum(rates))


def _worker(turns: int, barrier: object, found: object) -> None:
    found.put(on_one_core(turns, barrier.wait))  # type: ignore[attr-defined]


def through_the_web(turns: int, questions: Sequence[str]) -> float:
    """Turns a second of `examples/web` in one uvicorn, with eight clients that hold their sessions."""
    port = 8765
    command = [sys.executable, "-m", "uvicorn", "app:app", "--port", str(port), "--log-level", "warning"]
    with subprocess.Popen(command, cwd=ROOT / "examples/web") as service:
        try:
            _until_it_answers(port)

            def client(number: int) -> None:
                connection = http.client.HTTPConnection("127.0.0.1", port)
                session: object = Session().to_dict()
                for text in script(number, turns // WEB_CLIENTS, questions):
                    body = json.dumps({"text": text, "session": session})
                    connection.request("POST", "/reply", body, {"content-type": "application/json"})
                    session = json.loads(connection.getresponse().read())["session"]
                connection.close()

            with ThreadPoolExecutor(WEB_CLIENTS) as pool:
                return rate(turns // WEB_CLIENTS * WEB_CLIENTS, lambda: list(pool.map(client, range(WEB_CLIENTS))))
        finally:
            service.terminate()


def _until_it_answers(port: int) -> None:
    end = time.monotonic() + WAIT
    while time.monotonic() < end:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port)
            connection.request("GET", "/suggestions")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit(f"the web example did not start on port {port} within {WAIT} seconds")


def main() -> int:
    """Run what was asked for and print a line each."""
    parser = argparse.ArgumentParser(description="Load on one advisor, and turns a second.")
    parser.add_argument("what", nargs="*", help="threads, core, processes, web; none: all")
    parser.add_argument("--turns", type=int, default=100_000, help="of `threads`; a fifth of it for each of the others")
    parser.add_argument("--users", type=int, default=2_000)
    parser.add_argument("--threads", type=int, default=64)
    options = parser.parse_args()
    what, fifth = options.what or ["threads", "core", "processes", "web"], options.turns // 5
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start")
    advisor = Advisor()
    questions = [topic.question for topic in advisor.library.topics.values()]
    good = True
    if "threads" in what:
        good = in_threads(advisor, questions, options.users, options.turns, options.threads)
    if "core" in what:
        print(f"core       one process: {on_one_core(fifth):.0f} turns a second")
    if "processes" in what:
        print(f"processes  two processes: {in_two_processes(fifth):.0f} turns a second together")
    if "web" in what:
        print(f"web        FastAPI, {WEB_CLIENTS} clients: {through_the_web(fifth, questions):.0f} turns a second")
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
