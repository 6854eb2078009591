"""Officers at the page Đồng bộ of their real windows: cards, bundles, receipts, and sticks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit

from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.ui.dialogs.merge_preview import MergeDialog
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.partner_card import TrustDialog
from sachmatuy_desktop.ui.dialogs.plain_table import PlainTable
from sachmatuy_desktop.ui.dialogs.receipt_in import ReceiptDialog
from sachmatuy_desktop.ui.feedback import Toast
from sachmatuy_desktop.ui.forms.record_panel import RecordPanel
from sachmatuy_desktop.ui.pages.sync import SyncPage
from sachmatuy_desktop.ui.pages.sync.commune import CommuneView
from sachmatuy_desktop.ui.pages.sync.passages import PassagesTab
from sachmatuy_desktop.ui.pages.sync.receiving import ReceivingView
from sachmatuy_desktop.ui.pages.tabbed import Tab
from tests.ui.officers import Officer, press

__all__ = ["Courier", "Files", "cells", "double_click"]

T = TypeVar("T", bound=Tab)

MERGE = "Gộp vào dữ liệu"


class Files:
    """Answers the dialogs of the system, and only them, with the path that is chosen next."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.chosen = Path()
        for dialog in ("getSaveFileName", "getOpenFileName"):
            patch.setattr(QFileDialog, dialog, lambda *_asked: (str(self.chosen), ""))
        patch.setattr(QFileDialog, "getExistingDirectory", lambda *_asked: str(self.chosen))


@dataclass(frozen=True)
class Courier(Officer):
    """Somebody who sends bundles and takes them in."""

    files: Files

    @property
    def office(self) -> Office:
        """The office of the window."""
        return office_in(self.window.desk)

    @property
    def key(self) -> str:
        """The key of this machine."""
        return self.office.keys.device.public.key_id

    @property
    def sync(self) -> SyncPage:
        """The page, in front."""
        page = self.window.open_page("sync")
        assert isinstance(page, SyncPage)
        return page

    def in_front(self, choose: Callable[[SyncPage], T]) -> T:
        """One of its tabs, looked at and read."""
        page = self.sync
        tab = choose(page)
        page.tabs.setCurrentWidget(tab)
        self.rest()
        return tab

    @property
    def told(self) -> str:
        """The newest notice at the foot of the window."""
        (toast,) = self.window.findChildren(Toast)
        return toast.text.text() if toast.isVisibleTo(self.window) else ""

    # Cards

    def hand_card_to(self, other: Courier, card: Path) -> None:
        """The card as a file; two groups of it are read from this screen and typed there."""
        self.files.chosen = card
        identity = self.in_front(lambda page: page.exchange).identity
        identity.save.click()
        self.rest()
        groups = [each.text() for each in identity.findChildren(QLabel) if len(each.text()) == 4]

        def answer(dialog: TrustDialog) -> None:
            dialog.groups.line.setText(f"{groups[1]} {groups[6]}".lower())
            press(dialog, "Tin cậy cơ quan này")

        there = other.in_front(lambda page: page.exchange).identity
        other.answer(TrustDialog, answer, there.trust.click)

    # Out

    @property
    def sending(self) -> CommuneView:
        """What a commune sends."""
        view = self.in_front(lambda page: page.exchange).view
        assert isinstance(view, CommuneView)
        return view

    @property
    def receiving(self) -> ReceivingView:
        """What an office above has received."""
        view = self.in_front(lambda page: page.exchange).view
        assert isinstance(view, ReceivingView)
        return view

    def send_to(self, other: Courier, stick: Path, *, everything: bool = False) -> Path:
        """Choose whom for, and write what is new to a stick."""
        view = self.sending
        choose_key(view, other.key)
        self.rest()
        self.files.chosen = stick
        (view.whole if everything else view.export).click()
        self.rest()
        assert "An toàn để rút USB" in self.told
        return stick

    def reply(self, stick: Path) -> Path:
        """The reply for the commune in front."""
        self.files.chosen = stick
        self.receiving.reply.click()
        self.rest()
        assert "An toàn để rút USB" in self.told
        return stick

    # In

    def drop(self, stick: Path) -> None:
        """A file dragged from the desktop onto the page."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(stick))])
        event = QDropEvent(
            QPoint(20, 20),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        self.sync.dropEvent(event)

    def take_in(self, stick: Path, look: Callable[[MergeDialog], object] | None = None) -> Path:
        """Look a bundle over and merge it; the receipt that lies beside it then."""

        def answer(dialog: MergeDialog) -> None:
            if look is not None:
                look(dialog)
            press(dialog, MERGE)

        self.answer(MergeDialog, answer, lambda: self.drop(stick))
        receipt = stick.with_name(f"{stick.stem}.bien-nhan.smt")
        assert receipt.exists()
        return receipt

    def take_receipt(
        self, receipt: Path, look: Callable[[ReceiptDialog], object] | None = None
    ) -> None:
        """Look a receipt over and enter it."""

        def answer(dialog: ReceiptDialog) -> None:
            if look is not None:
                look(dialog)
            press(dialog, "Ghi nhận biên nhận")

        self.answer(ReceiptDialog, answer, lambda: self.drop(receipt))
        assert self.told.startswith("Đã nhận biên nhận của ")

    # What is read

    def book(self) -> PassagesTab:
        """The book of bundles."""
        return self.in_front(lambda page: page.passages)

    def came_in(self, number: str) -> PassagesTab:
        """The book of bundles, with the one chosen that came under a number."""
        tab = self.book()
        rows = cells(tab.table)
        places = (at for at, each in enumerate(tab.lines) if not each.is_out)
        tab.table.choose(next(at for at in places if rows[at][2] == number))
        self.rest()
        return tab

    def choose_key(self, key: str) -> None:
        """The tab of keys, with the line of a machine chosen."""
        tab = self.in_front(lambda page: page.keys)
        tab.table.choose(next(at for at, each in enumerate(cells(tab.table)) if each[2] == key))

    def months(self) -> list[str]:
        """The letters of the first commune's months as they stand side by side, the newest first.

        A month about which there is nothing to say ends the row.
        """
        tab = self.in_front(lambda page: page.periods)
        tab.narrow_to("")
        model = tab.table.model
        months = [at for at, each in enumerate(model.columns) if each.key.startswith("month")]
        letters = [" ".join(each.letter for each in model.cell(0, at).marks) for at in months]
        return list(takewhile(bool, letters))

    def standings(self, *, out: bool) -> list[str]:
        """How the bundles that left or came stand, the newest first, each with its number."""
        tab = self.book()
        rows = zip(tab.lines, tab.table.rows, strict=True)
        return [
            f"{row[2].text}: {row[4].text}"
            for line, row in rows
            if line.is_out == out and row[1].text != "Biên nhận"
        ]

    def panel(self, register: str, record: str) -> RecordPanel:
        """A record at the right of its list."""
        self.window.desk.open_record(register, record)
        self.rest()
        return self.panel_in_front(record)

    def panel_in_front(self, record: str) -> RecordPanel:
        """The record that stands at the right of the page in front."""
        panels = self.window.page.findChildren(RecordPanel)
        (panel,) = (each for each in panels if each.record == record)
        return panel

    def way_of(self, register: str, record: str) -> str:
        """How far a record has gone, as its history says."""
        panel = self.panel(register, record)
        titles = [panel.tabs.tabText(place) for place in range(panel.tabs.count())]
        panel.tabs.setCurrentIndex(titles.index("Lịch sử"))
        self.rest()
        assert panel.history is not None
        return panel.history.way.text() if panel.history.way.isVisibleTo(panel) else ""

    def retype(self, register: str, record: str, **typed: str) -> None:
        """Open a record, type into its lines, save."""
        panel = self.panel(register, record)
        panel.tabs.setCurrentIndex(0)
        for name, text in typed.items():
            editor = panel.form.editor(name)
            line = editor if isinstance(editor, QLineEdit) else editor.findChild(QLineEdit)
            assert isinstance(line, QLineEdit)
            line.setText(text)
            line.editingFinished.emit()
        panel.save_button.click()
        self.rest()


def choose_key(view: CommuneView, key: str) -> None:
    """Choose the machine a bundle is for."""
    place = view.partner_box.findData(key)
    assert place >= 0, [view.partner_box.itemText(at) for at in range(view.partner_box.count())]
    view.partner_box.setCurrentIndex(place)
    view.partner_box.activated.emit(place)


def cells(table: PlainTable) -> list[list[str]]:
    """A table, row by row."""
    return [[cell.text for cell in row] for row in table.rows]


def double_click(table: PlainTable, row: int) -> None:
    """Enter a row with the mouse."""
    place = table.visualRect(table.model().index(row, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
