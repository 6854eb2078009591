"""Scenes of the clerk's books: what left, what arrived, the books by year, the prints."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Final, cast

from PySide6.QtWidgets import QDialog, QWidget

from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.papers.books import (
    EnterPaper,
    HandleIncoming,
    RegisterIncoming,
    close_book,
)
from sachmatuy_desktop.services.papers.books.incoming import INCOMING
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.ui.dialogs.office_books import (
    AnswerDialog,
    ArrivalDialog,
    CompleteDialog,
    OutsideDialog,
)
from sachmatuy_desktop.ui.dialogs.printer_offset import OffsetDialog
from sachmatuy_desktop.ui.pages.documents import PapersPage
from shooting.stage import Scene, Stage

NOTICE: Final = "Lịch tiếp công dân tháng 7"

ARRIVED: Final = (
    ("Công an tỉnh", "112/CAT-PC04", "Về việc báo cáo kết quả rà soát người nghiện 6 tháng", 9),
    ("UBND tỉnh", "45/KH-UBND", "Kế hoạch Tháng hành động phòng, chống ma túy", 5),
    ("Sở Y tế", "310/SYT-NVY", "Về việc phối hợp xác định tình trạng nghiện", 2),
)
"""Author, number, title, and how many days ago it came."""


def keep(stage: Stage) -> None:
    """A clerk's week: papers of Word entered, papers that arrived, one answered, two prints."""
    office, today = stage.offices.commune, stage.offices.today
    last_year = date(today.year - 1, 12, 20)
    sent = [
        office.run(EnterPaper("Thông báo", day, {"title": title, "signer": "Lò Văn Mẫu"})).result
        for day, title in ((last_year, "Nghỉ Tết"), (today, NOTICE))
    ]
    office.run(close_book(office, "outgoing", last_year.year))
    records = [office.run(RegisterIncoming(arrival(today, *each))).result for each in ARRIVED]
    office.run(HandleIncoming(str(records[-1]), str(sent[-1])))
    office.run(papers.NotePrint("Danh sách; bản số 01/02", "Họp giao ban", papers.PRINTED, 2))
    office.run(papers.NotePrint("01/TB-UBND", how=papers.SAVED))


def arrival(today: date, author: str, number: str, title: str, ago: int) -> dict[str, Value]:
    """What is written of a paper that came some days ago and is due nine days after it came."""
    return {
        "arrived_on": (today - timedelta(days=ago)).isoformat(),
        "author": author,
        "number": number,
        "title": title,
        "due_on": (today + timedelta(days=9 - ago)).isoformat(),
    }


def shown(stage: Stage, name: str) -> PapersPage:
    """The page with a tab in front."""
    stage.once(keep)
    page = stage.page("documents", PapersPage)
    page.tabs.setCurrentWidget(getattr(page, name))
    stage.camera.settle()
    return page


def outgoing(stage: Stage) -> QWidget:
    """The outgoing book, the notice made in Word chosen."""
    tab = shown(stage, "issued").issued
    tab.relist()
    stage.camera.settle()
    tab.table.choose(notice(stage))
    stage.camera.settle()
    return tab.window()


def arrivals(stage: Stage) -> QWidget:
    """The incoming book, its newest line chosen."""
    tab = shown(stage, "arrivals").arrivals
    tab.relist()
    stage.camera.settle()
    tab.table.choose(tab.model.ids[0])
    stage.camera.settle()
    return tab.window()


def years(stage: Stage) -> QWidget:
    """The books by year, one of them shut."""
    return shown(stage, "years").window()


def prints(stage: Stage) -> QWidget:
    """What was printed."""
    return shown(stage, "prints").window()


def notice(stage: Stage) -> str:
    """The notice made in Word."""
    (found,) = stage.offices.commune.queries.ids("documents", [Where("title", "=", NOTICE)])
    return found


def dialog(stage: Stage, kind: type[QDialog]) -> QDialog:
    """A dialog of the books as it opens."""
    stage.once(keep)
    desk, window = stage.desk_of(), stage.window_of()
    newest = stage.offices.commune.queries.ids(INCOMING, sort="-sequence")[0]
    made: dict[type[QDialog], Callable[[], QDialog]] = {
        OutsideDialog: partial(OutsideDialog, desk, window),
        CompleteDialog: partial(CompleteDialog, desk, notice(stage), window),
        ArrivalDialog: partial(ArrivalDialog, desk, None, window),
        AnswerDialog: partial(AnswerDialog, desk, newest, window),
        OffsetDialog: partial(OffsetDialog, desk.preferences, ["Máy in phòng một cửa"], window),
    }
    return stage.show(made[kind]())


def refused(stage: Stage) -> QWidget:
    """A paper that arrives, nothing typed, the button pressed."""
    asked = dialog(stage, ArrivalDialog)
    cast("ArrivalDialog", asked).done_button.click()
    stage.camera.settle()
    return asked


SCENES: tuple[Scene, ...] = (
    Scene("book-outgoing", PapersPage, outgoing),
    Scene("book-incoming", PapersPage, arrivals),
    Scene("book-years", PapersPage, years),
    Scene("book-prints", PapersPage, prints),
    Scene("book-outside", OutsideDialog, partial(dialog, kind=OutsideDialog)),
    Scene("book-complete", CompleteDialog, partial(dialog, kind=CompleteDialog)),
    Scene("book-arrival", ArrivalDialog, partial(dialog, kind=ArrivalDialog)),
    Scene("book-arrival-refused", ArrivalDialog, refused),
    Scene("book-answer", AnswerDialog, partial(dialog, kind=AnswerDialog)),
    Scene("printer-offset", OffsetDialog, partial(dialog, kind=OffsetDialog)),
)
