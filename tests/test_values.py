"""Values are dataclasses to everybody who asks, and are as frozen, equal and printed as theirs."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import re

import pytest

from advisor import cues, polarity
from advisor.patterns import pattern
from advisor.values import asdict, dataclass, field, names_of, replace


@dataclass(frozen=True, slots=True)
class Point:
    """A place."""

    x: int
    y: int = 2
    seen: list[str] = field(default_factory=list)


@dataclasses.dataclass(frozen=True, slots=True)
class Twin:
    """What `dataclasses` makes of the same."""

    x: int
    y: int = 2
    seen: list[str] = dataclasses.field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Line:
    ends: tuple[Point, ...]
    names: dict[str, Point]


@dataclass(frozen=True, slots=True)
class Single:
    only: str


@dataclass(slots=True)
class Heap:
    items: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True, eq=False)
class Itself:
    name: str


def test_a_value_has_its_fields_defaults_and_text() -> None:
    assert (Point(1).x, Point(1).y, Point(1).seen) == (1, 2, [])
    assert Point(1).seen is not Point(1).seen
    assert repr(Point(1, seen=["a"])) == repr(Twin(1, seen=["a"])).replace("Twin", "Point")
    assert names_of(Point) == names_of(Point(1)) == ("x", "y", "seen")


@pytest.mark.parametrize(("args", "names"), [((), {}), ((1, 2, [], 4), {}), ((1,), {"z": 1}), ((1,), {"x": 1})])
def test_wrong_arguments_are_told_as_dataclasses_tell_them(args: tuple, names: dict) -> None:
    with pytest.raises(TypeError) as ours:
        Point(*args, **names)
    with pytest.raises(TypeError) as theirs:
        Twin(*args, **names)
    assert str(ours.value) == str(theirs.value).replace("Twin", "Point")


def test_values_are_equal_by_their_fields_and_class() -> None:
    assert Single("a") == Single("a")
    assert hash(Single("a")) == hash(Single("a"))
    assert Single("a") != Single("b")
    assert Point(1) != Twin(1)
    assert Itself("a") != Itself("a")
    assert len({Itself("a"), Itself("a")}) == 2


def test_frozen_values_cannot_be_changed_and_others_can() -> None:
    for change in (lambda: setattr(Single("a"), "only", "b"), lambda: delattr(Single("a"), "only")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            change()
    with pytest.raises((dataclasses.FrozenInstanceError, AttributeError)):
        Single("a").other = 1
    heap = Heap()
    heap.items = [1]
    assert heap == Heap([1])
    with pytest.raises(TypeError, match="unhashable"):
        hash(heap)
    with pytest.raises(AttributeError):
        heap.other = 1


def test_a_value_is_changed_by_making_another() -> None:
    assert replace(Point(1), y=5) == dataclasses.replace(Point(1), y=5) == Point(1, 5)
    with pytest.raises(TypeError, match="unexpected keyword argument 'z'"):
        replace(Point(1), z=5)


def test_dataclasses_takes_them_for_its_own() -> None:
    assert dataclasses.is_dataclass(Point)
    assert dataclasses.is_dataclass(Point(1))
    for ours, theirs in zip(dataclasses.fields(Point), dataclasses.fields(Twin), strict=True):
        assert (ours.name, ours.type, ours.default) == (theirs.name, theirs.type, theirs.default)
    line = Line((Point(1), Point(2)), {"end": Point(3, seen=["here"])})
    assert asdict(line) == dataclasses.asdict(line)
    assert asdict(line)["names"] == {"end": {"x": 3, "y": 2, "seen": ["here"]}}
    match Point(1, 7):
        case Point(x, y):
            assert (x, y) == (1, 7)


def test_values_are_copied_and_pickled() -> None:
    for value in (Point(1, seen=["a"]), Single("a"), Heap([1])):
        assert pickle.loads(pickle.dumps(value)) == copy.copy(value) == copy.deepcopy(value) == value


def test_one_may_inherit_from_a_value() -> None:
    class Named(Single):
        pass

    assert repr(Named("a")).endswith("Named(only='a')")
    assert Named("a") == Named("a") != Single("a")


def test_a_pattern_is_compiled_when_it_is_used() -> None:
    late = pattern(r"a(b+)")
    assert late.search("abb")[1] == "bb"
    assert late.sub("x", "abb ab") == "x x"
    with pytest.raises(re.error):
        pattern("(").search("")


@pytest.mark.parametrize("module", [cues, polarity])
def test_every_pattern_compiles(module: object) -> None:
    found = [value for value in vars(module).values() if isinstance(value, type(pattern("")))]
    assert len(found) >= 5
    for one in found:
        re.compile(one.pattern)
