"""A drive of household commitments: begun by the criterion's rule, printed, out, back, ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from sachmatuy_desktop.documents.rendering import render
from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.criteria import Fact
from sachmatuy_desktop.domain.drives import Counts, sheet_code
from sachmatuy_desktop.errors import BadInput, Conflict, KnownError, NotAllowed, NotFound
from sachmatuy_desktop.services.bulk import survey
from sachmatuy_desktop.services.commitments import RecordCommitments
from sachmatuy_desktop.services.drives import (
    Answer,
    ChangeDrive,
    EndDrive,
    ExtendDrive,
    HandOut,
    RecordReturn,
    RecordReturns,
    finder_of,
    pile_list,
    print_pile,
)
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage.facts import Question, facts
from tests.documents.pdf_reading import read, words_of
from tests.drive_offices import (
    begin,
    counts,
    drive_in,
    hamlets,
    home,
    state,
    take_in,
)
from tests.offices import IA_DOM, TestClock, add_household, edit, new_office, remove, row
from tests.services.paper_offices import sign_as

ANOTHER_PC = Act("training.fill", "an")


@pytest.fixture
def hands() -> TestClock:
    return TestClock()


@pytest.fixture
def commune(tmp_path: Path, hands: TestClock) -> Iterator[Office]:
    office = new_office(tmp_path / "xã", clock=hands)
    yield office
    office.close()


def today(office: Office) -> date:
    return date.fromisoformat(office.clock.today())


def criterion(office: Office) -> list[Fact]:
    question = Question((IA_DOM,), today(office))
    return facts(office.store, question, ["households", "households_committed"])


def heads(office: Office) -> list[str]:
    return [str(row(office, "households", each.household)["head"]) for each in state(office).homes]


# -- begun -----------------------------------------------------------------------------------------


def test_a_drive_asks_whom_the_criterion_asks(commune: Office) -> None:
    one, two = hamlets(commune, 3, 2)
    other = hamlets(commune, 4)[0]
    signed, gone, away = commune.queries.children("households", "village", one)
    commune.run(RecordCommitments("ho_gia_dinh", "households", (signed,), "da_ky", "2026-02-10"))
    edit(commune, "households", gone, state="da_chuyen_di", state_from="2026-02-01")
    edit(commune, "households", away, state="vang_ca_ho", state_from="2026-02-01")
    drive = begin(commune, (one, two), until_date=date(2026, 3, 31))
    assert counts(commune) == Counts(asked=3, chua_gap=3)
    assert {each.village for each in drive_in(commune, drive).villages} == {one, two}
    assert other not in state(commune).villages
    committed = {each.name: each for each in criterion(commune)}["households_committed"]
    asked = {each.household for each in state(commune).homes}
    assert asked <= {each.id for each in committed.exceptions}


def test_the_pile_is_in_the_order_of_hamlets_and_houses(commune: Office) -> None:
    one, two = hamlets(commune, 11, 2)
    add_household(commune, two, "Không có số")
    begin(commune, (two, one))
    assert heads(commune) == [
        "Trần Thị B 1",
        "Trần Thị B 2",
        "Không có số",
        *(f"Trần Thị A {number}" for number in range(1, 12)),
    ]
    assert [each.sheet.number for each in state(commune).homes] == list(range(1, 15))


def test_everybody_can_be_asked_to_sign_anew(commune: Office, hands: TestClock) -> None:
    (village,) = hamlets(commune, 3)
    homes = tuple(commune.queries.children("households", "village", village))
    commune.run(RecordCommitments("ho_gia_dinh", "households", homes, "da_ky", "2026-02-10"))
    with pytest.raises(NotFound, match="Không có hộ nào phải ký"):
        begin(commune, [village])
    assert commune.queries.count("drives") == 0
    begin(commune, [village], asked="tat_ca")
    assert counts(commune) == Counts(asked=3, chua_gap=3)
    hands.advance(days=2)
    take_in(commune, 2)
    assert counts(commune) == Counts(asked=3, da_ky=1, chua_gap=2)


@pytest.mark.parametrize(
    ("said", "match"),
    [
        ({"name": " "}, "Tên đợt"),
        ({"villages": ()}, "ít nhất một thôn"),
        ({"until_date": date(2026, 3, 1)}, "trước ngày bắt đầu"),
    ],
)
def test_a_drive_that_says_too_little_is_not_begun(
    commune: Office, said: dict[str, object], match: str
) -> None:
    (village,) = hamlets(commune, 1)
    with pytest.raises(BadInput, match=match):
        begin(commune, **{"villages": [village], **said})  # type: ignore[arg-type]
    assert commune.queries.count("drive_sheets") == 0


def test_who_may_not_write_plans_begins_none(commune: Office) -> None:
    (village,) = hamlets(commune, 1)
    with pytest.raises(NotAllowed):
        begin(sign_as(commune, "chair"), [village])


def test_who_moves_in_later_gets_a_sheet_of_their_own(commune: Office) -> None:
    one, two = hamlets(commune, 2, 2)
    drive = begin(commune, [one])
    newcomer = add_household(commune, one, "Hộ mới đến")
    assert state(commune).missing == (newcomer,)
    assert commune.run(ExtendDrive(drive=drive)).result == 1
    assert state(commune).missing == ()
    assert commune.run(ExtendDrive(drive=drive, villages=(two,))).result == 2
    assert [each.sheet.number for each in state(commune).homes] == [1, 2, 3, 4, 5]
    with pytest.raises(NotFound):
        commune.run(ExtendDrive(drive=drive))


def test_beginning_is_taken_back_as_one(commune: Office) -> None:
    villages = hamlets(commune, 2, 2)
    begin(commune, villages)
    entry = commune.last_undoable()
    assert entry is not None
    assert entry.title == "Bắt đầu đợt ký cam kết"
    commune.undo(entry.txn)
    assert [
        commune.queries.count(each) for each in ("drives", "drive_villages", "drive_sheets")
    ] == [
        0,
        0,
        0,
    ]


# -- printed and handed out ------------------------------------------------------------------------


def test_a_pile_is_printed_with_its_numbers_and_each_sheet_noted(
    commune: Office, tmp_path: Path
) -> None:
    one, two = hamlets(commune, 3, 2)
    drive = begin(commune, (one, two), carriers={one: "Hồ Văn Mang"})
    path = tmp_path / "pile.pdf"
    homes = [each for each in state(commune).homes if each.village == one]
    assert print_pile(commune, state(commune), homes, path) == 3
    texts = [" ".join(page.text.split()) for page in read(path.read_bytes())]
    for number, text in enumerate(texts, start=1):
        assert f"Phiếu số {sheet_code(number)}" in text
        assert "Đợt 1" in text
        assert f"Trần Thị A {number}" in text
    assert counts(commune) == Counts(asked=5, printed=3, chua_gap=5)
    entry = commune.last_undoable()
    assert entry is not None
    assert (entry.title, entry.why, entry.count) == ("In phiếu cam kết của đợt", "3", 3)

    rest = [each for each in state(commune).homes if not each.is_printed]
    print_pile(commune, state(commune), rest, path, hand_out=True)
    sheets = [row(commune, "drive_sheets", each.sheet.id) for each in state(commune).homes]
    assert [each["batch"] for each in sheets] == [1, 1, 1, 2, 2]
    assert counts(commune).out == 2
    assert drive_in(commune, drive).carriers == {one: "Hồ Văn Mang"}


def test_sheets_added_later_lie_in_the_pile_of_their_hamlet(
    commune: Office, tmp_path: Path
) -> None:
    one, two = hamlets(commune, 1, 1)
    drive = begin(commune, (one, two))
    add_household(commune, one, "Hộ mới đến")
    commune.run(ExtendDrive(drive=drive))
    print_pile(commune, state(commune), state(commune).homes, tmp_path / "pile.pdf")
    texts = [page.text for page in read((tmp_path / "pile.pdf").read_bytes())]
    assert [("Hộ mới đến" in text, "Thôn 1" in text) for text in texts] == [
        (False, True),
        (True, True),
        (False, False),
    ]


def test_a_stopped_print_leaves_neither_file_nor_note(commune: Office, tmp_path: Path) -> None:
    (village,) = hamlets(commune, 250)
    begin(commune, [village])

    def stop(_done: int, _total: int) -> None:
        raise KnownError("Đã dừng")

    with pytest.raises(KnownError, match="Đã dừng"):
        print_pile(commune, state(commune), state(commune).homes, tmp_path / "x.pdf", progress=stop)
    assert not (tmp_path / "x.pdf").exists()
    assert counts(commune).printed == 0


def test_a_note_that_fails_leaves_no_file(commune: Office, tmp_path: Path) -> None:
    (village,) = hamlets(commune, 2)
    drive = begin(commune, [village])
    before = state(commune)
    commune.run(EndDrive(drive=drive, ended_on=today(commune)))
    with pytest.raises(Conflict, match="đã kết thúc"):
        print_pile(commune, before, before.homes, tmp_path / "x.pdf")
    assert not (tmp_path / "x.pdf").exists()


def test_a_pile_is_out_since_when_and_with_whom(commune: Office, hands: TestClock) -> None:
    one, two = hamlets(commune, 2, 1)
    drive = begin(commune, (one, two), carriers={one: "Hồ Văn Mang"})
    sheets = tuple(each.sheet.id for each in state(commune).homes)
    hands.advance(days=1)
    seen = survey(HandOut("drive_sheets", sheets, drive=drive, day=today(commune)), commune.session)
    assert (len(seen.ready), len(seen.refused)) == (2, 1)
    commune.run(
        HandOut("drive_sheets", sheets, drive=drive, day=today(commune), carrier="Lê Thị Gùi")
    )
    assert counts(commune).out == 3
    out = [each.sheet for each in state(commune).homes]
    assert {(each.handed_on, each.carrier) for each in out} == {("2026-03-03", "Lê Thị Gùi")}
    again = HandOut("drive_sheets", sheets, drive=drive, day=today(commune), carrier="Lê Thị Gùi")
    assert survey(again, commune.session).already == sheets


def test_the_list_of_a_pile_is_for_the_pen(commune: Office, tmp_path: Path) -> None:
    one, _two = hamlets(commune, 2, 1)
    drive = begin(commune, (one,), carriers={one: "Hồ Văn Mang"}, until_date=date(2026, 3, 31))
    take_in(commune, 2, "vang")
    homes = [each for each in state(commune).homes if each.village == one]
    text = words_of(render(pile_list(commune, drive_in(commune, drive), one, homes)))
    for words in (
        "Danh sách phát phiếu cam kết".upper(),
        "Hồ Văn Mang",
        "31/03/2026",
        sheet_code(1),
        "Trần Thị A 2",
        "Lần trước: vắng",
        "Danh sách có 2 phiếu.",
    ):
        assert words in text
    with pytest.raises(NotAllowed):
        pile_list(sign_as(commune, "viewer"), drive_in(commune, drive), one, homes)


# -- back again ------------------------------------------------------------------------------------


def test_a_signed_sheet_writes_the_commitment_in_the_same_act(commune: Office) -> None:
    (village,) = hamlets(commune, 2)
    begin(commune, [village])
    txn = take_in(commune, 1, witness="Hồ Văn Chứng")
    (written,) = commune.queries.ids("commitments")
    told = row(commune, "commitments", written)
    assert {name: told[name] for name in ("kind", "outcome", "signed_on", "signer", "witness")} == {
        "kind": "ho_gia_dinh",
        "outcome": "da_ky",
        "signed_on": "2026-03-02",
        "signer": "Trần Thị A 1",
        "witness": "Hồ Văn Chứng",
    }
    assert (told["household"], told["village"]) == (home(commune, 1).household, village)
    assert (told["round"], told["year"]) == ("Đợt 1", 2026)
    assert row(commune, "drive_sheets", home(commune, 1).sheet.id)["commitment"] == written
    assert counts(commune) == Counts(asked=2, da_ky=1, chua_gap=1)

    commune.undo(txn)
    assert commune.queries.ids("commitments") == []
    assert counts(commune) == Counts(asked=2, chua_gap=2)
    assert home(commune, 1).sheet.visits == 0


def test_who_was_away_or_refused_is_visited_again(commune: Office, hands: TestClock) -> None:
    (village,) = hamlets(commune, 2)
    drive = begin(commune, [village], carriers={village: "Hồ Văn Mang"})
    for number, outcome in ((1, "vang"), (2, "tu_choi")):
        take_in(commune, number, outcome, remark="Đi rẫy")
    assert counts(commune) == Counts(asked=2, vang=1, tu_choi=1)
    assert commune.queries.count("commitments") == 0
    hands.advance(days=3)
    sheets = tuple(each.sheet.id for each in state(commune).homes)
    commune.run(HandOut("drive_sheets", sheets, drive=drive, day=today(commune)))
    assert counts(commune) == Counts(asked=2, out=2, vang=1, tu_choi=1)
    take_in(commune, 1, signer="Trần Văn Con")
    take_in(commune, 2, "vang")
    assert counts(commune) == Counts(asked=2, da_ky=1, vang=1)
    assert [home(commune, each).sheet.visits for each in (1, 2)] == [2, 2]
    (written,) = commune.queries.ids("commitments")
    assert row(commune, "commitments", written)["signer"] == "Trần Văn Con"


def test_a_sheet_is_taken_in_once(commune: Office) -> None:
    (village,) = hamlets(commune, 1)
    begin(commune, [village])
    take_in(commune, 1)
    with pytest.raises(Conflict, match="đã nhập «Đã ký» rồi"):
        take_in(commune, 1)
    with pytest.raises(Conflict, match="Hãy hoàn tác"):
        take_in(commune, 1, "vang")
    assert commune.queries.count("commitments") == 1


def test_a_sheet_taken_for_signed_by_mistake_is_put_right(commune: Office) -> None:
    (village,) = hamlets(commune, 1)
    begin(commune, [village])
    take_in(commune, 1)
    sheet = home(commune, 1).sheet.id
    txn = commune.run(RecordReturn(sheet, Answer("vang", today(commune)), correct=True)).txn
    assert commune.queries.count("commitments") == 0
    assert counts(commune) == Counts(asked=1, vang=1)
    commune.undo(txn)
    assert counts(commune) == Counts(asked=1, da_ky=1)
    assert commune.queries.count("commitments") == 1


@pytest.mark.parametrize("away", ["da_chuyen_di", "vang_ca_ho"])
def test_who_is_not_there_by_the_book_signs_nothing(commune: Office, away: str) -> None:
    (village,) = hamlets(commune, 1)
    begin(commune, [village])
    sheet, household = home(commune, 1).sheet.id, home(commune, 1).household
    edit(
        commune, "households", household, state=away, state_from="2026-03-01", state_reason="đi xa"
    )
    with pytest.raises(NotAllowed, match="hộ đ"):
        commune.run(RecordReturn(sheet, Answer("da_ky", today(commune))))
    assert counts(commune) == Counts()
    commune.run(RecordReturn(sheet, Answer("chuyen_di", today(commune))))


@pytest.mark.parametrize(
    ("outcome", "days", "match"),
    [("da_ky", 1, "sau hôm nay"), ("da_ky", -1, "trước ngày bắt đầu"), ("hỏng", 0, "chọn kết quả")],
)
def test_what_cannot_be_so_is_refused(commune: Office, outcome: str, days: int, match: str) -> None:
    (village,) = hamlets(commune, 1)
    begin(commune, [village])
    answer = Answer(outcome, today(commune) + timedelta(days=days))
    with pytest.raises(BadInput, match=match):
        commune.run(RecordReturn(home(commune, 1).sheet.id, answer))


def test_a_whole_hamlet_comes_back_in_one_act(commune: Office) -> None:
    (village,) = hamlets(commune, 5)
    drive = begin(commune, [village])
    take_in(commune, 2)
    sheets = tuple(each.sheet.id for each in state(commune).homes)
    heard: list[tuple[int, int]] = []
    everybody = RecordReturns(
        "drive_sheets",
        sheets,
        drive=drive,
        answer=Answer("da_ky", today(commune)),
        report=lambda done, total: heard.append((done, total)),
    )
    seen = survey(everybody, commune.session)
    assert (len(seen.ready), len(seen.already)) == (4, 1)
    assert dict(seen.written) == {"drive_sheets": 4, "commitments": 4}
    assert commune.run(everybody).result == 4
    assert counts(commune) == Counts(asked=5, da_ky=5)
    assert heard[0] == (0, 5)


def test_two_sheets_of_one_household_write_one_commitment(commune: Office) -> None:
    (village,) = hamlets(commune, 2)
    drive = begin(commune, [village])
    kept, gone = (home(commune, each).household for each in (1, 2))
    with commune.store.begin(ANOTHER_PC) as work:
        work.update("households", gone, {"deleted": 1, "merged_into": kept})
        work.commit()
    sheets = tuple(commune.queries.ids("drive_sheets"))
    assert counts(commune) == Counts(asked=1, chua_gap=1)
    everybody = RecordReturns(
        "drive_sheets", sheets, drive=drive, answer=Answer("da_ky", today(commune))
    )
    commune.run(everybody)
    assert commune.queries.count("commitments") == 1
    assert counts(commune) == Counts(asked=1, da_ky=1)


def test_a_commitment_taken_out_of_its_book_is_told(commune: Office) -> None:
    (village,) = hamlets(commune, 2)
    begin(commune, [village])
    take_in(commune, 1)
    (written,) = commune.queries.ids("commitments")
    remove(commune, "commitments", written)
    assert [each.sheet.number for each in state(commune).unbooked] == [1]
    take_in(commune, 1)
    assert state(commune).unbooked == ()


# -- only commitments move a figure ----------------------------------------------------------------


def test_no_act_of_a_drive_moves_a_figure_but_the_commitments_it_writes(
    commune: Office, tmp_path: Path
) -> None:
    one, two = hamlets(commune, 4, 2)
    before = criterion(commune)
    drive = begin(commune, (one, two), carriers={one: "Hồ Văn Mang", two: "Hồ Văn Mang"})

    def everything(act: Callable[[], object]) -> None:
        act()
        assert criterion(commune) == before

    sheets = tuple(each.sheet.id for each in state(commune).homes)
    everything(
        lambda: print_pile(commune, state(commune), state(commune).homes, tmp_path / "x.pdf")
    )
    everything(
        lambda: commune.run(HandOut("drive_sheets", sheets, drive=drive, day=today(commune)))
    )
    for number, outcome in enumerate(("tu_choi", "vang", "chuyen_di", "chua_gap"), start=1):
        everything(lambda n=number, said=outcome: take_in(commune, n, said))  # type: ignore[misc]
    everything(
        lambda: commune.run(ChangeDrive(drive=drive, name="Đợt một", from_date=today(commune)))
    )
    txn = take_in(commune, 5)
    by_hand = {each.name: each.value for each in criterion(commune)}
    assert by_hand == {"households": 6, "households_committed": 1}
    commune.undo(txn)
    everything(lambda: commune.run(EndDrive(drive=drive, ended_on=today(commune))))


def test_a_drive_signs_as_the_book_of_commitments_does(commune: Office) -> None:
    (village,) = hamlets(commune, 2)
    begin(commune, [village])
    txn = take_in(commune, 1)
    by_drive = criterion(commune)
    household = home(commune, 1).household
    commune.undo(txn)
    commune.run(RecordCommitments("ho_gia_dinh", "households", (household,), "da_ky", "2026-03-02"))
    assert criterion(commune) == by_drive
    assert counts(commune) == Counts(asked=2, da_ky=1, chua_gap=1)


# -- ended -----------------------------------------------------------------------------------------


def test_a_drive_that_ends_keeps_what_stayed_out(commune: Office) -> None:
    (village,) = hamlets(commune, 4)
    drive = begin(commune, [village])
    take_in(commune, 1)
    take_in(commune, 2, "tu_choi", remark="Chưa đồng ý")
    take_in(commune, 3, "vang")
    ended = commune.run(EndDrive(drive=drive, ended_on=today(commune), write_answers=True))
    told = Counts(asked=4, da_ky=1, tu_choi=1, vang=1, chua_gap=1)
    assert ended.result == told
    assert drive_in(commune, drive).closing == told
    assert not drive_in(commune, drive).is_running
    rows = commune.queries.rows("commitments", commune.queries.ids("commitments")).values()
    assert sorted((str(each["outcome"]), str(each["reason"])) for each in rows) == [
        ("da_ky", "None"),
        ("tu_choi", "Chưa đồng ý"),
        ("vang", "Trong Đợt 1"),
    ]
    with pytest.raises(Conflict, match="đã kết thúc"):
        take_in(commune, 4)
    commune.undo(ended.txn)
    assert commune.queries.count("commitments") == 1
    take_in(commune, 4)


def test_what_a_drive_is_called_and_who_carries_it_can_be_changed(commune: Office) -> None:
    one, two = hamlets(commune, 1, 1)
    drive = begin(commune, (one, two), carriers={one: "Hồ Văn Mang"})
    commune.run(
        ChangeDrive(
            drive=drive,
            name="Đợt một",
            from_date=today(commune),
            until_date=date(2026, 3, 12),
            document="12/KH-UBND",
            carriers={two: "Lê Thị Gùi"},
        )
    )
    changed = drive_in(commune, drive)
    assert (changed.name, changed.document, changed.carriers) == (
        "Đợt một",
        "12/KH-UBND",
        {two: "Lê Thị Gùi"},
    )
    assert changed.days_left(today(commune)) == 10


def test_a_household_goes_with_its_sheets(commune: Office) -> None:
    (village,) = hamlets(commune, 2)
    begin(commune, [village])
    remove(commune, "households", home(commune, 1).household)
    assert counts(commune) == Counts(asked=1, chua_gap=1)
    assert commune.queries.count("drive_sheets") == 1


def test_another_units_drive_is_only_looked_at(commune: Office) -> None:
    with commune.store.begin(ANOTHER_PC) as work:
        foreign = work.insert(
            "drives",
            {"name": "Đợt khác", "asked": "chua_ky", "from_date": "2026-03-01"},
            unit="xa-15973@1",
        )
        work.commit()
    with pytest.raises(NotAllowed, match="đơn vị khác"):
        commune.run(ExtendDrive(drive=foreign))


# -- found by what is typed ------------------------------------------------------------------------


def test_a_sheet_is_found_by_number_or_letters_and_nothing_else(commune: Office) -> None:
    one, _two = hamlets(commune, 12, 2)
    add_household(commune, one, "H'Hen Niê")
    begin(commune, (one,))
    finder = finder_of(commune.queries, state(commune))

    def found(typed: str) -> list[str]:
        return [each.head for each in finder.find(typed)]

    assert found(sheet_code(7)) == ["Trần Thị A 7"]
    assert found("hhen") == found("nie") == ["H'Hen Niê"]
    assert found("tran a 11") == ["Trần Thị A 11"]
    assert len(found("trần thị")) == 8
    assert found("7") == found("") == found("12-") == found("không ai") == []
    take_in(commune, 7, "vang")
    sheet = home(commune, 7).sheet
    finder.renew(sheet.id, row(commune, "drive_sheets", sheet.id))
    assert finder[sheet.id].sheet == sheet
