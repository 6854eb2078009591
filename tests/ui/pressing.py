"""Pressing everything that a window lets one press, and hearing what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields

import shiboken6
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QDialog,
    QMenu,
    QPushButton,
    QStackedWidget,
    QTabWidget,
    QToolButton,
    QWidget,
)

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.services.bus import Command, Outcome
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.ui.main_window import MainWindow
from tests.ui.test_who_sees_whom import said_by

REFUSED = "Tài khoản của bạn"

LOOKS = frozenset(
    {
        *("Lọc", "Chọn và xếp cột", "Đóng bản ghi", ""),
        *("Chữ to hơn", "Chữ nhỏ hơn", "Cỡ chữ thường"),
    }
)
"""Buttons that only change what is looked at, and how."""


@dataclass
class TriedOffice(Office):
    """An office in which every act is done and taken back."""

    asked: list[tuple[str, str]] = field(default_factory=list)
    """The commands that were run, each with the sentence it was refused by."""

    def run(self, command: Command) -> Outcome:
        """Do it, and take it back."""
        session = self.session
        try:
            with self.store.begin(Act(command.act, session.account)) as work:
                command.run(work, session)
        except KnownError as error:
            self.asked.append((type(command).__name__, str(error)))
            raise
        self.asked.append((type(command).__name__, ""))
        return Outcome("", command.act, frozenset())


def tried(office: Office, role: str) -> TriedOffice:
    """The office as an account of a role sits before it."""
    own = {each.name: getattr(office, each.name) for each in fields(Office) if each.init}
    account = type(office.account)(office.account.id, office.account.name, role)
    return TriedOffice(**{**own, "account": account, "looked": {}})


@dataclass(frozen=True)
class Heard:
    """What came of pressing: where, what was pressed, which dialog opened, about which register if
    about one, what was said.
    """

    where: str
    pressed: str
    dialog: type[QDialog] | None = None
    said: str = ""
    register: Register | None = None


class Hand(QObject):
    """Presses everything on a page, turns every dialog down, and keeps what it heard."""

    def __init__(self, window: MainWindow, settle: Callable[[], None]) -> None:
        super().__init__()
        self.window = window
        self.settle = settle
        self.heard: list[Heard] = []
        self.where = self.pressed = ""
        self.presses = 0
        self._done: set[tuple[str, ...]] = set()
        self._acts: list[QAction] = []
        window.desk.feedback.said.connect(self._said)
        self._butler = QTimer(self)
        self._butler.timeout.connect(self._turn_down)
        self._butler.start(5)

    def walk(self) -> None:
        """Every page, every tab of it."""
        try:
            self._walk()
        finally:
            self._butler.stop()

    def _walk(self) -> None:
        for page_id in list(self.window.rail.buttons):
            self.where = page_id
            page = self.window.open_page(page_id)
            self._press_all(page, page_id)
            for tabs in page.findChildren(QTabWidget):
                for place in range(tabs.count()):
                    if not tabs.isTabVisible(place):
                        continue
                    tabs.setCurrentIndex(place)
                    self.where = f"{page_id}/{tabs.tabText(place)}"
                    self._press_all(page, page_id, tabs, place)

    def _press_all(
        self, page: QWidget, page_id: str, tabs: QTabWidget | None = None, place: int = 0
    ) -> None:
        self.settle()
        for view in page.findChildren(QAbstractItemView):
            if shiboken6.isValid(view) and view.isVisible() and view.model() is not None:
                view.setCurrentIndex(view.model().index(0, 0))
                self.settle()
        for button in page.findChildren(QAbstractButton):
            if not self._may_press(button):
                continue
            self.pressed = name_of(button)
            self.presses += 1
            menu = button.menu() if isinstance(button, QPushButton | QToolButton) else None
            if menu is not None:
                self._choose_all(menu)
            else:
                button.click()
                self.settle()
                self._follow()
            if self.window.page is not page:
                self.window.open_page(page_id)
            if tabs is not None and shiboken6.isValid(tabs) and tabs.currentIndex() != place:
                tabs.setCurrentIndex(place)
            self.settle()

    def _may_press(self, button: QAbstractButton) -> bool:
        if not shiboken6.isValid(button) or not button.isVisible() or not button.isEnabled():
            return False
        if button.isCheckable() or name_of(button) in LOOKS:
            return False
        key = (book_of(button), type(button.parentWidget()).__name__, name_of(button))
        fresh = key not in self._done
        self._done.add(key)
        return fresh

    def _choose_all(self, menu: QMenu) -> None:
        menu.aboutToShow.emit()
        for action in leaves(menu):
            if shiboken6.isValid(action) and action.isEnabled() and action.isVisible():
                self.pressed = action.text()
                action.trigger()
                self.settle()

    def _follow(self) -> None:
        acts, self._acts = self._acts, []
        for action in acts:
            if shiboken6.isValid(action):
                self.pressed = action.text()
                action.trigger()
                self.settle()

    def _said(self, kind: str, text: str) -> None:
        if kind != "notice":
            self.heard.append(Heard(self.where, self.pressed, None, f"{kind}: {text}"))

    def _turn_down(self) -> None:
        popup = QApplication.activePopupWidget()
        if isinstance(popup, QMenu):
            self._acts += [each for each in leaves(popup) if each.isEnabled()]
            popup.close()
        for each in QApplication.topLevelWidgets():
            if isinstance(each, QDialog) and each.isVisible() and each.property("met") is None:
                each.setProperty("met", True)
                words = "\n".join(w for one in each.findChildren(QWidget) for w in said_by(one))
                refused = [line for line in words.split("\n") if REFUSED in line]
                said, about = "".join(refused), register_of(each)
                self.heard.append(Heard(self.where, self.pressed, type(each), said, about))
                each.reject()


def leaves(menu: QMenu) -> Iterator[QAction]:
    """What a menu and those under it offer."""
    for action in menu.actions():
        under = action.menu()
        if isinstance(under, QMenu):
            under.aboutToShow.emit()
            yield from leaves(under)
        elif not action.isSeparator():
            yield action


def book_of(button: QAbstractButton) -> str:
    """The register, or else the kind of page, that a button stands on."""
    above: QWidget | None = button
    while above is not None:
        register = getattr(above, "register", None)
        if isinstance(register, Register):
            return register.name
        if isinstance(above.parentWidget(), QStackedWidget):
            return type(above).__name__
        above = above.parentWidget()
    return ""


def register_of(dialog: QDialog) -> Register | None:
    """The register whose records a dialog is about, if it is about those of one."""
    parts = (vars(each) for each in (dialog, *dialog.findChildren(QWidget)))
    named = (each.get(name) for each in parts for name in ("register", "_register"))
    return next((each for each in named if isinstance(each, Register)), None)


def name_of(button: QAbstractButton) -> str:
    """What a button is called."""
    return button.text() or button.accessibleName() or button.toolTip() or button.objectName()
