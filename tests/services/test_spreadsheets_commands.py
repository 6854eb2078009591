"""`import` and `export` from the command line report every row."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from sachmatuy_desktop.cli.sheets import add_parser
from sachmatuy_desktop.cli.sheets_work import export_file, import_file
from sachmatuy_desktop.errors import BadInput, NotFound, Refused
from sachmatuy_desktop.exchange.fates import Fate
from sachmatuy_desktop.services.office import Office
from tests.exchange.old_fonts import typed_in
from tests.exchange.sheet_tables import xlsx
from tests.offices import add_person, add_village, edit, new_office

HEAD = "Họ tên | Ngày sinh | Thôn | Nghề nghiệp\n"

FOR = ("--purpose", "Đối chiếu")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return new_office(tmp_path / "xa")


def _args(*words: str | Path) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_parser(parser.add_subparsers())
    return parser.parse_args([str(each) for each in words])


def test_a_dry_run_reports_and_writes_nothing(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = xlsx(tmp_path / "a.xlsx", HEAD + "An | 1990 | Thôn 1 |\nBình | lâu rồi | |")
    args = _args("import", path, "--kind", "people", "--dry-run", "--create-villages", "--json")
    assert import_file(office, args) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["counts"] == {
        **dict.fromkeys(Fate, 0),
        Fate.NEW: 1,
        Fate.REFUSED: 1,
    }
    assert said["missing_villages"] == ["Thôn 1"]
    assert said["rows"][1]["complaints"][0]["column"] == "B"
    assert (said["written"], office.queries.count("people")) == (False, 0)


def test_an_import_tells_what_changes_from_what(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    village = add_village(office)
    person = add_person(office, "Lê Văn Cam", village)
    edit(office, "people", person, occupation="Làm ruộng")
    path = xlsx(tmp_path / "a.xlsx", HEAD + "Lê Văn Cam | 01/05/1990 | Thôn 1 | Thợ hồ")
    kept = tmp_path / "ghép.json"
    import_file(office, _args("import", path, "--kind", "people", "--save-mapping", kept))
    out = capsys.readouterr().out
    assert "2\tSửa\tLê Văn Cam, 01/05/1990\tNghề nghiệp: «Làm ruộng» → «Thợ hồ»" in out
    assert "Đã ghi vào sổ." in out
    import_file(office, _args("import", path, "--kind", "people", "--mapping", kept))
    assert "Không đổi: 1" in capsys.readouterr().out
    with pytest.raises(BadInput, match="Nhân khẩu"):
        import_file(office, _args("import", path, "--kind", "households", "--mapping", kept))


def test_a_sheet_in_an_old_font_is_turned_only_where_the_command_says_so(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = "Họ và tên | Năm sinh | Nghề nghiệp\nNguyễn Văn Ân | 1990 | Làm ruộng"
    path = xlsx(tmp_path / "a.xlsx", typed_in("tcvn3", picture))
    with pytest.raises(Refused, match="--encoding tcvn3"):
        import_file(office, _args("import", path, "--kind", "people"))
    args = _args("import", path, "--kind", "people", "--encoding", "tcvn3", "--json")
    import_file(office, args)
    assert json.loads(capsys.readouterr().out)["rows"][0]["title"] == "Nguyễn Văn Ân, 1990"
    with pytest.raises(Refused, match="Không nhận ra"):
        import_file(office, _args("import", path, "--kind", "people", "--encoding", "unicode"))


def test_a_text_file_in_an_old_encoding_is_read(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(typed_in("vni", "Họ và tên;Năm sinh\nĐỗ Văn Ân;1990\n").encode("latin-1"))
    import_file(office, _args("import", path, "--kind", "people", "--encoding", "vni"))
    assert "Đỗ Văn Ân, 1990" in capsys.readouterr().out


def test_a_report_and_a_table_can_be_asked_for(office: Office, tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "a.xlsx",
        "Họ tên | Năm sinh | Dân tộc\nAn | 1990 | Kinh\n | |\n"
        "Họ và tên | Giới tính | Năm sinh\nBình | Nam | 1991",
    )
    report = tmp_path / "kq.xlsx"
    args = _args(
        *("import", path, "--kind", "people", "--table", "2"),
        *("--report", report, *FOR),
    )
    import_file(office, args)
    assert office.queries.count("people") == 1
    assert report.stat().st_size > 0
    with pytest.raises(NotFound, match="chỉ có 2 bảng"):
        import_file(office, _args("import", path, "--kind", "people", "--table", "3"))


def test_a_csv_goes_out_and_comes_back(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_person(office)
    path = tmp_path / "ra.csv"
    with pytest.raises(BadInput, match="mục đích"):
        export_file(office, _args("export", "--kind", "people", "--to", path))
    assert not path.exists()
    export_file(office, _args("export", "--kind", "people", "--to", path, *FOR))
    capsys.readouterr()
    import_file(office, _args("import", path, "--kind", "people", "--json"))
    assert json.loads(capsys.readouterr().out)["counts"]["same"] == 1


def test_an_export_says_how_many_rows(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_person(office)
    path = tmp_path / "ra.xlsx"
    export_file(office, _args("export", "--kind", "people", "--to", path, *FOR))
    assert capsys.readouterr().out == "Đã xuất 1 dòng.\n"
    import_file(office, _args("import", path, "--kind", "people", "--json"))
    assert json.loads(capsys.readouterr().out)["counts"]["same"] == 1
    export_file(office, _args("export", "--kind", "people", "--to", path, "--template"))
    assert path.stat().st_size > 0
