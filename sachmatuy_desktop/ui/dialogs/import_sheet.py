"""A spreadsheet in: file, sheet, what each column means, and the fate of every row before «Nhập».

Nothing is written until the button is pressed; then all rows are one act, undone as one.  The
dialog stays open afterwards: what was not taken can be looked at, a report written, and the next
sheet or table of the same file taken up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from sachmatuy_desktop.domain.dates import parse_date, show_date
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.exchange.fates import Fate, ImportPlan
from sachmatuy_desktop.exchange.guards import CheckedFile, check_file
from sachmatuy_desktop.exchange.guards_zip import HasPassword
from sachmatuy_desktop.exchange.heads import mapping_at
from sachmatuy_desktop.exchange.legacy import Suspicion, converted, detect
from sachmatuy_desktop.exchange.mapping import SheetMapping
from sachmatuy_desktop.exchange.reading import Sheet, SheetChoice, read_checked, sheets_of
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.services.bus import Outcome
from sachmatuy_desktop.services.sheet_layouts import Remembered, RememberLayout, remembered
from sachmatuy_desktop.services.spreadsheets import (
    ImportSpreadsheet,
    incomplete,
    plan_fields,
    preview,
    save_report,
)
from sachmatuy_desktop.services.taken_out import FREELY, TakenOut
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.banner import Banner
from sachmatuy_desktop.ui.dialogs.import_bar import FileBar
from sachmatuy_desktop.ui.dialogs.import_columns import ColumnsPane
from sachmatuy_desktop.ui.dialogs.import_encoding import EncodingBanner
from sachmatuy_desktop.ui.dialogs.import_looking import Looked, looked_over
from sachmatuy_desktop.ui.dialogs.import_options import ImportOptions
from sachmatuy_desktop.ui.dialogs.import_rows import RowsPane
from sachmatuy_desktop.ui.dialogs.kit import (
    button,
    complaint,
    faint,
    heading,
    open_at,
)
from sachmatuy_desktop.ui.dialogs.line import LockedFileDialog
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.taking_out import ask_terms
from sachmatuy_desktop.ui.operations import Operation, Progress
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["ImportDialog"]

T = TypeVar("T")

IMPORTED: Final = ("households", "people")
"""The books offered when the dialog is opened from no book in particular."""

KINDS: Final = "*.xlsx *.xls *.xlsm *.ods *.csv *.txt"


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
        self.checked: CheckedFile | None = None
        self.raw: Sheet | None = None
        self.sheet: Sheet | None = None
        self.mapping: SheetMapping | None = None
        self.plan: ImportPlan | None = None
        self.written: int | None = None
        self._path: Path | None = None
        self._tables: list[SheetMapping] = []
        self._waiting: list[str] = []
        self._done_sheets: set[str] = set()
        self._asked = 0
        self.first = faint(
            _(
                "Hãy bấm «Chọn tệp…». Chưa có bảng tính thì vào trang danh sách, bấm «Bảng tính» "
                "để lấy bảng mẫu, điền rồi nhập lại ở đây."
            )
        )
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

    @property
    def columns(self) -> list[QComboBox]:
        """The choices of meaning, one a column."""
        return self.columns_pane.boxes

    # From the file to the plan

    def open_file(
        self, path: Path, encoding: str | None = None, passphrase: str | None = None
    ) -> None:
        """Look the file over and list its sheets, then read the first one that is shown.

        A locked workbook asks for its passphrase, which is not kept.
        """
        self.first.hide()
        self.rows_pane.show()
        self._bar.show_file(path)
        self._done_sheets.clear()
        self._path = path

        def look(_progress: Progress) -> tuple[CheckedFile, Sequence[SheetChoice]]:
            checked = check_file(path, encoding, passphrase)
            return checked, sheets_of(checked)

        def locked(error: KnownError) -> None:
            self._refused(error)
            if isinstance(error, HasPassword) or passphrase is not None:
                typed = LockedFileDialog.ask(path.name, say(error), self)
                if typed is not None:
                    self.open_file(path, encoding, typed)

        self._start(look, lambda answer: self._sheets_listed(*answer), locked)

    def _sheets_listed(self, checked: CheckedFile, sheets: Sequence[SheetChoice]) -> None:
        self.checked = checked
        self._bar.show_sheets(sheets)
        self._waiting = [each.name for each in sheets if not each.hidden and each.rows]
        self.open_sheet()

    def open_sheet(self) -> None:
        """Read the sheet that is chosen."""
        checked, name = self.checked, self.sheets.currentData()
        if checked is None or name is None:
            return

        def read(_progress: Progress) -> tuple[Sheet, Suspicion | None]:
            sheet = read_checked(checked, name)
            return sheet, detect(sheet)

        self._forget_plan()
        self.told_banner.hide()
        self._start(read, lambda answer: self._sheet_read(*answer))

    def _sheet_read(self, sheet: Sheet, suspicion: Suspicion | None) -> None:
        self.raw = self.sheet = sheet
        self.options.show_for_sheet(sheet, self.register)
        self.encoding_banner.show_for(sheet, suspicion)
        if suspicion is None:
            self.look()
        else:
            self.columns_pane.clear()
            self.told.setText(_("Hãy trả lời câu hỏi về bảng mã ở trên."))

    def turn(self, columns: Mapping[int, str]) -> None:
        """Turn columns from an old encoding; none of them leaves the sheet as it came."""
        raw = self.raw
        if raw is None:
            return
        self.encoding_banner.hide()

        def take(sheet: Sheet) -> None:
            self.sheet = sheet
            self.look()

        self._forget_plan()
        self._start(lambda _progress: converted(raw, columns), take)

    def look(self) -> None:
        """Find the tables and the meanings that the program makes out by itself."""
        sheet, register, hidden = self.sheet, self.register, self.options.hidden.isChecked()
        if sheet is None:
            return
        session = self.session
        self._start(
            lambda _progress: looked_over(session, register, sheet, hidden=hidden), self._looked
        )

    def _looked(self, looked: Looked) -> None:
        self._tables = list(looked.tables)
        self._bar.show_tables(self._tables, len(self.sheet.rows) if self.sheet else 0)
        self._offer_remembered(looked.remembered)
        if looked.error is not None:
            self._refused(looked.error)
        self._take(self._tables[0], quiet=looked.error is not None)

    def _open_table(self, place: int) -> None:
        if 0 <= place < len(self._tables):
            self._take(self._tables[place])
            self._offer_remembered(remembered(self.session, self._tables[place]))

    def _offer_remembered(self, found: Remembered | None) -> None:
        self.memory_banner.hide()
        if found is None:
            return
        day = show_date(parse_date(found.used_on)) if found.used_on else "…"
        self.memory_banner.tell(
            _("Bảng này giống bảng đã nhập ngày {day}, khi đó ghép khác ở: {columns}.").format(
                day=day, columns=", ".join(found.differs)
            ),
            Tone.BUSY,
            [
                (_("Ghép như lần trước"), lambda: self.recall(found)),
                (_("Để như bây giờ"), self.memory_banner.hide),
            ],
        )

    def recall(self, found: Remembered) -> None:
        """Read the sheet as one like it was read before."""
        self.memory_banner.hide()
        if self.mapping is not None:
            self._take(replace(found.mapping, last_row=self.mapping.last_row))

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
        if self.sheet is not None:
            self.columns_pane.show_columns(self.sheet, mapping)
        if quiet:
            self._forget_plan()
        else:
            self.replan()

    def set_target(self, column: int, target: str) -> None:
        """Give a column another meaning and look again."""
        if self.mapping is None:
            return
        self.mapping = self.mapping.with_target(column, target)
        self.columns_pane.show_targets(self.mapping)
        self.replan()

    def replan(self) -> None:
        """Ask the worker for the fate of every row."""
        sheet, mapping, session = self.sheet, self.mapping, self.session
        if sheet is None or mapping is None:
            return
        choices = self.options.choices
        self._forget_plan()
        self.told.setText(_("Đang xem trước…"))
        self._start(
            lambda progress: preview(session, sheet, mapping, choices, progress.report),
            self._planned,
        )

    def _planned(self, plan: ImportPlan) -> None:
        self.plan = plan
        self.told.setText("")
        self.options.show_for_plan(plan)
        lacking = incomplete(plan.register, plan)
        self.lacking.setText(
            _("Chưa ghép cột bắt buộc: {columns}. Dòng mới sẽ không nhận được.").format(
                columns=", ".join(map(_, lacking))
            )
        )
        self.lacking.setVisible(bool(lacking))
        self.rows_pane.show_plan(plan)
        self._ready()

    # Writing

    def import_rows(self) -> None:
        """Write what the plan says, as one act."""
        plan, left, taken = self.plan, self.rows_pane.left, self.rows_pane.taken
        if plan is None:
            return
        self.go.setEnabled(False)
        self.desk.run_long(
            lambda progress: ImportSpreadsheet(plan, left, taken, progress.report),
            _("Đang nhập vào sổ…"),
            lambda outcome: self._imported(plan, outcome),
            self._refused,
            owner=self,
        )

    def _imported(self, plan: ImportPlan, outcome: Outcome) -> None:
        written = int(str(outcome.result))
        self.written = (self.written or 0) + written
        self._done_sheets.add(plan.sheet.name)
        self.rows_pane.settle(_("Đã ghi {rows} dòng").format(rows=show_integer(written)))
        self.memory_banner.hide()
        office, command = self.desk.office, RememberLayout(plan.mapping)
        Operation(self.desk.operations, lambda: office.run(command), self).start()
        self._tell_done(plan, written)
        self.go.setEnabled(False)

    def _tell_done(self, plan: ImportPlan, written: int) -> None:
        waiting = [each for each in self._waiting if each not in self._done_sheets]
        acts: list[tuple[str, Callable[[], object]]] = [
            (_("Ghi báo cáo từng dòng…"), self._ask_report)
        ]
        if waiting:
            words = _("Trang tính tiếp theo: {name}").format(name=waiting[0])
            acts.append((words, lambda: self._go_to(waiting[0])))
        counts = plan.counts
        rest = counts[Fate.REFUSED] + counts[Fate.UNCLEAR] + counts[Fate.CONFLICT]
        self.told_banner.tell(
            _(
                "Đã ghi {rows} dòng vào sổ «{book}»; {rest} dòng còn phải xem. Ctrl+Z hoàn tác."
            ).format(rows=show_integer(written), book=_(plan.register.title), rest=rest),
            Tone.GOOD,
            acts,
        )

    def _go_to(self, name: str) -> None:
        self.sheets.setCurrentIndex(self.sheets.findData(name))
        self.open_sheet()

    def _ask_report(self) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(
            self,
            _("Ghi báo cáo"),
            str(Path.home() / _("ket-qua-nhap.xlsx")),
            _("Bảng tính (*.xlsx)"),
        )
        if chosen and self.plan is not None:
            fields = plan_fields(self.plan)
            terms = ask_terms(self.desk, self.plan.register, fields, self, lockable=True)
            if terms is not None:
                self.write_report(Path(chosen).with_suffix(".xlsx"), terms)

    def write_report(self, path: Path, terms: TakenOut = FREELY) -> None:
        """Write the fate of every row to a file."""
        plan, session = self.plan, self.session
        if plan is None:
            return
        numbers = self.rows_pane.numbers if plan.sheet.name in self._done_sheets else None
        self._start(
            lambda _progress: save_report(session, plan, path, numbers, terms),
            lambda _nothing: self.told.setText(
                _("Đã ghi báo cáo vào tệp {file}.").format(file=path.name)
            ),
        )

    # The worker

    def _start(
        self,
        work: Callable[[Progress], T],
        then: Callable[[T], None],
        failed: Callable[[KnownError], None] | None = None,
    ) -> None:
        self.wrong.hide()
        self._asked += 1
        mine = self._asked

        def told(answer: T) -> None:
            if mine == self._asked:  # an answer to an older question is of no use any more
                then(answer)

        def refused(error: KnownError) -> None:
            if mine == self._asked:
                (failed or self._refused)(error)

        operation = Operation.reporting(self.desk.operations, work, self)
        operation.success(told).failure(refused)
        operation.with_progress(_("Đang đọc bảng tính…"), stoppable=True).start()

    def _refused(self, error: KnownError) -> None:
        self.told.setText("")
        self.wrong.setText(say(error))
        self.wrong.show()
        self._ready()

    def _forget_plan(self) -> None:
        self.plan = None
        self.rows_pane.show_plan(None)
        self._ready()

    def _ready(self) -> None:
        count = len(self.rows_pane.numbers)
        done = self.plan is not None and self.plan.sheet.name in self._done_sheets
        self.go.setEnabled(count > 0 and not done)
        words = _("Nhập {count} dòng").format(count=show_integer(count)) if count else _("Nhập")
        self.go.setText(words)
        self.report.setEnabled(self.plan is not None)

    # How it is laid out

    def _offer(self, register: str) -> None:
        names = (register,) if register else IMPORTED
        for name in names:
            self.book.addItem(_(REGISTERS[name].title), name)
        self.book.setEnabled(len(names) > 1)
        self.book.activated.connect(lambda _place: self.look())
        self.sheets.activated.connect(lambda _place: self.open_sheet())
        self.tables.activated.connect(self._open_table)
        self.head.editingFinished.connect(self._head_moved)

    def _choose_file(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("Chọn bảng tính"), "", _("Bảng tính ({kinds})").format(kinds=KINDS)
        )
        if chosen:
            self.open_file(Path(chosen))

    def _lay_out(self) -> None:
        open_at(self, 1180, 680)
        self._bar = bar = FileBar(self._choose_file)
        self.file, self.book, self.sheets = bar.file, bar.book, bar.sheets
        self.tables, self.head = bar.tables, bar.head
        self.wrong, self.told, self.lacking = complaint(), faint(), complaint()
        self.encoding_banner = EncodingBanner(self.turn, self._read_again)
        self.memory_banner, self.told_banner = Banner("memory"), Banner("told")
        split = QSplitter(Qt.Orientation.Horizontal)
        self.columns_pane = ColumnsPane(self.desk, self.set_target)
        split.addWidget(self.columns_pane)
        split.addWidget(self._right())
        split.setChildrenCollapsible(False)
        split.setSizes([theme.px(400), theme.px(760)])
        split.setStretchFactor(1, 1)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(8))
        foot.addWidget(self.told, 1)
        self.report = button(_("Ghi báo cáo…"), self._ask_report, picture="upload")
        self.go = button(_("Nhập"), self.import_rows, primary=True, picture="download")
        for each in (self.report, self.go, button(_("Đóng"), self.reject)):
            foot.addWidget(each)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(14), theme.px(12), theme.px(14), theme.px(12))
        layout.setSpacing(theme.px(8))
        layout.addWidget(heading(_("Nhập từ bảng tính")))
        layout.addWidget(self._bar)
        for strip in (self.wrong, self.encoding_banner, self.memory_banner, self.told_banner):
            layout.addWidget(strip)
        layout.addWidget(split, 1)
        layout.addLayout(foot)

    def _read_again(self, encoding: str) -> None:
        """Read a file of plain text in another encoding."""
        if self._path is not None:
            self.encoding_banner.hide()
            self.open_file(self._path, encoding)

    def _right(self) -> QWidget:
        self.rows_pane = RowsPane(self.desk, self._ready)
        self.rows, self.fates = self.rows_pane.table, self.rows_pane.fates
        self.options = ImportOptions(self.look, self.replan)
        self.new_villages = self.options.new_villages
        whole = QWidget()
        down = QVBoxLayout(whole)
        down.setContentsMargins(theme.px(8), 0, 0, 0)
        down.setSpacing(theme.px(4))
        down.addWidget(self.options)
        down.addWidget(self.lacking)
        self.first.setAlignment(Qt.AlignmentFlag.AlignCenter)
        down.addWidget(self.first, 1)
        down.addWidget(self.rows_pane, 1)
        self.rows_pane.hide()
        return whole
