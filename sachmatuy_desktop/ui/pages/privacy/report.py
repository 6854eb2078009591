"""The report of a person: a purpose first, then the pages; the table of what is processed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.forms import FormData
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.papers import NotePrint
from sachmatuy_desktop.services.retention import person_report, processing_paper
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.line import LineDialog
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.operations import Operation

__all__ = ["show_processing", "show_report"]


def show_report(desk: Desk, person: str, owner: QWidget, why: str = "") -> None:
    """Ask what for (`why` is proposed), note it, show the report."""
    title = _("Báo cáo dữ liệu của một người")
    purpose = LineDialog.ask(
        title,
        _("Báo cáo nêu tên cột, không nêu giá trị. Việc lập báo cáo được ghi vào nhật ký."),
        _("Mục đích"),
        _("Lập báo cáo"),
        owner.window(),
        why,
    )
    if purpose is None:
        return
    office = office_in(desk)
    note = NotePrint(f"{title} {person[-6:]}", purpose)
    _show(desk, title, lambda: person_report(office, person, purpose), note, owner)


def show_processing(desk: Desk, owner: QWidget) -> None:
    """The table of what is processed: it names nobody."""
    office = office_in(desk)
    title = _("Bảng hoạt động xử lý dữ liệu cá nhân")
    _show(desk, title, lambda: processing_paper(office), None, owner)


def _show(
    desk: Desk, title: str, make: Callable[[], FormData], note: NotePrint | None, owner: QWidget
) -> None:
    """Make the paper on the worker, then show it."""

    def work() -> tuple[FormData, bytes]:
        paper = make()
        return paper, papers.pdf(paper)

    def show(made: tuple[FormData, bytes]) -> None:
        from sachmatuy_desktop.ui.dialogs.paper_view import PaperDialog  # noqa: PLC0415  (PDFium)

        paper, pdf = made
        PaperDialog.show_paper(desk, title, pdf, note, owner.window(), paper=paper)

    operation = Operation(desk.operations, work, owner).success(show)
    operation.with_progress(_("Đang lập báo cáo…")).start()
