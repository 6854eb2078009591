"""«Nhập mã phiếu…»: the code of a slip, typed in groups or read from a picture or a scan."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from sachmatuy_desktop.domain.typed_code import groups_of
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.services.sync.slips import slip_in
from sachmatuy_desktop.sync.slips import TAG, SignedSlip, read_slip
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import Sheet, button, faint, label_of, long_text, row
from sachmatuy_desktop.ui.operations import Operation

__all__ = ["SlipDialog"]


class SlipDialog(Sheet):
    """Groups as they are typed, and what they amount to; the wrong one is named at once."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Nhập mã phiếu"),
            _(
                "Phiếu biên nhận do cơ quan tiếp nhận in. Hãy chọn ảnh chụp hoặc bản quét của "
                "phiếu, hoặc gõ các nhóm chữ bên cạnh mã QR theo thứ tự."
            ),
            parent,
        )
        self.desk = desk
        self.code = long_text(_("Mã in trên phiếu"), 150)
        self.code.textChanged.connect(self._typed)
        self.choose = button(_("Chọn ảnh hoặc PDF…"), self._choose, picture="folder")
        self.told = faint()
        self.body.addWidget(label_of(_("Mã in trên phiếu"), self.code))
        self.body.addWidget(self.code)
        self.body.addWidget(self.told)
        self.body.addLayout(row(self.choose, None))
        self.enter = self.finish_with(_("Ghi nhận phiếu"), self._done)
        self.setMinimumWidth(theme.px(560))
        self._typed()
        self.code.setFocus()

    @classmethod
    def ask(cls, desk: Desk, parent: QWidget | None) -> str | None:
        """The text of a slip, whole but not yet proved; or None."""
        dialog = cls(desk, parent)
        return dialog.text if dialog.ask_person() else None

    @property
    def text(self) -> str:
        """What was typed or read, numbers of lines left out."""
        return _without_numbers(self.code.toPlainText())

    def read_file(self, path: Path) -> None:
        """Read the code of a picture or scan, on the worker."""
        operation = Operation(self.desk.operations, lambda: slip_in(path), self)
        operation.success(self._read)
        operation.failure(self.complain)
        operation.start()

    def _read(self, text: str) -> None:
        self.wrong.hide()
        self.code.setPlainText(text.removeprefix(TAG))
        self._typed()

    def _choose(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("Chọn ảnh hoặc PDF của phiếu"), "", _("Ảnh, PDF (*.jpg *.jpeg *.png *.pdf)")
        )
        if chosen:
            self.read_file(Path(chosen))

    def _typed(self) -> None:
        """Say how far the code has come, without complaining of what is not finished."""
        signed = self._slip()
        self.enter.setEnabled(signed is not None)
        if signed is None:
            groups = len(self.text.replace(" ", "")) // len(groups_of(b"-")[0])
            self.told.setText(_("Đã gõ {count} nhóm.").format(count=groups) if groups else "")
            return
        self.wrong.hide()
        self.told.setText(_("Mã đủ: gói số {number}.").format(number=signed.slip.number))

    def _slip(self) -> SignedSlip | None:
        try:
            return read_slip(self.text)
        except KnownError as error:
            self._name_wrong_group(error)
            return None

    def _name_wrong_group(self, error: KnownError) -> None:
        """A whole group that is wrong is told at once; the one being typed is left in peace."""
        typed = "".join(self.text.split())
        group = str(error.values.get("group", ""))
        if len(group) == len(groups_of(b"-")[0]) and len(typed) >= len(group):
            self.wrong.setText(say(error))
            self.wrong.show()
        else:
            self.wrong.hide()

    def _done(self) -> None:
        try:
            read_slip(self.text)
        except KnownError as error:
            self.complain(error)
            return
        self.accept()


def _without_numbers(typed: str) -> str:
    """The groups alone: each printed line begins with its number and a full stop."""
    lines = (line.rpartition(".")[2] if "." in line[:4] else line for line in typed.splitlines())
    return " ".join(" ".join(lines).split())
