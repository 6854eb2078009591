"""The parts of the tab of reports: what is due, the figures, the words of each part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.reports import TEXTS
from sachmatuy_desktop.domain.roles import Role
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.packs.reports import load_reports
from sachmatuy_desktop.services.papers.reports import (
    DueReport,
    Report,
    Told,
    Words,
    may_look,
)
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import clear, faint
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.pages.documents.reports.choosing import period_label
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["DueTable", "FigureTable", "WordsEdit", "WordsOf"]

OPEN: Final = N_("Mở")
NOTHING: Final = "–"


class DueTable(PlainTable):
    """The reports of the period that is over and of the one that ends soon."""

    def __init__(self) -> None:
        super().__init__(_("Báo cáo đến hạn"))
        self.dues: Sequence[DueReport] = ()

    @property
    def chosen(self) -> DueReport | None:
        """The report of the current row."""
        return self.dues[self.row] if 0 <= self.row < len(self.dues) else None

    def show_dues(self, dues: Sequence[DueReport], today: date) -> None:
        """List them, the first due first."""
        self.dues = dues
        heads = (
            Head(_("Báo cáo"), grows=True),
            Head(_("Kỳ")),
            Head(_("Hạn gửi")),
            Head(_("Tình trạng")),
        )
        self.show_rows(
            heads,
            [
                [
                    Cell(each.kind.title),
                    Cell(period_label(each.days)),
                    _last(each),
                    _state(each, today),
                ]
                for each in dues
            ],
        )


def _last(due: DueReport) -> Cell:
    if due.last_day is None:
        return Cell(_("chưa ấn định"))
    day = show_date(due.last_day)
    return Cell(day if due.binds else _("{day} (đề nghị)").format(day=day))


def _state(due: DueReport, today: date) -> Cell:
    if due.received is not None:
        here, all_villages = due.received
        words = _("Đã nhận {here}/{all}").format(here=here, all=all_villages)
        return Cell(words, Tone.GOOD if here == all_villages else Tone.QUIET)
    if due.issued is not None:
        return Cell(due.issued.number, Tone.GOOD)
    if due.is_late(today):
        return Cell(_("Quá hạn"), Tone.BLOCK)
    if due.days.end >= today:
        return Cell(_("Đang trong kỳ"), Tone.QUIET)
    return Cell(_("Chưa phát hành"), Tone.CARE)


class FigureTable(PlainTable):
    """The figures of a report under their headings; a number leads to the list behind it."""

    wanted = Signal(object)
    """The figure (`Told`) whose list someone wants to see."""

    def __init__(self) -> None:
        super().__init__(_("Số liệu của báo cáo"))
        self.shown: list[Told | None] = []
        self._role: Role | None = None
        self.row_entered.connect(self._enter)
        self.clicked.connect(self._clicked)

    @property
    def chosen(self) -> Told | None:
        """The figure of the current row."""
        return self.shown[self.row] if 0 <= self.row < len(self.shown) else None

    def choose_figure(self, name: str) -> None:
        """Make the row of a figure the current one."""
        for row, each in enumerate(self.shown):
            if each is not None and each.figure.id == name:
                self.choose(row)

    def show_report(self, report: Report, role: Role, *, signed: bool) -> None:
        """List them: as they stand, or as they were signed with what the books say now beside."""
        self._role, self.shown = role, []
        rows: list[list[Cell]] = []
        for group in load_reports().groups:
            mine = [each for each in report.told if each.figure.group == group.id]
            if not mine:
                continue
            self.shown.append(None)
            rows.append([Cell(group.title.upper()), *[Cell("")] * 5])
            for each in mine:
                self.shown.append(each)
                numbers = _signed(report, each) if signed else _now(each)
                look = bool(each.counted) and may_look(role, each.figure)
                opens = Cell(_(OPEN), Tone.BUSY) if look else Cell("")
                rows.append([Cell(each.figure.title), Cell(each.figure.unit), *numbers, opens])
        second, third = (_("Đã ký"), _("Nay")) if signed else (_("Trong sổ"), _("Nhập tay"))
        heads = (
            Head(_("Nội dung"), grows=True, wraps=True),
            Head(_("Đơn vị")),
            Head(second, right=True),
            Head(third, right=True),
            Head(_("Kỳ trước"), right=True),
            Head(_("Danh sách")),
        )
        self.show_rows(heads, rows)

    def _clicked(self, index: QModelIndex) -> None:
        is_number = index.column() == 2 and bool(index.data())
        if is_number or index.column() == len(self.heads) - 1:
            self._enter(index.row())

    def _enter(self, row: int) -> None:
        told = self.shown[row] if 0 <= row < len(self.shown) else None
        if told is not None and self._role is not None and may_look(self._role, told.figure):
            self.wanted.emit(told)


def _now(told: Told) -> list[Cell]:
    typed = (
        Cell("") if told.typed is None else Cell(f"{show_integer(told.typed.value)} (*)", Tone.CARE)
    )
    return [Cell(_number(told.counted)), typed, Cell(_number(told.before.value))]


def _signed(report: Report, told: Told) -> list[Cell]:
    """As signed; what the books say otherwise now stands beside it."""
    kept = report.issued.figures.get(told.figure.id) if report.issued else None
    if kept is None:
        return [Cell(NOTHING), Cell(""), Cell("")]
    mark = " (*)" if kept.why else ""
    differs = kept.counted != told.counted
    now = Cell(_("nay là {number}").format(number=_number(told.counted)), Tone.CARE)
    return [
        Cell(f"{_number(kept.shown)}{mark}"),
        now if differs else Cell(""),
        Cell(_number(kept.before)),
    ]


def _number(value: int | None) -> str:
    return NOTHING if value is None else show_integer(value)


# -- words ----------------------------------------------------------------------------------------


class WordsEdit(QPlainTextEdit):
    """The words of one part; what was changed is told when the field is left."""

    left = Signal(object)
    """The part and the words (`tuple[str, str]`) that were changed."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.shown)
        self.words = words
        self.setTabChangesFocus(True)
        self.setAccessibleName(_(TEXTS[words.part]))
        self.setPlaceholderText(_("Mỗi dòng là một đoạn; để trống thì in dòng chấm."))

    @property
    def is_changed(self) -> bool:
        """Whether something else is written than what is kept."""
        return self.toPlainText().strip() != self.words.shown.strip()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell what was changed."""
        super().focusOutEvent(event)
        if self.is_changed:
            self.left.emit((self.words.part, self.toPlainText()))


class WordsOf(QWidget):
    """One field for each part of the report's words."""

    left = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.edits: dict[str, WordsEdit] = {}
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(theme.px(4), theme.px(6), theme.px(4), 0)
        self._down.setSpacing(theme.px(4))

    def show_words(self, words: Sequence[Words], *, may_write: bool) -> None:
        """Show what is kept; a field somebody is writing in stays as it is."""
        if [each.part for each in words] != list(self.edits):
            self._make(words)
        for each in words:
            edit = self.edits[each.part]
            writing = edit.hasFocus() and edit.is_changed
            edit.words = each
            if not writing and edit.toPlainText() != each.shown:
                edit.setPlainText(each.shown)
            edit.setReadOnly(not may_write)

    def changed(self) -> list[tuple[str, str]]:
        """What is written and not kept yet: part and words."""
        return [(part, edit.toPlainText()) for part, edit in self.edits.items() if edit.is_changed]

    def put_back(self, typed: Mapping[str, str]) -> None:
        """Go on writing where somebody was; what else was written is kept as if it were left."""
        mine = [(self.edits[part], text) for part, text in typed.items() if part in self.edits]
        for edit, text in mine:
            edit.setPlainText(text)
            edit.setFocus()  # which leaves the one before

    def _make(self, words: Sequence[Words]) -> None:
        clear(self._down)
        self.edits = {each.part: WordsEdit(each) for each in words}
        for edit in self.edits.values():
            self._down.addWidget(faint(edit.accessibleName()))
            self._down.addWidget(edit, 1)
            edit.left.connect(self.left)
