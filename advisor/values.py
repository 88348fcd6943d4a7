"""Values with named fields: the part of `dataclasses` that this package uses, made in a fraction of the time.

`dataclasses` imports `inspect` and compiles half a dozen methods for each class, which is a third of what a short-lived
process spends before its answer. Here one method is compiled, when the first value is made, and the others are shared.
To everybody else these are dataclasses: `dataclasses.fields`, `replace`, `asdict`, `is_dataclass`, matching by place,
copying and pickling work on them. A type checker sees the originals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import attrgetter

_MISSING = object()
"""Stands for an argument that is not given, where each value gets a default of its own."""

TYPE_CHECKING = False  # as in `advisor`: `typing` takes longer to load than a question to answer
if TYPE_CHECKING:
    from dataclasses import asdict as asdict
    from dataclasses import dataclass as dataclass
    from dataclasses import field as field
    from dataclasses import replace as replace
    from typing import Any
else:

    def field(*, default_factory):
        """A default that is made anew for each value."""
        return _Anew(default_factory)

    def dataclass(*, frozen=False, slots, eq=True):
        """A class with a slot for each of its annotations; `slots` is always true. It inherits from nothing."""
        del slots
        return lambda cls: _made(cls, frozen, eq)

    def replace(value, /, **changes):
        """The same value with some fields changed. `TypeError`: it has no such field."""
        cls = type(value)
        return cls(**{**dict(zip(cls.__match_args__, _PICKS[cls](value), strict=True)), **changes})

    def asdict(value):
        """A value as a dict, and so all values within it, in tuples, lists and mappings alike."""
        return {name: _plain(getattr(value, name)) for name in value.__match_args__}


_PICKS: dict[type, Callable[[Any], Any]] = {}
"""Class to what gives the fields of a value as a tuple, in order."""


class _Anew:
    """What makes a default for each value."""

    __slots__ = ("default_factory",)

    def __init__(self, default_factory: Callable[[], Any]) -> None:
        self.default_factory = default_factory


def names_of(of: object) -> tuple[str, ...]:
    """The names of the fields of a value or of its class, in order."""
    names: tuple[str, ...] = of.__match_args__  # type: ignore[attr-defined]
    return names


def _plain(value: Any) -> Any:
    if "__match_args__" in vars(type(value)):
        return asdict(value)
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return type(value)(map(_plain, value)) if isinstance(value, (list, tuple)) else value


def _made(cls: type, frozen: bool, eq: bool) -> type:
    held = {name: value for name, value in vars(cls).items() if name not in ("__dict__", "__weakref__")}
    names = tuple(held.get("__annotations__", ()))
    defaults = {name: held.pop(name) for name in names if name in held}
    pick: Callable[[Any], Any] = attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)
    held.update(__slots__=names, __match_args__=names, __dataclass_fields__=_Fields(defaults, frozen, eq))
    methods: dict[str, Callable[..., Any]] = {"__repr__": _repr, "__getstate__": _state, "__setstate__": _set_state}
    if eq:

        def equal(self: Any, other: Any) -> Any:
            return pick(self) == pick(other) if type(other) is type(self) else NotImplemented

        methods["__eq__"] = equal
        methods["__hash__"] = lambda self: hash(pick(self))
    if frozen:
        methods.update(__setattr__=_cannot_set, __delattr__=_cannot_delete)
    elif eq:
        held["__hash__"] = None
    made = type(cls.__name__, cls.__bases__, {**methods, **held})
    made.__qualname__ = cls.__qualname__
    _PICKS[made] = pick
    made.__init__ = _first(made, names, defaults)  # type: ignore[misc]
    return made


def _first(cls: Any, names: tuple[str, ...], defaults: dict[str, Any]) -> Callable[..., None]:
    """The `__init__` of a class until its first value is made, which puts the compiled one in its place."""

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        made = cls.__init__ = _init(cls, names, defaults)
        made(self, *args, **kwargs)

    return __init__


def _init(cls: type, names: Iterable[str], defaults: dict[str, Any]) -> Any:
    space: dict[str, Any] = {"_missing": _MISSING}
    given, lines = [], []
    for name in names:
        space[f"_set_{name}"] = cls.__dict__[name].__set__
        value = name
        if name in defaults and isinstance(defaults[name], _Anew):
            space[f"_new_{name}"] = defaults[name].default_factory
            given.append(f"{name}=_missing")
            value = f"_new_{name}() if {name} is _missing else {name}"
        elif name in defaults:
            space[f"_default_{name}"] = defaults[name]
            given.append(f"{name}=_default_{name}")
        else:
            given.append(name)
        lines.append(f" _set_{name}(self, {value})")
    exec(f"def __init__({', '.join(['self', *given])}):\n" + "\n".join(lines), space)
    made = space["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    made.__annotations__ = {**cls.__annotations__, "return": None}
    return made


def _repr(self: Any) -> str:
    return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in self.__match_args__)})"


def _state(self: Any) -> list[Any]:
    return [getattr(self, name) for name in self.__match_args__]


def _set_state(self: Any, state: list[Any]) -> None:
    for name, value in zip(self.__match_args__, state, strict=True):
        object.__setattr__(self, name, value)


def _cannot_set(self: object, name: str, value: object) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _cannot_delete(self: object, name: str) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot delete field {name!r}")


class _Fields:
    """The fields of a class as `dataclasses` describes them, made when somebody first asks for them."""

    def __init__(self, defaults: dict[str, Any], frozen: bool, eq: bool) -> None:
        self._defaults = defaults
        self._frozen = frozen
        self._eq = eq

    def __get__(self, value: object, cls: Any) -> Any:
        import dataclasses

        wanted: list[Any] = []
        for name, kind in cls.__annotations__.items():
            default = self._defaults.get(name, dataclasses.MISSING)
            told: Any = default
            if isinstance(default, _Anew):
                told = dataclasses.field(default_factory=default.default_factory)
            wanted.append((name, kind) if told is dataclasses.MISSING else (name, kind, told))
        described: Any = dataclasses.make_dataclass(cls.__name__, wanted, frozen=self._frozen, eq=self._eq)
        cls.__dataclass_params__ = described.__dataclass_params__
        cls.__dataclass_fields__ = described.__dataclass_fields__
        return cls.__dataclass_fields__
