"""Before files are attached: what they are, how they are called, whether pictures are shrunk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QLabel, QWidget

from sachmatuy_desktop.domain.media import PICTURES, recognise
from sachmatuy_desktop.domain.registers.attachments import KINDS
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.packs.attachments import Shrinking, load_limits
from sachmatuy_desktop.services.attachable import must_fit
from sachmatuy_desktop.services.attachments import NewFile
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.attachments.pictures import shrunk
from sachmatuy_desktop.ui.attachments.words import media_words, show_size
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import (
    CalmChoice,
    DateEntry,
    Entry,
    Sheet,
    faint,
    open_at,
    row,
)
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.operations import Operation, Progress
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["AddDialog", "ShrinkChoice", "is_picture"]


class ShrinkChoice(CalmChoice):
    """«Giữ nguyên» or one of the sizes of the limits."""

    def __init__(self, *, may_keep: bool = True) -> None:
        super().__init__()
        self.setAccessibleName(_("Thu nhỏ ảnh"))
        if may_keep:
            self.addItem(_("Giữ nguyên"), None)
        for number, each in enumerate(load_limits().shrinkings):
            self.addItem(_("Cạnh dài {side} điểm").format(side=each.side), number)

    @property
    def how(self) -> Shrinking | None:
        """The way chosen; None to keep the files as they are."""
        number = self.currentData()
        return None if number is None else load_limits().shrinkings[number]


class AddDialog(Sheet):
    """The files, a title for a single one, the kind and day for all, and «Thu nhỏ ảnh»."""

    def __init__(self, desk: Desk, files: Sequence[NewFile], parent: QWidget | None = None) -> None:
        super().__init__(_("Đính kèm tệp"), parent=parent)
        self._desk = desk
        self._files = tuple(files)
        self._small: tuple[NewFile, ...] | None = None
        self.table = PlainTable(_("Tệp sẽ đính kèm"))
        self.title = Entry(_("Tên tệp, trích yếu"), text=_title_of(files[0]))
        self.title.setVisible(len(files) == 1)
        self.kind = CalmChoice()
        self.kind.setAccessibleName(_("Loại giấy tờ"))
        for code, words in KINDS.items():
            self.kind.addItem(_(words), code)
        self.kind.setCurrentIndex(self.kind.findData(files[0].kind))
        self.day = DateEntry(_("Ngày lập, ngày chụp"))
        self.shrink = ShrinkChoice()
        self.told = faint()
        self.shrink.setEnabled(any(map(is_picture, files)))
        self.shrink.activated.connect(lambda _place: self.recount())
        self._lay_out()
        self._show()

    @classmethod
    def ask(
        cls, desk: Desk, files: Sequence[NewFile], parent: QWidget | None
    ) -> tuple[NewFile, ...] | None:
        """The files as they shall be attached, or None."""
        dialog = cls(desk, files, parent)
        return dialog.answer() if dialog.ask_person() else None

    def answer(self) -> tuple[NewFile, ...]:
        """The files, shrunk where that was chosen, with what was said of them."""
        day = self.day.day
        taken_on = None if day is None else day.isoformat()
        kind = str(self.kind.currentData())
        given = [replace(each, kind=kind, taken_on=taken_on) for each in self._given]
        if len(given) == 1:
            given = [replace(given[0], title=self.title.text)]
        return tuple(given)

    def recount(self) -> None:
        """Shrink on the worker and show what comes of it."""
        how = self.shrink.how
        self._small = None
        self._show()
        if how is None:
            return
        self.add_button.setEnabled(False)
        files = self._files

        def work(progress: Progress) -> tuple[NewFile, ...]:
            made = []
            for done, each in enumerate(files):
                progress.report(done, len(files), each.name)
                made.append(smaller(each, how))
            return tuple(made)

        operation = Operation.reporting(self._desk.operations, work, self)
        operation.success(self._shrunk).failure(self._not_shrunk)
        operation.with_progress(_("Đang thu nhỏ ảnh…"), stoppable=True).start()

    @property
    def _given(self) -> tuple[NewFile, ...]:
        return self._files if self._small is None else self._small

    def _shrunk(self, small: tuple[NewFile, ...]) -> None:
        self._small = small
        self._show()

    def _not_shrunk(self, error: Exception) -> None:
        self.shrink.setCurrentIndex(0)
        self._show()
        if isinstance(error, BadInput):
            self.complain(error)

    def _show(self) -> None:
        self.add_button.setEnabled(True)
        self.table.show_rows(
            [
                Head(_("Tệp"), grows=True),
                Head(_("Định dạng")),
                Head(_("Dung lượng"), right=True),
                Head(_("Sau khi thu nhỏ"), right=True),
            ],
            [
                [
                    Cell(before.name),
                    _what(before),
                    Cell(show_size(len(before.data))),
                    _after(before, after),
                ]
                for before, after in zip(self._files, self._given, strict=True)
            ],
        )
        total = sum(len(each.data) for each in self._files)
        now = sum(len(each.data) for each in self._given)
        if self.shrink.how is None:
            self.told.setText(
                _(
                    "Giữ nguyên tệp: thông tin kèm trong ảnh (máy chụp, ngày giờ, vị trí GPS)"
                    " vẫn còn."
                )
            )
        else:
            self.told.setText(
                _(
                    "Trước {before}, sau {after}. Thu nhỏ bỏ hết thông tin kèm trong ảnh: máy chụp,"
                    " ngày giờ, vị trí GPS. Ảnh gốc không được lưu trong chương trình."
                ).format(before=show_size(total), after=show_size(now))
            )

    def _lay_out(self) -> None:
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.title)
        kind, shrink = QLabel(_("Loại giấy tờ")), QLabel(_("Thu nhỏ ảnh"))
        kind.setBuddy(self.kind)
        shrink.setBuddy(self.shrink)
        self.body.addLayout(row(kind, self.kind, shrink, self.shrink, None))
        self.body.addWidget(self.day)
        self.body.addWidget(self.told)
        self.add_button = self.finish_with(_("Đính kèm"), self._done)
        self.table.setMinimumHeight(theme.row_height() * min(len(self._files) + 2, 8))
        open_at(self, 640, 440)

    def _done(self) -> None:
        try:
            if self.title.isVisible():
                self.title.demand()
            day = self.day.day
        except BadInput:
            return
        try:
            for each in self._given:
                must_fit(each.name, each.data)
        except BadInput as error:
            self.complain(error)
            return
        if day is not None and day > self._today():
            self.day.say(_("Ngày này chưa tới; hãy kiểm tra lại."))
            return
        self.accept()

    def _today(self) -> date:
        return self._desk.office.clock.now().date()


def is_picture(file: NewFile) -> bool:
    """Whether a file can be shrunk."""
    try:
        return recognise(file.data, file.name).type in PICTURES
    except BadInput:
        return False


def smaller(file: NewFile, how: Shrinking) -> NewFile:
    """The picture shrunk and stripped of what the camera wrote; what is no picture, as it is."""
    if not is_picture(file):
        return file
    data = shrunk(file.data, how)
    stem = file.name.rpartition(".")[0] or file.name
    return replace(file, name=f"{stem}.jpg", title=file.title or stem, data=data)


def _title_of(file: NewFile) -> str:
    return file.title or file.name.rpartition(".")[0] or file.name


def _what(file: NewFile) -> Cell:
    try:
        return Cell(media_words(recognise(file.data, file.name).type, None))
    except BadInput:
        return Cell(_("Không nhận"), Tone.BLOCK)


def _after(before: NewFile, after: NewFile) -> Cell:
    return Cell("" if before is after else show_size(len(after.data)))
