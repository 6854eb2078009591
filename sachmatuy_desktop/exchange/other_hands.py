"""Fields that somebody changed after the sheet was written.

A sheet that was exported in May and comes back in June still says what stood there in May.  Where a
row says a value that the field had before, and the one who changed it was no earlier import, the
sheet is old and the record is right, until the person says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from sachmatuy_desktop.domain.dates import parse_moment, show_moment
from sachmatuy_desktop.domain.registers.fields import Kind, Value
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.domain.registers.values import show
from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.exchange.drafts import Remark
from sachmatuy_desktop.exchange.fates import Fate, RowPlan
from sachmatuy_desktop.exchange.office_rows import OfficeRows
from sachmatuy_desktop.storage.queries import HistoryLine

IMPORT: Final = "spreadsheet.import"
"""Begins the id of the acts that were sheets themselves: a newer sheet may say something else."""


def conflicts(register: Register, rows: Sequence[RowPlan], office: OfficeRows) -> Iterator[RowPlan]:
    """The rows again; those that would bring back what another hand changed are in conflict."""
    records = [each.record for each in rows if each.fate is Fate.CHANGED and each.record]
    histories = office.histories(register.name, records)
    for row in rows:
        history = histories.get(row.record or "", ()) if row.fate is Fate.CHANGED else ()
        found = [
            remark
            for name, value in row.values.items()
            if (remark := _conflict(register, name, value, history)) is not None
        ]
        if found:
            yield RowPlan(
                row.number,
                Fate.CONFLICT,
                row.title,
                row.record,
                row.values,
                row.before,
                row.complaints,
                (*row.warnings, *found),
            )
        else:
            yield row


def _conflict(
    register: Register, name: str, value: Value, history: Sequence[HistoryLine]
) -> Remark | None:
    """`history` is newest first; a line holds the value before and after for each field."""
    writings = [
        (line, before, after)
        for line in history
        for field, before, after in line.changes
        if field == name
    ]
    if not writings or writings[0][0].act.startswith(IMPORT):
        return None
    earlier = {before for line, before, _after in writings if not _made(line, before)}
    if value not in earlier or (value is None and len(writings) < 2):
        return None
    line, _before, after = writings[0]
    field = register[name]
    known = field.kind is not Kind.REFERENCE
    return Remark(
        BadInput(
            N_("«{field}» trong tệp là giá trị cũ; {by} đã sửa lúc {at}{after}."),
            field=field.label,
            by=line.by,
            at=show_moment(parse_moment(line.at)),
            after=f": «{show(field, after)}»" if known and after is not None else "",
        )
    )


def _made(line: HistoryLine, before: Value) -> bool:
    """Whether the line is the making of the record, before which there was no value at all."""
    return before is None and all(each[1] is None for each in line.changes)
