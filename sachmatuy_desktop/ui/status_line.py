"""The quiet line at the foot: is everything saved, when was the last backup, the last bundle.

Backups and bundles are no records, so no act tells of them: the line reads them again, on the
worker, whenever the worker has finished something.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from sachmatuy_desktop.domain.clock import ClockTrouble
from sachmatuy_desktop.domain.dates import VIETNAM, parse_moment, show_moment
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.clocks import trouble_with_clock
from sachmatuy_desktop.services.office import RECEIVING, Office
from sachmatuy_desktop.services.sync import bundles
from sachmatuy_desktop.services.sync import passages as followed
from sachmatuy_desktop.services.upkeep import maintenance
from sachmatuy_desktop.services.upkeep.maintenance import FailedBackup
from sachmatuy_desktop.storage.backups.backup import Backup
from sachmatuy_desktop.storage.sync.post import Passage
from sachmatuy_desktop.sync.bundle import Kind
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.icons import pixmap
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["StatusLine"]

_CLOCK: Final = MappingProxyType(
    {
        ClockTrouble.BEFORE_PROGRAM: N_(
            "Xem lại ngày giờ của máy: đang trước ngày có chương trình"
        ),
        ClockTrouble.BEFORE_ACTS: N_("Xem lại ngày giờ của máy: đang lùi so với lần ghi gần nhất"),
    }
)
_CLOCK_HELP: Final = N_(
    "Dữ liệu vẫn ghi và gộp đúng; chỉ ngày giờ ghi kèm bị sai. Chỉnh ngày giờ trong Windows; nếu"
    " tắt máy lại sai thì thay pin trên bo mạch chủ."
)


@dataclass(frozen=True)
class Kept:
    """What lies outside the office file: its newest proved backup, the newest bundle it is about.

    A commune is told what it sent, and for how many days it has had no receipt for it where that is
    long; a receiving office what it took in; and whoever sits at a PC whose date cannot be right,
    that.
    """

    backup: Backup | None
    bundle: Passage | None
    silent_days: int = 0
    clock: ClockTrouble | None = None
    failed: FailedBackup | None = None


def read_kept(office: Office) -> Kept:
    """Read the folder of backups and the book of bundles."""
    way = "in" if office.info.kind == RECEIVING else "out"
    passages = (each for each in bundles.passages(office) if not each.failed)
    changes = (each for each in passages if (each.direction, each.kind) == (way, Kind.CHANGES))
    silent = () if office.info.kind == RECEIVING else followed.silent(office)
    days = max((each.days for each in silent), default=0)
    backup, trouble = maintenance.last_backup(office), trouble_with_clock(office)
    return Kept(backup, next(changes, None), days, trouble, maintenance.failed_backup(office))


class StatusLine(QFrame):
    """Three facts and who is signed in."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._looking = False
        self._looked = False
        self.setObjectName("status")
        self.setStyleSheet(
            f"#status {{ background: {theme.RAIL}; border: 0;"
            f" border-top: 1px solid {theme.LINE}; }}"
        )
        self._mark = QLabel()
        self.saving = QLabel()
        self.backup = QLabel()
        self.bundle = QLabel()
        self.clock = QLabel()
        self.clock.setStyleSheet(f"color: {Tone.CARE.ink};")
        self.clock.hide()
        self.account = QLabel(desk.office.info.account_name)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(12), theme.px(3), theme.px(12), theme.px(3))
        layout.setSpacing(theme.px(6))
        layout.addWidget(self._mark)
        layout.addWidget(self.saving)
        for label in (self.backup, self.bundle):
            layout.addSpacing(theme.px(18))
            layout.addWidget(label)
        layout.addSpacing(theme.px(18))
        layout.addWidget(self.clock)
        layout.addStretch(1)
        layout.addWidget(self.account)
        for label in (self.saving, self.backup, self.bundle, self.account):
            label.setProperty("role", "faint")
        desk.operations.busy.connect(self._worker_turned)
        self.show_saving(busy=False)
        self.reread()

    def reread(self) -> None:
        """Read backups and bundles anew, on the worker."""
        self._looking = True
        office = office_in(self.desk)
        Operation(self.desk.operations, lambda: read_kept(office), self).success(
            self.show_kept
        ).failure(lambda _error: None).always(self._have_looked).start()

    def show_saving(self, busy: bool) -> None:
        """Say whether the worker is at work."""
        self.saving.setText(_("Đang làm việc…") if busy else _("Đã lưu mọi thay đổi"))
        self._mark.setPixmap(pixmap("refresh-cw" if busy else "check", theme.FAINT, theme.px(16)))

    def show_kept(self, kept: Kept) -> None:
        """Say when the last backup was made and the last bundle went or came."""
        self.backup.setText(_("Sao lưu không thành") if kept.failed else _backup_words(kept.backup))
        self.backup.setToolTip(kept.failed.said if kept.failed else "")
        self.backup.setStyleSheet(f"color: {Tone.BLOCK.ink};" if kept.failed else "")
        words = _bundle_words(kept.bundle, receives=self.desk.receives)
        if kept.silent_days:
            words += " · " + _("{days} ngày chưa có biên nhận").format(
                days=show_integer(kept.silent_days)
            )
        self.bundle.setText(words)
        self.clock.setText(_(_CLOCK[kept.clock]) if kept.clock else "")
        self.clock.setToolTip(_(_CLOCK_HELP))
        self.clock.setVisible(kept.clock is not None)

    def _worker_turned(self, busy: bool) -> None:
        """After everything the worker did for others, look again; its own looking is not told."""
        if busy:
            if not self._looking:
                self.show_saving(busy=True)
        elif self._looked:
            self._looked = False
            self.show_saving(busy=False)
        else:
            self.reread()

    def _have_looked(self) -> None:
        self._looking = False
        self._looked = not self.desk.operations.is_busy


def _backup_words(backup: Backup | None) -> str:
    if backup is None:
        return _("Chưa có bản sao lưu")
    return _("Sao lưu: {moment}").format(moment=show_moment(backup.made.replace(tzinfo=VIETNAM)))


def _bundle_words(bundle: Passage | None, *, receives: bool) -> str:
    if bundle is None:
        return _("Chưa nhận gói nào") if receives else _("Chưa gửi gói nào")
    words = _("Nhận gói: {moment}") if receives else _("Gửi gói: {moment}")
    return words.format(moment=show_moment(parse_moment(bundle.at)))
