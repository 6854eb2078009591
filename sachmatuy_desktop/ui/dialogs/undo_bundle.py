"""Hoàn tác cả gói: what will go back, and why."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.dates import parse_moment, show_moment
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.sync.unmerging import LONGEST, Surveyed
from sachmatuy_desktop.ui.dialogs.kit import Entry, Sheet, faint, open_at, paragraph
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.models.cells import Cell

__all__ = ["UndoBundleDialog"]


class UndoBundleDialog(Sheet):
    """Counts by register, the reason, and «Hoàn tác cả gói»."""

    def __init__(self, surveyed: Surveyed, parent: QWidget | None = None) -> None:
        passage = surveyed.passage
        told = _("Gói số {number} của {sender}, nhập {moment}").format(
            number=passage.sequence,
            sender=surveyed.sender.name,
            moment=show_moment(parse_moment(passage.at)),
        )
        super().__init__(_("Hoàn tác cả gói"), told, parent)
        self.counts = PlainTable(_("Những gì trở lại như trước khi nhập gói"))
        rows = _rows(surveyed)
        if rows:
            heads = [
                Head(_("Sổ"), grows=True),
                Head(_("Ra khỏi sổ"), right=True),
                Head(_("Trở lại như trước"), right=True),
            ]
            self.counts.show_rows(heads, rows)
            self.body.addWidget(self.counts, 1)
        else:
            self.body.addWidget(paragraph(_("Gói này không đổi ghi chép nào đang có trong sổ.")))
        self.body.addWidget(
            faint(
                _(
                    "Không mất gì: các dòng của gói được để riêng; nhập lại đúng gói này hoặc gói"
                    " sau có các dòng đó là có lại. Văn bản đã phát hành giữ nguyên số liệu."
                    " Chương trình tự sao lưu trước."
                )
            )
        )
        self.why = Entry(_("Lý do hoàn tác"))
        self.body.addWidget(self.why)
        self.finish = self.finish_with(_("Hoàn tác cả gói"), self._finish)
        open_at(self, 620, 460 if rows else 0)
        self.why.setFocus()

    @classmethod
    def ask(cls, surveyed: Surveyed, parent: QWidget | None) -> str | None:
        """The reason, or None if the bundle stays."""
        dialog = cls(surveyed, parent)
        return dialog.why.text.strip() if dialog.ask_person() else None

    def _finish(self) -> None:
        why = self.why.text
        if not why:
            self.why.say(_("Hãy ghi lý do hoàn tác gói."))
        elif len(why) > LONGEST:
            self.why.say(_("Lý do dài nhất {most} ký tự.").format(most=LONGEST))
        else:
            self.accept()


def _rows(surveyed: Surveyed) -> list[list[Cell]]:
    """One row a register."""
    gone, back = surveyed.done.gone, surveyed.done.back
    return [
        [
            Cell(_(book.title)),
            *(
                Cell(show_integer(count[book.name]) if count[book.name] else "")
                for count in (gone, back)
            ),
        ]
        for book in REGISTERS
        if gone[book.name] or back[book.name]
    ]
