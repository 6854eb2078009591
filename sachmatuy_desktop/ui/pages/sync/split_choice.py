"""In how many files a bundle leaves: one for a stick, or parts of a size that mail takes."""

from __future__ import annotations

from typing import Final

from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.packs.mail import mail_sizes
from sachmatuy_desktop.ui.dialogs.kit import CalmChoice
from sachmatuy_desktop.ui.preferences import Preferences

__all__ = ["SplitChoice"]

SPLIT: Final = "sync.split"
"""Under which name the size of one file is remembered."""


class SplitChoice(CalmChoice):
    """The sizes offered; what was chosen last stands."""

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self._preferences = preferences
        self.setAccessibleName(_("Chia tệp"))
        self.addItem(_("Một tệp, chép bằng USB"), None)
        for size in mail_sizes():
            words = _("Chia nhỏ để gửi thư (mỗi tệp tối đa {size} MB)")
            self.addItem(words.format(size=size // 1_000_000), size)
        self.recall()
        self.activated.connect(lambda _place: self._remember())

    @property
    def most_bytes(self) -> int | None:
        """How large one file may be; None for one file however large."""
        size = self.currentData()
        return None if size is None else int(size)

    def recall(self) -> None:
        """What was chosen last, wherever that was."""
        kept = self._preferences.get(SPLIT)
        place = self.findData(int(kept)) if kept and kept.isdecimal() else 0
        self.setCurrentIndex(max(place, 0))

    def _remember(self) -> None:
        self._preferences.put(SPLIT, str(self.most_bytes or ""))
