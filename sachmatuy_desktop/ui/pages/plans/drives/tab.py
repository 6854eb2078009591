"""The drives of a commune: at the left which, and how far each hamlet is; at the right the counts
by hamlet, and the households behind the number one stands on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Final

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from sachmatuy_desktop.documents.rendering import render
from sachmatuy_desktop.domain.drives import SIGNED, Home, belongs
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.drives import DRIVES
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.bus import Command, Outcome
from sachmatuy_desktop.services.drives import (
    BOOKS,
    BeginDrive,
    ChangeDrive,
    Drive,
    DriveState,
    EndDrive,
    ExtendDrive,
    SheetFinder,
    drives_of,
    finder_of,
    pile_list,
    print_pile,
    state_of,
    waiting_by_village,
)
from sachmatuy_desktop.services.plans import OfficeTask, tasks_of
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk, Door
from sachmatuy_desktop.ui.dialogs.bulk import BulkDialog
from sachmatuy_desktop.ui.dialogs.flow import FlowRow
from sachmatuy_desktop.ui.dialogs.kit import button, faint, heading
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.operations import Operation, Progress
from sachmatuy_desktop.ui.pages.commitments import Progress as Signed
from sachmatuy_desktop.ui.pages.page import Pane
from sachmatuy_desktop.ui.pages.plans.drives.dialogs import (
    DriveDialog,
    EndDialog,
    Hamlet,
    HandOutDialog,
    PrintDialog,
    PrintWanted,
    TakeInDialog,
)
from sachmatuy_desktop.ui.pages.plans.drives.entry import ReturnEntry
from sachmatuy_desktop.ui.pages.plans.drives.homes import HomesList
from sachmatuy_desktop.ui.pages.plans.drives.table import WHOLE, HamletTable
from sachmatuy_desktop.ui.pages.plans.drives.words import COLUMNS, deadline, told_counts
from sachmatuy_desktop.ui.pages.progress_list import ProgressBars
from sachmatuy_desktop.ui.pages.side_list import SideLine, SideList
from sachmatuy_desktop.ui.pages.tabbed import Tab
from sachmatuy_desktop.ui.preview import save_pdf

__all__ = ["DrivesTab"]

WIDE: Final = 236
"""The left column, as on the page of households."""

Names = Mapping[RecordId, str]


class DrivesTab(Tab):
    """Which drive, how far it is, and what one does with its pile."""

    reads = BOOKS
    shows = frozenset({DRIVES.name})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.drives: list[Drive] = []
        self.states: dict[RecordId, DriveState] = {}
        self.names: Names = {}
        self.entry: ReturnEntry | None = None
        self.bulk: BulkDialog | None = None
        self._behind = (WHOLE, "asked")
        self._wanted = ""
        self._reading = False
        self.side = SideList(_("Các đợt ký cam kết"))
        self.side.chosen.connect(lambda _key: self._show_drive())
        self.bars = ProgressBars(_("ĐÃ KÝ THEO THÔN, KHU PHỐ"))
        self.title = heading("")
        self.deadline = QLabel()
        self.told = faint()
        self.care = QLabel()
        self.care.setProperty("role", "complaint")
        self.table = HamletTable()
        self.bars.chosen.connect(lambda village: self.table.choose_number(village, SIGNED))
        self.table.number_chosen.connect(self._show_behind)
        self.homes = HomesList(desk)
        self._make_buttons()
        self._lay_out()
        self.setFocusProxy(self.side)

    # What it shows

    @property
    def state(self) -> DriveState | None:
        """The drive in front."""
        return self.states.get(self.side.current)

    def read(self) -> None:
        """Every drive anew, on the worker; while a pile is being taken in, afterwards."""
        if self.entry is not None or self._reading:
            self.is_stale = True
            return
        self._reading = True
        office = office_in(self.desk)
        today, unit = self.desk.office.clock.today(), self.desk.office.info.unit_id

        def work() -> tuple[list[DriveState], Names]:
            found = [
                state_of(office.store, each, today) for each in drives_of(office.queries, unit)
            ]
            ids = office.queries.ids("villages")
            names = office.queries.names("villages", ids)
            return found, {each: names[each] for each in ids if each in names}

        Operation(self.desk.operations, work, self).success(self._show).always(self._read).start()

    def go_through(self, door: Door) -> None:
        """The drive behind a door."""
        self._wanted = door.record or ""
        self._choose_wanted()

    def panes(self) -> list[Pane]:
        """Drives, counts, households."""
        return [
            Pane(self.side, self.side.setFocus),
            Pane(self.table, self.table.setFocus),
            *self.homes.panes(),
        ]

    def may_close(self) -> bool:
        """Nothing typed into a household may be lost."""
        return not self.homes.is_unsaved

    # What one does

    def begin(self) -> None:
        """Ask for a new drive and begin it."""
        self._with_hamlets(None, self._ask_new)

    def change(self) -> None:
        """Ask what the drive is called now, and who carries its forms."""
        if self.state is not None:
            self._with_hamlets(self.state.drive, self._ask_changed)

    def extend(self) -> None:
        """Sheets for the households that have come since."""
        state = self.state
        if state is not None and state.missing:
            self.desk.run_long(
                lambda progress: ExtendDrive(drive=state.drive.id, report=progress.report),
                _("Đang thêm hộ…"),
                owner=self,
                counted=True,
            )

    def print(self) -> None:
        """Ask which pile, and print it."""
        state = self.state
        if state is None:
            return
        wait = [home for home in state.homes if home.answer != SIGNED]
        dialog = PrintDialog(
            state.drive,
            {key: name for key, name in self.names.items() if key in state.villages},
            _per_village(home for home in wait if not home.is_printed),
            _per_village(wait),
            self._behind[0] or None,
            self,
        )
        if dialog.ask_person():
            self.print_pile(state, dialog.wanted())

    def print_pile(self, state: DriveState, wanted: PrintWanted) -> None:
        """The forms into one file, with progress and a way to stop."""
        homes = [
            home
            for home in state.homes
            if home.answer != SIGNED
            and (wanted.again or not home.is_printed)
            and wanted.village in (None, home.village)
        ]
        office = office_in(self.desk)

        def work(progress: Progress) -> int:
            return print_pile(
                office,
                state,
                homes,
                wanted.path,
                hand_out=wanted.hand_out,
                progress=progress.report,
            )

        def told(count: int) -> None:
            self.desk.feedback.notice(
                _("Đã in {count} phiếu vào {file}.").format(
                    count=show_integer(count), file=wanted.path.name
                )
            )
            self.is_stale = True
            self.refresh()
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(wanted.path)))

        operation = Operation.reporting(self.desk.operations, work, self)
        operation.success(told)
        operation.with_progress(_("Đang in phiếu…"), stoppable=True).start()

    def list_pile(self) -> None:
        """The list that goes with a hamlet's pile, as a PDF."""
        state, village = self.state, self._behind[0]
        if state is None:
            return
        if village == WHOLE:
            self.desk.feedback.notice(_("Hãy chọn dòng của một thôn, khu phố trong bảng."))
            return
        homes = [each for each in state.homes if each.village == village and each.answer != SIGNED]
        office, drive = office_in(self.desk), state.drive
        name = f"{drive.name} - {self.names.get(village, '')} - danh sách.pdf".replace("/", "-")

        def told(pdf: bytes) -> None:
            try:
                path = save_pdf(self, pdf, name)
            except KnownError as error:
                self.desk.feedback.sentence(error)
                return
            if path is not None:
                QDesktopServices.openUrl(QUrl.fromLocalFile(path))

        Operation(
            self.desk.operations, lambda: render(pile_list(office, drive, village, homes)), self
        ).success(told).start()

    def hand_out(self) -> None:
        """The chosen sheets, or all that are listed, go to somebody."""
        state = self.state
        if state is not None:
            sheets = [each.sheet.id for each in self.homes.chosen_homes() if each.answer != SIGNED]
            self._ask_bulk(sheets, lambda: HandOutDialog(self.desk, state.drive, sheets, self))

    def take_in_many(self) -> None:
        """The chosen sheets, or all that are listed, say the same."""
        state = self.state
        if state is not None:
            sheets = [each.sheet.id for each in self.homes.chosen_homes() if each.answer != SIGNED]
            self._ask_bulk(sheets, lambda: TakeInDialog(self.desk, state.drive, sheets, self))

    def take_in(self) -> None:
        """Open the fast entry; the whole drive is read for it first."""
        state = self.state
        if state is None or self.entry is not None:
            return
        queries, store, drive = self.desk.queries, self.desk.office.session.store, state.drive
        today = self.desk.office.clock.today()

        def work() -> SheetFinder:
            return finder_of(queries, state_of(store, drive, today))

        def opened(finder: SheetFinder) -> None:
            self.entry = ReturnEntry(self.desk, drive, finder, self)
            self.entry.finished.connect(self._taken_in)
            self.entry.open()

        Operation(self.desk.operations, work, self).success(opened).start()

    def end(self) -> None:
        """Tell what stays out, and end the drive."""
        state = self.state
        if state is None:
            return
        dialog = EndDialog(state.drive, state.counts, self._today(), self)
        if dialog.ask_person():
            day, write = dialog.day.demand_day(), dialog.write.isChecked()
            self.desk.run_long(
                lambda progress: EndDrive(
                    drive=state.drive.id, ended_on=day, write_answers=write, report=progress.report
                ),
                _("Đang kết thúc đợt…"),
                owner=self,
            )

    # How it is done

    def _taken_in(self) -> None:
        if self.entry is not None:
            self.entry.deleteLater()
            self.entry = None
        self.is_stale = True
        self.refresh()

    def _with_hamlets(self, drive: Drive | None, then: Callable[[DriveDialog], None]) -> None:
        """Read whom a new drive would ask, and open the dialog."""
        office, today = office_in(self.desk), self._today()
        unit, day = self.desk.office.info.unit_id, self.desk.office.clock.today()

        def work() -> tuple[list[Hamlet], list[OfficeTask]]:
            ids = office.queries.ids("villages")
            rows = office.queries.rows("villages", ids)
            waiting = waiting_by_village(office.store, unit, day, everybody=False)
            living = waiting_by_village(office.store, unit, day, everybody=True)
            theirs = {each.village for each in drive.villages} if drive else set(ids)
            carriers = drive.carriers if drive else {}
            hamlets = [
                Hamlet(
                    key,
                    str(rows[key]["name"]),
                    waiting[key],
                    living[key],
                    carriers.get(key, "") if drive else str(rows[key]["head"] or ""),
                )
                for key in ids
                if key in rows and key in theirs
            ]
            tasks = [each for each in tasks_of(office.queries, unit) if each.active]
            return hamlets, tasks

        def asked(found: tuple[list[Hamlet], list[OfficeTask]]) -> None:
            dialog = DriveDialog(*found, today, drive, self)
            if dialog.ask_person():
                then(dialog)

        Operation(self.desk.operations, work, self).success(asked).start()

    def _ask_new(self, dialog: DriveDialog) -> None:
        said = dialog.beginning()

        def begun(done: Outcome) -> None:
            self._wanted = str(done.result)
            self._choose_wanted()

        self.desk.run_long(
            lambda progress: BeginDrive(**said, report=progress.report),  # type: ignore[arg-type]
            _("Đang lập phiếu cho từng hộ…"),
            begun,
            owner=self,
        )

    def _ask_changed(self, dialog: DriveDialog) -> None:
        if self.state is not None:
            command: Command = ChangeDrive(drive=self.state.drive.id, **dialog.values())  # type: ignore[arg-type]
            self.desk.run(command, owner=self)

    def _ask_bulk(self, sheets: list[RecordId], make: Callable[[], BulkDialog]) -> None:
        if not sheets:
            self.desk.feedback.notice(_("Không còn phiếu nào chưa ký trong danh sách này."))
            return
        self.bulk = make()
        self.bulk.finished.connect(self._bulk_done)
        self.bulk.open()

    def _bulk_done(self) -> None:
        if self.bulk is not None:
            self.bulk.deleteLater()
            self.bulk = None

    def _read(self) -> None:
        self._reading = False
        if self.is_stale and self.isVisible():
            self.refresh()

    def _show(self, read: tuple[list[DriveState], Names]) -> None:
        states, self.names = read
        self.drives = [each.drive for each in states]
        self.states = {each.drive.id: each for each in states}
        self.side.show_lines(self._lines(states))
        self.stack.setCurrentIndex(0 if states else 1)
        if not self._choose_wanted() and self.side.current not in self.states and states:
            self.side.choose(states[0].drive.id)
        self._show_drive()

    def _choose_wanted(self) -> bool:
        if self._wanted not in self.states:
            return False
        self.side.choose(self._wanted)
        self._wanted = ""
        return True

    def _lines(self, states: list[DriveState]) -> list[SideLine]:
        groups = (
            (_("ĐANG KÝ"), [each for each in states if each.drive.is_running]),
            (_("ĐÃ KẾT THÚC"), [each for each in states if not each.drive.is_running]),
        )
        lines: list[SideLine] = []
        for title, group in groups:
            if group:
                lines.append(SideLine("", title))
            lines += [
                SideLine(each.drive.id, each.drive.name, each.counts.da_ky, of=each.counts.asked)
                for each in group
            ]
        return lines

    def _show_drive(self) -> None:
        state = self.state
        if state is None:
            return
        drive = state.drive
        self.title.setText(drive.name)
        self.deadline.setText(deadline(drive, self._today()))
        late = drive.is_running and (drive.days_left(self._today()) or 0) < 0
        self.deadline.setProperty("role", "complaint" if late else "faint")
        self.deadline.style().polish(self.deadline)
        ended = f"{_('Khi kết thúc')}: {told_counts(drive.closing)}" if drive.closing else ""
        self.told.setText(ended or f"{told_counts(state.counts)}.")
        self._say_care(state)
        self.table.show_state(state, self.names)
        self.bars.show_progress(
            [
                Signed(key, name, state.villages[key].da_ky, state.villages[key].asked)
                for key, name in self.names.items()
                if key in state.villages
            ]
        )
        self._offer(state)
        self._show_behind(*self._behind)

    def _say_care(self, state: DriveState) -> None:
        said = []
        if state.unbooked:
            said.append(
                _("{count} phiếu đã nhập «Đã ký» mà sổ cam kết không có: {codes}.").format(
                    count=show_integer(len(state.unbooked)),
                    codes=", ".join(each.sheet.code for each in state.unbooked[:5]),
                )
            )
        if state.missing and state.drive.is_running:
            said.append(
                _("{count} hộ phải ký ở các thôn này chưa có phiếu.").format(
                    count=show_integer(len(state.missing))
                )
            )
        self.care.setText(" ".join(said))
        self.care.setVisible(bool(said))

    def _show_behind(self, village: str, column: str) -> None:
        """The households that a number counts."""
        state = self.state
        if state is None:
            return
        if village != WHOLE and village not in state.villages:
            village = WHOLE
        self._behind = (village, column)
        where = self.names.get(village, "") if village != WHOLE else _("Cả đợt")
        self.homes.heading.setText(f"{where}: {_(COLUMNS[column]).lower()}")
        self.homes.show_homes(
            [
                home
                for home in state.homes
                if village in (WHOLE, home.village) and belongs(home, column)
            ]
        )

    def _offer(self, state: DriveState) -> None:
        running = state.drive.is_running and self._may_write
        for each in (self.take_in_button, self.print_button, self.change_button, self.end_button):
            each.setVisible(running)
        self.hand_button.setVisible(running)
        self.many_button.setVisible(running)
        self.extend_button.setVisible(running and bool(state.missing))
        self.extend_button.setText(
            _("Thêm {count} hộ chưa có phiếu").format(count=show_integer(len(state.missing)))
        )

    def _today(self) -> date:
        return date.fromisoformat(self.desk.office.clock.today())

    @property
    def _may_write(self) -> bool:
        """The books of drives are the program's own: the desk says no of them to everybody."""
        try:
            self.desk.role.must_write(DRIVES)
        except KnownError:
            return False
        return True

    def _make_buttons(self) -> None:
        self.begin_button = button(_("Bắt đầu đợt mới…"), self.begin, picture="plus")
        self.first_button = button(
            _("Bắt đầu đợt ký cam kết…"), self.begin, picture="plus", primary=True
        )
        self.take_in_button = button(
            _("Nhập phiếu về…"), self.take_in, picture="check", primary=True
        )
        self.print_button = button(_("In phiếu…"), self.print, picture="printer")
        self.list_button = button(_("Danh sách mang theo…"), self.list_pile, picture="file-text")
        self.change_button = button(_("Sửa đợt…"), self.change, picture="pencil")
        self.end_button = button(_("Kết thúc đợt…"), self.end, picture="circle-check")
        self.extend_button = button("", self.extend, picture="plus")
        self.hand_button = button(_("Phát phiếu…"), self.hand_out, picture="users")
        self.many_button = button(_("Ghi kết quả chung…"), self.take_in_many, picture="list-checks")
        for each in (self.hand_button, self.many_button):
            each.setToolTip(_("Cho các dòng đang chọn, hoặc cho mọi hộ chưa ký đang liệt kê"))
            self.homes.add_tool(each)
        for each in (self.begin_button, self.first_button):
            each.setVisible(self._may_write)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(0)
        self.side.setFixedWidth(theme.px(WIDE))
        self.bars.setFixedWidth(theme.px(WIDE))
        left.addWidget(self.side, 3)
        left.addWidget(self.begin_button, 0, Qt.AlignmentFlag.AlignHCenter)
        left.addSpacing(theme.px(8))
        left.addWidget(self.bars, 4)
        top = QWidget()
        head = QVBoxLayout(top)
        head.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), 0)
        head.setSpacing(theme.px(6))
        first = QHBoxLayout()
        first.setSpacing(theme.px(10))
        self.title.setWordWrap(False)
        first.addWidget(self.title)
        first.addWidget(self.deadline)
        first.addStretch(1)
        head.addLayout(first)
        head.addWidget(self.told)
        head.addWidget(self.care)
        head.addLayout(
            FlowRow(
                self.take_in_button,
                self.print_button,
                self.list_button,
                self.extend_button,
                self.change_button,
                self.end_button,
            )
        )
        head.addWidget(self.table, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(top)
        split.addWidget(self.homes)
        split.setChildrenCollapsible(False)
        split.setSizes([theme.px(300), theme.px(320)])
        whole = QWidget()
        across = QHBoxLayout(whole)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addLayout(left)
        across.addWidget(split, 1)
        self.stack = QStackedWidget()
        self.stack.addWidget(whole)
        self.stack.addWidget(self._empty())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.stack)

    def _empty(self) -> QWidget:
        page = QWidget()
        label = faint(
            _(
                "Chưa có đợt ký nào. Mỗi đợt lập phiếu có số cho từng hộ chưa ký, theo dõi phiếu đã"
                " in, đang phát, đã về, và ghi cam kết khi nhập phiếu đã ký."
            )
        )
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(theme.px(60), 0, theme.px(60), 0)
        layout.addStretch(1)
        layout.addWidget(label)
        layout.addWidget(self.first_button, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(1)
        return page


def _per_village(homes: Iterable[Home]) -> Mapping[RecordId, int]:
    return Counter(home.village for home in homes)
