"""Scenes of the protection of data: the review list, requests, a breach, what is decided."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.services.records import SaveRecord
from sachmatuy_desktop.services.retention import retention_of, review
from sachmatuy_desktop.ui.pages.privacy import PrivacyPage
from sachmatuy_desktop.ui.pages.privacy.review import KeepDialog, PeriodDialog
from shooting.stage import Scene, Stage

KIND = "migrant-workers"


def protect(stage: Stage) -> None:
    """Two requests, a breach of yesterday, and workers who left years ago."""
    office, today = stage.offices.commune, stage.offices.today
    for name, ago in (("Phạm Văn Mẫu", 1200), ("Vàng Thị Ví Dụ", 900)):
        left = (today - timedelta(days=ago)).isoformat()
        values = {
            "full_name": name,
            "kind": "thoi_vu",
            "worksite": "Công trường Ví Dụ",
            "from_date": left,
            "until_date": left,
        }
        office.run(SaveRecord("migrant_workers", None, values))
    for number, kind, ago in (("01", "sua", 12), ("02", "xem", 1)):
        values = {
            "number": number,
            "kind": kind,
            "channel": "truc_tiep",
            "received_on": (today - timedelta(days=ago)).isoformat(),
            "requester": "Trần Thị Ví Dụ",
        }
        office.run(SaveRecord("data_requests", None, values))
    breach: dict[str, Value] = {
        "number": "01",
        "detected_on": (today - timedelta(days=1)).isoformat(),
        "detected_at": "16:30",
        "kind": "mat",
        "affected": 12,
        "categories": "co_ban suc_khoe",
    }
    office.run(SaveRecord("data_breaches", None, breach))


def shown(stage: Stage, name: str) -> QWidget:
    """The page with a tab in front."""
    stage.once(protect)
    page = stage.page("privacy", PrivacyPage)
    page.tabs.setCurrentWidget(getattr(page, name))
    stage.camera.settle()
    if name == "review":
        page.review.side.choose(KIND)
        stage.camera.settle()
        page.review.table.choose(0)
        stage.camera.settle()
    return page.window()


def keeping(stage: Stage) -> QWidget:
    """Why a record is kept."""
    stage.once(protect)
    line = review(stage.offices.commune, KIND)[0]
    again = date(stage.offices.today.year + 1, 6, 1)
    return stage.show(KeepDialog(stage.desk_of(), line, again, stage.window_of()))


def period(stage: Stage) -> QWidget:
    """The office's own period."""
    table = retention_of(stage.offices.commune)
    return stage.show(PeriodDialog(stage.desk_of(), KIND, table, stage.window_of()))


SCENES: tuple[Scene, ...] = (
    Scene("privacy-review", PrivacyPage, partial(shown, name="review")),
    Scene("privacy-requests", PrivacyPage, partial(shown, name="requests")),
    Scene("privacy-breaches", PrivacyPage, partial(shown, name="breaches")),
    Scene("privacy-keep", KeepDialog, keeping),
    Scene("privacy-period", PeriodDialog, period),
)
