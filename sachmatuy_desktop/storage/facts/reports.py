"""Figures about the monthly reports of the khu phố (004 V.1).

The plan gives no day of the month, so a report is due when its month is over.  Months before the
registration are not asked for; a report of a Tổ or of an organisation is not the khu phố's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sqlalchemy import Connection, or_, select

from sachmatuy_desktop.domain.criteria import Fact, FactRecord
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.storage.facts.circles import alive
from sachmatuy_desktop.storage.facts.figures import Figure, Told
from sachmatuy_desktop.storage.facts.question import DAY, UNITS, VILLAGE, Question
from sachmatuy_desktop.storage.schema import register_tables

VILLAGES: Final = register_tables["villages"]
REPORTS: Final = register_tables["village_reports"]


def reports_due(connection: Connection, question: Question) -> Fact:
    """A report for every month that is over, of every khu phố asked about."""
    villages = _villages(connection, question)
    if not villages:
        return Fact("", None)
    return Fact("", len(villages) * len(_months(question)))


def reports_sent(connection: Connection, question: Question) -> Fact:
    """Of them, those sent by the day; the exceptions say whose and which month is missing."""
    villages = _villages(connection, question)
    if not villages:
        return Fact("", None)
    sent = _sent(connection, question)
    missing = [
        FactRecord("villages", village, f"{name} – chưa có báo cáo tháng {month[5:]}/{month[:4]}")
        for village, name in villages.items()
        for month in _months(question)
        if (village, month) not in sent
    ]
    due = len(villages) * len(_months(question))
    return Fact("", due - len(missing), exceptions=tuple(missing))


def _months(question: Question) -> list[str]:
    """The months of the year that are over, as `YYYY-MM`, from that of the registration on."""
    first = f"{question.registered_on or question.year.start:%Y-%m}"
    return [month for month in question.shape.months if month >= first]


def _villages(connection: Connection, question: Question) -> Mapping[RecordId, str]:
    chosen = () if question.village is None else (VILLAGES.c.id == VILLAGE,)
    rows = connection.execute(
        select(VILLAGES.c.id, VILLAGES.c.name)
        .where(
            alive(VILLAGES),
            VILLAGES.c.unit_id.in_(UNITS),
            or_(VILLAGES.c.from_date.is_(None), VILLAGES.c.from_date <= DAY),
            or_(VILLAGES.c.until_date.is_(None), VILLAGES.c.until_date >= DAY),
            *chosen,
        )
        .order_by(VILLAGES.c.sort_key, VILLAGES.c.id),
        question.values,
    )
    return {row.id: row.name for row in rows}


def _sent(connection: Connection, question: Question) -> frozenset[tuple[RecordId, str]]:
    rows = connection.execute(
        select(REPORTS.c.village, REPORTS.c.month).where(
            alive(REPORTS),
            REPORTS.c.unit_id.in_(UNITS),
            REPORTS.c.sent_on <= DAY,
            REPORTS.c.subunit.is_(None),
            REPORTS.c.organisation.is_(None),
        ),
        question.values,
    )
    return frozenset((row.village, row.month) for row in rows)


REPORT_FIGURES: Final[Mapping[str, Figure]] = MappingProxyType(
    {
        "monthly_reports_due": Told("village_reports", reports_due),
        "monthly_reports_sent": Told("village_reports", reports_sent),
    }
)
