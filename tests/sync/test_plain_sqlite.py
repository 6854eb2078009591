"""The same merge on SQLCipher and on Python's own SQLite, another build of another age, gives the
same rows: nothing of it depends on the engine or on the encryption.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, create_engine, event, select

from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import bundles, trusting
from sachmatuy_desktop.services.sync.staging import receiver_of
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.search_index import found_by
from sachmatuy_desktop.storage.sync.merge_report import MergeReport
from sachmatuy_desktop.sync import incoming
from tests.offices import IA_DOM, add_household, add_person, add_village, edit, new_office, remove
from tests.sync.test_two_offices import DISTRICT, introduce, trust

pytestmark = pytest.mark.slow


@pytest.fixture
def pcs(tmp_path: Path) -> tuple[Office, Office, Office]:
    """Two PCs of one commune, and the office above."""
    one, two = new_office(tmp_path / "máy 1", IA_DOM), new_office(tmp_path / "máy 2", IA_DOM)
    above = new_office(tmp_path / "huyện", DISTRICT, kind="receiving")
    trust(one, two, "sister")
    trust(two, one, "sister")
    introduce(one, above)
    introduce(two, above)
    return one, two, above


def carry(sender: Office, receiver: Office, stick: Path) -> None:
    bundles.merge(receiver, stage(sender, receiver, stick))


def stage(sender: Office, receiver: Office, stick: Path) -> bundles.Staged:
    bundles.export(sender, receiver.keys.device.public.key_id, stick)
    return bundles.stage(receiver, stick)


def quarrel(one: Office, two: Office, folder: Path) -> None:
    """A village named by both, a person removed by one and written by the other, new ones."""
    village = add_village(one, "Thôn Mận")
    person = add_person(one, "Lò Thị Đào", village)
    household = add_household(one, village)
    carry(one, two, folder / "một.smt")
    edit(one, "villages", village, head="Bưởi", phone="0912345678")
    edit(two, "villages", village, head="Ổi")
    edit(two, "people", person, full_name="Lò Thị Đào Nhỏ", occupation=None)
    remove(one, "people", person)
    edit(two, "households", household, head="Cam")
    add_person(two, "Ẩu Văn Ớt", village)


def in_plain(office: Office, path: Path) -> Engine:
    """A copy of an office's file without encryption, opened by the SQLite that Python has."""
    with office.store.engine.connect() as connection:  # a transaction has begun
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql(f"ATTACH DATABASE '{path}' AS plain KEY ''")
        connection.exec_driver_sql("SELECT sqlcipher_export('plain')").all()
        connection.exec_driver_sql("DETACH DATABASE plain")
    assert path.read_bytes().startswith(b"SQLite format 3")
    engine = create_engine(f"sqlite:///{path}")

    def prepare(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None
        connection.create_function(
            "fold", 1, lambda text: None if text is None else fold(str(text)), deterministic=True
        )

    event.listen(engine, "connect", prepare)
    return engine


def rows_of(connection: Connection) -> dict[str, Any]:
    """Every row of every table, and what search finds."""
    said: dict[str, Any] = {
        name: sorted(map(tuple, connection.execute(select(table))), key=repr)
        for name, table in schema.metadata.tables.items()
    }
    return {**said, "found": found_by(connection)}


def test_the_same_rows_come_of_the_same_bundles(
    pcs: tuple[Office, Office, Office], tmp_path: Path
) -> None:
    one, two, above = pcs
    quarrel(one, two, tmp_path)
    arriving = [
        stage(each, above, tmp_path / f"{each.store.folder.name}.smt") for each in (one, two)
    ]
    engine = in_plain(above, tmp_path / "plain.db")
    for staged in arriving:
        with engine.begin() as plain, above.store.writing() as sealed:
            told = _merge(plain, above, staged)
            assert told == _merge(sealed, above, staged)
            assert rows_of(plain) == rows_of(sealed)
    assert told.conflicts
    with engine.connect() as plain:
        assert plain.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
    engine.dispose()


def _merge(connection: Connection, office: Office, staged: bundles.Staged) -> MergeReport:
    limits = trusting.directory(office).limits()
    return incoming.merge(
        connection, staged.arrived, staged.digest, receiver=receiver_of(office), limits=limits
    )
