"""A Word file of unknown making, opened within limits: no macros, nothing embedded or afar."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import Any, Final

from sachmatuy_desktop.errors import N_, BadInput

__all__ = ["MOST_BYTES", "open_word", "parsed", "text_parts"]

MOST_BYTES: Final = 5_000_000
"""Bytes of a template's file."""

MOST_MEMBERS: Final = 400
MOST_INFLATED: Final = 40_000_000
"""Bytes of all members together, unpacked."""

MOST_XML: Final = 15_000_000
"""Bytes of one part of text; a hundred pages of words have about two million."""

DOCUMENT: Final = "word/document.xml"
_TYPES: Final = "[Content_Types].xml"
_EMBEDDED: Final = ("word/embeddings/", "word/activex/", "word/afchunk")
_FAR_FIELDS: Final = ("DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "LINK", "MACROBUTTON")

_NO_WORD: Final = N_("Tệp {file} không phải văn bản Word .docx; hãy mở bằng Word rồi lưu lại.")
_LOCKED: Final = N_(
    "Tệp {file} có mật khẩu hoặc là tệp .doc cũ; hãy mở bằng Word rồi lưu thành .docx."
)
_TOO_LARGE: Final = N_("Tệp {file} quá lớn; hãy bớt ảnh và định dạng thừa rồi lưu lại.")
_BROKEN: Final = N_("Tệp {file} bị hỏng; hãy mở bằng Word rồi lưu lại thành .docx.")
_MACROS: Final = N_("Tệp {file} có macro; hãy lưu lại thành .docx không có macro.")
_INSIDE: Final = N_("Tệp {file} có đối tượng nhúng ({what}); hãy bỏ đối tượng đó rồi lưu lại.")
_AFAR: Final = N_("Tệp {file} trỏ ra ngoài ({what}); hãy bỏ liên kết đó rồi lưu lại.")
_FIELD: Final = N_("Tệp {file} có trường lấy dữ liệu từ nơi khác ({what}); hãy bỏ trường đó.")


def open_word(content: bytes, name: str) -> dict[str, bytes]:
    """The parts of a `.docx` in their order.

    Raises `BadInput` naming the file: too large, no Word file, broken, macros, embedded objects,
    links to elsewhere, fields that fetch something.
    """
    if len(content) > MOST_BYTES:
        raise BadInput(_TOO_LARGE, file=name)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadInput(_LOCKED, file=name)
    try:
        parts = _unpacked(content, name)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError) as error:
        raise BadInput(_BROKEN if content.startswith(b"PK") else _NO_WORD, file=name) from error
    except NotImplementedError as error:  # zipfile: packed in a way that Word does not use
        raise BadInput(_BROKEN, file=name) from error
    except RuntimeError as error:  # zipfile: a member has a password
        raise BadInput(_LOCKED, file=name) from error
    if DOCUMENT not in parts or _TYPES not in parts:
        raise BadInput(_NO_WORD, file=name)
    _refuse_active(parts, name)
    for part, xml in parts.items():
        if part.endswith((".xml", ".rels")):
            _refuse_afar(parsed(xml, name), name)
    return parts


def _unpacked(content: bytes, name: str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        infos = archive.infolist()
        names = {each.filename for each in infos}
        if len(names) < len(infos):
            raise zipfile.BadZipFile(name)
        xml = [each.file_size for each in infos if each.filename.endswith((".xml", ".rels"))]
        total = sum(each.file_size for each in infos)
        if len(infos) > MOST_MEMBERS or total > MOST_INFLATED or max(xml, default=0) > MOST_XML:
            raise BadInput(_TOO_LARGE, file=name)
        return {each.filename: archive.read(each) for each in infos if not each.is_dir()}


def _refuse_active(parts: Mapping[str, bytes], name: str) -> None:
    types = parts[_TYPES].lower()
    if b"macroenabled" in types or any("vbaproject" in part.lower() for part in parts):
        raise BadInput(_MACROS, file=name)
    for part in parts:
        if part.lower().startswith(_EMBEDDED):
            raise BadInput(_INSIDE, file=name, what=part)


def parsed(xml: bytes, name: str) -> Any:
    """The tree of a part; no document type, no entity, nothing fetched.  Raises `BadInput`."""
    from lxml import etree  # noqa: PLC0415  (heavy; only who has a template of their own needs it)

    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml or b"<\0!\0D" in xml:
        raise BadInput(_BROKEN, file=name)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        tree = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadInput(_BROKEN, file=name) from error
    if tree.getroottree().docinfo.doctype:
        raise BadInput(_BROKEN, file=name)
    return tree


def _refuse_afar(tree: Any, name: str) -> None:
    for each in tree.iter():
        tag = str(each.tag).rpartition("}")[2]
        if tag == "Relationship" and each.get("TargetMode") == "External":
            raise BadInput(_AFAR, file=name, what=str(each.get("Target", ""))[:60])
        if tag in {"altChunk", "object", "control", "OLEObject"}:
            raise BadInput(_INSIDE, file=name, what=tag)
        if tag in {"instrText", "fldSimple"}:
            said = "".join(each.itertext()) + " ".join(each.attrib.values())
            words = said.upper().split()
            if words and words[0] in _FAR_FIELDS:
                raise BadInput(_FIELD, file=name, what=words[0])


def text_parts(parts: Mapping[str, bytes]) -> Iterator[str]:
    """The parts that hold words of the page: the text, heads, feet, notes."""
    for part in parts:
        where = part.removeprefix("word/")
        if where != part and "/" not in where and where.endswith(".xml"):
            kind = where.removesuffix(".xml").rstrip("0123456789")
            if kind in {"document", "header", "footer", "footnotes", "endnotes"}:
                yield part
