"""Whether the journal is still the one that was signed: at every checkpoint, in every backup."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, Final, NamedTuple

from sachmatuy_desktop.errors import N_, Refused
from sachmatuy_desktop.storage.backups.backup import FOLDER, list_backups
from sachmatuy_desktop.storage.evidence.checkpoints import (
    FIRST,
    GONE,
    Checkpoint,
    Said,
    heads_digest,
    is_signed,
)
from sachmatuy_desktop.storage.integrity.check_report import CheckReport
from sachmatuy_desktop.storage.keys.keyring_device import key_id
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
    walk.arrive()
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
        self._upto = 0

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
        self._upto = point.upto

    def arrive(self) -> None:
        """After the last one: what it does not cover was written after the entry that it names."""
        newest = self._before
        if newest is None:
            return
        (written,) = self._connection.execute("SELECT max(id) FROM journal_entries").fetchone()
        places = [
            (site, f"{scope}/{unit}")
            for site, scope, unit in self._connection.execute(_PLACES).fetchall()
        ]
        if newest.upto > (written or 0) or any(
            self._began_by(place, self._ends.get(place, GONE)[0], newest.upto) for place in places
        ):
            self._report.add(_ALTERED, number=newest.number)

    def _is_genuine(self, point: Checkpoint, said: Said) -> bool:
        shown = (point.number, point.at, point.heads_sha256)
        if (said.number, said.at, said.heads_sha256) != shown:
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
        if found is not None and found.seal == chain:
            late = found.written_here and found.entry > point.upto
            if late or self._began_by(place, known[0], self._upto):
                self._report.add(_ALTERED, number=point.number)
            return
        if found is None and self._taken_back(point, place):
            return
        self._told.add(place)
        entry = _first_after(self._connection, place, known[0])
        if entry is None:
            self._report.add(_SHORTENED, number=point.number, first=first, last=last)
        else:
            self._report.add(_REWRITTEN, number=point.number, first=first, last=last, entry=entry)

    def _began_by(self, place: tuple[str, str], last: int, upto: int) -> bool:
        """Whether what was written here after a line was written by an entry already."""
        later = "AND e.first > ? AND e.origin IS NULL ORDER BY e.first LIMIT 1"
        query = f"SELECT e.id {_PLACED} {later}"
        found = self._connection.execute(query, (*_names(place), last)).fetchone()
        return found is not None and found[0] <= upto

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
    found = _at(connection, place, end[0])
    return found is not None and found.seal == end[1]


class _End(NamedTuple):
    """The entry that a stream ends with: its number, its seal, whether it was written here."""

    entry: int
    seal: str
    written_here: bool


def _at(connection: Any, place: tuple[str, str], last: int) -> _End | None:
    """The entry that ends with a line."""
    query = (
        f"SELECT e.last, e.id, e.chain, e.origin {_PLACED} AND e.first <= ?"
        " ORDER BY e.first DESC LIMIT 1"
    )
    found = connection.execute(query, (*_names(place), last)).fetchone()
    if found is None or found[0] != last:
        return None
    return _End(found[1], str(found[2]), found[3] is None)


def _first_after(connection: Any, place: tuple[str, str], last: int) -> int | None:
    """The first entry after a line."""
    query = f"SELECT e.id {_PLACED} AND e.first > ? ORDER BY e.first LIMIT 1"
    found = connection.execute(query, (*_names(place), last)).fetchone()
    return None if found is None else int(found[0])


_PLACES: Final = (
    "SELECT s.site, t.scope, t.unit_id FROM held h JOIN sites s ON s.id = h.site"
    " JOIN streams t ON t.id = h.stream"
)
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
