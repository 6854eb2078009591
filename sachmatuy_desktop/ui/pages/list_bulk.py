"""«Làm chung»: what can be done to the chosen rows of a list at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtWidgets import QMenu, QToolButton

from sachmatuy_desktop.domain.registers.fields import Field
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.bulk import SetField
from sachmatuy_desktop.services.records import RemoveRecord
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.bulk import BulkDialog
from sachmatuy_desktop.ui.dialogs.bulk_acts import BULK_OFFERS, BulkOffer, RemoveDialog
from sachmatuy_desktop.ui.dialogs.fill_from_row import fill_from_row, fills_forms
from sachmatuy_desktop.ui.dialogs.print_forms import PrintFormsDialog, prints_forms
from sachmatuy_desktop.ui.icons import beside, icon
from sachmatuy_desktop.ui.tables import RecordTable

__all__ = ["ListBulk"]

LOOKED_AT: Final = 64
"""So many chosen records are looked at to see whose they are; more are told in the survey."""


class ListBulk(QObject):
    """The button, the same menu at the right mouse button, and the acts behind both."""

    def __init__(
        self,
        desk: Desk,
        register: Register,
        table: RecordTable,
        copy: Callable[[Sequence[str]], None],
    ) -> None:
        super().__init__(table)
        self._desk = desk
        self._register = register
        self._table = table
        self._copy = copy
        self.offers = tuple(each for each in BULK_OFFERS if each.fits(desk, register))
        """What this account may do to rows of this list."""
        self.prints = prints_forms(desk, register)
        """Whether forms about rows of this list may be printed."""
        self.fills = fills_forms(desk, register)
        """Whether a form may be filled from one row of this list."""
        self.printing: PrintFormsDialog | None = None
        self.dialog: BulkDialog | None = None
        """The one on screen; `printing` the one that asks for a form."""
        self.button = QToolButton()
        self.button.setText(_("Làm chung"))
        self.button.setIcon(beside("list-checks"))
        self.button.setIconSize(QSize(theme.px(theme.BESIDE), theme.px(theme.BESIDE)))
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setToolTip(_("Việc làm với các dòng đang chọn (Shift+F10)"))
        self.button.setAccessibleName(_("Việc làm với các dòng đang chọn"))
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.button)
        menu.aboutToShow.connect(lambda: self._fill(menu))
        self.button.setMenu(menu)
        table.row_menu = self.menu

    @property
    def offers_anything(self) -> bool:
        """Whether this account may do anything with rows of this list."""
        return bool(self.offers) or self.prints or self.fills

    def menu(self) -> QMenu | None:
        """The menu of the chosen rows; none while no row is chosen."""
        if not self._table.chosen_count():
            return None
        menu = QMenu(self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._fill(menu)
        return menu

    def ask(self, offer: BulkOffer) -> None:
        """Open the dialog of an act for the chosen rows."""
        self._open(offer.dialog(self._desk, self._register, self._chosen(), self._table.window()))

    def print_forms(self) -> None:
        """Ask which form is printed for each of the chosen rows."""
        chosen = self._chosen()
        if chosen:
            window = self._table.window()
            self.printing = PrintFormsDialog(self._desk, self._register, chosen, window)
            self.printing.finished.connect(self._printed)
            self.printing.open()

    def fill_form(self) -> None:
        """Fill a form from the chosen row: at once where it has but one, else ask which."""
        chosen = self._chosen()
        if len(chosen) == 1:
            fill_from_row(self._desk, self._register.name, chosen[0], self._table.window())

    def may_remove(self, chosen: int) -> bool:
        """Whether the chosen rows may be taken out, as far as can be told at a glance."""
        if not chosen or not self._desk.may_write(self._register):
            return False
        if chosen > LOOKED_AT:
            return True
        rows = self._desk.queries.rows(self._register.name, self._chosen())
        own = self._desk.office.info.unit_id
        return all(row["unit_id"] == own for row in rows.values())

    def remove(self) -> None:
        """One row goes at once, with a way back; of several it is told what goes and what stays."""
        chosen = self._chosen()
        if len(chosen) == 1:
            self._desk.run(RemoveRecord(self._register.name, chosen[0]), owner=self)
        elif chosen:
            self._open(RemoveDialog(self._desk, self._register, chosen, self._table.window()))

    def fill_down(self, field: Field, chosen: Sequence[str]) -> None:
        """Write what the first of the records says in a field into all the others."""
        first = self._desk.queries.rows(self._register.name, chosen[:1])[chosen[0]]
        command = SetField(
            self._register.name, tuple(chosen[1:]), name=field.name, value=first[field.name]
        )
        self._desk.run_long(
            lambda progress: replace(command, report=progress.report),
            _("Đang ghi…"),
            owner=self,
            counted=True,
        )

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        for offer in self.offers:
            action = menu.addAction(icon(offer.picture), _(offer.title))
            action.triggered.connect(lambda _on=False, each=offer: self.ask(each))
        menu.addSeparator()
        if self.fills and self._table.chosen_count() == 1:
            fills = menu.addAction(icon("file-text"), _("Soạn theo mẫu…"))
            fills.triggered.connect(lambda _on=False: self.fill_form())
        if self.prints:
            prints = menu.addAction(icon("printer"), _("In mẫu cho các dòng đang chọn…"))
            prints.triggered.connect(lambda _on=False: self.print_forms())
        copy = menu.addAction(icon("copy"), _("Chép để dán vào Excel"))
        copy.triggered.connect(lambda _on=False: self._copy(self._chosen()))

    def _chosen(self) -> list[str]:
        return self._table.chosen_ids()

    def _open(self, dialog: BulkDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(self._closed)
        dialog.open()

    def _closed(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _printed(self) -> None:
        if self.printing is not None:
            self.printing.deleteLater()
            self.printing = None
