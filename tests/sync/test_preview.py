"""The preview of a bundle: every record before and after, what is missing, what would be found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import Sensitivity
from sachmatuy_desktop.domain.roles import ROLES
from sachmatuy_desktop.errors import KnownError
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import bundles, previewing, trusting
from sachmatuy_desktop.services.sync.bundles import Staged
from sachmatuy_desktop.services.sync.previewing import Altered, Fate
from sachmatuy_desktop.services.sync.versions import Age, judged
from sachmatuy_desktop.storage.sync import differences, outbox, post
from sachmatuy_desktop.storage.sync.gaps import Gap, Stretch, gaps
from tests.offices import (
    HOANG_PHONG,
    IA_DOM,
    TestClock,
    add,
    add_household,
    add_person,
    add_village,
    edit,
    new_office,
    remove,
)

pytestmark = pytest.mark.slow

DISTRICT = "huyen-618@1"


class Stopped(KnownError):
    """Somebody pressed «Dừng»."""


def introduce(lower: Office, upper: Office) -> None:
    for here, there, role in ((upper, lower, "lower"), (lower, upper, "upper")):
        groups = there.keys.device.public.fingerprint[:9]
        trusting.trust(here, trusting.own_card(there), groups, role)


@pytest.fixture
def commune(tmp_path: Path, clock: TestClock) -> Office:
    return new_office(tmp_path / "xã", IA_DOM, clock=clock)


@pytest.fixture
def district(tmp_path: Path, commune: Office, clock: TestClock) -> Office:
    office = new_office(tmp_path / "trên", DISTRICT, kind="receiving", clock=clock)
    introduce(commune, office)
    return office


def send(sender: Office, receiver: Office, stick: Path) -> Path:
    bundles.export(sender, receiver.keys.device.public.key_id, stick)
    return stick


def take_in(receiver: Office, stick: Path) -> None:
    bundles.merge(receiver, bundles.stage(receiver, stick))


def listed(office: Office, staged: Staged, register: str) -> list[Altered]:
    """All pages of a book."""
    pages = staged.preview.differences.pages(register)
    return [
        each
        for number in range(pages)
        for each in previewing.page(office, staged.preview, register, number).records
    ]


# -- records --------------------------------------------------------------------------------------


def test_a_record_is_told_with_each_field_before_and_after(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    village = add_village(commune, "Thôn 1")
    kept, gone = add_person(commune, "Lò Thị Mận", village), add_person(commune, "Siu Bưởi")
    take_in(district, send(commune, district, tmp_path / "1.smt"))
    edit(commune, "people", kept, occupation="Làm rẫy")
    remove(commune, "people", gone)
    new = add_person(commune, "Rơ Châm Mơ", village)
    staged = bundles.stage(district, send(commune, district, tmp_path / "2.smt"))

    found = {each.record: each for each in listed(district, staged, "people")}
    assert [each.fate for each in found.values()] == [Fate.REMOVED, Fate.CHANGED, Fate.NEW]
    assert found[kept].fields == {"occupation": (None, "Làm rẫy")}
    assert found[kept].title.startswith("Lò Thị Mận")
    assert found[gone].fields["full_name"] == ("Siu Bưởi", None)
    assert found[new].fields["full_name"] == (None, "Rơ Châm Mơ")
    assert found[new].village == village
    page = previewing.page(district, staged.preview, "people", 0)
    assert page.names[village].startswith("Thôn 1")
    counts = previewing.counts(district, staged.preview)["people"]
    assert (counts[Fate.NEW], counts[Fate.CHANGED], counts[Fate.REMOVED]) == (1, 1, 1)
    assert district.queries.count("people") == 2


def test_a_long_list_is_told_by_the_page(
    commune: Office, district: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(differences, "PAGE", 2)
    for number in range(5):
        add_village(commune, f"Thôn {number}")
    staged = bundles.stage(district, send(commune, district, tmp_path / "1.smt"))
    assert staged.preview.differences.pages("villages") == 3
    assert len(listed(district, staged, "villages")) == 5
    assert previewing.page(district, staged.preview, "villages", 9).records == ()


def test_what_a_role_may_not_see_is_left_out_and_counted(
    commune: Office, district: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = add_person(commune)
    add(commune, "tests", person=person, taken_on="2026-03-02", result="am_tinh")
    staged = bundles.stage(district, send(commune, district, tmp_path / "1.smt"))
    clerk = replace(ROLES["admin"], sees=Sensitivity.PERSONAL)
    monkeypatch.setattr("sachmatuy_desktop.services.office.role", lambda _id: clerk)
    assert "tests" not in previewing.counts(district, staged.preview)
    assert previewing.page(district, staged.preview, "tests", 0).records == ()
    hidden = [each.name for each in REGISTERS["people"].fields if not clerk.may_see(each)]
    (told,) = listed(district, staged, "people")
    assert not set(told.fields) & set(hidden)


# -- conflicts ------------------------------------------------------------------------------------


def test_both_values_and_a_removal_that_met_an_edit_are_told(tmp_path: Path) -> None:
    first, second = (new_office(tmp_path / name, IA_DOM) for name in ("1", "2"))
    for here, there in ((first, second), (second, first)):
        groups = there.keys.device.public.fingerprint[:9]
        trusting.trust(here, trusting.own_card(there), groups, "sister")
    one, two = add_village(first, "Thôn 1"), add_village(first, "Thôn 2")
    take_in(second, send(first, second, tmp_path / "1.smt"))
    edit(first, "villages", one, head="Mận")
    edit(second, "villages", one, head="Lê")
    edit(first, "villages", two, head="Mận")
    remove(second, "villages", two)
    staged = bundles.stage(second, send(first, second, tmp_path / "2.smt"))
    found = {each.record: each for each in staged.preview.conflicts}
    assert staged.preview.conflict_count == 2
    assert {each.values["head"] for each in found[one].claims} == {"Mận", "Lê"}
    assert found[two].is_removal
    assert not second.queries.conflicts()


# -- what is missing ------------------------------------------------------------------------------


def test_the_missing_bundle_is_named_by_its_number(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    village = add_village(commune)
    take_in(district, send(commune, district, tmp_path / "1.smt"))
    key = district.keys.device.public.key_id
    for number in (2, 3):
        with commune.store.writing() as connection:
            outbox.acknowledge(connection, key, outbox.held_vector(connection))
        edit(commune, "villages", village, head=f"Người {number}")
        send(commune, district, tmp_path / f"{number}.smt")
    (missing,) = bundles.stage(district, tmp_path / "3.smt").preview.missing
    assert missing.numbers == (2,)
    assert missing.before is not None
    assert missing.before.sequence == 1
    assert missing.author == commune.info.full_name
    assert missing.gap.last - missing.gap.first == 1
    assert bundles.stage(district, tmp_path / "2.smt").preview.missing == ()


def test_gaps_are_what_neither_is_here_nor_waits() -> None:
    waiting = [
        Stretch(("a", "programme", "x"), "A", 5, 6, {"b": 3}),
        Stretch(("a", "programme", "x"), "A", 9, 9, {}),
        Stretch(("b", "programme", "x"), "B", 2, 2, {}),
    ]
    held = {("a", "programme", "x"): 2}
    assert gaps(waiting, lambda stream: held.get(stream, 0)) == [
        Gap("a", "programme", "x", 3, 4, "A"),
        Gap("a", "programme", "x", 7, 8, "A"),
        Gap("b", "programme", "x", 1, 1, "B"),
        Gap("b", "programme", "x", 3, 3, "B"),
    ]


# -- what would be found --------------------------------------------------------------------------


def test_only_what_is_new_because_of_the_bundle_is_told(
    commune: Office, district: Office, tmp_path: Path
) -> None:
    old = add_person(commune, "Lò Thị Mận")
    take_in(district, send(commune, district, tmp_path / "1.smt"))
    new = add_person(commune, "Siu Bưởi")
    edit(commune, "people", old, occupation="Làm rẫy")
    staged = bundles.stage(district, send(commune, district, tmp_path / "2.smt"))
    assert staged.preview.findings is not None
    found = {each.rule: each for each in staged.preview.findings}
    assert found["no-number"].count == 1
    (example,) = found["no-number"].examples
    assert (example.finding.record, example.title.split(",")[0]) == (new, "Siu Bưởi")


def test_a_person_of_another_commune_is_recognised(
    commune: Office, district: Office, tmp_path: Path, clock: TestClock
) -> None:
    other = new_office(tmp_path / "khác", HOANG_PHONG, clock=clock)
    introduce(other, district)
    named = {"birth": "1990-05-17", "father": "Lò Văn Mơ"}
    known = add(other, "people", full_name="Lò Thị Mận", **named)
    take_in(district, send(other, district, tmp_path / "1.smt"))
    came = add(commune, "people", full_name="LÒ THỊ MẬN", **named)
    add_person(commune, "Siu Bưởi")
    staged = bundles.stage(district, send(commune, district, tmp_path / "2.smt"))
    (pair,) = staged.preview.elsewhere or ()
    assert (pair.came.record, pair.known.record) == (came, known)
    assert pair.known.unit == HOANG_PHONG
    assert "birth" in pair.reasons
    take_in(district, tmp_path / "2.smt")
    edit(commune, "people", came, occupation="Làm rẫy")
    again = bundles.stage(district, send(commune, district, tmp_path / "3.smt"))
    assert again.preview.elsewhere == ()


def test_a_large_bundle_is_looked_into_when_somebody_asks(
    commune: Office, district: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(previewing, "AT_ONCE", 1)
    add_household(commune, add_village(commune))
    add_person(commune)
    staged = bundles.stage(district, send(commune, district, tmp_path / "1.smt"))
    assert (staged.preview.findings, staged.preview.elsewhere) == (None, None)
    whole = bundles.look_further(district, staged)
    assert whole.preview.is_whole
    assert {each.rule for each in whole.preview.findings or ()} >= {"no-number"}
    assert whole.report.new == staged.report.new
    assert district.queries.count("people") == 0


# -- what stands on it ----------------------------------------------------------------------------


def test_a_fast_clock_and_another_program_are_told(
    commune: Office, district: Office, tmp_path: Path, clock: TestClock
) -> None:
    add_village(commune)
    stick = send(commune, district, tmp_path / "1.smt")
    staged = bundles.stage(district, stick)
    dispatch = staged.envelope.dispatch
    assert previewing.clock_ahead(district, dispatch) is None
    later = (clock.clock.now() + timedelta(days=400)).isoformat()
    ahead = previewing.clock_ahead(district, replace(dispatch, created=later))
    assert ahead is not None
    assert ahead.days >= 399
    said = {"program": "99.0.0", "pack.q28-2025/commune-class": "0", "pack.không/có": "3"}
    versions = judged(district, said)
    assert (versions.program, versions.age) == ("99.0.0", Age.NEWER)
    packs = {each.pack: each for each in versions.packs}
    assert packs["q28-2025/commune-class"].age is Age.OLDER
    assert (packs["không/có"].here, packs["không/có"].age) == (0, Age.UNKNOWN)


# -- stopping -------------------------------------------------------------------------------------


def stop_at(step: int) -> Callable[[int, int], None]:
    """Stops the work when it tells for the so-manieth time."""
    told = 0

    def tell(done: int, total: int) -> None:
        nonlocal told
        assert 0 <= done <= total
        told += 1
        if told == step:
            raise Stopped("dừng")

    return tell


@pytest.mark.parametrize("step", [1, 2, 3, 5, 8])
def test_stopped_anywhere_nothing_has_changed(
    commune: Office, district: Office, tmp_path: Path, step: int
) -> None:
    add_household(commune, add_village(commune))
    add_person(commune)
    stick = send(commune, district, tmp_path / "1.smt")
    before = len(district.queries.journal())
    with pytest.raises(Stopped):
        bundles.stage(district, stick, stop_at(step))
    staged = bundles.stage(district, stick)
    with pytest.raises(Stopped):
        bundles.merge(district, staged, stop_at(step))
    assert len(district.queries.journal()) == before
    assert district.queries.count("people") == 0
    assert list((district.store.folder / "backups").glob("*-merge-*.db"))
    assert not list(tmp_path.glob("*bien-nhan*"))
    assert bundles.merge(district, bundles.stage(district, stick)).report.new["people"] == 1


@pytest.mark.parametrize("step", [1, 2, 3])
def test_a_stopped_export_leaves_no_file_and_its_number_is_not_given_again(
    commune: Office, district: Office, tmp_path: Path, step: int
) -> None:
    add_village(commune)
    folder = tmp_path / "usb"
    folder.mkdir()
    key = district.keys.device.public.key_id
    with pytest.raises(Stopped):
        bundles.export(commune, key, folder / "goi.smt", tell=stop_at(step))
    assert list(folder.iterdir()) == []
    with commune.store.reading() as connection:
        given = post.passages(connection)
    assert all(each.failed for each in given)
    report = bundles.export(commune, key, folder / "goi.smt")
    assert report.sequence == len(given) + 1
    take_in(district, folder / "goi.smt")
    assert district.queries.count("villages") == 1
