"""Phiếu biên nhận gói dữ liệu: what became of a bundle, on a paper with a code that proves it.

It has numbers and names of books and offices, and nobody's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sachmatuy_desktop.documents.composing import compose
from sachmatuy_desktop.documents.wording import grouped
from sachmatuy_desktop.domain.forms import Cell, FormData, FormDefinition
from sachmatuy_desktop.packs.forms import load_form

__all__ = ["SlipPaper", "slip_paper"]

_A_LINE: Final = 4
"""So many groups of the typed code stand on a line."""

_BOOKS: Final = 8
"""So many books are named, those with most records: the slip stays one page."""


@dataclass(frozen=True, slots=True)
class SlipPaper:
    """The facts of the paper, every moment and name as it prints.

    `books` are title, new, changed and removed; `why` says how often each reason put something
    aside; `code` is the text of the QR, `groups` the same to be typed.
    """

    office: str
    sender: str
    number: int
    made: str
    taken: str
    digest: str
    books: Sequence[tuple[str, int, int, int]]
    why: Mapping[str, int]
    parked: int
    missing: Sequence[int]
    lacking: int
    conflicts: int
    returned: int
    undone: str
    code: str
    groups: Sequence[str]
    training: bool = False


def slip_paper(slip: SlipPaper) -> FormData:
    """The paper, ready to print."""
    form = load_form("bundle-receipt")
    words = form.constants
    return compose(
        form,
        {
            "office": slip.office[:1].upper() + slip.office[1:],
            "sender": slip.sender,
            "bundle": words["slip_bundle"].format(number=slip.number),
            "made": slip.made,
            "taken": slip.taken,
            "digest": slip.digest,
            "books": tuple(_rows(slip.books, words)),
            "remarks": tuple(_remarks(form, slip)) or (words["slip_whole"],),
            "code": slip.code,
            "groups": tuple(_lines(slip.groups)),
        },
        training=slip.training,
    )


def _rows(
    books: Sequence[tuple[str, int, int, int]], words: Mapping[str, str]
) -> Iterator[tuple[Cell, ...]]:
    """The books with most records in their order, the others in one line, and the sums."""
    ranked = sorted(books, key=lambda line: -sum(line[1:]))
    named = [line for line in books if line in ranked[:_BOOKS]]
    others = ranked[_BOOKS:]
    yield from named
    if others:
        yield (words["slip_other_books"].format(count=len(others)), *_sums(others))
    if books:
        yield (words["total_label"], *_sums(books))


def _sums(books: Sequence[tuple[str, int, int, int]]) -> Iterator[int]:
    counts = [line[1:] for line in books]
    return map(sum, zip(*counts, strict=True))


def _remarks(form: FormDefinition, slip: SlipPaper) -> Iterator[str]:
    """What is missing, set aside or sent back, and why; nothing when all is well."""
    words = form.constants
    if slip.undone:
        yield words["slip_undone"].format(when=slip.undone)
    if slip.parked:
        numbers = ", ".join(map(str, slip.missing))
        missing = words["slip_missing"].format(numbers=numbers) if numbers else ""
        yield words["slip_parked"].format(count=grouped(slip.parked), missing=missing)
    if slip.lacking:
        yield words["slip_lacking"].format(count=grouped(slip.lacking))
    if slip.why:
        reasons = (
            words.get(f"slip_why_{why}", words["slip_why_other"]).format(count=grouped(count))
            for why, count in slip.why.items()
        )
        count = grouped(sum(slip.why.values()))
        yield words["slip_aside"].format(count=count, why=", ".join(reasons))
    for name, number in (("conflicts", slip.conflicts), ("returned", slip.returned)):
        if number:
            yield words[f"slip_{name}"].format(count=grouped(number))


def _lines(groups: Sequence[str]) -> Iterator[str]:
    """Some groups a line, each line with the number of its first group."""
    for at in range(0, len(groups), _A_LINE):
        yield f"{at + 1:02}.   " + "   ".join(groups[at : at + _A_LINE])
