"""The scene of the roles as functions are called on it: marked, gone up, a bundle waiting there."""

from __future__ import annotations

from pathlib import Path

from sachmatuy_desktop.services import criteria, papers
from sachmatuy_desktop.services.access import accounts
from sachmatuy_desktop.services.sync import bundles, renewing, slips
from sachmatuy_desktop.services.upkeep import maintenance
from sachmatuy_desktop.storage.keys.keyring_file import Account
from tests.exchange.sheet_tables import sheet
from tests.fact_cases import IA_HDRAI
from tests.offices import HOANG_PHONG, PASSPHRASE, edit, new_office
from tests.role_scene import DAY, IA_TOI, Scene, build
from tests.services.call_changes import CHANGED, REMOVED
from tests.services.call_examples import PERSON_FORM, SPARE
from tests.services.marked_scene import mark
from tests.sync.test_two_offices import carry, introduce, trust

__all__ = ["answering_scene"]


def answering_scene(folder: Path) -> Scene:
    """Both offices, their neighbours, and one to be tried on."""
    scene = build(folder)
    mark(scene)
    _papers(scene)
    _bundles(scene)
    _spare(scene)
    return scene


def _papers(scene: Scene) -> None:
    commune, person = scene.commune, scene["person"]
    filling = papers.fill(commune, PERSON_FORM, person, DAY)
    scene.ids["personal paper"] = str(commune.run(papers.issue_filling(commune, filling)).result)
    scene.things |= {
        "filling": filling,
        "assessment": criteria.assess(commune, IA_HDRAI, DAY),
        "filled paper": papers.compose_filling(commune, filling),
        "sheet": sheet("Họ và tên | Ngày sinh\nLê Văn Cam | 01/05/1990"),
    }


def _bundles(scene: Scene) -> None:
    commune, above, folder = scene.commune, scene.above, scene.folder
    carry(commune, above, folder / "lên lần ba.smt")
    passage = next(each for each in bundles.passages(above) if each.direction == "in")
    slip = folder / "phiếu.pdf"
    slip.write_bytes(slips.print_slip(above, passage))
    edit(commune, "people", scene["person"], workplace="Xưởng Mộc Lạ")
    stick = folder / "chờ.smt"
    bundles.export(commune, above.keys.device.public.key_id, stick)
    scene.things |= {
        "passage": passage,
        "digest": passage.digest,
        "slip": slips.slip_in(slip),
        "stick": stick,
        "staged": bundles.stage(above, stick),
    }
    _neighbours(scene)


def _neighbours(scene: Scene) -> None:
    """The commune a person has moved to, and one whose key has changed since it was trusted."""
    commune, above, folder = scene.commune, scene.above, scene.folder
    neighbour = new_office(folder / "cạnh", HOANG_PHONG)
    introduce(neighbour, above)
    trust(commune, neighbour, "peer")
    changed = new_office(folder / "đổi khóa", IA_TOI)
    introduce(changed, above)
    renewing.renew(changed)
    file = folder / "khóa mới.json"
    file.write_bytes(changed.keys.device.retired[-1].succession)
    scene.things |= {"neighbour": neighbour, "changed": changed, "changed key": file}


def _spare(scene: Scene) -> None:
    office = new_office(scene.folder / "để thử")
    for name in (CHANGED, *REMOVED):
        accounts.add_account(office, Account(name, "Lò Văn Mới", "viewer"), PASSPHRASE)
    maintenance.backup_now(office)
    scene.things[SPARE] = office
