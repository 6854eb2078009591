"""What is asked when a drive is begun, changed, printed, handed out, taken in together, ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.drives import Counts
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.drives import DRIVE_SHEETS, SHEET_OUTCOMES, WHO_IS_ASKED
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.bulk import Bulk, Survey
from sachmatuy_desktop.services.drives import Answer, Drive, HandOut, RecordReturns
from sachmatuy_desktop.services.plans import OfficeTask
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.bulk import BulkDialog
from sachmatuy_desktop.ui.dialogs.dialog_drafts import DialogDraft
from sachmatuy_desktop.ui.dialogs.kit import (
    CalmChoice,
    DateEntry,
    Entry,
    Sheet,
    faint,
    label_of,
    open_at,
    paragraph,
    row,
)
from sachmatuy_desktop.ui.dialogs.pdf_entry import PdfEntry
from sachmatuy_desktop.ui.pages.plans.drives.words import told_counts

__all__ = [
    "DriveDialog",
    "EndDialog",
    "Hamlet",
    "HandOutDialog",
    "PrintDialog",
    "PrintWanted",
    "TakeInDialog",
    "Task",
]


@dataclass(frozen=True)
class Hamlet:
    """A hamlet one may choose: how many have to sign, and who would carry the forms."""

    id: RecordId
    name: str
    waiting: int
    signing: int
    """How many live there: who is asked when everybody signs anew."""
    carrier: str


@dataclass(frozen=True)
class Task:
    """A task that a drive may be for, and the last day of its next opening."""

    task: OfficeTask
    due: date | None = None


class DriveDialog(Sheet):
    """A new drive, or (`drive`) what an old one is called, until when, who carries its forms."""

    def __init__(
        self,
        hamlets: Sequence[Hamlet],
        tasks: Sequence[Task],
        today: date,
        drive: Drive | None = None,
        parent: QWidget | None = None,
    ) -> None:
        title = _("Bắt đầu đợt ký cam kết") if drive is None else _("Sửa đợt ký cam kết")
        super().__init__(title, "", parent)
        self._drive = drive
        self._hamlets = hamlets
        usual = _("Đợt ký cam kết năm {year}").format(year=today.year)
        self.name = Entry(_("Tên đợt"), text=usual if drive is None else drive.name)
        self.asked = CalmChoice()
        self.asked.setAccessibleName(_("Ai phải ký"))
        for code, word in WHO_IS_ASKED.items():
            self.asked.addItem(_(word), code)
        self.asked.setEnabled(drive is None)
        self.from_date = DateEntry(_("Từ ngày"), today if drive is None else drive.from_date)
        self.until_date = DateEntry(
            _("Hoàn thành trước hoặc trong ngày"), None if drive is None else drive.until_date
        )
        self.document = Entry(_("Theo văn bản"), text="" if drive is None else drive.document)
        self.task = CalmChoice()
        self.task.setAccessibleName(_("Thực hiện việc"))
        self.task.addItem(_("Không gắn với việc nào"), None)
        for each in tasks:
            self.task.addItem(each.task.title, each)
        self.ticks: dict[RecordId, QCheckBox] = {}
        self.carriers: dict[RecordId, QLineEdit] = {}
        self.sum = QLabel()
        self._lay_out()
        self._fill()
        self.asked.currentIndexChanged.connect(lambda _place: self._count())
        self.task.activated.connect(lambda _place: self._take_due())
        verb = _("Bắt đầu đợt") if drive is None else _("Lưu")
        self.done_button = self.finish_with(verb, self._done)
        self._count()
        open_at(self, 720, 600)
        self.name.line.selectAll()

    def values(self) -> dict[str, object]:
        """What was said, by the names of the command; raises `BadInput`, said where it is wrong."""
        chosen = self.task.currentData()
        book = chosen.task.book if isinstance(chosen, Task) else ""
        task = chosen.task.id if isinstance(chosen, Task) else ""
        return {
            "name": self.name.demand(),
            "from_date": self.from_date.demand_day(),
            "until_date": self.until_date.day,
            "document": self.document.text,
            "task": task if book == "plan_tasks" else "",
            "set_task": task if book == "set_tasks" else "",
            "carriers": {
                village: line.text().strip()
                for village, line in self.carriers.items()
                if line.text().strip()
            },
        }

    def beginning(self) -> dict[str, object]:
        """The same of a new drive, with its hamlets and who is asked."""
        villages = tuple(village for village, tick in self.ticks.items() if tick.isChecked())
        if not villages:
            raise BadInput(N_("Hãy chọn ít nhất một thôn, khu phố."))
        return {**self.values(), "asked": str(self.asked.currentData()), "villages": villages}

    def _done(self) -> None:
        try:
            if self._drive is None:
                self.beginning()
            else:
                self.values()
        except BadInput as error:
            self.complain(error)
            return
        self.accept()

    def _take_due(self) -> None:
        """The task's last day is the drive's, unless somebody wrote another."""
        chosen = self.task.currentData()
        if chosen is not None and chosen.due is not None and not self.until_date.text:
            self.until_date.line.setText(show_date(chosen.due))

    def _count(self) -> None:
        everybody = self.asked.currentData() == "tat_ca"
        total = 0
        for each in self._hamlets:
            tick = self.ticks.get(each.id)
            count = each.signing if everybody else each.waiting
            if tick is not None:
                tick.setText(
                    _("{village}: {count} hộ").format(village=each.name, count=show_integer(count))
                )
                total += count if tick.isChecked() else 0
        self.sum.setText(_("{count} hộ sẽ có phiếu.").format(count=show_integer(total)))

    def _fill(self) -> None:
        """What the old drive says."""
        if self._drive is None:
            return
        self.asked.setCurrentIndex(self.asked.findData(self._drive.asked))
        wanted = self._drive.task or self._drive.set_task
        for place in range(1, self.task.count()):
            if self.task.itemData(place).task.id == wanted:
                self.task.setCurrentIndex(place)

    def _lay_out(self) -> None:
        asked, task = QLabel(_("Ai phải ký")), QLabel(_("Thực hiện việc"))
        asked.setBuddy(self.asked)
        task.setBuddy(self.task)
        who = QVBoxLayout()
        who.setSpacing(theme.px(3))
        who.addWidget(asked)
        who.addWidget(self.asked)
        who.addStretch(1)
        self.body.addWidget(self.name)
        days = row(self.from_date, self.until_date)
        days.addLayout(who, 1)
        self.body.addLayout(days)
        self.body.addWidget(self.document)
        self.body.addWidget(task)
        self.body.addWidget(self.task)
        sheet = QWidget()
        grid = QGridLayout(sheet)
        grid.setVerticalSpacing(theme.px(4))
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(faint(_("Thôn, khu phố và số hộ phải ký")), 0, 0)
        grid.addWidget(faint(_("Người mang phiếu")), 0, 1)
        for place, each in enumerate(self._hamlets, start=1):
            self._add_hamlet(grid, place, each)
        grid.setRowStretch(len(self._hamlets) + 1, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(sheet)
        scroll.setMinimumHeight(theme.px(150))
        self.body.addWidget(scroll, 1)
        if self._drive is None:
            self.body.addWidget(self.sum)

    def _add_hamlet(self, grid: QGridLayout, place: int, hamlet: Hamlet) -> None:
        carrier = QLineEdit(hamlet.carrier)
        carrier.setAccessibleName(_("Người mang phiếu của {village}").format(village=hamlet.name))
        self.carriers[hamlet.id] = carrier
        if self._drive is None:
            tick = QCheckBox(hamlet.name)
            tick.setChecked(hamlet.waiting > 0)
            tick.toggled.connect(lambda _on: self._count())
            self.ticks[hamlet.id] = tick
            grid.addWidget(tick, place, 0)
        else:
            grid.addWidget(QLabel(hamlet.name), place, 0)
        grid.addWidget(carrier, place, 1)


class PrintWanted(NamedTuple):
    """Which hamlet (None: all), forms printed before too or only new ones, handed out at once."""

    village: RecordId | None
    again: bool
    hand_out: bool
    path: Path


class PrintDialog(Sheet):
    """Which pile, and the file.  `left` are the sheets never printed of each hamlet, `unsigned`
    those whose household has not signed."""

    def __init__(
        self,
        drive: Drive,
        names: Mapping[RecordId, str],
        left: Mapping[RecordId, int],
        unsigned: Mapping[RecordId, int],
        village: RecordId | None = None,
        parent: QWidget | None = None,
    ) -> None:
        told = _("Mỗi hộ một trang có số phiếu, xếp theo thôn rồi theo số hộ.")
        super().__init__(_("In phiếu: {drive}").format(drive=drive.name), told, parent)
        self._name, self._left, self._unsigned = drive.name, left, unsigned
        self._names = names
        self.village = CalmChoice()
        self.village.setAccessibleName(_("Thôn, khu phố"))
        self.village.addItem(_("Tất cả thôn, khu phố"), None)
        for key, name in names.items():
            self.village.addItem(name, key)
        if village:
            self.village.setCurrentIndex(self.village.findData(village))
        self.again = QCheckBox(_("In lại cả phiếu đã in của hộ chưa ký (số phiếu giữ nguyên)"))
        self.hand_out = QCheckBox(_("Ghi luôn là đã phát hôm nay cho người mang phiếu của thôn"))
        self.path = PdfEntry(self._file_name)
        self.sum = paragraph()
        label = label_of(_("Thôn, khu phố"), self.village)
        for widget in (label, self.village, self.again, self.hand_out, self.path, self.sum):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.village.currentIndexChanged.connect(lambda _place: self._count())
        self.again.toggled.connect(lambda _on: self._count())
        self.done_button = self.finish_with(_("In ra tệp PDF"), self._done)
        self._count()
        self.setMinimumWidth(theme.px(560))

    def wanted(self) -> PrintWanted:
        """The answers; raises `BadInput`, said beside its field."""
        return PrintWanted(
            self.village.currentData(),
            self.again.isChecked(),
            self.hand_out.isChecked(),
            self.path.path(),
        )

    def _count(self) -> None:
        counted = self._unsigned if self.again.isChecked() else self._left
        village = self.village.currentData()
        count = sum(counted.values()) if village is None else counted.get(village, 0)
        self.sum.setText(_("Sẽ in {count} phiếu.").format(count=show_integer(count)))
        self.done_button.setEnabled(count > 0)

    def _file_name(self) -> str:
        village = self.village.currentData()
        name = f"{self._name} - {self._names[village]}" if village else self._name
        return f"{name}.pdf"

    def _done(self) -> None:
        try:
            self.wanted()
        except BadInput:
            return
        self.accept()


class HandOutDialog(BulkDialog):
    """These sheets go to somebody on a day."""

    def __init__(
        self, desk: Desk, drive: Drive, sheets: Sequence[RecordId], parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, DRIVE_SHEETS, sheets, _("Phát phiếu"), parent)
        self._drive = drive
        self.day = DateEntry(_("Ngày phát"), date.fromisoformat(desk.office.clock.today()))
        self.carrier = Entry(
            _("Người mang phiếu"), hint=_("Để trống: người mang phiếu đã ghi của từng thôn")
        )
        for each in (self.day, self.carrier):
            each.edited.connect(self.edited)
            self.form_place.addWidget(each)
        self.kept = DialogDraft(self, desk, lambda: " ".join(sorted(sheets)))
        open_at(self, 520, 340)
        self.look()

    def command(self) -> Bulk:
        """Hand them out; raises `BadInput`."""
        return HandOut(
            DRIVE_SHEETS.name,
            self.records,
            drive=self._drive.id,
            day=self.day.demand_day(),
            carrier=self.carrier.text,
        )


class TakeInDialog(BulkDialog):
    """These sheets have come back and all say the same."""

    def __init__(
        self, desk: Desk, drive: Drive, sheets: Sequence[RecordId], parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, DRIVE_SHEETS, sheets, _("Ghi kết quả chung"), parent)
        self._drive = drive
        self.outcome = CalmChoice()
        self.outcome.setAccessibleName(_("Kết quả"))
        for code, word in SHEET_OUTCOMES.items():
            self.outcome.addItem(_(word), code)
        self.day = DateEntry(_("Ngày"), date.fromisoformat(desk.office.clock.today()))
        self.witness = Entry(_("Người chứng kiến"))
        self.remark = Entry(_("Ghi chú"))
        label = label_of(_("Kết quả"), self.outcome)
        for widget in (label, self.outcome, self.day, self.witness, self.remark):
            self.form_place.addWidget(widget)
        self.outcome.currentIndexChanged.connect(lambda _place: self.edited())
        for each in (self.day, self.witness, self.remark):
            each.edited.connect(self.edited)
        self.kept = DialogDraft(self, desk, lambda: " ".join(sorted(sheets)))
        open_at(self, 520, 420)
        self.look()

    def command(self) -> Bulk:
        """Take them in; raises `BadInput`."""
        answer = Answer(
            str(self.outcome.currentData()),
            self.day.demand_day(),
            witness=self.witness.text,
            remark=self.remark.text,
        )
        return RecordReturns(DRIVE_SHEETS.name, self.records, drive=self._drive.id, answer=answer)

    def promise(self, seen: Survey) -> str:
        """How many sheets, and how many commitments go into their book."""
        told = super().promise(seen)
        written = seen.written.get("commitments", 0)
        if not written:
            return told
        more = _("Kèm theo {count} cam kết vào sổ cam kết.").format(count=show_integer(written))
        return f"{told} {more}"


class EndDialog(Sheet):
    """What stays out, said before the drive ends."""

    def __init__(
        self, drive: Drive, counts: Counts, today: date, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Kết thúc: {drive}").format(drive=drive.name), "", parent)
        self.told = paragraph(f"{told_counts(counts)}.")
        self.out = paragraph(
            _("Còn {count} phiếu đang phát chưa về; kết thúc rồi thì không nhập thêm được.").format(
                count=show_integer(counts.out)
            )
        )
        self.out.setProperty("role", "complaint")
        self.out.setVisible(counts.out > 0)
        self.day = DateEntry(_("Ngày kết thúc"), today)
        self.write = QCheckBox(
            _("Ghi các hộ từ chối, vắng vào sổ cam kết ({count} hộ)").format(
                count=show_integer(counts.tu_choi + counts.vang)
            )
        )
        self.write.setVisible(counts.tu_choi + counts.vang > 0)
        for widget in (self.told, self.out, self.day, self.write):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.finish_with(_("Kết thúc đợt"), self._done)
        self.setMinimumWidth(theme.px(520))
        self.day.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _done(self) -> None:
        try:
            self.day.demand_day()
        except BadInput:
            return
        self.accept()
