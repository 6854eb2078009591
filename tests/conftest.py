"""What every test has at hand: a clock that stands still until it is moved, and offices."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from tests.offices import TestClock

# How long an example takes says more of the machine than of the program.
# The suite tries the same examples every time, so that it says something of the change at hand;
# `dev.py fuzz` looks for new ones.
settings.register_profile(
    "suite", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("suite")


@pytest.fixture
def clock() -> TestClock:
    """A clock of our own, at 2 March 2026, eight in the morning."""
    return TestClock()


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """The style that `ui/dress` gives the program on every system."""
    return ["sachmatuy", "-style", "fusion"]
