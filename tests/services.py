"""Real servers on loopback that tests start and end: found on this machine, or the test is skipped with a reason."""

from __future__ import annotations

import importlib.util
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import pytest

LOOPBACK = "127.0.0.1"
PATIENCE = 120.0
"""Seconds that a server may take to start, or to do what is asked of it, on a busy machine."""


def example(host: str) -> ModuleType:
    """The one program of an example, as a module."""
    (path,) = (Path(__file__).parent.parent / "examples" / host).glob("*.py")
    spec = importlib.util.spec_from_file_location(host, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def free_port() -> int:
    """A port of loopback that nobody uses now."""
    with socket.socket() as held:
        held.bind((LOOPBACK, 0))
        return int(held.getsockname()[1])


def wait_until(done: Callable[[], bool], what: str) -> None:
    """Return once `done` is true; fail the test when it does not come about."""
    end = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > end:
            pytest.fail(f"waited {PATIENCE:.0f} seconds for {what}")
        time.sleep(0.02)


def listens(port: int) -> bool:
    """Whether somebody takes connections on a port of loopback."""
    try:
        socket.create_connection((LOOPBACK, port), timeout=1).close()
    except OSError:
        return False
    return True


@contextmanager
def running(
    command: list[str], port: int, folder: Path, env: dict[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A server process that listens on `port`; ended afterwards. What it prints is in `output` in the folder."""
    with (folder / "output").open("ab") as output:
        process = subprocess.Popen(command, cwd=folder, env=env, stdout=output, stderr=output, stdin=subprocess.DEVNULL)
    try:
        wait_until(lambda: listens(port) or process.poll() is not None, f"{command[0]} to listen on {port}")
        assert process.poll() is None, (folder / "output").read_text(errors="replace")[-2000:]
        yield process
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def program(name: str, package: str) -> str:
    """The path of a server; the test is skipped where it is not installed."""
    found = shutil.which(name, path="/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin")
    if found is None:
        pytest.skip(f"{name} is not installed: apt-get install {package}")
    return found


@contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    """A Redis server that keeps nothing on disk; its URL."""
    port = free_port()
    command = [
        program("redis-server", "redis-server"),
        "--bind",
        LOOPBACK,
        "--port",
        str(port),
        "--save",
        "",
        "--appendonly",
        "no",
    ]
    with running(command, port, folder):
        yield f"redis://{LOOPBACK}:{port}/0"
