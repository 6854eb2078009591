"""The tab “Các xã”: communes by criteria, a table that reads like a picture."""

from __future__ import annotations

from sachmatuy_desktop.ui.pages.board.tab import BoardTab

__all__ = ["CommunesBoard"]


class CommunesBoard(BoardTab):
    """One row a commune, one column a criterion of the pack chosen."""

    reads = frozenset({"assessments"})
