"""The journal as evidence: the security log, what is anchored outside, what stands on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.documents.evidence_page import EvidencePage, draw
from sachmatuy_desktop.domain.acts import act_title
from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.dates import parse_moment, show_moment
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import trusting
from sachmatuy_desktop.storage.atomic import write_atomically
from sachmatuy_desktop.storage.evidence import anchors, checkpoints
from sachmatuy_desktop.storage.evidence.anchors import Anchor, Kind, Standing
from sachmatuy_desktop.storage.evidence.checkpoints import Checkpoint
from sachmatuy_desktop.storage.evidence.security_log import authors, noted

__all__ = [
    "KINDS",
    "Event",
    "Signed",
    "Subject",
    "Wanted",
    "accounts_seen",
    "anchored",
    "keep_page",
    "place_of",
    "printing",
    "security_log",
    "signed",
    "standing",
]


class Subject(StrEnum):
    """What the events of the security log are about."""

    DOOR = "door"
    VIEWS = "views"
    OUT = "out"
    KEYS = "keys"
    KEEPING = "keeping"


ACTS: Final[Mapping[Subject, tuple[str, ...]]] = MappingProxyType(
    {
        Subject.DOOR: ("login%", "lock", "clock.back"),
        Subject.VIEWS: ("view.%",),
        Subject.OUT: ("%.print", "%_print", "%.export", "records.copy", "bundle.%", "transfer.%"),
        Subject.KEYS: ("account.%", "key.%", "recovery.%", "identity.%", "witness.%"),
        Subject.KEEPING: ("backup.%", "erase.%", "retention.%", "breach.%", "rights.%", "schema.%"),
    }
)
"""The acts of each subject, as patterns of SQL's LIKE."""


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the security log; `number` is its journal entry, `why` ids and codes."""

    number: int
    at: str
    by: str
    act: str
    why: str

    @property
    def title(self) -> str:
        """What was done, in Vietnamese."""
        return act_title(self.act)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events: of one account (the name shown), of one subject, of one day (`YYYY-MM-DD`), of
    one record (`register/id`).
    """

    by: str = ""
    subject: Subject | None = None
    day: str = ""
    record: str = ""


def security_log(
    office: Office, wanted: Wanted | None = None, before: int | None = None, limit: int = 200
) -> list[Event]:
    """The events, newest first; `before` continues after a page.  For who manages the office.

    Raises `NotAllowed`.
    """
    office.info.role.must("manages")
    wanted = wanted or Wanted()
    subjects = ACTS if wanted.subject is None else (wanted.subject,)
    acts = [each for subject in subjects for each in ACTS[subject]]
    with office.store.reading() as connection:
        found = noted(
            connection,
            acts,
            by=wanted.by,
            day=wanted.day,
            why=wanted.record,
            before=before,
            limit=limit,
        )
    return [Event(*each) for each in found]


def accounts_seen(office: Office) -> list[str]:
    """The names under which something was written here, for choosing one."""
    office.info.role.must("manages")
    with office.store.reading() as connection:
        return authors(connection)


# -- anchors --------------------------------------------------------------------------------------


def standing(office: Office) -> Standing:
    """How far the journal is anchored outside this PC."""
    return anchors.standing(office.store)


def anchored(office: Office) -> list[Anchor]:
    """The anchors, the newest first."""
    with office.store.reading() as connection:
        return anchors.anchored(connection)


@dataclass(frozen=True, slots=True)
class Signed:
    """The newest checkpoint, if there is one, and how many entries were written since."""

    point: Checkpoint | None
    entries: int


def signed(office: Office) -> Signed:
    """How far the journal is signed."""
    point = checkpoints.latest(office.store)
    with office.store.reading() as connection:
        return Signed(point, checkpoints.entries_after(connection, point.number if point else 0))


KINDS: Final[Mapping[Kind, str]] = MappingProxyType(
    {
        Kind.BUNDLE: N_("gói gửi {where}"),
        Kind.RECEIPT: N_("biên nhận của {where}"),
        Kind.BACKUP: N_("bản sao lưu {where}"),
        Kind.PRINT: N_("tờ giấy «{where}»"),
    }
)
"""What holds a checkpoint outside, in Vietnamese."""


def place_of(office: Office, anchor: Anchor) -> str:
    """Where an anchor stands, for `KINDS`: the partner's name, the backup, the paper."""
    names = {each.key_id: each.name for each in trusting.partners(office)}
    return names.get(anchor.where, anchor.where)


def printing(office: Office, what: str, purpose: str = "") -> Checkpoint:
    """The checkpoint that a paper about to be printed bears; from now on it stands outside.

    `what` is the paper's name, without persons.  Raises `StorageTrouble`.
    """
    with office.store.noting(Act("evidence.print", office.account.name)) as work:
        work.note(Scope.LOCAL, f"{what}: {purpose}" if purpose else what)
        work.commit()
    point = checkpoints.write(office.store, office.keys)
    anchors.add(office.store, point.number, Kind.PRINT, what)
    return point


# -- the page that is kept outside ----------------------------------------------------------------

_MOST_ON_PAPER: Final = 2_000


def keep_page(office: Office, path: Path, wanted: Wanted, purpose: str) -> Path:
    """Write the events as a PDF to be signed by hand; its foot bears the newest checkpoint.

    For who manages the office.  The journal keeps the purpose.  Raises `NotAllowed`,
    `StorageTrouble`; then no file is there.
    """
    events = security_log(office, wanted, limit=_MOST_ON_PAPER)
    point = printing(office, PAGE_NAME, purpose)
    write_atomically(path, draw(_page(office, events, point, purpose)))
    return path


PAGE_NAME: Final = "Nhật ký bảo mật"


def _page(office: Office, events: Sequence[Event], point: Checkpoint, purpose: str) -> EvidencePage:
    signed = show_moment(parse_moment(point.at))
    return EvidencePage(
        office.info.full_name,
        "NHẬT KÝ BẢO MẬT – TRANG ĐỐI CHIẾU",
        (
            f"Điểm niêm phong của nhật ký: Sổ {checkpoints.short(point)}, ký lúc {signed}.",
            f"Mục đích: {purpose}",
            "Giữ trang này ngoài máy tính. Để biết nhật ký có bị sửa sau ngày ký hay không, vào",
            "Quản trị › Nhật ký bảo mật › Kiểm tra số in trên giấy.",
        ),
        ("Số", "Lúc", "Tài khoản", "Việc", "Ghi chú"),
        [(str(e.number), show_moment(parse_moment(e.at)), e.by, e.title, e.why) for e in events],
        ("CÔNG AN XÃ", "LÃNH ĐẠO UBND"),
        f"Sổ {checkpoints.short(point)}",
    )
