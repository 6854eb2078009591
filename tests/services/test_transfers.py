"""A person moves to another commune: the file follows, once, and nothing is lost on the way."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.dossier import STAYS, travelling
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import BadInput, Conflict, NotAllowed, NotFound, Refused
from sachmatuy_desktop.services.attachments import AddAttachments, NewFile, attachments, content
from sachmatuy_desktop.services.cases import Transit, case_of
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import arrivals, bundles, trusting
from sachmatuy_desktop.services.sync.arrivals import Placing
from sachmatuy_desktop.services.sync.transfers import MoveOut, arrival_details, dossier_of
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.sync.bundle import Kind
from tests.offices import (
    HOANG_PHONG,
    IA_DOM,
    TestClock,
    add,
    add_household,
    add_person,
    add_village,
    new_office,
    row,
)
from tests.pictures import png

LEFT = date(2026, 3, 1)


@pytest.fixture
def old(tmp_path: Path, clock: TestClock) -> Office:
    return new_office(tmp_path / "nơi đi", IA_DOM, clock=clock)


@pytest.fixture
def new(tmp_path: Path, old: Office, clock: TestClock) -> Office:
    office = new_office(tmp_path / "nơi đến", HOANG_PHONG, clock=clock)
    introduce(old, office)
    introduce(office, old)
    return office


def introduce(here: Office, there: Office) -> None:
    """`here` trusts the other commune's card; that they are of equal rank the unit table says."""
    groups = there.keys.device.public.fingerprint[:9]
    assert trusting.trust(here, trusting.own_card(there), groups).role == "peer"


def managed_person(office: Office) -> str:
    """A person under management, with a household, a test and a helpful word or two."""
    village = add_village(office)
    add_household(office, village)
    person = add_person(office, "Lò Văn Mận", village)
    add(office, "identity_docs", person=person, kind="cccd", number="0123")
    add(office, "presences", person=person, state="co_mat", from_date="2025-09-01")
    add(office, "episodes", person=person, category="sdtp", from_date="2025-09-01")
    add(office, "tests", person=person, taken_on="2025-12-01", result="am_tinh")
    return person


def move_out(office: Office, person: str, **given: str) -> str:
    command = MoveOut(person, LEFT, "xã Hoằng Phong, tỉnh Thanh Hóa", **given)
    return str(office.run(command).result)


def send(old: Office, new: Office, move: str, stick: Path) -> Path:
    arrivals.send_file(old, move, new.keys.device.public.key_id, stick)
    return stick


def names(office: Office, register: str, person: str) -> list[str]:
    ids = office.queries.children(register, "person", person)
    return sorted(office.queries.names(register, ids).values())


def test_the_file_arrives_whole_and_is_the_new_communes_own(
    old: Office, new: Office, tmp_path: Path
) -> None:
    person = managed_person(old)
    move = move_out(old, person, hour="14:30")
    stick = send(old, new, move, tmp_path / "hồ sơ.smt")
    village = add_village(new, "Thôn Đông")

    staged = bundles.stage(new, stick)
    assert staged.kind is Kind.TRANSFER
    arrivals.take_in(new, staged, placing=Placing(village, "số 5 thôn Đông"))

    (arrived,) = new.queries.ids("people")
    assert arrived != person
    here = row(new, "people", arrived)
    assert here["full_name"] == "Lò Văn Mận"
    assert (here["unit_id"], here["village"], here["household"]) == (HOANG_PHONG, village, None)
    for register in ("identity_docs", "episodes", "tests"):
        assert names(new, register, arrived) == names(old, register, person)
    (came,) = new.queries.ids("transfers")
    told = row(new, "transfers", came)
    assert (told["direction"], told["moved_on"], told["moved_hour"]) == (
        "den",
        "2026-03-01",
        "14:30",
    )
    assert told["other_move"] == move


def test_the_old_commune_keeps_everything_and_waits_for_the_receipt(
    old: Office, new: Office, tmp_path: Path
) -> None:
    person = managed_person(old)
    move = move_out(old, person)
    assert row(old, "transfers", move)["state"] == "chua_gui"
    stick = send(old, new, move, tmp_path / "một.smt")
    assert row(old, "transfers", move)["state"] == "da_gui"

    outcome = arrivals.take_in(new, bundles.stage(new, stick))
    assert outcome.receipt is not None
    back = arrivals.take_in(old, bundles.stage(old, outcome.receipt))

    assert ("transfers", move) in back.report.touched
    assert row(old, "transfers", move)["state"] == "da_nhan"
    assert row(old, "people", person)["deleted"] == 0
    assert len(names(old, "tests", person)) == 1


def test_what_is_attached_goes_along(old: Office, new: Office, tmp_path: Path) -> None:
    person = managed_person(old)
    (test,) = old.queries.ids("tests")
    for register, record in (("people", person), ("tests", test)):
        old.run(
            AddAttachments(
                register, record, (NewFile(f"{register}.png", png(shade=len(register))),)
            )
        )
    move = move_out(old, person)
    arrivals.take_in(new, bundles.stage(new, send(old, new, move, tmp_path / "một.smt")))

    (arrived,) = new.queries.ids("people")
    (its_test,) = new.queries.ids("tests")
    for register, record in (("people", arrived), ("tests", its_test)):
        (scan,) = attachments(new.session, register, record)
        assert content(new.session, scan) == png(shade=len(register))


def test_a_lost_file_is_written_again_and_taken_in_once(
    old: Office, new: Office, tmp_path: Path
) -> None:
    move = move_out(old, managed_person(old))
    send(old, new, move, tmp_path / "mất.smt").unlink()
    arrivals.take_in(new, bundles.stage(new, send(old, new, move, tmp_path / "hai.smt")))
    again = bundles.stage(new, send(old, new, move, tmp_path / "ba.smt"))
    with pytest.raises(Conflict, match="đã được tiếp nhận"):
        arrivals.take_in(new, again)
    assert new.queries.count("people") == 1


def test_taking_in_can_be_undone_and_done_again_from_the_same_file(
    old: Office, new: Office, tmp_path: Path
) -> None:
    move = move_out(old, managed_person(old))
    stick = send(old, new, move, tmp_path / "một.smt")
    arrivals.take_in(new, bundles.stage(new, stick))
    entry = new.last_undoable()
    assert entry is not None
    new.undo(entry.txn)
    assert new.queries.count("people") == 0
    arrivals.take_in(new, bundles.stage(new, stick))
    assert new.queries.count("people") == 1


def test_moving_out_is_one_act_and_undone_as_one(old: Office) -> None:
    person = managed_person(old)
    presence = old.queries.ids("presences")
    done = old.run(MoveOut(person, LEFT, "xã Mẫu"))
    assert row(old, "presences", presence[0])["until_date"] == "2026-03-01"
    old.undo(done.txn)
    assert old.queries.ids("presences") == presence
    assert row(old, "presences", presence[0])["until_date"] is None
    assert old.queries.count("transfers") == 0


@pytest.mark.parametrize(
    ("command", "refused", "sentence"),
    [
        (lambda p: MoveOut(p, LEFT, " "), BadInput, "nơi chuyển đến"),
        (lambda p: MoveOut(p, LEFT, "xã Mẫu", hour="hai giờ"), BadInput, "08:30"),
        (lambda p: MoveOut(p, date(2026, 3, 9), "xã Mẫu"), BadInput, "tương lai"),
    ],
)
def test_what_cannot_be_a_move_is_refused(
    old: Office, command: object, refused: type[Exception], sentence: str
) -> None:
    person = managed_person(old)
    with pytest.raises(refused, match=sentence):
        old.run(command(person))  # type: ignore[operator]
    assert old.queries.count("transfers") == 0


def test_a_second_click_moves_nobody_twice(old: Office) -> None:
    person = managed_person(old)
    move_out(old, person)
    with pytest.raises(Conflict, match="trong ngày đó"):
        move_out(old, person)


def test_a_person_who_came_here_stays_on_the_list(old: Office, new: Office, tmp_path: Path) -> None:
    """A move counts as leaving at the old commune alone."""
    move = move_out(old, managed_person(old))
    arrivals.take_in(new, bundles.stage(new, send(old, new, move, tmp_path / "một.smt")))
    (came,) = new.queries.ids("transfers", [Where("direction", "=", "den")])
    assert row(new, "transfers", came)["state"] == "da_nhan"
    with pytest.raises(BadInput, match="chuyển đi"):
        dossier_of(new.session, came)


def test_only_a_commune_takes_a_person_in(old: Office, tmp_path: Path, clock: TestClock) -> None:
    district = new_office(tmp_path / "huyện", "huyen-618@1", kind="receiving", clock=clock)
    card = trusting.own_card(district)
    groups = district.keys.device.public.fingerprint[:9]
    assert trusting.trust(old, card, groups).role == "upper"
    move = move_out(old, managed_person(old))
    with pytest.raises(NotAllowed, match="xã nơi người đó đến"):
        send(old, district, move, tmp_path / "một.smt")


def test_a_stranger_gets_nothing(old: Office, tmp_path: Path, clock: TestClock) -> None:
    stranger = new_office(tmp_path / "lạ", HOANG_PHONG, clock=clock)
    move = move_out(old, managed_person(old))
    with pytest.raises(NotFound):
        send(old, stranger, move, tmp_path / "một.smt")
    assert not (tmp_path / "một.smt").exists()


def test_a_damaged_file_changes_nothing(old: Office, new: Office, tmp_path: Path) -> None:
    move = move_out(old, managed_person(old))
    stick = send(old, new, move, tmp_path / "một.smt")
    whole = bytearray(stick.read_bytes())
    whole[len(whole) // 2] ^= 1
    stick.write_bytes(whole)
    with pytest.raises(Refused):
        bundles.stage(new, stick)
    assert new.queries.count("people") == 0


def test_the_term_goes_on_at_the_new_commune_for_what_was_left_of_it(
    old: Office, new: Office, tmp_path: Path, clock: TestClock
) -> None:
    """NĐ 163/2026 Điều 60 khoản 1, Điều 62 khoản 2: a new decision, for the time that remains."""
    clock.advance(days=(date(2026, 8, 1) - date(2026, 3, 2)).days)
    person = add_person(old, "Lò Văn Mận")
    add(old, "tests", person=person, taken_on="2026-07-19", result="duong_tinh")
    old.run(Transit(person, "T04", date(2026, 7, 20), details={"number": "12/QĐ-CAX"}))
    move = str(old.run(MoveOut(person, date(2026, 8, 1), "xã Hoằng Phong", hour="7h")).result)
    told = row(old, "transfers", move)
    assert (told["moved_hour"], told["term_until"]) == ("07:00", "2027-07-20")
    assert [row(old, "episodes", each)["ended_by"] for each in old.queries.ids("episodes")] == [
        "T14"
    ]

    clock.advance(days=4)
    outcome = arrivals.take_in(new, bundles.stage(new, send(old, new, move, tmp_path / "1.smt")))
    assert outcome.receipt is not None
    (arrived,) = new.queries.ids("people")
    offered = {
        each.transition.id for each in case_of(new.session, arrived, date(2026, 8, 5)).offers
    }
    assert "T14-den" in offered
    details = arrival_details(new.queries, arrived)
    new.run(Transit(arrived, "T14-den", date(2026, 8, 5), details={"number": "3/QĐ", **details}))

    term = case_of(new.session, arrived, date(2026, 8, 5)).terms[0]
    left = (date(2027, 7, 20) - date(2026, 8, 1)).days
    assert term.end == date(2026, 8, 5) + timedelta(days=left)


def test_every_book_under_a_person_either_travels_or_is_named_as_staying() -> None:
    travels = {each.name for each in travelling()}
    under = {each.name for each in REGISTERS.under("people")}
    assert {"identity_docs", "drug_profiles", "episodes", "decisions", "tests"} <= travels
    assert under - travels <= STAYS | {"households", "case_subjects"}
