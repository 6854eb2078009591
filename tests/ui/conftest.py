"""A real office for the window: an encrypted file, a unit, and records that stand for nobody."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

if sys.platform != "win32":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.clock import Clock
from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.domain.roles import role
from sachmatuy_desktop.domain.units import Kind, Unit
from sachmatuy_desktop.services.bus import Command, Outcome, Session, execute
from sachmatuy_desktop.services.office import Office, OfficeInfo
from sachmatuy_desktop.services.records import SaveRecord
from sachmatuy_desktop.services.undo import Undo
from sachmatuy_desktop.storage.keys.keyring_device import DeviceKeys, new_device
from sachmatuy_desktop.storage.queries import EntryLine, Queries
from sachmatuy_desktop.storage.role_queries import queries_for, queries_seen_by
from sachmatuy_desktop.storage.store import OfficeFacts, Store
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.application import open_window
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.feedback import Feedback
from sachmatuy_desktop.ui.garbage import collect_on_window_thread
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.operations import Operations
from sachmatuy_desktop.ui.pages.catalogue import PAGES
from sachmatuy_desktop.ui.preferences import MemoryPreferences
from tests.ui.windows import rest

LIST_PAGES = tuple(
    each
    for each in PAGES
    if each.id in {"today", "people", "households", "registers", "checks", "history"}
)
"""The pages that need no more of an office than its lists."""

SCREEN = (1366, 768)
KEY = "5a" * 32
SALT = "a5" * 16
TODAY = datetime(2026, 7, 1, 8, 30, tzinfo=VIETNAM)


@dataclass
class TestOffice:
    """The office of xã Bản Mẫu, opened: the real store without keyring and unit table."""

    __test__ = False

    store: Store
    info: OfficeInfo

    def __post_init__(self) -> None:
        self.keys = Keys(new_device())

    @property
    def queries(self) -> Queries:
        return queries_for(self.store, self.info.role)

    @property
    def seen(self) -> Queries:
        return queries_seen_by(self.store, self.info.role)

    @property
    def unit(self) -> Unit:
        return Unit(self.info.unit_id, "00000", "Bản Mẫu", Kind.COMMUNE, None, None, None, "")

    @property
    def clock(self) -> Clock:
        return self.store.clock

    @property
    def session(self) -> Session:
        return Session(self.store, self.queries, self.info.account_name, self.info.role)

    def run(self, command: Command) -> Outcome:
        return execute(command, self.session)

    def undo(self, txn: str) -> Outcome:
        return self.run(Undo(txn))

    def last_undoable(self) -> EntryLine | None:
        return self.queries.last_undoable()

    def last_redoable(self) -> EntryLine | None:
        return self.queries.last_redoable()

    def add(self, register: str, **values: Value) -> str:
        """A record of the office, written the way the window writes."""
        defaults = {
            field.name: field.default
            for field in REGISTERS[register].fields
            if field.default is not None
        }
        return str(self.run(SaveRecord(register, None, defaults | values)).result)

    def fill(self, register: str, rows: Sequence[Mapping[str, Value]]) -> list[str]:
        """Many records in one act."""
        with self.store.begin(Act("training.fill", "Máy")) as work:
            ids = [work.insert(register, row) for row in rows]
            work.commit()
        return ids

    def value(self, register: str, record: str, field: str) -> Value:
        return self.queries.rows(register, [record])[record][field]

    def close(self) -> None:
        self.store.close()


@dataclass(frozen=True)
class Keys:
    """The machine's keys, without a key file."""

    device: DeviceKeys


def open_office(folder: Path, role_id: str = "admin", *, training: bool = False) -> TestOffice:
    facts = OfficeFacts("cu-mau", "commune", "5e" * 16, training, (), "Xã Bản Mẫu")
    store = Store.create(folder, KEY, SALT, facts, Clock(lambda: TODAY))
    info = OfficeInfo(
        unit_id="cu-mau",
        unit_name="Xã Bản Mẫu",
        full_name="Xã Bản Mẫu, tỉnh Mẫu",
        kind="commune",
        training=training,
        folder=folder,
        account_id="tk1",
        account_name="Cán bộ trực",
        role=role(role_id),
        packs=(),
    )
    return TestOffice(store, info)


@pytest.fixture(autouse=True, scope="session")
def clipboard_of_qt(qapp: QApplication) -> Iterator[None]:
    """The clipboard of a screen that is none is C++'s until the process ends: a copy that still
    lay there was taken apart after Python was, and the process crashed when all was done.
    """
    yield
    qapp.clipboard().clear()


@pytest.fixture(autouse=True)
def let_go(qapp: QApplication) -> Iterator[None]:
    """Windows of a test are taken apart after it: a test may be too short for the timer's round."""
    yield
    collect_on_window_thread(qapp).make()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[TestOffice]:
    opened = open_office(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def village(office: TestOffice) -> str:
    return office.add("villages", name="Thôn Một", kind="thon")


@pytest.fixture
def said() -> list[tuple[str, str]]:
    """What the window said, in order."""
    return []


@pytest.fixture
def desk(qapp: QApplication, office: TestOffice, said: list[tuple[str, str]]) -> Iterator[Desk]:
    theme.dress(qapp, theme.BASE_POINTS, theme.load_fonts())
    feedback = Feedback()
    feedback.said.connect(lambda kind, text: said.append((kind, text)))
    made = Desk(office, Operations(feedback), feedback, MemoryPreferences())
    yield made
    made.operations.shut_down()


@pytest.fixture
def settled(qtbot: QtBot, desk: Desk) -> Callable[[], None]:
    """Wait until the worker has nothing to do and everything has been told."""

    def wait() -> None:
        qtbot.waitUntil(lambda: not desk.operations.is_busy, timeout=5000)

    return wait


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, office: TestOffice) -> Iterator[MainWindow]:
    theme.dress(qapp, theme.BASE_POINTS, theme.load_fonts())
    made = open_window(qapp, office, MemoryPreferences(), LIST_PAGES)
    made.desk.feedback.said.connect(lambda kind, text: pytest.fail(text) if kind == "bug" else None)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitActive(made)
    yield made
    made.desk.operations.shut_down()


@pytest.fixture
def windows(qapp: QApplication, qtbot: QtBot) -> Iterator[Callable[[Office], MainWindow]]:
    """Opens the real window of an office, closes both; trouble told on screen fails the test."""
    theme.dress(qapp, theme.BASE_POINTS, theme.load_fonts())
    opened: list[tuple[MainWindow, Office]] = []

    def open_one(office: Office) -> MainWindow:
        made = open_window(qapp, office, MemoryPreferences())
        made.desk.feedback.said.connect(
            lambda kind, text: pytest.fail(f"{kind}: {text}") if kind != "notice" else None
        )
        opened.append((made, office))
        made.resize(*SCREEN)
        made.show()
        rest(qtbot, made)
        return made

    yield open_one
    for made, office in opened:
        rest(qtbot, made)
        made.close()
        made.deleteLater()
        office.close()
