"""Scenes of the receiving office: bundles coming in, communes side by side, notes going down.

The commune's last scenes are here too: what it sees once it has been answered.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.returns import About
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import bundles
from sachmatuy_desktop.services.sync.periods import Choice, Expect, expected
from sachmatuy_desktop.services.sync.returns import ReturnUnit
from sachmatuy_desktop.ui.dialogs.compose import ComposeDialog
from sachmatuy_desktop.ui.dialogs.merge_preview import MergeDialog
from sachmatuy_desktop.ui.dialogs.return_note import Matter, ReturnDialog
from sachmatuy_desktop.ui.pages.admin import AdminPage
from sachmatuy_desktop.ui.pages.criteria.page import CriteriaPage
from sachmatuy_desktop.ui.pages.documents import PapersPage
from sachmatuy_desktop.ui.pages.history import HistoryPage
from sachmatuy_desktop.ui.pages.households import HouseholdsPage
from sachmatuy_desktop.ui.pages.page import Page
from sachmatuy_desktop.ui.pages.people import PeoplePage
from sachmatuy_desktop.ui.pages.registers import RegistersPage
from sachmatuy_desktop.ui.pages.sync.page import SyncPage
from sachmatuy_desktop.ui.pages.sync.period_dialog import PeriodsDialog
from sachmatuy_desktop.ui.pages.today import TodayPage
from shooting.offices import COMMUNE
from shooting.stage import Scene, Stage

OFFICE = ""
"""How the stage calls the receiving office."""

LATER = timedelta(days=190)
"""After the bundles came, when the communes are looked at period by period."""


def sync(stage: Stage, tab: str = "exchange") -> QWidget:
    """Communes by criteria, the book of bundles, or the notes."""
    page = stage.page("sync", SyncPage, OFFICE)
    page.tabs.setCurrentWidget(getattr(page, tab))
    page.refresh()
    return page.window()


def trusted(stage: Stage) -> QWidget:
    """Cards are exchanged, nothing has come."""
    _ = stage.offices.trusted
    return sync(stage)


def preview(stage: Stage) -> QWidget:
    """What merging a bundle would do."""
    window = stage.window_of(OFFICE)
    staged = bundles.stage(stage.offices.receiving, stage.offices.sealed(COMMUNE))
    return stage.show(MergeDialog(window.desk, staged, window))


def merge_all(stage: Stage) -> None:
    """Merge the bundles of all communes and give Ia Dom its receipt and an answer."""
    for name in stage.offices.world.communes:
        receipt = stage.merge(stage.offices.sealed(name), OFFICE)
        if name == COMMUNE and receipt is not None:
            stage.merge(receipt, COMMUNE)
            stage.merge(stage.offices.reply, COMMUNE)


def preview_again(stage: Stage) -> QWidget:
    """The same bundle a second time."""
    stage.once(merge_all)
    return preview(stage)


def merged(stage: Stage, tab: str = "exchange") -> QWidget:
    """All communes have sent."""
    stage.once(merge_all)
    return sync(stage, tab)


@contextmanager
def later(office: Office, by: timedelta) -> Iterator[None]:
    """The office's clock shows another day for a while."""
    clock = office.store.clock
    office.store.clock = replace(clock, now=lambda: clock.now() + by)
    yield
    office.store.clock = clock


def ask_monthly(stage: Stage) -> None:
    """The office asks for a bundle each month, from the next month on."""
    since = stage.offices.today.replace(day=1) + timedelta(days=31)
    stage.offices.receiving.run(Expect((Choice("month", on=True, since=since),)))


def periods(stage: Stage) -> QWidget:
    """Communes by periods, half a year on: all are late with their months."""
    stage.once(merge_all)
    stage.once(ask_monthly)
    page = stage.page("sync", SyncPage, OFFICE)
    page.tabs.setCurrentWidget(page.periods)
    with later(stage.offices.receiving, LATER):
        page.periods.read()
        stage.camera.settle()
    table = page.periods.table
    table.choose(table.model.lines[0].unit.id, table.model.columns[1].key)
    return page.window()


def changed(stage: Stage) -> QWidget:
    """What the newest bundle of a commune changed."""
    window = periods(stage)
    tab = stage.page("sync", SyncPage, OFFICE).periods
    if tab.line is not None and tab.found is not None:
        newest = tab.found.board.row(tab.line).history.newest
        if newest is not None:
            tab.detail.read_difference(tab.line, newest)
    return window


def choosing(stage: Stage) -> QWidget:
    """For which periods bundles are expected."""
    window = stage.window_of(OFFICE)
    kinds = expected(stage.offices.receiving)
    return stage.show(PeriodsDialog(kinds, stage.offices.today, window))


def page(stage: Stage, kind: type[Page], name: str) -> QWidget:
    """A page of the receiving office with what the communes sent."""
    stage.once(merge_all)
    return stage.page(name, kind, OFFICE).window()


def note(stage: Stage) -> QWidget:
    """A note down to a commune."""
    name = stage.offices.commune.info.unit_name
    unit = stage.offices.commune.info.unit_id
    whole = Matter("Cả đơn vị", About.UNIT, partial(ReturnUnit, unit))
    window = stage.window_of(OFFICE)
    dialog = ReturnDialog(window.desk, name, stage.offices.today, (whole,), parent=window)
    dialog.form.choose_reason("Chưa gửi báo cáo, dữ liệu của kỳ")
    return stage.show(dialog)


def summary(stage: Stage) -> QWidget:
    """The receiving office's own paper."""
    stage.once(merge_all)
    window = stage.window_of(OFFICE)
    return stage.show(ComposeDialog(window.desk, window, form="receiving-summary"))


def answered(stage: Stage, tab: str) -> QWidget:
    """The commune again, with its receipt and the answer."""
    stage.once(merge_all)
    page = stage.page("sync", SyncPage, COMMUNE)
    page.tabs.setCurrentWidget(getattr(page, tab))
    page.refresh()
    return page.window()


PAGES: tuple[tuple[str, type[Page]], ...] = (
    ("today", TodayPage),
    ("people", PeoplePage),
    ("households", HouseholdsPage),
    ("registers", RegistersPage),
    ("criteria", CriteriaPage),
    ("documents", PapersPage),
    ("history", HistoryPage),
    ("admin", AdminPage),
)

SCENES = (
    Scene("receiving-sync-before", SyncPage, trusted),
    Scene("merge", MergeDialog, preview),
    Scene("merge-again", MergeDialog, preview_again),
    Scene("receiving-sync", SyncPage, merged),
    Scene("receiving-sync-passages", SyncPage, partial(merged, tab="passages")),
    Scene("receiving-sync-periods", SyncPage, periods),
    Scene("receiving-sync-periods-changed", SyncPage, changed),
    Scene("periods-dialog", PeriodsDialog, choosing),
    Scene("receiving-sync-returns", SyncPage, partial(merged, tab="returns")),
    *(
        Scene(f"receiving-{name}", kind, partial(page, kind=kind, name=name))
        for name, kind in PAGES
    ),
    Scene("return-note", ReturnDialog, note),
    Scene("receiving-summary", ComposeDialog, summary),
    Scene("commune-sync-after", SyncPage, partial(answered, tab="exchange")),
    Scene("commune-sync-passages", SyncPage, partial(answered, tab="passages")),
    Scene("commune-sync-returns", SyncPage, partial(answered, tab="returns")),
)
