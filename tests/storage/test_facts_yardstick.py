"""The yardstick counts the same thing, so that comparing the time of both means something."""

from __future__ import annotations

from pathlib import Path

from sachmatuy_desktop.storage.facts import Books, Question
from tests.fact_cases import DAY, IA_HDRAI
from tests.offices import IA_DOM, new_office
from tests.yardsticks import facts_by_hand, settle


def test_the_facts_counted_by_hand_are_the_facts(tmp_path: Path) -> None:
    office = new_office(tmp_path / "office")
    settle(office, residents=60, households=20, on_lists=12)
    with office.store.reading() as connection:
        by_hand = facts_by_hand(connection, IA_DOM, DAY)
        counted = Books(connection).facts(Question((IA_DOM,), DAY, IA_HDRAI), by_hand)
    assert {fact.name: fact.value for fact in counted} == by_hand
    assert by_hand["addicts"] == by_hand["addicts_present_in_treatment"] == 4
    assert by_hand["households"] == by_hand["households_committed"] == 20
    office.close()
