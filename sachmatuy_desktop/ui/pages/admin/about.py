"""What the program is, which lists it works by and who has checked them; language and size."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QTextBrowser, QVBoxLayout

import sachmatuy_desktop
from sachmatuy_desktop.domain.forms import FormDefinition
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.i18n import LANGUAGES, _, language
from sachmatuy_desktop.packs.forms import FORM_IDS, load_form
from sachmatuy_desktop.paths import resources_folder
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import button, faint, heading, label_of, paragraph, row, rule
from sachmatuy_desktop.ui.dialogs.office_in import office_in
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.idleness import CHOICES, OFF, minutes_of, remember_minutes
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.pages.tabbed import Tab
from sachmatuy_desktop.ui.preferences import LANGUAGE
from sachmatuy_desktop.ui.theme import Tone
from sachmatuy_desktop.ui.zoom import Zoom

__all__ = ["About", "Lists"]

"""The name under which the window remembers the language."""


class Lists(Tab):
    """Units and forms, and whether a legal reader signed them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.forms = PlainTable(_("Mẫu văn bản"))
        units = len(office_in(desk).units)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(14), theme.px(12), theme.px(14), theme.px(12))
        layout.setSpacing(theme.px(8))
        layout.addWidget(heading(_("Danh mục, mẫu văn bản")))
        layout.addWidget(
            paragraph(
                _("Danh mục đơn vị hành chính: {count} đơn vị, trước và từ 01/7/2025.").format(
                    count=show_integer(units)
                )
            )
        )
        layout.addWidget(self.forms, 1)
        layout.addWidget(
            faint(
                _(
                    "«Chưa kiểm chứng»: câu chữ và con số lấy từ bản công khai, chưa được người có "
                    "chuyên môn pháp lý ký xác nhận."
                )
            )
        )
        self._show()

    def _show(self) -> None:
        heads = [
            Head(_("Mẫu văn bản"), grows=True),
            Head(_("Nguồn gốc")),
            Head(_("Kiểm chứng")),
        ]
        self.forms.show_rows(heads, [_form_row(load_form(each)) for each in FORM_IDS])


class About(Tab):
    """Version, licences, language, size of type."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.languages = QComboBox()
        for code, name in LANGUAGES.items():
            self.languages.addItem(name, code)
        self.languages.setCurrentIndex(self.languages.findData(language()))
        self.languages.setAccessibleName(_("Ngôn ngữ"))
        self.languages.activated.connect(lambda _place: self._speak())
        self.told = faint()
        label = label_of(_("Ngôn ngữ"), self.languages)
        self.larger = button(_("Chữ to hơn"), lambda: self._zoom(1), picture="plus")
        self.smaller = button(_("Chữ nhỏ hơn"), lambda: self._zoom(-1))
        self.usual = button(_("Cỡ chữ thường"), lambda: self._zoom(0))
        self.lock_after = self._lock_choice()
        lock_label = label_of(_("Tự khóa khi không dùng"), self.lock_after)
        notices = QTextBrowser()
        notices.setMarkdown(_notices())
        notices.setOpenExternalLinks(True)
        notices.setAccessibleName(_("Giấy phép của các thành phần"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(14), theme.px(12), theme.px(14), theme.px(12))
        layout.setSpacing(theme.px(10))
        layout.addWidget(heading(_("Giao diện")))
        layout.addLayout(row(label, self.languages, self.told, None))
        layout.addLayout(row(self.larger, self.smaller, self.usual, None))
        layout.addLayout(row(lock_label, self.lock_after, faint(_("Khóa ngay: Ctrl+L.")), None))
        layout.addWidget(rule())
        version = sachmatuy_desktop.__version__
        layout.addWidget(heading(f"Sạch Ma Túy Desktop {version}"))
        layout.addWidget(
            paragraph(
                _("Phần mềm tự do theo giấy phép Apache 2.0. Thư mục dữ liệu: {path}").format(
                    path=desk.office.info.folder
                ),
                selectable=True,
            )
        )
        layout.addWidget(notices, 1)

    def _lock_choice(self) -> QComboBox:
        training = self.desk.office.info.training
        choice = QComboBox()
        for minutes in CHOICES:
            choice.addItem(_("sau {minutes} phút").format(minutes=minutes), minutes)
        if training:
            choice.addItem(_("không tự khóa"), OFF)
        now = minutes_of(self.desk.preferences, training=training)
        choice.setCurrentIndex(choice.findData(now))
        choice.activated.connect(
            lambda _place: remember_minutes(self.desk.preferences, int(choice.currentData()))
        )
        return choice

    def _speak(self) -> None:
        self.desk.preferences.put(LANGUAGE, str(self.languages.currentData()))
        self.told.setText(_("Có hiệu lực khi mở lại chương trình."))

    def _zoom(self, step: int) -> None:
        zoom = getattr(self.window(), "zoom", None)
        if isinstance(zoom, Zoom):
            {1: zoom.larger, -1: zoom.smaller, 0: zoom.reset}[step]()


def _form_row(form: FormDefinition) -> list[Cell]:
    origin = _("Mẫu tham khảo") if form.reference else _("Mẫu chính thức")
    return [Cell(form.title), Cell(origin), _verified(form.verified)]


def _verified(verified: bool) -> Cell:
    if verified:
        return Cell(_("Đã kiểm chứng"), Tone.GOOD)
    return Cell(_("Chưa kiểm chứng"), Tone.CARE)


def _notices() -> str:
    """The licences that travel with the program; empty in a bundle that left them out."""
    path = resources_folder().parent / "THIRD-PARTY-NOTICES.md"
    return path.read_text(encoding="utf-8") if path.is_file() else ""
