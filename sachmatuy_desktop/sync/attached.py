"""Attachments on the road: which contents go with a bundle, and whether those that came may stay.

A receipt says which lines are held, and of the attachments in them which contents are lacking.  So
a lost stick, a bundle sent without files and a content lost to a bad disk are all one thing: what
is lacking goes with the next bundle.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate, takewhile
from typing import Final

from sachmatuy_desktop.domain.media import recognise
from sachmatuy_desktop.errors import N_, BadInput, Refused
from sachmatuy_desktop.packs.attachments import load_limits
from sachmatuy_desktop.storage import attachments as kept
from sachmatuy_desktop.storage.blobs import Files
from sachmatuy_desktop.storage.store import Connection
from sachmatuy_desktop.storage.strict_json import Json
from sachmatuy_desktop.storage.sync import outbox
from sachmatuy_desktop.storage.sync.merge_report import MergeReport
from sachmatuy_desktop.sync.bundle_payload import Manifest, OpenedPayload
from sachmatuy_desktop.sync.outlines import SHA256_PATTERN

_LACKING: Final = "lacking"
_COUNT: Final = "files"
BYTES: Final = "file_bytes"
_CHUNK: Final = 1 << 16

_MISCOUNTED: Final = N_(
    "Tệp đính kèm trong gói không đúng số lượng, dung lượng ghi trong bảng kê;"
    " hãy xin bên gửi xuất lại gói."
)
_TOO_LARGE: Final = N_("Gói có tệp đính kèm nặng quá mức nên không nhận; hãy xin bên gửi thu nhỏ.")
_STRANGE: Final = N_(
    "Gói có tệp đính kèm không thuộc ghi chép nào của bên gửi; hãy xin bên gửi xuất lại gói."
)
_OTHER_SIZE: Final = N_(
    "Tệp đính kèm trong gói không khớp với ghi chép về nó; hãy xin bên gửi xuất lại gói."
)
_ODD_LIST: Final = N_("Danh sách tệp còn thiếu trong gói không đúng mẫu; hãy xin xuất lại gói.")


# -- out ------------------------------------------------------------------------------------------


def choose(files: Files, waiting: Mapping[str, int], largest: int | None = None) -> dict[str, int]:
    """Of the contents that wait (SHA-256 and size), as many from the head as one bundle carries.

    One that is damaged, or larger than `largest`, is left out: it must not keep everything else
    from being sent.
    """
    small = {each: size for each, size in waiting.items() if largest is None or size <= largest}
    ends = accumulate(small.values())
    fitting = takewhile(
        lambda pair: pair[1] <= load_limits().bundle_bytes, zip(small, ends, strict=True)
    )
    return {sha256: waiting[sha256] for sha256, _end in fitting if files.is_whole(sha256)}


def counts(sizes: Iterable[int]) -> dict[str, int]:
    """How the manifest counts the attachments of a bundle."""
    all_sizes = list(sizes)
    return {_COUNT: len(all_sizes), BYTES: sum(all_sizes)}


def note_lacking(connection: Connection, files: Files, units: Collection[str]) -> dict[str, Json]:
    """What the manifest says of contents lacking here, for the other office to send."""
    missing = kept.lacking(connection, files, units)
    return {_LACKING: list(missing)} if missing else {}


# -- in -------------------------------------------------------------------------------------------


def must_be_sound(payload: OpenedPayload) -> None:
    """Prove every content of a bundle: its hash, its size, its kind, and the manifest's figures.

    Raises `Refused`, and then nothing of the bundle is taken.
    """
    _asked(payload.manifest)
    total = 0
    for sha256 in payload.blobs:
        size = payload.blob_size(sha256)
        if not 0 < size <= load_limits().most_bytes:
            raise Refused(_TOO_LARGE)
        total += size
    said = payload.manifest.counts
    if (said.get(_COUNT, 0), said.get(BYTES, 0)) != (len(payload.blobs), total):
        raise Refused(_MISCOUNTED)
    for sha256 in payload.blobs:
        must_be_known(payload, sha256)


def must_be_known(payload: OpenedPayload, sha256: str) -> None:
    """Prove one content: of its name, and of a kind that may be attached.  Raises `Refused`."""
    if payload.blob_size(sha256) > load_limits().most_bytes:
        raise Refused(_TOO_LARGE)
    try:
        recognise(payload.blob(sha256), sha256[:8])
    except BadInput as error:
        raise Refused(error.message, **error.values) from error


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a bundle comes from: the partner's key, and the units whose streams it may write.

    `more_coming`: it is one of several parts that have not all been taken in.
    """

    partner: str
    units: Collection[str]
    more_coming: bool = False


def take(
    connection: Connection,
    files: Files,
    payload: OpenedPayload,
    origin: Origin,
    report: MergeReport,
    *,
    for_good: bool = True,
) -> None:
    """Keep the contents that came, within the transaction that merged the lines that speak of them.

    What was spoken of only by records erased by law is let go.  What belongs to lines that wait
    for an earlier bundle, or come with another part of this one is kept until they are here.
    Raises `Refused` for a content that no attachment
    of the sender speaks of.
    """
    waits = origin.more_coming or report.parked > 0
    sizes: dict[str, int] = {}
    for spoken in kept.spoken_of(connection, origin.units):
        sizes.setdefault(spoken.sha256, spoken.size)
    early: list[str] = []
    for sha256 in payload.blobs:
        if sha256 not in sizes:
            if not waits and not report.erased:
                raise Refused(_STRANGE)
            early += [sha256] if waits else []
            continue
        if sizes[sha256] != payload.blob_size(sha256):
            raise Refused(_OTHER_SIZE)
        if files.is_whole(sha256):
            continue
        report.files += 1
        report.file_bytes += sizes[sha256]
        if for_good:
            files.put(sha256, _pieces(payload.blob(sha256)))
    report.files_early = len(early)
    if for_good:
        for sha256 in early:
            files.put(sha256, _pieces(payload.blob(sha256)))
        kept.keep_early(connection, origin.partner, early, instead=not waits)
    coming = set(payload.blobs)
    missing = kept.lacking(connection, files, origin.units)
    report.lacking = sum(1 for each in missing if for_good or each not in coming)


def _pieces(data: bytes) -> Iterator[bytes]:
    for at in range(0, len(data), _CHUNK):
        yield data[at : at + _CHUNK]


def hear_lacking(connection: Connection, partner: str, manifest: Manifest) -> None:
    """Remember what a partner lacks; to be called before its vector is acknowledged.

    Where the vector stands behind what was heard before, this is an older word: it adds to the
    newer one instead of taking its place.
    """
    before = outbox.held_by(connection, partner)
    is_newest = all(manifest.acknowledged.get(name, 0) >= last for name, last in before.items())
    kept.remember_lacking(connection, partner, _asked(manifest), instead=is_newest)


def _asked(manifest: Manifest) -> list[str]:
    said = manifest.notes.get(_LACKING, [])
    if not isinstance(said, list) or len(said) > kept.MOST_LACKING:
        raise Refused(_ODD_LIST)
    asked = [each for each in said if isinstance(each, str) and re.fullmatch(SHA256_PATTERN, each)]
    if len(asked) != len(said):
        raise Refused(_ODD_LIST)
    return asked
