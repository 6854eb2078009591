"""What is made public of the tip-offs: numbers alone, and that it was done."""

from __future__ import annotations

from pathlib import Path

import pytest

from sachmatuy_desktop.domain.roles import ROLES
from sachmatuy_desktop.errors import BadInput, NotAllowed
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.tip_results import AnnounceTips, tip_results
from tests.offices import add, new_office, row


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = new_office(tmp_path / "xa")
    for day, source, answered in (
        ("2026-01-10", "hom_thu", "2026-01-20"),
        ("2026-02-01", "hom_thu", None),
        ("2026-02-10", "vneid", "2026-02-20"),
        ("2025-12-31", "truc_tiep", "2026-01-05"),
    ):
        add(
            office,
            "tip_offs",
            received_on=day,
            source=source,
            anonymous=1,
            content="Nội dung riêng",
            answered_on=answered,
            result=answered and "Đã xử phạt",
        )
    return office


def test_the_notice_has_numbers_and_nothing_else(office: Office) -> None:
    results = tip_results(office.session, "2026-01-01", "2026-03-02")
    assert results.text() == (
        "KẾT QUẢ TIẾP NHẬN, XỬ LÝ TIN BÁO, TỐ GIÁC VỀ MA TÚY\n"
        "(từ ngày 01/01/2026 đến ngày 02/03/2026)\n"
        "\n"
        "Tổng số tin đã tiếp nhận: 3\n"
        "– Hòm thư tố giác: 2\n"
        "– Ứng dụng VNeID: 1\n"
        "Đã có kết quả xử lý: 2\n"
        "Đang xác minh: 1"
    )


def test_what_was_announced_is_written_down_in_one_act(office: Office) -> None:
    results = tip_results(office.session, "2026-01-01", "2026-03-02")
    done = office.run(AnnounceTips(results.unannounced, "2026-03-02"))
    assert done.result == 2
    assert {row(office, "tip_offs", key)["announced_on"] for key in results.unannounced} == {
        "2026-03-02"
    }
    assert tip_results(office.session, "2026-01-01", "2026-03-02").unannounced == ()
    office.undo(done.txn)
    assert len(tip_results(office.session, "2026-01-01", "2026-03-02").unannounced) == 2


def test_days_in_the_wrong_order_are_refused(office: Office) -> None:
    with pytest.raises(BadInput, match="trước ngày bắt đầu"):
        tip_results(office.session, "2026-03-02", "2026-01-01")


def test_a_clerk_does_not_count_what_a_clerk_may_not_read(office: Office) -> None:
    session = Session(office.store, office.queries, "Văn phòng", ROLES["clerk"])
    with pytest.raises(NotAllowed):
        tip_results(session, "2026-01-01", "2026-03-02")
