"""Every way by which the services show one person leaves the same note: who looked, and when."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.access.looking import looked_at
from sachmatuy_desktop.services.attachments import (
    AddAttachments,
    NewFile,
    attachments,
    content,
    export_copy,
)
from sachmatuy_desktop.services.comparing import compare
from sachmatuy_desktop.services.erasures.erasing import plan_erasure
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.proof.evidence import Subject, Wanted, security_log
from sachmatuy_desktop.services.retention import held_of, traces_of
from sachmatuy_desktop.services.retention.papers import person_report
from sachmatuy_desktop.services.sync import arrivals, trusting
from sachmatuy_desktop.services.sync.transfers import MoveOut
from sachmatuy_desktop.storage.evidence import checkpoints
from tests.filled_offices import DAY, filled_office, managed_person
from tests.offices import HOANG_PHONG, add, add_person, new_office
from tests.pictures import png

DECISION = "163-iii-04"


@dataclass
class Scene:
    """An office with one person of whom everything is there, and a commune to send it to."""

    office: Office
    other: Office
    person: RecordId
    document: RecordId
    namesake: RecordId
    number: RecordId
    folder: Path

    def scan(self) -> bytes:
        (file,) = attachments(self.office.session, "people", self.person)
        return content(self.office.session, file)

    def scan_of_a_test(self) -> bytes:
        (test,) = self.office.queries.children("tests", "person", self.person)[:1]
        self.office.run(AddAttachments("tests", test, (NewFile("kq.png", png(9, 9)),)))
        (file,) = attachments(self.office.session, "tests", test)
        return content(self.office.session, file)

    def copy(self) -> None:
        (file,) = attachments(self.office.session, "people", self.person)
        export_copy(self.office.session, file, self.folder / "bản sao.png", "Đối chiếu")

    def many(self) -> None:
        path = self.folder / "nhiều.pdf"
        papers.print_forms(self.office, DECISION, [self.person], DAY, path, None, "Đối chiếu")

    def sent(self) -> None:
        move = self.office.run(MoveOut(self.person, date(2026, 3, 1), "xã Hoằng Phong")).result
        key = self.other.keys.device.public.key_id
        arrivals.send_file(self.office, str(move), key, self.folder / "hồ sơ.smt")

    def filled(self) -> papers.Filling:
        return papers.fill(self.office, DECISION, self.person, DAY)


WAYS: Mapping[str, Callable[[Scene], object]] = {
    "its card": lambda on: looked_at(on.office.session, "people", on.person),
    "a paper under it": lambda on: looked_at(on.office.session, "identity_docs", on.number),
    "a form": Scene.filled,
    "a form of the law": lambda on: papers.fill_law_form(on.office, "PL III-04", on.person, DAY),
    "a text in place of a form": lambda on: papers.fill(on.office, "law-text", on.person, DAY),
    "a form, asked again": lambda on: papers.refilled(
        on.office, papers.fill(on.office, DECISION, None, DAY), on.person, DAY
    ),
    "many forms": Scene.many,
    "an issued paper": lambda on: papers.reprint(on.office, on.document, "Đối chiếu"),
    "an issued paper as Word": lambda on: papers.taken_out(
        on.office, on.document, "Word", "Đối chiếu"
    ),
    "a scan": Scene.scan,
    "a scan of what is under it": Scene.scan_of_a_test,
    "a copy of a scan": Scene.copy,
    "beside another": lambda on: compare(on.office.session, "people", on.person, on.namesake),
    "before erasing": lambda on: plan_erasure(on.office, on.person),
    "what is held": lambda on: held_of(on.office, on.person),
    "what was done": lambda on: traces_of(on.office, on.person),
    "the report": lambda on: person_report(on.office, on.person, "Theo yêu cầu"),
    "the file of who moved": Scene.sent,
}


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("xem")
    office = filled_office(folder)
    other = new_office(folder / "khác", HOANG_PHONG)
    for here, there in ((office, other), (other, office)):
        groups = there.keys.device.public.fingerprint[:9]
        trusting.trust(here, trusting.own_card(there), groups, "peer")
    person = managed_person(office)
    add(office, "tests", person=person, taken_on="2026-01-12", result="am_tinh")
    office.run(AddAttachments("people", person, (NewFile("cccd.png", png(8, 8)),)))
    filling = papers.fill(office, DECISION, person, DAY)
    document = str(office.run(papers.issue_filling(office, filling)).result)
    (village, *_others) = office.queries.ids("villages")
    namesake = add_person(office, "Trần Văn Khác", village)
    number = add(office, "identity_docs", person=person, kind="cccd", number="031088004417")
    yield Scene(office, other, person, document, namesake, number, folder)
    office.close()
    other.close()


@pytest.mark.parametrize("way", WAYS)
def test_every_way_to_see_a_person_is_noted_once(scene: Scene, way: str) -> None:
    office = scene.office
    office.looked.clear()
    before = looks_at(scene)
    WAYS[way](scene)
    assert looks_at(scene) == before + 1


def looks_at(scene: Scene) -> int:
    wanted = Wanted(subject=Subject.VIEWS, record=f"people/{scene.person}")
    return len(security_log(scene.office, wanted, limit=2_000))


def test_who_only_looks_is_signed_for_too(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoints, "EVERY", 8)
    office = scene.office
    office.checkpoint()
    for _look in range(8):
        office.looked.clear()
        looked_at(office.session, "people", scene.person)
    assert not checkpoints.is_due(office.store)
