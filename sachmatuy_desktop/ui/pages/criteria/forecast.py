"""The tab “Dự báo”: how the unit will stand on a day to come, and what would have to be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from sachmatuy_desktop.domain.criteria import RulePack
from sachmatuy_desktop.domain.criteria.forecast import Forecast
from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.removals import Removals
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.packs.acts import act_rules
from sachmatuy_desktop.services import criteria
from sachmatuy_desktop.services.criteria.forecasting import forecast_to, furthest_day
from sachmatuy_desktop.services.criteria.removals import removals
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.chips import Chip
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.flow import FlowRow
from sachmatuy_desktop.ui.dialogs.kit import (
    CalmChoice,
    DateEntry,
    button,
    clear,
    faint,
    label_of,
    paragraph,
)
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.operations import Operation, Progress
from sachmatuy_desktop.ui.pages.criteria.forecast_tables import ForecastTables
from sachmatuy_desktop.ui.pages.criteria.forecast_words import (
    clearing,
    say_outcome,
    standing,
    understood,
)
from sachmatuy_desktop.ui.pages.criteria.timeline import Timeline

__all__ = ["ForecastView"]

NEIGHBOURHOOD: Final = "neighbourhood"
AHEAD: Final = timedelta(days=90)
"""How far a pack without a cut-off of its own is looked at, at first."""


@dataclass(frozen=True)
class Asked:
    """What is foretold: a pack, to a day, for a village or the whole unit, by these readings."""

    pack: RulePack
    day: date
    village: str | None = None
    readings: dict[str, str] = field(default_factory=dict)


class ForecastView(QWidget):
    """Pack and day above, the timeline, and tables of what is behind it.

    `readings_of` tells how the office understands a pack: what it chose on the tab “Đánh giá”.
    """

    def __init__(self, desk: Desk, readings_of: Callable[[RulePack], dict[str, str]]) -> None:
        super().__init__()
        self.desk = desk
        self._readings_of = readings_of
        self.is_stale = True
        self.forecast: Forecast | None = None
        self.removals: Removals | None = None
        self.asked: Asked | None = None
        self.packs: dict[str, RulePack] = {}
        self.today = office_in(desk).clock.now().date()
        self.pack = CalmChoice()
        self.village = CalmChoice()
        self.day = DateEntry("", self.today + AHEAD)
        self.told = faint()
        self.then, self.after = Chip(), Chip()
        self.then_said, self.after_said = paragraph(), paragraph()
        self.understood = faint()
        self.others = FlowRow()
        self.timeline = Timeline()
        self.below = ForecastTables(desk)
        self.split = QSplitter(Qt.Orientation.Vertical)
        self._lay_out()
        self._connect()
        self._offer()

    # -- asking -----------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Reckon when the tab comes to the front and something changed since."""
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Reckon again if something changed, in the books or in how the pack is understood."""
        if self.isVisible() and (self.is_stale or self._is_understood_anew()):
            self.reckon()

    def _is_understood_anew(self) -> bool:
        asked = self.asked
        return asked is not None and asked.readings != self._readings_of(asked.pack)

    def reckon(self) -> None:
        """Hand the question to the worker; the answer fills the tab."""
        asked = self._question()
        if asked is None:
            return
        self.is_stale = False
        self.told.setText(_("Đang tính dự báo…"))
        office = office_in(self.desk)

        def work(progress: Progress) -> tuple[Forecast, Removals]:
            found = forecast_to(
                office,
                asked.pack.id,
                asked.day,
                asked.readings,
                village=asked.village,
                progress=progress.report,
            )
            return found, removals(office, asked.day)

        operation = Operation.reporting(self.desk.operations, work, self)
        operation.with_progress(_("Đang tính dự báo…"), stoppable=True)
        operation.success(lambda answer: self._show(asked, *answer))
        operation.always(lambda: self.told.setText(self._left_out())).start()

    def choose_day(self, day: date) -> None:
        """Look at another day."""
        self.day.line.setText(show_date(day))
        self.reckon()

    def _question(self) -> Asked | None:
        pack = self.packs.get(str(self.pack.currentData()))
        if pack is None:
            return None
        try:
            day = self.day.demand_day()
        except BadInput:
            return None
        if not self.today < day <= furthest_day(self.today):
            months = act_rules().months_ahead
            self.day.say(
                _("Ngày xét phải sau hôm nay và trong vòng {months} tháng.").format(months=months)
            )
            return None
        pack = criteria.edition_on(office_in(self.desk), pack, day)
        village = self.village.currentData() if pack.level == NEIGHBOURHOOD else None
        return Asked(pack, day, village, self._readings_of(pack))

    def _offer(self) -> None:
        for pack in criteria.packs_of(office_in(self.desk)):
            self.packs[pack.id] = pack
            self.pack.addItem(pack.title, pack.id)
        queries = self.desk.queries
        for record, name in queries.names("villages", queries.ids("villages")).items():
            self.village.addItem(name, record)
        self._pack_chosen()

    def _pack_chosen(self) -> None:
        pack = self.packs.get(str(self.pack.currentData()))
        self.village.setVisible(pack is not None and pack.level == NEIGHBOURHOOD)
        if pack is not None:
            self.day.line.setText(show_date(self._first_day(pack)))
        self.is_stale = True
        self.refresh()

    def _first_day(self, pack: RulePack) -> date:
        """The next cut-off of a pack that has one, else some months from today."""
        cut_offs = (
            each.after(self.today)
            for each in act_rules().moments
            if each.is_cut_off and each.concerns(pack.id)
        )
        return next(cut_offs, self.today + AHEAD)

    def _day_typed(self) -> None:
        asked = self._question()
        if asked is not None and asked != self.asked:
            self.reckon()

    def _changed(self) -> None:
        self.is_stale = True
        self.refresh()

    # -- showing ----------------------------------------------------------------------------------

    def _show(self, asked: Asked, found: Forecast, gone: Removals) -> None:
        is_other = self.asked is None or self.asked.pack.id != asked.pack.id
        self.asked, self.forecast, self.removals = asked, found, gone
        self.timeline.show_forecast(asked.pack, found)
        if is_other:
            self._make_room()
        self.understood.setText(understood(asked.pack, asked.readings))
        self.understood.setVisible(bool(self.understood.text()))
        self._sum_up(asked.pack, found)
        self._show_others(found)
        self.below.show_forecast(asked.pack, found, gone)

    def _sum_up(self, pack: RulePack, found: Forecast) -> None:
        """The two answers, never in one sentence."""
        assumed = sum(each.is_assumed for each in found.needs)
        say_outcome(self.then, pack, found.then)
        say_outcome(self.after, pack, found.after)
        day = show_date(found.day)
        self.then_said.setText(
            _("Ngày {day}, nếu không làm gì thêm: {stand}").format(
                day=day, stand=standing(pack, found.then_open)
            )
        )
        words = (
            _("Ngày {day}, nếu làm xong {count} việc dưới đây đúng hạn: {stand}")
            if assumed or not found.needs
            else _("Ngày {day}, chưa tính trước được việc nào dưới đây: {stand}")
        )
        self.after_said.setText(
            words.format(
                day=day,
                count=assumed,
                stand=standing(pack, found.after_open, clearing(found)),
            )
        )

    def _show_others(self, found: Forecast) -> None:
        clear(self.others)
        self.others.addWidget(
            QLabel(_("Nếu xét ngày khác, số tiêu chí còn vướng (không làm gì thêm / làm xong):"))
        )
        for each in found.alternatives:
            words = _("{day}: {then} / {after}").format(
                day=show_date(each.day), then=len(each.then_open), after=len(each.after_open)
            )
            other = button(words, partial(self.choose_day, each.day), door=True)
            other.setEnabled(each.day != found.day)
            other.setToolTip(
                _(
                    "{why}: còn {then} tiêu chí chưa đạt nếu không làm gì thêm, "
                    "{after} nếu làm xong đúng hạn."
                ).format(
                    why=each.why[:1].upper() + each.why[1:],
                    then=len(each.then_open),
                    after=len(each.after_open),
                )
            )
            self.others.addWidget(other)

    def _left_out(self) -> str:
        """How many days of change were not judged for themselves."""
        if self.forecast is None or not self.forecast.left_out:
            return ""
        said = _("Còn {count} ngày khác có số liệu đổi, không tính riêng.")
        return said.format(count=self.forecast.left_out)

    # -- layout -----------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.pack.activated.connect(lambda _place: self._pack_chosen())
        self.village.activated.connect(lambda _place: self._changed())
        self.day.line.editingFinished.connect(self._day_typed)
        self.timeline.day_chosen.connect(self.below.to_events)
        self.below.day_chosen.connect(self.choose_day)
        self.desk.changed.connect(lambda _changed: self._changed())

    def _lay_out(self) -> None:
        self.pack.setAccessibleName(_("Bộ tiêu chí"))
        self.pack.setMinimumContentsLength(10)
        self.village.setAccessibleName(_("Thôn, khu phố"))
        self.day.label.hide()
        self.day.line.setAccessibleName(_("Ngày xét"))
        above = QHBoxLayout()
        above.setSpacing(theme.px(8))
        above.addWidget(label_of(_("Bộ tiêu chí"), self.pack))
        above.addWidget(self.pack, 1)
        above.addWidget(self.village)
        above.addWidget(label_of(_("nếu xét vào ngày"), self.day.line))
        above.addWidget(self.day)
        above.addWidget(self.told, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(10))
        layout.setSpacing(theme.px(6))
        layout.addLayout(above)
        for chip, said in ((self.then, self.then_said), (self.after, self.after_said)):
            line = QHBoxLayout()
            line.setSpacing(theme.px(8))
            chip.hide()
            line.addWidget(chip)
            line.addWidget(said, 1)
            layout.addLayout(line)
        self.understood.setWordWrap(True)
        self.understood.hide()
        layout.addWidget(self.understood)
        self.others.setSpacing(theme.px(10))
        layout.addLayout(self.others)
        layout.addWidget(self._split(), 1)

    def _split(self) -> QSplitter:
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(self.timeline)
        scroll.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.split.addWidget(scroll)
        self.split.addWidget(self.below)
        self.split.setChildrenCollapsible(False)
        self.split.setStretchFactor(0, 0)
        self.split.setStretchFactor(1, 1)
        return self.split

    def _make_room(self) -> None:
        """The timeline as high as its lines, the tables the rest, but never less than half."""
        whole = self.split.height()
        lines = min(self.timeline.sizeHint().height() + theme.px(4), whole * 11 // 20)
        self.split.setSizes([lines, whole - lines])
