"""Who did something, in which office held, on which day, by which paper: the lines of a dialog."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtWidgets import QComboBox, QGridLayout, QVBoxLayout, QWidget

from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.storage.queries import Queries, Where
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import CalmChoice, DateEntry, Entry, label_of

__all__ = ["SignedLines", "officials_of"]


class SignedLines(QWidget):
    """Day, name, position, document; `papers` are issued ones to take instead of typing.

    `officials` are the names the office's letterhead knows, by how their position begins.
    """

    def __init__(
        self,
        today: date,
        positions: Sequence[str],
        *,
        day: str = "",
        who: str = "",
        papers: Mapping[str, str] | None = None,
        wants_paper: bool = True,
        officials: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__()
        self._today = today
        self._officials = dict(officials or {})
        self._named = ""
        self.done_on = DateEntry(day or _("Ngày làm"), today)
        self.who = Entry(who or _("Người làm, người ký"))
        self.position = QComboBox()
        self.position.setEditable(True)
        self.position.addItems(list(positions))
        self.position.setAccessibleName(_("Chức vụ"))
        self.paper = CalmChoice()
        self.paper.setAccessibleName(_("Văn bản đã phát hành"))
        self.paper.setMinimumContentsLength(18)
        self.paper.addItem(_("(ghi số ở dưới)"), None)
        for record, title in (papers or {}).items():
            self.paper.addItem(title, record)
        if papers:
            self.paper.setCurrentIndex(1)
        self.document = Entry(_("Văn bản số"), hint=_("Ví dụ: 05/BB-UBND"))
        self.document_on = DateEntry(_("Ngày văn bản"))
        self._lay_out(has_papers=bool(papers), wants_paper=wants_paper)
        self.paper.currentIndexChanged.connect(lambda _place: self._paper_chosen())
        self.position.currentTextChanged.connect(lambda _text: self._name_official())
        self._paper_chosen()
        self._name_official()

    @property
    def paper_id(self) -> str | None:
        """The issued document chosen."""
        chosen = self.paper.currentData()
        return None if chosen is None else str(chosen)

    def day(self) -> date:
        """The day; raises `BadInput`, said beside the field."""
        day = self.done_on.demand_day()
        if day > self._today:
            error = BadInput(N_("Ngày làm ở tương lai; hãy ghi khi đã làm."))
            self.done_on.say(_(error.message))
            raise error
        return day

    def position_held(self) -> str:
        """The position; raises `BadInput`."""
        position = self.position.currentText().strip()
        if not position:
            raise BadInput(N_("Hãy ghi chức vụ.")).at("position")
        return position

    def say(self, field: str | None, sentence: str) -> bool:
        """Say what is wrong beside its field; False where there is no such field here."""
        entries = {"done_on": self.done_on, "who": self.who, "document": self.document}
        entry = entries.get(field or "")
        if entry is None:
            return False
        entry.say(sentence)
        return True

    def put_beside_day(self, entry: DateEntry) -> None:
        """Put another field beside the day, where no issued documents are offered."""
        self._grid.addWidget(entry, 1, 1)
        QWidget.setTabOrder(self.done_on.line, entry.line)

    def _name_official(self) -> None:
        """Who holds the position, as long as no other name was typed."""
        if self.who.text != self._named:
            return
        position = self.position.currentText()
        holds = [name for begins, name in self._officials.items() if position.startswith(begins)]
        self._named = holds[0] if holds else ""
        self.who.line.setText(self._named)

    def _paper_chosen(self) -> None:
        typed = self.paper_id is None
        self.document.setEnabled(typed)
        self.document_on.setEnabled(typed)

    def _lay_out(self, *, has_papers: bool, wants_paper: bool) -> None:
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(8))
        grid.addWidget(self.who, 0, 0)
        grid.addLayout(_labelled(_("Chức vụ"), self.position), 0, 1)
        grid.addWidget(self.done_on, 1, 0)
        if wants_paper:
            if has_papers:
                grid.addLayout(_labelled(_("Văn bản đã phát hành"), self.paper), 1, 1)
            grid.addWidget(self.document, 2, 0)
            grid.addWidget(self.document_on, 2, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)


def officials_of(queries: Queries, unit: str) -> dict[str, str]:
    """The chair and the head of police, as the office's letterhead names them."""
    rows = queries.rows("settings", queries.ids("settings", [Where("unit_id", "=", unit)]))
    found: dict[str, str] = {}
    for row in rows.values():
        for begins, field in (("Chủ tịch", "signer"), ("Trưởng Công an", "police_chief")):
            if row[field]:
                found[begins] = str(row[field])
    return found


def _labelled(text: str, widget: QWidget) -> QVBoxLayout:
    label = label_of(text, widget)
    layout = QVBoxLayout()
    layout.setSpacing(theme.px(3))
    layout.addWidget(label)
    layout.addWidget(widget)
    layout.addStretch(1)
    return layout
