"""What was ever done to a record, newest first, in sentences; one change can be taken back here."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHeaderView,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from sachmatuy_desktop.domain.dates import parse_moment, show_moment
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.sync.record_ways import RecordWay, travels_up, way_of
from sachmatuy_desktop.services.undo import UndoField
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import faint, row
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.forms.history_words import Told, tell
from sachmatuy_desktop.ui.forms.way_words import way_words
from sachmatuy_desktop.ui.icons import beside
from sachmatuy_desktop.ui.operations import Operation

__all__ = ["HistoryView", "moment_words"]

FIELD_ROLE = Qt.ItemDataRole.UserRole


class HistoryView(QWidget):
    """One act a line; where it wrote several fields, they stand beneath it."""

    def __init__(self, desk: Desk, register: Register) -> None:
        super().__init__()
        self._desk = desk
        self._register = register
        self._record: str | None = None
        self.told: list[Told] = []
        self.tree = _Sentences()
        self.tree.setAccessibleName(_("Lịch sử của ghi chép"))
        self.tree.itemSelectionChanged.connect(self._offer)
        self.below = QCheckBox(_("Cả những gì ghi dưới {one} này").format(one=_(register.one)))
        self.below.setVisible(bool(REGISTERS.under(register.name)))
        self.below.toggled.connect(lambda _on: self._reread())
        self.way = faint()
        self.way.hide()
        self.field_button = QPushButton(_("Hoàn tác mục này"))
        self.field_button.setToolTip(_("Trả riêng mục đang chọn về giá trị trước đó"))
        self.field_button.clicked.connect(self.undo_field)
        self.act_button = QPushButton(beside("undo-2"), _("Hoàn tác cả việc"))
        self.act_button.setToolTip(_("Trả mọi thứ mà việc đang chọn đã ghi về như trước"))
        self.act_button.clicked.connect(self.undo_act)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, theme.px(6))
        layout.setSpacing(theme.px(4))
        head = row(self.below, None)
        head.setContentsMargins(theme.px(14), theme.px(6), theme.px(14), 0)
        sent = row(self.way)
        sent.setContentsMargins(theme.px(14), theme.px(6), theme.px(14), 0)
        layout.addLayout(sent)
        foot = row(None, self.field_button, self.act_button)
        foot.setContentsMargins(theme.px(14), 0, theme.px(14), 0)
        layout.addLayout(head)
        layout.addWidget(self.tree, 1)
        layout.addLayout(foot)
        self._offer()

    def show_record(self, record: str) -> None:
        """Tell the life of a record."""
        self._record = record
        self._reread()
        self._read_way(record)

    def showEvent(self, event: QShowEvent) -> None:
        """A bundle or a receipt changes no record: how far this one has gone is read anew."""
        super().showEvent(event)
        if self._record is not None and not event.spontaneous():
            self._read_way(self._record)

    def undo_field(self) -> None:
        """Take back the chosen field alone."""
        told, name = self._chosen()
        if told is not None and name:
            line = told.line
            self._desk.run(UndoField(line.txn, line.register, line.record, name), owner=self)

    def undo_act(self) -> None:
        """Take back the whole act that is chosen, on every record it touched."""
        told, _name = self._chosen()
        if told is not None:
            self._desk.undo(told.line.txn)

    def _reread(self) -> None:
        if self._record is None:
            return
        name, record = self._register.name, self._record
        try:
            lines = self._desk.queries.life(name, record, below=self.below.isChecked())
            self.told = tell(self._desk, name, record, lines)
        except KnownError as error:
            self._desk.feedback.sentence(error)
            return
        self.tree.clear()
        for told in self.told:
            self._add(told)
        self._offer()

    def _read_way(self, record: str) -> None:
        """How far the record has gone on its way up, read on the worker."""
        self.way.hide()
        name = self._register.name
        if self._desk.receives or not travels_up(name):
            return
        office = office_in(self._desk)
        operation = Operation(self._desk.operations, lambda: way_of(office, name, record), self)
        operation.success(partial(self._tell_way, record)).start()

    def _tell_way(self, record: str, way: RecordWay | None) -> None:
        if record == self._record:
            self.way.setText(way_words(way))
            self.way.setVisible(bool(self.way.text()))

    def _add(self, told: Told) -> None:
        head = QTreeWidgetItem([told.head])
        head.setToolTip(0, told.head)
        head.setData(0, FIELD_ROLE, told.field)
        self.tree.addTopLevelItem(head)
        for part in told.parts:
            item = QTreeWidgetItem([part.text])
            item.setToolTip(0, part.text)
            item.setData(0, FIELD_ROLE, part.name)
            head.addChild(item)
        head.setExpanded(bool(told.parts) and not told.line.created)

    def _chosen(self) -> tuple[Told | None, str]:
        """The act and the field that are chosen."""
        item = self.tree.currentItem()
        if item is None or not item.isSelected():
            return None, ""
        top = item.parent() or item
        told = self.told[self.tree.indexOfTopLevelItem(top)]
        return told, str(item.data(0, FIELD_ROLE) or "")

    def _offer(self) -> None:
        told, name = self._chosen()
        register = REGISTERS[told.line.register] if told is not None else self._register
        writes = self._desk.may_write(register)
        self.field_button.setEnabled(writes and bool(name))
        self.act_button.setEnabled(told is not None and writes and told.may_be_undone)


class _Sentences(QTreeWidget):
    """Sentences that take as many lines as they need."""

    def __init__(self) -> None:
        super().__init__()
        self.setHeaderHidden(True)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setIndentation(theme.px(14))
        self.setWordWrap(True)
        self.setUniformRowHeights(False)
        self.setSelectionMode(QTreeWidget.SelectionMode.SingleSelection)
        self.setItemDelegate(_WholeSentence(self))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width: lines break elsewhere."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class _WholeSentence(QStyledItemDelegate):
    def __init__(self, tree: _Sentences) -> None:
        super().__init__(tree)
        self._tree = tree

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        steps = 2 if index.parent().isValid() else 1
        taken = steps * self._tree.indentation() + theme.px(10)
        room = max(self._tree.viewport().width() - taken, theme.px(80))
        flags = int(Qt.TextFlag.TextWordWrap)
        area = QRect(0, 0, room, 10_000)
        box = option.fontMetrics.boundingRect(area, flags, str(index.data() or ""))
        return QSize(room, box.height() + theme.px(8))


def moment_words(moment: str) -> str:
    """A moment as the screen shows it; one that cannot be read is shown as it is."""
    try:
        return show_moment(parse_moment(moment))
    except KnownError:
        return moment
