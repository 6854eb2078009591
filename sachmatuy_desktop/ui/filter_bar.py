"""«Lọc» and the conditions a list is narrowed by, each a chip that can be taken off again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QToolButton, QWidget

from sachmatuy_desktop.domain.registers.fields import Field
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.domain.text import sort_key
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.filters import SavedFilter
from sachmatuy_desktop.services.sync.record_ways import travels_up
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.storage.sync.way_conditions import WAY
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.chips import NarrowedChip
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.flow import FlowRow
from sachmatuy_desktop.ui.icons import beside, icon
from sachmatuy_desktop.ui.models.codes import unit_name
from sachmatuy_desktop.ui.models.condition_words import UNIT, WAYS, by_field, conditions_words

__all__ = ["FilterBar"]


class FilterBar(QToolButton):
    """The button with its menu; `chips_row` stands under it and is hidden while nothing narrows.

    A title stands for records that no condition can name.
    """

    changed = Signal()
    """Conditions came or went."""

    asked = Signal(str)
    """The field someone wants to narrow the list by."""

    save_asked = Signal()
    """What narrows the list is to be kept under a name."""

    shelf_asked = Signal()
    """The filters kept are to be renamed or dropped."""

    applied = Signal(object)
    """The `SavedFilter` someone chose."""

    saved: Callable[[], Sequence[SavedFilter]] = staticmethod(tuple)
    """Tells the filters kept for this list."""

    shown: Callable[[], Collection[str]] = staticmethod(tuple)
    """Tells the fields that are columns now; the menu has them first."""

    may_save: Callable[[], bool] = staticmethod(lambda: False)
    """Tells whether there is anything to keep."""

    def __init__(self, desk: Desk, register: Register) -> None:
        super().__init__()
        self._desk = desk
        self._register = register
        self.where: tuple[Where, ...] = ()
        self.only: frozenset[str] | None = None
        self._title = ""
        self.setIcon(beside("funnel"))
        self.setIconSize(QSize(theme.px(theme.BESIDE), theme.px(theme.BESIDE)))
        self.setText(_("Lọc"))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setAccessibleName(_("Thêm điều kiện lọc"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        filters = QMenu(self)
        filters.aboutToShow.connect(self.fill_menu)
        self.setMenu(filters)
        self.chips_row = QWidget()
        self._flow = FlowRow(space=4)
        self.chips_row.setLayout(self._flow)
        self.chips_row.hide()
        self.chips: list[QPushButton] = []

    def put(
        self, where: tuple[Where, ...], only: frozenset[str] | None = None, title: str = ""
    ) -> None:
        """Narrow the list to these conditions."""
        self.where, self.only, self._title = where, only, title
        self._show_chips()

    def on(self, name: str) -> tuple[Where, ...]:
        """The conditions on a field."""
        return tuple(each for each in self.where if each.field == name)

    def narrow(self, name: str, where: Sequence[Where]) -> None:
        """These conditions on a field in place of those it had."""
        others = tuple(each for each in self.where if each.field != name)
        self.put((*others, *where), self.only, self._title)
        self.changed.emit()

    def clear(self) -> None:
        """Take every condition off."""
        self.put(())
        self.changed.emit()

    def told(self) -> str:
        """Everything the list is narrowed by, in words."""
        titled = [] if self.only is None else [self._title or _("Danh sách đã chọn")]
        return "; ".join(titled + [self._words(each) for each in by_field(self.where).values()])

    def fill_menu(self) -> None:
        """Filters kept, then the fields: those that are columns first."""
        menu = self.menu()
        menu.clear()
        for saved in self.saved():
            action = menu.addAction(icon("funnel"), saved.name.replace("&", "&&"))
            action.triggered.connect(lambda _on=False, each=saved: self.applied.emit(each))
        keep = menu.addAction(icon("save"), _("Lưu bộ lọc này…"))
        keep.setEnabled(self.may_save())
        keep.triggered.connect(self.save_asked)
        menu.addAction(_("Các bộ lọc đã lưu…"), self.shelf_asked.emit)
        menu.addAction(_("Bỏ mọi điều kiện lọc"), self.clear).setEnabled(
            bool(self.where) or self.only is not None
        )
        menu.addSeparator()
        if self._desk.receives:
            self._add_units(menu)
        elif travels_up(self._register.name):
            self._add_ways(menu)
        shown = set(self.shown())
        fields = [each for each in self._register.fields if self._desk.may_see(each)]
        for field in fields:
            if field.name in shown:
                self._add_field(menu, field)
        others = [each for each in fields if each.name not in shown]
        if others:
            under = menu.addMenu(_("Cột khác"))
            for field in others:
                self._add_field(under, field)

    def _add_field(self, menu: QMenu, field: Field) -> None:
        action = menu.addAction(_("{field}…").format(field=_(field.label)))
        action.triggered.connect(lambda _on=False: self.asked.emit(field.name))

    def _add_units(self, menu: QMenu) -> None:
        """The units whose records a receiving office holds."""
        units = {str(unit) for unit in self._desk.queries.tally("villages", UNIT)}
        names = {unit: unit_name(unit) for unit in units}
        under = menu.addMenu(_("Đơn vị"))
        for unit in sorted(names, key=lambda each: sort_key(names[each])):
            where = (Where(UNIT, "=", unit),)
            action = under.addAction(names[unit])
            action.triggered.connect(lambda _on=False, where=where: self.narrow(UNIT, where))

    def _add_ways(self, menu: QMenu) -> None:
        """How far records have gone on their way to the receiving office."""
        under = menu.addMenu(_("Tình trạng gửi"))
        for way, words in WAYS.items():
            where = (Where(WAY, "way", way),)
            action = under.addAction(_(words))
            action.triggered.connect(lambda _on=False, where=where: self.narrow(WAY, where))

    def _show_chips(self) -> None:
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = []
        if self.only is not None:
            self._add_chip(self._title or _("Danh sách đã chọn"), self._take_off_only)
        for name, where in by_field(self.where).items():
            self._add_chip(self._words(where), partial(self.narrow, name, ()))
        self.chips_row.setVisible(bool(self.chips))

    def _words(self, where: Sequence[Where]) -> str:
        return conditions_words(self._desk.queries, self._register, where)

    def _add_chip(self, text: str, take_off: Callable[[], None]) -> None:
        chip = NarrowedChip(text)
        chip.clicked.connect(lambda _on=False: take_off())
        self.chips.append(chip)
        self._flow.addWidget(chip)

    def _take_off_only(self) -> None:
        self.put(self.where)
        self.changed.emit()
