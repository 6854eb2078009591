"""How bundles, receipts and partners read on screen."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.dates import parse_moment, show_moment
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.errors import N_, KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.storage.sync.post import Passage
from sachmatuy_desktop.sync.bundle import Kind

__all__ = ["PARTNER_ROLES", "moment", "newest", "summary_words"]

PARTNER_ROLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "upper": N_("Cơ quan tiếp nhận"),
        "lower": N_("Đơn vị gửi lên"),
        "peer": N_("Xã cùng cấp (chuyển hồ sơ)"),
        "sister": N_("Máy khác của cơ quan"),
    }
)

SUMMARY: Final = (
    ("failed", N_("không ghi được, không có gì đi")),
    ("part", N_("phần {n}")),
    ("without_people", N_("không có người và hộ")),
    ("figures", N_("số liệu tổng hợp và mã thay tên")),
    ("lines", N_("{n} dòng nhật ký")),
    ("records", N_("{n} ghi chép của một người")),
    ("new", N_("{n} mới")),
    ("changed", N_("{n} sửa")),
    ("removed", N_("{n} xóa")),
    ("conflicts", N_("{n} cùng sửa")),
    ("parked", N_("{n} phần chờ")),
    ("quarantined", N_("{n} để riêng")),
    ("regained", N_("{n} ghi chép đã mất của đơn vị trở về")),
    ("ahead", N_("có việc ghi ngày {n}, giờ máy đáng ngờ")),
)


def moment(text: str | None) -> str:
    """A kept moment as it is shown; "" for none."""
    if not text:
        return ""
    try:
        return show_moment(parse_moment(text))
    except KnownError:
        return text


def newest(passages: Sequence[Passage], direction: str, kind: Kind, partner: str) -> Passage | None:
    """The newest bundle of a kind that went to, or came from, a partner."""
    for each in passages:  # newest first
        of_kind = (each.direction, each.kind, each.partner) == (direction, kind, partner)
        if of_kind and not each.failed:
            return each
    return None


def summary_words(text: str) -> str:
    """What the book of bundles keeps of one, in figures."""
    try:
        counts = json.loads(text)
    except ValueError:
        return ""
    told = [(words, counts[key]) for key, words in SUMMARY if counts.get(key)]
    return ", ".join(_(words).format(n=_shown(count)) for words, count in told)


def _shown(count: int | str) -> str:
    return show_integer(count) if isinstance(count, int) else count
