"""Form 05: twenty-five items under the decree's labels, each with a place to be written."""

from __future__ import annotations

from pathlib import Path

import pytest

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.packs.profile import load_summary

LABELS = """
Họ và tên
Tên gọi khác
Giới tính (Nam/Nữ)
Ngày, tháng, năm sinh
Quê quán
Nơi thường trú/tạm trú
Nơi ở hiện tại
Số CMND/CCCD/CC/Hộ chiếu, nơi cấp, ngày cấp
Dân tộc
Tôn giáo
Trình độ văn hóa
Quốc tịch
Họ tên cha, số CMND/CCCD/CC/Hộ chiếu, nơi cấp, ngày cấp
Họ tên mẹ, số CMND/CCCD/CC/Hộ chiếu, nơi cấp, ngày cấp
Nghề nghiệp; nơi làm việc/học tập
Nhân thân
Có biểu hiện loạn thần (ngáo đá)
Thời điểm người sử dụng trái phép chất ma túy khai nhận bắt đầu sử dụng trái phép chất ma túy
Thời điểm bị phát hiện sử dụng trái phép chất ma túy lần đầu tiên
Loại ma túy sử dụng
Hình thức sử dụng ma túy
Đã từng cai nghiện
Tần suất sử dụng ma túy (theo ngày, tuần, tháng)
Liều lượng ma túy mỗi lần sử dụng
Thông tin liên hệ của người sử dụng trái phép chất ma túy hoặc người đại diện
""".strip().splitlines()
"""Nghị định 163/2026/NĐ-CP, Phụ lục III, Mẫu số 05."""

WHOLE: dict[str, dict[str, Value]] = {
    "people": {
        "full_name": "Lò Văn Mẫu",
        "sex": "nam",
        "birth": "1990",
        "permanent_address": "Thôn Một",
        "current_address": "Thôn Một",
        "citizen_number": "999090000001",
        "nationality": "Việt Nam",
    },
    "drug_profiles": {
        "schooling": "thcs",
        "standing": "khong",
        "psychosis": 0,
        "started": "2023",
        "first_found": "2026-07",
        "drugs": "ats",
        "method": "hit",
        "times_in_rehab": "khong",
        "frequency": "Mỗi tuần một lần",
    },
}


def test_the_items_are_those_of_the_form_word_for_word_and_in_order() -> None:
    summary = load_summary()

    assert [item.label for item in summary.items] == LABELS
    assert [item.number for item in summary.items] == list(range(1, 26))
    assert not summary.verified


def test_the_choices_of_the_form_are_those_of_the_registers() -> None:
    profile = REGISTERS["drug_profiles"]

    assert list((profile["schooling"].choices or {}).values()) == [
        "Chưa đi học",
        "Tiểu học",
        "THCS",
        "THPT",
        "Đại học, trung cấp, cao đẳng",
        "Sau đại học",
    ]
    assert list((profile["standing"].choices or {}).values())[:4] == [
        "Có tiền án các tội về ma túy",
        "Bị xử lý vi phạm hành chính về ma túy",
        "Có tiền án về tội phạm khác",
        "Bị xử lý vi phạm hành chính khác",
    ]
    assert len(profile["drugs"].choices or {}) == 8
    assert len(profile["method"].choices or {}) == 5
    assert list((profile["times_in_rehab"].choices or {}).values())[1:] == [
        "1 lần",
        "2 lần",
        "3 lần",
        "Từ 4 lần trở lên",
    ]


def test_the_columns_of_every_register_stand_in_the_order_of_the_form() -> None:
    sources = [source for item in load_summary().items for source in item.answered_by + item.also]
    for register in ("people", "drug_profiles"):
        order = [field.name for field in REGISTERS[register].fields]
        wanted = [source.field for source in sources if source.register == register]
        places = [order.index(name) for name in dict.fromkeys(wanted)]
        assert places == sorted(places), register


def test_a_whole_file_lacks_nothing() -> None:
    books = {name: [row] for name, row in WHOLE.items()}

    assert load_summary().lacking(books) == ()


def test_no_and_none_are_answers_and_an_empty_field_is_not() -> None:
    books = {
        "people": [{**WHOLE["people"], "citizen_number": None}],
        "drug_profiles": [{**WHOLE["drug_profiles"], "psychosis": None}],
    }
    lacking = load_summary().lacking(books)

    assert [item.number for item in lacking] == [8, 17]


def test_one_of_several_papers_or_a_reason_answers_the_question_for_a_number() -> None:
    people = [{**WHOLE["people"], "citizen_number": None}]
    profile = [WHOLE["drug_profiles"]]
    old_card: dict[str, Value] = {"kind": "cmnd", "number": "123456789"}
    why = [{**people[0], "no_number_reason": "Chưa làm được giấy tờ"}]

    for books in (
        {"people": people, "drug_profiles": profile, "identity_docs": [{}, old_card]},
        {"people": why, "drug_profiles": profile},
    ):
        assert load_summary().lacking(books) == ()


def test_a_column_that_does_not_exist_is_named(tmp_path: Path) -> None:
    file = tmp_path / "summary.toml"
    file.write_text(
        'form=""\ntitle=""\nsource=""\nverified=false\n[[item]]\nlabel="A"\nfrom=["people.nope"]'
    )

    with pytest.raises(BadInput) as caught:
        load_summary(file)
    assert caught.value.values["entry"] == "1"
