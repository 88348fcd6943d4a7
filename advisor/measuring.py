"""The report of an evaluation as text, and the bar that it must reach."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from advisor.errors import AdvisorError
from advisor.evaluation import Outcome, Report
from advisor.loading import bundled
from advisor.screen import BOLD, GREEN, Screen, clean

_AT_LEAST = {"utterances": "utterances_right", "turns": "turns_right"}
_AT_MOST = {"wrongly_answered": "wrongly_answered"}
MOST_CONFUSIONS = 20


def files(given: Sequence[str]) -> list[Path]:
    """The files to measure on: those given, with folders opened, else the development set of the checkout.

    Raises `AdvisorError` where there are none.
    """
    paths = [Path(name) for name in given] or [bundled() / "evaluation" / "development"]
    found: list[Path] = []
    for path in paths:
        found += sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    if not found or (not given and not found[0].exists()):
        raise AdvisorError(f"{paths[0]}: holds no labelled messages; name the YAML files to measure on")
    return found


def bar() -> dict[str, float]:
    """The shares that must be reached, from `[tool.advisor.evaluation]` beside the checkout; empty without one.

    Raises `AdvisorError` where the file cannot be read or a share is not between 0 and 1.
    """
    path = bundled() / "pyproject.toml"
    try:
        data: Any = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise AdvisorError(f"{path}: cannot be read: {error}") from error
    for key in ("tool", "advisor", "evaluation"):
        data = data.get(key, {}) if isinstance(data, dict) else {}
    return {key: _share(path, key, value) for key, value in data.items()}


def _share(path: Path, key: str, value: object) -> float:
    if key not in {**_AT_LEAST, **_AT_MOST}:
        known = ", ".join({**_AT_LEAST, **_AT_MOST})
        raise AdvisorError(f"{path}: tool.advisor.evaluation: unknown key {key!r}; use {known}")
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise AdvisorError(f"{path}: tool.advisor.evaluation: {key} must be a share from 0 to 1")
    return float(value)


def missed(figures: Mapping[str, Any], wanted: Mapping[str, float]) -> list[str]:
    """What lies under the bar, a sentence each. A share of nothing is not judged."""
    found = []
    for key, share in wanted.items():
        name = _AT_LEAST.get(key) or _AT_MOST[key]
        under = figures[name] < share if key in _AT_LEAST else figures[name] > share
        if under and figures.get(key, 1):
            limit = "at least" if key in _AT_LEAST else "at most"
            found.append(f"{name.replace('_', ' ')}: {figures[name]:.1%}, must be {limit} {share:.1%}")
    return found


def report_text(figures: Mapping[str, Any], under: Sequence[str], screen: Screen) -> str:
    """The totals, the groups, the confusions, the latency, and whether the bar was reached."""
    right = f"{figures['utterances']:>6} utterances   {figures['utterances_right']:6.1%} right"
    turns = f"{figures['turns']:>6} turns        {figures['turns_right']:6.1%} right"
    talks = f"{figures['conversations']:>6} talks        {figures['conversations_right']:6.1%} right in every turn"
    wrongly = f"wrongly answered {figures['wrongly_answered']:.1%}, wrongly declined {figures['wrongly_declined']:.1%}"
    speed = f"latency: half within {figures['p50_ms']:.1f} ms, 99 of 100 within {figures['p99_ms']:.1f} ms"
    parts = ["\n".join((right, turns, talks, wrongly, speed))]
    for title, key in (("By kind", "by_kind"), ("By topic", "by_topic"), ("By tag", "by_tag")):
        rows = [f"  {share:6.1%}  {count:>5}  {clean(name)}" for name, (share, count) in figures[key].items()]
        parts.append("\n".join([screen.paint(title, BOLD), *rows]))
    confused = figures["confusions"][:MOST_CONFUSIONS]
    if confused:
        rows = [f"  {count:>5}  {clean(wanted)} -> {clean(got)}" for wanted, got, count in confused]
        parts.append("\n".join([screen.paint("Most confused (wanted -> got)", BOLD), *rows]))
    parts.append("\n".join(f"UNDER THE BAR: {line}" for line in under) or screen.paint("Not under the bar.", GREEN))
    return "\n\n".join(parts)


def failures(report: Report) -> list[dict[str, Any]]:
    """Each failure as JSON primitives: the message, what is wrong, where it stands, and how it was read."""
    return [
        {
            "text": outcome.item.text,
            "wrong": outcome.wrong,
            "where": outcome.item.where,
            "tags": list(outcome.item.tags),
            "kind": outcome.reply.kind.value,
            "topics": list(outcome.reply.topics),
            "roles": list(outcome.reply.roles),
            "explanation": outcome.reply.to_dict()["explanation"],
        }
        for outcome in report.outcomes
        if outcome.wrong
    ]


def failures_text(report: Report, screen: Screen) -> str:
    """Each failure in a few lines, with the rule, the points and the runner-up."""
    found = [_failure(outcome, screen) for outcome in report.outcomes if outcome.wrong]
    return "\n" + "\n\n".join([screen.paint(f"Failures: {len(found)}", BOLD), *found])


def _failure(outcome: Outcome, screen: Screen) -> str:
    told = outcome.reply.explanation
    points = ", ".join(f"{e.words or e.read_as} {e.points:+.1f}" for e in told.evidence)
    lines = [
        f"\u201c{outcome.item.text}\u201d ({outcome.item.where})",
        outcome.wrong,
        "; ".join(told.rules or (told.reading,)) + (f": {points}" if points else ""),
        f"runner-up {told.runner_up}, {told.margin:.1f} points behind" if told.runner_up else "",
        "read as: " + ", ".join(f"{r.typed} -> {r.read_as}" for r in told.repairs) if told.repairs else "",
        "not understood: " + ", ".join(told.not_understood) if told.not_understood else "",
        "carried over: " + ", ".join(told.carried) if told.carried else "",
    ]
    shown = [line for line in lines if line]
    return "\n".join(screen.wrap(line, "" if number == 0 else "    ", "    ") for number, line in enumerate(shown))
