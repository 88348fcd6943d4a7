"""Make `docs/benchmarks.md` and its two plots of the figures that were measured.

    python benchmarks/report.py

Reads `benchmarks/matchers.json` and `benchmarks/turn_latency.json`; measures nothing. Needs the extra `bench`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("svg")
import matplotlib.pyplot as plt

HERE = Path(__file__).resolve().parent
DOCS = HERE.parent / "docs"
NONE = "–"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown; all columns but the first are numbers."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def share(found: Mapping[str, Any] | None) -> str:
    """A share with its sampling error."""
    return f"{found['percent']:.1f} ± {found['error']:.1f}" if found else NONE


def accuracy(report: Mapping[str, Any], size: int) -> str:
    """The engines at one size, best first."""
    held = report.get(f"accuracy_{size}", {})
    timed = report.get(f"latency_{size}", {})
    rows = []
    for name in sorted(held, key=lambda name: -held[name]["accuracy"]["percent"]):
        one = held[name]
        time = timed.get(name, one)
        rows.append(
            [
                name, share(one["accuracy"]), str(one["accuracy"]["of"]), f"{one['out_of_scope_area']:.1f}",
                share(one["misspelt"]), f"{one['load_seconds']:.1f}", f"{one['added_mb']:.0f}",
                f"{time['p50_ms']:.2f}", f"{time['p99_ms']:.2f}",
            ]
        )  # fmt: skip
    head = "engine|right, %|messages|out of scope, area|misspelt, %|load, s|MB|p50, ms|p99, ms"
    return table(head.split("|"), rows)


def own(report: Mapping[str, Any]) -> str:
    """The engines on the project's own examples and questions."""
    rows = [
        [
            name, f"{one['topic_accuracy']:.1f}", share(one["wrongly_answered"]),
            *(
                [f"{best['topic_accuracy']:.1f}", share(best["wrongly_answered"])]
                if (best := one.get("with_the_best_threshold"))
                else [NONE, NONE]
            ),
        ]
        for name, one in report["own"]["engines"].items()
    ]  # fmt: skip
    head = ["engine", "topic right, %", "wrongly answered, %", "the same at its best threshold", "wrongly answered, %"]
    return table(head, rows)


def turns(report: Mapping[str, Any]) -> str:
    """The time of a turn beside the baseline."""
    rows = [[name, *(f"{one[key]:.2f}" for key in ("p50", "p99", "mean"))] for name, one in report["turns_ms"].items()]
    return table(["milliseconds of CPU a message", "p50", "p99", "mean"], rows)


def where(report: Mapping[str, Any]) -> str:
    """When and on what it was measured."""
    machine = report["machine"]
    packages = ", ".join(f"{name} {number}" for name, number in sorted(report["packages"].items()))
    return (
        f"{report['date'][:10]}, {machine['platform']}, {machine['cpus']} CPUs, Python {report['python']}; {packages}."
    )


def plots(report: Mapping[str, Any]) -> None:
    """Accuracy against examples per intent, and latency against size."""
    mpl.rcParams["svg.hashsalt"] = "advisor"  # the same figures make the same file
    if report.get("curve"):
        _accuracy(report["curve"])
    if report.get("growth"):
        _latency(report["growth"])


def _accuracy(curve: Mapping[str, Any]) -> None:
    figure, axes = plt.subplots(figsize=(6, 4))
    for name, held in sorted(curve.items()):
        sizes = sorted(map(int, held))
        values = [held[str(size)] for size in sizes]
        axes.errorbar(
            sizes, [v["percent"] for v in values], [v["error"] for v in values], marker="o", capsize=2, label=name
        )
    axes.set(xscale="log", xlabel="examples an intent", ylabel="right, % (CLINC150, test)", xticks=sizes)
    axes.set_xticklabels(map(str, sizes))
    axes.legend(fontsize=8)
    _save(figure, "accuracy")


def _latency(growth: Mapping[str, Any]) -> None:
    figure, both = plt.subplots(1, 2, figsize=(8, 3.5), sharey=True)
    for axes, key in zip(both, ("intents", "characters"), strict=True):
        held = growth[key]
        sizes = sorted(map(int, held))
        for quantile in ("p50_ms", "p99_ms"):
            axes.plot(sizes, [held[str(size)][quantile] for size in sizes], marker="o", label=quantile[:3])
        axes.set(xscale="log", yscale="log", xlabel=key)
    both[0].set_ylabel("ms of CPU a message")
    both[0].legend(fontsize=8)
    _save(figure, "latency")


def _save(figure: Any, name: str) -> None:
    figure.tight_layout()
    figure.savefig(DOCS / f"benchmark_{name}.svg", metadata={"Date": None})
    plt.close(figure)


HEAD = """# Benchmarks

Made by `python benchmarks/report.py` from `benchmarks/matchers.json` and `benchmarks/turn_latency.json`; every figure
is of these files. Times are CPU times. ± is half the width of the 95 % interval of sampling. What was not measured yet
is not here.

## IntentMatcher beside other engines, on CLINC150

CLINC150 (Larson et al. 2019, "An Evaluation Dataset for Intent Classification and Out-of-Scope Prediction",
github.com/clinc/oos-eval, CC BY 3.0) has 150 intents, 4,500 test messages, and 1,000 that belong to none. All engines
get the same examples and the same split, each at its documented usage and without any pre-trained part; all that was
chosen for `IntentMatcher` was chosen on the validation split. Misspelt: one random edit for each six letters. Slow
engines get an even choice of the messages; memory is what a process of its own grows by. Times stand for messages given
to all engines in turn, where an engine took part in that, else to it alone.
"""
OWN = """## On the project's own questions

All engines get the sentences of `intents.yaml` and then the {messages} single messages of `evaluation/development`, of
which {questions} are to be answered. A topic is right where it is the one that is asked for; an answer to anything else
is wrong. The engines that only match have no other knowledge, so they are also shown at the threshold that serves them
best, read off these very messages, which nobody could know beforehand. `advisor` is the whole engine, with concepts and
question forms beside the examples. The development set is what the advisor was developed on; for messages that it was
not, see [the evaluation](../evaluation/README.md).
"""
GROWTH = """## Cost against size

Left: the time of a match by the number of intents; loading takes {first} s for {few} and {last} s for {most}, of 10
examples each. Right: by the length of the message, with 150 intents. Messages over 4,000 characters are read by their
first and last 2,000, so that beyond it the cost stays.

![Latency against size](benchmark_latency.svg)
"""


def page(report: Mapping[str, Any], latency: Mapping[str, Any]) -> str:
    """The whole page, of what was measured."""
    parts = [HEAD, f"Measured {where(report)}"]
    for size in (10, 100):
        held = report.get(f"accuracy_{size}")
        if held:
            parts += [f"### {size} examples an intent", accuracy(report, size)]
            ours = held.get("advisor IntentMatcher", {}).get("own_threshold")
            if ours:
                parts.append(
                    f"With the threshold that it sets from these examples alone, `IntentMatcher` keeps\n"
                    f"{share(ours['kept_and_right'])} % of the messages in scope and gets them right, and rejects\n"
                    f"{share(ours['out_of_scope_rejected'])} % of those out of scope."
                )
    if report.get("curve"):
        parts.append("![Accuracy against examples an intent](benchmark_accuracy.svg)")
    if report.get("growth"):
        grown = {int(count): held for count, held in report["growth"]["intents"].items()}
        few, most = min(grown), max(grown)
        first, last = grown[few]["load_seconds"], grown[most]["load_seconds"]
        parts.append(GROWTH.format(first=first, few=few, last=last, most=most))
    if report.get("own"):
        parts += [OWN.format(**report["own"]), own(report)]
    if latency:
        parts += [
            "## A turn",
            f"The whole advisor over {latency['messages']} messages of the development set, with the talk before\n"
            f"them, beside a search of {latency['examples']} examples that only ranks. Measured {where(latency)}",
            turns(latency),
        ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _read(name: str) -> dict[str, Any]:
    path = HERE / name
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found


def main() -> int:
    """Write the page and the plots."""
    report = _read("matchers.json")
    plots(report)
    (DOCS / "benchmarks.md").write_text(page(report, _read("turn_latency.json")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
