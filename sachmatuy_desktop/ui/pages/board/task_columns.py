"""What stands in the columns of communes × tasks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import Final

from sachmatuy_desktop.domain.dates import VIETNAM, show_date
from sachmatuy_desktop.domain.plans.oversight import ORDER, Seen
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.board import Line
from sachmatuy_desktop.services.plans.overseeing import Matrix, TaskColumn
from sachmatuy_desktop.ui.pages.board.columns import LAST, BoardCell, BoardColumn, name_column
from sachmatuy_desktop.ui.pages.board.task_marks import task_mark
from sachmatuy_desktop.ui.task_words import due_told, heard_words, seen_words

__all__ = ["task_columns"]

HEARD, OVERDUE = "@heard", "@overdue"
"""Keys of the columns that are no tasks."""

WIDTH: Final = 96
LONGEST: Final = 44
"""So many letters of a title stand in a head; the tip has it whole."""


def task_columns(matrix: Matrix, tasks: Sequence[TaskColumn]) -> list[BoardColumn]:
    """Who, what came last, how many are overdue, and a column for each task."""
    return [
        name_column(),
        BoardColumn(
            HEARD,
            _("Gói mới nhất"),
            _("Ngày lập gói dữ liệu mới nhất đã nhận"),
            88,
            partial(_heard, matrix),
            partial(_heard_total, matrix),
        ),
        BoardColumn(
            OVERDUE,
            _("Quá hạn"),
            _("Số việc quá hạn"),
            62,
            partial(_overdue, matrix, tasks),
            partial(_overdue_total, matrix, tasks),
        ),
        *(
            BoardColumn(
                task.key,
                _shortened(task.title),
                _told(task),
                WIDTH,
                partial(_cell, matrix, task.key),
                partial(_total, matrix, task.key),
                grows=True,
            )
            for task in tasks
        ),
    ]


def _shortened(title: str) -> str:
    if len(title) <= LONGEST:
        return title
    return title[:LONGEST].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


def _told(task: TaskColumn) -> str:
    where = f"{task.paragraph}: " if task.paragraph else ""
    return f"{where}{task.title} ({due_told(task)})"


def _cell(matrix: Matrix, key: str, line: Line) -> BoardCell:
    found = matrix.seen(line, key)
    mark = task_mark(found)
    words = seen_words(found.seen, found.days)
    told = [words]
    cell = matrix.cell(line, key)
    if found.asked > 1:
        told.append(_("đã làm {done}/{asked} lần").format(done=found.done, asked=found.asked))
    if cell is not None and cell.why:
        told.append(cell.why)
    if cell is not None and cell.reminded:
        told.append(_("đã nhắc {count} lần").format(count=cell.reminded))
    if found.seen in (Seen.OVERDUE, Seen.UNHEARD):
        # what is said to be late, or cannot be said, rests on what came last
        told.append(heard_words(matrix.heard_of(line)))
    order = LAST if found.seen in (Seen.NOT_SET, Seen.NOTHING) else _order(found.seen, found.days)
    flat = f"{words} ({found.done}/{found.asked})" if found.asked > 1 else words
    return BoardCell("", (mark,) if mark else (), "\n".join(told), order, flat)


def _order(seen: Seen, days: int) -> tuple[int, str]:
    """What presses most first, and the most late before the less late."""
    return ORDER.index(seen), f"{99_999 - days:05d}"


def _total(matrix: Matrix, key: str, lines: Sequence[Line]) -> BoardCell:
    """ "41/47": how often it was done, of how often it is to be done by those who have it."""
    found = [matrix.seen(line, key) for line in lines]
    counted = Counter(each.seen for each in found)
    told = "; ".join(f"{seen_words(each)}: {counted[each]}" for each in Seen if counted[each])
    done, asked = (sum(getattr(each, name) for each in found) for name in ("done", "asked"))
    return BoardCell(f"{done}/{asked}", (), told, LAST, told)


def _heard(matrix: Matrix, line: Line) -> BoardCell:
    heard = matrix.heard_of(line)
    if heard is None:
        return BoardCell("–", (), heard_words(None), (0, ""), "")
    day = min(heard.made, heard.taken).astimezone(VIETNAM).date()
    return BoardCell(show_date(day), (), heard_words(heard), (1, day.isoformat()), day)


def _heard_total(matrix: Matrix, lines: Sequence[Line]) -> BoardCell:
    count = sum(matrix.heard_of(line) is not None for line in lines)
    told = _("{count}/{total} đơn vị đã gửi gói").format(count=count, total=len(lines))
    return BoardCell(f"{count}/{len(lines)}", (), told, LAST, told)


def _count_overdue(matrix: Matrix, tasks: Sequence[TaskColumn], line: Line) -> int:
    return sum(matrix.seen(line, task.key).seen is Seen.OVERDUE for task in tasks)


def _overdue(matrix: Matrix, tasks: Sequence[TaskColumn], line: Line) -> BoardCell:
    count = _count_overdue(matrix, tasks, line)
    told = _("{count} việc quá hạn").format(count=count)
    return BoardCell(str(count) if count else "", (), told, (-count, ""), count)


def _overdue_total(matrix: Matrix, tasks: Sequence[TaskColumn], lines: Sequence[Line]) -> BoardCell:
    count = sum(_count_overdue(matrix, tasks, line) for line in lines)
    told = _("{count} việc quá hạn").format(count=count)
    return BoardCell(str(count), (), told, LAST, told)
