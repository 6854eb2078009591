"""What waits without a day of its own: first steps, what lacks or is wrong, late copies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from sachmatuy_desktop.domain.dates import parse_moment, show_date
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.people import PEOPLE
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.packs.safekeeping import load_safekeeping
from sachmatuy_desktop.services import checking, criteria
from sachmatuy_desktop.services.hotspots import present
from sachmatuy_desktop.services.office import RECEIVING, Office
from sachmatuy_desktop.services.proof import evidence, witnessing
from sachmatuy_desktop.services.sync import bundles, passages, trusting
from sachmatuy_desktop.services.sync.passages import Followed
from sachmatuy_desktop.services.upkeep import maintenance, pausing, trials
from sachmatuy_desktop.services.upkeep.drills_by_people import people_drill_due_on
from sachmatuy_desktop.storage.evidence.anchors import MOST_DAYS, MOST_ENTRIES, Standing
from sachmatuy_desktop.storage.facts import Question, opened
from sachmatuy_desktop.sync.bundle import Kind
from sachmatuy_desktop.ui.desk import TO_JOURNAL, Door
from sachmatuy_desktop.ui.pages.today.lines import Line, number
from sachmatuy_desktop.ui.pages.today.todo import FIRST_STEPS, LACKS
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["checks", "conflicts", "copies", "first_steps", "lacks", "points", "receiving_steps"]

SOON: Final = timedelta(days=7)
"""So long before its day the trial of the sheet is told."""

BUNDLE_DAYS: Final = 30
"""How long the receiving office may be behind before it is said."""


def first_steps(office: Office) -> Iterator[Line]:
    for step in FIRST_STEPS:
        seen = office.info.role.may_open(REGISTERS[step.register])
        if seen and not office.queries.count(step.register):
            yield Line(_("chưa có"), Tone.BUSY, _(step.title), Door(step.register))


def receiving_steps(office: Office) -> Iterator[Line]:
    if office.info.role.sends and not trusting.partners(office):
        yield Line(_("chưa có"), Tone.BUSY, _("Nhập thẻ nhận dạng của các đơn vị"), "sync")


def conflicts(office: Office) -> Iterator[Line]:
    conflicts = [
        (register, record)
        for register, record in office.queries.conflicts()
        if office.info.role.may_open(REGISTERS[register])
    ]
    if conflicts:
        register, record = conflicts[0]
        title = _("Ghi chép hai nơi cùng sửa, cần chọn giá trị")
        yield number(len(conflicts), Tone.BLOCK, title, Door(register, record=record))


def lacks(office: Office) -> Iterator[Line]:
    """Who has not signed, where a box or a board is missing: as the criteria count it."""
    asked = {fact.name for pack in criteria.packs_of(office) for fact in pack.facts}
    lacks = [
        each
        for each in LACKS
        if office.info.role.may_open(REGISTERS[each.told_by])
        and (each.fact in asked or not each.by_pack)
    ]
    question = Question((office.info.unit_id,), date.fromisoformat(office.clock.today()))
    with opened(office.store) as books:
        facts = {fact.name: fact for fact in books.facts(question, [lack.fact for lack in lacks])}
    for lack in lacks:
        exceptions = facts[lack.fact].exceptions
        left = frozenset(each.id for each in exceptions if each.kind == lack.register)
        if left:
            title = _(lack.title)
            yield number(len(left), lack.tone, title, Door(lack.register, only=left, title=title))


def points(office: Office) -> Iterator[Line]:
    """Points that are there today: what became of each stands in its history."""
    if office.info.kind == RECEIVING or not office.info.role.may_open(REGISTERS["hotspots"]):
        return
    there = present(office.queries, office.clock.today())
    if there:
        title = _("Điểm, tụ điểm chưa triệt xóa")
        yield number(len(there), Tone.CARE, title, Door("hotspots", only=there, title=title))


def checks(office: Office) -> Iterator[Line]:
    """What the checks have found, where that is up to date or a matter of a moment."""
    if not office.info.role.may_open(PEOPLE) or not checking.refresh_if_quick(office):
        return
    pairs = sum(checking.pair_counts(office).values())
    finds = sum(checking.counts(office).values())
    if pairs:
        yield Line(show_integer(pairs), Tone.QUIET, _("Cặp ghi chép có thể trùng"), "checks")
    if finds:
        yield Line(show_integer(finds), Tone.QUIET, _("Điểm cần xem lại trong dữ liệu"), "checks")


def copies(office: Office) -> Iterator[Line]:
    """Backups and bundles that are late, told to whom may do something about it."""
    if office.info.role.manages:
        yield from _late_backups(office)
    if office.info.role.manages or office.info.role.sends:
        yield from _unanchored(office)
        yield from _unconnected(office)
    if office.info.role.sends and pausing.paused(office):
        title = _("Tạm dừng gửi sau khi khôi phục: xem lại sổ rồi cho gửi lại")
        yield Line(_("tạm dừng"), Tone.BLOCK, title, "sync")
    if office.info.role.sends and office.info.kind != RECEIVING:
        yield from _late_bundles(office)
        yield from _unanswered(office)


def _late_backups(office: Office) -> Iterator[Line]:
    terms = load_safekeeping()
    failed = maintenance.failed_backup(office)
    if failed is not None:
        title = _("Lần sao lưu gần nhất không thành")
        yield Line(_("lỗi"), Tone.BLOCK, title, "admin", failed.said)
    age = maintenance.backup_age(office)
    if age is None or age > terms.backup_warning:
        yield _late(age, _("Sao lưu dữ liệu"), "admin")
    stick = maintenance.stick_backup_age(office)
    if stick is None or stick > terms.stick_warning:
        yield _late(stick, _("Sao lưu ra USB"), "admin")
    place = maintenance.second_place_of(office)
    if place is not None:
        second = None if place.last is None else maintenance.age_of(office, place.last)
        if second is None or second > terms.second_warning:
            yield _late(second, _("Nơi sao lưu thứ hai chưa được gắn vào máy"), "admin")
    yield from _trials(office)


def _trials(office: Office) -> Iterator[Line]:
    """The sheet is to be tried, a restoring rehearsed; the newest backup could not be restored."""
    yield from _due(office, _("Thử phiếu khôi phục"), trials.sheet_due_on(office))
    yield from _due(office, _("Diễn tập khôi phục có người làm"), people_drill_due_on(office))
    drilled = trials.last_drill(office)
    if drilled is not None and drilled.problems:
        title = _("Diễn tập khôi phục có chỗ không đúng")
        yield Line(_("lỗi"), Tone.BLOCK, title, "admin", drilled.problems[0])


def _due(office: Office, title: str, due: date) -> Iterator[Line]:
    today = date.fromisoformat(office.clock.today())
    if due <= today + SOON:
        tone = Tone.CARE if due >= today else Tone.BLOCK
        detail = _("hạn {day}").format(day=show_date(due))
        yield Line(_("cần thử"), tone, title, "admin", detail)


def _unanchored(office: Office) -> Iterator[Line]:
    """A journal of which nothing stands outside this PC for long can be written anew unseen."""
    found, now = evidence.standing(office), office.clock.now()
    if found.is_due(now):
        tone = Tone.BLOCK if found.is_overdue(now) else Tone.CARE
        title = _("Nhật ký chưa có điểm giữ ngoài máy: gửi gói, sao lưu ra USB hoặc in trang")
        way = TO_JOURNAL if office.info.role.manages else "sync"
        yield number(found.entries, tone, title, way, _unanchored_since(found))


def _unanchored_since(found: Standing) -> str:
    """Since when, and how much may stand so at most."""
    since = show_date(parse_moment(str(found.since)).date())
    return _("lần ghi từ ngày {day}; nhiều nhất {days} ngày hoặc {count} lần ghi").format(
        day=since, days=MOST_DAYS.days, count=show_integer(MOST_ENTRIES)
    )


def _unconnected(office: Office) -> Iterator[Line]:
    """Partners whose journals do not hold on to what was seen of them."""
    for each in witnessing.broken(office):
        title = _("Nhật ký của {name} không còn nối với điểm đã ghi nhận").format(name=each.name)
        yield Line(_("hỏi lại"), Tone.BLOCK, title, "admin", each.told)


def _late_bundles(office: Office) -> Iterator[Line]:
    sent = {
        each.partner: parse_moment(each.at)
        for each in reversed(bundles.passages(office))
        if (each.direction, each.kind) == ("out", Kind.CHANGES) and not each.failed
    }
    for partner in trusting.partners(office):
        last = sent.get(partner.key_id)
        age = None if last is None else office.clock.now() - last
        if partner.role == "upper" and (age is None or age > timedelta(days=BUNDLE_DAYS)):
            yield _late(age, _("Gửi gói dữ liệu cho {name}").format(name=partner.name), "sync")


def _unanswered(office: Office) -> Iterator[Line]:
    """Bundles nobody has acknowledged for long, one line for each office they went to."""
    silent: defaultdict[str, list[Followed]] = defaultdict(list)
    for each in passages.silent(office):
        silent[each.partner].append(each)
    for name, lines in silent.items():
        numbers = ", ".join(str(each.passage.sequence) for each in reversed(lines))
        title = _("Gói số {numbers} gửi {name} chưa có biên nhận").format(
            numbers=numbers, name=name
        )
        days = max(each.days for each in lines)
        chip = _("{n} ngày").format(n=show_integer(days))
        yield Line(chip, Tone.CARE, title, "sync")


def _late(age: timedelta | None, title: str, page: str) -> Line:
    if age is None:
        return Line(_("chưa có"), Tone.CARE, title, page)
    return Line(_("{n} ngày").format(n=show_integer(age.days)), Tone.CARE, title, page)
