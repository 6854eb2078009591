"""The recovery sheet: 128 bits on paper, in two halves that two people keep.

Each half is eight groups of six digits behind a mark of six digits more.  A group is a 16-bit
number times eleven: a wrong digit, or two neighbours swapped, leaves one that eleven does not
divide, so the wrong group is named.  The mark is the sheet's number (four digits), the part (1 or
2) and a last digit that makes it divisible by eleven too, so that halves of two sheets are told
apart before anything is tried.  The code is the exclusive or of both halves; each half by itself is
random, so who finds one knows nothing.

Sheets printed before there were halves have eight groups and no mark; they open as before.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from dataclasses import dataclass, field

from sachmatuy_desktop.errors import N_, BadInput

GROUPS = 8
DIGITS = 6
PARTS = (1, 2)
SECRET_BYTES = 16
_HALF = GROUPS + 1
_CHECK = 11
_LARGEST = 0xFFFF * _CHECK

_NOT_DIGITS = N_("Nhóm thứ {group} của mã khôi phục phải có đúng 6 chữ số; hãy nhìn lại tờ giấy.")
_WRONG_GROUP = N_("Nhóm thứ {group} của mã khôi phục có chữ số sai; hãy nhìn lại tờ giấy.")
_NOT_DIGITS_OF = N_(
    "Phần {part}: nhóm thứ {group} của mã khôi phục phải có đúng 6 chữ số; hãy nhìn lại tờ giấy."
)
_WRONG_GROUP_OF = N_(
    "Phần {part}: nhóm thứ {group} của mã khôi phục có chữ số sai; hãy nhìn lại tờ giấy."
)
_WRONG_MARK = N_("Số hiệu ở đầu tờ giấy gồm 6 chữ số và có chữ số sai; hãy nhìn lại tờ giấy.")
_WRONG_COUNT = N_(
    "Phiếu khôi phục gồm hai phần, mỗi phần có số hiệu và 8 nhóm, mỗi nhóm 6 chữ số;"
    " hãy nhập đủ như trên hai tờ giấy."
)
_HALF_ONLY = N_(
    "Mới có phần {part} của phiếu khôi phục số {sheet}; một phần không mở được gì,"
    " hãy nhập cả phần {other}."
)
_SAME_PART = N_(
    "Cả hai tờ đều là phần {part} của phiếu khôi phục; hãy lấy phần {other} do người kia giữ."
)
_TWO_SHEETS = N_(
    "Hai tờ thuộc hai phiếu khác nhau (số {one} và số {other}); hãy dùng hai phần của cùng một"
    " phiếu."
)


@dataclass(frozen=True)
class RecoveryCode:
    """What opens an office: 16 bytes; `text` is how a sheet without halves prints them."""

    secret: bytes = field(repr=False)

    @property
    def groups(self) -> tuple[str, ...]:
        """All groups of six digits that are printed, in order."""
        return _groups_of(self.secret)

    @property
    def text(self) -> str:
        """All that is printed, in a row: `123456-…`."""
        return "-".join(self.groups)


@dataclass(frozen=True)
class Half:
    """One printed half: the sheet's number (1000 to 9999), the part (1 or 2), 16 random bytes."""

    sheet: int
    part: int
    share: bytes = field(repr=False)

    @property
    def mark(self) -> str:
        """Six digits that tell sheet and part."""
        return _mark(self.sheet, self.part)

    @property
    def groups(self) -> tuple[str, ...]:
        """The eight groups behind the mark."""
        return _groups_of(self.share)


@dataclass(frozen=True)
class RecoverySheet(RecoveryCode):
    """The code in two halves: the sheet's number, and the share that the first half is."""

    number: int = 0
    first: bytes = field(repr=False, default=b"")

    @property
    def halves(self) -> tuple[Half, Half]:
        """Part 1 and part 2."""
        return (
            Half(self.number, 1, self.first),
            Half(self.number, 2, _xor(self.secret, self.first)),
        )

    @property
    def groups(self) -> tuple[str, ...]:
        """Mark and groups of part 1, then those of part 2."""
        return tuple(group for half in self.halves for group in (half.mark, *half.groups))


def new_recovery_code(apart_from: int | None = None) -> RecoverySheet:
    """A fresh code in two halves, from the system's source of randomness.

    The number is another one than that of the sheet it replaces.
    """
    while True:
        number = 1000 + secrets.randbelow(9000)
        if number != apart_from and all(_mark(number, part) for part in PARTS):
            break
    secret, first = secrets.token_bytes(SECRET_BYTES), secrets.token_bytes(SECRET_BYTES)
    return RecoverySheet(secret, number, first)


def parse_recovery_code(text: str) -> RecoveryCode:
    """Read a code as typed: groups apart by spaces, hyphens or dots, or all digits in one row.

    Two halves are read in any order; eight groups alone are a sheet without halves.

    Raises:
        BadInput: too few or too many groups, halves that do not belong together, or a group that
            cannot be right (`part` and `group` are said, its digits are not).
    """
    groups = [part for part in re.split(r"[\s.\-–]+", unicodedata.normalize("NFKC", text)) if part]
    if len(groups) == 1 and len(groups[0]) % DIGITS == 0:
        groups = [groups[0][at : at + DIGITS] for at in range(0, len(groups[0]), DIGITS)]
    if len(groups) == GROUPS:
        return RecoveryCode(_share_of(groups))
    if len(groups) == _HALF:
        half = parse_half(groups)
        other = 3 - half.part
        raise BadInput(_HALF_ONLY, part=half.part, sheet=half.sheet, other=other)
    if len(groups) != 2 * _HALF:
        raise BadInput(_WRONG_COUNT)
    return joined(parse_half(groups[:_HALF], 1), parse_half(groups[_HALF:], 2))


def parse_half(groups: list[str], place: int = 1) -> Half:
    """A half as typed, its mark first; `place` says of which of the two a complaint speaks."""
    mark = re.fullmatch(r"([1-9][0-9]{3})([12])[0-9]", groups[0], re.ASCII)
    if mark is None or int(groups[0]) % _CHECK:
        raise BadInput(_WRONG_MARK, half=place, group=0)
    return Half(int(mark[1]), int(mark[2]), _share_of(groups[1:], place, int(mark[2])))


def joined(one: Half, other: Half) -> RecoverySheet:
    """The code of two halves, in either order.  Raises `BadInput`: not of one sheet."""
    if one.sheet != other.sheet:
        raise BadInput(_TWO_SHEETS, one=one.sheet, other=other.sheet)
    if one.part == other.part:
        raise BadInput(_SAME_PART, part=one.part, other=3 - one.part)
    first, second = sorted((one, other), key=lambda half: half.part)
    return RecoverySheet(_xor(first.share, second.share), one.sheet, first.share)


def _mark(sheet: int, part: int) -> str:
    """Empty where no last digit makes it divisible by eleven; such a number is not given out."""
    begun = (sheet * 10 + part) * 10
    last = -begun % _CHECK
    return f"{begun + last}" if last < 10 else ""


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(left ^ right for left, right in zip(one, other, strict=True))


def _groups_of(share: bytes) -> tuple[str, ...]:
    numbers = (int.from_bytes(share[at : at + 2], "big") for at in range(0, SECRET_BYTES, 2))
    return tuple(f"{number * _CHECK:0{DIGITS}d}" for number in numbers)


def _share_of(groups: list[str], place: int = 1, part: int | None = None) -> bytes:
    return b"".join(_two_bytes(each, n, place, part) for n, each in enumerate(groups, start=1))


def _two_bytes(group: str, number: int, place: int, part: int | None) -> bytes:
    whole = re.fullmatch(r"[0-9]{6}", group)
    value = int(group) if whole else 0
    if whole and not value % _CHECK and value <= _LARGEST:
        return (value // _CHECK).to_bytes(2, "big")
    if part is None:
        raise BadInput(_WRONG_GROUP if whole else _NOT_DIGITS, group=number)
    sentence = _WRONG_GROUP_OF if whole else _NOT_DIGITS_OF
    raise BadInput(sentence, part=part, half=place, group=number)
