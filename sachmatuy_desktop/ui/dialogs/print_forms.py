"""One form for each of the chosen rows of a list, in one PDF file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLineEdit, QWidget

from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.papers import FormChoice
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.form_picker import form_name
from sachmatuy_desktop.ui.dialogs.kit import CalmChoice, DateEntry, Sheet, faint, label_of, open_at
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.pdf_entry import PdfEntry
from sachmatuy_desktop.ui.operations import Operation, Progress

__all__ = ["PrintFormsDialog", "prints_forms"]

PRINTED = frozenset({"people", "households", "villages", "subunits"})
"""The lists whose rows forms are about."""


def prints_forms(desk: Desk, register: Register) -> bool:
    """Whether forms about rows of a list are offered to this account."""
    return (
        register.name in PRINTED
        and not desk.receives
        and papers.may_have_papers(desk.role, register.name)
    )


class PrintFormsDialog(Sheet):
    """The form, its day, the file; then a bar that tells how far it is."""

    def __init__(
        self, desk: Desk, register: Register, records: Sequence[str], parent: QWidget | None = None
    ) -> None:
        told = _("{count} {one} đang chọn; cả đợt nằm trong một tệp PDF.").format(
            count=show_integer(len(records)), one=_(register.one)
        )
        super().__init__(_("In mẫu cho các dòng đang chọn"), told, parent)
        self.desk = desk
        self.office = office_in(desk)
        self.register = register
        self.records = tuple(records)
        self.day = DateEntry(_("Ngày của văn bản"), self.office.clock.now().date())
        self.form = CalmChoice()
        self.form.setAccessibleName(_("Mẫu"))
        self.form.setMinimumContentsLength(30)
        self.purpose = QLineEdit()
        self.purpose.setAccessibleName(_("Mục đích sử dụng"))
        self.purpose_label = label_of(_("Mục đích sử dụng"), self.purpose)
        self.path = PdfEntry(self.form.currentText)
        self._forms: dict[str, FormChoice] = {}
        form_label = label_of(_("Mẫu"), self.form)
        for widget in (
            self.day,
            form_label,
            self.form,
            self.purpose_label,
            self.purpose,
            self.path,
            faint(_("Chỗ nào sổ chưa có thì để trống để điền bằng bút; dừng được giữa chừng.")),
        ):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.done_button = self.finish_with(_("In ra tệp PDF"), self.take)
        self.day.line.editingFinished.connect(self._read)
        self.form.currentIndexChanged.connect(lambda _place: self._form_chosen())
        open_at(self, 620, 380)
        self._read()

    def take(self) -> None:
        """Print on the worker; the file appears when it is whole."""
        form = self._forms.get(str(self.form.currentData()))
        try:
            path, day = self.path.path(), self.day.demand_day()
        except BadInput:
            return
        if form is None:
            return
        office, records, purpose = self.office, self.records, self.purpose.text()

        def work(progress: Progress) -> int:
            return papers.print_forms(office, form.id, records, day, path, progress.report, purpose)

        operation = Operation.reporting(self.desk.operations, work, self)
        operation.success(lambda pages: self._printed(pages, path)).failure(self.complain)
        operation.with_progress(_("Đang in…"), stoppable=True).start()

    def _printed(self, pages: int, path: Path) -> None:
        self.desk.feedback.notice(
            _("Đã in {count} trang vào {file}.").format(count=show_integer(pages), file=path.name)
        )
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
        self.accept()

    def _read(self) -> None:
        """The forms of the day, on the worker."""
        try:
            day = self.day.demand_day()
        except BadInput:
            return
        office, register = self.office, self.register.name
        Operation(
            self.desk.operations, lambda: papers.forms_about(office, register, day), self
        ).success(self._offer).failure(self.complain).start()

    def _offer(self, forms: list[FormChoice]) -> None:
        before = self.form.currentData()
        self._forms = {each.id: each for each in forms}
        self.form.clear()
        for each in forms:
            self.form.addItem(form_name(each), each.id)
        self.form.setCurrentIndex(max(self.form.findData(before), 0) if forms else -1)
        self._form_chosen()
        for error in papers.damaged_forms()[:1]:
            self.complain(error)

    def _form_chosen(self) -> None:
        form = self._forms.get(str(self.form.currentData()))
        restricted = form is not None and form.restricted
        self.purpose.setVisible(restricted)
        self.purpose_label.setVisible(restricted)
        self.done_button.setEnabled(form is not None)
