"""The tab «Ý kiến của cơ quan tiếp nhận»: returned by the office above, answered by the commune."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sachmatuy_desktop.domain.registers.returns import RETURN_ANSWERS as ANSWER_BOOK
from sachmatuy_desktop.domain.registers.returns import RETURNS as BOOK
from sachmatuy_desktop.domain.returns import ReturnAnswer, Stage
from sachmatuy_desktop.domain.text import sort_key
from sachmatuy_desktop.errors import N_, KnownError
from sachmatuy_desktop.exchange.flat import FlatTable
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.sync.returns import AcceptAnswer, ReopenReturn, WithdrawReturn
from sachmatuy_desktop.services.sync.returns_reading import (
    RETURN_ANSWERS,
    RETURN_BOOKS,
    RETURN_RULINGS,
    RETURNS,
    FollowedReturn,
    carried_down,
    names_of,
    visible_returns,
    where_now,
)
from sachmatuy_desktop.storage.sync.carried import Carried
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk, Door
from sachmatuy_desktop.ui.dialogs.kit import (
    CalmChoice,
    button,
    faint,
    label_of,
    row,
    side_by_side,
)
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.dialogs.return_note import ChangeReturnDialog
from sachmatuy_desktop.ui.dialogs.returns import AnswerReturnDialog, ReasonDialog
from sachmatuy_desktop.ui.list_out import TableOut, sheet_path
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.models.codes import unit_name
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.page import Pane
from sachmatuy_desktop.ui.pages.sync.return_detail import ReturnDetail
from sachmatuy_desktop.ui.pages.tabbed import Tab
from sachmatuy_desktop.ui.return_ways import way_to
from sachmatuy_desktop.ui.return_words import due_words, stage_chip, subject_line, waited

__all__ = ["ReturnsTab"]

CLOSED: Final = frozenset({Stage.ANSWERED, Stage.ACCEPTED})

Choice = Callable[[FollowedReturn], bool]

FILTERS: Final[tuple[tuple[str, Choice], ...]] = (
    (N_("Tất cả"), lambda _each: True),
    (N_("Chưa trả lời"), lambda each: each.standing.is_open),
    (N_("Quá hạn"), lambda each: each.standing.late > 0),
    (N_("Đã trả lời"), lambda each: each.standing.stage in CLOSED),
    (N_("Đã rút lại"), lambda each: each.standing.stage is Stage.WITHDRAWN),
)


@dataclass(frozen=True)
class _Read:
    """All that the account may be told of, what the records are called, what bundles did."""

    found: tuple[FollowedReturn, ...]
    names: Mapping[str, str]
    gone: Mapping[str, Carried]


class ReturnsTab(Tab):
    """The list with where each stands, the thread of the chosen one, the acts at the foot."""

    reads = RETURN_BOOKS
    shows = RETURN_BOOKS

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.found: list[FollowedReturn] = []
        self._read = _Read((), {}, {})
        self._only: frozenset[str] | None = None
        self._wanted = ""
        self.told = faint()
        self.whole = button(_("Bỏ lọc"), self.show_all)
        self.filter = CalmChoice()
        self.filter.setAccessibleName(_("Tình trạng"))
        for words, _fits in FILTERS:
            self.filter.addItem(_(words))
        self.table = PlainTable(_("Các ý kiến"))
        self.detail = ReturnDetail(desk)
        self.out = TableOut(desk, RETURNS)
        self.answer = button(_("Trả lời…"), self.ask_answer, picture="pencil", primary=True)
        self.go = button(_("Mở ghi chép"), self.open_subject, picture="eye")
        self.accept = button(_("Chấp nhận trả lời"), self.accept_answer, picture="check")
        self.reopen = button(_("Mở lại…"), self.ask_reopen, picture="undo-2")
        self.edit = button(_("Sửa…"), self.ask_edit)
        self.withdraw = button(_("Rút lại…"), self.ask_withdraw)
        self.sheet = button(_("Xuất bảng tính…"), self._ask_path, picture="upload")
        self._lay_out()
        self.filter.activated.connect(lambda _place: self._narrow())
        self.table.row_chosen.connect(lambda _row: self._show_chosen())
        self.table.row_entered.connect(lambda _row: self.open_subject())

    @property
    def today(self) -> date:
        """The day at the office."""
        return date.fromisoformat(self.desk.office.clock.today())

    @property
    def chosen(self) -> FollowedReturn | None:
        """The opinion at the right."""
        place = self.table.row
        return self.found[place] if 0 <= place < len(self.found) else None

    def refresh(self) -> None:
        """Read anew whenever it is looked at: a bundle that left changes no record."""
        self.is_stale = False
        self.read()

    def read(self) -> None:
        """Read the books and the bundles on the worker."""
        session, receives = self.desk.office.session, self.desk.receives
        unit = None if receives else self.desk.office.info.unit_id

        def work() -> _Read:
            found = in_order(visible_returns(session, unit), by_unit=receives)
            ids = [each.returned.id for each in found]
            gone = carried_down(session, ids) if receives else {}
            return _Read(tuple(found), names_of(session.queries, found), gone)

        Operation(self.desk.operations, work, self).success(self._show).start()

    def go_through(self, door: Door) -> None:
        """Show one opinion (an answer leads to its own), or only those behind the door."""
        self._only = door.only
        self._wanted = door.record or ""
        if door.register in {RETURN_ANSWERS, RETURN_RULINGS} and door.record:
            rows = self.desk.queries.rows(door.register, [door.record])
            self._wanted = "".join(str(each["returned"]) for each in rows.values())
        self.filter.setCurrentIndex(0)
        self._narrow()

    def show_all(self) -> None:
        """Take the narrowing of a door back."""
        self._only = None
        self._narrow()

    def choose_filter(self, place: int) -> None:
        """Show those in one state."""
        self.filter.setCurrentIndex(place)
        self._narrow()

    def panes(self) -> list[Pane]:
        """The list, and the thread."""
        return [Pane(self.table, self.table.setFocus), Pane(self.detail, self.detail.setFocus)]

    # What is done

    def open_subject(self) -> None:
        """Go to the record or the criterion it is about, at the first field meant."""
        if self.chosen is None:
            return
        one = self.chosen.returned
        way = way_to(one, where_now(self.desk.queries, one.subject))
        if way is not None:
            self.desk.door.emit(way)

    def ask_answer(self) -> None:
        """The commune's word."""
        if self.chosen is not None:
            one = self.chosen.returned
            told = subject_line(one.subject, self._read.names.get(one.id, ""))
            AnswerReturnDialog(self.desk, one, told, self.today, self).open()

    def accept_answer(self) -> None:
        """The answer does."""
        chosen, answer = self.chosen, self._newest()
        if chosen is not None and answer is not None:
            self.desk.run(AcceptAnswer(chosen.returned.id, answer.id), owner=self)

    def ask_reopen(self) -> None:
        """The answer does not do: why."""
        chosen, answer = self.chosen, self._newest()
        if chosen is None or answer is None:
            return
        make = partial(ReopenReturn, chosen.returned.id, answer.id)
        ReasonDialog(
            self.desk,
            (_("Mở lại"), _("Đơn vị phải trả lời lại; trả lời đã có vẫn được giữ.")),
            _("Mở lại"),
            make,
            self,
        ).open()

    def ask_edit(self) -> None:
        """Other words, another day."""
        if self.chosen is not None:
            ChangeReturnDialog(self.desk, self.chosen.returned, self).open()

    def ask_withdraw(self) -> None:
        """It is no longer asked for: why."""
        if self.chosen is not None:
            make = partial(WithdrawReturn, self.chosen.returned.id)
            ReasonDialog(
                self.desk,
                (_("Rút lại"), _("Đơn vị không phải trả lời nữa và biết lý do.")),
                _("Rút lại"),
                make,
                self,
            ).open()

    def export_to(self, path: Path) -> None:
        """Write the list as it is shown."""
        heads = tuple(head.label for head in self.table.heads)
        rows = [[cell.text for cell in cells] for cells in self.table.rows]
        table = FlatTable(_(BOOK.title), heads, rows)
        self.out.export(lambda _progress: table, ("subject", "written_on", "addressee"), path)

    def _ask_path(self) -> None:
        path = sheet_path(self, _(BOOK.title))
        if path is not None:
            self.export_to(path)

    def _newest(self) -> ReturnAnswer | None:
        """The answer that an act is about: the newest that nobody has found wanting."""
        standing = self.chosen.returned.standing if self.chosen else ()
        return standing[-1] if standing else None

    # What is shown

    def _show(self, read: _Read) -> None:
        self._read = read
        self._narrow()

    def _narrow(self) -> None:
        kept = self._wanted or (self.chosen.returned.id if self.chosen else "")
        fits = FILTERS[max(self.filter.currentIndex(), 0)][1]
        only = self._only
        self.found = [
            each
            for each in self._read.found
            if fits(each) and (only is None or each.returned.id in only)
        ]
        self.whole.setVisible(only is not None)
        self.told.setText(self._counted())
        self.table.blockSignals(True)
        self.table.show_rows(self._heads(), [self._cells(each) for each in self.found])
        ids = [each.returned.id for each in self.found]
        if ids:
            self.table.choose(ids.index(kept) if kept in ids else 0)
        if kept in ids:
            self._wanted = ""
        self.table.blockSignals(False)
        self._show_chosen()

    def _counted(self) -> str:
        every = self._read.found
        if not every:
            return (
                _("Chưa gửi ý kiến nào. Mở ghi chép của xã rồi chọn «Trả lại để bổ sung…».")
                if self.desk.receives
                else _("Cơ quan tiếp nhận chưa gửi ý kiến nào.")
            )
        waiting = sum(each.standing.is_open for each in every)
        late = sum(each.standing.late > 0 for each in every)
        told = _("{count} ý kiến; {waiting} chưa trả lời, {late} quá hạn.")
        return told.format(count=len(every), waiting=waiting, late=late)

    def _heads(self) -> list[Head]:
        unit = [Head(_("Đơn vị"), widest=130)] if self.desk.receives else []
        return [
            *unit,
            Head(_("Về việc"), grows=True, wraps=True),
            Head(_("Ghi chép, tiêu chí"), wraps=True, widest=220),
            Head(_("Thời hạn")),
            Head(_("Tình trạng")),
            Head(_("Chờ"), right=True),
        ]

    def _cells(self, followed: FollowedReturn) -> list[Cell]:
        one, standing = followed.returned, followed.standing
        unit = [Cell(unit_name(one.unit))] if self.desk.receives else []
        return [
            *unit,
            Cell(one.question.subject),
            Cell(subject_line(one.subject, self._read.names.get(one.id, ""))),
            Cell(due_words(one)),
            Cell(*stage_chip(standing)),
            Cell(waited(standing)),
        ]

    def _show_chosen(self) -> None:
        chosen = self.chosen
        if chosen is None:
            self.detail.show_nothing(_("Chọn một dòng để xem diễn biến."))
        else:
            self.detail.show_one(chosen, self._read.gone.get(chosen.returned.id))
        stage = chosen.standing.stage if chosen else None
        there = chosen is not None and stage is not Stage.WITHDRAWN
        has_subject = chosen is not None and bool(
            chosen.returned.subject.record or chosen.returned.subject.criterion
        )
        self.go.setEnabled(has_subject)
        self.answer.setEnabled(there)
        self.edit.setEnabled(there)
        self.withdraw.setEnabled(there)
        answered = there and self._newest() is not None
        self.accept.setEnabled(answered and stage is not Stage.ACCEPTED)
        self.reopen.setEnabled(answered)

    def _may_write(self) -> bool:
        """Whether this account writes on its side of the thread."""
        try:
            self.desk.role.must_write(BOOK if self.desk.receives else ANSWER_BOOK)
        except KnownError:
            return False
        return True

    def _lay_out(self) -> None:
        left = QWidget()
        down = QVBoxLayout(left)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(6))
        self.told.setWordWrap(False)
        down.addLayout(
            row(label_of(_("Tình trạng"), self.filter), self.filter, self.told, None, self.whole)
        )
        down.addWidget(self.table, 1)
        split = side_by_side(left, self.detail, (800, 380), grow=(1, 0))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(10))
        layout.setSpacing(theme.px(7))
        layout.addWidget(split, 1)
        above = (self.accept, self.reopen, None, self.edit, self.withdraw)
        acts = above if self.desk.receives else (self.answer, None)
        layout.addLayout(row(*acts, self.go, self.sheet))
        for each in (self.answer, self.accept, self.reopen, self.edit, self.withdraw):
            if each not in acts or not self._may_write():
                each.hide()
        self.whole.hide()


def in_order(found: list[FollowedReturn], *, by_unit: bool) -> list[FollowedReturn]:
    """What waits first, the latest first of all; above by commune within that."""

    def order(each: FollowedReturn) -> tuple[object, ...]:
        unit = sort_key(unit_name(each.returned.unit)) if by_unit else ()
        due = each.returned.due_on or date.max
        return not each.standing.is_open, -each.standing.late, unit, due

    return sorted(found, key=order)
