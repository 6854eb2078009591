"""The one search box: people, households, papers, whatever a register lets be searched."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import KnownError
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

    def _find(self, typed: str) -> Sequence[Suggestion]:
        try:
            hits = self._desk.queries.find(typed)
        except KnownError as error:
            self._desk.feedback.sentence(error)
            return ()
        fits = [
            Suggestion(f"{hit.register}/{hit.id}", hit.title, _(hit.detail))
            for hit in hits
            if self._desk.may_open(REGISTERS[hit.register])
        ]
        return fits or [Suggestion("", _("Không tìm thấy «{text}».").format(text=typed))]

    def _open(self, key: str) -> None:
        if not key:
            return
        register, record = key.split("/", 1)
        self.clear()
        self.found.emit(register, record)
