"""Laws of the clock, whatever the dates: for leap days, month ends, both laws, moves, absences."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from sachmatuy_desktop.domain.cases.clock import terms_on
from sachmatuy_desktop.domain.cases.findings import findings_of
from sachmatuy_desktop.domain.cases.offers import offers, refusal
from sachmatuy_desktop.domain.cases.standing import standing_on
from sachmatuy_desktop.domain.cases.watch import DueKind, Urgency, due_of
from sachmatuy_desktop.domain.dates import VIETNAM, add_months
from tests.domain.case_stories import CLOCK, Story

LAW = settings(max_examples=150, deadline=None)
NEW_LAW = date(2026, 7, 1)
DAYS = st.dates(date(2022, 1, 1), date(2032, 12, 31))
NEW_DAYS = st.dates(NEW_LAW, date(2032, 12, 31))
SPANS = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 60)), max_size=5)
LATER = timedelta(days=5000)


def managed(start: date, spans: list[tuple[int, int]], state: str = "khong_ro") -> Story:
    """Managed since a day, away in spans of (days after the start, days long)."""
    story = Story().managed(start.isoformat())
    for after, long in spans:
        first = start + timedelta(days=after)
        story.was(state, first.isoformat(), (first + timedelta(days=long)).isoformat())
    return story


def end_of(story: Story, on: date) -> date:
    [term] = terms_on(story.case, on, CLOCK.book, CLOCK.table)
    return term.end


@LAW
@given(DAYS)
def test_a_year_ends_on_the_corresponding_day_or_the_last_of_its_month(start: date) -> None:
    end = end_of(managed(start, []), start)
    assert end == add_months(start, 12)
    assert (end.month, end.day) in {(start.month, start.day), (2, 28)}


@LAW
@given(NEW_DAYS, SPANS)
def test_each_uncounted_day_lengthens_the_term_once(
    start: date, spans: list[tuple[int, int]]
) -> None:
    """The days from the start to the end that count are exactly those of a year."""
    end = end_of(managed(start, spans), start + LATER)
    lost = {start + timedelta(days=after + n) for after, long in spans for n in range(long + 1)}
    counted = [
        each
        for each in (start + timedelta(days=n + 1) for n in range((end - start).days))
        if each not in lost
    ]
    assert len(counted) == (add_months(start, 12) - start).days
    assert end in counted


@LAW
@given(NEW_DAYS, SPANS)
def test_the_order_and_the_doubling_of_absences_change_nothing(
    start: date, spans: list[tuple[int, int]]
) -> None:
    once = end_of(managed(start, spans), start + LATER)
    assert end_of(managed(start, spans[::-1] + spans), start + LATER) == once


@LAW
@given(DAYS, SPANS)
def test_detention_and_reported_absence_never_move_the_end(
    start: date, spans: list[tuple[int, int]]
) -> None:
    for state in ("tam_giu_tam_giam", "vang_mat"):
        assert end_of(managed(start, spans, state), start + LATER) == add_months(start, 12)


@LAW
@given(st.dates(date(2022, 1, 1), date(2026, 6, 30)), SPANS)
def test_the_law_before_counted_every_day(start: date, spans: list[tuple[int, int]]) -> None:
    assert end_of(managed(start, spans), start + LATER) == add_months(start, 12)


@LAW
@given(NEW_DAYS, st.integers(0, 364), st.integers(0, 200))
def test_a_move_neither_gives_nor_takes_a_day_but_those_before_the_new_decision(
    start: date, stayed: int, between: int
) -> None:
    old_end = add_months(start, 12)
    left = start + timedelta(days=stayed)
    decided = left + timedelta(days=between)
    story = (
        Story()
        .on_list(
            "sdtp",
            decided.isoformat(),
            arrived=1,
            left_on=left.isoformat(),
            carried_until=old_end.isoformat(),
        )
        .decided("quan_ly_sdtp", decided.isoformat())
    )
    end = end_of(story, decided)
    assert (end - decided).days == max(0, (old_end - left).days)
    assert end >= decided


@LAW
@given(DAYS, st.sampled_from(["tai_gia_dinh", "co_so_tu_nguyen", "bat_buoc"]), st.integers(1, 4))
def test_rehabilitation_is_as_long_as_the_law_of_its_decision_says(
    start: date, form: str, nth: int
) -> None:
    [term] = terms_on(
        Story().on_list("nghien", start.isoformat()).treated(form, start.isoformat(), nth=nth).case,
        start,
        CLOCK.book,
        CLOCK.table,
    )
    old = {"bat_buoc": 24}.get(form, 12)
    new = 24 if nth == 1 else 36
    assert term.end == add_months(start, new if start >= NEW_LAW else old)
    assert term.sure == (start >= NEW_LAW)


ROWS = st.tuples(
    st.sampled_from(["sdtp", "nghien", "sau_cai", "nghi_sdtp", "nghi_nghien", "loan_than"]),
    DAYS,
    st.none() | st.integers(0, 800),
)
TREATED = st.tuples(
    st.sampled_from(["tai_gia_dinh", "co_so_tu_nguyen", "co_so_cong_lap", "bat_buoc", "thay_the"]),
    st.sampled_from(["dang_lap_ho_so", "dang_thuc_hien", "hoan_thanh", "bo", "hoan", "mien"]),
    DAYS,
    st.none() | st.integers(0, 800),
)
WHERE = st.tuples(
    st.sampled_from(["co_mat", "vang_mat", "khong_ro", "tam_giu_tam_giam", "trai_giam"]),
    DAYS,
    st.none() | st.integers(0, 300),
)
DECIDED = st.tuples(
    st.sampled_from(["quan_ly_sdtp", "tam_dinh_chi", "dung", "cai_tu_nguyen", "sau_cai"]),
    DAYS,
    st.none() | st.integers(0, 800),
)


@st.composite
def any_story(draw: st.DrawFn) -> Story:
    """Books as a merge may leave them: anything beside anything."""
    story = Story(draw(st.sampled_from(["1990-05-01", "2010", "2012-02", "2020-02-29", ""])))

    def until(begun: date, long: int | None) -> str | None:
        return None if long is None else (begun + timedelta(days=long)).isoformat()

    for category, begun, long in draw(st.lists(ROWS, max_size=4)):
        story.on_list(category, begun.isoformat(), until(begun, long))
    for form, state, begun, long in draw(st.lists(TREATED, max_size=3)):
        story.treated(form, begun.isoformat(), state, until_date=until(begun, long))
    for state, begun, long in draw(st.lists(WHERE, max_size=3)):
        story.was(state, begun.isoformat(), until(begun, long))
    for kind, signed, long in draw(st.lists(DECIDED, max_size=3)):
        story.decided(kind, signed.isoformat(), until(signed, long))
    for taken in draw(st.lists(DAYS, max_size=3)):
        story.tested(taken.isoformat())
    return story


@LAW
@given(any_story(), DAYS)
def test_whatever_the_books_say_the_clock_answers(story: Story, on: date) -> None:
    """No merge, import or slip makes the clock fail; what is offered is never refused."""
    case = story.case
    standing = standing_on(case, on, CLOCK.book)
    assert standing.states
    for term in terms_on(case, on, CLOCK.book, CLOCK.table):
        assert term.end >= term.nominal or term.deducted
        assert term.uncounted_days >= 0
    findings_of(case, on, CLOCK)
    offered = offers(case, on, CLOCK)
    assert offered
    for each in offered:
        step = each.transition
        grounds = [ground.code for ground in step.grounds if not ground.from_states]
        details = dict.fromkeys(step.needs, "1")
        conditional = {ground for one in step.conditions for ground in one.grounds}
        free = [code for code in grounds if code not in conditional]
        if free or not step.grounds:
            ground = free[0] if free else ""
            assert refusal(case, step.id, on, CLOCK, ground, details) is None


MOMENTS = st.builds(datetime.combine, DAYS, st.times(), st.just(VIETNAM))


@LAW
@given(any_story(), MOMENTS)
def test_what_is_overdue_lies_behind_and_what_is_not_ahead(story: Story, now: datetime) -> None:
    for each in due_of(story.case, now, CLOCK):
        if each.due is not None and each.kind is not DueKind.VISIT:
            assert (each.urgency is Urgency.OVERDUE) == (now > each.due)


def test_stories_are_read_the_same_in_any_order_of_rows() -> None:
    story = managed(date(2026, 7, 6), [(100, 9), (20, 3)])
    turned = Story(rows={book: rows[::-1] for book, rows in story.rows.items()})
    assert replace(story.case, episodes=turned.case.episodes) == turned.case
