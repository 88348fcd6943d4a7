"""Many signed numbers side by side in one integer, so that they are scaled and added all at once.

One lane of 64 bits a number: `pack({0: a, 1: b})` is `a + b * 2**64`. Multiplying such an integer by a small one, or
adding two, does so in each lane, and Python does that in C, exactly, and in any order with the same outcome. A number
may be negative; it borrows from the lane above, which `Lanes.unpack` gives back. Lanes hold less than 2**62 in size.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable

WIDTH = 64
MIDDLE = 1 << (WIDTH - 2)
"""Added to every lane before it is read, so that none is negative."""


def pack(numbers: Iterable[tuple[int, int]]) -> int:
    """One integer of (lane, number) pairs; lanes count from 0, what is not given is 0."""
    total = 0
    for lane, number in numbers:
        total += number << (WIDTH * lane)
    return total


class Lanes:
    """Reads integers of a fixed count of lanes."""

    __slots__ = ("_layout", "_middles", "count")

    def __init__(self, count: int) -> None:
        self.count = count
        self._middles = pack((lane, MIDDLE) for lane in range(count))
        self._layout = struct.Struct(f"<{count}Q")

    def unpack(self, packed: int) -> list[int]:
        """The number of each lane."""
        held = (packed + self._middles).to_bytes(self._layout.size, "little")
        return [number - MIDDLE for number in self._layout.unpack(held)]
