"""The file that a dialog prints into."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.ui.dialogs.kit import Entry, button

__all__ = ["PdfEntry"]


class PdfEntry(Entry):
    """Where to print to, typed or chosen; `proposed` gives the name it is offered under."""

    def __init__(self, proposed: Callable[[], str]) -> None:
        super().__init__(_("Lưu vào tệp"))
        self._proposed = proposed
        self.field.addWidget(button(_("Chọn…"), self._choose, picture="folder"))

    def path(self) -> Path:
        """The file, always a PDF; raises `BadInput`, said beside the field."""
        path = Path(self.demand())
        if not path.is_absolute():
            error = BadInput(N_("Hãy chọn nơi lưu tệp bằng nút «Chọn…»."))
            self.say(say(error))
            raise error
        return path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf")

    def _choose(self) -> None:
        name = self._proposed().replace("/", "-")
        chosen, _kind = QFileDialog.getSaveFileName(
            self.window(), _("Lưu tệp PDF"), name, _("Tệp PDF (*.pdf)")
        )
        if chosen:
            self.line.setText(chosen)
