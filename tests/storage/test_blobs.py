"""The cipher of attachments' contents: what goes in comes out, and nothing else ever does."""

from __future__ import annotations

import hashlib
import io
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sachmatuy_desktop.errors import NotFound, StorageTrouble
from sachmatuy_desktop.storage.blobs import CHUNK, MAGIC, TAG, Files, decrypted, encrypted

KEY = bytes(range(32))
EDGES = (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 17)


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def opened(sealed: bytes, key: bytes = KEY, name: str = "tên") -> bytes:
    return b"".join(decrypted(key, name, io.BytesIO(sealed)))


def sealed(plain: bytes, key: bytes = KEY, name: str = "tên") -> bytes:
    return b"".join(encrypted(key, name, [plain]))


@given(pieces=st.lists(st.binary(max_size=300), max_size=6), size=st.sampled_from(EDGES))
def test_what_goes_in_comes_out_however_it_is_cut(pieces: list[bytes], size: int) -> None:
    whole = [*pieces, bytes(size)]
    secret = b"".join(encrypted(KEY, "tên", whole))
    assert opened(secret) == b"".join(whole)
    plain = sum(map(len, whole))
    chunks = max(1, -(-plain // CHUNK))
    assert len(secret) == len(MAGIC) + 32 + plain + chunks * TAG


@pytest.mark.parametrize("size", EDGES)
def test_every_part_is_bound_cut_swap_doubling_and_bits(size: int) -> None:
    plain = bytes(number % 251 for number in range(size))
    secret = sealed(plain)
    head, body = secret[: len(MAGIC) + 32], secret[len(MAGIC) + 32 :]
    step = CHUNK + TAG
    chunks = [body[at : at + step] for at in range(0, len(body), step)]
    altered = {
        "cut": secret[:-1],
        "longer": secret + b"\0",
        "nothing": b"",
        "head alone": head,
        "doubled": head + b"".join([*chunks, chunks[-1]]),
        "without the last": head + b"".join(chunks[:-1]),
        "turned": head + b"".join(reversed(chunks)) if len(chunks) > 1 else secret[1:],
        "another salt": MAGIC + bytes(32) + body,
        **{
            f"bit {at}": secret[:at] + bytes([secret[at] ^ 1]) + secret[at + 1 :]
            for at in {0, len(MAGIC), len(head), len(secret) // 2, len(secret) - 1}
        },
    }
    for how, text in altered.items():
        with pytest.raises(StorageTrouble):
            opened(text)
        assert text != secret, how
    with pytest.raises(StorageTrouble):
        opened(secret, name="tên khác")
    with pytest.raises(StorageTrouble):
        opened(secret, key=bytes(32))


@given(st.integers(min_value=0, max_value=5000), st.integers(min_value=1, max_value=255))
def test_a_byte_changed_anywhere_is_noticed(at: int, by: int) -> None:
    secret = sealed(b"a" * 4000)
    at %= len(secret)
    with pytest.raises(StorageTrouble):
        opened(secret[:at] + bytes([secret[at] ^ by]) + secret[at + 1 :])


def test_the_same_content_is_kept_once_under_a_name_that_tells_nothing(tmp_path: Path) -> None:
    files = Files(tmp_path / "files", KEY)
    data = b"Le Van Cam " * 20_000
    assert files.put(sha(data), [data[:7], data[7:]])
    assert not files.put(sha(data), [data])
    (kept,) = files.folder.iterdir()
    assert sha(data)[:8] not in kept.name
    assert b"Le Van Cam" not in kept.read_bytes()
    assert files.read(sha(data)) == data
    assert Files(tmp_path / "other", bytes(32)).name(sha(data)) != kept.name
    if sys.platform != "win32":
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        assert stat.S_IMODE(files.folder.stat().st_mode) == 0o700


def test_a_damaged_copy_is_named_and_putting_the_content_again_heals_it(tmp_path: Path) -> None:
    files = Files(tmp_path / "files", KEY)
    files.put(sha(b"one"), [b"one"])
    path = files.path(sha(b"one"))
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(StorageTrouble) as told:
        files.read(sha(b"one"))
    assert path.name[:8] in str(told.value)
    assert files.put(sha(b"one"), [b"one"])
    assert files.read(sha(b"one")) == b"one"
    with pytest.raises(NotFound):
        files.read(sha(b"two"))


def test_swapped_files_do_not_open(tmp_path: Path) -> None:
    files = Files(tmp_path / "files", KEY)
    first, second = b"one" * 100, b"two" * 100
    files.put(sha(first), [first])
    files.put(sha(second), [second])
    one, two = files.path(sha(first)), files.path(sha(second))
    text = one.read_bytes()
    one.write_bytes(two.read_bytes())
    two.write_bytes(text)
    for each in (first, second):
        assert not files.is_whole(sha(each))


def test_bytes_other_than_promised_leave_nothing(tmp_path: Path) -> None:
    files = Files(tmp_path / "files", KEY)

    def breaking() -> Iterator[bytes]:
        yield b"half"
        raise OSError(5, "gone")

    for source in ([b"other"], breaking()):
        with pytest.raises(StorageTrouble):
            files.put(sha(b"promised"), source)
        assert files.names() == set()
