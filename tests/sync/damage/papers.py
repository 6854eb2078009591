"""Key papers that are signed as they should be and say what nobody should say; cards; slips."""

from __future__ import annotations

import base64
import copy
import json
import random
from typing import Final

from sachmatuy_desktop.domain.typed_code import ALPHABET
from sachmatuy_desktop.storage.strict_json import canonical
from sachmatuy_desktop.sync.trust import CARD, CERTIFICATE, REVOCATIONS, SUCCESSION
from tests.sync.damage.inner import VALUES, hurt_tree
from tests.sync.damage.sealing import Inner, Tree, signed_text
from tests.sync.damage.sound import Shelf

_DAYS = ("2026-02-30", "9999-99-99", "0000-00-00", "2026-03-01", "9999-12-31")


def papers(chance: random.Random, inner: Inner, shelf: Shelf) -> None:
    """A paper of the bundle says something else, or there is a new one; signed by its issuer."""
    if inner.certificates and chance.random() < 0.75:
        name = chance.choice(sorted(inner.certificates))
        inner.certificates[name] = resigned(chance, inner.certificates[name], shelf)
        return
    name = chance.choice(
        ("cert/x.json", "cert/r-x.json", "cert/../x.json", "cert/X.json", "x.json")
    )
    inner.certificates[name] = chance.choice(
        (
            b"",
            b"{}",
            b"[]",
            b"x" * 70_000,
            made_up(chance, inner, shelf),
            made_up(chance, inner, shelf),
        )
    )


def resigned(chance: random.Random, data: bytes, shelf: Shelf) -> bytes:
    """A paper hurt and signed again by whom it says it is from."""
    paper = json.loads(data)
    statement = paper["statement"]
    days = [name for name in ("on", "date", "issued", "expires", "created") if name in statement]
    entries = statement.get("entries")
    if days and chance.random() < 0.3:
        statement[chance.choice(days)] = chance.choice(_DAYS)
    elif entries and chance.random() < 0.3:
        chance.choice(entries)["date"] = chance.choice(_DAYS)
    else:
        hurt_tree(chance, statement)
    signer = str(paper["signer"])
    key = shelf.keys.get(signer)
    if key is None:
        return json.dumps(paper).encode()
    more: Tree = {}
    if paper["format"] == SUCCESSION:
        new = _signer_of_card(statement.get("card"))
        confirming = shelf.keys.get(new, key)
        said = SUCCESSION.encode() + b"\n" + canonical(statement)
        more["confirmed"] = base64.b64encode(confirming.sign(said)).decode()
    return signed_text(paper["format"], statement, key, signer, **more)


def _signer_of_card(card: object) -> str:
    return str(card.get("signer")) if isinstance(card, dict) else ""


def made_up(chance: random.Random, inner: Inner, shelf: Shelf) -> bytes:
    """A list, a certificate or a change of key that the sender issues."""
    sender = str(inner.envelope["sender"])
    key = shelf.keys.get(sender) or next(iter(shelf.keys.values()))
    victim = chance.choice(sorted(shelf.keys))
    day = chance.choice(_DAYS)
    kind = chance.choice((REVOCATIONS, CERTIFICATE, SUCCESSION))
    card = json.loads(copy.copy(shelf.card))
    if kind == REVOCATIONS:
        entry = {
            "key_id": victim,
            "from_sequence": chance.choice((1, 2, 2**63 - 1)),
            "date": day,
            "reason": chance.choice(("Mất máy", "", "x" * 200)),
            "epoch": chance.choice((0, 1, 2**63 - 1)),
            "upto": chance.choice(({}, {"x": 2**63 - 1}, {"../../x": 0})),
        }
        version = chance.choice((1, 5, 2**63 - 1))
        return signed_text(
            kind,
            {"version": version, "issued": day, "entries": [entry] * chance.choice((1, 2))},
            key,
            sender,
        )
    if kind == CERTIFICATE:
        statement = {
            "serial": chance.choice((1, 2**63 - 1)),
            "office": "Xã",
            "unit": chance.choice(("xa-23537@1", "x", "")),
            "key_id": victim,
            "sign": card["statement"]["sign"],
            "recipient": card["statement"]["recipient"],
            "role": chance.choice(("upper", "x", "")),
            "scopes": chance.choice(([], ["people"], ["local", "x", "../x"])),
            "issued": day,
            "expires": chance.choice(_DAYS),
        }
        return signed_text(kind, statement, key, sender)
    succession: Tree = {
        "old": chance.choice((sender, victim)),
        "card": card,
        "epoch": chance.choice((0, 1, 2**63 - 1)),
        "last": chance.choice((0, 5, 2**63 - 1)),
        "on": day,
    }
    said = kind.encode() + b"\n" + canonical(succession)
    heir = shelf.keys.get(str(card["signer"]), key)
    confirmed = base64.b64encode(heir.sign(said)).decode()
    return signed_text(kind, succession, key, sender, confirmed=confirmed)


def hurt_card(chance: random.Random, shelf: Shelf) -> bytes:
    """A card cut, flipped, or hurt and signed again by its holder."""
    data = shelf.card
    if chance.random() < 0.5:
        at = chance.randrange(len(data))
        return chance.choice(
            (data[:at], data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :])
        )
    card = json.loads(data)
    statement = card["statement"]
    if chance.random() < 0.5:
        statement[chance.choice(sorted(statement))] = chance.choice(VALUES)
    else:
        hurt_tree(chance, statement)
    return signed_text(CARD, statement, shelf.keys[card["signer"]], card["signer"])


LONGEST_SLIP: Final = 100_000
"""Letters of a slip that was typed again and again; the mutant itself must not fill the memory."""


def hurt_slip(chance: random.Random, shelf: Shelf) -> str:
    """A slip with wrong letters, missing ones, more of them, or another text altogether."""
    text = shelf.slip
    for _ in range(chance.choice((1, 1, 2, 5))):
        at = chance.randrange(len(text) + 1)
        what = chance.randrange(5)
        if what == 0:
            text = text[:at] + chance.choice(ALPHABET) + text[at + 1 :]
        elif what == 1:
            text = text[:at]
        elif what == 2:
            text = (
                text[:at]
                + chance.choice(("", "0", "Ơ", " ", "\n", "/", "\0", "😀", "²"))
                + text[at:]
            )
        elif what == 3:
            text = text[:at] + text[at + 6 :]
        else:
            text = chance.choice(
                ("", "SMT-BN1/", "SMT-BN2/" + text[8:], (text * 50)[:LONGEST_SLIP], text[8:])
            )
        if not text:
            break
    return text
