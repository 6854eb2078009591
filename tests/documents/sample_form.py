"""The sample form that uses everything a form may use, read as if an office had it."""

from __future__ import annotations

import shutil
from pathlib import Path

from sachmatuy_desktop.domain.forms import FormDefinition, Value
from sachmatuy_desktop.packs.forms import forms_folder, load_form

FORMS = Path(__file__).parent / "forms"

USUAL: dict[str, Value] = {
    "co_quan_chu_quan": "Công an tỉnh Kon Tum",
    "co_quan_ban_hanh": "Công an xã Ia Dom",
    "so_van_ban": "05",
    "ky_hieu_co_quan": "CAX",
    "dia_danh": "Ia Dom",
    "ngay_vb": "2026-11-05",
    "ho_ten": "Nguyễn Văn Mẫu",
    "gioi_tinh": "nam",
    "ngay_sinh": "1990-02-07",
    "noi_luu": "Hồ sơ",
    "su_viec": "Hồi 08 giờ, tổ công tác phát hiện sự việc.\nNgười này khai nhận.",
    "bat_dau": "2026-11-05T08:05",
    "loai_ma_tuy": ("heroin", "khac"),
    "tai_lieu": (("1", "Phiếu kết quả", "05/PX", "Bản sao"),),
    "ky_thu_truong": "Trần Thị Thử",
}


def forms_in(folder: Path) -> Path:
    """A folder of forms with the sample family in it."""
    shutil.copytree(FORMS, folder, dirs_exist_ok=True)
    shutil.copy(forms_folder() / "common.toml", folder)
    return folder


def sample_form(folder: Path) -> FormDefinition:
    """The sample, read from a folder of forms."""
    return load_form("999-01", forms_in(folder))
