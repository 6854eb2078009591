"""Who may open an office, and what happens to its key file when someone or something meddles."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sachmatuy_desktop.errors import BadInput, Conflict, NotAllowed, NotFound, StorageTrouble
from sachmatuy_desktop.storage.keys.keyring import Account, Cost, Keyring, Office, OfficeKeys
from sachmatuy_desktop.storage.keys.keyring_crypto import (
    OFFICE_COST,
    checked_passphrase,
    cost_for_this_machine,
    purpose_key,
    seal,
    seal_to,
    unseal,
    unseal_with,
)
from sachmatuy_desktop.storage.keys.keyring_file import NAMES
from sachmatuy_desktop.storage.keys.recovery import RecoveryCode, parse_recovery_code
from sachmatuy_desktop.storage.strict_json import canonical, readable

QUICK = Cost(memory_kib=64, passes=1)
LAN = Account("lan", "Trần Thị Lan", "police")
HUNG = Account("hung", "Lê Văn Hùng", "chairperson")
OFFICE = Office("Công an xã Mẫu")
SECRET = "một câu dài dễ nhớ"
OTHER = "câu khác hẳn câu trước"
MORNING = datetime(2026, 3, 2, 8, 5, tzinfo=timezone(timedelta(hours=7)))
DATA = Path(__file__).parent.parent / "data" / "keys"


@pytest.fixture
def ring(tmp_path: Path) -> Keyring:
    return Keyring(tmp_path / "office", QUICK)


@pytest.fixture
def made(ring: Keyring) -> tuple[OfficeKeys, RecoveryCode]:
    return ring.create(OFFICE, LAN, SECRET)


@pytest.fixture
def keys(made: tuple[OfficeKeys, RecoveryCode]) -> OfficeKeys:
    return made[0]


def same_secrets(one: OfficeKeys, other: OfficeKeys) -> bool:
    return (
        one.data_key == other.data_key
        and one.device.to_bytes() == other.device.to_bytes()
        and one.site_id == other.site_id
    )


# ── opening ───────────────────────────────────────────────────────────────────────────────────


def test_passphrase_opens_what_create_made(ring: Keyring, keys: OfficeKeys) -> None:
    opened = ring.unlock("lan", SECRET, MORNING)
    assert same_secrets(opened, keys)
    assert opened.account == LAN
    assert len(opened.db_key_hex) == 64
    assert len(opened.db_salt_hex) == 32
    assert opened.account_signing is not None
    assert keys.account_signing is not None
    signed = opened.account_signing.sign(b"x")
    keys.account_signing.public_key().verify(signed, b"x")


def test_paper_code_opens_the_same_office(
    ring: Keyring, made: tuple[OfficeKeys, RecoveryCode]
) -> None:
    opened = ring.unlock_with_recovery(made[1], MORNING)
    assert same_secrets(opened, made[0])
    assert opened.account is None
    assert opened.account_signing is None


def test_login_screen_sees_names_and_public_keys_only(ring: Keyring, keys: OfficeKeys) -> None:
    shown = ring.shown()
    assert shown.office == OFFICE
    assert shown.accounts == (LAN,)
    assert shown.device == keys.device.public


def test_wrong_passphrase_is_one_sentence(ring: Keyring, keys: OfficeKeys) -> None:
    with pytest.raises(NotAllowed, match="Mật khẩu không đúng"):
        ring.unlock("lan", OTHER, MORNING)


def test_wrong_code_is_one_sentence(ring: Keyring, keys: OfficeKeys) -> None:
    with pytest.raises(NotAllowed, match="Mã khôi phục không mở được"):
        ring.unlock_with_recovery(RecoveryCode(bytes(16)), MORNING)


def test_unknown_account(ring: Keyring, keys: OfficeKeys) -> None:
    with pytest.raises(NotFound, match="hung"):
        ring.unlock("hung", SECRET, MORNING)


def test_empty_folder_is_not_an_office(ring: Keyring) -> None:
    with pytest.raises(StorageTrouble, match="không có tệp khóa"):
        ring.unlock("lan", SECRET, MORNING)


def test_an_office_is_never_made_over_another(ring: Keyring, keys: OfficeKeys) -> None:
    with pytest.raises(Conflict):
        ring.create(OFFICE, LAN, SECRET)


def test_nothing_secret_shows_when_printed(ring: Keyring, keys: OfficeKeys) -> None:
    seen = repr(keys) + str(keys) + repr(keys.device) + repr(ring)
    for secret in (
        keys.db_key_hex,
        repr(keys.data_key),
        str(keys.device.age_identity),
        keys.device.signing.private_bytes_raw().hex(),
    ):
        assert secret not in seen


def test_nothing_secret_stands_in_the_files(
    ring: Keyring, made: tuple[OfficeKeys, RecoveryCode]
) -> None:
    keys, code = made
    text = b"".join((ring.folder / name).read_bytes() for name in NAMES)
    for secret in (
        keys.data_key,
        keys.data_key[:32],
        keys.device.signing.private_bytes_raw(),
        code.secret,
        SECRET.encode(),
    ):
        assert secret not in text
        assert secret.hex().encode() not in text
        assert base64.b64encode(secret)[:-3] not in text
    assert b"AGE-SECRET-KEY" not in text


def test_files_are_private(ring: Keyring, keys: OfficeKeys) -> None:
    if sys.platform != "win32":
        assert (ring.folder.stat().st_mode & 0o777) == 0o700
    for name in NAMES:
        assert (ring.folder / name).stat().st_mode & 0o077 == 0 or sys.platform == "win32"


# ── passphrases ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("text", ["", "ngắn quá", "mười một ch"])
def test_short_passphrases_are_refused_with_the_rule(ring: Keyring, text: str) -> None:
    with pytest.raises(BadInput, match="ít nhất 12 ký tự"):
        ring.create(OFFICE, LAN, text)
    assert not ring.exists()


def test_length_counts_letters_not_their_decomposed_marks() -> None:
    eleven = unicodedata.normalize("NFD", "ệệệệệệệệệệệ")
    with pytest.raises(BadInput, match="12"):
        checked_passphrase(eleven)


def test_any_keyboards_way_of_writing_opens(ring: Keyring) -> None:
    composed = unicodedata.normalize("NFC", "Nguyễn Đức Thuận ở")
    ring.create(OFFICE, LAN, unicodedata.normalize("NFD", composed))
    assert ring.unlock("lan", composed, MORNING).account == LAN


def test_no_composition_is_forced(ring: Keyring) -> None:
    ring.create(OFFICE, LAN, "toàn chữ thường thôi")
    assert ring.unlock("lan", "toàn chữ thường thôi", MORNING).account == LAN


# ── slowing down ──────────────────────────────────────────────────────────────────────────────


def test_failed_tries_wait_longer_and_longer_but_never_wipe(
    ring: Keyring, keys: OfficeKeys
) -> None:
    now, waits = MORNING, []
    for _ in range(9):
        with pytest.raises(NotAllowed, match="không đúng"):
            ring.unlock("lan", OTHER, now)
        waits.append(ring.seconds_to_wait(now))
        now += timedelta(seconds=waits[-1])
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert ring.unlock("lan", SECRET, now).account == LAN
    assert ring.seconds_to_wait(now) == 0


def test_too_early_is_refused_even_with_the_right_passphrase(
    ring: Keyring, keys: OfficeKeys
) -> None:
    for seconds in (0, 1):
        with pytest.raises(NotAllowed, match="không đúng"):
            ring.unlock("lan", OTHER, MORNING + timedelta(seconds=seconds))
    with pytest.raises(NotAllowed, match="đợi 2 giây"):
        ring.unlock("lan", SECRET, MORNING + timedelta(seconds=1))


def test_a_clock_set_back_by_years_locks_nobody_out(ring: Keyring, keys: OfficeKeys) -> None:
    with pytest.raises(NotAllowed):
        ring.unlock("lan", OTHER, MORNING)
    assert ring.unlock("lan", SECRET, MORNING.replace(year=2009)).account == LAN


@pytest.mark.parametrize(
    "scribbled",
    [
        '{"failed": "nhiều"}',
        '{"failed": 1e999, "last": "2026-07-01T08:30:00+07:00"}',
        '{"failed": 3, "last": "0001-01-01T00:00:00"}',
        "[" * 100_000,
    ],
)
def test_a_scribbled_count_counts_as_none(ring: Keyring, keys: OfficeKeys, scribbled: str) -> None:
    (ring.folder / "tries.json").write_text(scribbled, encoding="utf-8")
    assert ring.unlock("lan", SECRET, MORNING).account == LAN


# ── changes ───────────────────────────────────────────────────────────────────────────────────


def test_a_second_person_opens_the_same_office(ring: Keyring, keys: OfficeKeys) -> None:
    ring.add_account(keys, HUNG, OTHER)
    opened = ring.unlock("hung", OTHER, MORNING)
    assert same_secrets(opened, keys)
    assert [account.id for account in ring.shown().accounts] == ["lan", "hung"]


def test_accounts_have_different_ids(ring: Keyring, keys: OfficeKeys) -> None:
    with pytest.raises(Conflict, match="lan"):
        ring.add_account(keys, replace(HUNG, id="lan"), OTHER)


@pytest.mark.parametrize("bad", ["", "Lan", "lan lan", "lán", "a" * 41, "-a"])
def test_account_ids_are_plain(ring: Keyring, keys: OfficeKeys, bad: str) -> None:
    with pytest.raises(BadInput):
        ring.add_account(keys, replace(HUNG, id=bad), OTHER)


def test_a_removed_account_opens_nothing(ring: Keyring, keys: OfficeKeys) -> None:
    keys = ring.add_account(keys, HUNG, OTHER)
    ring.remove_account(keys, "hung")
    with pytest.raises(NotFound):
        ring.unlock("hung", OTHER, MORNING)
    assert all(b"hung" not in (ring.folder / name).read_bytes() for name in NAMES)


def test_the_last_account_stays(ring: Keyring, keys: OfficeKeys) -> None:
    with pytest.raises(NotAllowed, match="ít nhất một tài khoản"):
        ring.remove_account(keys, "lan")


def test_a_changed_passphrase_replaces_the_old_in_both_copies(
    ring: Keyring, keys: OfficeKeys
) -> None:
    ring.change_passphrase(keys, "lan", SECRET, OTHER, MORNING)
    for name in NAMES:
        alone = Keyring(ring.folder.parent / f"only-{name}", QUICK)
        alone.folder.mkdir()
        (alone.folder / name).write_bytes((ring.folder / name).read_bytes())
        with pytest.raises(NotAllowed):
            alone.unlock("lan", SECRET, MORNING)
        assert same_secrets(alone.unlock("lan", OTHER, MORNING + timedelta(minutes=1)), keys)


def test_changing_needs_the_present_passphrase(ring: Keyring, keys: OfficeKeys) -> None:
    with pytest.raises(NotAllowed, match="không đúng"):
        ring.change_passphrase(keys, "lan", OTHER, OTHER, MORNING)
    with pytest.raises(NotAllowed, match="đợi"):  # an open office is no place to guess it
        ring.change_passphrase(keys, "lan", SECRET, OTHER, MORNING)
    later = MORNING + timedelta(minutes=2)
    ring.change_passphrase(keys, "lan", SECRET, OTHER, later)
    assert ring.seconds_to_wait(later) == 0


def test_a_change_that_must_not_count_is_put_back_whichever_copies_have_it(
    ring: Keyring, keys: OfficeKeys
) -> None:
    for written in (NAMES, NAMES[:1], NAMES[1:]):
        kept = ring.kept(keys)
        before = {name: (ring.folder / name).read_bytes() for name in NAMES}
        ring.reset_passphrase(keys, "lan", OTHER)
        for name in set(NAMES) - set(written):
            (ring.folder / name).write_bytes(before[name])
        keys = ring.put_back(keys, kept)
        assert ring.unlock("lan", SECRET, MORNING).generation == keys.generation
        with pytest.raises(NotAllowed):
            ring.unlock("lan", OTHER, MORNING)
        ring.unlock("lan", SECRET, MORNING + timedelta(minutes=1))


def test_a_forgotten_passphrase_is_reset_after_the_paper_code(
    ring: Keyring, made: tuple[OfficeKeys, RecoveryCode]
) -> None:
    opened = ring.unlock_with_recovery(made[1], MORNING)
    ring.reset_passphrase(opened, "lan", OTHER)
    assert same_secrets(ring.unlock("lan", OTHER, MORNING), made[0])


def test_a_replaced_paper_code_opens_nothing(
    ring: Keyring, made: tuple[OfficeKeys, RecoveryCode]
) -> None:
    keys, old = made
    _, new = ring.replace_recovery(keys)
    with pytest.raises(NotAllowed):
        ring.unlock_with_recovery(old, MORNING)
    later = MORNING + timedelta(minutes=2)
    assert same_secrets(ring.unlock_with_recovery(new, later), keys)


def test_a_new_role_and_name(ring: Keyring, keys: OfficeKeys) -> None:
    ring.change_account(keys, replace(LAN, name="Trần Lan", role="chairperson"))
    assert ring.unlock("lan", SECRET, MORNING).account == Account("lan", "Trần Lan", "chairperson")


def test_a_new_incarnation_is_a_new_site_with_the_same_keys(
    ring: Keyring, keys: OfficeKeys
) -> None:
    changed = ring.set_incarnation(keys)
    assert changed.site_id != keys.site_id
    assert changed.device.public == keys.device.public
    assert ring.unlock("lan", SECRET, MORNING).site_id == changed.site_id


def test_every_change_raises_the_generation(ring: Keyring, keys: OfficeKeys) -> None:
    changed = ring.set_incarnation(ring.add_account(keys, HUNG, OTHER))
    assert (keys.generation, changed.generation) == (1, 3)
    assert ring.unlock("lan", SECRET, MORNING).generation == 3


def test_a_travel_copy_opens_with_the_paper_code_only(
    ring: Keyring, made: tuple[OfficeKeys, RecoveryCode], tmp_path: Path
) -> None:
    keys, code = made
    stick = Keyring(tmp_path / "stick", QUICK)
    ring.write_travel_copy(keys, stick.folder)
    with pytest.raises(NotFound):
        stick.unlock("lan", SECRET, MORNING)
    opened = stick.unlock_with_recovery(code, MORNING)
    stick.add_account(opened, HUNG, OTHER)
    assert same_secrets(stick.unlock("hung", OTHER, MORNING), keys)


# ── accidents ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "damage", [b"", b"\0" * 900, b'{"format": "sachmatuy-keys/1"}', b"[" * 9999]
)
def test_one_damaged_copy_is_made_whole_from_the_other(
    ring: Keyring, keys: OfficeKeys, name: str, damage: bytes
) -> None:
    whole = (ring.folder / name).read_bytes()
    (ring.folder / name).write_bytes(damage)
    assert same_secrets(ring.unlock("lan", SECRET, MORNING), keys)
    assert (ring.folder / name).read_bytes() == whole


def test_both_copies_damaged_names_the_backup(ring: Keyring, keys: OfficeKeys) -> None:
    for name in NAMES:
        (ring.folder / name).write_bytes(b"\0" * 1000)
    with pytest.raises(StorageTrouble, match="bản sao lưu"):
        ring.unlock("lan", SECRET, MORNING)


def test_a_newer_programs_file_is_not_called_damaged(ring: Keyring, keys: OfficeKeys) -> None:
    for name in NAMES:
        text = (ring.folder / name).read_text(encoding="utf-8")
        (ring.folder / name).write_text(text.replace("keys/1", "keys/2"), encoding="utf-8")
    with pytest.raises(StorageTrouble, match="phiên bản mới hơn"):
        ring.shown()


@pytest.mark.parametrize("written", [0, 1, 2])
def test_a_kill_between_the_two_writes_leaves_the_old_or_the_new(
    ring: Keyring, keys: OfficeKeys, written: int
) -> None:
    """The child writes `written` of the two copies and then dies without a word."""
    script = f"""
import os
from pathlib import Path
from sachmatuy_desktop.storage.keys import keyring_file
from sachmatuy_desktop.storage.keys.keyring import Cost, Keyring
from datetime import datetime, timezone
ring = Keyring(Path({str(ring.folder)!r}), Cost(64, 1))
keys = ring.unlock("lan", {SECRET!r}, datetime(2026, 3, 2, tzinfo=timezone.utc))
write, done = keyring_file.write_atomically, []
def dying(path, data):
    if len(done) == {written}:
        os._exit(9)
    write(path, data)
    done.append(path)
keyring_file.write_atomically = dying
ring.change_passphrase(keys, "lan", {SECRET!r}, {OTHER!r}, datetime.now(timezone.utc))
os._exit(9)
"""
    child = subprocess.run([sys.executable, "-c", script], check=False)
    assert child.returncode == 9
    good, bad = (SECRET, OTHER) if written == 0 else (OTHER, SECRET)
    assert same_secrets(ring.unlock("lan", good, MORNING), keys)
    assert (ring.folder / NAMES[0]).read_bytes() == (ring.folder / NAMES[1]).read_bytes()
    with pytest.raises(NotAllowed):
        ring.unlock("lan", bad, MORNING)


# ── malice ────────────────────────────────────────────────────────────────────────────────────


EVERY: Final = 1 if os.environ.get("FLIP_ALL") else 23
"""Every so many bytes are flipped: a prime, so that each kind of place has its turn."""


def test_no_flipped_byte_anywhere_is_ever_accepted(ring: Keyring, keys: OfficeKeys) -> None:
    """Bytes all over a lone copy, every one with FLIP_ALL=1: damage is told, nothing is opened."""
    lone, other = (ring.folder / name for name in NAMES)
    text = lone.read_bytes()
    other.unlink()
    for at in range(0, len(text), EVERY):
        lone.write_bytes(text[:at] + bytes([text[at] ^ 1]) + text[at + 1 :])
        (ring.folder / "tries.json").unlink(missing_ok=True)
        with pytest.raises(StorageTrouble):
            ring.unlock("lan", SECRET, MORNING)


def forge(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Alter both copies with a text editor and a calculator: the SHA-256 is put right again."""
    for name in NAMES:
        document = json.loads((folder / name).read_bytes())
        change(document)
        check = document.pop("check")
        check["sha256"] = hashlib.sha256(canonical(document)).hexdigest()
        (folder / name).write_bytes(readable({**document, "check": check}))


def raise_role(document: dict[str, Any]) -> None:
    document["accounts"][0]["role"] = "administrator"


def rename_office(document: dict[str, Any]) -> None:
    document["office"]["name"] = "Nơi khác"


def add_copy_of_account(document: dict[str, Any]) -> None:
    document["accounts"].append({**document["accounts"][0], "id": "ke-gian"})


def replace_recovery(document: dict[str, Any]) -> None:
    document["recovery"]["public"] = base64.b64encode(bytes(range(32))).decode()


def replace_recipient(document: dict[str, Any]) -> None:
    document["device"]["recipient"] = "age1" + "q" * 58


def roll_generation(document: dict[str, Any]) -> None:
    document["generation"] += 5


@pytest.mark.parametrize(
    "change",
    [
        raise_role,
        rename_office,
        add_copy_of_account,
        replace_recovery,
        replace_recipient,
        roll_generation,
    ],
)
def test_a_forged_file_is_found_at_unlock(
    ring: Keyring, keys: OfficeKeys, change: Callable[[dict[str, Any]], None]
) -> None:
    forge(ring.folder, change)
    with pytest.raises(StorageTrouble, match="bị sửa từ bên ngoài"):
        ring.unlock("lan", SECRET, MORNING)
    with pytest.raises(StorageTrouble, match="bị sửa từ bên ngoài"):
        ring.add_account(keys, HUNG, OTHER)


def test_a_forged_second_copy_is_found_too(ring: Keyring, keys: OfficeKeys) -> None:
    genuine = (ring.folder / NAMES[0]).read_bytes()
    forge(ring.folder, raise_role)
    (ring.folder / NAMES[0]).write_bytes(genuine)
    with pytest.raises(StorageTrouble, match="bị sửa từ bên ngoài"):
        ring.unlock("lan", SECRET, MORNING)


def test_an_intruders_own_slot_does_not_reach_the_data_key(
    ring: Keyring, keys: OfficeKeys, tmp_path: Path
) -> None:
    other = Keyring(tmp_path / "other", QUICK)
    other.create(OFFICE, HUNG, OTHER)
    slot = json.loads((other.folder / NAMES[0]).read_bytes())["accounts"][0]

    def plant(document: dict[str, Any]) -> None:
        slot["data_key"] = document["accounts"][0]["data_key"]
        document["accounts"].append(slot)

    forge(ring.folder, plant)
    with pytest.raises(StorageTrouble, match="bị sửa từ bên ngoài"):
        ring.unlock("hung", OTHER, MORNING)


@pytest.mark.parametrize(
    "cost",
    [{"memory_kib": 8}, {"memory_kib": 1 << 21}, {"passes": 0}, {"passes": 11}, {"lanes": 1}],
)
def test_a_weakened_or_exhausting_cost_is_refused_before_any_work(
    ring: Keyring, keys: OfficeKeys, cost: dict[str, int]
) -> None:
    def weaken(document: dict[str, Any]) -> None:
        document["accounts"][0]["argon2id"] |= cost

    forge(ring.folder, weaken)
    with pytest.raises(StorageTrouble, match="ngoài giới hạn"):
        ring.unlock("lan", SECRET, MORNING)


@pytest.mark.parametrize("former", ["x", "eHl6", 7, None, {}, "é" * 44])
def test_a_former_key_that_is_none_is_refused(
    ring: Keyring, keys: OfficeKeys, former: object
) -> None:
    def turn(document: dict[str, Any]) -> None:
        document["device"]["former"] = [former]

    forge(ring.folder, turn)
    with pytest.raises(StorageTrouble):
        ring.unlock("lan", SECRET, MORNING)


def test_an_office_never_accepts_the_quick_cost_of_tests(ring: Keyring, keys: OfficeKeys) -> None:
    with pytest.raises(StorageTrouble, match="ngoài giới hạn"):
        Keyring(ring.folder).unlock("lan", SECRET, MORNING)


@given(key=st.binary(min_size=32, max_size=32), plain=st.binary(max_size=200), at=st.integers(0))
@settings(max_examples=100, deadline=None)
def test_what_is_sealed_opens_only_untouched(key: bytes, plain: bytes, at: int) -> None:
    sealed = seal(key, plain, b"context")
    flipped = bytearray(sealed)
    flipped[at % len(sealed)] ^= 1
    assert unseal(key, sealed, b"context") == plain
    assert unseal(key, bytes(flipped), b"context") is None
    assert unseal(key, sealed, b"other") is None


def test_sealing_to_nothing_and_short_texts_do_not_open() -> None:
    from_nobody = bytes(32)
    private = bytes(range(32))
    assert unseal_with(private, b"", b"") is None
    assert unseal_with(private, from_nobody + bytes(40), b"") is None
    with pytest.raises(ValueError, match="32"):
        seal_to(b"short", b"", b"")


# ── files of earlier releases open for ever ───────────────────────────────────────────────────

KEPT_SECRET = "câu mở khóa tập huấn"


@pytest.mark.parametrize(("kept", "cost"), [("v1-quick", QUICK), ("v1-office", OFFICE_COST)])
def test_kept_key_files_open_for_ever(tmp_path: Path, kept: str, cost: Cost) -> None:
    for name in NAMES:
        (tmp_path / name).write_bytes((DATA / kept / name).read_bytes())
    expected = json.loads((DATA / kept / "expected.json").read_bytes())
    keys = Keyring(tmp_path, cost).unlock("tap-huan", KEPT_SECRET, MORNING)
    assert keys.db_key_hex == expected["db_key_hex"]
    assert keys.db_salt_hex == expected["db_salt_hex"]
    assert keys.site_id == expected["site_id"]
    assert keys.device.public.fingerprint == expected["fingerprint"]
    assert purpose_key(keys.data_key, "files").hex() == expected["files_key_hex"]


def test_kept_paper_code_opens_for_ever(tmp_path: Path) -> None:
    for name in NAMES:
        (tmp_path / name).write_bytes((DATA / "v1-quick" / name).read_bytes())
    expected = json.loads((DATA / "v1-quick" / "expected.json").read_bytes())
    code = parse_recovery_code(expected["recovery_code"])
    keys = Keyring(tmp_path, QUICK).unlock_with_recovery(code, MORNING)
    assert keys.db_key_hex == expected["db_key_hex"]
    assert keys.office == Office("Văn phòng tập huấn", training=True)


# ── what a guess costs ────────────────────────────────────────────────────────────────────────


def test_the_measured_cost_is_never_below_the_offices() -> None:
    assert cost_for_this_machine(target_seconds=0) == OFFICE_COST
    assert OFFICE_COST.lawful
    assert OFFICE_COST.passes >= 3


def test_too_little_memory_is_a_sentence() -> None:
    """The child may have 400 MiB; the slot asks for 1 GiB."""
    script = """
import resource
from sachmatuy_desktop.errors import StorageTrouble
from sachmatuy_desktop.storage.keys.keyring_crypto import Cost, passphrase_key
resource.setrlimit(resource.RLIMIT_AS, (400 << 20, 400 << 20))
try:
    passphrase_key("một câu dài dễ nhớ", bytes(16), Cost(1 << 20, 1))
except StorageTrouble as trouble:
    raise SystemExit(7 if "1024 MiB" in str(trouble) else 8)
"""
    child = subprocess.run([sys.executable, "-c", script], check=False)
    assert child.returncode == 7
