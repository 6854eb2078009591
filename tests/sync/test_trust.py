"""Cards, certificates and revocations: who said it, and to whom it was said."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from pathlib import Path

import pytest

from sachmatuy_desktop.errors import Refused
from sachmatuy_desktop.storage.keys.keyring_device import PublicKeys, new_device
from sachmatuy_desktop.storage.keys.keyring_public import FINGERPRINT_ALPHABET
from sachmatuy_desktop.sync.trust import (
    Certificate,
    IdentityCard,
    KnownKey,
    Revocation,
    RevocationList,
    groups_agree,
    joined,
    known_from_card,
    read_card,
    read_certificate,
    read_revocations,
    read_succession,
    sign_card,
    sign_certificate,
    sign_revocations,
    sign_succession,
    succeeds,
)

KEPT = Path(__file__).parent.parent / "data" / "bundles" / "v1"
COMMUNE, PROVINCE, STRANGER, FRESH = (new_device() for _ in range(4))
CARD = IdentityCard("Công an xã Mẫu", "24781", COMMUNE.public, "2026-03-01")
CERTIFICATE = Certificate(
    serial=7,
    office="Công an xã Mẫu",
    unit="24781",
    keys=COMMUNE.public,
    role="commune",
    scopes=("c/24781/roster", "c/24781/forms"),
    issued="2026-03-01",
    expires="2028-02-29",
)
REVOKED = RevocationList(
    3, "2026-04-01", (Revocation(COMMUNE.public.key_id, 9, "2026-03-31", "mất máy", 4),)
)


def test_a_card_reads_back_and_tells_its_fingerprint() -> None:
    card = read_card(sign_card(CARD, COMMUNE.signing))
    assert card == CARD
    assert known_from_card(card).name == "Công an xã Mẫu"


def test_a_fingerprint_is_eight_groups_of_four_plain_signs() -> None:
    groups = COMMUNE.public.fingerprint.split("-")
    assert [len(group) for group in groups] == [4] * 8
    assert set("".join(groups)) <= set(FINGERPRINT_ALPHABET)
    assert not set("01IO") & set(FINGERPRINT_ALPHABET)
    assert len(set(FINGERPRINT_ALPHABET)) == 32


def test_another_recipient_is_another_fingerprint() -> None:
    mixed = PublicKeys(COMMUNE.public.sign, STRANGER.public.recipient)
    assert mixed.fingerprint != COMMUNE.public.fingerprint
    assert mixed.key_id == COMMUNE.public.key_id


def test_two_groups_from_the_paper_confirm() -> None:
    fingerprint = "ABCD-2345-EFGH-6789-JKLM-NPQR-STUV-WXYZ"
    assert groups_agree("efgh  stuv", fingerprint)
    assert groups_agree(fingerprint, fingerprint)
    assert not groups_agree("efgh", fingerprint)
    assert not groups_agree("efgh efgh", fingerprint)
    assert not groups_agree("efgh 2222", fingerprint)
    assert not groups_agree("", fingerprint)


@pytest.mark.parametrize(
    "change",
    [
        {"office": "Công an xã Khác"},
        {"training": 1},
        {"recipient": STRANGER.public.recipient},
        {"sign": STRANGER.public.sign.hex()},
        {"fingerprint": STRANGER.public.fingerprint},
        {"extra": "x"},
    ],
)
def test_an_altered_card_is_refused(change: dict[str, object]) -> None:
    document = json.loads(sign_card(CARD, COMMUNE.signing))
    document["statement"] |= change
    with pytest.raises(Refused, match="chữ ký đúng"):
        read_card(json.dumps(document).encode())


def test_nobody_signs_a_card_for_another() -> None:
    with pytest.raises(Refused, match="chữ ký đúng"):
        read_card(sign_card(CARD, STRANGER.signing))


def test_a_certificate_is_the_issuers_word() -> None:
    data = sign_certificate(CERTIFICATE, PROVINCE.signing)
    assert read_certificate(data, PROVINCE.public.sign) == CERTIFICATE
    with pytest.raises(Refused, match="chữ ký đúng"):
        read_certificate(data, STRANGER.public.sign)


def test_an_expired_certificate_is_still_read() -> None:
    assert CERTIFICATE.expired("2028-03-01")
    assert not CERTIFICATE.expired("2028-02-29")


@pytest.mark.parametrize("change", [{"role": "receiving"}, {"scopes": ["*"]}, {"serial": 8}])
def test_a_certificate_does_not_grow(change: dict[str, object]) -> None:
    document = json.loads(sign_certificate(CERTIFICATE, PROVINCE.signing))
    document["statement"] |= change
    with pytest.raises(Refused):
        read_certificate(json.dumps(document).encode(), PROVINCE.public.sign)


def test_a_signature_is_for_one_kind_of_text_only() -> None:
    """The same statement under another heading is another statement."""
    document = json.loads(sign_revocations(REVOKED, PROVINCE.signing))
    document["format"] = "sachmatuy-certificate/1"
    with pytest.raises(Refused, match="chữ ký đúng"):
        read_certificate(json.dumps(document).encode(), PROVINCE.public.sign)
    with pytest.raises(Refused, match="loại khác"):
        read_card(sign_revocations(REVOKED, PROVINCE.signing))


def test_revocations_apply_from_their_sequence_and_only_rise() -> None:
    data = sign_revocations(REVOKED, PROVINCE.signing)
    read = read_revocations(data, PROVINCE.public.sign, held_version=2)
    assert read == REVOKED
    with pytest.raises(Refused, match="không mới hơn"):
        read_revocations(data, PROVINCE.public.sign, held_version=3)
    assert read.of(COMMUNE.public.key_id) == REVOKED.entries[0]
    assert read.of(STRANGER.public.key_id) is None


def test_a_key_ends_at_a_number_of_one_numbering() -> None:
    whole = KnownKey(COMMUNE.public, "Xã")
    ended = replace(whole, revoked_from=9, revoked_epoch=4)
    assert not whole.refuses(4, 900)
    assert [ended.refuses(4, number) for number in (8, 9, 10)] == [False, True, True]
    assert ended.refuses(5, 1)
    assert not replace(ended, revoked_epoch=None).refuses(5, 1)


def test_two_lists_of_one_issuer_forget_no_revocation() -> None:
    other = Revocation(STRANGER.public.key_id, 1, "2026-04-02", "nghi lộ khóa")
    ours = RevocationList(3, "2026-04-03", (other,))
    both = joined(ours, REVOKED, "2026-04-04")
    assert both.version == 4
    assert {each.key_id for each in both.entries} == {
        COMMUNE.public.key_id,
        STRANGER.public.key_id,
    }


def change_of_key(last: int = 7) -> bytes:
    card = IdentityCard("Công an xã Mẫu", "24781", FRESH.public, "2026-05-01")
    signed = sign_card(card, FRESH.signing)
    return sign_succession(COMMUNE.signing, signed, FRESH.signing, 4, last, "2026-05-01")


def test_a_key_hands_over_under_both_signatures() -> None:
    data = change_of_key()
    assert succeeds(data) == COMMUNE.public.key_id
    followed, card = read_succession(data, COMMUNE.public.sign)
    assert (followed.epoch, followed.last, followed.on) == (4, 7, "2026-05-01")
    assert read_card(card) == followed.card
    assert followed.card.keys == FRESH.public


def test_nobody_hands_over_for_another() -> None:
    document = json.loads(change_of_key())
    document["confirmed"] = document["signature"]
    with pytest.raises(Refused, match="chữ ký đúng"):
        read_succession(json.dumps(document).encode(), COMMUNE.public.sign)
    with pytest.raises(Refused, match="chữ ký đúng"):
        read_succession(change_of_key(), STRANGER.public.sign)
    document = json.loads(change_of_key())
    document["statement"]["last"] = 900
    with pytest.raises(Refused, match="chữ ký đúng"):
        read_succession(json.dumps(document).encode(), COMMUNE.public.sign)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b'{"format": 1}',
        b"x" * 70_000,
        sign_card(CARD, COMMUNE.signing).replace(b'"signature"', b'"signer"'),
    ],
)
def test_what_is_no_card_is_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        read_card(data)


def test_no_single_flipped_byte_makes_another_card() -> None:
    data = sign_card(CARD, COMMUNE.signing)
    for at in range(len(data)):
        altered = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        try:
            assert read_card(altered) == CARD  # a flipped blank outside the statement
        except Refused:
            continue


def test_the_kept_card_reads_for_ever() -> None:
    card = read_card((KEPT / "sender.card.json").read_bytes())
    assert (card.office, card.unit, card.created) == ("Xã Mẫu", "24781", "2026-03-01")
    assert len(base64.b32encode(card.keys.sign)) == 56
