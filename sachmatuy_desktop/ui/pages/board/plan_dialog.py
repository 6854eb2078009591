"""Many communes into the roadmap at once: which ones, for which year, in which phase."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.targets import PlanCommunes, Progress
from sachmatuy_desktop.ui.dialogs.kit import CalmChoice, Entry, label_of, row
from sachmatuy_desktop.ui.targets.dialogs import CommunesDialog

__all__ = ["PlanDialog"]

AHEAD = 8
"""Years after the last one shown that can be planned."""


class PlanDialog(CommunesDialog):
    """The communes of the roadmap, ticked; those chosen in the table are ticked already."""

    def __init__(
        self, progress: Progress, ticked: frozenset[str], parent: QWidget | None = None
    ) -> None:
        lines = sorted(progress.lines, key=lambda line: line.planned is not None)
        super().__init__(
            _("Thêm xã vào lộ trình"),
            _("Xã đã có trong lộ trình chuyển sang năm mới; năm cũ còn trong lịch sử."),
            [
                (
                    line.unit,
                    _("{name} – đang ở năm {year}").format(name=line.name, year=line.planned)
                    if line.planned
                    else line.name,
                )
                for line in lines
            ],
            ticked,
            parent,
        )
        self.year = CalmChoice()
        self.year.setAccessibleName(_("Năm phấn đấu đạt"))
        for year in range(progress.this_year, progress.years[-1] + AHEAD):
            self.year.addItem(str(year), year)
        label = label_of(_("Năm phấn đấu đạt"), self.year)
        self.phase = Entry(_("Giai đoạn (nếu có)"))
        self.remark = Entry(_("Ghi chú (nếu có)"))
        self.body.insertLayout(0, row(label, self.year, None))
        self.body.addLayout(row(self.phase, self.remark))
        self.finish_with(_("Ghi lộ trình"), self.accept)

    def command(self, pack: str) -> PlanCommunes:
        """What was asked for; an empty phase or remark leaves what stands."""
        return PlanCommunes(
            self.chosen(),
            pack,
            int(self.year.currentData()),
            self.phase.text or None,
            self.remark.text or None,
        )
