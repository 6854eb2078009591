"""Bundles as this program writes them, kept for ever: `python -m tests.sync.corpus FOLDER`.

An edition holds the keys and cards of four offices (an old commune with two PCs, a new commune, the
office above), bundles of every kind between them, and `story.json`: who sent what to whom, and what
it comes to.  Editions are added when the formats or the registers of a release differ from those
before, and never made anew: a test opens them all.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.services.attachments import AddAttachments, NewFile
from sachmatuy_desktop.services.office import Office, unlock
from sachmatuy_desktop.services.sync import arrivals, bundles, certifying, trusting
from sachmatuy_desktop.services.sync.bundles import MergeOutcome, Staged
from sachmatuy_desktop.services.sync.transfers import MoveOut
from sachmatuy_desktop.storage.keys.keyring import Keyring
from sachmatuy_desktop.storage.keys.keyring_file import NAMES
from sachmatuy_desktop.storage.store import OfficeFacts, Store
from sachmatuy_desktop.sync.parts import Cut
from tests.offices import (
    CHEAP,
    HOANG_PHONG,
    IA_DOM,
    PASSPHRASE,
    TestClock,
    add_household,
    add_person,
    add_return,
    add_village,
    edit,
    new_office,
    remove,
)
from tests.pictures import png

KEPT: Final = Path(__file__).resolve().parents[1] / "data" / "bundles"
STORY: Final = "story.json"
DISTRICT: Final = "huyen-618@1"


@dataclass(frozen=True)
class Party:
    """One office of an edition."""

    name: str
    unit: str
    kind: str = "commune"


PARTIES: Final = (
    Party("xa-may-1", IA_DOM),
    Party("xa-may-2", IA_DOM),
    Party("xa-khac", HOANG_PHONG),
    Party("huyen", DISTRICT, "receiving"),
)
ROLES: Final = {
    ("xa-may-1", "xa-may-2"): "sister",
    ("xa-may-1", "xa-khac"): "peer",
    ("xa-may-1", "huyen"): "upper",
    ("xa-may-2", "xa-may-1"): "sister",
    ("xa-may-2", "huyen"): "upper",
    ("xa-khac", "xa-may-1"): "peer",
    ("huyen", "xa-may-1"): "lower",
}
Step = dict[str, object]


def trust_all(offices: dict[str, Office], cards: dict[str, bytes]) -> None:
    """Everybody trusts whom they send to and take in from."""
    for (here, there), role in ROLES.items():
        groups = trusting.read_identity(cards[there]).keys.fingerprint[:9]
        trusting.trust(offices[here], cards[there], groups, role)


def told(staged: Staged, outcome: MergeOutcome) -> dict[str, object]:
    """What taking a bundle in came to."""
    report = outcome.report
    return {
        "kind": str(staged.kind),
        "new": dict(sorted(report.new.items())),
        "changed": dict(sorted(report.changed.items())),
        "removed": dict(sorted(report.removed.items())),
        "set_aside": len(report.quarantined),
        "parked": report.parked,
        "files": report.files,
    }


# -- making ---------------------------------------------------------------------------------------


class _Edition:
    """Offices that write an edition into a folder."""

    def __init__(self, folder: Path, offices: dict[str, Office]) -> None:
        self.folder, self.offices = folder, offices
        self.steps: list[Step] = []

    def send(
        self, name: str, sender: str, receiver: str, *, most_bytes: int | None = None
    ) -> list[Path]:
        """A bundle, or its parts."""
        key = self.offices[receiver].keys.device.public.key_id
        path = self.folder / f"{name}.smt"
        made = bundles.export(self.offices[sender], key, path, cut=Cut(most_bytes))
        return list(made.paths)

    def take_in(self, path: Path, sender: str, receiver: str) -> Path | None:
        """Write down what it comes to; the receipt, which is kept under a name of its own."""
        office = self.offices[receiver]
        staged = bundles.stage(office, path)
        outcome = arrivals.take_in(office, staged)
        step: Step = {"file": path.name, "from": sender, "to": receiver}
        self.steps.append(step | told(staged, outcome))
        return outcome.receipt


def write_edition(folder: Path) -> None:
    """Keys, cards, bundles of every kind, and the story."""
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as made:
        offices = {
            each.name: new_office(Path(made) / each.name, each.unit, each.kind) for each in PARTIES
        }
        cards = {name: trusting.own_card(office) for name, office in offices.items()}
        for name, office in offices.items():
            (folder / name).mkdir()
            (folder / name / "card.json").write_bytes(cards[name])
            for file in NAMES:
                shutil.copyfile(office.store.folder / file, folder / name / file)
        trust_all(offices, cards)
        edition = _Edition(folder, offices)
        _play(edition)
        story = json.dumps(edition.steps, ensure_ascii=False, indent=1)
        (folder / STORY).write_text(story + "\n", encoding="utf-8")
        for office in offices.values():
            office.close()


def _play(edition: _Edition) -> None:
    first, second, other, above = (edition.offices[each.name] for each in PARTIES)
    certifying.certify(above, first.keys.device.public.key_id, "all")
    village = add_village(second, "Thôn 1")
    (path,) = edition.send("may-2", "xa-may-2", "xa-may-1")
    edition.take_in(path, "xa-may-2", "xa-may-1")
    edit(first, "villages", village, head="Rơ Châm Mẫu")
    add_household(first, village)
    person = add_person(first, "Lò Văn Mẫu", village)
    first.run(AddAttachments("people", person, (NewFile("ảnh.png", png(40, 30, 1)),)))
    (path,) = edition.send("du-lieu", "xa-may-1", "huyen")
    receipt = edition.take_in(path, "xa-may-1", "huyen")
    assert receipt is not None
    edition.take_in(receipt.rename(edition.folder / "bien-nhan.smt"), "huyen", "xa-may-1")
    add_return(above, IA_DOM, "Bổ sung bảng niêm yết")
    (path,) = edition.send("tra-loi", "huyen", "xa-may-1")
    edition.take_in(path, "huyen", "xa-may-1")
    add_village(other, "Thôn Đông")
    move = MoveOut(person, date(2026, 3, 1), "xã Hoằng Phong, tỉnh Thanh Hóa")
    key = other.keys.device.public.key_id
    path = edition.folder / "ho-so.smt"
    arrivals.send_file(first, str(first.run(move).result), key, path)
    edition.take_in(path, "xa-may-1", "xa-khac")
    remove(first, "villages", add_village(first, "Thôn nhập nhầm"))
    for act in range(3):
        with first.store.begin(Act("training.fill", "an")) as work:
            for number in range(100):
                noise = os.urandom(220).hex()
                work.insert("villages", {"name": f"Thôn {act}.{number}", "former_unit": noise})
            work.commit()
    picture = png(60, 40, 2)
    first.run(AddAttachments("people", person, (NewFile("đơn.png", picture + bytes(9_000)),)))
    for path in edition.send("chia-nho", "xa-may-1", "huyen", most_bytes=64 << 10):
        edition.take_in(path, "xa-may-1", "huyen")
    bundles.choose_carried(first, above.keys.device.public.key_id, "programme")
    add_village(first, "Thôn cuối")
    (path,) = edition.send("chuong-trinh", "xa-may-1", "huyen")
    edition.take_in(path, "xa-may-1", "huyen")
    for path in edition.folder.glob("*.bien-nhan.smt"):
        path.unlink()


# -- opening --------------------------------------------------------------------------------------


@contextmanager
def offices_of(edition: Path, folder: Path) -> Iterator[dict[str, Office]]:
    """Fresh offices of this program with the keys of an edition, trusting as they did."""
    offices = {each.name: _with_keys(edition, each, folder / each.name) for each in PARTIES}
    cards = {each.name: (edition / each.name / "card.json").read_bytes() for each in PARTIES}
    trust_all(offices, cards)
    try:
        yield offices
    finally:
        for office in offices.values():
            office.close()


def _with_keys(edition: Path, party: Party, folder: Path) -> Office:
    folder.mkdir()
    for file in NAMES:
        shutil.copyfile(edition / party.name / file, folder / file)
    clock = TestClock().clock
    keys = Keyring(folder, CHEAP).unlock("an", PASSPHRASE, clock.now())
    facts = OfficeFacts(party.unit, party.kind, keys.site_id, False, (), party.name)
    Store.create(folder, keys.db_key_hex, keys.db_salt_hex, facts, clock).close()
    return unlock(folder, "an", PASSPHRASE, clock, CHEAP)


if __name__ == "__main__":
    write_edition(Path(sys.argv[1]))
