"""Due rules of plans as words, for screens and commands."""

from __future__ import annotations

from collections.abc import Mapping

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.plans import EVENTS, PlanPack, When
from sachmatuy_desktop.i18n import N_, _

_EVERY = {"month": N_("hằng tháng"), "half_year": N_("mỗi 6 tháng"), "year": N_("mỗi năm")}


def due_words(when: When, pack: PlanPack) -> str:
    """When a task of the plan is due, as a few words: “mỗi 6 tháng, trước ngày 15/6”."""
    match when.kind:
        case "once":
            words = _once(when, {each.id: each.title for each in pack.phases})
        case "periodic":
            words = _periodic(when)
        case "event":
            words = _event(when)
        case "continuous":
            words = _("thường xuyên, xem lại sau mỗi {months} tháng").format(months=when.months)
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
    days = ", ".join(f"{day}/{month}" for month, day in when.day)
    return _("{every}, trước ngày {days}").format(every=every, days=days)


def _event(when: When) -> str:
    event = _(EVENTS[when.event])
    if when.hours:
        return _("{event}, trong {hours} giờ").format(event=event, hours=when.hours)
    if not when.days:
        return _("{event}, ngay, kịp thời").format(event=event)
    if when.working:
        return _("{event}, trong {days} ngày làm việc").format(event=event, days=when.days)
    return _("{event}, trong {days} ngày").format(event=event, days=when.days)
