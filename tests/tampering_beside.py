"""What somebody with the file's key changes beside the sealed lines: columns of the journal, the
book of partners, what the office remembers.  No seal, header or line is touched.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any, Final

from sachmatuy_desktop.storage.evidence.checkpoints import ENDS, said_in
from tests import tampering

Rows = Any
Change = Callable[[Rows, random.Random], None]


def _corrected(rows: Rows, dice: random.Random) -> tuple[str, int, int]:
    """A record of a person that was corrected, and one of its lines that is not its first."""
    found = rows.execute(
        "SELECT c.record, c.entry, c.number FROM journal_changes c JOIN people p ON p.id = c.record"
        " WHERE c.line ->> 'new' IS NULL ORDER BY c.entry, c.number"
    ).fetchall()
    record, entry, number = dice.choice(found)
    return str(record), int(entry), int(number)


def hide_login(rows: Rows, _dice: random.Random) -> None:
    """A wrong passphrase is said to come from a bundle: the security log shows it no more."""
    rows.execute(
        "UPDATE journal_entries SET origin = (SELECT digest FROM bundles WHERE direction = 'in')"
        " WHERE act = 'login.failed'"
    )


def hide_correction(rows: Rows, dice: random.Random) -> None:
    """A correction is put into the history of somebody else."""
    record, entry, number = _corrected(rows, dice)
    others = rows.execute("SELECT id FROM people WHERE id <> ? ORDER BY id", (record,)).fetchall()
    where = (dice.choice(others)[0], entry, number)
    rows.execute("UPDATE journal_changes SET record = ? WHERE entry = ? AND number = ?", where)


def hide_in_book(rows: Rows, dice: random.Random) -> None:
    """A correction is put into the history of another book."""
    _record, entry, number = _corrected(rows, dice)
    rows.execute(
        "UPDATE journal_changes SET register = 'villages' WHERE entry = ? AND number = ?",
        (entry, number),
    )


def set_aside(rows: Rows, dice: random.Random) -> None:
    """A correction is marked as not to be counted, and the record put back as it was before."""
    found = rows.execute(
        "SELECT k.record, k.entry FROM cell_clocks k JOIN people p ON p.id = k.record"
        " WHERE k.field = 'birth' ORDER BY 1"
    ).fetchall()
    record, entry = dice.choice(found)
    number, before = rows.execute(
        "SELECT number, before ->> 'birth' FROM journal_changes WHERE entry = ? AND record = ?",
        (entry, record),
    ).fetchone()
    rows.execute("INSERT INTO quarantine VALUES (?, ?, '', 'x', 1, '')", (entry, number))
    earlier = rows.execute(
        "SELECT max(entry) FROM journal_changes WHERE record = ? AND entry < ?"
        " AND line -> '$.v.birth' IS NOT NULL",
        (record, entry),
    ).fetchone()[0]
    (base,) = rows.execute("SELECT base_entry FROM people WHERE id = ?", (record,)).fetchone()
    rows.execute("DELETE FROM cell_clocks WHERE record = ? AND field = 'birth'", (record,))
    if earlier not in (None, base):
        rows.execute("INSERT INTO cell_clocks VALUES (?, 'birth', ?)", (record, earlier))
    rows.execute("UPDATE people SET birth = ? WHERE id = ?", (before, record))


def another_before(rows: Rows, dice: random.Random) -> None:
    """The history says that something else was there before."""
    _record, entry, number = _corrected(rows, dice)
    (before,) = rows.execute(
        "SELECT before FROM journal_changes WHERE entry = ? AND number = ?", (entry, number)
    ).fetchone()
    said = dict.fromkeys(json.loads(before), "1800")
    rows.execute(
        "UPDATE journal_changes SET before = ? WHERE entry = ? AND number = ?",
        (json.dumps(said), entry, number),
    )


def invent_conflict(rows: Rows, _dice: random.Random) -> None:
    """A value waits for a decision that nobody wrote."""
    rows.execute(
        "INSERT INTO siblings SELECT record, field, entry, 'people', '1800' FROM cell_clocks"
        " WHERE record IN (SELECT id FROM people) LIMIT 1"
    )


def invent_reading(rows: Rows, _dice: random.Random) -> None:
    """An office is said to have read what it had not."""
    rows.execute(
        "INSERT INTO seen SELECT site, stream, first, site, last FROM journal_entries"
        " ORDER BY id DESC LIMIT 1"
    )


def stretch_checkpoint(rows: Rows, _dice: random.Random) -> None:
    """The newest checkpoint is said to cover what is yet to be written."""
    rows.execute(
        "UPDATE checkpoints SET upto = upto + 10000"
        " WHERE number = (SELECT max(number) FROM checkpoints)"
    )


def shrink_checkpoint(rows: Rows, dice: random.Random) -> None:
    """A checkpoint is said to cover less than it does."""
    (most,) = rows.execute("SELECT max(number) FROM checkpoints").fetchone()
    number = dice.randint(2, most)
    rows.execute("UPDATE checkpoints SET upto = upto - 1 WHERE number = ?", (number,))


def date_checkpoint(rows: Rows, dice: random.Random) -> None:
    """A checkpoint is said to have been signed at another time."""
    (most,) = rows.execute("SELECT max(number) FROM checkpoints").fetchone()
    rows.execute(
        "UPDATE checkpoints SET at = '2030-01-01T00:00:00+07:00' WHERE number = ?",
        (dice.randint(1, most),),
    )


def invent_paper(rows: Rows, _dice: random.Random) -> None:
    """The newest checkpoint is said to stand on paper, so that nobody is asked to print."""
    _anchor(rows, "print", "Nhật ký")


def invent_stick(rows: Rows, _dice: random.Random) -> None:
    """The newest checkpoint is said to lie on a stick."""
    _anchor(rows, "backup", "20260302-090000-usb-000009")


def _anchor(rows: Rows, kind: str, where: str) -> None:
    rows.execute(
        'INSERT INTO anchors (checkpoint, kind, "where", at) SELECT max(number), ?, ?, max(at)'
        " FROM checkpoints",
        (kind, where),
    )


def invent_partner(rows: Rows, _dice: random.Random) -> None:
    """An office that nobody trusted stands among those that are."""
    rows.execute(
        "INSERT INTO partners SELECT 'AAAAAAAAAAAAAAAA', site, unit_id, name, role, card,"
        " trusted_at, carries FROM partners LIMIT 1"
    )


def rename_partner(rows: Rows, _dice: random.Random) -> None:
    """A trusted office is said to be another one than its card says."""
    rows.execute("UPDATE partners SET name = 'xã Khác'")


def drop_partner(rows: Rows, _dice: random.Random) -> None:
    """A trusted office is gone from the book, so that its bundles are refused."""
    rows.execute("DELETE FROM partners")


def another_unit(rows: Rows, _dice: random.Random) -> None:
    """The office is said to be that of another unit."""
    rows.execute(
        "UPDATE office SET value = json_set(value, '$.unit_id', 'xa-15973@1') WHERE key = 'facts'"
    )


def another_name(rows: Rows, _dice: random.Random) -> None:
    """The office bears another name on its papers."""
    rows.execute("UPDATE office SET value = json_set(value, '$.name', 'X') WHERE key = 'facts'")


def forget_door(rows: Rows, _dice: random.Random) -> None:
    """The mark of the log of tries is forgotten, so that a log that is gone is not missed."""
    rows.execute("DELETE FROM office WHERE key = 'door.marks'")


def other_role(rows: Rows, _dice: random.Random) -> None:
    """A trusted office stands in the book with another role."""
    rows.execute("UPDATE partners SET role = 'sister'")


def unfindable(rows: Rows, _dice: random.Random) -> None:
    """The words by which a person is found are others."""
    rows.execute("UPDATE search_docs SET words = 'x'")


FOUND: Final[dict[str, tuple[Change, str]]] = {
    "a login of the log from elsewhere": (hide_login, "đến từ gói dữ liệu"),
    "a correction in another's history": (hide_correction, "bị xếp vào ghi chép hoặc sổ khác"),
    "a correction in another book": (hide_in_book, "bị xếp vào ghi chép hoặc sổ khác"),
    "a correction not counted": (set_aside, "bị đánh dấu để riêng"),
    "another value before": (another_before, "giá trị trước khi sửa"),
    "a conflict invented": (invent_conflict, "chờ quyết định"),
    "a reading invented": (invent_reading, "đã đọc tới đâu"),
    "a checkpoint stretched": (stretch_checkpoint, "Điểm niêm phong"),
    "a checkpoint shrunk": (shrink_checkpoint, "Điểm niêm phong"),
    "a checkpoint dated anew": (date_checkpoint, "Điểm niêm phong"),
    "a paper invented": (invent_paper, "chưa được giữ ngoài máy"),
    "a stick invented": (invent_stick, "chưa được giữ ngoài máy"),
    "a partner invented": (invent_partner, "nhật ký không ghi ai đã tin"),
    "a partner renamed": (rename_partner, "không khớp với thẻ"),
    "a partner gone": (drop_partner, "không còn trong tệp dữ liệu"),
    "another unit": (another_unit, "một đơn vị khác"),
    "another name": (another_name, "khác với tệp khóa"),
    "the door's mark forgotten": (forget_door, "phải còn ghi nhớ"),
    "another role of a partner": (other_role, "vai trò khác với lúc được tin cậy"),
    "words of the search": (unfindable, "từ để tìm khác với nội dung"),
}
"""What is done, and words of what the check says."""


def other_addressee(rows: Rows, _dice: random.Random) -> None:
    """A bundle is said to have gone to nobody who is known."""
    rows.execute("UPDATE bundles SET partner = 'AAAAAAAAAAAAAAAA' WHERE direction = 'out'")


def newer_receipt(rows: Rows, _dice: random.Random) -> None:
    """A partner is said to have seen a newer checkpoint than its receipts say."""
    rows.execute(
        "UPDATE anchors SET checkpoint = (SELECT max(number) FROM checkpoints)"
        " WHERE kind = 'receipt'"
    )


NOT_FOUND: Final[dict[str, Change]] = {
    "another addressee of a bundle": other_addressee,
    "a receipt of a newer checkpoint": newer_receipt,
}
"""What nothing tells, neither in the file nor outside: it touches no record and no entry.  The
partner knows better, and a reminder that is late shows itself.
"""


def cut_back(rows: Rows, dice: random.Random) -> None:
    """Everything after an earlier checkpoint of this office's own work is gone, with all later
    checkpoints and with what says that there were any.
    """
    (most,) = rows.execute("SELECT max(number) FROM checkpoints").fetchone()
    left = most - dice.randint(4, 6)
    (upto,) = rows.execute("SELECT upto FROM checkpoints WHERE number = ?", (left,)).fetchone()
    rows.execute("DELETE FROM checkpoints WHERE number > ?", (left,))
    rows.execute("DELETE FROM anchors WHERE checkpoint > ?", (left,))
    rows.execute("DELETE FROM journal_changes WHERE entry > ?", (upto,))
    rows.execute("DELETE FROM journal_entries WHERE id > ?", (upto,))
    tampering.rewrite_records(rows)
    ends: dict[tuple[str, str], tuple[int, str]] = {}
    for (text,) in rows.execute("SELECT text FROM checkpoints ORDER BY number").fetchall():
        ends |= said_in(text).moved
    for (site, stream), (last, chain) in ends.items():
        scope, _slash, unit = stream.partition("/")
        rows.execute(
            "UPDATE held SET last = ?, chain = ? WHERE site = (SELECT id FROM sites WHERE site = ?)"
            " AND stream = (SELECT id FROM streams WHERE scope = ? AND unit_id = ?)",
            (last, chain, site, scope, unit),
        )
    listed = sorted([*place, *end] for place, end in ends.items())
    rows.execute("UPDATE office SET value = ? WHERE key = ?", (json.dumps(listed), ENDS))
