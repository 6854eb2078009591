"""Scenes of the yearly review: a commune's, and the communes at the office above."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.services.holidays import calendar_of
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.plans import RecordResult, events_of, plans_of, tasks_of
from sachmatuy_desktop.services.plans.adopting import AdoptPlan
from sachmatuy_desktop.services.records import SaveRecord
from sachmatuy_desktop.ui.pages.board import BoardPage
from sachmatuy_desktop.ui.pages.plans import PlansPage
from shooting.offices import COMMUNE
from shooting.receiving import merge_all
from shooting.stage import Scene, Stage

OFFICE = ""
"""The receiving office's window."""


def written(stage: Stage) -> None:
    """Ia Dom has money of this year and the last, and a proposal under way."""
    office, today = stage.offices.commune, stage.offices.today
    _ = stage.offices.assessed
    _plan(office)
    for kind, source, amount, year in (
        ("muc", "ngan_sach_xa", 60_000_000, today.year),
        ("chi", "ngan_sach_xa", 41_500_000, today.year),
        ("muc", "xa_hoi_hoa", 15_000_000, today.year),
        ("chi", "xa_hoi_hoa", 9_200_000, today.year),
        ("muc", "ngan_sach_xa", 45_000_000, today.year - 1),
        ("chi", "ngan_sach_xa", 44_100_000, today.year - 1),
    ):
        values: dict[str, Value] = {
            "year": year,
            "kind": kind,
            "source": source,
            "amount": amount,
            "on_date": f"{year}-03-10",
            "content": "Xây dựng xã không ma túy",
        }
        office.run(SaveRecord("funding", None, values))
    proposal = {
        "kind": "khen_thuong",
        "state": "de_nghi",
        "whom": "tap_the",
        "name": "Tổ an ninh xã hội Thôn 3",
        "proposed_on": (today - timedelta(days=20)).isoformat(),
        "proposed_to": "Ủy ban nhân dân tỉnh",
    }
    office.run(SaveRecord("rewards", None, proposal))


def _plan(office: Office) -> None:
    """A plan is followed, some of its work done in time, some late."""
    if not plans_of(office.queries, office.info.unit_id):
        office.run(AdoptPlan(pack="ia-hdrai-2024/plan", from_date=date(2025, 12, 15)))
    calendar, now = calendar_of(office.session), office.clock.now()
    events = events_of(office.queries, office.info.unit_id)
    for number, task in enumerate(tasks_of(office.queries, office.info.unit_id)):
        found = task.standing(now, calendar, events) if task.active and task.ours else None
        for each in found.overdue[:1] if found else ():
            late = timedelta(days=9) if number % 3 == 0 else timedelta()
            last = each.opening.last_day or now.date()
            office.run(
                RecordResult(
                    task=task.id, book=task.book, opening=each.opening.key, done_on=last + late
                )
            )


def yearly(stage: Stage, row: int = -1) -> QWidget:
    """The commune's own review."""
    stage.once(written)
    page = stage.page("plans", PlansPage, COMMUNE)
    page.tabs.setCurrentWidget(page.yearly)
    stage.camera.settle()
    if row >= 0:
        page.yearly.view.table.choose(row)
    return page.window()


def above(stage: Stage) -> QWidget:
    """The communes side by side."""
    stage.once(written)
    stage.once(merge_all)
    page = stage.page("board", BoardPage, OFFICE)
    page.tabs.setCurrentWidget(page.yearly)
    stage.camera.settle()
    return page.window()


SCENES = (
    Scene("yearly", PlansPage, yearly),
    Scene("yearly-rewards", PlansPage, partial(yearly, row=2)),
    Scene("yearly-above", BoardPage, above),
)
