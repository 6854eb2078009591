"""Files that are not what they seem: one sentence each, quickly, and nothing is lost."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
import xlwt
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sachmatuy_desktop.errors import KnownError, Refused, StorageTrouble
from sachmatuy_desktop.exchange.guards import MAX_FILE, check_bytes
from sachmatuy_desktop.exchange.reading import read_checked, read_sheet
from tests.exchange.sheet_tables import ods_rows, rezipped, xls, xlsx

TABLE = """
    Họ và tên     | Thôn
    Nguyễn Văn An | Thôn 1
"""


def _picture(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(500))


def _empty_file(path: Path) -> None:
    path.write_bytes(b"")


def _page(path: Path) -> None:
    path.write_text("<html><table><tr><td>Họ tên</td></tr></table></html>", encoding="utf-8")


def _bytes(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 40)


def _pdf(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7\n" + bytes(200))


def _empty_sheet(path: Path) -> None:
    xlsxwriter.Workbook(str(path)).close()


def _half(path: Path) -> None:
    xlsx(path, TABLE)
    path.write_bytes(path.read_bytes()[:-400])


def _word(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")


def _far_cell(path: Path) -> None:
    _with_rows(path, b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


def _far_cell_in_disguise(path: Path) -> None:
    _with_rows(path, b"<row\nr='1048576'><c  s='0' r='XFD1048576'><v>1</v></c></row>")


def _cell_that_lies_about_its_row(path: Path) -> None:
    _with_rows(path, b'<row r="9"><c r="A4294967295"><v>1</v></c></row>')


def _far_cell_in_small_letters(path: Path) -> None:
    _with_rows(path, b'<row r="9"><c r="zzz9"><v>1</v></c></row>')


def _far_cell_of_excel_97(path: Path) -> None:
    book = xlwt.Workbook()
    page = book.add_sheet("Trang 1")
    page.write(0, 0, "Họ tên")
    page.write(65535, 255, "x")
    book.save(str(path))


def _rectangle_that_ends_before_it_begins(path: Path) -> None:
    book = xlwt.Workbook()
    book.add_sheet("Trang 1").write(1, 1, "Họ tên")
    book.save(str(path))
    data = path.read_bytes()
    place = data.index(b"\x00\x02\x0e\x00")  # the record of a sheet's rectangle
    path.write_bytes(data[: place + 4] + b"\x3f" + data[place + 5 :])


def _far_cell_of_libreoffice(path: Path) -> None:
    ods_rows(path, [["Họ tên"], ["An"]])

    def repeat(name: str, data: bytes) -> bytes:
        if name != "content.xml":
            return data
        return data.replace(
            b"<table:table-cell ", b'<table:table-cell table:number-columns-repeated="16000" ', 1
        ).replace(b"<table:table-row>", b'<table:table-row table:number-rows-repeated="900000">', 1)

    rezipped(path, repeat)


def _endless(path: Path) -> None:
    """An element that never ends: the reader would wait for its end for ever."""
    ods_rows(path, [["Họ tên"], ["An"]])

    def unclosed(name: str, data: bytes) -> bytes:
        if name != "content.xml":
            return data
        return data.replace(b"</table:table-row></table:table>", b"<table:table-cell><text:p>")

    rezipped(path, unclosed)


def _encoding_of_nobody(path: Path) -> None:
    ods_rows(path, [["Họ tên"], ["An"]])
    rezipped(path, lambda _name, data: data.replace(b'encoding="UTF-8"', b'encoding="UTF--1"'))


def _bomb(path: Path) -> None:
    _with_rows(path, b'<row r="3">' + b" " * 20_000_000 + b"</row>")


def _two_of_one_name(path: Path) -> None:
    xlsx(path, TABLE)
    with (
        zipfile.ZipFile(path, "a") as archive,
        pytest.warns(UserWarning, match="Duplicate name"),
    ):
        archive.writestr("xl/worksheets/sheet1.xml", "<worksheet/>")


def _password(path: Path) -> None:
    """What Excel makes of a workbook with a password: an OLE file with an encrypted stream."""
    data = bytearray(xls(path, TABLE).read_bytes())
    name = "Workbook".encode("utf-16-le")
    at = data.index(name)
    new = "EncryptedPackage".encode("utf-16-le")
    data[at : at + len(new)] = new
    data[at + 64 : at + 66] = (len(new) + 2).to_bytes(2, "little")
    path.write_bytes(bytes(data))


def _locked_excel_97(path: Path) -> None:
    """A FILEPASS record stands behind the first record of the stream."""
    data = bytearray(xls(path, TABLE).read_bytes())
    at = data.index(b"\xe1\x00\x02\x00")  # a harmless record of the same length
    data[at : at + 2] = b"\x2f\x00"
    path.write_bytes(bytes(data))


def _with_rows(path: Path, rows: bytes) -> None:
    xlsx(path, TABLE)

    def add(name: str, data: bytes) -> bytes:
        if name.endswith("sheet1.xml"):
            return data.replace(b"</sheetData>", rows + b"</sheetData>")
        return data

    rezipped(path, add)


@pytest.mark.parametrize(
    ("make", "name", "sentence"),
    [
        (_picture, "ảnh.xlsx", "là một bức ảnh"),
        (_empty_file, "rỗng.xlsx", "rỗng"),
        (_page, "trang.xls", "là trang web"),
        (_bytes, "số.xlsx", "không phải bảng tính"),
        (_pdf, "giấy.xlsx", "là tệp PDF"),
        (_empty_sheet, "trống.xlsx", "không có ô nào"),
        (_half, "nửa.xlsx", "bị hỏng"),
        (_word, "văn bản.xlsx", "là văn bản Word"),
        (_far_cell, "xa.xlsx", "dòng 1048576, cột 16384"),
        (_far_cell_in_disguise, "xa.xlsx", "dòng 1048576, cột 16384"),
        (_cell_that_lies_about_its_row, "xa.xlsx", "dòng 4294967295"),
        (_far_cell_in_small_letters, "xa.xlsx", "cột 18278"),
        (_far_cell_of_excel_97, "xa.xls", "dòng 65536, cột 256"),
        (_rectangle_that_ends_before_it_begins, "ngược.xls", "bị hỏng"),
        (_far_cell_of_libreoffice, "xa.ods", "quá xa"),
        (_endless, "dở.ods", "bị hỏng"),
        (_encoding_of_nobody, "lạ.ods", "bị hỏng"),
        (_bomb, "bom.xlsx", "bung ra quá lớn"),
        (_two_of_one_name, "đôi.xlsx", "bị hỏng"),
        (_password, "khóa.xlsx", "có mật khẩu"),
        (_locked_excel_97, "khóa.xls", "có mật khẩu"),
    ],
)
def test_a_bad_file_is_refused_with_a_sentence(
    tmp_path: Path, make: Callable[[Path], None], name: str, sentence: str
) -> None:
    path = tmp_path / name
    make(path)
    with pytest.raises(Refused) as refused:
        read_sheet(path)
    assert sentence in str(refused.value)
    assert name in str(refused.value)


def test_a_file_too_large_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "lớn.xlsx"
    with path.open("wb") as file:
        file.truncate(MAX_FILE + 1)
    with pytest.raises(Refused, match="40 MB"):
        read_sheet(path)


def test_a_file_that_is_gone_says_so(tmp_path: Path) -> None:
    with pytest.raises(StorageTrouble, match=r"mất\.xlsx"):
        read_sheet(tmp_path / "mất.xlsx")


def test_cells_with_a_mere_format_do_not_make_a_sheet_huge(tmp_path: Path) -> None:
    path = tmp_path / "kẻ khung.xlsx"
    _with_rows(path, b'<row r="1048576"><c r="A1048576" s="1"/><c r="XFD1048576" s="1"/></row>')
    assert read_sheet(path).rows[1][0] == "Nguyễn Văn An"


def _sample(suffix: str, folder: Path) -> Path:
    write = {"xlsx": xlsx, "xls": xls}[suffix]
    return write(folder / f"mẫu.{suffix}", TABLE)


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("samples")
    return [_sample("xlsx", folder), _sample("xls", folder)]


@settings(max_examples=150, deadline=None)
@given(
    which=st.integers(0, 1),
    damage=st.lists(st.tuples(st.integers(0, 2**16), st.integers(0, 255)), min_size=1, max_size=8),
    lost=st.integers(0, 2**12),
)
@example(which=0, damage=[(49, 0)], lost=0)
def test_a_damaged_file_never_raises_anything_but_a_sentence(
    samples: list[Path], which: int, damage: list[tuple[int, int]], lost: int
) -> None:
    whole = bytearray(samples[which].read_bytes())
    for place, byte in damage:
        whole[place % len(whole)] = byte
    cut = len(whole) - lost % (len(whole) // 2)
    try:
        read = read_checked(check_bytes(bytes(whole[:cut]), "hỏng.xlsx"))
    except KnownError as error:
        assert "hỏng.xlsx" in str(error)  # noqa: PT017
    else:
        assert all(isinstance(cell, str) for row in read.rows for cell in row)


@settings(max_examples=60, deadline=None)
@given(xml=st.binary(max_size=300))
def test_any_bytes_for_a_sheet_never_raise_anything_but_a_sentence(
    samples: list[Path], xml: bytes
) -> None:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(samples[0]) as old,
        zipfile.ZipFile(out, "w") as new,
    ):
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                data = data.replace(b"</sheetData>", xml + b"</sheetData>")
            new.writestr(name, data)
    try:
        read = read_checked(check_bytes(out.getvalue(), "lạ.xlsx"))
    except KnownError as error:
        assert "lạ.xlsx" in str(error)  # noqa: PT017
    else:
        assert len(read.rows) >= 1
