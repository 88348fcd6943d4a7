"""Many signed numbers side by side in one integer, so that they are scaled and added all at once.

One lane of 64 bits a number: `pack({0: a, 1: b})` is `a + b * 2**64`. Multiplying such an integer by a small one, or
adding two, does so in each lane, and Python does that in C, exactly, and in any order with the same outcome. A number
may be negative; it borrows from the lane above, which `Lanes.unpack` gives back. Lanes hold less than 2**62 in size.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable

WIDTH = 64
_LANE = (1 << WIDTH) - 1
_SIGN = 1 << (WIDTH - 1)


def pack(numbers: Iterable[tuple[int, int]]) -> int:
    """One integer of (lane, number) pairs; lanes count from 0, what is not given is 0."""
    total = 0
    for lane, number in numbers:
        total += number << (WIDTH * lane)
    return total


def mask(lanes: Iterable[int]) -> int:
    """What keeps these lanes, by `&`, of an integer in which no number is negative."""
    return pack((lane, _LANE) for lane in lanes)


class Lanes:
    """Reads integers of a fixed count of lanes."""

    __slots__ = ("_layout", "_signs", "count")

    def __init__(self, count: int) -> None:
        self.count = count
        self._signs = pack((lane, _SIGN) for lane in range(count))
        self._layout = struct.Struct(f"<{count}q")

    def pack(self, numbers: Iterable[int]) -> int:
        """As `pack` of a number for every lane, in order, but sooner."""
        held = int.from_bytes(self._layout.pack(*numbers), "little")
        return (held ^ self._signs) - self._signs

    def unpack(self, packed: int) -> list[int]:
        """The number of each lane."""
        held = (packed + self._signs) ^ self._signs  # what was borrowed goes back, and each lane is in two's complement
        return list(self._layout.unpack(held.to_bytes(self._layout.size, "little")))
