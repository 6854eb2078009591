"""What is attached to a record: a list that takes drops and pastes, and what one can do with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.dates import parse_date, parse_moment, show_date, show_moment
from sachmatuy_desktop.domain.media import PICTURES
from sachmatuy_desktop.domain.registers.attachments import KINDS
from sachmatuy_desktop.domain.registers.fields import labels
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.errors import N_, BadInput, KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services import attachments
from sachmatuy_desktop.services.attachments import (
    AddAttachments,
    Attachment,
    EditAttachment,
    NewFile,
    RemoveAttachment,
    ShrinkAttachment,
)
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.attachments.add_dialog import AddDialog
from sachmatuy_desktop.ui.attachments.edit_dialog import EditDialog
from sachmatuy_desktop.ui.attachments.shrink_dialog import ShrinkDialog
from sachmatuy_desktop.ui.attachments.sources import pasted, paths_in, read_files
from sachmatuy_desktop.ui.attachments.viewer import Viewer, export_asking
from sachmatuy_desktop.ui.attachments.words import media_words, show_size
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.flow import FlowRow
from sachmatuy_desktop.ui.dialogs.kit import button, faint
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.operations import Operation, Progress
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["AttachmentsView"]

_FILTER = N_("Ảnh, PDF, Word, Excel (*.jpg *.jpeg *.png *.pdf *.docx *.xlsx)")


class AttachmentsView(QWidget):
    """The attachments of one record at a time."""

    counted = Signal(int)
    """How many there are now."""

    def __init__(self, desk: Desk, register: Register) -> None:
        super().__init__()
        self._desk = desk
        self._register = register
        self._record: str | None = None
        self._may_add = attachments.may_attach(desk.office.session, register)
        self.files: list[Attachment] = []
        self.table = PlainTable(_("Tệp đính kèm"))
        self.table.row_entered.connect(lambda _row: self.look())
        self.table.row_chosen.connect(lambda _row: self._offer())
        self.add = button(_("Thêm tệp…"), self._choose, picture="plus", primary=True)
        self.paste = button(_("Dán ảnh"), self.take_clipboard, picture="copy")
        self.paste.setToolTip(_("Dán ảnh hoặc tệp đã chép (Ctrl+V)"))
        self.look_at = button(_("Xem"), self.look, picture="eye")
        self.shrink = button(_("Thu nhỏ ảnh…"), self._shrink)
        self.edit = button(_("Sửa…"), self._edit, picture="pencil")
        self.export = button(_("Xuất bản sao…"), self._export, picture="save")
        self.remove = button(_("Xóa"), self._remove, picture="trash-2")
        self.details = faint()
        self.hint = faint(
            _("Kéo thả ảnh, tệp PDF, Word, Excel vào đây, hoặc dán ảnh bằng Ctrl+V.")
            if self._may_add
            else _("Chưa có tệp đính kèm.")
        )
        self.setAcceptDrops(self._may_add)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lay_out()
        self._keys()

    def show_record(self, record: str) -> None:
        """Show what is attached to a record."""
        self._record = record
        self.refresh()

    def refresh(self) -> None:
        """Read again; a record has few attachments, so this is a matter of milliseconds."""
        if self._record is None:
            return
        try:
            self.files = attachments.attachments(
                self._desk.office.session, self._register.name, self._record
            )
        except KnownError as error:
            self._desk.feedback.sentence(error)
            return
        self.table.show_rows(_heads(), [_cells(each) for each in self.files])
        if self.files and self.table.row < 0:
            self.table.choose(0)
        self.stack.setCurrentIndex(0 if self.files else 1)
        self._offer()
        self.counted.emit(len(self.files))

    # Adding

    def take_paths(self, paths: Sequence[Path]) -> None:
        """Read files on the worker, then ask what they are."""
        if not paths or not self._may_take():
            return

        def work(progress: Progress) -> tuple[NewFile, ...]:
            return read_files(paths, progress)

        operation = Operation.reporting(self._desk.operations, work, self)
        operation.success(self.take_files)
        operation.with_progress(_("Đang đọc tệp…"), stoppable=True).start()

    def take_clipboard(self) -> None:
        """Attach the picture or the files of the clipboard."""
        data = QGuiApplication.clipboard().mimeData()
        paths = paths_in(data)
        image = QGuiApplication.clipboard().image()
        if paths:
            self.take_paths(paths)
        elif not image.isNull() and self._may_take():
            moment = show_moment(self._desk.office.clock.now())
            Operation(self._desk.operations, lambda: (pasted(image, moment),), self).success(
                self.take_files
            ).start()
        elif self._may_add:
            self._desk.feedback.sentence(
                BadInput(N_("Chưa có ảnh hay tệp nào được chép; hãy chép ảnh rồi dán lại."))
            )

    def take_files(self, files: Sequence[NewFile]) -> None:
        """Ask what the files are, and attach them in one act."""
        record = self._record
        wanted = AddDialog.ask(self._desk, files, self)
        if wanted is None or record is None:
            return
        name = self._register.name
        self._desk.run_long(
            lambda progress: AddAttachments(name, record, wanted, progress.report),
            _("Đang đính kèm…"),
            owner=self,
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and pictures may be dropped."""
        if self._takes(event):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Anywhere on the list."""
        if self._takes(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Attach what was dropped."""
        paths = paths_in(event.mimeData())
        if paths and self._may_take():
            event.acceptProposedAction()
            self.take_paths(paths)

    # What one can do with one

    @property
    def file(self) -> Attachment | None:
        """The attachment chosen."""
        row = self.table.row
        return self.files[row] if 0 <= row < len(self.files) else None

    def look(self) -> Viewer | None:
        """Show the chosen one."""
        if self.file is None:
            return None
        viewer = Viewer(self._desk, self.files, self.table.row, self.window())
        viewer.open()
        return viewer

    def records_changed(self) -> None:
        """An act added, changed or removed some."""
        self.refresh()

    def _choose(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileNames(self, _("Đính kèm tệp"), "", _(_FILTER))
        self.take_paths([Path(each) for each in chosen])

    def _shrink(self) -> None:
        which = self.file
        data = ShrinkDialog.ask(self._desk, which, self) if which else None
        if which is not None and data is not None:
            self._act(ShrinkAttachment(which.register, which.record, data))

    def _edit(self) -> None:
        which = self.file
        command = EditDialog.ask(which, self) if which else None
        if command is not None:
            self._act(command)

    def _export(self) -> None:
        if self.file is not None:
            export_asking(self._desk, self.file, self)

    def _remove(self) -> None:
        which = self.file
        if which is not None:
            self._act(RemoveAttachment(which.register, which.record))

    def _act(self, command: ShrinkAttachment | RemoveAttachment | EditAttachment) -> None:
        self._desk.run(command, owner=self)

    def _takes(self, event: QDropEvent) -> bool:
        return self._may_add and bool(paths_in(event.mimeData()))

    def _may_take(self) -> bool:
        return self._may_add and self._record is not None and self.add.isEnabled()

    def _offer(self) -> None:
        which = self.file
        own = which is not None and self._may_add and self._owned(which)
        here = which is not None and which.here
        self.look_at.setEnabled(which is not None)
        self.export.setEnabled(here)
        self.edit.setEnabled(own)
        self.remove.setEnabled(own)
        self.details.setText(_details(which) if which is not None else "")
        self.shrink.setEnabled(own and here and which is not None and which.media in PICTURES)

    def _owned(self, which: Attachment) -> bool:
        return which.own or self._desk.receives

    def _lay_out(self) -> None:
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.hint)
        for each in (self.add, self.paste, self.shrink, self.edit, self.remove):
            each.setVisible(self._may_add)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(14), theme.px(8), theme.px(14), theme.px(8))
        layout.setSpacing(theme.px(7))
        layout.addLayout(FlowRow(self.add, self.paste, self.look_at, self.export))
        layout.addWidget(self.stack, 1)
        layout.addWidget(self.details)
        layout.addLayout(FlowRow(self.edit, self.shrink, self.remove))

    def _keys(self) -> None:
        near = Qt.ShortcutContext.WidgetWithChildrenShortcut
        acts: tuple[tuple[str, Callable[[], object]], ...] = (
            ("Ctrl+V", self.take_clipboard),
            ("Del", self.remove.click),
            ("F2", self.edit.click),
            ("Ins", self.add.click),
        )
        for keys, act in acts:
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(near)
            shortcut.activated.connect(act)


def _heads() -> list[Head]:
    return [
        Head(_("Tên tệp, trích yếu"), grows=True),
        Head(_("Loại giấy tờ"), widest=150),
        Head(_("Dung lượng"), right=True),
    ]


def _cells(each: Attachment) -> list[Cell]:
    return [
        Cell(each.title),
        Cell(_(labels(KINDS, each.kind))),
        _kept(each),
    ]


def _kept(each: Attachment) -> Cell:
    if each.here:
        return Cell(show_size(each.size))
    return Cell(_("Mất tệp"), Tone.BLOCK) if each.gone else Cell(_("Chưa nhận tệp"), Tone.CARE)


def _details(each: Attachment) -> str:
    """What the list has no room for, of the one chosen."""
    added = show_moment(parse_moment(each.added_at)) if each.added_at else ""
    day = show_date(parse_date(each.taken_on)) if each.taken_on else ""
    said = (
        media_words(each.media, each.pages),
        _("lập, chụp ngày {day}").format(day=day) if day else "",
        _("đính kèm {moment}, {by}").format(moment=added, by=each.added_by) if added else "",
        each.remark,
    )
    return " · ".join(filter(None, said))
