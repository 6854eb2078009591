"""«Ghi đã làm»: which waiting tasks the paper just issued carries out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QScrollArea, QVBoxLayout, QWidget

from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.papers import Provable
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import Sheet, faint

__all__ = ["ProvedDialog"]


class ProvedDialog(Sheet):
    """One box a task; what the paper is about is ticked already."""

    def __init__(
        self, paper: str, tasks: Sequence[Provable], parent: QWidget | None = None
    ) -> None:
        super().__init__(
            _("Ghi việc đã làm"),
            _("{paper} chứng minh những việc nào đã làm? Ngày làm là ngày ký văn bản.").format(
                paper=paper
            ),
            parent,
        )
        self.boxes = [(QCheckBox(_named(each)), each) for each in tasks]
        inner = QWidget()
        down = QVBoxLayout(inner)
        down.setContentsMargins(0, 0, 0, 0)
        for box, task in self.boxes:
            box.setChecked(task.meant)
            box.toggled.connect(lambda _on: self._ready())
            down.addWidget(box)
            below = faint(_("Thời hạn: {due}").format(due=task.due))
            below.setIndent(theme.px(24))
            down.addWidget(below)
        down.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(inner)
        self.body.addWidget(scroll, 1)
        self.done_button = self.finish_with(_("Ghi đã làm"), self.accept, _("Để sau"))
        self.setMinimumSize(theme.px(560), theme.px(260))
        self._ready()

    @classmethod
    def ask(
        cls, paper: str, tasks: Sequence[Provable], parent: QWidget | None
    ) -> tuple[Provable, ...]:
        """The tasks chosen; none when it was left for later."""
        dialog = cls(paper, tasks, parent)
        return dialog.chosen() if dialog.ask_person() else ()

    def chosen(self) -> tuple[Provable, ...]:
        """The tasks ticked."""
        return tuple(task for box, task in self.boxes if box.isChecked())

    def _ready(self) -> None:
        self.done_button.setEnabled(bool(self.chosen()))


def _named(task: Provable) -> str:
    """The task with its period; an ampersand is no key here."""
    told = f"{task.title} ({task.period})" if task.period else task.title
    return told.replace("&", "&&")
