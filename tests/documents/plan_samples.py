"""Valid inputs of the papers of plans, with no real person in them."""

from __future__ import annotations

from collections.abc import Callable

from sachmatuy_desktop.documents.plan_papers import (
    ActorSheet,
    FigureLine,
    PlanDocument,
    PlanReport,
    ReportLine,
    SheetLine,
    TaskBook,
    TrackingLine,
    YearlyReview,
    plan_document,
    plan_report,
    task_book,
    task_sheets,
    yearly_review,
)
from sachmatuy_desktop.domain.forms import FormData
from tests.documents.paper_samples import CRITERIA, PLAN, PROGRAMME, paper

TITLE = f"Xây dựng mô hình {PROGRAMME} (huyện Ia H’Drai)"
POLICE, HEALTH, MINE = "Công an xã", "Trạm y tế xã", "Ủy ban nhân dân xã Ia Dom"
LONG = (
    "phối hợp tuyên truyền, vận động người dân không trồng cây có chứa chất ma túy "
    "https://vi-du.example/van-ban/chi-tiet/dia-chi-rat-dai-khong-co-khoang-trang-nao-o-giua "
)


def words(number: int) -> str:
    """The words of the n-th task: each longer than the one before, and told apart by its end."""
    return f"Việc số {number}: {LONG * (number % 5 + 1)}hết việc {number}"


def document(tasks: int = 3, **changed: object) -> FormData:
    values: dict[str, object] = {
        "plan": TITLE,
        "plan_text": f"Kế hoạch xây dựng mô hình {PROGRAMME}",
        "unit": "xã Ia Dom",
        "from_date": "2026-01-05",
        "until_date": None,
        "assignments": tuple(
            (POLICE if n % 2 else HEALTH, f"{words(n)} (thường xuyên).")
            for n in sorted(range(1, tasks + 1), key=lambda n: (-(n % 2), n))
        ),
        "bases": (f"Căn cứ {PLAN}",),
        "phases": ("Giai đoạn 01: đến ngày 14/12/2026", "Giai đoạn 02: từ 15/12/2026 trở đi"),
        "reports": ("Công an xã: báo cáo 6 tháng: 06 tháng một lần, trước ngày 15/6",),
        "lead": POLICE,
    }
    return plan_document(paper(), PlanDocument(**{**values, **changed}))  # type: ignore[arg-type]


def tracking(count: int) -> tuple[TrackingLine, ...]:
    return tuple(
        TrackingLine(
            f"{words(n)}\nKế hoạch số 05/KH-UBND ngày 05/01/2026, mục III.{n}",
            f"{POLICE}: Trần Văn Thử, Trưởng Công an xã",
            "14/06/2026",
            "Quá hạn 26 ngày, chưa làm" if n % 2 else "Đã làm 01/06/2026, đúng hạn",
            "" if n % 2 else f"{n:02d}/BC-UBND",
        )
        for n in range(1, count + 1)
    )


def book(count: int = 12) -> FormData:
    lines = tracking(count)
    return task_book(paper(), TaskBook(TITLE, "2026-07-10", lines, "6 tháng đầu năm 2026"))


def sheets(*counts: int) -> FormData:
    """One sheet for each count of tasks."""
    made = [
        ActorSheet(
            TITLE,
            f"Thôn {place}",
            "2026-07-10",
            tuple(SheetLine(words(n), "hằng tháng\nlần tới: 31/07/2026") for n in range(1, n + 1)),
            "Hồ Thị Ví Dụ" if place == 1 else "",
        )
        for place, n in enumerate(counts, start=1)
    ]
    return task_sheets(paper(number=None, date=None), made)


def lines(count: int) -> tuple[ReportLine, ...]:
    states = ("in_time", "late", "overdue", "open", "excused")
    return tuple(
        ReportLine(
            f"{words(n)}\nmục III.{n}",
            (POLICE, HEALTH) if n % 3 == 0 else (POLICE,),
            "14/06/2026",
            "Đã làm 01/06/2026, đúng hạn",
            "05/BC-UBND",
            states[n % 5],  # type: ignore[arg-type]
        )
        for n in range(1, count + 1)
    )


def report(count: int = 7, **changed: object) -> FormData:
    values: dict[str, object] = {
        "addressees": ("Công an tỉnh Quảng Ngãi",),
        "plan": TITLE,
        "basis": "Kế hoạch số 05/KH-UBND ngày 05/01/2026",
        "period": "6 tháng đầu năm 2026",
        "period_from": "2026-01-05",
        "period_to": "2026-06-14",
        "as_of": "2026-06-14",
        "lines": lines(count),
        "printed_addressee": "Công an huyện Ia H’Drai",
        "criteria_note": f"Đối chiếu tiêu chí {PROGRAMME}.",
        "criteria": CRITERIA,
        "figures": (
            FigureLine("hộ đã cam kết", "Ký cam kết", "98 (01/06/2026)", "96", "Số ghi khác: ……"),
        ),
        "difficulties": ("Thiếu test nhanh: trạm chưa được cấp",),
        "proposals": ("Đề nghị cấp 200 test",),
    }
    return plan_report(paper(), PlanReport(**{**values, **changed}))  # type: ignore[arg-type]


def review(count: int = 4) -> FormData:
    figures = tuple((f"1.{n}", words(n), str(n), "–", "") for n in range(1, count + 1))
    about = YearlyReview(
        ("Công an tỉnh Quảng Ngãi",),
        "xã Ia Dom",
        2026,
        "2025-12-15",
        "2026-12-14",
        "2026-12-10",
        (("1", "Việc cấp trên giao", "", "", ""), *figures),
    )
    return yearly_review(paper(), about)


PLANS: dict[str, Callable[[], FormData]] = {
    "plan-document": document,
    "plan-report": report,
    "task-book": book,
    "task-sheet": lambda: sheets(2, 1),
    "yearly-review": review,
}
