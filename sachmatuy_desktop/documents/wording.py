"""How numbers, dates and list marks are written in a paper (Nghị định 30/2020, Phụ lục I)."""

from __future__ import annotations

import re

from sachmatuy_desktop.domain.forms import BLANK
from sachmatuy_desktop.errors import N_, BadInput

ALPHABET = "abcdđeghiklmnopqrstuvxy"
"""The letters that mark points, in the order of the Vietnamese alphabet (II.6.đ)."""

_HOUR = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def point_letter(number: int) -> str:
    """The mark of the n-th point, from 1: a, b, c, d, đ, e, g, …; after the last one aa, ab, …"""
    over, at = divmod(number - 1, len(ALPHABET))
    return (ALPHABET[over - 1] if over else "") + ALPHABET[at]


def arabic(number: int) -> str:
    """The mark of the n-th clause."""
    return str(number)


def grouped(number: int) -> str:
    """A count as it is written in Vietnamese: 20000 is “20.000”."""
    return f"{number:,}".replace(",", ".")


def two_digits(number: int) -> str:
    """A number below 10 gets a leading 0."""
    return f"{number:02d}"


def document_number(number: int | None, symbol: str) -> str:
    """“Số: 05/BC-UBND”; before the number is given, a place for the pen (II.3.c)."""
    return f"Số: {BLANK if number is None else two_digits(number)}/{symbol}"


def written_date(value: object) -> str:
    """“ngày 05 tháng 01 năm 2020”, “ngày 29 tháng 6 năm 2019” from `YYYY[-MM[-DD]]` (II.4.b).

    Nothing prints as a dotted date.  Raises `BadInput` for a text that is no date.
    """
    if value in (None, ""):
        return f"ngày {BLANK} tháng {BLANK} năm {BLANK}"
    year, month, day = _parts(value)
    words = [f"năm {year}"]
    if month:
        words.insert(0, f"tháng {two_digits(month) if month <= 2 else month}")
    if day:
        words.insert(0, f"ngày {two_digits(day)}")
    return " ".join(words)


def numeric_date(value: object) -> str:
    """“05/01/2020”, “01/2020” or “2020” from `YYYY[-MM[-DD]]`; nothing prints as dots."""
    if value in (None, ""):
        return BLANK
    year, month, day = _parts(value)
    return "/".join([*(two_digits(part) for part in (day, month) if part), year])


def date_part(value: object, part: str) -> str:
    """The day, month, year, hour or minute of `YYYY[-MM[-DD]]` or of a moment; nothing if absent.

    `part` is `ngay`, `thang`, `nam`, `gio` or `phut`; days below 10 and months 1 and 2 have a
    leading 0 (II.4.b).
    """
    day, _, hour = str(value).partition("T")
    if part in {"gio", "phut"}:
        hours, _, minutes = _hour(value, hour).partition(":")
        return hours if part == "gio" else minutes
    year, month, number = _parts(day)
    if part == "nam":
        return year
    if part == "thang":
        return (two_digits(month) if month <= 2 else str(month)) if month else ""
    return two_digits(number) if number else ""


def written_moment(value: object) -> str:
    """“08 giờ 30 phút, ngày 05 tháng 01 năm 2020” from `YYYY-MM-DDTHH:MM`."""
    day, _, hour = str(value).partition("T")
    hours, _, minutes = _hour(value, hour).partition(":")
    return f"{hours} giờ {minutes} phút, {written_date(day)}"


def _hour(value: object, text: str) -> str:
    if _HOUR.fullmatch(text) is None:
        raise BadInput(N_("“{moment}” thiếu giờ, phút; hãy nhập lại mục đó."), moment=value)
    return text


def place_date(place: str, date: str | None) -> str:
    """“Ia Dom, ngày 05 tháng 01 năm 2020” (ô 4)."""
    return f"{place or 2 * BLANK}, {written_date(date)}"


def _parts(value: object) -> tuple[str, int, int]:
    found = _DATE.fullmatch(str(value))
    if found is None or int(found[2] or 1) not in range(1, 13) or int(found[3] or 1) > 31:
        raise BadInput(
            N_("“{date}” không phải là ngày; hãy nhập lại theo dạng 31/12/2025."), date=value
        )
    return found[1], int(found[2] or 0), int(found[3] or 0)
