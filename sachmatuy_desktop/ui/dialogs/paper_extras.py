"""What some papers can do besides: leave as a spreadsheet, prove tasks done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from PySide6.QtWidgets import QFileDialog, QWidget

from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.bus import Outcome
from sachmatuy_desktop.services.papers.choices import Choices
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import button
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.proved import ProvedDialog
from sachmatuy_desktop.ui.list_out import TableOut
from sachmatuy_desktop.ui.operations import Operation

__all__ = ["PaperExtras"]

AS_TABLE: Final = "task-book"
Chosen = Callable[[], tuple[date, Mapping[str, Any]]]
"""The day and the choices as they stand; raises `BadInput`, said beside the field."""


class PaperExtras:
    """Two buttons for the foot of the composing; each shows where the paper has a use for it."""

    def __init__(self, desk: Desk, chosen: Chosen, parent: QWidget) -> None:
        self._desk = desk
        self._office = office_in(desk)
        self._chosen = chosen
        self._parent = parent
        self._document = ""
        self._tasks: list[papers.Provable] = []
        self.table = button(_("Xuất bảng tính…"), self._ask_table, picture="download")
        self.prove = button(_("Ghi đã làm…"), self.ask_proved, picture="check")
        self.table.hide()
        self.prove.hide()

    def form_chosen(self, form: str) -> None:
        """Another form: nothing of it is issued yet."""
        self.table.setVisible(form == AS_TABLE)
        self.prove.hide()

    def issued(self, form: str, document: str) -> None:
        """Look, on the worker, what waits that this paper may carry out."""
        day, choices = self._chosen()
        office, self._document = self._office, document

        def work() -> list[papers.Provable]:
            return papers.provable(office, form, day, Choices(**choices))

        Operation(self._desk.operations, work, self._parent).success(self._found).start()

    def export_to(self, path: Path) -> None:
        """Write the tracking book as it is chosen."""
        day, choices = self._chosen()
        office = self._office
        TableOut(self._desk, "plan_tasks").export(
            lambda _progress: papers.tracking_table(office, day, Choices(**choices)),
            papers.TAKEN_OUT,
            path,
        )

    def ask_proved(self) -> None:
        """Ask which tasks are done by the paper, and write them down in one act."""
        names = self._desk.queries.names("documents", [self._document])
        tasks = ProvedDialog.ask(names.get(self._document, ""), self._tasks, self._parent)
        if tasks:
            command = papers.ProveByPaper(self._document, tasks)
            self._desk.run(command, self._proved, owner=self._parent)

    def _found(self, tasks: list[papers.Provable]) -> None:
        self._tasks = tasks
        self.prove.setVisible(bool(tasks))

    def _proved(self, _outcome: Outcome) -> None:
        self.prove.hide()

    def _ask_table(self) -> None:
        try:
            self._chosen()
        except BadInput:
            return
        chosen, _kind = QFileDialog.getSaveFileName(
            self._parent, _("Lưu bảng tính"), _("Sổ theo dõi.xlsx"), _("Bảng tính (*.xlsx)")
        )
        if chosen:
            self.export_to(Path(chosen).with_suffix(".xlsx"))
