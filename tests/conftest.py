"""What every test has at hand: a clock that stands still until it is moved, and offices."""

from __future__ import annotations

import pytest

from tests.offices import TestClock


@pytest.fixture
def clock() -> TestClock:
    """A clock of our own, at 2 March 2026, eight in the morning."""
    return TestClock()
