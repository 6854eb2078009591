"""The right side of «Hai nơi cùng sửa»: what stood there, each value with who, when and where."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.storage.sync.conflicts import Claim
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.chips import Chip
from sachmatuy_desktop.ui.detail_side import DetailSide
from sachmatuy_desktop.ui.dialogs.kit import button, clear, faint, heading, paragraph, row
from sachmatuy_desktop.ui.models.conflict_words import Line, Said
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["ConflictDetail"]


class ConflictDetail(DetailSide):
    """Cards one under the other, each with the button that chooses it; none is chosen before."""

    chosen = Signal(object)
    """The claim that shall stand."""

    opened = Signal()
    """The record is wanted."""

    def __init__(self) -> None:
        super().__init__(_("Các giá trị"))
        self.buttons: list[tuple[Claim, Callable[[], None]]] = []

    def show_line(self, line: Line | None) -> None:
        """Tell of another conflict, or of none."""
        clear(self._body)
        self.buttons = []
        if line is None:
            self._body.addWidget(faint(_("Không có chỗ nào hai nơi cùng sửa.")))
            self._body.addStretch(1)
            return
        self._body.addWidget(heading(line.record))
        self._body.addWidget(faint(f"{line.book} · {line.what} · {line.unit}"))
        self._body.addLayout(
            row(button(_("Mở ghi chép"), self.opened.emit, picture="eye", door=True), None)
        )
        self._body.addWidget(_card(line, line.before, _("Trước đó"), None))
        for said in line.said:
            self._body.addWidget(self._claim(line, said))
        if not line.ours:
            words = _("Đơn vị này chọn giá trị đúng rồi gửi lại trong gói sau.")
            self._body.addWidget(faint(words))
        self._body.addStretch(1)

    def _claim(self, line: Line, said: Said) -> QFrame:
        claim = said.claim
        assert claim is not None  # noqa: S101  (only what stood before has none)
        choose: Callable[[], None] = partial(self.chosen.emit, claim)
        self.buttons.append((claim, choose))
        title = _("Đang hiện") if claim.shown else _("Giá trị khác")
        return _card(line, said, title, choose)


def _card(line: Line, said: Said, title: str, choose: Callable[[], None] | None) -> QFrame:
    card = QFrame()
    card.setObjectName("claim")
    card.setStyleSheet(
        f"#claim {{ background: {theme.SHEET}; border: 1px solid {theme.LINE};"
        f" border-radius: {theme.px(4)}px; }}"
    )
    inside = QVBoxLayout(card)
    inside.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(10))
    inside.setSpacing(theme.px(4))
    shown = said.claim is not None and said.claim.shown
    inside.addLayout(row(Chip(title, Tone.BUSY if shown else Tone.QUIET), None))
    alone = len(said.values) == 1
    for label, value in zip(line.labels, said.values, strict=True):
        inside.addWidget(paragraph(value if alone else f"{label}: {value}", selectable=True))
    told = " · ".join(each for each in (said.by, said.at, said.office) if each)
    if told:
        inside.addWidget(faint(told))
    if choose is not None and line.ours:
        made = button(said.verb, choose)
        made.setAccessibleName(f"{said.verb}: {', '.join(said.values)}")
        inside.addLayout(row(made, None))
    return card
