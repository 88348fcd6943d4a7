"""The errors that the library raises. Every one is an `AdvisorError`; none is ever put into a reply."""

from __future__ import annotations

from advisor.values import dataclass


class AdvisorError(Exception):
    """Anything that this library raises on purpose."""


class SessionError(AdvisorError):
    """Stored session data that cannot be used; the message says which field and why."""


class RequestError(AdvisorError):
    """A call with a name that the pack does not have, such as an unknown topic or format."""


class StoreError(AdvisorError):
    """A store of sessions that cannot be used now; the turn was not stored, and the message may be sent again."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a pack."""

    file: str
    """Path of the file, relative to the pack."""
    entry: str
    """Where in the file: an id, a key, or `line 12`."""
    message: str
    """What is wrong, and what to do about it."""
    line: int | None = None
    """Line number, from 1, where it is known."""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.entry}: {self.message}"


class PackError(AdvisorError):
    """A pack that cannot be loaded. `faults` has every fault that was found, not only the first."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        super().__init__("\n".join([f"the pack has {count}:", *(f"  {fault}" for fault in faults)]))
