"""What the books know of a request about data, and of a breach; of a breach never a name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.packs.retention import retention_table
from sachmatuy_desktop.services.holidays import calendar_of
from sachmatuy_desktop.services.papers.sources.about import (
    About,
    Given,
    Source,
    Word,
    day_of,
    said,
)

__all__ = ["SOURCES"]

REQUESTS: Final = "data_requests"
BREACHES: Final = "data_breaches"


def _said(register: str, name: str) -> Source:
    def words(about: About) -> Given:
        given = said(register, name, about.row(register))
        if isinstance(given, Word):
            return given.words
        if isinstance(given, tuple):
            return ", ".join(each.words for each in given if isinstance(each, Word))
        return given

    return words


def _who(about: About) -> Given:
    """Who asks; whose data it is where nobody else is written."""
    row = about.row(REQUESTS)
    if row.get("requester"):
        return str(row["requester"])
    person = row.get("person")
    return str(about.row("people", str(person)).get("full_name") or "") if person else None


def _done_by(about: About) -> Given:
    row = about.row(REQUESTS)
    if not row:
        return None
    terms = retention_table().requests[str(row["kind"])]
    received = date.fromisoformat(str(row["received_on"]))
    due = terms.done_by(received, calendar_of(about.office.session))
    return day_of(due.isoformat()) if due else None


def _detected(about: About) -> Given:
    """“14:05, 03/11/2026”; the day alone where no hour is written."""
    row = about.row(BREACHES)
    if not row:
        return None
    day = show_date(date.fromisoformat(str(row["detected_on"])))
    return f"{row['detected_at']}, {day}" if row["detected_at"] else day


SOURCES: Final[Mapping[str, Source]] = MappingProxyType(
    {
        **{
            f"request.{name}": _said(REQUESTS, name)
            for name in (
                "number",
                "received_on",
                "channel",
                "kind",
                "content",
                "result",
                "answer",
                "refusal_ground",
            )
        },
        "request.who": _who,
        "request.done_by": _done_by,
        **{
            f"breach.{name}": _said(BREACHES, name)
            for name in (
                "number",
                "kind",
                "description",
                "categories",
                "affected",
                "consequences",
                "steps",
                "notified_to",
                "late_reason",
            )
        },
        "breach.detected": _detected,
    }
)
