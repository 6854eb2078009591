"""The frozen snapshot: what is stored prints again, byte for byte, wherever and whenever."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sachmatuy_desktop.documents.rendering import render
from sachmatuy_desktop.domain.forms import FormData, Paragraph, Section, Table
from sachmatuy_desktop.errors import KnownError, Refused
from tests.documents.paper_samples import ALL, report, self_assessment
from tests.documents.pdf_reading import words_of
from tests.documents.plan_samples import PLANS

ISSUED = Path(__file__).parent / "issued"
"""Snapshots as an office stored them on issue, with the hashes of what it printed."""

SCRIPT = """
import hashlib, locale, sys
from sachmatuy_desktop.documents.rendering import render
from sachmatuy_desktop.domain.forms import FormData
try:
    locale.setlocale(locale.LC_ALL, "")
except locale.Error:
    pass
data = FormData.from_json(open(sys.argv[1], encoding="utf-8").read())
print(hashlib.sha256(render(data)).hexdigest())
"""


@pytest.mark.parametrize("name", ALL)
def test_a_snapshot_survives_its_json(name: str) -> None:
    data = ALL[name]()
    assert FormData.from_json(data.to_json()) == data
    assert data.to_json() == FormData.from_json(data.to_json()).to_json()
    assert "\n" not in data.to_json()


@settings(max_examples=60)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_text_survives_the_json_in_nfc(text: str) -> None:
    cells = Table((), ((text,),))
    data = FormData("x", "1", text, 1, (Section((Paragraph(text), cells)),))
    assert FormData.from_json(data.to_json()) == data.normalised()
    (paragraph, _) = data.normalised().sections[0].blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("name", ALL)
def test_the_same_snapshot_prints_the_same_bytes(name: str) -> None:
    data = ALL[name]()
    assert render(data) == render(FormData.from_json(data.to_json()))


def test_decomposed_letters_print_the_same_bytes() -> None:
    data = self_assessment()
    decomposed = replace(data, title=unicodedata.normalize("NFD", data.title))
    first = decomposed.sections[0]
    blocks = tuple(
        replace(block, text=unicodedata.normalize("NFD", block.text))
        if isinstance(block, Paragraph)
        else block
        for block in first.blocks
    )
    decomposed = replace(
        decomposed, sections=(replace(first, blocks=blocks), *decomposed.sections[1:])
    )
    assert decomposed != data
    assert render(decomposed) == render(data)


@pytest.mark.parametrize("name", sorted(path.stem for path in ISSUED.glob("*.json")))
def test_an_issued_paper_prints_as_it_did(name: str) -> None:
    stored = FormData.from_json((ISSUED / f"{name}.json").read_text(encoding="utf-8"))
    hashes = json.loads((ISSUED / "sha256.txt").read_text(encoding="utf-8"))
    assert hashlib.sha256(render(stored)).hexdigest() == hashes[name]


def test_there_is_an_issued_paper_of_every_form() -> None:
    assert {path.stem for path in ISSUED.glob("*.json")} == {*ALL, *PLANS}


def test_clock_zone_locale_and_hash_seed_have_no_say(tmp_path: Path) -> None:
    stored = tmp_path / "stored.json"
    stored.write_text(self_assessment().to_json(), encoding="utf-8")
    worlds = (
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Ho_Chi_Minh", "LC_ALL": "C", "SOURCE_DATE_EPOCH": "0"},
        {"PYTHONHASHSEED": "4711", "TZ": "America/New_York", "LC_ALL": "C.UTF-8"},
    )
    hashes = [
        subprocess.run(
            [sys.executable, "-c", SCRIPT, str(stored)],
            env={**os.environ, **world},
            capture_output=True,
            text=True,
            check=True,
            cwd=Path(__file__).parents[2],
        ).stdout.strip()
        for world in worlds
    ]
    assert hashes == [hashlib.sha256(render(self_assessment())).hexdigest()] * 2


def test_importing_the_package_brings_in_no_toolkit() -> None:
    code = (
        "import sys, sachmatuy_desktop.documents.rendering, sachmatuy_desktop.documents.builders, "
        "sachmatuy_desktop.documents.preview; "
        "print([m for m in ('reportlab', 'pypdfium2', 'PIL') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout.strip() == "[]"


AROUND = '{"format":1,"form":"x","version":"1","title":"t","layout":%s,"sections":[%s]}'
ONE_BLOCK = AROUND % (1, '{"blocks":[{"block":"%s","text":%s}],"orientation":"portrait"}')


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"format":1}',
        AROUND % ('"1"', ""),
        ONE_BLOCK % ("Script", '"x"'),
        ONE_BLOCK % ("Paragraph", "null"),
    ],
)
def test_a_damaged_snapshot_is_refused_with_one_sentence(text: str) -> None:
    with pytest.raises(Refused, match="bị hỏng nên không in lại được"):
        FormData.from_json(text)


def test_a_newer_snapshot_or_layout_asks_for_an_update() -> None:
    newer = self_assessment().to_json().replace('"format":1', '"format":9')
    with pytest.raises(Refused, match=r"phiên bản 9 .* hãy cập nhật chương trình"):
        FormData.from_json(newer)
    with pytest.raises(Refused, match=r"kiểu trang số 99 .* hãy cập nhật chương trình"):
        render(replace(self_assessment(), layout=99))


def test_a_letter_that_cannot_print_stops_the_paper_with_one_sentence() -> None:
    data = self_assessment()
    odd = replace(data.sections[0], blocks=(Paragraph("Thôn \U0001f600"),))
    with pytest.raises(KnownError, match=r"Không in được ký tự .* \(U\+1F600\)"):
        render(replace(data, sections=(odd,)))


def test_more_letters_than_one_embedded_font_holds_still_print_and_read_back() -> None:
    codes = [
        *range(0xC0, 0x180),
        *range(0x391, 0x3A2),
        *range(0x410, 0x450),
        *range(0x1EA0, 0x1EFA),
    ]
    words = " ".join("".join(map(chr, codes[at : at + 7])) for at in range(0, len(codes), 7))
    data = FormData("x", "1", "t", 1, (Section((Paragraph(words),)),))
    assert len(set(words)) > 300
    assert words_of(render(data)) == words


def test_the_printed_text_can_be_searched_and_copied() -> None:
    text = words_of(render(self_assessment()))
    assert "Địa bàn xã Ia Dom có 3 thôn, tổ dân phố; 306 hộ, 19.870 nhân khẩu" in text
    assert report().criteria[2].text in text
