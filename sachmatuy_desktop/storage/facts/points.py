"""Figures about points and hubs: asked as they are on the day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import and_, case, func, or_, select

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.registers.enforcement import HOTSPOT_ENDS
from sachmatuy_desktop.storage.facts.circles import Condition, alive, ours
from sachmatuy_desktop.storage.facts.figures import Count, Why
from sachmatuy_desktop.storage.facts.question import DAY, START, YEAR_AGO, Question, Shape
from sachmatuy_desktop.storage.schema import register_tables

HOTSPOTS: Final = register_tables["hotspots"]
HISTORY: Final = register_tables["hotspot_history"]


def _point_exists(shape: Shape) -> Condition:
    """Found and not eliminated by the day; the day of elimination is the first day without it.

    What became of it since stands in its history: a point that has become complex again is there
    from that day on.  Readings `eliminated_points` (000 II.3 a) and Q11 `points_period` (Điều 6)
    also count points that were there within twelve months, or within the year.
    """
    still = or_(_GONE_ON == "", _BACK_ON > _GONE_ON)
    found = HOTSPOTS.c.detected_on <= DAY
    if shape.takes("eliminated_points", "twelve_months"):
        return and_(found, or_(still, _GONE_ON > YEAR_AGO))
    if shape.takes("points_period", "whole_period"):
        return and_(found, or_(still, _GONE_ON > START))
    return and_(found, still)


def _changed_on(*changes: str) -> Any:
    """The newest day by the day on which one of the changes happened to the point."""
    return func.coalesce(
        select(func.max(HISTORY.c.happened_on))
        .where(
            alive(HISTORY),
            HISTORY.c.hotspot == HOTSPOTS.c.id,
            HISTORY.c.change.in_(changes),
            HISTORY.c.happened_on <= DAY,
        )
        .scalar_subquery(),
        "",
    )


_GONE_ON: Final = func.max(
    case((HOTSPOTS.c.eliminated_on <= DAY, HOTSPOTS.c.eliminated_on), else_=""),
    _changed_on(*HOTSPOT_ENDS),
)
"""The newest day the point ceased to be one, "" if it never did (SQLite's max of two)."""

_BACK_ON: Final = func.max(HOTSPOTS.c.detected_on, _changed_on("tai_phuc_tap"))


def _told_point(question: Question, row: Any) -> str:  # noqa: ARG001
    if not row.gone:
        return f"phát hiện ngày {_shown(row.detected)}, chưa triệt xóa"
    if row.back > row.gone:
        return f"tái phức tạp từ ngày {_shown(row.back)}"
    return f"đã triệt xóa, chuyển hóa ngày {_shown(row.gone)}, vẫn tính trong kỳ"


def _shown(day: str) -> str:
    return show_date(date.fromisoformat(day))


_POINT: Final = Why(
    _told_point,
    extra={"detected": HOTSPOTS.c.detected_on, "gone": _GONE_ON, "back": _BACK_ON},
    since=_BACK_ON,
)


def points(kind: str) -> Callable[[Shape], Count]:
    """The points of a kind that exist."""

    def made(shape: Shape) -> Count:
        where = (*ours(HOTSPOTS, shape), HOTSPOTS.c.kind == kind, _point_exists(shape))
        return Count("hotspots", where, _POINT)

    return made


POINT_FIGURES: Final[Mapping[str, Callable[[Shape], Count]]] = MappingProxyType(
    {
        "use_points": points("diem_to_chuc"),
        "complex_points": points("diem_phuc_tap"),
        "complex_hubs": points("tu_diem"),
        "risk_points": points("diem_nguy_co"),
        "retailers": points("ban_le"),
    }
)
