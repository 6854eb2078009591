"""Choosing one of many forms: family by family, found by any words of its name or its number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from itertools import groupby
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.errors import N_, KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.papers import FormChoice
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import Sheet, faint, open_at, search_line
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.operations import Operation

__all__ = ["FormPicker", "form_name", "pick_form"]

ID: Final = Qt.ItemDataRole.UserRole
NOTHING: Final = N_("Không có mẫu nào khớp; hãy gõ ít chữ hơn.")


def form_name(form: FormChoice) -> str:
    """“04 – Quyết định …”, the number of the decree's form before its title."""
    number = form.law_form.rpartition("-")[2]
    return f"{number} – {form.title}" if number else form.title


class FormPicker(Sheet):
    """A line to search in and the forms below it."""

    def __init__(
        self,
        forms: Sequence[FormChoice],
        told: str,
        parent: QWidget | None,
        damaged: Sequence[KnownError] = (),
    ) -> None:
        super().__init__(_("Chọn mẫu"), told, parent)
        self._forms = tuple(forms)
        self.search = search_line(_("Tìm theo số hoặc tên mẫu"))
        self.search.textChanged.connect(self._list)
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setAccessibleName(_("Các mẫu"))
        self.tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.tree.currentItemChanged.connect(lambda _now, _before: self._choosable())
        self.tree.itemActivated.connect(lambda _item, _column: self._take())
        self.nothing = faint(_(NOTHING))
        self.body.addWidget(self.search)
        self.body.addWidget(self.tree, 1)
        self.body.addWidget(self.nothing)
        self.take_button = self.finish_with(_("Soạn"), self._take)
        if damaged:
            self.complain(damaged[0])
        open_at(self, 720, 560)
        self._list()
        self.search.setFocus()

    @classmethod
    def ask(
        cls,
        forms: Sequence[FormChoice],
        told: str,
        parent: QWidget | None,
        damaged: Sequence[KnownError] = (),
    ) -> FormChoice | None:
        """The form chosen, None when the dialog was dropped.

        `damaged` are complaints about files that could not be read; the first is told.
        """
        dialog = cls(forms, told, parent, damaged)
        return dialog.chosen() if dialog.ask_person() else None

    def chosen(self) -> FormChoice | None:
        """The form the cursor is on."""
        item = self.tree.currentItem()
        wanted = None if item is None else item.data(0, ID)
        return next((each for each in self._forms if each.id == wanted), None)

    def choose(self, form: str) -> None:
        """Put the cursor on a form."""
        for item in self._items():
            if item.data(0, ID) == form:
                self.tree.setCurrentItem(item)

    @property
    def listed(self) -> list[str]:
        """The ids of the forms shown, from above."""
        return [str(item.data(0, ID)) for item in self._items()]

    def _items(self) -> list[QTreeWidgetItem]:
        tops = [self.tree.topLevelItem(place) for place in range(self.tree.topLevelItemCount())]
        below = (top.child(place) for top in tops if top for place in range(top.childCount()))
        return [item for item in below if item is not None]

    def _list(self) -> None:
        words = fold(self.search.text()).split()
        self.tree.clear()
        fitting = [each for each in self._forms if _fits(each, words)]
        for family, forms in groupby(fitting, key=lambda form: form.family):
            top = QTreeWidgetItem([family])
            top.setFlags(Qt.ItemFlag.ItemIsEnabled)
            top.setFont(0, theme.scaled_font(bold=True))
            self.tree.addTopLevelItem(top)
            for form in forms:
                item = QTreeWidgetItem([form_name(form)])
                item.setData(0, ID, form.id)
                item.setToolTip(0, form_name(form))
                top.addChild(item)
            top.setExpanded(True)
        self.nothing.setVisible(not fitting)
        if fitting:
            self.choose(fitting[0].id)
        self._choosable()

    def _choosable(self) -> None:
        self.take_button.setEnabled(self.chosen() is not None)

    def _take(self) -> None:
        if self.chosen() is not None:
            self.accept()


def _fits(form: FormChoice, words: Sequence[str]) -> bool:
    """Whether every word typed stands in the form's name, number or family."""
    said = fold(f"{form.law_form} {form_name(form)} {form.family}")
    return all(word in said for word in words)


def pick_form(
    desk: Desk,
    parent: QWidget,
    then: Callable[[FormChoice], None],
    register: str | None = None,
    day: date | None = None,
) -> None:
    """Offer the forms in force on a day, all of them or those about a record of a register.

    They are read on the worker; `then` hears the one that was chosen.
    """
    office = office_in(desk)
    on = day or office.clock.now().date()

    def work() -> list[FormChoice]:
        if register is None:
            return papers.forms_to_fill(office, on)
        return papers.forms_about(office, register, on)

    Operation(desk.operations, work, parent).success(partial(_ask, parent, on, then)).start()


def _ask(
    parent: QWidget, on: date, then: Callable[[FormChoice], None], forms: list[FormChoice]
) -> None:
    told = _("Các mẫu áp dụng ngày {day}.").format(day=show_date(on))
    chosen = FormPicker.ask(forms, told, parent, papers.damaged_forms())
    if chosen is not None:
        then(chosen)
