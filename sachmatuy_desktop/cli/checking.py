"""What `check` says of the journal as evidence: how far it is signed, and what holds it outside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sachmatuy_desktop.domain.dates import parse_moment, show_moment
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.proof import evidence, outside
from sachmatuy_desktop.services.proof.evidence import KINDS
from sachmatuy_desktop.storage.evidence.checkpoints import Checkpoint, short


@dataclass(frozen=True)
class Held:
    """One thing that was held against the journal: what it is, whether it agrees, in words."""

    what: str
    agrees: bool
    words: str

    @property
    def answer(self) -> dict[str, object]:
        """The same for a program."""
        return {"what": self.what, "agrees": self.agrees, "message": self.words}


def hold_against(office: Office, papers: Sequence[str], files: Sequence[Path]) -> list[Held]:
    """Hold typed numbers, receipts and backups against the journal."""
    asked: list[tuple[str, Callable[[], Checkpoint]]] = [
        *((typed, partial(outside.paper_is_ours, office, typed)) for typed in papers),
        *((path.name, partial(_point_of, office, path)) for path in files),
    ]
    return [_held(what, ask) for what, ask in asked]


def _point_of(office: Office, path: Path) -> Checkpoint:
    return outside.file_is_ours(office, path).point


def _held(what: str, ask: Callable[[], Checkpoint]) -> Held:
    try:
        point = ask()
    except KnownError as error:
        return Held(what, agrees=False, words=f"{what}: {say(error)}")
    words = _("{what}: khớp với điểm niêm phong {number}, ký lúc {moment}.").format(
        what=what, number=point.number, moment=_moment(point.at)
    )
    return Held(what, agrees=True, words=words)


def about_evidence(office: Office) -> tuple[dict[str, object], list[str]]:
    """How far the journal is signed and kept outside: for a program, and in words."""
    signed, standing = evidence.signed(office), evidence.standing(office)
    point, anchor = signed.point, standing.newest
    answer: dict[str, object] = {
        "checkpoint": point
        and {
            "number": point.number,
            "at": point.at,
            "code": short(point),
            "entries_since": signed.entries,
        },
        "kept_outside": anchor
        and {
            "number": anchor.checkpoint,
            "kind": anchor.kind.value,
            "where": anchor.where,
            "at": anchor.at,
        },
        "entries_not_kept_outside": standing.entries,
    }
    lines = []
    if point is not None:
        lines.append(
            _(
                "Điểm niêm phong mới nhất: {code}, ký lúc {moment}; sau đó có {count} lần ghi."
            ).format(
                code=short(point), moment=_moment(point.at), count=show_integer(signed.entries)
            )
        )
    if anchor is None:
        lines.append(_("Chưa có điểm niêm phong nào được giữ ngoài máy này."))
    else:
        where = _(KINDS[anchor.kind]).format(where=evidence.place_of(office, anchor))
        lines.append(
            _(
                "Giữ ngoài máy gần nhất: điểm {number}, {where}, {moment};"
                " sau đó có {count} lần ghi."
            ).format(
                number=anchor.checkpoint,
                where=where,
                moment=_moment(anchor.at),
                count=show_integer(standing.entries),
            )
        )
    return answer, lines


def _moment(at: str) -> str:
    return show_moment(parse_moment(at))
