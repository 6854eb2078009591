"""The books of requests and of breaches: what is due above, the book below."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from sachmatuy_desktop.domain.dates import parse_moment, show_moment
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.privacy import DATA_BREACHES, DATA_REQUESTS
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.packs.retention import retention_table
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.retention import LinkCorrection, open_breaches, open_requests
from sachmatuy_desktop.storage.history import HistoryLine
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk, Door
from sachmatuy_desktop.ui.dialogs.kit import button, faint, paragraph
from sachmatuy_desktop.ui.dialogs.line import ChoiceDialog
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.looking import note_look
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.page import Pane
from sachmatuy_desktop.ui.pages.privacy.report import show_report
from sachmatuy_desktop.ui.pages.privacy.words import (
    breach_words,
    breaches_told,
    request_words,
    requests_told,
)
from sachmatuy_desktop.ui.pages.record_list import RecordList
from sachmatuy_desktop.ui.pages.tabbed import Tab

__all__ = ["BreachesTab", "RequestsTab"]

LINKED = 8
"""So many of the newest acts are offered as the correction a request asked for."""

SHOWN = 5
"""So many things that are due are said above a book; the first page and the book have all."""


class _BookTab(Tab):
    """A book with what is due above it."""

    def __init__(
        self, desk: Desk, register: Register, due: Callable[[Office], list[str]], told: str
    ) -> None:
        super().__init__(desk)
        self.register, self._due = register, due
        self.told = faint(told)
        self.due = paragraph()
        self.list = RecordList(desk, register)
        self.list.show_all()
        self.tools = QHBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.px(8), 0, 0)
        layout.setSpacing(theme.px(6))
        aside = theme.px(12), 0, theme.px(12), 0
        for label in (self.told, self.due):
            label.setContentsMargins(*aside)
            layout.addWidget(label)
        self.tools.setContentsMargins(*aside)
        layout.addLayout(self.tools)
        layout.addWidget(self.list, 1)

    def read(self) -> None:
        """What is due, on the worker."""
        office = office_in(self.desk)

        def show(lines: list[str]) -> None:
            self.due.setText("\n".join(lines[:SHOWN]))
            self.due.setVisible(bool(lines))

        Operation(self.desk.operations, lambda: self._due(office), self).success(show).start()

    def go_through(self, door: Door) -> None:
        """The record, or the list narrowed."""
        self.list.go_through(door)

    def panes(self) -> list[Pane]:
        """The list and the form beside it."""
        return self.list.panes()

    def may_close(self) -> bool:
        """What is being typed is asked about first."""
        return not self.list.is_unsaved


@dataclass(frozen=True)
class Chosen:
    """The request chosen: its id, the person it is about, its number."""

    request: str
    person: str
    number: str


class RequestsTab(_BookTab):
    """What persons ask for, with the report of one and the act that put data right."""

    reads = frozenset({DATA_REQUESTS.name, "holidays"})
    shows = frozenset({DATA_REQUESTS.name})

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            DATA_REQUESTS,
            _requests_due,
            requests_told(retention_table()),
        )
        self.report = button(_("Báo cáo dữ liệu của người này…"), self._report, picture="file-text")
        self.correction = button(_("Gắn việc sửa…"), self._link, picture="check")
        self.tools.addWidget(self.report)
        self.tools.addWidget(self.correction)
        self.tools.addStretch(1)

    def _chosen(self) -> Chosen | None:
        """The request chosen and the person it is about; says what is lacking."""
        chosen = self.list.table.chosen_ids()
        row = self.desk.queries.rows(DATA_REQUESTS.name, chosen[:1])
        for request, values in row.items():
            if values["person"]:
                return Chosen(request, str(values["person"]), str(values["number"] or ""))
        self.desk.feedback.notice(_("Hãy chọn một yêu cầu có ghi người có dữ liệu trong sổ."))
        return None

    def _report(self) -> None:
        found = self._chosen()
        if found is not None:
            why = _("Theo yêu cầu số {number}").format(number=found.number) if found.number else ""
            show_report(self.desk, found.person, self, why)

    def _link(self) -> None:
        """Read on the worker what was done with the person's data, then ask which act it was."""
        found = self._chosen()
        if found is None:
            return
        queries = office_in(self.desk).queries
        note_look(self.desk, REGISTERS["people"], found.person)

        def ask(life: list[HistoryLine]) -> None:
            self._ask_which(found.request, life)

        Operation(
            self.desk.operations, lambda: queries.life("people", found.person, below=True), self
        ).success(ask).start()

    def _ask_which(self, request: str, life: list[HistoryLine]) -> None:
        acts = {
            each.txn: f"{show_moment(parse_moment(each.at))} · {_(each.title)} · {each.by}"
            for each in life[:LINKED]
        }
        chosen = ChoiceDialog.ask(
            _("Việc sửa theo yêu cầu"),
            _("Giá trị trước và sau khi sửa đều còn trong lịch sử."),
            acts,
            next(iter(acts), ""),
            _("Gắn"),
            self.window(),
        )
        if chosen is not None:
            self.desk.run(LinkCorrection(request, chosen), owner=self)


class BreachesTab(_BookTab):
    """What leaked, with what is left of the hours to notify it."""

    reads = frozenset({DATA_BREACHES.name})
    shows = frozenset({DATA_BREACHES.name})

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            DATA_BREACHES,
            _breaches_due,
            breaches_told(retention_table()),
        )


def _requests_due(office: Office) -> list[str]:
    today = date.fromisoformat(office.clock.today())
    return [request_words(each, today) for each in open_requests(office)]


def _breaches_due(office: Office) -> list[str]:
    now = office.clock.now()
    return [breach_words(each, now) for each in open_breaches(office)]
