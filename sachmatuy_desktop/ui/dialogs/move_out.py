"""A person left for another commune: when, where to, and by when that commune must be told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.dates import VIETNAM, show_moment
from sachmatuy_desktop.errors import BadInput, KnownError
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.services.sync.transfers import MoveOut, NoticeDue, hour_of
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import DateEntry, Entry, Sheet, faint, paragraph

__all__ = ["MoveOutDialog"]


class MoveOutDialog(Sheet):
    """The answers make one act; the records of the person all stay.

    `due` tells the law's deadline for a moment of leaving, None where no law asks for a notice.
    """

    def __init__(
        self,
        person: tuple[str, str],
        today: date,
        due: Callable[[datetime], NoticeDue | None] = lambda _moment: None,
        parent: QWidget | None = None,
    ) -> None:
        self._person, name = person
        super().__init__(
            _("Chuyển đi: {name}").format(name=name),
            _("Người này ra khỏi danh sách của xã từ ngày chuyển; mọi ghi chép vẫn còn."),
            parent,
        )
        self._due = due
        self.moved_on = DateEntry(_("Ngày chuyển đi"), today)
        self.hour = Entry(_("Giờ (nếu biết)"), hint=_("Ví dụ 14:30"), width=90)
        self.destination = Entry(
            _("Chuyển đến"), hint=_("Xã, phường, đặc khu và tỉnh, thành phố nơi đến")
        )
        self.notice = Entry(_("Số thông báo chuyển hồ sơ (nếu đã có)"), width=180)
        self.told = paragraph()
        for widget in (self.moved_on, self.hour, self.destination, self.notice, self.told):
            self.body.addWidget(widget)
        self.body.addWidget(
            faint(_("Sau khi ghi, vào Đồng bộ → Chuyển hồ sơ để xuất tệp cho xã nơi đến."))
        )
        self.moved_on.edited.connect(self._tell_due)
        self.hour.edited.connect(self._tell_due)
        self._tell_due()
        self.body.addStretch(1)
        self.finish_with(_("Ghi chuyển đi"), self._done)
        self.setMinimumWidth(theme.px(540))
        self.destination.setFocus()

    def command(self) -> MoveOut:
        """What to do; raises `BadInput`, said beside its field."""
        moved_on = self.moved_on.demand_day()
        hour = self._hour()
        return MoveOut(
            self._person, moved_on, self.destination.demand(), hour, self.notice.text or None
        )

    def _hour(self) -> str | None:
        try:
            return hour_of(self.hour.text) if self.hour.text else None
        except BadInput as error:
            self.hour.say(say(error))
            raise

    def _tell_due(self) -> None:
        """What the law says of the moment typed so far; nothing while it cannot be read."""
        try:
            day = self.moved_on.day
            hour = hour_of(self.hour.text) if self.hour.text else None
        except KnownError:
            day, hour = None, None
        due = self._due(_moment(day, hour)) if day is not None else None
        self.told.setVisible(due is not None)
        if due is not None:
            self.told.setText(
                _("Phải thông báo cho nơi đến trước {moment} ({source}).").format(
                    moment=show_moment(due.at), source=due.source
                )
            )

    def _done(self) -> None:
        try:
            self.command()
        except BadInput:
            return
        self.accept()

    @classmethod
    def ask(cls, dialog: MoveOutDialog) -> MoveOut | None:
        """The act, or None."""
        return dialog.command() if dialog.ask_person() else None


def _moment(day: date, hour: str | None) -> datetime:
    hours, minutes = (int(part) for part in (hour or "00:00").split(":"))
    return datetime(day.year, day.month, day.day, hours, minutes, tzinfo=VIETNAM)
