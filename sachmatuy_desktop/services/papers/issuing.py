"""Giving a paper its number, keeping it as it was signed, and printing that again.

Numbers run from 01 on 1 January to 31 December, one series for each kind of paper, restricted
papers apart (Nghị định 30/2020, Điều 15).  An issued paper is never edited: what is wrong in it is
put right by another paper, and a number given by mistake is voided and stays in the book (neither
act can be undone: `domain.acts.NOT_UNDOABLE`).

One PC of an office files its papers.  Two PCs that issue without having exchanged bundles may give
the same number; `same_numbers` finds such pairs after the merge, and one of them is voided.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar, Final

from sachmatuy_desktop.documents.rendering import render
from sachmatuy_desktop.documents.wording import two_digits, written_date
from sachmatuy_desktop.domain.dates import DocumentYear
from sachmatuy_desktop.domain.forms import (
    BLANK,
    Annex,
    Block,
    FormData,
    Head,
    Section,
    Signatures,
    Title,
)
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.domain.registers.values import MAX_TEXT
from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.errors import N_, BadInput, Conflict, NotAllowed, NotFound, Refused
from sachmatuy_desktop.packs.forms import load_form
from sachmatuy_desktop.services.access.looking import looked_at
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.codes import coded, paper_hash, uncoded
from sachmatuy_desktop.services.papers.heads import own_symbol
from sachmatuy_desktop.services.papers.notes import NotePrint, called_in_notes
from sachmatuy_desktop.services.papers.numbers import RESTRICTED, next_in, series_named
from sachmatuy_desktop.services.shut_books import refuse_shut
from sachmatuy_desktop.storage.queries import Queries, Where
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

ISSUED: Final = "issued"
VOID: Final = "void"
_KEPT: Final = "Lưu:"
_THE_PERSON: Final = "Người có tên trong văn bản"
_NO_NUMBER: Final = f"{BLANK}/"


@dataclass(frozen=True)
class IssueDocument:
    """Give a draft the next number of its series and keep it; the result is the document's id.

    `signed_on` is the day on the paper, today unless said otherwise.  `signer` and `recipients` are
    taken from the paper where they are not given.  `plan` is the adopted plan whose own document
    this is: its row then bears number and day, and travels with them.

    `person` is whom the paper is about.  The book then says `title` and names nobody, and a
    decision of that day about the person that waits for its number under `law_form` gets it.
    """

    form_id: str
    data: FormData
    signed_on: date | None = None
    signer: str = ""
    recipients: tuple[str, ...] = ()
    plan: RecordId | None = None
    person: RecordId | None = None
    title: str = ""
    law_form: str = ""

    act: ClassVar[str] = "document.issue"

    def run(self, work: UnitOfWork, session: Session) -> RecordId:
        """Raises `NotAllowed`, or `BadInput` for a paper without a place for a number."""
        session.role.must("issues")
        must_see(session, self.data)
        today = session.store.clock.now().date()
        day = self.signed_on or today
        self._check(day, today, training=session.store.facts.training)
        refuse_shut(session.queries, work.unit, "documents", day)
        series = series_of(self.data, own_symbol(session.queries, work.unit))
        sequence = next_number(session.queries, work.unit, series, day)
        issued = numbered(uncoded(self.data), sequence, day)
        row = {**self._row(issued, sequence, day), "series": series}
        if load_form(self.form_id).code:
            row |= _coded(session, work.unit, issued, str(row["number"]), day)
        if self.person is not None:
            row |= {"person": self.person, "recipients": self._unnamed(work, row["recipients"])}
        document = work.insert("documents", row)
        if self.person is not None:
            _number_decision(work, session, self.person, self.law_form, row)
        if self.plan is not None:
            _name_plan(work, session, self.plan, document, row)
        return document

    def _check(self, day: date, today: date, *, training: bool) -> None:
        if self.data.form != self.form_id or bool(self.data.training) != training:
            raise BadInput(N_("Bản thảo không phải của mẫu này; hãy soạn lại rồi phát hành."))
        if _symbol(self.data) is None:
            raise BadInput(
                N_("“{form}” không có chỗ ghi số nên không phát hành; hãy in thẳng."),
                form=self.data.title,
            )
        if day > today:
            raise BadInput(N_("Ngày ký không được sau ngày hôm nay; hãy sửa lại.")).at("signed_on")

    def _row(self, issued: FormData, sequence: int, day: date) -> Mapping[str, Value]:
        foot = _foot(issued)
        sent = self.recipients or tuple(
            line.removeprefix("- ").rstrip(";.")
            for line in (foot.recipients if foot else ())
            if BLANK not in line
        )
        kept = next((line for line in sent if line.startswith(_KEPT)), "")
        return {
            "number": f"{two_digits(sequence)}/{_symbol(self.data)}",
            "issued_on": day.isoformat(),
            "form": self.form_id,
            "title": _short(self.title) or title_of(issued),
            "signer": self.signer or _signer(foot) or None,
            "recipients": _short("; ".join(sent)) or None,
            "kept_by": kept.removeprefix(_KEPT).strip() or None,
            "state": ISSUED,
            "sequence": sequence,
            **_kept(issued),
        }

    def _unnamed(self, work: UnitOfWork, recipients: Value) -> str | None:
        """The recipients with those that name the person said without the name."""
        name = fold(str(work.row("people", str(self.person))["full_name"]))
        said = (
            _THE_PERSON if name in fold(each) else each
            for each in str(recipients or "").split("; ")
        )
        return "; ".join(dict.fromkeys(said)) or None


def _kept(issued: FormData) -> dict[str, Value]:
    return {
        "frozen": issued.to_json(),
        "sha256": hashlib.sha256(render(issued)).hexdigest(),
    }


def _coded(
    session: Session, unit: str, issued: FormData, number: str, day: date
) -> dict[str, Value]:
    """The paper with the code that proves it, and what the code says of the paper."""
    if session.signer is None:
        raise NotAllowed(N_("Máy này không có khóa để ký mã trên văn bản."))
    whole = coded(issued, session.signer, unit, number, day)
    return {**_kept(whole), "paper_code": paper_hash(issued)}


def _number_decision(
    work: UnitOfWork, session: Session, person: RecordId, law_form: str, row: Mapping[str, Value]
) -> None:
    """Write the number on the person's decision of that day that was taken without one.

    Whoever may not write the lists leaves it alone.
    """
    if not law_form or not session.role.may_act_on(REGISTERS["decisions"]):
        return
    waiting = session.queries.ids(
        "decisions",
        [
            Where("person", "=", person),
            Where("form", "=", law_form),
            Where("signed_on", "=", row["issued_on"]),
            Where("unit_id", "=", work.unit),
        ],
    )
    for each, decision in work.rows("decisions", waiting).items():
        if not decision["number"]:
            signer = decision["signer"] or row["signer"]
            work.update("decisions", each, {"number": row["number"], "signer": signer})


def _name_plan(
    work: UnitOfWork,
    session: Session,
    plan: RecordId,
    document: RecordId,
    row: Mapping[str, Value],
) -> None:
    """Write number and day of its document on an adopted plan.

    A number written there before stays, unless it is that of a paper voided since; whoever may not
    write plans (a chair signs only) leaves them alone.
    """
    there = work.row("plans", plan)
    may = session.role.may_act_on(REGISTERS["plans"]) and there["unit_id"] == work.unit
    before = str(there["paper"] or "")
    void = bool(before) and work.row("documents", before)["state"] == VOID
    if may and (not there["document"] or void):
        said = {"document": row["number"], "document_on": row["issued_on"], "paper": document}
        work.update("plans", plan, {**said, "signer": row["signer"]})


@dataclass(frozen=True)
class VoidDocument:
    """Void the number of an issued paper, saying why; the number is never given again."""

    document: RecordId
    why: str

    act: ClassVar[str] = "document.void"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `BadInput` without a reason, `Conflict` when it is void, `NotAllowed`."""
        session.role.must("issues")
        row = work.row("documents", self.document)
        if row["unit_id"] != work.unit:
            raise NotAllowed(N_("Văn bản này do đơn vị khác phát hành nên không hủy ở đây được."))
        if not self.why.strip():
            raise BadInput(N_("Hãy ghi lý do hủy số văn bản.")).at("why")
        if row["state"] == VOID:
            raise Conflict(N_("Số {number} đã được hủy trước đó."), number=row["number"])
        day, secret = date.fromisoformat(str(row["issued_on"])), bool(row["secrecy"])
        refuse_shut(session.queries, work.unit, "documents", day, secret=secret)
        remark = "\n".join(filter(None, (str(row["remark"] or ""), f"Hủy số: {self.why.strip()}")))
        work.update("documents", self.document, {"state": VOID, "remark": remark})


def issued_paper(office: Office, document: RecordId) -> tuple[Mapping[str, Value], FormData]:
    """What the book says of an issued paper, and the paper; raises `NotAllowed`, `NotFound`.

    Notes the look at whom it is about.
    """
    row = office.queries.rows("documents", [document]).get(document)
    if row is None or row["deleted"]:
        raise NotFound(N_("Không tìm thấy văn bản này trong sổ văn bản đi."))
    if not row["frozen"]:
        raise NotFound(N_("Văn bản này làm ngoài chương trình; hãy xem bản quét ở «Tệp đính kèm»."))
    data = FormData.from_json(str(row["frozen"]))
    must_see(office.session, data)
    looked_at(office.session, "documents", document)
    return row, data


def reprint(
    office: Office, document: RecordId, purpose: str = "", how: str = "", copies: int = 1
) -> bytes:
    """An issued paper again, byte for byte, with an entry in the journal.

    `purpose`, what is done with it (`how`) and the number of copies go into the journal; a
    restricted paper has its own purpose printed on it.  Raises `Refused`
    rather than give anything but what was signed, `NotAllowed`, `NotFound`.
    """
    row, data = issued_paper(office, document)
    printed = render(data)
    if hashlib.sha256(printed).hexdigest() != row["sha256"]:
        raise Refused(
            N_(
                "Bản in lại của văn bản số {number} không trùng với bản đã ký nên không in; "
                "hãy dùng bản lưu, hoặc cập nhật chương trình rồi in lại."
            ),
            number=row["number"],
        )
    copy = f"; {data.restriction.copy}" if data.restriction else ""
    called = called_in_notes(str(row["number"]), str(row["issued_on"]))
    office.run(NotePrint(f"{called}{copy}", purpose.strip(), how, copies))
    return printed


def same_numbers(office: Office, year: int) -> list[tuple[RecordId, ...]]:
    """The valid papers of a year that bear one number, as two PCs may have given it."""
    span = DocumentYear(year)
    ids = office.queries.ids(
        "documents",
        [
            Where("unit_id", "=", office.info.unit_id),
            Where("issued_on", ">=", span.start.isoformat()),
            Where("issued_on", "<=", span.end.isoformat()),
            Where("state", "=", ISSUED),
        ],
    )
    found: dict[tuple[Value, bool], list[RecordId]] = defaultdict(list)
    for each, row in office.queries.rows("documents", ids).items():
        found[row["number"], bool(row["secrecy"])].append(each)
    return [tuple(sorted(each)) for each in found.values() if len(each) > 1]


# -- numbers --------------------------------------------------------------------------------------


def next_number(
    queries: Queries, unit: str, series: str, day: date, first: int | None = None
) -> int:
    """The number after the last one of a series in the calendar year; 1 in a new year."""
    where = (Where("unit_id", "=", unit), Where("series", "=", series))
    return next_in(queries, "documents", "issued_on", where, day, first)


def series_of(data: FormData, own: str) -> str:
    """The series a paper is numbered in: its kind (BC, TTr, …), restricted papers apart.

    The kind is the form's; of a form for papers of several kinds it is what stands in the number,
    and a number that begins with the office itself is that of a công văn.
    """
    symbol = _symbol(data) or ""
    before = symbol.partition("-")[0]
    code = load_form(data.form).type_code or ("" if before == own else before)
    body = symbol.removeprefix(f"{code}-") if code else symbol
    return series_named(
        code, "" if body == code else body, own, RESTRICTED if data.restriction else ""
    )


def numbered(data: FormData, number: int, day: date) -> FormData:
    """The draft with its number and date in the places that were left for them."""
    written = written_date(day.isoformat())

    def filled(text: str) -> str:
        given = text.replace(_NO_NUMBER, f"{two_digits(number)}/")
        return given.replace(written_date(None), written)

    def block(each: Block) -> Block:
        if isinstance(each, Head):
            return replace(each, number=filled(each.number), place_date=filled(each.place_date))
        return replace(each, guide=filled(each.guide)) if isinstance(each, Annex) else each

    return replace(
        data,
        sections=tuple(
            Section(tuple(map(block, each.blocks)), each.orientation) for each in data.sections
        ),
    )


def _symbol(data: FormData) -> str | None:
    """What stands after the number, “BC-UBND”; None for a paper that has no place for a number."""
    heads = [each for each in _blocks(data) if isinstance(each, Head)]
    before, found, symbol = heads[0].number.partition(_NO_NUMBER) if heads else ("", "", "")
    return symbol.partition("\n")[0] if before and found else None


def has_number(data: FormData) -> bool:
    """Whether a draft has a place for a number, so that it can be issued."""
    return _symbol(data) is not None


# -- what the book says of a paper ----------------------------------------------------------------


def title_of(data: FormData) -> str:
    """Tên loại và trích yếu in one line, “Báo cáo kết quả …”, as the book has room for."""
    titles = [each for each in _blocks(data) if isinstance(each, Title)]
    if not titles:
        return data.title
    subject = " ".join(titles[0].subject.split())
    return _short(f"{titles[0].name} {subject[:1].lower()}{subject[1:]}".strip())


def _short(text: str) -> str:
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + "…"


def _foot(data: FormData) -> Signatures | None:
    feet = [each for each in _blocks(data) if isinstance(each, Signatures)]
    return feet[-1] if feet else None


def _signer(foot: Signatures | None) -> str:
    name = foot.signers[-1].name if foot and foot.signers else ""
    return "" if name == BLANK else name


def _blocks(data: FormData) -> list[Block]:
    return [block for section in data.sections for block in section.blocks]


def names_people(data: FormData) -> bool:
    """Whether a paper names persons of a list; one of a form that is not known here may."""
    if data.restriction:
        return True
    try:
        return load_form(data.form).people
    except NotFound:
        return True


def may_see(session: Session, data: FormData) -> bool:
    """A paper that names persons of a list is for those who may see the lists."""
    return not names_people(data) or session.role.may_see(REGISTERS["episodes"]["category"])


def must_see(session: Session, data: FormData) -> None:
    """Raise `NotAllowed` unless the account may see the paper."""
    if not may_see(session, data):
        raise NotAllowed(N_("Tài khoản của bạn không được in danh sách người."))
