"""Numbers on identity papers, and the damage that spreadsheets do to them.

A citizen number has 12 digits: three for the place of birth registration, one for century and sex,
two for the year of birth, six at random (Thông tư 07/2016/TT-BCA).  It has no check digit, so what
does not fit the rest of the record is a warning to look again, never an error: the paper is right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sachmatuy_desktop.domain.dates import PartialDate, show_partial
from sachmatuy_desktop.domain.text import clean, fold
from sachmatuy_desktop.errors import N_, BadInput, KnownError

__all__ = ["IdentityNumber", "citizen_warnings", "parse_citizen_number", "parse_identity"]

CITIZEN, OLD_CARD, PASSPORT = "cccd", "cmnd", "ho_chieu"

# Provinces of birth registration before 1 July 2025; they stay valid for ever.  Foreign countries
# have codes from 100 up.
_BIRTH_PROVINCES = """
001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036
037 038 040 042 044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075
077 079 080 082 083 084 086 087 089 091 092 093 094 095 096
"""
BIRTH_PROVINCES = frozenset(_BIRTH_PROVINCES.split())
SEX_WORDS = {0: "nam", 1: "nu"}

_SCIENTIFIC = re.compile(r"\d([.,]\d+)?E[+-]?\d+", re.ASCII | re.IGNORECASE)
_FLOAT_TAIL = re.compile(r"(\d{8,12})[.,]0+", re.ASCII)
_BETWEEN_DIGITS = re.compile(r"[\s.\-']")
_PASSPORT = re.compile(r"[A-Z]{1,2}\d{6,8}", re.ASCII)


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """The number as it is kept, the kind of paper, and what a person should look at again.

    `warnings` are sentences (never raised) for the screen.
    """

    number: str
    kind: str
    warnings: tuple[KnownError, ...] = ()


def parse_citizen_number(text: str) -> IdentityNumber:
    """A 12-digit number, typed with spaces or dots, or repaired where a spreadsheet cut its zeros.

    Raises BadInput when it is not one, or when the digits are lost ("3.8090012345E+10").
    """
    digits = _digits(text)
    if re.fullmatch(r"\d{12}", digits, re.ASCII):
        return IdentityNumber(digits, CITIZEN)
    padded = digits.zfill(12)
    if re.fullmatch(r"\d{10,11}", digits, re.ASCII) and _plausible(padded):
        warning = BadInput(
            N_("«{text}» thiếu số 0 ở đầu, đã đọc là {number}. Hãy đối chiếu với giấy tờ."),
            text=clean(text),
            number=padded,
        )
        return IdentityNumber(padded, CITIZEN, (warning,))
    raise BadInput(
        N_("«{text}» không phải là số định danh cá nhân. Số này có đúng 12 chữ số."),
        text=clean(text),
    )


def parse_identity(text: str) -> IdentityNumber:
    """A citizen number, an old card of 9 digits, or a passport number, told apart by shape."""
    digits = _digits(text)
    if re.fullmatch(r"\d{9}", digits, re.ASCII):
        return IdentityNumber(digits, OLD_CARD)
    if _PASSPORT.fullmatch(digits.upper()):
        return IdentityNumber(digits.upper(), PASSPORT)
    if re.fullmatch(r"\d{10,12}", digits, re.ASCII):
        return parse_citizen_number(text)
    raise BadInput(
        N_(
            "«{text}» không phải là số giấy tờ. Số định danh có 12 chữ số, chứng minh nhân dân cũ"
            " có 9 chữ số, hộ chiếu có chữ cái đứng đầu."
        ),
        text=clean(text),
    )


def citizen_warnings(
    number: str, sex: str | None = None, birth: PartialDate | None = None
) -> tuple[KnownError, ...]:
    """What in a 12-digit number does not fit the record: place code, sex ("nam", "nữ"), year.

    Sentences for the screen; nothing is raised.  A number of another length has no warnings.
    """
    if not re.fullmatch(r"\d{12}", number, re.ASCII):
        return ()
    century, sex_digit = divmod(int(number[3]), 2)
    year = 1900 + 100 * century + int(number[4:6])
    warnings: list[KnownError] = []
    if number[:3] < "100" and number[:3] not in BIRTH_PROVINCES:
        warnings.append(
            BadInput(
                N_("Ba số đầu {code} của số định danh không phải là mã tỉnh. Hãy xem lại."),
                code=number[:3],
            )
        )
    if sex and fold(sex) in SEX_WORDS.values() and fold(sex) != SEX_WORDS[sex_digit]:
        warnings.append(
            BadInput(
                N_("Số định danh ghi giới tính {of_number}, hồ sơ ghi {of_record}. Hãy xem lại."),
                of_number=("nam", "nữ")[sex_digit],
                of_record=clean(sex).lower(),
            )
        )
    if birth and birth.year != year:
        warnings.append(
            BadInput(
                N_("Số định danh ghi năm sinh {year}, hồ sơ ghi {birth}. Hãy xem lại."),
                year=year,
                birth=show_partial(birth),
            )
        )
    return tuple(warnings)


def _digits(text: str) -> str:
    """The typed number without what stands between digits."""
    typed = clean(text)
    if _SCIENTIFIC.fullmatch(typed):
        raise BadInput(
            N_(
                "«{text}» đã mất chữ số trong bảng tính. Hãy đặt định dạng cột là Văn bản (Text)"
                " rồi gõ lại số."
            ),
            text=typed,
        )
    number = _FLOAT_TAIL.fullmatch(typed)
    return number[1] if number else _BETWEEN_DIGITS.sub("", typed)


def _plausible(number: str) -> bool:
    """Whether a repaired number starts like one of a person born in the 20th or 21st century."""
    return number[:3] in BIRTH_PROVINCES and number[3] in "0123"
