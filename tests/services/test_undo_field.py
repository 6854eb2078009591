"""One field of one act is taken back alone, as an edit of its own; refused where it moved on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.roles import role
from sachmatuy_desktop.errors import BadInput, Conflict, NotAllowed, NotFound
from sachmatuy_desktop.services.bus import Session, execute
from sachmatuy_desktop.services.merging import MergeRecords
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.undo import UndoField
from tests.offices import add, add_household, add_person, add_village, edit, new_office, row


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = new_office(tmp_path / "xã")
    yield made
    made.close()


def test_one_field_goes_back_and_the_rest_of_the_act_stays(office: Office) -> None:
    person = add_person(office)
    txn = edit(office, "people", person, phone="0912345678", occupation="Thợ xây")
    back = office.run(UndoField(txn, "people", person, "phone")).txn
    now = row(office, "people", person)
    assert (now["phone"], now["occupation"]) == (None, "Thợ xây")
    office.undo(back)
    assert row(office, "people", person)["phone"] == "0912345678"


def test_the_act_is_not_shown_as_undone_and_no_longer_goes_back_as_a_whole(office: Office) -> None:
    person = add_person(office)
    txn = edit(office, "people", person, phone="0912345678", occupation="Thợ xây")
    office.run(UndoField(txn, "people", person, "phone"))
    line = next(each for each in office.queries.journal() if each.txn == txn)
    assert not line.undone
    with pytest.raises(Conflict):
        office.undo(txn)


def test_a_state_and_its_date_go_back_together(office: Office) -> None:
    home = add_household(office, add_village(office))
    txn = edit(office, "households", home, state="vang_ca_ho", state_from="2026-02-01")
    office.run(UndoField(txn, "households", home, "state"))
    now = row(office, "households", home)
    assert (now["state"], now["state_from"]) == ("dang_cu_tru", None)


def test_a_field_that_moved_on_stays(office: Office) -> None:
    person = add_person(office)
    txn = edit(office, "people", person, phone="0912345678", occupation="Thợ xây")
    edit(office, "people", person, phone="0987654321")
    with pytest.raises(Conflict, match="«Số điện thoại» đã được sửa tiếp"):
        office.run(UndoField(txn, "people", person, "phone"))
    office.run(UndoField(txn, "people", person, "occupation"))


def test_a_field_that_moved_on_and_came_back_by_undo_stands_again(office: Office) -> None:
    person = add_person(office)
    txn = edit(office, "people", person, phone="0912345678")
    office.undo(edit(office, "people", person, phone="0987654321"))
    office.run(UndoField(txn, "people", person, "phone"))
    assert row(office, "people", person)["phone"] is None


def test_what_would_make_the_record_wrong_is_refused(office: Office) -> None:
    person = add_person(office)
    episode = add(office, "episodes", person=person, category="sdtp", from_date="2025-01-10")
    edit(office, "episodes", episode, from_date="2025-06-01")
    txn = edit(office, "episodes", episode, from_date="2024-01-01", reason="Xem lại hồ sơ")
    edit(office, "episodes", episode, until_date="2025-03-01", end_reason="Hết hạn")
    with pytest.raises(BadInput, match="Ngày kết thúc trước ngày bắt đầu"):
        office.run(UndoField(txn, "episodes", episode, "from_date"))


def test_what_means_something_only_as_a_whole_goes_back_as_a_whole(office: Office) -> None:
    kept, gone = add_person(office), add_person(office)
    test = add(office, "tests", person=gone, planned_on="2026-03-20")
    txn = office.run(MergeRecords("people", kept, gone)).txn
    with pytest.raises(NotAllowed, match="Hãy hoàn tác cả việc"):
        office.run(UndoField(txn, "tests", test, "person"))
    with pytest.raises(NotAllowed, match="Hãy hoàn tác cả việc"):
        office.run(UndoField(txn, "people", gone, "merged_into"))


def test_a_field_of_the_first_entry_of_a_record_is_edited_instead(office: Office) -> None:
    person = add_person(office)
    txn = office.queries.history("people", person)[0].txn
    with pytest.raises(NotAllowed):
        office.run(UndoField(txn, "people", person, "birth"))
    with pytest.raises(NotFound):
        office.run(UndoField(txn, "people", person, "phone"))


def test_who_may_not_write_may_not_undo(office: Office) -> None:
    person = add_person(office)
    txn = edit(office, "people", person, phone="0912345678")
    clerk = Session(office.store, office.queries, "Bình", role("clerk"))
    with pytest.raises(NotAllowed):
        execute(UndoField(txn, "people", person, "phone"), clerk)


def test_the_life_of_a_record_tells_what_was_merged_into_it_and_what_stands_below(
    office: Office,
) -> None:
    kept, gone = add_person(office, "Lò Văn Mẫu"), add_person(office, "Lò Mẫu")
    test = add(office, "tests", person=gone, planned_on="2026-03-20")
    edit(office, "people", gone, phone="0912345678")
    office.run(MergeRecords("people", kept, gone))
    edit(office, "tests", test, body="Trạm y tế")
    own = [(each.act, each.record) for each in office.queries.life("people", kept)]
    assert own == [
        ("records.merge:people", gone),
        ("records.merge:people", kept),
        ("records.save:people", gone),
        ("records.add:people", gone),
        ("records.add:people", kept),
    ]
    below = office.queries.life("people", kept, below=True)
    assert [each.act for each in below if each.record == test] == [
        "records.save:tests",
        "records.merge:people",
        "records.add:tests",
    ]
