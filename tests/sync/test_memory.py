"""Bombs that a partner with real keys could send: none takes more than 300 MiB.

`dev.py fuzz bombs` sets off all of them, the large ones too.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sync.damage.bombs import MOST, all_of_them
from tests.sync.damage.sound import make

pytestmark = pytest.mark.slow

REFUSED = ("unknown fields",)
TAKEN = ("of a megabyte",)


def test_no_bomb_takes_more_memory_than_there_is(tmp_path: Path) -> None:
    (tmp_path / "shelf").mkdir()
    shelf = make(tmp_path / "shelf")
    told = {
        name: (said, most)
        for name, said, _seconds, most in all_of_them(shelf, tmp_path, (*REFUSED, *TAKEN))
    }
    assert len(told) == 3
    for name, (said, most) in told.items():
        assert not said.startswith("BUG"), name
        assert 0 < most <= MOST, (name, most)
        if any(each in name for each in REFUSED):
            assert said != "taken", name
