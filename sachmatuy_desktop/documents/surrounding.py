"""What papers share: head and foot around the content, and the line that ties an annex to it."""

from __future__ import annotations

from collections.abc import Mapping

from sachmatuy_desktop.documents.composing import compose
from sachmatuy_desktop.documents.inputs import Paper
from sachmatuy_desktop.documents.wording import document_number, place_date
from sachmatuy_desktop.domain.forms import FormData, FormDefinition, Restriction, Value

__all__ = ["compose_paper", "guide"]


def compose_paper(
    form: FormDefinition,
    paper: Paper,
    values: Mapping[str, Value],
    restriction: Restriction | None = None,
) -> FormData:
    """The content with the paper's head and foot, as far as the form has places for them."""
    head = paper.letterhead
    around: dict[str, Value] = {
        "parent": head.parent,
        "issuer": "\n".join(head.issuer),
        "issuer_short": head.short,
        "number": document_number(paper.number, _symbol(form, paper)),
        "place_date": place_date(head.place, paper.date),
        "signer_authority": "\n".join(paper.signer.authority),
        "signer_name": paper.signer.name,
        "recipients": paper.recipients,
    }
    places = {spec.name for spec in form.fields}
    known = {name: value for name, value in around.items() if name in places}
    return compose(form, {**known, **values}, training=paper.training, restriction=restriction)


def guide(form: FormDefinition, paper: Paper) -> str:
    """“(Kèm theo Báo cáo số 05/BC-UBND ngày … của …)” (mẫu 2.1)."""
    number = document_number(paper.number, _symbol(form, paper))
    head = paper.letterhead
    date = place_date("", paper.date).partition(", ")[2]
    return form.constants["guide_words"].format(
        number=number.removeprefix("Số: "), date=date, issuer=head.short
    )


def _symbol(form: FormDefinition, paper: Paper) -> str:
    """“BC-UBND”; of a kind of paper that has no letters of its own, the office's alone."""
    return "-".join(filter(None, (form.type_code, paper.letterhead.symbol)))
