"""What merging a bundle would do, before it is done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.dates import parse_moment, show_moment
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.services.bundles import Staged
from sachmatuy_desktop.storage.queries import Queries
from sachmatuy_desktop.sync.bundle import Kind
from sachmatuy_desktop.ui.attachments.words import files_and_size
from sachmatuy_desktop.ui.dialogs.kit import Sheet, faint, open_at, paragraph
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["KINDS", "MergeDialog", "count_rows", "findings"]

KINDS: Final = {
    Kind.CHANGES: N_("Gói dữ liệu"),
    Kind.RECEIPT: N_("Biên nhận"),
    Kind.RETURN: N_("Gói trả lời"),
    Kind.TRANSFER: N_("Hồ sơ chuyển nơi cư trú"),
}

LISTED: Final = 200
"""Conflicts listed by name."""


class MergeDialog(Sheet):
    """Counts by register, what needs a person, and «Gộp»."""

    def __init__(self, staged: Staged, queries: Queries, parent: QWidget | None = None) -> None:
        dispatch = staged.envelope.dispatch
        told = _("{kind} số {number} của {sender}, lập {moment}").format(
            kind=_(KINDS[staged.kind]),
            number=dispatch.sequence,
            sender=staged.sender.name,
            moment=show_moment(parse_moment(dispatch.created)),
        )
        if staged.part is not None:
            told += " · " + _("phần {part}").format(part=staged.part)
        super().__init__(_("Xem trước khi gộp"), told, parent)
        self.counts = PlainTable(_("Thay đổi theo sổ"))
        self.findings = PlainTable(_("Cần người xem lại"))
        self._fill(staged, queries)
        if staged.changes_nothing:
            self.close_with(_("Đóng"))
        else:
            self.body.addWidget(
                faint(_("Chương trình tự sao lưu trước khi gộp; gộp lỗi thì không có gì đổi."))
            )
            self.finish_with(_("Gộp vào dữ liệu"), self.accept)
        listed = self.counts.rows or self.findings.rows
        open_at(self, 720 if listed else 560, 560 if listed else 0)

    @classmethod
    def ask(cls, staged: Staged, queries: Queries, parent: QWidget | None) -> bool:
        """Whether to merge."""
        dialog = cls(staged, queries, parent)
        wanted = dialog.ask_person()
        return wanted and not staged.changes_nothing

    def _fill(self, staged: Staged, queries: Queries) -> None:
        if staged.known_already:
            self.body.addWidget(paragraph(_("Gói này đã được nhập trước đây; không có gì đổi.")))
            self.body.addStretch(1)
            return
        if staged.kind is Kind.RECEIPT:
            self.body.addWidget(
                paragraph(_("Biên nhận xác nhận những gì cơ quan tiếp nhận đã giữ."))
            )
        self.keys = paragraph(" ".join(map(say, staged.told)))
        self.keys.setVisible(bool(staged.told))
        self.body.addWidget(self.keys)
        rows = count_rows(staged)
        if rows:
            heads = [
                Head(_("Sổ"), grows=True),
                Head(_("Mới"), right=True),
                Head(_("Sửa"), right=True),
                Head(_("Xóa"), right=True),
            ]
            self.body.addWidget(self.counts, 2)
            self.counts.show_rows(heads, rows)
        else:
            self.body.addWidget(paragraph(_("Gói không có ghi chép nào mới đối với máy này.")))
        self.files = faint(files_line(staged))
        if self.files.text():
            self.body.addWidget(self.files)
        found = findings(staged, queries)
        if found:
            self.body.addWidget(paragraph(_("Cần người xem lại: {count}").format(count=len(found))))
            self.findings.show_rows(
                [Head(_("Loại")), Head(_("Nội dung"), grows=True, wraps=True)], found
            )
            self.body.addWidget(self.findings, 2)
        else:
            self.body.addWidget(faint(_("Không có chỗ nào hai nơi cùng sửa, không thiếu gói nào.")))
            if not rows:
                self.body.addStretch(1)


def count_rows(staged: Staged) -> list[list[Cell]]:
    """One row a register: new, changed, removed."""
    report = staged.report
    return [
        [
            Cell(_(book.title)),
            *(
                Cell(show_integer(count[book.name]) if count[book.name] else "")
                for count in (report.new, report.changed, report.removed)
            ),
        ]
        for book in REGISTERS
        if report.new[book.name] or report.changed[book.name] or report.removed[book.name]
    ]


def files_line(staged: Staged) -> str:
    """What comes of attachments, and what does not."""
    report, said = staged.report, []
    if report.files:
        said.append(_("Kèm {files}.").format(files=files_and_size(report.files, report.file_bytes)))
    if report.files_early:
        said.append(
            _("{count} tệp đính kèm được giữ chờ phần có ghi chép của chúng.").format(
                count=show_integer(report.files_early)
            )
        )
    if report.lacking and staged.parts_missing:
        said.append(
            _("Chưa nhận {count} tệp; phần khác hoặc gói sau mang tới.").format(
                count=show_integer(report.lacking)
            )
        )
    elif report.lacking:
        said.append(
            _("Chưa nhận {count} tệp; biên nhận sẽ xin gửi trong gói sau.").format(
                count=show_integer(report.lacking)
            )
        )
    return " ".join(said)


def findings(staged: Staged, queries: Queries) -> list[list[Cell]]:
    """What needs a person: missing predecessors, refused records, two offices' edits."""
    report = staged.report
    found = []
    if staged.parts_missing:
        text = _(
            "Chưa nhập phần {numbers} của gói này. Nhập phần nào trước cũng được; phần bị mất thì "
            "gói sau mang lại."
        ).format(numbers=", ".join(map(str, staged.parts_missing)))
        found.append([Cell(_("Thiếu phần"), Tone.CARE), Cell(text)])
    if report.parked and staged.parts_missing:
        text = _("{count} phần dữ liệu chờ phần trước và tự vào khi phần đó được nhập.").format(
            count=report.parked
        )
        found.append([Cell(_("Chờ"), Tone.CARE), Cell(text)])
    elif report.parked:
        text = _("Thiếu gói trước đó: {count} phần phải chờ; hãy xin lại gói đủ.").format(
            count=report.parked
        )
        found.append([Cell(_("Thiếu gói"), Tone.CARE), Cell(text)])
    found += [[Cell(_("Không nhận"), Tone.BLOCK), Cell(_(reason))] for reason in report.quarantined]
    found += [
        [Cell(_("Cùng sửa"), Tone.CARE), Cell(text)]
        for text in _conflicts(report.conflicts[:LISTED], queries)
    ]
    return found


def _conflicts(conflicts: Sequence[tuple[str, str]], queries: Queries) -> list[str]:
    told = []
    for register, record in conflicts:
        name = queries.names(register, [record]).get(record, "")
        title = _(REGISTERS[register].title)
        told.append(f"{title}: {name}" if name else title)
    return told
