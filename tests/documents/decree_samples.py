"""What fills any form of a decree: nothing, a usual life, or names and answers out of all measure.

No real person stands here.
"""

from __future__ import annotations

from sachmatuy_desktop.domain.forms import BlockSpec, FieldKind, FieldSpec, FormDefinition, Value

USUAL = {
    "ho_ten": "Lò Văn Mẫu",
    "ten_goi_khac": "Mẫu Đen",
    "gioi_tinh": "nam",
    "ngay_sinh": "1998-03-07",
    "so_dinh_danh": "062098000001",
    "noi_thuong_tru_tam_tru": "Thôn 3, xã Ia Mẫu, tỉnh Gia Mẫu",
    "noi_o_hien_tai": "Thôn 3, xã Ia Mẫu, tỉnh Gia Mẫu",
    "noi_cap": "Cục Cảnh sát quản lý hành chính về trật tự xã hội",
    "dan_toc": "Kinh",
    "co_quan_chu_quan": "Công an tỉnh Gia Mẫu",
    "co_quan_ban_hanh": "Công an xã Ia Mẫu",
    "ten_cong_an_xa": "Công an xã Ia Mẫu",
    "ten_ubnd_xa": "Ủy ban nhân dân xã Ia Mẫu",
    "cap_tinh": "tỉnh Gia Mẫu",
    "ten_rieng_tinh": "Gia Mẫu",
    "cap_xa": "xã Ia Mẫu",
    "ten_rieng_xa": "Ia Mẫu",
    "so_van_ban": "12",
    "ky_hieu_co_quan": "CAX",
    "dia_danh": "Ia Mẫu",
    "noi_luu": "CAX",
}
"""The values that everyone knows; the other places of a usual form say their label."""

_LONG_NAME = "Công Tằng Tôn Nữ Hoàng Thị Phương Thảo Nguyên Bảo Trân Khánh Huyền"
_LONG_PLACE = (
    "Số nhà 1234/567/89 đường liên thôn Nghĩa Hưng – Đăk Tờ Re – Kon Braih, tổ liên gia tự quản "
    "số 18, thôn Kon Jri Pen, xã Ngọk Wang Thượng, tỉnh Thừa Thiên – Quảng Trị – Gia Mẫu"
)
_LONG_NUMBER = "0123456789" * 4


def usual(form: FormDefinition) -> dict[str, Value]:
    """Every place filled as an office would fill it."""
    return {spec.name: USUAL.get(spec.name) or _usual(form, spec) for spec in form.fields}


def extreme(form: FormDefinition) -> dict[str, Value]:
    """Every place filled with more than it was made for."""
    return {spec.name: _extreme(form, spec) for spec in form.fields}


def _usual(form: FormDefinition, spec: FieldSpec) -> Value:
    label = spec.label.partition(" (")[0]
    said: dict[FieldKind, Value] = {
        "number": 47,
        "text": "12" if spec.name.endswith("_so") else label,
        "long": f"{label}: dòng thứ nhất.\nDòng thứ hai.",
        "list": (f"{label} thứ nhất", f"{label} thứ hai"),
    }
    if spec.kind == "rows":
        return tuple(_row(form, spec, f"dòng {n}") for n in (1, 2))
    return said[spec.kind] if spec.kind in said else _picked(spec)


def _extreme(form: FormDefinition, spec: FieldSpec) -> Value:
    said: dict[FieldKind, Value] = {
        "number": 1_000_000_000,
        "text": _LONG_NUMBER if spec.name.startswith("so_") else _long(spec),
        "long": "\n".join([_LONG_PLACE] * 6),
        "list": (_LONG_PLACE,) * 6,
        "multi": tuple(spec.choices),
    }
    if spec.kind == "rows":
        return (_row(form, spec, _LONG_NAME),) * 12
    return said[spec.kind] if spec.kind in said else _picked(spec)


def _picked(spec: FieldSpec) -> Value:
    """A day, an hour, or the longest answer of a list."""
    if spec.choices:
        longest = max(spec.choices, key=lambda key: len(spec.choices[key]))
        return (longest,) if spec.kind == "multi" else longest
    return "2026-11-05T08:05" if spec.kind == "moment" else "2026-11-05"


def _long(spec: FieldSpec) -> str:
    return _LONG_NAME if "ho_ten" in spec.name or spec.name.startswith("ky_") else _LONG_PLACE


def _row(form: FormDefinition, spec: FieldSpec, words: str) -> tuple[str, ...]:
    """A row as wide as the table that prints the field."""
    return (words,) * _columns(form, spec)


def _columns(form: FormDefinition, spec: FieldSpec) -> int:
    blocks = [block for section in form.sections for block in section.blocks]
    (table,) = [block for block in blocks if _prints(block, spec.name)]
    return len(table.settings["columns"])


def _prints(block: BlockSpec, name: str) -> bool:
    fields = [block.settings.get("rows")]
    fields += [line.get("rows") for line in block.settings.get("lines", ()) if type(line) is dict]
    return name in fields
