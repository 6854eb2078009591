"""Looking over `.xlsx` and `.ods`: a ZIP of XML, read within limits before the reader sees it.

What the sheets say besides their texts is read in the same pass (`asides_xlsx`, `asides_ods`).
"""

from __future__ import annotations

import html
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Final
from xml.parsers import expat

from sachmatuy_desktop.errors import N_, Refused
from sachmatuy_desktop.exchange import asides_ods, asides_xlsx
from sachmatuy_desktop.exchange.asides import Asides
from sachmatuy_desktop.exchange.extent import Extent, column_number

MAX_MEMBERS: Final = 2_000
MAX_INFLATED: Final = 160 * 1024 * 1024
"""Bytes of all members together; a sheet of 100,000 rows has about 40 MB."""

MAX_RATIO: Final = 200
"""A member of more than `RATIO_FROM` bytes that shrank further than this is no real sheet."""
RATIO_FROM: Final = 8 * 1024 * 1024

_ODS = b"application/vnd.oasis.opendocument.spreadsheet"


class HasPassword(Refused):
    """A workbook locked as a whole, which its passphrase would open."""


def has_password(name: str) -> Refused:
    """The sentence for a locked workbook."""
    return Refused(
        N_("Tệp «{file}» có mật khẩu. Hãy mở bằng Excel, bỏ mật khẩu, lưu lại rồi nhập."),
        file=name,
    )


def check(archive: zipfile.ZipFile, name: str) -> Mapping[int, Asides]:
    """Look every member over; returns what the sheets say besides texts.  Raises `Refused`."""
    infos = {each.filename: each for each in archive.infolist()}
    if len(infos) < len(archive.infolist()):
        msg = "two members of one name: readers differ in which one they take"
        raise zipfile.BadZipFile(msg)
    _refuse_bomb(list(infos.values()), name)
    if "mimetype" in infos and archive.read("mimetype").startswith(_ODS):
        return _check_ods(archive, infos, name)
    if "xl/workbook.xml" not in infos:
        raise Refused(_other_office_file(infos), file=name)
    return _check_xlsx(archive, infos, name)


def _refuse_bomb(infos: list[zipfile.ZipInfo], name: str) -> None:
    """What the table of contents says; `zipfile` holds every member to it while reading."""
    total = sum(each.file_size for each in infos)
    packed = any(
        each.file_size > RATIO_FROM and each.file_size > MAX_RATIO * max(each.compress_size, 1)
        for each in infos
    )
    if len(infos) > MAX_MEMBERS or total > MAX_INFLATED or packed:
        raise Refused(
            N_(
                "Tệp «{file}» bung ra quá lớn. Hãy xóa các sheet, ảnh và định dạng thừa rồi lưu"
                " lại."
            ),
            file=name,
        )


def _other_office_file(names: Mapping[str, object]) -> str:
    if "word/document.xml" in names:
        return N_("Tệp «{file}» là văn bản Word. Hãy chép bảng sang Excel rồi lưu thành .xlsx.")
    if "xl/workbook.bin" in names:
        return N_("Tệp «{file}» là .xlsb. Hãy mở bằng Excel rồi lưu lại thành .xlsx.")
    return N_("Tệp «{file}» không phải bảng tính. Hãy chọn tệp .xlsx, .xls, .ods hoặc .csv.")


# -- .xlsx -----------------------------------------------------------------------------------------

_STYLES = "xl/styles.xml"
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_ODD_TAGS = (  # apart, since each begins with a text that is searched for quickly
    re.compile(rb":(?:row|c)[\s/>]"),
    re.compile(rb'<row(?=[\s/>])(?! r=")'),
    re.compile(rb'<c(?=[\s/>])(?! r=")'),
)
_ROW_NUMBER = re.compile(rb'<row r="(\d+)"')
_WIDE_CELL = re.compile(rb'<c r="([A-Z]{2,3})\d')
_CELL = re.compile(
    rb"<(?:\w+:)?(?:(?P<row>row)|c)(?=[\s/>])(?P<attributes>[^>]*?)(?P<end>/?)>"
    rb"(?P<inside>(?:\s*<(?:\w+:)?(?:v|is|f)[\s/>])?)"
)
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']\$?([A-Za-z]*)\$?(\d+)""")


def _check_xlsx(
    archive: zipfile.ZipFile, infos: Mapping[str, zipfile.ZipInfo], name: str
) -> Mapping[int, Asides]:
    order = _sheet_order(archive, infos)
    asides: dict[int, Asides] = {}
    fonts = asides_xlsx.old_fonts(archive.read(_STYLES)) if _STYLES in infos else {}
    for member in infos:
        xml = archive.read(member)  # verifies the checksum; small, as the limits above have said
        if b"sheetData" not in xml:
            continue
        _xlsx_extent(xml).refuse_if_huge(name)
        if member in order:
            told = asides[order[member]] = asides_xlsx.read(xml, fonts)
            for notes in _notes_of(archive, infos, member):
                asides_xlsx.read_notes(archive.read(notes), told)
    return asides


def _notes_of(
    archive: zipfile.ZipFile, infos: Mapping[str, zipfile.ZipInfo], member: str
) -> Iterator[str]:
    """The members that hold the notes of a sheet."""
    folder, _, sheet = member.rpartition("/")
    relations = f"{folder}/_rels/{sheet}.rels"
    if relations not in infos:
        return
    for each in _RELATION.findall(archive.read(relations)):
        if _attribute(each, b"Type").endswith("/comments"):
            target = posixpath.normpath(posixpath.join("/" + folder, _attribute(each, b"Target")))
            if target[1:] in infos:
                yield target[1:]


def _xlsx_extent(xml: bytes) -> Extent:
    """Upper bounds at a glance for a sheet as Excel writes it; cell by cell for any other."""
    if not any(each.search(xml) for each in _ODD_TAGS):
        digits = len(str(max(map(int, _ROW_NUMBER.findall(xml)), default=0)))
        wide = {column_number(each) for each in set(_WIDE_CELL.findall(xml))}
        bound = Extent(10**digits - 1, max(wide, default=26))
        # The reader believes a cell about its row, whatever row it stands in.
        far = re.search(rb'<c r="(?![A-Z]{1,3}\d{1,%d}")' % digits, xml)
        if far is None and bound.fits():
            return bound
    return _filled_extent(xml)


def _filled_extent(xml: bytes) -> Extent:
    """The exact extent of the cells that hold something; cells with a mere format do not count."""
    row = column = last_row = last_column = 0
    for tag in _CELL.finditer(xml):
        said = _REFERENCE.search(tag["attributes"])
        if tag["row"]:
            row = int(said[2]) if said else row + 1
            column = 0
            continue
        column = column_number(said[1].upper()) if said and said[1] else column + 1
        row = int(said[2]) if said else row
        if tag["inside"] and not tag["end"]:
            last_row, last_column = max(last_row, row), max(last_column, column)
    return Extent(last_row, last_column)


def _sheet_order(archive: zipfile.ZipFile, infos: Mapping[str, zipfile.ZipInfo]) -> dict[str, int]:
    """Which member is which sheet of the workbook, counted from 0."""
    relations = "xl/_rels/workbook.xml.rels"
    if relations not in infos:
        return {}
    targets = {
        _attribute(each, b"Id"): _member(_attribute(each, b"Target"))
        for each in _RELATION.findall(archive.read(relations))
    }
    sheets = _SHEET.findall(archive.read("xl/workbook.xml"))
    return {
        targets[_attribute(each, rb"\w+:id")]: place
        for place, each in enumerate(sheets)
        if _attribute(each, rb"\w+:id") in targets
    }


def _attribute(tag: bytes, key: bytes) -> str:
    found = re.search(rb"\s" + key + rb"""\s*=\s*["']([^"']*)""", tag)
    return html.unescape(found[1].decode("utf-8", "replace")) if found else ""


def _member(target: str) -> str:
    return target.removeprefix("/") if target.startswith("/") else "xl/" + target


# -- .ods ------------------------------------------------------------------------------------------

_ODS_TAG = re.compile(
    rb"<table:(?P<what>table|table-row|table-cell|covered-table-cell)(?=[\s/>])"
    rb"(?P<attributes>[^>]*?)/?>"
)
_REPEATED = re.compile(rb"""number-(?:rows|columns)-repeated\s*=\s*["'](\d{1,9})""")


def _check_ods(
    archive: zipfile.ZipFile, infos: Mapping[str, zipfile.ZipInfo], name: str
) -> Mapping[int, Asides]:
    manifest = "META-INF/manifest.xml"
    if manifest in infos and b"encryption-data" in archive.read(manifest):
        raise has_password(name)
    asides: dict[int, Asides] = {}
    for member in infos:
        xml = archive.read(member)
        if member == "content.xml":
            _must_be_whole(xml)
            for extent in _ods_extents(xml):
                extent.refuse_if_huge(name)
            asides = asides_ods.read(xml)
    return asides


def _must_be_whole(xml: bytes) -> None:
    """The reader goes round in circles where an element never ends; raises `BadZipFile`."""
    if b"<!DOCTYPE" in xml:
        msg = "no spreadsheet program writes that"
        raise zipfile.BadZipFile(msg)
    try:
        expat.ParserCreate().Parse(xml, True)
    except (expat.ExpatError, LookupError, ValueError) as error:  # LookupError: of the encoding
        raise zipfile.BadZipFile(str(error)) from error


def _ods_extents(xml: bytes) -> Iterator[Extent]:
    """The extent of each table up to its last filled cell.

    A tail of a million empty rows is how these files say "and nothing more"; it does not count.
    """
    row = column = last_row = last_column = 0
    for tag in _ODS_TAG.finditer(xml):
        times = _REPEATED.search(tag["attributes"])
        repeated = int(times[1]) if times else 1
        if tag["what"] == b"table":
            yield Extent(last_row, last_column)
            row = column = last_row = last_column = 0
        elif tag["what"] == b"table-row":
            row, column = row + repeated, 0
        else:
            column += repeated
            if b"value" in tag["attributes"] or b"formula" in tag["attributes"]:
                last_row, last_column = max(last_row, row), max(last_column, column)
    yield Extent(last_row, last_column)
