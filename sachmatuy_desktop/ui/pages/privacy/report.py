"""The report of a person: a purpose first, then the pages."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.papers import NotePrint
from sachmatuy_desktop.services.retention import person_report, processing_paper
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.line import LineDialog
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.operations import Operation

__all__ = ["show_processing", "show_report"]


def _show(desk: Desk, title: str, pdf: bytes, note: NotePrint | None, owner: QWidget) -> None:
    from sachmatuy_desktop.ui.dialogs.paper_view import PaperDialog  # noqa: PLC0415  (PDFium)

    PaperDialog.show_paper(desk, title, pdf, note, owner.window())


def show_report(desk: Desk, person: str, owner: QWidget) -> None:
    """Ask what for, note it, show the report."""
    title = _("Báo cáo dữ liệu của một người")
    purpose = LineDialog.ask(
        title,
        _("Báo cáo nêu tên cột, không nêu giá trị. Việc lập báo cáo được ghi vào nhật ký."),
        _("Mục đích"),
        _("Lập báo cáo"),
        owner.window(),
    )
    if purpose is None:
        return
    office = office_in(desk)
    note = NotePrint(f"{title} {person[-6:]}", purpose)

    def show(pdf: bytes) -> None:
        _show(desk, title, pdf, note, owner)

    Operation(
        desk.operations, lambda: papers.pdf(person_report(office, person, purpose)), owner
    ).success(show).with_progress(_("Đang lập báo cáo…")).start()


def show_processing(desk: Desk, owner: QWidget) -> None:
    """The table of what is processed: it names nobody."""
    office = office_in(desk)
    title = _("Bảng hoạt động xử lý dữ liệu cá nhân")

    def show(pdf: bytes) -> None:
        _show(desk, title, pdf, None, owner)

    Operation(desk.operations, lambda: papers.pdf(processing_paper(office)), owner).success(
        show
    ).start()
