"""A number of a report edited: what the books say stays beside it, and why is asked."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QSpinBox, QWidget

from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.errors import BadInput, KnownError
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.services.papers.reports import Report, Told, TypeReportFigure
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.act_sheet import ActSheet
from sachmatuy_desktop.ui.dialogs.kit import Entry, button, faint, label_of, only_if, paragraph, row

__all__ = ["FigureDialog"]

MOST: Final = 999_999_999


class FigureDialog(ActSheet):
    """Another number in the place of the counted one, with its reason."""

    def __init__(self, desk: Desk, report: Report, told: Told, parent: QWidget | None) -> None:
        super().__init__(
            desk,
            _("Nhập số: {figure}").format(figure=told.figure.title),
            _("Số nhập tay đứng thay số trong sổ ở báo cáo, có dấu (*) và ghi rõ lý do."),
            parent,
        )
        self._report, self._told = report, told
        counted = (
            _("Trong sổ: chưa có ghi chép nào.")
            if told.counted is None
            else _("Trong sổ: {count}.").format(count=show_integer(told.counted))
        )
        self.counted = paragraph(counted)
        self.value = QSpinBox()
        self.value.setRange(0, MOST)
        self.value.setAccessibleName(_("Số nhập tay"))
        self.value.setValue(told.shown or 0)
        self.why = Entry(_("Lý do sửa, nguồn số liệu"), text=told.typed.why if told.typed else "")
        self.back = button(_("Dùng số trong sổ"), self._take_back)
        only_if(told.typed is not None, self.back)
        self.body.addWidget(faint(f"{told.figure.meaning} {told.figure.source}."))
        self.body.addWidget(self.counted)
        self.body.addLayout(row(label_of(_("Số nhập tay"), self.value), self.value, None))
        self.body.addWidget(self.why)
        self.foot.addWidget(self.back)
        self.end_with(_("Ghi số"), self.command)
        self.setMinimumWidth(theme.px(520))
        self.value.setFocus()
        self.value.selectAll()

    def command(self) -> TypeReportFigure:
        """What is to be done; raises `BadInput`, said beside its field."""
        return self._command(self.value.value(), self.why.demand())

    def refused(self, error: KnownError) -> None:
        """Beside its field, or above the buttons."""
        super().refused(error)
        if isinstance(error, BadInput) and error.field == "why":
            self.why.say(say(error))
            self.wrong.hide()

    def _take_back(self) -> None:
        self.do(lambda: self._command(None, ""))

    def _command(self, value: int | None, why: str) -> TypeReportFigure:
        report, told = self._report, self._told
        return TypeReportFigure(
            report.kind.id,
            report.days.key,
            told.figure.id,
            value,
            why,
            told.counted,
            report.village,
        )
