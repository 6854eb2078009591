"""The rows of form 10 (Nghị định 163/2026/NĐ-CP, Phụ lục III): who is managed, who left the list.

The period runs from 1 January to the day of the list unless another is typed; the form sets none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.documents.wording import numeric_date
from sachmatuy_desktop.domain.dates import add_months
from sachmatuy_desktop.domain.forms import Rows
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.domain.registers.values import show
from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.counts import own_rows
from sachmatuy_desktop.services.papers.sources.about import About, Day, Given, Source
from sachmatuy_desktop.storage.queries import Where

__all__ = ["FROM", "SOURCES", "UNTIL"]

Row = Mapping[str, Value]

FROM, UNTIL = "roster.from", "roster.until"
"""The ends of the period: typed anew, the list is counted anew."""

USERS: Final = "sdtp"
MANAGEMENT: Final = "quan_ly_sdtp"
ENDINGS: Final = ("tam_dinh_chi", "dung", "cham_dut")
_SHORT: Final = MappingProxyType(
    {"tam_dinh_chi": "Tạm đình chỉ", "dung": "Dừng", "cham_dut": "Chấm dứt"}
)
PRESENT, ABSENT = "Có mặt", "Vắng mặt"
"""The two words of the column «Tình hình cư trú» (note 2 of the form)."""


def _period(about: About) -> tuple[str, str]:
    """The first and the last day; raises `BadInput` for a period that ends before it begins."""
    until = _typed(about, UNTIL, last=True) or about.day.isoformat()
    since = _typed(about, FROM, last=False) or f"{until[:4]}-01-01"
    if since > until:
        raise BadInput(
            N_("Kỳ của danh sách kết thúc trước khi bắt đầu; hãy xem lại từ ngày, đến ngày.")
        )
    return since, until


def _typed(about: About, name: str, *, last: bool) -> str:
    """A day typed for an end of the period; of a month or a year alone its first or last."""
    typed = about.said.get(name, "")
    year, month, day = (*typed.split("-"), "", "")[:3]
    if not typed or day:
        return typed
    first = date(int(year), int(month or 1), 1)
    following = add_months(first, 1 if month else 12)
    return ((following - timedelta(days=1)) if last else first).isoformat()


def _managed(about: About) -> Given:
    _since, day = _period(about)
    staying = [
        row
        for row in _episodes(about, day)
        if not row["until_date"] or str(row["until_date"]) > day
    ]
    return _rows(about.office, day, staying)


def _removed(about: About) -> Given:
    since, day = _period(about)
    ended = (row for row in _episodes(about, day) if row["until_date"])
    return _rows(
        about.office, day, [row for row in ended if since <= str(row["until_date"]) <= day]
    )


def _episodes(about: About, day: str) -> Iterable[Row]:
    where = [Where("category", "=", USERS), Where("from_date", "<=", day)]
    return own_rows(about.office, "episodes", where).values()


def _rows(office: Office, day: str, episodes: Sequence[Row]) -> Rows:
    """One row an episode, by the person's name, numbered from 1."""
    persons = sorted({str(row["person"]) for row in episodes})
    people = office.queries.rows("people", persons)
    decisions = _newest(office, "decisions", "signed_on", day)
    visits = _newest(office, "visits", "visited_on", day)
    drugs = _newest(office, "drug_profiles", "", day)
    ordered = sorted(
        (row for row in episodes if str(row["person"]) in people),
        key=lambda row: (str(people[str(row["person"])]["sort_key"]), str(row["from_date"])),
    )
    return tuple(
        (number, *_cells(people[each], row, decisions.get(each, ()), visits, drugs))
        for number, row in enumerate(ordered, start=1)
        for each in (str(row["person"]),)
    )


def _newest(office: Office, register: str, name: str, day: str) -> dict[RecordId, list[Row]]:
    """The rows of a register by person, the newest first; with `name` a day not after `day`."""
    where = [Where(name, "<=", day)] if name else []
    found: dict[RecordId, list[Row]] = {}
    rows = own_rows(office, register, where).values()
    for row in sorted(
        rows, key=lambda row: (str(row.get(name) or ""), str(row["id"])), reverse=True
    ):
        found.setdefault(str(row["person"]), []).append(row)
    return found


def _cells(
    person: Row,
    episode: Row,
    decisions: Sequence[Row],
    visits: Mapping[RecordId, Sequence[Row]],
    drugs: Mapping[RecordId, Sequence[Row]],
) -> tuple[str, ...]:
    key, book = str(person["id"]), REGISTERS["people"]
    ruling = next((row for row in decisions if row["kind"] == MANAGEMENT), {})
    since = str(episode["from_date"])
    ending = next(
        (row for row in decisions if row["kind"] in ENDINGS and str(row["signed_on"]) >= since), {}
    )
    profile = next(iter(drugs.get(key, ())), {})
    seen = next((row for row in visits.get(key, ()) if row["found"] is not None), None)
    return (
        str(person["full_name"]),
        str(person["citizen_number"] or ""),
        show(book["birth"], person["birth"]),
        show(book["sex"], person["sex"]),
        str(person["permanent_address"] or person["temporary_address"] or ""),
        str(person["current_address"] or ""),
        show(REGISTERS["drug_profiles"]["drugs"], profile.get("drugs")),
        _day(ruling.get("term_from") or since),
        _day(ruling.get("term_until")),
        "" if seen is None else PRESENT if seen["found"] else ABSENT,
        _ended(ending),
    )


def _day(value: Value) -> str:
    return numeric_date(value) if value else ""


def _ended(ruling: Row) -> str:
    """“Dừng: số 12/QĐ-CAX ngày 05/07/2026”; nothing where nothing was decided."""
    if not ruling:
        return ""
    number = f"số {ruling['number']} " if ruling["number"] else ""
    return f"{_SHORT[str(ruling['kind'])]}: {number}ngày {_day(ruling['signed_on'])}"


SOURCES: Final[Mapping[str, Source]] = MappingProxyType(
    {
        "roster.managed": _managed,
        "roster.removed": _removed,
        FROM: lambda about: Day(_period(about)[0]),
        UNTIL: lambda about: Day(_period(about)[1]),
    }
)
