"""Mẫu Word: the forms an office may print by a template of its own, their places, its file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from PySide6.QtWidgets import QFileDialog, QLineEdit, QVBoxLayout, QWidget

from sachmatuy_desktop.domain.dates import parse_date, show_date
from sachmatuy_desktop.domain.forms import FieldKind, FieldSpec, FormDefinition, FormHead
from sachmatuy_desktop.domain.text import fold
from sachmatuy_desktop.errors import N_
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.packs.form_families import fillable_forms
from sachmatuy_desktop.packs.forms import load_form
from sachmatuy_desktop.packs.reading import read_bytes
from sachmatuy_desktop.services.papers.templates import (
    MOST_BYTES,
    DropTemplate,
    TakeTemplate,
    Template,
    content_of,
    look_over,
    may_have_template,
    templates_of,
    write_begun,
)
from sachmatuy_desktop.storage.atomic import write_atomically
from sachmatuy_desktop.ui import theme
from sachmatuy_desktop.ui.desk import Desk
from sachmatuy_desktop.ui.dialogs.flow import FlowRow
from sachmatuy_desktop.ui.dialogs.kit import button, complaint, faint, heading, side_by_side
from sachmatuy_desktop.ui.dialogs.plain_table import Head, PlainTable
from sachmatuy_desktop.ui.models.cells import Cell
from sachmatuy_desktop.ui.operations import Operation
from sachmatuy_desktop.ui.pages.tabbed import Tab
from sachmatuy_desktop.ui.theme import Tone

__all__ = ["BOOK", "Templates"]

BOOK: Final = "word_templates"
SUFFIX: Final = ".docx"
FILTER: Final = N_("Tệp Word (*.docx)")
MOST_PROBLEMS: Final = 10
"""Reasons shown at once; the rest is counted."""

KINDS: Final[Mapping[FieldKind, str]] = MappingProxyType(
    {
        "text": N_("chữ"),
        "long": N_("nhiều dòng"),
        "date": N_("ngày"),
        "short_date": N_("ngày"),
        "moment": N_("ngày giờ"),
        "number": N_("số"),
        "choice": N_("chọn một"),
        "multi": N_("chọn nhiều"),
        "list": N_("danh sách"),
        "rows": N_("bảng"),
    }
)


@dataclass(frozen=True, slots=True)
class _Read:
    """The forms, and the templates that the office has for some of them."""

    forms: tuple[FormHead, ...]
    templates: Mapping[str, Template]


class Templates(Tab):
    """The forms at the left, «Danh mục trường» of the chosen one at the right."""

    reads = shows = frozenset({BOOK})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._read = _Read((), {})
        self._shown: tuple[FormHead, ...] = ()
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Tìm mẫu"))
        self.search.setAccessibleName(_("Tìm mẫu"))
        self.search.textChanged.connect(lambda _text: self._list())
        self.table = PlainTable(_("Mẫu văn bản"))
        self.table.row_chosen.connect(lambda _row: self._choose())
        self.fields = PlainTable(_("Danh mục trường"))
        self.wrong = complaint()
        self.begin = button(_("Xuất mẫu để sửa…"), self._ask_begun, picture="upload")
        self.begin.setToolTip(_("Mẫu của chương trình, các trường ghi dạng {ho_ten}"))
        self.take = button(_("Nhập mẫu đã sửa…"), self._ask_file, picture="download", primary=True)
        self.write_out = button(_("Xuất mẫu riêng…"), self._ask_own, picture="upload")
        self.drop = button(_("Bỏ mẫu riêng"), self.drop_chosen, picture="trash-2")
        self._lay_out()
        self._choose()

    @property
    def chosen(self) -> FormDefinition | None:
        """The form chosen."""
        row = self.table.row
        return load_form(self._shown[row].id) if 0 <= row < len(self._shown) else None

    @property
    def own(self) -> Template | None:
        """The office's template of the chosen form."""
        form = self.chosen
        return self._read.templates.get(form.id) if form else None

    def refresh(self) -> None:
        """Read forms and templates on the worker; the one chosen stays."""
        session = self.desk.office.session

        def work() -> _Read:
            forms = tuple(form for form in fillable_forms().heads if may_have_template(form))
            return _Read(forms, templates_of(session))

        Operation(self.desk.operations, work, self).success(self._show).start()

    def choose(self, form_id: str) -> None:
        """Put the cursor on a form."""
        ids = [form.id for form in self._shown]
        if form_id in ids:
            self.table.choose(ids.index(form_id))

    # What is done

    def begin_to(self, path: Path) -> None:
        """Write our form with its places in braces."""
        form = self.chosen
        if form is not None:
            self._written(path, lambda: write_begun(form.id, path))

    def take_file(self, path: Path) -> None:
        """Look a file over, and take it in if nothing is wrong with it."""
        form = self.chosen
        if form is None:
            return
        self.wrong.hide()

        def work() -> tuple[bytes, tuple[str, ...]]:
            content = read_bytes(path, MOST_BYTES)
            looked = look_over(content, path.name, form.id)
            return content, tuple(say(each) for each in looked.problems)

        def told(looked: tuple[bytes, tuple[str, ...]]) -> None:
            content, problems = looked
            if problems:
                self._tell(path.name, problems)
            else:
                command = TakeTemplate(form.id, path.name, content)
                self.desk.run(command, lambda _outcome: self.refresh(), owner=self)

        Operation(self.desk.operations, work, self).success(told).start()

    def export_own(self, path: Path) -> None:
        """Write the office's template as it was taken in."""
        own, session = self.own, self.desk.office.session
        if own is not None:
            self._written(path, lambda: write_atomically(path, content_of(session, own)))

    def drop_chosen(self) -> None:
        """Print as the program words it again; the notice takes that back."""
        if self.own is not None:
            command = DropTemplate(self.own.id)
            self.desk.run(command, lambda _outcome: self.refresh(), owner=self)

    def _written(self, path: Path, work: Callable[[], None]) -> None:
        operation = Operation(self.desk.operations, work, self)
        operation.success(
            lambda _done: self.desk.feedback.notice(_("Đã ghi {file}.").format(file=path.name))
        ).start()

    def _tell(self, name: str, problems: tuple[str, ...]) -> None:
        """Every reason why the file is no template, one a line."""
        more = len(problems) - MOST_PROBLEMS
        lines = [_("Chưa nhập {file}:").format(file=name)]
        lines += [f"• {each}" for each in problems[:MOST_PROBLEMS]]
        if more > 0:
            lines.append(_("… và {count} chỗ nữa.").format(count=more))
        self.wrong.setText("\n".join(lines))
        self.wrong.show()

    def _ask_begun(self) -> None:
        form = self.chosen
        if form is not None:
            self._ask_where(_("Xuất mẫu để sửa"), f"{form.id}{SUFFIX}", self.begin_to)

    def _ask_own(self) -> None:
        if self.own is not None:
            self._ask_where(_("Xuất mẫu riêng"), self.own.file_name, self.export_own)

    def _ask_where(self, title: str, name: str, then: Callable[[Path], None]) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(self, title, name, _(FILTER))
        if chosen:
            whole = chosen.lower().endswith(SUFFIX)
            then(Path(chosen if whole else chosen + SUFFIX))

    def _ask_file(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Nhập mẫu Word"), "", _(FILTER))
        if chosen:
            self.take_file(Path(chosen))

    # What is shown

    def _show(self, read: _Read) -> None:
        self._read = read
        self._list()

    def _list(self) -> None:
        chosen = self.chosen
        words = fold(self.search.text()).split()
        self._shown = tuple(form for form in self._read.forms if _fits(form, words))
        heads = [
            Head(_("Số mẫu"), widest=90),
            Head(_("Mẫu văn bản"), grows=True, wraps=True),
            Head(_("Đang dùng"), widest=220),
        ]
        self.table.show_rows(heads, [self._cells(form) for form in self._shown])
        if self._shown:
            ids = [form.id for form in self._shown]
            wanted = chosen.id if chosen else ""
            self.table.choose(ids.index(wanted) if wanted in ids else 0)
        self._choose()

    def _cells(self, form: FormHead) -> list[Cell]:
        own = self._read.templates.get(form.id)
        if own is None:
            state = Cell(_("Của chương trình"))
        elif own.outdated:
            state = Cell(_("Riêng, mẫu đã đổi"), Tone.CARE)
        else:
            day = show_date(parse_date(own.taken_on))
            state = Cell(_("Riêng, nhập {day}").format(day=day), Tone.GOOD)
        return [Cell(form.law_form or form.type_code), Cell(form.title), state]

    def _choose(self) -> None:
        form, own, manages = self.chosen, self.own, self.desk.role.manages
        self.wrong.hide()
        self.begin.setEnabled(form is not None)
        self.take.setEnabled(form is not None and manages)
        self.write_out.setEnabled(own is not None)
        self.drop.setEnabled(own is not None and manages)
        heads = [
            Head(_("Trường")),
            Head(_("Nội dung"), grows=True, wraps=True),
            Head(_("Kiểu"), widest=90),
            Head(_("Bắt buộc")),
        ]
        rows = [_field_cells(spec) for spec in form.fields] if form else []
        self.fields.show_rows(heads, rows)

    def _lay_out(self) -> None:
        self.wrong.hide()
        left = QWidget()
        down = QVBoxLayout(left)
        down.setContentsMargins(0, 0, theme.px(8), 0)
        down.setSpacing(theme.px(8))
        down.addWidget(self.search)
        down.addWidget(self.table, 1)
        right = QWidget()
        beside = QVBoxLayout(right)
        beside.setContentsMargins(theme.px(8), 0, 0, 0)
        beside.setSpacing(theme.px(8))
        beside.addWidget(faint(_("Danh mục trường")))
        beside.addWidget(self.wrong)
        beside.addWidget(self.fields, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(14), theme.px(12), theme.px(14), theme.px(12))
        layout.setSpacing(theme.px(8))
        layout.addWidget(heading(_("Mẫu Word của cơ quan")))
        layout.addWidget(
            faint(
                _(
                    "Mẫu riêng chỉ dùng khi lưu Word; văn bản phát hành và bản in vẫn là PDF theo"
                    " mẫu của chương trình. Bắt đầu từ «Xuất mẫu để sửa», giữ các trường trong"
                    " dấu ngoặc nhọn."
                )
            )
        )
        layout.addLayout(FlowRow(self.begin, self.take, self.write_out, self.drop))
        layout.addWidget(side_by_side(left, right, (600, 580)), 1)


def _fits(form: FormHead, words: list[str]) -> bool:
    said = fold(f"{form.law_form} {form.title} {form.id}")
    return all(word in said for word in words)


def _field_cells(spec: FieldSpec) -> list[Cell]:
    sign = "#" if spec.kind in {"list", "rows"} else ""
    needed = Cell(_("Có"), Tone.CARE) if spec.required else Cell("")
    return [Cell(f"{{{sign}{spec.name}}}"), Cell(spec.label), Cell(_(KINDS[spec.kind])), needed]
