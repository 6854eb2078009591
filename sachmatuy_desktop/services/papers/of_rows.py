"""Which forms the row of a book may be put on paper by, and which record each is filled from.

Most rows are what the form is about.  A commitment is signed by somebody: its paper is filled from
that household, person, village or sub-unit.  What a board says hangs in its village, with the
numbers of all boards there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.commitments import PARTIES, PARTY_FIELDS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.packs.forms import load_form
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.choices import FormChoice
from sachmatuy_desktop.services.papers.offering import forms_about, forms_to_fill

__all__ = ["FILLED_BY_ROW", "RowPaper", "papers_of_row"]

COMMITMENTS: Final = "commitments"
BOARDS: Final = "hotline_boards"
POSTER: Final = "hotline-poster"

FILLED_BY_ROW: Final = frozenset(
    {
        *("people", "households", "villages", "subunits", "box_openings", COMMITMENTS, BOARDS),
        *("data_requests", "data_breaches"),
    }
)
"""The books whose rows have papers."""

Row = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class RowPaper:
    """A form with the record that it is filled from; None where the books name none."""

    form: FormChoice
    record: RecordId | None


def papers_of_row(office: Office, register: str, record: RecordId, day: date) -> list[RowPaper]:
    """The papers of one row that this account may fill on a day; none for a row that is gone."""
    if register not in (COMMITMENTS, BOARDS):
        return [RowPaper(form, record) for form in forms_about(office, register, day)]
    row = office.queries.rows(register, [record]).get(record)
    if row is None or row["deleted"]:
        return []
    wanted = POSTER if register == BOARDS else PARTIES[str(row["kind"])].paper
    offered = (form for form in forms_to_fill(office, day) if form.id == wanted)
    return [RowPaper(form, _filled_from(office, register, row, wanted)) for form in offered]


def _filled_from(office: Office, register: str, row: Row, form_id: str) -> RecordId | None:
    """The record that a row stands for; of a family, the household of the person it names."""
    about = load_form(form_id).about
    if about == register:
        return str(row["id"])
    fields = PARTY_FIELDS if register == COMMITMENTS else ("village",)
    name = next(each for each in fields if REGISTERS[register][each].target == about)
    if not row[name] and about == "households" and row["person"]:
        person = str(row["person"])
        row = {name: office.queries.rows("people", [person])[person]["household"]}
    return str(row[name]) if row[name] else None
