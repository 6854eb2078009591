"""The drives of a commune: at the left which, and how far each hamlet is; at the right the counts
by hamlet, and the households behind the number one stands on.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from sachmatuy_desktop.domain.drives import SIGNED, belongs
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.drives import DRIVES
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.drives import (
    BOOKS,
    Drive,
    DriveState,
    drives_of,
    state_of,
)
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk, Door
from sachmatuy_desktop.ui.dialogs.flow import FlowRow
from sachmatuy_desktop.ui.dialogs.kit import button, faint, heading, one_above_other, only_if
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.commitments import Progress as Signed
from sachmatuy_desktop.ui.pages.page import Pane
from sachmatuy_desktop.ui.pages.plans.drives.acts import DriveActs
from sachmatuy_desktop.ui.pages.plans.drives.homes import HomesList
from sachmatuy_desktop.ui.pages.plans.drives.table import WHOLE, HamletTable
from sachmatuy_desktop.ui.pages.plans.drives.words import COLUMNS, deadline, told_counts
from sachmatuy_desktop.ui.pages.progress_list import ProgressBars
from sachmatuy_desktop.ui.pages.side_list import SideLine, SideList
from sachmatuy_desktop.ui.pages.tabbed import Tab

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
        self.acts = DriveActs(desk, self, self.homes.chosen_homes)
        self.acts.begun.connect(self._go_to)
        self.acts.done.connect(self._read_anew)
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
        if self.acts.entry is not None or self._reading:
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
        self._go_to(door.record or "")

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

    # How it is done

    def _go_to(self, drive: str) -> None:
        """Choose a drive, now or once it has been read."""
        self._wanted = drive
        self._choose_wanted()

    def _read_anew(self) -> None:
        self.is_stale = True
        self.refresh()

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
        self.acts.state, self.acts.names = state, self.names
        self.title.setText(drive.name)
        self.deadline.setText(deadline(drive, self._today()))
        late = drive.is_running and (drive.days_left(self._today()) or 0) < 0
        self.deadline.setProperty("role", "complaint" if late else "faint")
        self.deadline.style().polish(self.deadline)
        at_end = _("Khi kết thúc")
        ended = f"{at_end}: {told_counts(drive.closing)}" if drive.closing else ""
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
        self.acts.village = village
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
        self.scan_button.setVisible(running)
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
        self.begin_button = button(_("Bắt đầu đợt mới…"), self.acts.begin, picture="plus")
        self.first_button = button(
            _("Bắt đầu đợt ký cam kết…"), self.acts.begin, picture="plus", primary=True
        )
        self.take_in_button = button(
            _("Nhập phiếu về…"), self.acts.take_in, picture="check", primary=True
        )
        self.scan_button = button(_("Bản quét…"), self.acts.take_in_scans, picture="paperclip")
        self.scan_button.setToolTip(_("Nhập một xấp phiếu đã quét: tự xếp theo mã trên phiếu"))
        self.print_button = button(_("In phiếu…"), self.acts.print, picture="printer")
        self.list_button = button(
            _("Danh sách mang theo…"), self.acts.list_pile, picture="file-text"
        )
        self.change_button = button(_("Sửa đợt…"), self.acts.change, picture="pencil")
        self.end_button = button(_("Kết thúc đợt…"), self.acts.end, picture="circle-check")
        self.extend_button = button("", self.acts.extend, picture="plus")
        self.hand_button = button(_("Phát phiếu…"), self.acts.hand_out, picture="users")
        self.many_button = button(
            _("Ghi kết quả chung…"), self.acts.take_in_many, picture="list-checks"
        )
        for each in (self.hand_button, self.many_button):
            each.setToolTip(_("Cho các dòng đang chọn, hoặc cho mọi hộ chưa ký đang liệt kê"))
            self.homes.add_tool(each)
        only_if(self._may_write, self.begin_button, self.first_button)

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
                self.scan_button,
                self.print_button,
                self.list_button,
                self.extend_button,
                self.change_button,
                self.end_button,
            )
        )
        head.addWidget(self.table, 1)
        split = one_above_other(top, self.homes, (300, 320))
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
