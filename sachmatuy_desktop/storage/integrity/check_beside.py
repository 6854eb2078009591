"""Whether what stands beside the journal is as new as the journal: no older page was put back.

The bindings of records find an old page of a register.  The pages of what is not a record have
their own ties: the settings keep the reading of the clock and the ends of the newest checkpoint,
the journal notes every bundle that was made, and says of every line from elsewhere which bundle
brought it.  Signatures of segments that are gone are made again with the next bundle.
"""

from __future__ import annotations

import json
from typing import Any, Final

from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.storage.backups.pausing import PAUSED
from sachmatuy_desktop.storage.evidence.anchors import Kind
from sachmatuy_desktop.storage.evidence.checkpoints import ENDS, heads_digest, listed_ends
from sachmatuy_desktop.storage.evidence.prelogin import MARKS
from sachmatuy_desktop.storage.evidence.witnessed import DENIED
from sachmatuy_desktop.storage.integrity.check_report import CheckReport

__all__ = ["check_beside"]

_SETTINGS: Final = N_(
    "Phần ghi nhớ của tệp dữ liệu là bản cũ hơn nhật ký; có trang cũ đã bị chép đè vào tệp."
)
_FORGOTTEN: Final = N_(
    "Tệp dữ liệu thiếu điều mà nhật ký cho biết phải còn ghi nhớ (tạm dừng gửi sau khi khôi phục,"
    " hoặc dấu của tệp ghi các lần nhập sai mật khẩu); nội dung đã bị xóa ngoài chương trình."
)
_UNIT: Final = N_(
    "Tệp dữ liệu ghi một đơn vị khác với đơn vị trong các điểm niêm phong đã ký; nội dung đã bị sửa"
    " ngoài chương trình."
)
_POINTS: Final = N_(
    "Sau điểm niêm phong {number} đã có điểm mới hơn nhưng không còn trong tệp dữ liệu."
)
_BOOK: Final = N_("Sổ gói dữ liệu thiếu gói mà nhật ký có ghi; có trang cũ đã bị chép đè vào tệp.")
_DENIED: Final = N_(
    "Biên nhận của đơn vị có khóa {key} ghi đã thấy điểm niêm phong {point} mà nhật ký ở đây không"
    " có hoặc có khác: nhật ký đã bị viết lại."
)
_INVENTED: Final = N_(
    "Chỗ giữ ngoài máy «{where}» của điểm niêm phong {number} không khớp với nhật ký; coi như điểm"
    " đó chưa được giữ ngoài máy."
)
_DENIALS: Final = "SELECT key, value FROM office WHERE instr(key, ?) = 1"


def check_beside(connection: Any, report: CheckReport) -> None:
    """The settings, the checkpoints' end and the book of bundles are not old."""
    if connection.execute(_OLD_CLOCK).fetchone():
        report.add(_SETTINGS)
    if connection.execute(_NOT_PAUSED).fetchone() or connection.execute(_NO_MARKS).fetchone():
        report.add(_FORGOTTEN)
    if connection.execute(_ANOTHER_UNIT).fetchone():
        report.add(_UNIT)
    _newest_point(connection, report)
    for key, point in connection.execute(_DENIALS, (DENIED,)):
        report.add(_DENIED, key=key.removeprefix(DENIED), point=point)
    if connection.execute(_UNKNOWN_BUNDLES).fetchone():
        report.add(_BOOK)
    for number, where in connection.execute(_UNPROVEN):
        report.add(_INVENTED, number=number, where=where)


def _newest_point(connection: Any, report: CheckReport) -> None:
    """The ends that were kept with the newest checkpoint are those that it covers."""
    newest = connection.execute(
        "SELECT number, heads_sha256 FROM checkpoints ORDER BY number DESC LIMIT 1"
    ).fetchone()
    kept = connection.execute("SELECT value FROM office WHERE key = ?", (ENDS,)).fetchone()
    number, digest = newest or (0, "")
    if kept is not None and heads_digest(listed_ends(json.loads(kept[0]))) != digest:
        report.add(_POINTS, number=number)


_OLD_CLOCK: Final = (
    "SELECT 1 WHERE (SELECT max(hlc) FROM journal_entries WHERE origin IS NULL) >"
    " (SELECT CAST(value AS INTEGER) FROM office WHERE key = 'hlc')"
)
_UNKNOWN_BUNDLES: Final = (
    "SELECT 1 WHERE (SELECT count(*) FROM journal_entries WHERE act = 'bundle.export') >"
    " (SELECT count(*) FROM bundles WHERE direction = 'out')"
    " OR EXISTS (SELECT 1 FROM journal_entries WHERE origin IS NOT NULL"
    " AND origin NOT IN (SELECT digest FROM bundles))"
)
_SINCE: Final = "coalesce((SELECT max(id) FROM journal_entries WHERE act = 'schema.upgrade'), 0)"
"""An older program remembered less: what it wrote proves nothing here."""

_NOT_PAUSED: Final = f"""
SELECT 1 WHERE (SELECT max(id) FROM journal_entries WHERE act = 'backup.restore') > max({_SINCE},
    coalesce((SELECT max(id) FROM journal_entries WHERE act = 'bundle.resume'), 0))
AND NOT EXISTS (SELECT 1 FROM office WHERE key = '{PAUSED}')
"""  # noqa: S608  (our own names)
_NO_MARKS: Final = f"""
SELECT 1 FROM journal_entries e JOIN sites s ON s.id = e.site
WHERE s.site = (SELECT value ->> 'site' FROM office WHERE key = 'facts')
AND e.act = 'login' AND e.id > {_SINCE}
AND NOT EXISTS (SELECT 1 FROM office WHERE key = '{MARKS}' AND value <> '') LIMIT 1
"""  # noqa: S608  (our own names)
_ANOTHER_UNIT: Final = (
    "SELECT 1 FROM checkpoints WHERE number = (SELECT max(number) FROM checkpoints) AND"
    " json_valid(text) AND text ->> 'office' <>"
    " (SELECT value ->> 'unit_id' FROM office WHERE key = 'facts')"
)
_UNPROVEN: Final = f"""
SELECT a.checkpoint, a."where" FROM anchors a LEFT JOIN checkpoints c ON c.number = a.checkpoint
WHERE (a.kind = '{Kind.PRINT}' AND NOT EXISTS (
    SELECT 1 FROM journal_entries e WHERE e.act = 'evidence.print' AND e.origin IS NULL
    AND (e.why IN (a."where", '') OR instr(e.why, a."where" || ': ') = 1) AND e.id <= c.upto
    AND e.id > coalesce((SELECT max(upto) FROM checkpoints WHERE number < a.checkpoint - 2), 0)))
OR (a.kind = '{Kind.BACKUP}' AND NOT EXISTS (
    SELECT 1 FROM journal_entries e WHERE e.act = 'backup.carry' AND e.origin IS NULL
    AND e.why IN (a."where", '') AND e.id > c.upto))
OR (a.kind = '{Kind.RECEIPT}' AND NOT EXISTS (
    SELECT 1 FROM partners WHERE key_id = a."where"))
"""  # noqa: S608  (our own names)
"""A paper is noted before the checkpoint that it bears, at most another one or two in between that
were due meanwhile; a backup once it lies there; a receipt comes from a partner.
"""
