"""Bundles between a commune and its receiving office, and everything that is not one."""

from __future__ import annotations

import hashlib
import io
import json
import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sachmatuy_desktop.errors import Conflict, NotFound, Refused, StorageTrouble
from sachmatuy_desktop.storage.keys.keyring import Cost, Keyring
from sachmatuy_desktop.storage.strict_json import readable
from sachmatuy_desktop.sync.bundle import (
    MEMBERS,
    Dispatch,
    Envelope,
    Kind,
    explain,
    inspect,
    open_bundle,
    write_bundle,
)
from sachmatuy_desktop.sync.bundle_payload import (
    Blob,
    BundlePayload,
    Manifest,
    OpenedPayload,
    payload_chunks,
)
from sachmatuy_desktop.sync.minisign import sign_message
from sachmatuy_desktop.sync.sealing import MAX_FILE, MAX_MANIFEST
from sachmatuy_desktop.sync.trust import KnownKey, known, known_from_card, read_card
from tests.sync.bundle_office import (
    DISPATCH,
    STREAM,
    World,
    inner_zip,
    journal_lines,
    lines_of,
    members,
    new_world,
    picture,
    put_together,
    segment,
    signed_around,
)

WORLD = new_world()
DATA = Path(__file__).parent.parent / "data"
ENVELOPE, SIGNATURE, PAYLOAD = MEMBERS


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "gói 1.smt"


@pytest.fixture
def sent(path: Path) -> Path:
    WORLD.send(path)
    return path


def resign(
    parts: dict[str, bytes], envelope: dict[str, Any], world: World = WORLD
) -> dict[str, bytes]:
    """The parts with another envelope, properly signed by the commune: a hostile known sender."""
    text = readable(envelope)
    return {
        **parts,
        ENVELOPE: text,
        SIGNATURE: sign_message(text, world.commune.signing, "x"),
    }


# ── round trips ───────────────────────────────────────────────────────────────────────────────


def test_a_bundle_arrives_as_it_was_sent(sent: Path) -> None:
    opened = WORLD.receive(sent)
    assert opened.sender.name == "Xã Mẫu"
    assert opened.envelope.dispatch == DISPATCH
    assert opened.payload.manifest == WORLD.payload().manifest
    assert opened.payload.certificates() == {"cert/commune.json": b"{}"}
    assert lines_of(opened, WORLD.commune.public) == journal_lines(5)
    (sha256,) = opened.payload.blobs
    assert opened.payload.blob(sha256) == b"anh chup bien ban"
    with pytest.raises(NotFound):
        opened.payload.blob("0" * 64)


def test_it_is_a_zip_of_three_stored_members_in_order(sent: Path) -> None:
    with zipfile.ZipFile(sent) as ordinary:
        assert ordinary.testzip() is None
        assert ordinary.namelist() == ["envelope.json", "envelope.sig", "payload.age"]
        assert {item.compress_type for item in ordinary.infolist()} == {zipfile.ZIP_STORED}
        envelope = json.loads(ordinary.read(ENVELOPE))
        payload = ordinary.read(PAYLOAD)
    assert envelope["payload"]["sha256"] == hashlib.sha256(payload).hexdigest()
    assert payload.startswith(b"age-encryption.org/v1\n-> X25519 ")
    assert payload.count(b"-> X25519 ") == 2


def test_the_sender_can_open_its_own_bundle_too(sent: Path, tmp_path: Path) -> None:
    """The payload is sealed to both; only the address on the envelope is another."""
    parts = members(sent)
    envelope = json.loads(parts[ENVELOPE]) | {"addressee": WORLD.commune.public.key_id}
    turned = put_together(tmp_path / "x.smt", resign(parts, envelope))
    opened = open_bundle(turned, WORLD.commune, WORLD.known, lambda _: None)
    assert lines_of(opened, WORLD.commune.public) == journal_lines(5)


@given(
    lines=st.lists(st.integers(1, 40), max_size=3),
    blobs=st.lists(st.binary(max_size=3000), max_size=3, unique=True),
    counts=st.dictionaries(st.text("abc", min_size=1, max_size=5), st.integers(0, 10**9)),
)
@settings(max_examples=60, deadline=None)
def test_any_payload_comes_back(
    lines: list[int], blobs: list[bytes], counts: dict[str, int]
) -> None:
    payload = BundlePayload(
        Manifest(counts=counts, versions={"program": "0.1"}, notes={"k": [1, "ễ", None]}),
        tuple(segment(WORLD.commune, journal_lines(count)) for count in lines),
        {},
        tuple(map(picture, blobs)),
    )
    opened = OpenedPayload(b"".join(payload_chunks(payload)))
    assert opened.manifest == payload.manifest
    assert tuple(opened.segments()) == payload.segments
    assert [opened.blob(sha256) for sha256 in opened.blobs] == blobs


def test_a_receipt_is_a_bundle_without_data(path: Path) -> None:
    receipt = replace(DISPATCH, kind=Kind.RECEIPT)
    manifest = Manifest(acknowledged={STREAM: 5}, counts={"person": 5}, digest="ab12")
    WORLD.send(path, BundlePayload(manifest), receipt)
    opened = WORLD.receive(path)
    assert opened.envelope.dispatch.kind is Kind.RECEIPT
    assert opened.payload.manifest.acknowledged == {STREAM: 5}


def test_a_receipt_with_data_is_refused(path: Path) -> None:
    WORLD.send(path, dispatch=replace(DISPATCH, kind=Kind.RECEIPT))
    with pytest.raises(Refused, match="Giấy báo nhận"):
        WORLD.receive(path)


def test_nothing_of_the_payload_is_readable_outside(sent: Path) -> None:
    outside = sent.read_bytes()
    for inside in (b"Nguy", b"roster", b"person", b"bien ban"):
        assert inside not in outside


def test_a_failed_export_leaves_nothing(tmp_path: Path) -> None:
    def gone() -> list[bytes]:
        raise FileNotFoundError(2, "gone")

    payload = BundlePayload(Manifest(), blobs=(Blob("0" * 64, gone),))
    with pytest.raises(StorageTrouble, match="Không tìm thấy"):
        WORLD.send(tmp_path / "x.smt", payload)
    with pytest.raises(StorageTrouble, match="Không tìm thấy"):
        WORLD.send(tmp_path / "nowhere" / "x.smt")
    assert list(tmp_path.iterdir()) == []


def test_an_attachment_that_changes_while_it_is_read_never_arrives(path: Path) -> None:
    """Sizes and sums stand in front of a member, so a second reading must agree with the first."""
    readings = iter([b"first", b"second"])
    payload = BundlePayload(Manifest(), blobs=(Blob("0" * 64, lambda: [next(readings)]),))
    WORLD.send(path, payload)
    with pytest.raises(Refused):
        WORLD.receive(path)


# ── the order of trust ────────────────────────────────────────────────────────────────────────


def test_an_unknown_signer_is_refused_unopened(path: Path) -> None:
    WORLD.send(path, sender=WORLD.stranger)
    with pytest.raises(Refused, match=f"Chưa biết khóa {WORLD.stranger.public.key_id}"):
        WORLD.receive(path)


def test_nothing_from_an_unknown_key_is_even_hashed(path: Path) -> None:
    """Its payload is rubbish that no later step would let pass; the first reason is the key."""
    WORLD.send(path, sender=WORLD.stranger)
    parts = members(path)
    put_together(path, {**parts, PAYLOAD: b"\0" * len(parts[PAYLOAD])})
    with pytest.raises(Refused, match="Chưa biết khóa"):
        WORLD.receive(path)


def test_a_stranger_under_a_known_name_is_refused(sent: Path) -> None:
    parts = members(sent)
    forged = sign_message(parts[ENVELOPE], WORLD.stranger.signing, "x")
    put_together(sent, {**parts, SIGNATURE: forged})
    with pytest.raises(Refused):
        WORLD.receive(sent)


def test_a_stranger_using_a_known_keys_id_is_refused(sent: Path) -> None:
    claim = KnownKey(WORLD.stranger.public, "Kẻ gian")
    mixed = {WORLD.commune.public.key_id: claim}
    with pytest.raises(Refused, match="Chưa biết khóa"):
        open_bundle(sent, WORLD.receiving, mixed, lambda _: None)


def test_a_bundle_for_another_office_is_refused(path: Path) -> None:
    WORLD.send(path, addressee=WORLD.stranger.public)
    with pytest.raises(Refused, match="gửi cho đơn vị khác"):
        WORLD.receive(path)


def test_a_bundle_is_not_readdressed(path: Path) -> None:
    """Neither by editing the envelope, nor by putting the payload into an envelope of ours."""
    WORLD.send(path, addressee=WORLD.stranger.public)
    parts = members(path)
    envelope = json.loads(parts[ENVELOPE]) | {"addressee": WORLD.receiving.public.key_id}
    put_together(path, {**parts, ENVELOPE: readable(envelope)})
    with pytest.raises(Refused, match="Chữ ký không khớp"):
        WORLD.receive(path)
    put_together(path, resign(parts, envelope))
    with pytest.raises(Refused, match="không mở được bằng khóa của đơn vị này"):
        WORLD.receive(path)


def test_a_signature_does_not_vouch_for_another_payload(sent: Path, tmp_path: Path) -> None:
    WORLD.send(tmp_path / "other.smt", BundlePayload(Manifest(digest="x")))
    other = members(tmp_path / "other.smt")
    put_together(sent, {**members(sent), PAYLOAD: other[PAYLOAD]})
    with pytest.raises(Refused):
        WORLD.receive(sent)
    parts = members(sent)
    same_size = put_together(sent, {**parts, PAYLOAD: b"x" * len(parts[PAYLOAD])})
    with pytest.raises(Refused, match="không khớp với phong bì"):
        WORLD.receive(same_size)


def test_a_revoked_key_is_refused_from_its_number_on(path: Path) -> None:
    for sequence, good in ((6, True), (7, False), (8, False)):
        WORLD.send(path, dispatch=replace(DISPATCH, sequence=sequence))
        keys = known(KnownKey(WORLD.commune.public, "Xã Mẫu", revoked_from=7))
        if good:
            open_bundle(path, WORLD.receiving, keys, lambda _: None)
        else:
            with pytest.raises(Refused, match=f"từ gói số 7, gói này là số {sequence}"):
                open_bundle(path, WORLD.receiving, keys, lambda _: None)


@pytest.mark.parametrize(
    ("bundle", "office", "sentence"),
    [(True, False, "gói tập huấn"), (False, True, "dữ liệu thật")],
)
def test_training_and_real_worlds_do_not_mix(
    path: Path, bundle: bool, office: bool, sentence: str
) -> None:
    WORLD.send(path, dispatch=replace(DISPATCH, training=bundle))
    with pytest.raises(Refused, match=sentence):
        open_bundle(path, WORLD.receiving, WORLD.known, lambda _: None, training=office)
    open_bundle(path, WORLD.receiving, WORLD.known, lambda _: None, training=bundle)


def test_the_sequence_is_asked_about_before_anything_is_decrypted(path: Path) -> None:
    """The payload is no age file at all: only the caller's own refusal can come first."""
    WORLD.send(path)
    parts, rubbish = members(path), b"rubbish"
    envelope = json.loads(parts[ENVELOPE])
    envelope["payload"] = {"size": len(rubbish), "sha256": hashlib.sha256(rubbish).hexdigest()}
    put_together(path, resign({**parts, PAYLOAD: rubbish}, envelope))
    asked: list[Envelope] = []

    def already_here(envelope: Envelope) -> None:
        asked.append(envelope)
        raise Conflict("đã nhập")

    with pytest.raises(Conflict):
        open_bundle(path, WORLD.receiving, WORLD.known, already_here)
    assert [envelope.dispatch.sequence for envelope in asked] == [1]
    with pytest.raises(Refused, match="không mở được bằng khóa"):
        WORLD.receive(path)


# ── altered files ─────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def small(path: Path) -> Path:
    """The smallest bundle there is: a receipt that says nothing."""
    WORLD.send(path, BundlePayload(Manifest()), replace(DISPATCH, kind=Kind.RECEIPT))
    return path


def test_every_truncation_is_refused(small: Path) -> None:
    whole = small.read_bytes()
    for length in range(len(whole)):
        small.write_bytes(whole[:length])
        with pytest.raises(Refused):
            WORLD.receive(small)


def test_every_flipped_byte_is_refused(small: Path) -> None:
    whole = small.read_bytes()
    for at in range(len(whole)):
        small.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(Refused):
            WORLD.receive(small)


@pytest.mark.parametrize("extra", [b"\0", b"PK", b"trailing garbage", b"PK\x05\x06" + bytes(18)])
def test_nothing_stands_before_or_behind(sent: Path, extra: bytes) -> None:
    whole = sent.read_bytes()
    for text in (whole + extra, extra + whole):
        sent.write_bytes(text)
        with pytest.raises(Refused):
            WORLD.receive(sent)


def in_another_order(parts: dict[str, bytes]) -> dict[str, bytes]:
    return dict(reversed(parts.items()))


def with_a_fourth(parts: dict[str, bytes]) -> dict[str, bytes]:
    return {**parts, "readme.txt": b"x"}


def with_a_path(parts: dict[str, bytes]) -> dict[str, bytes]:
    return {ENVELOPE: parts[ENVELOPE], "../" + SIGNATURE: parts[SIGNATURE], PAYLOAD: parts[PAYLOAD]}


def without_the_signature(parts: dict[str, bytes]) -> dict[str, bytes]:
    return {ENVELOPE: parts[ENVELOPE], PAYLOAD: parts[PAYLOAD]}


def with_swapped_content(parts: dict[str, bytes]) -> dict[str, bytes]:
    return {ENVELOPE: parts[SIGNATURE], SIGNATURE: parts[ENVELOPE], PAYLOAD: parts[PAYLOAD]}


def with_a_long_envelope(parts: dict[str, bytes]) -> dict[str, bytes]:
    return {**parts, ENVELOPE: parts[ENVELOPE] + b" " * 4096}


def with_a_long_signature(parts: dict[str, bytes]) -> dict[str, bytes]:
    return {**parts, SIGNATURE: parts[SIGNATURE] + b"\n" * 1024}


@pytest.mark.parametrize(
    "change",
    [
        in_another_order,
        with_a_fourth,
        with_a_path,
        without_the_signature,
        with_swapped_content,
        with_a_long_envelope,
        with_a_long_signature,
    ],
)
def test_other_members_are_refused(
    sent: Path, change: Callable[[dict[str, bytes]], dict[str, bytes]]
) -> None:
    put_together(sent, change(members(sent)))
    with pytest.raises(Refused):
        WORLD.receive(sent)


def ordinary_zip(parts: dict[str, bytes], method: int, *, comment: bytes = b"") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.comment = comment
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def test_a_packed_zip_is_refused_before_it_is_unpacked(sent: Path) -> None:
    """A ZIP bomb: 100 MiB of zeros in a payload that claims to be small."""
    bomb = {**members(sent), PAYLOAD: bytes(100 << 20)}
    sent.write_bytes(ordinary_zip(bomb, zipfile.ZIP_DEFLATED))
    assert sent.stat().st_size < 200_000
    with pytest.raises(Refused, match="gói đồng bộ hợp lệ"):
        WORLD.receive(sent)


def test_a_zip_with_a_comment_or_another_date_is_refused(sent: Path) -> None:
    parts = members(sent)
    for text in (
        ordinary_zip(parts, zipfile.ZIP_STORED, comment=b"hello"),
        ordinary_zip(parts, zipfile.ZIP_STORED),
    ):
        sent.write_bytes(text)
        with pytest.raises(Refused):
            WORLD.receive(sent)


def test_a_header_that_tells_another_name_than_the_table_is_refused(sent: Path) -> None:
    whole = sent.read_bytes()
    at = whole.rindex(b"payload.age")
    sent.write_bytes(whole[:at] + b"payload.exe" + whole[at + 11 :])
    with pytest.raises(Refused):
        WORLD.receive(sent)


def test_a_zip_that_counts_wrongly_is_refused(sent: Path) -> None:
    whole = sent.read_bytes()
    for count in (0, 2, 4, 65535):
        sent.write_bytes(whole[:-14] + struct.pack("<HH", count, count) + whole[-10:])
        with pytest.raises(Refused):
            WORLD.receive(sent)


def test_a_huge_file_is_refused_by_its_size_alone(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(MAX_FILE + 1)
    with pytest.raises(Refused, match="64 MiB"):
        WORLD.receive(path)


@pytest.mark.parametrize("text", [b"", b"PK", b"\xff\xd8\xff\xe0 a picture" * 50, b"{}"])
def test_other_files_are_refused(path: Path, text: bytes) -> None:
    path.write_bytes(text)
    with pytest.raises(Refused, match="gói đồng bộ"):
        WORLD.receive(path)


def test_a_missing_file_is_a_matter_of_the_disk(path: Path) -> None:
    with pytest.raises(StorageTrouble, match=r"Không tìm thấy gói 1\.smt"):
        WORLD.receive(path)


# ── envelopes of a known but hostile or newer sender ──────────────────────────────────────────


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"min_reader": 3}, "định dạng 3, mà chương trình .* chỉ đọc đến định dạng 2"),
        ({"format": "something/1"}, "không phải gói đồng bộ"),
        ({"kind": "gift"}, "envelope.json"),
        ({"sequence": 0}, "envelope.json"),
        ({"sequence": 2**64}, "envelope.json"),
        ({"sequence": "1"}, "envelope.json"),
        ({"epoch": True}, "envelope.json"),
        ({"stream": "a b"}, "envelope.json"),
        ({"training": 2}, "envelope.json"),
        ({"created": "hôm qua"}, "envelope.json"),
        ({"sender": "x"}, "envelope.json"),
        ({"payload": None}, "envelope.json"),
    ],
)
def test_absurd_envelopes_are_refused(sent: Path, change: dict[str, Any], sentence: str) -> None:
    parts = members(sent)
    put_together(sent, resign(parts, json.loads(parts[ENVELOPE]) | change))
    with pytest.raises(Refused, match=sentence):
        WORLD.receive(sent)


def test_a_newer_writer_may_add_fields(sent: Path) -> None:
    parts = members(sent)
    put_together(sent, resign(parts, json.loads(parts[ENVELOPE]) | {"mood": "good"}))
    assert lines_of(WORLD.receive(sent), WORLD.commune.public) == journal_lines(5)


def test_a_writer_does_not_seal_what_no_reader_takes(path: Path) -> None:
    with pytest.raises(Refused):
        WORLD.send(path, dispatch=replace(DISPATCH, sequence=0))
    assert not path.exists()


# ── payloads of a known but hostile sender ────────────────────────────────────────────────────


def body(**changes: object) -> bytes:
    """A manifest that lists nothing, with changes."""
    empty = OpenedPayload(b"".join(payload_chunks(BundlePayload(Manifest()))))
    assert empty.manifest == Manifest()
    fields: dict[str, object] = {
        "format": "sachmatuy-payload/1",
        **vars(Manifest()),
        "certificates": [],
        "segments": [],
        "blobs": [],
    }
    return readable({**fields, **changes})


@pytest.mark.parametrize(
    ("what", "plain"),
    [
        ("no zip", b"not a zip"),
        ("empty", inner_zip({})),
        ("manifest not first", inner_zip({"seg/000001.jsonl.zst": b"x", "manifest.json": body()})),
        ("a member too many", inner_zip({"manifest.json": body(), "cert/x.json": b"{}"})),
        ("a member too few", inner_zip({"manifest.json": body(blobs=["0" * 64])})),
        ("a path upwards", inner_zip({"manifest.json": body(), "../../autoexec.bat": b"x"})),
        (
            "a listed path upwards",
            inner_zip({"manifest.json": body(certificates=["../x.json"]), "../x.json": b"x"}),
        ),
        ("a blob's name", inner_zip({"manifest.json": body(blobs=["../x"]), "blob/../x": b""})),
        ("another format", inner_zip({"manifest.json": body(format="other/1")})),
        ("doubled names", inner_zip({"manifest.json": b'{"format": "a", "format": "b"}'})),
        ("a long manifest", inner_zip({"manifest.json": body() + b" " * MAX_MANIFEST})),
        ("negative vector", inner_zip({"manifest.json": body(held={"a": -1})})),
        ("a fraction", inner_zip({"manifest.json": body(counts={"a": 1.5})})),
        (
            "deep",
            inner_zip({"manifest.json": body(notes={"a": json.loads("[" * 40 + "]" * 40)})}),
        ),
    ],
)
def test_hostile_payloads_are_refused(path: Path, what: str, plain: bytes) -> None:
    signed_around(path, WORLD, plain)
    with pytest.raises(Refused):
        WORLD.receive(path)


def test_segments_claiming_too_much_together_are_refused(path: Path) -> None:
    header = {**vars(segment(WORLD.commune).header), "size": 100 << 20}
    listed = {"header": header, "signature": "A" * 86 + "=="}
    plain = inner_zip({"manifest.json": body(segments=[listed, listed])})
    with pytest.raises(Refused, match="200 MiB"):
        WORLD.receive(signed_around(path, WORLD, plain))


def test_a_blob_must_be_what_its_name_says(path: Path) -> None:
    plain = inner_zip({"manifest.json": body(blobs=["0" * 64]), "blob/" + "0" * 64: b"other"})
    opened = WORLD.receive(signed_around(path, WORLD, plain))
    with pytest.raises(Refused, match="SHA-256"):
        opened.payload.blob("0" * 64)


def test_a_forwarded_segment_keeps_its_authors_signature(path: Path) -> None:
    """The commune passes on a segment of a third office and cannot pose as its author."""
    theirs = segment(WORLD.stranger, journal_lines(3))
    WORLD.send(path, BundlePayload(Manifest(), (theirs,)))
    opened = WORLD.receive(path)
    assert lines_of(opened, WORLD.stranger.public) == journal_lines(3)
    with pytest.raises(Refused, match="chữ ký đúng"):
        lines_of(opened, WORLD.commune.public)


# ── looking from outside ──────────────────────────────────────────────────────────────────────


def test_inspect_says_what_stands_outside(sent: Path) -> None:
    seen = inspect(sent, WORLD.known)
    assert (seen.sender_name, seen.trouble) == ("Xã Mẫu", None)
    assert seen.envelope.dispatch == DISPATCH
    assert seen.file_size == sent.stat().st_size


def test_inspect_says_why_a_bundle_would_be_refused(sent: Path) -> None:
    assert "Chưa biết khóa" in str(inspect(sent).trouble)
    parts = members(sent)
    put_together(sent, {**parts, ENVELOPE: parts[ENVELOPE].replace(b": 1,", b": 3,", 1)})
    assert "Chữ ký không khớp" in str(inspect(sent, WORLD.known).trouble)


def test_explain_names_the_ordinary_tools_with_this_bundles_figures(sent: Path) -> None:
    text = explain(sent, WORLD.known)
    for word in ("unzip ", "minisign -Vm ", "sha256sum -c", "age -d ", "zstd -d "):
        assert word in text
    assert inspect(sent).envelope.payload_sha256 in text
    assert f"'{sent}'" in text


# ── bundles of earlier releases open for ever ─────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("kept", "kind", "lines"),
    [
        ("changes.smt", Kind.CHANGES, journal_lines(5)),
        ("receipt.smt", Kind.RECEIPT, []),
        ("made-by-tools.smt", Kind.CHANGES, journal_lines(5)),
    ],
)
def test_kept_bundles_open_for_ever(
    tmp_path: Path, kept: str, kind: Kind, lines: list[bytes]
) -> None:
    """The last one's signature, age file and zstd frame were made by minisign, age and zstd."""
    for name in ("keys.a", "keys.b"):
        (tmp_path / name).write_bytes((DATA / "keys" / "v1-quick" / name).read_bytes())
    now = datetime(2026, 3, 2, tzinfo=timezone(timedelta(hours=7)))
    keys = Keyring(tmp_path, Cost(64, 1)).unlock("tap-huan", "câu mở khóa tập huấn", now)
    folder = DATA / "bundles" / "v1"
    card = read_card((folder / "sender.card.json").read_bytes())
    senders = known(known_from_card(card))
    opened = open_bundle(folder / kept, keys.device, senders, lambda _: None)
    assert opened.envelope.dispatch.kind is kind
    assert lines_of(opened, card.keys) == lines


def test_write_bundle_tells_the_envelope_it_wrote(path: Path) -> None:
    dispatch = Dispatch(Kind.RETURN, "p/66/down/24781", 2, 14, "2026-03-02T08:05:00+07:00")
    told = write_bundle(path, dispatch, WORLD.payload(), WORLD.commune, WORLD.receiving.public)
    assert inspect(path).envelope == told
    assert WORLD.receive(path).envelope == told
