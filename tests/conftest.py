"""What all tests share: one advisor, since loading is the only slow step."""

from __future__ import annotations

import pytest

from advisor import Advisor

pytest_plugins = ("pytester",)


@pytest.fixture(scope="session")
def advisor() -> Advisor:
    """The bundled pack, loaded once."""
    return Advisor()
