"""Diễn tập khôi phục có người làm: two people, both halves of the sheet, a copy, the clock.

On this PC the program restores the copy aside and measures from the moment this screen opened; what
was done on another PC is written down.  Nothing of the office's data changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLayout, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.errors import N_, BadInput, KnownError
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.upkeep import drills_by_people, maintenance, repair, trials
from sachmatuy_desktop.services.upkeep.drills_by_people import PeopleDrill
from sachmatuy_desktop.storage.backups.backup import Backup
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import (
    CalmChoice,
    Entry,
    Sheet,
    button,
    faint,
    label_of,
    long_text,
    row,
)
from sachmatuy_desktop.ui.dialogs.recovery import CodeEntry
from sachmatuy_desktop.ui.operations import Operation, Operations, Progress

__all__ = ["PeopleDrillDialog"]

HERE: Final = 0
PLACES: Final = (
    N_("Trên máy này: khôi phục thử vào thư mục riêng, kiểm tra rồi xóa"),
    N_("Trên máy khác: đã khôi phục xong, ghi lại kết quả"),
)
_NOT_A_NUMBER: Final = N_("Hãy ghi «{field}» bằng chữ số.")
_NO_COPY: Final = N_("Hãy chọn bản sao lưu; bấm “Chọn USB…” để tìm bản đã mang đi.")


class PeopleDrillDialog(Sheet):
    """Where, from which copy, by whom; the two halves, or what was seen on the other PC."""

    def __init__(
        self, office: Office, operations: Operations, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            _("Diễn tập khôi phục có người làm"),
            _("Hai người giữ phiếu cùng mở một bản sao lưu, có bấm giờ; dữ liệu không thay đổi."),
            parent,
        )
        self.office, self.operations = office, operations
        self.begun = office.clock.now()
        self.outcome: PeopleDrill | None = None
        self.backups: list[Backup] = []
        self.place = CalmChoice()
        for words in PLACES:
            self.place.addItem(_(words))
        self.copy = CalmChoice()
        self.copy.setMinimumContentsLength(34)
        self.stick = button(_("Chọn USB…"), self._search, picture="usb")
        self.who = Entry(_("Người diễn tập (họ tên)"))
        self.code = CodeEntry(halves=trials.sheet_number(office) is not None)
        self.code.older.hide()
        self.running = faint()
        self.minutes = Entry(_("Mất bao nhiêu phút"), width=90)
        self.records = Entry(
            _("Số ghi chép đọc được"),
            hint=_("«Kiểm tra dữ liệu» ở máy kia cho biết; để trống cũng được."),
            width=130,
        )
        self.failed = QCheckBox(_("Không khôi phục được"))
        self.problems = long_text(_("Chỗ không đúng"), 70)
        self.problems.setPlaceholderText(_("Chỗ không đúng"))
        self._sides = (
            _side(self.code, self.running),
            _side(row(self.minutes, self.records), self.failed, self.problems),
        )
        for widget in (label_of(_("Nơi làm"), self.place), self.place):
            self.body.addWidget(widget)
        self.body.addWidget(label_of(_("Bản sao lưu mở thử"), self.copy))
        self.body.addLayout(row(self.copy, self.stick, None))
        self.body.addWidget(self.who)
        for side in self._sides:
            side.hide()
            self.body.addWidget(side)
        self.body.addStretch(1)
        self.finish = self.finish_with("", self._start)
        self.setMinimumWidth(theme.px(760))
        self.failed.toggled.connect(self.problems.setVisible)
        self.place.currentIndexChanged.connect(lambda _row: self._show_place())
        self._ticking = QTimer(self)
        self._ticking.setInterval(1000)
        self._ticking.timeout.connect(self._tick)
        self._ticking.start()
        self.problems.hide()
        self._show_place()
        self._tick()
        self.look()

    def look(self, elsewhere: Path | None = None) -> None:
        """List the copies of a stick, of the second place and of the folder, on the worker."""
        office = self.office

        def work() -> list[Backup]:
            second = maintenance.second_place_of(office)
            folders = [elsewhere, second.folder if second is not None else None]
            outside = (repair.backups_in(each) for each in folders if each is not None)
            found = [*(one for each in outside for one in each), *maintenance.backups(office)]
            return list({each.path: each for each in found if each.verified}.values())

        operation = Operation(self.operations, work, self)
        operation.success(self._offer).failure(self.complain).start()

    @property
    def here(self) -> bool:
        """Whether it is done on this PC."""
        return self.place.currentIndex() == HERE

    def _offer(self, found: Sequence[Backup]) -> None:
        self.backups = list(found)
        self.copy.clear()
        for each in found:
            self.copy.addItem(_copy_words(each))
        self.copy.setEnabled(bool(found))

    def _search(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Chọn USB hoặc thư mục có bản sao lưu"))
        if chosen:
            self.look(Path(chosen))

    def _show_place(self) -> None:
        for at, side in enumerate(self._sides):
            side.setVisible(at == self.place.currentIndex())
        self.finish.setText(_("Khôi phục thử") if self.here else _("Ghi lại"))
        self.wrong.hide()
        self.adjustSize()

    def _tick(self) -> None:
        seconds = int((self.office.clock.now() - self.begun).total_seconds())
        minutes, seconds = divmod(max(seconds, 0), 60)
        words = _("Đồng hồ tính từ lúc mở màn hình này: {time}")
        self.running.setText(words.format(time=f"{minutes}:{seconds:02d}"))

    def _start(self) -> None:
        at = self.copy.currentIndex()
        if at < 0:
            self.complain(BadInput(_NO_COPY))
            return
        try:
            who = self.who.demand()
            if self.here:
                self._drill(self.backups[at], who)
            else:
                self._write_down(self.backups[at], who)
        except BadInput:
            return  # said beside its field

    def _drill(self, backup: Backup, who: str) -> None:
        office, code, begun = self.office, self.code.code(), self.begun

        def work(moved: Progress) -> PeopleDrill:
            return drills_by_people.drill_by_people(office, backup, code, who, begun, moved.report)

        self._run(Operation.reporting(self.operations, work, self), stoppable=True)

    def _write_down(self, backup: Backup, who: str) -> None:
        office, worked = self.office, not self.failed.isChecked()
        seconds = _number(self.minutes, needed=True) * 60
        records = _number(self.records) if self.records.text else None
        problems = [self.problems.toPlainText()]

        def work() -> PeopleDrill:
            return drills_by_people.note_people_drill(
                office, backup, who, seconds, records, problems, worked=worked
            )

        self._run(Operation(self.operations, work, self), stoppable=False)

    def _run(self, operation: Operation[PeopleDrill], *, stoppable: bool) -> None:
        self.wrong.hide()
        self.setEnabled(False)
        operation.success(self._finished).failure(self._refused)
        operation.always(lambda: self.setEnabled(True))
        operation.with_progress(_("Đang khôi phục thử và kiểm tra…"), stoppable=stoppable).start()

    def _finished(self, done: PeopleDrill) -> None:
        self.outcome = done
        self.accept()

    def _refused(self, error: KnownError) -> None:
        if isinstance(error, BadInput) and error.field == "minutes":
            self.minutes.say(say(error))
        else:
            self.complain(error)


def _number(entry: Entry, *, needed: bool = False) -> int:
    """The number typed; `BadInput`, said beside the field, for what is none."""
    text = entry.demand() if needed else entry.text
    digits = text.replace(".", "").replace(" ", "")
    if not digits.isdecimal():
        error = BadInput(_NOT_A_NUMBER, field=entry.label.text())
        entry.say(say(error))
        raise error
    return int(digits)


def _copy_words(backup: Backup) -> str:
    by_sheet = backup.manifest is not None and backup.manifest.travel
    moment = f"{backup.made:%H:%M}, {show_date(backup.made.date())}"
    folder = backup.path.parent
    place = str(folder.name or folder) if by_sheet else _("trên máy này")
    return f"{moment} · {place}"


def _side(*parts: QWidget | QLayout) -> QWidget:
    made = QWidget()
    layout = QVBoxLayout(made)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.px(8))
    for each in parts:
        if isinstance(each, QWidget):
            layout.addWidget(each)
        else:
            layout.addLayout(each)
    return made
