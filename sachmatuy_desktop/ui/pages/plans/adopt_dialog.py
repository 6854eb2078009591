"""Adopting a plan in a few steps: which one, its dates, who does it, which tasks; one act."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from PySide6.QtWidgets import (
    QHBoxLayout,
    QScrollArea,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.plans import PlanPack
from sachmatuy_desktop.domain.plans.moving import Moved, moved, years_on
from sachmatuy_desktop.errors import N_, BadInput, KnownError
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.services.bus import Outcome
from sachmatuy_desktop.services.plans.adopting import AdoptPlan
from sachmatuy_desktop.services.plans.offering import Ground, Offer
from sachmatuy_desktop.services.plans.rows import TaskChoice
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.detail_side import DetailSide
from sachmatuy_desktop.ui.dialogs.kit import (
    Sheet,
    button,
    clear,
    faint,
    heading,
    open_at,
    paragraph,
)
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.pages.plans.adopt_draft import AdoptDraft
from sachmatuy_desktop.ui.pages.plans.adopt_parts import ActorEntries, TaskTicks
from sachmatuy_desktop.ui.pages.plans.plan_dialogs import PhaseEntries, PlanEntries
from sachmatuy_desktop.ui.pages.plans.rule_entry import labelled
from sachmatuy_desktop.ui.pages.plans.telling import ground_cell, ground_told, issued_by

__all__ = ["AdoptDialog"]

CHOOSE, DATES, ACTORS, TASKS = range(4)
TITLES: Final = (N_("Chọn kế hoạch"), N_("Ngày, văn bản"), N_("Ai đứng thay"), N_("Các việc"))
LONGEST: Final = 20
"""Years that a plan's days may be moved by."""


class AdoptDialog(Sheet):
    """The wizard; `adopted` is the plan's id once it is done."""

    def __init__(
        self, desk: Desk, found: Sequence[Offer], today: date, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Nhận kế hoạch"), "", parent)
        self.desk = desk
        self.offers = tuple(found)
        self.today = today
        self.adopted = ""
        level = office_in(desk).unit.kind.level
        self.where = faint()
        self.choose = _ChoosePart(self.offers, today)
        self.dates = _DatesPart(today)
        self.actors = ActorEntries(desk)
        self.tasks = TaskTicks(level)
        self.stack = QStackedWidget()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.dates)
        for part in (self.choose, scroll, self.actors, self.tasks):
            self.stack.addWidget(part)
        self.back = button(_("Quay lại"), self.go_back)
        self.done_button = button(_("Tiếp"), self.go_on, primary=True)
        self.done_button.setDefault(True)
        self.body.addWidget(self.where)
        self.body.addWidget(self.stack, 1)
        self.foot.addStretch(1)
        self.foot.addWidget(self.back)
        self.foot.addWidget(self.done_button)
        self.foot.addWidget(button(_("Hủy bỏ"), self.reject))
        self.kept = AdoptDraft(self)
        self.dates.years.valueChanged.connect(lambda _years: self._move())
        self.choose.table.doubleClicked.connect(lambda _index: self.go_on())
        open_at(self, 1040, 620)
        self._show_step(CHOOSE)

    @property
    def pack(self) -> PlanPack | None:
        """The plan chosen; None for one of the office's own."""
        return self.choose.pack

    @property
    def step(self) -> int:
        """Which step is in front."""
        return self.stack.currentIndex()

    # Walking

    def go_on(self) -> None:
        """The next step, or the act."""
        self.wrong.hide()
        try:
            self._leave_step()
        except BadInput:
            return
        if self.step == self._last:
            self._do()
        else:
            self._show_step(self.step + 1)

    def go_back(self) -> None:
        """The step before; what was typed stays."""
        if self.step > CHOOSE:
            self._show_step(self.step - 1)

    def command(self) -> AdoptPlan:
        """What is to be done; raises `BadInput`, said beside its entry."""
        lines, pack = self.dates.lines, self.pack
        return AdoptPlan(
            pack=pack.id if pack else "",
            title=lines.title.demand(),
            from_date=lines.from_date.demand_day(),
            until_date=lines.until_date.day,
            phases=self.dates.phases.phases() if pack else None,
            actors=self.actors.chosen() if pack else {},
            tasks=self._choices() if pack else {},
            theme=lines.theme.text,
            document=lines.document.text,
            document_on=lines.document_on.day,
            signer=lines.signer.text,
            position=lines.position.text,
            remark=lines.remark.text,
        )

    @property
    def _last(self) -> int:
        return TASKS if self.pack else DATES

    def _show_step(self, step: int) -> None:
        self.stack.setCurrentIndex(step)
        self.where.setText(
            _("Bước {step}/{count}: {title}").format(
                step=step + 1, count=self._last + 1, title=_(TITLES[step])
            )
        )
        self.back.setEnabled(step > CHOOSE)
        self.done_button.setText(_("Nhận kế hoạch") if step == self._last else _("Tiếp"))
        (self.choose.table, self.dates, self.actors, self.tasks)[step].setFocus()

    def _leave_step(self) -> None:
        """Look at what was typed; raises `BadInput`, said beside its entry."""
        if self.step == CHOOSE:
            self.dates.take(self.pack)
        elif self.step == DATES:
            self.dates.look()
            self.actors.take(self.pack, self.today, self.choose.note)
        elif self.step == ACTORS:
            self.tasks.take(self.pack, self.today)
            self.tasks.show_days(self.dates.lasts())
        elif self.step == TASKS:
            self._choices()

    def _move(self) -> None:
        """The plan's days in another year."""
        if self.pack is not None:
            self.dates.move_days(self.pack)

    def _choices(self) -> dict[str, TaskChoice]:
        """What differs from the proposals; raises `BadInput` where a reason is missing."""
        try:
            return self.tasks.choices(self.dates.lasts())
        except BadInput as error:
            self.complain(error)
            raise

    # Doing

    def _do(self) -> None:
        try:
            made = self.command()
        except BadInput:
            self._show_step(DATES)
            return
        self.done_button.setEnabled(False)
        self.desk.run(made, self._was_adopted, self._was_refused, owner=self)

    def _was_adopted(self, outcome: Outcome) -> None:
        self.adopted = str(outcome.result)
        self.accept()

    def _was_refused(self, error: KnownError) -> None:
        self.done_button.setEnabled(True)
        field = error.field if isinstance(error, BadInput) else None
        if self.dates.lines.say(field, say(error)):
            self._show_step(DATES)
        else:
            self.complain(error)


class _ChoosePart(QWidget):
    """Every plan there is, those of the place first, and the chosen one to look at."""

    def __init__(self, found: tuple[Offer, ...], today: date) -> None:
        super().__init__()
        self._offers = found
        self._today = today
        self.table = PlainTable(_("Các kế hoạch"))
        self.preview = _Preview()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.preview, 1)
        rows = [[Cell(each.pack.title), ground_cell(each)] for each in found]
        rows.append([Cell(_("Kế hoạch riêng của cơ quan (không theo mẫu)")), Cell("")])
        self.table.row_chosen.connect(self._show)
        self.table.show_rows([Head(_("Kế hoạch"), grows=True, wraps=True), Head("")], rows)
        self.table.choose(0)

    @property
    def pack(self) -> PlanPack | None:
        """The plan chosen."""
        place = self.table.row
        return self._offers[place].pack if 0 <= place < len(self._offers) else None

    def choose(self, pack: str) -> bool:
        """Choose a plan by its id, the office's own by none; False where it is not offered."""
        offered = [each.pack.id for each in self._offers]
        if pack and pack not in offered:
            return False
        self.table.choose(offered.index(pack) if pack else len(offered))
        return True

    @property
    def note(self) -> str:
        """What must be minded of a plan of another place."""
        place = self.table.row
        if 0 <= place < len(self._offers) and self._offers[place].ground is Ground.ELSEWHERE:
            return _("Kế hoạch của nơi khác: hãy sửa tên cơ quan cho đúng địa bàn.")
        return ""

    def _show(self, place: int) -> None:
        offer = self._offers[place] if 0 <= place < len(self._offers) else None
        self.preview.show_offer(offer, self._today)


class _Preview(DetailSide):
    """What a plan is, before it is adopted."""

    def __init__(self) -> None:
        super().__init__(_("Xem trước kế hoạch"))

    def show_offer(self, offer: Offer | None, today: date) -> None:
        """Tell of a plan, or of one of the office's own."""
        clear(self._body)
        if offer is None:
            self._body.addWidget(heading(_("Kế hoạch riêng của cơ quan"), 1.0))
            told = _("Bắt đầu trống; cơ quan tự đặt tên, thêm cơ quan thực hiện và việc.")
            self._body.addWidget(paragraph(told))
        else:
            self._tell(offer, today)
        self._body.addStretch(1)
        self.verticalScrollBar().setValue(0)

    def _tell(self, offer: Offer, today: date) -> None:
        pack = offer.pack
        self._body.addWidget(heading(pack.title, 1.0))
        label = paragraph(ground_told(offer))
        if offer.ground is Ground.ELSEWHERE:
            label.setStyleSheet(f"color: {theme.Tone.CARE.ink};")
        self._body.addWidget(label)
        self._body.addWidget(faint(issued_by(pack)))
        for phase in pack.phases:
            days = " – ".join(
                show_date(day) if day else "…" for day in (phase.starts_on, phase.ends_on)
            )
            self._body.addWidget(paragraph(f"{phase.title} ({days})"))
        off = sum(not each.offered(today) for each in pack.tasks)
        counted = _("{tasks} việc, {actors} cơ quan thực hiện; {off} việc luật mới đã bỏ.")
        self._body.addWidget(
            paragraph(counted.format(tasks=len(pack.tasks), actors=len(pack.actors), off=off))
        )
        for note in pack.notes:
            self._body.addWidget(faint(note))


class _DatesPart(QWidget):
    """Dates, document and phases; a plan that is over is moved to its next year."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self._moved: Moved | None = None
        self.lines = PlanEntries()
        self.years = QSpinBox()
        self.years.setRange(0, LONGEST)
        self.years.setSuffix(_(" năm"))
        self.years.setFixedWidth(theme.px(110))
        self.year_line = labelled(_("Dời mọi ngày in trong kế hoạch về sau"), self.years)
        self.told = faint()
        self.phases_title = faint(_("Các giai đoạn (sửa được ngày)"))
        self.phases = PhaseEntries()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, theme.px(8), 0)
        layout.setSpacing(theme.px(8))
        layout.addWidget(self.year_line)
        layout.addWidget(self.told)
        layout.addWidget(self.lines)
        layout.addWidget(self.phases_title)
        layout.addWidget(self.phases)
        layout.addStretch(1)
        self._pack = ""

    def take(self, pack: PlanPack | None) -> None:
        """Propose the days of a plan, unless they were proposed already."""
        chosen = pack.id if pack else "own"
        if chosen == self._pack:
            return
        self._pack = chosen
        for each in (self.year_line, self.told, self.phases_title, self.phases):
            each.setVisible(pack is not None)
        if pack is None:
            self.lines.title.line.setText(_("Kế hoạch của cơ quan"))
            self.lines.from_date.line.setText(show_date(self._today))
            self.lines.until_date.line.clear()
            return
        years = years_on(pack, self._today)
        self.years.blockSignals(True)
        self.years.setValue(years)
        self.years.blockSignals(False)
        self.move_days(pack)

    def move_days(self, pack: PlanPack) -> None:
        """The plan's days so many years later."""
        years = self.years.value()
        found = self._moved = moved(pack, years, self._today)
        self.lines.title.line.setText(found.title)
        self.lines.title.line.setCursorPosition(0)
        self.lines.from_date.line.setText(show_date(found.from_date))
        until = show_date(found.until_date) if found.until_date else ""
        self.lines.until_date.line.setText(until)
        printed = pack.campaign.theme if pack.campaign and not years else ""
        self.lines.theme.line.setText(printed)
        self.phases.show_phases(found.phases)
        self.phases_title.setVisible(bool(found.phases))
        self.told.setText(self._in_words(pack, years))

    def look(self) -> None:
        """Raise `BadInput`, said beside its entry, for what cannot be read."""
        self.lines.title.demand()
        self.lines.from_date.demand_day()
        for each in (self.lines.until_date, self.lines.document_on):
            _ = each.day
        self.phases.phases()

    def lasts(self) -> dict[str, date]:
        """The last days of tasks done once, where they were moved and lie after the start."""
        start = self.lines.from_date.day
        lasts = self._moved.lasts if self._moved else {}
        return {task: day for task, day in lasts.items() if start is None or day >= start}

    def _in_words(self, pack: PlanPack, years: int) -> str:
        if years:
            return _("Kế hoạch in ngày từ {day}; hạn của việc một lần cũng dời theo.").format(
                day=show_date(pack.effective_from)
            )
        over = any(each.last_day and each.last_day < self._today for each in pack.tasks)
        if not over:
            return _("Giữ nguyên ngày in trong kế hoạch.")
        return _("Ngày in đã qua không tính là chậm; cơ quan chọn hạn mới cho từng việc sau.")
