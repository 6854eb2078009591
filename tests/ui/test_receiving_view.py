"""The page of a receiving office: what a commune's results read like."""

from __future__ import annotations

import pytest

from sachmatuy_desktop.services.sync.communes import CommuneLine
from sachmatuy_desktop.storage.results import Result
from sachmatuy_desktop.ui.pages.sync.receiving import cells_of
from sachmatuy_desktop.ui.theme import Tone

BY_COMMUNE = "ia-hdrai-2024/commune-drug-free"
BY_VILLAGE = "lang-chanh-2023/neighbourhood"


@pytest.mark.parametrize(
    ("pack", "result", "villages", "words", "tone"),
    [
        (BY_COMMUNE, ("no", 5, 7), 7, "Chưa đạt 5/7", Tone.BLOCK),
        (BY_COMMUNE, ("yes", 7, 7), 7, "Đạt 7/7", Tone.GOOD),
        (BY_VILLAGE, ("yes", 1, 1), 14, "1/14 khu phố đạt", Tone.CARE),
        (BY_VILLAGE, ("yes", 14, 14), 14, "14/14 khu phố đạt", Tone.GOOD),
    ],
)
def test_one_khu_pho_is_not_the_whole_town(
    pack: str, result: tuple[str, int, int], villages: int, words: str, tone: Tone
) -> None:
    outcome, met, total = result
    outcomes = {pack: Result(outcome, None, met, total, "2026-10-12")}
    line = CommuneLine("xa-1", "thị trấn Bản Mẫu", None, 111, 28, outcomes, ())
    *_others, cell = cells_of(line, [pack], villages)
    assert (cell.text, cell.tone) == (words, tone)
