"""What became of every row, as `.xlsx`: to look things up, to send back to who made the sheet."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sachmatuy_desktop.exchange.drafts import Remark
from sachmatuy_desktop.exchange.fates import FATE_WORDS, Fate, ImportPlan
from sachmatuy_desktop.exchange.locking import locked
from sachmatuy_desktop.exchange.writing import LONGEST_CELL
from sachmatuy_desktop.storage.atomic import write_atomically

_HEADS: Final = (
    ("Dòng", 7),
    ("Kết quả", 16),
    ("Đã ghi", 8),
    ("Nội dung", 34),
    ("Thay đổi", 60),
    ("Lý do, cần xem lại", 70),
)
_HEAD_ROW: Final = 4  # from 0: title, file, sums and an empty row stand above


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One line.  `changes` are label, before and after; `number` is 0 for an absent record."""

    number: int
    fate: Fate
    title: str
    written: bool = False
    changes: tuple[tuple[str, str, str], ...] = ()
    remarks: tuple[Remark, ...] = ()


def write_report(
    plan: ImportPlan,
    rows: Iterable[ReportRow],
    path: Path,
    *,
    tried: bool,
    passphrase: str | None = None,
) -> None:
    """Write the report; `tried` says that nothing was written into the office.

    With a `passphrase` the file is locked.

    Raises `StorageTrouble`.
    """
    # Imported when a report is asked for: the window opens without it.
    from xlsxwriter import Workbook  # noqa: PLC0415

    content = io.BytesIO()
    book: Any = Workbook(content, {"in_memory": True})
    page: Any = book.add_worksheet("Kết quả")
    bold = book.add_format({"bold": True, "font_size": 14})
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#E8EEF4", "text_wrap": True})
    text = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
    page.write_string(0, 0, f"KẾT QUẢ NHẬP: {plan.register.title}", bold)
    page.write_string(1, 0, f"Tệp {plan.sheet.file}, trang tính {plan.sheet.name}")
    page.write_string(2, 0, _sums(plan) + (" (xem trước, chưa ghi gì)" if tried else ""))
    for column, (label, width) in enumerate(_HEADS):
        page.set_column(column, column, width, text)
        page.write_string(_HEAD_ROW, column, label, head)
    page.freeze_panes(_HEAD_ROW + 1, 0)
    at = _HEAD_ROW
    for row in rows:
        at += 1
        if row.number:
            page.write_number(at, 0, row.number)
        for column, said in enumerate(_cells(row), 1):
            if said:
                page.write_string(at, column, said[:LONGEST_CELL], text)
    page.autofilter(_HEAD_ROW, 0, max(at, _HEAD_ROW + 1), len(_HEADS) - 1)
    book.close()
    write_atomically(path, locked(content.getvalue(), passphrase))


def _sums(plan: ImportPlan) -> str:
    return ", ".join(f"{FATE_WORDS[fate]}: {count}" for fate, count in plan.counts.items())


def _cells(row: ReportRow) -> tuple[str, ...]:
    changes = (f"{label}: «{before}» → «{after}»" for label, before, after in row.changes)
    remarks = (
        f"cột {each.column}: {each.error}" if each.column else str(each.error)
        for each in row.remarks
    )
    return (
        FATE_WORDS[row.fate],
        "x" if row.written else "",
        row.title,
        "\n".join(changes),
        "\n".join(remarks),
    )
