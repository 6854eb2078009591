"""What the police write down about a person under management, beyond what every resident has.

`PROFILES` holds the items of form 05 (Nghị định 163/2026, Phụ lục III) that no other register asks
for, word for word and in its order; `GUARDIANS` who speaks for a minor.
"""

from __future__ import annotations

from types import MappingProxyType

from sachmatuy_desktop.domain.registers.fields import Field, Kind, Sensitivity
from sachmatuy_desktop.domain.registers.register import Area, Register, Scope
from sachmatuy_desktop.domain.registers.shorthand import (
    choice,
    date,
    flag,
    note,
    person_name,
    reference,
    several,
    text,
)
from sachmatuy_desktop.errors import N_

SENSITIVE = Sensitivity.SENSITIVE
PERSONAL = Sensitivity.PERSONAL

SCHOOLING = MappingProxyType(
    {
        "chua_di_hoc": N_("Chưa đi học"),
        "tieu_hoc": N_("Tiểu học"),
        "thcs": N_("THCS"),
        "thpt": N_("THPT"),
        "dh_tc_cd": N_("Đại học, trung cấp, cao đẳng"),
        "sau_dai_hoc": N_("Sau đại học"),
    }
)

STANDINGS = MappingProxyType(
    {
        "tien_an_ma_tuy": N_("Có tiền án các tội về ma túy"),
        "xlvphc_ma_tuy": N_("Bị xử lý vi phạm hành chính về ma túy"),
        "tien_an_khac": N_("Có tiền án về tội phạm khác"),
        "xlvphc_khac": N_("Bị xử lý vi phạm hành chính khác"),
        "khong": N_("Không có tiền án, chưa bị xử lý"),
    }
)
"""The four boxes of item 16, and the word for none of them: an item left empty is not known."""

DRUGS = MappingProxyType(
    {
        "thuoc_phien": N_("Thuốc phiện"),
        "cocain": N_("Cocain"),
        "can_sa": N_("Cần sa"),
        "heroine": N_("Heroine"),
        "ketamine": N_("Ketamine"),
        "ats": N_("Amphetamine/Methamphetamine"),
        "khac": N_("Ma túy khác"),
        "nhieu_loai": N_("Sử dụng nhiều loại ma túy"),
    }
)

METHODS = MappingProxyType(
    {
        "tiem_chich": N_("Tiêm chích"),
        "hit": N_("Hít"),
        "uong": N_("Uống"),
        "khac": N_("Khác"),
        "nhieu_hinh_thuc": N_("Sử dụng nhiều hình thức"),
    }
)

REHAB_TIMES = MappingProxyType(
    {
        "khong": N_("Không"),
        "1": N_("1 lần"),
        "2": N_("2 lần"),
        "3": N_("3 lần"),
        "4": N_("Từ 4 lần trở lên"),
    }
)

GUARDIAN_RELATIONS = MappingProxyType(
    {
        "cha": N_("Cha"),
        "me": N_("Mẹ"),
        "giam_ho": N_("Người giám hộ"),
        "dai_dien": N_("Người đại diện hợp pháp"),
    }
)


def _paper_of(kin: str, number: str, issued_by: str, issued_on: str) -> tuple[Field, ...]:
    """Number, place and day of the identity paper of one parent (items 13, 14)."""
    return (
        text(f"{kin}_number", number, listed=False),
        text(f"{kin}_issued_by", issued_by, listed=False),
        date(f"{kin}_issued_on", issued_on, listed=False, sensitivity=PERSONAL),
    )


PROFILES = Register(
    name="drug_profiles",
    title=N_("Tóm tắt lý lịch"),
    one=N_("bản tóm tắt lý lịch"),
    scope=Scope.PEOPLE,
    area=Area.PEOPLE,
    fields=(
        reference("person", N_("Người"), "people", required=True, sensitivity=SENSITIVE),
        choice("schooling", N_("Trình độ văn hóa"), SCHOOLING, listed=False, sensitivity=PERSONAL),
        *_paper_of(
            "father",
            N_("Số CMND/CCCD/CC/Hộ chiếu của cha"),
            N_("Giấy tờ của cha: nơi cấp"),
            N_("Giấy tờ của cha: ngày cấp"),
        ),
        *_paper_of(
            "mother",
            N_("Số CMND/CCCD/CC/Hộ chiếu của mẹ"),
            N_("Giấy tờ của mẹ: nơi cấp"),
            N_("Giấy tờ của mẹ: ngày cấp"),
        ),
        several("standing", N_("Nhân thân"), STANDINGS, listed=False, sensitivity=SENSITIVE),
        note(
            "sanctions",
            N_(
                "Các quyết định xử phạt, áp dụng biện pháp xử lý hành chính do sử dụng trái phép"
                " chất ma túy, nghiện ma túy"
            ),
            SENSITIVE,
            hint=N_(
                "Mỗi lần một dòng: số, ngày, tháng, cơ quan ban hành Quyết định, hình thức xử phạt,"
                " biện pháp xử lý hành chính"
            ),
        ),
        flag(
            "psychosis",
            N_("Có biểu hiện loạn thần (ngáo đá)"),
            listed=False,
            sensitivity=SENSITIVE,
        ),
        Field(
            "started",
            N_("Thời điểm khai nhận bắt đầu sử dụng trái phép chất ma túy"),
            Kind.PARTIAL_DATE,
            sensitivity=SENSITIVE,
            listed=False,
        ),
        Field(
            "first_found",
            N_("Thời điểm bị phát hiện sử dụng trái phép chất ma túy lần đầu tiên"),
            Kind.PARTIAL_DATE,
            sensitivity=SENSITIVE,
        ),
        several("drugs", N_("Loại ma túy sử dụng"), DRUGS, sensitivity=SENSITIVE),
        several("method", N_("Hình thức sử dụng ma túy"), METHODS, sensitivity=SENSITIVE),
        choice("times_in_rehab", N_("Đã từng cai nghiện"), REHAB_TIMES, sensitivity=SENSITIVE),
        note(
            "rehab_details",
            N_("Các lần cai nghiện"),
            SENSITIVE,
            hint=N_(
                "Ghi rõ địa điểm, hình thức, thời gian mỗi lần cai nghiện; số, ngày tháng, cơ quan"
                " ban hành Quyết định trong trường hợp cai nghiện bắt buộc"
            ),
        ),
        text("frequency", N_("Tần suất sử dụng ma túy"), sensitivity=SENSITIVE, listed=False),
        text("dose", N_("Liều lượng ma túy mỗi lần sử dụng"), sensitivity=SENSITIVE, listed=False),
        text("social_account", N_("Tài khoản mạng xã hội (nếu có)"), listed=False),
    ),
    naming=("first_found",),
    sort=("-first_found",),
    parent="person",
    source="NĐ 163/2026 PL III mẫu 05",
)

GUARDIANS = Register(
    name="guardians",
    title=N_("Cha, mẹ, người giám hộ, người đại diện"),
    one=N_("người đại diện"),
    scope=Scope.PEOPLE,
    area=Area.PEOPLE,
    fields=(
        reference("person", N_("Người được đại diện"), "people", required=True),
        person_name("name", N_("Họ và tên"), required=True),
        choice("relation", N_("Là"), GUARDIAN_RELATIONS, required=True, sensitivity=PERSONAL),
        Field("birth", N_("Ngày sinh"), Kind.PARTIAL_DATE, listed=False),
        text("number", N_("Số CMND/CCCD/CC/Hộ chiếu"), listed=False),
        text("issued_by", N_("Nơi cấp"), listed=False),
        date("issued_on", N_("Ngày cấp"), listed=False, sensitivity=PERSONAL),
        text("address", N_("Nơi ở hiện tại")),
        Field("phone", N_("Số điện thoại"), Kind.PHONE),
        text("social_account", N_("Tài khoản mạng xã hội (nếu có)"), listed=False),
        text("document", N_("Giấy tờ về việc đại diện"), listed=False),
        date("from_date", N_("Từ ngày"), listed=False, sensitivity=PERSONAL),
        date("until_date", N_("Đến ngày"), listed=False, sensitivity=PERSONAL),
    ),
    naming=("name", "relation"),
    sort=("name",),
    parent="person",
    source="Luật 120/2025 Điều 31 khoản 4, khoản 6; NĐ 163/2026 Điều 56 khoản 6",
)
