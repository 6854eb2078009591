"""Tháng hành động: its days, the papers due, what was done, counted as the plan lists it.

At a commune the figures stand beside the activities behind them; at a receiving office beside the
communes, each with what it has sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QProgressBar,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.plans.campaign import Line, LineFigures
from sachmatuy_desktop.domain.registers.attachments import BOOKS as ATTACHMENTS
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.duties import Duty
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.errors import N_, KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.packs.campaigns import load_kinds
from sachmatuy_desktop.services import attachments
from sachmatuy_desktop.services.holidays import calendar_of
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.plans.campaign import (
    BOOK,
    PLAN_FORM,
    RESULT_FORM,
    SUMMARY_FORM,
    Campaign,
    Model,
    campaigns_of,
    models,
)
from sachmatuy_desktop.services.plans.campaign_figures import (
    Activity,
    Picture,
    activities,
    behind,
    figures,
    may_look,
    summed,
)
from sachmatuy_desktop.services.plans.campaign_papers import (
    CommuneMonth,
    DuePaper,
    communes_below,
    due_papers,
)
from sachmatuy_desktop.services.plans.reading import PLANS, RESULTS
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.attachments.dialog import AttachmentsDialog
from sachmatuy_desktop.ui.attachments.pictures import decoded
from sachmatuy_desktop.ui.chips import Chip
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.campaign import FigureDialog, SentDialog, StartDialog
from sachmatuy_desktop.ui.dialogs.compose import ComposeDialog
from sachmatuy_desktop.ui.dialogs.flow import FlowRow
from sachmatuy_desktop.ui.dialogs.kit import (
    CalmChoice,
    button,
    clear,
    faint,
    heading,
    only_if,
    paragraph,
    row,
)
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.forms.record_dialog import RecordDialog
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.page import Pane
from sachmatuy_desktop.ui.pages.plans.campaign_parts import (
    THUMB,
    ActivityTable,
    CommuneTable,
    FigureTable,
    PaperCard,
    PictureStrip,
)
from sachmatuy_desktop.ui.pages.plans.campaign_words import day_words
from sachmatuy_desktop.ui.pages.tabbed import Tab

__all__ = ["CampaignTab"]

PICTURES: Final = 12
"""So many pictures are shown at most; the others are with their activities."""

OWN_FORMS: Final = (PLAN_FORM, RESULT_FORM)
FORMS_ABOVE: Final = (PLAN_FORM, SUMMARY_FORM)

READS: Final = frozenset(
    {
        PLANS,
        "plan_tasks",
        RESULTS,
        BOOK,
        "documents",
        "difficulties",
        "episodes",
        "people",
        *(each.name for each in ATTACHMENTS.values()),
    }
)
"""What the tab shows beside the books its kinds are counted from."""

NONE_BEGUN: Final = N_(
    "Chưa mở Tháng hành động nào. Khi có chủ đề và ngày của năm nay, bấm «Mở Tháng hành động…»: "
    "việc, hạn gửi kế hoạch và báo cáo được lập theo kế hoạch mẫu."
)


@dataclass(frozen=True)
class _Read:
    """Everything the tab shows of one month."""

    campaigns: tuple[Campaign, ...]
    campaign: Campaign | None = None
    papers: tuple[DuePaper, ...] = ()
    figures: tuple[LineFigures, ...] = ()
    activities: tuple[Activity, ...] = ()
    pictures: tuple[tuple[Picture, QImage], ...] = ()
    all_pictures: int = 0
    communes: tuple[CommuneMonth, ...] = ()


class CampaignTab(Tab):
    """The month of action of this office, or of the communes below it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.kinds = load_kinds()
        self.reads = READS | {each.book for each in self.kinds.lines if each.book}
        self.shown = _Read(())
        self.which = CalmChoice()
        self.which.setAccessibleName(_("Tháng hành động"))
        self.which.setMinimumContentsLength(34)
        self.which.activated.connect(lambda _place: self.read())
        self.day = Chip()
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(theme.px(6))
        self.theme = paragraph()
        self.start = button(_("Mở Tháng hành động…"), self.ask_start, picture="plus")
        self.start_first = button(
            _("Mở Tháng hành động…"), self.ask_start, picture="plus", primary=True
        )
        self.cards: list[PaperCard] = []
        self.figures = FigureTable()
        self.figures.wanted.connect(self.open_list)
        self.type_number = button(_("Nhập số…"), self.ask_number, picture="pencil")
        self.whose = faint()
        self.activities = ActivityTable()
        self.activities.row_entered.connect(lambda _row: self._open_activity())
        self.add = QPushButton(_("Thêm hoạt động"))
        self.attach = button(_("Ảnh, tệp đính kèm…"), self._attach, picture="paperclip")
        self.pictures = PictureStrip()
        self.pictures.wanted.connect(self._open_picture)
        self.told_pictures = faint()
        self.communes = CommuneTable()
        self.communes.row_chosen.connect(lambda _row: self._show_commune())
        self.whole = button(_("Cộng các xã, phường"), self._show_sums)
        self._may_plan = _may_write(desk, PLANS)
        self._may_type = _may_write(desk, BOOK) and not desk.receives
        only_if(self._may_plan, self.start, self.start_first)
        self._lay_out()
        self._make_menu()

    # What is asked of the worker

    def read(self) -> None:
        """Read the months of this office, and all of the one shown."""
        office = office_in(self.desk)
        wanted, receives = self.which.currentData(), self.desk.receives
        today = _today(office)

        def work() -> _Read:
            found = tuple(campaigns_of(office.queries, office.info.unit_id))
            chosen = next((each for each in found if each.plan.id == wanted), None)
            campaign = chosen or (found[0] if found else None)
            if campaign is None:
                return _Read(found)
            return _read(office, found, campaign, today, receives=receives)

        Operation(self.desk.operations, work, self).success(self._show).start()

    # What is done

    def ask_start(self) -> None:
        """Begin this year's month; the plans it may be made after are read on the worker."""
        office = office_in(self.desk)
        today = _today(office)

        def ask(found: list[Model]) -> None:
            if found:
                StartDialog(self.desk, found, today, self).ask_person()
            else:
                words = _("Chưa có kế hoạch Tháng hành động nào để làm mẫu.")
                self.desk.feedback.notice(words)

        operation = Operation(self.desk.operations, lambda: models(office.session, today), self)
        operation.success(ask).start()

    def ask_number(self) -> None:
        """Type a number the books do not hold."""
        campaign, chosen = self.shown.campaign, self.figures.chosen
        if campaign is None or chosen is None:
            self.desk.feedback.notice(_("Hãy chọn một dòng số liệu trước."))
            return
        FigureDialog(self.desk, campaign, chosen, self).ask_person()

    def compose(self, paper: DuePaper) -> None:
        """Compose a paper of the month."""
        choices = {"campaign": paper.task.plan.id if paper.task.plan else None}
        ComposeDialog.ask(self.desk, self, form=paper.form, choices=choices)

    def send(self, paper: DuePaper) -> None:
        """Write down that a paper was sent."""
        SentDialog(self.desk, paper, _today(office_in(self.desk)), self).ask_person()

    def add_activity(self, line: Line) -> RecordDialog:
        """The form of the right book, with a day of the month and the kind filled in."""
        campaign = self.shown.campaign
        offered: dict[str, Value] = {
            name: codes[0] for name, codes in line.only.items() if len(codes) == 1
        }
        if campaign is not None:
            today = _today(office_in(self.desk))
            offered[line.day] = min(max(today, campaign.first), campaign.last).isoformat()
        dialog = RecordDialog(
            self.desk, REGISTERS[line.book], None, {}, self.window(), offered=offered
        )
        dialog.open()
        return dialog

    def open_list(self, found: LineFigures) -> None:
        """Go to the list behind a number."""
        campaign, line = self.shown.campaign, found.line
        if campaign is None:
            return
        where = behind(line, campaign, _today(office_in(self.desk)))
        title = f"{line.title}, {campaign.plan.title}"
        commune = self.communes.chosen if self.desk.receives else None
        if commune is None:
            self.desk.open_list(line.book, where, title=title)
            return
        asked = [Where("unit_id", "=", commune.unit), *where]
        queries = self.desk.queries
        operation = Operation(
            self.desk.operations, lambda: frozenset(queries.ids(line.book, asked)), self
        )
        operation.success(
            lambda only: self.desk.open_list(line.book, only=only, title=f"{title}, {commune.name}")
        ).start()

    def _open_activity(self) -> None:
        chosen = self.activities.chosen
        if chosen is not None:
            self.desk.open_record(chosen.register, chosen.record)

    def _attach(self) -> None:
        chosen = self.activities.chosen
        if chosen is None:
            self.desk.feedback.notice(_("Hãy chọn một hoạt động trước."))
            return
        book = REGISTERS[chosen.register]
        AttachmentsDialog(self.desk, book, chosen.record, self).open()

    def _open_picture(self, picture: Picture) -> None:
        register, record = picture.owner
        AttachmentsDialog(self.desk, REGISTERS[register], record, self).open()

    # What is shown

    def _show(self, read: _Read) -> None:
        self.shown = read
        campaign = read.campaign
        self.which.clear()
        for each in read.campaigns:
            self.which.addItem(each.plan.title, each.plan.id)
        self.stack.setCurrentIndex(0 if campaign else 1)
        if campaign is None:
            return
        self.which.setCurrentIndex(self.which.findData(campaign.plan.id))
        today = _today(office_in(self.desk))
        self.day.say(*day_words(campaign, today))
        self.progress.setRange(0, campaign.days)
        self.progress.setValue(min(campaign.day_number(today), campaign.days))
        words = _("Chủ đề: “{theme}”. Từ {first} đến {last}.")
        first, last = show_date(campaign.first), show_date(campaign.last)
        self.theme.setText(words.format(theme=campaign.plan.theme, first=first, last=last))
        self._show_cards(read.papers)
        if self.desk.receives:
            self.communes.show_communes(self.kinds, read.communes, self._hides)
            self._show_sums()
        else:
            self._show_figures(read.figures, "")
            self.activities.show_activities(read.activities)
            self.pictures.show_pictures(read.pictures)
            more = read.all_pictures - len(read.pictures)
            words = _("Còn {count} ảnh khác ở từng hoạt động.")
            self.told_pictures.setText(words.format(count=more) if more > 0 else "")
            self.told_pictures.setVisible(more > 0)

    def _show_cards(self, papers: Sequence[DuePaper]) -> None:
        clear(self._papers)
        send = self.send if _may_write(self.desk, RESULTS) else None
        self.cards = [PaperCard(each, self.compose, send) for each in papers]
        for card in self.cards:
            self._papers.addWidget(card, 1)

    def _show_figures(self, found: Sequence[LineFigures], whose: str) -> None:
        role = self.desk.role
        self.figures.show_figures(
            self.kinds, found, lambda each: may_look(role, each.line), self._hides
        )
        self.whose.setText(whose)

    def _show_commune(self) -> None:
        commune = self.communes.chosen
        if commune is not None:
            self._show_figures(commune.figures, commune.name)

    def _show_sums(self) -> None:
        self.communes.clearSelection()
        self.communes.setCurrentIndex(self.communes.model().index(-1, -1))
        self._show_figures(self.shown.figures, _("Cộng các xã, phường"))

    def _hides(self, found: LineFigures) -> bool:
        """Numbers of persons on a list are for those who may see the list, as on the ladder."""
        return found.line.persons and not self.desk.role.knows(Duty.LISTS)

    # How it is laid out

    def panes(self) -> list[Pane]:
        """The figures, then what stands beside them."""
        beside = self.communes if self.desk.receives else self.activities
        return [Pane(each, each.setFocus) for each in (self.figures, beside)]

    def _make_menu(self) -> None:
        menu = QMenu(self.add)
        for group in self.kinds.groups:
            lines = [
                each
                for each in self.kinds.of(group)
                if each.book
                and self.desk.may_write(REGISTERS[each.book])
                and may_look(self.desk.role, each)
            ]
            if not lines:
                continue
            under = menu.addMenu(group.title)
            for line in lines:
                under.addAction(line.title).triggered.connect(partial(self._add, line))
        self.add.setMenu(menu)
        only_if(bool(menu.actions()) and not self.desk.receives, self.add)

    def _add(self, line: Line, _checked: bool = False) -> None:
        self.add_activity(line)

    def _lay_out(self) -> None:
        self._papers = QHBoxLayout()
        self._papers.setSpacing(theme.px(10))
        whole = QWidget()
        down = QVBoxLayout(whole)
        down.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(10))
        down.setSpacing(theme.px(7))
        down.addLayout(row(self.which, self.day, None, self.start))
        down.addWidget(self.theme)
        down.addWidget(self.progress)
        down.addLayout(self._papers)
        split = QSplitter(
            Qt.Orientation.Vertical if self.desk.receives else Qt.Orientation.Horizontal
        )
        for part in self._parts():
            split.addWidget(part)
        split.setChildrenCollapsible(False)
        split.setSizes([theme.px(600), theme.px(570)])
        down.addWidget(split, 1)
        self.stack = QStackedWidget()
        self.stack.addWidget(whole)
        self.stack.addWidget(self._nothing())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.stack)

    def _parts(self) -> list[QWidget]:
        only_if(self._may_type, self.type_number)
        counted = _part(heading(_("Kết quả theo loại việc"), 1.05), self.whose, self.type_number)
        counted.addWidget(self.figures, 1)
        note = faint(_("(*) số nhập tay, đứng thay số trong sổ. –: sổ chưa có ghi chép nào."))
        counted.addWidget(note)
        if self.desk.receives:
            beside = _part(heading(_("Các xã, phường"), 1.05), faint(), self.whole)
            beside.addWidget(self.communes, 1)
            return [_held(beside), _held(counted)]
        beside = _part(heading(_("Hoạt động trong tháng"), 1.05), faint(), self.add, self.attach)
        beside.addWidget(self.activities, 1)
        beside.addWidget(self.pictures)
        beside.addWidget(self.told_pictures)
        beside.setContentsMargins(theme.px(8), 0, 0, 0)
        return [_held(counted), _held(beside)]

    def _nothing(self) -> QWidget:
        page = QWidget()
        down = QVBoxLayout(page)
        down.setContentsMargins(theme.px(60), 0, theme.px(60), 0)
        label = faint(_(NONE_BEGUN))
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        down.addStretch(1)
        down.addWidget(label)
        down.addWidget(self.start_first, 0, Qt.AlignmentFlag.AlignCenter)
        down.addStretch(1)
        return page


def _part(title: QWidget, told: QWidget, *buttons: QWidget) -> QVBoxLayout:
    down = QVBoxLayout()
    down.setContentsMargins(0, 0, 0, 0)
    down.setSpacing(theme.px(5))
    across = QHBoxLayout()
    across.setSpacing(theme.px(8))
    across.addWidget(title)
    across.addWidget(told, 1)
    down.addLayout(across)
    if buttons:
        down.addLayout(FlowRow(*buttons))
    return down


def _held(layout: QVBoxLayout) -> QWidget:
    made = QWidget()
    made.setLayout(layout)
    return made


def _read(
    office: Office,
    found: tuple[Campaign, ...],
    campaign: Campaign,
    today: date,
    *,
    receives: bool,
) -> _Read:
    now, calendar = office.clock.now(), calendar_of(office.session)
    forms = FORMS_ABOVE if receives else OWN_FORMS
    papers = due_papers(office, campaign, forms, now, calendar)
    if receives:
        communes = communes_below(office, campaign, today)
        sums = summed([each.figures for each in communes]) if communes else ()
        return _Read(found, campaign, papers, sums, communes=communes)
    done, pictures = activities(office, campaign)
    return _Read(
        found,
        campaign,
        papers,
        figures(office, campaign, today),
        tuple(done),
        tuple(_small(office, pictures[:PICTURES])),
        len(pictures),
    )


def _small(office: Office, pictures: Sequence[Picture]) -> list[tuple[Picture, QImage]]:
    """The pictures that are here and can be read, made small."""
    made = []
    for each in pictures:
        with suppress(KnownError):
            kept = attachments.attachment(office.session, each.register, each.attachment)
            data = attachments.content(office.session, kept)
            made.append((each, decoded(data, theme.px(THUMB))))
    return made


def _today(office: Office) -> date:
    return date.fromisoformat(office.clock.today())


def _may_write(desk: Desk, book: str) -> bool:
    with suppress(KnownError):
        desk.role.must_write(REGISTERS[book])
        return True
    return False
