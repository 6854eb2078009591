"""Two records side by side: every field, what stands under each, and what is to become of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QLabel,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from sachmatuy_desktop.domain.likeness import words_of
from sachmatuy_desktop.domain.merging import Side, Statement, proposed, statements
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Field, Kind, Value
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.bus import Outcome
from sachmatuy_desktop.services.comparing import Beneath, Comparison
from sachmatuy_desktop.services.merging import MarkDistinct, MergeRecords
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import Sheet, button, faint, open_at, paragraph
from sachmatuy_desktop.ui.models.cells import words
from sachmatuy_desktop.ui.models.codes import unit_name

__all__ = ["PairDialog"]

FIRST, SECOND, BOTH = range(3)
LISTED: Final = 6
"""Records under a side that are named; of more, the number says the rest."""


class PairDialog(Sheet):
    """Choose, line by line, what the one record that is left shall say; or that they are two."""

    def __init__(
        self,
        desk: Desk,
        comparison: Comparison,
        reasons: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        self._book = REGISTERS[comparison.register]
        one = _(self._book.one)
        told = _("Vì sao: {reasons}.").format(reasons=", ".join(map(_, words_of(reasons))))
        super().__init__(
            _("Hai bản này có phải là một {one}?").format(one=one), told if reasons else "", parent
        )
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._pair = comparison
        self.may_write = comparison.is_ours and desk.may_write(self._book)
        self.kept = QButtonGroup(self)
        self.choices: dict[str, QButtonGroup] = {}
        self._touched: set[str] = set()
        self._sheet = QWidget()
        self._sheet.setObjectName("sheet")
        self._grid = QGridLayout(self._sheet)
        self._grid.setHorizontalSpacing(0)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnMinimumWidth(0, theme.px(170))
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self._build()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._sheet)
        self.body.addWidget(area, 1)
        self._build_foot()
        open_at(self, 900, 640)

    # What is done

    def merge(self) -> None:
        """Make one of the two, as chosen."""
        first, second = self._pair.ids
        keeps_first = self.kept.checkedId() == FIRST
        kept, gone = (first, second) if keeps_first else (second, first)
        command = MergeRecords(
            self._pair.register,
            kept,
            gone,
            self.sides(),
            {first: self._pair.first, second: self._pair.second},
        )
        self._run(command)

    def mark_distinct(self) -> None:
        """They are two: not to be asked again."""
        self._run(MarkDistinct(self._pair.register, *self._pair.ids))

    def sides(self) -> dict[str, Side]:
        """What is chosen, seen from the record that is kept."""
        keeps_first = self.kept.checkedId() == FIRST
        seen = {
            FIRST: Side.KEPT if keeps_first else Side.GONE,
            SECOND: Side.GONE if keeps_first else Side.KEPT,
            BOTH: Side.BOTH,
        }
        return {name: seen[group.checkedId()] for name, group in self.choices.items()}

    def _run(self, command: MergeRecords | MarkDistinct) -> None:
        self._enable(on=False)
        self._desk.run(command, self._done, self._refused, self)

    def _done(self, _outcome: Outcome) -> None:
        self.accept()

    def _refused(self, error: KnownError) -> None:
        self._enable(on=True)
        self.complain(error)

    def _enable(self, *, on: bool) -> None:
        for each in (self.merge_button, self.distinct_button):
            each.setEnabled(on)

    # What is shown

    def _build(self) -> None:
        place = self._add_heads()
        for statement in statements(self._book):
            if self._is_told(statement):
                self._add_statement(place, statement)
                place += 1
        if self._pair.beneath:
            title = QLabel(_("Ghi dưới mỗi bản (khi gộp, tất cả chuyển sang bản được giữ)"))
            title.setFont(theme.scaled_font(1.0, bold=True))
            title.setContentsMargins(theme.px(8), theme.px(12), 0, theme.px(4))
            self._grid.addWidget(title, place, 0, 1, 3)
            place += 1
            for beneath in self._pair.beneath:
                self._add_beneath(place, beneath)
                place += 1
        self._grid.setRowStretch(place, 1)
        self._propose()

    def _add_heads(self) -> int:
        rows = (self._pair.first, self._pair.second)
        for side, row in enumerate(rows):
            cell = self._cell(differs=False)
            if self.may_write:
                keep = QRadioButton(_("Giữ bản này"))
                keep.setChecked(side == FIRST)
                keep.setAccessibleName(
                    _("Giữ bản thứ nhất") if side == FIRST else _("Giữ bản thứ hai")
                )
                self.kept.addButton(keep, side)
                cell.addWidget(keep)
            else:
                cell.addWidget(faint(unit_name(str(row["unit_id"]))))
            self._grid.addWidget(_holder(cell), 0, side + 1)
        self.kept.idClicked.connect(lambda _id: self._propose())
        return 1

    def _is_told(self, statement: Statement) -> bool:
        seen = all(map(self._desk.may_see, statement.fields))
        return seen and any((*statement.of(self._pair.first), *statement.of(self._pair.second)))

    def _add_statement(self, place: int, statement: Statement) -> None:
        differs = statement.differs(self._pair.first, self._pair.second)
        label = " / ".join(_(each.label) for each in statement.fields)
        head = self._cell(differs=differs)
        head.addWidget(faint(label))
        self._grid.addWidget(_holder(head, differs=differs), place, 0)
        group = QButtonGroup(self)
        for side, row in enumerate((self._pair.first, self._pair.second)):
            cell = self._cell(differs=differs)
            text = self._words(statement, row) or _("(để trống)")
            if differs and self.may_write:
                self._add_choice(cell, group, side, f"{label}: {text}", text)
            else:
                cell.addWidget(paragraph(text, selectable=True))
            self._grid.addWidget(_holder(cell, differs=differs), place, side + 1)
        if differs and self.may_write:
            if Side.BOTH in statement.sides:
                both = QRadioButton(_("Giữ cả hai"))
                both.setAccessibleName(f"{label}: {both.text()}")
                group.addButton(both, BOTH)
                head.addWidget(both)
            group.idClicked.connect(partial(self._touch, statement.name))
            self.choices[statement.name] = group

    def _add_choice(
        self, cell: QVBoxLayout, group: QButtonGroup, side: int, spoken: str, text: str
    ) -> None:
        choice = QRadioButton()
        choice.setAccessibleName(spoken)
        group.addButton(choice, side)
        line = QGridLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setHorizontalSpacing(theme.px(6))
        line.addWidget(choice, 0, 0, Qt.AlignmentFlag.AlignTop)
        said = paragraph(text)
        choice.setFixedHeight(said.fontMetrics().height())  # it stands on the first line
        said.setBuddy(choice)
        line.addWidget(said, 0, 1)
        line.setColumnStretch(1, 1)
        cell.addLayout(line)

    def _add_beneath(self, place: int, beneath: Beneath) -> None:
        book = REGISTERS[beneath.register]
        head = self._cell(differs=False)
        head.addWidget(faint(_(book.title)))
        self._grid.addWidget(_holder(head), place, 0)
        for side, records in enumerate((beneath.first, beneath.second)):
            names = self._desk.queries.names(beneath.register, records[:LISTED])
            told = [name or _(book.one) for name in names.values()]
            if len(records) > LISTED:
                told.append(_("và {count} nữa").format(count=len(records) - LISTED))
            cell = self._cell(differs=False)
            cell.addWidget(paragraph("\n".join(told) or "–"))
            self._grid.addWidget(_holder(cell), place, side + 1)

    def _cell(self, *, differs: bool) -> QVBoxLayout:
        cell = QVBoxLayout()
        gap = theme.px(5 if differs else 4)
        cell.setContentsMargins(theme.px(8), gap, theme.px(8), gap)
        cell.setSpacing(theme.px(2))
        return cell

    def _words(self, statement: Statement, row: Mapping[str, Value]) -> str:
        told = (self._value(field, row[field.name]) for field in statement.fields)
        return "\n".join(each for each in told if each)

    def _value(self, field: Field, value: Value) -> str:
        if value is not None and field.kind is Kind.REFERENCE:
            names = self._desk.queries.names(str(field.target), [str(value)])
            return names.get(str(value), "…")
        return words(field, value)

    def _propose(self) -> None:
        """Choose what says more, where nobody has chosen yet."""
        rows = (self._pair.first, self._pair.second)
        keeps = SECOND if self.kept.checkedId() == SECOND else FIRST
        kept, gone = rows[keeps], rows[1 - keeps]
        at = {Side.KEPT: keeps, Side.GONE: 1 - keeps, Side.BOTH: BOTH}
        for statement in statements(self._book):
            group = self.choices.get(statement.name)
            if group is not None and statement.name not in self._touched:
                group.button(at[proposed(statement, kept, gone)]).setChecked(True)

    def _touch(self, name: str, _id: int) -> None:
        self._touched.add(name)

    def _build_foot(self) -> None:
        self.merge_button = button(_("Gộp thành một"), self.merge, primary=True)
        self.distinct_button = button(_("Không phải một"), self.mark_distinct)
        if self.may_write:
            note = faint(_("Giá trị không chọn vẫn còn trong lịch sử. Việc gộp hoàn tác được."))
        else:
            note = faint(_("Chỉ xem: không phải ghi chép mà tài khoản này được sửa."))
            self.merge_button.hide()
            self.distinct_button.hide()
        self.foot.addWidget(note, 1)
        self.foot.addWidget(self.distinct_button)
        self.foot.addWidget(self.merge_button)
        self.foot.addWidget(button(_("Đóng"), self.reject))


def _holder(layout: QVBoxLayout, *, differs: bool = False) -> QFrame:
    """A cell of the grid; where the two differ it is washed."""
    holder = QFrame()
    holder.setObjectName("cell")
    wash = theme.Tone.CARE.wash if differs else theme.SHEET
    holder.setStyleSheet(
        f"#cell {{ background: {wash}; border: 0; border-bottom: 1px solid {theme.LINE}; }}"
    )
    layout.addStretch(1)
    holder.setLayout(layout)
    return holder
