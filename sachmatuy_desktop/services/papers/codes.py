"""The code that proves a paper, put where the paper has room for it.

What is hashed is the paper without its code, so the code is part of what is kept and prints the
same for ever.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Final

from sachmatuy_desktop.documents.qr import squares_of
from sachmatuy_desktop.domain.forms import Block, FormData, Qr, Restriction, Section, Signatures
from sachmatuy_desktop.domain.typed_code import groups_of
from sachmatuy_desktop.sync.paper_codes import (
    PaperCode,
    PaperSigner,
    SheetCode,
    form_mark,
    hash_of,
    sheet_token,
)

__all__ = ["SIDE", "coded", "paper_hash", "sheet_coded", "sheet_squares", "uncoded"]

SIDE: Final = 25
"""Millimetres: the squares of the longest code are 0.44 mm then."""

_COPY: Final = re.compile(r"(\d+)/(\d+)\s*$")


def coded(data: FormData, signer: PaperSigner, unit: str, number: str, day: date) -> FormData:
    """The paper with its code below Nơi nhận, or at its end where nobody signs as offices do.

    `number` is as printed, empty for a list that bears none; a code that it had is replaced.
    """
    plain = uncoded(data)
    digest = paper_hash(plain)
    copy, copies = _copy_of(data.restriction)
    text = signer.text(
        PaperCode(
            unit, form_mark(data.form), number, day, digest, copy, copies, bool(data.training)
        )
    )
    return _placed(plain, Qr(squares_of(text), SIDE, groups_of(bytes.fromhex(digest))))


def paper_hash(data: FormData) -> str:
    """What the code says of the paper (`hash_of`), whether it is on it already or not."""
    return hash_of(uncoded(data).to_json())


def uncoded(data: FormData) -> FormData:
    """The paper without its code."""
    first, *others = data.sections
    blocks = tuple(
        replace(each, code=None) if isinstance(each, Signatures) else each
        for each in first.blocks
        if not isinstance(each, Qr)
    )
    return replace(data, sections=(Section(blocks, first.orientation), *others))


def sheet_squares(signer: PaperSigner, record: str, number: int = 0, *, training: bool) -> str:
    """The rows of the code of a household's form, a blank between them, as a sheet keeps them.

    `record` is its sheet in a drive; without a `number`, the household.
    """
    code = SheetCode(sheet_token(record), number, training)
    return " ".join(squares_of(signer.text(code)))


def sheet_coded(data: FormData, signer: PaperSigner, household: str) -> FormData:
    """A form of one household with its code in the corner, by which a scan of it files itself."""
    squares = sheet_squares(signer, household, training=bool(data.training))
    first, *others = data.sections
    blocks = (Qr((squares,), SIDE, corner=True), *first.blocks)
    return replace(data, sections=(Section(blocks, first.orientation), *others))


def _copy_of(restriction: Restriction | None) -> tuple[int, int]:
    found = None if restriction is None else _COPY.search(restriction.copy)
    return (0, 0) if found is None else (int(found[1]), int(found[2]))


def _placed(data: FormData, code: Qr) -> FormData:
    """The code in the last foot of the paper itself, or after its last block."""
    first, *others = data.sections
    blocks: list[Block] = list(first.blocks)
    feet = [at for at, each in enumerate(blocks) if isinstance(each, Signatures)]
    foot = blocks[feet[-1]] if feet else None
    if isinstance(foot, Signatures):
        blocks[feet[-1]] = replace(foot, code=code)
    else:
        blocks.append(code)
    return replace(data, sections=(Section(tuple(blocks), first.orientation), *others))
