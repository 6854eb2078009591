"""Vietnamese text: what is kept, what is searched by, what is sorted by."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sachmatuy_desktop.domain.text import clean, fold, fold_marks, nfc, sort_key

LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]

WORDS = "an ăn ân ban đan dan en ên hoa hoan khuyu lan nghiêng on ôn ơn quy thuy un ưn y"
SYLLABLES = WORDS.split()


def shuffled(ordered: Sequence[str]) -> list[str]:
    """The same in an order that is surely wrong, so that sorting has work to do."""
    return [*ordered[1::2], *ordered[::2]]


def toned(syllable: str, tone: str) -> str:
    """The syllable with a tone on its last vowel, wherever a typist might put it."""
    place = max(index for index, letter in enumerate(syllable) if letter in "aăâeêioôơuưy")
    return nfc(syllable[: place + 1] + tone + syllable[place + 1 :])


VIETNAMESE = st.builds(toned, st.sampled_from(SYLLABLES), st.sampled_from(TONES))
NAMES = st.lists(VIETNAMESE, min_size=1, max_size=4).map(" ".join)
LAW = settings(max_examples=150, deadline=None)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Nguyễn \t Văn\nAn ", "Nguyễn Văn An"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Thuỷ"), "Nguyễn Thị Thuỷ"),
        ("Trần\u200b Đức\u00a0Bình\ufeff", "Trần Đức Bình"),
        ("\u202aLê Văn Cường\u202c", "Lê Văn Cường"),
        ("Hoà", "Hoà"),
    ],
)
def test_a_typed_text_is_tidied_but_never_rewritten(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@pytest.mark.parametrize(
    "variants",
    [
        ("hoà", "hòa", "HOÀ", "HÒA", "Hoa"),
        ("ma tuý", "ma túy", "MA TÚY"),
        ("thuỷ", "thủy", "Thuỷ"),
        ("khoẻ", "khỏe"),
        ("loè", "lòe"),
        ("Đắk Lắk", "đăk lăk", "DAK LAK"),
        ("Ia H'Drai", "Ia H’ Drai", "ia h' drai"),
    ],
)
def test_spellings_of_one_word_are_found_by_each_other(variants: tuple[str, ...]) -> None:
    assert len({fold(variant) for variant in variants}) == 1


@pytest.mark.parametrize(
    ("modern", "older"),
    [
        ("hoà", "hòa"),
        ("tuý", "túy"),
        ("thuỷ", "thủy"),
        ("khoẻ", "khỏe"),
        ("loè", "lòe"),
        ("quý", "qúy"),
        ("già", "gìa"),
        ("toán", "tóan"),
        ("ngoáy", "ngóay"),
    ],
)
def test_the_tone_may_stand_in_either_place_and_is_still_a_tone(modern: str, older: str) -> None:
    assert fold_marks(modern) == fold_marks(older)
    assert fold_marks(modern) != fold_marks(fold(modern))


@pytest.mark.parametrize(
    "word", ["hoàn", "giếng", "nghiêng", "khuỷu", "uống", "Niê", "Blô", "quỳnh"]
)
def test_a_well_placed_tone_stays_where_it_is(word: str) -> None:
    assert fold_marks(word) == word.lower()


def test_marks_tell_words_apart_that_the_bare_search_joins() -> None:
    assert fold("Hạnh") == fold("Hành") == "hanh"
    assert fold_marks("Hạnh") != fold_marks("Hành")
    assert fold_marks("Đan") != fold_marks("Dan")


def test_the_alphabet_sorts_as_in_the_dictionary() -> None:
    assert sorted(LETTERS, key=sort_key) == list(LETTERS)
    assert sorted(shuffled(LETTERS.upper()), key=sort_key) == list(LETTERS.upper())


@pytest.mark.parametrize(
    "ordered",
    [
        ["ma", "mà", "mả", "mã", "má", "mạ", "măng", "mận"],
        ["an", "An", "AN", "àn"],
        ["An", "An Bình", "Anh", "Ánh", "Ân"],
        ["Dũng", "Duy", "Đan", "Đạt"],
        ["Đội 1", "Đội 10", "Đội 2", "Đội Hai"],
        ["Lê Hà Anh", "Lê Hạ Anh", "Lê Hà Bình"],
    ],
)
def test_names_sort_as_in_a_printed_list(ordered: list[str]) -> None:
    assert sorted(shuffled(ordered), key=sort_key) == ordered


def slow_order(text: str) -> tuple[list[int], list[int]]:
    """The dictionary's order as the grammar book tells it, letter by letter."""
    letters, tones = [], []
    for syllable in unicodedata.normalize("NFD", text).split():
        bare = nfc("".join(mark for mark in syllable if mark not in TONES))
        letters += [1 + LETTERS.index(letter) for letter in bare] + [0]
        tones.append(sum(TONES.index(mark) for mark in syllable if mark in TONES))
    return letters, tones


def test_every_syllable_with_every_tone_sorts_like_the_slow_reference() -> None:
    table = [toned(syllable, tone) for syllable, tone in product(SYLLABLES, TONES)]
    in_order = sorted(table, key=sort_key)
    assert in_order == sorted(table, key=slow_order)
    assert all(sort_key(before) < sort_key(after) for before, after in pairwise(in_order))


@LAW
@given(NAMES, NAMES)
def test_names_sort_like_the_slow_reference(one: str, other: str) -> None:
    assert (sort_key(one) < sort_key(other)) == (slow_order(one) < slow_order(other))


def test_a_sort_key_is_plain_text_for_any_column() -> None:
    key = sort_key("Nguyễn Thị Thuỷ 12/3")
    assert key.isascii()
    assert key.isprintable()


@LAW
@given(VIETNAMESE)
def test_search_does_not_see_tones(syllable: str) -> None:
    bare = "".join(m for m in unicodedata.normalize("NFD", syllable) if m not in TONES)
    assert fold(syllable) == fold(bare)


@LAW
@given(st.text())
def test_every_reading_is_settled_after_once(text: str) -> None:
    for reading in (clean, fold, fold_marks):
        assert reading(reading(text)) == reading(text)


@LAW
@given(st.one_of(NAMES, st.text()))
def test_composed_and_decomposed_text_are_one(text: str) -> None:
    composed, apart = nfc(text), unicodedata.normalize("NFD", text)
    for reading in (clean, fold, fold_marks, sort_key):
        assert reading(composed) == reading(apart)
