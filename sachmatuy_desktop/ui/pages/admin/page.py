"""Quản trị: the office on paper, accounts, backups, lists, and the program itself."""

from __future__ import annotations

from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.ui.desk import TO_JOURNAL, Door
from sachmatuy_desktop.ui.office_port import RecordKey
from sachmatuy_desktop.ui.pages.admin.about import About, Lists
from sachmatuy_desktop.ui.pages.admin.accounts import Accounts
from sachmatuy_desktop.ui.pages.admin.backups import Backups
from sachmatuy_desktop.ui.pages.admin.holidays import Holidays
from sachmatuy_desktop.ui.pages.admin.letterhead import Letterhead
from sachmatuy_desktop.ui.pages.admin.packs import Packs
from sachmatuy_desktop.ui.pages.admin.security import SecurityLog
from sachmatuy_desktop.ui.pages.admin.templates import Templates
from sachmatuy_desktop.ui.pages.tabbed import TabbedPage, TabOf

__all__ = ["AdminPage"]


class AdminPage(TabbedPage):
    """One tab a subject."""

    letterhead = TabOf(Letterhead, N_("Thể thức văn bản"))
    templates = TabOf(Templates, N_("Mẫu Word"))
    accounts = TabOf(Accounts, N_("Tài khoản"))
    backups = TabOf(Backups, N_("Sao lưu, kiểm tra"))
    security = TabOf(SecurityLog, N_("Nhật ký bảo mật"), allowed=lambda desk: desk.role.manages)
    holidays = TabOf(Holidays, N_("Ngày nghỉ"))
    packs = TabOf(Packs, N_("Bộ tiêu chí"))
    lists = TabOf(Lists, N_("Danh mục"))
    about = TabOf(About, N_("Giao diện, giới thiệu"))

    def records_changed(self, changed: frozenset[RecordKey]) -> None:
        """What shows these records reads them again; a journal and a list of files do not."""
        for tab in self._all():
            if any(register in tab.reads for register, _record in changed):
                tab.refresh()

    def go_through(self, door: Door) -> None:
        """The letterhead and the days off are the records here; the journal is no register."""
        if door == TO_JOURNAL:
            self.tabs.setCurrentWidget(self.security)
        else:
            super().go_through(door)

    def may_close(self) -> bool:
        """Nothing typed may be lost."""
        for tab in self._all():
            if not tab.may_close():
                self.tabs.setCurrentWidget(tab)
                return False
        return True
