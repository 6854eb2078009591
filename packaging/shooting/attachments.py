"""Scenes of what is attached to a record: drawings made here, which show nobody."""

from __future__ import annotations

import random
from functools import partial

from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPdfWriter
from PySide6.QtWidgets import QWidget

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.services.attachments import AddAttachments, NewFile, attachments
from sachmatuy_desktop.services.training.drawings import hamlet_plan
from sachmatuy_desktop.ui.attachments.add_dialog import AddDialog
from sachmatuy_desktop.ui.attachments.dialog import AttachmentsDialog
from sachmatuy_desktop.ui.attachments.edit_dialog import EditDialog
from sachmatuy_desktop.ui.attachments.shrink_dialog import ShrinkDialog
from sachmatuy_desktop.ui.attachments.view import AttachmentsView
from sachmatuy_desktop.ui.attachments.viewer import Viewer
from sachmatuy_desktop.ui.pages.people import PeoplePage
from shooting.commune import first_on
from shooting.stage import Scene, Stage

SIDE = 2400
"""The long side of a drawing that is worth shrinking."""


def png_of(image: QImage) -> bytes:
    """A picture as a file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def photo() -> bytes:
    """A drawing as large and as uneven as what a telephone takes."""
    small = QImage.fromData(hamlet_plan())
    large = small.scaledToWidth(SIDE, Qt.TransformationMode.SmoothTransformation)
    grain = random.Random(SIDE)  # noqa: S311 - the same grain in every run
    noise = QImage(SIDE, large.height(), QImage.Format.Format_ARGB32)
    noise.fill(Qt.GlobalColor.transparent)
    for _speck in range(SIDE * 40):
        across, down = grain.randrange(SIDE), grain.randrange(large.height())
        noise.setPixel(across, down, grain.randrange(0x30) << 24)
    picture = large.convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    painter.drawImage(0, 0, noise)
    painter.end()
    return png_of(picture)


def minutes() -> bytes:
    """Two pages of a paper, as PDF."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    paper = QPdfWriter(buffer)
    paper.setResolution(96)
    painter = QPainter(paper)
    for page in (1, 2):
        if page > 1:
            paper.newPage()
        painter.setFont(QFont(painter.font().family(), 14, QFont.Weight.Bold))
        sheet = QRectF(painter.viewport())
        painter.drawText(sheet, Qt.AlignmentFlag.AlignHCenter, "BIÊN BẢN KIỂM TRA NƠI CƯ TRÚ")
        for line in range(12):
            width = sheet.width() * (0.6 if line % 4 == 3 else 1.0)
            painter.fillRect(QRectF(0, 60 + line * 28, width, 8), QColor("#c9c4b8"))
        painter.setFont(QFont(painter.font().family(), 10))
        painter.drawText(sheet, Qt.AlignmentFlag.AlignBottom, f"Trang {page}/2")
    painter.end()
    return bytes(buffer.data().data())


def brought() -> tuple[NewFile, ...]:
    """What somebody chose on the disk."""
    return (
        NewFile("Biên bản kiểm tra nơi cư trú.pdf", minutes(), kind="bien_ban"),
        NewFile("Sơ đồ nơi ở.png", photo(), kind="anh"),
    )


def attach(stage: Stage) -> None:
    """Two files under the first person who is managed."""
    person = owner(stage)
    stage.desk_of().run(AddAttachments("people", person, brought()))
    stage.camera.settle()


def owner(stage: Stage) -> str:
    """The person whose files are shown."""
    return first_on(stage.page("people", PeoplePage), "sdtp")


def view(stage: Stage) -> AttachmentsView:
    """The tab of that person."""
    stage.once(attach)
    page = stage.page("people", PeoplePage)
    stage.desk_of().open_record("people", owner(stage))
    stage.camera.settle()
    panel = page.list.show_panel()
    titles = [panel.tabs.tabText(place) for place in range(panel.tabs.count())]
    place = next(at for at, title in enumerate(titles) if title.endswith("(2)"))
    panel.tabs.setCurrentIndex(place)
    stage.camera.settle()
    if panel.attachments is None:
        raise TypeError
    return panel.attachments


def tab(stage: Stage) -> QWidget:
    """What is attached, beside the list."""
    return view(stage).window()


def adding(stage: Stage, *, small: bool = False) -> QWidget:
    """What the files are, and whether pictures become smaller."""
    files = brought() if small else brought()[:1]
    dialog = stage.show(AddDialog(stage.desk_of(), files, stage.window_of()))
    if small:
        dialog.shrink.setCurrentIndex(1)
        dialog.recount()
    return dialog


def looking(stage: Stage, at: int) -> QWidget:
    """One of them, opened."""
    shown = view(stage)
    shown.table.choose(at)
    viewer = shown.look()
    if viewer is None:
        raise TypeError(at)
    stage.dialogs.append(viewer)
    return viewer


def editing(stage: Stage) -> QWidget:
    """What is said of one."""
    which = view(stage).files[0]
    return stage.show(EditDialog(which, stage.window_of()))


def shrinking(stage: Stage) -> QWidget:
    """How light the picture becomes."""
    which = next(each for each in view(stage).files if each.media == "image/png")
    return stage.show(ShrinkDialog(stage.desk_of(), which, stage.window_of()))


def of_a_village(stage: Stage) -> QWidget:
    """The files of a record without a panel of its own."""
    office = stage.offices.commune
    ids = office.queries.ids("villages")
    village = next(each for each in ids if attachments(office.session, "villages", each))
    return stage.show(
        AttachmentsDialog(stage.desk_of(), REGISTERS["villages"], village, stage.window_of())
    )


SCENES = (
    Scene("attachments-tab", PeoplePage, tab),
    Scene("attachments-add", AddDialog, adding),
    Scene("attachments-add-smaller", AddDialog, partial(adding, small=True)),
    Scene("attachments-paper", Viewer, partial(looking, at=0)),
    Scene("attachments-picture", Viewer, partial(looking, at=1)),
    Scene("attachments-edit", EditDialog, editing),
    Scene("attachments-shrink", ShrinkDialog, shrinking),
    Scene("attachments-dialog", AttachmentsDialog, of_a_village),
)
