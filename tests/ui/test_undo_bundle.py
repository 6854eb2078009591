"""Hoàn tác cả gói, in two windows: looked at, given a reason, told to the sender, sent again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from sachmatuy_desktop.ui.dialogs.undo_bundle import UndoBundleDialog
from sachmatuy_desktop.ui.pages.sync.passages import PassagesTab
from tests.offices import add_village
from tests.ui.asked import when_asked
from tests.ui.test_receipts import book_of, standings
from tests.ui.test_sync_page import (
    Side,
    accept,
    friends,
    introduce,
    send,
    sides,
    take_in,
    take_receipt,
)

__all__ = ["friends", "introduce", "sides"]

WHY = "Nhập nhầm gói của tháng trước"


def came_in(side: Side) -> PassagesTab:
    """The newest bundle that came in chosen."""
    tab = book_of(side)
    tab.table.choose(next(at for at, each in enumerate(tab.lines) if not each.is_out))
    side.wait()
    return tab


def test_a_bundle_is_undone_with_a_reason_and_its_sender_sends_again(
    friends: tuple[Side, Side], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commune, receiving = friends
    take_in(receiving, send(commune, tmp_path / "goi.smt"), accept)
    take_receipt(commune, tmp_path / "goi.bien-nhan.smt", lambda dialog: dialog.accept())
    assert receiving.office.queries.count("people") == 1
    told = tmp_path / "hoan-tac.smt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(told), ""))
    seen: list[list[str]] = []
    complaints: list[bool] = []

    def answer(dialog: UndoBundleDialog) -> None:
        seen.extend([cell.text for cell in row] for row in dialog.counts.rows)
        dialog.finish.click()
        complaints.append(dialog.isVisible())
        dialog.why.line.setText(WHY)
        dialog.finish.click()

    when_asked(UndoBundleDialog, answer)
    tab = came_in(receiving)
    assert tab.undo.isEnabled()
    tab.undo.click()
    receiving.wait()
    assert ["Hộ gia đình", "1", ""] in seen
    assert complaints == [True], "a reason is asked for"
    assert receiving.office.queries.count("people") == 0
    assert "Đã hoàn tác gói số 1" in receiving.said[-1][1]
    assert WHY in receiving.office.queries.journal()[0].why
    tab = came_in(receiving)
    assert any(each.startswith("Đã hoàn tác ") for each in standings(receiving))
    assert not tab.undo.isEnabled()
    take_receipt(commune, told, lambda dialog: dialog.accept())
    assert "Nơi nhận hoàn tác" in standings(commune)
    take_in(receiving, send(commune, tmp_path / "lai.smt"), accept)
    assert receiving.office.queries.count("people") == 1


def test_what_stands_on_it_is_one_sentence_and_leaving_changes_nothing(
    friends: tuple[Side, Side], tmp_path: Path
) -> None:
    commune, receiving = friends
    take_in(receiving, send(commune, tmp_path / "goi.smt"), accept)
    when_asked(UndoBundleDialog, UndoBundleDialog.reject)
    came_in(receiving).undo.click()
    receiving.wait()
    assert receiving.office.queries.count("people") == 1
    add_village(commune.office, "Thôn 2")
    take_in(receiving, send(commune, tmp_path / "hai.smt"), accept)
    tab = book_of(receiving)
    first = next(
        at for at, each in enumerate(tab.lines) if each.passage.sequence == 1 and not each.is_out
    )
    tab.table.choose(first)
    receiving.wait()
    tab.undo.click()
    receiving.wait()
    assert "Hãy hoàn tác gói đó trước." in receiving.said[-1][1]
    assert receiving.office.queries.count("people") == 1
