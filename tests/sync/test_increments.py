"""A full export says the same as all the increments before it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import select

from sachmatuy_desktop.services.office import Office, unlock
from sachmatuy_desktop.services.sync import bundles
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.sync import outbox
from tests.offices import (
    CHEAP,
    IA_DOM,
    PASSPHRASE,
    TestClock,
    add_person,
    add_village,
    edit,
    new_office,
    remove,
)
from tests.sync.test_two_offices import DISTRICT, introduce


def shown(office: Office) -> dict[str, Any]:
    """Every record without the office's own numbering of entries, and how far streams are held."""
    local = {"base_entry", "last_entry"}
    with office.store.reading() as connection:
        books = {
            name: [
                {key: value for key, value in row.items() if key not in local}
                for row in connection.execute(select(table).order_by(table.c.id)).mappings()
            ]
            for name, table in schema.register_tables.items()
        }
        return {**books, "held": outbox.held_vector(connection)}


def test_a_full_export_is_the_sum_of_the_increments(tmp_path: Path, clock: TestClock) -> None:
    commune = new_office(tmp_path / "xã", IA_DOM, clock=clock)
    above = new_office(tmp_path / "trên", DISTRICT, "receiving", clock)
    introduce(commune, above)
    above.close()
    shutil.copytree(tmp_path / "trên", tmp_path / "trên, lại")
    above, again = (
        unlock(tmp_path / name, "an", PASSPHRASE, clock.clock, CHEAP)
        for name in ("trên", "trên, lại")
    )
    key = above.keys.device.public.key_id

    def carry(receiver: Office, name: str, *, everything: bool = False) -> Path | None:
        stick = tmp_path / name
        bundles.export(commune, key, stick, everything=everything)
        return bundles.merge(receiver, bundles.stage(receiver, stick)).receipt

    village = add_village(commune)
    first, second = add_person(commune, "Lò Văn Mận", village), add_person(commune, "Siu Bưởi")
    acts: tuple[Callable[[], object], ...] = (
        lambda: edit(commune, "people", first, occupation="Làm rẫy"),
        lambda: remove(commune, "people", second),
        lambda: edit(commune, "people", first, occupation=None),
        lambda: edit(commune, "villages", village, head="Đào"),
    )
    for number, act in enumerate(acts):
        receipt = carry(above, f"{number}.smt")
        assert receipt is not None
        bundles.merge(commune, bundles.stage(commune, receipt))
        act()
    carry(above, "cuối.smt")
    carry(again, "tất cả.smt", everything=True)
    assert shown(above) == shown(again)
    assert shown(above)["people"]
    for office in (commune, above, again):
        office.close()
