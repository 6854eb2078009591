"""One program at a time, files whole or not at all, and sentences instead of error numbers."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from sachmatuy_desktop.errors import StorageTrouble
from sachmatuy_desktop.storage.atomic import (
    disk_speaks,
    make_private_folder,
    replacing,
    trouble,
    write_atomically,
)
from sachmatuy_desktop.storage.lockfile import LOCK_NAME, take_lock

MORNING = datetime(2026, 3, 2, 8, 5, tzinfo=timezone(timedelta(hours=7)))


# ── the lock ──────────────────────────────────────────────────────────────────────────────────


def test_the_second_program_hears_who_and_since_when(tmp_path: Path) -> None:
    with (
        take_lock(tmp_path, "Trần Thị Lan", MORNING),
        pytest.raises(StorageTrouble, match="Đang mở bởi Trần Thị Lan từ 08:05;"),
    ):
        take_lock(tmp_path, "Lê Văn Hùng", MORNING + timedelta(hours=2))


def test_yesterdays_lock_is_told_with_its_date(tmp_path: Path) -> None:
    with (
        take_lock(tmp_path, "Lan", MORNING),
        pytest.raises(StorageTrouble, match="từ 08:05 02/03/2026;"),
    ):
        take_lock(tmp_path, "Hùng", MORNING + timedelta(days=1))


def test_a_released_lock_is_free(tmp_path: Path) -> None:
    first = take_lock(tmp_path, "Lan", MORNING)
    first.release()
    first.release()
    with take_lock(tmp_path, "Hùng", MORNING):
        assert "Hùng" in (tmp_path / LOCK_NAME).read_text(encoding="utf-8")


def test_a_lock_without_a_readable_note_still_holds(tmp_path: Path) -> None:
    with take_lock(tmp_path, "Lan", MORNING):
        (tmp_path / LOCK_NAME).write_bytes(b"\xff\xff")
        with pytest.raises(StorageTrouble, match="cửa sổ khác"):
            take_lock(tmp_path, "Hùng", MORNING)


def test_a_killed_program_leaves_no_stale_lock(tmp_path: Path) -> None:
    script = f"""
import os
from datetime import datetime, timezone
from pathlib import Path
from sachmatuy_desktop.storage.lockfile import take_lock
take_lock(Path({str(tmp_path)!r}), "Lan", datetime(2026, 3, 2, tzinfo=timezone.utc))
os._exit(9)
"""
    child = subprocess.run([sys.executable, "-c", script], check=False)
    assert child.returncode == 9
    assert "Lan" in (tmp_path / LOCK_NAME).read_text(encoding="utf-8")
    with take_lock(tmp_path, "Hùng", MORNING):
        assert "Hùng" in (tmp_path / LOCK_NAME).read_text(encoding="utf-8")


def test_another_process_is_kept_out(tmp_path: Path) -> None:
    script = f"""
from datetime import datetime, timezone
from pathlib import Path
from sachmatuy_desktop.errors import StorageTrouble
from sachmatuy_desktop.storage.lockfile import take_lock
try:
    take_lock(Path({str(tmp_path)!r}), "Hùng", datetime(2026, 3, 2, 3, tzinfo=timezone.utc))
except StorageTrouble as trouble:
    raise SystemExit(7 if "Lan" in str(trouble) else 8)
"""
    with take_lock(tmp_path, "Lan", MORNING):
        child = subprocess.run([sys.executable, "-c", script], check=False)
    assert child.returncode == 7


def test_a_missing_folder_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StorageTrouble, match="Không tìm thấy"):
        take_lock(tmp_path / "nowhere", "Lan", MORNING)


# ── whole or not at all ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("verify", [False, True])
def test_a_file_is_replaced_whole(tmp_path: Path, verify: bool) -> None:
    target = tmp_path / "tệp số 1.txt"
    for data in (b"first", b"", b"x" * 3_000_000):
        write_atomically(target, data, verify=verify)
        assert target.read_bytes() == data
    assert list(tmp_path.iterdir()) == [target]
    assert sys.platform == "win32" or target.stat().st_mode & 0o777 == 0o600


def test_an_interrupted_block_leaves_the_old_file_and_no_rubbish(tmp_path: Path) -> None:
    target = tmp_path / "sổ.txt"
    write_atomically(target, b"old")

    def stop_half_way() -> None:
        with replacing(target) as sink:
            sink.write(b"half of the n")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop_half_way()
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_stick_that_forgets_what_was_written_is_found_out(tmp_path: Path) -> None:
    """The draft is cut behind the writer's back, as a failing stick would do."""
    target = tmp_path / "gói.smt"

    def write_to_a_failing_stick() -> None:
        with replacing(target, verify=True) as sink:
            sink.write(b"x" * 100_000)
            next(tmp_path.glob(".gói*.part")).write_bytes(b"")

    with pytest.raises(StorageTrouble, match="khác với nội dung vừa ghi"):
        write_to_a_failing_stick()
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_a_sentence_and_the_old_file_stays(tmp_path: Path) -> None:
    """A real limit of the operating system on the size of files, in a child of ours."""
    target = tmp_path / "gói.smt"
    write_atomically(target, b"old")
    script = f"""
import resource, signal
from pathlib import Path
from sachmatuy_desktop.errors import StorageTrouble
from sachmatuy_desktop.storage.atomic import write_atomically
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
try:
    write_atomically(Path({str(target)!r}), b"x" * 100_000)
except StorageTrouble as trouble:
    raise SystemExit(7 if "đã đầy" in str(trouble) else 8)
"""
    child = subprocess.run([sys.executable, "-c", script], check=False)
    assert child.returncode == 7
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_missing_folder_and_a_file_for_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for target in (tmp_path / "nowhere" / "x", tmp_path / "file" / "x"):
        with pytest.raises(StorageTrouble, match="Không tìm thấy x"):
            write_atomically(target, b"")


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "đã đầy"),
        (errno.EROFS, "Không được phép ghi"),
        (errno.EACCES, "Không được phép ghi"),
        (errno.ENOENT, "Không tìm thấy"),
        (errno.EIO, "Ổ đĩa báo lỗi"),
    ],
)
def test_error_numbers_become_sentences(number: int, sentence: str) -> None:
    said = trouble(OSError(number, os.strerror(number)), Path("/rất/dài/office.db"))
    assert sentence in str(said)
    assert "office.db" in str(said)
    assert "/rất/dài" not in str(said)


def test_other_errors_pass_unchanged(tmp_path: Path) -> None:
    with pytest.raises(KeyError), disk_speaks(tmp_path):
        raise KeyError


def test_private_folders_are_private(tmp_path: Path) -> None:
    folder = make_private_folder(tmp_path / "a" / "b")
    assert folder.is_dir()
    assert sys.platform == "win32" or folder.stat().st_mode & 0o777 == 0o700
