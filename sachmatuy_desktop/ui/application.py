"""The window of an opened office, and what becomes of exceptions nobody caught."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Final

from PySide6.QtWidgets import QApplication

from sachmatuy_desktop.domain.dates import parse_moment, show_moment
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.access.entering import Since, since_last_login
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.keys.rekeying import Ending
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.feedback import Feedback
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.office_port import OfficePort
from sachmatuy_desktop.ui.operations import Operation, Operations
from sachmatuy_desktop.ui.pages.catalogue import PAGES
from sachmatuy_desktop.ui.pages.page import PageSpec
from sachmatuy_desktop.ui.preferences import FilePreferences, Preferences
from sachmatuy_desktop.ui.qt_messages import hear_qt
from sachmatuy_desktop.ui.zoom import Zoom

__all__ = ["catch_bugs", "open_window", "preferences_of", "tell_caught_up", "tell_since_last_login"]


def preferences_of(folder: Path, account: str) -> Preferences:
    """What the window remembers for an account; the file's name does not tell whose it is."""
    mark = hashlib.sha256(account.encode()).hexdigest()[:12]
    return FilePreferences(folder / f"window-{mark}.ini")


def open_window(
    app: QApplication,
    office: OfficePort,
    preferences: Preferences | None = None,
    pages: Sequence[PageSpec] = PAGES,
) -> MainWindow:
    """The window of an opened office, not shown yet; closing it stops the worker."""
    remembered = preferences or preferences_of(office.info.folder, office.info.account_id)
    feedback = Feedback()
    desk = Desk(office, Operations(feedback), feedback, remembered)
    return MainWindow(desk, pages, Zoom(app, remembered))


_TURNED: Final = {
    Ending.FINISHED: N_("Lần đổi khóa dữ liệu trước bị ngắt giữa chừng, nay đã hoàn tất."),
    Ending.TAKEN_BACK: N_(
        "Lần đổi khóa dữ liệu trước bị ngắt giữa chừng nên đã hủy; dữ liệu vẫn nguyên vẹn,"
        " hãy vào Quản trị → Tài khoản để đổi lại."
    ),
}


def tell_caught_up(desk: Desk, office: Office) -> None:
    """Say what opening did by itself: ended a change of data key that had been cut off, put into
    the books what an older program had set aside.
    """
    if office.turned is not Ending.NONE:
        desk.feedback.notice(_(_TURNED[office.turned]))
    if office.caught_up.records:
        desk.feedback.notice(
            _("Bản mới của chương trình đã đưa vào sổ {count} ghi chép trước đây để riêng.").format(
                count=show_integer(office.caught_up.records.total())
            )
        )


def tell_since_last_login(desk: Desk, office: Office) -> None:
    """Say what happened at the door since the account was last here: the use of the paper code is
    told to everybody.
    """

    def tell(since: Since) -> None:
        told = []
        if since.recovered:
            when = ", ".join(show_moment(parse_moment(each)) for each in since.recovered[:3])
            told.append(_("Phiếu khôi phục đã được dùng: {moments}.").format(moments=when))
        if since.failed:
            count = show_integer(since.failed)
            told.append(_("{count} lần nhập sai mật khẩu từ lần mở trước.").format(count=count))
        if since.lost:
            told.append(
                _(
                    "Tệp ghi các lần nhập sai (prelogin.log) đã bị xóa, sửa hoặc thay bằng bản cũ;"
                    " người quản trị hãy xem nhật ký bảo mật."
                )
            )
        if since.older_keys:
            told.append(
                _(
                    "Có người đã đặt lại tệp khóa cũ hơn: tài khoản, mật khẩu đã bỏ có thể lại mở"
                    " được. Nếu không phải cơ quan tự làm, người quản trị hãy đổi khóa dữ liệu."
                )
            )
        if told:
            desk.feedback.notice(" ".join(told))

    Operation(desk.operations, lambda: since_last_login(office), desk).success(tell).start()


def catch_bugs(feedback: Feedback) -> None:
    """Turn exceptions nobody caught into a report on screen; the program goes on."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        feedback.report(error)

    sys.excepthook = hook
    hear_qt()
