"""Registers of persons: residents, their papers, and the lists some of them stand on.

The columns of `PEOPLE`, of `IDENTITY_DOCS` and of `profiles.PROFILES` together are the 25 items of
form 05 (Nghị định 163/2026, Phụ lục III), under its labels and in its order; `domain.profile` names
them one by one.  What is sensitive stands apart from what every resident has, so that an account
may see one without the other.
"""

from __future__ import annotations

from types import MappingProxyType

from sachmatuy_desktop.domain.registers.fields import Field, Kind, Sensitivity
from sachmatuy_desktop.domain.registers.register import Area, Register, Scope
from sachmatuy_desktop.domain.registers.shorthand import (
    choice,
    code,
    date,
    flag,
    merged_into,
    note,
    number,
    person_name,
    reference,
    text,
)
from sachmatuy_desktop.errors import N_

SEXES = MappingProxyType({"nam": N_("Nam"), "nu": N_("Nữ")})

CATEGORIES = MappingProxyType(
    {
        "nghi_sdtp": N_("Người có căn cứ nghi sử dụng trái phép chất ma túy"),
        "sdtp": N_("Người sử dụng trái phép chất ma túy"),
        "nghi_nghien": N_("Người nghi nghiện ma túy"),
        "nghien": N_("Người nghiện ma túy"),
        "sau_cai": N_("Người bị quản lý sau cai nghiện ma túy"),
        "loan_than": N_("Người có biểu hiện loạn thần “ngáo đá”"),
        "nguy_co_cao": N_("Người có nguy cơ cao"),
        "xong_an": N_("Người chấp hành xong án phạt tù về ma túy"),
    }
)

PRESENCE_STATES = MappingProxyType(
    {
        "co_mat": N_("Có mặt tại địa bàn"),
        "vang_mat": N_("Vắng mặt"),
        "co_so_cai_nghien": N_("Ở cơ sở cai nghiện"),
        "tam_giu_tam_giam": N_("Đang bị tạm giữ, tạm giam"),
        "trai_giam": N_("Đang chấp hành án phạt tù"),
        "chuyen_di": N_("Đã chuyển đi nơi khác"),
        "khong_ro": N_("Không rõ nơi ở"),
    }
)

DOCUMENT_KINDS = MappingProxyType(
    {
        "can_cuoc": N_("Thẻ căn cước"),
        "cccd": N_("Căn cước công dân"),
        "cmnd": N_("Chứng minh nhân dân"),
        "ho_chieu": N_("Hộ chiếu"),
        "khac": N_("Giấy tờ khác"),
    }
)

PEOPLE = Register(
    name="people",
    title=N_("Nhân khẩu"),
    one=N_("người"),
    scope=Scope.PEOPLE,
    area=Area.PEOPLE,
    fields=(
        person_name("full_name", N_("Họ và tên"), required=True),
        text("other_names", N_("Tên gọi khác"), listed=False),
        choice("sex", N_("Giới tính"), SEXES, sensitivity=Sensitivity.PERSONAL),
        Field("birth", N_("Ngày sinh"), Kind.PARTIAL_DATE),
        reference("household", N_("Hộ"), "households", listed=False),
        reference("village", N_("Thôn, khu phố"), "villages"),
        text("relation", N_("Quan hệ với chủ hộ"), listed=False),
        text("birth_place", N_("Nơi sinh"), listed=False),
        text("native_place", N_("Quê quán"), listed=False),
        text("permanent_address", N_("Nơi thường trú"), listed=False),
        text("temporary_address", N_("Nơi tạm trú"), listed=False),
        text("current_address", N_("Nơi ở hiện tại")),
        Field("citizen_number", N_("Số định danh cá nhân"), Kind.CITIZEN_NUMBER),
        text(
            "no_number_reason",
            N_("Lý do chưa có số định danh"),
            listed=False,
            hint=N_("Không có số định danh thì phải ghi lý do"),
        ),
        text("ethnicity", N_("Dân tộc"), listed=False, sensitivity=Sensitivity.SENSITIVE),
        text("religion", N_("Tôn giáo"), listed=False, sensitivity=Sensitivity.SENSITIVE),
        text("education", N_("Trình độ học vấn"), listed=False),
        text("nationality", N_("Quốc tịch"), listed=False),
        person_name("father", N_("Họ tên cha"), listed=False),
        person_name("mother", N_("Họ tên mẹ"), listed=False),
        person_name("spouse", N_("Họ tên vợ (chồng)"), listed=False),
        text("occupation", N_("Nghề nghiệp"), listed=False),
        text("workplace", N_("Nơi làm việc/học tập"), listed=False),
        Field("phone", N_("Số điện thoại"), Kind.PHONE, listed=False),
        text(
            "sort_as",
            N_("Sắp xếp theo"),
            listed=False,
            hint=N_("Chỉ điền khi tên không xếp đúng chỗ"),
        ),
        note("remark", N_("Ghi chú")),
        merged_into("people"),
    ),
    naming=("full_name", "birth"),
    sort=("full_name",),
    search=("full_name", "other_names", "citizen_number", "phone", "current_address"),
    source="NĐ 163/2026 PL III mẫu 05",
)

IDENTITY_DOCS = Register(
    name="identity_docs",
    title=N_("Giấy tờ tùy thân"),
    one=N_("giấy tờ"),
    scope=Scope.PEOPLE,
    area=Area.PEOPLE,
    fields=(
        reference("person", N_("Người"), "people", required=True),
        choice("kind", N_("Loại giấy tờ"), DOCUMENT_KINDS, required=True),
        text("number", N_("Số"), required=True),
        text("issued_by", N_("Nơi cấp")),
        date("issued_on", N_("Ngày cấp"), sensitivity=Sensitivity.PERSONAL),
    ),
    naming=("kind", "number"),
    sort=("-issued_on",),
    search=("number",),
    parent="person",
    source="NĐ 163/2026 PL III mẫu 05 mục 8",
)


def _steps_of_the_law() -> tuple[Field, ...]:
    """Which steps of the law began and ended an episode; filled in by `services.cases`.

    `carried_until` and `left_on` come with the file of who moved in: the last day of the term at
    the old commune and the day of leaving (Nghị định 163/2026/NĐ-CP, Điều 60 khoản 1).  `owed_days`
    is the rest of a term that prison broke off (Luật 120/2025/QH15, Điều 47 khoản 1).
    """
    return (
        code("state", N_("Tình trạng pháp lý")),
        text("from_time", N_("Giờ bắt đầu"), listed=False, hint=N_("giờ:phút")),
        text("until_time", N_("Giờ kết thúc"), listed=False, hint=N_("giờ:phút"), group="end"),
        code("began_by", N_("Bước bắt đầu")),
        code("ground", N_("Điểm, khoản")),
        code("ended_by", N_("Bước kết thúc"), group="end"),
        code("end_ground", N_("Điểm, khoản kết thúc"), group="end"),
        date(
            "carried_until",
            N_("Thời hạn nơi chuyển đi đến ngày"),
            listed=False,
            sensitivity=Sensitivity.SENSITIVE,
        ),
        date(
            "left_on",
            N_("Ngày rời nơi cư trú cũ"),
            listed=False,
            sensitivity=Sensitivity.SENSITIVE,
        ),
        number(
            "owed_days",
            N_("Số ngày còn phải chấp hành"),
            listed=False,
            sensitivity=Sensitivity.SENSITIVE,
        ),
    )


EPISODES = Register(
    name="episodes",
    title=N_("Diện quản lý"),
    one=N_("diện quản lý"),
    scope=Scope.PEOPLE,
    area=Area.PEOPLE,
    fields=(
        reference(
            "person", N_("Người"), "people", required=True, sensitivity=Sensitivity.SENSITIVE
        ),
        choice(
            "category", N_("Diện"), CATEGORIES, required=True, sensitivity=Sensitivity.SENSITIVE
        ),
        date("from_date", N_("Từ ngày"), required=True, sensitivity=Sensitivity.SENSITIVE),
        date("until_date", N_("Đến ngày"), sensitivity=Sensitivity.SENSITIVE, group="end"),
        text("reason", N_("Căn cứ"), sensitivity=Sensitivity.SENSITIVE),
        text("end_reason", N_("Căn cứ kết thúc"), sensitivity=Sensitivity.SENSITIVE, group="end"),
        text("file_number", N_("Số hồ sơ quản lý"), sensitivity=Sensitivity.SENSITIVE),
        date("file_date", N_("Ngày lập hồ sơ"), sensitivity=Sensitivity.SENSITIVE, listed=False),
        text("law", N_("Văn bản áp dụng"), sensitivity=Sensitivity.OPEN, listed=False),
        *_steps_of_the_law(),
        flag(
            "arrived", N_("Chuyển đến từ nơi khác"), listed=False, sensitivity=Sensitivity.SENSITIVE
        ),
        flag(
            "in_community", N_("Ngoài cộng đồng"), listed=False, sensitivity=Sensitivity.SENSITIVE
        ),
    ),
    naming=("category", "from_date"),
    sort=("-from_date",),
    parent="person",
    source="domain 1.1, 1.3",
)

PRESENCES = Register(
    name="presences",
    title=N_("Có mặt, vắng mặt"),
    one=N_("tình trạng có mặt"),
    scope=Scope.PEOPLE,
    area=Area.PEOPLE,
    fields=(
        reference("person", N_("Người"), "people", required=True),
        choice(
            "state",
            N_("Tình trạng"),
            PRESENCE_STATES,
            required=True,
            sensitivity=Sensitivity.SENSITIVE,
        ),
        date("from_date", N_("Từ ngày"), required=True, sensitivity=Sensitivity.SENSITIVE),
        date("until_date", N_("Đến ngày"), sensitivity=Sensitivity.SENSITIVE),
        text("place", N_("Nơi ở, cơ sở"), sensitivity=Sensitivity.SENSITIVE),
        flag(
            "reported",
            N_("Có báo cáo Công an cấp xã"),
            listed=False,
            sensitivity=Sensitivity.SENSITIVE,
        ),
        text(
            "established_by",
            N_("Người xác lập không xác định được nơi đến"),
            listed=False,
            sensitivity=Sensitivity.SENSITIVE,
        ),
        date(
            "expected_until",
            N_("Tạm giữ, tạm giam đến ngày"),
            listed=False,
            sensitivity=Sensitivity.SENSITIVE,
        ),
        text(
            "paper",
            N_("Số quyết định tạm giữ, tạm giam, bản án"),
            listed=False,
            sensitivity=Sensitivity.SENSITIVE,
        ),
    ),
    naming=("state", "from_date"),
    sort=("-from_date",),
    parent="person",
    source="NĐ 163/2026 Điều 60, 61",
)
