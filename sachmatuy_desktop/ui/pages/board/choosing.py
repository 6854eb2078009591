"""What is asked of the board: the pack, the reporting year, and whose names the rows bear."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from sachmatuy_desktop.domain.criteria import RulePack
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.board import Geography
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import CalmChoice, label_of

__all__ = ["BoardChoice"]


class BoardChoice(QWidget):
    """Three choices in a row; what was chosen stays chosen when the packs are offered anew."""

    changed = Signal()
    """Something else was chosen."""

    def __init__(self, *, with_pack: bool = True) -> None:
        super().__init__()
        self.packs: dict[str, RulePack] = {}
        self.pack_choice = CalmChoice()
        self.pack_choice.setMinimumContentsLength(14)
        self.year_choice = CalmChoice()
        self.units_choice = CalmChoice()
        self.units_choice.addItem(_("Đơn vị hiện nay"), Geography.TODAY.value)
        self.units_choice.addItem(_("Đơn vị ngày cuối năm đó"), Geography.THEN.value)
        self.year_choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        row = QHBoxLayout(self)
        row.setSpacing(theme.px(6))
        for label, choice in (
            (_("Bộ tiêu chí"), self.pack_choice),
            (_("Năm báo cáo"), self.year_choice),
            (_("Xếp theo"), self.units_choice),
        ):
            choice.setAccessibleName(label)
            if choice is self.pack_choice and not with_pack:
                choice.hide()
                continue
            told = label_of(label, choice)
            row.addWidget(told)
            row.addWidget(choice, 3 if choice is self.pack_choice else 0)
            choice.activated.connect(lambda _place: self.changed.emit())
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)

    @property
    def pack(self) -> RulePack | None:
        """The pack chosen."""
        return self.packs.get(str(self.pack_choice.currentData()))

    @property
    def year(self) -> int:
        """The reporting year chosen."""
        return int(self.year_choice.currentData() or 0)

    @property
    def geography(self) -> Geography:
        """Whose names the rows bear."""
        return Geography(self.units_choice.currentData())

    def offer(self, packs: Sequence[RulePack], years: Sequence[int]) -> None:
        """Packs and years to choose from."""
        chosen, year = self.pack_choice.currentData(), self.year_choice.currentData()
        self.packs = {pack.id: pack for pack in packs}
        self.pack_choice.clear()
        for pack in packs:
            self.pack_choice.addItem(pack.title, pack.id)
        self.year_choice.clear()
        for each in years:
            self.year_choice.addItem(
                _("{year} (15/12/{before}–14/12/{year})").format(year=each, before=each - 1), each
            )
        for choice, kept in ((self.pack_choice, chosen), (self.year_choice, year)):
            choice.setCurrentIndex(max(choice.findData(kept), 0))

    def choose(self, pack: str, year: int) -> None:
        """Choose as a hand would."""
        self.pack_choice.setCurrentIndex(self.pack_choice.findData(pack))
        self.year_choice.setCurrentIndex(self.year_choice.findData(year))
        self.changed.emit()
