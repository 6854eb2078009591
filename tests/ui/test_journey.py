"""The whole of an officer's first weeks, in the real window, on real files.

A blank PC → an office → households out of a spreadsheet → a criterion that is blocked → what
clears it → the report issued → the bundle → the receiving office's window → the receipt → undo.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.criteria import Status
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.exchange.fates import Fate
from sachmatuy_desktop.exchange.sample import write_sample_sheet
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import bundles, trusting
from sachmatuy_desktop.services.sync.communes import overview
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.compose import ComposeDialog
from sachmatuy_desktop.ui.dialogs.import_sheet import ImportDialog
from sachmatuy_desktop.ui.dialogs.merge_preview import MergeDialog
from sachmatuy_desktop.ui.dialogs.receipt_in import ReceiptDialog
from sachmatuy_desktop.ui.feedback import Feedback
from sachmatuy_desktop.ui.main_window import MainWindow
from sachmatuy_desktop.ui.operations import Operations
from sachmatuy_desktop.ui.pages.criteria import CriteriaPage
from sachmatuy_desktop.ui.pages.registers import RegistersPage
from sachmatuy_desktop.ui.pages.sync import SyncPage
from sachmatuy_desktop.ui.wizard.first_run import FirstRun
from sachmatuy_desktop.ui.wizard.founding import Groundwork
from tests.offices import CHEAP, TestClock, new_office, row
from tests.ui.asked import when_asked
from tests.ui.test_wizard import (
    code_on_screen,
    make_office,
)
from tests.ui.windows import PATIENCE, rest


def found_by_wizard(qtbot: QtBot, folder: Path, clock: TestClock) -> Office:
    operations = Operations(Feedback())
    wizard = FirstRun(Groundwork(folder, clock.clock, CHEAP), operations)
    qtbot.addWidget(wizard)
    wizard.show()
    code = code_on_screen(make_office(wizard, qtbot).shown)
    wizard.go_on()
    wizard.page.entry.put(code)  # type: ignore[attr-defined]
    wizard.go_on()
    wizard.go_on()
    result = wizard.result_of_run
    operations.shut_down()
    assert result is not None
    assert result.office is not None
    return result.office


def import_households(qtbot: QtBot, window: MainWindow, sheet: Path) -> ImportDialog:
    dialog = ImportDialog(window.desk, window, register="households", path=sheet)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.plan is not None, timeout=PATIENCE)
    dialog.new_villages.setChecked(True)
    rest(qtbot, window)
    qtbot.waitUntil(lambda: dialog.plan is not None, timeout=PATIENCE)
    return dialog


def add_in_the_window(
    qtbot: QtBot, window: MainWindow, register: str, typed: dict[str, str], chosen: dict[str, Value]
) -> RecordId:
    """A record through the form of its book: texts typed, references and days given."""
    page = window.open_page("registers")
    assert isinstance(page, RegistersPage)
    books = page.open_register(register)
    books.add()
    panel = books.show_panel()
    panel.show_new(chosen)
    for name, text in typed.items():
        editor = panel.form.editor(name)
        line = editor if isinstance(editor, QLineEdit) else editor.findChild(QLineEdit)
        assert isinstance(line, QLineEdit)
        line.setText(text)
    before = set(window.desk.queries.ids(register))
    panel.save()
    rest(qtbot, window)
    (made,) = set(window.desk.queries.ids(register)) - before
    return made


def status(qtbot: QtBot, window: MainWindow, criterion: str) -> Status:
    page = window.open_page("criteria")
    assert isinstance(page, CriteriaPage)
    page.view.assess()
    rest(qtbot, window)
    assert page.view.assessment is not None
    return page.view.assessment.criterion(criterion).status


def test_from_a_blank_pc_to_a_merged_bundle(  # noqa: PLR0915  (one story, told in one go)
    qtbot: QtBot,
    windows: Callable[[Office], MainWindow],
    tmp_path: Path,
    clock: TestClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    theme.load_fonts()
    office = found_by_wizard(qtbot, tmp_path / "xã", clock)
    window = windows(office)

    # A spreadsheet as the office kept it: forty rows, one of them wrong.
    sheet = tmp_path / "hộ thôn 6.xlsx"
    write_sample_sheet(sheet)
    dialog = import_households(qtbot, window, sheet)
    assert dialog.plan is not None
    refused = [each for each in dialog.plan.rows if each.fate is Fate.REFUSED]
    assert (dialog.plan.counts[Fate.NEW], len(refused)) == (39, 1)
    dialog.import_rows()
    rest(qtbot, window)
    assert office.queries.count("households") == 39
    (village,) = office.queries.ids("villages")

    # The plan asks for a box and a board in every thôn; this one has neither, then both.
    assert status(qtbot, window, "IAH.f") is Status.NOT_MET
    add_in_the_window(
        qtbot,
        window,
        "tip_boxes",
        {"place": "Nhà văn hóa", "installed_on": "01/03/2026"},
        {"village": village, "state": "dang_dung"},
    )
    add_in_the_window(
        qtbot,
        window,
        "hotline_boards",
        {"place": "Nhà văn hóa", "posted_on": "01/03/2026", "numbers": "113"},
        {"village": village, "state": "dang_dung"},
    )
    assert status(qtbot, window, "IAH.f") is Status.MET
    assert status(qtbot, window, "IAH.e") is Status.NOT_MET

    # The report: drafted, looked at, issued under number 01.
    compose = ComposeDialog(window.desk, window, form="self-assessment")
    qtbot.addWidget(compose)
    rest(qtbot, window)
    assert compose.view.pdf.startswith(b"%PDF")
    compose.issue.click()
    rest(qtbot, window)
    assert compose.document is not None
    assert row(office, "documents", compose.document)["number"] == "01/BC-UBND"
    compose.reject()

    # Cards are exchanged, the bundle goes up and is merged in the other office's window.
    upper = new_office(tmp_path / "trên", "huyen-618@1", kind="receiving", clock=clock)
    above = windows(upper)
    for here, there in ((office, upper), (upper, office)):
        groups = there.keys.device.public.fingerprint[:9]
        trusting.trust(here, trusting.own_card(there), groups)
    monkeypatch.setattr(MergeDialog, "ask", lambda *_asked: True)
    stick = tmp_path / "usb" / "ia-dom.smt"
    stick.parent.mkdir()
    (partner,) = trusting.partners(office)
    sync = window.open_page("sync")
    assert isinstance(sync, SyncPage)
    sync.flow.export_to(partner, stick)
    rest(qtbot, window)
    receiving = above.open_page("sync")
    assert isinstance(receiving, SyncPage)
    receiving.take_in(stick)
    rest(qtbot, above)
    qtbot.waitUntil(lambda: upper.queries.count("households") == 39, timeout=PATIENCE)
    (line,) = overview(upper)
    assert (line.name, line.households) == ("xã Ia Dom", 39)

    # The receipt comes back; then the board was a mistake, and Ctrl+Z takes it away.
    receipt = stick.with_name("ia-dom.bien-nhan.smt")
    when_asked(ReceiptDialog, ReceiptDialog.accept)
    sync.take_in(receipt)
    rest(qtbot, window)
    assert bundles.leaving(office, partner.key_id).records == {}
    (board,) = office.queries.ids("hotline_boards")
    window.actions_by_id["undo"].trigger()
    rest(qtbot, window)
    assert office.queries.ids("hotline_boards") == []
    assert row(office, "hotline_boards", board)["deleted"] == 1
    assert status(qtbot, window, "IAH.f") is Status.NOT_MET
