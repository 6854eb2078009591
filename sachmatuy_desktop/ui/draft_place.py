"""A place where something is typed: what is not saved there is kept, and offered there again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QBoxLayout, QDialog, QWidget

from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.storage.drafts import Draft
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.draft_bar import DraftBar, since
from sachmatuy_desktop.ui.unsaved import Unsaved

__all__ = ["DraftPlace"]


class DraftPlace(QWidget):
    """An unseen child of a dialog or a page.

    `place` names what is shown there now, `unsaved` tells what is typed, `put_back` shows again
    what was kept.  A dialog takes the bar in at its head by itself and is over when it is answered;
    a page gives the bar its room and calls `offer` whenever it shows something else.
    """

    def __init__(
        self,
        owner: QWidget,
        desk: Desk,
        place: Callable[[], str],
        unsaved: Callable[[], Sequence[Unsaved]],
        put_back: Callable[[Mapping[str, Any]], None],
    ) -> None:
        super().__init__(owner)
        self._owner, self._desk = owner, desk
        self._place, self._unsaved, self._put_back = place, unsaved, put_back
        self.bar = DraftBar(self._go_on, self._drop)
        self.hide()
        desk.drafts.hold(self)
        if isinstance(owner, QDialog):
            owner.installEventFilter(self)
            owner.finished.connect(lambda _result: desk.drafts.let_go(self))

    def unsaved(self) -> Sequence[Unsaved]:
        """What is typed and not saved."""
        return self._unsaved()

    def offer(self) -> None:
        """Offer what was kept of what is shown now."""
        draft = self._draft
        self.bar.hide()
        if draft is not None:
            at = since(draft, self._desk.office.clock.today())
            self.bar.say(_("Còn bản nhập dở lúc {at}.").format(at=at))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The bar comes in when the dialog is first shown and all of it is there."""
        if event.type() == QEvent.Type.Show and self._draft is not None:
            layout = self._owner.layout()
            if isinstance(layout, QBoxLayout) and layout.indexOf(self.bar) < 0:
                layout.insertWidget(0, self.bar)
            self.offer()
        return super().eventFilter(watched, event)

    @property
    def place(self) -> str:
        """What is shown now, as its draft is called."""
        return self._place()

    @property
    def _draft(self) -> Draft | None:
        return self._desk.drafts.offered(self.place)

    def _go_on(self) -> None:
        draft = self._draft
        self.bar.hide()
        if draft is not None:
            self._desk.drafts.take_up(draft)
            self._put_back(draft.content)

    def _drop(self) -> None:
        draft = self._draft
        self.bar.hide()
        if draft is not None:
            self._desk.drafts.decline(draft)
