"""How an adopted plan and its tasks read on screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.plans import PlanPack
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.packs.plan_words import own_words, rule_words
from sachmatuy_desktop.services.plans import OfficePlan, OfficeTask
from sachmatuy_desktop.services.plans.looking import PlanLook
from sachmatuy_desktop.services.plans.offering import Ground, Offer
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.theme import Tone

__all__ = [
    "due_short",
    "due_told",
    "ground_cell",
    "ground_told",
    "issued_by",
    "plan_state",
    "plan_told",
    "task_state",
]

GROUNDS: Final[Mapping[Ground, tuple[str, Tone]]] = MappingProxyType(
    {
        Ground.HERE: (N_("Của đơn vị"), Tone.GOOD),
        Ground.FORMER: (N_("Của đơn vị trước sáp nhập"), Tone.GOOD),
        Ground.BELOW: (N_("Của cấp dưới"), Tone.BUSY),
        Ground.ELSEWHERE: (N_("Của nơi khác"), Tone.QUIET),
    }
)


def ground_cell(offer: Offer) -> Cell:
    """Why a plan is offered, as a chip."""
    words, tone = GROUNDS[offer.ground]
    return Cell(_(words), tone)


def ground_told(offer: Offer) -> str:
    """Why a plan is offered, as a sentence."""
    if offer.by is None:
        return _("Kế hoạch của nơi khác, dùng làm mẫu.")
    words = {
        Ground.HERE: N_("Kế hoạch áp dụng tại {unit}."),
        Ground.FORMER: N_("Kế hoạch áp dụng tại {unit}, nay thuộc địa bàn của đơn vị."),
        Ground.BELOW: N_("Kế hoạch của {unit}, có giao việc cho cấp này."),
    }[offer.ground]
    return _(words).format(unit=offer.by.titled)


def plan_state(plan: OfficePlan, today: date) -> Cell:
    """How a plan stands today, as a chip."""
    if plan.stopped_on is not None:
        return Cell(_("Đã thôi"), Tone.QUIET)
    if today < plan.life.start:
        return Cell(_("Chưa đến"), Tone.QUIET)
    if today > plan.life.last:
        return Cell(_("Đã kết thúc"), Tone.QUIET)
    return Cell(_("Đang thực hiện"), Tone.BUSY)


def issued_by(pack: PlanPack) -> str:
    """The document of a plan as its pack names it: title, issuer, number and day."""
    source = pack.source
    return " ".join(part for part in (source.document, source.number) if part)


def plan_told(look: PlanLook) -> Iterator[str]:
    """What is told of an adopted plan, line by line."""
    plan, row = look.plan, look.row
    days = _("Thực hiện từ {first}").format(first=show_date(plan.life.start))
    until = row["until_date"]
    if until:
        days += _(" đến {last}").format(last=show_date(date.fromisoformat(str(until))))
    yield days + "."
    if plan.document or plan.document_on:
        number = plan.document or "…"
        day = show_date(plan.document_on) if plan.document_on else "…"
        yield _("Kế hoạch của cơ quan: số {number} ngày {day}.").format(number=number, day=day)
    signer = ", ".join(str(row[name]) for name in ("signer", "position") if row[name])
    if signer:
        yield _("Người ký: {signer}.").format(signer=signer)
    if plan.theme:
        yield _("Chủ đề: “{theme}”.").format(theme=plan.theme)
    if plan.stopped_on is not None:
        yield _("Thôi thực hiện ngày {day}: {why}").format(
            day=show_date(plan.stopped_on), why=plan.stopped_why
        )
    if row["remark"]:
        yield str(row["remark"])


def due_told(task: OfficeTask) -> str:
    """When a task is due: what the office chose, and what is printed."""
    printed = rule_words(task.when, task.life.phases)
    own = own_words(task.own)
    return f"{own} ({printed})" if own else printed


def due_short(task: OfficeTask) -> str:
    """The same for a list: the one that counts, without where it comes from."""
    plain = replace(task.when, proposed=False)
    return own_words(task.own) or rule_words(plain, task.life.phases)


def task_state(task: OfficeTask) -> Cell:
    """What sets a task apart: turned off, only to be read, added by the office."""
    if not task.active:
        return Cell(_("Không áp dụng"), Tone.QUIET)
    if not task.ours:
        return Cell(_("Để xem"), Tone.QUIET)
    return Cell("") if task.printed else Cell(_("Tự thêm"), Tone.GOOD)
