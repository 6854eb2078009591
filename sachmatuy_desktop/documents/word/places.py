"""Our own form as a template to begin from: its places stand in it as `{ho_ten}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sachmatuy_desktop.documents.composing import laid_out
from sachmatuy_desktop.documents.values import FormWords
from sachmatuy_desktop.documents.word.pages import write_word
from sachmatuy_desktop.domain.forms import (
    BlockSpec,
    FormDefinition,
    Inline,
    Rows,
    Run,
)
from sachmatuy_desktop.domain.forms.markup import PLACE, RAISED, Box, Piece, Place

__all__ = ["columns_of", "form_as_template"]


def form_as_template(form: FormDefinition) -> bytes:
    """The form as `.docx` with its places in braces, for an office to change."""
    return write_word(laid_out(form, _Places(form)))


def columns_of(form: FormDefinition) -> Mapping[str, int]:
    """How many columns the rows of each table field have."""
    found: dict[str, int] = {}
    for block in (block for section in form.sections for block in section.blocks):
        settings = block.settings
        wide = 2 if block.kind == "groups" else len(settings.get("columns", ()))
        lines = [line for line in settings.get("lines", ()) if isinstance(line, Mapping)]
        for holder in (settings, *lines):
            if "rows" in holder and isinstance(holder["rows"], str):
                found[holder["rows"]] = wide
    return found


class _Places(FormWords):
    """Words that leave every place as it is written, and show each list and table once."""

    def __init__(self, form: FormDefinition) -> None:
        self._columns: Mapping[str, int] | None = None
        super().__init__(form, {})
        self._columns = columns_of(form)

    def wanted(self, spec: BlockSpec) -> bool:
        """What stands only where something is missing does not stand in a template."""
        return "unless" not in spec.settings

    def is_empty(self, field: str) -> bool:
        """Once the words are read, every place of a template counts as filled."""
        return self._columns is None and super().is_empty(field)

    def text(self, template: str, item: str = "", **local: str) -> str:
        """The template with the words that every form shares."""
        here = {"item": item, **local}

        def place(found: Any) -> str:
            name = found[1]
            if name in here:
                return here[name]
            return str(found[0]) if self._is_field(name) else self._formatted_plain(name, "")

        return PLACE.sub(place, RAISED.sub("", template))

    def items(self, field: str) -> tuple[str, ...]:
        """One line that stands for all."""
        return (f"{{#{field}}}{{1}}",)

    def rows(self, field: str) -> Rows:
        """One row that stands for all."""
        wide = (self._columns or {}).get(field, 1)
        return ((f"{{#{field}}}{{1}}", *(f"{{{n}}}" for n in range(2, wide + 1))),)

    def _inline(self, piece: Piece) -> list[list[Inline]]:
        if isinstance(piece, Box):
            return [[Run(f"{{?{piece.field}={piece.value}}}")]]
        if isinstance(piece, Place) and self._is_field(piece.name):
            form = f":{piece.format}" if piece.format else ""
            return [[Run(f"{{{piece.name}{form}}}", piece.style)]]
        return super()._inline(piece)

    def _is_field(self, name: str) -> bool:
        return name in self._specs or name.startswith("sheet.")
