"""From the frozen snapshot to a Word file: sections with their pages, heads and feet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sachmatuy_desktop.documents.composing import filled
from sachmatuy_desktop.documents.lines import fold
from sachmatuy_desktop.documents.pages import Sheet, sheet_for
from sachmatuy_desktop.documents.rich_setting import is_signed
from sachmatuy_desktop.documents.word import package, rich_blocks, ruled
from sachmatuy_desktop.documents.word.blocks import MOST_SHEETS, Page, pieces_of
from sachmatuy_desktop.documents.word.runs import as_run, twips
from sachmatuy_desktop.documents.word.shapes import (
    Grid,
    Par,
    Piece,
    glued,
    spacer,
    xml_of,
)
from sachmatuy_desktop.documents.word.watermarks import watermark
from sachmatuy_desktop.domain import forms
from sachmatuy_desktop.domain.forms import Block, Columns, FormData, Orientation, Signatures
from sachmatuy_desktop.errors import N_, Refused
from sachmatuy_desktop.packs.forms import load_typography

__all__ = ["write_word"]

_READ: Final = (rich_blocks, ruled)
"""Where the other kinds of blocks are registered."""

_NUMBER: Final = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r>{run}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
_EDGE: Final = 10.0
"""Points from the edge of the sheet to the training band."""


def write_word(data: FormData) -> bytes:
    """The paper as `.docx`.

    A pure function of `data`.  Raises `Refused` for a layout that this program does not have or
    for more household pages than a Word file should hold, `BadInput` for an unprintable letter.
    """
    data = data.normalised()
    if len(data.sheets) > MOST_SHEETS:
        raise Refused(
            N_("Tệp Word chỉ ghi tối đa {most} bản cam kết; hãy chọn ít hộ hơn hoặc lưu PDF."),
            most=MOST_SHEETS,
        )
    return _Writer(data).file()


@dataclass(frozen=True, slots=True)
class _Margin:
    """A head or foot of pages: the name of its part, and what it says."""

    name: str
    xml: str


class _Writer:
    def __init__(self, data: FormData) -> None:
        self._data = data
        self._typography = load_typography(data.layout)
        self._margins: dict[str, _Margin] = {}

    def file(self) -> bytes:
        """All parts, packed."""
        body = self._body()
        margins = list(self._margins.values())
        kinds = {
            "word/document.xml": "document.main",
            "word/styles.xml": "styles",
            "word/settings.xml": "settings",
            **{f"word/{each.name}.xml": each.name.rstrip("0123456789") for each in margins},
        }
        office = package.OFFICE
        leads = {
            "rIdStyles": (f"{office}/styles", "styles.xml"),
            "rIdSettings": (f"{office}/settings", "settings.xml"),
        }
        for each in margins:
            kind = each.name.rstrip("0123456789")
            leads[f"rId_{each.name}"] = (f"{office}/{kind}", f"{each.name}.xml")
        top = {
            "rId1": (f"{office}/officeDocument", "word/document.xml"),
            "rId2": (
                f"{package.PACKAGE}/relationships/metadata/core-properties",
                "docProps/core.xml",
            ),
        }
        return package.packed(
            {
                "[Content_Types].xml": package.types(kinds),
                "_rels/.rels": package.relations(top),
                "docProps/core.xml": package.core(self._data.title),
                "word/document.xml": f"<w:document {package.NAMESPACES}><w:body>{body}</w:body>"
                "</w:document>",
                "word/_rels/document.xml.rels": package.relations(leads),
                "word/styles.xml": package.styles(self._typography),
                "word/settings.xml": package.settings(),
                **{f"word/{each.name}.xml": each.xml for each in margins},
            }
        )

    # -- sections ---------------------------------------------------------------------------------

    def _body(self) -> str:
        made = []
        sections = self._sections()
        for number, (blocks, orientation) in enumerate(sections, start=1):
            sheet = sheet_for(self._typography, orientation)
            pieces = self._pieces(blocks, Page(sheet.setting))
            section = self._section(sheet, orientation)
            if number == len(sections):
                made.append(xml_of(_ended(pieces)) + section)
            else:
                *before, last = _ended(pieces)
                ending = last.xml(section) if isinstance(last, Par) else ""
                made.append(xml_of(before) + ending)
        return "".join(made)

    def _sections(self) -> list[tuple[tuple[Block, ...], Orientation]]:
        """The sections; of a form for many households, its page once for each."""
        data = self._data
        if not data.sheets:
            return [(section.blocks, section.orientation) for section in data.sections]
        only = data.sections[0]
        return [
            (tuple(filled(block, _composed(words)) for block in only.blocks), only.orientation)
            for words in data.sheets
        ]

    def _pieces(self, blocks: Sequence[Block], page: Page) -> list[Piece]:
        """All blocks in order; what is signed holds on to what it signs, no tables touch."""
        made: list[Piece] = []
        for block in blocks:
            signed = isinstance(block, Columns) and is_signed(block)
            if signed or isinstance(block, Signatures | forms.Grid):
                made = glued(made)
            pieces = pieces_of(block, page)
            if not made:
                pieces = _at_top(pieces)
            if made and pieces and isinstance(made[-1], Grid) and isinstance(pieces[0], Grid):
                made.append(spacer(1))
            made += pieces
        return made

    def _section(self, sheet: Sheet, orientation: Orientation) -> str:
        """Page, margins, heads and feet; every section numbers its pages from 1."""
        wide, high = twips(sheet.width), twips(sheet.height)
        turned = ' w:orient="landscape"' if orientation == "landscape" else ""
        right = sheet.width - sheet.left - sheet.setting.width
        first = self._margin("header", self._head(sheet, numbered=False))
        later = self._margin("header", self._head(sheet, numbered=True))
        refers = f'<w:headerReference w:type="default" r:id="rId_{later}"/>'
        refers += f'<w:headerReference w:type="first" r:id="rId_{first}"/>'
        foot = self._foot(sheet)
        if foot:
            name = self._margin("footer", foot)
            for kind in ("default", "first"):
                refers += f'<w:footerReference w:type="{kind}" r:id="rId_{name}"/>'
        return (
            f'<w:sectPr>{refers}<w:type w:val="nextPage"/>'
            f'<w:pgSz w:w="{wide}" w:h="{high}"{turned}/>'
            f'<w:pgMar w:top="{twips(sheet.top)}" w:right="{twips(right)}"'
            f' w:bottom="{twips(sheet.bottom)}" w:left="{twips(sheet.left)}"'
            f' w:header="{twips(self._head_from(sheet))}" w:footer="{twips(self._foot_to(sheet))}"'
            ' w:gutter="0"/><w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>'
        )

    def _margin(self, kind: str, pieces: Sequence[Piece]) -> str:
        """The name of the part that says this; the same words are kept once."""
        tag = "hdr" if kind == "header" else "ftr"
        xml = f"<w:{tag} {package.NAMESPACES}>{xml_of(pieces)}</w:{tag}>"
        if xml not in self._margins:
            number = sum(each.name.startswith(kind) for each in self._margins.values()) + 1
            self._margins[xml] = _Margin(f"{kind}{number}", xml)
        return self._margins[xml].name

    # -- heads and feet ---------------------------------------------------------------------------

    def _head_from(self, sheet: Sheet) -> float:
        """Where the head begins, so that the number stands as far above the text as in print."""
        return _EDGE if self._data.training else sheet.top - 8 - self._number_leading(sheet)

    def _number_leading(self, sheet: Sheet) -> float:
        return sheet.setting.type("page_number").leading

    def _head(self, sheet: Sheet, *, numbered: bool) -> list[Piece]:
        """Training band; copy number, page number and mark of restriction on one line."""
        setting, data = sheet.setting, self._data
        made: list[Piece] = []
        above = 0.0
        across = data.restriction.watermark if data.restriction else ""
        ghost = watermark(across, sheet) if across else ""
        if data.training:
            kind = setting.type("training")
            made.append(Par(_framed(as_run(data.training, kind)), "center"))
            used = _EDGE + kind.leading
            above = max(sheet.top - 8 - self._number_leading(sheet) - used, 0.0)
        kind = setting.type("page_number")
        field = '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        number = _NUMBER.format(run=field) if numbered else ""
        if data.restriction is None:
            made.append(Par(_sized(number, kind.size), "center", above=above))
            return made
        words = setting.type("restriction")
        tab = "<w:r><w:tab/></w:r>"
        runs = ghost + as_run(data.restriction.copy, words) + tab + _sized(number, kind.size) + tab
        runs += _framed(as_run(data.restriction.mark, words))
        tabs = ((setting.width / 2, "center"), (setting.width, "right"))
        made.append(Par(runs, above=above, tabs=tabs))
        return made

    def _foot(self, sheet: Sheet) -> list[Piece]:
        if self._data.restriction is None:
            return []
        kind = sheet.setting.type("foot")
        return [Par(as_run(self._data.restriction.foot, kind), ruled=True)]

    def _foot_to(self, sheet: Sheet) -> float:
        """How far above the edge of the sheet the foot ends: it begins 6 points below the text."""
        if self._data.restriction is None:
            return sheet.bottom / 2
        kind = sheet.setting.type("foot")
        lines = fold(self._data.restriction.foot, kind, sheet.setting.width)
        return max(sheet.bottom - 6 - len(lines) * kind.leading, 12.0)


def _sized(runs: str, size: float) -> str:
    """The runs of a field in a size."""
    return runs.replace("<w:r>", f'<w:r><w:rPr><w:sz w:val="{round(2 * size)}"/></w:rPr>')


def _framed(run: str) -> str:
    """Words in a single frame."""
    frame = '<w:bdr w:val="single" w:sz="4" w:space="2" w:color="auto"/>'
    before, end, after = run.partition("</w:rPr>")
    return before + frame + end + after


def _composed(words: Mapping[str, str]) -> dict[str, str]:
    return {f"sheet.{name}": text for name, text in words.items()}


def _ended(pieces: Sequence[Piece]) -> list[Piece]:
    """A section ends with a paragraph."""
    if pieces and isinstance(pieces[-1], Par):
        return list(pieces)
    return [*pieces, spacer(1, keep=False)]


def _at_top(pieces: Sequence[Piece]) -> list[Piece]:
    """Nothing is left empty at the top of a section."""
    first = pieces[0] if pieces else None
    if isinstance(first, Par) and first.exact and not first.runs and not first.ruled:
        return list(pieces[1:])
    if isinstance(first, Par):
        return [replace(first, above=0.0), *pieces[1:]]
    return list(pieces)
