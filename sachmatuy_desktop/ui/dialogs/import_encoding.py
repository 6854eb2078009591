"""The question about a sheet that is not in Unicode: whether to turn it.

Nothing is turned before the person has seen texts before and after and has agreed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sachmatuy_desktop.exchange.encodings import UNICODE, encodings
from sachmatuy_desktop.exchange.legacy import Suspicion, samples_of
from sachmatuy_desktop.exchange.plain_text import WINDOWS
from sachmatuy_desktop.exchange.reading import Sheet
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui.dialogs.banner import Banner
from sachmatuy_desktop.ui.dialogs.kit import CalmChoice
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["EncodingBanner"]


class EncodingBanner(Banner):
    """`turn` hears which columns to turn from what; `read_again` in what to read a text file."""

    def __init__(
        self, turn: Callable[[Mapping[int, str]], None], read_again: Callable[[str], None]
    ) -> None:
        super().__init__("encoding")
        self._turn = turn
        self._read_again = read_again
        self._sheet: Sheet | None = None
        self._columns: Mapping[int, str] = {}
        self.choice = CalmChoice()
        self.choice.setAccessibleName(_("Bảng mã"))
        self.choice.activated.connect(lambda _place: self._other_chosen())

    def show_for(self, sheet: Sheet, suspicion: Suspicion | None) -> None:
        """Ask about a sheet, or go away where there is nothing to ask."""
        self._sheet = sheet
        if suspicion is None:
            self.hide()
            return
        self._columns = suspicion.columns
        self.choice.clear()
        for each in encodings().values():
            self.choice.addItem(each.title, each.id)
        if sheet.encoding != UNICODE:
            self.choice.addItem(_("Windows-1258"), WINDOWS)
        self.choice.setCurrentIndex(self.choice.findData(suspicion.encoding))
        self._show(suspicion.title)

    def agree(self) -> None:
        """Turn the columns as shown."""
        if self.choice.currentData() == WINDOWS:
            self._read_again(WINDOWS)
        else:
            self._turn(self._columns)

    def decline(self) -> None:
        """Leave the sheet as it is."""
        self._turn({})

    def _other_chosen(self) -> None:
        name = str(self.choice.currentData())
        if name != WINDOWS:
            self._columns = dict.fromkeys(self._columns, name)
        self._show(self.choice.currentText())

    def _show(self, title: str) -> None:
        self.choice.setParent(self)
        pairs = samples_of(self._sheet, self._columns) if self._sheet is not None else ()
        if self.choice.currentData() == WINDOWS:
            pairs = ()
        self.tell(
            _("Bảng này không gõ bằng Unicode mà có vẻ bằng {title}. Chuyển sang Unicode?").format(
                title=title
            ),
            Tone.CARE,
            [(_("Chuyển sang Unicode"), self.agree), (_("Giữ nguyên"), self.decline)],
            pairs,
            self.choice,
        )
