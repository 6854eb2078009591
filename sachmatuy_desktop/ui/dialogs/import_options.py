"""What the person decides about a sheet as a whole; shown where the sheet gives cause for it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.exchange.choices import Choices
from sachmatuy_desktop.exchange.fates import ImportPlan
from sachmatuy_desktop.exchange.office_rows import VILLAGE
from sachmatuy_desktop.exchange.plan import REMARK
from sachmatuy_desktop.exchange.reading import Sheet
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui import theme

__all__ = ["ImportOptions"]


class ImportOptions(QWidget):
    """`look` is called when the tables have to be looked for again, `replan` when the rows do."""

    def __init__(self, look: Callable[[], None], replan: Callable[[], None]) -> None:
        super().__init__()
        self.new_villages, self.hidden, self.notes = QCheckBox(), QCheckBox(), QCheckBox()
        self.empty_erases = QCheckBox(_("Ô trống trong tệp thì xóa mục đang có trong sổ"))
        self.groups = QCheckBox(_("Dòng chỉ ghi tên thôn áp dụng cho các dòng dưới"))
        self.groups.setChecked(True)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(theme.px(4))
        self._grid.setHorizontalSpacing(theme.px(16))
        self._grid.setColumnStretch(1, 1)
        self._ticks = (self.hidden, self.notes, self.groups, self.empty_erases)
        for each in (self.new_villages, *self._ticks):
            each.hide()
        self.hidden.toggled.connect(lambda _on: look())
        for each in (self.new_villages, self.empty_erases, self.notes, self.groups):
            each.toggled.connect(lambda _on: replan())

    @property
    def choices(self) -> Choices:
        """What is ticked."""
        return Choices(
            self.new_villages.isChecked(),
            self.empty_erases.isChecked(),
            self.hidden.isChecked(),
            self.notes.isChecked(),
            self.groups.isChecked(),
        )

    def show_for_sheet(self, sheet: Sheet, register: Register) -> None:
        """Offer what the sheet holds besides its visible texts."""
        rows, columns = len(sheet.hidden_rows), len(sheet.hidden_columns)
        self.hidden.setVisible(bool(rows or columns))
        self.hidden.setText(
            _("Lấy cả {rows} dòng và {columns} cột đang ẩn").format(rows=rows, columns=columns)
        )
        self.notes.setVisible(bool(sheet.notes) and REMARK in register.by_name)
        self.notes.setText(
            _("Chép {count} ghi chú gắn ở ô vào mục «Ghi chú»").format(count=len(sheet.notes))
        )
        self._arrange()

    def show_for_plan(self, plan: ImportPlan) -> None:
        """Offer what its rows give cause for."""
        missing = ", ".join(each.name for each in plan.villages.values())
        self.new_villages.setVisible(bool(plan.villages))
        self.new_villages.setText(
            _("Thêm {count} thôn, khu phố chưa có: {names}").format(
                count=len(plan.villages), names=missing
            )
        )
        targets = {each.target for each in plan.mapping.columns}
        self.groups.setVisible(VILLAGE in plan.register.by_name and VILLAGE not in targets)
        self.empty_erases.setVisible(any(each.record for each in plan.rows))
        self._arrange()

    def _arrange(self) -> None:
        """Those that are shown two in a line; the one that names villages has a line to itself."""
        for each in (self.new_villages, *self._ticks):
            self._grid.removeWidget(each)
        self._grid.addWidget(self.new_villages, 0, 0, 1, 2)
        shown = [each for each in self._ticks if not each.isHidden()]
        for place, each in enumerate(shown, 2):
            self._grid.addWidget(each, place // 2, place % 2)
