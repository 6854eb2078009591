"""Random damage never crashes the program, never hangs it, never changes the office: a short run.

The long run is `dev.py fuzz sheets --minutes N`.
"""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.exchange.choices import Choices
from sachmatuy_desktop.exchange.guards import check_bytes
from sachmatuy_desktop.exchange.reading import read_checked
from sachmatuy_desktop.exchange.tables import find_tables
from sachmatuy_desktop.services.spreadsheets import preview
from tests.exchange.fuzzing import LONGEST, damaged, read_any, seeds
from tests.offices import new_office


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return seeds(tmp_path_factory.mktemp("gốc"))


def test_sound_files_of_every_kind_are_read(sound: dict[str, bytes]) -> None:
    read = {name for name, data in sound.items() if read_any(name, data) == "read"}
    assert {"a.xlsx", "a.xls", "a.ods", "a.csv", "b.csv", "c.csv"} <= read


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_damaged_files_are_read_or_refused_in_time(sound: dict[str, bytes], seed: int) -> None:
    name, data = damaged(random.Random(seed), sound)  # noqa: S311
    begun = time.monotonic()
    assert read_any(name, data) in ("read", "refused")
    assert time.monotonic() - begun < LONGEST


def test_the_office_is_the_same_after_all_of_it(sound: dict[str, bytes], tmp_path: Path) -> None:
    office = new_office(tmp_path / "xã")
    before = (len(office.queries.journal()), office.queries.count("people"))
    chance = random.Random(20261128)  # noqa: S311
    for _ in range(60):
        name, data = damaged(chance, sound)
        try:
            page = read_checked(check_bytes(data, name))
            for mapping in find_tables(REGISTERS["people"], page):
                preview(office.session, page, mapping, Choices(create_villages=True))
        except KnownError:
            continue
    assert (len(office.queries.journal()), office.queries.count("people")) == before
    office.close()
