"""The engine's answers in words: terms line by line, time left, what a step will write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.cases.clock import Phase, Term
from sachmatuy_desktop.domain.cases.law import Form, LawBook, Transition, Writes
from sachmatuy_desktop.domain.cases.watch import Due, Urgency
from sachmatuy_desktop.domain.dates import VIETNAM, show_date, show_moment
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.fields import labels
from sachmatuy_desktop.domain.registers.management import (
    DECISION_KINDS,
    TEST_RESULTS,
    TREATMENT_FORMS,
    TREATMENT_STATES,
)
from sachmatuy_desktop.domain.registers.people import CATEGORIES, PRESENCE_STATES
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.theme import Tone

__all__ = [
    "OVERDUE_WORDS",
    "TONES",
    "Sum",
    "due_by",
    "due_words",
    "form_number",
    "form_words",
    "left_words",
    "term_cell",
    "term_sums",
    "written_words",
]

OVERDUE_WORDS: Final = N_("quá hạn – phải đưa ra khỏi danh sách")

TONES: Final[Mapping[Urgency, Tone]] = MappingProxyType(
    {
        Urgency.OVERDUE: Tone.BLOCK,
        Urgency.NOW: Tone.CARE,
        Urgency.SOON: Tone.BUSY,
        Urgency.PREPARE: Tone.QUIET,
        Urgency.OPEN: Tone.QUIET,
    }
)

_NEAR: Final = timedelta(hours=72)
"""Nearer than this the hours are told, not the days."""


@dataclass(frozen=True)
class Sum:
    """One line of how a term was worked out: words, the day they lead to, the article."""

    words: str
    day: str
    source: str = ""


def term_sums(term: Term) -> tuple[Sum, ...]:
    """How the last day of a term was found, line by line."""
    return tuple(_sums(term))


def _sums(term: Term) -> Iterator[Sum]:
    yield Sum(_("Bắt đầu"), show_date(term.start), term.source)
    if term.by_law is not None and term.months:
        words = _("Thời hạn {n} tháng").format(n=term.months)
        yield Sum(words, show_date(term.by_law))
    if term.deducted:
        yield Sum(_("Đã trừ {n} ngày quản lý").format(n=show_integer(term.deducted)), "")
    if term.printed is not None and term.printed != term.by_law:
        yield Sum(_("Ghi trên quyết định"), show_date(term.printed))
    for absence in term.uncounted:
        words = _("Vắng từ {first} đến {last}, không tính").format(
            first=show_date(absence.first), last=show_date(absence.last)
        )
        yield Sum(words, _("+ {n} ngày").format(n=(absence.last - absence.first).days + 1))
    yield Sum(_("Ngày cuối của thời hạn"), show_date(term.end))


def term_cell(term: Term, day: date) -> Cell:
    """How near the end of a term is, as a chip."""
    left = term.days_left(day)
    match term.phase(day):
        case Phase.OVER:
            return Cell(_(OVERDUE_WORDS), Tone.BLOCK)
        case Phase.LAST_DAYS:
            return Cell(_("còn {n} ngày").format(n=left), Tone.CARE)
        case Phase.SOON | Phase.PREPARE:
            return Cell(_("còn {n} ngày").format(n=left), Tone.BUSY)
    return Cell(_("còn {n} ngày").format(n=show_integer(left)), Tone.QUIET)


def left_words(due: datetime | None, now: datetime) -> str:
    """How long is left, or by how much it is late: hours near the end, days before."""
    if due is None:
        return _("chưa có hạn")
    left = due - now
    if left < timedelta(0):
        late = -left
        if late < timedelta(hours=48):
            return _("quá hạn {n} giờ").format(n=max(late // timedelta(hours=1), 1))
        return _("quá hạn {n} ngày").format(n=show_integer(late.days))
    if left < _NEAR:
        return _("còn {n} giờ").format(n=left // timedelta(hours=1))
    return _("còn {n} ngày").format(n=show_integer(left.days))


def due_words(each: Due) -> str:
    """The sentence of what waits."""
    return _(each.says).format(**dict(each.values))


def due_by(due: datetime) -> str:
    """The moment something is due; the end of a day is told as the day."""
    here = due.astimezone(VIETNAM)
    ends_with_day = (here.hour, here.minute) == (23, 59)
    return show_date(here.date()) if ends_with_day else show_moment(here)


def form_number(key: str) -> str:
    """ "PL III-04" as offices say it: "Mẫu số 04"."""
    return _("Mẫu số {number}").format(number=key.rpartition("-")[2])


def form_words(form: Form) -> str:
    """ "Mẫu số 04 – Quyết định … (Nghị định 163/2026/NĐ-CP, Phụ lục III)"."""
    return f"{form_number(form.key)} – {form.title} ({form.decree})"


def written_words(step: Transition, ground: str, book: LawBook) -> str:
    """What taking the step will write down, as one sentence."""
    parts = list(_parts(step.written(ground), book))
    if not parts:
        return _("Ghi lại bước này trong lịch sử hồ sơ.")
    return _("Sẽ ghi: {parts}.").format(parts="; ".join(parts))


_BY_CODE: Final = (
    ("treatment", N_("bắt đầu «{word}»"), TREATMENT_FORMS),
    ("course", N_("đợt đang có chuyển sang «{word}»"), TREATMENT_STATES),
    ("presence", N_("nơi ở: «{word}»"), PRESENCE_STATES),
    ("test", N_("kết quả xét nghiệm «{word}»"), TEST_RESULTS),
)
_BY_FLAG: Final = (
    ("returns", N_("đã trở về địa bàn")),
    ("transfer", N_("chuyển nơi cư trú")),
    ("arrives", N_("chuyển đến, tiếp tục thời hạn đang có")),
)


def _parts(writes: Writes, book: LawBook) -> Iterator[str]:
    for category in writes.ends:
        yield _("kết thúc diện «{list}»").format(list=_(CATEGORIES.get(category, category)))
    if writes.begins:
        kept = book.list_of_category.get(writes.begins)
        by_law = kept is not None and kept.statutory
        words = _("đưa vào danh sách «{list}»") if by_law else _("ghi diện «{list}»")
        yield words.format(list=_(CATEGORIES.get(writes.begins, writes.begins)))
    if writes.decision:
        words = _("văn bản «{decision}»")
        if writes.term:
            words = _("văn bản «{decision}» với thời hạn do chương trình tính")
        yield words.format(decision=_(labels(DECISION_KINDS, writes.decision)))
    for name, words, choices in _BY_CODE:
        if code := getattr(writes, name):
            yield _(words).format(word=_(labels(choices, code)))
    for name, words in _BY_FLAG:
        if getattr(writes, name):
            yield _(words)
