"""The one screen for an office that does not open, or in which a check found something.

It says what was found, what is safe and what can be done.  It deletes nothing and never makes a new
office file.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.errors import BadInput, KnownError
from sachmatuy_desktop.i18n import N_, _, say
from sachmatuy_desktop.packs.safekeeping import load_safekeeping
from sachmatuy_desktop.services.upkeep import maintenance, repair
from sachmatuy_desktop.services.upkeep.repair import GOOD, Seen
from sachmatuy_desktop.storage.backups.backup import Backup
from sachmatuy_desktop.storage.backups.restore import Restored
from sachmatuy_desktop.storage.keys.keyring import Account
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import (
    CalmChoice,
    PassphraseEntry,
    Sheet,
    button,
    faint,
    heading,
    label_of,
    paragraph,
    row,
)
from sachmatuy_desktop.ui.dialogs.passphrase import PassphrasePair
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.dialogs.recovery import CodeEntry
from sachmatuy_desktop.ui.dialogs.unlock import NOBODY, Door
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.operations import Operation, Operations
from sachmatuy_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from sachmatuy_desktop.services.office import Office

__all__ = ["RepairDialog", "RestoredNotWhole", "TakeUpDialog"]

_MOST_TOLD: Final = 8
"""More problems of a restored office are counted: the check lists them all."""

_SAFE: Final = N_(
    "Chương trình không xóa, không ghi đè và không lập tệp dữ liệu mới. Tệp hỏng được giữ nguyên;"
    " bản sao lưu dưới đây được kiểm tra toàn bộ trước khi thay dữ liệu đang có."
)
_SAFE_ALONE: Final = N_(
    "Chương trình không xóa, không ghi đè và không lập tệp dữ liệu mới. Trong thư mục không còn bản"
    " sao lưu dùng được: hãy cắm USB hoặc ổ sao lưu thứ hai rồi bấm “Tìm ở nơi khác…”."
)


class RepairDialog(Sheet):
    """What was found, and the ways out of it; after `exec`, `office` is what was restored."""

    def __init__(
        self,
        door: Door,
        operations: Operations,
        trouble: KnownError | None = None,
        parent: QWidget | None = None,
        opened: Office | None = None,
    ) -> None:
        super().__init__(_("Sửa chữa và khôi phục"), str(door.folder), parent)
        self._opened = opened
        self.door = door
        self.operations = operations
        self.trouble = trouble
        self.restored = False
        self.may_open = False
        """Whether the key file came back, so that opening is worth another try."""
        self.office: Office | None = None
        self.backups: tuple[Backup, ...] = ()
        self._elsewhere: Path | None = None
        self.found = PlainTable(_("Điều tìm thấy"))
        self.found.setMaximumHeight(theme.px(150))
        self.safe = paragraph()
        self.table = PlainTable(_("Bản sao lưu dùng được"))
        self.table.setMinimumHeight(theme.px(130))
        self.told = faint()
        self.outcome = paragraph()
        self.outcome.hide()
        self.again = button(_("Kiểm tra lại"), self.look, picture="refresh-cw")
        self.search = button(_("Tìm ở nơi khác…"), self._search, picture="usb")
        self.aside = button(_("Chép tệp hỏng ra riêng"), self.copy_aside, picture="copy")
        self.keys = button(_("Lấy lại tệp khóa"), self.take_keys, picture="key-round")
        self.body.addWidget(heading(_("Điều tìm thấy"), 1.0))
        self.body.addWidget(self.found)
        self.body.addWidget(self.safe)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.told)
        self.body.addWidget(self.outcome)
        self.body.addLayout(row(self.again, self.search, self.keys, self.aside, None))
        if opened is None:
            self.restore = self.finish_with(_("Khôi phục bản này…"), self._restore, _("Đóng"))
        else:
            self.restore = self.close_with(_("Đóng"))
            self.body.addWidget(
                faint(
                    _(
                        "Muốn khôi phục vào chính thư mục này: đóng chương trình, mở lại và bấm"
                        " “Sửa chữa, khôi phục…” ở cửa sổ mở dữ liệu."
                    )
                )
            )
        self.table.row_chosen.connect(lambda _row: self._ready())
        self.setMinimumWidth(theme.px(780))
        self.look()

    def look(self) -> None:
        """Look at the files again, on the worker."""
        door = self.door
        self._run(lambda: repair.look(door.folder, door.clock, door.cost), self._show)

    def copy_aside(self) -> None:
        """Keep the files as they are for a technician."""

        def told(kept: Path) -> None:
            self._say_done(
                _(
                    "Đã chép tệp hỏng vào thư mục {folder}; gửi thư mục này cho người hỗ trợ."
                ).format(folder=kept.name)
            )

        self._run(lambda: repair.set_aside(self.door.folder, self.door.clock), told)

    def take_keys(self) -> None:
        """Take the key file from the backup in the current row."""
        backup, door = self.chosen, self.door

        def told(_kept: Path) -> None:
            self._say_done(
                _(
                    "Đã lấy lại tệp khóa; mật khẩu là mật khẩu của ngày sao lưu. Bấm “Đóng” để mở"
                    " dữ liệu."
                )
            )
            self.trouble, self.may_open = None, True
            self.look()

        if backup is not None:
            self._run(lambda: repair.repair_keys(door.folder, backup, door.clock), told)

    @property
    def chosen(self) -> Backup | None:
        """The backup in the current row."""
        at = max(self.table.row, 0)
        return self.backups[at] if at < len(self.backups) else None

    def search_in(self, folder: Path) -> None:
        """Look for backups on a stick or another disk."""
        self._elsewhere = folder
        self.look()

    def _search(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Chọn USB hoặc thư mục có bản sao lưu"))
        if chosen:
            self.search_in(Path(chosen))

    def _say_done(self, words: str) -> None:
        """Apart from what a backup would lose: choosing another must not wipe it away."""
        self.outcome.setText(words)
        self.outcome.show()

    def _run(self, work: Callable[[], object], then: Callable[..., None]) -> None:
        self.wrong.hide()
        operation = Operation(self.operations, work, self)
        operation.success(then).failure(self.complain).start()

    def _show(self, seen: Seen) -> None:
        rows = [
            [
                Cell(_("tốt") if each in GOOD else _("hỏng"), _tone(each in GOOD)),
                Cell(_(each.value)),
            ]
            for each in seen.found
        ]
        for trouble in (seen.trouble, self.trouble):
            if trouble is not None:
                rows.insert(0, [Cell(_("báo lỗi"), Tone.BLOCK), Cell(say(trouble))])
        self.found.show_rows(
            [Head(_("Tình trạng")), Head(_("Nội dung"), grows=True, wraps=True)], rows
        )
        found = seen.backups
        if self._elsewhere is not None:
            found = (*repair.backups_in(self._elsewhere), *found)
        self.backups = found
        self.safe.setText(_(_SAFE if found else _SAFE_ALONE))
        heads = [Head(_("Lúc")), Head(_("Mở bằng")), Head(_("Tệp"), grows=True)]
        self.table.show_rows(heads, [_cells(each) for each in found])
        self.keys.setVisible(seen.keys_are_lost)
        self._ready()

    def _ready(self) -> None:
        backup = self.chosen
        self.restore.setEnabled(backup is not None or self._opened is not None)
        self.keys.setEnabled(backup is not None)
        if backup is None:
            return
        lost = _("Những gì ghi sau {moment} sẽ không có trong bản này.")
        self.told.setText(lost.format(moment=_moment(backup)))
        opened = self._opened
        if opened is not None:
            self._run(lambda: maintenance.acts_since(opened, backup), self._say_lost)

    def _say_lost(self, acts: int) -> None:
        backup = self.chosen
        if backup is not None:
            told = (
                _("Sau bản {moment} đã ghi {count} việc; khôi phục bản này thì mất các việc đó.")
                if acts
                else _("Sau bản {moment} chưa ghi thêm việc nào.")
            )
            count = show_integer(acts)
            self.told.setText(told.format(moment=_moment(backup), count=count))

    def _restore(self) -> None:
        backup = self.chosen
        if backup is None:
            return
        try:
            dialog = TakeUpDialog(self.door, backup, self.operations, self)
        except KnownError as error:  # no key file opens this one, or the stick was pulled
            self.complain(error)
            return
        if dialog.ask_person():
            self.restored, self.office = True, dialog.office
            self.accept()


class TakeUpDialog(Sheet):
    """A backup taken up in the office's own folder: by passphrase, or by both halves of the sheet.

    What lies in the folder is moved aside first and stays.
    """

    def __init__(
        self, door: Door, backup: Backup, operations: Operations, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            _("Khôi phục bản {moment}").format(moment=_moment(backup)),
            _(
                "Tệp đang có được chuyển vào thư mục “replaced-…”, giữ nguyên {days} ngày rồi"
                " chương trình tự dọn."
            ).format(days=load_safekeeping().aside.days),
            parent,
        )
        self.door, self.backup, self.operations = door, backup, operations
        self.office: Office | None = None
        way = maintenance.way_into(backup, door.folder, door.cost)
        self._accounts = way.accounts or (NOBODY,)
        by_code = self._accounts == (NOBODY,)
        self.accounts = CalmChoice()
        for each in self._accounts:
            self.accounts.addItem(f"{each.name}  ({each.id})")
        self.passphrase = PassphraseEntry(
            _("Mật khẩu đang dùng của tài khoản này")
            if way.as_now
            else _("Mật khẩu của tài khoản này lúc sao lưu")
        )
        self.code = CodeEntry(halves=way.sheet is not None)
        self.fresh = PassphrasePair()
        self.stack = QStackedWidget()
        self._sides = (_side(self.passphrase), _side(self.code, self.fresh))
        for side in self._sides:
            self.stack.addWidget(side)
        self.body.addWidget(label_of(_("Tài khoản"), self.accounts))
        self.body.addWidget(self.accounts)
        self.body.addWidget(self.stack, 1)
        self.other = button("", self._switch, door=True)
        self.foot.addWidget(self.other)
        self.other.setVisible(not by_code)
        self.enter = self.finish_with(_("Khôi phục"), self._start)
        self.setMinimumWidth(theme.px(760))
        self._show_way(1 if by_code else 0)

    def _switch(self) -> None:
        self._show_way(1 - self.stack.currentIndex())

    def _show_way(self, way: int) -> None:
        self.stack.setCurrentIndex(way)
        self.stack.setFixedHeight(self._sides[way].sizeHint().height())
        words = _("Quên mật khẩu? Dùng phiếu khôi phục"), _("Quay lại dùng mật khẩu")
        self.other.setText(words[way])
        self.adjustSize()
        (self.code if way else self.passphrase.line).setFocus()

    @property
    def account(self) -> Account:
        """The account chosen."""
        return self._accounts[max(self.accounts.currentIndex(), 0)]

    def _start(self) -> None:
        door, path, account = self.door, self.backup.path, self.account
        try:
            if self.stack.currentIndex() == 0:
                passphrase = self.passphrase.demand()

                def work() -> Restored | tuple[Restored, Office]:
                    return maintenance.restore_with_passphrase(
                        path, door.folder, account.id, passphrase, door.clock, door.cost
                    )
            else:
                code, fresh = self.code.code(), self.fresh.demand()

                def work() -> Restored | tuple[Restored, Office]:
                    return maintenance.restore_with_code(
                        path, door.folder, code, account, fresh, door.clock, door.cost
                    )
        except BadInput:
            return  # said beside its field
        self.wrong.hide()
        self.setEnabled(False)
        operation = Operation(self.operations, work, self)
        operation.success(self._restored).failure(self.complain)
        operation.always(lambda: self.setEnabled(True))
        operation.with_progress(_("Đang khôi phục và kiểm tra dữ liệu…")).start()

    def _restored(self, made: Restored | tuple[Restored, Office]) -> None:
        restored, self.office = made if isinstance(made, tuple) else (made, None)
        self.passphrase.line.clear()
        if not restored.report.clean:
            RestoredNotWhole(restored, self).ask_person()
        self.accept()


class RestoredNotWhole(Sheet):
    """What the check of a restored office found: said before anybody goes on with it."""

    def __init__(self, restored: Restored, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Đã khôi phục, có chỗ không đúng"),
            _("Dữ liệu dùng được. Những chỗ dưới đây cần xem lại ở trang Quản trị."),
            parent,
        )
        self.problems = [say(each.said) for each in restored.report.problems]
        self.body.addWidget(paragraph("\n".join(self.problems[:_MOST_TOLD])))
        if len(self.problems) > _MOST_TOLD:
            more = show_integer(len(self.problems) - _MOST_TOLD)
            self.body.addWidget(faint(_("… và {count} chỗ nữa.").format(count=more)))
        self.close_with(_("Tiếp tục"))
        self.setMinimumWidth(theme.px(560))


def _side(*widgets: QWidget) -> QWidget:
    made = QWidget()
    layout = QVBoxLayout(made)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.px(10))
    for each in widgets:
        layout.addWidget(each)
    layout.addStretch(1)
    return made


def _tone(good: bool) -> Tone:
    return Tone.GOOD if good else Tone.BLOCK


def _moment(backup: Backup) -> str:
    return f"{backup.made:%H:%M}, {show_date(backup.made.date())}"


def _cells(backup: Backup) -> list[Cell]:
    by_sheet = backup.manifest is not None and backup.manifest.travel
    way = _("phiếu khôi phục") if by_sheet else _("mật khẩu hoặc phiếu")
    return [Cell(_moment(backup)), Cell(way), Cell(backup.path.name)]
