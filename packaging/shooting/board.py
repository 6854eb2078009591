"""Scenes of the receiving office's board: by criteria, by packs, over the years."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.ui.pages.board import BoardPage
from sachmatuy_desktop.ui.pages.board.view import BoardView
from shooting.offices import CLASSES, PACK
from shooting.receiving import OFFICE, merge_all
from shooting.stage import Scene, Stage

YEAR = 2026
"""The reporting year of the pictures."""


def communes(page: BoardPage) -> BoardView:
    """One pack's criteria."""
    return page.communes


def programmes(page: BoardPage) -> BoardView:
    """Every pack by itself."""
    return page.programmes


def years(page: BoardPage) -> BoardView:
    """One pack, year by year."""
    return page.years


def board(stage: Stage, which: Callable[[BoardPage], BoardView], pack: str) -> QWidget:
    """What the training communes have sent; Ia Dom is the one looked at."""
    stage.once(merge_all)
    page = stage.page("board", BoardPage, OFFICE)
    view = which(page)
    page.tabs.setCurrentWidget(view)
    view.choice.choose(pack, YEAR)
    stage.camera.settle()
    view.table.choose(stage.offices.commune.info.unit_id)
    return page.window()


SCENES = (
    Scene("board-communes", BoardPage, partial(board, which=communes, pack=PACK)),
    Scene("board-classes", BoardPage, partial(board, which=communes, pack=CLASSES)),
    Scene("board-packs", BoardPage, partial(board, which=programmes, pack=PACK)),
    Scene("board-years", BoardPage, partial(board, which=years, pack=PACK)),
)
