"""A person's file as it lies in a bundle of kind `transfer`: one JSON text, read strictly.

It is the bundle's first blob, named by the manifest's notes; the attachments it speaks of follow
(`resources/formats/bundle.md`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from functools import partial
from typing import Final

from sachmatuy_desktop.domain.dossier import PERSON, Dossier, Journey, Piece
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.domain.registers.values import MAX_LONG_TEXT
from sachmatuy_desktop.errors import N_, Refused
from sachmatuy_desktop.storage.blobs import Files
from sachmatuy_desktop.storage.strict_json import Fields, Json, canonical, parse_object
from sachmatuy_desktop.sync.attached import must_be_known
from sachmatuy_desktop.sync.bundle_payload import Blob, BundlePayload, Manifest, OpenedPayload

FORMAT: Final = "sachmatuy-dossier/1"
MAX_PIECES: Final = 5_000
"""Records in one person's file; nobody has as many."""

_NOTE: Final = "dossier"
_WHAT: Final = "dossier.json"
_ID: Final = r"[0-9a-f]{32}"
_NAME: Final = r"[a-z][a-z0-9_]{0,59}"

_NOT_ONE: Final = N_("Gói chuyển hồ sơ không đúng mẫu; hãy xin nơi chuyển đi xuất lại.")


def payload_of(dossier: Dossier, versions: Mapping[str, str], files: Files) -> BundlePayload:
    """What the bundle carries: the file first, named by the manifest, then its attachments."""
    data = written(dossier)
    sha256 = hashlib.sha256(data).hexdigest()
    scans = [Blob(each, partial(files.chunks, each)) for each in sorted(dossier.contents)]
    counts = {"records": len(dossier.all_pieces), "files": len(scans)}
    manifest = Manifest(counts=counts, versions=versions, notes={_NOTE: sha256})
    return BundlePayload(manifest, blobs=(Blob(sha256, lambda: (data,)), *scans))


def dossier_in(payload: OpenedPayload) -> Dossier:
    """The file out of a bundle of kind `transfer`; every attachment is there and whole.

    Raises `Refused` where the bundle carries anything besides, or the file is not well formed.
    """
    name = payload.manifest.notes.get(_NOTE)
    if payload.headers or not payload.blobs or payload.blobs[0] != name:
        raise Refused(_NOT_ONE)
    dossier = read(payload.blob(payload.blobs[0]))
    if payload.blobs[1:] != tuple(sorted(dossier.contents)):
        raise Refused(_NOT_ONE)
    for sha256 in payload.blobs[1:]:
        must_be_known(payload, sha256)
    return dossier


def written(dossier: Dossier) -> bytes:
    """The text of a person's file."""
    return canonical(
        {
            "format": FORMAT,
            "journey": {k: v for k, v in asdict(dossier.journey).items() if v is not None},
            "person": _piece(dossier.person),
            "pieces": [_piece(each) for each in dossier.pieces],
        }
    )


def _piece(piece: Piece) -> dict[str, object]:
    return {"register": piece.register, "record": piece.record, "values": dict(piece.values)}


def read(data: bytes) -> Dossier:
    """A person's file out of its text; raises `Refused`."""
    said = parse_object(data, _WHAT)
    fields = Fields(said, _WHAT)
    if fields.text("format") != FORMAT:
        raise Refused(_NOT_ONE)
    journey = _journey(fields.inner("journey"), fields.whole("journey"))
    person = _read_piece(fields.whole("person"))
    pieces = tuple(map(_read_piece, fields.items("pieces", MAX_PIECES)))
    records = [each.record for each in (person, *pieces)]
    if person.register != PERSON or len(set(records)) != len(records):
        raise Refused(_NOT_ONE)
    return Dossier(journey, person, pieces)


def _journey(fields: Fields, given: Mapping[str, Json]) -> Journey:
    return Journey(
        move=fields.matching("move", _ID),
        from_unit=fields.text("from_unit", 60),
        origin=fields.text("origin"),
        destination=fields.text("destination"),
        moved_on=fields.day("moved_on"),
        hour=fields.matching("hour", r"([01]\d|2[0-3]):[0-5]\d") if "hour" in given else None,
        notice=fields.text("notice") if "notice" in given else None,
        term_until=fields.day("term_until") if "term_until" in given else None,
    )


def _read_piece(item: Json) -> Piece:
    fields = Fields(item, _WHAT)
    values = {name: _value(value) for name, value in fields.whole("values").items()}
    return Piece(fields.matching("register", _NAME), fields.matching("record", _ID), values)


def _value(value: Json) -> Value:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise Refused(_NOT_ONE)
    if isinstance(value, str) and len(value) > MAX_LONG_TEXT:
        raise Refused(_NOT_ONE)
    return value
