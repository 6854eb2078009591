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
from sachmatuy_desktop.storage.check_report import CheckReport
from sachmatuy_desktop.storage.checkpoints import ENDS, heads_digest, listed_ends
from sachmatuy_desktop.storage.witnessed import DENIED

__all__ = ["check_beside"]

_SETTINGS: Final = N_(
    "Phần ghi nhớ của tệp dữ liệu là bản cũ hơn nhật ký; có trang cũ đã bị chép đè vào tệp."
)
_POINTS: Final = N_(
    "Sau điểm niêm phong {number} đã có điểm mới hơn nhưng không còn trong tệp dữ liệu."
)
_BOOK: Final = N_("Sổ gói dữ liệu thiếu gói mà nhật ký có ghi; có trang cũ đã bị chép đè vào tệp.")
_DENIED: Final = N_(
    "Biên nhận của đơn vị có khóa {key} ghi đã thấy điểm niêm phong {point} mà nhật ký ở đây không"
    " có hoặc có khác: nhật ký đã bị viết lại."
)
_DENIALS: Final = "SELECT key, value FROM office WHERE instr(key, ?) = 1"


def check_beside(connection: Any, report: CheckReport) -> None:
    """The settings, the checkpoints' end and the book of bundles are not old."""
    if connection.execute(_OLD_CLOCK).fetchone():
        report.add(_SETTINGS)
    _newest_point(connection, report)
    for key, point in connection.execute(_DENIALS, (DENIED,)):
        report.add(_DENIED, key=key.removeprefix(DENIED), point=point)
    if connection.execute(_UNKNOWN_BUNDLES).fetchone():
        report.add(_BOOK)


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
