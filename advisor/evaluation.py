"""Measure the engine on labelled utterances and conversations.

An item is right when its kind is one of those expected and, for an answer, every expected topic is answered (or one
that the label allows in its stead), nothing else is, and the roles are the same.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from advisor.engine import Advisor
from advisor.errors import AdvisorError
from advisor.loading import read_yaml
from advisor.reply import Kind, Reply
from advisor.session import Session
from advisor.values import dataclass, field

DECLINES = frozenset({Kind.NOT_COVERED.value, Kind.OUT_OF_SCOPE.value})


@dataclass(frozen=True, slots=True)
class Item:
    """One labelled message."""

    text: str
    kinds: tuple[str, ...]
    topics: tuple[str, ...]
    also: tuple[str, ...]
    roles: tuple[str, ...]
    tags: tuple[str, ...]
    where: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """An item, the reply to it, and what is wrong with it (empty: nothing)."""

    item: Item
    reply: Reply
    wrong: str
    seconds: float


@dataclass(slots=True)
class Report:
    """All outcomes of a run."""

    singles: list[Outcome] = field(default_factory=list)
    talks: list[tuple[str, list[Outcome]]] = field(default_factory=list)

    @property
    def outcomes(self) -> list[Outcome]:
        """Every message, single or in a talk."""
        return [*self.singles, *(o for _, turns in self.talks for o in turns)]


def _texts(node: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    value = node.get(key)
    listed = [value] if isinstance(value, str) else value or []
    if not isinstance(listed, list) or not all(isinstance(text, str) for text in listed):
        raise AdvisorError(f"{where}: {key!r} must be a text or a list of texts; write it so, or leave it out")
    return tuple(listed)


def items(path: Path) -> tuple[list[Item], list[tuple[str, list[Item]]]]:
    """The single utterances and the conversations of a file. Raises `AdvisorError` on a file of another form."""
    data = read_yaml(path)
    if not isinstance(data, list):
        raise AdvisorError(f"{path}: must be a list of utterances (text, kind) or conversations (name, turns)")
    singles: list[Item] = []
    talks: list[tuple[str, list[Item]]] = []
    for number, node in enumerate(data, 1):
        where = f"{path.name}, entry {number}"
        if isinstance(node, dict) and "turns" in node:
            talks.append((str(node.get("name", where)), _turns(node, where)))
        else:
            singles.append(_item(node, where, ()))
    return singles, talks


def _turns(node: Mapping[str, Any], where: str) -> list[Item]:
    if not isinstance(node["turns"], list) or not node["turns"]:
        raise AdvisorError(f"{where}: 'turns' must be a list of messages; give each as an entry with text and kind")
    tags = _texts(node, "tags", where)
    return [_item(turn, f"{where}, turn {number}", tags) for number, turn in enumerate(node["turns"], 1)]


def _item(node: Any, where: str, tags: tuple[str, ...]) -> Item:
    if not isinstance(node, dict) or "text" not in node or "kind" not in node:
        raise AdvisorError(f"{where}: needs at least 'text' and 'kind'")
    kinds = _texts(node, "kind", where)
    for kind in kinds:
        if kind not in set(Kind):
            raise AdvisorError(f"{where}: unknown kind {kind!r}; use {', '.join(Kind)}")
    return Item(
        str(node["text"]), kinds, _texts(node, "topics", where), _texts(node, "also", where),
        _texts(node, "roles", where), (*_texts(node, "tags", where), *tags), where,
    )  # fmt: skip


def judge(item: Item, reply: Reply) -> str:
    """What is wrong with a reply, or an empty string."""
    if reply.kind not in item.kinds:
        return f"kind {reply.kind} instead of {' or '.join(item.kinds)}"
    if reply.kind not in (Kind.ANSWER, Kind.INTERVIEW) or not item.topics:
        return ""
    allowed = {*item.topics, *item.also}
    missing = [topic for topic in item.topics if topic not in reply.topics]
    if len(missing) > sum(topic in item.also for topic in reply.topics):
        return f"topics {', '.join(reply.topics)} instead of {', '.join(item.topics)}"
    extra = [topic for topic in reply.topics if topic not in allowed]
    if extra:
        return f"answers {', '.join(extra)} as well, which was not asked"
    if item.topics[0] == "choosing" and len(item.roles) == 1:
        right = reply.roles[:1] == item.roles  # the recommended role stands first
        return "" if right else f"recommends {', '.join(reply.roles[:1]) or 'neither'} instead of {item.roles[0]}"
    if item.roles and set(reply.roles) != set(item.roles):
        return f"roles {', '.join(reply.roles)} instead of {', '.join(item.roles)}"
    return ""


def run(advisor: Advisor, paths: Iterable[Path], tell: Callable[[int, int], None] = lambda done, all: None) -> Report:
    """Reply to every item of the files and judge it. `tell`: is told how many messages are done, and of how many."""
    report = Report()
    read = [items(path) for path in paths]
    every = sum(len(singles) + sum(len(turns) for _, turns in talks) for singles, talks in read)
    done = 0
    for singles, talks in read:
        for name, turns in [*((None, [item]) for item in singles), *talks]:
            session: Session | None = None
            outcomes = []
            for item in turns:
                outcome = _turn(advisor, item, session)
                session = outcome.reply.session
                outcomes.append(outcome)
                done += 1
                tell(done, every)
            if name is not None:
                report.talks.append((name, outcomes))
            else:
                report.singles += outcomes
    return report


def _turn(advisor: Advisor, item: Item, session: Session | None) -> Outcome:
    start = time.perf_counter()
    reply = advisor.reply(item.text, session)
    return Outcome(item, reply, judge(item, reply), time.perf_counter() - start)


def figures(report: Report) -> dict[str, Any]:
    """The totals of a report as JSON primitives; shares are 0 to 1, latencies milliseconds."""
    outcomes = report.outcomes
    turns = [o for _, talk in report.talks for o in talk]
    declined = [o for o in outcomes if set(o.item.kinds) <= DECLINES]
    answered = [o for o in outcomes if o.item.kinds == (Kind.ANSWER.value,)]
    times = sorted(o.seconds * 1000 for o in outcomes) or [0.0]
    confusions = Counter(
        (
            ",".join(o.item.topics) or "|".join(o.item.kinds),
            ",".join(o.reply.topics) if o.reply.kind == Kind.ANSWER else o.reply.kind.value,
        )
        for o in outcomes
        if o.wrong
    )
    return {
        "utterances": len(report.singles),
        "utterances_right": _share(report.singles),
        "turns": len(turns),
        "turns_right": _share(turns),
        "conversations": len(report.talks),
        "conversations_right": sum(all(not o.wrong for o in talk) for _, talk in report.talks)
        / max(1, len(report.talks)),
        "wrongly_answered": sum(o.reply.kind == Kind.ANSWER for o in declined) / max(1, len(declined)),
        "wrongly_declined": sum(o.reply.kind.value in DECLINES for o in answered) / max(1, len(answered)),
        "p50_ms": times[len(times) // 2],
        "p99_ms": times[min(len(times) - 1, int(len(times) * 0.99))],
        "by_kind": _by(outcomes, lambda o: o.item.kinds[:1]),
        "by_topic": _by([o for o in outcomes if o.item.topics], lambda o: o.item.topics[:1]),
        "by_tag": _by(outcomes, lambda o: o.item.tags),
        "confusions": [[*pair, count] for pair, count in confusions.most_common(40)],
    }


def _share(outcomes: Sequence[Outcome]) -> float:
    return sum(not o.wrong for o in outcomes) / max(1, len(outcomes))


def _by(outcomes: Sequence[Outcome], key: Any) -> dict[str, list[float]]:
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        for name in key(outcome):
            groups.setdefault(name, []).append(outcome)
    return {name: [_share(group), len(group)] for name, group in sorted(groups.items())}
