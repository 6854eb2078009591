"""The conditions a list is narrowed by, each a chip that can be taken off again."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QToolButton, QWidget

from sachmatuy_desktop.domain.registers.fields import Field, Kind
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.domain.text import sort_key
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.storage.queries import Queries, Where
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.icons import beside, icon
from sachmatuy_desktop.ui.models.cells import words
from sachmatuy_desktop.ui.models.codes import code_words, unit_name

__all__ = ["FilterBar", "condition_words"]

UNIT = "unit_id"
"""Every record says whose it is; only a receiving office has those of several units."""

SIGNS = {"=": ":", "in": ":", "!=": " ≠", ">=": " ≥", "<=": " ≤", "<": " <"}


class FilterBar(QWidget):
    """«+ Lọc» and the chips; a title stands for records that no condition can name."""

    changed = Signal()

    def __init__(self, desk: Desk, register: Register) -> None:
        super().__init__()
        self._desk = desk
        self._register = register
        self.where: tuple[Where, ...] = ()
        self.only: frozenset[str] | None = None
        self._title = ""
        self.add_button = QToolButton()
        self.add_button.setIcon(beside("funnel"))
        self.add_button.setIconSize(QSize(theme.px(theme.BESIDE), theme.px(theme.BESIDE)))
        self.add_button.setText(_("Lọc"))
        self.add_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.add_button.setAccessibleName(_("Thêm điều kiện lọc"))
        self.add_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.add_button.setMenu(self.menu)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.px(4))
        self._row.addWidget(self.add_button)
        self._row.addStretch(1)
        self.chips: list[QPushButton] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def put(
        self, where: tuple[Where, ...], only: frozenset[str] | None = None, title: str = ""
    ) -> None:
        """Narrow the list to these conditions."""
        self.where, self.only, self._title = where, only, title
        self._show_chips()

    def add(self, where: Where) -> None:
        """One more condition; it takes the place of an older one on the same field."""
        others = tuple(each for each in self.where if each.field != where.field)
        self.put((*others, where), self.only, self._title)
        self.changed.emit()

    def _show_chips(self) -> None:
        for chip in self.chips:
            self._row.removeWidget(chip)
            chip.deleteLater()
        self.chips = []
        if self.only is not None:
            self._add_chip(self._title or _("Danh sách đã chọn"), None)
        for where in self.where:
            self._add_chip(condition_words(self._desk.queries, self._register, where), where)

    def _add_chip(self, text: str, where: Where | None) -> None:
        chip = QPushButton(icon("x", theme.ACCENT), text)
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        chip.setToolTip(_("Bỏ điều kiện này"))
        chip.setAccessibleName(_("Bỏ điều kiện {text}").format(text=text))
        chip.setStyleSheet(
            f"QPushButton {{ background: {theme.WASH}; border: 1px solid #b9cfe0;"
            f" icon-size: {theme.px(theme.ICON)}px;"
            f" padding: {theme.px(2)}px {theme.px(8)}px; }}"
        )
        chip.clicked.connect(lambda: self._take_off(where))
        self.chips.append(chip)
        self._row.insertWidget(self._row.count() - 1, chip)

    def _take_off(self, where: Where | None) -> None:
        if where is None:
            self.put(self.where)
        else:
            self.put(tuple(each for each in self.where if each != where), self.only, self._title)
        self.changed.emit()

    def _fill_menu(self) -> None:
        self.menu.clear()
        if self._desk.receives:
            self._add_units()
        for field in self._register.fields:
            if self._desk.may_see(field) and (field.kind in (Kind.CHOICE, Kind.FLAG)):
                self._add_field(field)
            elif field.kind is Kind.REFERENCE and field.target == "villages":
                self._add_villages(field)

    def _add_field(self, field: Field) -> None:
        under = self.menu.addMenu(_(field.label))
        codes: tuple[str | int, ...] = tuple(field.choices or (1, 0))
        for code in codes:
            action = under.addAction(words(field, code))
            where = Where(field.name, "=", code)
            action.triggered.connect(lambda _on=False, where=where: self.add(where))
        nothing = under.addAction(_("(để trống)"))
        nothing.triggered.connect(lambda: self.add(Where(field.name, "null")))

    def _add_units(self) -> None:
        """The units whose records a receiving office holds."""
        villages = self._desk.queries.rows("villages", self._desk.queries.ids("villages"))
        names = {unit: unit_name(unit) for unit in {str(r["unit_id"]) for r in villages.values()}}
        under = self.menu.addMenu(_("Đơn vị"))
        for unit in sorted(names, key=lambda each: sort_key(names[each])):
            action = under.addAction(names[unit])
            where = Where(UNIT, "=", unit)
            action.triggered.connect(lambda _on=False, where=where: self.add(where))

    def _add_villages(self, field: Field) -> None:
        under = self.menu.addMenu(_(field.label))
        ids = self._desk.queries.ids("villages")
        names = self._desk.queries.names("villages", ids)
        for village in ids:
            action = under.addAction(names.get(village, "…"))
            where = Where(field.name, "=", village)
            action.triggered.connect(lambda _on=False, where=where: self.add(where))


def condition_words(queries: Queries, register: Register, where: Where) -> str:
    """A condition in words: "Tình trạng: Hỏng"."""
    field = register.by_name.get(where.field)
    if where.field == UNIT:
        return _("Đơn vị: {name}").format(name=unit_name(str(where.value)))
    if field is None:
        return where.field
    label = _(field.label)
    if where.op == "null":
        return _("{field}: để trống").format(field=label)
    if where.op == "not_null":
        return _("{field}: có ghi").format(field=label)
    values = where.value if isinstance(where.value, tuple) else (where.value,)
    if field.kind is Kind.REFERENCE:
        named = queries.names(str(field.target), [str(value) for value in values])
        told = ", ".join(named.get(str(value), "…") for value in values)
    else:
        told = ", ".join(
            code_words(field, {field.name: value}) or words(field, value) for value in values
        )
    return f"{label}{SIGNS.get(where.op, ':')} {told}"
