"""The draft of adopting a plan: which one, how far, and what was typed and marked on the way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sachmatuy_desktop.ui.dialogs.dialog_drafts import DialogDraft
from sachmatuy_desktop.ui.unsaved import Unsaved

if TYPE_CHECKING:
    from sachmatuy_desktop.ui.pages.plans.adopt_dialog import AdoptDialog

__all__ = ["AdoptDraft"]


class AdoptDraft(DialogDraft):
    """Steps are made as they are walked to: going on walks there again and types step by step."""

    def __init__(self, dialog: AdoptDialog) -> None:
        self._wizard = dialog
        super().__init__(dialog, dialog.desk, str)

    def _typed(self) -> list[Unsaved]:
        wizard = self._wizard
        walked = {
            "pack": wizard.pack.id if wizard.pack else "",
            "step": wizard.step,
            "years": wizard.dates.years.value(),
            "marks": wizard.tasks.marks(),
        }
        return [
            Unsaved(each.place, each.title, {**each.content, **walked}) for each in super()._typed()
        ]

    def _type_again(self, content: Mapping[str, Any]) -> None:
        wizard = self._wizard
        if not wizard.choose.choose(content["pack"]):
            return
        while wizard.step < content["step"]:
            before = wizard.step
            wizard.go_on()
            if wizard.step == before:
                return  # what was typed there is no step to go on from
            wizard.dates.years.setValue(content["years"])
            wizard.actors.make_all()
            wizard.tasks.put_marks(content["marks"])
            super()._type_again(content)
