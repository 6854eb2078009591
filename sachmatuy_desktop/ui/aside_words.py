"""Why something of a bundle does not count here, in words; the codes stay in the office file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.changes import DELETED
from sachmatuy_desktop.domain.clock import day_of
from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.vocabulary import Doubt, Why
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.storage.sync.parking import Missing, Waiting

__all__ = [
    "ahead_told",
    "doubt_told",
    "doubts_told",
    "waiting_told",
    "what_to_do",
    "what_to_do_for",
]

_TOLD: Final[Mapping[Why, str]] = MappingProxyType(
    {
        Why.REGISTER: N_("Chương trình ở máy này chưa có sổ «{register}»."),
        Why.FIELD: N_("Sổ «{register}» ở máy này chưa có mục «{field}»."),
        Why.VALUE: N_("Mục «{field}» của sổ «{register}» không nhận được giá trị gửi đến."),
        Why.SCOPE: N_("Nơi gửi không có quyền ghi sổ «{register}» bằng gói này."),
        Why.UNIT: N_("Nơi gửi ghi vào sổ «{register}» của đơn vị khác, ngoài quyền của mình."),
        Why.ABSENT: N_("Ghi chép gốc trong sổ «{register}» chưa có ở máy này."),
        Why.FOREIGN: N_(
            "Ghi chép trong sổ «{register}» thuộc đơn vị khác, nơi gửi không được sửa."
        ),
        Why.REVOKED: N_("Khóa của máy ghi phần này đã bị thu hồi (sổ «{register}»)."),
        Why.UNCERTIFIED: N_("Thẻ của máy ghi phần này không cho ghi sổ «{register}»."),
    }
)

_DO: Final[Mapping[Why, str]] = MappingProxyType(
    {
        Why.REGISTER: N_("Cập nhật chương trình; phần này tự vào sổ khi mở bằng bản mới."),
        Why.FIELD: N_("Cập nhật chương trình; phần này tự vào sổ khi mở bằng bản mới."),
        Why.VALUE: N_(
            "Cập nhật chương trình nếu có bản mới; nếu không, đề nghị nơi gửi sửa lại mục này."
        ),
        Why.SCOPE: N_("Báo nơi gửi kiểm tra máy và chương trình; không cần làm gì ở đây."),
        Why.UNIT: N_("Báo nơi gửi kiểm tra máy và chương trình; không cần làm gì ở đây."),
        Why.ABSENT: N_(
            "Tự vào sổ cùng ghi chép gốc; nếu để lâu, nhờ nơi gửi bấm «Xuất lại toàn bộ»."
        ),
        Why.FOREIGN: N_("Báo nơi gửi kiểm tra máy và chương trình; không cần làm gì ở đây."),
        Why.REVOKED: N_("Nếu số liệu đúng, đề nghị nơi gửi ghi lại bằng máy có khóa còn hiệu lực."),
        Why.UNCERTIFIED: N_(
            "Cấp cho máy đó chứng nhận đúng phạm vi thì phần này tự vào sổ,"
            " hoặc ghi lại bằng máy khác."
        ),
    }
)

_WAITS: Final[Mapping[Missing, str]] = MappingProxyType(
    {
        Missing.BEFORE: N_(
            "Chưa có phần trước đó của máy gửi: đang có đến dòng {upto}, phần này từ dòng {first}."
        ),
        Missing.READ: N_("Người ghi đã thấy dữ liệu của một máy khác mà máy này chưa nhận."),
        Missing.OTHER: N_(
            "Trùng số dòng nhưng khác lời với phần đang giữ: máy gửi từng khôi phục hoặc chép đĩa."
        ),
    }
)

_WAIT_DO: Final[Mapping[Missing, str]] = MappingProxyType(
    {
        Missing.BEFORE: N_(
            "Nhập gói còn thiếu, hoặc nhờ nơi gửi bấm «Xuất lại toàn bộ»; phần này tự vào."
        ),
        Missing.READ: N_(
            "Nhập gói của máy kia, hoặc nhờ nơi gửi bấm «Xuất lại toàn bộ»; phần này tự vào."
        ),
        Missing.OTHER: N_("Giữ làm bằng chứng; báo nơi gửi kiểm tra máy đang dùng."),
    }
)


def doubt_told(doubt: Doubt) -> str:
    """One reason as a sentence."""
    return _(_TOLD[doubt.why]).format(
        register=_register(doubt.register), field=_field(doubt.register, doubt.field)
    )


def doubts_told(doubts: Iterable[Doubt]) -> list[str]:
    """Each reason once, with how many times it was met."""
    counted = Counter(doubts)
    return [
        doubt_told(each)
        if times == 1
        else _("{told} ({count} lần)").format(told=doubt_told(each), count=times)
        for each, times in counted.items()
    ]


def what_to_do(why: Why) -> str:
    """What the office does about it."""
    return _(_DO[why])


def waiting_told(part: Waiting) -> str:
    """Why a part of a bundle waits."""
    return _(_WAITS[part.missing]).format(
        upto=show_integer(part.upto), first=show_integer(part.first)
    )


def what_to_do_for(missing: Missing) -> str:
    """What the office does about a part that waits."""
    return _(_WAIT_DO[missing])


def ahead_told(wall_ms: int) -> str:
    """That somebody's clock is wrong, where a bundle is days ahead of this PC."""
    return _(
        "Có việc ghi ngày {day}, sau ngày của máy này: giờ của một trong hai máy sai. Dữ liệu vẫn"
        " gộp đúng; hãy xem lại ngày giờ hai bên."
    ).format(day=show_date(day_of(wall_ms)))


def _register(name: str) -> str:
    return _(REGISTERS[name].title) if name in REGISTERS else name


def _field(register: str, name: str) -> str:
    if name == DELETED:
        return _("Xóa")
    if register in REGISTERS and name in REGISTERS[register].by_name:
        return _(REGISTERS[register][name].label)
    return name
