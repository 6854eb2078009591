"""The forecast of the commune's criteria: its timeline, what is needed, who left the lists."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.ui.pages.criteria.forecast import ForecastView
from sachmatuy_desktop.ui.pages.criteria.page import CriteriaPage
from shooting.stage import Scene, Stage

AHEAD = timedelta(days=150)


def forecast(stage: Stage, tab: str = "", pack: str = "") -> QWidget:
    """The forecast some months ahead, with one of the tables below in front."""
    page = stage.page("criteria", CriteriaPage)
    view = page.forecast
    place = view.pack.findData(pack) if pack else 0
    view.pack.setCurrentIndex(place)
    page.tabs.setCurrentWidget(view)
    stage.camera.settle()
    view.choose_day(view.today + AHEAD)
    stage.camera.settle()
    titles = [view.below.tabText(at) for at in range(view.below.count())]
    wanted = next((at for at, title in enumerate(titles) if tab and title.startswith(tab)), 0)
    view.below.setCurrentIndex(wanted)
    stage.camera.settle()
    return page.window()


SCENES = (
    Scene("commune-forecast", ForecastView, forecast),
    Scene("commune-forecast-events", ForecastView, lambda stage: forecast(stage, "Diễn biến")),
    Scene("commune-forecast-days", ForecastView, lambda stage: forecast(stage, "So sánh")),
    Scene("commune-forecast-villages", ForecastView, lambda stage: forecast(stage, "Hộ chưa")),
    Scene("commune-forecast-removals", ForecastView, lambda stage: forecast(stage, "Ra khỏi")),
    Scene(
        "commune-forecast-national",
        ForecastView,
        lambda stage: forecast(stage, "", "q28-2025/commune-drug-free"),
    ),
)
