"""Which days and kinds of the calendar leave as a file, and where to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFileDialog, QGridLayout, QWidget

from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.calendar import SUFFIX, Diary, Kind, export_calendar
from sachmatuy_desktop.services.calendar.export import refuse_range
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import DateEntry, Sheet, row
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.operations import Operation

__all__ = ["ExportDialog"]

_LEFT_OUT = frozenset({Kind.TIMER, Kind.TERM, Kind.TEST, Kind.CHECK, Kind.PRIVACY})
"""Counts of persons, requests and breaches are left out until somebody wants them in."""


class ExportDialog(Sheet):
    """From a day to a day, and which kinds."""

    def __init__(self, kinds: Iterable[Kind], first: date, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Xuất lịch"),
            _(
                "Tệp lịch (iCalendar) mở được trên điện thoại và phần mềm lịch khác. Trong tệp chỉ"
                " có tên việc in trong kế hoạch và số lượng, không có tên người; việc cơ quan tự"
                " ghi chỉ mang tên chung."
            ),
            parent,
        )
        self.first = DateEntry(_("Từ ngày"), first.replace(day=1))
        self.last = DateEntry(_("Đến hết ngày"), _year_end(first))
        self.kinds = {each: QCheckBox(_(each.value)) for each in kinds}
        grid = QGridLayout()
        for place, (kind, box) in enumerate(self.kinds.items()):
            box.setChecked(kind not in _LEFT_OUT)
            grid.addWidget(box, place // 3, place % 3)
        self.body.addLayout(row(self.first, self.last, None))
        self.body.addLayout(grid)
        self.body.addStretch(1)
        self.finish_with(_("Chọn nơi lưu…"), self._finish)
        self.setMinimumWidth(theme.px(560))

    @classmethod
    def ask(cls, desk: Desk, diary: Diary, first: date, parent: QWidget | None) -> None:
        """Ask, then write."""
        dialog = cls(diary.kinds, first, parent)
        if dialog.ask_person():
            dialog.write(desk, diary, parent)

    @property
    def chosen(self) -> frozenset[Kind]:
        """The kinds ticked."""
        return frozenset(kind for kind, box in self.kinds.items() if box.isChecked())

    def write(self, desk: Desk, diary: Diary, parent: QWidget | None) -> None:
        """Ask where to, and write there on the worker."""
        name = Path.home() / (_("Lịch công việc") + SUFFIX)
        asked, _kind = QFileDialog.getSaveFileName(
            parent, _("Xuất lịch"), str(name), _("Lịch iCalendar (*.ics)")
        )
        if not asked:
            return
        path = Path(asked)
        path = path if path.suffix.lower() == SUFFIX else path.with_name(path.name + SUFFIX)
        office, kinds = office_in(desk), self.chosen
        first, last = self.first.demand_day(), self.last.demand_day()

        def told(count: int) -> None:
            words = _("Đã ghi {n} mục vào tệp {file}.")
            desk.feedback.notice(words.format(n=show_integer(count), file=path.name))

        Operation(
            desk.operations,
            lambda: export_calendar(office, path, first, last, kinds, diary=diary, say=_),
            desk,
        ).success(told).with_progress(_("Đang ghi lịch…")).start()

    def _finish(self) -> None:
        try:
            refuse_range(self.first.demand_day(), self.last.demand_day(), self.chosen)
        except KnownError as error:
            self.complain(error)
            return
        self.accept()


def _year_end(day: date) -> date:
    return date(day.year, 12, 31)
