"""What was done to a record, in sentences: "An đổi Tình trạng: Vắng mặt → Có mặt, lúc …".

Values an account may not see are not said; that something changed, and who changed it, is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sachmatuy_desktop.domain.acts import act_title, may_be_undone, may_be_undone_in_part
from sachmatuy_desktop.domain.changes import DELETED, ERASE
from sachmatuy_desktop.domain.clock import is_suspicious, moment_ms
from sachmatuy_desktop.domain.dates import VIETNAM, parse_moment, show_date
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Field, Kind, Value
from sachmatuy_desktop.domain.registers.shorthand import MERGED_INTO
from sachmatuy_desktop.errors import N_, KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.packs.erasing import erasing_rules
from sachmatuy_desktop.storage.history import HistoryLine
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.models.cells import words
from sachmatuy_desktop.ui.models.codes import code_words

__all__ = ["Part", "Told", "tell"]

Change = tuple[str, Value, Value]

HOW: Final = {
    "spreadsheet.import": N_("khi nhập từ bảng tính"),
    "conflict.decide": N_("khi chọn giá trị hai nơi cùng sửa"),
    "records.merge": N_("khi gộp hai bản"),
    "records.merge_follow": N_("để theo bản đã gộp"),
    "records.merge_late": N_("lấy từ bản đã gộp"),
    "records.merge_revive": N_("khi gỡ hai bản gộp vào nhau"),
    "journal.undo_field": N_("(hoàn tác một mục)"),
    "training.fill": N_("khi tạo dữ liệu tập huấn"),
}
"""How a change came about, where that is more than typing."""


@dataclass(frozen=True)
class Part:
    """One field of an act; `name` is empty where it is not taken back alone."""

    name: str
    text: str


@dataclass(frozen=True)
class Told:
    """One act on one record: the sentence, its fields where there are several."""

    line: HistoryLine
    head: str
    parts: tuple[Part, ...]
    field: str = ""
    """The one field that may be taken back alone, where the act wrote no other."""

    @property
    def may_be_undone(self) -> bool:
        """Whether this office may take the whole act back."""
        return self.line.origin is None and may_be_undone(self.line.act) and not self.line.gone


def tell(desk: Desk, register: str, record: str, lines: Sequence[HistoryLine]) -> list[Told]:
    """The lines in words, those an account may not open left out."""
    teller = _Teller(desk, register, record)
    return [
        teller.told(line)
        for line in lines
        if line.register in REGISTERS and desk.may_open(REGISTERS[line.register])
    ]


class _Teller:
    def __init__(self, desk: Desk, register: str, record: str) -> None:
        self._desk = desk
        self._at = (register, record)
        self._names: dict[tuple[str, str], str] = {}
        self._now = desk.office.clock.believed_ms()

    def told(self, line: HistoryLine) -> Told:
        order = list(REGISTERS[line.register].by_name)
        shown = sorted(
            (each for each in line.changes if line.act != ERASE and self._is_told(line, each)),
            key=lambda change: order.index(change[0]),
        )
        single = len(shown) == 1 and not line.created and not self._state(line)
        alone = line.origin is None and not line.created and may_be_undone_in_part(line.act)
        parts = () if single else tuple(self._parts(line, shown, alone=alone))
        head = self._whose(line) + self._sentence(line, shown, single=single)
        by_field = shown[0][0] if single and alone and self._sees(line, shown[0][0]) else ""
        return Told(line, head, parts, by_field)

    def _whose(self, line: HistoryLine) -> str:
        """Whose line it is, where it is not the record's own."""
        register, record = self._at
        if line.record == record:
            return ""
        name = self._name(line.register, line.record)
        if line.register == register:
            return _("[Bản đã gộp «{name}»] ").format(name=name)
        title = _(REGISTERS[line.register].title)
        return f"{title} «{name}»: " if name else f"{title}: "

    def _sentence(self, line: HistoryLine, shown: Sequence[Change], *, single: bool) -> str:
        if line.act == ERASE:
            return self._erased(line)
        one = _(REGISTERS[line.register].one)
        state = self._state(line)
        if line.created:
            what = _("{by} thêm {one}")
        elif state:
            what = state
        elif single:
            what = "{by} " + self._change(line, shown[0])
        elif shown:
            what = _("{by} sửa {count} mục")
        else:
            what = _("{by} ghi lại")
        told = what if single else what.format(by=line.by, one=one, count=len(shown))
        told = told.replace("{by}", line.by, 1)
        return ", ".join(each for each in (told + self._how(line), self._dated(line)) if each) + (
            _(" – lý do: {why}").format(why=line.why) if line.why else ""
        )

    def _erased(self, line: HistoryLine) -> str:
        """That it was erased by law, on what ground and by what document."""
        ground, _colon, document = line.why.partition(": ")
        titles = {each.id: _(each.title) for each in erasing_rules().grounds}
        told = _("{by} xóa dữ liệu theo pháp luật ({ground}, {document})").format(
            by=line.by, ground=titles.get(ground, ground), document=document
        )
        sent = _(" (do {sender} gửi đến)").format(sender=line.sender) if line.origin else ""
        return f"{told}{sent}, {self._dated(line)}"

    def _state(self, line: HistoryLine) -> str:
        """A record that went or came back, in words; empty for an edit."""
        after = {name: value for name, _before, value in line.changes}
        if line.created or DELETED not in after:
            return ""
        if not after[DELETED]:
            return _("{by} lấy lại {one} này")
        into = after.get(MERGED_INTO)
        if into is None:
            return _("{by} xóa {one} này")
        name = self._name(line.register, str(into)).replace("{", "").replace("}", "")
        return _("{by} gộp {one} này vào «{name}»").replace("{name}", name)

    def _how(self, line: HistoryLine) -> str:
        how = HOW.get(line.act.partition(":")[0], "")
        told = f" {_(how)}" if how and not self._state(line) else ""
        if line.undoes:
            told += " " + _("(hoàn tác việc «{act}»)").format(act=act_title(line.undoes, _))
        if line.origin is not None:
            sender = line.sender or _("nơi khác")
            told += " " + _("(do {sender} gửi đến)").format(sender=sender)
        if line.gone:
            told += " " + _("(nội dung đã xóa theo pháp luật)")
        if line.aside:
            told += " " + _("({count} ô để riêng)").format(count=line.aside)
        return told

    def _dated(self, line: HistoryLine) -> str:
        """When it was done; said where the clock that told it cannot have been right."""
        known = moment_ms(line.came) if line.came else self._now
        doubted = is_suspicious(line.at, line.hlc, known)
        return _when(line.at) + (" " + _("(giờ máy đáng ngờ)") if doubted else "")

    def _parts(self, line: HistoryLine, shown: Sequence[Change], *, alone: bool) -> Iterator[Part]:
        for each in shown:
            text = self._change(line, each, new=line.created)
            mine = alone and self._sees(line, each[0])
            yield Part(each[0] if mine else "", text[:1].upper() + text[1:])

    def _change(self, line: HistoryLine, change: Change, *, new: bool = False) -> str:
        """One field: "đổi Tình trạng: Vắng mặt → Có mặt"."""
        name, before, after = change
        field = REGISTERS[line.register][name]
        label = _(field.label)
        if not self._desk.may_see(field):
            return _("{label}: tài khoản này không được xem").format(label=label)
        old, now = self._value(line, field, before), self._value(line, field, after)
        if new:
            return f"{label}: {now}"
        if not old:
            return _("ghi {label}: {now}").format(label=label, now=now)
        if not now:
            return _("bỏ {label} (trước ghi: {old})").format(label=label, old=old)
        return _("đổi {label}: {old} → {now}").format(label=label, old=old, now=now)

    def _value(self, line: HistoryLine, field: Field, value: Value) -> str:
        if value is None:
            return ""
        if field.kind is Kind.REFERENCE:
            return self._name(str(field.target), str(value)) or "…"
        values = {name: after for name, _before, after in line.changes} | {field.name: value}
        return code_words(field, values) or words(field, value)

    def _name(self, register: str, record: str) -> str:
        key = (register, record)
        if key not in self._names:
            try:
                self._names[key] = self._desk.queries.names(register, [record]).get(record, "")
            except KnownError:
                self._names[key] = ""
        return self._names[key]

    def _is_told(self, line: HistoryLine, change: Change) -> bool:
        """Everything but the program's own notes, and what a new record leaves empty."""
        field = REGISTERS[line.register].by_name.get(change[0])
        if field is None or field.by_program:
            return False
        return not (line.created and change[2] is None)

    def _sees(self, line: HistoryLine, name: str) -> bool:
        return self._desk.may_see(REGISTERS[line.register][name])


def _when(moment: str) -> str:
    """ "lúc 14:05 ngày 28/11/2026"; a moment that cannot be read is shown as it is."""
    try:
        here = parse_moment(moment).astimezone(VIETNAM)
    except KnownError:
        return moment
    return _("lúc {time} ngày {day}").format(time=f"{here:%H:%M}", day=show_date(here.date()))
