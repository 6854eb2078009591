"""The packs of criteria of an office: the program's, those from above, its own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from PySide6.QtWidgets import QFileDialog, QTextBrowser, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.criteria import RulePack
from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.packs.reading import read_bytes
from sachmatuy_desktop.services.criteria import library
from sachmatuy_desktop.services.packs import RemovePack, Shelved, export_pack, shelf
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk, Door
from sachmatuy_desktop.ui.dialogs.flow import FlowRow
from sachmatuy_desktop.ui.dialogs.kit import button, faint, heading, side_by_side
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.models.codes import unit_name
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.packs.comparing import CompareDialog
from sachmatuy_desktop.ui.packs.import_dialog import ImportPackDialog
from sachmatuy_desktop.ui.packs.telling import page_of
from sachmatuy_desktop.ui.pages.tabbed import Tab
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["BOOKS", "Packs"]

BOOKS: Final = frozenset({"packs", "own_packs"})
SUFFIX: Final = ".toml"
FILTER: Final = N_("Bộ tiêu chí (*.toml)")

STATES: Final[Mapping[str, tuple[str, Tone]]] = MappingProxyType(
    {
        "unread": (N_("Cần bản mới"), Tone.BLOCK),
        "unused": (N_("Trùng mã, chưa dùng"), Tone.CARE),
        "now": (N_("Đang áp dụng"), Tone.GOOD),
        "coming": (N_("Chưa đến ngày"), Tone.BUSY),
        "over": (N_("Hết áp dụng"), Tone.QUIET),
    }
)
"""In the order of the list: what wants a hand, what is in force, what is to come, what is over."""


class Packs(Tab):
    """The list at the left, what the chosen pack says at the right."""

    reads = shows = BOOKS

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.shelf: list[Shelved] = []
        self._behind = ""
        self.table = PlainTable(_("Bộ tiêu chí"))
        self.table.row_chosen.connect(lambda _row: self._choose())
        self.page = QTextBrowser()
        self.page.setOpenLinks(False)
        self.page.setAccessibleName(_("Nội dung bộ tiêu chí"))
        self.told = faint()
        self.take_in = button(
            _("Nhập bộ tiêu chí…"), self.choose_file, picture="download", primary=True
        )
        self.compare = button(
            _("So sánh với bản trước…"), self.compare_chosen, picture="arrow-left-right"
        )
        self.write_out = button(_("Xuất tệp…"), self._ask_where, picture="upload")
        self.remove = button(_("Bỏ bộ đã nhập"), self.remove_chosen, picture="trash-2")
        self._lay_out()
        self._choose()

    @property
    def chosen(self) -> Shelved | None:
        """The pack chosen."""
        row = self.table.row
        return self.shelf[row] if 0 <= row < len(self.shelf) else None

    @property
    def before(self) -> RulePack | None:
        """The pack that the chosen one follows: the edition before it, or the one it replaces."""
        each = self.chosen
        if each is None or not isinstance(each.pack, RulePack):
            return None
        earlier = [
            one.pack
            for one in self.shelf
            if one is not each
            and isinstance(one.pack, RulePack)
            and one.pack_id in (each.pack_id, each.pack.replaces)
            and (one.effective_from < each.effective_from or (one.twin and each.twin))
        ]
        same = [pack for pack in earlier if pack.id == each.pack_id]
        return max(same or earlier, key=lambda pack: pack.effective_from, default=None)

    def refresh(self) -> None:
        """Read the packs on the worker; the one chosen stays."""
        session = self.desk.office.session
        operation = Operation(self.desk.operations, lambda: shelf(session), self)
        operation.success(self._show).start()

    def go_through(self, door: Door) -> None:
        """Show the pack kept in a record, now or when the packs have been read."""
        self._behind = door.record or ""
        self._choose_behind()

    def _choose_behind(self) -> None:
        for place, each in enumerate(self.shelf):
            if each.taken is not None and each.taken.key == self._behind:
                self.table.choose(place)
                self._behind = ""

    # What is done

    def choose_file(self) -> None:
        """Ask for a file and take it in."""
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Nhập bộ tiêu chí"), "", _(FILTER))
        if chosen:
            self.take_file(Path(chosen))

    def take_file(self, path: Path) -> None:
        """Look at a file and, if the officer wants it, take it in."""
        operation = Operation(self.desk.operations, lambda: read_bytes(path), self)
        operation.success(lambda content: self._look_at(path.name, content)).start()

    def compare_chosen(self) -> None:
        """The chosen pack beside the one before it."""
        each, before = self.chosen, self.before
        if each is not None and isinstance(each.pack, RulePack) and before is not None:
            CompareDialog(self.desk, before, each.pack, self).ask_person()

    def export_to(self, path: Path) -> None:
        """Write the chosen pack to a file."""
        each = self.chosen
        if each is None:
            return
        packs = library(self.desk.office.session)
        operation = Operation(self.desk.operations, lambda: export_pack(packs, each, path), self)
        operation.success(
            lambda _done: self.desk.feedback.notice(_("Đã ghi {file}.").format(file=path.name))
        ).start()

    def remove_chosen(self) -> None:
        """Take a pack of this office's own out again; the notice takes that back."""
        each = self.chosen
        if each is not None and each.taken is not None:
            self.desk.run(RemovePack(each.taken.key), lambda _outcome: self.refresh(), owner=self)

    def _look_at(self, name: str, content: bytes) -> None:
        if ImportPackDialog(self.desk, name, content, self).ask_person():
            self.refresh()

    def _ask_where(self) -> None:
        each = self.chosen
        if each is None:
            return
        name = f"{each.pack_id.replace('/', '-')}-{each.edition}{SUFFIX}"
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Xuất bộ tiêu chí"), name, _(FILTER))
        if chosen:
            self.export_to(Path(chosen if chosen.endswith(SUFFIX) else chosen + SUFFIX))

    # What is shown

    def _show(self, packs: list[Shelved]) -> None:
        chosen = self.chosen
        today = self.desk.office.clock.now().date()
        order = list(STATES)
        self.shelf = packs = sorted(packs, key=lambda each: order.index(each.state(today)))
        heads = [
            Head(_("Bộ tiêu chí, kế hoạch"), grows=True, wraps=True),
            Head(_("Nguồn"), widest=150),
            Head(_("Bản"), right=True),
            Head(_("Áp dụng từ")),
            Head(_("Tình trạng")),
            Head(_("Kiểm chứng")),
        ]
        self.table.show_rows(heads, [self._cells(each, each.state(today)) for each in packs])
        keys = [_key(each) for each in packs]
        wanted = _key(chosen) if chosen is not None else None
        if packs:
            self.table.choose(keys.index(wanted) if wanted in keys else 0)
        self._choose_behind()
        self._choose()

    def _cells(self, each: Shelved, state: str) -> list[Cell]:
        words, tone = STATES[state]
        return [
            Cell(each.title),
            Cell(self._origin(each)),
            Cell(str(each.edition)),
            Cell(show_date(each.effective_from)),
            Cell(_(words), tone),
            _verified(each),
        ]

    def _origin(self, each: Shelved) -> str:
        """Who brought the pack."""
        if each.taken is None:
            return _("Chương trình")
        if each.taken.unit != self.desk.office.info.unit_id:
            return unit_name(each.taken.unit)
        return _("Cơ quan này")

    def _choose(self) -> None:
        each = self.chosen
        manages = self.desk.role.manages
        own = (
            each is not None
            and each.taken is not None
            and each.taken.unit == self.desk.office.info.unit_id
        )
        self.take_in.setEnabled(manages)
        self.remove.setEnabled(manages and own)
        self.write_out.setEnabled(each is not None)
        self.compare.setEnabled(self.before is not None)
        self.page.setHtml(page_of(each) if each is not None else "")
        self.told.setText(_twins_told(each))
        self.told.setVisible(bool(self.told.text()))

    def _lay_out(self) -> None:
        left = QWidget()
        down = QVBoxLayout(left)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(8))
        down.addWidget(self.table, 1)
        down.addWidget(self.told)
        split = side_by_side(left, self.page, (820, 360))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(14), theme.px(12), theme.px(14), theme.px(12))
        layout.setSpacing(theme.px(8))
        layout.addWidget(heading(_("Bộ tiêu chí")))
        layout.addWidget(
            faint(
                _(
                    "Mỗi bản áp dụng từ ngày của nó; kết quả đã ghi giữ bản cũ. «Chưa kiểm chứng»:"
                    " câu chữ và con số lấy từ bản công khai, chưa được người có chuyên môn pháp lý"
                    " ký xác nhận."
                )
            )
        )
        layout.addLayout(FlowRow(self.take_in, self.compare, self.write_out, self.remove))
        layout.addWidget(split, 1)


def _key(each: Shelved) -> tuple[str, int, str]:
    return each.pack_id, each.edition, each.taken.key if each.taken else ""


def _verified(each: Shelved) -> Cell:
    if each.pack is None:
        return Cell("")
    if each.pack.verified:
        return Cell(_("Đã kiểm chứng"), Tone.GOOD)
    return Cell(_("Chưa kiểm chứng"), Tone.CARE)


def _twins_told(each: Shelved | None) -> str:
    """What to do where the same edition came twice with different words."""
    if each is None or not each.twin:
        return ""
    if each.counts:
        return _(
            "Cơ quan trên cũng gửi xuống bản này với câu chữ khác. Bộ của cơ quan này đang được"
            " dùng; muốn theo cơ quan trên thì bỏ bộ này."
        )
    return _("Cơ quan này đã có bản này với câu chữ khác nên bộ gửi xuống chưa được dùng.")
