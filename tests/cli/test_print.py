"""`print FORM`: papers without a window, from a real office file."""

from __future__ import annotations

import argparse
import json
import stat
from pathlib import Path

import pytest

from sachmatuy_desktop.bootstrap import Parts
from sachmatuy_desktop.cli import printing
from sachmatuy_desktop.errors import BadInput, NotFound, StorageTrouble
from sachmatuy_desktop.services.office import Founding
from sachmatuy_desktop.services.proof.evidence import Subject, Wanted, security_log
from tests.documents.pdf_reading import words_of
from tests.documents.word_reading import opened
from tests.documents.word_reading import words_of as word_text
from tests.offices import IA_DOM, PASSPHRASE
from tests.plan_offices import adopt
from tests.services.paper_offices import IA_HDRAI, PERSON, fill_village, put_on_books


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office as `init` makes it, with the cost of a real passphrase."""
    folder = tmp_path_factory.mktemp("office")
    answers = Founding(IA_DOM, "commune", "an", "Nguyễn Văn An", packs=(IA_HDRAI,))
    office, _code = Parts(folder).found(answers, PASSPHRASE)
    village = fill_village(office, "Thôn 1", 3, 1, people=12)
    put_on_books(office, village)
    office.close()
    return folder


@pytest.fixture(autouse=True)
def passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SACHMATUY_PASSPHRASE", PASSPHRASE)


def sachmatuy(*words: object) -> int:
    parser = argparse.ArgumentParser()
    printing.add_parser(parser.add_subparsers(required=True))
    args = parser.parse_args([str(word) for word in words])
    return int(args.run(args))


def test_a_draft_is_printed_without_a_number(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "bao-cao.pdf"
    assert sachmatuy("print", "self-assessment", "--data", data, "--out", out) == 0
    text = words_of(out.read_bytes())
    assert "Số: ……/BC-UBND" in text
    assert "3 hộ, 12 nhân khẩu" in text
    assert PERSON not in text
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_issuing_gives_a_number_and_says_so(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "bien-ban.pdf"
    sachmatuy(
        "print",
        "review-minutes",
        "--data",
        data,
        "--pack",
        IA_HDRAI,
        "--issue",
        "--json",
        "--as-of",
        "2026-03-02",
        "--out",
        out,
    )
    told = json.loads(capsys.readouterr().out)
    assert (told["number"], told["as_of"]) == ("01/BB-UBND", "2026-03-02")
    assert "Số: 01/BB-UBND" in words_of(out.read_bytes())


def test_commitments_are_printed_as_a_batch(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "cam-ket.pdf"
    sachmatuy(
        "print",
        "household-commitment",
        "--data",
        data,
        "--village",
        "thon 1",
        "--json",
        "--out",
        out,
    )
    assert json.loads(capsys.readouterr().out)["pages"] == 2
    sachmatuy("print", "household-commitment", "--data", data, "--all", "--json", "--out", out)
    assert json.loads(capsys.readouterr().out)["pages"] == 3


def test_a_roster_needs_a_purpose(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "danh-sach.pdf"
    with pytest.raises(BadInput, match="mục đích"):
        sachmatuy("print", "roster", "--data", data, "--out", out)
    assert not out.exists()
    sachmatuy("print", "roster", "--data", data, "--purpose", "họp xét", "--out", out)
    assert PERSON in words_of(out.read_bytes())


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--village", "Thôn 9"), "Không tìm thấy đúng một thôn"),
        (("--as-of", "hôm qua"), "không phải là ngày"),
        (("--pack", "khong/co"), "khong/co"),
    ],
)
def test_what_does_not_exist_is_told_in_a_sentence(
    data: Path, tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    out = tmp_path / "x.pdf"
    with pytest.raises((BadInput, NotFound), match=sentence):
        sachmatuy("print", "self-assessment", "--data", data, "--out", out, *words)


def test_a_folder_that_is_not_there_is_told(data: Path, tmp_path: Path) -> None:
    with pytest.raises(StorageTrouble):
        sachmatuy(
            "print", "self-assessment", "--data", data, "--out", tmp_path / "nowhere" / "x.pdf"
        )


def test_a_form_that_is_no_form_is_wrong_usage(data: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as left:
        sachmatuy("print", "recovery-sheet", "--data", data, "--out", tmp_path / "x.pdf")
    assert left.value.code == 2


# -- the papers of plans --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def planned(data: Path) -> Path:
    """The office follows the plan of Ia H'Drai."""
    office = Parts(data).unlock("an", PASSPHRASE)
    adopt(office, day="2026-01-05")
    office.close()
    return data


@pytest.mark.parametrize(
    ("form", "chosen", "words"),
    [
        ("plan-document", (), "NHIỆM VỤ VÀ PHÂN CÔNG THỰC HIỆN"),
        ("plan-report", ("--period", "2026-H1"), "6 tháng đầu năm 2026"),
        ("task-book", ("--period", "2026"), "Kỳ theo dõi: năm 2026"),
        ("task-sheet", ("--actor", "Ủy ban nhân dân các xã"), "Phiếu giao việc".upper()),
    ],
)
def test_papers_of_plans_are_printed(
    planned: Path, tmp_path: Path, form: str, chosen: tuple[str, ...], words: str
) -> None:
    out = tmp_path / "giay.pdf"
    plan = ("--plan", "ia-hdrai-2024/plan", "--as-of", "2026-07-10")
    assert sachmatuy("print", form, "--data", planned, *plan, *chosen, "--out", out) == 0
    assert words in words_of(out.read_bytes())


def test_the_tracking_book_is_written_as_a_spreadsheet(planned: Path, tmp_path: Path) -> None:
    out = tmp_path / "so.xlsx"
    assert sachmatuy("print", "task-book", "--data", planned, "--out", out) == 0
    assert out.read_bytes().startswith(b"PK")


def test_an_issued_plan_bears_its_number(
    planned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "ke-hoach.pdf"
    plan = ("--plan", "ia-hdrai-2024/plan", "--issue", "--json")
    sachmatuy("print", "plan-document", "--data", planned, *plan, "--out", out)
    assert json.loads(capsys.readouterr().out)["number"] == "01/KH-UBND"
    office = Parts(planned).unlock("an", PASSPHRASE)
    (adopted,) = office.queries.rows("plans", office.queries.ids("plans")).values()
    assert adopted["document"] == "01/KH-UBND"
    office.close()


def test_a_plan_that_is_not_there_is_said(planned: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="Không tìm thấy đúng một kế hoạch “khác”"):
        sachmatuy(
            "print",
            "task-book",
            "--data",
            planned,
            "--plan",
            "khác",
            "--out",
            tmp_path / "a.pdf",
        )


def test_a_form_of_a_decree_is_filled_from_the_books_and_from_the_command(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "tuong-trinh.pdf"
    asked = ("--record", PERSON, "--as-of", "2026-08-05", "--json")
    words = ("--set", "tuong_trinh=Tôi xin trình bày.")
    sachmatuy("print", "163-iii-03", "--data", data, "--out", out, *asked, *words)
    text = words_of(out.read_bytes())
    assert PERSON in text
    assert "Tôi xin trình bày." in text
    told = json.loads(capsys.readouterr().out)
    assert told["as_of"] == "2026-08-05"
    sachmatuy("print", "163-iii-03", "--data", data, "--out", out, *asked, "--blank")
    blank = words_of(out.read_bytes())
    assert "Mẫu số 03" in blank
    assert PERSON not in blank


def test_a_paper_about_a_person_is_issued_from_the_command(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "quyet-dinh.pdf"
    sachmatuy(
        *("print", "163-v-53", "--data", data, "--out", out, "--record", PERSON),
        *("--as-of", "2026-08-05", "--set", "noi_cu_tru=Thôn 1", "--issue", "--json"),
    )
    told = json.loads(capsys.readouterr().out)
    assert told["number"].startswith("01/QĐ-UBND")
    assert PERSON in words_of(out.read_bytes())
    with pytest.raises(BadInput):
        sachmatuy("print", "163-v-53", "--data", data, "--out", out, "--record", "Không Có Ai")
    office = Parts(data).unlock("an", PASSPHRASE)
    assert [each.act for each in security_log(office, Wanted(subject=Subject.VIEWS))]
    office.close()


def test_a_paper_is_written_as_word_to_be_worked_on(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "bao-cao.docx"
    assert sachmatuy("print", "self-assessment", "--data", data, "--out", out, "--word") == 0
    assert "3 hộ, 12 nhân khẩu" in word_text(opened(out.read_bytes()))
    with pytest.raises(BadInput, match="docx"):
        sachmatuy("print", "163-iii-03", "--data", data, "--out", tmp_path / "a.pdf", "--word")
    with pytest.raises(BadInput, match="PDF"):
        sachmatuy("print", "household-commitment", "--data", data, "--out", out, "--word")
    restricted = ("--issue", "--purpose", "Họp xét duyệt")
    sachmatuy("print", "roster", "--data", data, "--out", out, "--word", *restricted)
    made = opened(out.read_bytes())
    assert PERSON in word_text(made)
    assert "LƯU HÀNH NỘI BỘ" in made.sections[0].first_page_header.paragraphs[-1].text
