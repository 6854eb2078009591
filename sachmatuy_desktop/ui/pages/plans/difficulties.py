"""The tab “Khó khăn, vướng mắc”: raised by the commune, answered by the office above."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.plans.difficulties import OPEN_STAGES, Stage
from sachmatuy_desktop.domain.registers.plans import DIFFICULTIES as BOOK
from sachmatuy_desktop.domain.registers.plans import DIFFICULTY_ANSWERS as ANSWER_BOOK
from sachmatuy_desktop.domain.text import sort_key
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.exchange.flat import FlatTable
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.plans.difficulties import (
    DIFFICULTIES,
    DIFFICULTY_ANSWERS,
    Followed,
    TakeOverDifficulty,
    addressees,
    difficulties_followed,
    difficulties_of_villages,
)
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk, Door
from sachmatuy_desktop.ui.dialogs.difficulties import (
    AnswerDifficultyDialog,
    ClarifyDialog,
    CloseDifficultyDialog,
)
from sachmatuy_desktop.ui.dialogs.kit import button, faint, row, side_by_side
from sachmatuy_desktop.ui.dialogs.line import ChoiceDialog
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.forms.quick_dialog import Quick, QuickDialog, Way
from sachmatuy_desktop.ui.forms.record_dialog import RecordDialog
from sachmatuy_desktop.ui.list_out import TableOut, sheet_path
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.models.codes import unit_name
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.page import Pane
from sachmatuy_desktop.ui.pages.plans.difficulty_detail import DifficultyDetail
from sachmatuy_desktop.ui.pages.plans.difficulty_words import stage_chip, waited
from sachmatuy_desktop.ui.pages.tabbed import Tab

__all__ = ["DifficultiesTab"]

ASKED: Final = (
    "subject",
    "content",
    "proposal",
    "level",
    "addressee",
    "criterion",
    "task",
    "raised_on",
    "raised_by",
    "position",
    "document",
)
"""What is asked when one is raised; the rest is written as it goes its way."""

WAITS_ABOVE: Final = frozenset({Stage.WAITING})


class DifficultiesTab(Tab):
    """The list with where each stands, the thread of the chosen one, the acts at the foot."""

    reads = frozenset({DIFFICULTIES, DIFFICULTY_ANSWERS, "village_reports"})
    shows = frozenset({DIFFICULTIES, DIFFICULTY_ANSWERS})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.found: list[Followed] = []
        self.untaken: list[str] = []
        self._all: list[Followed] = []
        self._only: frozenset[str] | None = None
        self._wanted = ""
        self.told = faint()
        self.whole = button(_("Bỏ lọc"), self.show_all)
        self.table = PlainTable(_("Các khó khăn, vướng mắc"))
        self.detail = DifficultyDetail(desk)
        self.out = TableOut(desk, DIFFICULTIES)
        self.raise_one = button(_("Nêu khó khăn…"), self.ask_raise, picture="plus", primary=True)
        self.take_over = button("", self.ask_take_over, picture="download")
        self.edit = button(_("Sửa…"), self.ask_edit)
        self.clarify = button(_("Làm rõ…"), self.ask_clarify)
        self.close_one = button(_("Giải quyết xong…"), self.ask_close)
        self.answer = button(_("Trả lời…"), self.ask_answer, picture="pencil", primary=True)
        self.sheet = button(_("Xuất bảng tính…"), self._ask_path, picture="upload")
        self._lay_out()
        self.table.row_chosen.connect(lambda _row: self._show_chosen())
        self.table.row_entered.connect(lambda _row: self._enter())

    @property
    def today(self) -> date:
        """The day at the office."""
        return date.fromisoformat(self.desk.office.clock.today())

    @property
    def chosen(self) -> Followed | None:
        """The difficulty at the right."""
        place = self.table.row
        return self.found[place] if 0 <= place < len(self.found) else None

    def refresh(self) -> None:
        """Read anew whenever it is looked at: a bundle that left changes no record."""
        self.is_stale = False
        self.read()

    def read(self) -> None:
        """Read the books, the answers and the bundles on the worker."""
        session, unit = self.desk.office.session, self.desk.office.info.unit_id

        def work() -> tuple[list[Followed], list[str]]:
            if self.desk.receives:
                return waiting_first(difficulties_followed(session)), []
            found = difficulties_followed(session, unit)
            return open_first(found), difficulties_of_villages(session.queries, unit)

        Operation(self.desk.operations, work, self).success(self._show).start()

    def go_through(self, door: Door) -> None:
        """Show one difficulty (an answer leads to its own), or only those behind the door."""
        self._only = door.only
        self._wanted = door.record or ""
        if door.register == DIFFICULTY_ANSWERS and door.record:
            rows = self.desk.queries.rows(DIFFICULTY_ANSWERS, [door.record])
            self._wanted = "".join(str(each["difficulty"]) for each in rows.values())
        self._narrow()

    def show_all(self) -> None:
        """Take the narrowing of a door back."""
        self._only = None
        self._narrow()

    def panes(self) -> list[Pane]:
        """The list, and the thread."""
        return [Pane(self.table, self.table.setFocus), Pane(self.detail, self.detail.setFocus)]

    # What is done

    def ask_raise(self) -> None:
        """Raise one: what is in the way, what is proposed, whom it goes to."""
        unit = self.desk.office.info.unit_id
        told = addressees(self.desk.queries, unit)
        quick = Quick(
            BOOK,
            _("Nêu khó khăn, vướng mắc"),
            ASKED,
            (Way(_("Ghi vào sổ")),),
            offered={
                "raised_on": self.today.isoformat(),
                "level": "tren",
                "addressee": told[0] if told else None,
            },
            told=_("Gói dữ liệu tiếp theo mang lên cơ quan tiếp nhận và mang câu trả lời về."),
        )
        QuickDialog(self.desk, quick, self).open()

    def ask_take_over(self) -> None:
        """Which village's words become a difficulty; where there is one report only, that one."""
        reports = self.untaken
        if len(reports) == 1:
            self.desk.run(TakeOverDifficulty(reports[0]), owner=self)
            return
        rows = self.desk.queries.rows("village_reports", reports)
        villages = self.desk.queries.names(
            "villages", [str(rows[each]["village"]) for each in reports]
        )
        choices = {
            each: _("{village}, tháng {month}: {words}").format(
                village=villages.get(str(rows[each]["village"]), ""),
                month="/".join(reversed(str(rows[each]["month"]).split("-"))),
                words=_shortened(str(rows[each]["difficulties"])),
            )
            for each in reports
        }
        report = ChoiceDialog.ask(
            _("Đưa vướng mắc của thôn vào sổ"),
            _("Nội dung và báo cáo của thôn được giữ kèm."),
            choices,
            reports[0],
            _("Đưa vào sổ"),
            self,
        )
        if report:
            self.desk.run(TakeOverDifficulty(report), owner=self)

    def ask_edit(self) -> None:
        """The record itself, with its attachments and its values of two PCs."""
        if self.chosen is not None:
            RecordDialog(self.desk, BOOK, self.chosen.difficulty.id, {}, self).open()

    def ask_clarify(self) -> None:
        """Say more, as the office above has asked."""
        if self.chosen is not None:
            ClarifyDialog(self.desk, self.chosen.difficulty, self.today, self).ask_person()

    def ask_close(self) -> None:
        """Say how it was settled."""
        if self.chosen is not None:
            CloseDifficultyDialog(self.desk, self.chosen.difficulty, self.today, self).ask_person()

    def ask_answer(self) -> None:
        """The word of this office."""
        if self.chosen is not None:
            AnswerDifficultyDialog(self.desk, self.chosen.difficulty, self.today, self).ask_person()

    def export_to(self, path: Path) -> None:
        """Write the list as it is shown."""
        heads = tuple(head.label for head in self.table.heads)
        rows = [[cell.text for cell in cells] for cells in self.table.rows]
        table = FlatTable(_(BOOK.title), heads, rows)
        self.out.export(lambda _progress: table, ("subject", "raised_on", "addressee"), path)

    def _ask_path(self) -> None:
        path = sheet_path(self, _(BOOK.title))
        if path is not None:
            self.export_to(path)

    def _enter(self) -> None:
        if not self.desk.receives:
            self.ask_edit()
        elif self.answer.isEnabled():
            self.ask_answer()

    # What is shown

    def _show(self, read: tuple[list[Followed], list[str]]) -> None:
        self._all, self.untaken = read
        self.take_over.setText(_("Lấy từ báo cáo thôn ({count})").format(count=len(self.untaken)))
        self.take_over.setVisible(bool(self.untaken) and self._may_write())
        self._narrow()

    def _narrow(self) -> None:
        kept = self._wanted or (self.chosen.difficulty.id if self.chosen else "")
        only = self._only
        self.found = [each for each in self._all if only is None or each.difficulty.id in only]
        self.whole.setVisible(only is not None)
        self.told.setText(self._counted())
        self.table.blockSignals(True)
        self.table.show_rows(self._heads(), [self._cells(each) for each in self.found])
        ids = [each.difficulty.id for each in self.found]
        if ids:
            self.table.choose(ids.index(kept) if kept in ids else 0)
        if kept in ids:
            self._wanted = ""
        self.table.blockSignals(False)
        self._show_chosen()

    def _counted(self) -> str:
        if not self._all:
            return (
                _("Chưa đơn vị nào gửi khó khăn, vướng mắc.")
                if self.desk.receives
                else _("Chưa ghi khó khăn, vướng mắc nào.")
            )
        if self.desk.receives:
            waiting = sum(each.standing.stage in WAITS_ABOVE for each in self._all)
            words = _("{count} khó khăn, vướng mắc; {waiting} đang chờ cơ quan này trả lời.")
            return words.format(count=len(self._all), waiting=waiting)
        still = sum(each.standing.is_open for each in self._all)
        asked = sum(each.standing.stage is Stage.ASKED for each in self._all)
        words = _("{count} khó khăn, vướng mắc; {open} chưa giải quyết xong.")
        told = words.format(count=len(self._all), open=still)
        if asked:
            told += " " + _("Cơ quan tiếp nhận đề nghị làm rõ {count}.").format(count=asked)
        return told

    def _heads(self) -> list[Head]:
        unit = [Head(_("Đơn vị"), widest=200)] if self.desk.receives else []
        return [
            *unit,
            Head(_("Về việc"), grows=True, wraps=True),
            Head(_("Ngày nêu")),
            Head(_("Tình trạng")),
            Head(_("Chờ"), right=True),
        ]

    def _cells(self, followed: Followed) -> list[Cell]:
        one, standing = followed.difficulty, followed.standing
        unit = [Cell(unit_name(one.unit))] if self.desk.receives else []
        return [
            *unit,
            Cell(one.words.subject),
            Cell(show_date(one.raised_on)),
            Cell(*stage_chip(standing)),
            Cell(waited(standing)),
        ]

    def _show_chosen(self) -> None:
        chosen = self.chosen
        if chosen is None:
            self.detail.show_nothing(_("Chọn một dòng để xem diễn biến."))
        else:
            self.detail.show_one(chosen)
        stage = chosen.standing.stage if chosen else None
        still = chosen is not None and chosen.standing.is_open
        self.edit.setEnabled(chosen is not None and stage is not Stage.REMOVED)
        self.close_one.setEnabled(still)
        self.clarify.setEnabled(stage is Stage.ASKED)
        self.answer.setEnabled(still and stage is not Stage.OWN)

    def _may_write(self) -> bool:
        """Whether this account writes on its side of the thread."""
        try:
            self.desk.role.must_write(ANSWER_BOOK if self.desk.receives else BOOK)
        except KnownError:
            return False
        return True

    def _lay_out(self) -> None:
        left = QWidget()
        down = QVBoxLayout(left)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(6))
        down.addLayout(row(self.told, self.whole))
        down.addWidget(self.table, 1)
        split = side_by_side(left, self.detail, (720, 480), grow=(1, 0))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(10))
        layout.setSpacing(theme.px(7))
        layout.addWidget(split, 1)
        own = (self.raise_one, self.take_over, None, self.edit, self.clarify, self.close_one)
        acts = (self.answer, None) if self.desk.receives else own
        layout.addLayout(row(*acts, self.sheet))
        for each in (self.raise_one, self.edit, self.clarify, self.close_one, self.answer):
            each.setVisible(each in acts and self._may_write())
        self.take_over.hide()
        self.whole.hide()


def open_first(found: Sequence[Followed]) -> list[Followed]:
    """At the commune: what this office must do something about first, what is settled last."""
    places = {stage: place for place, stage in enumerate(OPEN_STAGES)}
    return sorted(found, key=lambda each: places.get(each.standing.stage, len(places)))


def waiting_first(found: Sequence[Followed]) -> list[Followed]:
    """Above: those that wait for this office first, by commune and by subject."""

    def order(each: Followed) -> tuple[bool, bool, tuple[str, ...] | str, str]:
        waits = each.standing.stage in WAITS_ABOVE
        name = sort_key(unit_name(each.difficulty.unit))
        return not waits, not each.standing.is_open, name, each.difficulty.words.subject

    return sorted(found, key=order)


def _shortened(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 90 else line[:90].rsplit(" ", 1)[0] + "…"
