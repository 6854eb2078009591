"""Tiêu chí: the assessment, what officials have attested, the results that were kept."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import (
    QTabWidget,
    QVBoxLayout,
)

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui.desk import CRITERION, Desk, Door
from sachmatuy_desktop.ui.office_port import RecordKey
from sachmatuy_desktop.ui.pages.criteria.assessing import AssessmentView
from sachmatuy_desktop.ui.pages.criteria.forecast import ForecastView
from sachmatuy_desktop.ui.pages.criteria.kept import KeptResults
from sachmatuy_desktop.ui.pages.page import Page
from sachmatuy_desktop.ui.pages.record_list import RecordList
from sachmatuy_desktop.ui.targets.own import add_own_targets

__all__ = ["CriteriaPage"]

ATTESTATIONS: Final = "attestations"
ASSESSMENTS: Final = "assessments"


class CriteriaPage(Page):
    """The assessment, what officials have attested, and the results that were kept."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.view = AssessmentView(desk)
        self.attested = RecordList(desk, REGISTERS[ATTESTATIONS])
        self.attested.show_all()
        self.kept = KeptResults(desk)
        self.forecast = ForecastView(desk, self.view.readings_of)
        self.tabs.addTab(self.view, _("Đánh giá"))
        self.tabs.addTab(self.forecast, _("Dự báo"))
        self.tabs.addTab(self.attested, self.attested.title)
        self.tabs.addTab(self.kept, _(REGISTERS[ASSESSMENTS].title))
        add_own_targets(desk, self.tabs)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tabs)

    def opened(self) -> None:
        """Assess anew if anything changed since."""
        self.view.refresh()

    def records_changed(self, changed: frozenset[RecordKey]) -> None:
        """Figures may have moved; they are counted again when the page is in front."""
        self.kept.records_changed(changed)
        if changed:
            self.view.is_stale = True
            if self.isVisible():
                self.view.refresh()

    def go_through(self, door: Door) -> None:
        """A kept result, an attestation, a criterion; any other leads to the assessment."""
        if door.field == CRITERION and door.record:
            self.tabs.setCurrentWidget(self.view)
            self.view.look_at(*door.record.split("#", 1))
            return
        homes: dict[str, RecordList | KeptResults] = {
            ATTESTATIONS: self.attested,
            ASSESSMENTS: self.kept,
        }
        home = homes.get(door.register)
        if home is not None:
            self.tabs.setCurrentWidget(home)
            home.go_through(door)

    def may_close(self) -> bool:
        """Nothing typed may be lost."""
        return not self.attested.is_unsaved
