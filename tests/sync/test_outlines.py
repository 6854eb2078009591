"""Who passes on less than there is: nobody can drop what another wrote, or hide it behind the law.

PC 2 of a commune wrote of her, and of somebody else; PC 1 erased her, PC 2 read that and wrote of
her anew.  Then PC 1 passes everything on to the office above, honestly or not.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import zstandard

from sachmatuy_desktop.domain.changes import gone_line, is_stub, outlined
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.errors import Refused
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import bundles, trusting
from sachmatuy_desktop.storage.erasures.erasing import erased_among
from sachmatuy_desktop.storage.row_reading import read_rows
from sachmatuy_desktop.storage.store import Connection
from sachmatuy_desktop.storage.sync import parking
from sachmatuy_desktop.storage.sync.author_limits import NO_LIMITS, AuthorLimit, AuthorLimits
from sachmatuy_desktop.storage.sync.merge_report import MergeReport
from sachmatuy_desktop.sync import incoming
from sachmatuy_desktop.sync.outlines import Outlining
from sachmatuy_desktop.sync.sealing import SealedSegment, seal_segment, verify_segment
from tests.erased import NAME
from tests.offices import HOANG_PHONG, IA_DOM, add, edit, new_office
from tests.sync.forging import forged
from tests.sync.test_erasing_travels import carry, erase
from tests.sync.test_two_offices import DISTRICT, introduce, trust

Segments = Sequence[SealedSegment]
Forging = Callable[[bytes], bytes]


@dataclass
class Story:
    """The three offices, her, somebody else, and what PC 1 would pass on."""

    one: Office
    two: Office
    above: Office
    her: RecordId
    other: RecordId
    segments: Segments

    def of_two(self) -> list[int]:
        """Which segments PC 2 wrote."""
        author = self.two.keys.device.public.key_id
        return [at for at, each in enumerate(self.segments) if each.header.author == author]

    def forging(self, forge: Forging) -> Segments:
        """The same with every line of PC 2 passed through somebody's hands."""
        mine = list(self.segments)
        for at in self.of_two():
            lines = [forge(line) for line in lines_of(mine[at])]
            mine[at] = with_lines(mine[at], lines)
        return mine


def lines_of(segment: SealedSegment) -> list[bytes]:
    plain = zstandard.ZstdDecompressor().decompressobj().decompress(segment.packed)
    return plain[:-1].split(b"\n")


def with_lines(segment: SealedSegment, lines: Sequence[bytes]) -> SealedSegment:
    plain = b"".join(line + b"\n" for line in lines)
    packed = zstandard.ZstdCompressor().compress(plain)
    return replace(segment, packed=packed, left=len(plain))


def stub(line: bytes) -> bytes:
    return gone_line(line.decode()).encode()


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    folder = tmp_path_factory.mktemp("phác")
    one = new_office(folder / "máy 1", IA_DOM)
    two = new_office(folder / "máy 2", IA_DOM)
    above = new_office(folder / "huyện", DISTRICT, kind="receiving")
    trust(one, two, "sister")
    trust(two, one, "sister")
    introduce(one, above)
    introduce(two, above)
    her = add(two, "people", full_name=NAME, birth="1990")
    other = add(two, "people", full_name="Lê Văn Cam", birth="1980")
    carry(two, one)
    erase(one, her)
    carry(one, two)
    edit(two, "people", her, occupation="Thợ mộc")
    carry(two, one)
    partner = trusting.partner_of(one, above.keys.device.public.key_id)
    with one.store.writing() as connection:
        segments = bundles.gather(connection, one, partner, {}).segments
    yield Story(one, two, above, her, other, segments)
    for each in (one, two, above):
        each.close()


Look = Callable[[Connection, MergeReport], None]


def offer(story: Story, *bundles_: Segments, look: Look, limits: AuthorLimits = NO_LIMITS) -> None:
    """Bundles come in one after the other; what is seen then, and all of it is taken back."""
    above = story.above
    known = trusting.directory(above)
    with above.store.trying() as connection:
        report = MergeReport()
        for number, segments in enumerate(bundles_):
            arrived = incoming.unpack(segments, known.authors(), above.info.unit_id)
            report = incoming.merge(connection, arrived, f"{number}", limits=limits)
        look(connection, report)


def names(connection: Connection, story: Story) -> dict[RecordId, object]:
    rows = read_rows(connection, "people", [story.her, story.other])
    return {str(each["id"]): each["full_name"] for each in rows}


def whole(story: Story) -> Look:
    """All is here: what she was is gone, what was written since and all others stand."""

    def look(connection: Connection, report: MergeReport) -> None:
        assert not parking.parked(connection)
        said = names(connection, story)
        assert said[story.other] == "Lê Văn Cam"
        assert said[story.her] not in (None, NAME)
        (row,) = read_rows(connection, "people", [story.her])
        assert row["occupation"] == "Thợ mộc"

    return look


def waits(story: Story) -> Look:
    """Nothing of what PC 2 wrote counts, and a person sees that it waits."""

    def look(connection: Connection, report: MergeReport) -> None:
        assert report.parked
        assert names(connection, story) == {}
        assert {each.missing for each in parking.waiting(connection)}

    return look


def test_an_honest_bundle_comes_in_whole(story: Story) -> None:
    assert any(is_stub(line) for at in story.of_two() for line in lines_of(story.segments[at]))
    offer(story, story.segments, look=whole(story))


def test_another_persons_line_taken_out_waits_and_an_honest_copy_brings_it(story: Story) -> None:
    def drop(line: bytes) -> bytes:
        return stub(line) if b"Cam" in line else line

    offer(story, story.forging(drop), look=waits(story))
    offer(story, story.forging(drop), story.segments, look=whole(story))


def test_what_was_written_after_the_erasing_cannot_be_taken_out(story: Story) -> None:
    def drop(line: bytes) -> bytes:
        return stub(line) if "Thợ mộc".encode() in line else line

    def look(connection: Connection, report: MergeReport) -> None:
        assert report.parked == 1
        assert names(connection, story)[story.other] == "Lê Văn Cam"

    offer(story, story.forging(drop), look=look)
    offer(story, story.forging(drop), story.segments, look=whole(story))


def test_a_line_hidden_as_one_of_hers_is_noticed(story: Story) -> None:
    def hide(line: bytes) -> bytes:
        if b"Cam" not in line:
            return line
        said = json.loads(stub(line)) | {"i": story.her}
        return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()

    with pytest.raises(Refused, match="bị hỏng"):
        offer(story, story.forging(hide), look=whole(story))


def test_an_outline_is_its_authors_or_none(story: Story) -> None:
    at = next(each for each in story.of_two() if story.segments[each].left is not None)
    segment, mine = story.segments[at], list(story.segments)
    outlining = Outlining()
    outlining.extend(lines_of(segment))
    forger = story.one.keys.device.signing
    for outline in (outlining.signed(segment.header.hash, forger), None):
        mine[at] = replace(segment, outline=outline)
        with pytest.raises(Refused):
            offer(story, mine, look=whole(story))


def test_what_was_erased_waits_until_the_erasing_comes(story: Story) -> None:
    only = [story.segments[at] for at in story.of_two()]
    offer(story, only, look=waits(story))
    offer(story, only, story.segments, look=whole(story))


def test_an_erasing_by_a_key_without_the_right_takes_nothing_away(story: Story) -> None:
    key = story.one.keys.device.public.key_id
    limits = {key: AuthorLimit(scopes=frozenset({"programme"}))}
    offer(story, story.segments, look=waits(story), limits=limits)


def test_nobody_erases_what_stands_in_anothers_stream(story: Story, tmp_path: Path) -> None:
    neighbour = new_office(tmp_path / "xã bên", HOANG_PHONG)
    introduce(neighbour, story.above)
    line: dict[str, object] = {"r": "people", "i": story.other, "u": HOANG_PHONG, "v": {}}
    theirs = forged(neighbour, "people", HOANG_PHONG, [line], act="erase.person", clock=2**60)

    def look(connection: Connection, report: MergeReport) -> None:
        assert names(connection, story)[story.other] == "Lê Văn Cam"
        whole(story)(connection, report)

    for order in ([story.segments, [theirs]], [[theirs], story.segments]):
        offer(story, *order, look=look)

    def known(connection: Connection, report: MergeReport) -> None:
        assert report.quarantined
        assert story.other not in erased_among(connection, [story.other])

    offer(story, story.segments, [theirs], look=known)
    neighbour.close()


def test_the_outline_is_the_same_before_and_after(story: Story) -> None:
    for at in story.of_two():
        verify_segment(story.segments[at], story.two.keys.device.public.sign)
    lines = [b'{"n":1,"x":"0"}', b'{"n":2,"r":"people","i":"a","u":"b","v":{"full_name":"L"}}']
    sealed = seal_segment(
        lines,
        site="ab" * 16,
        stream="people/x",
        first=1,
        last=2,
        previous="0" * 64,
        signing=story.two.keys.device.signing,
    )
    assert [outlined(outlined(line)) for line in lines] == [lines[0], stub(lines[1])]
    left = with_lines(sealed, [outlined(line) for line in lines])
    verify_segment(left, story.two.keys.device.public.sign)
    with pytest.raises(Refused):
        verify_segment(with_lines(sealed, lines[:1]), story.two.keys.device.public.sign)
