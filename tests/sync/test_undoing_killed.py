"""Killed while a bundle is undone: before or after, never between."""

from __future__ import annotations

import shutil
import threading
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from sachmatuy_desktop.services.sync import bundles
from sachmatuy_desktop.services.sync.unmerging import undo_bundle
from sachmatuy_desktop.storage.integrity.checks import check
from tests.offices import TestClock, add_village, edit, new_office
from tests.storage.test_faults import (
    DISTRICT,
    KILLS,
    all_heard,
    child,
    dice,
    fill,
    introduced,
    opened,
)
from tests.sync.test_undoing_bundles import all_of, newest

PEOPLE = 400


def take_out(say: Connection, folder: Path) -> None:
    office = opened(folder)
    digest = newest(office)
    say.send("found")
    undo_bundle(office, digest, "Nhập nhầm")
    say.send("undone")
    office.close()


@pytest.mark.slow
def test_killed_while_undoing_a_bundle_it_is_in_or_it_is_not(
    tmp_path: Path, clock: TestClock
) -> None:
    commune = new_office(tmp_path / "commune", clock=clock)
    above = new_office(tmp_path / "above", DISTRICT, "receiving", clock)
    introduced(commune, above)
    introduced(above, commune)
    key = above.keys.device.public.key_id
    village = add_village(commune)
    first, second = tmp_path / "một.smt", tmp_path / "hai.smt"
    bundles.export(commune, key, first)
    bundles.merge(above, bundles.stage(above, first))
    without = all_of(above)
    edit(commune, "villages", village, head="Đào")
    fill(commune, village, PEOPLE)
    bundles.export(commune, key, second)
    bundles.merge(above, bundles.stage(above, second))
    with_it = all_of(above)
    commune.close()
    above.close()

    shutil.copytree(tmp_path / "above", tmp_path / "timed")
    with child(take_out, tmp_path / "timed") as (hear, _kill):
        assert hear.recv() == "found"
        begun = datetime.now().astimezone()
        assert hear.recv() == "undone"
        whole = (datetime.now().astimezone() - begun).total_seconds()

    throw = dice(13)
    outcomes = set()
    for round_ in range(max(6, KILLS // 3)):
        folder = tmp_path / f"above{round_}"
        shutil.copytree(tmp_path / "above", folder)
        with child(take_out, folder) as (hear, kill):
            assert hear.recv() == "found"
            threading.Event().wait(whole * throw.uniform(0.0, 1.1))
            kill()
            said = all_heard(hear)
        office = opened(folder, clock)
        now = all_of(office)
        assert now in (with_it, without)
        assert now == without or said != ["undone"], "what was told done is done"
        assert check(office.store).problems == []
        outcomes.add(now == without)
        bundles.merge(office, bundles.stage(office, second))
        assert office.queries.count("people") == PEOPLE
        assert check(office.store).problems == []
        office.close()
    assert False in outcomes
