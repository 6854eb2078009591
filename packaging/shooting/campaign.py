"""Scenes of the month of action: none yet, begun, worked, written down, and above its communes.

The pictures are of October, so the month of the pictures is one that the province holds in October.
"""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.registers.fields import Value
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.attachments import AddAttachments, NewFile
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.plans.campaign import (
    PLAN_FORM,
    RESULT_FORM,
    SUMMARY_FORM,
    StartCampaign,
    TypeFigure,
    campaigns_of,
    models,
)
from sachmatuy_desktop.services.plans.doing import NewProof, RecordResult
from sachmatuy_desktop.services.records import SaveRecord
from sachmatuy_desktop.services.sync import bundles
from sachmatuy_desktop.ui.dialogs.campaign import FigureDialog, SentDialog, StartDialog
from sachmatuy_desktop.ui.dialogs.compose import ComposeDialog
from sachmatuy_desktop.ui.forms.record_dialog import RecordDialog
from sachmatuy_desktop.ui.pages.plans import PlansPage
from sachmatuy_desktop.ui.pages.plans.campaign import CampaignTab
from shooting.offices import COMMUNE
from shooting.stage import Scene, Stage

OFFICE = ""
"""The receiving office's window."""

THEME = "Toàn dân chung tay xây dựng xã, phường không ma túy"
FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
BEFORE = {
    "KT.plan": date(2026, 10, 14),
    "KT.result": date(2026, 11, 4),
    "KT.summary": date(2026, 11, 8),
}

DONE: tuple[tuple[str, dict[str, Value]], ...] = (
    ("propaganda", {"form": "loa", "held_on": "2026-10-01", "sessions": 22, "reached": 1150,
                    "content": "Phát thanh chuyên mục phòng, chống ma túy"}),
    ("propaganda", {"form": "truc_quan", "held_on": "2026-10-02", "materials": 18,
                    "content": "Treo băng rôn tại trụ sở, trường học, các thôn"}),
    ("propaganda", {"form": "hoi_nghi", "held_on": "2026-10-06", "reached": 132,
                    "materials": 150, "place": "Nhà văn hóa xã",
                    "content": "Tác hại của ma túy tổng hợp, ma túy “núp bóng”"}),
    ("propaganda", {"form": "luu_dong", "held_on": "2026-10-08", "reached": 480,
                    "materials": 300, "content": "Diễu hành cổ động dọc quốc lộ 14C"}),
    ("propaganda", {"form": "truong_hoc", "held_on": "2026-10-09", "reached": 215,
                    "materials": 215, "place": "Trường THCS",
                    "content": "Nhận biết thuốc lá điện tử có chất ma túy"}),
    ("trainings", {"topic": "Luật Phòng, chống ma túy", "held_on": "2026-10-07",
                   "attendance": 42, "place": "Hội trường Ủy ban nhân dân xã"}),
    ("patrols", {"patrolled_on": "2026-10-10", "kind": "nhan_dan", "people": 9,
                 "route": "Đường 14C – chợ xã"}),
)  # fmt: skip
"""What Ia Dom does in the month."""


def begun(stage: Stage) -> None:
    """Two communes and the office above begin the month; Ia Dom works, writes, sends up."""
    _ = stage.offices.trusted
    office, above, world = stage.offices.commune, stage.offices.receiving, stage.offices.world
    second = next(each for name, each in world.communes.items() if name != COMMUNE)
    for each in (office, second, above):
        _begin(each)
    _work(office)
    second.run(SaveRecord("propaganda", None, {
        "form": "hoi_nghi", "held_on": "2026-10-05", "reached": 64, "content": "Nói chuyện",
    }))  # fmt: skip
    _issue(office, PLAN_FORM, date(2026, 10, 9))
    plan = campaigns_of(office.queries, office.info.unit_id)[0].plan.id
    office.run(TypeFigure(plan, "xet-xu", "count", 1, "Thông báo của Tòa án nhân dân khu vực"))
    for number, each in enumerate((office, second)):
        stick = stage.offices.folder / "stick" / f"thang-hanh-dong-{number}{bundles.SUFFIX}"
        stick.parent.mkdir(exist_ok=True)
        bundles.export(each, above.keys.device.public.key_id, stick)
        stage.merge(stick, OFFICE)


def _begin(office: Office) -> None:
    (model,) = models(office.session, date.fromisoformat(office.clock.today()))
    office.run(
        StartCampaign(
            pack=model.pack.id,
            theme=THEME,
            proposal=model.proposed(2026),
            first=FIRST,
            last=LAST,
            before=BEFORE,
            document="2187/KH-UBND",
            document_on=date(2026, 9, 21),
        )
    )


def _work(office: Office) -> None:
    village = office.queries.ids("villages")[0]
    shades = iter(("#7a9e7e", "#8a7f9e", "#9e8a6b"))
    for register, values in DONE:
        where: dict[str, Value] = {"village": village} if register != "trainings" else {}
        record = str(office.run(SaveRecord(register, None, {**where, **values})).result)
        if values.get("form") in ("hoi_nghi", "luu_dong", "truong_hoc"):
            held = date.fromisoformat(str(values["held_on"]))
            photo = NewFile(f"Ảnh {held:%d-%m-%Y}.jpg", _photo(next(shades)), kind="anh")
            office.run(AddAttachments(register, record, (photo,)))


def _photo(shade: str) -> bytes:
    """A picture of nothing: a plain colour."""
    image = QImage(640, 480, QImage.Format.Format_RGB32)
    image.fill(QColor(shade))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG", 80)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def _issue(office: Office, form: str, day: date) -> None:
    data = papers.draft(office, form, day)
    document = str(office.run(papers.IssueDocument(form, data, day)).result)
    task = campaigns_of(office.queries, office.info.unit_id)[0].task_of(form)
    if task is not None:
        proofs = (NewProof("documents", document),)
        office.run(
            RecordResult(task=task.id, opening="once", done_on=day, paper=document, proofs=proofs)
        )


def tab_of(stage: Stage, name: str = COMMUNE) -> CampaignTab:
    """The tab in front at an office, read."""
    page = stage.page("plans", PlansPage, name)
    page.tabs.setCurrentWidget(page.campaign)
    stage.camera.settle()
    return page.campaign


def nothing(stage: Stage) -> QWidget:
    """No month was begun."""
    return tab_of(stage).window()


def starting(stage: Stage) -> QWidget:
    """Theme and days are asked for."""
    desk = stage.desk_of()
    found = models(desk.office.session, stage.offices.today)
    dialog = StartDialog(desk, found, stage.offices.today, stage.window_of())
    dialog.theme.line.setText(THEME)
    return stage.show(dialog)


def worked(stage: Stage, name: str = COMMUNE) -> QWidget:
    """The month half over."""
    stage.once(begun)
    tab = tab_of(stage, name)
    tab.is_stale = True
    tab.refresh()
    stage.camera.settle()
    return tab.window()


def typing(stage: Stage) -> QWidget:
    """A number the books do not hold."""
    worked(stage)
    tab = tab_of(stage)
    assert tab.shown.campaign is not None  # noqa: S101
    figures = next(each for each in tab.shown.figures if each.line.id == "xet-xu")
    return stage.show(FigureDialog(tab.desk, tab.shown.campaign, figures, tab))


def adding(stage: Stage) -> QWidget:
    """One more activity, in the form of its book."""
    worked(stage)
    tab = tab_of(stage)
    line = tab.kinds.line("chuyen-de")
    assert line is not None  # noqa: S101
    return stage.show(tab.add_activity(line))


def sending(stage: Stage) -> QWidget:
    """The report was sent on paper."""
    worked(stage)
    tab = tab_of(stage)
    paper = tab.cards[-1].paper
    return stage.show(SentDialog(tab.desk, paper, stage.offices.today, tab))


def writing(stage: Stage, name: str, form: str) -> QWidget:
    """A paper of the month before it is issued."""
    stage.once(begun)
    desk = stage.desk_of(name)
    return stage.show(ComposeDialog(desk, stage.window_of(name), form=form))


SCENES = (
    Scene("campaign-none", PlansPage, nothing),
    Scene("campaign-start", StartDialog, starting),
    Scene("campaign", PlansPage, worked),
    Scene("campaign-number", FigureDialog, typing),
    Scene("campaign-add", RecordDialog, adding),
    Scene("campaign-sent", SentDialog, sending),
    Scene("campaign-plan", ComposeDialog, partial(writing, name=COMMUNE, form=PLAN_FORM)),
    Scene("campaign-result", ComposeDialog, partial(writing, name=COMMUNE, form=RESULT_FORM)),
    Scene("campaign-above", PlansPage, partial(worked, name=OFFICE)),
    Scene("campaign-summary", ComposeDialog, partial(writing, name=OFFICE, form=SUMMARY_FORM)),
)
