"""What the first page tells of criteria and of the communes below."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from sachmatuy_desktop.domain.criteria import Outcome
from sachmatuy_desktop.domain.dates import parse_moment, show_date
from sachmatuy_desktop.domain.registers.papers import ASSESSMENTS
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services import criteria
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync.communes import CommuneLine
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.storage.results import Result, newest_results
from sachmatuy_desktop.ui.desk import Door
from sachmatuy_desktop.ui.models.codes import capital
from sachmatuy_desktop.ui.pages.criteria.words import HOT_OUTCOMES, NO_CLASS, OUTCOMES
from sachmatuy_desktop.ui.pages.today.lines import Line
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["commune_line", "criteria_lines"]

NEIGHBOURHOOD: Final = "neighbourhood"


def criteria_lines(office: Office) -> Iterator[Line]:
    """The newest kept result by every pack of the office."""
    with office.store.reading() as connection:
        results = newest_results(connection, office.info.unit_id)
    for pack in criteria.packs_of(office):
        by_place = results.get(pack.id, {})
        met_is_good = pack.decision.met_is_good
        if pack.level == NEIGHBOURHOOD and by_place:
            yield _villages_line(pack.title, list(by_place.values()), met_is_good=met_is_good)
        elif None in by_place:
            yield _result_line(pack.id, pack.title, by_place[None], met_is_good=met_is_good)
        else:
            yield Line(_("Chưa đánh giá"), Tone.QUIET, pack.title, "criteria")


def _result_line(pack: str, title: str, result: Result, *, met_is_good: bool) -> Line:
    chip, tone = _outcome(result, met_is_good=met_is_good)
    words = _("{met}/{total} tiêu chí, tính đến {day}")
    detail = words.format(met=result.met, total=result.total, day=_day(result.as_of))
    where = (Where("pack", "=", pack),)
    return Line(chip, tone, title, Door(ASSESSMENTS.name, where), detail)


def _villages_line(title: str, results: list[Result], *, met_is_good: bool) -> Line:
    well = sum((each.outcome == "yes") == met_is_good for each in results)
    words = _("{well}/{total} thôn, khu phố đã đánh giá, tính đến {day}")
    newest = max(each.as_of for each in results)
    detail = words.format(well=well, total=len(results), day=_day(newest))
    chip, tone = OUTCOMES[Outcome.YES if well == len(results) else Outcome.NO]
    return Line(_(chip), tone, title, "criteria", detail)


def _outcome(result: Result, *, met_is_good: bool) -> tuple[str, Tone]:
    if result.klass == NO_CLASS:
        return _("Không thuộc loại nào"), Tone.GOOD
    if result.klass:
        return _("Loại {klass}").format(klass=result.klass), Tone.BLOCK
    words = OUTCOMES if met_is_good else HOT_OUTCOMES
    if result.outcome not in list(Outcome):  # from a newer program
        return result.outcome, Tone.QUIET
    text, tone = words[Outcome(result.outcome)]
    return _(text), tone


def _day(iso: str) -> str:
    return show_date(date.fromisoformat(iso))


# -- communes --------------------------------------------------------------------------------------


def commune_line(office: Office, line: CommuneLine) -> Line:
    """One commune below a receiving office: what is missing, or when it last sent."""
    chip, tone = (_("Còn thiếu"), Tone.CARE) if line.missing else (_("Đủ"), Tone.GOOD)
    detail = " ".join(map(_, line.missing))
    if not detail and line.last_bundle:
        day = show_date(parse_moment(line.last_bundle).date())
        told = [
            _("Gói gần nhất {day}").format(day=day),
            *(_came_to(office, line.unit_id, *each) for each in line.outcomes.items()),
        ]
        detail = " · ".join(told)
    return Line(chip, tone, capital(line.name), "sync", detail)


def _came_to(office: Office, unit: str, pack_id: str, result: Result) -> str:
    """A commune's newest result by a pack, in a few words."""
    try:
        pack = criteria.library(office, unit).rules(pack_id)
    except KnownError:  # a pack of a newer program
        return f"{_outcome(result, met_is_good=True)[0]} {result.met}/{result.total}"
    if pack.level == NEIGHBOURHOOD:
        words = _("{met}/{total} thôn, khu phố đã đánh giá đạt")
        return words.format(met=result.met, total=result.total)
    chip, _tone = _outcome(result, met_is_good=pack.decision.met_is_good)
    return chip if result.klass else f"{chip} {result.met}/{result.total}"
