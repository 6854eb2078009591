"""Which lines are missing that others wait for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

__all__ = ["Gap", "Stretch", "gaps"]

Stream = tuple[str, str, str]
"""A stream of a site: site, scope, unit."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines that wait: whose, which, and up to which line of others their authors had read.

    `author` is the key they are signed with.
    """

    stream: Stream
    author: str
    first: int
    last: int
    saw: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Gap:
    """Lines that are neither here nor waiting: whose, and from which to which.

    `author` is the key that signs for the site, "" where no line of it has come.
    """

    site: str
    scope: str
    unit: str
    first: int
    last: int
    author: str = ""


def gaps(waiting: Iterable[Stretch], held: Callable[[Stream], int]) -> list[Gap]:
    """What these stretches wait for, `held` telling the last line of a stream that is here."""
    wanted: defaultdict[Stream, int] = defaultdict(int)
    there: defaultdict[Stream, list[tuple[int, int]]] = defaultdict(list)
    authors: dict[str, str] = {}
    for each in waiting:
        site, scope, unit = each.stream
        authors[site] = each.author
        there[each.stream].append((each.first, each.last))
        wanted[each.stream] = max(wanted[each.stream], each.first - 1)
        for other, upto in each.saw.items():
            stream = (other, scope, unit)
            wanted[stream] = max(wanted[stream], upto)
    return [
        Gap(*stream, first, last, authors.get(stream[0], ""))
        for stream, upto in sorted(wanted.items())
        for first, last in _holes(held(stream), upto, sorted(there[stream]))
    ]


def _holes(held: int, upto: int, there: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """What of the lines after `held` up to `upto` none of the stretches covers."""
    next_one = held + 1
    for first, last in there:
        if next_one < first <= upto + 1:
            yield next_one, first - 1
        next_one = max(next_one, last + 1)
    if next_one <= upto:
        yield next_one, upto
