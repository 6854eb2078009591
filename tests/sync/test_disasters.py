"""Backups put back, disks cloned, sticks lost: what an office still gets, what is refused."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from sachmatuy_desktop.errors import Refused
from sachmatuy_desktop.services.office import Office, unlock
from sachmatuy_desktop.services.sync import bundles, trusting
from sachmatuy_desktop.services.upkeep import pausing
from sachmatuy_desktop.storage.backups.backup import back_up
from sachmatuy_desktop.storage.backups.restore import restore
from sachmatuy_desktop.storage.sync.merge_report import MergeReport
from sachmatuy_desktop.sync import incoming
from sachmatuy_desktop.sync.sealing import SealedSegment
from tests.offices import CHEAP, HOANG_PHONG, IA_DOM, PASSPHRASE, add_village, edit, new_office, row
from tests.sync.test_two_offices import DISTRICT, introduce, trust


class Post:
    """Bundles on sticks, each under a name of its own; receipts are lost unless asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count()

    def write(self, sender: Office, receiver: Office, *, everything: bool = False) -> Path:
        stick = self._folder / f"{next(self._numbers)}.smt"
        key = receiver.keys.device.public.key_id
        bundles.export(sender, key, stick, everything=everything)
        return stick

    def read(self, receiver: Office, stick: Path) -> bundles.MergeOutcome:
        return bundles.merge(receiver, bundles.stage(receiver, stick))

    def carry(self, sender: Office, receiver: Office, *, everything: bool = False) -> None:
        """A stick there, and its receipt back."""
        stick = self.write(sender, receiver, everything=everything)
        receipt = self.read(receiver, stick).receipt
        if receipt is not None:
            self.read(sender, receipt)


@pytest.fixture
def post(tmp_path: Path) -> Post:
    return Post(tmp_path)


@pytest.fixture
def pcs(tmp_path: Path) -> Iterator[list[Office]]:
    """Two PCs of one commune and the office above; a test may put another in an office's place."""
    made = [
        new_office(tmp_path / "máy 1", IA_DOM),
        new_office(tmp_path / "máy 2", IA_DOM),
        new_office(tmp_path / "huyện", DISTRICT, kind="receiving"),
    ]
    here, there, above = made
    trust(here, there, "sister")
    trust(there, here, "sister")
    introduce(here, above)
    introduce(there, above)
    yield made
    for each in made:
        each.close()


def backed_up(office: Office) -> Path:
    return back_up(office.store, office.keyring, office.keys, "merge")


def put_back(office: Office, backup: Path) -> Office:
    """The backup takes the place of the office."""
    office.close()
    folder, clock = office.store.folder, office.clock
    restore(backup, folder, lambda ring: ring.unlock("an", PASSPHRASE, clock.now()), clock, CHEAP)
    again = unlock(folder, "an", PASSPHRASE, clock, CHEAP)
    pausing.resume(again)
    return again


def cloned(office: Office, folder: Path) -> Office:
    """The whole folder copied to another PC, keys and all, as a disk image does."""
    office.close()
    shutil.copytree(office.store.folder, folder)
    return unlock(folder, "an", PASSPHRASE, office.clock, CHEAP)


def test_everything_sent_again_between_two_pcs_is_taken_in(pcs: list[Office], post: Post) -> None:
    """The other PC's own lines are in it: they come home and are known."""
    here, there, _above = pcs
    village = add_village(here)
    post.carry(here, there)
    edit(there, "villages", village, head="Mận")
    post.carry(there, here, everything=True)
    assert row(here, "villages", village)["head"] == "Mận"


def test_what_stood_unsent_in_a_backup_arrives_after_it_is_put_back(
    pcs: list[Office], post: Post
) -> None:
    here, _there, above = pcs
    first = add_village(here, "Thôn 1")
    backup = backed_up(here)
    pcs[0] = here = put_back(here, backup)
    second = add_village(here, "Thôn 2")
    edit(here, "villages", first, head="Đào")
    outcome = post.read(above, post.write(here, above))
    assert outcome.report.parked == 0
    assert outcome.report.quarantined == []
    assert row(above, "villages", first)["head"] == "Đào"
    assert row(above, "villages", second)["name"] == "Thôn 2"


def test_a_restored_pc_gets_its_own_lost_days_back_from_the_other_pc(
    pcs: list[Office], post: Post
) -> None:
    """The backup holds lines that were not sealed yet; they went out later, in another cut."""
    here, there, above = pcs
    first = add_village(here, "Thôn 1")
    backup = backed_up(here)
    second = add_village(here, "Thôn 2")
    post.carry(here, there)
    pcs[0] = here = put_back(here, backup)
    edit(here, "villages", first, head="Đào")
    post.carry(here, above)
    post.carry(there, here, everything=True)
    assert row(here, "villages", second)["name"] == "Thôn 2"
    post.carry(here, there)
    post.carry(there, above)
    for office in (there, above):
        assert row(office, "villages", first)["head"] == "Đào"
        assert row(office, "villages", second)["name"] == "Thôn 2"


def test_a_restored_commune_gets_its_own_lost_days_back_from_the_office_above(
    pcs: list[Office], post: Post
) -> None:
    """Its next bundle says that it holds less than it once sent; the reply brings the rest home."""
    here, _there, above = pcs
    first = add_village(here, "Thôn 1")
    backup = backed_up(here)
    second = add_village(here, "Thôn 2")
    edit(here, "villages", first, head="Đào")
    post.carry(here, above)
    pcs[0] = here = put_back(here, backup)
    edit(here, "villages", first, head="Mận")
    post.carry(here, above)
    key = here.keys.device.public.key_id
    assert bundles.leaving(above, key).given_back == {"villages": 2}
    reply = post.write(above, here)
    assert bundles.export(above, key, reply.with_name("lại.smt")).given_back == 2
    assert len(bundles.stage(here, reply).report.regained) == 2
    outcome = post.read(here, reply)
    assert outcome.report.regained == {first, second}
    assert json.loads(bundles.passages(here)[1].summary)["regained"] == 2
    assert row(here, "villages", second)["name"] == "Thôn 2"
    for office in (here, above):
        heads = {row(office, "villages", first)["head"]}
        heads |= {each.value for each in office.queries.siblings("villages", first)["head"]}
        assert heads == {"Đào", "Mận"}, "written in two lives that did not know of each other"
    assert outcome.receipt is not None
    post.read(above, outcome.receipt)
    assert bundles.leaving(above, key).given_back == {}


def test_what_comes_home_is_the_communes_own_and_nobody_elses(
    pcs: list[Office], post: Post, tmp_path: Path
) -> None:
    here, there, above = pcs
    other = new_office(tmp_path / "xã khác", HOANG_PHONG)
    pcs.append(other)
    introduce(other, above)
    for office, name in ((here, "Thôn 1"), (there, "Thôn 2"), (other, "Thôn 3")):
        add_village(office, name)
        post.carry(office, above)
    keys = {each.header.author for each in segments_for(above, here)}
    own = {above.keys.device.public.key_id, here.keys.device.public.key_id}
    assert keys <= own
    units = {each.header.stream.partition("/")[2] for each in segments_for(above, here)}
    assert units <= {IA_DOM, DISTRICT}


def test_an_office_above_that_was_restored_is_sent_again_what_it_lost(
    pcs: list[Office], post: Post
) -> None:
    """Its receipts from before the restoring are no longer true; its next word says so."""
    here, _there, above = pcs
    backup = backed_up(above)
    village = add_village(here)
    post.carry(here, above)
    pcs[2] = above = put_back(above, backup)
    post.carry(above, here)
    edit(here, "villages", village, head="Lê")
    post.carry(here, above)
    assert row(above, "villages", village)["head"] == "Lê"


def test_an_old_receipt_that_comes_late_takes_nothing_back(pcs: list[Office], post: Post) -> None:
    here, _there, above = pcs
    add_village(here, "Thôn 1")
    late = post.read(above, post.write(here, above)).receipt
    add_village(here, "Thôn 2")
    post.carry(here, above)
    key = above.keys.device.public.key_id
    assert bundles.leaving(here, key).records == {}
    assert late is not None
    post.read(here, late)
    assert bundles.leaving(here, key).records == {}


def test_a_cloned_disk_is_refused_even_where_its_lines_seem_to_follow(
    pcs: list[Office], post: Post, tmp_path: Path
) -> None:
    """Both go on writing under one name, and a receipt for the one reaches the other: the clone
    then sends only what comes after lines that the receiver holds in another wording.
    """
    here, _there, above = pcs
    village = add_village(here)
    post.carry(here, above)
    clone = cloned(here, tmp_path / "bản chép")
    pcs[0] = here = unlock(here.store.folder, "an", PASSPHRASE, here.clock, CHEAP)
    pcs.append(clone)
    edit(here, "villages", village, head="Đào")
    edit(clone, "villages", village, head="Mận")
    receipt = post.read(above, post.write(here, above)).receipt
    post.write(clone, above)
    assert receipt is not None
    post.read(clone, receipt)
    edit(clone, "villages", village, head="Lê")
    with pytest.raises(Refused, match="hai bản lịch sử"):
        bundles.stage(above, post.write(clone, above))
    assert row(above, "villages", village)["head"] == "Đào"


def segments_for(sender: Office, receiver: Office) -> list[SealedSegment]:
    """All that would travel, without the envelope."""
    partner = trusting.partner_of(sender, receiver.keys.device.public.key_id)
    with sender.store.writing() as connection:
        return list(bundles.gather(connection, sender, partner, {}, everything=True).segments)


def taken(receiver: Office, segments: list[SealedSegment]) -> MergeReport:
    arrived = incoming.unpack(segments, trusting.authors(receiver), receiver.info.unit_id)
    with receiver.store.writing() as connection:
        return incoming.merge(connection, arrived, "gói")


def test_a_clones_segment_that_waits_does_not_keep_the_true_ones_out(
    pcs: list[Office], tmp_path: Path
) -> None:
    """It came first and waits for one that was lost; then the true PC's come and fill the gap."""
    here, _there, above = pcs
    village = add_village(here)
    taken(above, segments_for(here, above))
    clone = cloned(here, tmp_path / "bản chép")
    pcs[0] = here = unlock(here.store.folder, "an", PASSPHRASE, here.clock, CHEAP)
    pcs.append(clone)
    for office, heads in ((clone, ("Mận", "Lê")), (here, ("Đào", "Cam"))):
        for head in heads:
            edit(office, "villages", village, head=head)
            segments_for(office, above)
    waiting = segments_for(clone, above)[-1]
    assert taken(above, [waiting]).parked == 1
    report = taken(above, segments_for(here, above))
    assert (report.applied, report.parked) == (2, 1)
    assert row(above, "villages", village)["head"] == "Cam"
    edit(here, "villages", village, head="Ổi")
    assert taken(above, segments_for(here, above)).applied == 1
