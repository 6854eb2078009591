"""What merging a bundle would do, before it is done."""

from __future__ import annotations

from PySide6.QtWidgets import QTabWidget, QWidget

from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.services.sync import bundles
from sachmatuy_desktop.services.sync.bundles import Staged
from sachmatuy_desktop.sync.bundle import Kind
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import Sheet, faint, only_if, open_at, paragraph
from sachmatuy_desktop.ui.dialogs.merge_preview.changes import Changes
from sachmatuy_desktop.ui.dialogs.merge_preview.conflicts import Conflicts
from sachmatuy_desktop.ui.dialogs.merge_preview.looking import Looking
from sachmatuy_desktop.ui.dialogs.merge_preview.overview import Overview
from sachmatuy_desktop.ui.dialogs.merge_preview.words import headline
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.operations import Operation, Progress

__all__ = ["MergeDialog"]


class MergeDialog(Sheet):
    """Whose it is, what changes, what needs a person, and «Gộp vào dữ liệu».

    Closing it, Escape and Enter at once do nothing: merging has to be chosen.
    """

    def __init__(self, desk: Desk, staged: Staged, parent: QWidget | None = None) -> None:
        super().__init__(_("Xem trước khi gộp"), headline(staged), parent)
        self.desk, self.staged = desk, staged
        self._office = office_in(desk)
        self.tabs = QTabWidget()
        self.overview = Overview(self._office, staged)
        self.changes: Changes | None = None
        self.conflicts: Conflicts | None = None
        self.looking: Looking | None = None
        self._fill()
        if staged.known_already:
            self.close_with(_("Đóng"))
        else:
            self.body.addWidget(
                faint(_("Chương trình tự sao lưu trước khi gộp; gộp lỗi thì không có gì đổi."))
            )
            merging = self.finish_with(_("Gộp vào dữ liệu"), self.accept, _("Để sau"))
            merging.setDefault(False)
            self.tabs.setFocus()
        if self.tabs.count() > 1:
            open_at(self, 940, 620)
        else:
            open_at(self, 640, 300)

    @classmethod
    def ask(cls, desk: Desk, staged: Staged, parent: QWidget | None) -> bool:
        """Whether to merge."""
        dialog = cls(desk, staged, parent)
        wanted = dialog.ask_person()
        return wanted and not staged.known_already

    def look_further(self) -> None:
        """Look for everything on the worker, with progress."""
        office, staged = self._office, self.staged

        def work(progress: Progress) -> Staged:
            return bundles.look_further(office, staged, progress.report)

        Operation.reporting(self.desk.operations, work, self).success(
            self._looked_further
        ).with_progress(_("Đang dò điểm cần xem…"), stoppable=True).start()

    def open_book(self, place: int) -> None:
        """Show the records of a book that stands in the table of counts."""
        if self.changes is not None:
            self.changes.choose(self.overview.books[place])
            self.tabs.setCurrentWidget(self.changes)

    def _fill(self) -> None:
        staged, office = self.staged, self._office
        if staged.known_already:
            self.body.addWidget(paragraph(_("Gói này đã được nhập trước đây; không có gì đổi.")))
        elif staged.kind is Kind.RECEIPT:
            self.body.addWidget(
                paragraph(_("Biên nhận xác nhận những gì cơ quan tiếp nhận đã giữ."))
            )
        elif staged.brings_nothing:
            self.body.addWidget(
                paragraph(
                    _(
                        "Gói không có gì mới. Gộp để ghi nhận gói này và biết nơi gửi đang giữ"
                        " những gì: nếu họ vừa khôi phục, gói trả lời mang lại phần đã mất."
                    )
                )
            )
        self.keys = paragraph(" ".join(map(say, staged.told)))
        only_if(bool(staged.told), self.keys)
        self.body.addWidget(self.keys)
        self.overview.counts.row_entered.connect(self.open_book)
        self.tabs.addTab(self.overview, _("Tổng quan"))
        if self.overview.books:
            self.changes = Changes(self.desk, staged)
            total = sum(each.total() for each in staged.preview.differences.counts.values())
            self.tabs.addTab(self.changes, _numbered(_("Thay đổi"), total))
        if staged.preview.conflict_count:
            self.conflicts = Conflicts(office, staged)
            count = staged.preview.conflict_count
            self.tabs.addTab(self.conflicts, _numbered(_("Hai nơi cùng sửa"), count))
        if self.overview.books:
            self.looking = Looking(self.desk.queries, staged)
            self.looking.wanted.connect(self.look_further)
            self.tabs.addTab(self.looking, _numbered(_("Điểm cần xem"), _found(staged)))
        self.tabs.tabBar().setVisible(self.tabs.count() > 1)
        self.body.addWidget(self.tabs, 1)

    def _looked_further(self, staged: Staged) -> None:
        self.staged = staged
        if self.looking is not None:
            self.looking.show_staged(staged)
            self.overview.tell(self._office, staged)
            place = self.tabs.indexOf(self.looking)
            self.tabs.setTabText(place, _numbered(_("Điểm cần xem"), _found(staged)))


def _found(staged: Staged) -> int:
    finds = sum(each.count for each in staged.preview.findings or ())
    return finds + staged.preview.elsewhere_count


def _numbered(title: str, count: int) -> str:
    return f"{title} ({show_integer(count)})" if count else title
