"""Scenes of the protection of data: the review list, requests, breaches, what is decided."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.retention import person_report, retention_of, review
from sachmatuy_desktop.ui.dialogs.paper_view import PaperDialog
from sachmatuy_desktop.ui.pages.privacy import PrivacyPage
from sachmatuy_desktop.ui.pages.privacy.review import KeepDialog, PeriodDialog
from sachmatuy_desktop.ui.pages.privacy.words import period_doubt
from shooting.stage import Scene, Stage

KIND = "migrant-workers"
EMPTY = "breaches"


def shown(stage: Stage, name: str, kind: str = KIND) -> QWidget:
    """The page with a tab in front."""
    page = stage.page("privacy", PrivacyPage)
    page.tabs.setCurrentWidget(getattr(page, name))
    stage.camera.settle()
    if name == "review":
        page.review.side.choose(kind)
        stage.camera.settle()
        if page.review.lines:
            page.review.table.choose(0)
        stage.camera.settle()
    return page.window()


def keeping(stage: Stage) -> QWidget:
    """Why a record is kept."""
    office = stage.offices.commune
    line, again = review(office, KIND)[0], date(stage.offices.today.year + 1, 6, 1)
    doubt = period_doubt(retention_of(office).kind(KIND))
    return stage.show(KeepDialog(stage.desk_of(), line, again, stage.window_of(), doubt))


def period(stage: Stage) -> QWidget:
    """The office's own period."""
    table = retention_of(stage.offices.commune)
    return stage.show(PeriodDialog(stage.desk_of(), KIND, table, stage.window_of()))


def report(stage: Stage) -> QWidget:
    """What is held of a person and what was done with it, to be printed or kept as Word."""
    office = stage.offices.commune
    person = review(office, "managed-persons")[0].record
    paper = person_report(office, person, "Theo yêu cầu số 09/YC")
    title = _("Báo cáo dữ liệu của một người")
    window, pdf = stage.window_of(), papers.pdf(paper)
    return stage.show(PaperDialog(stage.desk_of(), title, pdf, None, window, paper=paper))


SCENES: tuple[Scene, ...] = (
    Scene("privacy-review", PrivacyPage, partial(shown, name="review")),
    Scene("privacy-review-empty", PrivacyPage, partial(shown, name="review", kind=EMPTY)),
    Scene("privacy-requests", PrivacyPage, partial(shown, name="requests")),
    Scene("privacy-breaches", PrivacyPage, partial(shown, name="breaches")),
    Scene("privacy-keep", KeepDialog, keeping),
    Scene("privacy-period", PeriodDialog, period),
    Scene("privacy-report", PaperDialog, report),
)
