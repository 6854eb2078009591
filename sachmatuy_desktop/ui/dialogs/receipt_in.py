"""What a receipt says, before it is entered: nothing is taken in silently."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.dates import parse_moment, show_moment
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.sync.staging import Staged
from sachmatuy_desktop.storage.queries import Queries
from sachmatuy_desktop.sync.receipt import Answer, answer_in
from sachmatuy_desktop.ui.dialogs.kit import Sheet, faint, open_at, paragraph
from sachmatuy_desktop.ui.dialogs.plain_table import PlainTable
from sachmatuy_desktop.ui.receipt_words import (
    count_heads,
    count_rows,
    point_heads,
    points,
)

__all__ = ["ReceiptDialog"]


class ReceiptDialog(Sheet):
    """Which bundle arrived, what was counted, what is asked for, and «Ghi nhận»."""

    def __init__(self, staged: Staged, queries: Queries, parent: QWidget | None = None) -> None:
        answer = answer_in(staged.manifest.notes)
        super().__init__(
            _("Biên nhận của {sender}").format(sender=staged.sender.name), _told(answer), parent
        )
        self.counts = PlainTable(_("Đã nhận theo sổ"))
        self.points = PlainTable(_("Cần xem lại"))
        self._fill(answer, queries)
        self.finish_with(_("Ghi nhận biên nhận"), self.accept)
        listed = self.counts.rows or self.points.rows
        open_at(self, 720 if listed else 560, 520 if listed else 0)

    @classmethod
    def ask(cls, staged: Staged, queries: Queries, parent: QWidget | None) -> bool:
        """Whether to enter it; entering refuses one that cannot be meant, in a sentence."""
        try:
            dialog = cls(staged, queries, parent)
        except KnownError:
            return True
        return dialog.ask_person()

    def _fill(self, answer: Answer, queries: Queries) -> None:
        if answer.is_bare:
            words = _("Biên nhận này chỉ cho biết gói đã tới nơi, không nói chi tiết.")
            self.body.addWidget(paragraph(words))
            self.body.addStretch(1)
            return
        rows = count_rows(answer)
        if rows:
            self.counts.show_rows(count_heads(), rows)
            self.body.addWidget(self.counts, 2)
        else:
            self.body.addWidget(paragraph(_("Gói không có ghi chép nào mới đối với nơi nhận.")))
        found = points(answer, answer.returned, queries)
        if found:
            self.body.addWidget(paragraph(_("Cần xem lại: {count}").format(count=len(found))))
            self.points.show_rows(point_heads(), found)
            self.body.addWidget(self.points, 2)
        else:
            self.body.addWidget(faint(_("Nơi nhận đã nhận đủ, không trả lại điểm nào.")))
            if not rows:
                self.body.addStretch(1)


def _told(answer: Answer) -> str:
    if answer.is_bare:
        return _("Cho gói có mã kiểm tra {digest}").format(digest=answer.digest[:16])
    return _("Gói số {number}, lập {made}, nhận {taken}").format(
        number=answer.number,
        made=show_moment(parse_moment(answer.made)),
        taken=show_moment(parse_moment(answer.taken)),
    )
