"""Registers of plans: what an office has adopted, who does it, what became of it, what was set from
above.

A task keeps the words and the due rule it was adopted with, so that it reads the same whatever
becomes of the pack.  How a task stands is never stored: `domain.plans.standing` reads it.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.registers.fields import Field, Sensitivity
from sachmatuy_desktop.domain.registers.register import Area, Register, Scope
from sachmatuy_desktop.domain.registers.rules import NotBefore
from sachmatuy_desktop.domain.registers.shorthand import (
    by_program,
    choice,
    date,
    flag,
    hour,
    note,
    number,
    person_name,
    reference,
    text,
)
from sachmatuy_desktop.errors import N_

OPEN: Final = Sensitivity.OPEN

TASK_WORDS = MappingProxyType(
    {
        "activity": N_("Việc thực hiện"),
        "plan": N_("Lập kế hoạch"),
        "report": N_("Báo cáo, sơ kết, tổng kết"),
    }
)

LEVEL_WORDS = MappingProxyType(
    {
        "central": N_("Trung ương"),
        "province": N_("Cấp tỉnh"),
        "district": N_("Cấp huyện"),
        "commune": N_("Cấp xã"),
        "village": N_("Thôn, khu phố"),
    }
)

EVENTS = MappingProxyType(
    {
        "asked": N_("khi được yêu cầu báo cáo"),
        "difficulty": N_("khi có khó khăn, vướng mắc"),
        "mobilised": N_("khi có yêu cầu huy động"),
        "moved_away_verified": N_("khi có kết quả xác minh người đã chuyển đi"),
    }
)
"""What a task may wait for, as said on screen."""

RESULTS = MappingProxyType({"done": N_("Đã làm"), "excused": N_("Không phải làm")})

PROOFS = MappingProxyType(
    {"record": N_("Ghi chép trong sổ"), "document": N_("Văn bản"), "figure": N_("Số liệu")}
)

DIFFICULTY_LEVELS = MappingProxyType(
    {
        "tren": N_("Báo cáo cấp trên"),
        "xa": N_("Cấp xã tự giải quyết"),
    }
)
"""Who is to solve a difficulty: the office above is asked only where the commune says so."""

ANSWERS = MappingProxyType(
    {
        "tra_loi": N_("Trả lời"),
        "hoi_them": N_("Đề nghị làm rõ"),
        "chuyen": N_("Đã báo cáo, chuyển cấp có thẩm quyền"),
    }
)


def _codes(name: str, label: str) -> Field:
    """Ids the program writes, kept with blanks between them."""
    return text(name, label, listed=False, sensitivity=OPEN)


def _rule(*, required: bool = False) -> Field:
    """A due rule as JSON (`When.to_json`)."""
    return text("rule", N_("Quy tắc thời hạn"), required=required, listed=False, sensitivity=OPEN)


PLANS = Register(
    name="plans",
    title=N_("Kế hoạch đang thực hiện"),
    one=N_("kế hoạch"),
    scope=Scope.PROGRAMME,
    area=Area.PLANS,
    fields=(
        text("title", N_("Tên kế hoạch"), required=True, sensitivity=OPEN),
        text("pack", N_("Mã kế hoạch"), listed=False, sensitivity=OPEN),
        number("edition", N_("Bản số"), listed=False, added_up=False),
        text("theme", N_("Chủ đề"), listed=False, sensitivity=OPEN),
        date("adopted_on", N_("Ngày nhận"), required=True),
        date("from_date", N_("Thực hiện từ ngày"), required=True),
        date("until_date", N_("Đến ngày")),
        text("document", N_("Kế hoạch số"), sensitivity=OPEN),
        date("document_on", N_("Ngày ban hành")),
        reference("paper", N_("Văn bản đi"), "documents", listed=False, sensitivity=OPEN),
        person_name("signer", N_("Người ký"), listed=False),
        text("position", N_("Chức vụ"), listed=False, sensitivity=OPEN),
        note("phases", N_("Các giai đoạn"), OPEN),
        note("remark", N_("Ghi chú"), OPEN),
        date("stopped_on", N_("Ngày thôi thực hiện"), group="stop"),
        note("stopped_why", N_("Lý do thôi"), OPEN, group="stop"),
        note("frozen", N_("Nội dung kế hoạch khi nhận"), OPEN),
    ),
    naming=("title", "from_date"),
    sort=("-from_date",),
    search=("title", "document"),
    source="000; 001; 002; 003; 004; domain 9(d)",
    by_program=True,
    rules=(NotBefore("until_date", "from_date"),),
)
"""`pack` is empty for a plan of the office's own.  `phases` are the plan's with the days this
office has moved them to (JSON); `frozen` is the pack's text."""

PLAN_ACTORS = Register(
    name="plan_actors",
    title=N_("Ai làm việc của kế hoạch"),
    one=N_("cơ quan thực hiện"),
    scope=Scope.PROGRAMME,
    area=Area.PLANS,
    fields=(
        reference("plan", N_("Kế hoạch"), "plans", required=True, sensitivity=OPEN),
        text("actor", N_("Mã"), required=True, listed=False, sensitivity=OPEN),
        number("place", N_("Thứ tự"), listed=False, added_up=False),
        text("name", N_("Như in trong kế hoạch"), required=True, sensitivity=OPEN),
        choice("level", N_("Cấp"), LEVEL_WORDS),
        text("body", N_("Cơ quan, bộ phận ngày nay"), sensitivity=OPEN),
        person_name("person", N_("Người phụ trách")),
        text("position", N_("Chức vụ"), listed=False, sensitivity=OPEN),
        text("account", N_("Tài khoản"), listed=False, sensitivity=OPEN),
    ),
    naming=("name",),
    sort=("place",),
    parent="plan",
    source="domain 6.2, 9(d)",
    by_program=True,
)
"""`account` is the account whose own tasks are those of the actor."""

PLAN_TASKS = Register(
    name="plan_tasks",
    title=N_("Việc của kế hoạch"),
    one=N_("việc"),
    scope=Scope.PROGRAMME,
    area=Area.PLANS,
    fields=(
        reference("plan", N_("Kế hoạch"), "plans", required=True, sensitivity=OPEN),
        text("task", N_("Mã việc"), listed=False, sensitivity=OPEN),
        number("place", N_("Thứ tự"), listed=False, added_up=False),
        text("paragraph", N_("Mục, điểm"), sensitivity=OPEN),
        text("title", N_("Việc"), required=True),
        note("content", N_("Nội dung")),
        choice("kind", N_("Loại"), TASK_WORDS, required=True, default="activity"),
        _codes("actors", N_("Cơ quan thực hiện")),
        _rule(required=True),
        reference("village", N_("Thôn, khu phố"), "villages", listed=False, sensitivity=OPEN),
        flag("each_village", N_("Từng thôn, khu phố làm"), listed=False),
        flag("ours", N_("Việc của cơ quan này"), listed=False),
        flag("active", N_("Đang áp dụng"), listed=False, group="active", default=1),
        note("active_why", N_("Lý do"), OPEN, group="active"),
        date("last_on", N_("Hạn do cơ quan chọn"), group="own"),
        text("cut_offs", N_("Ngày phải xong của mỗi kỳ"), listed=False, group="own"),
        number("review_days", N_("Rà soát sau số ngày"), listed=False, group="own"),
        number("review_months", N_("Rà soát sau số tháng"), listed=False, group="own"),
        _codes("evidence", N_("Sổ chứng minh")),
        _codes("papers", N_("Mẫu văn bản")),
        _codes("figures", N_("Số liệu chứng minh")),
        _codes("criteria", N_("Tiêu chí phục vụ")),
        text("addressee", N_("Gửi đến"), listed=False, sensitivity=OPEN),
        _codes("sent_to", N_("Nơi nhận")),
        text("obsolete_by", N_("Không còn theo"), listed=False, sensitivity=OPEN),
        date("obsolete_from", N_("Từ ngày"), listed=False),
        note("obsolete_note", N_("Giải thích"), OPEN),
        note("note", N_("Chú thích của kế hoạch"), OPEN),
        note("remark", N_("Ghi chú"), OPEN),
    ),
    naming=("title", "paragraph"),
    sort=("place",),
    search=("title", "content", "paragraph"),
    parent="plan",
    source="domain 9(d)",
    by_program=True,
)
"""One row a task, printed in the pack or (`task` empty) the office's own, in the order of `place`.

What the printed plan does not say stays empty; `last_on`, `cut_offs` (JSON) and `review_…` are what
the office chose.  `ours`: the adopting office does it or follows it up (at a receiving office: one
of its own level does); otherwise it is to be read, and is nobody's lateness here.
`active` with a reason in `active_why`: done although the law of `obsolete_by` no longer asks."""

SET_TASKS = Register(
    name="set_tasks",
    title=N_("Việc cấp trên giao"),
    one=N_("việc được giao"),
    scope=Scope.DOWN,
    area=Area.PLANS,
    fields=(
        text("addressee", N_("Giao cho"), required=True, sensitivity=OPEN),
        text("series", N_("Đợt giao"), required=True, listed=False, sensitivity=OPEN),
        text("title", N_("Việc"), required=True, sensitivity=OPEN),
        note("content", N_("Nội dung"), OPEN),
        choice("kind", N_("Loại"), TASK_WORDS, required=True, default="activity"),
        date("set_on", N_("Ngày giao"), required=True),
        date("due_on", N_("Thời hạn")),
        _rule(required=True),
        text("document", N_("Văn bản số"), sensitivity=OPEN),
        person_name("who", N_("Người giao"), listed=False),
        _codes("evidence", N_("Sổ chứng minh")),
        _codes("figures", N_("Số liệu chứng minh")),
        _codes("criteria", N_("Tiêu chí phục vụ")),
        date("changed_on", N_("Ngày sửa"), listed=False, group="change"),
        date("due_before", N_("Thời hạn trước khi sửa"), listed=False, group="change"),
        note("changed_why", N_("Lý do sửa"), OPEN, group="change"),
        date("withdrawn_on", N_("Ngày rút lại"), listed=False, group="withdrawal"),
        note("withdrawn_why", N_("Lý do rút lại"), OPEN, group="withdrawal"),
    ),
    naming=("title", "set_on"),
    sort=("-set_on",),
    search=("title", "content", "document"),
    source="000 IV; 001 V; 003 VII.2; 004 V",
    by_program=True,
)
"""One row a commune; the rows of one `series` were set together.  `due_on` is the last day where
the rule has one, for lists and spreadsheets."""

TASK_RESULTS = Register(
    name="task_results",
    title=N_("Kết quả thực hiện việc"),
    one=N_("kết quả"),
    scope=Scope.PROGRAMME,
    area=Area.PLANS,
    fields=(
        reference("task", N_("Việc"), "plan_tasks", sensitivity=OPEN),
        reference("set_task", N_("Việc được giao"), "set_tasks", sensitivity=OPEN),
        text("opening", N_("Kỳ"), listed=False, sensitivity=OPEN),
        choice("kind", N_("Kết quả"), RESULTS, required=True, default="done"),
        date("done_on", N_("Ngày"), required=True),
        hour("done_at", N_("Giờ")),
        reference("village", N_("Thôn, khu phố"), "villages", listed=False, sensitivity=OPEN),
        person_name("who", N_("Người thực hiện")),
        text("document", N_("Văn bản số"), sensitivity=OPEN),
        reference("paper", N_("Văn bản đi"), "documents", listed=False, sensitivity=OPEN),
        note("remark", N_("Kết quả, lý do")),
    ),
    naming=("kind", "done_on"),
    sort=("-done_on",),
    search=("document",),
    parent="task",
    source="domain 9(d)",
    by_program=True,
)
"""Of a task of a plan or of one set from above, never of both.  `opening` is the key of the
opening; a look back on a continuous task is known by its day and leaves it empty."""

TASK_PROOFS = Register(
    name="task_proofs",
    title=N_("Căn cứ của kết quả"),
    one=N_("căn cứ"),
    scope=Scope.PROGRAMME,
    area=Area.PLANS,
    fields=(
        reference("result", N_("Kết quả"), "task_results", required=True, sensitivity=OPEN),
        choice("kind", N_("Loại"), PROOFS, required=True, default="record"),
        text("register", N_("Sổ"), listed=False, sensitivity=OPEN),
        text("record", N_("Mã ghi chép"), listed=False, sensitivity=OPEN),
        text("figure", N_("Số liệu"), sensitivity=OPEN),
        text("value", N_("Giá trị"), sensitivity=OPEN),
        date("as_of", N_("Tính đến ngày")),
    ),
    naming=("kind", "as_of"),
    sort=("kind",),
    parent="result",
    source="domain 9(d)",
    by_program=True,
)

PLAN_EVENTS = Register(
    name="plan_events",
    title=N_("Sự việc phát sinh việc phải làm"),
    one=N_("sự việc"),
    scope=Scope.PROGRAMME,
    area=Area.PLANS,
    fields=(
        choice("event", N_("Sự việc"), EVENTS, required=True),
        date("happened_on", N_("Ngày"), required=True),
        hour("happened_at", N_("Giờ"), listed=True),
        text("asked_by", N_("Ai yêu cầu"), sensitivity=OPEN),
        text("document", N_("Văn bản số"), sensitivity=OPEN),
        note("content", N_("Nội dung")),
    ),
    naming=("event", "happened_on"),
    sort=("-happened_on",),
    search=("asked_by", "document"),
    first=N_(
        "Mỗi lần cấp trên yêu cầu báo cáo, huy động lực lượng ghi một dòng; việc mở ra từ đó."
    ),
    source="000 III.2, III.13; 001 IV.2, IV.9; 003 IV.4.3",
)

REMINDERS = Register(
    name="reminders",
    title=N_("Nhắc việc"),
    one=N_("lần nhắc"),
    scope=Scope.DOWN,
    area=Area.PLANS,
    fields=(
        text("addressee", N_("Nhắc đơn vị"), required=True, sensitivity=OPEN),
        reference("task", N_("Việc"), "plan_tasks", sensitivity=OPEN),
        reference("set_task", N_("Việc được giao"), "set_tasks", sensitivity=OPEN),
        text("opening", N_("Kỳ"), listed=False, sensitivity=OPEN),
        date("written_on", N_("Ngày nhắc"), required=True),
        person_name("who", N_("Người nhắc"), listed=False),
        note("content", N_("Nội dung"), OPEN),
    ),
    naming=("addressee", "written_on"),
    sort=("-written_on",),
    source="000 IV.2; 001 V.2; 003 V.1",
    by_program=True,
)

DIFFICULTIES = Register(
    name="difficulties",
    title=N_("Khó khăn, vướng mắc"),
    one=N_("khó khăn, vướng mắc"),
    scope=Scope.PROGRAMME,
    area=Area.PLANS,
    fields=(
        text("subject", N_("Về việc"), required=True, sensitivity=OPEN),
        note("content", N_("Khó khăn, vướng mắc"), OPEN),
        note("proposal", N_("Đề xuất, kiến nghị"), OPEN),
        choice("level", N_("Cấp giải quyết"), DIFFICULTY_LEVELS, required=True, default="tren"),
        reference("task", N_("Về việc của kế hoạch"), "plan_tasks", listed=False, sensitivity=OPEN),
        reference(
            "set_task", N_("Về việc cấp trên giao"), "set_tasks", listed=False, sensitivity=OPEN
        ),
        text("criterion", N_("Về tiêu chí"), listed=False, sensitivity=OPEN),
        reference("village", N_("Thôn, khu phố nêu"), "villages", sensitivity=OPEN),
        reference(
            "report", N_("Theo báo cáo của thôn"), "village_reports", listed=False, sensitivity=OPEN
        ),
        date("raised_on", N_("Ngày nêu"), required=True),
        hour("raised_at", N_("Giờ")),
        person_name("raised_by", N_("Người nêu")),
        text("position", N_("Chức vụ"), listed=False, sensitivity=OPEN),
        text("addressee", N_("Gửi đến"), sensitivity=OPEN),
        text("document", N_("Văn bản số"), sensitivity=OPEN),
        note("supplement", N_("Làm rõ thêm"), OPEN, group="supplement"),
        date("supplemented_on", N_("Ngày làm rõ"), listed=False, group="supplement"),
        date("closed_on", N_("Ngày giải quyết xong"), group="closing"),
        note("outcome", N_("Kết quả giải quyết"), OPEN, group="closing"),
    ),
    naming=("subject", "raised_on"),
    sort=("-raised_on",),
    search=("subject", "content", "document"),
    first=N_("Ghi điều đang vướng; gói dữ liệu mang lên và mang câu trả lời về."),
    source="000 III.13; 001 IV.9; 004 V",
    rules=(
        NotBefore("closed_on", "raised_on"),
        NotBefore("supplemented_on", "raised_on"),
    ),
)
"""Where a difficulty stands is never stored: `domain.plans.difficulties` reads it.  `report` is the
village's own monthly report that it was taken from."""

DIFFICULTY_ANSWERS = Register(
    name="difficulty_answers",
    title=N_("Trả lời khó khăn, vướng mắc"),
    one=N_("trả lời"),
    scope=Scope.DOWN,
    area=Area.PLANS,
    fields=(
        text("addressee", N_("Gửi đơn vị"), required=True, sensitivity=OPEN),
        reference(
            "difficulty", N_("Khó khăn, vướng mắc"), "difficulties", required=True, sensitivity=OPEN
        ),
        choice("kind", N_("Loại"), ANSWERS, required=True, default="tra_loi"),
        date("answered_on", N_("Ngày"), required=True),
        note("content", N_("Nội dung trả lời"), OPEN),
        person_name("who", N_("Người trả lời")),
        text("position", N_("Chức vụ"), listed=False, sensitivity=OPEN),
        text("document", N_("Văn bản số"), sensitivity=OPEN),
        by_program(note("asked", N_("Nội dung khi trả lời"), OPEN)),
    ),
    naming=("kind", "answered_on"),
    sort=("-answered_on",),
    source="000 III.13; 001 IV.9",
    by_program=True,
)
"""`asked` are the words that were answered (JSON), so that an answer to what was edited meanwhile
is known as such.  It stands under no record: a commune's hand never reaches what came from above.
"""

CAMPAIGN_PARTS = MappingProxyType(
    {
        "count": N_("Số lượng"),
        "people": N_("Lượt người"),
        "materials": N_("Tài liệu"),
    }
)

CAMPAIGN_FIGURES = Register(
    name="campaign_figures",
    title=N_("Số liệu nhập tay của Tháng hành động"),
    one=N_("số liệu nhập tay"),
    scope=Scope.PROGRAMME,
    area=Area.PLANS,
    fields=(
        reference("plan", N_("Kế hoạch"), "plans", required=True, sensitivity=OPEN),
        text("line", N_("Loại việc"), required=True, sensitivity=OPEN),
        choice("part", N_("Số liệu về"), CAMPAIGN_PARTS, required=True, default="count"),
        number("value", N_("Số"), required=True, added_up=False),
        note("why", N_("Nguồn số liệu, lý do"), OPEN),
        date("typed_on", N_("Ngày nhập"), required=True),
    ),
    naming=("line", "typed_on"),
    sort=("line",),
    parent="plan",
    source="002 III.2",
    by_program=True,
)
"""A number of a month of action that the books do not hold; it stands marked beside theirs."""
