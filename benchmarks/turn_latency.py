"""How long a turn takes, beside a brute-force search over the same examples.

    python benchmarks/turn_latency.py [--messages N] [--json FILE]

Both read the same messages of the development set, turn about, in one run, so that whatever else the machine does
falls on both; what is told is CPU time. The baseline only ranks: it compares a message with every example sentence
(rapidfuzz WRatio) and takes the best; it composes no reply. The advisor reads, decides and composes. Its first pass,
which warms it up, is told too: it meets every message for the first time, but has the machine to itself.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import zip_longest
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

import advisor
from advisor import Advisor, Session, evaluation

DEVELOPMENT = Path(__file__).resolve().parent.parent / "evaluation" / "development"
DEFAULT_MESSAGES = 400
LOADS = 3
"""Times that the pack is loaded; the median is told."""
WARM_UP_SEARCHES = 5
"""Searches of the baseline before it is timed; it keeps nothing between searches."""

Talk = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Timing:
    """What one of the two took for a message, in milliseconds."""

    name: str
    p50: float
    p99: float
    mean: float

    @classmethod
    def of(cls, name: str, seconds: Sequence[float]) -> Timing:
        """From the seconds of each message; at least one."""
        times = sorted(s * 1000 for s in seconds)
        p99 = times[min(len(times) - 1, int(len(times) * 0.99))]
        return cls(name, statistics.median(times), p99, statistics.fmean(times))


def talks(folder: Path, most: int) -> list[Talk]:
    """Talks of `most` messages in all (0: every one), from the files in turn; a single message is a talk of one."""
    held: list[list[Talk]] = []
    for path in sorted(folder.glob("*.yaml")):
        singles, several = evaluation.items(path)
        held.append([(item.text,) for item in singles] + [tuple(item.text for item in turns) for _, turns in several])
    chosen: list[Talk] = []
    room = most or sys.maxsize
    for talk in _in_turn(held):
        if room <= 0:
            break
        chosen.append(talk[:room])
        room -= len(chosen[-1])
    return chosen


def _in_turn(held: Sequence[Sequence[Talk]]) -> Iterator[Talk]:
    for row in zip_longest(*held):
        yield from (talk for talk in row if talk is not None)


def loading_seconds() -> float:
    """Median time to make an `Advisor`."""
    times = []
    for _ in range(LOADS):
        start = time.process_time()
        Advisor()
        times.append(time.process_time() - start)
    return statistics.median(times)


def measure(chosen: Sequence[Talk], examples: Sequence[str]) -> list[Timing]:
    """Timings of the advisor on messages new to it and known to it, and of the baseline."""
    engine = Advisor()
    first = [seconds for talk in chosen for seconds in _talk_seconds(engine, talk)]
    for talk in chosen[:WARM_UP_SEARCHES]:
        process.extractOne(talk[0], examples, scorer=fuzz.WRatio)
    turns: list[float] = []
    searches: list[float] = []
    for talk in chosen:
        session: Session | None = None
        for text in talk:
            start = time.process_time()
            session = engine.reply(text, session).session
            between = time.process_time()
            process.extractOne(text, examples, scorer=fuzz.WRatio)
            searches.append(time.process_time() - between)
            turns.append(between - start)
    return [
        Timing.of("advisor, warm", turns),
        Timing.of("advisor, first pass", first),
        Timing.of("brute force WRatio", searches),
    ]


def _talk_seconds(engine: Advisor, talk: Talk) -> Iterator[float]:
    session: Session | None = None
    for text in talk:
        start = time.process_time()
        session = engine.reply(text, session).session
        yield time.process_time() - start


def report(most: int) -> dict[str, Any]:
    """Everything that is measured, with where and when, as JSON primitives. `most`: messages, 0: all."""
    chosen = talks(DEVELOPMENT, most)
    examples = [sentence for held in Advisor().library.examples.values() for sentence in held]
    load = loading_seconds()
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {"platform": platform.platform(), "processor": platform.machine(), "cpus": os.cpu_count()},
        "python": platform.python_version(),
        "packages": {
            "advisor": advisor.__version__,
            **{name: version(name) for name in ("rapidfuzz", "PyYAML", "prompt_toolkit")},
        },
        "messages": sum(map(len, chosen)),
        "examples": len(examples),
        "load_ms": round(load * 1000, 1),
        "turns_ms": {
            timing.name: {name: round(getattr(timing, name), 3) for name in ("p50", "p99", "mean")}
            for timing in measure(chosen, examples)
        },
    }


def table(found: dict[str, Any]) -> str:
    """A report as text."""
    machine = found["machine"]
    lines = [
        f"{machine['platform']}, {machine['cpus']} CPUs, Python {found['python']}, "
        + ", ".join(f"{name} {number}" for name, number in found["packages"].items()),
        f"{found['messages']} messages, {found['examples']} examples; loading takes {found['load_ms']:.0f} ms",
        "",
        f"{'milliseconds a message':<24}{'p50':>9}{'p99':>9}{'mean':>9}",
    ]
    for name, timing in found["turns_ms"].items():
        lines.append(f"{name:<24}{timing['p50']:>9.2f}{timing['p99']:>9.2f}{timing['mean']:>9.2f}")
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print the table, and write the JSON where asked for."""
    parser = argparse.ArgumentParser(description="Time of a turn, beside a brute-force search.")
    parser.add_argument("--messages", type=int, default=DEFAULT_MESSAGES, help="0: all; default: %(default)s")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures to FILE")
    options = parser.parse_args(argv)
    if options.messages < 0:
        parser.error("--messages must not be negative")
    found = report(options.messages)
    print(table(found))
    if options.json:
        options.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
