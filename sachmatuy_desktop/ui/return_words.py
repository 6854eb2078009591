"""How an opinion of the receiving office, its stage, answers and rulings read on screen."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import labels
from sachmatuy_desktop.domain.registers.returns import (
    RETURN_ANSWER_KINDS,
    RETURN_RULING_KINDS,
    RETURNS,
)
from sachmatuy_desktop.domain.returns import (
    About,
    Remark,
    Return,
    ReturnAnswer,
    ReturnStanding,
    Ruling,
    Stage,
    Subject,
)
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.sync.returns_reading import Whereabouts
from sachmatuy_desktop.storage.sync.carried import Carried
from sachmatuy_desktop.ui.models.codes import code_words
from sachmatuy_desktop.ui.theme import Tone

__all__ = [
    "about_words",
    "answer_line",
    "carried_words",
    "due_words",
    "marked_words",
    "remark_words",
    "ruling_line",
    "stage_chip",
    "subject_line",
    "waited",
    "whereabouts_words",
]

STAGES: Final[Mapping[Stage, tuple[str, Tone]]] = MappingProxyType(
    {
        Stage.OPEN: (N_("Chờ trả lời"), Tone.BUSY),
        Stage.REOPENED: (N_("Mở lại"), Tone.CARE),
        Stage.ANSWERED: (N_("Đã trả lời"), Tone.GOOD),
        Stage.ACCEPTED: (N_("Đã chấp nhận"), Tone.QUIET),
        Stage.WITHDRAWN: (N_("Đã rút lại"), Tone.QUIET),
        Stage.TOLD: (N_("Để biết"), Tone.QUIET),
    }
)

REMARKS: Final[Mapping[Remark, str]] = MappingProxyType(
    {
        Remark.EDITED: N_("Có trả lời cho nội dung trước khi sửa; xem nội dung lúc đó ở dưới."),
        Remark.SEVERAL: N_("Có nhiều hơn một trả lời; xem tất cả ở dưới."),
        Remark.CROSSED: N_("Ý kiến đã rút lại, trả lời của đơn vị vẫn còn đây."),
    }
)

ABOUT: Final[Mapping[About, str]] = MappingProxyType(
    {
        About.UNIT: N_("Cả đơn vị"),
        About.RECORD: N_("Ghi chép"),
        About.CRITERION: N_("Tiêu chí"),
        About.PAPER: N_("Báo cáo, văn bản"),
    }
)

WHERE: Final[Mapping[Whereabouts, str]] = MappingProxyType(
    {
        Whereabouts.NONE: "",
        Whereabouts.HERE: "",
        Whereabouts.MERGED: N_("ghi chép này đã gộp vào bản khác"),
        Whereabouts.MOVED: N_("người, hộ này đã chuyển đi"),
        Whereabouts.REMOVED: N_("ghi chép này đã xóa khỏi sổ"),
        Whereabouts.UNKNOWN: N_("máy này không có ghi chép được nêu"),
    }
)


def stage_chip(standing: ReturnStanding) -> tuple[str, Tone]:
    """The chip of where it stands; what is late says so."""
    if standing.late:
        return _("Quá hạn {days} ngày").format(days=standing.late), Tone.BLOCK
    words, tone = STAGES[standing.stage]
    return _(words), tone


def waited(standing: ReturnStanding) -> str:
    """How many days it has been open; "" where nobody owes a word."""
    if not standing.is_open:
        return ""
    return _("{days} ngày").format(days=standing.days) if standing.days else _("từ hôm nay")


def due_words(returned: Return) -> str:
    """Until when an answer is asked for."""
    return show_date(returned.due_on) if returned.due_on else ""


def about_words(subject: Subject) -> str:
    """The kind of thing: the book of a record, otherwise a word."""
    if subject.about in {About.RECORD, About.PAPER} and subject.book in REGISTERS:
        one = _(REGISTERS[subject.book].one)
        return one[:1].upper() + one[1:]
    return _(ABOUT[subject.about])


def subject_line(subject: Subject, name: str = "") -> str:
    """What it is about, in a line; `name` is what the record is called where it may be read."""
    if subject.about is About.CRITERION:
        told = code_words(RETURNS["criterion"], {"criterion": subject.criterion})
        return f"{told} ({subject.year})" if subject.year else told
    if subject.about is About.UNIT:
        return about_words(subject)
    return ": ".join(filter(None, (about_words(subject), name or subject.called)))


def marked_words(subject: Subject) -> str:
    """The fields meant."""
    if subject.book not in REGISTERS:
        return ""
    known = REGISTERS[subject.book].by_name
    return ", ".join(_(known[name].label) for name in subject.marked if name in known)


def remark_words(remark: Remark) -> str:
    """What else is to be told."""
    return _(REMARKS[remark])


def whereabouts_words(where: Whereabouts) -> str:
    """What has become of the record; "" where it is where it was."""
    return _(WHERE[where]) if WHERE[where] else ""


def carried_words(gone: Carried | None) -> str:
    """How far an opinion has come on its way down."""
    if gone is None or not (gone.sent or gone.received):
        return _("chưa gửi cho đơn vị")
    return _("đơn vị đã nhận") if gone.received else _("đã gửi, chưa có biên nhận")


def answer_line(answer: ReturnAnswer) -> str:
    """Day, kind, who, by which paper."""
    who = f"{answer.who} ({answer.position})" if answer.position else answer.who
    told = (show_date(answer.on), _(labels(RETURN_ANSWER_KINDS, answer.kind)), who, answer.document)
    return " · ".join(filter(None, told))


def ruling_line(ruling: Ruling) -> str:
    """Day and what was said of the answer."""
    return f"{show_date(ruling.on)} · {_(RETURN_RULING_KINDS[ruling.kind.value])}"
