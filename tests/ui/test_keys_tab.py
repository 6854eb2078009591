"""Thẻ và khóa in two real windows: certified, revoked, renewed; what each of them then shows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.documents.qr import codes_in
from sachmatuy_desktop.services.access.accounts import add_account
from sachmatuy_desktop.services.office import Office, unlock
from sachmatuy_desktop.services.sync import bundles, certifying, renewing, trusting
from sachmatuy_desktop.storage.keys.keyring_file import Account
from sachmatuy_desktop.ui.dialogs.merge_preview import MergeDialog
from sachmatuy_desktop.ui.dialogs.paper_view import PaperDialog
from sachmatuy_desktop.ui.pages.sync.key_sheets import CertifyDialog, RevokeDialog
from sachmatuy_desktop.ui.pages.sync.keys import KeysTab, RenewDialog
from sachmatuy_desktop.ui.pages.sync.receiving import ReceivingView
from tests.offices import CHEAP, PASSPHRASE, add_village, new_office
from tests.ui.asked import when_asked
from tests.ui.test_sync_page import (  # noqa: F401  (fixtures)
    Side,
    friends,
    side_of,
    sides,
    take_in,
)


def keys_of(side: Side) -> KeysTab:
    """The tab, in front and read."""
    page = side.page
    page.tabs.setCurrentWidget(page.keys)
    page.keys.refresh()
    side.wait()
    return page.keys


def shown(tab: KeysTab) -> list[list[str]]:
    return [[cell.text for cell in row] for row in tab.table.rows]


def groups_on(tab: KeysTab) -> set[str]:
    """The groups of the fingerprint that stand on the screen."""
    return {each.text() for each in tab.findChildren(QLabel) if len(each.text()) == 4}


def key_of(office: Office) -> str:
    return office.keys.device.public.key_id


def carry(sender: Side, receiver: Side, stick: Path) -> None:
    bundles.export(sender.office, key_of(receiver.office), stick)
    take_in(receiver, stick, MergeDialog.accept)


def test_a_commune_is_certified_and_sees_it(friends: tuple[Side, Side], tmp_path: Path) -> None:  # noqa: F811
    commune, receiving = friends
    tab = keys_of(receiving)

    def answer(dialog: CertifyDialog) -> None:
        dialog.until.line.setText("31/12/2020")
        dialog._done()
        assert "sau hôm nay" in dialog.until.wrong.text()
        dialog.until.line.setText("31/12/2030")
        dialog._done()

    when_asked(CertifyDialog, answer)
    tab.certify.click()
    receiving.wait()
    (row,) = shown(keys_of(receiving))
    assert row[2:] == [key_of(commune.office), "02/03/2026", "Số 1, đến 31/12/2030", "Tin cậy"]
    assert not keys_of(commune).certify.isVisible()
    carry(receiving, commune, tmp_path / "trả lời.smt")
    held = trusting.directory(commune.office).certificate_of(key_of(commune.office))
    assert held is not None
    assert date.fromisoformat(held.expires) == date(2030, 12, 31)


def test_a_stolen_pc_is_revoked_with_a_reason(friends: tuple[Side, Side], tmp_path: Path) -> None:  # noqa: F811
    commune, receiving = friends
    carry(commune, receiving, tmp_path / "một.smt")
    tab = keys_of(receiving)
    complaints: list[str] = []

    def answer(dialog: RevokeDialog) -> None:
        dialog._done()
        complaints.append(dialog.wrong.text())
        dialog.reason.setCurrentText("Mất máy hoặc bị trộm")
        assert dialog.last_good.text == "1"
        dialog._done()

    when_asked(RevokeDialog, answer)
    tab.revoke.click()
    receiving.wait()
    assert complaints == ["Hãy ghi lý do thu hồi."]
    (row,) = shown(keys_of(receiving))
    assert row[-2:] == ["Thu hồi 02/03/2026: Mất máy hoặc bị trộm", "Đã thu hồi"]
    assert not keys_of(receiving).revoke.isEnabled()
    stick = tmp_path / "hai.smt"
    add_village(commune.office, "Thôn mới")
    bundles.export(commune.office, key_of(receiving.office), stick)
    receiving.page.take_in(stick)
    receiving.wait()
    assert "đã bị thu hồi" in receiving.said[-1][1]


def test_a_good_bundle_of_a_revoked_key_is_merged_without_a_receipt(
    friends: tuple[Side, Side],  # noqa: F811
    tmp_path: Path,
) -> None:
    commune, receiving = friends
    earlier, stick = tmp_path / "không.smt", tmp_path / "một.smt"
    bundles.export(commune.office, key_of(receiving.office), earlier)
    take_in(receiving, earlier, MergeDialog.accept)
    bundles.export(commune.office, key_of(receiving.office), stick)
    certifying.revoke(receiving.office, key_of(commune.office), "Máy hỏng, thanh lý", 2)
    take_in(receiving, stick, MergeDialog.accept)
    assert receiving.office.queries.count("people") == 1
    assert receiving.said[-1][1].startswith("Đã gộp gói của ")
    assert receiving.said[-1][1].endswith("nên không có biên nhận.")
    assert not (tmp_path / "một.bien-nhan.smt").exists()


def test_a_key_is_renewed_and_the_other_office_is_told(
    friends: tuple[Side, Side],  # noqa: F811
    tmp_path: Path,
) -> None:
    commune, receiving = friends
    tab = keys_of(commune)
    before = groups_on(tab)
    when_asked(RenewDialog, RenewDialog.accept)
    tab.renew.click()
    commune.wait()
    assert groups_on(keys_of(commune)) != before
    commune.page.tabs.setCurrentWidget(commune.page.exchange)
    commune.wait()
    in_front = {each.text() for each in commune.page.exchange.identity.findChildren(QLabel)}
    assert groups_on(keys_of(commune)) <= in_front
    assert "đã thay 1 lần" in tab.key.text()
    told: list[str] = []

    def answer(dialog: MergeDialog) -> None:
        told.append(dialog.keys.text())
        dialog.accept()

    stick = tmp_path / "mới.smt"
    bundles.export(commune.office, key_of(receiving.office), stick)
    take_in(receiving, stick, answer)
    assert "khóa mới được chính khóa cũ xác nhận" in told[0]
    states = {row[2]: row[-1] for row in shown(keys_of(receiving))}
    assert states[key_of(commune.office)] == "Tin cậy"
    assert sorted(states.values()) == ["Tin cậy", "Đã thay khóa"]


def test_a_change_of_key_is_taken_from_its_file(
    friends: tuple[Side, Side],  # noqa: F811
    tmp_path: Path,
) -> None:
    commune, receiving = friends
    renewing.renew(receiving.office)
    file = tmp_path / "thay-khoa.json"
    renewing.save_change(receiving.office, file)
    tab = keys_of(commune)
    tab.take_file(file)
    commune.wait()
    assert "đã thay khóa" in commune.said[-1][1]
    assert key_of(receiving.office) in {row[2] for row in shown(keys_of(commune))}
    tab.take_file(tmp_path / "không có.json")
    assert commune.said[-1][0] != "notice"


def test_the_card_prints_with_its_groups_and_a_code(
    friends: tuple[Side, Side],  # noqa: F811
    qtbot: QtBot,
) -> None:
    commune, _receiving = friends
    papers: list[bytes] = []

    def look(dialog: PaperDialog) -> None:
        papers.append(dialog.view.pdf)
        dialog.accept()

    when_asked(PaperDialog, look)
    keys_of(commune).print.click()
    commune.wait()
    qtbot.waitUntil(lambda: bool(papers))
    keys = commune.office.keys.device.public
    assert codes_in(papers[0], "thẻ.pdf") == [f"SMT {keys.key_id} {keys.fingerprint}"]


def test_whoever_does_not_manage_renews_nothing(
    sides: tuple[Side, Side],  # noqa: F811
    qtbot: QtBot,
) -> None:
    commune, _receiving = sides
    assert keys_of(commune).renew.isVisible()
    office = commune.office
    add_account(office, Account("chi", "Chi", "police"), PASSPHRASE)
    office.close()
    officer = unlock(office.store.folder, "chi", PASSPHRASE, office.clock, CHEAP)
    seen = side_of(officer, qtbot)
    tab = keys_of(seen)
    assert tab.save.isVisible()
    assert not tab.renew.isVisible()
    seen.page.desk.operations.shut_down()


def test_a_commune_of_two_pcs_is_one_line_and_each_gets_its_reply(
    friends: tuple[Side, Side],  # noqa: F811
    tmp_path: Path,
) -> None:
    commune, receiving = friends
    second = new_office(tmp_path / "máy hai")
    groups = second.keys.device.public.fingerprint[:9]
    trusting.trust(receiving.office, trusting.own_card(second), groups)
    view = receiving.page.exchange.view
    assert isinstance(view, ReceivingView)
    receiving.page.refresh()
    receiving.wait()
    assert len(view.lines) == 1
    unit = view.lines[0].unit_id
    both = {key_of(commune.office), key_of(second)}
    assert {each.key_id for each in view.machines_of(unit)} == both
    certifying.revoke(receiving.office, key_of(second), "Máy hỏng, thanh lý")
    assert [each.key_id for each in view.machines_of(unit)] == [key_of(commune.office)]
    second.close()
