"""The clerk's books: numbers told as commands, books as tables, a year that is shut for good."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import count
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.forms import FormData, Table
from sachmatuy_desktop.domain.office_books import BOOKS, Given, series_in
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.errors import BadInput, Conflict, NotAllowed, NotFound
from sachmatuy_desktop.packs.form_families import paper_types
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.bulk import RemoveRecords
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.books import (
    ChangeIncoming,
    CompletePaper,
    CorrectEntry,
    EnterPaper,
    HandleIncoming,
    RegisterIncoming,
    VoidIncoming,
    book_years,
    close_book,
    print_book,
)
from sachmatuy_desktop.services.papers.books.printing import read_book
from sachmatuy_desktop.services.records import RemoveRecord, SaveRecord
from sachmatuy_desktop.services.sync import bundles
from sachmatuy_desktop.services.sync.conflicts import Decision, Settle, undecided
from tests.documents.pdf_reading import words_of
from tests.offices import IA_DOM, TestClock, new_office, row
from tests.services.paper_offices import DAY, assessed, filled_office, sign_as
from tests.sync.test_two_offices import trust

Carry = Callable[[Office, Office], None]


def enter(
    office: Office,
    kind: str = "Thông báo",
    on: date = DAY,
    title: str = "Thông báo",
    **more: object,
) -> str:
    """A paper made in Word gets its number; the number."""
    command = EnterPaper(kind, on, {"title": title}, **more)  # type: ignore[arg-type]
    return str(row(office, "documents", str(office.run(command).result))["number"])


def arrive(office: Office, title: str = "Công văn", on: date = DAY, **more: Value) -> RecordId:
    """A paper arrives and is registered."""
    values = {"arrived_on": on.isoformat(), "author": "Công an tỉnh", "title": title, **more}
    return str(office.run(RegisterIncoming(values)).result)


def arrivals(office: Office) -> list[tuple[Value, Value]]:
    """The incoming book: number and title, by number."""
    rows = office.queries.rows("incoming_documents", office.queries.ids("incoming_documents"))
    return sorted((each["sequence"], each["title"]) for each in rows.values())


def issue(office: Office, on: date | None = None) -> RecordId:
    data = papers.draft(office, "self-assessment", DAY, assessment=assessed())
    return str(office.run(papers.IssueDocument("self-assessment", data, on)).result)


@pytest.fixture
def hands() -> TestClock:
    """The clock of both PCs."""
    return TestClock()


@pytest.fixture
def pcs(tmp_path: Path, hands: TestClock) -> Iterator[tuple[Office, Office]]:
    """Two PCs of one commune that trust each other."""
    first = new_office(tmp_path / "máy 1", IA_DOM, clock=hands)
    second = new_office(tmp_path / "máy 2", IA_DOM, clock=hands)
    trust(first, second, "sister")
    trust(second, first, "sister")
    yield first, second
    first.close()
    second.close()


@pytest.fixture
def carry(tmp_path: Path) -> Carry:
    """One bundle from one PC to another."""
    numbers = count()

    def go(sender: Office, receiver: Office) -> None:
        stick = tmp_path / f"{next(numbers)}.smt"
        bundles.export(sender, receiver.keys.device.public.key_id, stick)
        bundles.merge(receiver, bundles.stage(receiver, stick))

    return go


# -- the outgoing book ----------------------------------------------------------------------------


def test_papers_of_word_and_of_the_program_share_the_run_of_their_kind(tmp_path: Path) -> None:
    office = filled_office(tmp_path)
    first = row(office, "documents", issue(office))["number"]
    given = [
        first,
        enter(office, "Báo cáo"),
        enter(office, "Thông báo"),
        enter(office, "", symbol="UBND-VX"),
        enter(office, "", symbol="UBND-KT"),
        row(office, "documents", issue(office))["number"],
        enter(office, "Báo cáo", symbol="CAX"),
    ]
    assert given == [
        "01/BC-UBND",
        "02/BC-UBND",
        "01/TB-UBND",
        "01/UBND-VX",
        "02/UBND-KT",
        "03/BC-UBND",
        "01/BC-CAX",
    ]


def test_secret_papers_are_numbered_and_printed_apart(tmp_path: Path) -> None:
    office = new_office(tmp_path)
    assert enter(office, "Báo cáo") == "01/BC-UBND"
    assert enter(office, "Báo cáo", secrecy="mat") == "01/BC-UBND"
    assert enter(office, "Báo cáo", secrecy="toi_mat") == "02/BC-UBND"
    assert enter(office, "Báo cáo") == "02/BC-UBND"
    assert papers.same_numbers(office, 2026) == []
    assert [(each.book.id, each.count) for each in book_years(office)] == [
        ("outgoing", 2),
        ("outgoing_secret", 2),
    ]
    assert "SỔ ĐĂNG KÝ VĂN BẢN MẬT ĐI" in words_of(print_book(office, "outgoing_secret", 2026))


def test_a_void_last_number_is_not_given_again(tmp_path: Path) -> None:
    office = new_office(tmp_path)
    enter(office)
    last = str(office.run(EnterPaper("Thông báo", DAY, {"title": "Nhầm"})).result)
    office.run(papers.VoidDocument(last, "soạn nhầm"))
    assert enter(office) == "03/TB-UBND"


def test_a_paper_signed_earlier_takes_the_next_number_of_its_own_year(tmp_path: Path) -> None:
    clock = TestClock()
    office = new_office(tmp_path, clock=clock)
    clock.advance(days=304)  # 31/12/2026
    assert enter(office, on=date(2026, 12, 31)) == "01/TB-UBND"
    assert enter(office, on=date(2026, 6, 1)) == "02/TB-UBND"
    clock.advance(days=1)
    assert enter(office, on=date(2027, 1, 1)) == "01/TB-UBND"
    assert enter(office, on=date(2026, 12, 31)) == "03/TB-UBND"
    assert enter(office, on=date(2027, 1, 1)) == "02/TB-UBND"
    with pytest.raises(BadInput, match="sau ngày hôm nay"):
        enter(office, on=date(2027, 1, 2))


def test_a_series_goes_on_where_the_book_on_paper_stopped(tmp_path: Path) -> None:
    office = new_office(tmp_path)
    assert enter(office, first=58) == "58/TB-UBND"
    assert enter(office) == "59/TB-UBND"
    with pytest.raises(BadInput, match="đã cấp") as told:
        enter(office, first=80)
    assert told.value.field == "first"
    assert read_book(office.queries, IA_DOM, BOOKS["outgoing"], 2026).missing == ""


def test_a_number_that_two_pcs_gave_is_found_and_one_is_voided(
    pcs: tuple[Office, Office], carry: Carry
) -> None:
    one, other = pcs
    assert enter(one) == enter(other) == "01/TB-UBND"
    mine, theirs = arrive(one, "Đến máy 1"), arrive(other, "Đến máy 2")
    carry(one, other)
    carry(other, one)
    assert arrivals(one) == arrivals(other) == [(1, "Đến máy 1"), (1, "Đến máy 2")]
    (twins,) = papers.same_numbers(one, 2026)
    one.run(papers.VoidDocument(twins[1], "trùng số"))
    one.run(VoidIncoming(theirs, "trùng số"))
    assert arrive(one, "Đến máy 2") != mine
    assert arrivals(one)[-1] == (2, "Đến máy 2")
    assert enter(one) == "02/TB-UBND"


def test_numbers_that_are_missing_or_stand_twice_are_named() -> None:
    given = [Given("TB", n, f"{n:02d}/TB-UBND") for n in (1, 2, 2, 5)]
    given.append(Given("TB", 6, "06/TB-UBND", void=True))
    (series,) = series_in(given)
    assert series.missing == (3, 4)
    assert series.twice == ("02/TB-UBND",)
    assert [each.number for each in series.void] == ["06/TB-UBND"]
    assert (series.first.number, series.last.number) == ("01/TB-UBND", "06/TB-UBND")


def test_the_kinds_are_those_of_the_decree() -> None:
    codes = [each.code for each in paper_types()]
    assert len(codes) == len(set(codes)) == 27
    assert codes[:5] == ["NQ", "QĐ", "CT", "QC", "QyĐ"]


def test_what_is_known_later_is_written_later_and_nothing_else(tmp_path: Path) -> None:
    office = filled_office(tmp_path)
    document = issue(office)
    office.run(CompletePaper(document, {"copies": 5, "sent_on": "2026-03-02"}))
    assert row(office, "documents", document)["copies"] == 5
    with pytest.raises(NotAllowed, match="Tên loại"):
        office.run(CompletePaper(document, {"title": "Khác"}))
    outside = str(office.run(EnterPaper("Thông báo", DAY, {"title": "Sai tên"})).result)
    office.run(CompletePaper(outside, {"title": "Đúng tên"}))
    with pytest.raises(NotAllowed, match="Số, ký hiệu"):
        office.run(CompletePaper(outside, {"number": "09/TB-UBND"}))
    with pytest.raises(NotFound, match="ngoài chương trình"):
        papers.reprint(office, outside)


# -- the incoming book ----------------------------------------------------------------------------


def test_arrivals_are_numbered_without_gaps_and_begin_again_in_january(tmp_path: Path) -> None:
    clock = TestClock()
    office = new_office(tmp_path, clock=clock)
    wrong = arrive(office, "một")
    office.run(VoidIncoming(wrong, "gửi nhầm nơi nhận"))
    arrive(office, "hai")
    arrive(office, "mật", secrecy="mat")
    clock.advance(days=305)  # 1/1/2027
    arrive(office, "năm mới", date(2027, 1, 1))
    arrive(office, "cuối năm", date(2026, 12, 31))
    assert arrivals(office) == [
        (1, "mật"),
        (1, "một"),
        (1, "năm mới"),
        (2, "hai"),
        (3, "cuối năm"),
    ]
    assert row(office, "incoming_documents", wrong)["remark"] == "Hủy số: gửi nhầm nơi nhận"


def test_a_paper_arrives_today_at_the_latest_and_after_it_was_written(tmp_path: Path) -> None:
    office = new_office(tmp_path)
    with pytest.raises(BadInput, match="sau ngày hôm nay"):
        arrive(office, on=date(2026, 3, 3))
    with pytest.raises(BadInput, match="không thể trước"):
        arrive(office, dated_on="2026-03-03")
    with pytest.raises(BadInput):
        office.run(RegisterIncoming({"arrived_on": "2026-03-02", "title": "x"}))


def test_numbers_are_the_programs_and_no_line_is_taken_out(tmp_path: Path) -> None:
    office = new_office(tmp_path)
    record = arrive(office)
    for command in (
        SaveRecord("incoming_documents", record, {"sequence": 9}),
        RemoveRecord("incoming_documents", record),
        RemoveRecords("incoming_documents", (record,)),
        ChangeIncoming(record, {"arrived_on": "2026-03-01"}),
        ChangeIncoming(record, {"sequence": 9}),
    ):
        with pytest.raises(NotAllowed):
            office.run(command)
    changed = office.run(ChangeIncoming(record, {"addressed_to": "Công an xã"}))
    with pytest.raises(NotAllowed, match="không hoàn tác"):
        office.undo(changed.txn)


def test_what_came_is_answered_by_a_paper_of_the_outgoing_book(tmp_path: Path) -> None:
    office = new_office(tmp_path)
    record = arrive(office, "Yêu cầu báo cáo", dated_on="2026-03-01", due_on="2026-03-10")
    enter(office, "Báo cáo", on=date(2026, 2, 1))
    enter(office, "Báo cáo")
    old, new = office.queries.ids("documents", sort="issued_on")
    with pytest.raises(BadInput, match="ký trước"):
        office.run(HandleIncoming(record, old))
    office.run(HandleIncoming(record, new))
    line = row(office, "incoming_documents", record)
    assert (line["answer"], line["progress"]) == (new, "da_giai_quyet")
    text = words_of(print_book(office, "incoming", 2026, handling=True))
    assert "02/BC-UBND ngày 02/03/2026" in text
    assert "Đã giải quyết" in text


# -- a year that is over --------------------------------------------------------------------------


@pytest.fixture
def over(tmp_path: Path) -> Iterator[Office]:
    """2 January 2027 at an office with some papers of 2026."""
    clock = TestClock()
    office = new_office(tmp_path, clock=clock)
    enter(office, title="Thông báo lịch tiếp công dân")
    wrong = str(office.run(EnterPaper("Thông báo", DAY, {"title": "Nhầm"})).result)
    office.run(papers.VoidDocument(wrong, "soạn nhầm"))
    arrive(office, "Yêu cầu báo cáo", number="12/CV-CAT")
    clock.advance(days=306)
    yield office
    office.close()


def shut(office: Office, book: str = "outgoing", year: int = 2026) -> RecordId:
    return str(office.run(close_book(office, book, year)).result)


def test_a_shut_book_keeps_its_print_its_count_and_its_last_number(over: Office) -> None:
    closing = row(over, "closed_books", shut(over))
    assert {name: closing[name] for name in ("count", "last_number", "void", "closed_on")} == {
        "count": 2,
        "last_number": "02/TB-UBND",
        "void": "02/TB-UBND",
        "closed_on": "2027-01-02",
    }
    data = FormData.from_json(str(closing["frozen"]))
    (table,) = [
        each for section in data.sections for each in section.blocks if isinstance(each, Table)
    ]
    assert [line[:3] for line in table.rows] == [
        ("01/TB-UBND", "02/03/2026", "Thông báo lịch tiếp công dân"),
        ("02/TB-UBND", "02/03/2026", "Nhầm"),
    ]
    text = words_of(print_book(over, "outgoing", 2026))
    assert "Sổ được khóa ngày 02 tháng 01 năm 2027: 2 văn bản, số cuối 02/TB-UBND" in text
    assert "Số đã hủy, không cấp lại: 02/TB-UBND." in text


def test_after_that_no_number_of_the_year_is_given_and_no_line_changed(over: Office) -> None:
    (first, void) = sorted(over.queries.ids("documents"))
    (arrived,) = over.queries.ids("incoming_documents")
    shut(over)
    shut(over, "incoming")
    before = print_book(over, "outgoing", 2026)
    for command in (
        EnterPaper("Thông báo", date(2026, 12, 31), {"title": "Muộn"}),
        papers.VoidDocument(first, "muộn"),
        CompletePaper(first, {"copies": 2}),
        RegisterIncoming({"arrived_on": "2026-12-31", "author": "Tỉnh", "title": "Muộn"}),
        ChangeIncoming(arrived, {"title": "Khác"}),
        VoidIncoming(arrived, "muộn"),
        close_book(over, "outgoing", 2026),
    ):
        with pytest.raises(Conflict, match="đã khóa"):
            over.run(command)
    over.run(CorrectEntry("documents", first, "nơi nhận thêm Công an tỉnh"))
    assert row(over, "documents", first)["remark"] == (
        "Đính chính 02/01/2027: nơi nhận thêm Công an tỉnh"
    )
    over.run(HandleIncoming(arrived))
    assert print_book(over, "outgoing", 2026) == before
    assert enter(over, on=date(2027, 1, 2)) == "01/TB-UBND"
    assert row(over, "documents", void)["state"] == "void"


def test_a_shut_book_is_never_opened_again(over: Office) -> None:
    done = over.run(close_book(over, "outgoing", 2026))
    with pytest.raises(NotAllowed, match="không hoàn tác"):
        over.undo(done.txn)
    for command in (
        RemoveRecord("closed_books", str(done.result)),
        SaveRecord("closed_books", str(done.result), {"year": 2020}),
    ):
        with pytest.raises(NotAllowed):
            over.run(command)


def test_a_year_that_is_not_over_or_empty_is_not_shut(tmp_path: Path) -> None:
    office = new_office(tmp_path)
    enter(office)
    with pytest.raises(BadInput, match="chưa hết"):
        shut(office)
    with pytest.raises(NotFound, match="chưa có văn bản"):
        shut(office, year=2025)


def test_two_pcs_settle_their_numbers_first_and_what_comes_later_is_counted(
    tmp_path: Path, carry: Carry
) -> None:
    hands = TestClock()
    one = new_office(tmp_path / "máy 1", IA_DOM, clock=hands)
    other = new_office(tmp_path / "máy 2", IA_DOM, clock=hands)
    trust(one, other, "sister")
    trust(other, one, "sister")
    enter(one)
    enter(other)
    hands.advance(days=306)
    carry(other, one)
    with pytest.raises(Conflict, match="01/TB-UBND đứng ở hai văn bản"):
        shut(one)
    ((_mine, theirs),) = papers.same_numbers(one, 2026)
    one.run(papers.VoidDocument(theirs, "trùng số"))
    shut(one)
    enter(other, "Kế hoạch", on=date(2026, 12, 31))
    carry(other, one)
    (there,) = book_years(one)
    assert (there.count, there.later, there.last) == (3, 1, "01/TB-UBND")
    one.close()
    other.close()


def test_two_values_for_a_line_of_a_shut_book_end_as_the_one_that_stands_there(
    pcs: tuple[Office, Office], carry: Carry, hands: TestClock
) -> None:
    one, other = pcs
    enter(one, title="Gốc")
    carry(one, other)
    (document,) = one.queries.ids("documents")
    for office, number, words in ((one, 2, "thiếu trang"), (other, 5, "thừa trang")):
        office.run(CompletePaper(document, {"copies": number}))
        office.run(CorrectEntry("documents", document, words))
    hands.advance(days=306)
    carry(other, one)
    shut(one)
    stands = row(one, "documents", document)["copies"]
    copies, remark = undecided(one)
    (otherwise,) = (each for each in copies.claims if not each.shown)
    with pytest.raises(Conflict, match="Số 01/TB-UBND: sổ năm 2026 đã khóa"):
        one.run(Settle((Decision.taking(copies, otherwise),)))
    (shown,) = (each for each in copies.claims if each.shown)
    (written,) = (each for each in remark.claims if not each.shown)
    one.run(Settle((Decision.taking(copies, shown), Decision.taking(remark, written))))
    assert undecided(one) == []
    after = row(one, "documents", document)
    assert (after["copies"], after["remark"]) == (stands, written.values["remark"])


def test_who_may_keep_the_books(over: Office) -> None:
    village = sign_as(over, "village")
    for command in (
        EnterPaper("Thông báo", DAY, {"title": "x"}),
        RegisterIncoming({"arrived_on": "2026-03-02", "author": "Tỉnh", "title": "x"}),
        close_book(village, "outgoing", 2026),
    ):
        with pytest.raises(NotAllowed):
            village.run(command)
    assert enter(sign_as(over, "clerk")) == "03/TB-UBND"
