"""Scenes of what was returned: being returned, told below at the record, answered, seen above."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.returns import AnswerKind
from sachmatuy_desktop.services.records import SaveRecord
from sachmatuy_desktop.services.sync import bundles
from sachmatuy_desktop.services.sync.returns import (
    AnswerReturn,
    Opinion,
    ReturnCriterion,
    ReturnRecords,
)
from sachmatuy_desktop.services.sync.returns_reading import returns_followed
from sachmatuy_desktop.ui.dialogs.return_note import ChangeReturnDialog, ReturnRecordsDialog
from sachmatuy_desktop.ui.dialogs.returns import AnswerReturnDialog, ReasonDialog
from sachmatuy_desktop.ui.pages.people import PeoplePage
from sachmatuy_desktop.ui.pages.sync.page import SyncPage
from sachmatuy_desktop.ui.pages.sync.returns import ReturnsTab
from sachmatuy_desktop.ui.pages.today import TodayPage
from shooting.offices import COMMUNE, PACK
from shooting.receiving import merge_all
from shooting.stage import Scene, Stage

OFFICE = ""
"""The receiving office's window."""

NUMBER = "Thiếu số định danh cá nhân"


def returned(stage: Stage) -> None:
    """Two people and a criterion of Ia Dom are returned; one person is put right and answered."""
    stage.once(merge_all)
    office, above, today = stage.offices.commune, stage.offices.receiving, stage.offices.today
    people = tuple(_people(stage))
    opinion = Opinion(
        NUMBER,
        "Đề nghị bổ sung số định danh cá nhân, hoặc ghi lý do chưa có số.",
        today + timedelta(days=7),
        marked=("citizen_number",),
    )
    above.run(ReturnRecords("people", people, opinion=opinion))
    unit = office.info.unit_id
    said = Opinion("Chưa có xác nhận của người có thẩm quyền", due_on=today + timedelta(days=10))
    above.run(ReturnCriterion(unit, PACK, "IAH.e", today.year, said))
    _carry(stage, down=True, name="tra-lai")
    office.run(SaveRecord("people", people[0], {"no_number_reason": "Đang làm thủ tục cấp thẻ"}))
    first = next(
        each.returned.id
        for each in returns_followed(office.session)
        if each.returned.subject.record == people[0]
    )
    office.run(
        AnswerReturn(
            returned=first,
            kind=AnswerKind.EXPLAINED,
            answered_on=today,
            content="Người này đang làm thủ tục cấp thẻ; đã ghi lý do chưa có số.",
            who="Nguyễn Văn Mẫu",
            position="Công an viên",
        )
    )
    _carry(stage, down=False, name="tra-loi-tra-lai")


def _people(stage: Stage) -> list[str]:
    """Two people whose number is not known."""
    queries = stage.offices.receiving.queries
    unit = stage.offices.commune.info.unit_id
    rows = queries.rows("people", queries.ids("people"))
    own = [key for key, row in rows.items() if row["unit_id"] == unit]
    without = [key for key in own if rows[key]["citizen_number"] is None]
    return (without + own)[:2]


def _carry(stage: Stage, *, down: bool, name: str) -> None:
    offices = (stage.offices.receiving, stage.offices.commune)
    sender, receiver = offices if down else offices[::-1]
    stick = stage.offices.folder / "stick" / f"{name}{bundles.SUFFIX}"
    bundles.export(sender, receiver.keys.device.public.key_id, stick)
    stage.merge(stick, COMMUNE if down else OFFICE)


def tab_of(stage: Stage, name: str, row: int = 0) -> ReturnsTab:
    """The tab in front at an office, read."""
    stage.once(returned)
    page = stage.page("sync", SyncPage, name)
    page.tabs.setCurrentWidget(page.returns)
    page.refresh()
    stage.camera.settle()
    page.returns.table.choose(row)
    return page.returns


def listed(stage: Stage, name: str, row: int = 0) -> QWidget:
    """All opinions with the thread of one."""
    return tab_of(stage, name, row).window()


def answered(stage: Stage) -> QWidget:
    """What the commune has answered and changed, seen above."""
    tab = tab_of(stage, OFFICE)
    tab.table.choose(next(i for i, each in enumerate(tab.found) if each.returned.answers))
    return tab.window()


def at_the_record(stage: Stage) -> QWidget:
    """The record that was returned, at the commune."""
    stage.once(returned)
    page = stage.page("people", PeoplePage, COMMUNE)
    page.desk.open_record("people", _people(stage)[1], "citizen_number")
    stage.camera.settle()
    return page.window()


def today(stage: Stage) -> QWidget:
    """The commune's first page."""
    stage.once(returned)
    return stage.page("today", TodayPage, COMMUNE).window()


def answering(stage: Stage) -> QWidget:
    """The answer being written."""
    tab = tab_of(stage, COMMUNE)
    chosen = tab.found[0].returned
    told = tab.table.rows[0][1].text
    return stage.show(AnswerReturnDialog(tab.desk, chosen, told, stage.offices.today, tab))


def returning(stage: Stage) -> QWidget:
    """Two records being returned above."""
    stage.once(returned)
    page = stage.page("people", PeoplePage, OFFICE)
    people = page.desk.queries.ids("people")[5:8]
    dialog = ReturnRecordsDialog(page.desk, page.list.register, people, page)
    dialog.form.choose_reason(NUMBER)
    dialog.look()
    return stage.show(dialog)


def reopening(stage: Stage) -> QWidget:
    """Why an answer does not do."""
    tab = tab_of(stage, OFFICE)
    tab.table.choose(next(i for i, each in enumerate(tab.found) if each.returned.answers))
    tab.ask_reopen()
    (dialog,) = tab.findChildren(ReasonDialog)
    return stage.show(dialog)


def changing(stage: Stage) -> QWidget:
    """The words of an opinion, written anew."""
    tab = tab_of(stage, OFFICE)
    return stage.show(ChangeReturnDialog(tab.desk, tab.found[0].returned, tab))


SCENES = (
    Scene("returns-returning", ReturnRecordsDialog, returning),
    Scene("returns-above", SyncPage, partial(listed, name=OFFICE)),
    Scene("returns-answered", SyncPage, answered),
    Scene("returns-changing", ChangeReturnDialog, changing),
    Scene("returns-reopening", ReasonDialog, reopening),
    Scene("returns-today", TodayPage, today),
    Scene("returns-below", SyncPage, partial(listed, name=COMMUNE)),
    Scene("returns-record", PeoplePage, at_the_record),
    Scene("returns-answering", AnswerReturnDialog, answering),
)
