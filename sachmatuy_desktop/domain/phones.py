"""Telephone numbers: shown as typed, found by their digits.

A board lists several numbers, some with old dots ("02603.915648"), some short (113); a spreadsheet
drops the leading zero.  Numbers are text, never arithmetic.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sachmatuy_desktop.domain.text import clean
from sachmatuy_desktop.errors import N_, BadInput

__all__ = ["Phone", "parse_phone", "parse_phones", "phone_digits", "phone_numbers"]

_BETWEEN = re.compile(r"\s*[;,/]\s*|\s+(?:-|–|hoặc|và)\s+")
_MARKS = re.compile(r"[\s.()\-]")
_KINDS = (
    ("di động", re.compile(r"0[35789]\d{8}", re.ASCII)),
    ("cố định", re.compile(r"02\d{8,9}", re.ASCII)),
    ("tổng đài", re.compile(r"1[89]00\d{4,6}", re.ASCII)),
    ("số ngắn", re.compile(r"1\d{2,5}", re.ASCII)),
    ("cố định, thiếu mã vùng", re.compile(r"[2-9]\d{5,7}", re.ASCII)),
)


@dataclass(frozen=True, slots=True)
class Phone:
    """One number: `shown` as typed, `digits` to search and to dial, `kind` in a word or two."""

    shown: str
    digits: str
    kind: str


def phone_digits(text: str) -> str:
    """What a search compares: digits alone, the country's +84 as 0."""
    bare = _MARKS.sub("", clean(text))
    local = re.sub(r"^(?:\+|00)84", "0", bare)
    return "".join(digit for digit in local if digit in "0123456789")


def phone_numbers(text: str) -> tuple[str, ...]:
    """The digits of every number in a text, whether or not a network would take them."""
    found = (phone_digits(part) for part in _BETWEEN.split(clean(text)))
    return tuple(digits for digits in found if digits)


def parse_phone(text: str) -> Phone:
    """One telephone number; a leading zero that a spreadsheet dropped is put back.

    Raises BadInput for anything that no network of the country would take.
    """
    shown = clean(text)
    digits = phone_digits(shown)
    if re.fullmatch(r"\+?[\d\s.()\-]+", shown, re.ASCII):
        for candidate, display in ((digits, shown), ("0" + digits, "0" + digits)):
            for kind, pattern in _KINDS:
                if pattern.fullmatch(candidate):
                    return Phone(display, candidate, kind)
    raise BadInput(
        N_("«{text}» không phải là số điện thoại. Hãy gõ đủ số, ví dụ 0912345678."), text=shown
    )


def parse_phones(text: str) -> tuple[Phone, ...]:
    """Several numbers separated by ";", ",", "/", " - " or "hoặc"; none for an empty text."""
    return tuple(parse_phone(part) for part in _BETWEEN.split(clean(text)) if part)
