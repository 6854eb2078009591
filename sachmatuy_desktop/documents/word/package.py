"""The file around the parts of a Word document: a ZIP whose bytes follow from its parts alone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Final

from sachmatuy_desktop.documents.word.runs import FONT, said
from sachmatuy_desktop.domain.forms import Typography

__all__ = ["NAMESPACES", "WORD", "core", "packed", "relations", "settings", "styles", "types"]

WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
NAMESPACES: Final = (
    f'xmlns:w="{WORD}" xmlns:r="{OFFICE}"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)

_WHEN: Final = (1980, 1, 1, 0, 0, 0)
"""The day that a ZIP gives to what has none."""

_UNIX: Final = 3
_MAIN: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """The parts as a ZIP, in the order given."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, _WHEN)
            info.create_system = _UNIX
            info.external_attr = 0o600 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            text = _XML + content if isinstance(content, str) else content
            archive.writestr(info, text)
    return made.getvalue()


def types(parts: Mapping[str, str]) -> str:
    """What each part is: its name and the end of its type."""
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{_MAIN}.{kind}+xml"/>'
        for name, kind in parts.items()
    )
    return (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-'
        f'package.core-properties+xml"/>{overrides}</Types>'
    )


def relations(parts: Mapping[str, tuple[str, str]]) -> str:
    """Relations by id: the kind of what they lead to, and where it lies."""
    lines = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>'
        for key, (kind, target) in parts.items()
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def core(title: str) -> str:
    """The properties of the file: its title, nobody and no time."""
    return (
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{said(title)}</dc:title>'
        "</cp:coreProperties>"
    )


def settings() -> str:
    """What Word must know: nothing of older versions, no person's data kept on saving."""
    compatible = (
        '<w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    )
    return (
        f"<w:settings {NAMESPACES}><w:removePersonalInformation/><w:removeDateAndTime/>"
        f'<w:defaultTabStop w:val="720"/><w:compat>{compatible}</w:compat></w:settings>'
    )


def styles(typography: Typography) -> str:
    """One style for all: the type of running text, on which every run says what it has else."""
    fonts = "".join(f' w:{each}="{FONT}"' for each in ("ascii", "eastAsia", "hAnsi", "cs"))
    size = round(2 * typography.styles["body"].size)
    return (
        f"<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts{fonts}/>"
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/><w:lang w:val="vi-VN"/></w:rPr>'
        "</w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        "<w:qFormat/></w:style></w:styles>"
    )
