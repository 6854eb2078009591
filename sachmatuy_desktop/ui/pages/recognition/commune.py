"""Công nhận at a commune: which recognition, how it stands, its ladder."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sachmatuy_desktop.domain.recognition import ENDED
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.recognition import (
    BOOK,
    STEPS,
    Case,
    StopRecognition,
    cases,
    packs_to_choose,
    processes_of,
)
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.chips import Chip
from sachmatuy_desktop.ui.desk import Desk, Door
from sachmatuy_desktop.ui.dialogs.kit import CalmChoice, button, faint, only_if, row
from sachmatuy_desktop.ui.dialogs.line import LineDialog
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.recognition_step import BeginDialog, Way
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.recognition.case_view import CaseView
from sachmatuy_desktop.ui.pages.recognition.words import PLACES, status_chip

__all__ = ["CommuneView"]


class CommuneView(QWidget):
    """The choice of a recognition above, the case below."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.cases: list[Case] = []
        self._wanted = ""
        may_write = _may_write(desk)
        self.which = CalmChoice()
        self.which.setAccessibleName(_("Quá trình công nhận"))
        self.which.setMinimumContentsLength(36)
        self.status = Chip()
        self.told = faint()
        self.proposed = faint()
        self.begin = button(_("Bắt đầu…"), self.ask_begin, picture="plus")
        self.stop = button(_("Thôi quá trình này…"), self.ask_stop, picture="x")
        only_if(may_write, self.begin, self.stop)
        self.view = CaseView(desk, may_write=may_write)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(10))
        layout.setSpacing(theme.px(7))
        above = row(self.which, self.status, None, self.stop, self.begin)
        layout.addLayout(above)
        layout.addWidget(self.told)
        layout.addWidget(self.proposed)
        layout.addWidget(self.view, 1)
        self.which.activated.connect(lambda _place: self._show_chosen())

    def refresh(self) -> None:
        """Read the recognitions on the worker."""
        office = office_in(self.desk)
        operation = Operation(
            self.desk.operations, lambda: cases(office.queries, office.info.unit_id), self
        )
        operation.success(self._show).start()

    def go_through(self, door: Door) -> None:
        """Show the recognition behind a door; a step leads to the one it belongs to."""
        record = door.record
        if record is not None and door.register != BOOK:
            row_of = self.desk.queries.rows(door.register, [record]).get(record)
            record = str(row_of["recognition"]) if row_of else None
        self._wanted = record or ""
        self._choose_wanted()

    def _choose_wanted(self) -> None:
        """Once the recognitions are read, the one behind the door is shown."""
        place = self.which.findData(self._wanted) if self._wanted else -1
        if place >= 0:
            self._wanted = ""
            self.which.setCurrentIndex(place)
            self._show_chosen()

    # What is done

    def ask_begin(self) -> None:
        """Set out on a process this office has packs for."""
        office = office_in(self.desk)
        ways = ways_of(office)
        if not ways:
            self.desk.feedback.notice(
                _("Chưa có quy trình cho bộ tiêu chí của đơn vị; hãy ghi đăng ký trước.")
            )
            return
        BeginDialog(self.desk, ways, office.clock.now().date(), self).ask_person()

    def ask_stop(self) -> None:
        """Give up the one shown."""
        case = self.view.case
        if case is None:
            return
        why = LineDialog.ask(
            _("Thôi quá trình này"),
            _("{name}: các bước đã ghi vẫn còn trong sổ.").format(name=case.recognition.programme),
            _("Lý do"),
            _("Thôi"),
            self,
        )
        if why:
            self.desk.run(StopRecognition(case.recognition.id, why), owner=self)

    # What is shown

    def _show(self, found: list[Case]) -> None:
        chosen = self.which.currentData()
        self.cases = found
        self.which.clear()
        for case in found:
            words = _("{name}, năm {year}")
            recognition = case.recognition
            self.which.addItem(
                words.format(name=recognition.programme, year=recognition.year), recognition.id
            )
        self.which.setCurrentIndex(max(self.which.findData(chosen), 0) if found else -1)
        self._show_chosen()
        self._choose_wanted()

    def _show_chosen(self) -> None:
        place = self.which.currentIndex()
        case = self.cases[place] if 0 <= place < len(self.cases) else None
        nothing = _("Chưa bắt đầu quá trình công nhận nào. Bấm «Bắt đầu…» để ghi ngày đăng ký.")
        self.view.show_case(case, nothing)
        standing = self.view.standing
        for each in (self.which, self.status, self.told, self.proposed):
            each.setVisible(case is not None)
        if case is None or standing is None:
            self.stop.setEnabled(False)
            return
        self.status.say(*status_chip(standing.status))
        over = standing.status in ENDED or bool(case.recognition.decisions)
        self.stop.setEnabled(not over)
        told = []
        if standing.next and standing.ball is not None:
            words = _("Bước tiếp theo: {step} ({office}).")
            office = _(PLACES[standing.ball])
            told.append(words.format(step=standing.next[0].step.title, office=office))
        if case.recognition.stopped_why:
            told.append(_("Lý do thôi: {why}").format(why=case.recognition.stopped_why))
        self.told.setText(" ".join(told))
        self.told.setVisible(bool(told))
        self.proposed.setText(case.process.proposed)
        self.proposed.setVisible(bool(case.process.proposed))


def _may_write(desk: Desk) -> bool:
    if desk.receives:
        return False
    try:
        desk.role.must_write(REGISTERS[STEPS])
    except KnownError:
        return False
    return True


def ways_of(office: Office) -> list[Way]:
    """The processes an office may set out on, with the newest registration by each pack."""
    where = [Where("unit_id", "=", office.info.unit_id)]
    rows = office.queries.rows("campaigns", office.queries.ids("campaigns", where))
    registered: dict[str, date] = {}
    for each in rows.values():
        day = date.fromisoformat(str(each["registered_on"]))
        pack = str(each["pack"])
        registered[pack] = max(day, registered.get(pack, day))
    return [
        Way(process, tuple(packs_to_choose(office, process)), registered)
        for process in processes_of(office)
    ]
