"""The office's own Word templates for forms; their contents lie in `files/`, as attachments do.

They stay on this office's PC: another office prints by its own, and nobody needs them to read
a paper.
"""

from __future__ import annotations

from typing import Final

from sachmatuy_desktop.domain.registers.fields import Sensitivity
from sachmatuy_desktop.domain.registers.register import Area, Register, Scope
from sachmatuy_desktop.domain.registers.shorthand import date, number, text
from sachmatuy_desktop.errors import N_

OPEN: Final = Sensitivity.OPEN

WORD_TEMPLATES: Final = Register(
    name="word_templates",
    title=N_("Mẫu Word của cơ quan"),
    one=N_("mẫu Word"),
    scope=Scope.LOCAL,
    area=Area.ADMIN,
    fields=(
        text("form", N_("Mã mẫu"), required=True, sensitivity=OPEN),
        text("form_version", N_("Phiên bản mẫu khi nhập"), required=True, listed=False),
        text("file_name", N_("Tên tệp"), required=True, sensitivity=OPEN),
        number("size", N_("Dung lượng"), required=True, added_up=False),
        text("sha256", N_("Mã kiểm tra của tệp"), required=True, listed=False, sensitivity=OPEN),
        date("taken_on", N_("Ngày nhập"), required=True),
        text("taken_by", N_("Người nhập"), listed=False),
    ),
    naming=("form", "file_name"),
    sort=("form",),
    source="resources/formats/template.md",
    by_program=True,
)
