"""A bundle in several files that each fit a mail: all or none, in any order, nothing lost."""

from __future__ import annotations

import itertools
import os
import signal
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sachmatuy_desktop.domain.changes import MAX_LINE, Act
from sachmatuy_desktop.errors import BadInput, Conflict, Refused, StorageTrouble
from sachmatuy_desktop.packs.mail import mail_sizes
from sachmatuy_desktop.services.attachments import AddAttachments, NewFile, attachments, content
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import bundles, passages, sending
from sachmatuy_desktop.services.sync.passages import Standing
from sachmatuy_desktop.services.sync.unmerging import undo_bundle, write_undone_receipt
from sachmatuy_desktop.storage.attachments import sweep
from sachmatuy_desktop.storage.integrity.checks import check
from sachmatuy_desktop.storage.sync import outbox
from sachmatuy_desktop.sync.bundle_payload import Manifest
from sachmatuy_desktop.sync.parts import Cut, Part, part_of
from sachmatuy_desktop.sync.sealing import (
    MAX_FILE,
    MAX_LINES,
    MAX_PACKED,
    MAX_PLAIN,
    READER,
    SealedSegment,
    SegmentHeader,
)
from tests.full_disks import room_for
from tests.offices import IA_DOM, TestClock, add_person, add_village, new_office
from tests.pictures import png
from tests.storage.test_faults import child, opened
from tests.sync.test_two_offices import DISTRICT, introduce

SMALL = 64 << 10
"""The smallest file that may be asked for: it makes parts out of a few hundred records."""


@pytest.fixture
def commune(tmp_path: Path, clock: TestClock) -> Office:
    return new_office(tmp_path / "xã", IA_DOM, clock=clock)


@pytest.fixture
def district(tmp_path: Path, commune: Office) -> Office:
    office = new_office(tmp_path / "trên", DISTRICT, kind="receiving")
    introduce(commune, office)
    return office


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "usb"
    folder.mkdir()
    return folder


def fill(office: Office, village: str, acts: int, each: int = 20) -> None:
    """Many people in several acts, their names telling nothing that compresses away."""
    for act in range(acts):
        with office.store.begin(Act("training.fill", "an")) as work:
            for number in range(each):
                noise = os.urandom(600).hex()
                values = {"full_name": f"Người {act}-{number}", "remark": noise, "village": village}
                work.insert("people", values)
            work.commit()


def photograph(office: Office, *sizes: int) -> str:
    """A person with pictures of these many bytes."""
    person = add_person(office)
    files = tuple(
        NewFile(f"{number}.png", picture(number, size)) for number, size in enumerate(sizes)
    )
    office.run(AddAttachments("people", person, files))
    return person


def picture(number: int, size: int) -> bytes:
    head = png(60, 40, number)
    return head + bytes(size - len(head))


def split(
    here: Office, there: Office, path: Path, most: int = SMALL, **how: Any
) -> bundles.ExportReport:
    return bundles.export(here, key_of(there), path, cut=Cut(most), **how)


def key_of(office: Office) -> str:
    return office.keys.device.public.key_id


def take(there: Office, stick: Path) -> bundles.MergeOutcome:
    return bundles.merge(there, bundles.stage(there, stick))


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def same_people(first: Office, second: Office) -> bool:
    return people(first) == people(second)


def people(office: Office) -> dict[str, tuple[Any, Any]]:
    rows = office.queries.rows("people", office.queries.ids("people"))
    return {record: (each["full_name"], each["remark"]) for record, each in rows.items()}


def test_what_fits_is_one_file_under_the_name_that_was_chosen(
    commune: Office, district: Office, stick: Path
) -> None:
    add_village(commune)
    report = split(commune, district, stick / "goi.smt", mail_sizes()[0])
    assert (names(stick), report.paths) == (["goi.smt"], (stick / "goi.smt",))
    assert bundles.stage(district, stick / "goi.smt").part is None


def test_parts_keep_the_size_count_on_and_say_what_they_are(
    commune: Office, district: Office, stick: Path
) -> None:
    fill(commune, add_village(commune), 12)
    report = split(commune, district, stick / "goi.smt")
    count = len(report.paths)
    assert count >= 2
    assert names(stick) == [f"goi.{number}-{count}.smt" for number in range(1, count + 1)]
    assert all(each.stat().st_size <= SMALL for each in report.paths)
    assert report.oversize == 0
    sizes = [each.stat().st_size for each in report.paths[:-1]]
    assert all(one + other > SMALL for one, other in itertools.pairwise(sizes))  # well filled
    staged = [bundles.stage(district, each) for each in report.paths]
    assert [each.part for each in staged] == [Part(n, count) for n in range(1, count + 1)]
    assert [each.envelope.dispatch.sequence for each in staged] == list(range(1, count + 1))
    assert sum(each.manifest.counts["lines"] for each in staged) == report.lines
    assert staged[0].parts_missing == tuple(range(2, count + 1))
    sent = [each.summary for each in bundles.passages(commune)]
    assert all('"part"' in each for each in sent)


def test_parts_arrive_in_any_order_and_come_to_the_same(
    commune: Office, district: Office, stick: Path, tmp_path: Path
) -> None:
    fill(commune, add_village(commune), 10)
    report = split(commune, district, stick / "goi.smt")
    first, *between, last = report.paths
    for seed, order in enumerate(
        ([*reversed(report.paths)], [last, first, *between], [*between, last, first, first])
    ):
        commune_above = new_office(tmp_path / f"trên{seed}", DISTRICT, kind="receiving")
        introduce(commune, commune_above)
        again = split(commune, commune_above, stick / f"{seed}.smt", everything=True)
        named = dict(zip(report.paths, again.paths, strict=True))
        for path in order:
            take(commune_above, named[path])
        assert same_people(commune, commune_above)
        assert check(commune_above.store).clean


def test_a_part_alone_is_harmless_and_a_lost_one_comes_with_the_next_bundle(
    commune: Office, district: Office, stick: Path
) -> None:
    village = add_village(commune)
    fill(commune, village, 10)
    report = split(commune, district, stick / "goi.smt")
    lost, *rest = report.paths
    receipts = []
    for path in rest:
        outcome = take(district, path)
        receipts.append(outcome.receipt)
    assert outcome.report.parked > 0
    assert check(district.store).clean
    for receipt in receipts:
        assert receipt is not None
        take(commune, receipt)
    assert bundles.leaving(commune, key_of(district)).records["people"] > 0
    split(commune, district, stick / "sau.smt")
    later = sorted(each for each in stick.glob("sau*.smt"))
    for path in later:
        take(district, path)
    assert same_people(commune, district)
    assert take(district, lost).report.nothing_new


def test_contents_are_spread_over_the_parts_and_wait_for_their_lines(
    commune: Office, district: Office, stick: Path
) -> None:
    person = photograph(commune, 25_000, 25_000, 25_000)
    report = split(commune, district, stick / "goi.smt")
    assert (report.files, report.files_left, report.oversize) == (3, 0, 0)
    *before, last = report.paths
    staged = bundles.stage(district, last)
    assert (staged.report.files, staged.report.files_early > 0) == (0, True)
    assert not staged.report.nothing_new
    bundles.merge(district, staged)
    # A sweep in between leaves alone what waits.
    sweep(district.store)
    assert check(district.store).clean
    for path in before:
        take(district, path)
    session = district.session
    got = [content(session, each) for each in attachments(session, "people", person)]
    assert got == [picture(number, 25_000) for number in range(3)]
    assert check(district.store).clean
    with district.store.reading() as connection:
        assert not connection.exec_driver_sql("SELECT * FROM early_files").all()


def test_a_content_larger_than_a_part_stays_for_a_whole_bundle_and_holds_nothing_up(
    commune: Office, district: Office, stick: Path
) -> None:
    person = photograph(commune, 100_000, 10_000)
    report = split(commune, district, stick / "goi.smt")
    assert (report.files, report.files_left, report.files_heavy) == (1, 1, 1)
    for path in report.paths:
        assert path.stat().st_size <= SMALL
        receipt = take(district, path).receipt
        assert receipt is not None
        take(commune, receipt)
    assert bundles.export(commune, key_of(district), stick / "usb.smt").files == 1
    take(district, stick / "usb.smt")
    assert len([each for each in attachments(district.session, "people", person) if each.here]) == 2


def test_one_act_is_never_cut_and_the_report_says_that_its_file_is_larger(
    commune: Office, district: Office, stick: Path
) -> None:
    fill(commune, add_village(commune), acts=1, each=400)
    add_person(commune, "Người sau")
    report = split(commune, district, stick / "goi.smt")
    assert report.oversize == 1
    assert len(report.paths) >= 2
    for path in report.paths:
        take(district, path)
    assert same_people(commune, district)


def test_segments_sealed_before_stay_as_they_are(
    commune: Office, district: Office, stick: Path
) -> None:
    village = add_village(commune)
    fill(commune, village, 10)
    bundles.export(commune, key_of(district), stick / "một.smt")
    sealed = _segments(commune)
    fill(commune, village, 10)
    report = split(commune, district, stick / "hai.smt")
    assert _segments(commune)[: len(sealed)] == sealed
    assert report.oversize == 1  # the old segment, in a file of its own
    for path in reversed(report.paths):
        take(district, path)
    assert same_people(commune, district)


def _segments(office: Office) -> list[str]:
    with office.store.reading() as connection:
        kept = outbox.segments_after(connection, ["people"], [IA_DOM], None)
        return [each.header for each in kept]


def test_a_size_that_holds_nothing_is_refused(
    commune: Office, district: Office, stick: Path
) -> None:
    with pytest.raises(BadInput):
        split(commune, district, stick / "goi.smt", most=1000)
    assert names(stick) == []
    assert bundles.passages(commune) == []


@pytest.mark.parametrize(
    "said",
    [
        "2/3",
        {"number": 0, "of": 3},
        {"number": 4, "of": 3},
        {"number": 1, "of": 10**9},
        {"number": True, "of": True},
        {"number": "1", "of": 3},
        {"of": 3},
    ],
    ids=str,
)
def test_an_odd_note_is_refused(said: Any) -> None:
    with pytest.raises(Refused):
        part_of(Manifest(notes={"part": said}))


# -- a stick that fills up, a PC that dies --------------------------------------------------------


def test_a_stick_that_fills_up_at_the_second_part_keeps_nothing(
    commune: Office, district: Office, stick: Path
) -> None:
    (stick / "báo cáo.pdf").write_bytes(b"%PDF")
    photograph(commune, 1_000_000, 7_400_000)
    with room_for(6_000_000), pytest.raises(StorageTrouble) as told:
        split(commune, district, stick / "goi.smt", 7_500_000)
    assert str(told.value).startswith("Ổ đĩa không đủ chỗ cho 2 tệp của gói nên chưa tệp nào")
    assert names(stick) == ["báo cáo.pdf"]
    assert [each.failed for each in bundles.passages(commune)] == [True, True]
    report = split(commune, district, stick / "goi.smt", 7_500_000)
    assert len(report.paths) == 2
    assert report.sequence == 3  # a number given out is never used again
    for path in report.paths:
        take(district, path)
    assert len(district.store.files.names()) == 2


def test_a_name_that_cannot_be_taken_takes_the_others_back(
    commune: Office, district: Office, stick: Path
) -> None:
    fill(commune, add_village(commune), 6)
    report = split(commune, district, stick / "xem.smt")
    in_the_way = stick / f"goi.2-{len(report.paths)}.smt"
    in_the_way.mkdir()
    with pytest.raises(StorageTrouble):
        split(commune, district, stick / "goi.smt")
    assert sorted(stick.glob("goi*")) == [in_the_way]
    assert not list(stick.glob(".*"))


def _die_at_the_second_flush(say: Any, folder: Path, key: str, target: Path) -> None:
    office = opened(folder)
    flushed = itertools.count(1)
    really = os.fsync

    def fsync(fd: Any) -> None:
        really(fd)
        if next(flushed) == 2:
            os.kill(os.getpid(), signal.SIGKILL)

    os.fsync = fsync
    say.send("open")
    bundles.export(office, key, target, cut=Cut(SMALL))
    say.send("exported")


def test_killed_at_the_second_part_no_part_has_appeared(
    commune: Office, district: Office, stick: Path, tmp_path: Path, clock: TestClock
) -> None:
    fill(commune, add_village(commune), 10)
    key = key_of(district)
    commune.close()
    with child(_die_at_the_second_flush, tmp_path / "xã", key, stick / "goi.smt") as (hear, _kill):
        assert hear.recv() == "open"
        with pytest.raises(EOFError):
            hear.recv()
    assert list(stick.glob("*.smt")) == []
    again = opened(tmp_path / "xã", clock)
    assert check(again.store).clean
    report = split(again, district, stick / "goi.smt")
    for path in report.paths:
        take(district, path)
    assert same_people(again, district)
    again.close()


def test_numbers_are_told_as_people_write_them() -> None:
    assert sending.numbers_told([7]) == "7"
    assert sending.numbers_told(range(7, 10)) == "7–9"


# -- more than a reader takes ----------------------------------------------------------------------


SMALL_READER = replace(READER, lines=100, plain=1 << 20)
"""A reader that takes little, so that a few hundred records are too much for it."""


def test_what_is_more_than_a_reader_takes_becomes_several_files_by_itself(
    commune: Office, district: Office, stick: Path
) -> None:
    """Nobody chose a size; each file is within the limits, and the office above ends the same."""
    fill(commune, add_village(commune), 12)
    report = bundles.export(
        commune, key_of(district), stick / "goi.smt", cut=Cut(limits=SMALL_READER)
    )
    count = len(report.paths)
    assert names(stick) == [f"goi.{number}-{count}.smt" for number in range(1, count + 1)]
    assert count >= 3
    assert (report.oversize, report.files_heavy) == (0, 0)
    staged = [bundles.stage(district, each) for each in report.paths]
    assert all(each.manifest.counts["lines"] <= SMALL_READER.lines for each in staged)
    assert sum(each.manifest.counts["lines"] for each in staged) == report.lines
    assert [take(district, each).report.parked for each in report.paths] == [0] * count
    assert same_people(commune, district)
    assert check(district.store).clean


def test_parts_are_undone_one_by_one_and_come_back_with_the_next_bundle(
    commune: Office, district: Office, stick: Path
) -> None:
    """Three parts, three receipts; two undone, each told by a receipt of its own."""
    fill(commune, add_village(commune), acts=3, each=10)
    few = replace(READER, lines=18, plain=64 << 10)
    report = bundles.export(commune, key_of(district), stick / "goi.smt", cut=Cut(limits=few))
    for path in report.paths:
        receipt = take(district, path).receipt
        assert receipt is not None
        take(commune, receipt)
    assert bundles.leaving(commune, key_of(district)).records == {}
    digests = [bundles.stage(district, each).digest for each in report.paths]
    assert len(digests) == 3
    with pytest.raises(Conflict, match="nối tiếp gói này"):
        undo_bundle(district, digests[1], "Nhập nhầm")
    for digest in reversed(digests[1:]):
        undo_bundle(district, digest, "Nhập nhầm")
    assert 0 < len(people(district)) < len(people(commune))
    assert check(district.store).clean
    for number, digest in enumerate(digests[1:]):  # the receipts come in the other order
        take(commune, write_undone_receipt(district, digest, stick / f"hoàn tác {number}.smt"))
    standing = {each.passage.digest: each.standing for each in passages.book(commune).lines}
    assert [standing[each] for each in digests] == [Standing.RECEIVED, *[Standing.UNDONE] * 2]
    missing = len(people(commune)) - len(people(district))
    assert bundles.leaving(commune, key_of(district)).records["people"] == missing
    again = bundles.export(commune, key_of(district), stick / "lại.smt")
    assert take(district, again.path).report.parked == 0
    assert same_people(commune, district)
    assert [take(district, each).report.nothing_new for each in report.paths] == [True] * 3
    assert check(district.store).clean


def test_lines_that_hardly_pack_still_make_stretches_that_every_reader_takes() -> None:
    assert Cut().stretch_bytes + MAX_LINE < MAX_PACKED


def stretch_of(lines: int, size: int, packed: int) -> SealedSegment:
    """A segment of which only the measures matter."""
    header = SegmentHeader("0" * 32, "people/xa@1", "A" * 16, 1, lines, lines, size, "", "")
    return SealedSegment(header, b"", bytes(packed))


@pytest.mark.parametrize(
    "each", [(1, 1, MAX_PACKED // 3), (1, MAX_PLAIN // 3, 1), (MAX_LINES // 3, 1, 1)], ids=str
)
def test_what_every_reader_takes_is_one_file_and_a_line_more_two(
    each: tuple[int, int, int],
) -> None:
    three = [stretch_of(*each)] * 3
    assert not Cut().is_due(three, {})
    assert Cut().is_due([*three, stretch_of(*each)], {})
    assert Cut().is_due(three, {"photo": MAX_FILE})
