"""Mappings of which only the parts that are asked for are read: what makes a start cost no more than one question.

A `Shelf` is an ordinary mapping in memory, or one that is filled from `Drawers`, texts of JSON in which entries lie by
the checksum of their keys. JSON can hold nothing but data, so a file from elsewhere cannot run anything.
"""

from __future__ import annotations

import json
import struct
from binascii import crc32
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

TYPE_CHECKING = False  # as in `advisor`: `typing` takes longer to load than a question to answer
if TYPE_CHECKING:
    from typing import Any, TypeVar

    K = TypeVar("K")
    V = TypeVar("V")
else:
    K = V = object

_ENDS = struct.Struct("<II")
_END = struct.Struct("<I")


def drawer_of(key: str, count: int) -> int:
    """The drawer, of `count`, in which a key lies."""
    return crc32(key.encode()) % count


def pack_drawers(entries: Iterable[tuple[str, Any]], count: int) -> bytes:
    """Entries as `Drawers` reads them: (key, JSON primitives); a key may come again. `count`: drawers, at least 1."""
    held: list[list[tuple[str, Any]]] = [[] for _ in range(count)]
    for key, value in entries:
        held[drawer_of(key, count)].append((key, value))
    texts = [json.dumps(drawer, separators=(",", ":")).encode() if drawer else b"" for drawer in held]
    ends = [0]
    for text in texts:
        ends.append(ends[-1] + len(text))
    return _END.pack(count) + b"".join(map(_END.pack, ends)) + b"".join(texts)


class Drawers:
    """Entries in the form that `pack_drawers` gives."""

    __slots__ = ("_data", "_first", "count")

    def __init__(self, data: memoryview) -> None:
        self._data = data
        self.count: int = _END.unpack_from(data)[0]
        self._first = _END.size * (self.count + 2)

    def entries(self, drawer: int) -> list[tuple[str, Any]]:
        """What lies in a drawer, in the order in which it was put there."""
        start, end = _ENDS.unpack_from(self._data, _END.size * (drawer + 1))
        text = str(self._data[self._first + start : self._first + end], "utf-8")
        found: list[tuple[str, Any]] = json.loads(text) if text else []
        return found

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        for drawer in range(self.count):
            yield from self.entries(drawer)


class Shelf(dict[K, V]):
    """A mapping that reads an entry when it is first asked for, by `shelf[key]`; what it lacks is `nothing`.

    Any number of threads may read one: an entry, once given, stays the same object.
    """

    __slots__ = ("_drawers", "_filled", "_name", "_nothing", "_unfold")

    def __init__(
        self,
        nothing: V,
        held: Mapping[K, V] | None = None,
        drawers: Drawers | None = None,
        unfold: Callable[[list[tuple[str, Any]]], Iterable[tuple[K, V]]] | None = None,
        name: Callable[[K], str] = str,
    ) -> None:
        """`held`: all entries; or `drawers`, with `unfold`, which makes entries of what lies in one.

        `name`: the text of a key in the drawers.
        """
        super().__init__(held or {})
        self._nothing = nothing
        self._drawers = drawers
        self._unfold = unfold
        self._name = name
        self._filled = bytearray(drawers.count if drawers else 0)

    def __missing__(self, key: K) -> V:
        if self._drawers is not None and self._unfold is not None:
            drawer = drawer_of(self._name(key), self._drawers.count)
            if not self._filled[drawer]:
                for one, value in self._unfold(self._drawers.entries(drawer)):
                    self.setdefault(one, value)
                self._filled[drawer] = 1
        return self.get(key, self._nothing)


class Later(Mapping[K, V]):
    """A mapping of which all but some entries are made when one of them is first asked for."""

    __slots__ = ("_first", "_held", "_make")

    def __init__(self, make: Callable[[], Mapping[K, V]], first: Mapping[K, V] | None = None) -> None:
        """`make` gives all entries; `first`: those that are there at once."""
        self._make = make
        self._first = first or {}
        self._held: Mapping[K, V] | None = None

    def _made(self) -> Mapping[K, V]:
        if self._held is None:
            self._held = self._make()
        return self._held

    def __getitem__(self, key: K) -> V:
        return self._first[key] if key in self._first else self._made()[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._made())

    def __len__(self) -> int:
        return len(self._made())


class OneByOne(Mapping[K, V]):
    """A mapping of which each value is made when it is first asked for."""

    __slots__ = ("_held", "_keys", "_make")

    def __init__(self, keys: Iterable[K], make: Callable[[K], V]) -> None:
        """`make` gives the value of a key."""
        self._keys = dict.fromkeys(keys)
        self._make = make
        self._held: dict[K, V] = {}

    def __getitem__(self, key: K) -> V:
        found = self._held.get(key)
        if found is None and key in self._keys:
            return self._held.setdefault(key, self._make(key))  # of two threads the first one's is for both
        return self._held[key] if found is None else found

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[K]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


class LaterRow(Sequence[V]):
    """A row that is made when something of it is first asked for."""

    __slots__ = ("_held", "_make")

    def __init__(self, make: Callable[[], tuple[V, ...]]) -> None:
        self._make = make
        self._held: tuple[V, ...] | None = None

    def _made(self) -> tuple[V, ...]:
        if self._held is None:
            self._held = self._make()
        return self._held

    def __getitem__(self, place: Any) -> Any:
        return self._made()[place]

    def __len__(self) -> int:
        return len(self._made())
