"""Keys in the running program: PCs are certified, stolen ones revoked, keys renewed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.vocabulary import Doubt, Why
from sachmatuy_desktop.errors import KnownError, NotAllowed, Refused
from sachmatuy_desktop.services.access.accounts import add_account
from sachmatuy_desktop.services.office import Office, unlock
from sachmatuy_desktop.services.sync import bundles, certifying, key_news, renewing, trusting
from sachmatuy_desktop.services.sync.aside import aside_here
from sachmatuy_desktop.services.sync.bundle_difference import difference
from sachmatuy_desktop.services.upkeep import maintenance, pausing
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.integrity.checks import check
from sachmatuy_desktop.storage.keys.keyring_file import Account
from sachmatuy_desktop.storage.sync import key_papers, outbox
from sachmatuy_desktop.storage.sync.key_papers import KeyPaper
from sachmatuy_desktop.sync.bundle import inspect
from sachmatuy_desktop.sync.trust import (
    CERTIFICATE,
    REVOCATIONS,
    Certificate,
    RevocationList,
    sign_certificate,
    sign_revocations,
)
from tests.offices import (
    CHEAP,
    HOANG_PHONG,
    IA_DOM,
    PASSPHRASE,
    TestClock,
    add_person,
    add_village,
    edit,
    new_office,
    row,
)

DISTRICT = "huyen-618@1"


@dataclass
class World:
    """Two PCs of one commune, which do not know each other, and the office above both."""

    folder: Path
    clock: TestClock
    first: Office
    second: Office
    above: Office
    sticks: int = 0

    def send(self, sender: Office, receiver: Office, **how: object) -> Path:
        """A bundle on a stick."""
        self.sticks += 1
        stick = self.folder / f"{self.sticks}.smt"
        bundles.export(sender, key_of(receiver), stick, **how)  # type: ignore[arg-type]
        return stick

    def carry(self, sender: Office, receiver: Office) -> bundles.MergeOutcome:
        """A bundle there; what taking it in did."""
        return take(receiver, self.send(sender, receiver))

    def certify_both(self) -> None:
        """The office above certifies both PCs and says so to both."""
        for each in (self.first, self.second):
            certifying.certify(self.above, key_of(each))
        for each in (self.first, self.second):
            self.carry(self.above, each)

    def copy_of(self, office: Office) -> Path:
        """The office's folder as a thief has it."""
        self.sticks += 1
        copy = self.folder / f"bản chép {self.sticks}"
        with office.store.reading() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copytree(office.store.folder, copy, ignore=shutil.ignore_patterns("*lock*"))
        return copy


def key_of(office: Office) -> str:
    return office.keys.device.public.key_id


def take(office: Office, stick: Path) -> bundles.MergeOutcome:
    return bundles.merge(office, bundles.stage(office, stick))


def trust(here: Office, there: Office, role: str | None = None) -> None:
    groups = there.keys.device.public.fingerprint[:9]
    trusting.trust(here, trusting.own_card(there), groups, role)


@contextmanager
def opened(folder: Path, clock: TestClock) -> Iterator[Office]:
    office = unlock(folder, "an", PASSPHRASE, clock.clock, CHEAP)
    try:
        yield office
    finally:
        office.close()


def founded(folder: Path, clock: TestClock) -> World:
    """The offices trust each other; the two PCs know nothing of each other."""
    first = new_office(folder / "máy một", IA_DOM, clock=clock)
    second = new_office(folder / "máy hai", IA_DOM, clock=clock)
    above = new_office(folder / "trên", DISTRICT, "receiving", clock=clock)
    for each in (first, second):
        trust(above, each)
        trust(each, above, "upper")
    return World(folder, clock, first, second, above)


@pytest.fixture
def world(tmp_path: Path, clock: TestClock) -> World:
    return founded(tmp_path, clock)


def told(staged: bundles.Staged) -> str:
    return " ".join(str(each) for each in staged.told)


def shows(office: Office, register: str, record: str) -> bool:
    return record in office.queries.rows(register, [record])


# -- certificates ---------------------------------------------------------------------------------


def test_two_pcs_of_a_commune_know_each_other_by_the_certificate(world: World) -> None:
    world.certify_both()
    village = add_village(world.first)
    world.carry(world.first, world.second)
    assert shows(world.second, "villages", village)
    edit(world.second, "villages", village, head="Hai")
    world.carry(world.second, world.above)
    assert row(world.above, "villages", village)["head"] == "Hai"
    (line,) = [each for each in certifying.key_lines(world.first) if each.partner.role == "sister"]
    assert line.partner.key_id == key_of(world.second)
    assert line.issuer == world.above.info.full_name
    journal = world.first.queries.journal(limit=5)
    assert "key.follow" in {each.act for each in journal}


def test_without_certificate_nobody_is_a_sister(world: World) -> None:
    world.carry(world.above, world.first)
    assert [each.role for each in trusting.partners(world.first)] == ["upper"]
    with pytest.raises(KnownError):
        world.send(world.first, world.second)


def test_a_certificate_has_a_serial_and_an_end_and_the_newer_one_counts(world: World) -> None:
    first = certifying.certify(world.above, key_of(world.first))
    world.clock.advance(days=1)
    second = certifying.certify(world.above, key_of(world.first), expires=date(2027, 1, 1))
    assert (first.serial, second.serial) == (1, 2)
    assert (first.issued, first.expires) == ("2026-03-02", "2028-03-01")
    world.carry(world.above, world.first)
    held = trusting.directory(world.first).certificate_of(key_of(world.first))
    assert held == second
    with pytest.raises(KnownError, match="sau hôm nay"):
        certifying.certify(world.above, key_of(world.first), expires=date(2026, 3, 3))


def test_an_expired_certificate_warns_and_stops_nothing(world: World) -> None:
    world.certify_both()
    world.clock.advance(days=800)
    village = add_village(world.first)
    staged = bundles.stage(world.above, world.send(world.first, world.above))
    assert "hết hạn ngày 01/03/2028" in told(staged)
    bundles.merge(world.above, staged)
    assert shows(world.above, "villages", village)
    assert all(each.soon for each in certifying.key_lines(world.above))


def test_only_the_administrator_of_the_office_above_certifies_and_revokes(world: World) -> None:
    for act in (certifying.certify, certifying.revoke):
        with pytest.raises(NotAllowed):
            act(world.first, key_of(world.above), "all")
    add_account(world.above, Account("chi", "Chi", "police"), PASSPHRASE)
    folder = world.above.store.folder
    world.above.close()
    officer = unlock(folder, "chi", PASSPHRASE, world.clock.clock, CHEAP)
    for act in (certifying.certify, certifying.revoke):
        with pytest.raises(NotAllowed):
            act(officer, key_of(world.first), "all")
    with pytest.raises(NotAllowed):
        renewing.renew(officer)
    officer.close()


def certificate_for(office: Office) -> Certificate:
    keys, info = office.keys.device.public, office.info
    scopes = certifying.SCOPES["all"]
    return Certificate(
        9, info.full_name, info.unit_id, keys, "lower", scopes, "2026-03-02", "2028-01-01"
    )


def slip_in(office: Office, paper: KeyPaper) -> None:
    """Something that the program would not keep, among what it sends."""
    with office.store.writing() as connection:
        key_papers.keep(connection, paper)


def test_a_certificate_by_whom_has_no_say_is_passed_over(world: World, tmp_path: Path) -> None:
    other = new_office(tmp_path / "xã khác", HOANG_PHONG, clock=world.clock)
    trust(world.first, other, "peer")
    trust(other, world.first, "peer")
    text = sign_certificate(certificate_for(world.second), other.keys.device.signing).decode()
    paper = KeyPaper(CERTIFICATE, key_of(other), key_of(world.second), 9, text, "")
    slip_in(other, paper)
    before = trusting.directory(world.first)
    staged = bundles.stage(world.first, world.send(other, world.first))
    assert not staged.news
    bundles.merge(world.first, staged)
    assert trusting.directory(world.first).by_key.keys() == before.by_key.keys()


def test_a_certificate_in_the_name_of_the_office_above_is_refused(world: World) -> None:
    forged = sign_certificate(certificate_for(world.second), world.first.keys.device.signing)
    text = forged.decode().replace(key_of(world.first), key_of(world.above))
    paper = KeyPaper(CERTIFICATE, key_of(world.above), key_of(world.second), 9, text, "")
    slip_in(world.first, paper)
    with pytest.raises(Refused, match="chữ ký đúng"):
        bundles.stage(world.above, world.send(world.first, world.above))


def test_what_a_certificate_does_not_allow_is_set_aside(world: World) -> None:
    certifying.certify(world.above, key_of(world.first), "programme")
    person = add_person(world.first)
    outcome = world.carry(world.first, world.above)
    assert outcome.report.quarantined == [Doubt(Why.UNCERTIFIED, "people")]
    assert not shows(world.above, "people", person)
    (came,) = (each for each in bundles.passages(world.above) if each.direction == "in")
    found = difference(world.above, came.digest)
    assert "people" not in {each.register for each in found.books}
    assert found.set_aside == 1
    village = add_village(world.first)
    outcome = world.carry(world.first, world.above)
    assert outcome.report.quarantined == []
    assert shows(world.above, "villages", village)


def test_what_a_certificate_allows_later_comes_into_the_books(world: World) -> None:
    certifying.certify(world.above, key_of(world.first), "programme")
    person = add_person(world.first)
    world.carry(world.first, world.above)
    edit(world.first, "people", person, full_name="Rơ Châm Mới")
    world.carry(world.first, world.above)
    assert len(aside_here(world.above).lines) == 2
    certifying.certify(world.above, key_of(world.first), "all")
    assert row(world.above, "people", person)["full_name"] == "Rơ Châm Mới"
    assert aside_here(world.above).lines == []
    assert check(world.above.store).problems == []
    certifying.certify(world.above, key_of(world.first), "programme")
    assert shows(world.above, "people", person)


# -- revocations ----------------------------------------------------------------------------------


def test_a_revoked_key_sends_nothing_more_and_gets_nothing_more(world: World) -> None:
    world.certify_both()
    kept = add_village(world.first, "Thôn 1")
    world.carry(world.first, world.above)
    certifying.revoke(world.above, key_of(world.first), "Mất máy hoặc bị trộm")
    add_village(world.first, "Thôn 2")
    stick = world.send(world.first, world.above)
    with pytest.raises(Refused, match="từ gói số 3, gói này là số 3"):
        bundles.stage(world.above, stick)
    assert shows(world.above, "villages", kept)
    with pytest.raises(Refused, match="không gửi gì"):
        world.send(world.above, world.first)
    with pytest.raises(NotAllowed):
        certifying.revoke(world.above, key_of(world.first), "lần nữa")
    with pytest.raises(Refused, match="đã bị thu hồi"):
        trust(world.above, world.first)


def test_a_bundle_below_the_number_is_still_taken_in(world: World) -> None:
    first = add_village(world.first, "Thôn 1")
    world.carry(world.first, world.above)
    second = add_village(world.first, "Thôn 2")
    on_its_way = world.send(world.first, world.above)
    certifying.revoke(world.above, key_of(world.first), "Nghi lộ khóa", last_good=2)
    take(world.above, on_its_way)
    assert shows(world.above, "villages", first)
    assert shows(world.above, "villages", second)
    add_village(world.first, "Thôn 3")
    with pytest.raises(Refused, match="từ gói số 3"):
        bundles.stage(world.above, world.send(world.first, world.above))


def test_a_thief_does_not_begin_to_number_anew(world: World) -> None:
    add_village(world.first)
    world.carry(world.first, world.above)
    copy = world.copy_of(world.first)
    certifying.revoke(world.above, key_of(world.first), "Mất máy hoặc bị trộm", last_good=5)
    with opened(copy, world.clock) as thief:
        thief.keyring.set_incarnation(thief.keys)
    with opened(copy, world.clock) as thief:
        add_village(thief, "của kẻ trộm")
        with pytest.raises(Refused, match="thu hồi"):
            bundles.stage(world.above, world.send(thief, world.above))


def test_a_sister_refuses_the_bundles_of_a_revoked_pc(world: World) -> None:
    world.certify_both()
    certifying.revoke(world.above, key_of(world.first), "Mất máy hoặc bị trộm")
    add_village(world.first, "của kẻ trộm")
    stick = world.send(world.first, world.second)
    staged = bundles.stage(world.second, world.send(world.above, world.second))
    assert "đã thu hồi khóa" in told(staged)
    bundles.merge(world.second, staged)
    with pytest.raises(Refused, match="thu hồi"):
        bundles.stage(world.second, stick)


def relayed(world: World) -> tuple[str, str, str]:
    """The first PC's village that the office above holds, one that only the second PC has taken in,
    and the second PC's own, written after it had seen that.
    """
    world.certify_both()
    held = add_village(world.first, "Thôn 1")
    world.carry(world.first, world.above)
    beyond = add_village(world.first, "Thôn 2")
    world.carry(world.first, world.second)
    return held, beyond, add_village(world.second, "Thôn 3")


def test_relayed_lines_of_a_revoked_pc_are_set_aside_and_hold_nobody_up(world: World) -> None:
    held, beyond, own = relayed(world)
    certifying.revoke(world.above, key_of(world.first), "Mất máy hoặc bị trộm")
    outcome = world.carry(world.second, world.above)
    assert outcome.report.quarantined == [Doubt(Why.REVOKED, "villages")]
    assert outcome.report.parked == 0
    assert shows(world.above, "villages", held)
    assert not shows(world.above, "villages", beyond)
    assert shows(world.above, "villages", own)


def test_what_was_taken_in_before_the_revocation_stays(world: World) -> None:
    held, beyond, own = relayed(world)
    world.carry(world.second, world.above)
    certifying.revoke(world.above, key_of(world.first), "Mất máy hoặc bị trộm")
    for record in (held, beyond, own):
        assert shows(world.above, "villages", record)
    assert world.carry(world.second, world.above).report.quarantined == []


@pytest.fixture
def third(world: World, tmp_path: Path) -> Office:
    """A third PC of the commune, trusted above."""
    office = new_office(tmp_path / "máy ba", IA_DOM, clock=world.clock)
    trust(world.above, office)
    trust(office, world.above, "upper")
    return office


@pytest.mark.parametrize("told_first", [True, False])
def test_what_the_office_above_held_is_believed_in_any_order(
    world: World, third: Office, told_first: bool
) -> None:
    held, beyond, own = relayed(world)
    world.carry(world.second, world.above)
    certifying.revoke(world.above, key_of(world.first), "Mất máy hoặc bị trộm")
    world.carry(world.above, world.second)
    for here, there in ((third, world.second), (world.second, third)):
        trust(here, there, "sister")
    sticks = [world.send(world.above, third), world.send(world.second, third, everything=True)]
    for stick in sticks if told_first else reversed(sticks):
        take(third, stick)
    assert [shows(third, "villages", each) for each in (held, beyond, own)] == [True] * 3


def test_what_the_office_above_takes_after_all_counts_below_too(
    world: World, third: Office
) -> None:
    """A list says that a PC is over, a later one that more of its lines were on their way."""
    held, beyond, own = relayed(world)
    on_its_way = world.send(world.first, world.above)
    certifying.revoke(world.above, key_of(world.first), "Nghi lộ khóa", last_good=3)
    for here, there in ((third, world.second), (world.second, third)):
        trust(here, there, "sister")
    world.carry(world.above, third)
    report = world.carry(world.second, third).report
    assert report.quarantined == [Doubt(Why.REVOKED, "villages")]
    assert not shows(third, "villages", beyond)
    take(world.above, on_its_way)
    world.carry(world.above, third)
    for office in (world.above, third):
        assert shows(office, "villages", held)
        assert shows(office, "villages", beyond)
    assert shows(third, "villages", own)
    assert aside_here(third).lines == []
    assert check(third.store).problems == []


def test_segments_that_waited_are_judged_when_they_apply_themselves(
    world: World, third: Office
) -> None:
    world.certify_both()
    certifying.certify(world.above, key_of(third))
    for each in (world.first, third):
        world.carry(world.above, each)
    village = add_village(world.first, "Thôn 1")
    world.carry(world.first, world.above)
    world.carry(world.first, third)
    with world.first.store.writing() as connection:  # the second PC is believed to hold it
        outbox.acknowledge(connection, key_of(world.second), outbox.held_vector(connection))
    edit(world.first, "villages", village, head="Hai")
    assert world.carry(world.first, world.second).report.parked == 1
    certifying.revoke(world.above, key_of(world.first), "Mất máy hoặc bị trộm")
    world.carry(world.above, world.second)
    trust(world.second, third, "sister")
    trust(third, world.second, "sister")
    report = world.carry(third, world.second).report
    assert (report.parked, report.quarantined) == (0, [Doubt(Why.REVOKED, "villages")])
    assert row(world.second, "villages", village)["head"] is None


def test_an_old_list_put_back_changes_nothing(world: World) -> None:
    world.certify_both()
    old = world.send(world.above, world.second)
    certifying.revoke(world.above, key_of(world.first), "Nghi lộ khóa")
    world.carry(world.above, world.second)
    empty = RevocationList(1, "2026-03-02", ())
    text = sign_revocations(empty, world.above.keys.device.signing).decode()
    slip_in(world.above, KeyPaper(REVOCATIONS, key_of(world.above), "", 1, text, ""))
    staged = bundles.stage(world.second, world.send(world.above, world.second))
    assert not staged.news.papers
    bundles.merge(world.second, staged)
    take(world.second, old)
    ending = trusting.directory(world.second).by_key[key_of(world.first)].ending
    assert ending is not None
    assert ending.revoked


def test_a_restored_office_hears_of_its_own_later_list(world: World) -> None:
    world.certify_both()
    with world.above.store.reading() as connection:
        before = key_papers.papers(connection)
    certifying.revoke(world.above, key_of(world.first), "Nghi lộ khóa")
    world.carry(world.above, world.second)
    with world.above.store.writing() as connection:  # as a backup of yesterday has it
        connection.execute(schema.key_papers.delete())
        for each in before:
            key_papers.keep(connection, each)
    assert trusting.directory(world.above).revocation_of(key_of(world.first)) is None
    add_village(world.second)
    world.carry(world.second, world.above)
    found = trusting.directory(world.above).own_list()
    assert found is not None
    assert found.version == 2
    assert found.of(key_of(world.first)) is not None


def test_the_list_says_more_once_more_was_taken_in(world: World) -> None:
    """A bundle below the number arrives later; then everybody believes what was in it."""
    world.certify_both()
    with pytest.raises(KnownError, match="Chưa nhập gói nào"):
        certifying.revoke(world.above, key_of(world.second), "Nghi lộ khóa", last_good=2)
    world.carry(world.first, world.above)
    add_village(world.first)
    on_its_way = world.send(world.first, world.above)
    certifying.revoke(world.above, key_of(world.first), "Nghi lộ khóa", last_good=9)
    before = trusting.directory(world.above).own_list()
    take(world.above, on_its_way)
    world.carry(world.above, world.second)
    after = trusting.directory(world.second).lists[key_of(world.above)]
    assert before is not None
    assert after.version == before.version + 1
    entry = after.of(key_of(world.first))
    assert entry is not None
    assert sum(entry.upto.values()) > 0


# -- other keys -----------------------------------------------------------------------------------


def introduced(world: World) -> None:
    """Something went each way before."""
    add_village(world.first, "Thôn 0")
    receipt = world.carry(world.first, world.above).receipt
    assert receipt is not None
    take(world.first, receipt)


def test_partners_follow_a_new_key_without_typing(world: World) -> None:
    introduced(world)
    old = key_of(world.first)
    renewing.renew(world.first)
    assert key_of(world.first) != old
    village = add_village(world.first)
    staged = bundles.stage(world.above, world.send(world.first, world.above))
    assert "đã thay khóa ngày 02/03/2026" in told(staged)
    assert old in {each.key_id for each in trusting.partners(world.above)}
    receipt = bundles.merge(world.above, staged).receipt
    assert shows(world.above, "villages", village)
    keys = {each.key_id for each in trusting.partners(world.above)}
    assert old not in keys
    assert key_of(world.first) in keys
    assert receipt is not None
    take(world.first, receipt)
    edit(world.first, "villages", village, head="Hai")
    report = bundles.export(world.first, key_of(world.above), world.folder / "mới.smt")
    assert report.lines == 2
    assert "key.follow" in {each.act for each in world.above.queries.journal(limit=4)}
    assert "key.renew" in {each.act for each in world.first.queries.journal(limit=9)}


def test_nothing_unsent_is_lost_when_bundles_cross_a_change_of_key(world: World) -> None:
    introduced(world)
    written = [add_village(world.first, "trước khi gửi")]
    up = world.send(world.first, world.above)
    down = world.send(world.above, world.first)
    written.append(add_village(world.first, "chưa gửi"))
    renewing.renew(world.first)
    written.append(add_village(world.first, "sau khi thay"))
    take(world.first, down)
    newer = world.send(world.first, world.above)
    take(world.above, newer)
    take(world.above, up)
    world.carry(world.first, world.above)
    assert [shows(world.above, "villages", each) for each in written] == [True] * 3
    renewing.renew(world.above)
    written.append(add_village(world.first, "cho khóa cũ của trên"))
    world.carry(world.above, world.first)
    receipt = world.carry(world.first, world.above).receipt
    assert receipt is not None
    take(world.first, receipt)
    assert shows(world.above, "villages", written[-1])
    assert bundles.leaving(world.first, key_of(world.above)).records == {}


def test_a_bundle_sealed_for_the_old_key_still_opens(world: World) -> None:
    village = add_village(world.second)
    stick = world.send(world.second, world.above)
    renewing.renew(world.above)
    take(world.above, stick)
    assert shows(world.above, "villages", village)


def test_the_old_key_sends_nothing_new_once_it_handed_over(world: World) -> None:
    introduced(world)
    copy = world.copy_of(world.first)
    before = world.send(world.first, world.above)
    renewing.renew(world.first)
    world.carry(world.first, world.above)
    take(world.above, before)
    with opened(copy, world.clock) as left_behind:
        add_village(left_behind, "từ bản chép")
        for _each in range(2):
            stick = world.send(left_behind, world.above)
        with pytest.raises(Refused, match="đã thay"):
            bundles.stage(world.above, stick)


def test_a_chain_of_changes_is_followed_at_once(world: World) -> None:
    introduced(world)
    for _each in range(3):
        renewing.renew(world.first)
    village = add_village(world.first)
    stick = world.send(world.first, world.above)
    assert 2 <= len(inspect(stick).envelope.successions) <= 3
    if len(inspect(stick).envelope.successions) < 3:
        for number, each in enumerate(reversed(world.first.keys.device.retired)):
            file = world.folder / f"{number}.json"
            file.write_bytes(each.succession)
            key_news.follow_file(world.above, file)
    take(world.above, stick)
    assert shows(world.above, "villages", village)


def test_a_change_of_key_may_come_as_a_file(world: World) -> None:
    introduced(world)
    renewing.renew(world.above)
    file = world.folder / "thay khóa.json"
    renewing.save_change(world.above, file)
    (sentence,) = key_news.follow_file(world.first, file)
    assert "đã thay khóa" in str(sentence)
    with pytest.raises(Refused, match="đã được nhận trước đó"):
        key_news.follow_file(world.first, file)
    partner = trusting.partner_of(world.first, key_of(world.above))
    assert partner.role == "upper"
    add_village(world.first)
    stick = world.send(world.first, world.above)
    assert inspect(stick).envelope.addressee == key_of(world.above)


def test_a_sister_hears_of_a_change_of_key_from_above(world: World) -> None:
    world.certify_both()
    renewing.renew(world.first)
    village = add_village(world.first)
    world.carry(world.first, world.above)
    world.carry(world.above, world.second)
    assert trusting.partner_of(world.second, key_of(world.first)).role == "sister"
    world.carry(world.first, world.second)
    assert shows(world.second, "villages", village)
    held = trusting.directory(world.second).certificate_of(key_of(world.first))
    assert held is not None
    assert held.scopes == certifying.SCOPES["all"]


def test_a_strangers_change_of_key_is_passed_over(world: World, tmp_path: Path) -> None:
    stranger = new_office(tmp_path / "lạ", HOANG_PHONG, clock=world.clock)
    renewing.renew(stranger)
    file = tmp_path / "lạ.json"
    renewing.save_change(stranger, file)
    with pytest.raises(Refused, match="Chưa biết khóa cũ"):
        key_news.follow_file(world.above, file)


def test_a_revoked_key_does_not_hand_over(world: World) -> None:
    introduced(world)
    certifying.revoke(world.above, key_of(world.first), "Mất máy hoặc bị trộm")
    renewing.renew(world.first)
    add_village(world.first)
    with pytest.raises(Refused, match="Chưa biết khóa"):
        bundles.stage(world.above, world.send(world.first, world.above))
    file = world.folder / "thay.json"
    renewing.save_change(world.first, file)
    with pytest.raises(KnownError, match="đã bị thu hồi nên không được tự thay"):
        key_news.follow_file(world.above, file)
    trust(world.above, world.first)
    village = add_village(world.first)
    world.carry(world.first, world.above)
    assert shows(world.above, "villages", village)


def test_the_first_of_two_heirs_is_believed(world: World) -> None:
    """A thief who has a copy of the disk cannot take the place of the office afterwards."""
    introduced(world)
    copy = world.copy_of(world.first)
    renewing.renew(world.first)
    world.carry(world.first, world.above)
    with opened(copy, world.clock) as thief:
        renewing.renew(thief)
        add_village(thief)
        with pytest.raises(Refused):
            bundles.stage(world.above, world.send(thief, world.above))
        file = world.folder / "kẻ trộm.json"
        renewing.save_change(thief, file)
    with pytest.raises(KnownError, match="hai khóa khác nhau"):
        key_news.follow_file(world.above, file)


def test_a_backup_of_before_is_restored_and_what_it_had_unsent_goes_out(world: World) -> None:
    """The former site is signed for with the key it had, the restored one with the new key."""
    introduced(world)
    unsent = add_village(world.first, "chưa gửi")
    backup = maintenance.backup_now(world.first)
    renewing.renew(world.first)
    later = add_village(world.first, "sau khi thay")
    world.carry(world.first, world.above)
    folder = world.first.store.folder
    world.first.close()
    maintenance.restore_with_passphrase(backup, folder, "an", PASSPHRASE, world.clock.clock, CHEAP)
    with opened(folder, world.clock) as restored:
        pausing.resume(restored)
        newest = add_village(restored, "sau khi khôi phục")
        assert world.carry(restored, world.above).report.quarantined == []
        for each in (unsent, later, newest):
            assert shows(world.above, "villages", each)


def test_the_office_is_whole_if_power_fails_between_the_keys_and_the_file(world: World) -> None:
    """The key file has the new keys, the office file does not know yet."""
    introduced(world)
    unsent = add_village(world.first, "chưa gửi")
    folder = world.first.store.folder
    before = world.copy_of(world.first)
    renewing.renew(world.first)
    key = key_of(world.first)
    world.first.close()
    for each in before.iterdir():
        if each.is_file() and not each.name.startswith("keys."):
            shutil.copyfile(each, folder / each.name)
    with opened(folder, world.clock) as office:
        assert key_of(office) == key
        assert office.queries.journal(limit=1)[0].act == "key.renew"
        assert world.carry(office, world.above).report.quarantined == []
        assert shows(world.above, "villages", unsent)
