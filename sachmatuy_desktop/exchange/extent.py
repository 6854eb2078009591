"""How large the rectangle is that a sheet's filled cells span, and how large it may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sachmatuy_desktop.errors import N_, Refused

MAX_ROWS: Final = 100_000
MAX_COLUMNS: Final = 400
MAX_CELLS: Final = 4_000_000
"""About 130 MB once the reader has laid them out."""

ERROR_WORDS: Final = frozenset(
    {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"}
)


@dataclass(frozen=True, slots=True)
class Extent:
    """Rows and columns from the first cell of the sheet to the last filled one."""

    rows: int
    columns: int

    def fits(self) -> bool:
        """Whether an old PC has room for it."""
        return (
            self.rows <= MAX_ROWS
            and self.columns <= MAX_COLUMNS
            and self.rows * self.columns <= MAX_CELLS
        )

    def refuse_if_huge(self, name: str) -> None:
        """Raises `Refused`."""
        if not self.fits():
            raise Refused(
                N_(
                    "Tệp «{file}» có ô nằm quá xa (dòng {row}, cột {column}). Hãy xóa các ô thừa"
                    " ngoài bảng rồi lưu lại."
                ),
                file=name,
                row=self.rows,
                column=self.columns,
            )


def column_number(letters: bytes | str) -> int:
    """`A` is 1, `XFD` 16384."""
    number = 0
    for letter in letters.encode() if isinstance(letters, str) else letters:
        number = number * 26 + letter - 64
    return number


def column_letters(number: int) -> str:
    """1 is `A`, 16384 is `XFD`."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
