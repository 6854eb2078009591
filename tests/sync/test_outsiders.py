"""A bundle is opened without this program: with unzip, minisign, sha256sum, age and zstd alone."""

from __future__ import annotations

import json
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from sachmatuy_desktop.errors import NotAllowed
from sachmatuy_desktop.services.access import accounts
from sachmatuy_desktop.services.office import Office, unlock
from sachmatuy_desktop.services.sync import bundles, trusting
from sachmatuy_desktop.storage.keys.keyring import Account
from sachmatuy_desktop.sync.bundle import explain
from sachmatuy_desktop.sync.trust import known, known_from_card, read_card
from tests.offices import CHEAP, IA_DOM, PASSPHRASE, TestClock, add_person, add_village, new_office
from tests.sync.test_two_offices import DISTRICT, introduce

PROGRAMS = ("unzip", "minisign", "sha256sum", "age", "zstd")
MISSING = [each for each in PROGRAMS if shutil.which(each) is None]

needs_programs = pytest.mark.skipif(
    bool(MISSING), reason=f"not installed here: {', '.join(MISSING)}"
)


@pytest.fixture
def commune(tmp_path: Path, clock: TestClock) -> Office:
    return new_office(tmp_path / "xã", IA_DOM, clock=clock)


@pytest.fixture
def district(tmp_path: Path, commune: Office) -> Office:
    office = new_office(tmp_path / "trên", DISTRICT, kind="receiving")
    introduce(commune, office)
    return office


def sent(commune: Office, district: Office, stick: Path) -> str:
    """A bundle with one person on a stick, and what the program says opens it."""
    village = add_village(commune, "Thôn 1")
    add_person(commune, "Trần Văn Mẫu", village=village)
    bundles.export(commune, district.keys.device.public.key_id, stick)
    card = read_card(trusting.own_card(commune))
    return explain(stick, known(known_from_card(card)))


def follow(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The commands one after the other, as an auditor would type them."""
    return subprocess.run(
        ["/bin/bash", "-euo", "pipefail", "-c", script],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@needs_programs
def test_ordinary_programs_open_a_bundle_down_to_the_journals_lines(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    script = sent(commune, district, tmp_path / "gói tháng 3.smt")
    desk = tmp_path / "kiểm tra"
    desk.mkdir()
    trusting.save_identity(district, desk / "khoa-age.txt")

    done = follow(script, desk)

    assert done.returncode == 0, done.stderr
    assert "Signature and comment signature verified" in done.stdout
    assert "goi/payload.age: OK" in done.stdout
    segments = sorted((desk / "goi" / "noi-dung" / "seg").glob("*.jsonl"))
    lines = [line for each in segments for line in each.read_text("utf-8").splitlines()]
    assert sorted(lines) == sorted(lines_sent(district, tmp_path / "gói tháng 3.smt"))
    assert any("Trần Văn Mẫu" in str(json.loads(line)) for line in lines)


def lines_sent(district: Office, stick: Path) -> list[str]:
    """What this program reads in the same bundle."""
    staged = bundles.stage(district, stick)
    return [line.text for each in staged.arrived for line in each.lines]


@needs_programs
@pytest.mark.parametrize("part", ["envelope.json", "payload.age"])
def test_ordinary_programs_notice_an_altered_bundle_too(
    commune: Office, district: Office, tmp_path: Path, part: str
) -> None:
    script = sent(commune, district, tmp_path / "goi.smt")
    trusting.save_identity(district, tmp_path / "khoa-age.txt")
    unpack, *rest = script.partition("# 2.")
    spoil = f"printf x | dd of=goi/{part} bs=1 seek=40 conv=notrunc status=none\n"
    assert follow(unpack + spoil + "".join(rest), tmp_path).returncode != 0


@needs_programs
def test_nobody_else_opens_it(commune: Office, district: Office, tmp_path: Path) -> None:
    script = sent(commune, district, tmp_path / "goi.smt")
    done = follow(f"age-keygen -o khoa-age.txt\n{script}", tmp_path)
    assert done.returncode != 0
    assert "no identity matched" in done.stderr


def test_the_identity_is_an_administrators_to_write_and_the_journal_says_so(
    district: Office, tmp_path: Path
) -> None:
    where = tmp_path / "khoa-age.txt"
    trusting.save_identity(district, where)
    assert where.read_text().startswith("AGE-SECRET-KEY-1")
    assert stat.S_IMODE(where.stat().st_mode) == 0o600
    assert district.queries.journal(limit=1)[0].act == "identity.export"

    accounts.add_account(district, Account("lan", "Lê Thị Lan", "clerk"), PASSPHRASE)
    folder, clock = district.store.folder, district.clock
    district.close()
    clerk = unlock(folder, "lan", PASSPHRASE, clock, CHEAP)
    with pytest.raises(NotAllowed):
        trusting.save_identity(clerk, tmp_path / "khoa-khac.txt")
    assert not (tmp_path / "khoa-khac.txt").exists()
