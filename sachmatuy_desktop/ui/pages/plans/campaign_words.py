"""Words of the month of action: which day it is, how a paper stands, what a number says."""

from __future__ import annotations

from datetime import date

from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.plans.campaign import Figure
from sachmatuy_desktop.domain.plans.standing import State
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.plans.campaign import Campaign
from sachmatuy_desktop.services.plans.campaign_papers import CommuneMonth, DuePaper
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["commune_paper", "day_words", "due_words", "number_cell", "paper_chip"]

Chipped = tuple[str, Tone]


def day_words(campaign: Campaign, today: date) -> Chipped:
    """Which day of the month it is."""
    number = campaign.day_number(today)
    if number == 0:
        left = (campaign.first - today).days
        return _("Còn {count} ngày nữa bắt đầu").format(count=left), Tone.QUIET
    if number > campaign.days:
        return _("Đã kết thúc ngày {day}").format(day=show_date(campaign.last)), Tone.QUIET
    return _("Ngày {number}/{days}").format(number=number, days=campaign.days), Tone.BUSY


def paper_chip(paper: DuePaper) -> Chipped:
    """How a paper of the month stands."""
    if paper.sent_on is not None:
        late = paper.opening is not None and paper.opening.late
        words = _("Đã gửi {day}, chậm") if late else _("Đã gửi {day}")
        return words.format(day=show_date(paper.sent_on)), Tone.CARE if late else Tone.GOOD
    if paper.issued is not None:
        words = _("Đã phát hành số {number}, chưa ghi ngày gửi")
        return words.format(number=paper.issued.number), Tone.BUSY
    opening = paper.opening
    if opening is not None and opening.state is State.OVERDUE:
        return _("Quá hạn {count} ngày, chưa lập").format(count=opening.over.days + 1), Tone.BLOCK
    if opening is not None and opening.state is State.SOON and opening.left is not None:
        return _("Còn {count} ngày, chưa lập").format(count=opening.left.days), Tone.CARE
    if opening is not None and opening.state is State.GONE:
        return _("Không phải làm"), Tone.QUIET
    return _("Chưa lập"), Tone.QUIET


def due_words(paper: DuePaper) -> str:
    """Until when, to whom, and who chose the day."""
    told = []
    opening = paper.opening.opening if paper.opening else None
    if opening is not None and opening.last_day is not None:
        words = _("Hạn cuối {day}")
        if paper.task.own.last is not None:
            words = _("Hạn cuối {day} (ngày do cơ quan chọn)")
        told.append(words.format(day=show_date(opening.last_day)))
    if paper.task.addressee:
        told.append(paper.task.addressee)
    return " · ".join(told)


def number_cell(figure: Figure, *, told: bool = True) -> Cell:
    """A number as it stands in a report; a typed one is marked, one not known is a dash."""
    if not told:
        return Cell("")
    if figure.shown is None:
        return Cell("–")
    words = show_integer(figure.shown)
    return Cell(f"{words} (*)", Tone.CARE) if figure.typed is not None else Cell(words)


def commune_paper(commune: CommuneMonth, form: str) -> Cell:
    """Whether a commune has sent a paper, or has at least issued it."""
    day = commune.sent_on(form)
    if day is not None:
        return Cell(_("Đã gửi {day}").format(day=show_date(day)), Tone.GOOD)
    issued = commune.papers.get(form)
    if issued is not None:
        return Cell(_("Đã phát hành {day}").format(day=show_date(issued.on)), Tone.BUSY)
    return Cell(_("Chưa có"), Tone.QUIET)
