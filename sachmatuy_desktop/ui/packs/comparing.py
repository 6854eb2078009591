"""How two packs differ, as a table with the words beside each other; and what that changes here."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTabWidget, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.criteria import RulePack
from sachmatuy_desktop.domain.criteria.differences import (
    ASPECTS,
    CHANGES,
    SUBJECTS,
    Change,
    Difference,
    Subject,
)
from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.packs import Effect, compare, concerns, effect_here
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import Sheet, faint, open_at, paragraph
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.packs.telling import words_as_html
from sachmatuy_desktop.ui.pages.criteria.words import outcome_cell, status_cell
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["CompareDialog", "DifferenceView", "EffectView"]

TONES = {Change.NEW: Tone.GOOD, Change.GONE: Tone.BLOCK, Change.CHANGED: Tone.CARE}


class DifferenceView(QWidget):
    """One line a difference; below it the words of the one chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.found: tuple[Difference, ...] = ()
        self.table = PlainTable(_("Các điểm khác nhau"))
        self.table.row_chosen.connect(self._show)
        self.told = faint()
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.RichText)
        self.words.setWordWrap(True)
        self.words.setMinimumHeight(theme.px(76))
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.setAccessibleName(_("Câu chữ trước và sau"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.px(8), 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addWidget(self.told)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.words)

    def show_differences(self, found: tuple[Difference, ...]) -> None:
        """List them; the first that is more than a date or a name is shown."""
        self.found = found
        self.told.setText(
            _("{count} điểm khác nhau. Chữ gạch ngang là bỏ, gạch chân là mới.").format(
                count=len(found)
            )
            if found
            else _("Hai bộ không khác nhau.")
        )
        heads = [
            Head(_("Ở đâu")),
            Head(_("Thế nào")),
            Head(_("Mục"), grows=True, wraps=True),
            Head(_("Điểm khác"), widest=200),
        ]
        self.table.show_rows(heads, [_cells(each) for each in found])
        self.words.clear()
        if found:
            told = [each.subject is not Subject.HEAD for each in found]
            self.table.choose(told.index(True) if True in told else 0)

    def say_nothing_before(self) -> None:
        """There is no pack that this one follows."""
        self.told.setText(_("Không có bộ nào trước bộ này để so sánh."))

    def _show(self, row: int) -> None:
        if 0 <= row < len(self.found):
            each = self.found[row]
            self.words.setText(words_as_html(each.before, each.after))


def _cells(each: Difference) -> list[Cell]:
    return [
        Cell(_(SUBJECTS[each.subject])),
        Cell(_(CHANGES[each.change]), TONES[each.change]),
        Cell(each.name or each.id),
        Cell(_(ASPECTS[each.aspect])),
    ]


class EffectView(QWidget):
    """Which criteria would stand otherwise for this office, counted from the same books."""

    def __init__(self) -> None:
        super().__init__()
        self.told = paragraph()
        self.table = PlainTable(_("Tiêu chí đổi trạng thái"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.px(8), 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addWidget(self.told)
        layout.addWidget(self.table, 1)

    def say_why_not(self, sentence: str) -> None:
        """Nothing can be counted, and why."""
        self.told.setText(sentence)
        self.table.show_rows([], [])

    def show_effect(self, before: RulePack, after: RulePack, effect: Effect) -> None:
        """Before and after, and the criteria that change."""
        words = _("Tính từ sổ sách đến ngày {day}: {before} → {after}.")
        told = words.format(
            day=show_date(effect.as_of),
            before=outcome_cell(before, effect.before).text,
            after=outcome_cell(after, effect.after).text,
        )
        if not effect.moved:
            told += " " + _("Không tiêu chí nào đổi trạng thái.")
        self.told.setText(told)
        heads = [
            Head(_("Tiêu chí"), grows=True, wraps=True),
            Head(_("Theo bộ trước")),
            Head(_("Theo bộ sau")),
        ]
        self.table.show_rows(
            heads,
            [
                [
                    Cell(each.name),
                    status_cell(before, each.before) if each.before else Cell(_("Chưa có")),
                    status_cell(after, each.after),
                ]
                for each in effect.moved
            ],
        )


class CompareDialog(Sheet):
    """A pack beside the one it follows."""

    def __init__(
        self, desk: Desk, before: RulePack, after: RulePack, parent: QWidget | None = None
    ) -> None:
        told = _("Trước: {before}. Sau: {after}.").format(
            before=_named(before), after=_named(after)
        )
        super().__init__(_("So sánh hai bộ tiêu chí"), told, parent)
        self.differences = DifferenceView()
        self.effect = EffectView()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.differences, _("Điểm khác nhau"))
        self.tabs.addTab(self.effect, _("Ảnh hưởng ở đây"))
        self.body.addWidget(self.tabs, 1)
        self.close_with(_("Đóng"))
        open_at(self, 980, 640)
        fill(desk, before, after, self.differences, self.effect)


def fill(
    desk: Desk,
    before: RulePack,
    after: RulePack,
    differences: DifferenceView,
    effect: EffectView,
) -> None:
    """Compare on the worker and show what was found."""
    office = office_in(desk)
    counted = concerns(office, before) and concerns(office, after)
    today = office.clock.now().date()

    def work() -> tuple[Sequence[Difference], Effect | None]:
        found = compare(before, after)
        return found, effect_here(office, before, after, today) if counted else None

    def show(answer: tuple[Sequence[Difference], Effect | None]) -> None:
        differences.show_differences(tuple(answer[0]))
        if answer[1] is None:
            effect.say_why_not(_("Bộ này không xét đơn vị cấp mình nên không tính thử được ở đây."))
        else:
            effect.show_effect(before, after, answer[1])

    Operation(desk.operations, work, differences).success(show).start()


def _named(pack: RulePack) -> str:
    return _("{title} (bản số {edition})").format(title=pack.title, edition=pack.edition)
