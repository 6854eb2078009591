"""One line that offers what an earlier run left half written: go on, or drop it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from sachmatuy_desktop.domain.dates import VIETNAM, show_date
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.storage.drafts import Draft
from sachmatuy_desktop.ui import theme

__all__ = ["DraftBar", "since"]


class DraftBar(QFrame):
    """What, since when, and two buttons; hidden while nothing is offered."""

    def __init__(self, go_on: Callable[[], object], drop: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("left-behind")
        self.setStyleSheet(
            f"#left-behind {{ background: {theme.Tone.CARE.wash}; border: 0;"
            f" border-bottom: 1px solid {theme.LINE}; }}"
        )
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.go_on = QPushButton(_("Tiếp tục"))
        self.go_on.clicked.connect(lambda _checked=False: go_on())
        self.drop = QPushButton(_("Bỏ"))
        self.drop.clicked.connect(lambda _checked=False: drop())
        across = QHBoxLayout(self)
        across.setContentsMargins(theme.px(14), theme.px(5), theme.px(10), theme.px(5))
        across.addWidget(self.told, 1)
        for each in (self.go_on, self.drop):
            each.setAutoDefault(False)
            across.addWidget(each)
        self.hide()

    def say(self, text: str, verb: str = "") -> None:
        """Offer something."""
        self.told.setText(text)
        self.go_on.setText(verb or _("Tiếp tục"))
        self.show()


def since(draft: Draft, today: str) -> str:
    """«09:12», with the day where that is not today (ISO)."""
    at = draft.at.astimezone(VIETNAM)
    hour = f"{at:%H:%M}"
    return hour if at.date().isoformat() == today else f"{hour} {show_date(at.date())}"
