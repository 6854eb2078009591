"""Words across every page of a Word file, as Word's own «Watermark» keeps them: VML in the head."""

from __future__ import annotations

from typing import Final

from sachmatuy_desktop.documents.pages import Sheet
from sachmatuy_desktop.documents.word.runs import FONT, said

__all__ = ["watermark"]

_ROOM: Final = 0.8
"""The part of the width of the text that the words may take."""

_LARGEST: Final = 28.0
"""Points."""

_PATH: Final = (
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"'
    ' path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>'
    '<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
    '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>'
    '<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>'
    '<v:path textpathok="t"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
)
"""The shape that Word calls “plain text”: a line of words drawn to the size of its box."""


def watermark(text: str, sheet: Sheet) -> str:
    """A run for the head of a section; light grey, rising, behind the text."""
    kind = sheet.setting.type("training")
    size = min(_LARGEST, kind.size * _ROOM * sheet.setting.width / kind.width(text))
    wide = kind.width(text) * size / kind.size
    words = said(text).replace('"', "&quot;")
    centred = "".join(
        f"mso-position-{way}:center;mso-position-{way}-relative:margin;"
        for way in ("horizontal", "vertical")
    )
    return (
        f'<w:r><w:pict>{_PATH}<v:shape id="Watermark" type="#_x0000_t136"'
        f' style="position:absolute;margin-left:0;margin-top:0;width:{wide:.1f}pt;'
        f'height:{size:.1f}pt;rotation:315;z-index:-251658752;{centred}" o:allowincell="f"'
        ' fillcolor="#e0e0e0" stroked="f">'
        f'<v:textpath style="font-family:&quot;{FONT}&quot;" string="{words}"/>'
        "</v:shape></w:pict></w:r>"
    )
