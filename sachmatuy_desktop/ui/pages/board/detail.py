"""One unit of the board: its result criterion by criterion beside the year before, and doors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sachmatuy_desktop.domain.criteria import Assessment, CriterionResult, RulePack
from sachmatuy_desktop.domain.criteria.standings import Standing
from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.returns import About
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.services.board import Board, Line, figures_of
from sachmatuy_desktop.services.recognition import BOOK as RECOGNITIONS
from sachmatuy_desktop.services.sync.returns import (
    Opinion,
    ReturnCriterion,
    ReturnRecords,
    ReturnUnit,
)
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.flow import FlowRow
from sachmatuy_desktop.ui.dialogs.kit import button, faint, heading, paragraph
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.dialogs.return_note import Matter, ReturnDialog
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.board.columns import former_words, full_name, recognition_words
from sachmatuy_desktop.ui.pages.board.marks import criterion_mark, outcome_mark
from sachmatuy_desktop.ui.pages.criteria.words import figures, status_cell
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["UnitDetail"]


NARROW: Final = 122
WIDE: Final = 160
"""Room for a result with its figures: beside that of the year before, and alone."""


@dataclass(frozen=True)
class Asked:
    """What is shown: a unit, by a pack, in a year and the one before."""

    board: Board
    pack: RulePack
    line: Line

    @property
    def now(self) -> Standing | None:
        """This year's result."""
        return self.line.standing(self.pack.id, self.board.year)

    @property
    def before(self) -> Standing | None:
        """Last year's."""
        return self.line.standing(self.pack.id, self.board.year - 1)


class UnitDetail(QWidget):
    """Figures are read for the one unit looked at, on the worker."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.asked: Asked | None = None
        self.title = heading("")
        self.told = faint()
        self.former = paragraph(selectable=True)
        self.table = PlainTable(_("Từng tiêu chí, hai năm"))
        self.table.setFont(theme.scaled_font(0.87))
        self.people = button(_("Danh sách người"), self._open_people, picture="users")
        self.results = button(_("Kết quả đã gửi"), self._open_results, picture="history")
        self.recognition = button(_("Công nhận"), self._open_recognition, picture="award")
        self.send_back = button(_("Trả lại để bổ sung…"), self._send_back, picture="undo-2")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(10), 0, 0, 0)
        layout.setSpacing(theme.px(6))
        for widget in (self.title, self.told, self.former):
            layout.addWidget(widget)
        layout.addWidget(self.table, 1)
        layout.addLayout(FlowRow(self.people, self.results, self.recognition, self.send_back))
        self.clear()

    def clear(self) -> None:
        """Nothing is chosen."""
        self.asked = None
        self.title.setText("")
        self.told.setText(_("Chọn một đơn vị để xem từng tiêu chí với số liệu đã gửi."))
        self.former.hide()
        self.table.show_rows([], [])
        self._enable()

    def show_unit(self, board: Board, pack: RulePack, line: Line) -> None:
        """The unit's result and the year before; figures follow when they are read."""
        asked = Asked(board, pack, line)
        self.asked = asked
        self.title.setText(full_name(line))
        self.told.setText(_told(asked))
        self.former.setText("\n".join(_history(asked)))
        self.former.setVisible(bool(self.former.text()))
        self._show(asked, {})
        self._enable()
        wanted = {each.record for each in (asked.now, asked.before) if each and not each.places}
        if not wanted:
            return
        office = office_in(self.desk)

        def work() -> dict[str, Assessment | KnownError]:
            return {record: _read(record) for record in sorted(wanted)}

        def _read(record: str) -> Assessment | KnownError:
            try:
                return figures_of(office, record)
            except KnownError as error:
                return error

        operation = Operation(self.desk.operations, work, self)
        operation.success(lambda read: self._take(asked, read)).start()

    def _take(self, asked: Asked, read: Mapping[str, Assessment | KnownError]) -> None:
        if self.asked is not asked:
            return
        troubles = [say(each) for each in read.values() if isinstance(each, KnownError)]
        if troubles:
            self.told.setText("\n".join([_told(asked), *troubles]))
        known = {key: each for key, each in read.items() if isinstance(each, Assessment)}
        self._show(asked, known)

    def _show(self, asked: Asked, read: Mapping[str, Assessment]) -> None:
        year = asked.board.year
        widest = NARROW if asked.now and asked.before else WIDE
        heads = [
            Head(_("Tiêu chí"), grows=True, wraps=True),
            Head(str(year), widest=widest),
            Head(str(year - 1), widest=widest),
        ]
        if asked.now is not None and asked.now.places:
            heads[0] = Head(_("Khu phố"), grows=True, wraps=True)
            self.table.show_rows(heads, _village_rows(asked, self._village_names(asked)))
            return
        self.table.show_rows(heads, _rows(asked, read))

    def _village_names(self, asked: Asked) -> Mapping[str, str]:
        places = [*_places(asked.now), *_places(asked.before)]
        return self.desk.queries.names("villages", sorted(places))

    def _enable(self) -> None:
        chosen = self.asked is not None
        desk = self.desk
        self.people.setEnabled(chosen and desk.may_open(REGISTERS["people"]))
        self.results.setEnabled(chosen and desk.may_open(REGISTERS["assessments"]))
        self.recognition.setEnabled(chosen and desk.may_open(REGISTERS[RECOGNITIONS]))
        self.send_back.setEnabled(chosen and desk.may_act_on(REGISTERS["returns"]))

    # Doors

    def _units(self, asked: Asked) -> Where:
        """The records of the unit, and of the one it goes on from."""
        line = asked.line
        ids = [line.unit.id, *([line.continues.id] if line.continues else [])]
        return Where("unit_id", "in", tuple(ids))

    def _open_people(self) -> None:
        if self.asked is not None:
            where = (self._units(self.asked),)
            self.desk.open_list("people", where, title=self.asked.line.name)

    def _open_results(self) -> None:
        if self.asked is not None:
            where = (self._units(self.asked),)
            self.desk.open_list("assessments", where, title=self.asked.line.name)

    def _open_recognition(self) -> None:
        """The newest way to recognition that the unit has set out on."""
        if self.asked is None:
            return
        queries = self.desk.queries
        found = queries.ids(RECOGNITIONS, [self._units(self.asked)])
        if found:
            self.desk.open_record(RECOGNITIONS, found[0])
        else:
            name = self.asked.line.name
            self.desk.feedback.notice(
                _("{unit} chưa gửi quá trình công nhận nào.").format(unit=name)
            )

    def _send_back(self) -> None:
        if self.asked is None:
            return
        asked, row = self.asked, self.table.row
        today = date.fromisoformat(self.desk.office.clock.today())
        matters = returnable(asked)
        chosen = 0
        if row >= 0 and len(self.table.rows) == len(asked.pack.criteria):
            chosen = len(matters) - len(asked.pack.criteria) + row
        ReturnDialog(self.desk, asked.line.name, today, matters, chosen, self).ask_person()


def returnable(asked: Asked) -> list[Matter]:
    """The unit by this pack, the result it has sent, then every criterion."""
    now, pack = asked.now, asked.pack
    unit = now.sent_by if now else asked.line.unit.id
    matters = [Matter(_("Cả đơn vị"), About.UNIT, partial(ReturnUnit, unit), subject=pack.title)]
    if now is not None and not now.places:
        day = show_date(date.fromisoformat(now.as_of))
        words = _("Kết quả đã gửi, tính đến ngày {day}").format(day=day)
        make = partial(_return_result, now.record)
        matters.append(Matter(words, About.PAPER, make, "assessments"))
    for criterion in pack.criteria:
        words = f"{pack.marks[criterion.id]}. {criterion.title}"
        make_one = partial(ReturnCriterion, unit, pack.id, criterion.id, asked.board.year)
        matters.append(Matter(words, About.CRITERION, make_one))
    return matters


def _return_result(record: RecordId, opinion: Opinion) -> ReturnRecords:
    return ReturnRecords("assessments", (record,), opinion=opinion)


def _told(asked: Asked) -> str:
    now = asked.now
    if now is None:
        return _("{pack}: năm báo cáo {year} chưa gửi kết quả.").format(
            pack=asked.pack.title, year=asked.board.year
        )
    day = show_date(date.fromisoformat(now.as_of))
    mark = outcome_mark(asked.pack, now)
    return _("{pack}: {result}, tính đến ngày {day}").format(
        pack=asked.pack.title, result=mark.words, day=day
    )


def _history(asked: Asked) -> list[str]:
    """What became of the ground, and what its former units had come to in the two years."""
    line, pack, board = asked.line, asked.pack, asked.board
    found = board.recognition_of(line, pack.id)
    said = [f"{recognition_words(found)}."] if found else []
    if line.continues is not None:
        said.append(
            _("Giữ nguyên địa bàn từ {unit} ({period}).").format(
                unit=line.continues.titled, period=line.continues.period
            )
        )
    silent = []
    for former in line.former:
        results = [
            f"{year}: {outcome_mark(pack, former.kept[pack.id, year]).words}"
            for year in asked.board.years
            if (pack.id, year) in former.kept
        ]
        agreed = board.recognised(former.unit.id, pack.id)
        if agreed:
            results.append(recognition_words(agreed))
        if results:
            said.append(f"{former_words(former)}: {'; '.join(results)}")
        else:
            silent.append(former.unit.titled)
    if silent:
        said.append(
            _("Đơn vị cũ không có kết quả trong các năm đang xem: {units}.").format(
                units=", ".join(silent)
            )
        )
    if len(silent) < len(line.former):
        said.append(_("Kết quả và công nhận của đơn vị cũ không tính cho đơn vị mới."))
    return said


def _rows(asked: Asked, read: Mapping[str, Assessment]) -> list[list[Cell]]:
    pack = asked.pack
    return [
        [
            Cell(f"{pack.marks[criterion.id]}. {criterion.title}"),
            *(_result(pack, each, criterion.id, read) for each in (asked.now, asked.before)),
        ]
        for criterion in pack.criteria
    ]


def _result(
    pack: RulePack, standing: Standing | None, criterion: str, read: Mapping[str, Assessment]
) -> Cell:
    """State and figures as judged then; the state alone until the figures are read."""
    if standing is None:
        return Cell("–")
    kept = read.get(standing.record)
    found = _criterion_of(kept.criteria if kept else (), criterion)
    if found is None:
        mark = criterion_mark(pack, standing, criterion)
        return Cell(mark.words, mark.tone)
    cell, counted = status_cell(pack, found), figures(found)
    return Cell(f"{cell.text} · {counted}" if counted else cell.text, cell.tone)


def _criterion_of(criteria: Sequence[CriterionResult], criterion: str) -> CriterionResult | None:
    return next((each for each in criteria if each.id == criterion), None)


def _places(standing: Standing | None) -> dict[str, Standing]:
    """The standings of single villages by the villages' ids."""
    return {} if standing is None else {str(each.village): each for each in standing.places}


def _village_rows(asked: Asked, names: Mapping[str, str]) -> list[list[Cell]]:
    now, before = _places(asked.now), _places(asked.before)
    both = sorted({*now, *before}, key=lambda each: names.get(each, each))
    return [
        [
            Cell(names.get(village, "…")),
            _village(asked.pack, now.get(village)),
            _village(asked.pack, before.get(village)),
        ]
        for village in both
    ]


def _village(pack: RulePack, standing: Standing | None) -> Cell:
    if standing is None:
        return Cell(_("Chưa gửi"), Tone.QUIET)
    mark = outcome_mark(pack, standing)
    return Cell(f"{mark.words} {standing.met}/{standing.total}", mark.tone)
