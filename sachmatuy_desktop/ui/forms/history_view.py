"""What was ever done to a record, newest first: who, when, which field from what to what."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from sachmatuy_desktop.domain.acts import act_title
from sachmatuy_desktop.domain.dates import parse_moment, show_moment
from sachmatuy_desktop.domain.registers.fields import Kind, Value
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.storage.queries import HistoryLine
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.models.cells import words

__all__ = ["HistoryView", "moment_words"]


class HistoryView(QTreeWidget):
    """One act a line, its fields beneath it."""

    def __init__(self, desk: Desk, register: Register) -> None:
        super().__init__()
        self._desk = desk
        self._register = register
        self.setHeaderLabels([_("Việc, cột"), _("Trước"), _("Sau")])
        self.setAccessibleName(_("Lịch sử của ghi chép"))
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.header().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.setRootIsDecorated(False)
        self.setIndentation(theme.px(14))
        self.setWordWrap(True)
        self.setUniformRowHeights(False)
        self.setSelectionMode(QTreeWidget.SelectionMode.SingleSelection)

    def show_record(self, record: str) -> None:
        """Tell the life of a record."""
        self.clear()
        try:
            lines = self._desk.queries.history(self._register.name, record)
        except KnownError as error:
            self._desk.feedback.sentence(error)
            return
        for line in lines:
            self._add(line)
        self.expandAll()

    def _add(self, line: HistoryLine) -> None:
        why = f" – {line.why}" if line.why else ""
        head = QTreeWidgetItem(
            [f"{moment_words(line.at)} · {line.by} · {act_title(line.act, _)}{why}"]
        )
        head.setFont(0, theme.scaled_font(bold=True))
        self.addTopLevelItem(head)
        head.setFirstColumnSpanned(True)
        changes = [each for each in line.changes if self._may_show(each[0])]
        names = self._names(changes)
        for name, before, after in changes:
            field = self._register[name]
            cells = [
                names.get(str(value), words(field, value)) if value is not None else ""
                for value in (before, after)
            ]
            item = QTreeWidgetItem([_(field.label), *cells])
            for column, text in enumerate(cells, start=1):
                item.setToolTip(column, text)
            item.setTextAlignment(0, Qt.AlignmentFlag.AlignTop)
            head.addChild(item)

    def _may_show(self, name: str) -> bool:
        field = self._register.by_name.get(name)
        return field is not None and self._desk.may_see(field)

    def _names(self, changes: Sequence[tuple[str, Value, Value]]) -> dict[str, str]:
        names: dict[str, str] = {}
        for name, before, after in changes:
            field = self._register[name]
            ids = [str(value) for value in (before, after) if value is not None]
            if field.kind is Kind.REFERENCE and ids:
                names |= self._desk.queries.names(str(field.target), ids)
        return names


def moment_words(moment: str) -> str:
    """A moment as the screen shows it; one that cannot be read is shown as it is."""
    try:
        return show_moment(parse_moment(moment))
    except KnownError:
        return moment
