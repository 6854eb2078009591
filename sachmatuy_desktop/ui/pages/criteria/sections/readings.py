"""Unclear words, how they are taken, and what every other way would change."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QVBoxLayout

from sachmatuy_desktop.domain.criteria import Reading
from sachmatuy_desktop.domain.criteria.comparing import Alternative
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import CalmChoice, faint, paragraph
from sachmatuy_desktop.ui.pages.criteria.sections.section import Fold, Section, Shown, coloured
from sachmatuy_desktop.ui.pages.criteria.words import moved
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["Readings"]

Choose = Callable[[str, str], None]
"""Takes a reading's id and the value chosen."""


class Readings(Section):
    """Those of the criterion; those of the whole pack are folded below."""

    def __init__(self, shown: Shown, choose: Choose) -> None:
        super().__init__()
        self._shown, self._choose = shown, choose
        self._alternatives = shown.alternatives
        self._effects: dict[str, QLabel] = {}
        own = [each for each in shown.pack.readings if shown.criterion.id in each.applies_to]
        general = [each for each in shown.pack.readings if not each.applies_to]
        if own or general:
            self.title(_("Cách hiểu câu chữ chưa rõ"))
        for reading in own:
            self._reading(reading, self.body)
        if general:
            text = _("Cách hiểu chung của cả bộ tiêu chí: {count}").format(count=len(general))
            self.body.addWidget(
                Fold(text, "readings", shown.unfolded, lambda inside: self._all(general, inside))
            )
        if shown.effect:
            self.body.addWidget(coloured(shown.effect, Tone.BUSY))

    def show_alternatives(self, alternatives: Sequence[Alternative]) -> None:
        """What the other ways would change has been counted."""
        self._alternatives = alternatives
        for reading, label in self._effects.items():
            label.setText(self._effect(reading))

    def _all(self, readings: Sequence[Reading], inside: QVBoxLayout) -> None:
        for reading in readings:
            self._reading(reading, inside)

    def _reading(self, reading: Reading, place: QVBoxLayout) -> None:
        if self._effects:
            place.addSpacing(theme.px(6))
        if reading.words:
            place.addWidget(paragraph(f"“{reading.words}”"))
        place.addWidget(faint(reading.issue))
        place.addWidget(self._choice(reading))
        label = paragraph(self._effect(reading.id))
        self._effects[reading.id] = label
        place.addWidget(label)

    def _choice(self, reading: Reading) -> CalmChoice:
        taken = dict(self._shown.assessment.readings).get(reading.id, reading.default)
        choice = CalmChoice()
        choice.setAccessibleName(reading.issue)
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        choice.setMinimumContentsLength(20)
        for option in reading.options:
            mark = _(" (mặc định)") if option.value == reading.default else ""
            choice.addItem(option.meaning + mark, option.value)
            choice.setItemData(choice.count() - 1, option.meaning, Qt.ItemDataRole.ToolTipRole)
        choice.setCurrentIndex(max(choice.findData(taken), 0))
        choice.setToolTip(choice.currentText())
        choice.activated.connect(lambda _place: self._choose(reading.id, choice.currentData()))
        return choice

    def _effect(self, reading_id: str) -> str:
        """A line for each way that was not taken."""
        if self._alternatives is None:
            return _("Đang tính ảnh hưởng của cách hiểu khác…")
        reading = next(each for each in self._shown.pack.readings if each.id == reading_id)
        return "\n".join(
            self._line(reading, each) for each in self._alternatives if each.reading == reading_id
        )

    def _line(self, reading: Reading, alternative: Alternative) -> str:
        changes = moved(self._shown.pack, alternative.before, alternative.after)
        said = "; ".join(changes) if changes else _("không đổi kết quả")
        return _("Nếu hiểu là {meaning}: {said}.").format(
            meaning=f"“{reading.meaning(alternative.value)}”", said=said
        )
