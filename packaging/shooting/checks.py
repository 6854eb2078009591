"""Scenes of what is to be looked at: finds in the data, and two records that may be one."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.services.records import SaveRecord
from sachmatuy_desktop.ui.dialogs.pair import PairDialog
from sachmatuy_desktop.ui.pages.checks import ChecksPage
from sachmatuy_desktop.ui.pages.checks.reading import PAIRS, RULE
from shooting.stage import Scene, Stage


def write_twice(stage: Stage) -> None:
    """One person entered by two clerks, one of them without a number; and one with no number."""
    office = stage.offices.commune
    (village, *_rest) = office.queries.ids("villages")
    told = {"full_name": "Lò Văn Mẫu", "birth": "1990-05-01", "village": village}
    one = {**told, "citizen_number": "038090000001", "sex": "nam", "occupation": "Thợ xây"}
    other = {
        **told,
        "full_name": "Lo Van Mau",
        "no_number_reason": "Chưa làm căn cước",
        "occupation": "Làm nương",
        "phone": "0912345678",
    }
    without_number = {**told, "full_name": "Hoàng Thị Thí Dụ", "birth": "1988", "sex": "nu"}
    for values in (one, other, without_number):
        office.run(SaveRecord("people", None, values))


def checks(stage: Stage, prefix: str) -> QWidget:
    """The page at the first line that has something to settle."""
    stage.once(write_twice)
    page = stage.page("checks", ChecksPage)
    page.refresh()
    stage.camera.settle()
    key = next(line.key for line in page.side.lines if line.key.startswith(prefix) and line.count)
    page.side.choose(key)
    stage.camera.settle()
    return page.window()


def pairs(stage: Stage) -> QWidget:
    """Records that may be one."""
    return checks(stage, f"{PAIRS}people")


def finds(stage: Stage) -> QWidget:
    """What of the data is to be looked at."""
    return checks(stage, RULE)


def side_by_side(stage: Stage) -> QWidget:
    """The two, line by line."""
    pairs(stage)
    page = stage.page("checks", ChecksPage)
    page.enter(0)
    found: list[PairDialog] = []

    def there() -> bool:
        found[:] = [each for each in page.window().findChildren(PairDialog) if each.isVisible()]
        return bool(found)

    stage.camera.until(there)
    stage.dialogs.append(found[0])
    return found[0]


SCENES = (
    Scene("checks-pairs", ChecksPage, pairs),
    Scene("checks-finds", ChecksPage, finds),
    Scene("checks-pair", PairDialog, side_by_side),
)
