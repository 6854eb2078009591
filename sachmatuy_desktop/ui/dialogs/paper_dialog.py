"""What the dialogs of a draft share: the very PDF that prints at the right, the acts at the foot.

Issuing gives the number and freezes the paper; from then on only «In lại» remains, byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.forms import FormData
from sachmatuy_desktop.errors import N_, KnownError
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.bus import Command, Outcome
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import button, complaint, faint, open_at, side_by_side
from sachmatuy_desktop.ui.dialogs.line import LineDialog
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.save_menu import Saved, SaveMenu, save_other
from sachmatuy_desktop.ui.operations import Cancelled, Operation
from sachmatuy_desktop.ui.paper_out import print_taken, save_taken, taken_with_note
from sachmatuy_desktop.ui.preview import PdfView

__all__ = ["TO_BE_ISSUED", "PaperDialog"]

REST_MS: Final = 450
"""Typing pauses this long, in milliseconds, before the paper is drawn anew."""

TO_BE_ISSUED: Final = N_(
    "Phát hành sẽ cấp số và giữ nguyên nội dung; việc này ghi vào sổ văn bản đi."
)


class PaperDialog(QDialog):
    """Words at the left, the paper at the right, the acts at the foot."""

    def __init__(self, desk: Desk, parent: QWidget | None, title: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.desk = desk
        self.office = office_in(desk)
        self.document: str | None = None
        self.wrong = complaint()
        self.view = PdfView()
        self.state = faint()
        self.issue = button(_("Phát hành"), self._issue, primary=True, picture="check")
        self.print = button(_("In…"), self._print, picture="printer")
        self.save = SaveMenu(self._save, self._save_other)
        self.leave = button(_("Đóng"), self.reject)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._draw)

    def reject(self) -> None:
        """Let go of the paper."""
        self._rest.stop()
        self.view.let_go()
        super().reject()

    # What a kind of paper says

    def _draw(self) -> None:
        """Draw the paper anew, once typing rests."""
        raise NotImplementedError

    def _issue(self) -> None:
        """Give the paper its number."""
        raise NotImplementedError

    def _freeze(self) -> None:
        """The paper is issued: nothing of it may be typed any more."""
        raise NotImplementedError

    def _drafted_title(self) -> str:
        """What the draft is called."""
        raise NotImplementedError

    def _paper(self) -> Callable[[], FormData] | None:
        """What makes the draft as it is shown; called on the worker."""
        raise NotImplementedError

    def _is_restricted(self) -> bool:
        """Whether taking the issued paper out wants a purpose."""
        raise NotImplementedError

    # What is done with it

    def _run_issuing(self, command: Command) -> None:
        self._rest.stop()
        self._ready(False)
        self.desk.run(command, self._issued, self._refused, owner=self)

    def _issued(self, outcome: Outcome) -> None:
        self.document = str(outcome.result)
        document, office = self.document, self.office
        self._freeze()
        operation = Operation(self.desk.operations, lambda: papers.reprint(office, document), self)
        operation.success(self._show_issued).failure(self._refused).start()

    def _show_issued(self, pdf: bytes) -> None:
        self.view.show_pdf(pdf)
        self.state.setText(_("Đã phát hành: {title}.").format(title=self._title()))
        self.issue.hide()
        self._ready(True)

    def _show_pdf(self, pdf: bytes) -> None:
        self.wrong.hide()
        self.view.show_pdf(pdf)
        self._ready(True)

    def _refused(self, error: KnownError) -> None:
        self.wrong.setText(say(error))
        self.wrong.show()
        self.view.let_go()
        self._ready(False)

    def _not_drawn(self, error: KnownError) -> None:
        """A paper whose words were typed on is drawn once they rest, and nothing is said of it."""
        if not isinstance(error, Cancelled):
            self._refused(error)

    def _print(self) -> None:
        print_taken(self, self.desk, self._title(), self.view.pages, self._take)

    def _save(self) -> None:
        save_taken(self, self.desk, self._title(), self._take)

    def _take(self, how: str, copies: int, then: Callable[[bytes], None]) -> None:
        """Leave the entry that every print leaves, and hand the paper on."""
        take = taken_with_note(self, self.desk, self._note(), self._pdf(), self._refused)
        take(how, copies, then)

    def _pdf(self) -> bytes:
        """What prints: the very pages that are shown."""
        return self.view.pdf

    def _note(self) -> papers.NotePrint | None:
        """What the journal says of a print; None where it says nothing."""
        return papers.NotePrint(self._title())

    def _save_other(self, saved: Saved) -> None:
        """As a file that an office may work on; an issued paper is noted each time it leaves."""
        office, document = self.office, self.document
        make = self._paper()
        if document is not None:
            purpose = self._ask_purpose() or "" if self._is_restricted() else ""
            if self._is_restricted() and not purpose:
                return
            make = partial(papers.taken_out, office, document, saved.name, purpose)
        if make is not None:
            save_other(self.desk, self, saved, self._title(), lambda: saved.write(make()))

    def _ask_purpose(self) -> str | None:
        return LineDialog.ask(
            _("In danh sách người"),
            _("Danh sách có thông tin nhạy cảm; mỗi lần in được ghi vào nhật ký."),
            _("Mục đích sử dụng"),
            _("In"),
            self,
        )

    def _title(self) -> str:
        if self.document is not None:
            return self.desk.queries.names("documents", [self.document])[self.document]
        return self._drafted_title()

    def _ready(self, ready: bool) -> None:
        issued = self.document is not None
        self.issue.setEnabled(ready and not issued and self.desk.role.issues)
        self.print.setEnabled(ready)
        self.save.setEnabled(ready)

    # How it is laid out

    def _lay_out_around(
        self, left: QWidget, told: Sequence[QWidget] = (), acts: Sequence[QWidget] = ()
    ) -> None:
        """The words at the left; `told` and `acts` stand at the foot before the common acts."""
        open_at(self, 1180, 690)
        split = side_by_side(left, self._right(), (400, 760), grow=(0, 1))
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(8))
        foot.addWidget(self.state, 1)
        for each in (*told, *acts, self.issue, self.print, self.save.button, self.leave):
            foot.addWidget(each)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(14), theme.px(12), theme.px(14), theme.px(12))
        layout.addWidget(split, 1)
        layout.addLayout(foot)

    def _right(self) -> QWidget:
        """The paper, and what stands around it."""
        return self.view
