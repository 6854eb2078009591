"""A task that each village does: who has done it, who is missing, when it counts as done."""

from __future__ import annotations

from datetime import date

from sachmatuy_desktop.domain.plans.due import openings
from sachmatuy_desktop.domain.plans.standing import Done, Excused, Rows, standing
from sachmatuy_desktop.domain.plans.villages import Village, rows_of, share_of, together
from tests.domain.plan_days import at, day, life, standing_picture, task

A, B, C = (Village(each, f"Thôn {each}") for each in "abc")
MONTHLY = task("periodic", every="month")


def did(village: str, on: str, opening: str = "2027-01") -> Done:
    """A village did it on a day."""
    return Done(f"{village}{on}", opening, day(on), None, (f"r{village}",), village)


def freed(village: str, on: str, opening: str = "2027-01") -> Excused:
    """A village is excused on a day."""
    return Excused(f"x{village}{on}", opening, day(on), "Thôn đã sáp nhập", village)


def rows(*written: Done | Excused) -> Rows:
    """Rows as they come."""
    return Rows(
        tuple(each for each in written if isinstance(each, Done)),
        tuple(each for each in written if isinstance(each, Excused)),
    )


def whole(*written: Done | Excused, villages: tuple[Village, ...] = (A, B)) -> list[str]:
    """`opening: day` of each row of the whole."""
    found = together(rows(*written), villages)
    every: list[Done | Excused] = [*found.done, *found.excused]
    return [f"{each.opening}: {each.on:%d/%m}" for each in every]


def test_it_is_done_with_the_last_village_whatever_the_order() -> None:
    assert whole(did("a", "20/1")) == []
    assert whole(did("b", "25/1"), did("a", "20/1")) == ["2027-01: 25/01"]
    assert whole(did("a", "20/1"), did("b", "25/2", "2027-02")) == []


def test_the_whole_has_the_records_of_all() -> None:
    (done,) = together(rows(did("a", "20/1"), did("b", "25/1")), (A, B)).done
    assert (done.village, done.evidence) == ("", ("ra", "rb"))


def test_an_excused_village_is_not_waited_for() -> None:
    assert whole(did("a", "20/1"), freed("b", "28/1")) == ["2027-01: 20/01"]
    found = together(rows(freed("a", "20/1"), freed("b", "28/1")), (A, B))
    assert (found.done, [each.reason for each in found.excused]) == ((), ["Thôn đã sáp nhập"])


def test_a_row_without_a_village_speaks_for_all() -> None:
    assert whole(Done("w", "2027-01", day("10/1"))) == ["2027-01: 10/01"]


def test_a_village_founded_later_does_not_undo_what_was_done() -> None:
    new = Village("n", "Thôn mới", since=day("1/3"))
    assert whole(did("a", "20/1"), did("b", "25/1"), villages=(A, B, new)) == ["2027-01: 25/01"]
    march = [did(each, "10/3", "2027-03") for each in "ab"]
    assert whole(*march, villages=(A, B, new)) == []
    assert whole(*march, did("n", "11/3", "2027-03"), villages=(A, B, new)) == ["2027-03: 11/03"]


def test_a_village_that_is_no_more_is_not_waited_for() -> None:
    old = Village("o", "Thôn cũ", until=day("31/12/2026"))
    assert whole(did("a", "20/1"), did("b", "25/1"), villages=(A, B, old)) == ["2027-01: 25/01"]


def test_where_there_are_no_villages_only_the_whole_counts() -> None:
    assert whole(did("a", "20/1"), villages=()) == []


def test_a_look_back_ends_with_the_village_that_completes_the_round() -> None:
    looks = [
        did("a", "5/1", ""),
        did("a", "12/1", ""),
        did("b", "20/1", ""),
        did("b", "2/2", ""),
        did("a", "9/2", ""),
    ]
    assert whole(*looks) == [": 20/01", ": 09/02"]


def test_the_share_names_who_is_missing() -> None:
    opening = openings(MONTHLY, life("1/1"), day("31/1"))[0]
    share = share_of(opening, rows(did("a", "20/1"), freed("b", "21/1")), (A, B, C), day("5/2"))
    assert [each.id for each in share.done] == ["a"]
    assert [each.id for each in share.excused] == ["b"]
    assert [each.name for each in share.missing] == ["Thôn c"]
    assert share.asked == 2


def test_asked_are_the_villages_of_the_last_day() -> None:
    opening = openings(MONTHLY, life("1/1"), day("31/1"))[0]
    new, old = Village("n", "Mới", since=day("1/2")), Village("o", "Cũ", until=day("15/1"))
    share = share_of(opening, rows(), (A, new, old), day("5/2"))
    assert [each.id for each in share.missing] == ["a"]


def test_what_the_office_did_counts_for_every_village() -> None:
    opening = openings(MONTHLY, life("1/1"), day("31/1"))[0]
    share = share_of(opening, rows(Done("w", "2027-01", day("10/1"))), (A, B), day("5/2"))
    assert (len(share.done), share.missing) == (2, ())


def test_a_village_stands_by_its_own_rows() -> None:
    written = rows(did("a", "20/1"))
    stands = {
        each.id: standing_picture(
            standing(
                openings(MONTHLY, life("1/1"), day("28/2")),
                rows_of(written, each.id),
                at("5/2 08:00"),
            )
        )
        for each in (A, B)
    }
    assert stands == {
        "a": ["2027-01 | done", "2027-02 | open | còn 23 ngày"],
        "b": ["2027-01 | overdue | trễ 5 ngày", "2027-02 | open | còn 23 ngày"],
    }


def test_a_village_exists_between_its_days() -> None:
    short = Village("s", "Ngắn", date(2027, 1, 10), date(2027, 1, 20))
    assert [short.exists(day(each)) for each in ("9/1", "10/1", "20/1", "21/1")] == [
        False,
        True,
        True,
        False,
    ]
