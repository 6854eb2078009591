"""The forecast of the commune's criteria: its timeline, what is needed, who left the lists."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.ui.pages.criteria.forecast import ForecastView
from sachmatuy_desktop.ui.pages.criteria.page import CriteriaPage
from shooting.offices import COMMUNE
from shooting.stage import Scene, Stage

NATIONAL = "q28-2025/commune-drug-free"
AHEAD = timedelta(days=150)


def forecast(
    stage: Stage, tab: str = "", pack: str = "", ahead: timedelta = AHEAD, name: str = COMMUNE
) -> QWidget:
    """The forecast some months ahead, with one of the tables below in front."""
    page = stage.page("criteria", CriteriaPage, name)
    view = page.forecast
    place = view.pack.findData(pack) if pack else 0
    view.pack.setCurrentIndex(place)
    page.tabs.setCurrentWidget(view)
    stage.camera.settle()
    view.choose_day(view.today + ahead)
    stage.camera.settle()
    titles = [view.below.tabText(at) for at in range(view.below.count())]
    wanted = next((at for at, title in enumerate(titles) if tab and title.startswith(tab)), 0)
    view.below.setCurrentIndex(wanted)
    stage.camera.settle()
    return page.window()


SCENES = (
    Scene("commune-forecast", ForecastView, forecast),
    Scene("commune-forecast-events", ForecastView, partial(forecast, tab="Diễn biến")),
    Scene("commune-forecast-days", ForecastView, partial(forecast, tab="So sánh")),
    Scene("commune-forecast-villages", ForecastView, partial(forecast, tab="Hộ chưa")),
    Scene(
        "commune-forecast-removals",
        ForecastView,
        partial(forecast, tab="Ra khỏi", ahead=timedelta(days=10)),
    ),
    Scene("commune-forecast-national", ForecastView, partial(forecast, pack=NATIONAL)),
    Scene("commune-forecast-village", ForecastView, partial(forecast, name="lang-chanh")),
)
