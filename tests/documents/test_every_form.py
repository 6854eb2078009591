"""Every form in three fillings: its words in order, nothing outside or over another, as it looked.

A form that is added or changed on purpose is looked at, then `python -m tests.documents.golden
<id>` keeps how it looks.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from sachmatuy_desktop.documents.rendering import render
from sachmatuy_desktop.packs.forms import all_form_ids, load_form
from tests.documents.fillings import FILLINGS, composed
from tests.documents.golden import FOLDER, MOST_ODD, looks, odd_parts
from tests.documents.wording_order import missing_words

MM = 72 / 25.4
QPDF = shutil.which("qpdf")
Box = tuple[float, float, float, float]
"""Left, top, right, bottom from the upper left corner, in points."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("forms")


@pytest.mark.parametrize("form_id", all_form_ids())
def test_a_form_in_three_fillings(form_id: str, folder: Path) -> None:
    form = load_form(form_id)
    prints = {}
    for filling in FILLINGS:
        data = composed(form, filling)
        prints[filling] = render(data)
        _check_fonts(prints[filling])
        _check_file(prints[filling], folder / f"{form_id}-{filling}.pdf")
        document = pypdfium2.PdfDocument(prints[filling])
        texts = []
        for number in range(len(document)):
            page = document[number]
            boxes = list(_boxes(page))
            _check_margins(page, boxes, f"{filling}, page {number + 1}")
            _check_apart(boxes, f"{filling}, page {number + 1}")
            texts.append(page.get_textpage().get_text_bounded())
        document.close()
        assert missing_words(data, texts) == [], filling
    _check_looks(form_id, looks(form_id, prints))


def _check_fonts(pdf: bytes) -> None:
    """Every font is embedded and its letters can be read back."""
    fonts = len(re.findall(rb"/Type /Font /Subtype", pdf))
    assert fonts > 0
    assert pdf.count(b"/FontFile2") == pdf.count(b"/ToUnicode") == fonts


def _check_file(pdf: bytes, path: Path) -> None:
    """A stranger's program finds nothing wrong with the file."""
    if QPDF is None:
        return
    path.write_bytes(pdf)
    done = subprocess.run([QPDF, "--check", path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    path.unlink()


def _boxes(page: pypdfium2.PdfPage) -> Iterator[Box]:
    """The boxes of all words of the page, a line or a part of one each."""
    height = page.get_height()
    text = page.get_textpage()
    for number in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(number)
        yield (left, height - top, right, height - bottom)
    text.close()


def _check_margins(page: pypdfium2.PdfPage, boxes: list[Box], where: str) -> None:
    """The text area; page number, marks and foot line stand in the margins above and below."""
    width, height = page.get_size()
    for left, top, right, bottom in boxes:
        inside = left >= 30 * MM - 1.5 and right <= width - 20 * MM + 1.5
        assert inside, (where, left, right)
        above = bottom < 20 * MM + 1
        assert above or top >= 20 * MM - 4, (where, top)
        assert bottom <= height - 20 * MM + 6, (where, bottom)


def _check_apart(boxes: list[Box], where: str) -> None:
    """No words stand on others: boxes share no more than accents reach into the line above."""
    ordered = sorted(boxes, key=lambda box: box[1])
    for number, one in enumerate(ordered):
        for other in ordered[number + 1 :]:
            if other[1] >= one[3]:
                break
            across = min(one[2], other[2]) - max(one[0], other[0])
            down = min(one[3], other[3]) - other[1]
            least = min(one[3] - one[1], other[3] - other[1])
            assert across < 2 or down < 0.45 * least, (where, one, other)


def _check_looks(form_id: str, now: str) -> None:
    path = FOLDER / f"{form_id}.txt"
    assert path.is_file(), f"look at the form, then: python -m tests.documents.golden {form_id}"
    before = path.read_text(encoding="utf-8").splitlines()
    lines = now.splitlines()
    renew = f"the form looks different; if so meant: python -m tests.documents.golden {form_id}"
    assert [line.split()[0] for line in before] == [line.split()[0] for line in lines], renew
    for old, new in zip(before[1:], lines[1:], strict=True):
        assert odd_parts(old.split()[1], new.split()[1]) <= MOST_ODD, f"{renew}\n{old}\n{new}"


# --- the tools themselves ------------------------------------------------------------------------


def test_words_over_others_and_outside_are_seen() -> None:
    line, below, over = (90, 100, 300, 114), (90, 116, 300, 130), (200, 106, 400, 120)
    _check_apart([line, below], "apart")
    with pytest.raises(AssertionError, match="over"):
        _check_apart([line, below, over], "over")
    document = pypdfium2.PdfDocument.new()
    page = document.new_page(595, 842)
    _check_margins(page, [line], "inside")
    for outside in ((80, 100, 90, 114), (500, 100, 560, 114), (90, 800, 300, 814)):
        with pytest.raises(AssertionError, match="outside"):
            _check_margins(page, [outside], "outside")


def test_a_word_that_is_lost_or_moved_is_seen() -> None:
    form = load_form("recognition-request")
    data = composed(form, "usual")
    document = pypdfium2.PdfDocument(render(data))
    texts = [document[n].get_textpage().get_text_bounded() for n in range(len(document))]
    assert missing_words(data, texts) == []
    lost = [text.replace("Hồ sơ gửi kèm", "Hồ sơ gửi") for text in texts]
    assert missing_words(data, lost) == ["hồsơgửikèmtheotờtrìnhgồm:"]
    half = len(texts[0]) // 2
    assert missing_words(data, [texts[0][half:] + texts[0][:half], *texts[1:]])


def test_another_look_is_seen() -> None:
    form = load_form("recognition-request")
    usual = looks("x", {"usual": render(composed(form, "usual"))}).split()[2]
    other = looks("x", {"usual": render(composed(form, "empty"))}).split()[2]
    assert odd_parts(usual, usual) == 0
    assert odd_parts(usual, other) > MOST_ODD
