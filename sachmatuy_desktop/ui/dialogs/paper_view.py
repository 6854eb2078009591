"""A paper that is ready: looked at as it prints, printed or kept as PDF."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui.dialogs.kit import Sheet, button, open_at
from sachmatuy_desktop.ui.preview import PdfView, save_pdf
from sachmatuy_desktop.ui.printing import print_pdf

__all__ = ["PaperDialog"]


class PaperDialog(Sheet):
    """The pages, «In…» and «Lưu PDF…»."""

    def __init__(self, title: str, pdf: bytes, name: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent=parent)
        self._title, self._name = title, name
        self.view = PdfView()
        self.view.show_pdf(pdf)
        self.body.addWidget(self.view, 1)
        self.save = button(_("Lưu PDF…"), self._save, picture="save")
        self.foot.addWidget(self.save)
        self.print = self.finish_with(_("In…"), self._print, _("Đóng"))
        open_at(self, 760, 680)

    @classmethod
    def show_paper(cls, title: str, pdf: bytes, name: str, parent: QWidget | None) -> None:
        """Show it until it is closed; `name` is proposed for the file."""
        dialog = cls(title, pdf, name, parent)
        dialog.ask_person()
        dialog.view.let_go()

    def _print(self) -> None:
        print_pdf(self, self.view.pdf, self._title)

    def _save(self) -> None:
        try:
            save_pdf(self, self.view.pdf, self._name)
        except KnownError as error:
            self.complain(error)
