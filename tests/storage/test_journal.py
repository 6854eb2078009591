"""One road to the disk: what is written is journalled, what is not journalled cannot be written."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from sachmatuy_desktop.domain.changes import MAX_CHANGES, Act, Change
from sachmatuy_desktop.errors import BadInput, Conflict, NotAllowed, NotFound, StorageTrouble
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.records import SaveRecord
from sachmatuy_desktop.storage.journal import Journal
from tests.offices import (
    add,
    add_household,
    add_person,
    add_village,
    edit,
    new_office,
    remove,
    reopen,
    row,
)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return new_office(tmp_path / "xa")


def test_the_file_is_encrypted_from_its_first_byte(office: Office) -> None:
    add_person(office, "Lò Thị Mận")
    office.close()
    data = (office.store.folder / "office.db").read_bytes()
    assert not data.startswith(b"SQLite format 3")
    assert "Mận".encode() not in data


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE people SET full_name = 'x'",
        "DELETE FROM people",
        "INSERT INTO villages (id, unit_id, base_entry, last_entry) VALUES ('a', 'b', 1, 1)",
        "UPDATE journal_entries SET by = 'x'",
        "DELETE FROM journal_changes",
        "UPDATE journal_changes SET line = '{}'",
    ],
)
def test_a_write_outside_the_road_fails(office: Office, statement: str) -> None:
    person = add_person(office)
    with pytest.raises(IntegrityError), office.store.writing() as connection:
        connection.execute(text(statement))
    assert row(office, "people", person)["full_name"] == "Lê Văn Cam"


def test_an_act_that_no_bundle_could_carry_is_refused_at_the_keyboard(office: Office) -> None:
    village = add_village(office)
    change = Change("villages", village, office.info.unit_id, {"head": "Đào"}, {})
    many = [change] * (MAX_CHANGES + 1)
    with office.store.writing() as connection:
        journal = Journal(connection, office.store.facts.site, office.clock)
        with pytest.raises(BadInput, match="hãy chia làm nhiều lần"):
            journal.write(Act("training.fill", "An"), "1" * 32, "programme", "x", many, {})


def test_history_tells_every_change_newest_first(office: Office) -> None:
    village = add_village(office)
    edit(office, "villages", village, head="Đỗ Văn Đào")
    edit(office, "villages", village, head="Phạm Thị Hồng")
    told = [
        (line.title, {name: (old, new) for name, old, new in line.changes})
        for line in office.queries.history("villages", village)
    ]
    assert told == [
        ("Sửa thôn, khu phố", {"head": ("Đỗ Văn Đào", "Phạm Thị Hồng")}),
        ("Sửa thôn, khu phố", {"head": (None, "Đỗ Văn Đào")}),
        ("Thêm thôn, khu phố", {"name": (None, "Thôn 1"), "kind": (None, "thon")}),
    ]


def test_a_field_that_moved_on_is_not_overwritten(office: Office) -> None:
    village = add_village(office)
    loaded = dict(row(office, "villages", village))
    edit(office, "villages", village, head="Đỗ Văn Đào")
    with pytest.raises(Conflict, match="Đỗ Văn Đào"):
        office.run(SaveRecord("villages", village, {"head": "Lê Thị Lê"}, loaded))
    office.run(SaveRecord("villages", village, {"phone": "0912345678"}, loaded))
    assert row(office, "villages", village)["head"] == "Đỗ Văn Đào"
    assert row(office, "villages", village)["phone"] == "0912345678"


def test_saving_what_is_there_already_writes_no_entry(office: Office) -> None:
    village = add_village(office)
    before = len(office.queries.journal())
    edit(office, "villages", village, name="Thôn 1")
    assert len(office.queries.journal()) == before


def test_undo_goes_back_step_by_step_and_forward_again(office: Office) -> None:
    village = add_village(office)
    for head in ("Một", "Hai", "Ba"):
        edit(office, "villages", village, head=head)
    seen = []
    for _ in range(3):
        line = office.last_undoable()
        assert line is not None
        office.undo(line.txn)
        seen.append(row(office, "villages", village)["head"])
    assert seen == ["Hai", "Một", None]
    while (line := office.last_redoable()) is not None:
        office.undo(line.txn)
        seen.append(row(office, "villages", village)["head"])
    assert seen[3:] == ["Một", "Hai", "Ba"]


def test_undo_is_refused_where_somebody_worked_on(office: Office) -> None:
    village = add_village(office)
    first = edit(office, "villages", village, head="Một")
    edit(office, "villages", village, head="Hai")
    with pytest.raises(Conflict, match="đã được sửa tiếp"):
        office.undo(first)
    assert row(office, "villages", village)["head"] == "Hai"


def test_undoing_an_addition_is_refused_while_others_point_at_it(office: Office) -> None:
    village = add_village(office)
    added = office.last_undoable()
    assert added is not None
    add_household(office, village)
    with pytest.raises(Conflict, match="còn 1 hộ"):
        office.undo(added.txn)


def test_removing_takes_what_stands_under_it_and_undo_brings_all_back(office: Office) -> None:
    person = add_person(office)
    episode = add(office, "episodes", person=person, category="sdtp", from_date="2026-01-01")
    removal = remove(office, "people", person)
    assert office.queries.count("episodes") == 0
    assert office.queries.find("cam") == []
    office.undo(removal)
    assert office.queries.ids("episodes") == [episode]
    assert [hit.id for hit in office.queries.find("cam")] == [person]


def test_removing_is_refused_while_other_books_speak_of_it(office: Office) -> None:
    village = add_village(office)
    add_household(office, village)
    with pytest.raises(Conflict, match="còn 1 hộ"):
        remove(office, "villages", village)


def test_bad_values_are_refused_and_nothing_is_written(office: Office) -> None:
    before = len(office.queries.journal())
    with pytest.raises(BadInput) as told:
        add(office, "people", full_name="Lê Văn Cam", birth="hôm qua")
    assert told.value.field == "birth"
    with pytest.raises(BadInput, match="Hãy điền «Họ và tên»"):
        add(office, "people", birth="1990")
    assert len(office.queries.journal()) == before


def test_a_removed_record_cannot_be_edited(office: Office) -> None:
    person = add_person(office)
    remove(office, "people", person)
    with pytest.raises(NotFound):
        edit(office, "people", person, full_name="Lê Văn Quýt")


def test_founding_an_office_is_not_taken_back(office: Office) -> None:
    assert office.last_undoable() is None
    founded = office.queries.journal()[-1]
    with pytest.raises(NotAllowed, match="không hoàn tác được"):
        office.undo(founded.txn)


def test_a_file_of_another_build_is_told_apart(office: Office) -> None:
    office.store.say("schema", "other")
    with pytest.raises(StorageTrouble, match="bản thử khác"):
        reopen(office)
