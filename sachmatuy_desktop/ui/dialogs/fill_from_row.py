"""From one row of a list to its paper: filled at once where there is but one form for it."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.papers import RowPaper
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.fill_form import FillDialog, PaperWanted
from sachmatuy_desktop.ui.dialogs.form_picker import FormPicker
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.operations import Operation

__all__ = ["fill_from_row", "fills_forms"]


def fills_forms(desk: Desk, register: Register) -> bool:
    """Whether forms are filled from rows of a list by this account."""
    return (
        register.name in papers.FILLED_BY_ROW
        and not desk.receives
        and papers.may_have_papers(desk.role, register.name)
    )


def fill_from_row(desk: Desk, register: str, record: str, parent: QWidget) -> None:
    """Offer the papers of a row, read on the worker, and fill the one that is chosen."""
    office = office_in(desk)
    today = office.clock.now().date()

    def work() -> list[RowPaper]:
        return papers.papers_of_row(office, register, record, today)

    Operation(desk.operations, work, parent).success(partial(_fill, desk, parent)).start()


def _fill(desk: Desk, parent: QWidget, offered: list[RowPaper]) -> None:
    if not offered:
        desk.feedback.notice(_("Dòng này không có mẫu nào mà tài khoản của bạn được lập."))
        return
    chosen = offered[0] if len(offered) == 1 else _choose(desk, parent, offered)
    if chosen is not None:
        FillDialog.ask(desk, parent, PaperWanted(form=chosen.form.id), chosen.record)


def _choose(desk: Desk, parent: QWidget, offered: list[RowPaper]) -> RowPaper | None:
    today = show_date(office_in(desk).clock.now().date())
    told = _("Các mẫu áp dụng ngày {day}.").format(day=today)
    form = FormPicker.ask([each.form for each in offered], told, parent)
    return next((each for each in offered if each.form == form), None)
