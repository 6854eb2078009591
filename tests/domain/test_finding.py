"""What a typed text finds, and what it finds first."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sachmatuy_desktop.domain.finding import Asked, Rank, search_words
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.domain.text import fold, nfc

LAW = settings(max_examples=200, deadline=None)
SYLLABLES = "an anh binh cuong dung đat giang hoa hoang huyên khuê ngoan nguyên oanh thuy uyên yên"
TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
VOWELS = "aăâeêioôơuưy"


def words(**values: Value) -> str:
    return search_words(REGISTERS["people"], values)


def found(typed: str, *names: str) -> list[str]:
    """The names that a text finds, best hits first, otherwise in the order given."""
    ranked = [(Asked.of(typed).rank(words(full_name=name)), name) for name in names]
    hits = [(rank, name) for rank, name in ranked if rank is not None]
    return [name for _rank, name in sorted(hits, key=lambda hit: hit[0])]


PEOPLE = (
    "Nguyễn Văn An",
    "Đỗ Thị Hòa",
    "Đỗ Thị Hoà",
    "Lê Hoàng",
    "Lê Văn Thủy",
    "Mai Thị Thuỳ",
    "Mai Thị Thùy",
    "Trần Thị Thuý",
    "Trần Thị Thúy",
    "Dương Duy",
    "Đặng Đức",
    "Y Blô Niê",
    "A Nhin",
    "H'Hen Niê",
    "H’Bia",
    "Siu Kim Yến",
)

TYPED = {
    "thuy": [
        "Lê Văn Thủy",
        "Mai Thị Thuỳ",
        "Mai Thị Thùy",
        "Trần Thị Thuý",
        "Trần Thị Thúy",
    ],
    "thúy": [
        "Trần Thị Thuý",
        "Trần Thị Thúy",
        "Lê Văn Thủy",
        "Mai Thị Thuỳ",
        "Mai Thị Thùy",
    ],
    "thuý": [
        "Trần Thị Thuý",
        "Trần Thị Thúy",
        "Lê Văn Thủy",
        "Mai Thị Thuỳ",
        "Mai Thị Thùy",
    ],
    "THUỶ": ["Lê Văn Thủy", "Mai Thị Thuỳ", "Mai Thị Thùy", "Trần Thị Thuý", "Trần Thị Thúy"],
    "hoà": ["Đỗ Thị Hòa", "Đỗ Thị Hoà", "Lê Hoàng"],
    "thuy le": ["Lê Văn Thủy"],
    "le thuy van": ["Lê Văn Thủy"],
    "đ": ["Đỗ Thị Hòa", "Đỗ Thị Hoà", "Đặng Đức", "Dương Duy"],
    "đu": ["Dương Duy", "Đặng Đức"],
    "đư": ["Đặng Đức", "Dương Duy"],
    "d d": ["Đỗ Thị Hòa", "Đỗ Thị Hoà", "Dương Duy", "Đặng Đức"],
    "n": ["Nguyễn Văn An", "Y Blô Niê", "A Nhin", "H'Hen Niê"],
    "y": ["Y Blô Niê", "Siu Kim Yến"],
    "blo": ["Y Blô Niê"],
    "h'hen": ["H'Hen Niê"],
    "H’ Hen": ["H'Hen Niê"],
    "hhen": ["H'Hen Niê"],
    "hen": ["H'Hen Niê"],
    "bia": ["H’Bia"],
    "nva": ["Nguyễn Văn An"],
    "n v a": ["Nguyễn Văn An"],
    "sky": ["Siu Kim Yến"],
    "nv": [],
    "huy": [],
    "zz": [],
}


@pytest.mark.parametrize(("typed", "expected"), TYPED.items(), ids=TYPED.keys())
def test_typed_and_found_in_order(typed: str, expected: list[str]) -> None:
    assert found(typed, *PEOPLE) == expected


NUMBERS = {
    "062198": True,
    "000123": True,
    "198 000": True,
    "062 198 000 123": True,
    "062.198.000.1": True,
    "0912345678": True,
    "0912 345 678": True,
    "0912.345": True,
    "912345": True,
    "345 6": True,
    "+84 912 345 678": True,
    "+84912345678": True,
    "(+84) 912.345": True,
    "0084 912": True,
    "84912345": True,
    "06": True,
    "09": True,
    "an 5678": True,
    "5678 an": True,
    "0912345678 062198000123": True,
    "99": False,
    "062199": False,
    "+84 913": False,
    "binh 5678": False,
}


@pytest.mark.parametrize(("typed", "is_found"), NUMBERS.items(), ids=NUMBERS.keys())
@pytest.mark.parametrize("phone", ["0912345678", "0912 345 678", "+84 912.345.678"])
def test_a_part_of_a_number_finds_its_owner(typed: str, is_found: bool, phone: str) -> None:
    kept = words(full_name="Lê An", citizen_number="062198000123", phone=phone)
    assert (Asked.of(typed).rank(kept) is not None) == is_found


def test_several_phones_of_one_line_are_several_numbers() -> None:
    kept = search_words(REGISTERS["hotline_boards"], {"numbers": "0260 3915648; 113"})
    assert Asked.of("02603915648").rank(kept) == Rank.BEST
    assert Asked.of("113").rank(kept) == Rank.BEST
    assert Asked.of("648113").rank(kept) is None


def test_the_parts_of_an_address_and_of_a_paper_are_words() -> None:
    kept = words(full_name="Lê An", current_address="Số nhà 312, Tổ 4/2, Thôn 3")
    for typed in ("312", "so nha 312", "to 4", "thon 3", "thôn 3 lê an"):
        assert Asked.of(typed).rank(kept) == Rank.BEST
    assert Asked.of("thon 4").rank(kept) == Rank.BEST  # a word each, in any order
    assert Asked.of("thon 5").rank(kept) is None


@pytest.mark.parametrize("typed", ["", "   ", "'", "…", "-"])
def test_nothing_typed_asks_for_nothing(typed: str) -> None:
    assert not Asked.of(typed)


def test_hits_by_initials_come_last() -> None:
    assert found("lan", "Lê Anh Nam", "Hà Thị Lan", "Lò Lan") == [
        "Hà Thị Lan",
        "Lò Lan",
        "Lê Anh Nam",
    ]


def toned(syllable: str, tone: str, place: int) -> str:
    """The syllable with a tone on one of its vowels, wherever a typist might put it."""
    vowels = [index for index, letter in enumerate(syllable) if letter in VOWELS]
    at = vowels[place % len(vowels)]
    return nfc(syllable[: at + 1] + tone + syllable[at + 1 :])


FORMS: dict[str, Callable[[str], str]] = {
    "composed": nfc,
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "bare": fold,
    "capitals": str.upper,
}

SYLLABLE = st.builds(
    toned, st.sampled_from(SYLLABLES.split()), st.sampled_from(TONES), st.integers(0, 3)
)
NAMES = st.lists(SYLLABLE, min_size=1, max_size=4).map(" ".join).map(str.title)


@LAW
@given(name=NAMES, form=st.sampled_from(list(FORMS)), data=st.data())
def test_every_name_is_found_by_any_beginnings_of_its_words_in_any_order(
    name: str, form: str, data: st.DataObject
) -> None:
    typed = [
        word[: data.draw(st.integers(1, len(word)))]
        for word in data.draw(st.permutations(name.split()))
    ]
    text = " ".join(typed)
    assert Asked.of(FORMS[form](text)).rank(words(full_name=name)) in (Rank.BEST, Rank.PLAIN)


@LAW
@given(
    syllable=st.sampled_from(SYLLABLES.split()),
    tone=st.sampled_from(TONES),
    places=st.tuples(*[st.integers(0, 3)] * 2),
)
def test_the_tone_is_found_wherever_it_is_put(
    syllable: str, tone: str, places: tuple[int, int]
) -> None:
    kept, typed = (toned(syllable, tone, place) for place in places)
    assert Asked.of(typed).rank(words(full_name=kept)) == Rank.BEST


@LAW
@given(name=NAMES, typed=st.text(alphabet="abcdeghinouưyđêôơ 0123456789.+'-", max_size=8))
def test_composed_and_decomposed_are_one_text(name: str, typed: str) -> None:
    decomposed = unicodedata.normalize("NFD", typed)
    assert Asked.of(typed) == Asked.of(decomposed)
    assert words(full_name=name) == words(full_name=unicodedata.normalize("NFD", name))


@LAW
@given(
    number=st.text(alphabet="0123456789", min_size=12, max_size=12),
    data=st.data(),
)
def test_every_part_of_a_number_finds_it(number: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, 9))
    end = data.draw(st.integers(start + 3, 12))
    assert Asked.of(number[start:end]).rank(words(citizen_number=number)) == Rank.BEST
