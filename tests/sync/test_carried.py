"""What leaves is chosen: everything, or without persons and households; `local` never does."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
import zstandard

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.errors import BadInput, NotAllowed
from sachmatuy_desktop.services.access import accounts
from sachmatuy_desktop.services.attachments import AddAttachments, NewFile
from sachmatuy_desktop.services.office import Office, unlock
from sachmatuy_desktop.services.sync import arrivals, bundles, trusting
from sachmatuy_desktop.services.sync.communes import CommuneLine, overview
from sachmatuy_desktop.services.sync.transfers import MoveOut
from sachmatuy_desktop.storage.keys.keyring import Account
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.sync.parts import Cut
from sachmatuy_desktop.sync.sealing import MAX_FILE, age_decrypt
from tests.offices import (
    CHEAP,
    HOANG_PHONG,
    IA_DOM,
    TestClock,
    add_household,
    add_person,
    add_return,
    add_village,
    edit,
    new_office,
    row,
)
from tests.pictures import png
from tests.sync.test_two_offices import DISTRICT, carry, introduce, same, trust

MARK = "chỉ-ở-máy-này"
"""What is written into `local` and looked for in everything that leaves."""


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


def carries(commune: Office, district: Office, what: str) -> None:
    bundles.choose_carried(commune, key_of(district), what)


def acknowledged(commune: Office, outcome: bundles.MergeOutcome) -> None:
    assert outcome.receipt is not None
    bundles.merge(commune, bundles.stage(commune, outcome.receipt))


def a_month(commune: Office, number: int) -> None:
    """Something in every scope, and something changed of before."""
    village = add_village(commune, f"Thôn {number}")
    household = add_household(commune, village, f"Chủ hộ {number}")
    person = add_person(commune, f"Người {number}", village)
    edit(commune, "people", person, household=household)
    edit(commune, "villages", village, head=f"Trưởng thôn {number}")
    picture = (NewFile(f"{number}.png", png(60, 40, number)),)
    commune.run(AddAttachments("people", person, picture))
    commune.run(AddAttachments("villages", village, (NewFile("a.png", png(60, 40, 90 + number)),)))


def line_of(district: Office) -> CommuneLine:
    (line,) = overview(district)
    return line


def test_programme_only_brings_neither_person_nor_household_nor_their_pictures(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    a_month(commune, 1)
    carries(commune, district, "programme")
    leaving = bundles.leaving(commune, key_of(district))
    assert {REGISTERS[each].scope for each in leaving.records} == {Scope.PROGRAMME}
    assert {REGISTERS[each].scope for each in leaving.stays} == {Scope.PEOPLE, Scope.HOUSEHOLDS}
    assert leaving.files == 1
    outcome = carry(commune, district, tmp_path / "một.smt")
    assert (outcome.report.parked, outcome.report.files, outcome.report.lacking) == (0, 1, 0)
    assert district.queries.count("villages") == 1
    assert district.queries.count("people") == district.queries.count("households") == 0
    plain = plain_of(tmp_path / "một.smt", district)
    for name in ("Chủ hộ 1", "Người 1"):
        assert name.encode() not in plain
    assert "Trưởng thôn 1".encode() in plain


def test_programme_three_times_then_everything_is_everything_at_once(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    other = new_office(tmp_path / "trên nữa", DISTRICT, kind="receiving")
    introduce(commune, other)
    carries(commune, district, "programme")
    for month in (1, 2, 3):
        a_month(commune, month)
        acknowledged(commune, carry(commune, district, tmp_path / f"{month}.smt"))
    assert bundles.leaving(commune, key_of(district)).records == {}
    carries(commune, district, "all")
    late = carry(commune, district, tmp_path / "đủ.smt")
    assert (late.report.parked, late.report.quarantined) == (0, [])
    carry(commune, other, tmp_path / "một lần.smt")
    for book in REGISTERS:
        if book.scope not in (Scope.PEOPLE, Scope.HOUSEHOLDS, Scope.PROGRAMME):
            continue
        of_commune = (Where("unit_id", "=", IA_DOM),)
        ids = other.queries.ids(book.name, of_commune)
        assert ids == district.queries.ids(book.name, of_commune)
        assert all(same(district, other, book.name, each) for each in ids)
    assert district.queries.count("people", of_commune) == 3
    assert len(district.store.files.names()) == len(other.store.files.names()) == 6


def test_the_choice_is_remembered_per_partner_also_when_a_card_is_trusted_anew(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    other = new_office(tmp_path / "trên nữa", DISTRICT, kind="receiving")
    introduce(commune, other)
    carries(commune, district, "programme")
    trust(commune, district, "upper")
    told = {each.key_id: each.carries for each in trusting.partners(commune)}
    assert told == {key_of(district): "programme", key_of(other): "all"}
    (act,) = [each for each in commune.queries.journal() if each.act == "bundle.choose"]
    assert act.why.endswith(": programme")
    carries(commune, district, "programme")  # chosen already: nothing to note
    assert len([e for e in commune.queries.journal() if e.act == "bundle.choose"]) == 1


def test_only_what_goes_upward_is_chosen_and_only_by_who_sends(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    with pytest.raises(BadInput):
        carries(commune, district, "không gì cả")
    with pytest.raises(BadInput):
        bundles.choose_carried(district, key_of(commune), "programme")
    accounts.add_account(commune, Account("binh", "Bình", "viewer"), "mật khẩu của Bình dài")
    commune.close()
    reader = unlock(tmp_path / "xã", "binh", "mật khẩu của Bình dài", commune.clock, CHEAP)
    with pytest.raises(NotAllowed):
        carries(reader, district, "programme")
    reader.close()


def test_the_office_above_sees_that_none_are_sent_and_that_they_are_sent_again(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    assert not line_of(district).without_people
    carries(commune, district, "programme")
    a_month(commune, 1)
    carry(commune, district, tmp_path / "một.smt")
    assert (line_of(district).people, line_of(district).without_people) == (0, True)
    bundles.export(commune, key_of(district), tmp_path / "cũ.smt")
    carries(commune, district, "all")
    carry(commune, district, tmp_path / "hai.smt")
    assert (line_of(district).people, line_of(district).without_people) == (1, False)
    # An older file that comes later does not speak for today.
    bundles.merge(district, bundles.stage(district, tmp_path / "cũ.smt"))
    assert not line_of(district).without_people


# -- local never leaves ---------------------------------------------------------------------------


def plain_of(path: Path, addressee: Office) -> bytes:
    """Every byte that the addressee can read of a bundle, segments unpacked."""
    with zipfile.ZipFile(path) as outer:
        sealed = outer.read("payload.age")
        found = [outer.read(each) for each in outer.namelist()]
    plain = age_decrypt([sealed], addressee.keys.device.age_identity, MAX_FILE)
    with zipfile.ZipFile(io.BytesIO(plain)) as inner:
        for each in inner.namelist():
            data = inner.read(each)
            if each.endswith(".zst"):
                data = zstandard.ZstdDecompressor().decompressobj().decompress(data)
            found.append(data)
    return b"\n".join(found)


def mark_local(office: Office) -> None:
    """Something in `local`: a record, and why something was done."""
    with office.store.begin(Act("import.layout", office.account.name)) as work:
        work.insert(
            "sheet_layouts",
            {"register": "people", "fingerprint": MARK, "mapping": json.dumps({"cột": MARK})},
        )
        work.note(Scope.LOCAL, MARK)
        work.commit()


def test_local_is_in_no_kind_of_bundle(commune: Office, district: Office, tmp_path: Path) -> None:
    sister = new_office(tmp_path / "máy hai", IA_DOM)
    peer = new_office(tmp_path / "xã bên", HOANG_PHONG)
    for one, other in ((commune, sister), (sister, commune)):
        trust(one, other, "sister")
    for one, other in ((commune, peer), (peer, commune)):
        trust(one, other, "peer")
    for office in (commune, district, sister, peer):
        mark_local(office)
    a_month(commune, 1)
    note = add_return(district, IA_DOM, "Bổ sung")
    left: dict[str, tuple[Path, Office]] = {}

    def leaves(name: str, path: Path, addressee: Office) -> Path:
        left[name] = (path, addressee)
        return path

    def receipt_of(path: Path, taker: Office, giver: Office) -> None:
        outcome = arrivals.take_in(taker, bundles.stage(taker, path))
        assert outcome.receipt is not None
        leaves(f"receipt of {path.stem}", outcome.receipt, giver)

    for what in ("programme", "all"):
        carries(commune, district, what)
        path = tmp_path / f"{what}.smt"
        bundles.export(commune, key_of(district), path, everything=True)
        receipt_of(leaves(what, path, district), district, commune)
    parts = bundles.export(
        commune, key_of(district), tmp_path / "nhỏ.smt", everything=True, cut=Cut(64 << 10)
    )
    for path in parts.paths:
        leaves(path.stem, path, district)
    bundles.export(commune, key_of(sister), tmp_path / "sister.smt")
    receipt_of(leaves("sister", tmp_path / "sister.smt", sister), sister, commune)
    bundles.export(district, key_of(commune), tmp_path / "return.smt")
    receipt_of(leaves("return", tmp_path / "return.smt", commune), commune, district)
    (person,) = commune.queries.ids("people")
    move = commune.run(MoveOut(person, date(2026, 3, 1), "xã Hoằng Phong")).result
    arrivals.send_file(commune, str(move), key_of(peer), tmp_path / "transfer.smt")
    receipt_of(leaves("transfer", tmp_path / "transfer.smt", peer), peer, commune)

    assert row(commune, "returns", note)["subject"] == "Bổ sung"
    plains = {name: plain_of(path, addressee) for name, (path, addressee) in left.items()}
    assert "Trưởng thôn 1".encode() in plains["all"]  # the search would find it
    for name, plain in plains.items():
        assert MARK.encode() not in plain, name
        assert b"local/" not in plain, name
        assert b"sheet_layouts" not in plain, name
