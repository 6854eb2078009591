"""Scenes of recognition: the ladder of a commune, the appraisal above, the answer back home."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.recognition import Opinion, Ruling, Verdict
from sachmatuy_desktop.services.recognition import Appraise, Signed, TakeStep, cases
from sachmatuy_desktop.services.sync import bundles
from sachmatuy_desktop.ui.dialogs.recognition_answer import AppraiseDialog, DecideDialog
from sachmatuy_desktop.ui.dialogs.recognition_step import BeginDialog, StepDialog
from sachmatuy_desktop.ui.pages.recognition import RecognitionPage
from sachmatuy_desktop.ui.pages.recognition.commune import CommuneView, ways_of
from sachmatuy_desktop.ui.pages.recognition.receiving import ReceivingView
from shooting.offices import COMMUNE
from shooting.stage import Scene, Stage

OFFICE = ""
"""The receiving office's window."""

RETURNED = (
    ("IAH.e", "Còn ba hộ chưa ký cam kết; đề nghị vận động, ký xong rồi gửi lại."),
    ("IAH.f", "Thôn 5 chưa có bảng niêm yết đường dây nóng."),
)


def commune_view(stage: Stage) -> CommuneView:
    """The page at the commune, filled."""
    page = stage.page("recognition", RecognitionPage, COMMUNE)
    if not isinstance(page.view, CommuneView):
        raise TypeError(COMMUNE)
    return page.view


def above(stage: Stage) -> ReceivingView:
    """The page at the receiving office, filled and judged."""
    page = stage.page("recognition", RecognitionPage, OFFICE)
    if not isinstance(page.view, ReceivingView):
        raise TypeError(OFFICE)
    stage.camera.settle()
    return page.view


def ladder(stage: Stage, step: str = "") -> QWidget:
    """The way of Ia Dom so far."""
    view = commune_view(stage)
    if step:
        view.view.ladder.rungs[step].click()
    return view.window()


def begin(stage: Stage) -> QWidget:
    """Setting out."""
    ways = ways_of(stage.offices.commune)
    return stage.show(BeginDialog(stage.desk_of(), ways, stage.offices.today, stage.window_of()))


def step_dialog(stage: Stage) -> QWidget:
    """Taking the next step."""
    view = commune_view(stage).view
    if view.case is None or view.standing is None:
        raise TypeError(COMMUNE)
    rung = view.standing.rung("self-assessment")
    return stage.show(StepDialog(view.desk, view.case, rung, stage.offices.today, view))


def take_all(stage: Stage) -> None:
    """Ia Dom asks for recognition, and its bundle goes up."""
    office, today = stage.offices.commune, stage.offices.today
    (case,) = cases(office.queries)
    papers = {"review": "21/BB-UBND", "request": "22/TTr-UBND"}
    for step in ("self-assessment", "review", "request"):
        signed = Signed(
            done_on=today,
            who="Nguyễn Văn Mẫu",
            position="Chủ tịch Ủy ban nhân dân cấp xã",
            document=papers.get(step, ""),
        )
        office.run(TakeStep(recognition=case.recognition.id, step=step, signed=signed))
    stick = stage.offices.folder / "stick" / f"de-nghi{bundles.SUFFIX}"
    stick.parent.mkdir(exist_ok=True)
    _ = stage.offices.trusted
    bundles.export(office, stage.offices.receiving.keys.device.public.key_id, stick)
    stage.merge(stick, OFFICE)


def asked(stage: Stage) -> QWidget:
    """The commune after it has asked."""
    stage.once(take_all)
    return ladder(stage)


def appraisal(stage: Stage, *, think: bool = False) -> QWidget:
    """What the commune found beside what its books say here."""
    stage.once(take_all)
    view = above(stage).appraisal
    if think:
        view.table.choose(4)
        view.returns.click()
        view.reason.setPlainText(RETURNED[0][1])
        view.table.choose(5)
        view.table.choose(4)
    return view.window()


def steps_above(stage: Stage) -> QWidget:
    """The same ladder at the receiving office."""
    stage.once(take_all)
    view = above(stage)
    view.tabs.setCurrentIndex(1)
    return view.window()


def opinions(stage: Stage) -> tuple[Opinion, ...]:
    """The two criteria that come back."""
    (case,) = cases(stage.offices.receiving.queries)
    (pack,) = case.recognition.packs
    return tuple(Opinion(pack, each, agrees=False, reason=why) for each, why in RETURNED)


def answering(stage: Stage) -> QWidget:
    """Giving it back."""
    stage.once(take_all)
    view = above(stage)
    view.tabs.setCurrentIndex(0)
    (case,) = cases(stage.offices.receiving.queries)
    return stage.show(
        AppraiseDialog(view.desk, case, Verdict.RETURN, opinions(stage), stage.offices.today, view)
    )


def deciding(stage: Stage, ruling: Ruling) -> QWidget:
    """The decision and its certificate, or a withdrawal."""
    stage.once(take_all)
    view = above(stage)
    (case,) = cases(stage.offices.receiving.queries)
    today = stage.offices.today
    return stage.show(DecideDialog(view.desk, case, case.standing(today), ruling, today, view))


def give_back(stage: Stage) -> None:
    """The office above returns two criteria, and its answer goes down."""
    office = stage.offices.receiving
    (case,) = cases(office.queries)
    office.run(
        Appraise(
            recognition=case.recognition.id,
            verdict=Verdict.RETURN,
            written_on=stage.offices.today,
            who="Trần Thị Thẩm",
            position="Cán bộ thẩm định",
            document="45/CV-PC04",
            opinions=opinions(stage),
        )
    )
    stick = stage.offices.folder / "stick" / f"tra-lai{bundles.SUFFIX}"
    bundles.export(office, stage.offices.commune.keys.device.public.key_id, stick)
    stage.merge(stick, COMMUNE)


def returned(stage: Stage) -> QWidget:
    """The commune with what has come back."""
    stage.once(take_all)
    stage.once(give_back)
    return ladder(stage)


SCENES = (
    Scene("recognition", RecognitionPage, ladder),
    Scene("recognition-done", RecognitionPage, partial(ladder, step="baseline")),
    Scene("recognition-begin", BeginDialog, begin),
    Scene("recognition-step", StepDialog, step_dialog),
    Scene("recognition-asked", RecognitionPage, asked),
    Scene("recognition-appraisal", RecognitionPage, appraisal),
    Scene("recognition-opinion", RecognitionPage, partial(appraisal, think=True)),
    Scene("recognition-steps-above", RecognitionPage, steps_above),
    Scene("recognition-answer", AppraiseDialog, answering),
    Scene("recognition-decision", DecideDialog, partial(deciding, ruling=Ruling.RECOGNISE)),
    Scene("recognition-withdrawal", DecideDialog, partial(deciding, ruling=Ruling.WITHDRAW)),
    Scene("recognition-returned", RecognitionPage, returned),
)
