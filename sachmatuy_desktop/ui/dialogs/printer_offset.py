"""Căn chỉnh máy in: a page with crosses is printed, measured with a ruler, the rest is kept."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDoubleSpinBox, QWidget

from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import CalmChoice, Sheet, button, faint, label_of, row
from sachmatuy_desktop.ui.preferences import Preferences
from sachmatuy_desktop.ui.printing import CROSS_MM, Offset, paint_test_page

__all__ = ["OffsetDialog"]


class OffsetDialog(Sheet):
    """Printer, test page, the two distances measured."""

    def __init__(
        self,
        preferences: Preferences,
        printers: Sequence[str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            _("Căn chỉnh máy in"),
            _(
                "Dùng khi in lên giấy in sẵn mà chữ bị lệch. In trang thử, đo bằng thước từ mép "
                "giấy đến giữa dấu cộng ở góc trên bên trái; đúng thì cả hai là 20 mm."
            ),
            parent,
        )
        self._preferences = preferences
        names = QPrinterInfo.availablePrinterNames() if printers is None else printers
        self.printer = CalmChoice()
        self.printer.setAccessibleName(_("Máy in"))
        self.printer.addItems(list(names))
        self.left = _millimetres(_("Từ mép trái đến dấu cộng"))
        self.top = _millimetres(_("Từ mép trên đến dấu cộng"))
        self.told = faint()
        self.test = button(_("In trang thử"), self._print_test, picture="printer")
        self.reset = button(_("Bỏ căn chỉnh"), self._forget)
        self.body.addLayout(row(label_of(_("Máy in"), self.printer), self.printer, self.test, None))
        for spin in (self.left, self.top):
            self.body.addLayout(row(label_of(spin.accessibleName(), spin), spin, None))
            spin.valueChanged.connect(lambda _value: self._tell())
        self.body.addWidget(self.told)
        self.foot.addWidget(self.reset)
        self.keep = self.finish_with(_("Lưu"), self._keep)
        self.printer.currentIndexChanged.connect(lambda _place: self._show())
        self.setMinimumWidth(theme.px(560))
        for each in (self.test, self.keep, self.reset):
            each.setEnabled(bool(names))
        self._show()

    @property
    def offset(self) -> Offset:
        """What the distances come to."""
        return Offset.measured(self.left.value(), self.top.value())

    def _show(self) -> None:
        """The distances that gave what is kept for the printer."""
        kept = Offset.remembered(self._preferences, self.printer.currentText())
        self.left.setValue(CROSS_MM - kept.right)
        self.top.setValue(CROSS_MM - kept.down)
        self._tell()

    def _tell(self) -> None:
        if not self.printer.count():
            self.told.setText(_("Máy này chưa cài máy in nào."))
            return
        right, down = (
            f"{each:.1f}".replace(".", ",") for each in (self.offset.right, self.offset.down)
        )
        self.told.setText(
            _(
                "Mọi bản in ở máy in này được dời sang phải {right} mm, xuống dưới {down} mm."
            ).format(right=right, down=down)
        )

    def _print_test(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPrinterName(self.printer.currentText())
        printer.setDocName(_("Trang thử căn chỉnh"))
        paint_test_page(printer, Offset())

    def _keep(self) -> None:
        self.offset.remember(self._preferences, self.printer.currentText())
        self.accept()

    def _forget(self) -> None:
        self.left.setValue(CROSS_MM)
        self.top.setValue(CROSS_MM)


def _millimetres(name: str) -> QDoubleSpinBox:
    spin = QDoubleSpinBox()
    spin.setRange(0, 60)
    spin.setDecimals(1)
    spin.setSingleStep(0.5)
    spin.setSuffix(" mm")
    spin.setValue(CROSS_MM)
    spin.setAccessibleName(name)
    return spin
