"""«Kiểm tra mã…»: a scan, a picture or typed groups, and in one sentence whether it is genuine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.papers import Checked, check_code, check_file
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import Sheet, button, faint, label_of, paragraph, row
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.operations import Operation

__all__ = ["CheckCodeDialog"]


class CheckCodeDialog(Sheet):
    """What is told stands below the code; `document` is the paper to open in the book, if any."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Kiểm tra mã trên văn bản"),
            _(
                "Chọn bản quét hoặc ảnh chụp có mã QR, hoặc gõ bốn nhóm chữ in cạnh mã; với phiếu "
                "cam kết thì gõ số phiếu. Không cần mạng."
            ),
            parent,
        )
        self.desk = desk
        self.document: str | None = None
        self.code = QLineEdit()
        self.code.setAccessibleName(_("Mã in trên giấy"))
        self.code.setMaxLength(400)
        self.code.returnPressed.connect(self._check_typed)
        self.check = button(_("Kiểm tra"), self._check_typed)
        self.choose = button(_("Chọn ảnh hoặc PDF…"), self._choose, picture="folder")
        self.verdict = paragraph(selectable=True)
        self.remarks = faint()
        self.compare = faint(
            _(
                "Mã chứng minh ai in văn bản nào; chữ trên tờ giấy phải tự so với bản trong sổ, vì "
                "mã đúng có thể bị dán lên giấy khác."
            )
        )
        self.body.addWidget(label_of(_("Mã in trên giấy"), self.code))
        self.body.addWidget(self.code)
        self.body.addLayout(row(self.check, self.choose, None))
        for each in (self.verdict, self.remarks, self.compare):
            self.body.addWidget(each)
        self.body.addStretch(1)
        self.compare.hide()
        self.foot.addStretch(1)
        self.open_paper = button(_("Mở bản trong sổ"), self.accept, picture="file-text")
        self.open_paper.setEnabled(False)
        self.foot.addWidget(self.open_paper)
        self.foot.addWidget(button(_("Đóng"), self.reject))
        self.setMinimumWidth(theme.px(600))
        self.setMinimumHeight(theme.px(330))
        self.code.setFocus()

    @classmethod
    def ask(cls, desk: Desk, parent: QWidget | None) -> str | None:
        """The paper of our book to be opened, or None."""
        dialog = cls(desk, parent)
        return dialog.document if dialog.ask_person() else None

    def check_file(self, path: Path) -> None:
        """Read and check every code on a scan, on the worker."""
        office = office_in(self.desk)
        self._run(lambda: check_file(office, path))

    def _check_typed(self) -> None:
        office, typed = office_in(self.desk), self.code.text()
        self._run(lambda: [check_code(office, typed)])

    def _choose(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("Chọn ảnh hoặc PDF của văn bản"), "", _("Ảnh, PDF (*.jpg *.jpeg *.png *.pdf)")
        )
        if chosen:
            self.check_file(Path(chosen))

    def _run(self, work: Callable[[], Sequence[Checked]]) -> None:
        self.wrong.hide()
        self._tell(())
        operation = Operation(self.desk.operations, work, self)
        operation.success(self._tell).failure(self.complain)
        operation.with_progress(_("Đang đọc mã…")).start()

    def _tell(self, checked: Sequence[Checked]) -> None:
        """The verdicts; what is not genuine in the ink of complaints."""
        genuine = bool(checked) and all(each.genuine for each in checked)
        signs = ((_("✓ Thật.") if each.genuine else _("✗ Chưa thể tin.")) for each in checked)
        self.verdict.setText(
            "\n".join(
                f"{sign} {each.said[0].told(_)}" for sign, each in zip(signs, checked, strict=True)
            )
        )
        self.verdict.setProperty("role", "title" if genuine else "complaint")
        self.verdict.style().polish(self.verdict)
        self.remarks.setText("\n".join(said.told(_) for each in checked for said in each.said[1:]))
        self.compare.setVisible(genuine)
        documents = [each.document for each in checked if each.document]
        self.document = documents[0] if documents else None
        self.open_paper.setEnabled(self.document is not None)
