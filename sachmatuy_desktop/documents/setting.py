"""What every block is set with: the width, the typography, a column that grows downwards."""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch

from sachmatuy_desktop.documents.dots import WHITE, is_blank, named_dots, place_of
from sachmatuy_desktop.documents.lines import Type, balanced, place, whole_room
from sachmatuy_desktop.documents.pdf import Mark, Rule
from sachmatuy_desktop.documents.strips import Strip
from sachmatuy_desktop.domain.forms import Block, Typography

POINTS_PER_MM = 72 / 25.4

SIGNATURE_SPACE = 62
"""Points that a signature and a seal need."""


@dataclass(frozen=True)
class Setting:
    """A text area `width` points wide and the typography that fills it."""

    typography: Typography
    width: float

    def type(self, component: str, spacing: float = 1) -> Type:
        """The type of a component by its name in the typography file."""
        found = self.typography.styles[component]
        leading = found.size * self.typography.line_spacing * spacing
        return Type(found.style, found.size, leading)

    def body(self, component: str = "body") -> Type:
        """The type of running text, with the wider line spacing of the body."""
        return self.type(component, self.typography.body_spacing)

    @property
    def indent(self) -> float:
        """The first-line indent in points."""
        return self.typography.indent * POINTS_PER_MM

    @property
    def gap(self) -> float:
        """The space between paragraphs."""
        return self.typography.paragraph_gap


@singledispatch
def set_block(block: Block, setting: Setting) -> list[Strip]:
    """One block as strips; each kind of block has its own function below."""
    raise TypeError(type(block), setting)


class TextColumn:
    """A column of centred lines that grows downwards."""

    def __init__(self, left: float, width: float) -> None:
        self.room = (left, width)
        self.bottom = 0.0
        self.marks: list[Mark] = []

    def add(self, text: str, kind: Type) -> float:
        """Set `text` centred, in lines of much the same length; gives the length of the longest."""
        lines = balanced(text, kind, self.room[1])
        for line in lines:
            self.marks.append(place(line, kind, "center", self.room, self.bottom))
            self.bottom += kind.leading
        return max(line.width for line in lines)

    def sign(self, name: str, kind: Type) -> None:
        """The name below a signature; an unknown one is written by the signer, in that room."""
        if not is_blank(name):
            self.add(name, kind)
        elif (place := place_of(name[0])) is not None:
            room = whole_room(named_dots(place, WHITE), kind, self.room, self.bottom - kind.leading)
            self.marks.append(room)

    def rule(self, length: float) -> None:
        """A rule below the last line, centred; drawn, not underlined."""
        middle = self.room[0] + self.room[1] / 2
        y = self.bottom + 3.5
        self.marks.append(Rule(middle - length / 2, y, middle + length / 2, y, 0.75))
        self.bottom += 6
