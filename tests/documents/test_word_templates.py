"""Templates of an office: begun from our form, looked over, filled; what is wrong is told."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import pytest

from sachmatuy_desktop.documents.word.places import form_as_template
from sachmatuy_desktop.documents.word.templates import fill_template, look_over
from sachmatuy_desktop.documents.word.untrusted import MOST_BYTES
from sachmatuy_desktop.errors import BadInput
from sachmatuy_desktop.packs.form_families import fillable_forms
from sachmatuy_desktop.packs.forms import load_form
from tests.documents.fillings import values_of
from tests.documents.word_reading import faults, opened, words_of

DECISION = load_form("163-iii-04")
ROSTER = load_form("163-iii-10")
NAME = "mau.docx"


def template(*paragraphs: str | list[str]) -> bytes:
    """A Word file; a paragraph given as a list has a run for each of its pieces."""
    made = docx.Document()
    for each in paragraphs:
        paragraph = made.add_paragraph()
        for piece in [each] if isinstance(each, str) else each:
            paragraph.add_run(piece)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def whole(*paragraphs: str | list[str]) -> bytes:
    """A template of the decision with all that must stand in it, and these paragraphs."""
    needed = [f"{{{spec.name}}}" for spec in DECISION.fields if spec.required]
    return template(*paragraphs, " ".join(needed))


def filled(content: bytes, **values: str) -> str:
    return words_of(opened(fill_template(content, NAME, DECISION, values)))


def test_every_form_that_is_begun_from_ours_is_a_template_of_itself() -> None:
    for form in (load_form(head.id) for head in fillable_forms().heads):
        begun = form_as_template(form)
        assert begun == form_as_template(form)
        assert look_over(begun, NAME, form).problems == (), form.id
        made = opened(fill_template(begun, NAME, form, values_of(form, "usual")))
        assert faults(made) == [], form.id
        assert "{" not in words_of(made), form.id


def test_a_place_split_over_runs_takes_the_look_of_its_first_run() -> None:
    content = whole(["Họ và tên: {h", "o_", "ten", "}", " (", "{ngay_sinh", ":dmy})"])
    made = opened(
        fill_template(content, NAME, DECISION, {"ho_ten": "Lò Văn Thí", "ngay_sinh": "1990-03-05"})
    )
    first = made.paragraphs[0]
    assert first.text == "Họ và tên: Lò Văn Thí (05/03/1990)"
    assert first.runs[0].text == "Họ và tên: Lò Văn Thí"


def test_capitals_lines_and_empty_places() -> None:
    said = filled(whole("{HO_TEN} – {ho_ten:hoa} – {que_quan}"), ho_ten="Lò Thị Ví\nDụ")
    assert said.startswith("LÒ THỊ VÍDỤ – LÒ THỊ VÍDỤ – ……")  # a line end is Word's own
    assert (
        "<w:br/>"
        in opened(fill_template(whole("{ho_ten}"), NAME, DECISION, {"ho_ten": "a\nb"}))
        .paragraphs[0]
        ._p.xml
    )


def test_nothing_typed_is_taken_for_a_place() -> None:
    assert filled(whole("{ho_ten}"), ho_ten="{que_quan}").startswith("{que_quan}")


def test_a_row_stands_for_every_row_of_its_table() -> None:
    made = docx.Document()
    table = made.add_table(rows=2, cols=3)
    for cell, text in zip(
        table.rows[1].cells, ("{#dang_quan_ly}{1}", "{2}", "{3} ({4})"), strict=True
    ):
        cell.text = text
    made.add_paragraph(
        " ".join(f"{{{s.name}}}" for s in ROSTER.fields if s.required and s.kind != "rows")
    )
    out = io.BytesIO()
    made.save(out)
    rows = tuple((str(n), f"Người {n}", "062", "1990", *[""] * 8) for n in (1, 2, 3))
    done = opened(fill_template(out.getvalue(), NAME, ROSTER, {"dang_quan_ly": rows}))
    cells = [[cell.text for cell in row.cells] for row in done.tables[0].rows[1:]]
    assert cells == [[str(n), f"Người {n}", "062 (1990)"] for n in (1, 2, 3)]
    none = opened(fill_template(out.getvalue(), NAME, ROSTER, {}))
    assert [cell.text for cell in none.tables[0].rows[1].cells] == ["", "", " ()"]


def test_who_wrote_the_template_does_not_leave_with_it() -> None:
    made = docx.Document()
    made.core_properties.author = "Nguyễn Văn Soạn"
    made.add_paragraph(" ".join(f"{{{s.name}}}" for s in DECISION.fields if s.required))
    out = io.BytesIO()
    made.save(out)
    done = fill_template(out.getvalue(), NAME, DECISION, {}, band="TẬP HUẤN")
    assert "Soạn" not in opened(done).core_properties.author
    assert opened(done).paragraphs[0].text == "TẬP HUẤN"


# -- wrong templates ------------------------------------------------------------------------------

UNKNOWN = "Không có trường"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{ho_va_ten}", UNKNOWN),
        ("{họ tên}", UNKNOWN),
        ("{ho_ten:dmy}", "Cách viết"),
        ("{ho_ten:to}", "Cách viết"),
        ("{ngay_sinh:gio}", "Cách viết"),
        ("{#ho_ten}", "chỉ dùng cho trường là danh sách"),
        ("{2}", "phải nằm cùng dòng"),
        ("{?gioi_tinh=khong_co}", "có giá trị mà trường này không có"),
    ],
)
def test_a_wrong_place_is_told_by_itself(text: str, told: str) -> None:
    (problem,) = look_over(whole(f"Họ tên: {text}"), NAME, DECISION).problems
    assert told in str(problem)
    assert text in str(problem)


def test_what_must_stand_in_it_and_does_not_is_listed() -> None:
    said = [str(each) for each in look_over(template("{dia_danh}"), NAME, DECISION).problems]
    assert any("{ho_ten}" in each for each in said)
    with pytest.raises(BadInput, match="Còn thiếu trường bắt buộc"):
        fill_template(template("{dia_danh}"), NAME, DECISION, {})


Change = Callable[[dict[str, bytes]], None]


def changed(change: Change) -> bytes:
    with zipfile.ZipFile(io.BytesIO(whole("a"))) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _within(part: str, old: bytes, new: bytes) -> Change:
    return lambda parts: parts.update({part: parts[part].replace(old, new, 1)})


def _without(part: str) -> Change:
    def change(parts: dict[str, bytes]) -> None:
        del parts[part]

    return change


def _with(part: str, content: bytes = b"x") -> Change:
    return lambda parts: parts.update({part: content})


TEXT, RELATIONS = "word/document.xml", "word/_rels/document.xml.rels"
_MAIN = b"wordprocessingml.document.main"
FAR = b'<Relationship Id="x1" Type="t/image" Target="http://a.b/c.png" TargetMode="External"/>'
DDE = b'<w:body><w:p><w:r><w:instrText> DDEAUTO c:\\a "b" </w:instrText></w:r></w:p>'
LAUGHS = b'<!DOCTYPE a [<!ENTITY b "c">]><w:document '


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"khong phai Word", "không phải văn bản Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "mật khẩu"),
        (b"PK\x03\x04hong", "bị hỏng"),
        (b"PK\x03\x04" + bytes(MOST_BYTES), "quá lớn"),
        (changed(_without(TEXT)), "không phải văn bản Word"),
        (changed(_with("word/vbaProject.bin")), "macro"),
        (
            changed(_within("[Content_Types].xml", _MAIN, b"macroEnabled")),
            "macro",
        ),
        (changed(_with("word/embeddings/oleObject1.bin")), "đối tượng nhúng"),
        (
            changed(_within(RELATIONS, b"</Relationships>", FAR + b"</Relationships>")),
            "trỏ ra ngoài",
        ),
        (changed(_within(TEXT, b"<w:body>", DDE)), "DDEAUTO"),
        (changed(_within(TEXT, b"<w:document ", LAUGHS)), "bị hỏng"),
        (changed(_with("word/x.xml", b"<a>")), "bị hỏng"),
        (changed(_with("word/big.xml", b" " * 20_000_000)), "quá lớn"),
        (changed(lambda parts: parts.update({f"a{n}": b"" for n in range(500)})), "quá lớn"),
    ],
)
def test_a_file_that_may_not_come_in_is_refused(content: bytes, told: str) -> None:
    looked = look_over(content, NAME, DECISION)
    assert len(looked.problems) == 1
    assert told in str(looked.problems[0])
    assert NAME in str(looked.problems[0])
