"""What an office gives out of its keys: its card, and the identities an auditor needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from sachmatuy_desktop.errors import Refused
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import renewing, trusting
from sachmatuy_desktop.sync.trust import read_card
from tests.offices import IA_DOM, TestClock, new_office
from tests.sync.test_keys_of_offices import trust


@pytest.fixture
def office(tmp_path: Path, clock: TestClock) -> Office:
    return new_office(tmp_path / "xã", IA_DOM, clock=clock)


def test_an_auditor_gets_the_identities_of_all_keys(office: Office, tmp_path: Path) -> None:
    renewing.renew(office)
    file = tmp_path / "age.txt"
    trusting.save_identity(office, file)
    lines = file.read_text().split()
    assert len(lines) == 2
    assert all(each.startswith("AGE-SECRET-KEY-1") for each in lines)


def test_a_card_of_our_own_is_not_trusted(office: Office) -> None:
    with pytest.raises(Refused, match="chính máy này"):
        trust(office, office)
    assert read_card(trusting.own_card(office)).office == office.info.full_name
