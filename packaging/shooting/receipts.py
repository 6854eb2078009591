"""Scenes of a receipt: looked at where it comes back, printed as a slip, entered, kept."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.services.sync import bundles, slips
from sachmatuy_desktop.services.sync.passages import ANSWERABLE
from sachmatuy_desktop.services.sync.returns import Opinion, ReturnUnit
from sachmatuy_desktop.services.sync.unmerging import may_be_undone, survey
from sachmatuy_desktop.sync.bundle import Kind
from sachmatuy_desktop.ui.dialogs.paper_view import PaperDialog
from sachmatuy_desktop.ui.dialogs.receipt_in import ReceiptDialog
from sachmatuy_desktop.ui.dialogs.slip_in import SlipDialog
from sachmatuy_desktop.ui.dialogs.undo_bundle import UndoBundleDialog
from sachmatuy_desktop.ui.pages.sync.page import SyncPage
from sachmatuy_desktop.ui.pages.sync.passages import PassagesTab
from shooting.offices import COMMUNE
from shooting.receiving import OFFICE, merge_all
from shooting.stage import Scene, Stage


def receipt(stage: Stage) -> QWidget:
    """What the receiving office says of the commune's bundle, something sent back with it."""
    stage.once(send_back)
    path = stage.offices.sealed(COMMUNE).with_name("lai.bien-nhan.smt")
    tab = book(stage, OFFICE)
    came = [not each.is_out and each.partner == name_of(stage) for each in tab.lines]
    tab.table.choose(came.index(True))
    tab.write_again_to(path)
    stage.camera.settle()
    window = stage.window_of(COMMUNE)
    staged = bundles.stage(stage.offices.commune, path)
    return stage.show(ReceiptDialog(staged, window.desk.queries, window))


def send_back(stage: Stage) -> None:
    """One point is sent back to the commune."""
    stage.once(merge_all)
    unit, due = stage.offices.commune.info.unit_id, stage.offices.today.replace(day=28)
    opinion = Opinion("Bổ sung biên bản họp xét", due_on=due)
    stage.offices.receiving.run(ReturnUnit(unit, opinion))


def name_of(stage: Stage) -> str:
    """How the receiving office calls the commune."""
    return stage.offices.commune.info.full_name


def book(stage: Stage, name: str) -> PassagesTab:
    """The book of bundles of an office."""
    page = stage.page("sync", SyncPage, name)
    page.tabs.setCurrentWidget(page.passages)
    page.refresh()
    stage.camera.settle()
    return page.passages


def taken_in(stage: Stage) -> QWidget:
    """The receiving office's book, a bundle that came in chosen."""
    stage.once(send_back)
    tab = book(stage, OFFICE)
    tab.table.choose(next(at for at, each in enumerate(tab.lines) if not each.is_out))
    stage.camera.settle()
    return tab.window()


def undoing(stage: Stage) -> QWidget:
    """What would go back with a bundle that came in."""
    stage.once(merge_all)
    tab = book(stage, OFFICE)
    line = next(each for each in tab.lines if may_be_undone(each.passage))
    surveyed = survey(stage.offices.receiving, line.passage.digest)
    return stage.show(UndoBundleDialog(surveyed, tab.window()))


def paper(stage: Stage) -> QWidget:
    """The slip as it prints."""
    stage.once(send_back)
    tab = book(stage, OFFICE)
    line = next(each for each in tab.lines if not each.is_out and each.passage.kind in ANSWERABLE)
    pdf = slips.print_slip(stage.offices.receiving, line.passage)
    return stage.show(PaperDialog(tab.desk, "Phiếu biên nhận", pdf, parent=tab.window()))


def typed(stage: Stage) -> QWidget:
    """A code half typed, with a slip of the finger."""
    window = stage.window_of(COMMUNE)
    dialog = stage.show(SlipDialog(window.desk, window))
    dialog.code.setPlainText("26ZSKP LDHV9B GLC3S3 36F4QX")
    return dialog


def sent(stage: Stage) -> QWidget:
    """The commune's book with the receipt it got."""
    stage.once(merge_all)
    tab = book(stage, COMMUNE)
    sent = [each.is_out and each.passage.kind == Kind.CHANGES for each in tab.lines]
    tab.table.choose(sent.index(True))
    stage.camera.settle()
    return tab.window()


SCENES = (
    Scene("receipt-in", ReceiptDialog, receipt),
    Scene("receipt-typed", SlipDialog, typed),
    Scene("receipt-paper", PaperDialog, paper),
    Scene("undo-bundle", UndoBundleDialog, undoing),
    Scene("receiving-passages", SyncPage, taken_in),
    Scene("commune-passages-answered", SyncPage, sent),
)
