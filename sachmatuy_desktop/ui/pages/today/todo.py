"""What an officer should look at first, each a condition on a register: a number and a door.

What no condition on one register can say (who has not signed, when the last backup was made) is
read by the modules beside.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from sachmatuy_desktop.domain.cases.watch import DueKind, Urgency
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.ui.theme import Tone

__all__ = [
    "BELOW",
    "FIRST_STEPS",
    "LACKS",
    "LAW_TASKS",
    "TASKS",
    "WEEK",
    "Group",
    "Lack",
    "LawTask",
    "Step",
    "Task",
]


WEEK: Final = timedelta(days=7)
"""What is due so soon is due this week."""


class Group(StrEnum):
    """Under which heading of the first page a line stands, in this order."""

    OVERDUE = N_("Quá hạn")
    WEEK = N_("Đến hạn trong 7 ngày tới")
    OTHERS = N_("Cấp trên trả lại, nhắc, giao, trả lời")
    ENDING = N_("Thời hạn sắp hết")
    RIGHT = N_("Việc cần làm, cần bổ sung")


BELOW: Final = N_("Các đơn vị đề nghị, hỏi, còn chậm")
"""What `OTHERS` is called at a receiving office."""


@dataclass(frozen=True)
class Task:
    """One line: words, where it stands, and what it means when the number is not 0."""

    title: str
    register: str
    where: Callable[[date], tuple[Where, ...]]
    tone: Tone = Tone.CARE
    group: Group = Group.RIGHT


@dataclass(frozen=True)
class Lack:
    """One line: what lacks something by the very figure the criteria are judged by.

    `fact` is a share of `storage.facts`; the records of `register` it leaves out are behind the
    door.  `told_by` is the register one must be allowed to see to be told.  `by_pack` is told only
    where a pack of the office asks for the fact.
    """

    title: str
    fact: str
    register: str
    told_by: str
    by_pack: bool = False
    tone: Tone = Tone.CARE


@dataclass(frozen=True)
class LawTask:
    """One line: persons of whom the law's clock asks something of a kind, so urgently."""

    title: str
    kind: DueKind
    urgencies: frozenset[Urgency]
    tone: Tone = Tone.CARE
    group: Group = Group.RIGHT


@dataclass(frozen=True)
class Step:
    """What to do first in an empty office: the register that waits for its first record."""

    title: str
    register: str


def _overdue_tests(today: date) -> tuple[Where, ...]:
    return (Where("planned_on", "<", today.isoformat()), Where("taken_on", "null"))


def _tests_soon(today: date) -> tuple[Where, ...]:
    return (*_within("planned_on", today), Where("taken_on", "null"))


def _within(field: str, today: date) -> tuple[Where, ...]:
    last = (today + WEEK).isoformat()
    return (Where(field, ">=", today.isoformat()), Where(field, "<=", last))


LACKS: Final = (
    Lack(N_("Hộ đang cư trú chưa ký cam kết"), "households_committed", "households", "households"),
    Lack(
        N_("Thôn, khu phố chưa có hòm thư tố giác"),
        "villages_with_tip_box",
        "villages",
        "tip_boxes",
    ),
    Lack(
        N_("Thôn, khu phố chưa có bảng niêm yết đường dây nóng"),
        "villages_with_hotline_board",
        "villages",
        "hotline_boards",
    ),
    Lack(
        N_("Người nghiện ngoài cộng đồng chưa có kết quả âm tính trong 30 ngày"),
        "addicts_in_community_negative_test",
        "people",
        "tests",
        by_pack=True,
    ),
    Lack(
        N_("Người sử dụng trái phép chưa có kết quả âm tính trong 30 ngày"),
        "resident_users_negative_test",
        "people",
        "tests",
        by_pack=True,
    ),
)

_OVER: Final = frozenset({Urgency.OVERDUE})
_NOW: Final = frozenset({Urgency.NOW})
_LATER: Final = frozenset(Urgency) - _OVER - _NOW

LAW_TASKS: Final = (
    LawTask(
        N_("Quá hạn – phải đưa ra khỏi danh sách"),
        DueKind.TERM,
        _OVER,
        Tone.BLOCK,
        Group.OVERDUE,
    ),
    LawTask(N_("Đã quá hạn theo luật"), DueKind.DEADLINE, _OVER, Tone.BLOCK, Group.OVERDUE),
    LawTask(
        N_("Chưa kiểm tra cư trú từ tháng trước"), DueKind.VISIT, _OVER, Tone.BLOCK, Group.OVERDUE
    ),
    LawTask(
        N_("Chưa có quyết định giám sát điện tử"),
        DueKind.MONITORING,
        _OVER,
        Tone.BLOCK,
        Group.OVERDUE,
    ),
    LawTask(N_("Hạn theo luật đang chạy"), DueKind.DEADLINE, _NOW, group=Group.WEEK),
    LawTask(N_("Chưa kiểm tra cư trú tháng này"), DueKind.VISIT, _NOW, group=Group.WEEK),
    LawTask(
        N_("Thời hạn quản lý kết thúc trong 7 ngày tới"), DueKind.TERM, _NOW, group=Group.ENDING
    ),
    LawTask(
        N_("Thời hạn quản lý kết thúc sau 8 đến 30 ngày"),
        DueKind.TERM,
        frozenset({Urgency.SOON}),
        group=Group.ENDING,
    ),
    LawTask(
        N_("Thời hạn quản lý kết thúc sau 31 đến 60 ngày"),
        DueKind.TERM,
        frozenset({Urgency.PREPARE}),
        Tone.QUIET,
        Group.ENDING,
    ),
    LawTask(N_("Hạn theo luật còn hơn 7 ngày"), DueKind.DEADLINE, _LATER, group=Group.ENDING),
    LawTask(N_("Chưa kiểm tra cư trú tháng này"), DueKind.VISIT, _LATER),
    LawTask(
        N_("Quyết định giám sát điện tử phải ra trong 12 giờ"),
        DueKind.MONITORING,
        _NOW,
        group=Group.WEEK,
    ),
    LawTask(N_("Chưa có quyết định giám sát điện tử, chưa rõ hạn"), DueKind.MONITORING, _LATER),
    LawTask(N_("Quyết định chưa có số"), DueKind.PAPER, frozenset(Urgency), Tone.QUIET),
)
"""What the law's clock asks for (`domain.cases.watch`); behind each line are the persons."""

TASKS: Final = (
    Task(N_("Xét nghiệm quá ngày dự kiến"), "tests", _overdue_tests, Tone.BLOCK, Group.OVERDUE),
    Task(N_("Xét nghiệm dự kiến trong 7 ngày tới"), "tests", _tests_soon, group=Group.WEEK),
    Task(
        N_("Tin báo, tố giác chưa có kết quả"),
        "tip_offs",
        lambda _today: (Where("answered_on", "null"),),
    ),
    Task(
        N_("Vụ việc chưa xử lý xong"),
        "incidents",
        lambda _today: (Where("handled_on", "null"),),
    ),
    Task(N_("Hòm thư tố giác bị hỏng"), "tip_boxes", lambda _today: (Where("state", "=", "hong"),)),
    Task(
        N_("Bảng niêm yết bị hỏng"), "hotline_boards", lambda _today: (Where("state", "=", "hong"),)
    ),
    Task(
        N_("Nhân khẩu chưa có số định danh cá nhân"),
        "people",
        lambda _today: (Where("citizen_number", "null"), Where("no_number_reason", "null")),
        Tone.QUIET,
    ),
)
"""A commune's."""

FIRST_STEPS: Final = (
    Step(N_("Lập danh sách thôn, khu phố"), "villages"),
    Step(N_("Nhập các hộ gia đình"), "households"),
    Step(N_("Nhập nhân khẩu"), "people"),
    Step(N_("Ghi số hộ, số nhân khẩu theo kỳ"), "populations"),
    Step(N_("Ghi đăng ký xây dựng địa bàn"), "campaigns"),
    Step(N_("Ghi hòm thư tố giác"), "tip_boxes"),
)
"""A commune's; a receiving office begins with the cards of its communes."""
