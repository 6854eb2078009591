"""What was erased stays erased when an older backup is taken up again, wherever that is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.services.access import accounts
from sachmatuy_desktop.services.attachments import NewFile, RemoveAttachment
from sachmatuy_desktop.services.erasures.erasing import ErasePerson, clear_away, erase_person
from sachmatuy_desktop.services.merging import MergeRecords
from sachmatuy_desktop.services.office import Office, unlock
from sachmatuy_desktop.services.retention import EraseRecord
from sachmatuy_desktop.services.sync import bundles
from sachmatuy_desktop.services.sync.unmerging import undo_bundle
from sachmatuy_desktop.services.upkeep import maintenance, pausing
from sachmatuy_desktop.services.upkeep.maintenance import restore_with_code, restore_with_passphrase
from sachmatuy_desktop.storage.erasures import erasures_list
from sachmatuy_desktop.storage.erasures.erasures_list import NAME as LIST
from sachmatuy_desktop.storage.erasures.erasures_list import Erasure
from sachmatuy_desktop.storage.integrity.checks import check
from sachmatuy_desktop.storage.keys.keyring_device import new_device
from tests.erased import NAME, NUMBER, ORDER, PASSPORT, add_her, traces
from tests.offices import CHEAP, IA_DOM, PASSPHRASE, TestClock, add, edit, new_office, row
from tests.pictures import pdf
from tests.services.test_attachments import attach
from tests.sync.test_two_offices import DISTRICT, introduce

MOTHER = "Quàng Thị Ẻn Pỏm"
STORY = "Ông Lò Văn Kín kể chuyện trộm"


@pytest.fixture
def office(tmp_path: Path, clock: TestClock) -> Iterator[Office]:
    made = new_office(tmp_path / "xã", IA_DOM, clock=clock)
    yield made
    made.close()


def told(office: Office) -> RecordId:
    """A tip-off of long ago with a paper, and one that was taken off again."""
    tip = add(
        office,
        "tip_offs",
        received_on="2010-01-05",
        source="truc_tiep",
        anonymous=1,
        answered_on="2010-02-01",
        content=STORY,
    )
    attach(office, "tip_offs", tip, NewFile("kin.pdf", pdf()))
    files = attach(office, "tip_offs", tip, NewFile(f"{STORY}.pdf", pdf(2)))
    gone = next(each for each in files if STORY in each.file_name)
    office.run(RemoveAttachment(gone.register, gone.record))
    return tip


def erase_tip(office: Office, tip: RecordId) -> None:
    office.run(EraseRecord("tip-offs", tip, "Biên bản 02"))
    clear_away(office)


def taken_up(office: Office, backup: Path, folder: Path, clock: TestClock) -> Office:
    """A backup put back into a folder by somebody who then opens the office."""
    office.close()
    restore_with_passphrase(backup, folder, "an", PASSPHRASE, clock.clock, CHEAP)
    return unlock(folder, "an", PASSPHRASE, clock.clock, CHEAP)


def knows_nothing(office: Office, *words: str) -> None:
    assert traces(office, *words) == []
    assert [str(each.said) for each in check(office.store).problems] == []


def test_a_record_is_erased_with_what_was_ever_attached(office: Office) -> None:
    erase_tip(office, told(office))
    knows_nothing(office, STORY)
    assert office.store.files.names() == set()


def test_an_older_backup_of_the_same_pc(office: Office, clock: TestClock) -> None:
    tip = told(office)
    old = maintenance.backup_now(office)
    erase_tip(office, tip)
    again = taken_up(office, old, office.store.folder, clock)
    knows_nothing(again, STORY)
    assert again.store.files.names() == set()
    assert row(again, "tip_offs", tip)["deleted"] == 1
    again.close()
    once_more = unlock(again.store.folder, "an", PASSPHRASE, clock.clock, CHEAP)
    acts = [each.act for each in once_more.queries.journal()]
    once_more.close()
    assert acts.count("erase.person") == 1, "what is erased already is not erased again"


def test_a_blank_pc_from_a_stick(office: Office, clock: TestClock, tmp_path: Path) -> None:
    tip, person = told(office), add_her(office)
    stick, code = tmp_path / "usb", accounts.new_recovery_code(office)
    old = maintenance.backup_to(office, stick)
    erase_tip(office, tip)
    erase_person(office, ErasePerson(person, "order", ORDER, keep_statistics=True))
    maintenance.backup_to(office, stick)  # the list goes along with every later backup
    blank = tmp_path / "máy mới"
    _restored, again = restore_with_code(
        old, blank, code, office.account, PASSPHRASE, clock.clock, CHEAP
    )
    knows_nothing(again, STORY, NAME, NUMBER, PASSPORT)
    assert row(again, "people", person)["birth"] == "1990"
    again.close()


def test_a_list_that_somebody_changed_erases_nothing(office: Office, clock: TestClock) -> None:
    """Anybody can seal to a device; only the device signs."""
    tip, other = told(office), add(office, "villages", name="Thôn 1", kind="thon")
    old = maintenance.backup_now(office)
    erase_tip(office, tip)
    device = office.keys.device
    theirs = replace(new_device(), age_identity=device.age_identity)
    for each in (office.store.folder, old.parent):
        for path in each.glob("erasures*.json"):
            path.unlink()
        erasures_list.write(each, theirs, [Erasure("villages", other, "order: 1/QĐ")])
        assert erasures_list.listed(each, theirs)
    again = taken_up(office, old, office.store.folder, clock)
    assert row(again, "villages", other)["deleted"] == 0
    again.close()


def test_who_was_merged_into_her_later_and_what_was_linked_later(
    office: Office, clock: TestClock
) -> None:
    """In the older file the two are two, and the paper is nobody's."""
    person = add_her(office)
    twin = add(office, "people", full_name="Lường Văn Song", birth="1990-05-17")
    add(office, "tests", person=twin, taken_on="2026-02-01", result="am_tinh")
    tried = add(office, "case_subjects", name=NAME, role="vi_pham", happened_on="2025-01-01")
    old = maintenance.backup_now(office)
    office.run(MergeRecords("people", person, twin))
    edit(office, "case_subjects", tried, person=person)
    erase_person(office, ErasePerson(person, "order", ORDER, keep_statistics=True))
    knows_nothing(office, NAME, NUMBER, "Song")
    again = taken_up(office, old, office.store.folder, clock)
    knows_nothing(again, NAME, NUMBER, "Song")
    kept = (("people", twin), ("case_subjects", tried))
    assert [row(again, *each)["deleted"] for each in kept] == [0, 0], "figures are counted from it"
    assert again.queries.count("tests") == 2
    again.close()


def test_a_stick_that_two_pcs_share_keeps_the_list_of_either(
    office: Office, clock: TestClock, tmp_path: Path
) -> None:
    stick, code = tmp_path / "usb", accounts.new_recovery_code(office)
    other = new_office(tmp_path / "máy 2", IA_DOM)
    person, another = add_her(office), add(other, "people", full_name="Lò Văn Khác")
    old = maintenance.backup_to(office, stick)
    for each, whom in ((office, person), (other, another)):
        erase_person(each, ErasePerson(whom, "order", ORDER, keep_statistics=True))
        maintenance.backup_to(each, stick)
    other.close()
    blank = tmp_path / "máy mới"
    office.close()
    _restored, again = restore_with_code(
        old, blank, code, office.account, PASSPHRASE, clock.clock, CHEAP
    )
    knows_nothing(again, NAME, NUMBER, PASSPORT)
    assert [each.name for each in blank.glob("erasures*")] == [LIST]
    again.close()


def test_contents_that_a_power_cut_left_go_at_the_next_opening(
    office: Office, clock: TestClock
) -> None:
    person = add_her(office)
    attach(office, "people", person, NewFile("a.pdf", pdf()))
    office.run(ErasePerson(person, "order", ORDER, keep_statistics=True))
    office.close()
    again = unlock(office.store.folder, "an", PASSPHRASE, clock.clock, CHEAP)
    assert again.store.files.names() == set()
    again.close()


@dataclass
class Two:
    """A commune's PC and the office above."""

    commune: Office
    above: Office

    def up(self) -> None:
        """A bundle upward, taken in."""
        stick = self.commune.store.folder.parent / "gói.smt"
        bundles.export(self.commune, self.above.keys.device.public.key_id, stick)
        bundles.merge(self.above, bundles.stage(self.above, stick))

    def down(self) -> None:
        """What the office above holds, told to the commune."""
        stick = self.commune.store.folder.parent / "trả lời.smt"
        bundles.export(self.above, self.commune.keys.device.public.key_id, stick)
        bundles.merge(self.commune, bundles.stage(self.commune, stick))


def test_the_office_above_forgets_its_copy_until_the_commune_says_what_is_left(
    office: Office, clock: TestClock, tmp_path: Path
) -> None:
    above = new_office(tmp_path / "huyện", DISTRICT, kind="receiving")
    introduce(office, above)
    two = Two(office, above)
    person, tip = add_her(office), told(office)
    two.up()
    old = maintenance.backup_now(above)
    erase_person(office, ErasePerson(person, "order", ORDER, keep_statistics=True))
    erase_tip(office, tip)
    two.up()
    knows_nothing(above, STORY, NAME, NUMBER, PASSPORT)

    two.above = taken_up(above, old, above.store.folder, clock)
    knows_nothing(two.above, STORY, NAME, NUMBER, PASSPORT)
    assert row(two.above, "people", person)["deleted"] == 1
    later = add(office, "people", full_name="Lê Văn Cam")
    edit(office, "people", person, occupation="Thợ mộc")
    pausing.resume(two.above)
    two.down()
    two.up()
    knows_nothing(two.above, STORY, NAME, NUMBER, PASSPORT)
    for each in (person, later):
        ours, theirs = row(office, "people", each), row(two.above, "people", each)
        mine = ("full_name", "birth", "occupation", "deleted", "sort_key")
        assert [ours[name] for name in mine] == [theirs[name] for name in mine]
    assert two.above.queries.conflicts() == []
    two.above.close()


@pytest.mark.parametrize("known", [True, False])
def test_what_lay_aside_undone_at_the_office_above_goes_too(
    office: Office, clock: TestClock, tmp_path: Path, known: bool
) -> None:
    """Whether anything of her is in its books or not."""
    above = new_office(tmp_path / "huyện", DISTRICT, kind="receiving")
    introduce(office, above)
    two = Two(office, above)
    two.up()
    person = add(office, "people", full_name="Lê Văn Cam")
    if known:
        two.up()
    edit(office, "people", person, full_name=NAME)
    two.up()
    came = [each for each in bundles.passages(above) if each.direction == "in"]
    undo_bundle(above, came[0].digest, "Nhập nhầm gói")
    assert above.queries.count("people") == known
    assert traces(above, NAME)
    old = maintenance.backup_now(above)
    erase_person(office, ErasePerson(person, "order", ORDER, keep_statistics=True))
    two.up()
    knows_nothing(above, NAME, "Lê Văn Cam")
    two.above = taken_up(above, old, above.store.folder, clock)
    knows_nothing(two.above, NAME, "Lê Văn Cam")
    pausing.resume(two.above)
    two.down()
    two.up()
    knows_nothing(two.above, NAME, "Lê Văn Cam")
    ours, theirs = row(office, "people", person), row(two.above, "people", person)
    assert [ours[each] for each in ("full_name", "deleted")] == [
        theirs[each] for each in ("full_name", "deleted")
    ]
    two.above.close()


def test_a_tip_off_that_was_kept_for_the_figures_is_kept_for_them_again(
    office: Office, clock: TestClock
) -> None:
    tip = told(office)
    old = maintenance.backup_now(office)
    office.run(EraseRecord("tip-offs", tip, "Biên bản 02", keep_statistics=True))
    clear_away(office)
    again = taken_up(office, old, office.store.folder, clock)
    knows_nothing(again, STORY)
    left = row(again, "tip_offs", tip)
    assert (left["deleted"], left["answered_on"], left["content"]) == (0, "2010-02-01", None)
    again.close()


def test_a_list_that_a_power_cut_kept_back_is_written_at_the_next_opening(
    office: Office, clock: TestClock
) -> None:
    erase_tip(office, told(office))
    office.close()
    (office.store.folder / LIST).unlink()
    again = unlock(office.store.folder, "an", PASSPHRASE, clock.clock, CHEAP)
    assert (again.store.folder / LIST).is_file()
    again.close()
