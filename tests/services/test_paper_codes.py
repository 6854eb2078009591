"""Papers that prove themselves: issued, printed at 90 %, scanned, and checked here and above."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sachmatuy_desktop.documents.composing import compose
from sachmatuy_desktop.documents.qr import codes_in
from sachmatuy_desktop.domain.forms import FormData, Paragraph, Qr, Section, Signatures
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.packs.forms import load_form
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.drives import print_pile
from sachmatuy_desktop.services.drives.scanning import read_scans
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers import Checked, check_code, check_file
from sachmatuy_desktop.services.papers.codes import coded
from sachmatuy_desktop.services.sync import certifying
from sachmatuy_desktop.sync.paper_codes import PaperCode, PaperSigner, read_code
from tests.documents.word_reading import opened, words_of
from tests.drive_offices import begin, hamlets, state
from tests.offices import IA_DOM, TestClock, new_office, row
from tests.scans import as_pdf, as_png, scanned
from tests.sync.test_two_offices import DISTRICT, carry, introduce

DAY = date(2026, 3, 1)


@pytest.fixture
def commune(tmp_path: Path, clock: TestClock) -> Iterator[Office]:
    office = new_office(tmp_path / "xã", IA_DOM, clock=clock)
    yield office
    office.close()


@pytest.fixture
def above(tmp_path: Path, commune: Office, clock: TestClock) -> Iterator[Office]:
    office = new_office(tmp_path / "trên", DISTRICT, kind="receiving", clock=clock)
    introduce(commune, office)
    yield office
    office.close()


def issued(office: Office) -> str:
    data = papers.draft(office, "roster", DAY, purpose="Rà soát", copy=2, copies=3)
    return str(office.run(papers.IssueDocument("roster", data)).result)


def on_scanner(tmp_path: Path, pdf: bytes, turned: float = 2) -> Path:
    path = tmp_path / "quét.png"
    path.write_bytes(as_png(scanned(pdf, turned=turned, noise=12)))
    return path


def told(checked: Checked) -> str:
    return " ".join(said.told(str) for said in checked.said)


def groups_on(office: Office, document: str) -> str:
    """They stand beside the code in the frozen paper."""
    frozen = FormData.from_json(str(row(office, "documents", document)["frozen"]))
    (foot,) = [each for each in frozen.sections[0].blocks if isinstance(each, Signatures)]
    assert foot.code is not None
    return " ".join(foot.code.lines)


@pytest.mark.parametrize("dots", [150, 200, 300])
@pytest.mark.parametrize("turned", [0, 1, -3, 90, 182])
def test_a_paper_printed_at_ninety_percent_is_genuine(
    commune: Office, tmp_path: Path, dots: int, turned: float
) -> None:
    document = issued(commune)
    seen = scanned(papers.reprint(commune, document, "x"), dots=dots, turned=turned, noise=12)
    path = tmp_path / "quét.png"
    path.write_bytes(as_png(seen))
    (checked,) = check_file(commune, path)
    assert checked.genuine
    assert checked.document == document
    assert "số 01/DS-UBND ngày 02/03/2026, bản số 2/3" in told(checked)
    assert "Trùng với bản trong sổ" in told(checked)


def test_a_word_copy_bears_no_code_that_would_prove_it(commune: Office) -> None:
    document = issued(commune)
    code_beside = groups_on(commune, document).split()[0]
    frozen = papers.taken_out(commune, document, "Word", "Rà soát")
    at_end = replace(frozen, sections=(Section((Qr(("101", "010", "101"), 25, ("ABC",)),)),))
    for data in (frozen, at_end):
        made = papers.as_word(data)
        with zipfile.ZipFile(io.BytesIO(made)) as archive:
            assert [each for each in archive.namelist() if "media" in each] == []
        said = words_of(opened(made))
        assert "ABC" not in said
        assert code_beside not in said


def test_it_names_nobody_and_the_same_bytes_print_again(commune: Office) -> None:
    document = issued(commune)
    first = papers.reprint(commune, document, "x")
    assert first == papers.reprint(commune, document, "x")
    (text,) = codes_in(first, "a.pdf")
    code = read_code(text).code
    assert isinstance(code, PaperCode)
    assert (code.unit, code.number, code.copy, code.copies) == (IA_DOM, "01/DS-UBND", 2, 3)
    assert code.digest == row(commune, "documents", document)["paper_code"]


def test_the_typed_groups_find_the_paper(commune: Office) -> None:
    document = issued(commune)
    typed = groups_on(commune, document)
    assert check_code(commune, typed.lower()).document == document
    with pytest.raises(BadInput, match="Nhóm thứ 2"):
        check_code(commune, typed[:8] + ("A" if typed[8] != "A" else "B") + typed[9:])
    with pytest.raises(BadInput, match="4 nhóm"):
        check_code(commune, typed[:13])


def test_a_void_number_is_said(commune: Office, tmp_path: Path) -> None:
    document = issued(commune)
    pdf = papers.reprint(commune, document, "x")
    commune.run(papers.VoidDocument(document, "In nhầm kỳ"))
    (checked,) = check_file(commune, on_scanner(tmp_path, pdf))
    assert not checked.genuine
    assert "đã bị hủy" in told(checked)
    assert "In nhầm kỳ" in told(checked)


def test_the_office_above_proves_it_with_and_without_the_book(
    commune: Office, above: Office, tmp_path: Path
) -> None:
    document = issued(commune)
    scan = on_scanner(tmp_path, papers.reprint(commune, document, "x"))
    (before,) = check_file(above, scan)
    assert before.genuine
    assert "xã Ia Dom" in told(before)
    assert "không có trong sổ" in told(before)
    carry(commune, above, tmp_path / "gói.smt")
    (after,) = check_file(above, scan)
    assert after.genuine
    assert after.document == document


def test_a_stranger_and_a_revoked_key_are_named(
    commune: Office, above: Office, tmp_path: Path, clock: TestClock
) -> None:
    pdf = papers.reprint(commune, issued(commune), "x")
    scan = on_scanner(tmp_path, pdf)
    stranger = new_office(tmp_path / "lạ", "xa-23534@1", clock=clock)
    (unknown,) = check_file(stranger, scan)
    assert not unknown.genuine
    assert "chưa xác minh được" in told(unknown)
    stranger.close()
    key = commune.keys.device.public.key_id
    certifying.revoke(above, key, "Mất máy hoặc bị trộm")
    (revoked,) = check_file(above, scan)
    assert not revoked.genuine
    assert "bị thu hồi" in told(revoked)


def test_a_forged_signature_is_refused(commune: Office, tmp_path: Path) -> None:
    data = papers.draft(commune, "roster", DAY, purpose="Rà soát")
    thief = new_office(tmp_path / "kẻ gian", IA_DOM)
    forger = PaperSigner(thief.keys.device.signing, commune.keys.device.public.key_id)
    thief.close()
    forged = papers.pdf(coded(data, forger, IA_DOM, "09/DS-UBND", DAY))
    (checked,) = check_file(commune, on_scanner(tmp_path, forged))
    assert not checked.genuine
    assert "làm giả" in told(checked)


def test_another_text_under_the_same_number_is_noticed(commune: Office, tmp_path: Path) -> None:
    document = issued(commune)
    frozen = FormData.from_json(str(row(commune, "documents", document)["frozen"]))
    first, *others = frozen.sections
    more = replace(first, blocks=(*first.blocks, Paragraph("Thêm một dòng.")))
    signer = PaperSigner.of(commune.keys.device.signing)
    today = date.fromisoformat(commune.clock.today())
    changed = coded(replace(frozen, sections=(more, *others)), signer, IA_DOM, "01/DS-UBND", today)
    (checked,) = check_file(commune, on_scanner(tmp_path, papers.pdf(changed)))
    assert not checked.genuine
    assert "nội dung khác" in told(checked)


def test_a_scan_without_a_code_of_ours_is_said(commune: Office, tmp_path: Path) -> None:
    page = scanned(papers.pdf(papers.draft(commune, "self-assessment", DAY, pack=None)))
    path = tmp_path / "a.pdf"
    path.write_bytes(as_pdf([page]))
    with pytest.raises(BadInput, match="Không thấy mã"):
        check_file(commune, path)


def test_a_sheet_is_known_by_its_code_and_by_its_number(commune: Office, tmp_path: Path) -> None:
    begin(commune, hamlets(commune, 2))
    now = state(commune)
    pile = tmp_path / "xấp.pdf"
    print_pile(commune, now, now.homes, pile)
    first, _second = check_file(commune, pile)
    assert first.genuine
    assert "Trần Thị A 1" in told(first)
    assert "chưa nhập về" in told(check_code(commune, now.homes[0].sheet.code))
    assert not check_code(commune, "9999-4").genuine


def test_a_single_household_s_commitment_bears_the_code_of_its_household(
    commune: Office, tmp_path: Path
) -> None:
    begin(commune, hamlets(commune, 1))
    (home,) = state(commune).homes
    filling = papers.fill(commune, "commitment-household", home.household, DAY)
    pdf = papers.pdf(papers.compose_filling(commune, filling))
    scan = on_scanner(tmp_path, pdf)
    (checked,) = check_file(commune, scan)
    assert checked.genuine
    assert "Trần Thị A 1" in told(checked)
    (page,) = read_scans(commune, state(commune), [scan], lambda *_done: None)
    assert page.sheet == home.sheet.id
    blank = papers.pdf(papers.compose_filling(commune, filling.blank))
    assert codes_in(blank, "a.pdf") == []


@pytest.mark.parametrize("form", ["recognition-certificate", "recognition-decision"])
def test_certificates_and_decisions_are_issued_with_their_code(
    above: Office, tmp_path: Path, form: str
) -> None:
    data = compose(load_form(form), {})
    document = str(above.run(papers.IssueDocument(form, data)).result)
    pdf = papers.reprint(above, document)
    (checked,) = check_file(above, on_scanner(tmp_path, pdf, turned=-3))
    assert checked.genuine
    assert load_form(form).title in told(checked)
    assert papers.reprint(above, document) == pdf


def test_a_paper_that_needs_no_code_bears_none(commune: Office) -> None:
    data = papers.draft(commune, "self-assessment", DAY, pack=None)
    document = str(commune.run(papers.IssueDocument("self-assessment", data)).result)
    assert codes_in(papers.reprint(commune, document), "a.pdf") == []
    assert row(commune, "documents", document)["paper_code"] is None
