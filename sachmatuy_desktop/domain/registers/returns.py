"""What the receiving office returns to a commune, what the commune answers, what becomes of that.

Three books, because a bundle may carry them past each other: the opinion and the ruling on an
answer go down, the answer goes up, and nobody writes into another's book.
"""

from __future__ import annotations

from types import MappingProxyType

from sachmatuy_desktop.domain.registers.fields import Sensitivity, WithRetired
from sachmatuy_desktop.domain.registers.register import Area, Register, Scope
from sachmatuy_desktop.domain.registers.rules import NotBefore
from sachmatuy_desktop.domain.registers.shorthand import (
    by_program,
    choice,
    date,
    note,
    person_name,
    reference,
    text,
    year,
)
from sachmatuy_desktop.errors import N_

OPEN = Sensitivity.OPEN

RETURN_KINDS = WithRetired(
    {
        "tra_lai": N_("Trả lại để bổ sung"),
        "nhan_xet": N_("Nhận xét"),
        "chap_nhan": N_("Chấp nhận"),
    },
    {"nhiem_vu": N_("Giao nhiệm vụ")},
)
"""A task is given as such (`set_tasks`); what was once given by a note is still read."""

RETURN_ANSWER_KINDS = MappingProxyType(
    {
        "da_bo_sung": N_("Đã bổ sung"),
        "giai_trinh": N_("Giải trình"),
        "khong_dong_y": N_("Không đồng ý"),
    }
)

RETURN_RULING_KINDS = MappingProxyType(
    {
        "chap_nhan": N_("Chấp nhận trả lời"),
        "mo_lai": N_("Mở lại"),
        "rut_lai": N_("Rút lại"),
    }
)

RETURNS = Register(
    name="returns",
    title=N_("Ý kiến của cơ quan tiếp nhận"),
    one=N_("ý kiến"),
    scope=Scope.DOWN,
    area=Area.SYNC,
    fields=(
        text("addressee", N_("Gửi đơn vị"), required=True, sensitivity=OPEN),
        choice("kind", N_("Loại"), RETURN_KINDS, required=True, default="tra_lai"),
        text("subject", N_("Về việc"), required=True, sensitivity=OPEN),
        note("content", N_("Nội dung"), OPEN),
        date("written_on", N_("Ngày"), required=True),
        date("due_on", N_("Thời hạn")),
        by_program(text("book", N_("Sổ"), listed=False, sensitivity=OPEN)),
        by_program(text("record", N_("Ghi chép"), listed=False, sensitivity=OPEN)),
        by_program(text("marked", N_("Mục cần bổ sung"), listed=False, sensitivity=OPEN)),
        by_program(text("pack", N_("Bộ tiêu chí"), listed=False, sensitivity=OPEN)),
        by_program(text("criterion", N_("Tiêu chí"), listed=False, sensitivity=OPEN)),
        by_program(year("year", N_("Năm"), listed=False)),
        by_program(text("called", N_("Tên gọi tắt"), listed=False)),
    ),
    naming=("subject", "written_on"),
    sort=("-written_on",),
    search=("subject",),
    source="domain 10; trả lại để bổ sung",
    rules=(NotBefore("due_on", "written_on"),),
    by_program=True,
)
"""What it is about follows from what is filled: a record (`book`, `record`, of which the fields
`marked`), a criterion of a pack in a year, or else the unit as a whole.  `called` is as
little as tells the record to whoever holds it; its name stands in the record alone.  Where it
stands is never stored: `domain.returns` reads it."""

RETURN_ANSWERS = Register(
    name="return_answers",
    title=N_("Trả lời ý kiến của cơ quan tiếp nhận"),
    one=N_("trả lời ý kiến"),
    scope=Scope.PROGRAMME,
    area=Area.SYNC,
    fields=(
        reference("returned", N_("Trả lời ý kiến"), "returns", required=True, sensitivity=OPEN),
        choice("kind", N_("Loại"), RETURN_ANSWER_KINDS, required=True, default="da_bo_sung"),
        date("answered_on", N_("Ngày trả lời"), required=True),
        note("content", N_("Nội dung trả lời"), OPEN),
        person_name("who", N_("Người trả lời")),
        text("position", N_("Chức vụ"), listed=False, sensitivity=OPEN),
        text("document", N_("Văn bản số"), sensitivity=OPEN),
        by_program(note("asked", N_("Nội dung khi trả lời"), OPEN)),
    ),
    naming=("kind", "answered_on"),
    sort=("-answered_on",),
    source="domain 10; trả lại để bổ sung",
    by_program=True,
)
"""`asked` are the words that were answered (JSON), so that an answer to what was changed meanwhile
is known as such, whatever the clocks of two offices say."""

RETURN_RULINGS = Register(
    name="return_rulings",
    title=N_("Xử lý trả lời của đơn vị"),
    one=N_("xử lý trả lời"),
    scope=Scope.DOWN,
    area=Area.SYNC,
    fields=(
        text("addressee", N_("Gửi đơn vị"), required=True, sensitivity=OPEN),
        reference("returned", N_("Về ý kiến"), "returns", required=True, sensitivity=OPEN),
        reference("answer", N_("Về trả lời"), "return_answers", listed=False, sensitivity=OPEN),
        choice("kind", N_("Xử lý"), RETURN_RULING_KINDS, required=True),
        date("ruled_on", N_("Ngày"), required=True),
        note("reason", N_("Lý do"), OPEN),
    ),
    naming=("kind", "ruled_on"),
    sort=("-ruled_on",),
    source="domain 10; trả lại để bổ sung",
    by_program=True,
)
"""An answer is accepted, or found wanting and the opinion opened again; or the opinion is taken
back.  The ruling names the answer it is about, so that no clock decides which one it meant."""
