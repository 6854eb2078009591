"""Để riêng: what came in bundles and is not in the books, why, from whom, and what to do."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QVBoxLayout

from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.sync.aside import AsideHere, aside_here
from sachmatuy_desktop.storage.sync.parking import Waiting
from sachmatuy_desktop.storage.sync.quarantine import SetAside
from sachmatuy_desktop.storage.sync.undone import KeptOfUndone
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.aside_words import doubts_told, waiting_told, what_to_do, what_to_do_for
from sachmatuy_desktop.ui.desk import Desk, Door
from sachmatuy_desktop.ui.dialogs.kit import faint
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.models.codes import capital
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.page import Pane
from sachmatuy_desktop.ui.pages.sync.words import moment
from sachmatuy_desktop.ui.pages.tabbed import Tab
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["SetAsideTab"]


class SetAsideTab(Tab):
    """One row a line of a bundle, or a part that waits; nothing here is lost."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._found = AsideHere((), 0, (), {})
        self.told = faint()
        self.table = PlainTable(_("Phần của các gói chưa vào sổ"))
        self.table.row_entered.connect(self.open_record)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(14), theme.px(10), theme.px(14), theme.px(10))
        layout.setSpacing(theme.px(8))
        layout.addWidget(self.told)
        layout.addWidget(self.table, 1)
        layout.addStretch()

    def read(self) -> None:
        """What is set aside and what waits, on the worker."""
        office = office_in(self.desk)
        Operation(self.desk.operations, lambda: aside_here(office), self).success(
            self._show
        ).start()

    def open_record(self, row: int) -> None:
        """The record of a line, where there is one that this account may open."""
        if 0 <= row < len(self._found.lines):
            line = self._found.lines[row]
            if line.record in self._found.names:
                self.desk.door.emit(Door(line.register, record=line.record))

    def panes(self) -> list[Pane]:
        """The list."""
        return [Pane(self.table, self.table.setFocus)]

    def _show(self, found: AsideHere) -> None:
        self._found = found
        rows = [*(_line_row(found, each) for each in found.lines)]
        rows += [self._waiting_row(each) for each in found.waiting]
        rows += [self._undone_row(each) for each in found.undone]
        self.table.setVisible(bool(rows))
        self.table.show_rows(_heads(), rows)
        self.told.setText(" ".join(_told(found)))

    def _waiting_row(self, part: Waiting) -> list[Cell]:
        return [
            Cell(_("Chờ"), Tone.BUSY),
            Cell(capital(self._unit(part.unit))),
            Cell(_("{count} dòng nhật ký").format(count=show_integer(part.lines))),
            Cell(waiting_told(part)),
            Cell(capital(part.office or _("nơi khác"))),
            Cell(_from_bundle(part.bundle, part.came)),
            Cell(what_to_do_for(part.missing)),
        ]

    def _undone_row(self, kept: KeptOfUndone) -> list[Cell]:
        told = _("Gói này đã hoàn tác lúc {moment}; nội dung giữ nguyên, không ở trong sổ.")
        return [
            Cell(_("Đã hoàn tác")),
            Cell(", ".join(map(self._unit, kept.units))),
            Cell(_("{count} dòng nhật ký").format(count=show_integer(kept.lines))),
            Cell(told.format(moment=moment(kept.undone)) if kept.undone else ""),
            Cell(kept.office or _("nơi khác")),
            Cell(_from_bundle(kept.bundle, kept.came)),
            Cell(_("Vào sổ lại khi nhập lại chính gói đó, hoặc gói sau có cùng nội dung.")),
        ]

    def _unit(self, unit: str) -> str:
        units = office_in(self.desk).units
        return units.unit(unit).titled if unit in units else unit


def _told(found: AsideHere) -> Iterator[str]:
    if not (found.lines or found.waiting or found.undone):
        yield _("Không có gì để riêng: mọi phần của các gói đã nhận đều vào sổ.")
        return
    if found.count:
        yield _("{count} dòng để riêng; dữ liệu gốc vẫn giữ nguyên và gửi tiếp nguyên vẹn.").format(
            count=show_integer(found.count)
        )
    if found.count > len(found.lines):
        yield _("Chỉ liệt kê {count} dòng mới nhất.").format(count=show_integer(len(found.lines)))
    if found.waiting:
        yield _("{count} phần chờ gói khác.").format(count=show_integer(len(found.waiting)))
    if found.undone:
        yield _("{count} gói đã hoàn tác còn giữ ở đây.").format(
            count=show_integer(len(found.undone))
        )


def _heads() -> list[Head]:
    return [
        Head(_("Loại")),
        Head(_("Sổ, đơn vị"), wraps=True, widest=150),
        Head(_("Ghi chép"), widest=150),
        Head(_("Vì sao"), grows=True, wraps=True),
        Head(_("Ai ghi"), wraps=True, widest=190),
        Head(_("Gói"), wraps=True, widest=120),
        Head(_("Cần làm"), grows=True, wraps=True),
    ]


def _line_row(found: AsideHere, line: SetAside) -> list[Cell]:
    title = _(REGISTERS[line.register].title) if line.register in REGISTERS else line.register
    who = ", ".join(each for each in (line.by, line.office) if each)
    return [
        Cell(_("Để riêng"), Tone.CARE),
        Cell(title),
        Cell(found.names.get(line.record, "")),
        Cell(" ".join(doubts_told(line.doubts))),
        Cell(f"{who}, {moment(line.at)}"),
        Cell(_from_bundle(line.bundle, line.came)),
        Cell(" ".join(dict.fromkeys(what_to_do(each.why) for each in line.doubts))),
    ]


def _from_bundle(number: int | None, came: str) -> str:
    if number is None:
        return ""
    return _("số {number}, {moment}").format(number=number, moment=moment(came))
