"""The check finds what was changed beside the program, and names the journal entry."""

from __future__ import annotations

from pathlib import Path

import pytest

from sachmatuy_desktop.errors import StorageTrouble
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.integrity.checks import CheckReport, check
from tests.offices import add_household, add_person, add_village, edit, new_office, remove, reopen


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = new_office(tmp_path)
    village = add_village(made, "Thôn 1")
    add_household(made, village)
    person = add_person(made, "Lê Văn Cam", village)
    edit(made, "people", person, full_name="Lê Văn Chanh", birth="1991")
    other = add_person(made, "Mai Thị Dừa", village)
    made.undo(edit(made, "people", other, birth="1980"))
    remove(made, "people", other)
    return made


def behind_the_back(office: Office, *statements: str) -> None:
    """Do to the file what somebody with the key and no scruples would do."""
    raw = office.store.engine.raw_connection()
    cursor = raw.cursor()
    triggers = cursor.execute("SELECT name, sql FROM sqlite_master WHERE type='trigger'").fetchall()
    for name, _sql in triggers:
        cursor.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        cursor.execute(statement)
    for _name, sql in triggers:
        cursor.execute(sql)
    raw.close()


def found(report: CheckReport) -> list[int | None]:
    return sorted({each.entry for each in report.problems if each.entry}, key=str)


def entry_of(office: Office, where: str) -> int:
    with office.store.reading() as connection:
        return int(
            connection.exec_driver_sql(
                f"SELECT max(entry) FROM journal_changes WHERE {where}"  # noqa: S608
            ).scalar_one()
        )


def test_an_honest_office_is_clean(office: Office) -> None:
    report = check(office.store)
    assert report.problems == []
    assert report.entries == 9
    assert report.records == 6
    again = reopen(office)
    assert check(again.store).clean
    again.close()


TAMPERED = {
    "a record edited": "UPDATE people SET birth = '1970' WHERE full_name = 'Lê Văn Chanh'",
    "a record un-deleted": "UPDATE people SET deleted = 0",
    "a record inserted": (
        "INSERT INTO villages (id, unit_id, base_entry, last_entry, name, kind)"
        " VALUES ('0f', 'xa-23537@1', 1, 1, 'Thôn ma', 'thon')"
    ),
    "a record deleted": "DELETE FROM households",
    "a field's origin moved": "UPDATE cell_clocks SET entry = entry - 1 WHERE field = 'birth'",
    "a line edited": "UPDATE journal_changes SET line = replace(line, 'Cam', 'Cau')",
    "a line deleted": "DELETE FROM journal_changes WHERE register = 'households'",
    "a line moved to another register": (
        "UPDATE journal_changes SET register = 'people' WHERE register = 'households'"
    ),
    "an entry deleted": (
        "DELETE FROM journal_entries WHERE id = (SELECT min(entry) FROM journal_changes"
        " WHERE register = 'people')"
    ),
    "another author": "UPDATE journal_entries SET by = 'Kẻ khác' WHERE id = 3",
    "another reason": "UPDATE journal_entries SET why = 'vì thế' WHERE id = 4",
    "another header line": "UPDATE journal_entries SET header = replace(header, 'An', 'Anh')",
    "a seal broken": "UPDATE journal_entries SET chain = replace(chain, '0', '1') WHERE id = 5",
    "an entry left open": "UPDATE journal_entries SET chain = NULL WHERE id = 5",
    "the tail forgotten": "UPDATE held SET last = last - 1",
    "the head altered": "UPDATE held SET chain = replace(chain, 'a', 'b')",
    "an unsearchable record": "DELETE FROM search_waiting",
}


@pytest.mark.parametrize("statement", TAMPERED.values(), ids=TAMPERED.keys())
def test_tampering_is_found(office: Office, statement: str) -> None:
    behind_the_back(office, statement)
    report = check(office.store)
    assert not report.clean
    assert all(str(each.said).endswith(".") for each in report.problems)
    office.close()


def test_the_tail_cut_off_with_its_records_is_found(office: Office) -> None:
    behind_the_back(
        office,
        "DELETE FROM journal_changes WHERE entry = (SELECT max(id) FROM journal_entries)",
        "DELETE FROM journal_entries WHERE id = (SELECT max(id) FROM journal_entries)",
    )
    assert any("bị cắt" in str(each.said) for each in check(office.store).problems)
    office.close()


def test_an_edited_record_is_named_with_the_entry_that_wrote_it(office: Office) -> None:
    entry = entry_of(office, "line LIKE '%Chanh%'")
    behind_the_back(office, TAMPERED["a record edited"])
    (problem,) = check(office.store).problems
    assert problem.entry == entry
    assert "birth" in str(problem.said)
    assert "1970" not in str(problem.said)
    office.close()


def test_an_edited_line_is_named_and_no_other(office: Office) -> None:
    entry = entry_of(office, "line LIKE '%Chanh%'")
    behind_the_back(
        office,
        f"UPDATE journal_changes SET line = line || ' ' WHERE entry = {entry}",  # noqa: S608
    )
    assert found(check(office.store)) == [entry]
    office.close()


def test_an_old_page_put_back_is_found(office: Office) -> None:
    """The file's own checks are content with it; only the binding to the journal is not."""
    office.store.engine.dispose()
    path = office.store.folder / "office.db"
    behind_the_back(office, "PRAGMA wal_checkpoint(TRUNCATE)")
    before = path.read_bytes()
    person = office.queries.ids("people")[0]
    edit(office, "people", person, birth="1999")
    behind_the_back(office, "PRAGMA wal_checkpoint(TRUNCATE)")
    office.store.engine.dispose()
    after = bytearray(path.read_bytes())
    root = people_page(office)
    office.store.engine.dispose()
    after[(root - 1) * 4096 : root * 4096] = before[(root - 1) * 4096 : root * 4096]
    path.write_bytes(bytes(after))
    report = check(office.store)
    assert any("birth" in str(each.said) for each in report.problems)
    office.close()


def people_page(office: Office) -> int:
    with office.store.reading() as connection:
        return int(
            connection.exec_driver_sql(
                "SELECT rootpage FROM sqlite_master WHERE name = 'people'"
            ).scalar_one()
        )


def looks_clean(office: Office) -> bool:
    """What the check says; where the very list of tables is hit, the file cannot be looked at."""
    try:
        return check(office.store).clean
    except StorageTrouble:
        return False


@pytest.mark.parametrize("share", [0.3, 0.5, 0.9])
def test_a_flipped_bit_is_found(office: Office, share: float) -> None:
    behind_the_back(office, "PRAGMA wal_checkpoint(TRUNCATE)")
    office.store.engine.dispose()
    path = office.store.folder / "office.db"
    data = bytearray(path.read_bytes())
    data[int(len(data) * share)] ^= 4
    path.write_bytes(bytes(data))
    assert not looks_clean(office)
    office.store.engine.dispose()
    office.lock.release()
