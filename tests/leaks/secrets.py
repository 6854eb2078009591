"""What identifies somebody or opens something: read out of the books and the keys of an office.

The rule: a name counts from two words on (one word, like “An”, is half the language), a number from
eight digits on, an address or a text from three words on.  Names of accounts are no secrets: the
login screen and the lock show them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Final

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Field, Kind
from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.services.office import Office

__all__ = ["LEAST_DIGITS", "Secrets", "secrets_of", "words_in"]

LEAST_DIGITS: Final = 8
LEAST_KEY: Final = 16
"""Bytes of a key that are looked for."""

_TEXTS: Final = {
    "people": ("permanent_address", "current_address", "remark"),
    "households": ("address", "remark"),
    "tip_offs": ("content",),
}
"""Words that tell whose record it is, or what a citizen confided; the longest part of each."""

_MOST_WORDS: Final = 8
"""So many words of a text, from its begin, are looked for."""


@dataclass
class Secrets:
    """What must not be found: people's names, numbers and words, passphrases, keys (hexadecimal).

    `common` are word sequences that stand in public too: the names of places, of accounts.
    """

    words: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    common: list[str] = field(default_factory=list)

    def add(self, other: Secrets) -> None:
        """Take another office's too."""
        self.words += other.words
        self.numbers += other.numbers
        self.keys += other.keys
        self.common += other.common

    def to_json(self) -> str:
        """For another process."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Secrets:
        """What `to_json` wrote."""
        return cls(**json.loads(text))

    @property
    def count(self) -> int:
        """How many different ones there are."""
        return sum(len(set(each)) for each in (self.words, self.numbers, self.keys))


def words_in(text: str) -> tuple[str, ...]:
    """The words without marks and capitals, so that every way to write them is one."""
    return tuple(re.findall(r"[^\W_]+", fold(text)))


def secrets_of(office: Office) -> Secrets:
    """Everything in the books that identifies, and the keys that open the file."""
    told = Secrets(common=list(_in_public(office)))
    for register in REGISTERS:
        texts = _TEXTS.get(register.name, ())
        fields = [each for each in register.fields if _identifies(each) or each.name in texts]
        numbered = register.name == "identity_docs"
        for row in office.queries.rows(register.name, office.queries.ids(register.name)).values():
            for each in fields:
                _keep(told, each, str(row[each.name] or ""))
            if numbered:
                told.numbers += _numbers(str(row["number"] or ""))
    told.keys += list(_keys(office))
    return told


def _identifies(each: Field) -> bool:
    return each.kind in (Kind.NAME, Kind.PHONE, Kind.CITIZEN_NUMBER)


def _keep(told: Secrets, each: Field, value: str) -> None:
    if each.kind in (Kind.PHONE, Kind.CITIZEN_NUMBER):
        told.numbers += _numbers(value)
        return
    least = 2 if each.kind is Kind.NAME else 3
    words = words_in(value)[:_MOST_WORDS]
    if len(words) >= least:
        told.words.append(" ".join(words))


def _numbers(value: str) -> Iterable[str]:
    return (each for each in re.findall(r"\d+", value) if len(each) >= LEAST_DIGITS)


def _in_public(office: Office) -> Iterator[str]:
    """Names of places and of accounts, and of whom the office itself signs with."""
    for each in office.keyring.shown().accounts:
        yield each.name
    for village in office.queries.rows("villages", office.queries.ids("villages")).values():
        yield f"{village['name']}, {office.unit.titled}"
    yield office.info.full_name


def _keys(office: Office) -> Iterator[str]:
    """Data key and salt together and apart, and the machine's private keys."""
    yield office.keys.db_key_hex
    yield office.keys.device.signing.private_bytes_raw().hex()
    yield office.keys.device.identity_text.encode().hex()
    if office.keys.account_signing is not None:
        yield office.keys.account_signing.private_bytes_raw().hex()
