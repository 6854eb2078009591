"""One real call of the functions of the services, on the filled scene: made as every role.

The arguments are what an administrator would give.  Who is let in stands in
`functions_by_role.py`, what may be heard in the registers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sachmatuy_desktop.domain.criteria import Assessment, RulePack
from sachmatuy_desktop.domain.plans.oversight import Span
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.exchange.flat import FlatTable
from sachmatuy_desktop.packs.forms import load_form
from sachmatuy_desktop.packs.law import law_book
from sachmatuy_desktop.services import (
    attachments,
    board,
    bulk_acts,
    calendar,
    cases,
    checking,
    commitments,
    comparing,
    criteria,
    papers,
    person_files,
    records,
    sheet_layouts,
    shown,
    spreadsheets,
    tip_results,
)
from sachmatuy_desktop.services.access import entering
from sachmatuy_desktop.services.cases import reading as cases_reading
from sachmatuy_desktop.services.criteria import exclusions, forecasting, removals, whatif
from sachmatuy_desktop.services.drives import piles, scanning
from sachmatuy_desktop.services.erasures import erasing
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers import (
    assessing,
    batches,
    campaigns,
    counts,
    filled,
    heads,
    issuing,
    plan_proving,
    print_log,
    templates,
)
from sachmatuy_desktop.services.papers.books import closing
from sachmatuy_desktop.services.papers.reports import (
    above,
    drafting,
    dues,
    proposing,
)
from sachmatuy_desktop.services.papers.reports import (
    proving as report_proving,
)
from sachmatuy_desktop.services.papers.reports import (
    reading as report_reading,
)
from sachmatuy_desktop.services.papers.reports.behind import behind, may_look
from sachmatuy_desktop.services.plans import (
    campaign_figures,
    campaign_papers,
    difficulties,
    listing,
    overseeing,
    proving,
    sighting,
    yearly,
)
from sachmatuy_desktop.services.plans import (
    looking as plan_looking,
)
from sachmatuy_desktop.services.plans.campaign import campaigns_of
from sachmatuy_desktop.services.plans.reading import must_see_tasks
from sachmatuy_desktop.services.proof import evidence
from sachmatuy_desktop.services.recognition import appraising
from sachmatuy_desktop.services.recognition.reading import processes_of
from sachmatuy_desktop.services.retention import access, breaches, days, requests, reviewing
from sachmatuy_desktop.services.retention import papers as retention_papers
from sachmatuy_desktop.services.sync import (
    arrivals,
    aside,
    bundle_difference,
    communes,
    conflicts,
    leaving,
    passages,
    periods,
    previewing,
    receipts,
    record_ways,
    returns_reading,
    sending,
    slips,
    staging,
    transfers,
    trusting,
    unmerging,
)
from sachmatuy_desktop.services.targets import following, roadmap
from sachmatuy_desktop.services.upkeep import maintenance
from sachmatuy_desktop.storage.findings.rules import RULES
from tests.drive_offices import drive_in, state
from tests.fact_cases import IA_HDRAI
from tests.offices import FOR_A_TEST, IA_DOM
from tests.plan_tasks import opening_of, read
from tests.role_scene import DAY, MORNING, YEAR, Scene

COMMUNE, ABOVE, SPARE = "commune", "above", "spare"
PERSON_FORM, HOUSEHOLD_FORM = "163-iii-04", "household-commitment"
SPAN = Span(date(YEAR - 1, 12, 15), date(YEAR, 12, 14))
LEAVING = ("people", "episodes", "households", "commitments", "case_subjects", "plan_tasks")
CUT_OFF = "ninh-thuan-2024/commune-drug-free"
"""A pack that can be read to close its figures before the day, so that all are counted anew."""


@dataclass(frozen=True)
class Call:
    """A function called as the office's account; `at` which of the two."""

    make: Callable[[Scene, Office], object]
    at: str = COMMUNE


def _pack(office: Office) -> RulePack:
    return criteria.library(office).rules(IA_HDRAI, DAY)


def _assessment(scene: Scene) -> Assessment:
    found: Assessment = scene.things["assessment"]
    return found


def _scan(scene: Scene) -> attachments.Attachment:
    found: attachments.Attachment = scene.things["scan"]
    return found


def _file(scene: Scene, name: str) -> Path:
    return scene.folder / name


def _written(path: Path, write: Callable[[Path], None]) -> Path:
    """The file, written."""
    write(path)
    return path


def _year_of(diary: calendar.Diary) -> object:
    year = timedelta(days=365)
    return diary, diary.between(DAY - year, DAY + year), diary.overdue()


def _fill(scene: Scene) -> papers.Filling:
    found: papers.Filling = scene.things["filling"]
    return found


def _key(office: Office) -> str:
    return office.keys.device.public.key_id


def _campaign(office: Office) -> Any:
    (found,) = campaigns_of(office.queries, office.unit.id)
    return found


def _all_behind(scene: Scene, office: Office) -> list[object]:
    """The records behind every figure of a report that the account may look behind."""
    report = scene.things["report"]
    return [
        behind(office, report, told)
        for told in report.told
        if may_look(office.session.role, told.figure)
    ]


def _told(scene: Scene, office: Office) -> object:
    task = read(scene.commune, scene["task"])
    return proving.told_of(office.session, task.results)


def _offers(scene: Scene, office: Office) -> object:
    task = read(scene.commune, scene["task"])
    opening = opening_of(scene.commune, task, "2026-11")
    return proving.offers_for(office.session, task, opening, DAY)


def _cell(scene: Scene, office: Office) -> object:
    matrix = overseeing.oversee(scene.above, overseeing.SET_HERE, SPAN)
    cell = next(iter(matrix.cells.values()))
    return sighting.look_at(office, cell, SPAN)


CALLS: Mapping[str, Call] = {
    # -- persons, by name ----------------------------------------------------------------------
    "cases.reading.case_of": Call(lambda s, o: cases.case_of(o.session, s["person"], DAY)),
    "cases.reading.must_see": Call(lambda _s, o: cases_reading.must_see(o.session)),
    "cases.reading.due": Call(lambda _s, o: cases.due(o.session)),
    "cases.reading.findings": Call(lambda _s, o: cases.findings(o.session)),
    "cases.reading.survey": Call(lambda _s, o: cases.survey(o.session)),
    "person_files.file_of": Call(lambda s, o: person_files.file_of(o.session, s["person"], DAY)),
    "person_files.minors_without_guardian": Call(
        lambda _s, o: person_files.minors_without_guardian(o.session, DAY)
    ),
    "comparing.compare": Call(
        lambda s, o: comparing.compare(o.session, "people", s["person"], s["twin"])
    ),
    "records.must_receive": Call(
        lambda _s, o: records.must_receive(o.session, REGISTERS["episodes"]), ABOVE
    ),
    "sync.transfers.dossier_of": Call(lambda s, o: transfers.dossier_of(o.session, s["move"])),
    "sync.transfers.notice_due": Call(
        lambda s, o: transfers.notice_due(o.session, s["mover"], MORNING - timedelta(days=21))
    ),
    "tip_results.tip_results": Call(
        lambda _s, o: tip_results.tip_results(o.session, "2026-01-01", "2026-12-31")
    ),
    "erasures.erasing.plan_erasure": Call(lambda s, o: erasing.plan_erasure(o, s["person"])),
    "retention.access.held_of": Call(lambda s, o: access.held_of(o, s["person"])),
    "retention.access.traces_of": Call(lambda s, o: access.traces_of(o, s["person"])),
    "retention.papers.person_report": Call(
        lambda s, o: retention_papers.person_report(o, s["person"], "Yêu cầu")
    ),
    "retention.papers.processing_paper": Call(lambda _s, o: retention_papers.processing_paper(o)),
    "retention.reviewing.review": Call(lambda _s, o: reviewing.review(o, "managed-persons")),
    "retention.reviewing.review_counts": Call(lambda _s, o: reviewing.review_counts(o)),
    "retention.breaches.open_breaches": Call(lambda _s, o: breaches.open_breaches(o)),
    "retention.days.review_days": Call(lambda _s, o: days.review_days(o)),
    "retention.requests.open_requests": Call(lambda _s, o: requests.open_requests(o)),
    # -- sideways to them ----------------------------------------------------------------------
    "attachments.attachment": Call(
        lambda s, o: attachments.attachment(o.session, _scan(s).register, _scan(s).record)
    ),
    "attachments.attachments": Call(
        lambda s, o: attachments.attachments(o.session, "people", s["person"])
    ),
    "attachments.content": Call(lambda s, o: attachments.content(o.session, _scan(s))),
    "attachments.count": Call(lambda s, o: attachments.count(o.session, "people", s["person"])),
    "attachments.export_copy": Call(
        lambda s, o: attachments.export_copy(
            o.session, _scan(s), _file(s, "bản sao.png"), "Đối chiếu"
        )
    ),
    "attachments.note_print": Call(
        lambda s, o: attachments.note_print(o.session, _scan(s), "Đối chiếu")
    ),
    "attachments.may_see": Call(lambda _s, o: attachments.may_see(o.session, REGISTERS["people"])),
    "attachments.owner_of": Call(
        lambda s, o: attachments.owner_of(o.session, _scan(s).register, _scan(s).record)
    ),
    "attachments.removed_contents": Call(lambda _s, o: attachments.removed_contents(o.session)),
    "bulk_acts.households_of": Call(lambda s, o: bulk_acts.households_of(o.session, s["village"])),
    "checking.accepted": Call(lambda _s, o: checking.accepted(o)),
    "checking.counts": Call(lambda _s, o: checking.counts(o)),
    "checking.distinct_pairs": Call(lambda _s, o: checking.distinct_pairs(o, "people")),
    "checking.findings_of": Call(lambda _s, o: [checking.findings_of(o, rule) for rule in RULES]),
    "checking.likely": Call(
        lambda _s, o: checking.likely(o, "people", {"full_name": "Lê Văn Cam"}, None)
    ),
    "checking.likely_pairs": Call(lambda _s, o: checking.likely_pairs(o, "people")),
    "checking.pair_counts": Call(lambda _s, o: checking.pair_counts(o)),
    "sync.conflicts.may_decide": Call(
        lambda s, o: [conflicts.may_decide(o, each) for each in conflicts.undecided(s.above)],
        ABOVE,
    ),
    "sync.conflicts.undecided": Call(lambda _s, o: conflicts.undecided(o), ABOVE),
    "sync.returns_reading.carried_down": Call(
        lambda s, o: returns_reading.carried_down(o.session, [s["return"]]), ABOVE
    ),
    "sync.returns_reading.open_returns": Call(
        lambda _s, o: returns_reading.open_returns(o.session)
    ),
    "sync.returns_reading.returns_about": Call(
        lambda s, o: returns_reading.returns_about(o.session, "people", s["twin"])
    ),
    "sync.returns_reading.returns_followed": Call(
        lambda _s, o: returns_reading.returns_followed(o.session)
    ),
    "sync.returns_reading.visible_returns": Call(
        lambda _s, o: returns_reading.visible_returns(o.session)
    ),
    "sync.record_ways.way_of": Call(lambda s, o: record_ways.way_of(o, "people", s["twin"])),
    "access.entering.since_last_login": Call(lambda _s, o: entering.since_last_login(o)),
    "sync.aside.aside_here": Call(lambda _s, o: aside.aside_here(o)),
    # -- lists taken out -----------------------------------------------------------------------
    "shown.copy_table": Call(
        lambda _s, o: shown.copy_table(
            o.session,
            "people",
            ("full_name",),
            FlatTable("", (), ()),
            heads=True,
            purpose="Đối chiếu",
        )
    ),
    "shown.export_table": Call(
        lambda s, o: shown.export_table(
            o.session,
            "people",
            ("full_name",),
            FlatTable("", (), ()),
            _file(s, "bảng.xlsx"),
            "",
            FOR_A_TEST,
        )
    ),
    "spreadsheets.export_register": Call(
        lambda s, o: (
            spreadsheets.export_register(
                o.session, "people", _file(s, "sổ.xlsx"), terms=FOR_A_TEST
            ),
            _file(s, "sổ.xlsx"),
        )
    ),
    "spreadsheets.export_template": Call(
        lambda s, o: _written(
            _file(s, "mẫu.xlsx"),
            lambda path: spreadsheets.export_template(o.session, "episodes", path),
        )
    ),
    "spreadsheets.must_read": Call(
        lambda _s, o: spreadsheets.must_read(o.session, REGISTERS["people"], ("full_name",))
    ),
    "spreadsheets.visible_fields": Call(
        lambda _s, o: spreadsheets.visible_fields(o.session, REGISTERS["people"])
    ),
    "spreadsheets.preview": Call(
        lambda s, o: spreadsheets.preview(o.session, s.things["sheet"], s.things["mapping"])
    ),
    "spreadsheets.row_changes": Call(
        lambda s, o: [
            spreadsheets.row_changes(o.session, s.things["sheet plan"], row)
            for row in s.things["sheet plan"].rows
        ]
    ),
    "spreadsheets.save_report": Call(
        lambda s, o: _written(
            _file(s, "báo cáo.xlsx"),
            lambda path: spreadsheets.save_report(
                o.session, s.things["sheet plan"], path, terms=FOR_A_TEST
            ),
        )
    ),
    "sheet_layouts.remembered": Call(
        lambda s, o: sheet_layouts.remembered(o.session, s.things["mapping"])
    ),
    # -- figures, and what is behind them ----------------------------------------------------------
    "criteria.asking.assess": Call(lambda _s, o: criteria.assess(o, IA_HDRAI, DAY)),
    "criteria.asking.assess_by": Call(lambda _s, o: criteria.assess_by(o, _pack(o), DAY)),
    "criteria.asking.assess_villages": Call(
        lambda _s, o: criteria.assess_villages(o, IA_HDRAI, DAY)
    ),
    "criteria.exclusions.left_out": Call(
        lambda s, o: [
            exclusions.left_out(o, _assessment(s), each.id) for each in _assessment(s).criteria
        ]
    ),
    "criteria.forecasting.forecast_to": Call(
        lambda _s, o: forecasting.forecast_to(o, IA_HDRAI, DAY + timedelta(days=60))
    ),
    "criteria.removals.removals": Call(lambda _s, o: removals.removals(o, DAY, 5000)),
    "criteria.whatif.other_readings": Call(
        lambda _s, o: [
            whatif.other_readings(o, criteria.assess(o, pack, DAY)) for pack in (IA_HDRAI, CUT_OFF)
        ]
    ),
    "commitments.ladder": Call(lambda _s, o: commitments.ladder(o.session, DAY.isoformat())),
    "sync.communes.overview": Call(lambda _s, o: communes.overview(o), ABOVE),
    "board.read_board": Call(lambda _s, o: board.read_board(o, [_pack(o)], YEAR), ABOVE),
    "board.figures_of": Call(
        lambda s, o: board.figures_of(o, s.above.queries.ids("assessments")[0]), ABOVE
    ),
    "recognition.appraising.compare": Call(
        lambda s, o: appraising.compare(o, s["recognition"]), ABOVE
    ),
    "targets.roadmap.progress": Call(lambda _s, o: roadmap.progress(o, IA_HDRAI), ABOVE),
    "papers.reports.reading.read_report": Call(
        lambda _s, o: report_reading.read_report(o, "sau-thang", "2026-H2")
    ),
    "papers.reports.reading.must_see_reports": Call(
        lambda _s, o: report_reading.must_see_reports(o)
    ),
    "papers.reports.behind.behind": Call(_all_behind),
    "papers.reports.drafting.draft_report": Call(
        lambda s, o: drafting.draft_report(o, s.things["report"])
    ),
    "papers.reports.proving.tasks_done": Call(
        lambda s, o: report_proving.tasks_done(o, s.things["report"])
    ),
    "papers.reports.dues.due_reports": Call(lambda _s, o: dues.due_reports(o, DAY)),
    "papers.reports.proposing.difficulties_within": Call(
        lambda s, o: proposing.difficulties_within(o, s.things["report"].days, {IA_DOM: "Ia Dom"})
    ),
    "papers.reports.proposing.proposed_texts": Call(
        lambda s, o: proposing.proposed_texts(
            o,
            s.things["report"].kind,
            s.things["report"].days,
            s.things["report"].told,
            {IA_DOM: "Ia Dom"},
        )
    ),
    # -- plans -----------------------------------------------------------------------------------
    "plans.listing.list_tasks": Call(lambda _s, o: listing.list_tasks(o.session)),
    "plans.looking.look_at_plan": Call(lambda s, o: plan_looking.look_at_plan(o, s["plan"])),
    "plans.proving.told_of": Call(_told),
    "plans.proving.offers_for": Call(_offers),
    "plans.difficulties.difficulties_followed": Call(
        lambda _s, o: difficulties.difficulties_followed(o.session)
    ),
    "plans.campaign_figures.activities": Call(
        lambda _s, o: campaign_figures.activities(o, _campaign(o))
    ),
    "plans.campaign_figures.figures": Call(
        lambda _s, o: campaign_figures.figures(o, _campaign(o), DAY)
    ),
    "plans.campaign_figures.pictures_of": Call(
        lambda s, o: campaign_figures.pictures_of(o, "propaganda", [s["talk"]])
    ),
    "plans.reading.must_see_tasks": Call(lambda _s, o: must_see_tasks(o.session)),
    "plans.overseeing.offers": Call(lambda _s, o: overseeing.offers(o), ABOVE),
    "plans.overseeing.overdue_below": Call(lambda _s, o: overseeing.overdue_below(o), ABOVE),
    "plans.overseeing.oversee": Call(
        lambda _s, o: overseeing.oversee(o, overseeing.SET_HERE, SPAN), ABOVE
    ),
    "plans.overseeing.series_of": Call(lambda _s, o: overseeing.series_of(o), ABOVE),
    "plans.sighting.look_at": Call(_cell, ABOVE),
    "plans.yearly.review": Call(lambda _s, o: yearly.review(o.session, IA_DOM, YEAR)),
    "plans.yearly.reviews": Call(lambda _s, o: yearly.reviews(o.session, YEAR), ABOVE),
    "papers.plans.tracking_table": Call(
        lambda s, o: papers.tracking_table(o, DAY, papers.Choices(plan=s["plan"]))
    ),
    "papers.plans.write_tracking": Call(
        lambda s, o: (
            papers.write_tracking(o, _file(s, "theo dõi.xlsx"), DAY, {"plan": s["plan"]}),
            _file(s, "theo dõi.xlsx"),
        )
    ),
    "papers.plan_tasks.doers_of": Call(lambda _s, o: papers.doers_of(o)),
    "papers.plan_proving.provable": Call(
        lambda s, o: plan_proving.provable(o, "plan-report", DAY, papers.Choices(plan=s["plan"]))
    ),
    # -- days ------------------------------------------------------------------------------------
    "calendar.reading.kinds_of": Call(lambda _s, o: calendar.kinds_of(o)),
    "calendar.reading.read_diary": Call(lambda _s, o: _year_of(calendar.read_diary(o))),
    "calendar.reading.drives_here": Call(lambda _s, o: calendar.drives_here(o)),
    "calendar.reading.incoming_here": Call(lambda _s, o: calendar.incoming_here(o)),
    "calendar.reading.tasks_here": Call(lambda _s, o: calendar.tasks_here(o)),
    "calendar.export.export_calendar": Call(
        lambda s, o: (
            calendar.export_calendar(
                o,
                _file(s, "lịch.ics"),
                DAY - timedelta(days=90),
                DAY + timedelta(days=90),
                calendar.kinds_of(o),
            ),
            _file(s, "lịch.ics"),
        )
    ),
    # -- papers ----------------------------------------------------------------------------------
    "papers.choices.forms_for": Call(lambda _s, o: papers.forms_for(o)),
    "papers.choices.must_print": Call(lambda _s, o: papers.choices.must_print(o, "roster")),
    "papers.drafts.draft": Call(lambda _s, o: papers.draft(o, "self-assessment", DAY)),
    "papers.rosters.roster": Call(
        lambda _s, o: papers.rosters.roster(o, DAY, papers.Choices(purpose="Rà soát"))
    ),
    "papers.filled.papers_of": Call(lambda s, o: filled.papers_of(o.session, s["person"])),
    "papers.filled.print_forms": Call(
        lambda s, o: (
            papers.print_forms(
                o, PERSON_FORM, [s["person"]], DAY, _file(s, "nhiều.pdf"), None, "Đối chiếu"
            ),
            _file(s, "nhiều.pdf"),
        )
    ),
    "papers.filled.issue_filling": Call(lambda s, o: papers.issue_filling(o, _fill(s))),
    "papers.filling.fill": Call(lambda s, o: papers.fill(o, PERSON_FORM, s["person"], DAY)),
    "papers.filling.refilled": Call(lambda s, o: papers.refilled(o, _fill(s), s["person"], DAY)),
    "papers.filling.compose_filling": Call(lambda s, o: papers.compose_filling(o, _fill(s))),
    "papers.filling.lay_over_blank": Call(lambda s, o: papers.lay_over_blank(o, _fill(s))),
    "papers.filling.must_fill": Call(lambda _s, o: papers.must_fill(o, load_form(PERSON_FORM))),
    "papers.templates.word_by_template": Call(lambda s, o: templates.word_by_template(o, _fill(s))),
    "papers.templates.as_issued": Call(
        lambda s, o: templates.as_issued(o, _fill(s), s["personal paper"])
    ),
    "papers.templates.numbered": Call(
        lambda s, o: templates.numbered(o, _fill(s), s["personal paper"])
    ),
    "papers.offering.stand_in": Call(
        lambda s, o: papers.stand_in(o, law_book().form("PL III-04"), s["person"], DAY)
    ),
    "papers.offering.fill_law_form": Call(
        lambda s, o: papers.fill_law_form(o, "PL III-04", s["person"], DAY)
    ),
    "papers.offering.forms_about": Call(lambda _s, o: papers.forms_about(o, "people", DAY)),
    "papers.offering.forms_to_fill": Call(lambda _s, o: papers.forms_to_fill(o, DAY)),
    "papers.of_rows.papers_of_row": Call(
        lambda s, o: papers.papers_of_row(o, "people", s["person"], DAY)
    ),
    "papers.issuing.may_see": Call(
        lambda s, o: papers.may_see(o.session, s.things["filled paper"])
    ),
    "papers.issuing.must_see": Call(
        lambda s, o: issuing.must_see(o.session, s.things["filled paper"])
    ),
    "papers.issuing.issued_paper": Call(lambda s, o: issuing.issued_paper(o, s["personal paper"])),
    "papers.issuing.reprint": Call(
        lambda s, o: papers.reprint(o, s["personal paper"], "Đối chiếu")
    ),
    "papers.issuing.same_numbers": Call(lambda _s, o: papers.same_numbers(o, YEAR)),
    "papers.taking_out.taken_out": Call(
        lambda s, o: papers.taken_out(o, s["personal paper"], "Word", "Đối chiếu")
    ),
    "papers.print_log.print_log": Call(lambda _s, o: print_log.print_log(o)),
    "papers.books.closing.book_years": Call(lambda _s, o: closing.book_years(o)),
    "papers.books.closing.print_book": Call(lambda _s, o: closing.print_book(o, "incoming", YEAR)),
    "papers.books.closing.close_book": Call(
        lambda _s, o: closing.close_book(o, "outgoing", YEAR - 1)
    ),
    "papers.batches.commitments_of_village": Call(
        lambda s, o: batches.commitments_of_village(o, DAY, papers.Choices(village=s["village"]))
    ),
    "papers.batches.print_commitments": Call(
        lambda s, o: (
            batches.print_commitments(
                o, _file(s, "cam kết.pdf"), s["village"], only_unsigned=False
            ),
            _file(s, "cam kết.pdf"),
        )
    ),
    "papers.campaigns.month_plan": Call(
        lambda s, o: campaigns.month_plan(o, DAY, papers.Choices(campaign=s["month"]))
    ),
    "papers.campaigns.month_result": Call(
        lambda s, o: campaigns.month_result(o, DAY, papers.Choices(campaign=s["month"]))
    ),
    "papers.plan_reports.draft_plan_report": Call(
        lambda s, o: papers.plan_reports.draft_plan_report(o, DAY, papers.Choices(plan=s["plan"]))
    ),
    "papers.plan_year.draft_yearly_review": Call(
        lambda _s, o: papers.plan_year.draft_yearly_review(o, DAY, papers.Choices(year=YEAR))
    ),
    "papers.plans.draft_plan_document": Call(
        lambda s, o: papers.plans.draft_plan_document(o, DAY, papers.Choices(plan=s["plan"]))
    ),
    "papers.plans.draft_task_book": Call(
        lambda s, o: papers.plans.draft_task_book(o, DAY, papers.Choices(plan=s["plan"]))
    ),
    "papers.plans.draft_task_sheets": Call(
        lambda s, o: papers.plans.draft_task_sheets(o, DAY, papers.Choices(plan=s["plan"]))
    ),
    "papers.summaries.receiving_summary": Call(
        lambda _s, o: papers.summaries.receiving_summary(o, DAY, papers.Choices()), ABOVE
    ),
    "papers.assessing.assessed": Call(
        lambda _s, o: assessing.assessed(o, _pack(o), DAY, papers.Choices())
    ),
    "papers.counts.episodes_on": Call(
        lambda _s, o: counts.episodes_on(o, DAY.isoformat(), ("sdtp",))
    ),
    "papers.counts.figures": Call(lambda _s, o: counts.figures(o, DAY)),
    "papers.counts.own_rows": Call(lambda _s, o: counts.own_rows(o, "people")),
    "papers.counts.home_villages": Call(lambda s, o: counts.home_villages(o, [s["person"]])),
    "papers.counts.residing_households": Call(
        lambda s, o: counts.residing_households(o, s["village"])
    ),
    "papers.counts.signed_households": Call(
        lambda _s, o: counts.signed_households(o, DAY.isoformat())
    ),
    "papers.counts.villages_on": Call(lambda _s, o: counts.villages_on(o, DAY.isoformat())),
    # -- drives ----------------------------------------------------------------------------------
    "drives.piles.pile_list": Call(
        lambda s, o: piles.pile_list(
            o, drive_in(s.commune, s["drive"]), s["village"], state(s.commune).homes
        )
    ),
    "drives.piles.print_pile": Call(
        lambda s, o: (
            piles.print_pile(o, state(s.commune), state(s.commune).homes, _file(s, "xấp.pdf")),
            _file(s, "xấp.pdf"),
        )
    ),
    "drives.scanning.read_scans": Call(
        lambda s, o: scanning.read_scans(
            o, state(s.commune), [s.things["picture"]], lambda *_a: None
        )
    ),
    # -- bundles -----------------------------------------------------------------------------------
    "sync.arrivals.destinations": Call(lambda _s, o: arrivals.destinations(o)),
    "sync.arrivals.send_file": Call(
        lambda s, o: arrivals.send_file(
            o, s["move"], _key(s.things["neighbour"]), _file(s, "hồ sơ.smt")
        )
    ),
    "sync.leaving.page": Call(
        lambda s, o: [leaving.page(o, _key(s.above), each) for each in LEAVING]
    ),
    "sync.sending.leaving": Call(lambda s, o: sending.leaving(o, _key(s.above))),
    "sync.sending.export": Call(lambda s, o: sending.export(o, _key(s.above), _file(s, "gói.smt"))),
    "sync.previewing.counts": Call(
        lambda s, o: previewing.counts(o, s.things["staged"].preview), ABOVE
    ),
    "sync.previewing.page": Call(
        lambda s, o: [
            previewing.page(o, s.things["staged"].preview, each, 0)
            for each in ("people", "episodes", "case_subjects", "households", "data_requests")
        ],
        ABOVE,
    ),
    "sync.staging.stage": Call(lambda s, o: staging.stage(o, s.things["stick"]), ABOVE),
    "sync.staging.look_further": Call(
        lambda s, o: staging.look_further(o, s.things["staged"]), ABOVE
    ),
    "sync.bundle_difference.difference": Call(
        lambda s, o: bundle_difference.difference(o, s.things["digest"]), ABOVE
    ),
    "sync.unmerging.survey": Call(lambda s, o: unmerging.survey(o, s.things["digest"]), ABOVE),
    "papers.campaigns.campaign_of": Call(
        lambda s, o: campaigns.campaign_of(o, papers.Choices(campaign=s["month"]))
    ),
    "papers.campaigns.month_summary": Call(
        lambda s, o: campaigns.month_summary(o, DAY, papers.Choices(campaign=s["month"]))
    ),
    "papers.heads.heading_of": Call(lambda _s, o: heads.heading_of(o)),
    "papers.reports.above.class_table": Call(lambda _s, o: above.class_table(o, DAY, ()), ABOVE),
    "papers.reports.above.target_rows": Call(lambda _s, o: above.target_rows(o, DAY), ABOVE),
    "papers.counts.asked_households": Call(lambda s, o: counts.asked_households(o, s["village"])),
    "plans.campaign_papers.communes_below": Call(
        lambda s, o: campaign_papers.communes_below(o, _campaign(s.commune), DAY), ABOVE
    ),
    "plans.overseeing.heard_from": Call(lambda _s, o: overseeing.heard_from(o), ABOVE),
    "plans.yearly.told_within": Call(
        lambda s, o: yearly.told_within(o.session, IA_DOM, [s.things["report"].days])
    ),
    "targets.following.follow": Call(lambda _s, o: following.follow(o), ABOVE),
    "upkeep.maintenance.check": Call(lambda _s, o: maintenance.check(o)),
    "recognition.reading.processes_of": Call(lambda _s, o: processes_of(o)),
    "sync.periods.must_see_periods": Call(lambda _s, o: periods.must_see_periods(o), ABOVE),
    "sync.periods.read_periods": Call(lambda _s, o: periods.read_periods(o), ABOVE),
    "sync.receipts.returned_to": Call(
        lambda s, o: receipts.returned_to(o, trusting.partner_of(o, _key(s.commune))), ABOVE
    ),
    "sync.slips.draft_slip": Call(lambda s, o: slips.draft_slip(o, s.things["passage"]), ABOVE),
    "sync.slips.print_slip": Call(lambda s, o: slips.print_slip(o, s.things["passage"]), ABOVE),
    "sync.passages.book": Call(lambda _s, o: passages.book(o), ABOVE),
    # -- the office itself ---------------------------------------------------------------------
    "proof.evidence.accounts_seen": Call(lambda _s, o: evidence.accounts_seen(o)),
    "proof.evidence.security_log": Call(lambda _s, o: evidence.security_log(o)),
    "proof.evidence.keep_page": Call(
        lambda s, o: evidence.keep_page(o, _file(s, "nhật ký.pdf"), evidence.Wanted(), "Đối chiếu")
    ),
    "upkeep.maintenance.backup_to": Call(
        lambda s, o: maintenance.backup_to(o, s.folder / "sao lưu")
    ),
    "sync.trusting.save_identity": Call(
        lambda s, o: trusting.save_identity(o, _file(s, "thẻ.pdf"))
    ),
}
