"""A person's file from another commune, looked over before it is taken in."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.dates import parse_date, show_date
from sachmatuy_desktop.domain.dossier import Dossier, unread
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.values import show
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.sync.arrivals import Placing
from sachmatuy_desktop.services.sync.transfers import already_here
from sachmatuy_desktop.storage.queries import Queries
from sachmatuy_desktop.ui.dialogs.kit import (
    CalmChoice,
    Entry,
    Sheet,
    faint,
    heading,
    label_of,
    open_at,
    paragraph,
)
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.models.cells import Cell

__all__ = ["PersonArrivesDialog"]


class PersonArrivesDialog(Sheet):
    """Who comes, from where, with what; who of the same name is here; where the person lives."""

    def __init__(self, dossier: Dossier, queries: Queries, parent: QWidget | None = None) -> None:
        journey = dossier.journey
        super().__init__(
            _("Tiếp nhận hồ sơ chuyển đến"),
            _(
                "Chuyển từ {origin}, ngày {day}. Hồ sơ thành ghi chép của xã này; nơi đi vẫn giữ "
                "bản của mình."
            ).format(origin=journey.origin, day=show_date(parse_date(journey.moved_on))),
            parent,
        )
        self.who = heading(_title(dossier))
        self.body.addWidget(self.who)
        self.counts = PlainTable(_("Hồ sơ gồm có"))
        self.same = paragraph()
        self.village = CalmChoice()
        self.village.addItem(_("Chưa rõ"), None)
        for record, name in queries.names("villages", queries.ids("villages")).items():
            self.village.addItem(name, record)
        label = label_of(_("Thôn, khu phố nơi ở mới"), self.village)
        self.address = Entry(_("Nơi ở hiện tại"))
        self._fill(dossier, queries)
        for widget in (label, self.village, self.address):
            self.body.addWidget(widget)
        self.body.addWidget(
            faint(_("Tiếp nhận xong, chương trình ghi biên nhận để gửi lại nơi đi."))
        )
        self.finish_with(_("Tiếp nhận hồ sơ"), self.accept)
        open_at(self, 600, 600)
        self.village.setFocus()

    @classmethod
    def ask(cls, dossier: Dossier, queries: Queries, parent: QWidget | None) -> Placing | None:
        """Where the person lives now, or None if the file is not taken in."""
        dialog = cls(dossier, queries, parent)
        return dialog.placing() if dialog.ask_person() else None

    def placing(self) -> Placing:
        """The answers."""
        return Placing(self.village.currentData(), self.address.text or None)

    def _fill(self, dossier: Dossier, queries: Queries) -> None:
        rows = [
            [Cell(_(book.title)), Cell(show_integer(dossier.count(book.name)))]
            for book in REGISTERS
            if dossier.count(book.name)
        ]
        self.counts.show_rows([Head(_("Sổ"), grows=True), Head(_("Ghi chép"), right=True)], rows)
        self.body.addWidget(self.counts, 1)
        newer = unread(dossier)
        if newer:
            self.body.addWidget(
                paragraph(
                    _(
                        "Chương trình này chưa đọc được {count} mục do phiên bản mới hơn ghi; hãy "
                        "cập nhật chương trình trước khi tiếp nhận nếu cần."
                    ).format(count=len(newer))
                )
            )
        here = already_here(queries, dossier.person.values)
        if here:
            names = queries.names("people", here)
            self.same.setText(
                _(
                    "Có thể người này đã có trong danh sách: {names}. Tiếp nhận vẫn ghi thành "
                    "người mới; gộp lại sau ở trang Kiểm tra."
                ).format(names="; ".join(names.values()))
            )
            self.body.addWidget(self.same)


def _title(dossier: Dossier) -> str:
    book = REGISTERS["people"]
    values = dossier.person.values
    parts = [show(book[name], values.get(name)) for name in (*book.naming, "citizen_number")]
    return ", ".join(part for part in parts if part)
