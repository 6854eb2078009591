"""From records to papers: what can be printed, drafts, issued documents, batches.

choices  = forms_for(office)
data     = draft(office, "self-assessment", date(2026, 12, 14), pack="q28-2025/commune-drug-free")
document = office.run(IssueDocument("self-assessment", data)).result
same     = reprint(office, document)

`heads` knows the letterhead, `counts` the figures by village, `findings` the criteria as rows,
`drafts` (with `rosters` and `summaries`) fills each form, `issuing` numbers and keeps, `batches`
prints households by the thousand, `codes` puts on what proves a paper, `checking` reads it,
`notes` tells the journal.  `plans` and `plan_reports` print what
an office has adopted: `plan_tasks` reads it, `plan_words` says it, `plan_proving` offers what an
issued paper carries out.
"""

from __future__ import annotations

from datetime import date

from sachmatuy_desktop.documents import builders
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.batches import print_commitments
from sachmatuy_desktop.services.papers.checking import Checked, Said, check_code, check_file
from sachmatuy_desktop.services.papers.choices import Choices, FormChoice, forms_for
from sachmatuy_desktop.services.papers.drafts import draft, pdf
from sachmatuy_desktop.services.papers.filled import (
    IssuedPaper,
    issue_filling,
    note_print,
    papers_of,
    print_forms,
)
from sachmatuy_desktop.services.papers.filling import (
    Filling,
    PrintTerms,
    compose_filling,
    fill,
    lay_over_blank,
    may_have_papers,
    must_fill,
    refilled,
)
from sachmatuy_desktop.services.papers.issuing import (
    IssueDocument,
    VoidDocument,
    has_number,
    may_see,
    names_people,
    reprint,
    same_numbers,
)
from sachmatuy_desktop.services.papers.notes import PRINTED, SAVED, NotePrint, read_note
from sachmatuy_desktop.services.papers.of_rows import FILLED_BY_ROW, RowPaper, papers_of_row
from sachmatuy_desktop.services.papers.offering import (
    damaged_forms,
    fill_law_form,
    forms_about,
    forms_to_fill,
    stand_in,
)
from sachmatuy_desktop.services.papers.plan_proving import Provable, ProveByPaper, provable
from sachmatuy_desktop.services.papers.plan_tasks import doers_of
from sachmatuy_desktop.services.papers.plan_words import periods_around
from sachmatuy_desktop.services.papers.plans import TAKEN_OUT, tracking_table, write_tracking
from sachmatuy_desktop.services.papers.taking_out import (
    as_sheets,
    as_word,
    has_tables,
    tables_of,
    taken_out,
)
from sachmatuy_desktop.storage.keys.recovery import Half

__all__ = [
    "FILLED_BY_ROW",
    "PRINTED",
    "SAVED",
    "TAKEN_OUT",
    "Checked",
    "Choices",
    "Filling",
    "FormChoice",
    "IssueDocument",
    "IssuedPaper",
    "NotePrint",
    "PrintTerms",
    "Provable",
    "ProveByPaper",
    "RowPaper",
    "Said",
    "VoidDocument",
    "as_sheets",
    "as_word",
    "card_pdf",
    "check_code",
    "check_file",
    "compose_filling",
    "damaged_forms",
    "doers_of",
    "draft",
    "fill",
    "fill_law_form",
    "forms_about",
    "forms_for",
    "forms_to_fill",
    "has_number",
    "has_tables",
    "issue_filling",
    "lay_over_blank",
    "may_have_papers",
    "may_see",
    "must_fill",
    "names_people",
    "note_print",
    "papers_of",
    "papers_of_row",
    "pdf",
    "periods_around",
    "print_commitments",
    "print_forms",
    "provable",
    "read_note",
    "recovery_pdf",
    "refilled",
    "reprint",
    "same_numbers",
    "stand_in",
    "tables_of",
    "taken_out",
    "tracking_table",
    "write_tracking",
]


def card_pdf(office: Office) -> bytes:
    """The page that lets others trust this machine: office, key, its eight groups."""
    keys, info = office.keys.device.public, office.info
    return pdf(
        builders.identity_card(
            info.full_name,
            info.unit_id,
            keys.key_id,
            keys.fingerprint,
            office.clock.today(),
            training=info.training,
        )
    )


def recovery_pdf(office_name: str, half: Half, today: date) -> bytes:
    """One half of a recovery sheet, a page."""
    return pdf(
        builders.recovery_sheet(
            office_name, today.isoformat(), str(half.sheet), half.part, half.mark, half.groups
        )
    )
