"""The training world: choose the office to sit in; it is made at the first time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from sachmatuy_desktop.domain.clock import Clock
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.storage.backups.swapping import is_cut_off, settle
from sachmatuy_desktop.storage.keys.keyring import Keyring
from sachmatuy_desktop.storage.keys.keyring_crypto import OFFICE_COST, Cost
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import Sheet, faint
from sachmatuy_desktop.ui.operations import Operation, Operations, Progress

if TYPE_CHECKING:
    from sachmatuy_desktop.services.office import Office

__all__ = ["TrainingOffices"]


class TrainingOffices(Sheet):
    """The offices of the training world, by name."""

    def __init__(
        self,
        folder: Path,
        clock: Clock,
        operations: Operations,
        cost: Cost = OFFICE_COST,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            _("Dữ liệu tập huấn"),
            _("Mọi người, mọi số liệu ở đây đều được đặt ra để học; không có người thật nào."),
            parent,
        )
        self.folder = folder
        self.clock = clock
        self.operations = operations
        self.cost = cost
        self.office: Office | None = None
        self.offices = QListWidget()
        self.offices.setAccessibleName(_("Cơ quan tập huấn"))
        self.offices.setMinimumSize(theme.px(560), theme.px(180))
        self.offices.setSpacing(theme.px(3))
        self.offices.itemActivated.connect(lambda _item: self.enter())
        self.body.addWidget(self.offices, 1)
        self.body.addWidget(faint(_("Lần đầu mở, chương trình cần chừng nửa phút để tạo dữ liệu.")))
        self.enter_button = self.finish_with(_("Vào"), self.enter, _("Thoát"))
        self._list()

    @classmethod
    def ask(
        cls, folder: Path, clock: Clock, operations: Operations, cost: Cost = OFFICE_COST
    ) -> Office | None:
        """The training office the officer chose, open; None when they left."""
        dialog = cls(folder, clock, operations, cost)
        if not made_offices(folder):
            dialog.make()
        return dialog.office if dialog.ask_person() else None

    def make(self) -> None:
        """Make the world, off the window's thread, in a folder of its own first."""
        self.enter_button.setEnabled(False)
        (
            Operation.reporting(self.operations, self._build, owner=self)
            .success(lambda _none: self._list())
            .failure(self._refused)
            .always(lambda: self.enter_button.setEnabled(True))
            .with_progress(_("Đang tạo dữ liệu tập huấn…"))
            .start()
        )

    def enter(self) -> None:
        """Open the office chosen."""
        item = self.offices.currentItem()
        if item is None:
            self.make()
            return
        place = Path(str(item.data(Qt.ItemDataRole.UserRole)))
        self.enter_button.setEnabled(False)
        (
            Operation(self.operations, lambda: self._open(place), owner=self)
            .success(self._opened)
            .failure(self._refused)
            .always(lambda: self.enter_button.setEnabled(True))
            .start()
        )

    def _build(self, progress: Progress) -> None:
        from sachmatuy_desktop.services.training import (  # noqa: PLC0415  (loads the database)
            build_world,
            load_plan,
            training_clock,
        )

        clock = training_clock(load_plan().seed, self.clock.now())

        def told(name: str, done: int, total: int) -> None:
            progress.report(done, total, name)

        build_world(self.folder, clock, self.cost, progress=told).close()

    def _open(self, place: Path) -> Office:
        from sachmatuy_desktop.services.office import unlock  # noqa: PLC0415  (as above)
        from sachmatuy_desktop.services.training import PASSPHRASE, load_plan  # noqa: PLC0415

        return unlock(place, load_plan().account_id, PASSPHRASE, self.clock, self.cost)

    def _opened(self, office: Office) -> None:
        self.office = office
        self.accept()

    def _refused(self, error: KnownError) -> None:
        self.complain(error)

    def _list(self) -> None:
        from sachmatuy_desktop.services.training import load_plan  # noqa: PLC0415  (as above)

        self.offices.clear()
        receiving = load_plan().receiving.name
        for place in made_offices(self.folder):
            settle(place, self.clock)
            name = Keyring(place, self.cost).shown().office.name
            words = name[:1].upper() + name[1:]
            if place.name == receiving:
                words = _("{name} – cơ quan tiếp nhận").format(name=words)
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.UserRole, str(place))
            self.offices.addItem(item)
        self.offices.setCurrentRow(0)


def made_offices(folder: Path) -> list[Path]:
    """The folders of the training offices that are there, in the order of the lesson."""
    from sachmatuy_desktop.services.training import load_plan  # noqa: PLC0415  (as above)

    plan = load_plan()
    names = [*(each.name for each in plan.communes), plan.receiving.name]
    places = [folder / name for name in names]
    return [each for each in places if (each / "office.db").exists() or is_cut_off(each)]
