"""Spreadsheets locked with a passphrase as Excel does it: ECMA-376 agile encryption, AES-256.

Excel and LibreOffice open such a file by its passphrase; without it nobody does.  All of it happens
in memory: a file in clear beside the locked one would be all that a finder needs.
"""

from __future__ import annotations

import io
from typing import Any, Final

from sachmatuy_desktop.errors import N_, Refused

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_SPINS: Final = 1_000_000
"""Excel writes 100,000; a file that asks for more rounds than this only keeps the PC busy."""


def locked(data: bytes, passphrase: str | None) -> bytes:
    """An `.xlsx` locked with a passphrase; as it is without one."""
    if passphrase is None:
        return data
    # Imported when the first file is locked: the window opens without it.
    from msoffcrypto.format.ooxml import OOXMLFile  # noqa: PLC0415

    shut = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt(passphrase, shut)
    return shut.getvalue()


def is_locked(data: bytes) -> bool:
    """Whether a file is a workbook locked as a whole."""
    return data.startswith(OLE) and "EncryptedPackage".encode("utf-16-le") in data


def unlock(data: bytes, passphrase: str, name: str) -> bytes:
    """What is in a locked workbook; raises `Refused` for the wrong passphrase or a damaged file."""
    from msoffcrypto.exceptions import InvalidKeyError  # noqa: PLC0415
    from msoffcrypto.format.ooxml import OOXMLFile  # noqa: PLC0415

    opened = io.BytesIO()
    try:
        file: Any = OOXMLFile(io.BytesIO(data))
        if int(getattr(file, "info", {}).get("spinValue", 0)) > _MOST_SPINS:
            raise ValueError
        file.load_key(password=passphrase, verify_password=True)
        file.decrypt(opened, verify_integrity=True)
    except InvalidKeyError as error:
        raise Refused(
            N_("Mật khẩu không mở được tệp «{file}». Hãy gõ lại mật khẩu của người gửi tệp."),
            file=name,
        ) from error
    except Exception as error:  # the reader has no exception of its own for a damaged file
        raise Refused(
            N_("Tệp «{file}» bị hỏng hoặc chưa chép xong. Hãy chép lại từ nơi gửi."), file=name
        ) from error
    return opened.getvalue()
