"""Scenes of targets and of the roadmap: the board's tabs, a town's own tab, their dialogs."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.services.records import SaveRecord
from sachmatuy_desktop.services.targets import PlanCommunes, Told, UnitPart, communes_of
from sachmatuy_desktop.ui.pages.board import BoardPage
from sachmatuy_desktop.ui.pages.board.plan_dialog import PlanDialog
from sachmatuy_desktop.ui.pages.criteria.page import CriteriaPage
from sachmatuy_desktop.ui.targets import TargetsView
from sachmatuy_desktop.ui.targets.dialogs import CommunesDialog, FigureDialog, PartsDialog
from sachmatuy_desktop.ui.targets.own import OwnTargets
from shooting.offices import PACK
from shooting.receiving import OFFICE, merge_all
from shooting.stage import Scene, Stage

TOWN = "lang-chanh"
SHARE = "QD2942.IV.2"
STATIONS = "QD2942.IV.8"
NATIONAL = "q28-2025/commune-drug-free"

FIGURES = (
    ("health_stations", 2026, 166),
    ("health_stations_able", 2026, 109),
    ("managed_people", 2025, 5210),
    ("online_cases", 2025, 20),
    ("online_cases", 2026, 23),
    ("border_cases", 2025, 41),
    ("border_cases", 2026, 42),
    ("schools", 2026, 2010),
    ("schools_informing", 2026, 612),
)
"""Figures of nowhere, so that the lines of the pictures have points."""


def plan_ahead(stage: Stage) -> None:
    """Type figures and plan communes, those that send bundles first."""
    office, desk = stage.offices.receiving, stage.desk_of(OFFICE)
    for indicator, year, value in FIGURES:
        figure: dict[str, Value] = {
            "indicator": indicator,
            "year": year,
            "value": value,
            "as_of": f"{year}-10-10",
            "document": "Báo cáo số 00/BC-MẪU",
            "signer": "Nguyễn Văn Mẫu",
        }
        desk.run(SaveRecord("target_figures", None, figure))
    communes = [each.info.unit_id for each in stage.offices.world.communes.values()]
    below = communes_of(office.units, office.unit, stage.offices.today)
    units = [each.id for each in below]
    for pack, year, chosen, phase in (
        (PACK, 2025, communes[:1], "Giai đoạn 01"),
        (PACK, 2026, communes[1:], "Giai đoạn 02"),
        (PACK, 2027, units[:6], "Giai đoạn 02"),
        (NATIONAL, 2026, units[:70], ""),
    ):
        desk.run(PlanCommunes(tuple(chosen), pack, year, phase))
    stage.camera.settle()


def board(stage: Stage) -> BoardPage:
    """The board with figures typed and communes planned."""
    stage.once(merge_all)
    stage.once(plan_ahead)
    return stage.page("board", BoardPage, OFFICE)


def targets(stage: Stage, target: str) -> TargetsView:
    """The tab of targets, one of them looked at."""
    page = board(stage)
    page.tabs.setCurrentWidget(page.targets)
    stage.camera.settle()
    page.targets.view.choose(target)
    return page.targets.view


def looked_at(stage: Stage, target: str) -> QWidget:
    """The whole window on it."""
    return targets(stage, target).window()


def told(view: TargetsView, indicator: str) -> Told:
    """A number of the target that is looked at."""
    assert view.chosen is not None  # noqa: S101  (one was chosen just now)
    return next(
        each
        for way in view.chosen.ways
        for (name, year), each in way.told.items()
        if name == indicator and year == 2026
    )


def typing(stage: Stage) -> QWidget:
    """A number no book holds."""
    view = targets(stage, STATIONS)
    return stage.show(FigureDialog(told(view, "health_stations_able"), view.today, view))


def parts(stage: Stage) -> QWidget:
    """The communes behind a number."""
    view = targets(stage, SHARE)
    number = told(view, "drug_free_q28")
    names = view.names_of(number.parts)
    return stage.show(PartsDialog(number, names, lambda _part: None, view))


def listing(stage: Stage) -> QWidget:
    """Thirteen communes that a plan does not name."""
    view = targets(stage, SHARE)
    communes = [(part.unit, view.names_of([part])[part.unit]) for part in _all(view)]
    ticked = frozenset(unit for unit, _name in communes[:13])
    dialog = CommunesDialog(
        "Danh sách xã của chỉ tiêu",
        "Văn bản nêu 13 xã, không nêu tên; đánh dấu các xã đó.",
        communes,
        ticked,
        view,
    )
    dialog.finish_with("Ghi danh sách", dialog.accept)
    return stage.show(dialog)


def _all(view: TargetsView) -> tuple[UnitPart, ...]:
    return told(view, "drug_free_q28").parts


def roadmap(stage: Stage, pack: str) -> QWidget:
    """Communes by years."""
    page = board(stage)
    page.tabs.setCurrentWidget(page.roadmap)
    page.roadmap.pack.setCurrentIndex(page.roadmap.pack.findData(pack))
    page.roadmap.read()
    stage.camera.settle()
    return page.window()


def planning(stage: Stage) -> QWidget:
    """Many communes at once."""
    roadmap(stage, PACK)
    page = board(stage).roadmap
    assert page.progress is not None  # noqa: S101  (it was read just now)
    chosen = frozenset(line.unit for line in page.progress.lines[8:12])
    return stage.show(PlanDialog(page.progress, chosen, page))


def own(stage: Stage) -> QWidget:
    """A town's own targets, khu phố by khu phố."""
    page = stage.page("criteria", CriteriaPage, TOWN)
    tab = page.findChild(OwnTargets)
    assert isinstance(tab, OwnTargets)  # noqa: S101  (the town's plan sets targets)
    page.tabs.setCurrentWidget(tab)
    stage.camera.settle()
    tab.view.choose("LC.3")
    return page.window()


SCENES = (
    Scene("targets-share", BoardPage, partial(looked_at, target=SHARE)),
    Scene("targets-typed", BoardPage, partial(looked_at, target="QD2942.IV.7")),
    Scene("targets-figure", FigureDialog, typing),
    Scene("targets-parts", PartsDialog, parts),
    Scene("targets-list", CommunesDialog, listing),
    Scene("roadmap", BoardPage, partial(roadmap, pack=PACK)),
    Scene("roadmap-national", BoardPage, partial(roadmap, pack=NATIONAL)),
    Scene("roadmap-plan", PlanDialog, planning),
    Scene("targets-town", CriteriaPage, own),
)
