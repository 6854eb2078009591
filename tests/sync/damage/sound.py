"""Whole bundles of every kind, each with the office that it is for, as it stood before it came."""

from __future__ import annotations

import random
import shutil
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.services.attachments import AddAttachments, NewFile
from sachmatuy_desktop.services.office import Office, unlock
from sachmatuy_desktop.services.sync import arrivals, bundles, certifying, renewing, trusting
from sachmatuy_desktop.services.sync.sending import epoch_of
from sachmatuy_desktop.services.sync.transfers import MoveOut
from sachmatuy_desktop.sync.bundle import Kind, inspect
from sachmatuy_desktop.sync.parts import Cut
from sachmatuy_desktop.sync.slips import TAG, Figures, Slip, sign_slip
from tests.offices import (
    CHEAP,
    HOANG_PHONG,
    IA_DOM,
    PASSPHRASE,
    TestClock,
    add_household,
    add_person,
    add_village,
    edit,
    new_office,
    remove,
)
from tests.pictures import png

DISTRICT = "huyen-618@1"
START = TestClock().moment


@dataclass(frozen=True)
class Sound:
    """A bundle as it was written; `office` is the receiver's folder before it came."""

    name: str
    data: bytes
    office: Path
    kind: Kind


@dataclass
class Shelf:
    """All whole bundles, the keys of everybody who signs, cards and slips."""

    folder: Path
    bundles: dict[str, Sound] = field(default_factory=dict)
    keys: dict[str, Ed25519PrivateKey] = field(default_factory=dict)
    recipients: dict[str, str] = field(default_factory=dict)
    card: bytes = b""
    slip: str = ""
    slip_office: Path = Path()


def opened(folder: Path, moment: TestClock | None = None) -> Office:
    """An office of the shelf, or a copy of it, opened."""
    clock = moment or TestClock()
    clock.advance(days=2)
    return unlock(folder, "an", PASSPHRASE, clock.clock, CHEAP)


class _Making:
    """The story in which the bundles come to be."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.clock = TestClock()
        self.sticks = iter(range(1000))
        self.office: dict[str, Office] = {}
        for name, unit, kind in (
            ("xã", IA_DOM, "commune"),
            ("xã, máy hai", IA_DOM, "commune"),
            ("xã, máy ba", IA_DOM, "commune"),
            ("huyện", DISTRICT, "receiving"),
            ("xã bên", HOANG_PHONG, "commune"),
        ):
            self.office[name] = new_office(shelf.folder / name, unit, kind, self.clock)
        self._introduce()

    def _introduce(self) -> None:
        roles = {
            ("huyện", "xã"): "lower",
            ("huyện", "xã, máy hai"): "lower",
            ("huyện", "xã, máy ba"): "lower",
            ("xã", "huyện"): "upper",
            ("xã, máy hai", "huyện"): "upper",
            ("xã, máy ba", "huyện"): "upper",
            ("xã", "xã, máy hai"): "sister",
            ("xã, máy hai", "xã"): "sister",
            ("xã", "xã bên"): "peer",
            ("xã bên", "xã"): "peer",
        }
        for (here, there), role in roles.items():
            groups = self.office[there].keys.device.public.fingerprint[:9]
            card = trusting.own_card(self.office[there])
            trusting.trust(self.office[here], card, groups, role)

    def stick(self, sender: str, receiver: str, **how: object) -> list[Path]:
        path = self.shelf.folder / f"{next(self.sticks)}.smt"
        key = self.key(receiver)
        report = bundles.export(self.office[sender], key, path, **how)  # type: ignore[arg-type]
        return list(report.paths)

    def key(self, name: str) -> str:
        return self.office[name].keys.device.public.key_id

    def keep(self, name: str, path: Path, receiver: str) -> None:
        """Put a bundle on the shelf, with the receiver as it stands now."""
        office = self.office[receiver]
        copy = self.shelf.folder / f"trước {name}"
        with office.store.reading() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copytree(
            office.store.folder, copy, ignore=shutil.ignore_patterns("*lock*", "backup*", "*.smt")
        )
        kind = inspect(path).envelope.dispatch.kind
        self.shelf.bundles[name] = Sound(name, path.read_bytes(), copy, kind)

    def take(self, path: Path, receiver: str) -> Path | None:
        """Take it in; its receipt."""
        office = self.office[receiver]
        return bundles.merge(office, bundles.stage(office, path)).receipt

    def signers(self) -> Iterator[tuple[str, Ed25519PrivateKey, str]]:
        for each in self.office.values():
            device = each.keys.device
            yield device.public.key_id, device.signing, device.public.recipient


def _noisy(shade: int) -> bytes:
    """A picture that does not let itself be made smaller than a part of a bundle."""
    picture, chance = png(8, 6, shade), random.Random(shade)  # noqa: S311
    body = b"noIs" + chance.randbytes(40_000)
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return picture[:-12] + chunk + picture[-12:]


def _slip_of(office: Office, bundle: Path) -> Slip:
    envelope = inspect(bundle).envelope
    number = envelope.dispatch
    return Slip(
        receiver=office.keys.device.public.key_id,
        sender=envelope.sender,
        receiver_epoch=epoch_of(office),
        epoch=number.epoch,
        number=number.sequence,
        taken=int(office.clock.now().timestamp()),
        digest=envelope.payload_sha256[:16],
        figures=Figures(new=4),
    )


def make(folder: Path) -> Shelf:
    """Make them."""
    shelf = Shelf(folder)
    story = _Making(shelf)
    commune, second, above = (story.office[name] for name in ("xã", "xã, máy hai", "huyện"))
    village = add_village(commune, "Thôn Một")
    add_household(commune, village)
    person = add_person(commune, "Lò Văn Mận", village)
    gone = add_person(commune, "Siu Bưởi")
    commune.run(AddAttachments("people", person, (NewFile("a.png", png(20, 12, 60)),)))
    # 1: a first bundle with an attachment
    (first,) = story.stick("xã", "huyện")
    story.keep("changes", first, "huyện")
    receipt = story.take(first, "huyện")
    assert receipt is not None
    story.keep("receipt", receipt, "xã")
    shelf.slip_office = shelf.bundles["receipt"].office
    shelf.slip = TAG + "".join(sign_slip(_slip_of(above, first), above.keys.device.signing))
    # 2: a sister's PC gets everything, edits what the first edits too
    (across,) = story.stick("xã", "xã, máy hai")
    story.keep("sister", across, "xã, máy hai")
    story.take(across, "xã, máy hai")
    edit(commune, "people", person, occupation="Làm rẫy")
    edit(commune, "villages", village, head="Đào")
    remove(commune, "people", gone)
    (next_one,) = story.stick("xã", "huyện")
    story.keep("increment", next_one, "huyện")
    story.take(next_one, "huyện")
    edit(second, "people", person, occupation="Buôn bán")
    edit(second, "villages", village, head="Mận")
    (relayed,) = story.stick("xã, máy hai", "huyện")
    story.keep("relayed", relayed, "huyện")
    # 3: down again, with certificates, a list of revoked keys, a return, a change of key
    for name in ("xã", "xã, máy hai"):
        certifying.certify(above, story.key(name))
    certifying.revoke(above, story.key("xã, máy ba"), "Mất máy")
    with above.store.begin(Act("returns.send", "An")) as work:
        said = {"kind": "tra_lai", "subject": "Bổ sung bảng niêm yết", "written_on": "2026-03-02"}
        work.insert("returns", {"addressee": IA_DOM, **said})
        work.commit()
    for each in story.signers():
        shelf.keys[each[0]], shelf.recipients[each[0]] = each[1], each[2]
    renewing.renew(above)
    (down,) = story.stick("huyện", "xã")
    story.keep("return", down, "xã")
    story.take(down, "xã")
    # 4: in parts
    add_household(commune, village, "Y Blo")
    commune.run(
        AddAttachments(
            "people",
            person,
            tuple(NewFile(f"{shade}.png", _noisy(shade)) for shade in (10, 90)),
        )
    )
    parts = story.stick("xã", "huyện", cut=Cut(1 << 16))
    story.keep("part", parts[0], "huyện")
    _send_person(story, person)
    shelf.card = trusting.own_card(commune)
    for each in story.signers():
        shelf.keys[each[0]], shelf.recipients[each[0]] = each[1], each[2]
    for office in story.office.values():
        office.close()
    return shelf


def _send_person(story: _Making, person: str) -> None:
    """A person moves away, and the file follows."""
    commune = story.office["xã"]
    move = commune.run(MoveOut(person, date(2026, 3, 1), "Xã bên")).result
    path = story.shelf.folder / "chuyển.smt"
    arrivals.send_file(commune, str(move), story.key("xã bên"), path)
    story.keep("transfer", path, "xã bên")
