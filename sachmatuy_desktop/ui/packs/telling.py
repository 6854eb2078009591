"""What a pack says, as a page to read: source, criteria word for word, readings, facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from html import escape

from sachmatuy_desktop.domain.criteria import Criterion, RulePack
from sachmatuy_desktop.domain.criteria.differences import Change, word_changes
from sachmatuy_desktop.domain.criteria.telling import rule_lines
from sachmatuy_desktop.domain.dates import show_date
from sachmatuy_desktop.domain.plans import PlanPack
from sachmatuy_desktop.i18n import _, say
from sachmatuy_desktop.packs.library import Pack
from sachmatuy_desktop.packs.plan_words import due_words
from sachmatuy_desktop.services.packs import Shelved
from sachmatuy_desktop.ui import theme

__all__ = ["beside_as_html", "page_of", "span_of", "words_as_html"]

GONE = "#8a2f24"
NEW = "#1f6b3a"


def page_of(each: Shelved) -> str:
    """Everything a pack says, as HTML; every text in it is escaped."""
    if each.pack is None:
        trouble = say(each.trouble) if each.trouble else ""
        return "".join([_heading(each.title), _paragraph(trouble)])
    pack = each.pack
    body = _plan(pack) if isinstance(pack, PlanPack) else _rules(pack)
    return "".join([_heading(pack.title, 2), *_head(each, pack), *body, *_foot(pack)])


def span_of(begins: date, ends: date | None) -> str:
    """From when to when something is in force."""
    if ends is None:
        return _("từ {day}").format(day=show_date(begins))
    return _("từ {first} đến {last}").format(first=show_date(begins), last=show_date(ends))


def words_as_html(before: str, after: str) -> str:
    """Two wordings as one text: what went struck out, what came underlined."""
    shown = []
    for piece in word_changes(before, after):
        text = escape(piece.text)
        if piece.change is Change.GONE:
            text = f'<s style="color:{GONE}">{text}</s>'
        elif piece.change is Change.NEW:
            text = f'<u style="color:{NEW}">{text}</u>'
        shown.append(text)
    return " ".join(shown)


def beside_as_html(before: str, after: str) -> str:
    """Two sentences one below the other, where mixing their words would say a third thing."""
    lines = []
    if before:
        lines.append(f'<s style="color:{GONE}">{escape(before)}</s>')
    if after:
        lines.append(f'<u style="color:{NEW}">{escape(after)}</u>')
    return "<br>".join(lines)


# -- the parts of the page -------------------------------------------------------------------------


def _head(each: Shelved, pack: Pack) -> Iterator[str]:
    source = pack.source
    parts = [source.document, source.number, source.date, source.paragraph]
    yield _paragraph(", ".join(part for part in parts if part))
    edition = _("Bản số {edition}, áp dụng {span}.")
    span = span_of(each.effective_from, each.until)
    yield _faint(edition.format(edition=pack.edition, span=span))
    for note in (source.note, *pack.notes):
        if note:
            yield _faint(note)


def _foot(pack: Pack) -> Iterator[str]:
    """What only those who write packs ask for."""
    yield _faint(_("Mã của bộ: {id}.").format(id=pack.id))
    if pack.replaces:
        yield _faint(_("Thay bộ {id}.").format(id=pack.replaces))


def _rules(pack: RulePack) -> Iterator[str]:
    yield _paragraph(pack.decision.question)
    yield _heading(_("Tiêu chí"))
    for criterion in pack.criteria:
        yield from _criterion(pack, criterion)
    if pack.readings:
        yield _heading(_("Cách hiểu"))
    for reading in pack.readings:
        words = f"“{reading.words}” – " if reading.words else ""
        yield _paragraph(f"{words}{reading.issue}")
        default = reading.default
        yield _list(
            _("{meaning} (mặc định)").format(meaning=option.meaning)
            if option.value == default
            else option.meaning
            for option in reading.options
        )
    if pack.attestations:
        yield _heading(_("Xác nhận"))
        yield _list(
            _("{wording} – {signers}; có giá trị {days} ngày").format(
                wording=terms.wording, signers=", ".join(terms.signers), days=terms.max_age_days
            )
            for terms in pack.attestations
        )
    yield _heading(_("Số liệu"))
    for fact in pack.facts:
        unit = f" ({fact.unit})" if fact.unit else ""
        yield _paragraph(f"{fact.label}{unit}: {fact.meaning}")


def _criterion(pack: RulePack, criterion: Criterion) -> Iterator[str]:
    mark = pack.marks[criterion.id]
    yield f"<p><b>{escape(f'{mark}. {criterion.title}')}</b></p>"
    if criterion.quote:
        yield _paragraph(f"“{criterion.quote}”")
    yield _faint(criterion.paragraph)
    yield _list(rule_lines(pack, criterion))


def _plan(pack: PlanPack) -> Iterator[str]:
    if pack.campaign:
        span = span_of(pack.campaign.starts_on, pack.campaign.ends_on)
        yield _paragraph(f"{pack.campaign.theme} – {span}")
    if pack.phases:
        yield _heading(_("Giai đoạn"))
        yield _list(f"{each.title}: “{each.quote}”" for each in pack.phases)
    yield _heading(_("Việc phải làm"))
    names = {each.id: each.name for each in pack.actors}
    for task in pack.tasks:
        yield _paragraph(f"{task.title} – {due_words(task.when, pack)}")
        if task.obsolete:
            yield _faint(
                _("Không còn thực hiện từ ngày {day}: {law}").format(
                    day=show_date(task.obsolete.since), law=task.obsolete.by
                )
            )
        yield _faint(f"{'; '.join(names[each] for each in task.actors)} – {task.paragraph}")


def _heading(text: str, level: int = 3) -> str:
    return f"<h{level}>{escape(text)}</h{level}>"


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>" if text else ""


def _faint(text: str) -> str:
    return f'<p style="color:{theme.FAINT}">{escape(text)}</p>' if text else ""


def _list(lines: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"
