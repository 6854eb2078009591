"""Để riêng: what came and is not in the books, in words; and a PC whose date cannot be right."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from sachmatuy_desktop.domain.clock import Clock, hlc_ms
from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import bundles
from sachmatuy_desktop.services.sync.unmerging import undo_bundle
from sachmatuy_desktop.storage.sync import outbox
from sachmatuy_desktop.sync.sealing import SealedSegment
from sachmatuy_desktop.ui.dialogs.merge_preview import MergeDialog
from sachmatuy_desktop.ui.dialogs.plain_table import PlainTable
from sachmatuy_desktop.ui.forms.history_words import tell
from sachmatuy_desktop.ui.pages.sync import SyncPage
from sachmatuy_desktop.ui.status_line import StatusLine, read_kept
from tests.offices import IA_DOM, add_village, edit
from tests.sync.forging import forged, sealed_for
from tests.ui.test_sync_page import Side, friends, sides, take_in

__all__ = ["friends", "sides"]

YEARS = 60 * 365 * 24 * 60 * 60 * 1000
VILLAGE = {"name": "Thôn 9", "kind": "thon"}


def cells(table: PlainTable) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def tab_of(side: Side) -> list[list[str]]:
    """What the tab lists, once it is looked at."""
    side.page.tabs.setCurrentWidget(side.page.set_aside)
    side.page.refresh()
    side.wait()
    return cells(side.page.set_aside.table)


def odd(author: Office, clock: int = 1, at: str = "2026-03-02T08:00:00+07:00") -> SealedSegment:
    """A village with a column of tomorrow, a book of tomorrow, a village of another commune."""
    lines: list[dict[str, object]] = [
        {"r": "villages", "i": "aa" * 16, "u": IA_DOM, "new": 1, "v": {**VILLAGE, "altitude": 5}},
        {"r": "floods", "i": "bb" * 16, "u": IA_DOM, "new": 1, "v": {"on": "2026-03-01"}},
        {"r": "villages", "i": "cc" * 16, "u": "xa-15973@1", "new": 1, "v": VILLAGE},
    ]
    return forged(author, "programme", IA_DOM, lines, clock=clock, at=at)


def test_an_empty_tab_says_that_all_is_in_the_books(friends: tuple[Side, Side]) -> None:
    _commune, receiving = friends
    assert tab_of(receiving) == []
    tab = receiving.page.set_aside
    assert "mọi phần của các gói đã nhận đều vào sổ" in tab.told.text()
    assert not tab.table.isVisible()


def test_what_is_not_understood_is_told_in_words(
    friends: tuple[Side, Side], tmp_path: Path
) -> None:
    commune, receiving = friends
    stick = sealed_for(commune.office, receiving.office, [odd(commune.office)], tmp_path / "1.smt")
    seen: list[list[list[str]]] = []

    def look(dialog: MergeDialog) -> None:
        seen.append(cells(dialog.overview.findings))
        dialog.accept()

    take_in(receiving, stick, look)
    receiving.wait()
    assert ["Để riêng", "Sổ «Thôn, khu phố» ở máy này chưa có mục «altitude»."] in seen[0]
    column, book, other = sorted(tab_of(receiving), key=lambda row: row[1:3], reverse=True)[:3]
    told = {row[3]: row for row in (column, book, other)}
    assert set(told) == {
        "Sổ «Thôn, khu phố» ở máy này chưa có mục «altitude».",
        "Chương trình ở máy này chưa có sổ «floods».",
        "Nơi gửi ghi vào sổ «Thôn, khu phố» của đơn vị khác, ngoài quyền của mình.",
    }
    row = told["Sổ «Thôn, khu phố» ở máy này chưa có mục «altitude»."]
    assert row[:3] == ["Để riêng", "Thôn, khu phố", "Thôn 9"]
    assert row[4].startswith("An, ")
    assert commune.office.info.full_name in row[4]
    assert row[5].startswith("số 1, ")
    assert row[6] == "Cập nhật chương trình; phần này tự vào sổ khi mở bằng bản mới."
    assert "3 dòng để riêng" in receiving.page.set_aside.told.text()
    (line,) = receiving.office.queries.life("villages", "aa" * 16)
    head = tell(receiving.page.desk, "villages", "aa" * 16, [line])[0].head
    assert "(1 ô để riêng)" in head


def test_a_part_that_waits_says_for_what(friends: tuple[Side, Side], tmp_path: Path) -> None:
    commune, receiving = friends
    office, key = commune.office, receiving.office.keys.device.public.key_id
    village = add_village(office, "Thôn 2")
    bundles.export(office, key, tmp_path / "mất.smt")
    with office.store.writing() as connection:
        outbox.acknowledge(connection, key, outbox.held_vector(connection))
    edit(office, "villages", village, head="Đào")
    bundles.export(office, key, tmp_path / "đến.smt")
    take_in(receiving, tmp_path / "đến.smt", MergeDialog.accept)
    receiving.wait()
    (row,) = tab_of(receiving)
    assert row[0] == "Chờ"
    assert row[3].startswith("Chưa có phần trước đó của máy gửi")
    assert "1 phần chờ gói khác" in receiving.page.set_aside.told.text()
    take_in(receiving, tmp_path / "mất.smt", MergeDialog.accept)
    receiving.wait()
    assert tab_of(receiving) == []
    row_here = receiving.office.queries.rows("villages", [village])[village]
    assert row_here["head"] == "Đào"


def test_an_undone_bundle_is_told_until_it_comes_again(
    friends: tuple[Side, Side], tmp_path: Path
) -> None:
    commune, receiving = friends
    stick = tmp_path / "1.smt"
    add_village(commune.office, "Thôn 2")
    bundles.export(commune.office, receiving.office.keys.device.public.key_id, stick)
    take_in(receiving, stick, MergeDialog.accept)
    receiving.wait()
    (came,) = (each for each in bundles.passages(receiving.office) if each.direction == "in")
    undo_bundle(receiving.office, came.digest, "Nhập nhầm")
    (row,) = tab_of(receiving)
    assert (row[0], row[1]) == ("Đã hoàn tác", "xã Ia Dom")
    assert row[2].endswith("dòng nhật ký")
    assert row[4] == commune.office.info.full_name
    assert row[5].startswith("số 1, ")
    assert "1 gói đã hoàn tác còn giữ" in receiving.page.set_aside.told.text()
    take_in(receiving, stick, MergeDialog.accept)
    receiving.wait()
    assert tab_of(receiving) == []


def test_a_clock_far_ahead_is_said_and_shown_in_the_history(
    friends: tuple[Side, Side], tmp_path: Path
) -> None:
    commune, receiving = friends
    far = (receiving.office.clock.wall_ms() + YEARS) << 16
    at = datetime.fromtimestamp(hlc_ms(far) / 1000, VIETNAM).isoformat(timespec="seconds")
    segment = odd(commune.office, far, at)
    stick = sealed_for(commune.office, receiving.office, [segment], tmp_path / "1.smt")
    seen: list[list[list[str]]] = []

    def look(dialog: MergeDialog) -> None:
        seen.append(cells(dialog.overview.findings))
        dialog.accept()

    take_in(receiving, stick, look)
    receiving.wait()
    (told,) = [row[1] for row in seen[0] if row[0] == "Đồng hồ"]
    assert "giờ của một trong hai máy sai" in told
    (line,) = receiving.office.queries.life("villages", "aa" * 16)
    head = tell(receiving.page.desk, "villages", "aa" * 16, [line])[0].head
    assert "(giờ máy đáng ngờ)" in head
    village = add_village(receiving.office, "Thôn của huyện")
    (own,) = receiving.office.queries.life("villages", village)
    assert "đáng ngờ" not in tell(receiving.page.desk, "villages", village, [own])[0].head


@pytest.mark.parametrize(
    ("year", "words"),
    [(1970, "trước ngày có chương trình"), (2025, "lùi so với lần ghi gần nhất"), (2099, "")],
)
def test_a_date_that_cannot_be_right_is_said_at_the_foot(
    friends: tuple[Side, Side], qtbot: QtBot, year: int, words: str
) -> None:
    """And nobody is kept from working."""
    commune, _receiving = friends
    office = commune.office
    made_on = date(2026, 1, 1) if year < 2000 else None
    office.store.clock = Clock(lambda: datetime(year, 5, 1, tzinfo=VIETNAM), made_on=made_on)
    line = StatusLine(commune.page.desk)
    qtbot.addWidget(line)
    line.show_kept(read_kept(office))
    assert words in line.clock.text()
    assert line.clock.isVisibleTo(line) == bool(words)
    add_village(office, "Thôn vẫn ghi được")


def test_the_page_has_the_tab(friends: tuple[Side, Side]) -> None:
    assert isinstance(friends[0].page, SyncPage)
    titles = [friends[0].page.tabs.tabText(at) for at in range(friends[0].page.tabs.count())]
    assert titles.index("Để riêng") == titles.index("Hai nơi cùng sửa") + 1
