"""A register as `.csv`: UTF-8 with its mark, so that Excel shows Vietnamese letters.

Texts that Excel would take for formulas carry an apostrophe, which our own reading takes off again
(`plain_text`).  Excel cuts zeros at the front of a `.csv` all the same: whoever works on in Excel
is better served by `.xlsx`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from sachmatuy_desktop.domain.registers.fields import Field, Kind
from sachmatuy_desktop.domain.registers.values import show
from sachmatuy_desktop.exchange.plain_text import guarded
from sachmatuy_desktop.exchange.writing import ID_HEADING, Record, Written
from sachmatuy_desktop.storage.atomic import write_atomically


def write_csv(fields: Sequence[Field], records: Iterable[Record], path: Path) -> Written:
    """Write a head and the records; the file appears whole or not at all.

    Raises `StorageTrouble`.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow([*(field.label for field in fields), ID_HEADING])
    rows = 0
    for record in records:
        writer.writerow([*(guarded(_text(field, record)) for field in fields), record.id])
        rows += 1
    write_atomically(path, out.getvalue().encode("utf-8-sig"))
    return Written(rows, 0)


def _text(field: Field, record: Record) -> str:
    value = record.values.get(field.name)
    if value is None:
        return ""
    if field.kind is Kind.REFERENCE:
        return record.labels.get(str(value), "")
    return show(field, value)
