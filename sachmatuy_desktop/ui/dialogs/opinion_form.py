"""What is asked when something is returned: reason, what is to be done, until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.registers.fields import Field
from sachmatuy_desktop.domain.registers.returns import RETURN_KINDS
from sachmatuy_desktop.domain.returns import About
from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.packs.return_reasons import Reason, return_reasons
from sachmatuy_desktop.services.sync.returns import Opinion
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import CalmChoice, DateEntry, Entry, label_of, long_text

__all__ = ["OpinionForm"]

MARKS: Final = 5
"""Fields seen at once; the others are scrolled to."""


class OpinionForm(QWidget):
    """A proposed reason fills the words, the fields and a last day; each may be changed.

    With `kinds` it may also be a remark; `fields` are those of the record that may be meant.
    No last day is before the `earliest`.
    """

    edited = Signal()
    """Something was typed, chosen or ticked."""

    def __init__(
        self,
        earliest: date,
        about: About,
        book: str = "",
        fields: Sequence[Field] = (),
        *,
        kinds: bool = False,
    ) -> None:
        super().__init__()
        self._earliest = earliest
        self._reasons: tuple[Reason, ...] = ()
        self.reason = CalmChoice()
        self.reason.setAccessibleName(_("Lý do thường gặp"))
        self.reason.setMinimumContentsLength(24)
        self.kind = CalmChoice()
        self.kind.setAccessibleName(_("Loại"))
        for code, words in RETURN_KINDS.items():
            self.kind.addItem(_(words), code)
        self.subject = Entry(_("Về việc"))
        self.content = long_text(_("Nội dung"), 64)
        self.due_on = DateEntry(_("Thời hạn (nếu có)"))
        self.marks = QListWidget()
        self.marks.setAccessibleName(_("Các mục cần bổ sung"))
        for field in fields:
            item = QListWidgetItem(_(field.label))
            item.setData(Qt.ItemDataRole.UserRole, field.name)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.marks.addItem(item)
        self._lay_out(kinds=kinds, marks=bool(fields))
        self.propose_for(about, book)
        self.reason.activated.connect(lambda _place: self._take_reason())
        self.subject.edited.connect(self.edited)
        self.due_on.edited.connect(self.edited)
        self.content.textChanged.connect(self.edited)
        self.kind.currentIndexChanged.connect(lambda _place: self.edited.emit())
        self.marks.itemChanged.connect(lambda _item: self.edited.emit())

    def propose_for(self, about: About, book: str = "") -> None:
        """Offer the reasons that fit another kind of thing; what was typed stays."""
        self._reasons = return_reasons().fitting(about, book)
        self.reason.clear()
        self.reason.addItem(_("(tự ghi ở dưới)"))
        for each in self._reasons:
            self.reason.addItem(each.words)

    def put(self, opinion: Opinion) -> None:
        """Show what was said."""
        self.choose_kind(opinion.kind)
        self.subject.line.setText(opinion.subject)
        self.content.setPlainText(opinion.content)
        if opinion.due_on is not None:
            self.due_on.put(opinion.due_on)
        self._tick(opinion.marked)

    def opinion(self) -> Opinion:
        """What is said; raises `BadInput`, said beside its field."""
        due = self.due_on.day
        if due is not None and due < self._earliest:
            error = BadInput(N_("Thời hạn đã qua; hãy chọn ngày khác.")).at("due_on")
            self.due_on.say(say(error))
            raise error
        return Opinion(
            self.subject.demand(),
            self.content.toPlainText().strip(),
            due,
            str(self.kind.currentData()),
            self._ticked(),
        )

    def say(self, error: BadInput) -> bool:
        """Say what was refused beside its field; False where there is no such field."""
        beside = {"subject": self.subject, "due_on": self.due_on}.get(error.field or "")
        if beside is not None:
            beside.say(say(error))
        return beside is not None

    def choose_kind(self, kind: str) -> None:
        """Choose what it is."""
        self.kind.setCurrentIndex(max(self.kind.findData(kind), 0))

    def choose_reason(self, words: str) -> None:
        """Take a proposed reason."""
        self.reason.setCurrentText(words)
        self._take_reason()

    def _take_reason(self) -> None:
        place = self.reason.currentIndex() - 1
        if not 0 <= place < len(self._reasons):
            return
        reason = self._reasons[place]
        self.subject.line.setText(reason.words)
        self.content.setPlainText(reason.content)
        if not self.due_on.text:
            self.due_on.put(self._earliest + timedelta(days=return_reasons().days))
        self._tick(reason.fields)

    def _tick(self, names: Sequence[str]) -> None:
        for item in self._items():
            on = item.data(Qt.ItemDataRole.UserRole) in names
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            if on:
                self.marks.scrollToItem(item)

    def _ticked(self) -> tuple[str, ...]:
        return tuple(
            str(item.data(Qt.ItemDataRole.UserRole))
            for item in self._items()
            if item.checkState() is Qt.CheckState.Checked
        )

    def _items(self) -> list[QListWidgetItem]:
        return [self.marks.item(place) for place in range(self.marks.count())]

    def _lay_out(self, *, kinds: bool, marks: bool) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        if kinds:
            layout.addWidget(label_of(_("Loại"), self.kind))
            layout.addWidget(self.kind)
        layout.addWidget(label_of(_("Lý do thường gặp"), self.reason))
        layout.addWidget(self.reason)
        layout.addWidget(self.subject)
        layout.addWidget(label_of(_("Nội dung"), self.content))
        layout.addWidget(self.content)
        if marks:
            layout.addWidget(label_of(_("Các mục cần bổ sung"), self.marks))
            height = self.marks.sizeHintForRow(0) * MARKS + 2 * self.marks.frameWidth()
            self.marks.setFixedHeight(height)
            layout.addWidget(self.marks)
        layout.addWidget(self.due_on)
