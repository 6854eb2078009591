"""A paper gets its number once, is kept as it was signed, and prints the same for ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.forms import FormData
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.errors import BadInput, Conflict, NotAllowed, NotFound, Refused
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.issuing import title_of
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork
from tests.documents.pdf_reading import words_of
from tests.offices import TestClock, add, edit, remove, reopen, row
from tests.services.paper_offices import DAY, PERSON, assessed, filled_office, sign_as


def draft(office: Office, form: str = "self-assessment") -> FormData:
    if form == "roster":
        return papers.draft(office, form, DAY, purpose="họp xét")
    return papers.draft(office, form, DAY, assessment=assessed())


def issue(office: Office, form: str = "self-assessment", on: date | None = None) -> RecordId:
    return str(office.run(papers.IssueDocument(form, draft(office, form), on)).result)


def number(office: Office, document: RecordId) -> object:
    return row(office, "documents", document)["number"]


# -- what issuing does ----------------------------------------------------------------------------


def test_an_issued_paper_bears_its_number_and_day_everywhere(tmp_path: Path) -> None:
    office = filled_office(tmp_path)
    text = words_of(papers.reprint(office, issue(office)))
    assert "Số: 01/BC-UBND" in text
    assert "Ia Dom, ngày 02 tháng 3 năm 2026" in text
    guide = (
        "(Kèm theo Báo cáo số 01/BC-UBND ngày 02 tháng 3 năm 2026 của Ủy ban nhân dân xã Ia Dom)"
    )
    assert text.count(guide) == 2
    assert "Số: ……" not in text


def test_the_book_has_a_line_with_all_that_it_asks(tmp_path: Path) -> None:
    office = filled_office(tmp_path)
    data = draft(office)
    command = papers.IssueDocument("self-assessment", data, DAY, "Lê Văn Mẫu")
    line = row(office, "documents", str(office.run(command).result))
    assert {
        name: line[name] for name in ("number", "issued_on", "signer", "state", "sequence")
    } == {
        "number": "01/BC-UBND",
        "issued_on": "2026-03-02",
        "signer": "Lê Văn Mẫu",
        "state": "issued",
        "sequence": 1,
    }
    assert str(line["title"]).startswith("Báo cáo kết quả tự rà soát, đánh giá, xếp loại địa bàn")
    assert line["recipients"] == "Như trên; Lưu: VT, CAX"
    assert line["kept_by"] == "VT, CAX"
    assert FormData.from_json(str(line["frozen"])).form == "self-assessment"


def test_the_signer_is_the_one_on_the_paper(tmp_path: Path) -> None:
    office = filled_office(tmp_path)
    (settings,) = office.queries.ids("settings")
    edit(office, "settings", settings, signer="Vi Văn Mẫu")
    assert row(office, "documents", issue(office))["signer"] == "Vi Văn Mẫu"


def test_minutes_are_numbered_and_keep_their_blank_places(tmp_path: Path) -> None:
    office = filled_office(tmp_path)
    text = words_of(papers.reprint(office, issue(office, "review-minutes")))
    assert "Số: 01/BB-UBND" in text
    assert "Biểu quyết: ……/…… người" in text


def test_a_later_paper_of_the_dossier_names_those_issued_before(tmp_path: Path) -> None:
    office = filled_office(tmp_path)
    issue(office)
    minutes = words_of(papers.pdf(draft(office, "review-minutes")))
    assert "(Báo cáo số 01/BC-UBND ngày 02/03/2026)" in minutes
    issue(office, "review-minutes")
    void = issue(office)
    office.run(papers.VoidDocument(void, "nhầm kỳ"))
    request = words_of(papers.pdf(draft(office, "recognition-request")))
    assert "Kết quả họp xét: Biên bản họp xét số 01/BB-UBND ngày 02/03/2026." in request
    assert "đánh giá, xếp loại địa bàn số 01/BC-UBND ngày 02/03/2026;" in request


# -- numbers --------------------------------------------------------------------------------------


def test_each_kind_of_paper_has_a_series_without_gaps(tmp_path: Path) -> None:
    office = filled_office(tmp_path)
    given = [
        number(office, issue(office, form))
        for form in (
            "self-assessment",
            "self-assessment",
            "recognition-request",
            "review-minutes",
            "self-assessment",
            "roster",
        )
    ]
    assert given == [
        "01/BC-UBND",
        "02/BC-UBND",
        "01/TTr-UBND",
        "01/BB-UBND",
        "03/BC-UBND",
        "01/DS-UBND",
    ]


def test_numbers_begin_again_on_the_first_of_january(tmp_path: Path) -> None:
    clock = TestClock()
    office = filled_office(tmp_path, clock=clock)
    clock.advance(days=304)  # 31/12/2026
    last = [issue(office, on=date(2026, 12, 30)), issue(office)]
    clock.advance(days=1)
    first = issue(office)
    late = issue(office, on=date(2026, 12, 31))
    assert [number(office, each) for each in (*last, first, late)] == [
        "01/BC-UBND",
        "02/BC-UBND",
        "01/BC-UBND",
        "03/BC-UBND",
    ]
    assert row(office, "documents", last[1])["issued_on"] == "2026-12-31"
    assert row(office, "documents", first)["issued_on"] == "2027-01-01"


def test_a_number_of_two_digits_needs_no_zero(tmp_path: Path) -> None:
    office = filled_office(tmp_path)
    data = draft(office, "recognition-request")
    made = [office.run(papers.IssueDocument(data.form, data)).result for _ in range(11)]
    assert number(office, str(made[8])) == "09/TTr-UBND"
    assert number(office, str(made[10])) == "11/TTr-UBND"


def test_a_void_number_stays_in_the_book_and_is_not_given_again(tmp_path: Path) -> None:
    office = filled_office(tmp_path)
    wrong = issue(office)
    office.run(papers.VoidDocument(wrong, "ghi sai tên thôn"))
    assert row(office, "documents", wrong)["state"] == "void"
    assert row(office, "documents", wrong)["remark"] == "Hủy số: ghi sai tên thôn"
    assert number(office, issue(office)) == "02/BC-UBND"
    with pytest.raises(Conflict, match="01/BC-UBND"):
        office.run(papers.VoidDocument(wrong, "lần nữa"))


def test_issuing_and_voiding_are_not_taken_back(tmp_path: Path) -> None:
    office = filled_office(tmp_path)
    data = draft(office)
    issued = office.run(papers.IssueDocument(data.form, data))
    voided = office.run(papers.VoidDocument(str(issued.result), "nhầm kỳ"))
    for done in (voided, issued):
        with pytest.raises(NotAllowed):
            office.undo(done.txn)
    assert row(office, "documents", str(issued.result))["state"] == "void"


def test_a_number_is_voided_for_a_reason(tmp_path: Path) -> None:
    office = filled_office(tmp_path)
    with pytest.raises(BadInput):
        office.run(papers.VoidDocument(issue(office), " "))


def test_papers_of_other_units_take_no_number_away(tmp_path: Path) -> None:
    office = filled_office(tmp_path)
    theirs = office.run(_Arrived("xa-15973@1")).result
    assert number(office, issue(office)) == "01/BC-UBND"
    with pytest.raises(NotAllowed):
        office.run(papers.VoidDocument(str(theirs), "không phải của mình"))


def test_one_number_given_by_two_pcs_is_found_after_the_merge(tmp_path: Path) -> None:
    office = filled_office(tmp_path)
    mine = issue(office)
    theirs = str(office.run(_Arrived(office.info.unit_id)).result)
    assert papers.same_numbers(office, 2026) == [tuple(sorted((mine, theirs)))]
    office.run(papers.VoidDocument(theirs, "trùng số khi hợp nhất"))
    assert papers.same_numbers(office, 2026) == []


class _Arrived:
    """A paper of number 1 that came in with a bundle."""

    act = "document.issue"

    def __init__(self, unit: str) -> None:
        self.unit = unit

    def run(self, work: UnitOfWork, session: Session) -> RecordId:  # noqa: ARG002
        line: dict[str, Value] = {
            "number": "01/BC-UBND",
            "issued_on": "2026-01-15",
            "form": "self-assessment",
            "title": "Báo cáo",
            "state": "issued",
            "sequence": 1,
        }
        return work.insert("documents", line, unit=self.unit)


# -- printing again -------------------------------------------------------------------------------


def test_it_prints_the_same_bytes_after_the_books_changed_and_the_program_was_closed(
    tmp_path: Path,
) -> None:
    office = filled_office(tmp_path)
    document = issue(office)
    signed = papers.reprint(office, document)
    (settings,) = office.queries.ids("settings")
    edit(office, "settings", settings, body="CÔNG AN XÃ IA DOM", place="Chỗ khác")
    add(office, "villages", name="Thôn mới", kind="thon")
    remove(office, "tip_boxes", office.queries.ids("tip_boxes")[0])
    office = reopen(office)
    assert papers.reprint(office, document) == signed
    assert papers.pdf(draft(office)) != signed
    office.close()


def test_what_is_not_the_signed_paper_is_not_printed(tmp_path: Path) -> None:
    office = filled_office(tmp_path)
    document = issue(office)
    kept = str(row(office, "documents", document)["frozen"])
    office.run(_Forged(document, kept.replace("94/98", "98/98")))
    with pytest.raises(Refused, match="01/BC-UBND không trùng với bản đã ký"):
        papers.reprint(office, document)


class _Forged:
    """The kept content, altered behind the program's back."""

    act = "records.save:documents"

    def __init__(self, document: RecordId, frozen: str) -> None:
        self.document, self.frozen = document, frozen

    def run(self, work: UnitOfWork, session: Session) -> None:  # noqa: ARG002
        work.update("documents", self.document, {"frozen": self.frozen})


def test_a_paper_that_is_not_in_the_book_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        papers.reprint(filled_office(tmp_path), "0" * 32)


def test_every_print_leaves_a_line_in_the_journal(tmp_path: Path) -> None:
    office = filled_office(tmp_path)
    document = issue(office)
    papers.reprint(office, document)
    newest = office.queries.journal(limit=1)[0]
    told = f"01/BC-UBND ngày {show_date(date.fromisoformat(office.clock.today()))}"
    assert (newest.title, newest.why, newest.by) == ("In văn bản", told, "Nguyễn Văn An")


def test_a_restricted_paper_again_says_which_copy_and_what_for(tmp_path: Path) -> None:
    office = filled_office(tmp_path)
    document = issue(office, "roster")
    assert PERSON in words_of(papers.reprint(office, document, "bàn giao"))
    why = office.queries.journal(limit=1)[0].why
    assert why.startswith("01/DS-UBND ngày ")
    assert why.endswith("; Bản số 01/01; mục đích: bàn giao")
    with pytest.raises(NotAllowed):
        papers.reprint(sign_as(office, "clerk"), document)


# -- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["social", "village", "viewer"])
def test_not_every_account_issues(tmp_path: Path, role: str) -> None:
    office = filled_office(tmp_path)
    data = draft(office)
    with pytest.raises(NotAllowed):
        sign_as(office, role).run(papers.IssueDocument(data.form, data))


def test_a_clerk_issues_reports_but_no_list_of_persons(tmp_path: Path) -> None:
    office = filled_office(tmp_path)
    data, listed = draft(office), draft(office, "roster")
    clerk = sign_as(office, "clerk")
    document = str(clerk.run(papers.IssueDocument(data.form, data)).result)
    assert papers.reprint(clerk, document).startswith(b"%PDF")
    with pytest.raises(NotAllowed):
        clerk.run(papers.IssueDocument(listed.form, listed))


def test_a_day_to_come_is_no_day_of_signing(tmp_path: Path) -> None:
    office = filled_office(tmp_path)
    with pytest.raises(BadInput, match="Ngày ký"):
        issue(office, on=date(2026, 3, 3))


def test_a_paper_is_issued_once(tmp_path: Path) -> None:
    office = filled_office(tmp_path)
    issued = FormData.from_json(str(row(office, "documents", issue(office))["frozen"]))
    with pytest.raises(BadInput, match="không có chỗ ghi số"):
        office.run(papers.IssueDocument("self-assessment", issued))


def test_a_commitment_has_no_number_to_give(tmp_path: Path) -> None:
    office = filled_office(tmp_path)
    data = papers.draft(office, "household-commitment", DAY)
    with pytest.raises(BadInput, match="không có chỗ ghi số"):
        office.run(papers.IssueDocument(data.form, data))


def test_a_training_paper_is_not_issued_by_a_real_office(tmp_path: Path) -> None:
    training = filled_office(tmp_path / "training", training=True)
    real = filled_office(tmp_path / "real")
    data = draft(training)
    with pytest.raises(BadInput):
        real.run(papers.IssueDocument(data.form, data))
    with pytest.raises(BadInput):
        training.run(papers.IssueDocument(data.form, replace(data, training="")))


def test_a_long_title_fits_the_book(tmp_path: Path) -> None:
    office = filled_office(tmp_path)
    (campaign,) = office.queries.ids("campaigns")
    edit(office, "campaigns", campaign, name="Địa bàn " + "rất yên bình " * 37)
    title = title_of(draft(office))
    assert len(title) == 500
    assert title.endswith("…")
    assert str(row(office, "documents", issue(office))["title"]) == title
