"""What has travelled is not taken back by silence: which records, and by which act instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.registers.register import Scope
from sachmatuy_desktop.errors import N_, NotAllowed
from sachmatuy_desktop.storage.sync.carried import carried
from sachmatuy_desktop.storage.sync.post import partners
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

__all__ = ["TAKEN_BACK_OTHERWISE", "refuse_travelled"]

TAKEN_BACK_OTHERWISE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "set_tasks": N_(
            "Việc này đã gửi cho xã nên không hoàn tác được. Hãy dùng «Rút lại» để xã biết lý do."
        ),
        "returns": N_(
            "Ý kiến này đã gửi cho xã nên không bỏ đi được. Hãy dùng «Rút lại…» để xã biết lý do."
        ),
        "return_rulings": N_(
            "Việc xử lý này đã gửi cho xã nên không bỏ đi được."
            " Hãy ghi một xử lý mới, xã xem được cả hai."
        ),
        "return_answers": N_(
            "Trả lời này đã gửi đi nên không bỏ đi được."
            " Hãy ghi thêm một trả lời, cơ quan tiếp nhận xem được cả hai."
        ),
    }
)
"""Registers of which no record may vanish where a bundle has brought it, and what to do instead."""


def refuse_travelled(work: UnitOfWork, register: str, records: Sequence[RecordId]) -> None:
    """Refuse to let a record vanish that the office it was written for has been given already."""
    sentence = TAKEN_BACK_OTHERWISE.get(register)
    if sentence is None or not records:
        return
    down = REGISTERS[register].scope is Scope.DOWN
    role = "lower" if down else "upper"
    others = [each for each in partners(work.connection) if each.role == role]
    for record, row in work.rows(register, records).items():
        keys = [each.key_id for each in others if not down or each.unit_id == row["unit_id"]]
        way = carried(work.connection, [record], keys).get(record)
        if way is not None and (way.sent or way.received):
            raise NotAllowed(sentence)
