"""What every board has: what is asked above, rows in the middle, the chosen unit at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout

from sachmatuy_desktop.domain.criteria import RulePack
from sachmatuy_desktop.exchange.flat import FlatTable
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.board import (
    BOOK,
    Board,
    Line,
    packs_on_board,
    read_board,
    years_on_board,
)
from sachmatuy_desktop.services.criteria import NEIGHBOURHOOD
from sachmatuy_desktop.services.recognition import DECISIONS
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.chips import Chip
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import (
    CalmChoice,
    button,
    faint,
    only_if,
    search_line,
    side_by_side,
)
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.keys import LIST_KEYS, TABLE_KEYS, bind, hint
from sachmatuy_desktop.ui.list_out import TableOut, sheet_path
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.board.choosing import BoardChoice
from sachmatuy_desktop.ui.pages.board.columns import BoardColumn, outcome_total
from sachmatuy_desktop.ui.pages.board.detail import UnitDetail
from sachmatuy_desktop.ui.pages.board.filters import (
    Shown,
    changes_to_choose,
    states_to_choose,
)
from sachmatuy_desktop.ui.pages.board.marks import Legend, legend_of
from sachmatuy_desktop.ui.pages.board.table import BoardTable
from sachmatuy_desktop.ui.pages.criteria.words import source_line
from sachmatuy_desktop.ui.pages.page import Pane
from sachmatuy_desktop.ui.pages.tabbed import Tab
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["BoardView", "Read"]

FIELDS: Final = ("pack", "as_of", "outcome", "klass", "met", "total")
"""What the cells of a board come from, hence what an account must be allowed to see."""


JUDGING_COMMUNES: Final = ("commune", NEIGHBOURHOOD)
"""Levels of packs whose results are a commune's."""


@dataclass(frozen=True)
class Read:
    """What the worker brings: the packs there are, those not known here, the years, the board."""

    packs: tuple[RulePack, ...]
    unknown: tuple[str, ...]
    years: tuple[int, ...]
    pack: RulePack | None
    board: Board | None


class BoardView(Tab):
    """Subclasses say over how many years they look, whether at all packs, and in which columns."""

    reads = frozenset({"assessments", "villages", DECISIONS})
    back: int = 2
    all_packs: bool = False

    def __init__(self, desk: Desk, title: str) -> None:
        super().__init__(desk)
        self.title = title
        self.found: Read | None = None
        self.choice = BoardChoice(with_pack=not self.all_packs)
        self.name = search_line(_("Tìm tên đơn vị"))
        self.state = CalmChoice()
        self.criterion = CalmChoice()
        self.change = CalmChoice()
        self.unverified = Chip(_("Chưa kiểm chứng"), Tone.CARE)
        self.told = faint()
        self.told.setWordWrap(False)
        self.source = faint()
        self.strange = faint()
        self.strange.hide()
        self.table = BoardTable(title, _("Tổng cộng"))
        self.legend = Legend()
        self.detail = UnitDetail(desk)
        self.out = TableOut(desk, BOOK)
        self.sheet = button(_("Xuất bảng tính…"), self._ask_path, picture="upload")
        self._lay_out()
        self._connect()

    # What subclasses say

    def columns(self, board: Board, pack: RulePack) -> Sequence[BoardColumn]:
        """The columns of the board."""
        raise NotImplementedError

    def panes(self) -> list[Pane]:
        """What is asked, the rows, and the unit looked at."""
        detail = self.detail
        return [
            Pane(self.choice, self.choice.year_choice.setFocus),
            Pane(self.table, self.table.view.setFocus),
            Pane(detail, detail.table.setFocus),
        ]

    # Reading

    def read(self) -> None:
        """Packs, years and rows, in one go on the worker."""
        office = office_in(self.desk)
        choice = self.choice
        wanted, year, geography = choice.pack_choice.currentData(), choice.year, choice.geography
        back, all_packs = self.back, self.all_packs

        def work() -> Read:
            packs, unknown = packs_on_board(office)
            years = years_on_board(office)
            asked = year if year in years else years[0]
            chosen = next(
                (each for each in packs if each.id == wanted), packs[0] if packs else None
            )
            shown = (
                [each for each in packs if each.level in JUDGING_COMMUNES]
                if all_packs
                else [chosen]
            )
            board = (
                read_board(
                    office,
                    [each for each in shown if each],
                    asked,
                    geography,
                    back,
                    unknown if all_packs else (),
                )
                if chosen
                else None
            )
            return Read(tuple(packs), tuple(unknown), tuple(years), chosen, board)

        self.told.setText(_("Đang đọc…"))
        operation = Operation(self.desk.operations, work, self)
        operation.success(self._take).start()

    def _take(self, found: Read) -> None:
        before = self.found
        self.found = found
        self.choice.offer(found.packs, found.years)
        if found.pack is not None and (before is None or before.pack != found.pack):
            self.choice.pack_choice.setCurrentIndex(self.choice.pack_choice.findData(found.pack.id))
            self._offer_filters(found.pack)
        self.show_rows()

    # Showing

    @property
    def shown(self) -> Shown:
        """What the rows are narrowed by."""
        if self.all_packs:
            return Shown(self.name.text())
        return Shown(
            self.name.text(),
            str(self.state.currentData() or ""),
            str(self.criterion.currentData() or ""),
            str(self.change.currentData() or ""),
        )

    def show_rows(self) -> None:
        """The rows that fit, from what was read."""
        found = self.found
        if found is None or found.board is None or found.pack is None:
            self.told.setText(_("Chưa có bộ tiêu chí nào để xem."))
            return
        board, pack = found.board, found.pack
        lines = self.shown.lines(board.lines, pack, board.year)
        self.table.show_lines(self.columns(board, pack), lines)
        self._tell(found, len(lines))
        self._show_chosen()

    def _tell(self, found: Read, count: int) -> None:
        board, pack = found.board, found.pack
        if board is None or pack is None:
            return
        said = [_("{count}/{total} đơn vị").format(count=count, total=len(board.lines))]
        if not self.all_packs:
            shown = self.table.model.lines
            said.append(outcome_total(pack, board.year, shown).told)
        self.strange.setText(
            _("Có kết quả theo bộ tiêu chí chưa có ở máy này: {packs}.").format(
                packs=", ".join(found.unknown)
            )
        )
        self.strange.setVisible(bool(found.unknown))
        if not board.lines:
            said = [_("Chưa đơn vị nào gửi dữ liệu; hãy nhập gói của các xã ở trang Đồng bộ.")]
        self.told.setText(" · ".join(said))
        self.source.setText(source_line(pack))
        self.source.setVisible(not self.all_packs)
        self.unverified.setVisible(any(not each.verified for each in board.packs))
        self.legend.show_marks(legend_of(pack))

    def _show_chosen(self) -> None:
        found, chosen = self.found, self.table.chosen
        if found is None or found.board is None or found.pack is None:
            return
        line = next((each for each in found.board.lines if each.unit.id == chosen), None)
        if line is None:
            self.detail.clear()
        else:
            self.detail.show_unit(found.board, self.looked_at(found.pack, line), line)

    def looked_at(self, pack: RulePack, line: Line) -> RulePack:  # noqa: ARG002
        """The pack whose result of a unit is shown at the right."""
        return pack

    def _offer_filters(self, pack: RulePack) -> None:
        marks = pack.marks
        criteria = [(each.id, f"{marks[each.id]}. {each.title}") for each in pack.criteria]
        for choice, everything, options in (
            (self.state, _("Mọi tình trạng"), states_to_choose(pack)),
            (self.criterion, _("Mọi tiêu chí"), criteria),
            (self.change, _("Mọi thay đổi"), changes_to_choose()),
        ):
            choice.clear()
            choice.addItem(everything, "")
            for code, words in options:
                choice.addItem(words, code)

    # Taking it out

    def flat(self, *, only_chosen: bool = False) -> FlatTable:
        """The rows as shown."""
        return self.table.flat(self.title, only_chosen=only_chosen)

    def export_to(self, path: Path) -> None:
        """Write what is shown; the line above the head says what was asked."""
        found = self.found
        if found is None or found.board is None or found.pack is None:
            return
        table = self.flat()
        told = [
            "" if self.all_packs else found.pack.title,
            _("Năm báo cáo {year}").format(year=found.board.year),
            self.shown.told(found.pack),
        ]
        self.out.export(lambda _progress: table, FIELDS, path, " · ".join(filter(None, told)))

    def copy(self, *, heads: bool = False) -> None:
        """The chosen rows, for Excel."""
        table = self.flat(only_chosen=True)
        if table.rows:
            self.out.copy(lambda _progress: table, FIELDS, heads=heads)

    def _ask_path(self) -> None:
        path = sheet_path(self, f"{self.title} {self.choice.year}")
        if path is not None:
            self.export_to(path)

    # How it is laid out

    def _connect(self) -> None:
        self.choice.changed.connect(self.read)
        self.name.textChanged.connect(lambda _text: self.show_rows())
        for choice in (self.state, self.criterion, self.change):
            choice.activated.connect(lambda _place: self.show_rows())
        self.table.line_chosen.connect(lambda _unit, _column: self._show_chosen())
        self.table.line_entered.connect(lambda _unit: self.detail.results.click())
        slots = {"copy": self.copy, "copy_heads": lambda: self.copy(heads=True)}
        bind(self.table.view, TABLE_KEYS, slots, alone=True)
        bind(self, LIST_KEYS, {"export": self._ask_path})

    def _lay_out(self) -> None:
        self.sheet.setToolTip(hint(_("Đúng các dòng, các cột và thứ tự đang xem"), "export"))
        self.state.setAccessibleName(_("Lọc theo tình trạng"))
        self.criterion.setAccessibleName(_("Lọc theo tiêu chí đang vướng"))
        self.change.setAccessibleName(_("Lọc theo thay đổi so với năm trước"))
        for choice in (self.state, self.criterion, self.change):
            choice.setMinimumContentsLength(7)
            choice.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
        narrow = QHBoxLayout()
        narrow.setSpacing(theme.px(6))
        self.name.setMinimumWidth(theme.px(150))
        narrow.addWidget(self.name, 2)
        only_if(not self.all_packs, self.state, self.criterion, self.change)
        for choice in (self.state, self.criterion, self.change):
            narrow.addWidget(choice, 1)
        narrow.addStretch(1)
        narrow.addWidget(self.unverified)
        narrow.addWidget(self.sheet)
        below = QHBoxLayout()
        below.setSpacing(theme.px(14))
        below.addWidget(self.told)
        below.addWidget(self.legend, 1)
        split = side_by_side(self.table, self.detail, (770, 408), grow=(1, 0))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        layout.setSpacing(theme.px(5))
        layout.addWidget(self.choice)
        layout.addLayout(narrow)
        layout.addWidget(self.source)
        layout.addWidget(self.strange)
        layout.addWidget(split, 1)
        layout.addLayout(below)
