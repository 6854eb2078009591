"""Attachments between two offices: with the rows that speak of them, once, and never half."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.errors import NotFound, Refused
from sachmatuy_desktop.packs import attachments as limits_file
from sachmatuy_desktop.packs.attachments import load_limits
from sachmatuy_desktop.services.attachments import (
    AddAttachments,
    NewFile,
    RemoveAttachment,
    attachments,
    content,
)
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import bundles
from sachmatuy_desktop.services.upkeep import maintenance
from sachmatuy_desktop.storage.attachments import to_send
from sachmatuy_desktop.storage.integrity.checks import check
from sachmatuy_desktop.storage.sync import outbox
from sachmatuy_desktop.sync import attached, outgoing
from sachmatuy_desktop.sync.bundle import Kind, write_bundle
from sachmatuy_desktop.sync.bundle_payload import Blob, BundlePayload
from tests.offices import IA_DOM, TestClock, add_person, add_return, new_office
from tests.pictures import png
from tests.sync.test_two_offices import DISTRICT, introduce


@pytest.fixture
def commune(tmp_path: Path, clock: TestClock) -> Office:
    return new_office(tmp_path / "xã", IA_DOM, clock=clock)


@pytest.fixture
def district(tmp_path: Path, commune: Office) -> Office:
    office = new_office(tmp_path / "trên", DISTRICT, kind="receiving")
    introduce(commune, office)
    return office


def key_of(office: Office) -> str:
    return office.keys.device.public.key_id


def send(here: Office, there: Office, stick: Path, **how: Any) -> bundles.ExportReport:
    return bundles.export(here, key_of(there), stick, **how)


def take(there: Office, stick: Path) -> bundles.MergeOutcome:
    return bundles.merge(there, bundles.stage(there, stick))


def photograph(office: Office, *shades: int) -> str:
    person = add_person(office)
    files = tuple(NewFile(f"{shade}.png", png(60, 40, shade)) for shade in shades)
    office.run(AddAttachments("people", person, files))
    return person


def contents(office: Office, person: str) -> list[bytes]:
    return [content(office.session, each) for each in attachments(office.session, "people", person)]


def test_contents_go_up_with_their_rows_are_counted_and_acknowledged(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    person = photograph(commune, 10, 20)
    size = len(png(60, 40, 10)) + len(png(60, 40, 20))
    leaving = bundles.leaving(commune, key_of(district))
    assert (leaving.files, leaving.file_bytes, leaving.files_left) == (2, size, 0)
    report = send(commune, district, tmp_path / "1.smt")
    assert (report.files, report.file_bytes) == (2, size)
    staged = bundles.stage(district, tmp_path / "1.smt")
    assert staged.manifest.counts["files"] == 2
    assert (staged.report.files, staged.report.file_bytes, staged.report.lacking) == (2, size, 0)
    assert district.store.files.names() == set()
    outcome = bundles.merge(district, staged)
    assert contents(district, person) == [png(60, 40, 10), png(60, 40, 20)]
    assert check(district.store).clean
    assert outcome.receipt is not None
    take(commune, outcome.receipt)
    assert bundles.leaving(commune, key_of(district)).files == 0
    assert send(commune, district, tmp_path / "2.smt").files == 0
    # What was acknowledged goes again only on request.
    assert send(commune, district, tmp_path / "3.smt", everything=True).files == 2


def test_a_lost_stick_costs_nothing_and_twice_is_harmless(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    person = photograph(commune, 10)
    send(commune, district, tmp_path / "mất.smt")
    assert send(commune, district, tmp_path / "2.smt").files == 1
    take(district, tmp_path / "2.smt")
    assert take(district, tmp_path / "2.smt").report.files == 0
    take(district, tmp_path / "mất.smt")
    assert contents(district, person) == [png(60, 40, 10)]


def test_without_files_the_row_arrives_and_a_later_bundle_brings_the_rest(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    person = photograph(commune, 10)
    assert send(commune, district, tmp_path / "1.smt", with_files=False).files_left == 1
    outcome = take(district, tmp_path / "1.smt")
    (row,) = attachments(district.session, "people", person)
    assert (row.here, row.gone) == (False, False)
    assert outcome.report.lacking == 1
    with pytest.raises(NotFound):
        content(district.session, row)
    assert check(district.store).clean
    assert outcome.receipt is not None
    take(commune, outcome.receipt)
    assert bundles.leaving(commune, key_of(district)).records == {}
    assert send(commune, district, tmp_path / "2.smt").files == 1
    assert take(district, tmp_path / "2.smt").report.files == 1
    assert contents(district, person) == [png(60, 40, 10)]


def test_what_was_received_and_is_gone_is_not_told_as_not_received(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    person = photograph(commune, 10)
    send(commune, district, tmp_path / "1.smt")
    take(district, tmp_path / "1.smt")
    maintenance.backup_now(district)
    (kept,) = district.store.files.folder.iterdir()
    kept.unlink()
    (row,) = attachments(district.session, "people", person)
    assert (row.here, row.gone) == (False, True)
    with pytest.raises(NotFound, match="đã mất khỏi máy"):
        content(district.session, row)
    (problem,) = check(district.store).problems
    assert "đã mất khỏi máy" in str(problem.said)
    assert maintenance.regain_files(district) == 1
    assert contents(district, person) == [png(60, 40, 10)]
    assert check(district.store).clean


def test_a_content_lost_above_is_asked_for_again(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    person = photograph(commune, 10)
    send(commune, district, tmp_path / "1.smt")
    take(district, tmp_path / "1.smt")
    (kept,) = district.store.files.folder.iterdir()
    kept.unlink()
    add_person(commune, "Trần Thị Bưởi")
    send(commune, district, tmp_path / "2.smt", with_files=False)
    outcome = take(district, tmp_path / "2.smt")
    assert outcome.receipt is not None
    take(commune, outcome.receipt)
    send(commune, district, tmp_path / "3.smt")
    take(district, tmp_path / "3.smt")
    assert contents(district, person) == [png(60, 40, 10)]


def test_an_older_receipt_does_not_make_a_newer_one_forgotten(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    photograph(commune, 10)
    send(commune, district, tmp_path / "1.smt")
    first = take(district, tmp_path / "1.smt").receipt
    photograph(commune, 20)
    send(commune, district, tmp_path / "2.smt", with_files=False)
    second = take(district, tmp_path / "2.smt").receipt
    assert first is not None
    assert second is not None
    take(commune, second)
    take(commune, first)
    assert bundles.leaving(commune, key_of(district)).files == 1


def test_a_removed_one_does_not_travel_and_one_brought_back_does(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    person = photograph(commune, 10)
    (row,) = attachments(commune.session, "people", person)
    gone = commune.run(RemoveAttachment(row.register, row.record))
    assert send(commune, district, tmp_path / "1.smt").files == 0
    receipt = take(district, tmp_path / "1.smt").receipt
    assert receipt is not None
    take(commune, receipt)
    commune.undo(gone.txn)
    send(commune, district, tmp_path / "2.smt")
    take(district, tmp_path / "2.smt")
    assert contents(district, person) == [png(60, 40, 10)]


def test_a_damaged_content_does_not_keep_the_rest_from_being_sent(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    person = photograph(commune, 10, 20)
    first, _second = attachments(commune.session, "people", person)
    damaged = commune.store.files.path(first.sha256)
    damaged.write_bytes(damaged.read_bytes()[:-1])
    assert send(commune, district, tmp_path / "1.smt").files == 1
    take(district, tmp_path / "1.smt")
    assert [each.here for each in attachments(district.session, "people", person)] == [False, True]


def test_what_does_not_fit_into_one_bundle_goes_with_the_next(
    commune: Office, district: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = photograph(commune, 10, 20, 30)
    most = len(png(60, 40, 10)) + len(png(60, 40, 20))
    tight = dataclasses.replace(load_limits(), bundle_bytes=most)
    monkeypatch.setattr(attached, "load_limits", lambda: tight)
    assert limits_file.load_limits() != tight
    report = send(commune, district, tmp_path / "1.smt")
    assert (report.files, report.files_left) == (2, 1)
    receipt = take(district, tmp_path / "1.smt").receipt
    assert receipt is not None
    take(commune, receipt)
    assert send(commune, district, tmp_path / "2.smt").files == 1
    take(district, tmp_path / "2.smt")
    assert len(contents(district, person)) == 3


def test_what_the_office_above_attaches_to_its_returns_comes_down(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    note = add_return(district, IA_DOM, "Bổ sung biên bản", kind="nhan_xet")
    district.run(AddAttachments("returns", note, (NewFile("mau.png", png()),)))
    send(district, commune, tmp_path / "1.smt")
    take(commune, tmp_path / "1.smt")
    (row,) = attachments(commune.session, "returns", note)
    assert content(commune.session, row) == png()


def test_nothing_of_a_photo_is_found_in_the_bundle_and_local_stays(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    photograph(commune, 10)
    send(commune, district, tmp_path / "1.smt")
    bundle = (tmp_path / "1.smt").read_bytes()
    assert b"IHDR" not in bundle
    assert png(60, 40, 10)[50:80] not in bundle


# -- hostile or broken bundles: one sentence, and nothing has changed -----------------------------


def forged(
    commune: Office,
    district: Office,
    stick: Path,
    change: Callable[[BundlePayload], BundlePayload],
) -> None:
    """A bundle signed by the commune's own key, whose payload was changed before sealing."""
    with commune.store.writing() as connection:
        outgoing.seal_new(connection, commune.keys, outgoing.UP)
        unit = commune.info.unit_id
        waiting = to_send(connection, commune.store.files, outgoing.UP, unit, key_of(district))
        wanted = outbox.segments_after(connection, outgoing.UP, [unit], key_of(district))
        made = outgoing.gather(connection, wanted, [unit], {}, commune.store.files, waiting)
        dispatch = outgoing.next_dispatch(
            connection, Kind.CHANGES, key_of(district), 7, commune.clock.stamp(), training=False
        )
    payload = change(BundlePayload(made.manifest, made.segments, {}, made.blobs))
    write_bundle(stick, dispatch, payload, commune.keys.device, district.keys.device.public)


def blob(data: bytes, name: bytes | None = None) -> Blob:
    return Blob(hashlib.sha256(data if name is None else name).hexdigest(), lambda: (data,))


def counted(payload: BundlePayload, blobs: tuple[Blob, ...]) -> BundlePayload:
    sizes = [sum(map(len, each.chunks())) for each in blobs]
    counts = {**payload.manifest.counts, **attached.counts(sizes)}
    manifest = dataclasses.replace(payload.manifest, counts=counts)
    return dataclasses.replace(payload, manifest=manifest, blobs=blobs)


def in_place_of(payload: BundlePayload, data: bytes) -> BundlePayload:
    kept = payload.blobs[0]
    return counted(payload, (Blob(kept.sha256, lambda: (data,)), *payload.blobs[1:]))


HOSTILE: dict[str, Callable[[BundlePayload], BundlePayload]] = {
    "one that no row speaks of": lambda p: counted(p, (*p.blobs, blob(png(shade=99)))),
    "another content under its name": lambda p: in_place_of(p, png(60, 40, 77)),
    "cut short": lambda p: in_place_of(p, png(60, 40, 10)[:-1]),
    "no picture at all": lambda p: counted(p, (*p.blobs, blob(b"MZ" * 40))),
    "more than is counted": lambda p: dataclasses.replace(p, blobs=(*p.blobs, blob(png(shade=1)))),
    "fewer than are counted": lambda p: dataclasses.replace(p, blobs=p.blobs[1:]),
    "twice the same": lambda p: counted(p, (*p.blobs, p.blobs[0])),
    "too large": lambda p: counted(p, (*p.blobs, blob(png() + bytes(load_limits().most_bytes)))),
    "a list of lacking that is none": lambda p: dataclasses.replace(
        p, manifest=dataclasses.replace(p.manifest, notes={"lacking": ["../../etc"]})
    ),
}


@pytest.mark.parametrize("how", HOSTILE, ids=list(HOSTILE))
def test_a_bundle_whose_attachments_are_not_right_is_refused_whole(
    commune: Office, district: Office, tmp_path: Path, how: str
) -> None:
    photograph(commune, 10, 20)
    stick = tmp_path / "gói.smt"
    forged(commune, district, stick, HOSTILE[how])
    with district.store.reading() as connection:
        before = outbox.held_vector(connection)
    with pytest.raises(Refused) as told:
        take(district, stick)
    assert str(told.value).endswith(".")
    with district.store.reading() as connection:
        assert outbox.held_vector(connection) == before
    assert district.queries.count(f"attachments_{Scope.PEOPLE}") == 0
    assert district.store.files.names() == set()


def test_contents_of_rows_that_wait_for_an_earlier_bundle_wait_too(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    person = photograph(commune, 10)
    send(commune, district, tmp_path / "1.smt")
    photograph(commune, 20)

    def second_only(payload: BundlePayload) -> BundlePayload:
        return dataclasses.replace(payload, segments=payload.segments[1:])

    forged(commune, district, tmp_path / "2.smt", second_only)
    outcome = take(district, tmp_path / "2.smt")
    assert outcome.report.parked > 0
    assert outcome.report.files == 0
    send(commune, district, tmp_path / "3.smt")
    take(district, tmp_path / "3.smt")
    assert contents(district, person) == [png(60, 40, 10)]
    assert check(district.store).clean
