"""Due rules as rows keep them: what was written is read, what cannot be a rule is refused."""

from __future__ import annotations

from datetime import date

import pytest

from sachmatuy_desktop.domain.plans import PlanPack, When
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.packs.library import load_packs

PLANS = (
    "ia-hdrai-2024/plan",
    "hoang-phong-2024/plan",
    "kon-tum-2024/action-month",
    "ninh-thuan-2024/plan",
    "lang-chanh-2023/plan",
)


@pytest.mark.parametrize("pack_id", PLANS)
def test_every_printed_rule_reads_as_it_was_written(pack_id: str) -> None:
    pack = load_packs().get(pack_id)
    assert isinstance(pack, PlanPack)
    for task in pack.tasks:
        assert When.from_json(task.when.to_json()) == task.when


def test_what_is_not_said_is_not_kept() -> None:
    rule = When("periodic", every="half_year", day=((6, 15), (12, 15)))
    assert rule.to_json() == '{"kind":"periodic","every":"half_year","day":[[6,15],[12,15]]}'
    assert (
        When("once", before=date(2024, 6, 14)).to_json() == '{"kind":"once","before":"2024-06-14"}'
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"kind":"sometimes"}',
        '{"kind":[]}',
        '{"kind":"once","before":1}',
        '{"kind":"once","before":"2024-02-30"}',
        '{"kind":"continuous","months":"6"}',
        '{"kind":"continuous","months":-6}',
        '{"kind":"continuous","months":true}',
        '{"kind":"periodic","every":"week"}',
        '{"kind":"periodic","every":"year","day":[[2,30]]}',
        '{"kind":"periodic","every":"year","day":[[6]]}',
        '{"kind":"event","event":"flood"}',
        '{"kind":"once","weight":1}',
        "[" * 100_000,
    ],
)
def test_what_cannot_be_a_rule_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        When.from_json(text)
