"""What stands in the columns of communes × periods."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import Final

from sachmatuy_desktop.domain.dates import VIETNAM, show_date
from sachmatuy_desktop.domain.reporting import ORDER, Cell, Clock, Due, Seen
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.board import Line
from sachmatuy_desktop.services.sync.periods import PeriodBoard
from sachmatuy_desktop.services.sync.versions import Age
from sachmatuy_desktop.ui.pages.board.columns import LAST, BoardCell, BoardColumn, name_column
from sachmatuy_desktop.ui.pages.sync.period_words import (
    CLOCKS,
    bundle_words,
    cell_marks,
    cell_words,
    left_out_words,
    pack_words,
    period_head,
    period_name,
    program_words,
    returned_words,
    seen_words,
)

__all__ = ["period_columns"]

NEWEST, LACKS, RETURNED, PROGRAM, PACKS = "@newest", "@lacks", "@returned", "@program", "@packs"
"""Keys of the columns that are no periods."""

DELIVERED: Final = frozenset({Seen.ON_TIME, Seen.TRAVELLED, Seen.LATE, Seen.CAME, Seen.UNCLEAR})


def period_columns(board: PeriodBoard) -> list[BoardColumn]:
    """Who, the periods with the newest first, then what is to be said of the commune."""
    return [
        name_column(),
        *(
            BoardColumn(
                due.key,
                period_head(due.period),
                period_name(due.period),
                76,
                partial(_period, board, due),
                partial(_period_total, board, due),
            )
            for due in reversed(board.periods)
        ),
        BoardColumn(
            NEWEST,
            _("Gói gần nhất"),
            _("Ngày nhập gói gần nhất"),
            84,
            partial(_newest, board),
        ),
        BoardColumn(
            LACKS, _("Thiếu"), _("Gói thiếu"), 62, partial(_lacks, board), partial(_waiting, board)
        ),
        BoardColumn(
            RETURNED,
            _("Trả lại"),
            _("Ý kiến trả lại chưa trả lời"),
            56,
            partial(_returned, board),
            partial(_returned_total, board),
        ),
        BoardColumn(
            PROGRAM, _("Chương trình"), _("Bản chương trình của xã"), 92, partial(_program, board)
        ),
        BoardColumn(
            PACKS, _("Bộ tiêu chí"), _("Bản số của các bộ tiêu chí"), 84, partial(_packs, board)
        ),
    ]


def _period(board: PeriodBoard, due: Due, line: Line) -> BoardCell:
    cell = board.cell(line, due.key)
    flat = "; ".join(mark.words for mark in cell_marks(cell)) or seen_words(cell)
    return BoardCell("", cell_marks(cell), cell_words(due, cell), _order(cell), flat)


def _order(cell: Cell) -> tuple[int, str]:
    """What presses most first, and the most late before the less late."""
    return ORDER.index(cell.seen), f"{99_999 - cell.days:05d}"


def _period_total(board: PeriodBoard, due: Due, lines: Sequence[Line]) -> BoardCell:
    """ "41/47": how many have delivered, of those who were asked."""
    found = [board.cell(line, due.key) for line in lines]
    asked = [each for each in found if each.seen is not Seen.UNASKED]
    counted = Counter(each.seen for each in found)
    told = "; ".join(f"{seen_words(Cell(seen))}: {counted[seen]}" for seen in Seen if counted[seen])
    done = sum(each.seen in DELIVERED for each in asked)
    return BoardCell(f"{done}/{len(asked)}", (), told, LAST, told)


def _newest(board: PeriodBoard, line: Line) -> BoardCell:
    newest = board.row(line).history.newest
    if newest is None:
        return BoardCell("–", (), _("Xã chưa gửi gói nào."), (0, ""), "")
    day = newest.taken.astimezone(VIETNAM).date()
    told = bundle_words(newest)
    left_out = left_out_words(newest, board.row(line).sums)
    if left_out:
        told += f"\n{left_out}"
    return BoardCell(show_date(day), (), told, (1, day.isoformat()), day)


def _lacks(board: PeriodBoard, line: Line) -> BoardCell:
    history = board.row(line).history
    numbers = ", ".join(map(str, history.unseen))
    told = []
    if history.waits:
        told.append(_("Dữ liệu đang chờ gói trước hoặc phần còn thiếu."))
    if numbers:
        words = (
            _("Số chưa tới: {numbers}.")
            if history.waits
            else _("Số không tới: {numbers}; gói sau đã mang đủ.")
        )
        told.append(words.format(numbers=numbers))
    text = _("đang chờ") if history.waits else ""
    order = (0, "") if history.waits else LAST
    return BoardCell(text, (), " ".join(told), order, " ".join(told))


def _waiting(board: PeriodBoard, lines: Sequence[Line]) -> BoardCell:
    count = sum(board.row(line).history.waits for line in lines)
    return BoardCell(str(count), (), _("{count} xã thiếu gói").format(count=count), LAST, count)


def _returned(board: PeriodBoard, line: Line) -> BoardCell:
    count = board.row(line).returned
    if not count:
        return BoardCell(order=LAST)
    told = returned_words(count)
    return BoardCell(str(count), (), told, (-count, ""), count)


def _returned_total(board: PeriodBoard, lines: Sequence[Line]) -> BoardCell:
    count = sum(board.row(line).returned or 0 for line in lines)
    told = returned_words(count)
    return BoardCell(str(count), (), told, LAST, count)


def _program(board: PeriodBoard, line: Line) -> BoardCell:
    row = board.row(line)
    if row.history.newest is None:
        return BoardCell()
    versions = row.versions
    old = versions.age is Age.OLDER
    text = _("{version} (cũ)").format(version=versions.program) if old else versions.program
    told = [program_words(versions)]
    if row.history.clock is not Clock.SOUND:
        told.append(_(CLOCKS[row.history.clock]))
    order = (tuple(Age).index(versions.age), versions.program)
    return BoardCell(text or _("không rõ"), (), "\n".join(told), order, program_words(versions))


def _packs(board: PeriodBoard, line: Line) -> BoardCell:
    row = board.row(line)
    if row.history.newest is None:
        return BoardCell()
    packs = row.versions.packs
    if not packs:
        return BoardCell(_("không rõ"), (), program_words(row.versions), (2, ""), _("không rõ"))
    told = "\n".join(pack_words(each, line.unit.id) for each in packs)
    old = sum(each.age is Age.OLDER for each in packs)
    text = _("{count} bản cũ").format(count=old) if old else _("như ở đây")
    return BoardCell(text, (), told, (0 if old else 1, ""), told.replace("\n", "; "))
