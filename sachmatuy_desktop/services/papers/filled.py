"""What is done with a filled form: issued under a number, printed, printed for many at once.

Papers that only the person signs have no place for a number: they are printed, not issued.  Every
print of a paper that names persons leaves an entry in the journal of this office.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import BinaryIO, Final, cast

from sachmatuy_desktop.documents.many import write_papers
from sachmatuy_desktop.domain.forms import FormData, Value
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.errors import N_, BadInput, NotAllowed, NotFound
from sachmatuy_desktop.packs.forms import load_form
from sachmatuy_desktop.packs.law import law_book
from sachmatuy_desktop.services.access.looking import looked_at
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.filling import (
    DAY,
    NUMBER,
    Filling,
    PrintTerms,
    compose_filling,
    day_written,
    fill,
    must_fill,
)
from sachmatuy_desktop.services.papers.issuing import IssueDocument
from sachmatuy_desktop.services.papers.notes import NotePrint
from sachmatuy_desktop.services.papers.offering import DRAFT
from sachmatuy_desktop.storage.atomic import replacing
from sachmatuy_desktop.storage.queries import Where

__all__ = ["IssuedPaper", "issue_filling", "note_print", "papers_of", "print_forms", "title_of"]

PEOPLE: Final = "people"

Progress = Callable[[int, int], object]
"""Told the papers done and in all; may raise to stop."""


def title_of(filling: Filling) -> str:
    """What the book and the journal call the paper: the form's title, never a person's name."""
    if filling.stands_for:
        return law_book().form(filling.stands_for).title
    return filling.form.title


def issue_filling(office: Office, filling: Filling) -> IssueDocument:
    """The act that gives the paper its number, on the day that stands on it.

    The line that calls a text a draft goes.  Raises `BadInput`, `NotAllowed`.
    """
    day = day_written(filling)
    places = {spec.name for spec in filling.form.fields}
    final: dict[str, Value] = {DAY: day.isoformat(), NUMBER: None, DRAFT: None}
    settled = {name: value for name, value in final.items() if name in places}
    data = compose_filling(office, replace(filling, typed={**filling.typed, **settled}))
    return IssueDocument(
        filling.form.id,
        data,
        signed_on=day,
        person=filling.record if filling.form.about == PEOPLE else None,
        title=title_of(filling) if filling.form.people else "",
        law_form=filling.stands_for or filling.form.law_form,
    )


def note_print(filling: Filling, terms: PrintTerms | None = None) -> NotePrint | None:
    """The entry that printing leaves; None for a blank form and one that names nobody.

    Raises `BadInput` for a restricted paper without a purpose.
    """
    if not filling.form.people or not filling.values:
        return None
    title = title_of(filling)
    if not filling.form.restriction:
        return NotePrint(title)
    if terms is None or not terms.purpose.strip():
        raise _no_purpose()
    return NotePrint(f"{title}; bản số {terms.numbered}", terms.purpose.strip())


def _no_purpose() -> BadInput:
    return BadInput(N_("Hãy ghi mục đích sử dụng danh sách trước khi in.")).at("purpose")


# -- many at once ---------------------------------------------------------------------------------


def print_forms(
    office: Office,
    form_id: str,
    records: Sequence[RecordId],
    day: date,
    path: Path,
    report: Progress | None = None,
    purpose: str = "",
) -> int:
    """One form for each of the records, as far as the books know it, in one PDF; gives the pages.

    The file appears when it is whole: stopping leaves none.  Raises `NotFound` without a record,
    `BadInput`, `NotAllowed`, `StorageTrouble`.
    """
    form = load_form(form_id)
    must_fill(office, form)
    if not records:
        raise NotFound(N_("Chưa chọn dòng nào để in."))
    if form.restriction and not purpose.strip():
        raise _no_purpose()

    terms = PrintTerms(purpose, marked=bool(form.restriction))
    if form.about:
        looked_at(office.session, form.about, records)

    def papers() -> Iterator[FormData]:
        for done, record in enumerate(records):
            if report is not None:
                report(done, len(records))
            yield compose_filling(office, fill(office, form_id, record, day), terms=terms)

    with replacing(path) as sink:
        pages = write_papers(papers(), form.title, cast("BinaryIO", sink))
    if form.people:
        office.run(NotePrint(f"{form.title}: {len(records)} người", purpose.strip()))
    return pages


# -- issued before --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class IssuedPaper:
    """A paper about a person that stands in the outgoing book; `void` when its number was voided.

    `issued_on` is `YYYY-MM-DD`.
    """

    id: RecordId
    number: str
    issued_on: str
    title: str
    void: bool


def papers_of(session: Session, person: RecordId) -> list[IssuedPaper]:
    """The papers issued about a person, the newest first.  Raises `NotAllowed`."""
    if not session.role.may_open(REGISTERS["episodes"]):
        raise NotAllowed(N_("Tài khoản của bạn không được xem danh sách người bị quản lý."))
    ids = session.queries.ids("documents", [Where("person", "=", person)], sort="-issued_on")
    rows = session.queries.rows("documents", ids)
    return [
        IssuedPaper(
            each,
            str(rows[each]["number"]),
            str(rows[each]["issued_on"]),
            str(rows[each]["title"]),
            rows[each]["state"] == "void",
        )
        for each in ids
        if each in rows
    ]
