"""What all tests share: one advisor, since loading is the only slow step, and what reads messages for it."""

from __future__ import annotations

import pytest

from advisor import Advisor, loading
from advisor.frames import Framer

pytest_plugins = ("pytester",)


@pytest.fixture(scope="session")
def advisor() -> Advisor:
    """The bundled pack, loaded once."""
    return Advisor()


@pytest.fixture(scope="session")
def framer(advisor: Advisor) -> Framer:
    """What reads messages with the bundled pack."""
    return Framer(*loading.prepare())
