"""The third tab: what two places wrote without knowing of each other, with every value."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync.bundles import Staged
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import faint, paragraph
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.models.conflict_words import Line, Said, lines_of

__all__ = ["Conflicts"]


class Conflicts(QWidget):
    """A row a conflict; nothing is decided here: that is done after the merge, or never."""

    def __init__(self, office: Office, staged: Staged) -> None:
        super().__init__()
        preview = staged.preview
        self.table = PlainTable(_("Hai nơi cùng sửa"))
        self.table.show_rows(
            [
                Head(_("Ghi chép"), wraps=True, widest=220),
                Head(_("Mục")),
                Head(_("Trước đó")),
                Head(_("Các giá trị"), grows=True, wraps=True),
            ],
            [_row(each) for each in lines_of(office, preview.conflicts)],
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(4 * (theme.px(10),)))
        layout.addWidget(
            paragraph(
                _(
                    "Gộp giữ mọi giá trị, không giá trị nào mất. Một giá trị hiện ra cho đến"
                    " khi có người chọn ở thẻ «Hai nơi cùng sửa» của trang Đồng bộ."
                )
            )
        )
        layout.addWidget(self.table, 1)
        rest = preview.conflict_count - len(preview.conflicts)
        if rest:
            layout.addWidget(faint(_("… và {count} chỗ nữa.").format(count=show_integer(rest))))


def _row(line: Line) -> list[Cell]:
    return [
        Cell(f"{line.record}\n{line.book}"),
        Cell(line.what),
        Cell(" / ".join(line.before.values)),
        Cell("\n".join(_said(each) for each in line.said)),
    ]


def _said(said: Said) -> str:
    told = " · ".join(each for each in (said.by, said.at, said.office) if each)
    value = " / ".join(said.values)
    if said.claim is not None and said.claim.shown:
        value = _("{value} – sẽ hiện").format(value=value)
    return f"{value}  ({told})"
