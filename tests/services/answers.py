from pathlib import Path
from tests.role_scene import Scene, build, DAY
from tests.services.marked_scene import mark
from sachmatuy_desktop.services import papers, bundles
from tests.exchange.sheet_tables import sheet
from tests.sync.test_two_offices import carry
from tests.offices import edit, add


def filled_scene(folder: Path) -> Scene:
    """The scene, marked; the words have gone up too, and a bundle waits there."""
    scene = build(folder)
    commune, above, ids = scene.commune, scene.above, scene.ids
    mark(scene)
    scene.things["sheet"] = sheet("Họ và tên | Ngày sinh\nLê Văn Cam | 01/05/1990")
    filling = papers.fill(commune, "163-iii-04", ids["person"], DAY)
    scene.things["filling"] = filling
    command = papers.issue_filling(commune, filling)
    ids["personal paper"] = str(commune.run(command).result)
    scene.things["filled paper"] = papers.compose_filling(commune, filling)
    carry(commune, above, folder / "lên lần ba.smt")
    passage = bundles.passages(above)[0]
    scene.things |= {"passage": passage, "digest": passage.digest}
    edit(above.__class__ and commune, "people", ids["person"], workplace="Xưởng Mộc Lạ")
    scene.things["stick"] = folder / "chờ.smt"
    bundles.export(commune, above.keys.device.public.key_id, scene.things["stick"])
    scene.things["staged"] = bundles.stage(above, scene.things["stick"])
    return scene
