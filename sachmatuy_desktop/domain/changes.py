"""The centre of the house: who changed which field of which record, from what to what, when, why.

An office's journal is a sequence of *entries*; an entry is one act of one person, and holds the
changes it made.  Undo, history, bundles and the refreshing of the screen all read the same journal.

On the stick an entry is a few lines of JSON: a header and one line for every changed record.  Each
line has a number in its *stream* (`site`, `scope`), without gaps, so two offices can say exactly
what they hold.  The text of a line is written once and never again re-made: it is what was signed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sachmatuy_desktop.domain.dates import parse_moment
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.errors import N_, BadInput, Refused

DELETED: Final = "deleted"
"""The field every record has besides its register's own: 1 for a record that was removed."""

SCHEMA: Final = 1
"""The version of the registers this program writes into its lines."""

_PLAIN: Final = frozenset({str, int, type(None)})
"""What a value may be; a truth value is not a whole number here."""

MAX_LINE: Final = 1 << 20
"""Bytes of one line at most: readers refuse longer ones."""

MAX_VALUES: Final = 2000
"""Values of a line at most: in memory each takes twenty times its bytes."""

MAX_CHANGES: Final = 50_000
"""Changes of one act in one stream at most: an act is never cut, and readers refuse bundles of many
more lines.
"""

MAX_WHY: Final = 2000
"""Characters of a reason at most."""

MAX_NAME: Final = 60
"""Characters at most of the name of a register or a unit."""

MAX_BY: Final = 200
"""Characters at most of the name of whoever did an act."""

_ID: Final = re.compile(r"[0-9a-f]{32}")
"""Of a record, or of a site."""

ERASE: Final = "erase.person"
"""The act under whose entry what was said of a person's records before is taken away for good."""

_GONE: Final = b',"gone":"'
_GONE_TAIL: Final = len(_GONE) + 64 + 2
_SHA256: Final = re.compile(r"[0-9a-f]{64}")

_COMPACT: Final = {"ensure_ascii": False, "separators": (",", ":"), "allow_nan": False}


@dataclass(frozen=True, slots=True)
class Act:
    """What is being done, by whom and why: the head of its journal entry.

    `name` is the act's id (`records.save`); `undoes` the transaction it takes back.
    """

    name: str
    by: str
    why: str = ""
    undoes: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What one act did to one record.

    `after` are the fields written.  `before` are the same fields as they were, or `None` if the
    record did not exist (and for changes of other offices, which do not send it).
    """

    register: str
    record: RecordId
    unit: str
    after: Mapping[str, Value]
    before: Mapping[str, Value] | None = None
    created: bool = False
    gone: bool = False
    """Whether what it said was erased by law: then nothing is left of it but its record."""


@dataclass(frozen=True, slots=True)
class Header:
    """Who did the act, when and why.

    `txn` is shared by the entries of one act that touched several streams.  `hlc` orders acts of
    different sites as well as clocks allow.  `saw` tells, per site, up to which line of this same
    stream the author had read others' work (only what is new since the author's last entry).
    `undoes` is the act that this one takes back.
    """

    txn: str
    hlc: int
    at: str
    by: str
    act: str
    why: str = ""
    undoes: str | None = None
    saw: Mapping[str, int] = field(default_factory=dict)
    count: int = 0


def header_line(number: int, header: Header) -> str:
    """The header as one line of a segment.

    Raises `BadInput` for what a reader would refuse: a reason or a name that is too long.
    """
    if len(header.why) > MAX_WHY:
        raise BadInput(
            N_("Lý do dài {length} ký tự; hãy viết gọn lại, nhiều nhất {limit} ký tự."),
            length=len(header.why),
            limit=MAX_WHY,
        )
    if len(header.by) > MAX_BY:
        raise BadInput(
            N_("Tên người dùng dài quá {limit} ký tự; hãy đổi tên tài khoản rồi làm lại."),
            limit=MAX_BY,
        )
    line: dict[str, object] = {
        "n": number,
        "x": header.txn,
        "h": header.hlc,
        "at": header.at,
        "by": header.by,
        "do": header.act,
        "k": header.count,
        "z": SCHEMA,
    }
    if header.why:
        line["why"] = header.why
    if header.undoes:
        line["undo"] = header.undoes
    if header.saw:
        line["saw"] = dict(sorted(header.saw.items()))
    return json.dumps(line, **_COMPACT)  # type: ignore[arg-type]


def change_line(number: int, change: Change) -> str:
    """A change as one line of a segment.

    Raises `BadInput` for one that is longer than a reader takes: it could never be sent.
    """
    line: dict[str, object] = {
        "n": number,
        "r": change.register,
        "i": change.record,
        "u": change.unit,
        "v": dict(change.after),
    }
    if change.created:
        line["new"] = 1
    text = json.dumps(line, **_COMPACT)  # type: ignore[arg-type]
    if len(text) * 4 > MAX_LINE and len(text.encode()) > MAX_LINE:
        raise BadInput(
            N_(
                "Các ô của ghi chép này cộng lại dài quá 1 MB nên không gửi đi được;"
                " hãy rút ngắn, hoặc đính kèm tệp thay cho chữ."
            )
        )
    return text


def gone_line(line: str) -> str:
    """What is left of a change's line when its payload is erased: its place, whose record it was
    about, and the SHA-256 of the line as it stood, which goes into the seals in its place.
    """
    said = json.loads(line)
    left: dict[str, object] = {each: said[each] for each in ("n", "r", "i", "u")}
    left["v"] = {}
    if said.get("new") == 1:
        left["new"] = 1
    left["gone"] = hashlib.sha256(line.encode()).hexdigest()
    return json.dumps(left, **_COMPACT)  # type: ignore[arg-type]


def is_stub(line: bytes) -> bool:
    """Whether a line is what is left of one whose payload was erased."""
    return line[-_GONE_TAIL : len(_GONE) - _GONE_TAIL] == _GONE


def outlined(line: bytes) -> bytes:
    """What would be left of a line if everything were erased: of a change its stub, a header whole.

    The same for a line and for its stub, so whoever signed it once has signed for both.
    """
    if is_stub(line):
        return line
    try:
        said = json.loads(line)
        return gone_line(line.decode()).encode() if "i" in said else line
    except (ValueError, KeyError, TypeError):
        return line


def header_without_why(line: str) -> str:
    """A header's line whose reason was erased, with the SHA-256 of the line as it stood."""
    said = json.loads(line)
    said.pop("why", None)
    said["gone"] = hashlib.sha256(line.encode()).hexdigest()
    return json.dumps(said, **_COMPACT)  # type: ignore[arg-type]


def line_digest(line: bytes) -> bytes:
    """The SHA-256 of a line; of one whose payload was erased the one that was kept.

    Only `gone_line` and `header_without_why` end a line like that: within a text a quotation mark
    bears a backslash.
    """
    if is_stub(line):
        kept = line[-66:-2].decode(errors="replace")
        if _SHA256.fullmatch(kept):
            return bytes.fromhex(kept)
    return hashlib.sha256(line).digest()


def _bad(number: object) -> Refused:
    return Refused(N_("Dòng {number} của gói dữ liệu không đúng mẫu."), number=number)


def _text(line: Mapping[str, Any], key: str, limit: int = 200) -> str:
    value = line.get(key)
    if not isinstance(value, str) or len(value) > limit:
        raise _bad(line.get("n"))
    return value


def _whole(line: Mapping[str, Any], key: str) -> int:
    value = line.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**63:
        raise _bad(line.get("n"))
    return value


def _moment(line: Mapping[str, Any], key: str) -> str:
    value = _text(line, key, 40)
    try:
        parse_moment(value)
    except BadInput as error:
        raise _bad(line.get("n")) from error
    return value


def _record(line: Mapping[str, Any], key: str) -> str:
    value = _text(line, key, 32)
    if not _ID.fullmatch(value):
        raise _bad(line.get("n"))
    return value


def _site(line: Mapping[str, Any], site: str) -> str:
    if not _ID.fullmatch(site):
        raise _bad(line.get("n"))
    return site


def read_header(line: Mapping[str, Any]) -> Header:
    """The header a line holds; raises `Refused` if it is not one."""
    saw = line.get("saw", {})
    if not isinstance(saw, dict) or "gone" in line:
        raise _bad(line.get("n"))
    return Header(
        txn=_text(line, "x"),
        hlc=_whole(line, "h"),
        at=_moment(line, "at"),
        by=_text(line, "by", MAX_BY),
        act=_text(line, "do"),
        why=_text(line, "why", MAX_WHY) if "why" in line else "",
        undoes=_text(line, "undo") if "undo" in line else None,
        saw={_site(line, site): _whole(saw, site) for site in saw},
        count=_whole(line, "k"),
    )


def read_change(line: Mapping[str, Any]) -> Change:
    """The change a line holds; raises `Refused` if it is not one."""
    values, register, record, unit = map(line.get, ("v", "r", "i", "u"))
    if not (
        isinstance(values, dict)
        and isinstance(register, str)
        and isinstance(record, str)
        and isinstance(unit, str)
        and _PLAIN.issuperset(map(type, values.values()))
        and len(register) <= MAX_NAME
        and len(unit) <= MAX_NAME
        and _ID.fullmatch(record)
    ):
        raise _bad(line.get("n"))
    gone = "gone" in line
    if gone and (values or not _SHA256.fullmatch(str(line["gone"]))):
        raise _bad(line.get("n"))
    return Change(register, record, unit, values, None, line.get("new") == 1, gone)
