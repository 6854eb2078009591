"""Reading a Word file as Word would: its words in order, and whether its parts are in order."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any, Final

import docx
from docx.oxml.ns import qn

_ORDER: Final = {
    name: tuple(tags.split())
    for name, tags in (
        ("pPr", "keepNext keepLines pageBreakBefore pBdr tabs spacing ind jc rPr sectPr"),
        ("rPr", "rFonts b bCs i iCs sz szCs bdr vertAlign"),
        ("tblPr", "tblW jc tblInd tblBorders tblLayout tblCellMar"),
        ("tcPr", "tcW gridSpan vMerge tcBorders vAlign"),
        ("sectPr", "headerReference footerReference type pgSz pgMar pgNumType titlePg"),
    )
}
"""The order in which the schema of WordprocessingML wants the settings that we write."""


def opened(content: bytes) -> Any:
    """The document; python-docx refuses what is no Word file."""
    return docx.Document(io.BytesIO(content))


def words_of(document: Any) -> str:
    """Every word of the text, a paragraph a line."""
    return "\n".join(
        "".join(each.text or "" for each in paragraph.iter(qn("w:t")))
        for paragraph in document.element.body.iter(qn("w:p"))
    )


def faults(document: Any) -> list[str]:
    """What Word would call unreadable or repair: settings out of order, cells that do not fit."""
    body = document.element.body
    found = [
        f"{name}: {' '.join(tags)}"
        for name, order in _ORDER.items()
        for each in body.iter(qn(f"w:{name}"))
        if not _in_order(tags := [_bare(child.tag) for child in each], order)
    ]
    for table in body.iter(qn("w:tbl")):
        wide = len(table.tblGrid.findall(qn("w:gridCol")))
        found += [f"row of {n} columns in {wide}" for n in _spans(table) if n != wide]
        if _bare(table.getnext().tag) == "tbl":
            found.append("two tables touch")
    found += [
        "a cell without a paragraph at its end"
        for cell in body.iter(qn("w:tc"))
        if _bare(cell[-1].tag) != "p"
    ]
    return found


def _in_order(tags: Sequence[str], order: Sequence[str]) -> bool:
    places = [order.index(tag) for tag in tags]
    return places == sorted(places)


def _spans(table: Any) -> Iterator[int]:
    for row in table.findall(qn("w:tr")):
        spans = [cell.tcPr.find(qn("w:gridSpan")) for cell in row.findall(qn("w:tc"))]
        yield sum(1 if span is None else int(span.get(qn("w:val"))) for span in spans)


def _bare(tag: str) -> str:
    return str(tag).rpartition("}")[2]
