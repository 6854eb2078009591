"""Who went off the lists shortly before a day: told with ground, paper and act, to each his own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.domain.removals import How, Removal, Removals
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.packs.law import law_book
from sachmatuy_desktop.packs.removals import removal_rules
from sachmatuy_desktop.services.cases import Transit
from sachmatuy_desktop.services.criteria.removals import removals
from sachmatuy_desktop.services.merging import MergeRecords
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.records import RemoveRecord
from sachmatuy_desktop.services.sync import bundles
from tests.offices import IA_DOM, TestClock, add, edit, new_office, remove
from tests.sync.test_two_offices import DISTRICT, introduce

FIRST = date(2025, 9, 1)
BEFORE = date(2026, 12, 14)


@pytest.fixture
def clock() -> TestClock:
    return TestClock(datetime(2025, 9, 1, 8, tzinfo=VIETNAM))


@pytest.fixture
def office(tmp_path: Path, clock: TestClock) -> Iterator[Office]:
    made = new_office(tmp_path / "xã", clock=clock)
    yield made
    made.close()


def on(clock: TestClock, day: date) -> None:
    """Let the calendar stand at eight in the morning of a day."""
    clock.moment = datetime(day.year, day.month, day.day, 8, tzinfo=VIETNAM)


def listed(office: Office, name: str = "Lê Văn Cam", category: str = "sdtp") -> RecordId:
    """Somebody put on a list on the first day."""
    person = add(office, "people", full_name=name, birth="1990-05-01")
    add(office, "episodes", person=person, category=category, from_date=FIRST.isoformat())
    return person


def stay(office: Office, person: RecordId) -> RecordId:
    """The one stay of a person on a list."""
    [episode] = office.queries.children("episodes", "person", person)
    return episode


def end(office: Office, person: RecordId, until: date, **values: Value) -> None:
    """End the stay by hand."""
    edit(office, "episodes", stay(office, person), until_date=until.isoformat(), **values)


def only(found: Removals) -> Removal:
    """The one leaving."""
    [each] = found.items
    return each


def test_nobody_left(office: Office, clock: TestClock) -> None:
    listed(office)
    on(clock, date(2026, 12, 20))
    found = removals(office, BEFORE)
    assert found.items == ()
    assert found.sentences() == (
        "Không có người nào ra khỏi danh sách trong 90 ngày trước ngày xét 14/12/2026.",
    )


def test_days_that_have_not_begun_are_not_called_empty(office: Office) -> None:
    listed(office)
    [said] = removals(office, BEFORE).sentences()
    assert said == (
        "Khoảng 90 ngày trước ngày xét 14/12/2026 chưa bắt đầu; bắt đầu từ ngày 15/09/2026."
    )


def test_a_term_that_ended_is_told_with_its_article_its_paper_and_its_act(
    office: Office, clock: TestClock
) -> None:
    person = add(office, "people", full_name="Lê Văn Cam", birth="1990-05-01")
    office.run(Transit(person, "T01", FIRST, "", {}))
    on(clock, date(2025, 9, 3))
    office.run(Transit(person, "T04", date(2025, 9, 3), "", {"number": "12/QĐ-UBND"}))
    on(clock, date(2026, 10, 5))
    details: dict[str, Value] = {"number": "45/QĐ-CAX", "signer": "Vũ Thị Hoa"}
    office.run(Transit(person, "T12", date(2026, 10, 5), "", details))
    left = only(removals(office, BEFORE))
    assert left.kind.says == "hết thời hạn"
    assert left.kind.leaves
    assert (left.name, left.person, left.on) == ("Lê Văn Cam", person, date(2026, 10, 5))
    assert left.ground == "Chấm dứt quản lý do hết thời hạn"
    assert "Luật 120/2025/QH15" in left.source
    assert left.document == "Chấm dứt quản lý do hết thời hạn số 45/QĐ-CAX ngày 05/10/2026"
    assert left.decided_by == "Vũ Thị Hoa, Trưởng Công an cấp xã"
    assert (left.written_on, left.written_by) == (date(2026, 10, 5), "Nguyễn Văn An")
    assert (left.register, left.record) == ("episodes", stay(office, person))


def test_every_way_out_is_counted_and_nobody_blamed(office: Office, clock: TestClock) -> None:
    three = [listed(office, f"Người {each}") for each in range(3)]
    mover, struck = listed(office, "Đi"), listed(office, "Xóa")
    on(clock, date(2026, 10, 1))
    for each in three:
        office.run(Transit(each, "T12", date(2026, 10, 1), "", {"number": "1/QĐ"}))
    add(office, "transfers", person=mover, direction="di", moved_on="2026-10-01")
    remove(office, "people", struck)
    found = removals(office, BEFORE)
    assert found.sentences() == (
        (
            "5 người ra khỏi danh sách trong 90 ngày trước ngày xét 14/12/2026 "
            "(tính đến hôm nay 01/10/2026): "
            "3 hết thời hạn, 1 chuyển đi, 1 xóa khỏi sổ không ghi căn cứ."
        ),
    )


@pytest.mark.parametrize(
    ("until", "is_told"),
    [
        (date(2026, 9, 14), False),
        (date(2026, 9, 15), True),
        (date(2026, 12, 14), True),
        (date(2026, 12, 15), False),
    ],
)
def test_the_days_before_the_day_are_counted(
    office: Office, clock: TestClock, until: date, *, is_told: bool
) -> None:
    person = listed(office)
    on(clock, min(until, date(2026, 9, 10)))
    end(office, person, until, end_reason="hết hạn")
    assert bool(removals(office, BEFORE).items) is is_told
    assert removals(office, BEFORE, days=400).items or until > BEFORE


def test_what_is_written_now_for_long_ago_is_told_too(office: Office, clock: TestClock) -> None:
    person = listed(office)
    on(clock, date(2026, 12, 1))
    end(office, person, date(2026, 1, 31), end_reason="hết hạn")
    found = removals(office, BEFORE)
    assert only(found).is_backdated
    assert found.sentences()[1] == (
        "Trong đó 1 việc được ghi vào sổ trong thời gian này cho ngày trước 15/09/2026."
    )


def test_old_books_entered_whole_are_no_leaving_of_today(office: Office, clock: TestClock) -> None:
    on(clock, date(2026, 12, 1))
    person = add(office, "people", full_name="Lê Văn Cam")
    add(
        office,
        "episodes",
        person=person,
        category="sdtp",
        from_date="2024-01-01",
        until_date="2025-01-01",
    )
    assert removals(office, BEFORE).items == ()


def test_an_end_without_a_ground_says_so(office: Office, clock: TestClock) -> None:
    person = listed(office)
    on(clock, date(2026, 11, 2))
    end(office, person, date(2026, 11, 1))
    left = only(removals(office, BEFORE))
    assert left.kind.says == "kết thúc không ghi căn cứ"
    assert (left.ground, left.source, left.document, left.decided_by) == ("", "", "", "")


def test_a_ground_in_words_finds_the_decision_signed_near_it(
    office: Office, clock: TestClock
) -> None:
    person = listed(office)
    on(clock, date(2026, 11, 2))
    end(office, person, date(2026, 11, 1), end_reason="Chết")
    for signed_on, number in (("2026-06-01", "xa"), ("2026-11-03", "gần")):
        add(
            office,
            "decisions",
            person=person,
            kind="dung",
            number=number,
            signed_on=signed_on,
            signer="Vũ Thị Hoa",
        )
    left = only(removals(office, BEFORE))
    assert (left.kind.says, left.ground) == ("có căn cứ ghi bằng lời", "Chết")
    assert left.document == "Quyết định dừng quản lý số gần ngày 03/11/2026"
    assert left.decided_by == "Vũ Thị Hoa"


def test_who_changes_lists_has_not_left(office: Office, clock: TestClock) -> None:
    person = listed(office)
    on(clock, date(2026, 11, 2))
    end(office, person, date(2026, 11, 1), end_reason="xác định nghiện")
    add(office, "episodes", person=person, category="nghien", from_date="2026-11-01")
    found = removals(office, BEFORE)
    assert found.left == ()
    assert found.sentences()[1] == (
        "Ngoài ra 1 trường hợp kết thúc một diện quản lý nhưng vẫn còn trong danh sách."
    )


def test_absence_is_told_beside(office: Office, clock: TestClock) -> None:
    person = listed(office)
    on(clock, date(2026, 11, 2))
    add(office, "presences", person=person, state="vang_mat", from_date="2026-11-01")
    found = removals(office, BEFORE)
    assert found.left == ()
    assert only(found).kind.how is How.AWAY
    assert "1 trường hợp chuyển sang vắng mặt" in found.sentences()[1]


def test_a_step_that_ends_moves_and_marks_absent_is_one_leaving(
    office: Office, clock: TestClock
) -> None:
    person = listed(office)
    on(clock, date(2026, 8, 1))
    details: dict[str, Value] = {"destination": "xã Đăk Dục", "notice_number": "7/TB"}
    office.run(Transit(person, "T14", date(2026, 8, 1), "", details))
    left = only(removals(office, date(2026, 9, 1)))
    assert left.kind.id == "chuyen_di"
    assert left.register == "episodes"


def test_a_merge_is_told_once_and_takes_nobody_off(office: Office, clock: TestClock) -> None:
    kept = listed(office)
    double = add(office, "people", full_name="Lê Văn Cam")
    on(clock, date(2026, 11, 2))
    office.run(MergeRecords("people", kept, double))
    found = removals(office, BEFORE)
    assert found.left == ()
    assert only(found).kind.says == "gộp hai ghi chép thành một"


def test_a_reason_given_for_taking_out_is_told(office: Office, clock: TestClock) -> None:
    person = listed(office)
    on(clock, date(2026, 11, 2))
    office.run(RemoveRecord("episodes", stay(office, person), why="Nhập nhầm người"))
    left = only(removals(office, BEFORE))
    assert (left.kind.id, left.ground) == ("xoa", "Nhập nhầm người")


def test_a_slip_taken_back_the_same_day_never_stood_in_the_books(
    office: Office, clock: TestClock
) -> None:
    on(clock, date(2026, 11, 2))
    remove(office, "people", listed(office))
    assert removals(office, BEFORE).items == ()


def test_what_was_undone_is_not_told(office: Office, clock: TestClock) -> None:
    person = listed(office)
    on(clock, date(2026, 11, 2))
    office.undo(remove(office, "people", person))
    assert removals(office, BEFORE).items == ()


def test_without_the_right_to_see_lists_there_is_no_way_to_a_person(
    office: Office, clock: TestClock
) -> None:
    person = listed(office)
    on(clock, date(2026, 11, 2))
    end(office, person, date(2026, 11, 1), end_reason="Lê Văn Cam đã chết")
    whole = removals(office, BEFORE)
    office.account = type(office.account)("binh", "Lê Thị Bình", "village")
    shown = removals(office, BEFORE)
    assert shown.sentences() == whole.sentences()
    left = only(shown)
    assert (left.name, left.person, left.record, left.document) == ("", "", "", "")
    assert "Cam" not in repr(shown)
    assert person not in repr(shown)


def test_an_office_that_never_got_the_books_knows_nothing(tmp_path: Path) -> None:
    above = new_office(tmp_path / "trên", "huyen-618@1", "receiving")
    found = removals(above, BEFORE, unit_id=IA_DOM)
    assert not found.is_known
    assert found.sentences() == (
        "Chưa nhận được sổ về người của đơn vị này nên chưa biết ai ra khỏi danh sách.",
    )
    above.close()


def test_the_receiving_office_sees_what_the_commune_sees(
    office: Office, clock: TestClock, tmp_path: Path
) -> None:
    above = new_office(tmp_path / "trên", DISTRICT, "receiving", clock)
    introduce(office, above)
    person = listed(office)
    on(clock, date(2026, 11, 2))
    office.run(RemoveRecord("people", person, why="Nhập nhầm"))
    sent = bundles.export(office, above.keys.device.public.key_id, tmp_path / "usb")
    bundles.merge(above, bundles.stage(above, sent.path))
    theirs = removals(above, BEFORE, unit_id=IA_DOM)
    assert theirs == removals(office, BEFORE)
    assert only(theirs).written_by == "Nguyễn Văn An"
    assert removals(above, BEFORE).items == ()
    above.close()


def test_the_rules_are_whole_and_name_steps_of_the_law(tmp_path: Path) -> None:
    rules = removal_rules()
    assert rules.days == 90
    assert not rules.verified
    steps = {each.partition(":")[0] for kind in rules.kinds for each in kind.steps}
    assert steps <= {each.id for each in law_book().transitions}
    assert set(rules.lists) == {each.category for each in law_book().lists if each.statutory}
    assert {each.how for each in rules.kinds} == set(How)
    file = tmp_path / "removals.toml"
    file.write_text("days = 90\n[[kind]]\nid = 'x'\nsays = 'x'\nleaves = true\n", "utf-8")
    with pytest.raises(BadInput, match=r"removals\.toml"):
        removal_rules(file)
