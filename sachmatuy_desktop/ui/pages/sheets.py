"""Spreadsheets in and out of the register on screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFileDialog, QMenu, QToolButton

from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.spreadsheets import (
    export_register,
    export_template,
    visible_fields,
)
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.kit import only_if
from sachmatuy_desktop.ui.dialogs.taking_out import ask_terms
from sachmatuy_desktop.ui.icons import beside, icon
from sachmatuy_desktop.ui.keys import hint
from sachmatuy_desktop.ui.operations import Operation, Progress

__all__ = ["SheetButton"]

T = TypeVar("T")
SUFFIX, PLAIN = ".xlsx", ".csv"


class SheetButton(QToolButton):
    """«Bảng tính»: read one in, write the list out, or take an empty one to fill in.

    `listed` tells the records listed now; only those are written out.  `as_shown` writes them in
    the columns on screen; otherwise all columns go, so that the file can be read in again.
    """

    def __init__(
        self,
        desk: Desk,
        register: Register,
        listed: Callable[[], list[str]],
        as_shown: Callable[[Path], None],
    ) -> None:
        super().__init__()
        self._as_shown = as_shown
        self._desk = desk
        self._register = register
        self._listed = listed
        self.setText(_("Bảng tính"))
        self.setAccessibleName(_("Bảng tính: nhập, xuất"))
        self.setIcon(beside("file-text"))
        self.setIconSize(QSize(theme.px(theme.BESIDE), theme.px(theme.BESIDE)))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        if desk.may_write(register):
            menu.addAction(icon("download"), _("Nhập từ bảng tính…"), self.read_in)
        if desk.role.may_name(register):
            shown = menu.addAction(icon("upload"), _("Xuất danh sách đang xem…"), self.write_shown)
            shown.setToolTip(hint(_("Đúng các dòng, các cột và thứ tự đang xem"), "export"))
        if not register.by_program and desk.role.may_name(register):
            menu.addAction(_("Xuất đủ các cột để sửa và nhập lại…"), self.write_out)
        if desk.may_write(register):
            menu.addAction(_("Lấy bảng mẫu để điền…"), self.write_template)
        self.setMenu(menu)
        only_if(not menu.isEmpty(), self)

    def read_in(self) -> None:
        """Ask for a file and show what would become of each of its rows."""
        from sachmatuy_desktop.ui.dialogs.import_sheet import (  # noqa: PLC0415  (loads the readers)
            ImportDialog,
        )

        ImportDialog.ask(self._desk, self.window(), self._register.name)

    def write_shown(self) -> None:
        """Write what is listed now as it is shown: these columns, this order."""
        path = self._ask_path(_(self._register.title))
        if path is not None:
            self._as_shown(path)

    def write_out(self) -> None:
        """Write what is listed now, with every column the account sees."""
        path = self._ask_path(_(self._register.title), plain=True)
        if path is not None:
            self.export_to(path)

    def export_to(self, path: Path) -> None:
        """Write what is listed now to a file."""
        session, name, listed = self._desk.office.session, self._register.name, self._listed()
        fields = [each.name for each in visible_fields(session, self._register)]
        lockable = path.suffix.lower() == SUFFIX
        terms = ask_terms(self._desk, self._register, fields, self.window(), lockable=lockable)
        if terms is None:
            return
        self._do(
            lambda progress: export_register(session, name, path, listed, progress.report, terms),
            lambda written: _("Đã ghi {rows} dòng vào tệp {file}.").format(
                rows=show_integer(written.rows), file=path.name
            ),
        )

    def write_template(self) -> None:
        """Write an empty sheet with the right heads."""
        path = self._ask_path(_("{title} – bảng mẫu").format(title=_(self._register.title)))
        if path is not None:
            session, name = self._desk.office.session, self._register.name
            self._do(
                lambda _progress: export_template(session, name, path),
                lambda _nothing: _("Đã ghi bảng mẫu vào tệp {file}.").format(file=path.name),
            )

    def _do(self, work: Callable[[Progress], T], told: Callable[[T], str]) -> None:
        feedback = self._desk.feedback
        Operation.reporting(self._desk.operations, work, self._desk).success(
            lambda answer: feedback.notice(told(answer))
        ).with_progress(_("Đang ghi bảng tính…"), stoppable=True).start()

    def _ask_path(self, name: str, *, plain: bool = False) -> Path | None:
        kinds = [_("Bảng tính (*.xlsx)"), *([_("Văn bản CSV (*.csv)")] if plain else [])]
        chosen, kind = QFileDialog.getSaveFileName(
            self.window(),
            _("Ghi bảng tính"),
            str(Path.home() / f"{name.replace('/', '-')}{SUFFIX}"),
            ";;".join(kinds),
        )
        if not chosen:
            return None
        path, suffix = Path(chosen), PLAIN if PLAIN in kind else SUFFIX
        known = (SUFFIX, PLAIN) if plain else (SUFFIX,)
        return path if path.suffix.lower() in known else path.with_name(path.name + suffix)
