"""The words of a draft that an official may still change: never its figures, tables or number.

A paper is a snapshot of blocks (`domain.forms`).  `texts_of` lists the words in the order in which
they print, `with_text` gives the snapshot with one of them changed, `parted` what prints.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from sachmatuy_desktop.domain.forms import (
    BLANK,
    Addressees,
    Block,
    Fields,
    FormData,
    Paragraph,
    Section,
    Signatures,
    Title,
)
from sachmatuy_desktop.errors import N_

__all__ = ["PaperText", "Place", "parted", "texts_of", "with_text"]


SHEETED: Final = "{sheet."
"""A place that is filled anew for every household: not a word to be changed."""


@dataclass(frozen=True)
class Place:
    """Where a text stands: section, block, which part of the block, and which one of several."""

    section: int
    block: int
    part: str
    item: int = 0


@dataclass(frozen=True)
class PaperText:
    """One text of the draft; `lines` says that each line of it is an entry of its own."""

    place: Place
    label: str
    text: str
    lines: bool = False


def texts_of(data: FormData) -> list[PaperText]:
    """Everything that may be changed, in the order in which it prints."""
    return [
        text
        for number, section in enumerate(data.sections)
        for place, block in enumerate(section.blocks)
        for text in _texts(block, number, place)
        if SHEETED not in text.text
    ]


def _texts(block: Block, section: int, place: int) -> Iterator[PaperText]:
    match block:
        case Title() if block.subject:
            yield PaperText(Place(section, place, "subject"), N_("Trích yếu"), block.subject)
        case Addressees():
            names = "\n".join(block.names)
            yield PaperText(Place(section, place, "names"), N_("Kính gửi"), names, lines=True)
        case Paragraph() if block.role == "body" and block.text:
            yield PaperText(Place(section, place, "text"), N_("Đoạn văn"), block.text)
        case Fields():
            for item, cell in enumerate(block.cells):
                yield PaperText(Place(section, place, "cell", item), cell.label, _known(cell.value))
        case Signatures():
            for item, signer in enumerate(block.signers):
                yield PaperText(
                    Place(section, place, "signer", item),
                    N_("Họ tên người ký"),
                    _known(signer.name),
                )
            if block.recipients:
                yield PaperText(
                    Place(section, place, "recipients"),
                    N_("Nơi nhận"),
                    "\n".join(block.recipients),
                    lines=True,
                )


def _known(text: str) -> str:
    """The text; nothing for the dots that stand where nothing is known."""
    return "" if text == BLANK else text


def with_text(data: FormData, place: Place, text: str) -> FormData:
    """The draft with one text changed."""
    sections = list(data.sections)
    section = sections[place.section]
    blocks = list(section.blocks)
    blocks[place.block] = _changed(blocks[place.block], place, text)
    sections[place.section] = Section(tuple(blocks), section.orientation)
    return replace(data, sections=tuple(sections))


def parted(data: FormData) -> FormData:
    """The draft as it prints: where Enter was pressed in a paragraph, another one begins."""
    sections = (
        Section(
            tuple(part for block in each.blocks for part in _paragraphs(block)), each.orientation
        )
        for each in data.sections
    )
    return replace(data, sections=tuple(sections))


def _paragraphs(block: Block) -> Iterator[Block]:
    if isinstance(block, Paragraph):
        yield from (replace(block, text=text) for text in block.text.split("\n"))
    else:
        yield block


def _changed(block: Block, place: Place, text: str) -> Block:
    lines = tuple(line.strip() for line in text.splitlines() if line.strip())
    changed: Block = block
    match block:
        case Title():
            changed = replace(block, subject="\n".join(lines))
        case Addressees():
            changed = replace(block, names=lines)
        case Paragraph():
            changed = replace(block, text="\n".join(lines))
        case Fields():
            cells = list(block.cells)
            cells[place.item] = replace(cells[place.item], value=text.strip())
            changed = replace(block, cells=tuple(cells))
        case Signatures() if place.part == "recipients":
            changed = replace(block, recipients=lines)
        case Signatures():
            signers = list(block.signers)
            signers[place.item] = replace(signers[place.item], name=text.strip())
            changed = replace(block, signers=tuple(signers))
    return changed
