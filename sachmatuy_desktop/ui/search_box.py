"""The one search box: people, households, papers, whatever a register lets be searched."""

from __future__ import annotations

from collections.abc import Generator, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.icons import icon
from sachmatuy_desktop.ui.suggest import SuggestEdit, Suggestion

__all__ = ["SearchBox"]


class SearchBox(SuggestEdit):
    """Ctrl+F; finds as one types, with or without accents."""

    found = Signal(str, str)
    """The register and the id of the record someone chose."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(self._find)
        self._desk = desk
        self.setPlaceholderText(_("Tìm người, hộ, văn bản…  (Ctrl+F)"))
        self.setAccessibleName(_("Tìm người, hộ, văn bản"))
        self.setClearButtonEnabled(True)
        self.addAction(icon("search", theme.FAINT), QLineEdit.ActionPosition.LeadingPosition)
        self.picked.connect(self._open)

    def ask(self) -> None:
        """Find on the thread that reads for what is typed; an older answer comes no more."""
        finder = self._desk.operations.finder
        if self.composing:
            return
        typed = self.text()
        if not typed.strip():
            finder.forget(self)
            self.close_list()
            return
        finder.ask(self, lambda: self._answers(typed), lambda found: self._take_in(typed, found))

    def _answers(self, typed: str) -> Generator[Sequence[Suggestion], None, None]:
        yield self._find(typed)

    def _take_in(self, typed: str, found: Sequence[Suggestion]) -> None:
        if typed == self.text() and not self.composing and self.hasFocus():
            self.offer(found)

    def _find(self, typed: str) -> Sequence[Suggestion]:
        inside = {book.name for book in REGISTERS if self._desk.may_open(book)}
        hits = self._desk.queries.find(typed, inside=inside)
        fits = [Suggestion(f"{hit.register}/{hit.id}", hit.title, _(hit.detail)) for hit in hits]
        return fits or [Suggestion("", _("Không tìm thấy «{text}».").format(text=typed))]

    def _open(self, key: str) -> None:
        if not key:
            return
        register, record = key.split("/", 1)
        self.clear()
        self.found.emit(register, record)
