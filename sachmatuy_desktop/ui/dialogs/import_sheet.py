"""A spreadsheet in: file, sheet, what each column means, and the fate of every row before «Nhập».

Nothing is written until the button is pressed; then all rows are one act, undone as one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.exchange.choices import Choices
from sachmatuy_desktop.exchange.fates import Fate, ImportPlan
from sachmatuy_desktop.exchange.heads import mapping_at, suggest_mapping
from sachmatuy_desktop.exchange.mapping import SheetMapping
from sachmatuy_desktop.exchange.reading import Sheet, SheetChoice, list_sheets, read_sheet
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.services.bus import Outcome
from sachmatuy_desktop.services.spreadsheets import ImportSpreadsheet, incomplete, preview
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import (
    CalmChoice,
    button,
    clear,
    complaint,
    faint,
    heading,
    open_at,
    paragraph,
)
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.dialogs.sheet_words import (
    FATE_TONES,
    LazyCells,
    fate_cell,
    offered_targets,
    target_words,
)
from sachmatuy_desktop.ui.operations import Operation

__all__ = ["ImportDialog"]

T = TypeVar("T")

SAMPLES: Final = 3
"""Cells of a column shown beside its heading."""

IMPORTED: Final = ("households", "people")
"""The books offered when the dialog is opened from no book in particular."""


class ImportDialog(QDialog):
    """File and sheet above, columns at the left, rows at the right."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget | None = None,
        *,
        register: str = "",
        path: Path | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Nhập từ bảng tính"))
        self.desk = desk
        self.session = office_in(desk).session
        self.path: Path | None = None
        self.sheet: Sheet | None = None
        self.mapping: SheetMapping | None = None
        self.plan: ImportPlan | None = None
        self.written: int | None = None
        self.columns: list[QComboBox] = []
        self._only: Fate | None = None
        self._asked = 0
        self._lay_out()
        self._offer(register)
        self._ready()
        if path is not None:
            self.open_file(path)

    @classmethod
    def ask(
        cls, desk: Desk, parent: QWidget | None, register: str = "", path: Path | None = None
    ) -> int | None:
        """How many rows were written, or None when nothing was."""
        dialog = cls(desk, parent, register=register, path=path)
        dialog.exec()
        dialog.deleteLater()
        return dialog.written

    @property
    def register(self) -> Register:
        """The book the rows go into."""
        return REGISTERS[str(self.book.currentData())]

    # From the file to the plan

    def open_file(self, path: Path) -> None:
        """Read the names of the sheets, then the first one that is shown."""
        self.path = path
        self.first.hide()
        self.rows.show()
        self.file.setText(path.name)
        self.file.setToolTip(str(path))
        self._start(lambda: list_sheets(path), self._sheets_listed)

    def _sheets_listed(self, sheets: Sequence[SheetChoice]) -> None:
        self.sheets.clear()
        for each in sheets:
            hidden = _(" (ẩn)") if each.hidden else ""
            rows = _("{rows} dòng").format(rows=each.rows)
            self.sheets.addItem(f"{each.name}{hidden} – {rows}", each.name)
        shown = next((k for k, each in enumerate(sheets) if not each.hidden and each.rows), 0)
        self.sheets.setCurrentIndex(shown)
        self._open_sheet()

    def _open_sheet(self) -> None:
        path, name = self.path, self.sheets.currentData()
        if path is not None and name is not None:
            self._start(lambda: read_sheet(path, name), self._sheet_read)

    def _sheet_read(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._suggest()

    def _suggest(self) -> None:
        """The head and the meanings the program makes out by itself."""
        if self.sheet is None:
            return
        try:
            self._take(suggest_mapping(self.register, self.sheet))
        except KnownError as error:
            self._refused(error)
            self._take(mapping_at(self.register, self.sheet, self.head.value()), quiet=True)

    def _head_moved(self) -> None:
        if self.sheet is None or self.mapping is None:
            return
        if self.head.value() != self.mapping.head_row and self.head.value() <= len(self.sheet.rows):
            self._take(mapping_at(self.register, self.sheet, self.head.value()))

    def _take(self, mapping: SheetMapping, *, quiet: bool = False) -> None:
        self.mapping = mapping
        self.head.blockSignals(True)
        self.head.setValue(mapping.head_row)
        self.head.blockSignals(False)
        self._show_columns()
        if quiet:
            self._forget_plan()
        else:
            self.replan()

    def set_target(self, column: int, target: str) -> None:
        """Give a column another meaning and look again."""
        if self.mapping is None:
            return
        self.mapping = self.mapping.with_target(column, target)
        for place, each in enumerate(self.mapping.columns):
            box = self.columns[place]
            box.setCurrentIndex(max(box.findData(each.target), 0))
        self.replan()

    def replan(self) -> None:
        """Ask the worker for the fate of every row."""
        sheet, mapping, session = self.sheet, self.mapping, self.session
        if sheet is None or mapping is None:
            return
        create = self.new_villages.isChecked()
        self._forget_plan()
        self.told.setText(_("Đang xem trước…"))
        self._start(
            lambda: preview(session, sheet, mapping, Choices(create_villages=create)), self._planned
        )

    def _planned(self, plan: ImportPlan) -> None:
        self.plan = plan
        missing = ", ".join(each.name for each in plan.villages.values())
        self.new_villages.setVisible(bool(plan.villages))
        self.new_villages.setText(
            _("Thêm {count} thôn, khu phố chưa có: {names}").format(
                count=len(plan.villages), names=missing
            )
        )
        lacking = incomplete(plan.register, plan)
        self.lacking.setText(
            _("Chưa ghép cột bắt buộc: {columns}. Dòng mới sẽ không nhận được.").format(
                columns=", ".join(map(_, lacking))
            )
        )
        self.lacking.setVisible(bool(lacking))
        self._show_rows()
        self._ready()

    def import_rows(self) -> None:
        """Write what the plan says, as one act."""
        if self.plan is None:
            return
        self.go.setEnabled(False)
        self.desk.run(ImportSpreadsheet(self.plan), self._imported, self._refused, owner=self)

    def _imported(self, outcome: Outcome) -> None:
        self.written = int(str(outcome.result))
        self.accept()

    def _start(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        self.wrong.hide()
        self._asked += 1
        mine = self._asked

        def told(answer: T) -> None:
            if mine == self._asked:  # an answer to an older question is of no use any more
                then(answer)

        def refused(error: KnownError) -> None:
            if mine == self._asked:
                self._refused(error)

        operation = Operation(self.desk.operations, work, self)
        operation.success(told).failure(refused).with_progress(_("Đang đọc bảng tính…")).start()

    def _refused(self, error: KnownError) -> None:
        self.told.setText("")
        self.wrong.setText(say(error))
        self.wrong.show()
        self._ready()

    def _forget_plan(self) -> None:
        self.plan = None
        self.rows.show_rows([], [])
        self._ready()

    # What is shown

    def _show_columns(self) -> None:
        clear(self._columns)
        self.columns = []
        if self.mapping is None or self.sheet is None:
            return
        offered = offered_targets(self.register, self.desk.may_see)
        below = self.sheet.rows[self.mapping.first_row - 1 :]
        for place, column in enumerate(self.mapping.columns):
            box = self._target_box(place, column.target, offered)
            self.columns.append(box)
            name = QLabel(column.heading or _("(không có tiêu đề)"))
            name.setWordWrap(True)
            name.setBuddy(box)
            box.setAccessibleName(column.heading)
            samples = [row[place] for row in below[:40] if place < len(row) and row[place].strip()]
            shown = faint(" · ".join(samples[:SAMPLES]))
            self._columns.addWidget(name, place * 2, 0)
            self._columns.addWidget(box, place * 2, 1)
            self._columns.addWidget(shown, place * 2 + 1, 0, 1, 2)
        self._columns.setRowStretch(len(self.columns) * 2, 1)

    def _target_box(self, place: int, target: str, offered: list[tuple[str, str]]) -> QComboBox:
        box = CalmChoice()
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        box.setMinimumContentsLength(18)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for key, words in offered:
            box.addItem(words, key)
        if box.findData(target) < 0:
            box.insertItem(1, target_words(self.register, target), target)
        box.setCurrentIndex(box.findData(target))
        box.activated.connect(lambda _place: self.set_target(place, box.currentData()))
        return box

    def _show_rows(self) -> None:
        plan = self.plan
        if plan is None:
            return
        self.told.setText("")
        for fate, mark in self.fates.items():
            mark.setText(f"{fate_cell(fate).text}: {plan.counts[fate]}")
            mark.setChecked(self._only is fate)
        chosen = [row for row in plan.rows if self._only is None or row.fate is self._only]
        heads = [
            Head(_("Dòng"), right=True),
            Head(_("Kết quả")),
            Head(_("Nội dung"), widest=300),
            Head(_("Lý do, thay đổi"), grows=True, wraps=True),
        ]
        self.rows.show_rows(heads, LazyCells(plan.register, chosen, self.desk.queries))

    def _narrow(self, fate: Fate) -> None:
        self._only = None if self._only is fate else fate
        self._show_rows()

    def _ready(self) -> None:
        counts = self.plan.counts if self.plan else None
        count = counts[Fate.NEW] + counts[Fate.CHANGED] if counts else 0
        self.go.setEnabled(count > 0)
        self.go.setText(_("Nhập {count} dòng").format(count=count) if count else _("Nhập"))

    # How it is laid out

    def _offer(self, register: str) -> None:
        names = (register,) if register else IMPORTED
        for name in names:
            self.book.addItem(_(REGISTERS[name].title), name)
        self.book.setEnabled(len(names) > 1)
        self.book.activated.connect(lambda _place: self._suggest())
        self.sheets.activated.connect(lambda _place: self._open_sheet())
        self.head.editingFinished.connect(self._head_moved)
        self.new_villages.toggled.connect(lambda _on: self.replan())

    def _choose_file(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("Chọn bảng tính"), "", _("Bảng tính (*.xlsx *.xls *.xlsm *.ods)")
        )
        if chosen:
            self.open_file(Path(chosen))

    def _lay_out(self) -> None:
        open_at(self, 1180, 680)
        self.book, self.sheets, self.head = CalmChoice(), CalmChoice(), QSpinBox()
        self.head.setRange(1, 200)
        self.sheets.setMinimumContentsLength(16)
        self.file = faint(_("Chưa chọn tệp"))
        self.file.setWordWrap(False)
        self.wrong, self.told, self.lacking = complaint(), faint(), complaint()
        self.new_villages = QCheckBox()
        self.new_villages.hide()
        above = QHBoxLayout()
        above.setSpacing(theme.px(8))
        above.addWidget(button(_("Chọn tệp…"), self._choose_file, picture="folder"))
        above.addWidget(self.file, 1)
        for text, widget in (
            (_("Sổ"), self.book),
            (_("Trang tính"), self.sheets),
            (_("Dòng tiêu đề"), self.head),
        ):
            label = QLabel(text)
            label.setBuddy(widget)
            widget.setAccessibleName(text)
            above.addWidget(label)
            above.addWidget(widget)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self._left())
        split.addWidget(self._right())
        split.setChildrenCollapsible(False)
        split.setSizes([theme.px(430), theme.px(730)])
        split.setStretchFactor(1, 1)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(8))
        foot.addWidget(self.told, 1)
        self.go = button(_("Nhập"), self.import_rows, primary=True, picture="download")
        foot.addWidget(self.go)
        foot.addWidget(button(_("Đóng"), self.reject))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(14), theme.px(12), theme.px(14), theme.px(12))
        layout.setSpacing(theme.px(8))
        layout.addWidget(heading(_("Nhập từ bảng tính")))
        layout.addLayout(above)
        layout.addWidget(self.wrong)
        layout.addWidget(split, 1)
        layout.addLayout(foot)

    def _left(self) -> QWidget:
        inner = QWidget()
        inner.setObjectName("sheet")
        self._columns = QGridLayout(inner)
        self._columns.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        self._columns.setHorizontalSpacing(theme.px(10))
        self._columns.setVerticalSpacing(theme.px(3))
        self._columns.setColumnStretch(0, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        return _titled(_("Cột trong bảng tính và ý nghĩa"), scroll)

    def _right(self) -> QWidget:
        self.rows = PlainTable(_("Kết quả xem trước"))
        self.fates: dict[Fate, QPushButton] = {}
        marks = QHBoxLayout()
        marks.setSpacing(theme.px(6))
        for fate in Fate:
            mark = button(fate_cell(fate).text, partial(self._narrow, fate))
            mark.setCheckable(True)
            tone = FATE_TONES[fate]
            mark.setStyleSheet(
                f"QPushButton {{ background: {tone.wash}; color: {tone.ink}; border: 1px solid"
                f" {tone.wash}; padding: {theme.px(3)}px {theme.px(8)}px; }}"
                f"QPushButton:checked, QPushButton:focus {{ border-color: {tone.ink}; }}"
            )
            self.fates[fate] = mark
            marks.addWidget(mark)
        marks.addStretch(1)
        whole = QWidget()
        down = QVBoxLayout(whole)
        down.setContentsMargins(theme.px(8), 0, 0, 0)
        down.setSpacing(theme.px(6))
        down.addWidget(paragraph(_("Xem trước: chưa có gì được ghi")))
        down.addLayout(marks)
        down.addWidget(self.new_villages)
        down.addWidget(self.lacking)
        self.first = faint(
            _(
                "Hãy bấm «Chọn tệp…». Chưa có bảng tính thì vào trang danh sách, bấm «Bảng tính» "
                "để lấy bảng mẫu, điền rồi nhập lại ở đây."
            )
        )
        self.first.setAlignment(Qt.AlignmentFlag.AlignCenter)
        down.addWidget(self.first, 1)
        down.addWidget(self.rows, 1)
        self.rows.hide()
        return whole


def _titled(text: str, widget: QWidget) -> QWidget:
    whole = QWidget()
    down = QVBoxLayout(whole)
    down.setContentsMargins(0, 0, theme.px(8), 0)
    down.setSpacing(theme.px(6))
    down.addWidget(paragraph(text))
    down.addWidget(widget, 1)
    return whole
