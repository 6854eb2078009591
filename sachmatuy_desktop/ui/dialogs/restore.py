"""Taking a backup up again in another folder, to look at or to go on with."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from PySide6.QtWidgets import QFileDialog, QWidget

from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import Entry, PassphraseEntry, Sheet, button

__all__ = ["RestoreDialog", "RestoreTo"]


class RestoreTo(NamedTuple):
    """Where to, and the passphrase that the account had when the backup was made."""

    folder: Path
    passphrase: str


class RestoreDialog(Sheet):
    """A folder and one's passphrase; the office in use stays as it is."""

    def __init__(self, backup: str, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Khôi phục ra thư mục khác"),
            _("Bản {backup}. Dữ liệu đang dùng không thay đổi.").format(backup=backup),
            parent,
        )
        self.folder = Entry(_("Thư mục trống trên máy này"))
        self.folder.field.addWidget(button(_("Chọn…"), self._choose, picture="folder"))
        self.passphrase = PassphraseEntry(_("Mật khẩu của bạn lúc sao lưu"))
        self.body.addWidget(self.folder)
        self.body.addWidget(self.passphrase)
        self.body.addStretch(1)
        self.finish_with(_("Khôi phục"), self._done)
        self.setMinimumWidth(theme.px(540))

    @classmethod
    def ask(cls, backup: str, parent: QWidget | None) -> RestoreTo | None:
        """Where to and the passphrase, or None."""
        dialog = cls(backup, parent)
        return dialog.wanted() if dialog.ask_person() else None

    def wanted(self) -> RestoreTo:
        """The answers; raises `BadInput`, said beside its field."""
        folder = Path(self.folder.demand())
        if not folder.is_absolute() or not _is_empty(folder):
            error = BadInput(N_("Hãy chọn một thư mục trống."))
            self.folder.say(say(error))
            raise error
        return RestoreTo(folder, self.passphrase.demand())

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Chọn thư mục trống"))
        if chosen:
            self.folder.line.setText(chosen)

    def _done(self) -> None:
        try:
            self.wanted()
        except BadInput:
            return
        self.accept()


def _is_empty(folder: Path) -> bool:
    """Whether nothing lies in a folder, which need not be there yet; a file is none."""
    try:
        return not folder.exists() or not any(folder.iterdir())
    except OSError:
        return False
