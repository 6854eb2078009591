"""How long a spreadsheet of 20,000 people takes to a preview, beside what it cannot be faster than.

`measure(folder)` is called by the benchmark and by hand; nothing here is a test.
"""

from __future__ import annotations

import secrets
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import sqlcipher3
import xlsxwriter
from python_calamine import CalamineWorkbook

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.exchange.choices import Choices
from sachmatuy_desktop.exchange.heads import suggest_mapping
from sachmatuy_desktop.exchange.reading import read_sheet
from sachmatuy_desktop.exchange.tables import find_tables
from sachmatuy_desktop.services.bus import Session, execute
from sachmatuy_desktop.services.spreadsheets import (
    ImportSpreadsheet,
    export_register,
    preview,
)
from sachmatuy_desktop.services.taken_out import TakenOut
from tests.memory import most_memory

HEAD = (
    "STT",
    "Họ và tên",
    "Giới tính",
    "Ngày sinh",
    "Số CCCD",
    "Thôn/bản",
    "Dân tộc",
    "Nghề nghiệp",
    "Địa chỉ",
    "Quan hệ với chủ hộ",
    "SĐT",
    "Ghi chú",
)
_SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Rơ", "Siu")
_MIDDLES = ("Văn", "Thị", "Đức", "Hữu", "Minh", "Ngọc", "Thanh", "Quang", "Xuân", "Kim")
_GIVEN = (
    "An", "Bình", "Cường", "Dung", "Đạt", "Giang", "Hà", "Hùng", "Khánh", "Lan", "Mai", "Nam",
    "Oanh", "Phúc", "Quý", "Sơn", "Tâm", "Uyên", "Vinh", "Yến",
)  # fmt: skip


def people(count: int) -> Iterator[tuple[str, ...]]:
    """Rows of a roster; the same ones every time, nobody real."""
    for n in range(count):
        woman, year = n % 2, 1945 + n * 7 % 65
        yield (
            str(n + 1),
            f"{_SURNAMES[n % 12]} {_MIDDLES[n // 12 % 10]} {_GIVEN[n // 120 % 20]}",
            "Nữ" if woman else "Nam",
            f"{n % 28 + 1:02d}/{n // 28 % 12 + 1:02d}/{year}",
            f"062{2 * (year >= 2000) + woman}{year % 100:02d}{n:06d}",
            f"Thôn {n % 12 + 1}",
            "Kinh" if n % 3 else "Gia-rai",
            "Làm ruộng",
            f"Số nhà {n % 400}, Thôn {n % 12 + 1}",
            "Chủ hộ" if n % 4 == 0 else "Con",
            f"09{n * 4801 % 10**8:08d}",
            "",
        )


def roster(path: Path, count: int = 20_000) -> Path:
    """Write the rows as a commune would have them: a title, a head, texts."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Nhân khẩu")
    sheet.merge_range(0, 0, 0, len(HEAD) - 1, "DANH SÁCH NHÂN KHẨU")
    for at, row in enumerate((HEAD, *people(count)), 2):
        for column, text in enumerate(row):
            if text:
                sheet.write_string(at, column, text)
    book.close()
    return path


def _bare(path: Path, folder: Path) -> float:
    """What must be done at least: the reader reads, the database takes the rows as they are."""
    begun = time.perf_counter()
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    base = sqlcipher3.connect(str(folder / f"bare-{secrets.token_hex(4)}.db"))
    base.execute(f"PRAGMA key = \"x'{secrets.token_hex(48)}'\"")
    base.execute("PRAGMA journal_mode = WAL")
    columns = ", ".join(f"c{n} TEXT" for n in range(len(HEAD)))
    base.execute(f"CREATE TABLE people (id TEXT PRIMARY KEY, {columns}) WITHOUT ROWID")
    marks = ", ".join("?" * (len(HEAD) + 1))
    base.executemany(
        f"INSERT INTO people VALUES ({marks})",  # noqa: S608  (question marks alone)
        [(f"{n:032x}", *row) for n, row in enumerate(rows)],
    )
    base.commit()
    base.close()
    return time.perf_counter() - begun


def measure(
    session: Session, folder: Path, count: int = 20_000, rounds: int = 5
) -> dict[str, float]:
    """Seconds of each step for an office whose villages are yet to be made, and `ratio`.

    `ratio` is file-to-preview over the bare work, the median of the rounds' ratios; `read` and
    `preview` end when the file is read and when every row has its fate.
    """
    path = roster(folder / "nhan-khau.xlsx", count)
    register = REGISTERS["people"]
    bare, read, plan = [], [], []
    for _ in range(rounds):
        bare.append(_bare(path, folder))
        begun = time.perf_counter()
        sheet = read_sheet(path)
        read.append(time.perf_counter() - begun)
        (mapping,) = find_tables(register, sheet)
        planned = preview(session, sheet, mapping, Choices(create_villages=True))
        plan.append(time.perf_counter() - begun)
    begun = time.perf_counter()
    execute(ImportSpreadsheet(planned), session)
    written = time.perf_counter() - begun
    begun = time.perf_counter()
    export_register(session, "people", folder / "ra.xlsx", terms=TakenOut("Đo"))
    exported = time.perf_counter() - begun
    begun = time.perf_counter()
    sheet = read_sheet(folder / "ra.xlsx")
    preview(session, sheet, suggest_mapping(register, sheet))
    again = time.perf_counter() - begun
    steps = {
        "bare": statistics.median(bare),
        "read": statistics.median(read),
        "preview": statistics.median(plan),
        "write": written,
        "export": exported,
        "preview_again": again,
    }
    return {
        **steps,
        "ratio": statistics.median(ours / least for ours, least in zip(plan, bare, strict=True)),
        "peak_mib": most_memory(),
    }
