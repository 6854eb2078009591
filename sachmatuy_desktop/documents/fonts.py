"""The embedded typeface: Tinos, metric-compatible with Times New Roman, complete in Vietnamese.

reportlab reads the font file and cuts the subset; it is imported on first use only, because the
window must not wait for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sachmatuy_desktop.documents.dots import measures_as
from sachmatuy_desktop.domain.forms import Style
from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.paths import resources_folder

FILES: dict[Style, str] = {
    "regular": "Tinos-Regular.ttf",
    "bold": "Tinos-Bold.ttf",
    "italic": "Tinos-Italic.ttf",
    "bold_italic": "Tinos-BoldItalic.ttf",
}

NO_BREAK_SPACE = "\u00a0"


class Face:
    """One style of the typeface: what a letter measures, and the font program to embed."""

    def __init__(self, style: Style) -> None:
        from reportlab.pdfbase.ttfonts import TTFontFace  # noqa: PLC0415  (heavy, see above)

        self.style = style
        self._face: Any = TTFontFace(str(resources_folder() / "fonts" / FILES[style]))
        self.name = str(self._face.name.decode("ascii"))
        self._widths = _Widths(
            (chr(code), round(width))
            for code, width in self._face.charWidths.items()
            if code in self._face.charToGlyph
        )

    def width(self, text: str, size: float) -> float:
        """How long `text` prints, in points; `BadInput` for a letter the typeface does not have."""
        try:
            return sum(map(self._widths.__getitem__, text)) * size / 1000
        except KeyError as error:
            letter = str(error.args[0])
            raise BadInput(
                N_(
                    "Không in được ký tự “{letter}” (U+{code}) trong “{text}”; hãy sửa lại ô đó "
                    "rồi in lại."
                ),
                letter=letter if letter.isprintable() else "?",
                code=f"{ord(letter):04X}",
                text=text[:60],
            ) from None

    def has(self, letter: str) -> bool:
        """Whether the typeface can print the letter."""
        return letter in self._widths

    def advance(self, code: int) -> int:
        """The width of a character in thousandths of the size."""
        return self._widths.get(chr(code), 0)

    def subset(self, codes: Sequence[int]) -> bytes:
        """A font program whose character n is the Unicode character `codes[n]`."""
        return bytes(self._face.makeSubset(list(codes)))

    def description(self) -> dict[str, object]:
        """The figures of the PDF font descriptor."""
        face = self._face
        symbolic = (face.flags & ~32) | 4
        return {
            "Ascent": round(face.ascent),
            "CapHeight": round(face.capHeight),
            "Descent": round(face.descent),
            "Flags": symbolic,
            "FontBBox": [round(edge) for edge in face.bbox],
            "ItalicAngle": round(face.italicAngle),
            "StemV": round(face.stemV),
            "MissingWidth": 0,
        }


class _Widths(dict[str, int]):
    """Widths by letter; a stand-in for a dot is as wide as the dot."""

    def __missing__(self, letter: str) -> int:
        dot = measures_as(letter)
        if dot is None:
            raise KeyError(letter)
        return self[dot]


@lru_cache(maxsize=8)
def face(style: Style) -> Face:
    """The face of a style, read once."""
    return Face(style)
