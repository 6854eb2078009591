"""The journal as evidence: who came in, who looked, what stands outside, what holds on to what."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.errors import NotAllowed
from sachmatuy_desktop.exchange.flat import FlatTable
from sachmatuy_desktop.services.access import looking
from sachmatuy_desktop.services.access.accounts import add_account, remove_account
from sachmatuy_desktop.services.access.entering import enter, since_last_login
from sachmatuy_desktop.services.access.locking import lock
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.proof import evidence, outside, witnessing
from sachmatuy_desktop.services.proof.evidence import Subject, Wanted
from sachmatuy_desktop.services.shown import copy_table
from sachmatuy_desktop.services.spreadsheets import export_register
from sachmatuy_desktop.services.sync import bundles, slips, trusting
from sachmatuy_desktop.services.upkeep import maintenance
from sachmatuy_desktop.storage.evidence import checkpoints, prelogin
from sachmatuy_desktop.storage.evidence.anchors import Kind, Standing
from sachmatuy_desktop.storage.keys.keyring_file import NAMES, Account
from tests.offices import (
    CHEAP,
    PASSPHRASE,
    TestClock,
    add_person,
    add_village,
    new_office,
    reopen,
)
from tests.sync.worlds import DISTRICT
from tests.tampering import behind, sign_anew

WRONG = "mật khẩu sai rồi nhé"
OTHER = "một mật khẩu khác hẳn"


@pytest.fixture
def clock() -> TestClock:
    return TestClock()


@pytest.fixture
def office(tmp_path: Path, clock: TestClock) -> Iterator[Office]:
    made = new_office(tmp_path / "office", clock=clock)
    yield made
    made.close()


def come_in(office: Office, passphrase: str, clock: TestClock) -> Office:
    clock.advance(minutes=2)
    return enter(office.store.folder, "an", passphrase, clock.clock, CHEAP)


def notes(office: Office, *acts: str) -> list[tuple[str, str]]:
    return [(each.act, each.why) for each in office.queries.journal(acts=acts)]


# -- the door --------------------------------------------------------------------------------------


def test_failed_logins_wait_sealed_and_stand_in_the_journal_at_the_next_login(
    office: Office, clock: TestClock
) -> None:
    office.close()
    for _time in range(2):
        with pytest.raises(NotAllowed):
            come_in(office, WRONG, clock)
    log = office.store.folder / prelogin.NAME
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert b"an" not in log.read_bytes().split(b"\n")
    again = come_in(office, PASSPHRASE, clock)
    assert notes(again, "login.failed") == [("login.failed", "an × 2")]
    assert notes(again, "login") == [("login", "an")]
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert prelogin.read(log.parent, again.keys.device).count == 0
    assert since_last_login(again).failed == 2
    again.close()


def test_a_log_of_tries_that_was_deleted_is_noticed(office: Office, clock: TestClock) -> None:
    office.close()
    with pytest.raises(NotAllowed):
        come_in(office, WRONG, clock)
    (office.store.folder / prelogin.NAME).unlink()
    again = come_in(office, PASSPHRASE, clock)
    assert notes(again, "login.lost") == [("login.lost", "1")]
    assert since_last_login(again).lost
    again.close()


def test_both_files_of_tries_gone_or_put_back_as_they_were_are_noticed(
    office: Office, clock: TestClock
) -> None:
    folder = office.store.folder
    office.close()
    before = (folder / prelogin.NAME).read_bytes()
    with pytest.raises(NotAllowed):
        come_in(office, WRONG, clock)
    come_in(office, PASSPHRASE, clock).close()
    for data in (None, before):
        with pytest.raises(NotAllowed):
            come_in(office, WRONG, clock)
        (folder / "tries.json").unlink()
        (folder / prelogin.NAME).unlink()
        if data is not None:
            (folder / prelogin.NAME).write_bytes(data)
        again = come_in(office, PASSPHRASE, clock)
        assert notes(again, "login.lost")[0] == ("login.lost", "?")
        assert since_last_login(again).lost
        again.close()
    again = come_in(office, PASSPHRASE, clock)
    assert since_last_login(again).is_quiet
    again.close()


def test_a_moved_folder_and_a_restored_office_raise_no_alarm(
    office: Office, clock: TestClock, tmp_path: Path
) -> None:
    made = maintenance.backup_now(office)
    office.close()
    come_in(office, PASSPHRASE, clock).close()
    moved = shutil.copytree(office.store.folder, tmp_path / "nơi khác")
    for folder in (moved, office.store.folder):
        if folder is not moved:
            maintenance.restore_with_passphrase(made, folder, "an", PASSPHRASE, clock.clock, CHEAP)
        again = enter(folder, "an", PASSPHRASE, clock.clock, CHEAP)
        assert notes(again, "login.lost", "key.older") == []
        assert since_last_login(again).is_quiet
        again.close()


def test_older_key_files_put_back_are_told(office: Office, clock: TestClock) -> None:
    """An account that was taken out opens the office by them, and not unseen."""
    folder = office.store.folder
    add_account(office, Account("binh", "Trần Bình", "clerk"), OTHER)
    old = [(folder / name).read_bytes() for name in NAMES]
    remove_account(office, "binh")
    office.close()
    for name, data in zip(NAMES, old, strict=True):
        (folder / name).write_bytes(data)
    enter(folder, "binh", OTHER, clock.clock, CHEAP).close()
    again = come_in(office, PASSPHRASE, clock)
    assert len(notes(again, "key.older")) == 1
    assert since_last_login(again).older_keys
    again.close()
    again = come_in(office, PASSPHRASE, clock)
    assert since_last_login(again).is_quiet
    again.close()


def test_a_log_of_tries_is_bounded_and_counts_what_it_let_go(office: Office) -> None:
    device, folder = office.keys.device, office.store.folder
    for number in range(300):
        failed = prelogin.Failed(f"2026-03-02T08:{number % 60:02}:00+07:00", "an")
        prelogin.note(folder, device.public.recipient, failed)
    assert (folder / prelogin.NAME).stat().st_size <= prelogin.LARGEST
    waiting = prelogin.read(folder, device)
    assert waiting.count == 300
    assert waiting.let_go > 0
    office.close()


# -- looking ---------------------------------------------------------------------------------------


def test_a_look_at_a_person_is_noted_once_in_a_quarter_of_an_hour(
    office: Office, clock: TestClock
) -> None:
    village = add_village(office, "Thôn 1")
    person = add_person(office, "Lê Văn Cam", village)
    before = office.store.generation
    assert looking.looked_at(office.session, "people", person) == 1
    assert looking.looked_at(office.session, "people", person) == 0
    assert looking.looked_at(office.session, "villages", village) == 0
    assert office.store.generation == before
    clock.advance(minutes=16)
    assert looking.looked_at(office.session, "people", person) == 1
    found = evidence.security_log(office, Wanted(record=f"people/{person}"))
    assert [each.act for each in found] == ["view.record", "view.record"]
    assert not any("Cam" in each.why for each in evidence.security_log(office))


def test_the_security_log_narrows_and_goes_on_page_by_page(office: Office) -> None:
    village = add_village(office, "Thôn 1")
    people = [add_person(office, f"Người {number}", village) for number in range(5)]
    looking.looked_at(office.session, "people", people)
    maintenance.backup_now(office)
    views = Wanted(subject=Subject.VIEWS)
    first = evidence.security_log(office, views, limit=2)
    rest = evidence.security_log(office, views, first[-1].number)
    assert len(first) + len(rest) == 5
    assert {
        each.act for each in evidence.security_log(office, Wanted(subject=Subject.KEEPING))
    } == {"backup.make"}
    assert evidence.security_log(office, Wanted(day="1999-01-01")) == []


# -- outside ---------------------------------------------------------------------------------------


def test_a_journal_without_an_anchor_for_a_week_is_told(
    office: Office, clock: TestClock, tmp_path: Path
) -> None:
    add_village(office, "Thôn 1")
    assert not evidence.standing(office).is_due(office.clock.now())
    clock.advance(days=6)
    early = evidence.standing(office)
    assert early.is_due(office.clock.now())
    assert not early.is_overdue(office.clock.now())
    clock.advance(days=2)
    assert evidence.standing(office).is_overdue(office.clock.now())
    maintenance.backup_to(office, tmp_path / "usb")
    now = evidence.standing(office)
    assert now.newest is not None
    assert now.newest.kind is Kind.BACKUP
    assert not now.is_overdue(office.clock.now())


def test_so_many_entries_may_stand_without_an_anchor(office: Office) -> None:
    now = office.clock.now()

    def of(entries: int) -> Standing:
        return Standing(None, entries, now.isoformat())

    told = [(of(each).is_due(now), of(each).is_overdue(now)) for each in (400, 401, 500, 501)]
    assert told == [(False, False), (True, False), (True, False), (True, True)]


def test_a_moment_yet_to_come_tells_no_span_so_an_anchor_is_asked_for(office: Office) -> None:
    """The clock was years ahead when it was written, and was set right since."""
    now = office.clock.now()
    assert Standing(None, 1, (now + timedelta(days=9000)).isoformat()).is_overdue(now)
    assert not Standing(None, 1, (now + timedelta(minutes=5)).isoformat()).is_due(now)


def test_a_clock_that_went_back_is_noted_once_and_stands_in_the_log(
    office: Office, clock: TestClock
) -> None:
    add_village(office)
    office.close()
    clock.advance(hours=-3)
    office = come_in(office, PASSPHRASE, clock)
    ((act, why),) = notes(office, "clock.back")
    assert (act, why.partition(" → ")[0][:13]) == ("clock.back", "2026-03-02T08")
    door = evidence.security_log(office, Wanted(subject=Subject.DOOR))
    assert "clock.back" in {each.act for each in door}
    office.close()
    office = come_in(office, PASSPHRASE, clock)
    assert len(notes(office, "clock.back")) == 1
    office.close()


def test_every_way_out_signs_where_the_journal_stood(
    office: Office, above: Office, tmp_path: Path
) -> None:
    add_village(office)
    send(office, above, tmp_path, "gói")
    passage = next(each for each in bundles.passages(above) if each.direction == "in")
    ways: dict[str, tuple[Office, Callable[[], object]]] = {
        "identity.export": (office, lambda: trusting.save_identity(office, tmp_path / "khóa")),
        "bundle.slip_print": (above, lambda: slips.print_slip(above, passage)),
        "bundle.export": (office, lambda: send(office, above, tmp_path, "nữa")),
        "records.copy:villages": (
            office,
            lambda: copy_table(
                office.session, "villages", ["name"], FlatTable("", ("Tên",), ()), heads=True
            ),
        ),
    }
    for act, (at, way) in ways.items():
        with at.store.noting(Act("login", "an")) as work:
            work.note(Scope.LOCAL, "an")
            work.commit()
        before = at.queries.journal(limit=1)[0].number
        way()
        assert [each.act for each in at.queries.journal(limit=1, acts=(act,))] == [act]
        point = checkpoints.latest(at.store)
        assert point is not None
        assert point.upto >= before, act


def test_a_page_kept_outside_bears_what_can_be_compared(office: Office, tmp_path: Path) -> None:
    path = evidence.keep_page(office, tmp_path / "trang.pdf", Wanted(), "Ký tháng 3")
    assert path.read_bytes().startswith(b"%PDF")
    point = checkpoints.latest(office.store)
    assert point is not None
    assert outside.paper_is_ours(office, f"Sổ {checkpoints.short(point)}") == point
    assert notes(office, "evidence.print") == [("evidence.print", "Nhật ký bảo mật: Ký tháng 3")]


# -- offices that witness each other ---------------------------------------------------------------


@pytest.fixture
def above(tmp_path: Path, office: Office, clock: TestClock) -> Iterator[Office]:
    made = new_office(tmp_path / "above", DISTRICT, "receiving", clock)
    for here, there, role in ((office, made, "upper"), (made, office, None)):
        groups = there.keys.device.public.fingerprint[:9]
        trusting.trust(here, trusting.own_card(there), groups, role)
    yield made
    made.close()


def send(office: Office, above: Office, stick: Path, name: str) -> Path:
    """A bundle up, and its receipt back down."""
    key = above.keys.device.public.key_id
    bundles.export(office, key, stick / f"{name}.smt", everything=True)
    receipt = bundles.merge(above, bundles.stage(above, stick / f"{name}.smt")).receipt
    assert receipt is not None
    return receipt


def test_a_receipt_is_an_anchor_and_an_honest_journal_holds_on(
    office: Office, above: Office, tmp_path: Path
) -> None:
    village = add_village(office, "Thôn 1")
    for number in range(3):
        receipt = send(office, above, tmp_path, str(number))
        bundles.merge(office, bundles.stage(office, receipt))
        add_person(office, f"Người {number}", village)
    assert witnessing.broken(above) == []
    kinds = [each.kind for each in evidence.anchored(office)]
    assert kinds.count(Kind.RECEIPT) == 3
    newest = evidence.standing(office).newest
    assert newest is not None
    assert newest.where == above.keys.device.public.key_id
    assert maintenance.check(office).clean


def test_points_that_no_receipt_acknowledged_still_hold_on(
    office: Office, above: Office, tmp_path: Path
) -> None:
    for number in range(3):
        add_village(office, f"Thôn {number}")
        office.checkpoint()
        send(office, above, tmp_path, str(number))
    assert witnessing.broken(above) == []


def test_a_journal_signed_anew_no_longer_holds_on_and_merging_goes_on(
    office: Office, above: Office, tmp_path: Path
) -> None:
    add_village(office, "Thôn 1")
    send(office, above, tmp_path, "first")
    with behind(office) as rows:
        rows.execute("UPDATE journal_entries SET why = why")
    sign_anew(office)
    add_village(office, "Thôn 2")
    send(office, above, tmp_path, "second")
    assert above.queries.count("villages") == 2
    (found,) = witnessing.broken(above)
    assert found.key_id == office.keys.device.public.key_id
    witnessing.settle(above, found.key_id)
    assert witnessing.broken(above) == []
    assert notes(above, "witness.broken")
    add_village(office, "Thôn 3")
    send(office, above, tmp_path, "third")
    assert witnessing.broken(above) == []


def test_locking_is_noted_and_signed_once(office: Office, clock: TestClock) -> None:
    lock(office, lambda: None, hurried=True)
    again = reopen(office)
    acts = [each.act for each in again.queries.journal()]
    assert acts.count("lock") == 1
    with again.store.reading() as connection:
        signed, noted = (
            checkpoints.latest(again.store),
            connection.exec_driver_sql(
                "SELECT id FROM journal_entries WHERE act = 'lock'"
            ).scalar_one(),
        )
    assert signed is not None
    assert signed.upto == noted
    again.close()


def test_where_the_journal_stood_is_signed_before_a_list_goes_out(
    office: Office, tmp_path: Path
) -> None:
    add_village(office)
    before = office.queries.journal(limit=1)[0].number
    export_register(office.session, "villages", tmp_path / "thon.xlsx")
    point = checkpoints.latest(office.store)
    assert point is not None
    assert point.upto == before
    assert office.queries.journal(limit=1)[0].act == "spreadsheet.export:villages"


def test_a_copy_in_the_second_place_is_an_anchor(office: Office, tmp_path: Path) -> None:
    add_village(office)
    (tmp_path / "ổ hai").mkdir()
    maintenance.choose_second_place(office, tmp_path / "ổ hai")
    made = maintenance.backup_beside_if_due(office)
    assert made is not None
    assert [(each.kind, each.where) for each in evidence.anchored(office)] == [
        (Kind.BACKUP, made.stem)
    ]
