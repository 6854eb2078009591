"""The figures of a criterion: what each means, what it is now, and who is not counted in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout

from sachmatuy_desktop.domain.criteria import Fact, FactDefinition, LeftOut
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import clear, faint, paragraph
from sachmatuy_desktop.ui.dialogs.long_door import LongDoor
from sachmatuy_desktop.ui.pages.criteria.sections.section import Fold, Section, Shown
from sachmatuy_desktop.ui.pages.criteria.words import register_of

__all__ = ["Figures", "Tell", "shown_value"]

Told = Mapping[str, tuple[LeftOut, ...]]
Tell = Callable[[str, Callable[[Told], None]], None]
"""Asks who is left out of a criterion's figures; the answer comes later."""


class Figures(Section):
    """Every figure with its value; definitions and exclusions are folded below."""

    def __init__(self, shown: Shown, desk: Desk, ask: Tell) -> None:
        super().__init__()
        self._shown, self._desk, self._ask = shown, desk, ask
        self._left_out: dict[str, QVBoxLayout] = {}
        known = {each.name: each for each in shown.pack.facts}
        self._definitions = [known[name] for name in shown.pack.facts_of(shown.criterion.id)]
        if not self._definitions:
            return
        self.title(_("Số liệu"))
        counted = {fact.name: fact for fact in shown.assessment.facts}
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(10))
        grid.setVerticalSpacing(theme.px(3))
        grid.setColumnStretch(1, 1)
        for place, definition in enumerate(self._definitions):
            value = QLabel(shown_value(definition, counted.get(definition.name)))
            value.setFont(theme.scaled_font(bold=True))
            grid.addWidget(value, place, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            grid.addWidget(paragraph(definition.label), place, 1)
        self.body.addLayout(grid)
        text = _("Cách tính, nguồn và ai không được tính")
        self.body.addWidget(Fold(text, "figures", shown.unfolded, self._define))

    def _define(self, inside: QVBoxLayout) -> None:
        for definition in self._definitions:
            unit = _(" Đơn vị tính: {unit}.").format(unit=definition.unit)
            inside.addWidget(paragraph(definition.meaning + (unit if definition.unit else "")))
            if definition.formula:
                told = _("Công thức của bộ: {formula}").format(formula=definition.formula)
                inside.addWidget(paragraph(told))
            inside.addWidget(faint(definition.source))
            place = QVBoxLayout()
            place.setSpacing(theme.px(3))
            inside.addLayout(place)
            self._left_out[definition.name] = place
        self._ask(self._shown.criterion.id, self._tell)

    def _tell(self, told: Told) -> None:
        """Who is not counted, one line for each reason; told to nobody once the sheet is gone."""
        if not shiboken6.isValid(self):
            return
        for name, place in self._left_out.items():
            clear(place)
            for each in told.get(name, ()):
                words = _("Không tính {count}: {reason}").format(
                    count=show_integer(each.count), reason=each.reason
                )
                register = register_of(each.records[0]) if each.records else None
                if register is None:
                    place.addWidget(paragraph(words))
                    continue
                only = frozenset(record.id for record in each.records)
                go = partial(self._desk.open_list, register, only=only, title=each.reason)
                place.addWidget(LongDoor(words, go))


def shown_value(definition: FactDefinition, fact: Fact | None) -> str:
    """A figure with its unit, “có” or “không”, or that it is not known."""
    if fact is None or fact.value is None:
        return _("chưa rõ")
    if definition.type == "bool":
        return _("có") if fact.value else _("không")
    return f"{show_integer(fact.value)} {definition.unit}".strip()
