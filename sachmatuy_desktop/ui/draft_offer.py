"""What an earlier run left half written, offered at the head of the window after unlocking."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.storage.drafts import Draft
from sachmatuy_desktop.ui import clipboard
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import Sheet, button, long_text, open_at
from sachmatuy_desktop.ui.draft_bar import DraftBar, since
from sachmatuy_desktop.ui.forms import kept_drafts
from sachmatuy_desktop.ui.forms.kept_drafts import RECORD
from sachmatuy_desktop.ui.forms.record_dialog import RecordDialog

__all__ = ["DraftOffer", "DraftWords"]


class DraftOffer(QWidget):
    """The newest draft of an earlier run; the next one once that is decided."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.bar = DraftBar(self._go_on, self._drop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.bar)
        desk.drafts.waiting_changed.connect(self.show_newest)
        self.show_newest()

    @property
    def draft(self) -> Draft | None:
        """What is offered now."""
        return next(iter(self._desk.drafts.waiting), None)

    def show_newest(self) -> None:
        """Offer the newest draft that waits, or nothing."""
        draft = self.draft
        if draft is None:
            self.bar.hide()
            return
        at = since(draft, self._desk.office.clock.today())
        told = _("Còn bản nhập dở lúc {at}: {title}").format(at=at, title=draft.title)
        more = len(self._desk.drafts.waiting) - 1
        if more:
            told += " " + _("(và {count} bản khác)").format(count=more)
        self.bar.say(told, "" if _is_record(draft) else _("Xem"))

    def _go_on(self) -> None:
        draft = self.draft
        if draft is None:
            return
        if not _is_record(draft):
            DraftWords(draft, self.window()).open()
            return
        content: dict[str, Any] = dict(draft.content)
        register, record = REGISTERS[content["register"]], content["record"]
        if record is not None:
            row = self._desk.queries.rows(register.name, [record]).get(record)
            if row is None or row["deleted"]:
                told = _("Bản ghi này không còn nữa; chỉ xem và chép lại được.")
                DraftWords(draft, self.window(), told).open()
                return
        dialog = RecordDialog(
            self._desk, register, record, content["defaults"], self.window(), content["offered"]
        )
        self._desk.drafts.take_up(draft)
        dialog.put_back(content)
        dialog.open()

    def _drop(self) -> None:
        if self.draft is not None:
            self._desk.drafts.decline(self.draft)


class DraftWords(Sheet):
    """The words of a draft whose dialog only opens from its own place: to read, or to copy."""

    def __init__(self, draft: Draft, parent: QWidget, told: str = "") -> None:
        usual = _("Mở lại đúng việc này thì chương trình đưa bản nhập dở ra để nhập tiếp.")
        super().__init__(draft.title, told or usual, parent)
        self.words = long_text(_("Phần đã nhập"), 260, "\n".join(_words(draft)))
        self.words.setReadOnly(True)
        self.body.addWidget(self.words, 1)
        self.foot.addWidget(button(_("Chép"), self._copy, picture="copy"))
        self.close_with(_("Đóng"))
        self.finished.connect(self.deleteLater)
        open_at(self, 560, 420)

    def _copy(self) -> None:
        clipboard.copy_text(self.words.toPlainText(), restricted=True)


def _is_record(draft: Draft) -> bool:
    return bool(draft.content.get("kind") == RECORD)


def _words(draft: Draft) -> list[str]:
    typed = draft.content.get("typed", {})
    if _is_record(draft):
        fields = REGISTERS[str(draft.content["register"])].by_name
        return [
            f"{_(fields[name].label)}: {kept_drafts.text_of(state)}"
            for name, state in typed.items()
        ]
    return [f"{name.partition('#')[0]}: {text}" for name, text in typed.items()]
