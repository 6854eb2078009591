"""The laws of the merge, tried by stories nobody would think of.  The long run is
`dev.py fuzz sync --minutes N`.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.sync.machine import Offices
from tests.sync.worlds import Template, found_templates

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Template]:
    return found_templates(tmp_path_factory.mktemp("founded"))


def test_whatever_happens_every_pc_shows_the_truth(templates: dict[str, Template]) -> None:
    machine = type("Told", (Offices,), {"templates": templates})
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
