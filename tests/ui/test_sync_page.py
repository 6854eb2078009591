"""Đồng bộ: cards are trusted, a bundle leaves, is looked over, merged and acknowledged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.packs.units import unit_table
from sachmatuy_desktop.services.attachments import AddAttachments, NewFile
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import bundles, trusting
from sachmatuy_desktop.services.upkeep import pausing
from sachmatuy_desktop.storage.backups.pausing import Pause, begin
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.confirm import ConfirmDialog
from sachmatuy_desktop.ui.dialogs.leaving import LeavingDialog
from sachmatuy_desktop.ui.dialogs.merge_preview import MergeDialog
from sachmatuy_desktop.ui.dialogs.partner_card import TrustDialog
from sachmatuy_desktop.ui.dialogs.receipt_in import ReceiptDialog
from sachmatuy_desktop.ui.dialogs.return_note import ReturnDialog
from sachmatuy_desktop.ui.feedback import Feedback
from sachmatuy_desktop.ui.operations import Operations
from sachmatuy_desktop.ui.pages.sync import SyncPage
from sachmatuy_desktop.ui.pages.sync.commune import CommuneView
from sachmatuy_desktop.ui.pages.sync.receiving import ReceivingView
from sachmatuy_desktop.ui.preferences import MemoryPreferences
from tests.offices import IA_DOM, add, add_household, add_person, add_village, new_office
from tests.pictures import png
from tests.ui.asked import when_asked


@dataclass
class Side:
    """An office, its page, and what its window said."""

    office: Office
    page: SyncPage
    said: list[tuple[str, str]]
    wait: Callable[[], None]

    @property
    def groups(self) -> str:
        """Two groups of the fingerprint, as read over the telephone."""
        groups = self.office.keys.device.public.fingerprint.split("-")
        return f"{groups[1]} {groups[6]}".lower()


@pytest.fixture
def sides(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[tuple[Side, Side]]:
    """Xã Ia Dom and huyện Ia H'Drai, each with its page on screen, strangers so far."""
    theme.dress(qapp, theme.BASE_POINTS, theme.load_fonts())
    district = unit_table().unit(IA_DOM).parent_id
    assert district is not None
    commune = new_office(tmp_path / "xa")
    add_household(commune, add_village(commune))
    add_person(commune)
    receiving = new_office(tmp_path / "huyen", district, "receiving")
    made = [side_of(office, qtbot) for office in (commune, receiving)]
    yield made[0], made[1]
    for side in made:
        side.page.desk.operations.shut_down()
        side.office.close()


def side_of(office: Office, qtbot: QtBot) -> Side:
    feedback = Feedback()
    said: list[tuple[str, str]] = []
    feedback.said.connect(lambda kind, text: said.append((kind, text)))
    desk = Desk(office, Operations(feedback), feedback, MemoryPreferences())
    page = SyncPage(desk)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    page.opened()

    def wait() -> None:
        qtbot.waitUntil(lambda: not desk.operations.is_busy, timeout=10_000)

    wait()
    return Side(office, page, said, wait)


def introduce(one: Side, other: Side, folder: Path) -> None:
    """`one` trusts the card of `other`, two groups read over the telephone."""
    card = folder / f"{other.office.info.unit_id}.the.json"
    trusting.save_card(other.office, card)

    def answer(dialog: TrustDialog) -> None:
        dialog.groups.line.setText(other.groups)
        dialog._done()

    when_asked(TrustDialog, answer)
    one.page.flow.trust_card(card)
    one.wait()


@pytest.fixture
def friends(sides: tuple[Side, Side], tmp_path: Path) -> tuple[Side, Side]:
    """Both have trusted each other's card."""
    commune, receiving = sides
    introduce(commune, receiving, tmp_path)
    introduce(receiving, commune, tmp_path)
    return sides


def send(commune: Side, path: Path) -> Path:
    view = commune.page.exchange.view
    assert isinstance(view, CommuneView)
    assert view.partner is not None
    commune.page.flow.export_to(view.partner, path)
    commune.wait()
    return path


def take_in(side: Side, path: Path, answer: Callable[[MergeDialog], object]) -> None:
    when_asked(MergeDialog, answer)
    side.page.take_in(path)
    side.wait()


def accept(dialog: MergeDialog) -> None:
    dialog.accept()


def take_receipt(
    side: Side, path: Path, look: Callable[[ReceiptDialog], object] | None = None
) -> None:
    """Take a receipt in, after a look at what it says."""

    def answer(dialog: ReceiptDialog) -> None:
        if look is not None:
            look(dialog)
        dialog.accept()

    when_asked(ReceiptDialog, answer)
    side.page.take_in(path)
    side.wait()


def rest(side: Side) -> None:
    """As after a restoring."""
    with side.office.store.writing() as connection:
        begin(connection, Pause(side.office.clock.stamp(), "2026-03-01T17:05:00+07:00"))
    side.page.refresh()
    side.wait()


def test_after_a_restoring_sending_rests_until_somebody_says_go_on(
    friends: tuple[Side, Side],
) -> None:
    commune, receiving = friends
    for side in (commune, receiving):
        tab = side.page.exchange
        rest(side)
        assert "17:05, 01/03/2026" in tab.rest.text.text()
        assert not tab.rest.isHidden()
        assert tab.view.take_in.isEnabled()
    view, reply = commune.page.exchange.view, receiving.page.exchange.view
    assert isinstance(view, CommuneView)
    assert isinstance(reply, ReceivingView)
    assert not view.export.isEnabled()
    assert not view.whole.isEnabled()
    assert not reply.reply_all.isEnabled()
    tab = commune.page.exchange
    when_asked(ConfirmDialog, lambda dialog: dialog.reject())
    tab.ask_to_resume()
    assert pausing.paused(commune.office) is not None
    when_asked(ConfirmDialog, lambda dialog: dialog.done_button.click())
    tab.ask_to_resume()
    commune.wait()
    assert pausing.paused(commune.office) is None
    assert tab.rest.isHidden()
    assert view.export.isEnabled()


def test_a_stranger_is_told_how_to_begin(sides: tuple[Side, Side]) -> None:
    commune, receiving = sides
    assert isinstance(commune.page.exchange.view, CommuneView)
    assert "Chưa tin cậy cơ quan tiếp nhận nào" in commune.page.exchange.view.state.text()
    assert not commune.page.exchange.view.export.isEnabled()
    assert isinstance(receiving.page.exchange.view, ReceivingView)
    assert "Chưa tin cậy đơn vị nào" in receiving.page.exchange.view.told.text()


def test_a_card_is_trusted_only_with_groups_read_from_its_paper(
    sides: tuple[Side, Side], tmp_path: Path
) -> None:
    commune, receiving = sides
    card = tmp_path / "huyen.the.json"
    trusting.save_card(receiving.office, card)
    complaints: list[str] = []

    def answer(dialog: TrustDialog) -> None:
        dialog.groups.line.setText("AAAA BBBB")
        dialog._done()
        complaints.append(dialog.groups.wrong.text())
        dialog.reject()

    when_asked(TrustDialog, answer)
    commune.page.flow.trust_card(card)
    commune.wait()
    assert "không khớp" in complaints[0]
    assert trusting.partners(commune.office) == []


def test_a_file_that_is_no_card_is_one_sentence(sides: tuple[Side, Side], tmp_path: Path) -> None:
    commune, _receiving = sides
    wrong = tmp_path / "anh.json"
    wrong.write_bytes(b"\x89PNG")
    commune.page.flow.trust_card(wrong)
    assert commune.said[-1][0] == "trouble"


def test_what_will_leave_is_counted_by_book(friends: tuple[Side, Side]) -> None:
    commune, _receiving = friends
    view = commune.page.exchange.view
    assert isinstance(view, CommuneView)
    counts = {row[0].text: row[1].text for row in view.leaving.rows}
    assert counts["Hộ gia đình"] == "1"
    assert counts["Thôn, khu phố"] == "1"
    assert "Chưa xuất gói nào" in view.state.text()


def test_a_bundle_travels_and_its_receipt_comes_back(
    friends: tuple[Side, Side], tmp_path: Path
) -> None:
    commune, receiving = friends
    path = send(commune, tmp_path / "goi.smt")
    assert "An toàn để rút USB" in commune.said[-1][1]

    seen: list[list[str]] = []

    def look(dialog: MergeDialog) -> None:
        seen.extend([cell.text for cell in row] for row in dialog.overview.counts.rows)
        dialog.accept()

    take_in(receiving, path, look)
    assert ["Hộ gia đình", "1", "", ""] in seen
    assert receiving.office.queries.count("households") == 1
    view = receiving.page.exchange.view
    assert isinstance(view, ReceivingView)
    assert view.table.rows[0][0].text == "Xã Ia Dom"
    assert "Chưa có kết quả tự rà soát" in view.table.rows[0][-1].text

    receipt = tmp_path / "goi.bien-nhan.smt"
    assert receipt.exists()
    take_receipt(commune, receipt)
    sent = commune.page.exchange.view
    assert isinstance(sent, CommuneView)
    assert sent.total.text() == "Không có gì mới để gửi."
    commune.page.tabs.setCurrentWidget(commune.page.passages)
    commune.wait()
    assert len(commune.page.passages.table.rows) == 2


def test_a_bundle_without_anything_new_is_entered_and_heard(
    friends: tuple[Side, Side], tmp_path: Path
) -> None:
    """Its sender may have lost what it once said to hold; and no number is missing afterwards."""
    commune, receiving = friends
    key = receiving.office.keys.device.public.key_id
    add_village(commune.office, "Thôn 2")
    for name in ("1.smt", "2.smt"):
        bundles.export(commune.office, key, tmp_path / name, everything=True)
        said: list[str] = []

        def look(dialog: MergeDialog, said: list[str] = said) -> None:
            said.extend(each.text() for each in dialog.findChildren(QLabel))
            dialog.accept()

        take_in(receiving, tmp_path / name, look)
        receiving.wait()
    assert any("Gói không có gì mới" in each for each in said)
    came = [each for each in bundles.passages(receiving.office) if each.direction == "in"]
    assert [each.sequence for each in came] == [2, 1]


def test_a_bundle_that_came_twice_changes_nothing(
    friends: tuple[Side, Side], tmp_path: Path
) -> None:
    commune, receiving = friends
    path = send(commune, tmp_path / "goi.smt")
    take_in(receiving, path, accept)
    sentences: list[str] = []

    def look(dialog: MergeDialog) -> None:
        staged = bundles.stage(receiving.office, path)
        sentences.append("đã biết" if staged.known_already else "mới")
        dialog.accept()

    take_in(receiving, path, look)
    assert sentences == ["đã biết"]
    assert receiving.office.queries.count("households") == 1


def test_a_truncated_bundle_is_refused_with_one_sentence(
    friends: tuple[Side, Side], tmp_path: Path
) -> None:
    commune, receiving = friends
    path = send(commune, tmp_path / "goi.smt")
    path.write_bytes(path.read_bytes()[:-100])
    receiving.page.take_in(path)
    receiving.wait()
    assert receiving.said[-1][0] == "trouble"
    assert receiving.office.queries.count("households") == 0


def test_a_bundle_dropped_on_the_page_is_looked_over(
    friends: tuple[Side, Side], tmp_path: Path
) -> None:
    commune, receiving = friends
    path = send(commune, tmp_path / "goi.smt")
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPoint(5, 5),
        Qt.DropAction.CopyAction,
        dropped,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    when_asked(MergeDialog, lambda dialog: dialog.reject())
    receiving.page.dropEvent(event)
    receiving.wait()
    assert event.isAccepted()
    assert receiving.office.queries.count("households") == 0


def test_a_note_goes_down_to_the_commune(friends: tuple[Side, Side], tmp_path: Path) -> None:
    commune, receiving = friends
    take_in(receiving, send(commune, tmp_path / "goi.smt"), accept)
    view = receiving.page.exchange.view
    assert isinstance(view, ReceivingView)

    def answer(dialog: ReturnDialog) -> None:
        dialog.done_button.click()
        assert dialog.form.subject.wrong.text() == "Hãy điền «Về việc»."
        dialog.form.subject.line.setText("Bổ sung ngày sinh")
        dialog.form.due_on.line.setText("15/03/2026")
        dialog.done_button.click()

    when_asked(ReturnDialog, answer)
    view.send_back.click()
    receiving.wait()
    (partner,) = trusting.partners(receiving.office)
    reply = tmp_path / "tra-loi.smt"
    receiving.page.flow.export_to(partner, reply)
    receiving.wait()
    take_in(commune, reply, accept)
    (note,) = commune.office.queries.ids("returns")
    row = commune.office.queries.rows("returns", [note])[note]
    assert (row["subject"], row["due_on"]) == ("Bổ sung ngày sinh", "2026-03-15")
    commune.page.tabs.setCurrentWidget(commune.page.returns)
    commune.wait()
    assert len(commune.page.returns.found) == 1


def test_the_card_is_saved_to_be_handed_over(
    sides: tuple[Side, Side], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commune, _receiving = sides
    target = tmp_path / "the.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    commune.page.exchange.identity.save.click()
    commune.wait()
    assert trusting.read_identity(target.read_bytes()).unit == IA_DOM


def test_attachments_are_told_before_saving_and_before_merging(
    friends: tuple[Side, Side], tmp_path: Path
) -> None:
    commune, receiving = friends
    (person,) = commune.office.queries.ids("people")
    commune.office.run(AddAttachments("people", person, (NewFile("a.png", png(200, 100)),)))
    view = commune.page.exchange.view
    assert isinstance(view, CommuneView)
    view.refresh()
    commune.wait()
    assert view.total.text().endswith("1 tệp đính kèm, 1 kB")
    view.with_files.setChecked(False)
    assert "tệp" not in view.total.text()
    assert view.left.text().startswith("Còn 1 tệp đính kèm")

    seen: list[str] = []

    def look(dialog: MergeDialog) -> None:
        seen.append(dialog.overview.files.text())
        dialog.accept()

    (partner,) = view.partners.values()
    commune.page.flow.export_to(partner, tmp_path / "không tệp.smt", with_files=False)
    commune.wait()
    take_in(receiving, tmp_path / "không tệp.smt", look)
    take_receipt(commune, tmp_path / "không tệp.bien-nhan.smt")
    take_in(receiving, send(commune, tmp_path / "có tệp.smt"), look)
    assert "Còn" not in commune.said[-1][1]
    assert seen == [
        "Chưa nhận 1 tệp; biên nhận sẽ xin gửi trong gói sau.",
        "Kèm 1 tệp đính kèm, 1 kB.",
    ]


# -- in several files, and without persons ---------------------------------------------------------


def choose(box: QComboBox, place: int) -> None:
    """As a person chooses an entry of a box."""
    box.setCurrentIndex(place)
    box.activated.emit(place)


def commune_view(side: Side) -> CommuneView:
    view = side.page.exchange.view
    assert isinstance(view, CommuneView)
    return view


def test_the_table_follows_what_is_chosen_to_leave_and_the_choice_stays(
    friends: tuple[Side, Side], tmp_path: Path
) -> None:
    commune, receiving = friends
    view = commune_view(commune)
    assert view.carries.isVisible()
    assert view.carries.currentText() == "Tất cả các sổ"
    choose(view.carries, view.carries.findData("programme"))
    commune.wait()
    titles = [row[0].text for row in view.leaving.rows]
    assert "Thôn, khu phố" in titles
    assert "Hộ gia đình" not in titles
    assert "Nhân khẩu" not in titles
    assert view.stays.text() == "2 ghi chép về người và hộ ở lại theo lựa chọn trên."
    assert view.stays.isVisible()
    view.refresh()
    commune.wait()
    assert view.carries.currentData() == "programme"

    take_in(receiving, send(commune, tmp_path / "goi.smt"), accept)
    above = receiving.page.exchange.view
    assert isinstance(above, ReceivingView)
    (line,) = above.table.rows
    assert [cell.text for cell in line[2:4]] == ["Không gửi", "Không gửi"]
    assert "1 đơn vị chỉ gửi số liệu chương trình" in above.told.text()
    receiving.page.tabs.setCurrentWidget(receiving.page.passages)
    receiving.wait()
    book = [row[-1].text for row in receiving.page.passages.table.rows]
    assert any("không có người và hộ" in each for each in book)

    choose(view.carries, 0)
    commune.wait()
    take_in(receiving, send(commune, tmp_path / "đủ.smt"), accept)
    receiving.page.tabs.setCurrentWidget(receiving.page.exchange)
    receiving.wait()
    assert [cell.text for cell in above.table.rows[0][2:4]] == ["1", "1"]
    assert "chỉ gửi số liệu" not in above.told.text()


def test_figures_in_place_of_persons_are_read_before_they_leave_and_shown_as_figures_above(
    friends: tuple[Side, Side], tmp_path: Path
) -> None:
    commune, receiving = friends
    (person,) = commune.office.queries.ids("people")
    add(
        commune.office, "episodes", person=person, category="nghien", from_date="2026-01-17",
        reason="Theo phiếu",
    )  # fmt: skip
    view = commune_view(commune)
    choose(view.carries, view.carries.findData("figures"))
    commune.wait()
    assert view.carries.currentText().startswith("Số liệu tổng hợp và mã thay tên")
    counts = {row[0].text: row[1].text for row in view.leaving.rows}
    assert counts["Người (mã)"] == "1"
    assert not {"Nhân khẩu", "Diện quản lý", "Hộ gia đình"} & counts.keys()
    assert view.stays.text() == "3 ghi chép về người và hộ ở lại theo lựa chọn trên."

    read: dict[str, list[list[str]]] = {}

    def look(dialog: LeavingDialog) -> None:
        commune.wait()
        for line in dialog.books.lines:
            dialog.books.choose(line.key)
            commune.wait()
            read[line.text] = [
                [cell.text for cell in row] for row in (*dialog.lines.rows, *dialog.fields.rows)
            ]
        dialog.reject()

    when_asked(LeavingDialog, look)
    view.exact.click()
    coded = dict(each for each in read["Người (mã)"] if len(each) == 2)
    assert (coded["Diện"], coded["Từ tháng"]) == ("Người nghiện ma túy", "2026-01")
    figures = [each[1] for each in read["Số liệu tổng hợp theo tháng"]]
    assert "Người trong sổ, 2026-03" in figures
    assert {"Nhân khẩu", "Diện quản lý", "Khóa của mã thay tên"}.isdisjoint(read)

    take_in(receiving, send(commune, tmp_path / "goi.smt"), accept)
    above = receiving.page.exchange.view
    assert isinstance(above, ReceivingView)
    (line,) = above.table.rows
    assert line[2].text.startswith("1 (theo số liệu tổng hợp ngày ")
    assert "1 đơn vị gửi số liệu tổng hợp và mã thay tên." in above.told.text()
    (record,) = receiving.office.queries.ids("coded_people")
    assert (
        receiving.office.queries.rows("coded_people", [record])[record]["code"]
        == coded["Mã thay tên"]
    )
    doors: list[str] = []
    receiving.page.desk.door.connect(lambda door: doors.append(door.register))
    above.people.click()
    assert doors == ["coded_people"]


def test_every_line_that_leaves_is_read_page_by_page(friends: tuple[Side, Side]) -> None:
    commune, _receiving = friends
    for number in range(104):
        add_village(commune.office, f"Thôn số {number}")
    view = commune_view(commune)
    view.refresh()
    commune.wait()
    pages: list[tuple[str, int, bool]] = []

    def look(dialog: LeavingDialog) -> None:
        commune.wait()
        dialog.books.choose("villages")
        commune.wait()
        for _turn in range(2):
            pages.append(
                (dialog.pages.where.text(), len(dialog.lines.rows), dialog.pages.on.isEnabled())
            )
            dialog.pages.on.click()
            commune.wait()
        dialog.reject()

    when_asked(LeavingDialog, look)
    view.exact.click()
    assert pages == [("Trang 1/2", 100, True), ("Trang 2/2", 5, False)]


def test_a_bundle_split_for_the_mail_names_its_files_and_each_says_what_is_missing(
    friends: tuple[Side, Side], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commune, receiving = friends
    (person,) = commune.office.queries.ids("people")
    pictures = tuple(
        NewFile(f"{number}.png", png(60, 40, number) + bytes(2_000_000)) for number in range(3)
    )
    commune.office.run(AddAttachments("people", person, pictures))
    view = commune_view(commune)
    offered = [view.split.itemText(place) for place in range(view.split.count())]
    assert offered[:2] == [
        "Một tệp, chép bằng USB",
        "Chia nhỏ để gửi thư (mỗi tệp tối đa 20 MB)",
    ]
    choose(view.split, offered.index("Chia nhỏ để gửi thư (mỗi tệp tối đa 5 MB)"))
    assert view.split.most_bytes == 5_000_000
    assert CommuneView(commune.page.desk, commune.page.flow).split.most_bytes == 5_000_000
    target = tmp_path / "goi.smt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    view.export.click()
    commune.wait()
    assert "gói số 1–2: goi.1-2.smt, goi.2-2.smt. An toàn để rút USB" in commune.said[-1][1]
    assert not target.exists()

    seen: list[tuple[str, list[str], str]] = []

    def look(dialog: MergeDialog) -> None:
        found = [row[0].text for row in dialog.overview.findings.rows]
        files = dialog.overview.files.text()
        dialog.accept()
        (told,) = [each.text() for each in dialog.findChildren(QLabel) if "lập" in each.text()][:1]
        seen.append((told, found, files))

    for number in (2, 1):
        take_in(receiving, tmp_path / f"goi.{number}-2.smt", look)
    (late, found, files), (early, nothing, _files) = seen
    assert late.endswith("phần 2/2")
    assert found[0] == "Thiếu phần"
    assert files == "1 tệp đính kèm được giữ chờ phần có ghi chép của chúng."
    assert early.endswith("phần 1/2")
    assert nothing == ["Điểm cần xem"]
    assert receiving.office.queries.count("people") == 1
    assert len(receiving.office.store.files.names()) == 3
    receiving.page.tabs.setCurrentWidget(receiving.page.passages)
    receiving.wait()
    book = [row[-1].text for row in receiving.page.passages.table.rows]
    assert any(each.startswith("phần 1/2") for each in book)


def test_a_stick_without_room_is_one_sentence_and_the_book_says_that_nothing_left(
    friends: tuple[Side, Side], tmp_path: Path
) -> None:
    commune, _receiving = friends
    view = commune_view(commune)
    assert view.partner is not None
    commune.page.flow.export_to(view.partner, tmp_path / "không có" / "goi.smt", most_bytes=10**7)
    commune.wait()
    assert commune.said[-1][0] == "trouble"
    view.refresh()
    commune.page.tabs.setCurrentWidget(commune.page.passages)
    commune.wait()
    assert commune.page.passages.table.rows[0][-1].text == "không ghi được, không có gì đi"
    assert "Chưa xuất gói nào" in view.state.text()
