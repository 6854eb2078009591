"""Due rules of plans as words, for screens and commands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.plans import EVENTS, Phase, PlanPack, When
from sachmatuy_desktop.domain.plans.due import Own
from sachmatuy_desktop.i18n import N_, _

_EVERY = {"month": N_("hằng tháng"), "half_year": N_("mỗi 6 tháng"), "year": N_("mỗi năm")}


def due_words(when: When, pack: PlanPack) -> str:
    """When a task of the plan is due, as a few words: “mỗi 6 tháng, trước ngày 15/6”."""
    return rule_words(when, pack.phases)


def own_words(own: Own) -> str:
    """What the office chose instead, as a few words; empty where it chose nothing."""
    if own.last is not None:
        return _("cơ quan chọn: chậm nhất ngày {day}").format(day=show_date(own.last))
    if own.cut_offs:
        days = ", ".join(cut_off_words(*each) for each in own.cut_offs)
        return _("cơ quan chọn: trước ngày {days}").format(days=days)
    if own.days:
        return _("cơ quan chọn: xem lại sau mỗi {days} ngày").format(days=own.days)
    if own.months:
        return _("cơ quan chọn: xem lại sau mỗi {months} tháng").format(months=own.months)
    return ""


def cut_off_words(month: int, day: int) -> str:
    """A day of every year (“15/6”), or of every month (“25 hằng tháng”)."""
    return f"{day}/{month}" if month else _("{day} hằng tháng").format(day=day)


def rule_words(when: When, phases: Iterable[Phase] = ()) -> str:
    """When a task is due, in a plan with these phases."""
    match when.kind:
        case "once":
            words = _once(when, {each.id: each.title for each in phases})
        case "periodic":
            words = _periodic(when)
        case "event":
            words = _event(when)
        case "continuous":
            words = _continuous(when)
    return _("{words} (đề xuất của chương trình)").format(words=words) if when.proposed else words


def _once(when: When, phases: Mapping[str, str]) -> str:
    if when.before:
        return _("trước ngày {day}").format(day=show_date(when.before))
    if when.on:
        return _("chậm nhất ngày {day}").format(day=show_date(when.on))
    if when.by_phase:
        return _("trong “{phase}”").format(phase=phases.get(when.by_phase, when.by_phase))
    return _("kế hoạch để trống ngày, cơ quan điền")


def _periodic(when: When) -> str:
    every = _(_EVERY[when.every])
    if when.needs_date:
        return _("{every}, cơ quan điền ngày").format(every=every)
    if not when.day:
        return every
    days = ", ".join(cut_off_words(*each) for each in when.day)
    return _("{every}, trước ngày {days}").format(every=every, days=days)


def _continuous(when: When) -> str:
    if not when.months:
        return _("thường xuyên")
    return _("thường xuyên, xem lại sau mỗi {months} tháng").format(months=when.months)


def _event(when: When) -> str:
    event = _(EVENTS[when.event])
    if when.hours:
        return _("{event}, trong {hours} giờ").format(event=event, hours=when.hours)
    if not when.days:
        return _("{event}, ngay, kịp thời").format(event=event)
    if when.working:
        return _("{event}, trong {days} ngày làm việc").format(event=event, days=when.days)
    return _("{event}, trong {days} ngày").format(event=event, days=when.days)
