"""The papers of data protection that are counted, not typed: a person's report, the table of what
is processed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Final

from sachmatuy_desktop.documents.restricting import restricted
from sachmatuy_desktop.documents.surrounding import compose_paper
from sachmatuy_desktop.domain.dates import show_moment
from sachmatuy_desktop.domain.forms import Cell, FormData
from sachmatuy_desktop.domain.registers.privacy import CATEGORIES
from sachmatuy_desktop.domain.retention import Clock, RetentionKind
from sachmatuy_desktop.packs.forms import load_form
from sachmatuy_desktop.services.access.looking import looked_at
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.heads import heading_of
from sachmatuy_desktop.services.retention.access import Held, NoteReport, held_of, traces_of
from sachmatuy_desktop.services.retention.reviewing import retention_of
from sachmatuy_desktop.services.retention.rights import must_keep_data

__all__ = ["held_words", "period_words", "person_report", "processing_paper"]

Say = Callable[[str], str]
_COPY: Final = "01/01"


def person_report(office: Office, person: str, purpose: str) -> FormData:
    """What is held of a person and what was done with it, for a purpose that the journal notes; the
    journal also notes that the person was looked at.

    Columns are named, values are not.  Raises `BadInput`, `NotAllowed`, `NotFound`.
    """
    held, traces = held_of(office, person), traces_of(office, person)
    office.run(NoteReport(person, purpose))
    looked_at(office.session, "people", person)
    form = load_form("person-data-report")
    name = office.queries.names("people", [person])[person]
    now = show_moment(office.clock.now())
    rows: list[tuple[Cell, ...]] = [
        (each.title, each.count, held_words(each), each.purpose, each.basis) for each in held
    ]
    done: list[tuple[Cell, ...]] = [
        (
            show_moment(datetime.fromisoformat(each.at)),
            each.by,
            str(each.kind),
            each.title,
            each.about,
        )
        for each in traces
    ]
    return compose_paper(
        form,
        heading_of(office).paper(training=office.info.training),
        {
            "person": name,
            "purpose": purpose.strip(),
            "as_of": office.clock.today(),
            "held": tuple(rows),
            "traces": tuple(done),
        },
        restricted(form, office.info.account_name, now, _COPY),
    )


def processing_paper(office: Office) -> FormData:
    """What personal data is processed, what for, on what ground, by whom and how long."""
    must_keep_data(office.info.role)
    kinds = retention_of(office).kinds
    return compose_paper(
        load_form("processing-table"),
        heading_of(office).paper(training=office.info.training),
        {"as_of": office.clock.today(), "kinds": tuple(_rows(kinds))},
    )


def _rows(kinds: Sequence[RetentionKind]) -> list[tuple[Cell, ...]]:
    return [
        (
            number,
            kind.title,
            ", ".join(CATEGORIES[code] for code in kind.categories),
            kind.purpose,
            kind.basis,
            kind.who,
            period_words(kind),
        )
        for number, kind in enumerate(kinds, start=1)
    ]


def held_words(held: Held, say: Say = str) -> str:
    """The filled columns by kind of data."""
    return "; ".join(
        f"{say(CATEGORIES[code])}: {', '.join(say(each) for each in labels)}"
        for code, labels in held.fields
    )


def period_words(kind: RetentionKind) -> str:
    """How long, from when, and who says so."""
    if kind.clock is Clock.NONE:
        return kind.starts
    told = f"{kind.period} tháng từ {kind.starts[:1].lower()}{kind.starts[1:]}"
    if kind.own is not None:
        day = date.strftime(kind.own.set_on, "%d/%m/%Y")
        return f"{told} (cơ quan đặt ngày {day}: {kind.own.reason})"
    if kind.proposed:
        return f"{told} (chương trình đề xuất, chưa có văn bản quy định)"
    return told if kind.verified else f"{told} (chưa kiểm chứng)"
