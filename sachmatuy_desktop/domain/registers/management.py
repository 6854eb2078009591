"""Registers of what an office decides, checks and does for a person under management."""

from __future__ import annotations

from types import MappingProxyType

from sachmatuy_desktop.domain.registers.fields import Field, Kind, Sensitivity
from sachmatuy_desktop.domain.registers.register import Area, Register, Scope
from sachmatuy_desktop.domain.registers.shorthand import (
    by_program,
    choice,
    code,
    date,
    flag,
    hour,
    note,
    number,
    person_name,
    reference,
    text,
)
from sachmatuy_desktop.errors import N_

SENSITIVE = Sensitivity.SENSITIVE

DECISION_KINDS = MappingProxyType(
    {
        "quan_ly_sdtp": N_("Quyết định quản lý người sử dụng trái phép chất ma túy"),
        "tam_dinh_chi": N_("Quyết định tạm đình chỉ quản lý"),
        "dung": N_("Quyết định dừng quản lý"),
        "cham_dut": N_("Chấm dứt quản lý do hết thời hạn"),
        "cai_tu_nguyen": N_("Quyết định cai nghiện tự nguyện"),
        "cai_bat_buoc": N_("Quyết định đưa vào cơ sở cai nghiện bắt buộc"),
        "sau_cai": N_("Quyết định quản lý sau cai nghiện"),
        "ra_khoi_danh_sach": N_("Quyết định đưa ra khỏi danh sách"),
        "giao_quan_ly": N_("Quyết định giao quản lý trong thời gian lập hồ sơ"),
        "hoan_mien": N_("Quyết định hoãn, miễn, tạm đình chỉ chấp hành"),
        "xac_nhan": N_("Giấy xác nhận hoàn thành, chấp hành xong"),
        "phan_cong": N_("Quyết định phân công quản lý, hỗ trợ"),
        "van_ban": N_("Thông báo, biên bản, văn bản khác"),
        "giam_sat": N_("Quyết định áp dụng giám sát điện tử"),
        "giam_sat_tam_dung": N_("Quyết định tạm dừng giám sát điện tử"),
        "giam_sat_mien": N_("Quyết định miễn giám sát điện tử"),
        "giam_sat_cham_dut": N_("Quyết định chấm dứt giám sát điện tử"),
    }
)

TEST_KINDS = MappingProxyType(
    {
        "ban_dau": N_("Ban đầu"),
        "dinh_ky": N_("Định kỳ"),
        "dot_xuat": N_("Đột xuất"),
    }
)

TEST_GROUNDS = MappingProxyType(
    {
        "a": N_("Người bị phát hiện sử dụng trái phép chất ma túy"),
        "b-a": N_(
            "Tin báo, tố giác của cá nhân, cơ quan, tổ chức đã được cơ quan có thẩm quyền tiến hành"
            " xác minh, làm rõ"
        ),
        "b-b": N_("Thông tin, tài liệu trong các vụ vi phạm pháp luật"),
        "b-c": N_(
            "Người có biểu hiện mất năng lực nhận thức hoặc kiểm soát hành vi nghi do sử dụng ma"
            " túy"
        ),
        "b-d": N_(
            "Trên người, phương tiện, nơi ở của người đó có dấu vết của chất ma túy hoặc dụng cụ,"
            " phương tiện sử dụng trái phép chất ma túy"
        ),
        "b-dd": N_(
            "Người điều khiển phương tiện có biểu hiện sử dụng chất kích thích nghi là ma túy"
        ),
        "b-e": N_(
            "Người có mặt tại các địa điểm có hành vi tổ chức, chứa chấp hoặc sử dụng trái phép"
            " chất ma túy nhưng không có lý do chính đáng"
        ),
        "b-g": N_("Người tự khai báo hành vi sử dụng trái phép chất ma túy"),
        "b-h": N_("Người bị phát hiện quả tang sử dụng trái phép chất ma túy"),
        "b-i": N_("Những căn cứ khác theo quy định của pháp luật"),
        "c": N_("Đang trong thời hạn quản lý người sử dụng trái phép chất ma túy"),
        "d": N_("Người đang cai nghiện ma túy"),
        "dd": N_("Người đang điều trị nghiện bằng thuốc thay thế"),
        "e": N_("Người đang trong thời hạn quản lý sau cai nghiện ma túy"),
    }
)
"""Luật 120/2025 Điều 23 khoản 1 điểm a–e; those of điểm b as Nghị định 163/2026 Điều 56 khoản 1
lists them, word for word."""

SPECIMENS = MappingProxyType(
    {"nuoc_tieu": N_("Nước tiểu"), "mau": N_("Máu"), "khac": N_("Mẫu vật khác trên cơ thể")}
)
"""Nghị định 163/2026 Điều 56 khoản 4."""

TEST_RESULTS = MappingProxyType({"am_tinh": N_("Âm tính"), "duong_tinh": N_("Dương tính")})

TREATMENT_FORMS = MappingProxyType(
    {
        "tai_gia_dinh": N_("Cai nghiện tự nguyện tại gia đình, cộng đồng"),
        "co_so_tu_nguyen": N_("Cai nghiện tự nguyện tại cơ sở cai nghiện"),
        "co_so_cong_lap": N_("Cai nghiện tự nguyện tại cơ sở công lập, trường giáo dưỡng"),
        "bat_buoc": N_("Cai nghiện bắt buộc"),
        "thay_the": N_("Điều trị nghiện bằng thuốc thay thế"),
    }
)

TREATMENT_STATES = MappingProxyType(
    {
        "dang_lap_ho_so": N_("Đang lập hồ sơ"),
        "dang_thuc_hien": N_("Đang thực hiện"),
        "hoan_thanh": N_("Hoàn thành"),
        "bo": N_("Tự ý chấm dứt"),
        "xong_ho_so": N_("Đã lập xong hồ sơ"),
        "hoan": N_("Được hoãn chấp hành"),
        "mien": N_("Được miễn chấp hành"),
        "tam_dinh_chi": N_("Được tạm đình chỉ chấp hành"),
        "dung": N_("Dừng vì lý do khác"),
    }
)

SUPPORT_KINDS = MappingProxyType(
    {
        "tu_van": N_("Tư vấn"),
        "viec_lam": N_("Việc làm"),
        "day_nghe": N_("Dạy nghề"),
        "vay_von": N_("Vay vốn"),
        "kinh_phi": N_("Hỗ trợ kinh phí"),
        "y_te": N_("Y tế"),
        "giay_to": N_("Làm thủ tục cư trú, căn cước, giấy tờ"),
        "khac": N_("Hỗ trợ khác"),
    }
)

HELPER_ROLES = MappingProxyType(
    {
        "can_bo": N_("Cán bộ Công an được phân công quản lý"),
        "to_truong": N_("Tổ trưởng Tổ quản lý"),
        "to_pho": N_("Tổ phó Tổ quản lý"),
        "to_vien": N_("Tổ viên Tổ quản lý"),
        "giup_do": N_("Người được phân công giúp đỡ"),
        "tu_van_quan_ly": N_("Người tư vấn tâm lý, xã hội, quản lý, hỗ trợ"),
        "ho_tro_sau_cai": N_("Thành viên Tổ quản lý, hỗ trợ xã hội sau cai"),
    }
)
"""Nghị định 163/2026 Điều 59 khoản 2, 65 khoản 3, 130 khoản 1, 136 khoản 3."""

MOVE_DIRECTIONS = MappingProxyType({"di": N_("Chuyển đi"), "den": N_("Chuyển đến")})

FILE_STATES = MappingProxyType(
    {
        "chua_gui": N_("Chưa gửi hồ sơ"),
        "da_gui": N_("Đã gửi, chưa có biên nhận"),
        "da_nhan": N_("Nơi đến đã tiếp nhận"),
    }
)

DECISIONS = Register(
    name="decisions",
    title=N_("Quyết định quản lý"),
    one=N_("quyết định"),
    scope=Scope.PEOPLE,
    area=Area.PEOPLE,
    fields=(
        reference("person", N_("Người"), "people", required=True, sensitivity=SENSITIVE),
        choice("kind", N_("Loại quyết định"), DECISION_KINDS, required=True, sensitivity=SENSITIVE),
        text("number", N_("Số, ký hiệu"), required=True),
        date("signed_on", N_("Ngày ký"), required=True),
        person_name("signer", N_("Người ký")),
        text("signer_role", N_("Chức vụ người ký"), listed=False, sensitivity=Sensitivity.OPEN),
        date("term_from", N_("Thời hạn từ ngày"), sensitivity=SENSITIVE, group="term"),
        date("term_until", N_("Thời hạn đến ngày"), sensitivity=SENSITIVE, group="term"),
        text("form", N_("Mẫu"), listed=False, sensitivity=Sensitivity.OPEN),
        text("law", N_("Văn bản áp dụng"), listed=False, sensitivity=Sensitivity.OPEN),
        text("signed_at", N_("Giờ ký"), listed=False, hint=N_("giờ:phút")),
        code("transition", N_("Bước xử lý")),
        code("ground", N_("Điểm, khoản")),
        date("sent_on", N_("Ngày gửi quyết định"), listed=False, sensitivity=SENSITIVE),
        text("replaced_by", N_("Thay thế bởi quyết định"), listed=False, sensitivity=SENSITIVE),
    ),
    naming=("kind", "number"),
    sort=("-signed_on",),
    search=("number",),
    parent="person",
    source="NĐ 163/2026 PL III mẫu 04, 07–09; PL V mẫu 22, 53, 57",
)

TESTS = Register(
    name="tests",
    title=N_("Xét nghiệm"),
    one=N_("xét nghiệm"),
    scope=Scope.PEOPLE,
    area=Area.PEOPLE,
    fields=(
        reference("person", N_("Người"), "people", required=True, sensitivity=SENSITIVE),
        choice("kind", N_("Loại"), TEST_KINDS, sensitivity=SENSITIVE),
        choice(
            "ground", N_("Căn cứ xét nghiệm"), TEST_GROUNDS, listed=False, sensitivity=SENSITIVE
        ),
        date("planned_on", N_("Dự kiến ngày"), sensitivity=SENSITIVE),
        date("taken_on", N_("Ngày xét nghiệm"), sensitivity=SENSITIVE, group="result"),
        hour("taken_at", N_("Giờ có kết quả"), sensitivity=SENSITIVE, group="result"),
        choice("result", N_("Kết quả"), TEST_RESULTS, sensitivity=SENSITIVE, group="result"),
        text("substances", N_("Chất phát hiện"), sensitivity=SENSITIVE, group="result"),
        flag("prescribed", N_("Do thuốc được kê đơn"), sensitivity=SENSITIVE, listed=False),
        text("place", N_("Nơi xét nghiệm"), listed=False, sensitivity=SENSITIVE),
        person_name("sampler", N_("Người tiến hành xét nghiệm"), listed=False),
        text("body", N_("Cơ quan xét nghiệm"), listed=False, sensitivity=Sensitivity.OPEN),
        choice("specimen", N_("Mẫu xét nghiệm"), SPECIMENS, listed=False, sensitivity=SENSITIVE),
        text("method", N_("Biện pháp xét nghiệm"), listed=False, sensitivity=SENSITIVE),
        person_name("witness", N_("Người chứng kiến (người dưới 18 tuổi)"), listed=False),
        text("sheet_number", N_("Số phiếu"), sensitivity=SENSITIVE),
        date("received_on", N_("Ngày nhận kết quả"), listed=False, sensitivity=SENSITIVE),
        hour("received_at", N_("Giờ nhận kết quả"), sensitivity=SENSITIVE),
        text("sent_to", N_("Đã gửi kết quả đến"), listed=False, sensitivity=SENSITIVE),
        date("sent_on", N_("Ngày gửi kết quả"), listed=False, sensitivity=SENSITIVE),
    ),
    naming=("taken_on", "planned_on"),
    sort=("-taken_on",),
    search=("sheet_number",),
    parent="person",
    source="Luật 120/2025 Điều 23; NĐ 163/2026 Điều 56, PL III mẫu 01",
)

TREATMENTS = Register(
    name="treatments",
    title=N_("Cai nghiện, điều trị"),
    one=N_("đợt cai nghiện, điều trị"),
    scope=Scope.PEOPLE,
    area=Area.PEOPLE,
    fields=(
        reference("person", N_("Người"), "people", required=True, sensitivity=SENSITIVE),
        choice("form", N_("Hình thức"), TREATMENT_FORMS, required=True, sensitivity=SENSITIVE),
        choice(
            "state",
            N_("Tình trạng"),
            TREATMENT_STATES,
            required=True,
            sensitivity=SENSITIVE,
            group="state",
        ),
        date("from_date", N_("Từ ngày"), required=True, sensitivity=SENSITIVE),
        date("until_date", N_("Đến ngày"), sensitivity=SENSITIVE, group="state"),
        text("facility", N_("Cơ sở"), sensitivity=SENSITIVE),
        flag("compliant", N_("Chấp hành tốt nội quy"), sensitivity=SENSITIVE, listed=False),
        date(
            "other_drug_on",
            N_("Ngày dương tính với chất ma túy khác"),
            sensitivity=SENSITIVE,
            listed=False,
        ),
        text("paper_number", N_("Số hồ sơ, giấy xác nhận"), sensitivity=SENSITIVE),
        number("nth", N_("Cai nghiện lần thứ"), listed=False, sensitivity=SENSITIVE),
        text("nth_reason", N_("Căn cứ xác định lần cai"), listed=False, sensitivity=SENSITIVE),
        number("months", N_("Thời hạn (tháng)"), listed=False, sensitivity=SENSITIVE),
        number(
            "deducted_days",
            N_("Số ngày quản lý được trừ"),
            listed=False,
            sensitivity=SENSITIVE,
        ),
        date("decided_on", N_("Ngày có quyết định"), listed=False, sensitivity=SENSITIVE),
        flag(
            "minor",
            N_("Quyết định khi từ đủ 12 đến dưới 18 tuổi"),
            listed=False,
            sensitivity=SENSITIVE,
        ),
        code("began_by", N_("Bước bắt đầu")),
        code("ended_by", N_("Bước kết thúc"), group="state"),
    ),
    naming=("form", "from_date"),
    sort=("-from_date",),
    parent="person",
    source="domain 2.1.3; 003 II.2.2",
)

SUPPORTS = Register(
    name="supports",
    title=N_("Hỗ trợ, việc làm"),
    one=N_("hỗ trợ"),
    scope=Scope.PEOPLE,
    area=Area.PEOPLE,
    fields=(
        reference("person", N_("Người"), "people", required=True, sensitivity=SENSITIVE),
        choice("kind", N_("Loại hỗ trợ"), SUPPORT_KINDS, required=True),
        date("given_on", N_("Ngày"), required=True),
        text("giver", N_("Đơn vị hỗ trợ"), sensitivity=Sensitivity.OPEN),
        text("content", N_("Nghề, việc làm, nội dung"), sensitivity=SENSITIVE),
        number("amount", N_("Số tiền (đồng)"), listed=False, sensitivity=SENSITIVE),
        text("result", N_("Kết quả"), sensitivity=SENSITIVE),
        number("income", N_("Thu nhập mỗi tháng (đồng)"), listed=False, sensitivity=SENSITIVE),
        flag(
            "self_supporting",
            N_("Có thu nhập tự nuôi sống bản thân"),
            sensitivity=SENSITIVE,
            listed=False,
        ),
        note("remark", N_("Ghi chú"), SENSITIVE),
    ),
    naming=("kind", "given_on"),
    sort=("-given_on",),
    parent="person",
    source="domain 9(e).17; NĐ 163/2026 Điều 136 khoản 2, Điều 137",
)

VISITS = Register(
    name="visits",
    title=N_("Kiểm tra cư trú"),
    one=N_("lần kiểm tra"),
    scope=Scope.PEOPLE,
    area=Area.PEOPLE,
    fields=(
        reference("person", N_("Người"), "people", required=True, sensitivity=SENSITIVE),
        date("visited_on", N_("Ngày kiểm tra"), required=True),
        person_name("visitor", N_("Người kiểm tra")),
        flag("found", N_("Có mặt"), sensitivity=SENSITIVE),
        note("remark", N_("Ghi chú"), SENSITIVE),
    ),
    naming=("visited_on",),
    sort=("-visited_on",),
    parent="person",
    source="NĐ 163/2026 Điều 61 khoản 1 điểm a",
)

ASSIGNMENTS = Register(
    name="assignments",
    title=N_("Người được phân công"),
    one=N_("người được phân công"),
    scope=Scope.PEOPLE,
    area=Area.PEOPLE,
    fields=(
        reference(
            "person", N_("Người được quản lý"), "people", required=True, sensitivity=SENSITIVE
        ),
        person_name("helper", N_("Họ và tên người được phân công"), required=True),
        choice(
            "role", N_("Nhiệm vụ"), HELPER_ROLES, required=True, sensitivity=Sensitivity.PERSONAL
        ),
        text("organisation", N_("Tổ chức, đại diện cho")),
        Field("phone", N_("Số điện thoại"), Kind.PHONE, listed=False),
        date("from_date", N_("Từ ngày"), required=True, sensitivity=Sensitivity.PERSONAL),
        date("until_date", N_("Đến ngày"), sensitivity=Sensitivity.PERSONAL),
        text("decision_number", N_("Số quyết định")),
        date("decided_on", N_("Ngày quyết định"), listed=False, sensitivity=Sensitivity.PERSONAL),
    ),
    naming=("helper", "role"),
    sort=("-from_date",),
    search=("helper",),
    parent="person",
    source="NĐ 163/2026 Điều 59 khoản 2, 65, 130 khoản 1, 136 khoản 3; PL III-04, PL V-55, 59, 60",
)

TRANSFERS = Register(
    name="transfers",
    title=N_("Chuyển nơi cư trú"),
    one=N_("lần chuyển"),
    scope=Scope.PEOPLE,
    area=Area.PEOPLE,
    fields=(
        reference("person", N_("Người"), "people", required=True, sensitivity=SENSITIVE),
        choice("direction", N_("Chiều"), MOVE_DIRECTIONS, default="di"),
        date("moved_on", N_("Ngày chuyển"), required=True, group="moved"),
        hour("moved_hour", N_("Giờ chuyển"), group="moved"),
        text("destination", N_("Nơi đến")),
        choice("state", N_("Hồ sơ"), FILE_STATES, group="state"),
        text("origin", N_("Nơi đi"), listed=False),
        text("notice_number", N_("Số thông báo chuyển hồ sơ")),
        date("notified_on", N_("Ngày thông báo")),
        date("sent_on", N_("Ngày xuất tệp hồ sơ"), listed=False, group="state"),
        date("received_on", N_("Ngày nơi đến tiếp nhận"), listed=False, group="state"),
        date("term_until", N_("Thời hạn còn lại đến ngày"), listed=False, sensitivity=SENSITIVE),
        by_program(text("other_unit", N_("Mã đơn vị bên kia"), listed=False)),
        by_program(text("other_move", N_("Mã lần chuyển ở nơi đi"), listed=False)),
    ),
    naming=("direction", "moved_on"),
    sort=("-moved_on",),
    search=("notice_number",),
    parent="person",
    source="Luật 120/2025/QH15 Điều 27 khoản 2, Điều 48 khoản 2; NĐ 163/2026 PL III mẫu 06",
)
