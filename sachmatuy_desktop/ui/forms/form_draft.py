"""The draft of a form that is no dialog of one record: a step of the law, a quick act, a page."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.draft_place import DraftPlace
from sachmatuy_desktop.ui.forms import kept_drafts
from sachmatuy_desktop.ui.forms.record_form import RecordForm
from sachmatuy_desktop.ui.unsaved import Unsaved

__all__ = ["FormDraft"]

FORM: Final = "form"
"""The kind of these drafts."""


class FormDraft(DraftPlace):
    """What is typed over in a form, and with it the fields of `always` as they stand: what was
    offered there, such as the day, belongs to what was typed.

    `now` tells the record that the form shows as it is kept; None where there is none yet.
    """

    def __init__(
        self,
        owner: QWidget,
        desk: Desk,
        form: RecordForm,
        place: str,
        title: str,
        always: Collection[str] = (),
        now: Callable[[], Mapping[str, Value] | None] = lambda: None,
    ) -> None:
        self._form, self._about, self._title = form, f"{FORM}/{place}", title
        self._always, self._now = always, now
        super().__init__(owner, desk, lambda: self._about, self._typed, self._type_again)

    def _typed(self) -> list[Unsaved]:
        form = self._form
        state = form.typed()
        if not state:
            return []
        state |= {name: each for name, each in form.state().items() if name in self._always}
        labels = form.register.by_name
        content = {
            "kind": FORM,
            "typed": {_(labels[name].label): kept_drafts.text_of(state[name]) for name in state},
            "state": state,
            "loaded": {name: form.loaded.get(name) for name in state},
        }
        return [Unsaved(self._about, self._title, json.loads(json.dumps(content)))]

    def _type_again(self, content: Mapping[str, Any]) -> None:
        kept = {"typed": content["state"], "loaded": content["loaded"]}
        kept_drafts.put_back(self._form, kept, self._now())
