"""One commune, one period: by which bundle it stands, what to do, what the last bundle changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from sachmatuy_desktop.domain.criteria import Status
from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.people import CATEGORIES
from sachmatuy_desktop.domain.reporting import Bundle, Cell, Due
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.services.board import Line
from sachmatuy_desktop.services.sync.bundle_difference import Difference, ResultChange, difference
from sachmatuy_desktop.services.sync.periods import Expected, PeriodBoard, Row
from sachmatuy_desktop.services.sync.returns_reading import open_returns
from sachmatuy_desktop.storage.results import Result
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.detail_side import DetailSide, quoted
from sachmatuy_desktop.ui.dialogs.kit import clear, faint, heading, paragraph, rule
from sachmatuy_desktop.ui.dialogs.long_door import LongDoor
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.models.codes import pack_title, packs_shown
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.board.columns import full_name
from sachmatuy_desktop.ui.pages.criteria.words import HOT_STATUSES, NO_CLASS, STATUSES
from sachmatuy_desktop.ui.pages.sync.period_words import (
    advice,
    bundle_words,
    left_out_words,
    pack_words,
    period_name,
    program_words,
    seen_words,
)
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["PeriodDetail"]


class PeriodDetail(DetailSide):
    """What a bundle changed is read on the worker when it is asked for."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Xã và kỳ đang chọn"))
        self.desk = desk
        self.difference: Difference | None = None
        self._asked: object = None
        self.show_nothing(_("Chọn một ô để xem xã gửi gói nào, khi nào, và cần làm gì."))

    def show_nothing(self, why: str) -> None:
        """Nothing is chosen."""
        self._begin()
        self._body.addWidget(paragraph(why))
        self._body.addStretch(1)

    def show_cell(self, board: PeriodBoard, line: Line, due: Due | None) -> None:
        """A commune, and one of its periods if a cell of one is chosen."""
        self._begin()
        row = board.row(line)
        self._body.addWidget(heading(full_name(line)))
        cell = None
        if due is not None:
            cell = board.cell(line, due.key)
            self._show_period(board.kinds[due.report], due, cell)
        told = advice(row, cell)
        if told:
            self._body.addWidget(rule())
            self._bold(_("Cần làm"))
            for each in told:
                self._body.addWidget(paragraph(each))
        self._show_commune(line, row, cell)
        bundle = (cell and cell.bundle) or row.history.newest
        if bundle is not None:
            ask = partial(self.read_difference, line, bundle)
            words = _("Khác gì so với gói trước (gói số {number})").format(number=bundle.number)
            self._body.addWidget(LongDoor(words, ask, picture="arrow-left-right"))
        self._body.addStretch(1)

    def _begin(self) -> None:
        self._asked = self.difference = None
        clear(self._body)

    def _bold(self, words: str) -> None:
        label = paragraph(words)
        label.setFont(theme.scaled_font(bold=True))
        self._body.addWidget(label)

    # The period

    def _show_period(self, kind: Expected, due: Due, cell: Cell) -> None:
        name = period_name(due.period)
        self._bold(f"{name[:1].upper()}{name[1:]}: {seen_words(cell)}")
        days = _("Gói lập từ ngày {opens} tính cho kỳ này; hạn: hết ngày {last}.")
        told = days.format(opens=show_date(due.opens), last=show_date(due.last_day))
        self._body.addWidget(faint(told))
        if cell.bundle is not None:
            self._body.addWidget(paragraph(bundle_words(cell.bundle), selectable=True))
        if not due.binds:
            self._body.addWidget(
                faint(_("Hạn này chỉ là đề nghị: không xã nào bị coi là muộn cho tới khi chọn kỳ."))
            )
        if kind.quote:
            where = " · ".join(filter(None, (kind.document, kind.paragraph)))
            self._body.addWidget(quoted(kind.quote, where))
        else:
            self._body.addWidget(faint(kind.document))

    def _show_commune(self, line: Line, row: Row, cell: Cell | None) -> None:
        newest = row.history.newest
        self._body.addWidget(rule())
        if newest is None:
            self._body.addWidget(paragraph(_("Xã chưa gửi gói nào.")))
            return
        self._bold(_("Gói gần nhất"))
        told_above = cell is not None and cell.bundle == newest
        words = _("Là gói nói trên.") if told_above else bundle_words(newest)
        self._body.addWidget(paragraph(words, selectable=True))
        left_out = left_out_words(newest, row.sums)
        if left_out:
            self._body.addWidget(paragraph(left_out))
        if row.history.unseen:
            numbers = ", ".join(map(str, row.history.unseen))
            words = _("Số không thấy: {numbers}.").format(numbers=numbers)
            self._body.addWidget(faint(words))
        told = _("Chương trình: {words}").format(words=program_words(row.versions))
        self._body.addWidget(paragraph(told))
        for pack in row.versions.packs:
            self._body.addWidget(faint(pack_words(pack, line.unit.id)))
        if row.returned:
            unit = line.unit.id
            session = self.desk.office.session
            only = frozenset(each.id for each in open_returns(session, unit))
            words = _("{count} ý kiến chưa trả lời").format(count=row.returned)
            go = partial(self.desk.open_list, "returns", only=only, title=words)
            self._body.addWidget(LongDoor(words, go, picture="undo-2"))

    # What the bundle changed

    def read_difference(self, line: Line, bundle: Bundle) -> None:
        """What a bundle of a commune changed."""
        self._asked = asked = object()
        office = office_in(self.desk)

        def take(found: Difference) -> None:
            if self._asked is asked:
                self._show_difference(line, bundle, found)

        def failed(error: KnownError) -> None:
            if self._asked is asked:
                self._body.addWidget(paragraph(say(error)))

        operation = Operation(self.desk.operations, lambda: difference(office, bundle.digest), self)
        operation.success(take).failure(failed).start()

    def _show_difference(self, line: Line, bundle: Bundle, found: Difference) -> None:
        clear(self._body)
        self.difference = found
        self._body.addWidget(heading(full_name(line)))
        self._bold(_("Khác gì so với gói trước"))
        self._body.addWidget(faint(bundle_words(bundle)))
        for moves in found.lists or ():
            label = _(CATEGORIES[moves.category])
            for persons, words in (
                (moves.entered, _("{count} người vào «{list}»")),
                (moves.left, _("{count} người ra khỏi «{list}»")),
            ):
                if persons:
                    title = words.format(list=label, count=show_integer(len(persons)))
                    self._body.addWidget(LongDoor(title, self._persons(persons, title)))
        for words in difference_words(found, line.unit.id):
            self._body.addWidget(paragraph(words, selectable=True))
        self._body.addStretch(1)

    def _persons(self, persons: frozenset[str], title: str) -> Callable[[], None]:
        return lambda: self.desk.open_list("people", only=persons, title=title)


def difference_words(found: Difference, unit: str) -> Iterator[str]:
    """What a bundle changed, one sentence a thing; persons are told apart from this."""
    for each in found.results:
        yield from _result_words(each, unit)
    for book in found.books:
        counts = (
            (book.new, _("{count} mới")),
            (book.changed, _("{count} sửa")),
            (book.removed, _("{count} xóa")),
        )
        told = ", ".join(words.format(count=show_integer(n)) for n, words in counts if n)
        yield f"{_(REGISTERS[book.register].title)}: {told}"
    if not found.books:
        yield _("Gói không mang thay đổi nào mới so với những gì đã có ở đây.")
    if found.conflicts:
        yield _("{count} chỗ hai nơi cùng sửa đang chờ chọn.").format(count=found.conflicts)
    if found.set_aside:
        yield _("{count} dòng để riêng, chưa áp dụng.").format(count=found.set_aside)


def _result_words(change: ResultChange, unit: str) -> Iterator[str]:
    before = _came_to(change.before) if change.before else _("chưa có")
    yield _("{pack}: {before} → {now}").format(
        pack=pack_title(change.pack, unit), before=before, now=_came_to(change.now)
    )
    try:
        pack = packs_shown(unit).rules(change.pack)
    except KnownError:  # a pack of a newer program
        return
    states = STATUSES if pack.decision.met_is_good else HOT_STATUSES
    for name, old, new in change.criteria:
        if name in pack.marks:
            told = f"{_state(states, old)} → {_state(states, new)}"
            yield _("Tiêu chí {name}: {told}").format(name=pack.marks[name], told=told)


def _came_to(result: Result) -> str:
    if result.klass == NO_CLASS:
        return _("Không thuộc loại nào")
    if result.klass:
        return _("Loại {klass}").format(klass=result.klass)
    return _("{met}/{total} tiêu chí đạt").format(met=result.met, total=result.total)


def _state(states: Mapping[Status, tuple[str, Tone]], code: str) -> str:
    return _(states[Status(code)][0]) if code in set(Status) else code or _("chưa có")
