"""`IntentMatcher` beside other ways to match a text to an intent from examples, on CLINC150 and on the project's own.

    python benchmarks/matchers.py FOLDER [--engines NAME ...] [--only PART ...] [--json benchmarks/matchers.json]

FOLDER holds `data_full.json` of CLINC150 (Larson et al. 2019, "An Evaluation Dataset for Intent Classification and
Out-of-Scope Prediction"; github.com/clinc/oos-eval, Creative Commons Attribution 3.0), which is not part of this
project. Every engine gets the same examples and the same messages of the test split; nothing is chosen on them. Needs
the extra `bench`; an engine that is not installed is left out, with a word on it. Figures are added to the JSON file,
so that parts can be measured one by one; `report.py` makes the documentation of it.
"""

from __future__ import annotations

import argparse
import bisect
import json
import math
import os
import platform
import random
import string
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from peers import ENGINES, Examples

from advisor import Advisor, evaluation

HERE = Path(__file__).resolve().parent
FEW = 10
"""Examples an intent of the small setting; the large one has all 100."""
SIZES = (2, 5, 10, 20, 50, 100)
"""Examples an intent, for the curve of accuracy."""
CURVE = ("advisor IntentMatcher", "LinearSVC", "BM25", "rapidfuzz token_set_ratio")
INTENTS = (10, 30, 100, 300, 1000)
"""Numbers of intents, for the curve of latency; ten examples each."""
CHARACTERS = (10, 100, 1_000, 4_000, 10_000, 100_000)
LETTERS_A_SLIP = 6
TIMED = 200
"""Messages by which latency is told."""
PARTS = ("accuracy", "curve", "growth", "own")

Labelled = list[tuple[str, str]]


def chosen(data: Mapping[str, Labelled], size: int, seed: int = 0) -> dict[str, list[str]]:
    """`size` examples of every intent, by chance but the same in every run."""
    held: dict[str, list[str]] = {}
    for text, intent in data["train"]:
        held.setdefault(intent, []).append(text)
    chance = random.Random(seed)
    return {intent: chance.sample(texts, size) for intent, texts in sorted(held.items())}


def misspelt(text: str, chance: random.Random) -> str:
    """The text with one letter in six replaced, added, left out or swapped with its neighbour."""
    letters = list(text)
    slips = max(1, round(sum(c.isalpha() for c in text) / LETTERS_A_SLIP))
    for _ in range(slips):
        places = [i for i, c in enumerate(letters) if c.isalpha()]
        if not places:
            break
        at = chance.choice(places)
        kind = chance.randrange(4)
        if kind == 0:
            letters[at] = chance.choice(string.ascii_lowercase)
        elif kind == 1:
            letters.insert(at, chance.choice(string.ascii_lowercase))
        elif kind == 2:
            del letters[at]
        elif at + 1 < len(letters):
            letters[at : at + 2] = reversed(letters[at : at + 2])
    return "".join(letters)


def even(items: Sequence[Any], most: int) -> list[Any]:
    """At most `most` of the items, evenly spread; 0: all."""
    if not most or len(items) <= most:
        return list(items)
    return [items[i * len(items) // most] for i in range(most)]


def share(right: Sequence[bool]) -> dict[str, float]:
    """A share in percent with its sampling error (half the width of the 95 % interval)."""
    p = sum(right) / len(right)
    error = 1.96 * math.sqrt(p * (1 - p) / len(right))
    return {"percent": round(100 * p, 2), "error": round(100 * error, 2), "of": len(right)}


def area(inside: Sequence[float], outside: Sequence[float]) -> float:
    """Area under the ROC curve: the chance that a message in scope scores above one out of scope."""
    ordered = sorted(outside)
    wins = sum((bisect.bisect_left(ordered, x) + bisect.bisect_right(ordered, x)) / 2 for x in inside)
    return round(100 * wins / len(inside) / len(outside), 2)


def quantiles(seconds: Sequence[float]) -> dict[str, float]:
    """p50 and p99 in milliseconds."""
    ordered = sorted(seconds)
    return {
        "p50_ms": round(1000 * ordered[len(ordered) // 2], 3),
        "p99_ms": round(1000 * ordered[int(len(ordered) * 0.99)], 3),
    }


def _resident() -> float:
    """Memory of this process in MB; Linux only."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def accuracy(data: Mapping[str, Labelled], name: str, size: int) -> dict[str, Any]:
    """Everything about one engine at one size; run in a process of its own, so that memory is its own."""
    make, _, most = ENGINES[name]
    make({"greeting": ["hello there", "good morning"], "farewell": ["good bye", "see you"]})  # imports what it needs
    before = _resident()
    start = time.process_time()
    engine = make(chosen(data, size))
    load = time.process_time() - start
    added = _resident() - before
    test, outside = even(data["test"], most), even(data["oos_test"], most)
    found, seconds = [], []
    for text, _ in test:
        start = time.process_time()
        found.append(engine.best(text))
        seconds.append(time.process_time() - start)
    right = [best == intent for (best, _), (_, intent) in zip(found, test, strict=True)]
    strange = [engine.best(text)[1] for text, _ in outside]
    chance = random.Random(1)
    slips = [engine.best(misspelt(text, chance))[0] == intent for text, intent in test]
    result = {
        "accuracy": share(right),
        "out_of_scope_area": area([score for _, score in found], strange),
        "misspelt": share(slips),
        "load_seconds": round(load, 2),
        "added_mb": round(added, 1),
        **quantiles(seconds),
    }
    threshold = getattr(engine, "threshold", None)
    if threshold is not None:
        kept = [ok and score >= threshold for ok, (_, score) in zip(right, found, strict=True)]
        result["own_threshold"] = {
            "threshold": threshold,
            "kept_and_right": share(kept),
            "out_of_scope_rejected": share([score < threshold for score in strange]),
        }
    return result


def interleaved(data: Mapping[str, Labelled], names: Sequence[str], size: int) -> dict[str, Any]:
    """Latency of all engines, message by message in turn, so that what else the machine does falls on all."""
    examples = chosen(data, size)
    engines = {name: ENGINES[name][0](examples) for name in names}
    seconds: dict[str, list[float]] = {name: [] for name in names}
    for text, _ in even(data["test"], TIMED):
        for name, engine in engines.items():
            start = time.process_time()
            engine.best(text)
            seconds[name].append(time.process_time() - start)
    return {name: quantiles(held) for name, held in seconds.items()}


def growth(data: Mapping[str, Labelled]) -> dict[str, Any]:
    """How the cost of the project's matcher grows with intents and with characters.

    The intents are CLINC150's, each cut into ten of ten examples.
    """
    whole = chosen(data, 100)
    cut = {f"{name} {part}": held[part * 10 : part * 10 + 10] for part in range(10) for name, held in whole.items()}
    messages = [text for text, _ in even(data["test"], TIMED)]
    by_intents, by_characters = {}, {}
    for count in INTENTS:
        examples: Examples = dict(list(cut.items())[:count])
        start = time.process_time()
        engine = ENGINES["advisor IntentMatcher"][0](examples)
        load = time.process_time() - start
        by_intents[str(count)] = {"load_seconds": round(load, 2), **quantiles(_timed(engine, messages))}
    engine = ENGINES["advisor IntentMatcher"][0](chosen(data, FEW))
    text = " ".join(messages)
    long = text * (1 + max(CHARACTERS) // len(text))
    for length in CHARACTERS:
        by_characters[str(length)] = quantiles(_timed(engine, [long[i * 37 :][:length] for i in range(20)]))
    return {"intents": by_intents, "characters": by_characters}


def _timed(engine: Any, messages: Sequence[str]) -> list[float]:
    seconds = []
    for text in messages:
        start = time.process_time()
        engine.best(text)
        seconds.append(time.process_time() - start)
    return seconds


def own(names: Sequence[str]) -> dict[str, Any]:
    """The engines on the project's own examples and the single messages of its development set.

    An engine answers where its best intent is a topic. An answer is right where the label is `answer` and names that
    topic first, or allows it; any other answer is wrong. Each engine but the advisor also gets the threshold that
    makes its right answers less its wrong ones most, read off these very messages: better than any it could know.
    """
    advisor = Advisor()
    files = sorted((HERE.parent / "evaluation" / "development").glob("*.yaml"))
    items = [item for path in files for item in evaluation.items(path)[0]]
    asked = [item for item in items if item.kinds == ("answer",) and item.topics]
    results: dict[str, Any] = {}

    def told(outcomes: Sequence[tuple[bool, bool]]) -> dict[str, Any]:
        right = sum(ok for answered, ok in outcomes if answered)
        wrong = [answered and not ok for answered, ok in outcomes]
        return {"topic_accuracy": round(100 * right / len(asked), 2), "wrongly_answered": share(wrong)}

    replies = [advisor.reply(item.text) for item in items]
    told_first = [(r.kind == "answer", r.topics[0] if r.topics else "") for r in replies]
    results["advisor"] = told([(a, _fits(item, topic)) for item, (a, topic) in zip(items, told_first, strict=True)])
    for name in names:
        engine = ENGINES[name][0](advisor.library.examples)
        found = [engine.best(item.text) for item in items]
        judged = [
            (best in advisor.library.topics, _fits(item, best or ""), score)
            for item, (best, score) in zip(items, found, strict=True)
        ]
        levels = sorted({score for _, _, score in judged})[:: max(1, len(judged) // 400)]
        threshold = max(
            levels, key=lambda t: sum((1 if ok else -1) for answered, ok, score in judged if answered and score >= t)
        )
        results[name] = {
            **told([(answered, ok) for answered, ok, _ in judged]),
            "with_the_best_threshold": told([(answered and s >= threshold, ok) for answered, ok, s in judged]),
        }
    return {"messages": len(items), "questions": len(asked), "engines": results}


def _fits(item: evaluation.Item, topic: str) -> bool:
    return item.kinds == ("answer",) and (topic in item.topics[:1] or topic in item.also)


def installed(names: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """The engines that can be run, and the versions of what they need."""
    able, versions = [], {}
    for name in names:
        try:
            versions.update({package: version(package) for package in ENGINES[name][1]})
            able.append(name)
        except PackageNotFoundError as missing:
            print(f"{name}: left out, {missing.name} is not installed", file=sys.stderr)
    return able, versions


def main(argv: Sequence[str] | None = None) -> int:
    """Measure what is asked for, and add it to the JSON file."""
    parser = argparse.ArgumentParser(description="IntentMatcher beside other engines, on public data.")
    parser.add_argument("folder", type=Path, help="holds data_full.json of CLINC150")
    parser.add_argument("--engines", nargs="+", choices=list(ENGINES), default=list(ENGINES), metavar="NAME")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--json", type=Path, default=HERE / "matchers.json", metavar="FILE")
    parser.add_argument("--one", nargs=2, metavar=("NAME", "SIZE"), help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    data = json.loads((options.folder / "data_full.json").read_text(encoding="utf-8"))
    if options.one:
        print(json.dumps(accuracy(data, options.one[0], int(options.one[1]))))
        return 0
    names, versions = installed(options.engines)
    report = json.loads(options.json.read_text(encoding="utf-8")) if options.json.exists() else {}

    def note(part: str, found: Any) -> None:
        report.setdefault(part, {}).update(found)
        report["date"] = datetime.now(UTC).isoformat(timespec="seconds")
        report["machine"] = {"platform": platform.platform(), "processor": platform.machine(), "cpus": os.cpu_count()}
        report["python"] = platform.python_version()
        report.setdefault("packages", {}).update(versions)
        options.json.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")

    def one(name: str, size: int) -> Any:
        print(f"{name}, {size} examples an intent", file=sys.stderr)
        command = [sys.executable, __file__, str(options.folder), "--one", name, str(size)]
        return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)

    if "accuracy" in options.only:
        for size in (FEW, max(SIZES)):
            for name in names:
                note(f"accuracy_{size}", {name: one(name, size)})
            quick = [name for name in names if name not in ("hassil", "padacioso")]
            note(f"latency_{size}", interleaved(data, quick, size))
    if "curve" in options.only:
        for name in set(CURVE) & set(names):
            found = {str(size): one(name, size)["accuracy"] for size in SIZES}
            note("curve", {name: found})
    if "growth" in options.only:
        note("growth", growth(data))
    if "own" in options.only:
        note("own", own([name for name in names if name not in ("hassil", "padacioso")]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
