"""A half-written record as it lies in the office file, and how a form takes it up again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.ui.forms.record_form import RecordForm
from sachmatuy_desktop.ui.unsaved import Unsaved

__all__ = ["RECORD", "of_form", "put_back", "text_of"]

RECORD: Final = "record"
"""The kind of these drafts."""


def of_form(
    form: RecordForm,
    record: str | None,
    title: str,
    defaults: Mapping[str, Value],
    offered: Mapping[str, Value],
    aside: str = "",
) -> Unsaved:
    """What is typed into a form.  Of a record that exists, only what was typed over is kept, with
    what stood there: the rest may have moved on when the draft is taken up.
    """
    typed = form.typed()
    return unsaved(
        form.register,
        record,
        title,
        {
            "defaults": dict(defaults),
            "offered": dict(offered),
            "typed": typed,
            "loaded": {} if record is None else {name: form.loaded.get(name) for name in typed},
        },
        aside,
    )


def unsaved(
    register: Register,
    record: str | None,
    title: str,
    content: Mapping[str, Any],
    aside: str = "",
) -> Unsaved:
    """The draft of a record; of new ones those that begin alike are one."""
    begun = json.dumps([content["defaults"], content["offered"]], sort_keys=True, default=str)
    mark = record or f"new-{hashlib.sha256(begun.encode()).hexdigest()[:12]}"
    whole = {"kind": RECORD, "register": register.name, "record": record, **content}
    return Unsaved(f"{RECORD}/{register.name}/{mark}{aside}", title, json.loads(json.dumps(whole)))


def put_back(form: RecordForm, content: Mapping[str, Any], now: Mapping[str, Value] | None) -> None:
    """Show a draft in a form that shows the record as it is `now` (None for a new one).

    Where a field has moved on since it was typed over, both are shown beside it.
    """
    if now is not None:
        form.fill({**now, **content["loaded"]})
    form.restore(content["typed"])
    if now is not None:
        form.meet(now)


def text_of(state: object) -> str:
    """The words of an editor's state, to be read."""
    return str(state[0] if isinstance(state, list | tuple) and state else state)
