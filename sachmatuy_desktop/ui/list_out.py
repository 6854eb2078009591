"""What is shown, taken out: copied for Excel, or written to a file as it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.domain.restricted import is_restricted
from sachmatuy_desktop.exchange.flat import FlatTable
from sachmatuy_desktop.exchange.writing import Written
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.shown import Copied, copy_table, export_table
from sachmatuy_desktop.services.taken_out import TakenOut
from sachmatuy_desktop.ui import clipboard
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.taking_out import ask_terms
from sachmatuy_desktop.ui.keys import TABLE_KEYS, bind
from sachmatuy_desktop.ui.models.cells import Column
from sachmatuy_desktop.ui.models.flat_rows import field_names, flat_table
from sachmatuy_desktop.ui.models.record_table import RecordTableModel
from sachmatuy_desktop.ui.operations import Operation, Progress
from sachmatuy_desktop.ui.tables import RecordTable

__all__ = ["ListOut", "TableOut", "clipboard_data", "sheet_path"]


def sheet_path(parent: QWidget, name: str) -> Path | None:
    """Where a spreadsheet called `name` shall be written, as the person says; None if nowhere."""
    chosen, _kind = QFileDialog.getSaveFileName(
        parent.window(),
        _("Ghi bảng tính"),
        str(Path.home() / f"{name}.xlsx"),
        _("Bảng tính (*.xlsx)"),
    )
    if not chosen:
        return None
    path = Path(chosen)
    whole = path.suffix.lower() == ".xlsx"
    return path if whole else path.with_name(path.name + ".xlsx")


class TableOut:
    """Copies and exports tables of plain cells, on the worker; the journal notes both.

    `register` and `fields` say what the cells come from, hence who may take them out.
    """

    def __init__(self, desk: Desk, register: str) -> None:
        self._desk = desk
        self._register = register

    def copy(
        self,
        make: Callable[[Progress], FlatTable],
        fields: Sequence[str],
        *,
        heads: bool = False,
    ) -> None:
        """Put the rows that `make` gives on the clipboard, for a purpose where one is needed."""
        session, name = self._desk.office.session, self._register
        terms = self._terms(fields, lockable=False)
        if terms is None:
            return

        restricted = is_restricted(REGISTERS[name], fields)

        def work(progress: Progress) -> Copied:
            table, why = make(progress), terms.purpose
            return copy_table(session, name, fields, table, heads=heads, purpose=why)

        Operation.reporting(self._desk.operations, work, self._desk).success(
            partial(self._copied, restricted=restricted)
        ).with_progress(_("Đang chép…"), stoppable=True).start()

    def export(
        self,
        make: Callable[[Progress], FlatTable],
        fields: Sequence[str],
        path: Path,
        told: str = "",
    ) -> None:
        """Write the rows that `make` gives; `told` says what they were narrowed by."""
        session, name = self._desk.office.session, self._register
        terms = self._terms(fields, lockable=True)
        if terms is None:
            return

        def work(progress: Progress) -> Written:
            return export_table(session, name, fields, make(progress), path, told, terms)

        def done(written: Written) -> None:
            text = _("Đã ghi {rows} dòng vào tệp {file}.").format(
                rows=show_integer(written.rows), file=path.name
            )
            if written.left_out:
                text += " " + _("{count} ô quá dài nên để trống.").format(count=written.left_out)
            self._desk.feedback.notice(text)

        Operation.reporting(self._desk.operations, work, self._desk).success(done).with_progress(
            _("Đang ghi bảng tính…"), stoppable=True
        ).start()

    def _terms(self, fields: Sequence[str], *, lockable: bool) -> TakenOut | None:
        book, parent = REGISTERS[self._register], QApplication.activeWindow()
        return ask_terms(self._desk, book, fields, parent, lockable=lockable)

    def _copied(self, copied: Copied, *, restricted: bool) -> None:
        clipboard.copy(clipboard_data(copied), restricted=restricted)
        self._desk.feedback.notice(
            _("Đã chép {count} dòng; dán vào Excel bằng Ctrl+V.").format(
                count=show_integer(copied.rows)
            )
        )


class ListOut:
    """Copies and exports the rows of one list in its columns, on the worker.

    `told` says what the list is narrowed by.
    """

    def __init__(
        self,
        desk: Desk,
        register: Register,
        model: RecordTableModel,
        told: Callable[[], str] = str,
    ) -> None:
        self._desk = desk
        self._register = register
        self._model = model
        self._told = told
        self._out = TableOut(desk, register.name)

    def copy(self, ids: Sequence[str], *, heads: bool = False) -> None:
        """Put these records on the clipboard."""
        if ids:
            columns = self._columns()
            self._out.copy(self._table(columns, ids), field_names(columns), heads=heads)

    def export_to(self, path: Path) -> None:
        """Write the list as it is shown: these rows, these columns, this order."""
        columns = self._columns()
        table = self._table(columns, list(self._model.ids))
        self._out.export(table, field_names(columns), path, self._told())

    def bind_to(self, table: RecordTable) -> None:
        """The copying keys of a table."""
        slots = {
            "copy": lambda: self.copy(table.chosen_ids()),
            "copy_heads": lambda: self.copy(table.chosen_ids(), heads=True),
        }
        bind(table, TABLE_KEYS, slots, alone=True)

    def _columns(self) -> tuple[Column, ...]:
        return self._model.columns

    def _table(
        self, columns: Sequence[Column], ids: Sequence[str]
    ) -> Callable[[Progress], FlatTable]:
        return lambda progress: flat_table(
            self._desk.queries, self._register, columns, ids, progress.report
        )


def clipboard_data(copied: Copied) -> QMimeData:
    """The rows as text and as a table."""
    data = QMimeData()
    data.setText(copied.text)
    data.setHtml(copied.html)
    return data
