"""The first tab: whose bundle it is, what changes by book, and what needs a person."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.dates import parse_moment, show_moment
from sachmatuy_desktop.domain.numbers import show_integer
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.i18n import _
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import previewing
from sachmatuy_desktop.services.sync.bundles import Staged
from sachmatuy_desktop.services.sync.previewing import Fate, Preview
from sachmatuy_desktop.sync.outgoing import leaves_people_out, sends_figures
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.aside_words import ahead_told
from sachmatuy_desktop.ui.dialogs.kit import faint, paragraph
from sachmatuy_desktop.ui.dialogs.merge_preview.words import (
    KINDS,
    ahead,
    files_line,
    missing_lines,
    not_taken,
    version_lines,
    version_warnings,
)
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["Overview", "count_rows", "findings"]


class Overview(QWidget):
    """Facts, counts by book, and one line for each thing that needs a person."""

    def __init__(self, office: Office, staged: Staged) -> None:
        super().__init__()
        self.facts = dict(facts(staged))
        self.counts = PlainTable(_("Thay đổi theo sổ"))
        self.counts.setToolTip(_("Bấm đúp vào một sổ để xem từng ghi chép"))
        self.findings = PlainTable(_("Cần xem lại"))
        self.files = faint(files_line(staged))
        self.books = tuple(previewing.counts(office, staged.preview))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(4 * (theme.px(10),)))
        layout.setSpacing(theme.px(8))
        layout.addLayout(self._grid())
        rows = count_rows(office, staged)
        if rows:
            heads = [
                Head(_("Sổ"), grows=True),
                Head(_("Mới"), right=True),
                Head(_("Sửa"), right=True),
                Head(_("Xóa"), right=True),
            ]
            self.counts.show_rows(heads, rows)
            layout.addWidget(self.counts, 3)
        elif staged.report.parked:
            layout.addWidget(paragraph(_("Mọi ghi chép của gói còn chờ gói trước đó.")))
        elif not staged.known_already:
            layout.addWidget(paragraph(_("Gói không có ghi chép nào mới đối với máy này.")))
        if self.files.text():
            layout.addWidget(self.files)
        self._told = paragraph()
        layout.addWidget(self._told)
        layout.addWidget(self.findings, 2)
        if not rows:
            layout.addStretch(1)
        self.tell(office, staged)

    def tell(self, office: Office, staged: Staged) -> None:
        """Say what needs a person; again when more has been looked for."""
        found = findings(office, staged)
        self.findings.setVisible(bool(found))
        self._told.setVisible(not staged.known_already)
        if not found:
            self._told.setText(_("Không có chỗ nào hai nơi cùng sửa, không thiếu gói nào."))
            return
        self._told.setText(_("Cần xem lại: {count}").format(count=len(found)))
        self.findings.show_rows(
            [Head(_("Loại")), Head(_("Nội dung"), grows=True, wraps=True)], found
        )

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(3))
        grid.setColumnStretch(1, 1)
        for at, (label, value) in enumerate(self.facts.items()):
            name = QLabel(label)
            name.setProperty("role", "faint")
            grid.addWidget(name, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(paragraph(value, selectable=True), at, 1)
        return grid


def facts(staged: Staged) -> Iterator[tuple[str, str]]:
    """What stands on the bundle and how much is in it."""
    dispatch = staged.envelope.dispatch
    bundle = _("{kind} số {number}, lập {moment}").format(
        kind=_(KINDS[staged.kind]),
        number=dispatch.sequence,
        moment=show_moment(parse_moment(dispatch.created)),
    )
    if staged.part is not None:
        bundle += " · " + _("phần {part}").format(part=staged.part)
    yield _("Nơi gửi"), staged.sender.name
    yield _("Gói"), bundle
    if staged.known_already:
        return
    inside = [
        _("{count} dòng nhật ký").format(count=show_integer(staged.manifest.counts.get("lines", 0)))
    ]
    if leaves_people_out(staged.manifest):
        inside.append(_("nơi gửi để lại các sổ về người và hộ"))
    if sends_figures(staged.manifest):
        inside.append(_("số liệu tổng hợp và mã thay tên"))
    yield _("Nội dung"), "; ".join(inside)
    lines = "; ".join(version_lines(staged.preview.versions))
    if lines:
        yield _("Phiên bản"), lines


def count_rows(office: Office, staged: Staged) -> list[list[Cell]]:
    """One row a register: new, changed, removed."""
    return [
        [
            Cell(_(REGISTERS[name].title)),
            *(
                Cell(show_integer(count[fate]) if count[fate] else "")
                for fate in (Fate.NEW, Fate.CHANGED, Fate.REMOVED)
            ),
        ]
        for name, count in previewing.counts(office, staged.preview).items()
    ]


def findings(office: Office, staged: Staged) -> list[list[Cell]]:
    """What needs a person: missing predecessors, refused records, two offices' edits, finds."""
    return [[Cell(kind, tone), Cell(text)] for kind, tone, text in _found(office, staged)]


def _found(office: Office, staged: Staged) -> Iterator[tuple[str, Tone, str]]:
    yield from _lacking(staged)
    for reason in not_taken(staged):
        yield _("Để riêng"), Tone.CARE, reason
    regained = len(staged.report.regained)
    if regained:
        told = _("Gói mang lại {count} ghi chép đã mất của đơn vị.")
        yield _("Trở về"), Tone.GOOD, told.format(count=show_integer(regained))
    by = previewing.clock_ahead(office, staged.envelope.dispatch)
    if by is not None:
        yield _("Đồng hồ"), Tone.CARE, ahead(by)
    elif staged.report.ahead_ms:
        yield _("Đồng hồ"), Tone.CARE, ahead_told(staged.report.ahead_ms)
    for warning in version_warnings(staged.preview.versions):
        yield _("Phiên bản"), Tone.CARE, warning
    yield from _counted(staged.preview)


def _lacking(staged: Staged) -> Iterator[tuple[str, Tone, str]]:
    """What has not come: other parts, earlier bundles."""
    parked = staged.report.parked
    if staged.parts_missing:
        yield (
            _("Thiếu phần"),
            Tone.CARE,
            _(
                "Chưa nhập phần {numbers} của gói này. Nhập phần nào trước cũng được; phần bị mất"
                " thì gói sau mang lại."
            ).format(numbers=", ".join(map(str, staged.parts_missing))),
        )
    if parked and staged.parts_missing:
        yield (
            _("Chờ"),
            Tone.CARE,
            _("{count} phần dữ liệu chờ phần trước và tự vào khi phần đó được nhập.").format(
                count=parked
            ),
        )
    elif parked:
        for line in missing_lines(staged):
            yield _("Thiếu gói"), Tone.CARE, line


def _counted(preview: Preview) -> Iterator[tuple[str, Tone, str]]:
    """What has a tab of its own."""
    finds = sum(each.count for each in preview.findings or ())
    for count, kind, tone, words in (
        (
            preview.conflict_count,
            _("Hai nơi cùng sửa"),
            Tone.CARE,
            _("{count} chỗ hai nơi cùng sửa; gộp xong chọn ở thẻ «Hai nơi cùng sửa»."),
        ),
        (
            preview.elsewhere_count,
            _("Trùng người"),
            Tone.CARE,
            _("{count} người có thể là người xã khác đã khai; xem thẻ «Điểm cần xem»."),
        ),
        (
            finds,
            _("Điểm cần xem"),
            Tone.QUIET,
            _("{count} điểm cần xem mới vì gói này; xem thẻ «Điểm cần xem»."),
        ),
    ):
        if count:
            yield kind, tone, words.format(count=show_integer(count))
