"""Đồng bộ at a receiving office: communes × criteria, last bundle, what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Final

from PySide6.QtWidgets import QFileDialog, QMenu, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.dates import parse_moment, show_date
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.figures import CODED_PEOPLE
from sachmatuy_desktop.domain.returns import About
from sachmatuy_desktop.errors import N_, KnownError, NotFound
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.services.criteria import NEIGHBOURHOOD
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import trusting
from sachmatuy_desktop.services.sync.communes import CommuneLine, overview
from sachmatuy_desktop.services.sync.replies import Replies, write_replies
from sachmatuy_desktop.services.sync.returns import ReturnUnit
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.storage.sync.post import Partner
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.flow import FlowRow
from sachmatuy_desktop.ui.dialogs.kit import button, faint, heading, label_of, row
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.dialogs.return_note import Matter, ReturnDialog
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.models.codes import pack_title, packs_shown, unit_name
from sachmatuy_desktop.ui.operations import Operation, Progress
from sachmatuy_desktop.ui.pages.sync.flow import Flow, file_name
from sachmatuy_desktop.ui.pages.sync.split_choice import SplitChoice
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["ReceivingView", "cells_of"]

TONES: Final[Mapping[str, tuple[str, Tone]]] = MappingProxyType(
    {
        "yes": (N_("Đạt"), Tone.GOOD),
        "no": (N_("Chưa đạt"), Tone.BLOCK),
        "unknown": (N_("Chưa đủ căn cứ"), Tone.CARE),
    }
)


class ReceivingView(QWidget):
    """One row a commune."""

    def __init__(self, desk: Desk, flow: Flow) -> None:
        super().__init__()
        self.desk = desk
        self.flow = flow
        self.lines: list[CommuneLine] = []
        self._may_send = True
        self.table = PlainTable(_("Các đơn vị gửi lên"))
        self.table.row_chosen.connect(lambda _row: self._choose())
        self.table.row_entered.connect(lambda _row: self.open_people())
        self.told = faint()
        self.take_in = button(
            _("Nhập gói…"), self.flow.choose_bundle, picture="download", primary=True
        )
        self.send_back = button(_("Trả lại để bổ sung…"), self.write_return, picture="undo-2")
        self.reply = button(_("Xuất gói trả lời…"), self._reply, picture="usb")
        self.machines = QMenu(self)
        self.reply_all = button(_("Trả lời mọi xã…"), self._ask_folder, picture="folder")
        self.split = SplitChoice(desk.preferences)
        self.people = button(_("Mở danh sách người"), self.open_people, picture="users")
        self._lay_out()
        self._choose()

    @property
    def line(self) -> CommuneLine | None:
        """The commune chosen."""
        row = self.table.row
        return self.lines[row] if 0 <= row < len(self.lines) else None

    def let_send(self, may: bool) -> None:
        """Offer to reply, or not while sending rests."""
        self._may_send = may
        self._choose()

    def refresh(self) -> None:
        """Read the overview on the worker."""
        office = office_in(self.desk)

        def work() -> tuple[list[CommuneLine], dict[str, int]]:
            lines = overview(office)
            return lines, {line.unit_id: _villages(office, line.unit_id) for line in lines}

        operation = Operation(self.desk.operations, work, self)
        operation.success(lambda read: self._show(*read)).start()

    def open_people(self) -> None:
        """The people of the commune chosen, or the codes that stand for them."""
        if self.line is not None:
            where = (Where("unit_id", "=", self.line.unit_id),)
            book = "people" if self.line.sums is None else CODED_PEOPLE.name
            self.desk.open_list(book, where, title=self.line.name)

    def write_return(self) -> None:
        """A note that the commune gets with the next reply."""
        line = self.line
        if line is None:
            return
        today = date.fromisoformat(self.desk.office.clock.today())
        whole = Matter(_("Cả đơn vị"), About.UNIT, partial(ReturnUnit, line.unit_id))
        ReturnDialog(self.desk, line.name, today, (whole,), parent=self).ask_person()

    def machines_of(self, unit: str) -> list[Partner]:
        """The PCs of a commune whose keys are believed: each gets a reply of its own."""
        return [
            each
            for each in trusting.partners(office_in(self.desk))
            if (each.unit_id, each.role, each.ending) == (unit, "lower", None)
        ]

    def _reply(self) -> None:
        line = self.line
        if line is None:
            return
        of_unit = self.machines_of(line.unit_id)
        if len(of_unit) == 1:
            self._reply_to(of_unit[0])
            return
        self.machines.clear()
        for each in of_unit:
            words = _("Máy có mã khóa {key}").format(key=each.key_id)
            self.machines.addAction(words, partial(self._reply_to, each))
        if of_unit:
            self.machines.popup(self.reply.mapToGlobal(self.reply.rect().bottomLeft()))
        else:
            self.flow.desk.feedback.sentence(
                NotFound(N_("Khóa của đơn vị này đã bị thu hồi; hãy tin cậy thẻ mới rồi gửi."))
            )

    def _reply_to(self, partner: Partner) -> None:
        self.flow.export(partner, most_bytes=self.split.most_bytes)

    def _ask_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Ghi gói trả lời của mọi xã vào thư mục"))
        if chosen:
            self.reply_to_all(Path(chosen))

    def reply_to_all(self, folder: Path) -> None:
        """A reply to every commune into a folder, a file each, with progress and a way to stop."""
        office, most_bytes = office_in(self.desk), self.split.most_bytes
        today = office.clock.today()

        def work(progress: Progress) -> Replies:
            known = trusting.partners(office)
            lower = [each for each in known if each.role == "lower" and each.ending is None]
            targets = list(zip(lower, reply_paths(folder, lower, today), strict=True))
            return write_replies(office, targets, progress.report, most_bytes)

        operation = Operation.reporting(self.desk.operations, work, self)
        operation.success(self._replied)
        operation.with_progress(_("Đang ghi gói trả lời, đừng rút USB…"), stoppable=True).start()

    def _replied(self, replies: Replies) -> None:
        told = [
            _("Đã ghi và đọc lại gói trả lời của {count} xã.").format(count=len(replies.written))
        ]
        if replies.left:
            told.append(_("Còn {count} xã chưa ghi.").format(count=replies.left))
        told += [f"{partner.name}: {say(error)}" for partner, error in replies.failed]
        self.desk.feedback.notice(" ".join(told))
        self.flow.done.emit(told[0])

    def _show(self, lines: list[CommuneLine], villages: Mapping[str, int]) -> None:
        self.lines = lines
        sent_by = {pack: line.unit_id for line in lines for pack in line.outcomes}
        packs = sorted(sent_by)
        heads = [
            Head(_("Đơn vị"), widest=260),
            Head(_("Gói gần nhất")),
            Head(_("Người"), right=True),
            Head(_("Hộ"), right=True),
            Head(_("Còn thiếu"), grows=True, wraps=True),
            *(Head(pack_title(pack, sent_by[pack]), widest=146) for pack in packs),
        ]
        self.table.show_rows(
            heads, [cells_of(line, packs, villages[line.unit_id]) for line in lines]
        )
        if lines and self.table.row < 0:
            self.table.choose(0)
        late = sum(1 for line in lines if line.missing)
        self.told.setText(
            _told(
                len(lines),
                late,
                sum(1 for line in lines if line.without_people and line.sums is None),
                sum(1 for line in lines if line.sums is not None),
            )
            if lines
            else _(
                "Chưa tin cậy đơn vị nào. Hãy nhập thẻ nhận dạng của các xã ở bên phải, "
                "gửi lại thẻ của mình, rồi nhập gói đầu tiên."
            )
        )
        self._choose()

    def _choose(self) -> None:
        for each in (self.send_back, self.people):
            each.setEnabled(self.line is not None)
        self.reply.setEnabled(self._may_send and self.line is not None)
        self.reply_all.setEnabled(self._may_send and bool(self.lines))

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(14), theme.px(12), theme.px(14), theme.px(12))
        layout.setSpacing(theme.px(8))
        layout.addWidget(heading(_("Các đơn vị gửi lên")))
        layout.addLayout(
            FlowRow(self.take_in, self.send_back, self.reply, self.reply_all, self.people)
        )
        layout.addLayout(row(label_of(_("Chia tệp"), self.split), self.split, None))
        layout.addWidget(self.told)
        layout.addWidget(self.table, 1)


def reply_paths(folder: Path, partners: Sequence[Partner], today: str) -> list[Path]:
    """A file for each, by its unit and the day; two PCs of one commune are told apart."""
    counted = Counter(each.unit_id for each in partners)
    paths = []
    for each in partners:
        name = unit_name(each.unit_id)
        alike = counted[each.unit_id] > 1
        told = f"{name} {each.key_id[:4]}" if alike else f"{name} {each.unit_id.partition('@')[0]}"
        paths.append(folder / file_name(f"tra loi {told}", today))
    return paths


def _told(count: int, late: int, without_people: int, with_figures: int) -> str:
    """How many communes, how many of them lack something, how many send figures for persons, and
    how many leave them out.
    """
    whole = (
        _("{count} đơn vị, {late} đơn vị còn thiếu.").format(count=count, late=late)
        if late
        else _("{count} đơn vị, không đơn vị nào còn thiếu.").format(count=count)
    )
    said = [whole]
    for number, words in (
        (with_figures, N_("{count} đơn vị gửi số liệu tổng hợp và mã thay tên.")),
        (without_people, N_("{count} đơn vị chỉ gửi số liệu chương trình, không có người và hộ.")),
    ):
        if number:
            said.append(_(words).format(count=number))
    return " ".join(said)


def cells_of(line: CommuneLine, packs: Sequence[str], villages: int) -> list[Cell]:
    """What a commune sent, in the order of the heads; `villages` is how many it has."""
    name = line.name[:1].upper() + line.name[1:]
    return [
        Cell(name),
        Cell(show_date(parse_moment(line.last_bundle).date()))
        if line.last_bundle
        else Cell(_("Chưa có"), Tone.CARE),
        _counted(line.people, line, None if line.sums is None else line.sums.people),
        _counted(line.households, line, None if line.sums is None else line.sums.households),
        Cell(" ".join(map(_, line.missing)) or _("Không")),
        *(_outcome(line, pack, villages) for pack in packs),
    ]


def _counted(count: int, line: CommuneLine, told: int | None) -> Cell:
    """A number of persons or households; a commune that sends none has not said “0”, unless it has
    `told` the number of them.
    """
    if line.sums is not None and told is not None:
        day = show_date(line.sums.as_of)
        words = _("{count} (theo số liệu tổng hợp ngày {day})")
        return Cell(words.format(count=show_integer(told), day=day), Tone.QUIET)
    if not line.without_people:
        return Cell(show_integer(count))
    if not count:
        return Cell(_("Không gửi"))
    return Cell(_("{count} (gói trước)").format(count=show_integer(count)))


def _outcome(line: CommuneLine, pack: str, villages: int) -> Cell:
    if pack not in line.outcomes:
        return Cell("–")
    outcome, klass, met, total, _as_of = line.outcomes[pack]
    if _by_village(pack, line.unit_id):
        whole = max(villages, total)  # a village nobody has assessed does not stand well
        told = _("{met}/{total} khu phố đạt").format(met=met, total=whole)
        return Cell(told, Tone.GOOD if met == whole else Tone.CARE)
    words, tone = TONES.get(outcome, (outcome, Tone.QUIET))
    if klass:
        none = klass == "none"
        return Cell(
            _("Không thuộc loại nào") if none else _("Loại {klass}").format(klass=klass),
            Tone.GOOD if none else Tone.BLOCK,
        )
    return Cell(f"{_(words)} {met}/{total}", tone)


def _villages(office: Office, unit: str) -> int:
    return office.queries.count("villages", [Where("unit_id", "=", unit)])


def _by_village(pack: str, unit: str) -> bool:
    try:
        return packs_shown(unit).rules(pack).level == NEIGHBOURHOOD
    except KnownError:
        return False
