"""Scenes of difficulties: raised, answered from above, settled; the answer being written."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.plans.difficulties import AnswerKind
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.plans.difficulties import (
    AnswerDifficulty,
    CloseDifficulty,
    difficulties_followed,
)
from sachmatuy_desktop.services.records import SaveRecord
from sachmatuy_desktop.services.sync import bundles
from sachmatuy_desktop.ui.dialogs.difficulties import (
    AnswerDifficultyDialog,
    ClarifyDialog,
    CloseDifficultyDialog,
)
from sachmatuy_desktop.ui.forms.quick_dialog import QuickDialog
from sachmatuy_desktop.ui.pages.plans import PlansPage
from sachmatuy_desktop.ui.pages.plans.difficulties import DifficultiesTab
from shooting.offices import COMMUNE
from shooting.stage import Scene, Stage

OFFICE = ""
"""The receiving office's window."""

RAISED = (
    (
        "Thiếu que thử nước tiểu để xét nghiệm định kỳ",
        "Trạm y tế còn 6 que thử, không đủ cho 14 người đang quản lý trong quý IV.",
        "Cấp bổ sung 50 que thử loại 4 chân trước ngày 01/11.",
        24,
    ),
    (
        "Người bị quản lý sau cai đi làm ăn xa không báo",
        "03 người thuộc diện quản lý đi làm tại tỉnh khác, gia đình không cung cấp nơi ở.",
        "Hướng dẫn việc phối hợp với Công an nơi đến để xác minh.",
        20,
    ),
    (
        "Kinh phí cho mô hình ở Thôn 5 chưa được bố trí",
        "Mô hình ra mắt từ tháng 8, chưa có kinh phí hoạt động.",
        "",
        12,
    ),
)

ANSWERS = (
    (
        AnswerKind.ANSWER,
        "Đã cấp 50 que thử; đề nghị xã cử người nhận tại Phòng PC04 trước ngày 20/10.",
        9,
    ),
    (AnswerKind.ASK, "Đề nghị nêu rõ tỉnh đến và thời điểm đi của từng trường hợp.", 7),
)


def tab_of(stage: Stage, name: str) -> DifficultiesTab:
    """The tab in front at an office, read."""
    page = stage.page("plans", PlansPage, name)
    page.tabs.setCurrentWidget(page.difficulties)
    stage.camera.settle()
    return page.difficulties


def carried(stage: Stage) -> None:
    """Ia Dom raises three; the office above answers two and its bundle comes down."""
    office, above, today = stage.offices.commune, stage.offices.receiving, stage.offices.today
    ids = [_raise(office, today, *each) for each in RAISED]
    _ = stage.offices.trusted
    stick = stage.offices.folder / "stick" / f"kho-khan{bundles.SUFFIX}"
    stick.parent.mkdir(exist_ok=True)
    bundles.export(office, above.keys.device.public.key_id, stick)
    receipt = stage.merge(stick, OFFICE)
    if receipt is not None:
        stage.merge(receipt, COMMUNE)
    for difficulty, (kind, content, days) in zip(ids, ANSWERS, strict=False):
        above.run(
            AnswerDifficulty(
                difficulty=difficulty,
                kind=kind,
                answered_on=today - timedelta(days=days),
                content=content,
                who="Trần Thị Thẩm",
                position="Phó Trưởng phòng PC04",
                document="118/CV-PC04" if kind is AnswerKind.ANSWER else "",
            )
        )
    back = stage.offices.folder / "stick" / f"tra-loi-kho-khan{bundles.SUFFIX}"
    bundles.export(above, office.keys.device.public.key_id, back)
    stage.merge(back, COMMUNE)
    _village_tells(office, today)


def _raise(
    office: Office, today: date, subject: str, content: str, proposal: str, days: int
) -> RecordId:
    values = {
        "subject": subject,
        "content": content,
        "proposal": proposal or None,
        "level": "tren",
        "addressee": "Ủy ban nhân dân huyện (qua Công an huyện)",
        "raised_on": (today - timedelta(days=days)).isoformat(),
        "raised_by": "Nguyễn Văn Mẫu",
        "position": "Phó Chủ tịch Ủy ban nhân dân xã",
    }
    return str(office.run(SaveRecord("difficulties", None, values)).result)


def _village_tells(office: Office, today: date) -> None:
    """A village's monthly report names something that is in the way."""
    values = {
        "village": office.queries.ids("villages")[0],
        "month": "2026-09",
        "sent_on": (today - timedelta(days=10)).isoformat(),
        "difficulties": "Loa truyền thanh của thôn hỏng từ đầu tháng 9, chưa sửa được.",
    }
    office.run(SaveRecord("village_reports", None, values))


def answered(stage: Stage, name: str = COMMUNE, row: int = 0) -> QWidget:
    """The tab with where each stands."""
    stage.once(carried)
    tab = tab_of(stage, name)
    tab.table.choose(row)
    return tab.window()


def raising(stage: Stage) -> QWidget:
    """Raising one."""
    stage.once(carried)
    tab = tab_of(stage, COMMUNE)
    tab.ask_raise()
    (dialog,) = tab.findChildren(QuickDialog)
    return stage.show(dialog)


def answering(stage: Stage) -> QWidget:
    """The word of the office above."""
    stage.once(carried)
    waiting = difficulties_followed(stage.offices.receiving.session)[0].difficulty
    window = stage.window_of(OFFICE)
    dialog = AnswerDifficultyDialog(stage.desk_of(OFFICE), waiting, stage.offices.today, window)
    dialog.content.setPlainText("Đã báo cáo Ủy ban nhân dân tỉnh bố trí trong dự toán năm 2027.")
    return stage.show(dialog)


def saying_more(stage: Stage) -> QWidget:
    """The commune answers the question."""
    stage.once(carried)
    tab = tab_of(stage, COMMUNE)
    one = tab.found[0].difficulty
    return stage.show(ClarifyDialog(tab.desk, one, stage.offices.today, tab))


def closing(stage: Stage) -> QWidget:
    """How it was settled."""
    stage.once(carried)
    tab = tab_of(stage, COMMUNE)
    dialog = CloseDifficultyDialog(tab.desk, tab.found[-1].difficulty, stage.offices.today, tab)
    dialog.content.setPlainText("Đã nhận 50 que thử ngày 05/10/2026.")
    return stage.show(dialog)


def settle(stage: Stage) -> None:
    """The commune closes the first one."""
    office = stage.offices.commune
    first = next(
        each.difficulty
        for each in difficulties_followed(office.session)
        if each.standing.stage == "answered"
    )
    office.run(
        CloseDifficulty(
            difficulty=first.id, closed_on=stage.offices.today, outcome="Đã nhận 50 que thử."
        )
    )


def settled(stage: Stage) -> QWidget:
    """The thread of one that is over."""
    stage.once(carried)
    stage.once(settle)
    tab = tab_of(stage, COMMUNE)
    tab.is_stale = True
    tab.refresh()
    stage.camera.settle()
    tab.table.choose(len(tab.found) - 1)
    return tab.window()


SCENES = (
    Scene("difficulties", PlansPage, answered),
    Scene("difficulties-raise", QuickDialog, raising),
    Scene("difficulties-clarify", ClarifyDialog, saying_more),
    Scene("difficulties-close", CloseDifficultyDialog, closing),
    Scene("difficulties-above", PlansPage, partial(answered, name=OFFICE)),
    Scene("difficulties-answer", AnswerDifficultyDialog, answering),
    Scene("difficulties-settled", PlansPage, settled),
)
