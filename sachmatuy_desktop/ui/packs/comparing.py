"""How two packs differ, as a table with the words beside each other; and what that changes here."""

from __future__ import annotations

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
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.services.pack_effects import (
    Effect,
    Moved,
    PlaceEffect,
    concerns,
    effect_here,
)
from sachmatuy_desktop.services.packs import compare
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import (
    DateEntry,
    Sheet,
    button,
    faint,
    open_at,
    paragraph,
    row,
)
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.operations import Operation, Progress
from sachmatuy_desktop.ui.packs.telling import beside_as_html, words_as_html
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
            Head(_("Phần")),
            Head(_("Thay đổi")),
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
            shown = beside_as_html if each.aspect == "rule" else words_as_html
            self.words.setText(shown(each.before, each.after))


def _cells(each: Difference) -> list[Cell]:
    name = each.name or each.id
    return [
        Cell(_(SUBJECTS[each.subject])),
        Cell(_(CHANGES[each.change]), TONES[each.change]),
        Cell(_capital(name) if each.subject is Subject.ATTESTATION else name),
        Cell(_capital(_(ASPECTS[each.aspect]))),
    ]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


class EffectView(QWidget):
    """Which criteria would stand otherwise here, counted from the same books on a day."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._packs: tuple[RulePack, RulePack] | None = None
        self.as_of = DateEntry(_("Tính đến ngày"), office_in(desk).clock.now().date())
        self.again = button(_("Tính lại"), self.count, picture="refresh-cw")
        self.told = paragraph()
        self.table = PlainTable(_("Tiêu chí đổi trạng thái"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.px(8), 0, 0)
        layout.setSpacing(theme.px(8))
        line = row(self.as_of, self.again, None, space=12)
        line.setAlignment(self.again, Qt.AlignmentFlag.AlignBottom)
        layout.addLayout(line)
        layout.addWidget(self.told)
        layout.addWidget(self.table, 1)

    def say_why_not(self, sentence: str) -> None:
        """Nothing can be counted, and why."""
        self._packs = None
        self.as_of.hide()
        self.again.hide()
        self.told.setText(sentence)
        self.table.show_rows([], [])

    def show_packs(self, before: RulePack, after: RulePack) -> None:
        """Count for two packs."""
        if not concerns(office_in(self.desk), before, after):
            self.say_why_not(_("Bộ này không xét đơn vị cấp mình nên không tính thử được ở đây."))
            return
        self._packs = (before, after)
        self.count()

    def count(self) -> None:
        """Count on the worker; it can be stopped where there are many places."""
        if self._packs is None:
            return
        try:
            day = self.as_of.demand_day()
        except BadInput:
            return
        office, (before, after) = office_in(self.desk), self._packs
        self.told.setText(_("Đang tính…"))

        def work(progress: Progress) -> Effect:
            return effect_here(office, before, after, day, progress.report)

        operation = Operation.reporting(self.desk.operations, work, self)
        operation.success(lambda effect: self._show(before, after, effect))
        operation.failure(lambda error: self.told.setText(say(error)))
        operation.with_progress(_("Đang tính thử theo hai bộ…"), stoppable=True).start()

    def _show(self, before: RulePack, after: RulePack, effect: Effect) -> None:
        self.told.setText(_effect_told(before, after, effect))
        several = len(effect.places) != 1
        heads = [
            *([Head(_("Nơi"), widest=200)] if several else []),
            Head(_("Tiêu chí"), grows=True, wraps=True),
            Head(_("Theo bộ trước")),
            Head(_("Theo bộ sau")),
        ]
        rows = [
            [*([Cell(place.name)] if several else []), *_moved(before, after, each)]
            for place in effect.places
            for each in place.moved
        ]
        self.table.show_rows(heads, rows)


def _effect_told(before: RulePack, after: RulePack, effect: Effect) -> str:
    """What the whole comes to, in a sentence."""
    day = show_date(effect.as_of)
    if len(effect.places) == 1:
        (place,) = effect.places
        outcomes = _outcomes(before, after, place)
        words = (
            _("Tính từ sổ đến ngày {day}: kết quả chung không đổi ({after}).")
            if outcomes["before"] == outcomes["after"]
            else _("Tính từ sổ đến ngày {day}: kết quả chung {before} → {after}.")
        )
        told = words.format(day=day, **outcomes)
    else:
        words = _("Tính từ sổ đến ngày {day}: {turned}/{count} nơi đổi kết quả chung.")
        told = words.format(day=day, turned=effect.turned, count=len(effect.places))
    if not any(place.moved for place in effect.places):
        told += " " + _("Không tiêu chí nào đổi trạng thái.")
    return told


def _outcomes(before: RulePack, after: RulePack, place: PlaceEffect) -> dict[str, str]:
    return {
        "before": outcome_cell(before, place.before).text,
        "after": outcome_cell(after, place.after).text,
    }


def _moved(before: RulePack, after: RulePack, each: Moved) -> list[Cell]:
    old = status_cell(before, each.before) if each.before else Cell(_("Chưa có"))
    return [Cell(each.name), old, status_cell(after, each.after)]


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
        self.effect = EffectView(desk)
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
    """Compare on the worker, then count, and show what was found."""
    operation = Operation(desk.operations, lambda: compare(before, after), differences)
    operation.success(differences.show_differences).start()
    effect.show_packs(before, after)


def _named(pack: RulePack) -> str:
    return _("{title} (bản số {edition})").format(title=pack.title, edition=pack.edition)
