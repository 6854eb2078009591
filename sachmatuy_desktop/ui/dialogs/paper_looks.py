"""The ways to look at a form being filled: filled, blank, or on paper that bears it already.

On such paper (giấy in sẵn) the values alone print; they are shown over the form in light grey.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from sachmatuy_desktop.documents.prefilled import Prefilled
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.filling import FIRST_COPY, Filling
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import paragraph

__all__ = ["Look", "PaperLooks"]


@dataclass(frozen=True, slots=True)
class Look:
    """How the paper is looked at: filled, `blank`, or `over` the blank form, with its `notes`."""

    blank: bool = False
    over: bool = False
    notes: bool = False

    def paper(
        self,
        office: Office,
        filling: Filling,
        terms: papers.PrintTerms = FIRST_COPY,
        report: Callable[[int, int], object] | None = None,
    ) -> bytes | Prefilled:
        """Set the paper so; raises a `KnownError`."""
        if self.over:
            return papers.lay_over_blank(office, filling, self.notes, terms)
        shown = filling.blank if self.blank else filling
        data = papers.compose_filling(office, shown, notes=self.blank, terms=terms)
        return papers.pdf(data, report)


class PaperLooks(QWidget):
    """The three ways side by side, and what the third leaves to the pen."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.filled = self._side(_("Đã điền"))
        self.blank = self._side(_("Mẫu trắng"))
        self.over = self._side(_("Giấy in sẵn (chỉ in phần điền)"))
        self.notes = QCheckBox(_("Giấy có chú thích"))
        self.notes.setToolTip(_("Giấy in sẵn có số mẫu và chú thích như «Mẫu trắng»."))
        self.notes.setChecked(True)
        self.notes.toggled.connect(lambda _on: self.changed.emit())
        self.by_hand = paragraph()
        self.by_hand.setStyleSheet(f"color: {theme.Tone.CARE.ink};")
        across = QHBoxLayout()
        across.setSpacing(0)
        for each in (self.filled, self.blank, self.over):
            across.addWidget(each)
        across.addSpacing(theme.px(10))
        across.addWidget(self.notes)
        across.addStretch(1)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(6))
        down.addLayout(across)
        down.addWidget(self.by_hand)
        self.turn_to(self.filled)

    @property
    def look(self) -> Look:
        """How the paper is looked at now."""
        over = self.over.isChecked()
        return Look(self.blank.isChecked(), over, over and self.notes.isChecked())

    def turn_to(self, wanted: QToolButton) -> None:
        """Look at the paper in one of the ways, telling nobody."""
        for each in (self.filled, self.blank, self.over):
            each.setChecked(each is wanted)
        self.notes.setVisible(wanted is self.over)
        self.tell(None)

    def tell(self, over: Prefilled | None) -> None:
        """Say what the paper with the form on it has too little room for, or none."""
        told = _left_to_the_pen(over) if over else ""
        self.by_hand.setText(told)
        self.by_hand.setVisible(bool(told))

    def freeze(self) -> None:
        """An issued paper is no longer blank."""
        self.turn_to(self.filled)
        self.blank.setEnabled(False)

    def _side(self, words: str) -> QToolButton:
        made = QToolButton()
        made.setText(words)
        made.setCheckable(True)
        made.clicked.connect(lambda _checked=False: self._turned(made))
        return made

    def _turned(self, wanted: QToolButton) -> None:
        self.turn_to(wanted)
        self.changed.emit()


def _left_to_the_pen(over: Prefilled) -> str:
    told = []
    if over.too_long:
        told.append(
            _("Dài hơn dòng chấm của giấy in sẵn, để trống để viết tay: {fields}.").format(
                fields=_named(over.too_long)
            )
        )
    if over.without_place:
        told.append(
            _("Giấy in sẵn không có chỗ cho: {fields}.").format(fields=_named(over.without_place))
        )
    return " ".join(told)


def _named(labels: tuple[str, ...]) -> str:
    return "; ".join(f"«{label}»" for label in labels)
