"""The tabs of communes: by the criteria of one pack, by all packs, over the years."""

from __future__ import annotations

from collections.abc import Sequence

from sachmatuy_desktop.domain.criteria import RulePack
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.board import YEARS_BACK, Board, Line
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.pages.board.columns import (
    BoardColumn,
    criteria_columns,
    pack_columns,
    year_columns,
)
from sachmatuy_desktop.ui.pages.board.view import BoardView

__all__ = ["CommunesBoard", "ProgrammesBoard", "YearsBoard"]


class CommunesBoard(BoardView):
    """One row a commune, one column a criterion of the pack chosen."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Các xã theo tiêu chí"))

    def columns(self, board: Board, pack: RulePack) -> Sequence[BoardColumn]:
        """Criteria, the whole, its day, and how it moved."""
        return criteria_columns(board, pack)


class ProgrammesBoard(BoardView):
    """Official status and local programmes side by side, never merged into one tick."""

    all_packs = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Các xã theo từng bộ tiêu chí"))

    def columns(self, board: Board, pack: RulePack) -> Sequence[BoardColumn]:  # noqa: ARG002
        """One column a pack."""
        return pack_columns(board)

    def looked_at(self, pack: RulePack, line: Line) -> RulePack:
        """The pack of the column one stands in; of the name's, the first the unit has sent."""
        board = self.found.board if self.found else None
        if board is None:
            return pack
        sent = [each for each in board.packs if line.standing(each.id, board.year)]
        here = [each for each in board.packs if each.id == self.table.column]
        return (here or sent or [pack])[0]


class YearsBoard(BoardView):
    """One pack over up to five reporting years."""

    back = YEARS_BACK

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Các xã qua các năm"))

    def columns(self, board: Board, pack: RulePack) -> Sequence[BoardColumn]:
        """One column a year."""
        return year_columns(board, pack)
