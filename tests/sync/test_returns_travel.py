"""Opinions, answers and rulings in bundles that cross: both offices come to the same."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.returns import Remark, Stage
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import bundles
from sachmatuy_desktop.services.sync.returns import (
    AcceptAnswer,
    ChangeReturn,
    Opinion,
    ReopenReturn,
    WithdrawReturn,
)
from sachmatuy_desktop.services.sync.returns_reading import (
    carried_down,
    open_returns,
    returns_followed,
)
from tests.offices import HOANG_PHONG, edit, new_office, remove, row
from tests.services.test_returns import NUMBER, Pair, answered, stage
from tests.sync.test_two_offices import carry, introduce

pytestmark = pytest.mark.slow


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    made = Pair(tmp_path)
    yield made
    made.close()


def picture(office: Office) -> list[tuple[str, Stage, tuple[Remark, ...]]]:
    """Every opinion as it stands."""
    return [
        (each.returned.question.subject, each.standing.stage, each.standing.remarks)
        for each in returns_followed(office.session)
    ]


def crossing(pair: Pair, folder: Path) -> None:
    """Both write a bundle before either has taken in the other's."""
    up, down = folder / "lên.smt", folder / "xuống.smt"
    bundles.export(pair.commune, pair.above.keys.device.public.key_id, up)
    bundles.export(pair.above, pair.commune.keys.device.public.key_id, down)
    bundles.merge(pair.above, bundles.stage(pair.above, up))
    bundles.merge(pair.commune, bundles.stage(pair.commune, down))


def test_an_answer_and_a_change_of_the_question_cross(pair: Pair, tmp_path: Path) -> None:
    (made,) = pair.return_people(pair.cam)
    pair.down()
    answer = answered(pair.commune, made)
    pair.above.run(ChangeReturn(made, Opinion(NUMBER, "Ghi cả ngày cấp")))
    crossing(pair, tmp_path)
    told = [(NUMBER, Stage.OPEN, (Remark.EDITED,))]
    assert picture(pair.above) == picture(pair.commune) == told
    pair.above.run(AcceptAnswer(made, answer))
    pair.down()
    accepted = [(NUMBER, Stage.ACCEPTED, ())]
    assert picture(pair.above) == picture(pair.commune) == accepted


def test_an_answer_and_a_withdrawal_cross(pair: Pair, tmp_path: Path) -> None:
    (made,) = pair.return_people(pair.cam)
    pair.down()
    answered(pair.commune, made)
    pair.above.run(WithdrawReturn(made, "Đã rõ"))
    crossing(pair, tmp_path)
    told = [(NUMBER, Stage.WITHDRAWN, (Remark.CROSSED,))]
    assert picture(pair.above) == picture(pair.commune) == told
    assert open_returns(pair.commune.session) == []


def test_a_second_answer_and_the_reopening_of_the_first_cross(pair: Pair, tmp_path: Path) -> None:
    (made,) = pair.return_people(pair.cam)
    pair.down()
    first = answered(pair.commune, made)
    pair.up()
    pair.above.run(ReopenReturn(made, first, "Chưa đủ"))
    answered(pair.commune, made, content="Bổ sung thêm bản quét")
    crossing(pair, tmp_path)
    assert picture(pair.above) == picture(pair.commune) == [(NUMBER, Stage.ANSWERED, ())]


def test_any_order_of_the_sticks_comes_to_the_same(pair: Pair, tmp_path: Path) -> None:
    (made,) = pair.return_people(pair.cam)
    pair.down()
    edit(pair.commune, "people", pair.cam, citizen_number="062090000012")
    answered(pair.commune, made)
    key = pair.above.keys.device.public.key_id
    sticks = [tmp_path / f"{number}.smt" for number in range(3)]
    bundles.export(pair.commune, key, sticks[0])
    edit(pair.commune, "people", pair.cam, occupation="Làm rẫy")
    bundles.export(pair.commune, key, sticks[1])
    answered(pair.commune, made, content="Thêm")
    bundles.export(pair.commune, key, sticks[2])
    order = next(each for each in permutations(sticks) if each[0] == sticks[2])
    for stick in order:
        bundles.merge(pair.above, bundles.stage(pair.above, stick))
    assert picture(pair.above) == [(NUMBER, Stage.ANSWERED, (Remark.SEVERAL,))]
    names = {
        name
        for line in pair.above.queries.life_since("people", pair.cam, made)
        for name, _before, _after in line.changes
    }
    assert {"citizen_number", "occupation"} <= names


def test_a_removed_record_leaves_what_was_returned_to_be_answered(pair: Pair) -> None:
    (made,) = pair.return_people(pair.cam)
    remove(pair.commune, "people", pair.cam)
    pair.down()
    assert stage(pair.commune, made) is Stage.OPEN
    answered(pair.commune, made, content="Ghi nhầm, đã xóa")
    pair.up()
    assert stage(pair.above, made) is Stage.ANSWERED
    assert row(pair.above, "people", pair.cam)["deleted"] == 1


def test_another_commune_hears_nothing_of_it(pair: Pair, tmp_path: Path) -> None:
    other = new_office(tmp_path / "xã khác", HOANG_PHONG)
    introduce(other, pair.above)
    pair.return_people(pair.cam)
    carry(pair.above, other, tmp_path / "khác.smt")
    assert returns_followed(other.session) == []
    assert pair.above.queries.count("returns") == 1
    other.close()


def test_the_receiving_office_knows_how_far_an_opinion_has_come(pair: Pair, tmp_path: Path) -> None:
    (made,) = pair.return_people(pair.cam)
    assert not carried_down(pair.above.session, [made])[made].sent
    stick = tmp_path / "xuống.smt"
    outcome = carry(pair.above, pair.commune, stick)
    gone = carried_down(pair.above.session, [made])[made]
    assert gone.sent
    assert not gone.received
    assert outcome.receipt is not None
    bundles.merge(pair.above, bundles.stage(pair.above, outcome.receipt))
    assert carried_down(pair.above.session, [made])[made].received
