"""«Lưu…»: a paper as it prints, as Word to be edited, its tables for Excel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from sachmatuy_desktop.domain.forms import FormData
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.storage.atomic import write_atomically
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import button
from sachmatuy_desktop.ui.operations import Operation

__all__ = ["SHEETS", "WORD", "SaveMenu", "Saved", "save_other"]


@dataclass(frozen=True, slots=True)
class Saved:
    """A kind of file a paper may be saved as: its name in the journal, ending, writer."""

    name: str
    suffix: str
    title: str
    filter: str
    write: Callable[[FormData], bytes]


WORD: Final = Saved("Word", ".docx", N_("Lưu tệp Word"), N_("Tệp Word (*.docx)"), papers.as_word)
SHEETS: Final = Saved(
    "Excel", ".xlsx", N_("Lưu các bảng"), N_("Bảng tính (*.xlsx)"), papers.as_sheets
)

OWN: Final = Saved("Word", ".docx", N_("Lưu tệp Word"), N_("Tệp Word (*.docx)"), papers.as_word)
"""By the template of the office, where it has one for the form."""


class SaveMenu:
    """The button and its menu; what is chosen is told."""

    def __init__(self, pdf: Callable[[], object], other: Callable[[Saved], object]) -> None:
        self.button = button(_("Lưu…"), picture="save")
        menu = QMenu(self.button)
        menu.setToolTipsVisible(True)
        self.pdf = _entry(menu, _("PDF, đúng như in"), pdf)
        self.word = _entry(menu, _("Word để sửa (.docx)"), lambda: other(WORD))
        self.word.setToolTip(_("Bản để sửa tiếp; văn bản đã phát hành vẫn là bản PDF"))
        self.own = _entry(menu, _("Word theo mẫu riêng của cơ quan"), lambda: other(OWN))
        self.own.setVisible(False)
        self.sheets = _entry(menu, _("Các bảng ra Excel (.xlsx)"), lambda: other(SHEETS))
        self.menu = menu
        self.button.setMenu(menu)

    def setEnabled(self, ready: bool) -> None:
        """Nothing can be saved before there is a paper."""
        self.button.setEnabled(ready)

    def isEnabled(self) -> bool:
        """Whether there is a paper to save."""
        return self.button.isEnabled()


def _entry(menu: QMenu, words: str, act: Callable[[], object]) -> QAction:
    made = menu.addAction(words)
    made.triggered.connect(lambda _checked=False: act())
    return made


def save_other(
    desk: Desk, owner: QWidget, saved: Saved, name: str, make: Callable[[], bytes]
) -> None:
    """Ask where to, then make the file and write it, on the worker."""
    chosen, _kind = QFileDialog.getSaveFileName(
        owner, _(saved.title), f"{name}{saved.suffix}".replace("/", "-"), _(saved.filter)
    )
    if not chosen:
        return
    whole = chosen.lower().endswith(saved.suffix)
    path = Path(chosen if whole else f"{chosen}{saved.suffix}")

    def work() -> None:
        write_atomically(path, make())

    operation = Operation(desk.operations, work, owner)
    operation.success(
        lambda _done: desk.feedback.notice(_("Đã ghi {file}.").format(file=path.name))
    )
    operation.failure(desk.feedback.sentence).start()
