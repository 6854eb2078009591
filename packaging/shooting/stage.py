"""What a scene has at hand: the camera, the offices, their windows, and the dialogs shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QDialog, QWidget

from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import bundles
from sachmatuy_desktop.ui.application import open_window
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.feedback import Feedback, Toast
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.operations import Operations
from sachmatuy_desktop.ui.pages.page import Page
from sachmatuy_desktop.ui.pages.sync.page import SyncPage
from sachmatuy_desktop.ui.preferences import MemoryPreferences
from sachmatuy_desktop.ui.zoom import REMEMBERED_AS
from shooting.camera import Camera
from shooting.offices import COMMUNE, Offices

D = TypeVar("D", bound=QDialog)
P = TypeVar("P", bound=Page)


@dataclass(frozen=True)
class Scene:
    """One picture: its name, the page or dialog it is of, and how it comes about."""

    name: str
    shows: type[QWidget]
    draw: Callable[[Stage], QWidget]


@dataclass
class Stage:
    """Windows are opened when a scene first wants them and stay open."""

    camera: Camera
    offices: Offices
    points: int
    windows: dict[str, MainWindow] = field(default_factory=dict)
    dialogs: list[QDialog] = field(default_factory=list)
    curtains: list[QWidget] = field(default_factory=list)
    bugs: list[str] = field(default_factory=list)
    done: set[str] = field(default_factory=set)

    def window_of(self, name: str = COMMUNE) -> MainWindow:
        """The window of a commune by its name, or of the receiving office ("")."""
        if name not in self.windows:
            world = self.offices.world
            self.windows[name] = self._open(world.communes[name] if name else world.receiving)
        for other, window in self.windows.items():
            window.setVisible(other == name)
        window = self.windows[name]
        window.search.clear()
        self.hush(window)
        return window

    def desk_of(self, name: str = COMMUNE) -> Desk:
        """What the dialogs of a window work with."""
        return self.window_of(name).desk

    def page(self, page: str, kind: type[P], name: str = COMMUNE) -> P:
        """A page of a window, in front and filled."""
        shown = self.window_of(name).open_page(page)
        if not isinstance(shown, kind):
            raise TypeError(page)
        self.camera.settle()
        return shown

    def once(self, step: Callable[[Stage], None]) -> None:
        """Take the offices a step further, unless they are there already."""
        if step.__name__ not in self.done:
            self.done.add(step.__name__)
            step(self)

    def merge(self, bundle: Path, name: str) -> Path | None:
        """Take a bundle in at an office, the way its window does; the receipt, if there is one."""
        page = self.page("sync", SyncPage, name)
        page.flow.merge(bundles.stage(page.flow.office, bundle))
        self.camera.settle()
        self.hush(page.window())
        receipt = bundle.with_name(f"{bundle.stem}.bien-nhan{bundles.SUFFIX}")
        return receipt if receipt.exists() else None

    def worker(self) -> Operations:
        """A worker for a dialog that stands before any window."""
        feedback = Feedback()
        feedback.said.connect(self._heard)
        return self.camera.watch(Operations(feedback))

    def show(self, dialog: D) -> D:
        """Put a dialog on screen without waiting for an answer."""
        self.dialogs.append(dialog)
        dialog.show()
        self.camera.settle()
        return dialog

    def hush(self, window: QWidget) -> None:
        """Take away the notice of what an earlier scene did, and the draft it offered."""
        if isinstance(window, MainWindow):
            window.desk.drafts.waiting.clear()
            window.desk.drafts.waiting_changed.emit()
        for toast in window.findChildren(Toast):
            toast.hide()

    def put_away(self) -> None:
        """Close the dialogs of the scene that is over."""
        for dialog in self.dialogs:
            dialog.done(QDialog.DialogCode.Rejected)
            dialog.deleteLater()
        self.dialogs.clear()
        for curtain in self.curtains:
            curtain.close()
            curtain.deleteLater()
        self.curtains.clear()

    def close(self) -> None:
        """Stop every worker, close every window and office."""
        self.put_away()
        for operations in self.camera.operations:
            operations.shut_down()
        for window in self.windows.values():
            window.close()
            window.deleteLater()
        self.camera.sweep()
        self.offices.close()

    def _open(self, office: Office) -> MainWindow:
        preferences = MemoryPreferences()
        preferences.put(REMEMBERED_AS, str(self.points))
        window = open_window(self.camera.app, office, preferences)
        window.desk.feedback.said.connect(self._heard)
        self.camera.watch(window.desk.operations)
        window.resize(self.camera.size)
        window.show()
        return window

    def _heard(self, kind: str, text: str) -> None:
        if kind == "bug":
            self.bugs.append(text)
