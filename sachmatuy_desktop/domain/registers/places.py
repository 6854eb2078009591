"""Registers of the place: villages, their sub-units, population, households.

Sources: domain tables of the five plans; khu phố and Tổ ANXH from the plan of Lang Chánh, thôn and
hộ from those of Ia H'Drai and Hoằng Phong.
"""

from __future__ import annotations

from types import MappingProxyType

from sachmatuy_desktop.domain.registers.fields import Field, Kind, Sensitivity
from sachmatuy_desktop.domain.registers.register import Area, Register, Scope
from sachmatuy_desktop.domain.registers.rules import Agrees, NotAbove
from sachmatuy_desktop.domain.registers.shorthand import (
    choice,
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

VILLAGE_KINDS = MappingProxyType(
    {
        "thon": N_("Thôn"),
        "lang": N_("Làng"),
        "ban": N_("Bản"),
        "khu_pho": N_("Khu phố"),
        "to_dan_pho": N_("Tổ dân phố"),
    }
)

SUBUNIT_KINDS = MappingProxyType(
    {
        "to_anxh": N_("Tổ an ninh xã hội"),
        "cum_dan_cu": N_("Cụm dân cư"),
        "to_bao_ve": N_("Tổ bảo vệ khu phố"),
    }
)

RESIDENCE = MappingProxyType(
    {
        "thuong_tru": N_("Thường trú"),
        "tam_tru": N_("Tạm trú"),
    }
)

HOUSEHOLD_STATES = MappingProxyType(
    {
        "dang_cu_tru": N_("Đang cư trú"),
        "vang_ca_ho": N_("Vắng cả hộ"),
        "da_chuyen_di": N_("Đã chuyển đi"),
    }
)

VILLAGES = Register(
    name="villages",
    title=N_("Thôn, khu phố"),
    one=N_("thôn, khu phố"),
    scope=Scope.PROGRAMME,
    area=Area.REGISTERS,
    fields=(
        text("name", N_("Tên"), required=True, sensitivity=Sensitivity.OPEN),
        choice("kind", N_("Loại"), VILLAGE_KINDS, required=True, default="thon"),
        person_name("head", N_("Trưởng thôn, khu phố")),
        Field("phone", N_("Điện thoại"), Kind.PHONE),
        flag("priority", N_("Ưu tiên"), default=0),
        date("from_date", N_("Có từ ngày"), listed=False),
        date("until_date", N_("Đến ngày"), listed=False),
        text(
            "former_unit",
            N_("Địa danh cũ"),
            listed=False,
            sensitivity=Sensitivity.OPEN,
            hint=N_("Xã, phường, thị trấn trước khi sắp xếp"),
        ),
    ),
    naming=("name",),
    sort=("name",),
    search=("name", "head", "former_unit"),
    first=N_("Mỗi thôn, làng, khu phố một dòng; các sổ khác chọn thôn từ đây."),
    source="domain 9(e).12",
)

SUBUNITS = Register(
    name="subunits",
    title=N_("Tổ an ninh xã hội, cụm dân cư"),
    one=N_("tổ"),
    scope=Scope.PROGRAMME,
    area=Area.REGISTERS,
    fields=(
        reference("village", N_("Thôn, khu phố"), "villages", required=True),
        text("name", N_("Tên"), required=True, sensitivity=Sensitivity.OPEN),
        choice("kind", N_("Loại"), SUBUNIT_KINDS, required=True, default="to_anxh"),
        person_name("head", N_("Tổ trưởng")),
        Field("phone", N_("Điện thoại"), Kind.PHONE),
    ),
    naming=("name",),
    sort=("village", "name"),
    search=("name", "head"),
    first=N_("Mỗi Tổ an ninh xã hội, cụm dân cư một dòng, gắn với khu phố."),
    source="004 II, III.6",
)

POPULATIONS = Register(
    name="populations",
    title=N_("Nhân khẩu, hộ theo kỳ"),
    one=N_("số liệu nhân khẩu"),
    scope=Scope.PROGRAMME,
    area=Area.REGISTERS,
    fields=(
        reference("village", N_("Thôn, khu phố"), "villages", sensitivity=Sensitivity.OPEN),
        date("as_of", N_("Tính đến ngày"), required=True),
        number("households", N_("Số hộ"), required=True, added_up=False),
        number("people", N_("Số nhân khẩu đang cư trú"), required=True, added_up=False),
        number("registered", N_("Số nhân khẩu đăng ký thường trú, tạm trú"), added_up=False),
        text("basis", N_("Nguồn số liệu"), required=True, sensitivity=Sensitivity.OPEN),
        text("signer", N_("Người xác nhận"), sensitivity=Sensitivity.OPEN),
    ),
    naming=("as_of",),
    sort=("-as_of", "village"),
    search=("basis", "signer"),
    first=N_("Ghi số hộ, số nhân khẩu từng thôn mỗi kỳ, kèm nguồn số liệu."),
    source="domain 9(e).20",
    rules=(NotAbove("households", "people"),),
)

HOUSEHOLDS = Register(
    name="households",
    title=N_("Hộ gia đình"),
    one=N_("hộ"),
    scope=Scope.HOUSEHOLDS,
    area=Area.HOUSEHOLDS,
    fields=(
        text("number", N_("Số hộ"), hint=N_("Số thứ tự trong sổ của thôn")),
        person_name("head", N_("Chủ hộ / đại diện hộ"), required=True),
        reference("village", N_("Thôn, khu phố"), "villages", required=True),
        reference("subunit", N_("Tổ"), "subunits", listed=False),
        text("address", N_("Địa chỉ")),
        Field(
            "citizen_number", N_("Số định danh của đại diện hộ"), Kind.CITIZEN_NUMBER, listed=False
        ),
        Field("phone", N_("Điện thoại"), Kind.PHONE),
        choice("residence", N_("Cư trú"), RESIDENCE, default="thuong_tru"),
        choice(
            "state",
            N_("Tình trạng"),
            HOUSEHOLD_STATES,
            required=True,
            group="state",
            default="dang_cu_tru",
        ),
        date("state_from", N_("Từ ngày"), listed=False, group="state"),
        text("state_reason", N_("Lý do"), listed=False, group="state"),
        flag("has_hotline_numbers", N_("Có số điện thoại lực lượng chức năng"), listed=False),
        note("remark", N_("Ghi chú")),
        merged_into("households"),
    ),
    naming=("head", "number"),
    sort=("head",),
    search=("head", "number", "address", "citizen_number", "phone"),
    source="domain 9(e).11; 001 III.2",
    rules=(Agrees("village", "subunit.village", N_("thôn, khu phố của tổ")),),
    headings=MappingProxyType(
        {
            "number": N_("Hộ"),
            "citizen_number": N_("Đại diện hộ"),
            "residence": N_("Cư trú"),
        }
    ),
)
