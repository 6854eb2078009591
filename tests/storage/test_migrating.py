"""Files of every released schema open in this program, with all that was in them."""

from __future__ import annotations

import json
import shutil
import threading
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from sqlalchemy import Connection

from sachmatuy_desktop.errors import StorageTrouble
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.upkeep.maintenance import restore_with_passphrase
from sachmatuy_desktop.storage import migrating, schema
from sachmatuy_desktop.storage.atomic import make_private_folder
from sachmatuy_desktop.storage.backups import backup
from sachmatuy_desktop.storage.backups.backup import list_backups
from sachmatuy_desktop.storage.integrity.checks import check
from tests.offices import CHEAP, PASSPHRASE, TestClock, add_village, new_office, row
from tests.storage.office_corpus import KEPT, STORY, books
from tests.storage.test_faults import child, opened

EDITIONS = sorted(each.name for each in KEPT.iterdir())
SHAPE = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE type IN ('index', 'trigger')"


def shape(connection: Connection) -> dict[str, Any]:
    """All tables with their columns, all indexes, all triggers; columns in no order."""
    rows = connection.exec_driver_sql(SHAPE).all()
    found: dict[str, Any] = {f"{kind} {name}": sql for kind, name, _table, sql in rows}
    for (name,) in connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type = 'table'"
    ):
        columns = connection.exec_driver_sql(f"PRAGMA table_info({name})").all()
        found[f"table {name}"] = {tuple(each)[1:] for each in columns}
    return found


@pytest.fixture(params=EDITIONS)
def edition(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """An office folder as a release left it."""
    folder = make_private_folder(tmp_path / "xã")
    shutil.copytree(KEPT / request.param, folder, dirs_exist_ok=True)
    return folder


def told(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / STORY).read_text(encoding="utf-8"))["books"])


def version(office: Office) -> int:
    with office.store.reading() as connection:
        return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def test_every_row_is_there_again_and_the_file_has_todays_tables(
    edition: Path, tmp_path: Path
) -> None:
    office, fresh = opened(edition), new_office(tmp_path / "mới")
    assert books(office) == told(edition)
    assert check(office.store).problems == []
    assert version(office) == schema.SCHEMA_VERSION
    with office.store.reading() as theirs, fresh.store.reading() as ours:
        assert shape(theirs) == shape(ours)
    village = told(edition)["villages"][0]["id"]
    assert row(office, "villages", village)["name"] == "Thôn Một"
    add_village(office, "Thôn Ba")
    assert check(office.store).problems == []
    office.close()
    fresh.close()


def test_it_is_brought_up_once_and_the_journal_says_so(edition: Path) -> None:
    opened(edition).close()
    office = opened(edition)
    acts = [each.act for each in office.queries.journal()]
    assert acts.count(migrating.ACT) == 1
    office.close()


def test_the_file_as_it_was_is_backed_up_first_and_can_be_restored(
    edition: Path, tmp_path: Path
) -> None:
    opened(edition).close()
    (kept,) = list_backups(edition / backup.FOLDER)
    assert kept.reason == "upgrade"
    assert kept.verified
    assert kept.manifest is not None
    assert kept.manifest.schema == int(json.loads((edition / STORY).read_text())["schema"])
    target = tmp_path / "máy khác"
    clock = TestClock().clock
    done = restore_with_passphrase(kept.path, target, "an", PASSPHRASE, clock, CHEAP)
    assert done.report.clean
    office = opened(target)
    assert books(office) == told(edition)
    office.close()


def test_without_its_backup_nothing_is_brought_up(edition: Path) -> None:
    before = (edition / "office.db").read_bytes()
    (edition / backup.FOLDER).write_text("một tệp nằm ở chỗ thư mục sao lưu")
    with pytest.raises(StorageTrouble):
        opened(edition)
    assert (edition / "office.db").read_bytes() == before
    (edition / backup.FOLDER).unlink()
    opened(edition).close()


def brought_up_half(say: Pipe, folder: Path) -> None:
    """Another process, that waits for ever when the tables are made and nothing is kept yet."""

    def half(_connection: Connection) -> None:
        say.send("half")
        threading.Event().wait()

    with patch.object(migrating, "renew_guards", half):
        opened(folder)


def test_killed_half_way_the_file_is_as_it_was_and_the_next_start_brings_it_up(
    edition: Path,
) -> None:
    with child(brought_up_half, edition) as (hear, kill):
        assert hear.recv() == "half"
        kill()
    office = opened(edition)
    assert books(office) == told(edition)
    assert check(office.store).problems == []
    assert version(office) == schema.SCHEMA_VERSION
    office.close()


def test_a_newer_file_is_refused_with_both_versions_named(tmp_path: Path) -> None:
    office = new_office(tmp_path)
    newer = schema.SCHEMA_VERSION + 1
    with office.store.engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA user_version={newer}")
        connection.commit()
    office.close()
    with pytest.raises(StorageTrouble, match=rf"{newer}.*{schema.SCHEMA_VERSION}") as told_so:
        opened(tmp_path)
    assert "cập nhật" in str(told_so.value)
