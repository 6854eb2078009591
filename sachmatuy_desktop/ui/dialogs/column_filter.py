"""What of a column is to be listed: ticks with counts, from–to, a part of a text, empty or not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.fields import Field, Kind, Value
from sachmatuy_desktop.domain.registers.values import parse
from sachmatuy_desktop.domain.text import fold, sort_key
from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.storage.queries import Queries, Where
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.dialogs.kit import CalmChoice, Entry, Sheet, open_at, row
from sachmatuy_desktop.ui.models.cells import words
from sachmatuy_desktop.ui.models.codes import is_code
from sachmatuy_desktop.ui.models.condition_words import value_words

__all__ = ["ColumnFilterDialog"]

CODE: Final = int(Qt.ItemDataRole.UserRole)

MOST_TICKS: Final = 500
"""Other records to tick at most; of more, one types a part of the name."""

MANY_TICKS: Final = 12
"""Ticks from which on a line to find one among them helps."""

SPANNED: Final = frozenset({Kind.DATE, Kind.PARTIAL_DATE, Kind.NUMBER, Kind.YEAR})


class Body(Protocol):
    """One way to narrow a column; every body is a widget."""

    def put(self, where: Sequence[Where]) -> None: ...
    def conditions(self) -> tuple[Where, ...]: ...


class ColumnFilterDialog(Sheet):
    """The filter of one column.

    `tally` tells how often each value occurs among what the other conditions leave.
    """

    def __init__(
        self,
        queries: Queries,
        field: Field,
        tally: Mapping[Value, int],
        now: Sequence[Where],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("Lọc: {field}").format(field=_(field.label)), "", parent)
        self.field = field
        self.inner = _body(queries, field, tally)
        self.inner.put(now)
        widget = self.inner
        assert isinstance(widget, QWidget)  # noqa: S101  (every body is one)
        self.body.addWidget(widget, 1)
        self.finish_with(_("Lọc"), self._done)
        if isinstance(widget, TickList):
            open_at(self, 420, 480)
        self.setMinimumWidth(theme.px(380))
        widget.setFocus(Qt.FocusReason.TabFocusReason)

    def conditions(self) -> tuple[Where, ...]:
        """The conditions asked for; none lists everything.  Raises `BadInput`."""
        return self.inner.conditions()

    def _done(self) -> None:
        try:
            self.conditions()
        except BadInput as error:
            self.complain(error)
        else:
            self.accept()


def _body(queries: Queries, field: Field, tally: Mapping[Value, int]) -> Body:
    ticked = field.kind in (Kind.CHOICE, Kind.FLAG) or is_code(field)
    if ticked or (field.kind is Kind.REFERENCE and len(tally) <= MOST_TICKS):
        return TickList(field, _ticks(queries, field, tally))
    if field.kind in SPANNED:
        return Span(field)
    return TextPart(field)


def _ticks(
    queries: Queries, field: Field, tally: Mapping[Value, int]
) -> list[tuple[Value, str, int]]:
    """Value, words and count; the words of a choice in the order of the book, names in theirs."""
    said = [each for each in tally if each is not None]
    told: dict[Value, str]
    if field.kind is Kind.REFERENCE:
        named = queries.names(str(field.target), [str(each) for each in said])
        told = {each: named.get(str(each), "…") for each in said}
        values: list[Value] = sorted(told, key=lambda each: sort_key(told[each]))
    else:
        known: list[Value] = [1, 0] if field.kind is Kind.FLAG else list(field.choices or ())
        values = known + [each for each in said if each not in known]
        told = {each: value_words(queries, field, each) for each in values}
    return [(each, told[each], tally.get(each, 0)) for each in values] + [
        (None, _("(để trống)"), tally.get(None, 0))
    ]


class TickList(QWidget):
    """One tick a value, with how often it occurs; all ticked narrows nothing."""

    def __init__(self, field: Field, ticks: Sequence[tuple[Value, str, int]]) -> None:
        super().__init__()
        self._field = field
        self.all = QCheckBox(_("Tất cả"))
        self.all.setTristate(True)
        self.all.clicked.connect(self._tick_all)
        self.finder = QLineEdit()
        self.finder.setPlaceholderText(_("Tìm trong danh mục"))
        self.finder.setAccessibleName(_("Tìm trong danh mục"))
        self.finder.setClearButtonEnabled(True)
        self.finder.textChanged.connect(self._show_found)
        self.finder.setVisible(len(ticks) > MANY_TICKS)
        self.list = QListWidget()
        self.list.setSpacing(theme.px(2))
        self.list.setAccessibleName(_(field.label))
        for value, told, count in ticks:
            item = QListWidgetItem(f"{told}  ({show_integer(count)})")
            item.setData(CODE, value)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.itemChanged.connect(lambda _item: self._show_all_state())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.finder)
        layout.addWidget(self.all)
        layout.addWidget(self.list, 1)
        self.setFocusProxy(self.list)
        self._show_all_state()

    def put(self, where: Sequence[Where]) -> None:
        """Tick what the conditions list."""
        for item in self._items() if where else ():
            listed = all(_meets(item.data(CODE), each) for each in where)
            item.setCheckState(Qt.CheckState.Checked if listed else Qt.CheckState.Unchecked)

    def conditions(self) -> tuple[Where, ...]:
        """The values ticked; raises `BadInput` when none is."""
        ticked = [each.data(CODE) for each in self._items() if _is_ticked(each)]
        if len(ticked) == self.list.count():
            return ()
        if not ticked:
            raise BadInput(N_("Hãy chọn ít nhất một giá trị."))
        if ticked == [None]:
            return (Where(self._field.name, "null"),)
        if len(ticked) == 1:
            return (Where(self._field.name, "=", ticked[0]),)
        left_out = [each.data(CODE) for each in self._items() if not _is_ticked(each)]
        if left_out == [None]:
            return (Where(self._field.name, "not_null"),)
        return (Where(self._field.name, "in", tuple(ticked)),)

    def tick(self, value: Value, ticked: bool) -> None:
        """Tick one value, or take its tick away."""
        for item in self._items():
            if item.data(CODE) == value:
                item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(place) for place in range(self.list.count())]

    def _tick_all(self) -> None:
        """Ticks what is in sight: all of it, or none if all was ticked."""
        seen = [each for each in self._items() if not each.isHidden()]
        whole = all(map(_is_ticked, seen))
        for item in seen:
            item.setCheckState(Qt.CheckState.Unchecked if whole else Qt.CheckState.Checked)
        self._show_all_state()

    def _show_all_state(self) -> None:
        ticked = [_is_ticked(each) for each in self._items()]
        state = Qt.CheckState.PartiallyChecked
        if all(ticked) or not any(ticked):
            state = Qt.CheckState.Checked if all(ticked) else Qt.CheckState.Unchecked
        self.all.setCheckState(state)

    def _show_found(self, typed: str) -> None:
        wanted = fold(typed)
        for item in self._items():
            item.setHidden(wanted not in fold(item.text()))


def _is_ticked(item: QListWidgetItem) -> bool:
    return item.checkState() is Qt.CheckState.Checked


def _meets(value: Value, where: Where) -> bool:
    """Whether a value of a list meets a condition on it."""
    values = where.value if isinstance(where.value, tuple) else (where.value,)
    answers: Mapping[str, Callable[[], bool]] = {
        "=": lambda: value == where.value,
        "!=": lambda: value != where.value,
        "in": lambda: value in values,
        "not in": lambda: value not in values,
        "null": lambda: value is None,
        "not_null": lambda: value is not None,
    }
    return answers.get(where.op, lambda: True)()


class Emptiness(QWidget):
    """Any value, only what is empty, only what is not."""

    def __init__(self) -> None:
        super().__init__()
        self.any = QRadioButton(_("Tất cả"))
        self.empty = QRadioButton(_("Để trống"))
        self.full = QRadioButton(_("Có ghi"))
        self.any.setChecked(True)
        layout = row(self.any, self.empty, self.full, None)
        layout.setContentsMargins(0, 0, 0, 0)
        self.setLayout(layout)

    def put(self, where: Sequence[Where]) -> None:
        """Show what the conditions ask."""
        ops = {each.op for each in where}
        self.empty.setChecked("null" in ops)
        self.full.setChecked("not_null" in ops)
        self.any.setChecked(not ops & {"null", "not_null"})

    def condition(self, name: str) -> tuple[Where, ...]:
        """The condition, none for any value."""
        if self.empty.isChecked():
            return (Where(name, "null"),)
        return (Where(name, "not_null"),) if self.full.isChecked() else ()


class Span(QWidget):
    """From one day or number to another; either may be left open."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self._field = field
        is_day = field.kind in (Kind.DATE, Kind.PARTIAL_DATE)
        hint = _("Ngày/tháng/năm; tháng/năm hoặc năm cũng được.") if is_day else ""
        self.low = Entry(_("Từ ngày") if is_day else _("Từ"), width=150)
        self.high = Entry(_("Đến ngày") if is_day else _("Đến"), width=150, hint=hint)
        self.emptiness = Emptiness()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for each in (self.low, self.high, self.emptiness):
            layout.addWidget(each)
        layout.addStretch(1)
        self.setFocusProxy(self.low)

    def put(self, where: Sequence[Where]) -> None:
        """Show the span of the conditions."""
        for each in where:
            if each.op in (">=", "=") and not isinstance(each.value, tuple):
                self.low.line.setText(words(self._field, each.value))
            if each.op in ("<=", "=") and not isinstance(each.value, tuple):
                self.high.line.setText(words(self._field, each.value))
        self.emptiness.put(where)

    def conditions(self) -> tuple[Where, ...]:
        """The span; raises `BadInput`, said beside the end that cannot be read."""
        low, high = self._read(self.low, first=True), self._read(self.high, first=False)
        name = self._field.name
        span = [Where(name, op, end) for op, end in ((">=", low), ("<=", high)) if end is not None]
        return tuple(span) or self.emptiness.condition(name)

    def _read(self, entry: Entry, *, first: bool) -> Value:
        try:
            if self._field.kind in (Kind.DATE, Kind.PARTIAL_DATE):
                return _day(entry.text, self._field.kind, first=first)
            return parse(self._field, entry.text)
        except BadInput as error:
            entry.say(say(error))
            raise


_PARTLY: Final = Field("day", "", Kind.PARTIAL_DATE)


def _day(typed: str, kind: Kind, *, first: bool) -> str | None:
    """One end of a span of days; a year or a month means its first or its last day.

    A birthday of which the year alone is known is "1985" on disk and stands before all its days.
    """
    value = parse(_PARTLY, typed)
    if value is None:
        return None
    iso = str(value)
    if kind is Kind.PARTIAL_DATE and first:
        return iso
    missing = {4: ("-01-01", "-12-31"), 7: ("-01", "-31"), 10: ("", "")}[len(iso)]
    return iso + missing[0 if first else 1]


class TextPart(QWidget):
    """A part of a text, or of the name of the record pointed at."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self._field = field
        pointing = field.kind is Kind.REFERENCE
        ways = [("named" if pointing else "has", _("chứa"))]
        if not pointing:
            ways += [("has not", _("không chứa")), ("=", _("đúng là"))]
        self.way = CalmChoice()
        self.way.setAccessibleName(_("Cách lọc"))
        for op, told in ways:
            self.way.addItem(told, op)
        self.text = QLineEdit()
        self.text.setAccessibleName(_(field.label))
        self.text.setPlaceholderText(_("Gõ có dấu hay không dấu đều được"))
        self.emptiness = Emptiness()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row(self.way))
        layout.addWidget(self.text)
        layout.addWidget(self.emptiness)
        layout.addStretch(1)
        self.setFocusProxy(self.text)

    def put(self, where: Sequence[Where]) -> None:
        """Show the condition."""
        for each in where:
            place = self.way.findData(each.op)
            if place >= 0:
                self.way.setCurrentIndex(place)
                self.text.setText(str(each.value))
        self.emptiness.put(where)

    def conditions(self) -> tuple[Where, ...]:
        """The part asked for; raises `BadInput` for a text that no field could hold."""
        name, op = self._field.name, str(self.way.currentData())
        typed = self.text.text().strip()
        if not typed:
            return self.emptiness.condition(name)
        return (Where(name, op, parse(self._field, typed) if op == "=" else typed),)
