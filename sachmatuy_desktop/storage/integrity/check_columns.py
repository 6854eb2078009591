"""Whether what stands beside the sealed lines says what they say.

A seal is over the text of a line alone.  Beside it stand columns by which the program finds, counts
and shows it: whose record it is of, which bundle brought it, what was there before, whether it was
set aside.  Somebody who changes these changes what is read of the journal without touching a seal.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.storage.integrity.check_report import CheckReport
from sachmatuy_desktop.storage.keys.keyring_device import key_id

__all__ = ["check_columns"]

_MISPLACED: Final = N_(
    "Dòng {number} của bút toán {entry} bị xếp vào ghi chép hoặc sổ khác với nội dung đã niêm"
    " phong."
)
_ORIGIN: Final = N_(
    "Bút toán {entry}: dấu cho biết nó ghi ở máy này hay đến từ gói dữ liệu đã bị sửa ngoài"
    " chương trình."
)
_NOT_ASIDE: Final = N_(
    "Bút toán {entry} do máy này ghi nhưng bị đánh dấu để riêng, không tính; dấu đó được đặt ngoài"
    " chương trình."
)
_SEEN: Final = N_(
    "Phần ghi cơ quan nào đã đọc tới đâu khác với nhật ký đã niêm phong; nội dung đã bị sửa ngoài"
    " chương trình."
)

_PLACES: Final = (
    "SELECT entry, number FROM journal_changes"
    " WHERE json_array(number, register, record) <>"
    " json_array(line ->> 'n', line ->> 'r', line ->> 'i')"
)
_FROM_ELSEWHERE: Final = (
    "SELECT e.id FROM journal_entries e JOIN streams t ON t.id = e.stream"
    " JOIN sites s ON s.id = e.site WHERE e.origin IS NOT NULL AND (t.scope = 'local' OR s.site ="
    " (SELECT value ->> 'site' FROM office WHERE key = 'facts'))"
)
_FROM_HERE: Final = (
    "SELECT min(e.id), s.author FROM journal_entries e JOIN sites s ON s.id = e.site"
    " WHERE e.origin IS NULL GROUP BY s.id"
)
_ASIDE: Final = (
    "SELECT DISTINCT q.entry FROM quarantine q JOIN journal_entries e ON e.id = q.entry"
    " WHERE e.origin IS NULL"
)
_SAID: Final = (
    "SELECT e.site, e.stream, e.first, s.id, j.value FROM journal_entries e,"
    " json_each(e.header, '$.saw') j JOIN sites s ON s.site = j.key"
)
_KEPT: Final = "SELECT site, stream, number, other, upto FROM seen"
_OTHERWISE_SEEN: Final = (
    f"SELECT * FROM ({_SAID} EXCEPT {_KEPT})"  # noqa: S608  (our own names)
    f" UNION ALL SELECT * FROM ({_KEPT} EXCEPT {_SAID})"
    " LIMIT 1"
)


def check_columns(
    connection: Any, report: CheckReport, signers: Collection[bytes] | None = None
) -> None:
    """Every line stands where it says; what was written here is marked so, and counts."""
    for entry, number in connection.execute(_PLACES):
        report.add(_MISPLACED, entry=entry, number=number)
    for (entry,) in connection.execute(_FROM_ELSEWHERE):
        report.add(_ORIGIN, entry=entry)
    own = None if signers is None else {key_id(each) for each in signers}
    for entry, author in connection.execute(_FROM_HERE):
        if own is not None and author not in own:
            report.add(_ORIGIN, entry=entry)
    for (entry,) in connection.execute(_ASIDE):
        report.add(_NOT_ASIDE, entry=entry)
    if connection.execute(_OTHERWISE_SEEN).fetchone():
        report.add(_SEEN)
