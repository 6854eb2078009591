"""Whether the journal is still the one that was signed: at every checkpoint, in every backup."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, Final

from sachmatuy_desktop.errors import N_, Refused
from sachmatuy_desktop.storage.backup import FOLDER, list_backups
from sachmatuy_desktop.storage.check_report import CheckReport
from sachmatuy_desktop.storage.checkpoints import (
    FIRST,
    GONE,
    Checkpoint,
    Said,
    heads_digest,
    is_signed,
)
from sachmatuy_desktop.storage.keyring_device import key_id
from sachmatuy_desktop.storage.store import Store

__all__ = ["check_backups", "check_checkpoints", "lies_on"]

_ROWS: Final = (
    "SELECT number, at, upto, heads_sha256, text, device_signature, account_signature"
    " FROM checkpoints ORDER BY number"
)
_ALTERED: Final = N_("Điểm niêm phong {number} của nhật ký đã bị sửa hoặc ký giả.")
_MISSING: Final = N_("Thiếu điểm niêm phong của nhật ký trước điểm {number}.")
_STRANGER: Final = N_(
    "Điểm niêm phong {number} mang tên tài khoản {account} nhưng ký bằng khóa không phải của"
    " tài khoản đó."
)
_REWRITTEN: Final = N_(
    "Nhật ký từ dòng {first} đến dòng {last} (từ bút toán {entry}) không còn là nhật ký đã ký ở"
    " điểm niêm phong {number}; nội dung đã bị viết lại ngoài chương trình."
)
_SHORTENED: Final = N_(
    "Nhật ký đã ký đến dòng {last} ở điểm niêm phong {number} nhưng nay thiếu từ dòng {first}."
)
_BACKED_UP: Final = N_(
    "Nhật ký không còn như trong bản sao lưu {backup} (dòng {last}); phần trước đó đã bị viết lại"
    " hoặc cắt bớt ngoài chương trình."
)
_ANCHORED: Final = N_("Điểm niêm phong {number} đã gửi ra ngoài nhưng không còn trong tệp dữ liệu.")


def check_checkpoints(
    connection: Any, report: CheckReport, signers: Collection[bytes] | None = None
) -> None:
    """Every checkpoint is signed by who it says, holds on to the one before, and names ends that
    the journal has.
    """
    walk = _Walk(connection, report, signers)
    for row in connection.execute(_ROWS).fetchall():
        walk.step(Checkpoint(*row))
    gone = (
        "SELECT DISTINCT a.checkpoint FROM anchors a"
        " LEFT JOIN checkpoints c ON c.number = a.checkpoint WHERE c.number IS NULL"
    )
    for (number,) in connection.execute(gone):
        report.add(_ANCHORED, number=number)


class _Walk:
    """Along the checkpoints, the oldest first."""

    def __init__(
        self, connection: Any, report: CheckReport, signers: Collection[bytes] | None
    ) -> None:
        self._connection = connection
        self._report = report
        self._signers = None if signers is None else {each.hex() for each in signers}
        self._authors = dict(connection.execute("SELECT site, author FROM sites"))
        self._fresh_keys = list(_fresh_keys(connection))
        self._before: Checkpoint | None = None
        self._ends: dict[tuple[str, str], tuple[int, str]] = {}
        self._keys: dict[str, tuple[str, int]] = {}
        self._told: set[tuple[str, str]] = set()

    def step(self, point: Checkpoint) -> None:
        """The next checkpoint."""
        self._report.checkpoints += 1
        before, self._before = self._before, point
        try:
            said = point.said
        except Refused:
            self._report.add(_ALTERED, number=point.number)
            return
        if not self._is_genuine(point, said):
            self._report.add(_ALTERED, number=point.number)
            return
        if said.previous != (FIRST if before is None else before.hash):
            self._report.add(_MISSING, number=point.number)
            return
        self._account(point, said)
        for place, end in said.moved.items():
            self._end(point, place, end)
        if heads_digest(self._ends) != said.heads_sha256:
            self._report.add(_ALTERED, number=point.number)

    def _is_genuine(self, point: Checkpoint, said: Said) -> bool:
        if (said.number, said.heads_sha256) != (point.number, point.heads_sha256):
            return False
        if self._signers is not None and said.device_key not in self._signers:
            return False
        if self._authors.get(said.site) != key_id(bytes.fromhex(said.device_key)):
            return False
        by_account = is_signed(point.text, point.account_signature, said.account_key)
        return is_signed(point.text, point.device_signature, said.device_key) and (
            by_account or not said.account_key
        )

    def _account(self, point: Checkpoint, said: Said) -> None:
        """An account's key stays; it has another only after an act that gives it one."""
        if not said.account_key:
            return
        key, upto = self._keys.get(said.account, (said.account_key, point.upto))
        if key != said.account_key and not any(
            upto < entry <= point.upto and account in (said.account, "")
            for entry, account in self._fresh_keys
        ):
            self._report.add(_STRANGER, number=point.number, account=said.account)
        self._keys[said.account] = (said.account_key, point.upto)

    def _end(self, point: Checkpoint, place: tuple[str, str], end: tuple[int, str]) -> None:
        known = self._ends.get(place, GONE)
        if end == GONE:
            self._ends.pop(place, None)
            return
        self._ends[place] = end
        if place in self._told:
            return
        (last, chain), first = end, known[0] + 1
        found = _at(self._connection, place, last)
        if found == chain or (found is None and self._taken_back(point, place)):
            return
        self._told.add(place)
        entry = _first_after(self._connection, place, known[0])
        if entry is None:
            self._report.add(_SHORTENED, number=point.number, first=first, last=last)
        else:
            self._report.add(_REWRITTEN, number=point.number, first=first, last=last, entry=entry)

    def _taken_back(self, point: Checkpoint, place: tuple[str, str]) -> bool:
        """Whether what another office wrote was here at a checkpoint, and its bundle was undone."""
        row = self._connection.execute(
            "SELECT max(id) FROM journal_entries WHERE act = 'bundle.undo'"
        ).fetchone()
        own = self._connection.execute(
            "SELECT count(*) FROM journal_entries e JOIN sites s ON s.id = e.site"
            " WHERE s.site = ? AND e.origin IS NULL",
            (place[0],),
        ).fetchone()
        return bool(row[0] and row[0] > point.upto and not own[0])


def _fresh_keys(connection: Any) -> Iterator[tuple[int, str]]:
    """The entries by which an account got keys, with its id; "" where it may be anybody's."""
    acts = "('account.add', 'account.reset', 'key.rotate')"
    query = f"SELECT id, act, why FROM journal_entries WHERE act IN {acts}"  # noqa: S608  (ours)
    for entry, act, why in connection.execute(query):
        yield entry, "" if act == "key.rotate" else why.partition(":")[0]


def lies_on(connection: Any, place: tuple[str, str], end: tuple[int, str]) -> bool:
    """Whether the journal has this end: an entry that ends with the line and bears the seal."""
    return _at(connection, place, end[0]) == end[1]


def _at(connection: Any, place: tuple[str, str], last: int) -> str | None:
    """The seal of the entry that ends with a line."""
    query = f"SELECT e.last, e.chain {_PLACED} AND e.first <= ? ORDER BY e.first DESC LIMIT 1"
    found = connection.execute(query, (*_names(place), last)).fetchone()
    return str(found[1]) if found is not None and found[0] == last else None


def _first_after(connection: Any, place: tuple[str, str], last: int) -> int | None:
    """The first entry after a line."""
    query = f"SELECT e.id {_PLACED} AND e.first > ? ORDER BY e.first LIMIT 1"
    found = connection.execute(query, (*_names(place), last)).fetchone()
    return None if found is None else int(found[0])


_PLACED: Final = (
    "FROM journal_entries e JOIN sites s ON s.id = e.site JOIN streams t ON t.id = e.stream"
    " WHERE s.site = ? AND t.scope = ? AND t.unit_id = ?"
)


def _names(place: tuple[str, str]) -> tuple[str, str, str]:
    site, stream = place
    scope, _slash, unit = stream.partition("/")
    return site, scope, unit


def check_backups(connection: Any, report: CheckReport, store: Store) -> None:
    """What this very copy of the office had written when it was backed up is still there.

    The manifests lie beside the file and are signed: somebody who only changes the file is found.
    """
    site = store.facts.site
    for backup in list_backups(store.folder / FOLDER):
        manifest = backup.manifest
        if manifest is None or manifest.site != site:
            continue
        for name, (last, chain) in manifest.heads.items():
            author, _slash, stream = name.partition("/")
            if author == site and not lies_on(connection, (author, stream), (last, chain)):
                report.add(_BACKED_UP, backup=backup.path.stem, last=last)
                return
