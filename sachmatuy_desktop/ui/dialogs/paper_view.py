"""A paper that is ready: looked at as it prints, printed or kept as PDF, as Word, as sheets."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.forms import FormData
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.papers import NotePrint
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import Sheet, button, open_at
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.save_menu import Saved, SaveMenu, save_other
from sachmatuy_desktop.ui.paper_out import print_taken, save_taken, taken_with_note
from sachmatuy_desktop.ui.preview import PdfView

__all__ = ["PaperDialog"]


class PaperDialog(Sheet):
    """The pages, «In…» and «Lưu PDF…»; «Lưu…» with other kinds of files where `paper` is given.

    `note` is the entry that the paper leaves when it is taken; None where it says nothing of
    anybody, or where making it was noted.
    """

    def __init__(
        self,
        desk: Desk,
        title: str,
        pdf: bytes,
        note: NotePrint | None = None,
        parent: QWidget | None = None,
        *,
        paper: FormData | None = None,
    ) -> None:
        super().__init__(title, parent=parent)
        self._desk, self._title, self._note, self._paper = desk, title, note, paper
        self.view = PdfView()
        self.view.show_pdf(pdf)
        self.body.addWidget(self.view, 1)
        self.files: SaveMenu | None = None
        if paper is None:
            self.save = button(_("Lưu PDF…"), self._save, picture="save")
        else:
            self.files = SaveMenu(self._save, self._save_other)
            self.files.sheets.setVisible(papers.has_tables(paper))
            self.save = self.files.button
        self.foot.addWidget(self.save)
        self.print = self.finish_with(_("In…"), self._print, _("Đóng"))
        open_at(self, 760, 680)

    @classmethod
    def show_paper(
        cls,
        desk: Desk,
        title: str,
        pdf: bytes,
        note: NotePrint | None = None,
        parent: QWidget | None = None,
        *,
        paper: FormData | None = None,
    ) -> None:
        """Show it until it is closed; the title is proposed for the file."""
        dialog = cls(desk, title, pdf, note, parent, paper=paper)
        dialog.ask_person()
        dialog.view.let_go()

    def _print(self) -> None:
        take = taken_with_note(self, self._desk, self._note, self.view.pdf, self.complain)
        print_taken(self, self._desk, self._title, self.view.pages, take)

    def _save(self) -> None:
        take = taken_with_note(self, self._desk, self._note, self.view.pdf, self.complain)
        save_taken(self, self._desk, self._title, take)

    def _save_other(self, saved: Saved) -> None:
        """The entry first, then the file."""
        office, note, paper = office_in(self._desk), self._note, self._paper
        if paper is None:
            return

        def make() -> bytes:
            if note is not None:
                office.run(replace(note, paper=f"{note.paper}; {saved.name}"))
            return saved.write(paper)

        save_other(self._desk, self, saved, self._title, make)
