"""The record at the right of its list: form, what stands under it, its history; drafts are kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from sachmatuy_desktop.domain.registers.attachments import book_of
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.domain.registers.people import EPISODES, PEOPLE
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.errors import BadInput, Conflict, KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services import attachments
from sachmatuy_desktop.services.bus import Outcome
from sachmatuy_desktop.services.records import DecideValue, SaveRecord
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.attachments.view import AttachmentsView
from sachmatuy_desktop.ui.case.view import CaseTab
from sachmatuy_desktop.ui.desk import CASE, Desk, keys_of
from sachmatuy_desktop.ui.forms import kept_drafts
from sachmatuy_desktop.ui.forms.child_lists import ChildLists, child_registers
from sachmatuy_desktop.ui.forms.drafts import Draft
from sachmatuy_desktop.ui.forms.history_view import HistoryView
from sachmatuy_desktop.ui.forms.likely_strip import LikelyStrip
from sachmatuy_desktop.ui.forms.record_dialog import new_values
from sachmatuy_desktop.ui.forms.record_form import RecordForm
from sachmatuy_desktop.ui.forms.return_strip import ReturnStrip
from sachmatuy_desktop.ui.icons import beside, icon
from sachmatuy_desktop.ui.keys import bind_one
from sachmatuy_desktop.ui.models.codes import title_in_words
from sachmatuy_desktop.ui.office_port import RecordKey
from sachmatuy_desktop.ui.unsaved import Unsaved

__all__ = ["UNREAD", "RecordPanel"]

UNREAD: Final = frozenset({"frozen", "sha256", "sequence"})
"""What the program keeps in its own books for itself: nothing to read for a person."""


class RecordPanel(QFrame):
    """One record, or a new one being written.  `record` is None for a new one."""

    closed = Signal()
    """Someone put the panel away."""

    saved = Signal(str)
    """The id of the record that was saved."""

    def __init__(self, desk: Desk, register: Register) -> None:
        super().__init__()
        self.desk = desk
        self.register = register
        self.record: str | None = None
        self._turn = 0
        """Counts the records shown: two new ones in a row are not the same."""
        self._defaults: Mapping[str, Value] = {}
        self._draft: Draft | None = None
        self._writable = desk.may_write(register)
        self._own = True
        self.form = RecordForm(
            desk.queries, register, desk.may_see, UNREAD if register.by_program else frozenset()
        )
        self.likely = LikelyStrip(desk, register, self.form.values)
        self.returned = ReturnStrip(desk, register)
        self.returned.marked.connect(self.form.mark)
        self.likely.chosen.connect(lambda found: desk.open_record(register.name, found))
        self.form.edited.connect(self._edited)
        self.form.finished.connect(self._to_save)
        self.form.freeze(not self._writable)
        self.case: CaseTab | None = None
        self.children_lists: ChildLists | None = None
        self.attachments: AttachmentsView | None = None
        self.history: HistoryView | None = None
        self._build()
        desk.changed.connect(self.records_changed)
        desk.drafts.hold(self)

    # What it shows

    def show_record(self, record: str) -> None:
        """Show a record; what was typed into another and not saved becomes a draft."""
        if record == self.record:
            return
        self._lay_aside()
        self._load(record)
        if self._draft is not None and self._draft.record == record:
            self.resume()

    def show_new(self, defaults: Mapping[str, Value] | None = None) -> None:
        """A new record."""
        self._lay_aside()
        self.record = None
        self._turn += 1
        self._defaults = dict(defaults or {})
        self._own = True
        self.title.setText(_("Thêm {one}").format(one=_(self.register.one)))
        self.form.freeze(not self._writable)
        self.tabs.setCurrentIndex(0)
        self.returned.show_record(None, "")
        self._offer_tabs()
        self.form.fill(new_values(self.register, self.desk, self._defaults), {})
        self.form.focus_first()

    def show_nothing(self) -> None:
        """The list has no such record any more."""
        self.record = None
        self._turn += 1
        self.form.fill({})
        self.closed.emit()

    @property
    def is_changed(self) -> bool:
        """Whether something typed is not saved: here or in the draft."""
        return self._writable and (self.form.is_changed or self._draft is not None)

    # What one can do

    def save(self) -> None:
        """Save what changed; what is wrong is said beside its field."""
        if not self._writable or not (self.form.is_changed or self.record is None):
            return
        if not self.form.is_valid:
            self.form.complain()
            return
        self.save_button.setEnabled(False)
        loaded = self.form.loaded if self.record is not None else None
        command = SaveRecord(self.register.name, self.record, self.form.changes(), loaded)
        saved = partial(self._saved, self._turn, self.record, self.form.state())
        self.desk.run(command, saved, self._refused, self)

    def drop_changes(self) -> None:
        """Forget what was typed."""
        if self.record is None:
            self.form.fill({})
            self.closed.emit()
        else:
            self._load(self.record)

    def save_draft(self) -> None:
        """Save the record that was left unfinished."""
        draft = self._draft
        if draft is None or draft.changes is None:
            return
        self._draft_over()
        loaded = draft.loaded if draft.record is not None else None
        command = SaveRecord(draft.register, draft.record, draft.changes, loaded)
        self.desk.run(command, failure=lambda error: self._draft_refused(draft, error), owner=self)

    def drop_draft(self) -> None:
        """Forget the record that was left unfinished."""
        self._draft_over()

    def resume(self) -> None:
        """Go back to the record that was left unfinished."""
        draft, self._draft = self._draft, None
        if draft is None:
            return
        if self.form.is_changed:
            self._draft = None
            self._lay_aside()
        if draft.record is None:
            self.record = None
            self._turn += 1
            self._defaults = draft.defaults
            self.title.setText(draft.title)
            self.form.fill(new_values(self.register, self.desk, draft.defaults), {})
        elif draft.record != self.record:
            self._load(draft.record)
        self.form.restore(draft.state)
        self._show_draft_bar()

    def records_changed(self, changed: frozenset[RecordKey]) -> None:
        """Follow an act: re-read the record unless someone is typing into it."""
        if self.children_lists is not None and self.record is not None:
            self.children_lists.records_changed(changed)
        if self.case is not None and self.case.person == self.record:
            self.case.records_changed(changed)
        self._attachments_changed(changed)
        self.returned.records_changed(changed)
        if self.record is None or self.record not in keys_of(changed, self.register.name):
            return
        row = self.desk.queries.rows(self.register.name, [self.record]).get(self.record)
        if row is None or row.get("deleted"):
            self.show_nothing()
        elif not self.form.is_changed:
            self._load(self.record)

    # How it is done

    def _load(self, record: str, keep: Collection[str] = ()) -> None:
        try:
            row = self.desk.queries.rows(self.register.name, [record]).get(record)
            names = self.desk.queries.names(self.register.name, [record])
            siblings = self.desk.queries.siblings(self.register.name, record)
        except KnownError as error:
            self.desk.feedback.sentence(error)
            return
        if row is None:
            self.show_nothing()
            return
        self._turn += self.record != record
        self.record = record
        self.title.setText(title_in_words(self.register, row, names.get(record, "")))
        known = {name: row[name] for name in self.register.by_name}
        self._own = row["unit_id"] == self.desk.office.info.unit_id
        self.form.fill(known, keep=keep)
        self.form.freeze(not (self._writable and self._own))
        self.foot_text.setText(_("* bắt buộc") if self._own else _("Của đơn vị khác: chỉ xem"))
        self.form.show_siblings(siblings, self._decide)
        self.returned.show_record(record, self.title.text())
        self._offer_tabs()
        self._count_attachments()
        self._show_tab()
        self._show_draft_bar()

    def _saved(
        self, turn: int, shown: str | None, sent: Mapping[str, Any], outcome: Outcome
    ) -> None:
        """Show what was saved; fields typed into since the save began are left as they are."""
        record = str(outcome.result)
        if self._turn != turn and self.record != record:
            self._forget_draft(shown, sent)  # someone has gone on to another record
            return
        typed = self.form.state()
        self._load(record, keep=[name for name, state in sent.items() if typed[name] != state])
        self.saved.emit(record)

    def _forget_draft(self, record: str | None, saved: Mapping[str, Any]) -> None:
        """What was laid aside while it was being saved is no draft any more."""
        draft = self._draft
        if draft is not None and draft.record == record and draft.state == saved:
            self._draft_over()

    def _refused(self, error: KnownError) -> None:
        self._edited()
        if isinstance(error, Conflict) and self.record is not None:
            row = self.desk.queries.rows(self.register.name, [self.record])[self.record]
            if self.form.meet({name: row[name] for name in self.register.by_name}):
                return
        if not (isinstance(error, BadInput) and self.form.complain_about(error)):
            self.desk.feedback.sentence(error)

    def _draft_refused(self, draft: Draft, error: KnownError) -> None:
        self._draft = draft
        self._show_draft_bar()
        self.desk.feedback.sentence(error)

    def _decide(self, field: str, value: Value) -> None:
        if self.record is not None:
            self.desk.run(DecideValue(self.register.name, self.record, field, value))

    def _lay_aside(self) -> None:
        if not (self._writable and self.form.is_changed):
            return
        self._draft = Draft(
            self.register.name,
            self.record,
            self.title.text(),
            self.form.state(),
            self.form.loaded,
            self._defaults,
            self.form.changes() if self.form.is_valid else None,
            self._kept("/aside"),
        )
        self._show_draft_bar()

    def unsaved(self) -> list[Unsaved]:
        """What is typed here and not saved, and what was laid aside."""
        typed = [self._kept()] if self._writable and self.form.is_changed else []
        return typed + ([] if self._draft is None else [self._draft.kept])

    def _kept(self, aside: str = "") -> Unsaved:
        offered = {} if self.record is not None else self._defaults
        title = f"{_(self.register.title)}: {self.title.text()}"
        return kept_drafts.of_form(self.form, self.record, title, {}, offered, aside)

    def _draft_over(self) -> None:
        self._draft = None
        self._show_draft_bar()

    def _show_draft_bar(self) -> None:
        draft = self._draft
        self.draft_bar.setVisible(draft is not None)
        if draft is not None:
            self.draft_text.setText(_("Chưa lưu: {title}").format(title=draft.title))
            self.draft_save.setEnabled(draft.changes is not None)

    def _edited(self) -> None:
        changed = self._writable and self.form.is_changed
        self.save_button.setEnabled(changed and self.form.is_valid)
        self.drop_button.setEnabled(changed or self.record is None)
        self.likely.watch(self.record, changed=changed)

    def _to_save(self) -> None:
        """After the last field comes the button that saves; Enter there saves."""
        if self.save_button.isEnabled():
            self.save_button.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.form.focus_first()

    def lead_to(self, name: str) -> None:
        """Bring a field of the form into sight, or the tab «Quản lý» (`desk.CASE`)."""
        if name == CASE:
            self.tabs.setCurrentWidget(self._case_page)
        else:
            self.tabs.setCurrentWidget(self._form_page)
            self.form.to_field(name)

    def _offer_tabs(self) -> None:
        for tab in range(1, self.tabs.count()):
            self.tabs.setTabEnabled(tab, self.record is not None)
        self.drop_button.setEnabled(self.record is None)

    def _show_tab(self) -> None:
        """Fill the tab in front; the others wait until someone looks at them."""
        page = self.tabs.currentWidget()
        if self.record is None or page is self._form_page:
            return
        if page is self._case_page:
            if self.case is None:
                self.case = CaseTab(self.desk)
                self._case_page.put(self.case)
            self.case.show_record(self.record)
        elif page is self._history_page:
            if self.history is None:
                self.history = HistoryView(self.desk, self.register)
                self._history_page.put(self.history)
            self.history.show_record(self.record)
        elif page is self._attachments_page:
            if self.attachments is None:
                self.attachments = AttachmentsView(self.desk, self.register)
                self._attachments_page.put(self.attachments)
            self.attachments.show_record(self.record)
            if not self.tabs.tabBar().hasFocus():
                self.attachments.setFocus()  # so that Ctrl+V pastes at once
        else:
            if self.children_lists is None:
                self.children_lists = ChildLists(self.desk, self.register)
                self._children_page.put(self.children_lists)
            self.children_lists.show_record(self.record)

    def _attachments_changed(self, changed: frozenset[RecordKey]) -> None:
        book = book_of(self.register)
        if book is not None and keys_of(changed, book.name) and self.record is not None:
            self._count_attachments()
            if self.attachments is not None:
                self.attachments.show_record(self.record)

    def _count_attachments(self) -> None:
        tab = self.tabs.indexOf(self._attachments_page)
        if tab < 0 or self.record is None:
            return
        try:
            count = attachments.count(self.desk.office.session, self.register.name, self.record)
        except KnownError as error:
            self.desk.feedback.sentence(error)
            return
        words = _("Tệp đính kèm")
        self.tabs.setTabText(tab, f"{words} ({count})" if count else words)

    def _build(self) -> None:
        self.setObjectName("sheet")
        self.title = QLabel()
        self.title.setFont(theme.scaled_font(1.18, bold=True))
        self.title.setWordWrap(True)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        close = QToolButton()
        close.setIcon(icon("x"))
        close.setToolTip(_("Đóng (Esc)"))
        close.setAccessibleName(_("Đóng bản ghi"))
        close.clicked.connect(self.closed.emit)
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(14), theme.px(10), theme.px(8), theme.px(4))
        head.addWidget(self.title, 1)
        head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._build_draft_bar())
        layout.addLayout(head)
        layout.addWidget(self._build_tabs(), 1)
        bind_one(self, "Ctrl+S", self.save)
        bind_one(self, "Esc", self.closed.emit)

    def _build_tabs(self) -> QTabWidget:
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self._form_page = QWidget()
        page = QVBoxLayout(self._form_page)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.returned)
        page.addWidget(self.likely)
        page.addWidget(self.form, 1)
        page.addWidget(self._build_foot())
        self.tabs.addTab(self._form_page, _("Thông tin"))
        self._case_page = _Holder()
        if self.register is PEOPLE and self.desk.may_open(EPISODES):
            self.tabs.addTab(self._case_page, _("Quản lý"))
        self._children_page = _Holder()
        children = child_registers(self.desk, self.register)
        if children:
            several = len(children) > 1
            self.tabs.addTab(
                self._children_page, _("Theo dõi") if several else _(children[0].title)
            )
        self._attachments_page = _Holder()
        if attachments.may_see(self.desk.office.session, self.register):
            self.tabs.addTab(self._attachments_page, _("Tệp đính kèm"))
        self._history_page = _Holder()
        self.tabs.addTab(self._history_page, _("Lịch sử"))
        self.tabs.currentChanged.connect(self._show_tab)
        return self.tabs

    def _build_foot(self) -> QWidget:
        foot = QFrame()
        foot.setObjectName("foot")
        foot.setStyleSheet(
            f"#foot {{ background: {theme.PAPER}; border: 0; border-top: 1px solid {theme.LINE}; }}"
        )
        self.save_button = QPushButton(beside("save", "#ffffff"), _("Lưu"))
        self.save_button.setProperty("role", "primary")
        self.save_button.setToolTip(_("Lưu (Ctrl+S)"))
        self.save_button.setAutoDefault(True)
        self.save_button.clicked.connect(self.save)
        self.drop_button = QPushButton(_("Bỏ"))
        self.drop_button.setToolTip(_("Bỏ những gì vừa gõ"))
        self.drop_button.clicked.connect(self.drop_changes)
        row = QHBoxLayout(foot)
        row.setContentsMargins(theme.px(14), theme.px(7), theme.px(14), theme.px(7))
        self.foot_text = QLabel(_("* bắt buộc"))
        self.foot_text.setProperty("role", "faint")
        row.addWidget(self.foot_text)
        row.addStretch(1)
        row.addWidget(self.drop_button)
        row.addWidget(self.save_button)
        if not self._writable:
            foot.hide()
        return foot

    def _build_draft_bar(self) -> QWidget:
        self.draft_bar = QFrame()
        self.draft_bar.setObjectName("draft")
        self.draft_bar.setStyleSheet(
            f"#draft {{ background: {theme.Tone.CARE.wash}; border: 0;"
            f" border-bottom: 1px solid {theme.LINE}; }}"
        )
        self.draft_text = QLabel()
        self.draft_text.setWordWrap(True)
        self.draft_save = QPushButton(_("Lưu"))
        self.draft_save.clicked.connect(self.save_draft)
        self.draft_drop = QPushButton(_("Bỏ"))
        self.draft_drop.clicked.connect(self.drop_draft)
        self.draft_resume = QPushButton(_("Viết tiếp"))
        self.draft_resume.clicked.connect(self.resume)
        row = QHBoxLayout(self.draft_bar)
        row.setContentsMargins(theme.px(14), theme.px(5), theme.px(8), theme.px(5))
        row.addWidget(self.draft_text, 1)
        for button in (self.draft_save, self.draft_drop, self.draft_resume):
            row.addWidget(button)
        self.draft_bar.hide()
        return self.draft_bar


class _Holder(QWidget):
    """A tab that is filled when someone looks at it."""

    def __init__(self) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)

    def put(self, widget: QWidget) -> None:
        """Fill the tab."""
        self._layout.addWidget(widget)
