"""Two records that are one: merged, taken back, done again; refused where something comes first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.merging import Side
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.roles import role
from sachmatuy_desktop.errors import Conflict, KnownError, NotAllowed
from sachmatuy_desktop.services.bus import Session, execute
from sachmatuy_desktop.services.merging import ForgetDistinct, MarkDistinct, MergeRecords
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.integrity.checks import check
from sachmatuy_desktop.storage.schema import register_tables
from tests.offices import add, add_household, add_person, add_village, edit, new_office, row

LOCAL = {"base_entry", "last_entry", "_last"}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = new_office(tmp_path / "xã")
    yield made
    made.close()


def picture(office: Office) -> dict[str, dict[str, object]]:
    """Every row of every book, tombstones too, without the local bookkeeping."""
    shown: dict[str, dict[str, object]] = {}
    for book in REGISTERS:
        with office.store.reading() as connection:
            ids = list(connection.execute(select(register_tables[book.name].c.id)).scalars())
        for record, values in office.queries.rows(book.name, ids).items():
            shown[record] = {name: value for name, value in values.items() if name not in LOCAL}
    return shown


def two_of_one(office: Office) -> tuple[str, str]:
    """One man entered twice: once with his papers, once in a hurry."""
    village = add_village(office)
    first = add(
        office,
        "people",
        full_name="Lò Văn Mẫu",
        birth="1990",
        village=village,
        phone="0912345678",
        remark="Ghi lần đầu",
    )
    second = add(
        office,
        "people",
        full_name="Lò Văn Mẫu",
        birth="1990-05-01",
        occupation="Làm nương",
        remark="Ghi lần sau",
    )
    return first, second


def test_the_kept_record_says_what_both_said_and_everything_points_at_it(office: Office) -> None:
    kept, gone = two_of_one(office)
    episode = add(office, "episodes", person=gone, category="nghien", from_date="2025-01-10")
    house = add_household(office, str(row(office, "people", kept)["village"]))
    promise = add(
        office,
        "commitments",
        kind="nguoi_nghien",
        outcome="da_ky",
        household=house,
        person=gone,
        signed_on="2026-01-05",
    )
    subject = add(
        office, "case_subjects", role="vi_pham", person=gone, happened_on="2026-02-02", in_commune=1
    )
    office.run(MergeRecords("people", kept, gone))
    now = row(office, "people", kept)
    assert (now["birth"], now["occupation"], now["phone"]) == (
        "1990-05-01",
        "Làm nương",
        "0912345678",
    )
    assert now["remark"] == "Ghi lần đầu\nGhi lần sau"
    assert row(office, "episodes", episode)["person"] == kept
    assert row(office, "commitments", promise)["person"] == kept
    assert row(office, "case_subjects", subject)["person"] == kept
    tombstone = row(office, "people", gone)
    assert (tombstone["deleted"], tombstone["merged_into"]) == (1, kept)
    assert tombstone["remark"] == "Ghi lần sau"
    assert [hit.id for hit in office.queries.find("lo van mau")] == [kept]
    assert check(office.store).clean


def test_the_officer_chooses_whose_value_stays(office: Office) -> None:
    kept, gone = two_of_one(office)
    office.run(MergeRecords("people", kept, gone, {"birth": Side.KEPT, "remark": Side.GONE}))
    now = row(office, "people", kept)
    assert (now["birth"], now["remark"]) == ("1990", "Ghi lần sau")
    told = [
        {name: (before, after) for name, before, after in line.changes}
        for line in office.queries.history("people", kept)
    ]
    assert told[0]["remark"] == ("Ghi lần đầu", "Ghi lần sau")


def test_a_merge_is_one_act_taken_back_and_done_again(office: Office) -> None:
    kept, gone = two_of_one(office)
    add(office, "tests", person=gone, kind="dinh_ky", planned_on="2026-03-01")
    before = picture(office)
    txn = office.run(MergeRecords("people", kept, gone)).txn
    after = picture(office)
    undone = office.undo(txn)
    assert picture(office) == before
    office.undo(undone.txn)
    assert picture(office) == after
    assert check(office.store).clean


def test_work_done_since_is_not_undone_with_the_merge(office: Office) -> None:
    kept, gone = two_of_one(office)
    txn = office.run(MergeRecords("people", kept, gone)).txn
    edit(office, "people", kept, occupation="Thợ xây")
    with pytest.raises(Conflict, match="đã được sửa tiếp"):
        office.undo(txn)


def test_a_chain_of_merges_is_taken_back_newest_first(office: Office) -> None:
    kept, gone = two_of_one(office)
    third = add_person(office, "Lò Văn Mẫu")
    first = office.run(MergeRecords("people", kept, gone)).txn
    second = office.run(MergeRecords("people", third, kept)).txn
    assert row(office, "people", gone)["merged_into"] == third
    with pytest.raises(Conflict):
        office.undo(first)
    office.undo(second)
    office.undo(first)
    assert row(office, "people", gone)["deleted"] == 0


def test_two_running_cases_must_be_settled_first(office: Office) -> None:
    kept, gone = two_of_one(office)
    add(office, "episodes", person=kept, category="sdtp", from_date="2025-01-10")
    running = add(office, "episodes", person=gone, category="nghien", from_date="2025-06-01")
    with pytest.raises(Conflict, match="Hãy ghi kết thúc hoặc xóa một trong hai diện"):
        office.run(MergeRecords("people", kept, gone))
    assert row(office, "people", gone)["deleted"] == 0
    edit(office, "episodes", running, until_date="2025-12-01", end_reason="Nhập trùng")
    office.run(MergeRecords("people", kept, gone))
    assert row(office, "episodes", running)["person"] == kept


def test_a_list_of_the_plan_may_stand_beside_the_laws(office: Office) -> None:
    kept, gone = two_of_one(office)
    add(office, "episodes", person=kept, category="nghien", from_date="2025-01-10")
    add(office, "episodes", person=gone, category="nguy_co_cao", from_date="2025-06-01")
    office.run(MergeRecords("people", kept, gone))
    assert office.queries.count("episodes") == 2


def test_two_households_with_one_head_become_one(office: Office) -> None:
    village = add_village(office)
    kept, gone = add_household(office, village), add_household(office, village)
    person = add(office, "people", full_name="Trần Thị Bưởi", household=gone)
    office.run(MergeRecords("households", kept, gone))
    assert row(office, "people", person)["household"] == kept
    assert office.queries.count("households") == 1


def test_not_the_same_is_remembered_refuses_a_merge_and_can_be_taken_back(office: Office) -> None:
    kept, gone = two_of_one(office)
    pair = office.run(MarkDistinct("people", gone, kept)).result
    assert office.run(MarkDistinct("people", kept, gone)).result == pair
    with pytest.raises(Conflict, match="không phải là một"):
        office.run(MergeRecords("people", kept, gone))
    office.run(ForgetDistinct(str(pair), "people"))
    office.run(MergeRecords("people", kept, gone))


def test_who_was_not_the_one_merged_away_is_not_the_kept_one(office: Office) -> None:
    kept, gone = two_of_one(office)
    other = add_person(office, "Lò Văn Mẫu")
    pair = str(office.run(MarkDistinct("people", gone, other)).result)
    office.run(MergeRecords("people", kept, gone))
    said = row(office, "distinct_pairs", pair)
    assert {said["first"], said["second"]} == {kept, other}


@pytest.mark.parametrize("who", ["village", "clerk", "chair", "viewer"])
def test_who_may_not_write_the_book_may_not_merge(office: Office, who: str) -> None:
    kept, gone = two_of_one(office)
    session = Session(office.store, office.queries, "Bình", role(who))
    for command in (MergeRecords("people", kept, gone), MarkDistinct("people", kept, gone)):
        with pytest.raises(NotAllowed):
            execute(command, session)
    assert row(office, "people", gone)["deleted"] == 0


def test_a_clerk_merges_households_but_not_over_people_he_may_not_write(office: Office) -> None:
    village = add_village(office)
    kept, gone = add_household(office, village), add_household(office, village)
    add(office, "people", full_name="Trần Thị Bưởi", household=gone)
    session = Session(office.store, office.queries, "Bình", role("clerk"))
    with pytest.raises(NotAllowed, match="Nhân khẩu"):
        execute(MergeRecords("households", kept, gone), session)
    assert row(office, "households", gone)["deleted"] == 0


def test_what_moved_on_since_the_two_were_shown_is_not_merged_unseen(office: Office) -> None:
    kept, gone = two_of_one(office)
    loaded = {each: row(office, "people", each) for each in (kept, gone)}
    edit(office, "people", gone, phone="0987654321")
    with pytest.raises(Conflict, match="vừa được người khác sửa"):
        office.run(MergeRecords("people", kept, gone, loaded=loaded))


def test_merged_into_is_not_a_column_to_type_into(office: Office) -> None:
    kept, gone = two_of_one(office)
    with pytest.raises(KnownError):
        edit(office, "people", gone, merged_into=kept)


def test_attachments_follow_the_person(office: Office) -> None:
    kept, gone = two_of_one(office)
    with office.store.begin(Act("attachments.add", "An")) as work:
        scan = work.insert(
            "attachments_people",
            {
                "owner_kind": "people",
                "owner": gone,
                "title": "Thẻ căn cước",
                "media": "image/png",
                "size": 3,
                "sha256": "00" * 32,
            },
        )
        work.commit()
    txn = office.run(MergeRecords("people", kept, gone)).txn
    assert row(office, "attachments_people", scan)["owner"] == kept
    assert scan in {each.record for each in office.queries.life("people", kept, below=True)}
    office.undo(txn)
    assert row(office, "attachments_people", scan)["owner"] == gone
