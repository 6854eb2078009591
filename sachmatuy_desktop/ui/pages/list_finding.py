"""Listing what is being typed: the first screen at once, the rest as it comes."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Sequence
from typing import Final, NamedTuple, Protocol

from PySide6.QtCore import QObject

from sachmatuy_desktop.storage.queries import Queries
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.models.record_table import RecordTableModel, View

__all__ = ["ListFinding"]

AT_ONCE: Final = 0.004
"""A list that is read whole within so many seconds is shown in one piece."""


class Piece(NamedTuple):
    """Records to list next, and whether they are the first or the last of a view."""

    records: list[str]
    first: bool
    last: bool


class Show(Protocol):
    """Shows the records of a view, which may not be all of them."""

    def __call__(self, view: View, found: Sequence[str], *, whole: bool) -> None: ...


class ListFinding(QObject):
    """Keeps a model in step with a view that someone is typing."""

    def __init__(
        self,
        desk: Desk,
        model: RecordTableModel,
        wanted: Callable[[], View],
        show: Show,
    ) -> None:
        super().__init__(model)
        self._desk, self._model = desk, model
        self._wanted, self._show = wanted, show

    def ask(self) -> None:
        """List the view as it is wanted now; what was asked before is given up."""
        view = self._wanted()
        queries, name = self._desk.queries, self._model.register.name

        def tell(piece: Piece) -> None:
            if view != self._wanted():
                return
            if piece.first:
                self._show(view, piece.records, whole=piece.last)
            elif view == self._model.view and self._model.expects_more:
                self._model.extend(piece.records)

        self._desk.operations.finder.ask(self, lambda: _pieces(queries, name, view), tell)


def _pieces(queries: Queries, register: str, view: View) -> Generator[Piece | None, None, None]:
    """The first screen and the rest, or both in one; None now and then while the rest is read."""
    begun = time.perf_counter()
    pages = queries.id_pages(register, view.where, view.search, view.sort)
    records: list[str] = []
    first = True
    for page in pages:
        if first and records and time.perf_counter() - begun > AT_ONCE:
            yield Piece(records, first=True, last=False)
            first, records = False, []
        records += page if view.only is None else [key for key in page if key in view.only]
        yield None
    yield Piece(records, first=first, last=True)
