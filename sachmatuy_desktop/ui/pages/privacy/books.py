"""The books of requests and of breaches: what is due above, the book below."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.privacy import DATA_BREACHES, DATA_REQUESTS
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.retention import LinkCorrection, open_breaches, open_requests
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk, Door
from sachmatuy_desktop.ui.dialogs.kit import button, faint, paragraph
from sachmatuy_desktop.ui.dialogs.line import ChoiceDialog
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.looking import note_look
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.page import Pane
from sachmatuy_desktop.ui.pages.privacy.report import show_report
from sachmatuy_desktop.ui.pages.privacy.words import breach_words, request_words
from sachmatuy_desktop.ui.pages.record_list import RecordList
from sachmatuy_desktop.ui.pages.tabbed import Tab

__all__ = ["BreachesTab", "RequestsTab"]

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
        layout.setContentsMargins(theme.px(12), theme.px(8), 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addWidget(self.told)
        layout.addWidget(self.due)
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


class RequestsTab(_BookTab):
    """What persons ask for, with the report of one and the act that put data right."""

    reads = frozenset({DATA_REQUESTS.name, "holidays"})
    shows = frozenset({DATA_REQUESTS.name})

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            DATA_REQUESTS,
            _requests_due,
            _("Hạn tính từ ngày nhận theo NĐ 356/2025 Điều 5 (chưa kiểm chứng với bản gốc)."),
        )
        self.report = button(_("Báo cáo dữ liệu của người này…"), self._report, picture="file-text")
        self.correction = button(_("Gắn việc sửa…"), self._link, picture="check")
        self.tools.addWidget(self.report)
        self.tools.addWidget(self.correction)
        self.tools.addStretch(1)

    def _person(self) -> tuple[str, str] | None:
        """The request chosen and the person it is about; says what is lacking."""
        chosen = self.list.table.chosen_ids()
        row = self.desk.queries.rows(DATA_REQUESTS.name, chosen[:1])
        for request, values in row.items():
            if values["person"]:
                return request, str(values["person"])
        self.desk.feedback.notice(_("Hãy chọn một yêu cầu có ghi người có dữ liệu trong sổ."))
        return None

    def _report(self) -> None:
        found = self._person()
        if found is not None:
            show_report(self.desk, found[1], self)

    def _link(self) -> None:
        found = self._person()
        if found is None:
            return
        request, person = found
        life = self.desk.queries.life("people", person, below=True)
        note_look(self.desk, REGISTERS["people"], person)
        acts = {each.txn: f"{each.at[:16]} · {_(each.title)} · {each.by}" for each in life[:8]}
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
    """What leaked, with what is left of 72 hours."""

    reads = frozenset({DATA_BREACHES.name})
    shows = frozenset({DATA_BREACHES.name})

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            DATA_BREACHES,
            _breaches_due,
            _(
                "Thông báo trong 72 giờ kể từ khi phát hiện và lập biên bản. Không ghi tên người. "
                "Sự cố về vị trí, sinh trắc học lưu ít nhất 5 năm."
            ),
        )


def _requests_due(office: Office) -> list[str]:
    today = date.fromisoformat(office.clock.today())
    return [request_words(each, today) for each in open_requests(office)]


def _breaches_due(office: Office) -> list[str]:
    now = office.clock.now()
    return [breach_words(each, now) for each in open_breaches(office)]
