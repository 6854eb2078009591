"""Quản trị: the office on paper, accounts, backups, lists, and the program itself."""

from __future__ import annotations

from PySide6.QtWidgets import QTabWidget, QVBoxLayout

from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui.desk import TO_JOURNAL, Desk, Door, keys_of
from sachmatuy_desktop.ui.office_port import RecordKey
from sachmatuy_desktop.ui.pages.admin.about import About, Lists
from sachmatuy_desktop.ui.pages.admin.accounts import Accounts
from sachmatuy_desktop.ui.pages.admin.backups import Backups
from sachmatuy_desktop.ui.pages.admin.holidays import Holidays
from sachmatuy_desktop.ui.pages.admin.letterhead import Letterhead
from sachmatuy_desktop.ui.pages.admin.packs import BOOKS, Packs
from sachmatuy_desktop.ui.pages.admin.security import SecurityLog
from sachmatuy_desktop.ui.pages.admin.templates import BOOK, Templates
from sachmatuy_desktop.ui.pages.page import Page

__all__ = ["AdminPage"]


class AdminPage(Page):
    """One tab a subject."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.letterhead = Letterhead(desk)
        self.accounts = Accounts(desk)
        self.backups = Backups(desk)
        self.security = SecurityLog(desk)
        self.holidays = Holidays(desk)
        self.packs = Packs(desk)
        self.templates = Templates(desk)
        self.lists = Lists(desk)
        self.about = About(desk)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for widget, title in (
            (self.letterhead, _("Thể thức văn bản")),
            (self.templates, _("Mẫu Word")),
            (self.accounts, _("Tài khoản")),
            (self.backups, _("Sao lưu, kiểm tra")),
            (self.security, _("Nhật ký bảo mật")),
            (self.holidays, _("Ngày nghỉ")),
            (self.packs, _("Bộ tiêu chí")),
            (self.lists, _("Danh mục")),
            (self.about, _("Giao diện, giới thiệu")),
        ):
            self.tabs.addTab(widget, title)
        self.tabs.setTabVisible(self.tabs.indexOf(self.security), desk.role.manages)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tabs)

    def opened(self) -> None:
        """Backups may have come by themselves."""
        self.backups.refresh()
        self.security.refresh()
        self.letterhead.refresh()
        self.holidays.refresh()
        self.packs.refresh()
        self.templates.refresh()

    def records_changed(self, changed: frozenset[RecordKey]) -> None:
        """The letterhead or the days off were changed or changed back."""
        if keys_of(changed, "settings"):
            self.letterhead.refresh()
        if keys_of(changed, "holidays"):
            self.holidays.refresh()
        if keys_of(changed, BOOK):
            self.templates.refresh()
        if any(register in BOOKS for register, _record in changed):
            self.packs.refresh()

    def go_through(self, door: Door) -> None:
        """The letterhead and the days off are the records here; the journal is no register."""
        if door == TO_JOURNAL:
            self.tabs.setCurrentWidget(self.security)
        elif door.register == "settings":
            self.tabs.setCurrentWidget(self.letterhead)
        elif door.register == "holidays":
            self.tabs.setCurrentWidget(self.holidays)
        elif door.register == BOOK:
            self.tabs.setCurrentWidget(self.templates)
        elif door.register in BOOKS:
            self.tabs.setCurrentWidget(self.packs)
            self.packs.choose(door.record or "")

    def may_close(self) -> bool:
        """Nothing typed may be lost."""
        if self.letterhead.is_changed:
            self.tabs.setCurrentWidget(self.letterhead)
            return False
        return True
