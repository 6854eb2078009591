"""The one window: rail at the left, a page beside it, a quiet line at the foot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from sachmatuy_desktop import diagnostics
from sachmatuy_desktop.domain.acts import act_title
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui import clipboard, theme
from sachmatuy_desktop.ui.actions import make_actions, menu_of
from sachmatuy_desktop.ui.desk import Desk, Door
from sachmatuy_desktop.ui.dialogs.keys import KeysDialog
from sachmatuy_desktop.ui.dialogs.own_passphrase import change_own_passphrase
from sachmatuy_desktop.ui.draft_offer import DraftOffer
from sachmatuy_desktop.ui.icons import icon
from sachmatuy_desktop.ui.models.codes import capital
from sachmatuy_desktop.ui.pages.page import Page, PageSpec
from sachmatuy_desktop.ui.rail import Rail
from sachmatuy_desktop.ui.search_box import SearchBox
from sachmatuy_desktop.ui.settling import Settling
from sachmatuy_desktop.ui.status_line import StatusLine
from sachmatuy_desktop.ui.zoom import Zoom

__all__ = ["MainWindow"]

SYNC: Final = "sync"
TODAY: Final = "today"

NARROW: Final = 1180
"""Below this width, at the base type size, the rail shows icons alone."""


class MainWindow(QMainWindow):
    """An office on screen.  Pages are made when they are first opened."""

    lock_wanted = Signal()
    """Somebody asked to lock the program."""

    closed = Signal()
    """The window was closed by hand."""

    def __init__(self, desk: Desk, pages: Sequence[PageSpec], zoom: Zoom) -> None:
        super().__init__()
        self.desk = desk
        self.zoom = zoom
        self._specs = {each.id: each for each in pages if each.allowed(desk)}
        self.pages: dict[str, Page] = {}
        self.rail = Rail(tuple(self._specs.values()))
        self.stack = QStackedWidget()
        self.search = SearchBox(desk)
        self.status = StatusLine(desk)
        desk.drafts.start()
        self.draft_offer = DraftOffer(desk)
        self.settling = Settling(desk.office.session.store, desk.operations, self)
        self.actions_by_id = make_actions(self, self._slots())
        self._lay_out()
        self.setWindowTitle(_title(desk))
        self.setMinimumSize(960, 560)
        self.resize(1280, 720)
        desk.feedback.speak_in(self)
        desk.door.connect(self.go_through)
        desk.page_wanted.connect(self._to_page)
        desk.acted.connect(self._name_undo)
        self.search.found.connect(desk.open_record)
        self.rail.chosen.connect(self.open_page)
        self._number_keys()
        self._name_undo()
        self._day = desk.office.clock.today()
        self.open_page(next(iter(self._specs)))

    @property
    def page_ids(self) -> list[str]:
        """The pages this account has, in the order of the rail."""
        return list(self._specs)

    @property
    def page(self) -> Page:
        """The page in front."""
        page = self.stack.currentWidget()
        assert isinstance(page, Page)  # noqa: S101  (the stack holds pages only)
        return page

    def open_page(self, page_id: str) -> Page:
        """Bring a page to the front."""
        if page_id not in self.pages:
            page = self._specs[page_id].make(self.desk)
            self.pages[page_id] = page
            self.stack.addWidget(page)
        page = self.pages[page_id]
        self.stack.setCurrentWidget(page)
        self.rail.mark(page_id)
        page.opened()
        if page.focusProxy() is not None:
            page.setFocus(Qt.FocusReason.OtherFocusReason)
        return page

    def read_first_page_anew(self) -> None:
        """For what no record tells of: a backup was made."""
        if self.page is self.pages.get(TODAY):
            self.page.opened()

    def go_through(self, door: Door) -> None:
        """Open the page behind a door and show there what the door is about."""
        page_id = self._page_behind(door.register)
        if page_id is not None:
            self.open_page(page_id).go_through(door)

    def _to_page(self, page_id: str) -> None:
        if page_id in self._specs:
            self.open_page(page_id)

    def take_in_bundle(self, path: Path) -> None:
        """A bundle that was opened by a double click: show what it would change."""
        if SYNC in self._specs:
            self.open_page(SYNC).take_in(path)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Pages may hold the window back; the worker finishes what it has begun."""
        for page_id, page in self.pages.items():
            if not page.may_close():
                self.open_page(page_id)
                event.ignore()
                return
        self._keep_drafts()
        clipboard.forget()
        self.desk.operations.shut_down()
        super().closeEvent(event)
        self.closed.emit()

    def _keep_drafts(self) -> None:
        """A dialog may stand open when the session ends."""
        try:
            self.desk.drafts.settle()
        except KnownError:
            diagnostics.event("drafts.failed")

    def changeEvent(self, event: QEvent) -> None:
        """A window left open overnight tells of the new day when somebody comes back to it."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            today = self.desk.office.clock.today()
            if today != self._day:
                self._day = today
                self.page.opened()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A small window has a rail of icons."""
        super().resizeEvent(event)
        self.rescale()

    def rescale(self) -> None:
        """The words of the rail give way when the type is large for the window."""
        self.rail.make_room(compact=self.width() < theme.px(NARROW))

    def _page_behind(self, register: str) -> str | None:
        """The page that names the register, or else the one that has its area."""
        area = REGISTERS[register].area
        named = [each.id for each in self._specs.values() if register in each.registers]
        home = [each.id for each in self._specs.values() if area in each.areas]
        return next(iter(named + home), None)

    def _lay_out(self) -> None:
        body = QWidget()
        across = QHBoxLayout(body)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.rail)
        across.addWidget(self.stack, 1)
        whole = QWidget()
        down = QVBoxLayout(whole)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        if self.desk.office.info.training:
            down.addWidget(_training_band())
        down.addWidget(self._head())
        down.addWidget(self.draft_offer)
        down.addWidget(body, 1)
        down.addWidget(self.status)
        self.setCentralWidget(whole)

    def _head(self) -> QWidget:
        head = QFrame()
        head.setObjectName("head")
        head.setStyleSheet(
            f"#head {{ background: {theme.SHEET}; border: 0;"
            f" border-bottom: 1px solid {theme.LINE}; }}"
        )
        info = self.desk.office.info
        unit = QLabel(capital(info.unit_name))
        unit.setFont(theme.scaled_font(1.0, bold=True))
        unit.setToolTip(info.full_name)
        self.search.setMinimumWidth(theme.px(240))
        self.search.setMaximumWidth(theme.px(520))
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        layout = QHBoxLayout(head)
        layout.setContentsMargins(theme.px(14), theme.px(6), theme.px(10), theme.px(6))
        layout.setSpacing(theme.px(6))
        layout.addWidget(unit)
        layout.addStretch(1)
        layout.addWidget(self.search, 3)
        layout.addStretch(1)
        for name in ("undo", "redo"):
            layout.addWidget(self._tool(name))
        menu = QToolButton()
        menu.setIcon(icon("menu"))
        menu.setToolTip(_("Trình đơn"))
        menu.setAccessibleName(_("Trình đơn"))
        menu.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu.setMenu(menu_of(self, self.actions_by_id))
        menu.setIconSize(QSize(theme.px(20), theme.px(20)))
        layout.addWidget(menu)
        return head

    def _tool(self, name: str) -> QToolButton:
        action = self.actions_by_id[name]
        button = QToolButton()
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setAccessibleName(action.text())
        button.setIconSize(QSize(theme.px(18), theme.px(18)))
        return button

    def _number_keys(self) -> None:
        for number, button in zip(range(1, 10), self.rail.buttons.values(), strict=False):
            QShortcut(QKeySequence(f"Ctrl+{number}"), self, button.click)

    def _slots(self) -> dict[str, Callable[[], object]]:
        return {
            "undo": self.desk.undo_last,
            "redo": self.desk.redo_last,
            "search": self._to_search,
            "larger": self.zoom.larger,
            "smaller": self.zoom.smaller,
            "usual": self.zoom.reset,
            "refresh": self._refresh,
            "pane": lambda: self._to_pane(1),
            "pane_back": lambda: self._to_pane(-1),
            "keys": self.show_keys,
            "lock": self.lock_wanted.emit,
            "passphrase": self._change_passphrase,
            "quit": self.close,
        }

    def _name_undo(self) -> None:
        """The buttons say what they would take back or do again."""
        office = self.desk.office
        for name, entry in (("undo", office.last_undoable()), ("redo", office.last_redoable())):
            action = self.actions_by_id[name]
            keys = action.shortcut().toString()
            what = f": {act_title(entry.act, _)}" if entry is not None else ""
            action.setToolTip(f"{action.text()}{what} ({keys})")

    def _change_passphrase(self) -> None:
        change_own_passphrase(self.desk, self)

    def _to_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def show_keys(self) -> None:
        """Every key there is, in one table."""
        KeysDialog(self).open()

    def _to_pane(self, step: int) -> None:
        """Put the keyboard into the next part of the page; round and round."""
        panes = [each for each in self.page.panes() if each.widget.isVisible()]
        here = [
            place
            for place, each in enumerate(panes)
            if each.widget.hasFocus() or each.widget.isAncestorOf(self.focusWidget())
        ]
        if panes:
            place = here[-1] + step if here else 0
            panes[place % len(panes)].enter()

    def _refresh(self) -> None:
        self.page.opened()


def _title(desk: Desk) -> str:
    info = desk.office.info
    title = f"{capital(info.unit_name)} – Sạch Ma Túy"
    if not info.training:
        return title
    band = _("TẬP HUẤN")
    return f"{title} – {band}"


def _training_band() -> QLabel:
    band = QLabel(_("TẬP HUẤN – số liệu giả định, không phải của người thật"))
    band.setObjectName("training")
    band.setAlignment(Qt.AlignmentFlag.AlignCenter)
    band.setFont(theme.scaled_font(1.0, bold=True))
    band.setStyleSheet(
        f"#training {{ background: {theme.Tone.CARE.wash}; color: {theme.Tone.CARE.ink};"
        f" border-bottom: 1px solid #e2c98c; padding: {theme.px(3)}px; }}"
    )
    return band
