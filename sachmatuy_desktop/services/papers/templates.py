"""Word templates of the office: looked over, taken in, filled with what a form's places hold.

    looked = look_over(content, "mau.docx", "163-iii-04")     # every reason not to use it
    office.run(TakeTemplate("163-iii-04", "mau.docx", content))
    word   = word_by_template(office, filling)

A template makes a Word file and nothing else: what is issued and printed stays the PDF of the
program's own wording.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import Final

from sachmatuy_desktop.documents.word.places import form_as_template
from sachmatuy_desktop.documents.word.templates import LookedOver, fill_template
from sachmatuy_desktop.documents.word.templates import look_over as look_over_form
from sachmatuy_desktop.documents.word.untrusted import MOST_BYTES
from sachmatuy_desktop.documents.wording import two_digits
from sachmatuy_desktop.domain.forms import FormHead, Value
from sachmatuy_desktop.domain.registers.fields import RecordId
from sachmatuy_desktop.domain.registers.templates import WORD_TEMPLATES
from sachmatuy_desktop.domain.registers.values import MAX_TEXT
from sachmatuy_desktop.domain.text import clean
from sachmatuy_desktop.errors import N_, KnownError, NotFound, Refused
from sachmatuy_desktop.packs.forms import load_form
from sachmatuy_desktop.services.bus import Session
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.filling import DAY, NUMBER, Filling, must_fill
from sachmatuy_desktop.services.papers.issuing import issued_paper
from sachmatuy_desktop.services.papers.offering import DRAFT
from sachmatuy_desktop.services.papers.taking_out import taken_out
from sachmatuy_desktop.storage.atomic import write_atomically
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.storage.unit_of_work import UnitOfWork

__all__ = [
    "MOST_BYTES",
    "DropTemplate",
    "TakeTemplate",
    "Template",
    "as_issued",
    "content_of",
    "look_over",
    "may_have_template",
    "numbered",
    "template_for",
    "templates_of",
    "word_by_template",
    "write_begun",
]

BOOK: Final = WORD_TEMPLATES.name


@dataclass(frozen=True, slots=True)
class Template:
    """A template that is kept; `outdated` when the form's wording has changed since."""

    id: RecordId
    form: str
    file_name: str
    taken_on: str
    taken_by: str
    sha256: str
    outdated: bool


def may_have_template(form: FormHead) -> bool:
    """Whether an office may print the form by its own template.

    Not a restricted one: its mark, copy number and foot line must stand on every page.
    """
    return bool(form.family) and not form.restriction


def look_over(content: bytes, name: str, form_id: str) -> LookedOver:
    """Everything that speaks against a file as the form's template."""
    return look_over_form(content, name, load_form(form_id))


@dataclass(frozen=True)
class TakeTemplate:
    """Take a template in; the one that the form had before is removed, and undoing brings it back.

    The result is the record's id.
    """

    form_id: str
    name: str
    content: bytes = field(repr=False)

    @property
    def act(self) -> str:
        """The act's id."""
        return "templates.take"

    def run(self, work: UnitOfWork, session: Session) -> RecordId:
        """Raises `NotAllowed`, `NotFound`, `Refused` with the first thing wrong."""
        session.role.must("manages")
        form = load_form(self.form_id)
        if not may_have_template(form):
            raise Refused(N_("Mẫu “{form}” không dùng mẫu Word riêng."), form=form.title)
        looked = look_over_form(self.content, self.name, form)
        if looked.problems:
            raise Refused(
                N_("Chưa nhập mẫu Word: {problem} ({count} lỗi)."),
                problem=str(looked.problems[0]).rstrip("."),
                count=len(looked.problems),
            )
        sha256 = hashlib.sha256(self.content).hexdigest()
        session.store.files.put(sha256, (self.content,))
        before = _ids(session, self.form_id)
        made = work.insert(
            BOOK,
            {
                "form": self.form_id,
                "form_version": form.version,
                "file_name": clean(PurePath(self.name.replace("\\", "/")).name)[-MAX_TEXT:],
                "size": len(self.content),
                "sha256": sha256,
                "taken_on": session.store.clock.today(),
                "taken_by": clean(session.account)[:MAX_TEXT] or None,
            },
        )
        for each in before:
            work.remove(BOOK, each)
        return made


@dataclass(frozen=True)
class DropTemplate:
    """Print a form as the program words it again."""

    record: RecordId

    @property
    def act(self) -> str:
        """The act's id."""
        return "templates.drop"

    def run(self, work: UnitOfWork, session: Session) -> None:
        """Raises `NotAllowed`, `NotFound`."""
        session.role.must("manages")
        work.row(BOOK, self.record)
        work.remove(BOOK, self.record)


# -- reading --------------------------------------------------------------------------------------


def templates_of(session: Session) -> dict[str, Template]:
    """The templates by the form that they are for."""
    rows = session.queries.rows(BOOK, session.queries.ids(BOOK))
    return {
        str(row["form"]): Template(
            id=each,
            form=str(row["form"]),
            file_name=str(row["file_name"]),
            taken_on=str(row["taken_on"]),
            taken_by=str(row["taken_by"] or ""),
            sha256=str(row["sha256"]),
            outdated=_outdated(str(row["form"]), str(row["form_version"])),
        )
        for each, row in rows.items()
    }


def template_for(session: Session, form_id: str) -> Template | None:
    """The template of a form, if the office has one."""
    return templates_of(session).get(form_id) if _ids(session, form_id) else None


def content_of(session: Session, template: Template) -> bytes:
    """The file as it was taken in.  Raises `StorageTrouble`."""
    return session.store.files.read(template.sha256)


def write_begun(form_id: str, path: Path) -> None:
    """The program's own wording with its places in braces, to begin a template from."""
    write_atomically(path, form_as_template(load_form(form_id)))


def _ids(session: Session, form_id: str) -> list[RecordId]:
    return session.queries.ids(BOOK, [Where("form", "=", form_id)])


def _outdated(form_id: str, version: str) -> bool:
    try:
        return load_form(form_id).version != version
    except KnownError:  # gone, or its file is damaged
        return True


# -- filling --------------------------------------------------------------------------------------


def word_by_template(office: Office, filling: Filling) -> bytes:
    """The office's template with what the form's places hold.

    Raises `BadInput` for a template that the form has outgrown, `NotAllowed`, `NotFound`.
    """
    form = filling.form
    must_fill(office, form)
    template = template_for(office.session, form.id)
    if template is None:
        raise NotFound(N_("Cơ quan chưa nhập mẫu Word riêng cho “{form}”."), form=form.title)
    content = content_of(office.session, template)
    words = form.constants
    band = f"{words['training_mark']} – {words['training_note']}" if office.info.training else ""
    return fill_template(content, template.file_name, form, filling.values, band)


def as_issued(office: Office, filling: Filling, document: RecordId) -> Filling:
    """The filling as it was issued, for a file that leaves the program; the journal notes it.

    Raises `NotAllowed`, `NotFound`.
    """
    taken_out(office, document, "Word")
    return numbered(office, filling, document)


def numbered(office: Office, filling: Filling, document: RecordId) -> Filling:
    """The filling with the number and the day that its issued paper bears.

    Raises `NotAllowed`, `NotFound`.
    """
    row, data = issued_paper(office, document)
    number = two_digits(int(row["sequence"] or 0))
    given: dict[str, Value] = {NUMBER: number, DAY: row["issued_on"], DRAFT: None}
    places = {spec.name for spec in filling.form.fields}
    settled = {name: value for name, value in given.items() if name in places}
    if data.form != filling.form.id:
        raise NotFound(N_("Văn bản đã phát hành không làm theo mẫu này."))
    return replace(filling, typed={**filling.typed, **settled})
