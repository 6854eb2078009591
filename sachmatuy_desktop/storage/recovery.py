"""The recovery code: 128 bits that a person can write on paper and read back without a slip.

Eight groups of six digits; each group is a 16-bit number times eleven.  A wrong digit, or two
neighbours swapped, leaves a group that eleven does not divide, so the wrong group is named.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from dataclasses import dataclass, field

from sachmatuy_desktop.errors import N_, BadInput

GROUPS = 8
DIGITS = 6
SECRET_BYTES = 16
_CHECK = 11
_LARGEST = 0xFFFF * _CHECK

_NOT_DIGITS = N_("Nhóm thứ {group} của mã khôi phục phải có đúng 6 chữ số; hãy nhìn lại tờ giấy.")
_WRONG_GROUP = N_("Nhóm thứ {group} của mã khôi phục có chữ số sai; hãy nhìn lại tờ giấy.")
_WRONG_COUNT = N_("Mã khôi phục gồm 8 nhóm, mỗi nhóm 6 chữ số; hãy nhập đủ như trên tờ giấy.")


@dataclass(frozen=True)
class RecoveryCode:
    """The secret of the paper slip: 16 bytes; `text` is what is printed."""

    secret: bytes = field(repr=False)

    @property
    def groups(self) -> tuple[str, ...]:
        """The eight groups of six digits, in order."""
        numbers = (
            int.from_bytes(self.secret[at : at + 2], "big") for at in range(0, SECRET_BYTES, 2)
        )
        return tuple(f"{number * _CHECK:0{DIGITS}d}" for number in numbers)

    @property
    def text(self) -> str:
        """The code as it is printed and typed: `123456-…` (eight groups)."""
        return "-".join(self.groups)


def new_recovery_code() -> RecoveryCode:
    """A fresh code from the system's source of randomness."""
    return RecoveryCode(secrets.token_bytes(SECRET_BYTES))


def parse_recovery_code(text: str) -> RecoveryCode:
    """Read a code as typed: groups apart by spaces, hyphens or dots, or all digits in one row.

    Raises:
        BadInput: not eight groups of six digits, or a group that cannot be right (its number is
            said, its digits are not).
    """
    groups = [part for part in re.split(r"[\s.\-–]+", unicodedata.normalize("NFKC", text)) if part]
    if len(groups) == 1 and len(groups[0]) == GROUPS * DIGITS:
        groups = [groups[0][at : at + DIGITS] for at in range(0, GROUPS * DIGITS, DIGITS)]
    if len(groups) != GROUPS:
        raise BadInput(_WRONG_COUNT)
    return RecoveryCode(b"".join(_secret_of(g, n) for n, g in enumerate(groups, start=1)))


def _secret_of(group: str, number: int) -> bytes:
    if not re.fullmatch(r"[0-9]{6}", group):
        raise BadInput(_NOT_DIGITS, group=number)
    value = int(group)
    if value % _CHECK or value > _LARGEST:
        raise BadInput(_WRONG_GROUP, group=number)
    return (value // _CHECK).to_bytes(2, "big")
