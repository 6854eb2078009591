"""What stands in a column of the board: its head, its cells, its total under the table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.criteria import Outcome, RulePack
from sachmatuy_desktop.domain.criteria.standings import WELL, Standing, compare, whole_rank
from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.recognition import Decision
from sachmatuy_desktop.domain.registers.papers import OUTCOMES
from sachmatuy_desktop.domain.text import sort_key
from sachmatuy_desktop.domain.units import Extent, Unit
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.exchange.flat import FlatCell
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.board import Board, Former, Line, gives_recognition
from sachmatuy_desktop.ui.pages.board.marks import (
    Mark,
    Sign,
    change_mark,
    criterion_mark,
    outcome_mark,
)
from sachmatuy_desktop.ui.theme import Tone

__all__ = [
    "BoardCell",
    "BoardColumn",
    "criteria_columns",
    "extent_words",
    "former_words",
    "full_name",
    "outcome_total",
    "pack_columns",
    "recognition_words",
    "year_columns",
]

Order = tuple[int, str]
"""What a column is sorted by; the first number puts what is missing last."""

LAST: Final[Order] = (10**6, "")


@dataclass(frozen=True)
class BoardCell:
    """Words or marks; `tip` tells it whole, `flat` is what a spreadsheet gets."""

    text: str = ""
    marks: tuple[Mark, ...] = ()
    tip: str = ""
    order: Order = LAST
    flat: FlatCell = ""

    @property
    def told(self) -> str:
        """The cell in words."""
        return self.tip or "; ".join(each.words for each in self.marks) or self.text


@dataclass(frozen=True)
class BoardColumn:
    """One column.  `full` is its whole title, `width` is said in pixels at the base type size."""

    key: str
    head: str
    full: str
    width: int
    cell: Callable[[Line], BoardCell]
    total: Callable[[Sequence[Line]], BoardCell] | None = None
    grows: bool = False


def criteria_columns(board: Board, pack: RulePack) -> list[BoardColumn]:
    """The criteria of one pack and what they come to, against the year before."""
    year = board.year
    return [
        name_column(),
        *(
            BoardColumn(
                criterion.id,
                pack.marks[criterion.id],
                f"{pack.marks[criterion.id]}. {criterion.title}",
                _criterion_width(pack),
                partial(_criterion, pack, year, criterion.id),
                partial(_criterion_total, pack, year, criterion.id),
            )
            for criterion in pack.criteria
        ),
        BoardColumn(
            "outcome",
            _("Kết quả"),
            _("Kết quả chung"),
            166,
            partial(_outcome, board, pack, year),
            partial(outcome_total, pack, year),
        ),
        *_recognised_column(board, pack),
        BoardColumn("as_of", _("Tính đến"), _("Tính đến ngày"), 84, partial(_day, pack, year)),
        BoardColumn(
            "change",
            _("So {year}").format(year=year - 1),
            _("So với năm báo cáo {year}").format(year=year - 1),
            58,
            partial(_change, pack, year),
            partial(_change_total, pack, year),
        ),
    ]


def pack_columns(board: Board) -> list[BoardColumn]:
    """What every pack comes to, each by itself: official status first, then local programmes."""
    official = [pack for pack in board.packs if pack.scope == "country"]
    local = [pack for pack in board.packs if pack.scope != "country"]
    groups = ((_("Theo Quyết định 28"), official), (_("Chương trình địa phương"), local))
    return [
        name_column(),
        *(
            BoardColumn(
                pack.id,
                f"{group}\n{pack.title}",
                f"{group}: {pack.title}",
                164,
                partial(_outcome, board, pack, board.year),
                partial(outcome_total, pack, board.year),
                grows=True,
            )
            for group, packs in groups
            for pack in packs
        ),
        *(
            BoardColumn(
                pack,
                _("Chưa có ở máy này") + f"\n{pack}",
                _("{pack}: bộ tiêu chí chưa có ở máy này, chỉ có kết quả chung").format(pack=pack),
                164,
                partial(_strange, pack, board.year),
                partial(_strange_total, pack, board.year),
                grows=True,
            )
            for pack in board.strange
        ),
    ]


def year_columns(board: Board, pack: RulePack) -> list[BoardColumn]:
    """What one pack came to, year by year; former units' results stand under their own names."""
    return [
        name_column(),
        *(
            BoardColumn(
                str(year),
                str(year),
                _("Năm báo cáo {year} (15/12/{before}–14/12/{year})").format(
                    year=year, before=year - 1
                ),
                96,
                partial(_year, board, pack, year),
                partial(outcome_total, pack, year),
                grows=True,
            )
            for year in board.years
        ),
    ]


def name_column() -> BoardColumn:
    """Who it is, and what it was made of."""
    return BoardColumn("name", _("Đơn vị"), _("Đơn vị"), 158, _name, _count, grows=True)


# -- cells -----------------------------------------------------------------------------------------


def _name(line: Line) -> BoardCell:
    told = [full_name(line)]
    if line.continues is not None:
        told.append(_("giữ nguyên từ {unit}").format(unit=_dated(line.continues)))
    told += [former_words(each) for each in line.former]
    return BoardCell(line.name, (), "\n".join(told), (0, sort_key(line.unit.name)), line.name)


def full_name(line: Line) -> str:
    """ "Xã Ia Dom, huyện Ia H'Drai"."""
    name = line.unit.titled[:1].upper() + line.unit.titled[1:]
    return f"{name}, {line.place}" if line.place else name


def _dated(unit: Unit) -> str:
    return f"{unit.titled} ({unit.period})" if unit.period else unit.titled


EXTENTS: Final[Mapping[Extent, str]] = MappingProxyType(
    {
        Extent.UNCHANGED: N_("giữ nguyên"),
        Extent.WHOLE: N_("nhập toàn bộ"),
        Extent.PART: N_("nhập một phần"),
    }
)


def extent_words(extent: Extent) -> str:
    """How much of a former unit came."""
    return _(EXTENTS[extent])


def former_words(former: Former) -> str:
    """ "xã Ia Dom cũ (đến 30/06/2025), nhập toàn bộ"."""
    return _("{unit} cũ ({period}), {extent}").format(
        unit=former.unit.titled, period=former.unit.period, extent=extent_words(former.extent)
    )


def _criterion_width(pack: RulePack) -> int:
    return 56 if _by_place(pack) else 36


def _criterion(pack: RulePack, year: int, criterion: str, line: Line) -> BoardCell:
    standing = line.standing(pack.id, year)
    mark = criterion_mark(pack, standing, criterion)
    return BoardCell("", (mark,), mark.words, _mark_order(standing, mark), mark.words)


def _mark_order(standing: Standing | None, mark: Mark) -> Order:
    """What stands in the way first, what was not sent last."""
    if standing is None:
        return LAST
    gravity = {"BLOCK": 0, "CARE": 1, "QUIET": 2, "GOOD": 3}
    rank = gravity.get(mark.tone.name, 4) if mark.tone else 4
    return rank * 10 - mark.filled, mark.letter


def _outcome(board: Board, pack: RulePack, year: int, line: Line) -> BoardCell:
    standing = line.standing(pack.id, year)
    mark = outcome_mark(pack, standing)
    if standing is None:
        former = line.before(pack.id, year)
        tip = "\n".join([mark.words, *(_former_told(pack, year, each) for each in former)])
        shown = Mark(mark.sign, mark.words, mark.words)
        return BoardCell("", (shown,), tip, LAST, mark.words)
    counted = "" if pack.classes else f" {standing.met}/{standing.total}"
    said = _class_words(standing) if pack.classes else f"{mark.words}{counted}"
    shown = Mark(mark.sign, said, mark.words, mark.tone, mark.filled, mark.bars)
    told = "\n".join([f"{mark.words}{counted}", *_provenance(board, pack, standing, line)])
    rank = whole_rank(pack, standing)
    order = (999 if rank is None else rank, f"{standing.met:04d}")
    return BoardCell("", (shown,), told, order, f"{mark.words}{counted}")


def _strange(pack: str, year: int, line: Line) -> BoardCell:
    """The whole result in the words of its register, no colour: nobody here knows what is good."""
    standing = line.standing(pack, year)
    if standing is None:
        told = _("Chưa gửi")
        return BoardCell("–", (), told, LAST, told)
    said = _class_words(standing) if standing.klass else _(OUTCOMES[standing.outcome.value])
    day = show_date(date.fromisoformat(standing.as_of))
    told = "\n".join((said, _("Tính đến ngày {day}").format(day=day)))
    return BoardCell(said, (), told, (0, said), said)


def _strange_total(pack: str, year: int, lines: Sequence[Line]) -> BoardCell:
    sent = sum(line.standing(pack, year) is not None for line in lines)
    told = _("đã gửi {sent}/{total}").format(sent=sent, total=len(lines))
    return BoardCell(f"{sent}/{len(lines)}", (), told, LAST, told)


def _class_words(standing: Standing) -> str:
    """The class in few words; the cell's tip has its whole title."""
    if standing.klass is None:
        return _("Chưa đủ căn cứ")
    if standing.klass == "none":
        return _("Không thuộc loại nào")
    return _("Loại {klass}").format(klass=standing.klass)


def _provenance(board: Board, pack: RulePack, standing: Standing, line: Line) -> Iterator[str]:
    """What a reader must know before leaning on a result."""
    yield _("Tính đến ngày {day}").format(day=show_date(date.fromisoformat(standing.as_of)))
    if standing.verified is False:
        yield _("Bộ tiêu chí chưa được người có chuyên môn pháp lý kiểm chứng.")
    if standing.pack_sha256 and standing.pack_sha256 != board.texts.get(pack.id):
        yield _("Đánh giá theo một bản khác của bộ tiêu chí so với bản ở máy này.")
    if standing.sent_by != line.unit.id and line.continues is not None:
        yield _("Gửi dưới tên đơn vị trước khi sắp xếp: {unit}, địa bàn giữ nguyên.").format(
            unit=_dated(line.continues)
        )


def _former_told(pack: RulePack, year: int, former: Former) -> str:
    standing = former.kept[pack.id, year]
    mark = outcome_mark(pack, standing)
    return f"{former_words(former)}: {mark.words}"


def _recognised_column(board: Board, pack: RulePack) -> Iterator[BoardColumn]:
    """Nothing for a pack that only classes."""
    if gives_recognition(pack):
        yield BoardColumn(
            "recognised",
            _("CN"),
            _("Được công nhận"),
            46,
            partial(_recognised, board, pack),
            partial(_recognised_total, board, pack),
        )


def _recognised(board: Board, pack: RulePack, line: Line) -> BoardCell:
    """What the office above has decided; of a former unit nothing but where the ground stayed."""
    found = board.recognition_of(line, pack.id)
    if found is None:
        told = _("Chưa được công nhận")
        return BoardCell("–", (), told, (1, ""), told)
    told = recognition_words(found)
    if board.recognised(line.unit.id, pack.id) is None and line.continues is not None:
        former = _dated(line.continues)
        told = _("{told}; với đơn vị trước khi sắp xếp: {unit}, địa bàn giữ nguyên").format(
            told=told, unit=former
        )
    return BoardCell("", (Mark(Sign.TICK, "", told, Tone.BUSY),), told, (0, ""), told)


def recognition_words(found: Decision) -> str:
    """ "Được công nhận theo Quyết định 12/QĐ-UBND ngày 20/11/2026, có giá trị đến …"."""
    told = _("Được công nhận theo Quyết định {number} ngày {day}").format(
        number=found.number, day=show_date(found.signed_on)
    )
    if found.until is None:
        return told
    return _("{told}, có giá trị đến {day}").format(told=told, day=show_date(found.until))


def _day(pack: RulePack, year: int, line: Line) -> BoardCell:
    standing = line.standing(pack.id, year)
    if standing is None:
        return BoardCell()
    day = date.fromisoformat(standing.as_of)
    return BoardCell(show_date(day), (), "", (0, standing.as_of), day)


def _change(pack: RulePack, year: int, line: Line) -> BoardCell:
    found = compare(pack, line.standing(pack.id, year - 1), line.standing(pack.id, year))
    mark = change_mark(pack, found)
    if mark is None or found is None:
        return BoardCell()
    places = ["worse", "mixed", "better", "unclear", "same", "first"]
    return BoardCell("", (mark,), mark.words, (places.index(found.change), ""), mark.words)


def _year(board: Board, pack: RulePack, year: int, line: Line) -> BoardCell:
    if line.standing(pack.id, year) is not None:
        return _in_few(board, pack, year, line)
    former = line.before(pack.id, year)
    if not former:
        return _in_few(board, pack, year, line)
    marks = tuple(_of_former(each, outcome_mark(pack, each.kept[pack.id, year])) for each in former)
    told = "\n".join(_former_told(pack, year, each) for each in former)
    return BoardCell("", marks, told, (500, ""), told.replace("\n", "; "))


def _in_few(board: Board, pack: RulePack, year: int, line: Line) -> BoardCell:
    """A result by its sign and letter alone."""
    mark = outcome_mark(pack, line.standing(pack.id, year))
    return replace(_outcome(board, pack, year, line), marks=(mark,))


def _of_former(former: Former, mark: Mark) -> Mark:
    """A result of a former unit stands without colour: it is nobody's of today."""
    words = f"{former.unit.titled}: {mark.words}"
    return Mark(mark.sign, mark.letter, words, None, mark.filled, mark.bars)


# -- totals ----------------------------------------------------------------------------------------


def _count(lines: Sequence[Line]) -> BoardCell:
    return BoardCell(_("{count} đơn vị").format(count=len(lines)))


def _by_place(pack: RulePack) -> bool:
    return pack.level == "neighbourhood"


def _share(well: int, sent: int, lines: Sequence[Line], words: str) -> BoardCell:
    """ "41/47" with “đạt 41/47; chưa gửi 3” for the tip: what was not sent is not counted in."""
    missing = len(lines) - sent
    told = f"{words} {well}/{sent}"
    if missing:
        told += "; " + _("chưa gửi {count}").format(count=missing)
    return BoardCell(f"{well}/{sent}", (), told, LAST, told)


def _criterion_total(pack: RulePack, year: int, criterion: str, lines: Sequence[Line]) -> BoardCell:
    sent = [found for line in lines if (found := line.standing(pack.id, year)) is not None]
    if pack.classes:
        reached = sum(each.bands.get(criterion, "none") != "none" for each in sent)
        return _share(reached, len(sent), lines, _("chạm mức"))
    if not pack.decision.met_is_good:
        reached = sum(each.states.get(criterion) == "met" for each in sent)
        return _share(reached, len(sent), lines, _("chạm mức"))
    well = sum(each.states.get(criterion) in WELL for each in sent)
    return _share(well, len(sent), lines, _("đạt"))


def outcome_total(pack: RulePack, year: int, lines: Sequence[Line]) -> BoardCell:
    """How many of those that sent stand well, or are of each class; how many sent nothing."""
    sent = [found for line in lines if (found := line.standing(pack.id, year)) is not None]
    if pack.classes:
        return _class_total(pack, sent, len(lines) - len(sent))
    words = _("đạt") if pack.decision.met_is_good else _("thuộc diện")
    well = sum(each.outcome is Outcome.YES for each in sent)
    return _share(well, len(sent), lines, words)


def _class_total(pack: RulePack, sent: Sequence[Standing], missing: int) -> BoardCell:
    """ "I 2 · II 5 · – 40": how many of each class."""
    counted = Counter(each.klass or "" for each in sent)
    names = {"none": "–", "": "?"}
    told = [
        f"{names.get(each, each)}: {counted[each]}"
        for each in (*pack.scale.classes, "none", "")
        if counted[each]
    ]
    tip = "; ".join(told)
    if missing:
        more = _("chưa gửi {count}").format(count=missing)
        tip = f"{tip}; {more}" if tip else more
    return BoardCell(" · ".join(told) or "0", (), tip, LAST, tip)


def _recognised_total(board: Board, pack: RulePack, lines: Sequence[Line]) -> BoardCell:
    agreed = sum(board.recognition_of(line, pack.id) is not None for line in lines)
    told = _("được công nhận {count}/{total}").format(count=agreed, total=len(lines))
    return BoardCell(str(agreed), (), told, LAST, told)


def _change_total(pack: RulePack, year: int, lines: Sequence[Line]) -> BoardCell:
    found = [
        compare(pack, line.standing(pack.id, year - 1), line.standing(pack.id, year))
        for line in lines
    ]
    counted = Counter(each.change.value for each in found if each is not None)
    up, down = counted["better"], counted["worse"]
    told = _("tốt hơn {up}; kém hơn {down}").format(up=up, down=down)
    return BoardCell(f"+{up} −{down}", (), told, LAST, told)
