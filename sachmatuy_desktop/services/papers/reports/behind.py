"""The list behind a figure of a report, for whoever may see it."""

from __future__ import annotations

from dataclasses import dataclass

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.duties import Duty
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.reports import ReportFigure, Told
from sachmatuy_desktop.domain.roles import Role
from sachmatuy_desktop.errors import N_, NotAllowed
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.reports.reading import Report
from sachmatuy_desktop.services.plans.yearly import READ_FROM
from sachmatuy_desktop.storage.campaigns import conditions
from sachmatuy_desktop.storage.facts import NOT_PERSONAL, Question, opened, register_of
from sachmatuy_desktop.storage.queries import Where

__all__ = ["Behind", "behind", "may_look"]


@dataclass(frozen=True, slots=True)
class Behind:
    """The very records behind a number, all of one register."""

    register: str
    records: frozenset[RecordId]


def may_look(role: Role, figure: ReportFigure) -> bool:
    """Whether the account may see the list: its book, and who is on a list of persons."""
    book = _book(figure)
    if not book or not role.may_open(REGISTERS[book]):
        return False
    fact = figure.line.fact if figure.line else ""
    is_open = not figure.persons and (not fact or fact in NOT_PERSONAL)
    return is_open or role.knows(Duty.LISTS)


def behind(office: Office, report: Report, told: Told, unit: str | None = None) -> Behind:
    """The records a number counts, of one unit below where it is named; raises `NotAllowed`."""
    if not may_look(office.session.role, told.figure):
        raise NotAllowed(N_("Tài khoản của bạn không được xem danh sách đứng sau số này."))
    units = [unit] if unit else [each.unit for each in report.communes] or [office.info.unit_id]
    return Behind(_book(told.figure), _records(office, report, told, units))


def _book(figure: ReportFigure) -> str:
    if figure.section is not None:
        return READ_FROM[figure.section]
    line = figure.line
    return "" if line is None else line.book or register_of(line.fact) or ""


def _records(office: Office, report: Report, told: Told, units: list[str]) -> frozenset[RecordId]:
    figure, days = told.figure, report.counted_days
    line, book = figure.line, _book(figure)
    if line is None:
        found = {record for register, record in told.records if register == book}
        rows = office.queries.rows(book, sorted(found))
        return frozenset(each for each, row in rows.items() if row["unit_id"] in units)
    if line.book:
        where = conditions(line, days.start, days.end, report.village)
        mine = Where("unit_id", "in", tuple(units))
        return frozenset(office.queries.ids(line.book, [mine, *where]))
    with opened(office.store) as books:
        found_by_unit = (
            books.counted(Question((each,), days.end, village=report.village), line.fact)
            for each in units
        )
        return frozenset[RecordId]().union(*found_by_unit)
