"""Rules between the fields of a record, told by the records that break them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.commitments import COMMITMENT_KINDS, PARTIES, PARTY_FIELDS
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.domain.registers.values import check, known_with
from tests.valid_records import valid_record

ID, OTHER = "a" * 32, "b" * 32


def complaints(register: str, **values: Value) -> dict[str | None, str]:
    return {each.field: str(each) for each in check(REGISTERS[register], values)}


@pytest.mark.parametrize("register", list(REGISTERS), ids=lambda each: each.name)
def test_every_rule_and_heading_speaks_of_fields_that_are_there(register: object) -> None:
    book = REGISTERS[getattr(register, "name", "")]
    for name in book.headings:
        assert name in book.by_name
    for name in (name for rule in book.rules for name in rule.reads):
        reference, _dot, there = name.partition(".")
        assert reference in book.by_name
        assert not there or there in REGISTERS[str(book[reference].target)].by_name


@pytest.mark.parametrize("register", list(REGISTERS), ids=lambda each: each.name)
def test_a_record_made_from_its_description_is_complete(register: object) -> None:
    book = REGISTERS[getattr(register, "name", "")]
    assert check(book, valid_record(book, dict.fromkeys((e.name for e in REGISTERS), ID))) == []


BROKEN: list[tuple[str, dict[str, Value], str, str]] = [
    (
        "hotspots",
        {"detected_on": "2026-02-01", "eliminated_on": "2026-01-31"},
        "eliminated_on",
        "«Ngày triệt xóa» không thể trước «Ngày phát hiện».",
    ),
    ("models", {"state": "ngung"}, "state_from", "Hãy điền «Từ ngày»."),
    (
        "trainings",
        {"invited": 20, "attendance": 21},
        "attendance",
        "«Số người dự» không thể nhiều hơn «Số người triệu tập».",
    ),
    (
        "box_openings",
        {"letters": 1, "forwarded": 2},
        "forwarded",
        "«Số thư đã chuyển» không thể nhiều hơn «Số thư».",
    ),
    (
        "tip_offs",
        {"anonymous": 1, "informer": "Ai đó"},
        "informer",
        "Tin ẩn danh: để trống «Người báo tin», không ghi ai báo tin.",
    ),
    (
        "tip_offs",
        {"informer_phone": "0912345678"},
        "informer_phone",
        "Tin ẩn danh: để trống «Điện thoại người báo tin», không ghi ai báo tin.",
    ),
    (
        "case_subjects",
        {"role": "vi_pham", "wanted_document": "01/QĐ-TN"},
        "wanted_document",
        "Chỉ điền «Quyết định truy nã số» cho người bị truy nã.",
    ),
    (
        "village_reports",
        {"month": "2026"},
        "month",
        "«Tháng» là tháng và năm, ví dụ 03/2026.",
    ),
    (
        "settings",
        {"on_key_route": 0, "route_kind": "lien_tinh"},
        "route_kind",
        "Để trống «Loại tuyến» khi địa bàn không nằm trên tuyến trọng điểm.",
    ),
    ("commitments", {"outcome": "tu_choi"}, "reason", "Hãy điền «Lý do»."),
    ("commitments", {"kind": "to_anxh"}, "subunit", "Hãy điền «Tổ»."),
    ("commitments", {"kind": "gia_dinh_ca_biet"}, "household", "Hãy điền «Hộ / Người»."),
    (
        "commitments",
        {"kind": "khu_pho", "household": ID},
        "household",
        "Để trống «Hộ»: không phải bên ký của loại cam kết «Khu phố, thôn với xã, thị trấn».",
    ),
]


@pytest.mark.parametrize(("register", "values", "field", "sentence"), BROKEN)
def test_a_broken_rule_is_said_beside_its_field(
    register: str, values: Mapping[str, Value], field: str, sentence: str
) -> None:
    assert complaints(register, **values)[field] == sentence


def test_an_informer_who_gives_a_name_may_be_written_down() -> None:
    given: dict[str, Value] = {"received_on": "2026-01-05", "source": "truc_tiep", "anonymous": 0}
    assert complaints("tip_offs", **given, informer="Ai đó") == {}


def test_a_box_is_not_opened_before_it_was_put_up() -> None:
    book = REGISTERS["box_openings"]
    values: dict[str, Value] = {"box": ID, "opened_on": "2026-01-04", "letters": 0}
    assert check(book, values) == []  # nobody has told when it was put up
    known = known_with(book, values, lambda _register, _record: {"installed_on": "2026-01-05"})
    assert [str(each) for each in check(book, known)] == [
        "«Ngày mở» không thể trước «Ngày lắp đặt»."
    ]


def test_a_household_signs_in_its_own_village() -> None:
    book = REGISTERS["commitments"]
    values: dict[str, Value] = {
        "kind": "ho_gia_dinh",
        "household": ID,
        "village": ID,
        "outcome": "da_ky",
        "signed_on": "2026-01-05",
    }
    here = known_with(book, values, lambda _register, _record: {"village": ID})
    there = known_with(book, values, lambda _register, _record: {"village": OTHER})
    assert check(book, here) == []
    assert [str(each) for each in check(book, there)] == [
        "«Thôn, khu phố» khác với thôn, khu phố của hộ."
    ]


def test_every_kind_of_commitment_says_who_signs() -> None:
    assert set(PARTIES) == set(COMMITMENT_KINDS)
    for parties in PARTIES.values():
        assert parties.signers
        assert set(parties.signers) | set(parties.beside) <= set(PARTY_FIELDS)
        assert parties.source
