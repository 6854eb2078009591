"""A half-filled form as it lies in the office file, and how its dialog takes it up again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Final, cast

from sachmatuy_desktop.domain.forms import Rows, Value
from sachmatuy_desktop.services.papers.filled import title_of
from sachmatuy_desktop.services.papers.filling import Filling
from sachmatuy_desktop.ui.dialogs.paper_fields import field_of, to_editor
from sachmatuy_desktop.ui.models.cells import words
from sachmatuy_desktop.ui.unsaved import Unsaved

__all__ = ["FILLING", "typed_again", "unsaved_of"]

FILLING: Final = "filling"
"""The kind of these drafts."""


def unsaved_of(filling: Filling, place: str) -> list[Unsaved]:
    """What was typed over the books, whom the paper is about and its day; nothing if nothing was
    typed.
    """
    if not filling.typed:
        return []
    content = {
        "kind": FILLING,
        "typed": _words_of(filling),
        "values": dict(filling.typed),
        "record": filling.record,
        "day": filling.day.isoformat(),
    }
    return [Unsaved(place, title_of(filling), json.loads(json.dumps(content)))]


def typed_again(filling: Filling, content: Mapping[str, Any]) -> tuple[Filling, date]:
    """The filling with the kept words, and the day that was kept; places that the form no longer
    has are left out.
    """
    places = {spec.name for spec in filling.form.fields}
    for name, value in content["values"].items():
        if name in places:
            filling = filling.with_typed(name, _thawed(value))
    return filling, date.fromisoformat(content["day"])


def _words_of(filling: Filling) -> dict[str, str]:
    """What was typed, to be read: by the label of each place."""
    typed = filling.typed
    return {
        spec.label: _rows_words(typed[spec.name])
        if spec.kind == "rows"
        else words(field_of(spec), to_editor(spec, typed[spec.name]))
        for spec in filling.form.fields
        if spec.name in typed
    }


def _rows_words(rows: Value) -> str:
    lines = cast("Rows", rows or ())
    return "\n".join(" | ".join(str(cell or "") for cell in line) for line in lines)


def _thawed(value: Any) -> Any:
    """A value of a place as it was before JSON made lists of its lines and rows."""
    return tuple(_thawed(each) for each in value) if isinstance(value, list) else value
