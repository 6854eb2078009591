"""When somebody on a list can lawfully leave it, and the sentence that says so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, func, select

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.terms import Absence, extended_end
from sachmatuy_desktop.packs.deadlines import deadline_table
from sachmatuy_desktop.storage.facts.circles import (
    DECISIONS,
    EPISODES,
    PEOPLE,
    PRESENCES,
    alive,
    holds,
)
from sachmatuy_desktop.storage.facts.figures import Why
from sachmatuy_desktop.storage.facts.question import DAY, Question

USER_TERM: Final = "TM1"
"""The term of management of a user in `resources/calendar/deadlines.toml`."""

REHABILITATION: Final = ("cai_tu_nguyen", "cai_bat_buoc")


def _newest(kinds: tuple[str, ...]) -> Any:
    return (
        select(func.max(DECISIONS.c.term_until))
        .where(
            alive(DECISIONS),
            DECISIONS.c.person == PEOPLE.c.id,
            DECISIONS.c.kind.in_(kinds),
            DECISIONS.c.signed_on <= DAY,
        )
        .scalar_subquery()
    )


def listed_from(category: str) -> Any:
    """The day on which the person's running episode of a list began."""
    return (
        select(func.max(EPISODES.c.from_date))
        .where(
            alive(EPISODES),
            EPISODES.c.person == PEOPLE.c.id,
            EPISODES.c.category == category,
            holds(EPISODES),
        )
        .scalar_subquery()
    )


def _absences() -> Any:
    span = PRESENCES.c.from_date + "/" + func.coalesce(PRESENCES.c.until_date, DAY)
    return (
        select(func.aggregate_strings(span, ","))
        .where(
            alive(PRESENCES),
            PRESENCES.c.person == PEOPLE.c.id,
            PRESENCES.c.state == "khong_ro",
            PRESENCES.c.from_date <= DAY,
        )
        .scalar_subquery()
    )


def user_term_end(row: Any) -> date | None:
    """The last day of a user's management: of the decision, else a term from the first day listed.

    Days on which nobody knew where the person was do not count where the decree says so (Nghị định
    163/2026/NĐ-CP, Điều 60 khoản 2; the law before had no such rule).
    """
    if row.used_from is None:
        return None
    begun = date.fromisoformat(row.used_from)
    term = deadline_table().term(USER_TERM, begun)
    if row.decided_until is not None:
        end = date.fromisoformat(row.decided_until)
    elif term is not None:
        end = term.end(begun)
    else:
        return None
    if term is None or term.valid_to is not None:
        return end
    lost = [_absence(span, begun) for span in (row.lost or "").split(",") if span]
    return extended_end(end, [each for each in lost if each])


def _absence(span: str, begun: date) -> Absence | None:
    first, last = (date.fromisoformat(day) for day in span.split("/"))
    counted_from = begun + timedelta(days=1)
    return Absence(max(first, counted_from), last) if last >= counted_from else None


def day_after(end: date | None) -> date | None:
    """The first day on which the person is no longer counted: a term ends with its last day."""
    return None if end is None else end + timedelta(days=1)


def _user_leaves(question: Question, row: Any) -> date | None:  # noqa: ARG001
    return day_after(user_term_end(row))


def _user_told(question: Question, row: Any) -> str:
    end = user_term_end(row)
    if end is None:
        return "người sử dụng trái phép chất ma túy"
    if end < question.as_of:
        return (
            f"thời hạn quản lý đã hết ngày {show_date(end)}, "
            "cần ra quyết định chấm dứt hoặc quyết định mới"
        )
    return f"người sử dụng trái phép chất ma túy, thời hạn quản lý đến {show_date(end)}"


def _addict_leaves(question: Question, row: Any) -> date | None:
    if row.cured_until is None or row.cured_until < question.as_of.isoformat():
        return None
    return day_after(date.fromisoformat(row.cured_until))


def _managed_leaves(question: Question, row: Any) -> date | None:
    return _addict_leaves(question, row) if row.addict_from else _user_leaves(question, row)


def _managed_told(question: Question, row: Any) -> str:
    return "người nghiện ma túy có hồ sơ quản lý" if row.addict_from else _user_told(question, row)


_USE: Final[Mapping[str, ColumnElement[Any]]] = {
    "used_from": listed_from("sdtp"),
    "decided_until": _newest(("quan_ly_sdtp",)),
    "lost": _absences(),
}
_CURE: Final[Mapping[str, ColumnElement[Any]]] = {"cured_until": _newest(REHABILITATION)}

USER: Final = Why(_user_told, _user_leaves, _USE, listed_from("sdtp"))
"""A user clears with the end of the year of management (Luật 120/2025/QH15, Điều 24 khoản 2)."""

ADDICT: Final = Why("người nghiện ma túy", _addict_leaves, _CURE, listed_from("nghien"))
"""An addict clears with the end of the decided rehabilitation (Luật 120/2025, Điều 48 khoản 3)."""

MANAGED: Final = Why(
    _managed_told,
    _managed_leaves,
    {**_USE, **_CURE, "addict_from": listed_from("nghien")},
    func.coalesce(listed_from("nghien"), listed_from("sdtp")),
)
