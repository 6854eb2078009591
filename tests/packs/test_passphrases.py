"""What is guessed at once is no passphrase."""

from __future__ import annotations

import pytest

from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.packs.passphrases import must_be_uncommon


@pytest.mark.parametrize(
    "passphrase",
    [
        "mật khẩu mới 2026",
        "MATKHAU123456!",
        "qwertyuiop[]",
        "Công an xã 113",
        "12/05/1990 08:30",  # digits alone, however they are set out
        "001090012345",
        "abcabcabcabcabc",
        "!!!!!!!!!!!!!!",
        "Độc lập – Tự do – Hạnh phúc",
        "Nguyễn Văn An 1990",
        "nguyenvanan.an",
    ],
)
def test_refused(passphrase: str) -> None:
    with pytest.raises(BadInput, match="dễ đoán"):
        must_be_uncommon(passphrase, "nguyenvanan.an", "Nguyễn Văn An")


@pytest.mark.parametrize(
    "passphrase",
    ["một mật khẩu đủ dài", "ba con vịt qua cầu tre", "Tr4mCay-cauTreo", "tập huấn sạch ma túy"],
)
def test_taken(passphrase: str) -> None:
    must_be_uncommon(passphrase, "an", "Nguyễn Văn An")
