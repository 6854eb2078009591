"""One valid example of every command of the services, as data: who may, and on which office.

An example is made of the scene and run for every role; `needs` is the right or are the registers
that a role must have for it, told from the sources and never from the code that is tried.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sachmatuy_desktop.domain.plans import When
from sachmatuy_desktop.domain.plans.difficulties import AnswerKind as DifficultyAnswer
from sachmatuy_desktop.domain.recognition import Ruling, Verdict
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.returns import AnswerKind
from sachmatuy_desktop.domain.roles import Role
from sachmatuy_desktop.errors import Conflict, KnownError
from sachmatuy_desktop.packs.holidays import DayOff
from sachmatuy_desktop.services import (
    attachments,
    bulk,
    bulk_acts,
    checking,
    holidays,
    merging,
    packs,
    papers,
    records,
    sheet_layouts,
    shown,
    spreadsheets,
    tip_results,
    undo,
)
from sachmatuy_desktop.services.bus import Command
from sachmatuy_desktop.services.calendar.export import NoteCalendar
from sachmatuy_desktop.services.cases.transit import Transit
from sachmatuy_desktop.services.commitments import RecordCommitments
from sachmatuy_desktop.services.criteria.keeping import KeepAssessment
from sachmatuy_desktop.services.drives import Answer, beginning, piles, returning, scanning
from sachmatuy_desktop.services.erasures import erasing, erasing_again
from sachmatuy_desktop.services.papers import notes, plan_proving, templates
from sachmatuy_desktop.services.papers.books import closing, incoming, outgoing
from sachmatuy_desktop.services.papers.heads import Heading, heading_of
from sachmatuy_desktop.services.papers.reports import issuing as report_issuing
from sachmatuy_desktop.services.papers.reports import typing as report_typing
from sachmatuy_desktop.services.plans import (
    adopting,
    campaign,
    changing,
    difficulties,
    doing,
    renewing,
    setting,
)
from sachmatuy_desktop.services.plans.rows import Behind
from sachmatuy_desktop.services.recognition import appraising, taking
from sachmatuy_desktop.services.retention import access, requests, reviewing
from sachmatuy_desktop.services.sync import conflicts, periods, returns, transfers
from sachmatuy_desktop.services.targets import lists, roadmap
from tests.fact_cases import IA_HDRAI
from tests.offices import IA_DOM
from tests.pack_texts import FIRST
from tests.pictures import png
from tests.role_scene import DAY, YEAR, Scene
from tests.services.recognition_roads import YEARLY, signed

COMMUNE, ABOVE = "commune", "above"
MANAGED = "managed-persons"
PACK = "ia-hdrai-2024/commune-drug-free"


@dataclass(frozen=True)
class Example:
    """A command that does its work on the scene.

    `needs`: a right, or registers to write (all of them); none, if it is open to all.  `sees`: the
    registers it must see besides.  `refused`: what is said to whoever may, where the scene holds
    nothing for it to do.
    """

    make: Callable[[Scene], Command]
    needs: tuple[str, ...] = ()
    at: str = COMMUNE
    sees: tuple[str, ...] = ()
    refused: type[KnownError] | None = None


_SIGNED = {"outcome": "da_ky", "signed_on": "2026-11-20"}
_TASK: dict[str, Any] = {"title": "Họp thôn", "when": When("periodic", every="month")}
_ANSWER = Answer("vang", DAY)


def _scan(scene: Scene) -> tuple[str, str]:
    scan: attachments.Attachment = scene.things["scan"]
    return scan.register, scan.record


def _heading(scene: Scene) -> Heading:
    return heading_of(scene.commune)


EXAMPLES: Mapping[str, Example] = {
    # -- what the account may manage, send, issue, keep --------------------------------------------
    "attachments.PurgeRemoved": Example(lambda _s: attachments.PurgeRemoved(), ("manages",)),
    "holidays.ReplaceHolidays": Example(
        lambda _s: holidays.ReplaceHolidays(YEAR, [DayOff(DAY, DAY, False, "Ngày hội")]),
        ("manages",),
    ),
    "holidays.ForgetHolidays": Example(lambda _s: holidays.ForgetHolidays(YEAR), ("manages",)),
    "packs.ImportPack": Example(lambda _s: packs.ImportPack(FIRST.encode()), ("manages",)),
    "packs.RemovePack": Example(lambda s: packs.RemovePack(s["pack"]), ("manages",), ABOVE),
    "papers.templates.TakeTemplate": Example(
        lambda s: templates.TakeTemplate("163-iii-04", "mau.docx", s.things["word"]), ("manages",)
    ),
    "papers.templates.DropTemplate": Example(
        lambda s: templates.DropTemplate(s["template"]), ("manages",)
    ),
    "sync.periods.Expect": Example(
        lambda _s: periods.Expect((periods.Choice("month", on=True, since=date(2026, 3, 1)),)),
        ("sends",),
        ABOVE,
    ),
    "sync.transfers.FileSent": Example(
        lambda s: transfers.FileSent(s["move"], IA_DOM, "Xã Ia Dom"), ("sends", "transfers")
    ),
    "sync.transfers.FileReceived": Example(lambda s: transfers.FileReceived(s["move"]), ("sends",)),
    "sync.transfers.TakeIn": Example(
        lambda s: transfers.TakeIn(s.things["dossier"], lambda _name: b""), ("sends",)
    ),
    "papers.books.closing.CloseBook": Example(
        lambda s: closing.CloseBook("outgoing", YEAR - 1, _heading(s)), ("issues", "closed_books")
    ),
    "papers.books.outgoing.EnterPaper": Example(
        lambda _s: outgoing.EnterPaper("Thông báo", DAY, {"title": "Mời họp"}), ("issues",)
    ),
    "papers.issuing.IssueDocument": Example(
        lambda s: papers.IssueDocument(s.things["data"].form, s.things["data"], DAY), ("issues",)
    ),
    "papers.issuing.VoidDocument": Example(
        lambda s: papers.VoidDocument(s["document"], "nhầm"), ("issues",)
    ),
    "papers.reports.issuing.IssueReport": Example(
        lambda s: report_issuing.IssueReport(s.things["report"], s.things["report paper"]),
        ("issues",),
    ),
    "erasures.erasing.ErasePerson": Example(
        lambda s: erasing.ErasePerson(s["twin"], "order", "QĐ 1", keep_statistics=True),
        ("keeps_data",),
    ),
    "retention.access.NoteReport": Example(
        lambda s: access.NoteReport(s["person"], "Yêu cầu"), ("keeps_data",)
    ),
    "retention.requests.LinkCorrection": Example(
        lambda s: requests.LinkCorrection(s["request"], s["edit"]), ("keeps_data",)
    ),
    "retention.reviewing.EraseRecord": Example(
        lambda s: reviewing.EraseRecord("tip-offs", s["old tip"], "Biên bản 2"), ("keeps_data",)
    ),
    "retention.reviewing.EraseReviewedPerson": Example(
        lambda s: reviewing.EraseReviewedPerson(MANAGED, s["released"], "Biên bản 1", True),
        ("keeps_data",),
    ),
    "retention.reviewing.KeepRecord": Example(
        lambda s: reviewing.KeepRecord(MANAGED, s["released"], "Khiếu nại", date(2027, 2, 1)),
        ("keeps_data",),
    ),
    "retention.reviewing.SetPeriod": Example(
        lambda _s: reviewing.SetPeriod(MANAGED, 240, "Thông tư"), ("keeps_data",)
    ),
    # -- books of persons --------------------------------------------------------------------------
    "records.SaveRecord": Example(
        lambda s: records.SaveRecord("people", s["person"], {"occupation": "Thợ xây"}), ("people",)
    ),
    "records.RemoveRecord": Example(
        lambda s: records.RemoveRecord("people", s["wrong"]), ("people",)
    ),
    "records.DecideValue": Example(
        lambda s: records.DecideValue("people", s["person"], "occupation", "Làm ruộng"),
        ("people",),
    ),
    "attachments.AddAttachments": Example(
        lambda s: attachments.AddAttachments(
            "people", s["person"], (attachments.NewFile("c.png", png(shade=3)),)
        ),
        ("people",),
        sees=("attachments_people",),
    ),
    "attachments.EditAttachment": Example(
        lambda s: attachments.EditAttachment(*_scan(s), {"title": "Phiếu"}),
        ("people",),
        sees=("attachments_people",),
    ),
    "attachments.NoteAttachment": Example(
        lambda s: attachments.NoteAttachment(s.things["scan"], "attachment.print", "Đối chiếu"),
        sees=("people", "attachments_people"),
    ),
    "attachments.RemoveAttachment": Example(
        lambda s: attachments.RemoveAttachment(*_scan(s)),
        ("people",),
        sees=("attachments_people",),
    ),
    "attachments.ShrinkAttachment": Example(
        lambda s: attachments.ShrinkAttachment(*_scan(s), png(shade=1, width=4)),
        ("people",),
        sees=("attachments_people",),
    ),
    "bulk.RemoveRecords": Example(
        lambda s: bulk.RemoveRecords("people", (s["wrong"],)), ("people",)
    ),
    "bulk.SetField": Example(
        lambda s: bulk.SetField("people", (s["wrong"],), name="occupation", value="Thợ xây"),
        ("people",),
    ),
    "bulk_acts.AssignHelper": Example(
        lambda s: bulk_acts.AssignHelper(
            "people",
            (s["person"],),
            values={"helper": "Trần Mận", "role": "giup_do", "from_date": "2026-11-01"},
        ),
        ("assignments",),
        sees=("people",),
    ),
    "bulk_acts.PlanTests": Example(
        lambda s: bulk_acts.PlanTests(
            "people", (s["person"],), values={"kind": "dinh_ky", "planned_on": "2026-12-20"}
        ),
        ("tests",),
        sees=("people", "episodes"),
    ),
    "bulk_acts.SignCommitments": Example(
        lambda s: bulk_acts.SignCommitments("households", (s["household"],), values=_SIGNED),
        ("commitments",),
        sees=("households",),
    ),
    "checking.AcceptFinding": Example(
        lambda s: checking.AcceptFinding(s.things["finding"], "Đã xem thẻ"), ("accepted_findings",)
    ),
    "checking.ReopenFinding": Example(
        lambda s: checking.ReopenFinding(s.things["accepted"]), ("accepted_findings",)
    ),
    "merging.MergeRecords": Example(
        lambda s: merging.MergeRecords("people", s["person"], s["twin"]), ("people",)
    ),
    "merging.MarkDistinct": Example(
        lambda s: merging.MarkDistinct("people", s["person"], s["twin"]), ("people",)
    ),
    "merging.ForgetDistinct": Example(
        lambda s: merging.ForgetDistinct(s["pair"], "people"), ("people",)
    ),
    "merging.FollowMerge": Example(
        lambda s: merging.FollowMerge("people", s["released"], "household"), ("people",)
    ),
    "merging.ReviveMerged": Example(
        lambda s: merging.ReviveMerged("people", s["here"]), ("people",)
    ),
    "merging.TakeLateEdit": Example(
        lambda s: merging.TakeLateEdit("people", s["merged"], "occupation"), ("people",)
    ),
    "sync.conflicts.Settle": Example(
        lambda s: conflicts.Settle(
            (conflicts.Decision("people", s["person"], {"occupation": "Thợ"}, frozenset()),)
        ),
        ("people",),
        refused=Conflict,
    ),
    "undo.Undo": Example(lambda s: undo.Undo(s["edit"]), ("people",)),
    "undo.UndoField": Example(
        lambda s: undo.UndoField(s["edit"], "people", s["person"], "occupation"), ("people",)
    ),
    "cases.transit.Transit": Example(
        lambda s: Transit(s["twin"], "T01", DAY, "b-h"), ("episodes",)
    ),
    "sync.transfers.MoveOut": Example(
        lambda s: transfers.MoveOut(s["person"], DAY, "xã Mẫu"), ("transfers",)
    ),
    "tip_results.AnnounceTips": Example(
        lambda s: tip_results.AnnounceTips((s["tip"],), DAY.isoformat()), ("tip_offs",)
    ),
    "spreadsheets.ImportSpreadsheet": Example(
        lambda s: spreadsheets.ImportSpreadsheet(s.things["sheet plan"]), ("people",)
    ),
    "spreadsheets.NoteExport": Example(
        lambda _s: spreadsheets.NoteExport("people", 1, ("full_name",), "Đối chiếu"),
        sees=("people",),
    ),
    "shown.NoteCopy": Example(
        lambda _s: shown.NoteCopy("people", 1, ("full_name",), "Đối chiếu"), sees=("people",)
    ),
    "sheet_layouts.RememberLayout": Example(
        lambda s: sheet_layouts.RememberLayout(s.things["mapping"]), ("people",)
    ),
    # -- commitments and drives --------------------------------------------------------------------
    "commitments.RecordCommitments": Example(
        lambda s: RecordCommitments(
            "khu_pho", "villages", (s["other village"],), "da_ky", "2026-11-20", signer="Lò An"
        ),
        ("commitments",),
    ),
    "drives.beginning.BeginDrive": Example(
        lambda s: beginning.BeginDrive(name="Đợt 2", from_date=DAY, villages=(s["other village"],)),
        ("drives",),
    ),
    "drives.beginning.ChangeDrive": Example(
        lambda s: beginning.ChangeDrive(drive=s["drive"], name="Đợt khác", from_date=DAY),
        ("drives",),
    ),
    "drives.beginning.EndDrive": Example(
        lambda s: beginning.EndDrive(drive=s["drive"], ended_on=DAY), ("drives",)
    ),
    "drives.beginning.ExtendDrive": Example(
        lambda s: beginning.ExtendDrive(drive=s["drive"], villages=(s["other village"],)),
        ("drives",),
    ),
    "drives.piles.HandOut": Example(
        lambda s: piles.HandOut(
            "drive_sheets", s.things["sheets"], drive=s["drive"], day=DAY, carrier="Lò An"
        ),
        ("drives",),
    ),
    "drives.piles.NotePile": Example(
        lambda s: piles.NotePile(s["drive"], s.things["sheets"], hand_out=True), ("drives",)
    ),
    "drives.returning.RecordReturn": Example(
        lambda s: returning.RecordReturn(s.things["sheets"][0], _ANSWER), ("drives",)
    ),
    "drives.returning.RecordReturns": Example(
        lambda s: returning.RecordReturns(
            "drive_sheets", s.things["sheets"], drive=s["drive"], answer=_ANSWER
        ),
        ("drives",),
    ),
    "drives.scanning.FileScans": Example(
        lambda s: scanning.FileScans(
            s["drive"],
            (scanning.ScannedPage(s.things["picture"], 0, sheet=s.things["sheets"][0]),),
            DAY,
        ),
        ("drives",),
        sees=("attachments_households",),
    ),
    # -- papers ------------------------------------------------------------------------------------
    "papers.books.closing.CorrectEntry": Example(
        lambda s: closing.CorrectEntry("documents", s["paper"], "thêm nơi nhận"),
        ("documents",),
    ),
    "papers.books.incoming.RegisterIncoming": Example(
        lambda _s: incoming.RegisterIncoming(
            {"arrived_on": "2026-11-20", "author": "Tỉnh", "title": "Yêu cầu"}
        ),
        ("incoming_documents",),
    ),
    "papers.books.incoming.ChangeIncoming": Example(
        lambda s: incoming.ChangeIncoming(s["incoming"], {"title": "Khác"}),
        ("incoming_documents",),
    ),
    "papers.books.incoming.HandleIncoming": Example(
        lambda s: incoming.HandleIncoming(s["incoming"], s["paper"]), ("incoming_documents",)
    ),
    "papers.books.incoming.VoidIncoming": Example(
        lambda s: incoming.VoidIncoming(s["incoming"], "nhầm"), ("incoming_documents",)
    ),
    "papers.books.outgoing.CompletePaper": Example(
        lambda s: outgoing.CompletePaper(s["paper"], {"copies": 5}), ("documents",)
    ),
    "papers.reports.typing.TypeReportFigure": Example(
        lambda _s: report_typing.TypeReportFigure(
            "sau-thang", "2026-H1", "vu-viec", 2, "Công an báo", counted=1
        ),
        ("report_figures",),
    ),
    "papers.reports.typing.WriteReportText": Example(
        lambda s: report_typing.WriteReportText(
            "sau-thang", "2026-H1", s.things["report"].words[0].part, "Lời khác"
        ),
        ("report_texts",),
    ),
    "papers.plan_proving.ProveByPaper": Example(
        lambda s: plan_proving.ProveByPaper(
            s["document"],
            (
                plan_proving.Provable(
                    "plan_tasks", s["task"], "2026-11", "Họp", "Tháng 11", "30/11", meant=True
                ),
            ),
        ),
        ("task_results",),
    ),
    # -- programme ---------------------------------------------------------------------------------
    "criteria.keeping.KeepAssessment": Example(
        lambda _s: KeepAssessment(IA_HDRAI, DAY), ("assessments",)
    ),
    "targets.lists.ListCommunes": Example(
        lambda _s: lists.ListCommunes("NT.2.1", (IA_DOM,)), ("target_units",), ABOVE
    ),
    "targets.roadmap.PlanCommunes": Example(
        lambda _s: roadmap.PlanCommunes((IA_DOM,), PACK, YEAR), ("roadmap",), ABOVE
    ),
    "targets.roadmap.DropFromRoadmap": Example(
        lambda _s: roadmap.DropFromRoadmap((IA_DOM,), PACK), ("roadmap",), ABOVE
    ),
    "recognition.taking.BeginRecognition": Example(
        lambda _s: taking.BeginRecognition(
            process=YEARLY, year=YEAR - 3, signed=signed("2026-11-20"), pack=IA_HDRAI
        ),
        ("recognition_steps",),
    ),
    "recognition.taking.TakeStep": Example(
        lambda s: taking.TakeStep(
            recognition=s["other yearly"], step="self-assessment", signed=signed(DAY.isoformat())
        ),
        ("recognition_steps",),
    ),
    "recognition.taking.StopRecognition": Example(
        lambda s: taking.StopRecognition(s["recognition"], "thôi"), ("recognition_steps",)
    ),
    "recognition.taking.WithdrawStep": Example(
        lambda s: taking.WithdrawStep(s["yearly request"], "nhầm"), ("recognition_steps",)
    ),
    "recognition.appraising.Appraise": Example(
        lambda s: appraising.Appraise(
            recognition=s["yearly"],
            verdict=Verdict.ACCEPT,
            written_on=DAY,
            who="Trần Thẩm",
            position="Cán bộ",
        ),
        ("appraisals",),
        ABOVE,
    ),
    "recognition.appraising.Decide": Example(
        lambda s: appraising.Decide(
            recognition=s["recognition"],
            ruling=Ruling.RECOGNISE,
            number="100/QĐ",
            signed_on=DAY,
            signer="Lê Tỉnh",
            position="Phó Chủ tịch",
        ),
        ("recognition_decisions",),
        ABOVE,
    ),
    "recognition.appraising.WithdrawAnswer": Example(
        lambda s: appraising.WithdrawAnswer("appraisals", s["appraisal"], "nhầm"),
        ("appraisals",),
        ABOVE,
    ),
    # -- plans -------------------------------------------------------------------------------------
    "plans.adopting.AdoptPlan": Example(
        lambda _s: adopting.AdoptPlan(from_date=DAY, title="Kế hoạch khác"), ("plans",)
    ),
    "plans.adopting.AddTask": Example(
        lambda s: adopting.AddTask(plan=s["plan"], **_TASK), ("plan_tasks",)
    ),
    "plans.changing.ChangePlan": Example(
        lambda s: changing.ChangePlan(plan=s["plan"], title="Tên khác", from_date=date(2026, 1, 5)),
        ("plans",),
    ),
    "plans.changing.GivePaper": Example(
        lambda s: changing.GivePaper(plan=s["plan"], paper=s["plan paper"]), ("plans",)
    ),
    "plans.changing.ResumePlan": Example(
        lambda s: changing.ResumePlan(plan=s["stopped"]), ("plans",)
    ),
    "plans.changing.StopPlan": Example(
        lambda s: changing.StopPlan(plan=s["plan"], stopped_on=DAY, why="thôi"), ("plans",)
    ),
    "plans.renewing.RenewPlan": Example(
        lambda s: renewing.RenewPlan(plan=s["printed plan"], edition=2), ("plans",)
    ),
    "plans.changing.ChangeOwnTask": Example(
        lambda s: changing.ChangeOwnTask(
            record=s["task"], task=adopting.AddTask(plan=s["plan"], **_TASK)
        ),
        ("plan_tasks",),
    ),
    "plans.changing.ChangeTask": Example(
        lambda s: changing.ChangeTask(task=s["printed task"], remark="đã xem"), ("plan_tasks",)
    ),
    "plans.changing.RemoveOwnTask": Example(
        lambda s: changing.RemoveOwnTask(record=s["idle task"]), ("plan_tasks",)
    ),
    "plans.changing.SwitchTasks": Example(
        lambda s: changing.SwitchTasks(tasks=(s["printed task"],), active=False, why="không có"),
        ("plan_tasks",),
    ),
    "plans.changing.AddActor": Example(
        lambda s: changing.AddActor(plan=s["plan"], name="Mặt trận"), ("plan_actors",)
    ),
    "plans.changing.RemoveActor": Example(
        lambda s: changing.RemoveActor(actor=s["actor"]), ("plan_actors",)
    ),
    "plans.changing.SetActor": Example(
        lambda s: changing.SetActor(actor=s["actor"], behind=Behind(person="Lê Ba")),
        ("plan_actors",),
    ),
    "plans.campaign.StartCampaign": Example(
        lambda s: campaign.StartCampaign(s.things["month"][0], "Chủ đề", s.things["month"][1]),
        ("plans",),
    ),
    "plans.campaign.TypeFigure": Example(
        lambda s: campaign.TypeFigure(s["month"], "xet-xu", "count", 2, "Tòa án"),
        ("campaign_figures",),
    ),
    "plans.difficulties.AnswerDifficulty": Example(
        lambda s: difficulties.AnswerDifficulty(
            difficulty=s["difficulty"],
            kind=DifficultyAnswer.ANSWER,
            answered_on=DAY,
            content="Đã bố trí.",
            who="An",
            position="Cán bộ",
        ),
        ("difficulty_answers",),
        ABOVE,
    ),
    "plans.difficulties.ClarifyDifficulty": Example(
        lambda s: difficulties.ClarifyDifficulty(
            difficulty=s["difficulty"], supplement="Loại lớn.", on=DAY
        ),
        ("difficulties",),
    ),
    "plans.difficulties.CloseDifficulty": Example(
        lambda s: difficulties.CloseDifficulty(
            difficulty=s["difficulty"], closed_on=DAY, outcome="Xong."
        ),
        ("difficulties",),
    ),
    "plans.difficulties.TakeOverDifficulty": Example(
        lambda s: difficulties.TakeOverDifficulty(s["village report"]), ("difficulties",)
    ),
    "plans.doing.RecordResult": Example(
        lambda s: doing.RecordResult(task=s["task"], opening="2026-11", done_on=DAY),
        ("task_results",),
    ),
    "plans.doing.RecordResults": Example(
        lambda s: doing.RecordResults(
            (doing.RecordResult(task=s["task"], opening="2026-11", done_on=DAY),)
        ),
        ("task_results",),
    ),
    "plans.doing.ChangeResult": Example(
        lambda s: doing.ChangeResult(
            result=s["result"], done_on=date(2026, 10, 21), remark="Đã rõ"
        ),
        ("task_results",),
    ),
    "plans.doing.RemoveResult": Example(
        lambda s: doing.RemoveResult(result=s["result"], why="nhầm"), ("task_results",)
    ),
    "plans.doing.AddProof": Example(
        lambda s: doing.AddProof(
            result=s["result"], proofs=(doing.NewProof("propaganda", s["other talk"]),)
        ),
        ("task_results",),
    ),
    "plans.doing.RemoveProof": Example(
        lambda s: doing.RemoveProof(proof=s["proof"]), ("task_results",)
    ),
    "plans.setting.SetTask": Example(
        lambda _s: setting.SetTask((IA_DOM,), "Việc", When("once", on=date(2026, 12, 10))),
        ("set_tasks",),
        ABOVE,
    ),
    "plans.setting.AddToSeries": Example(
        lambda s: setting.AddToSeries(s["series"], (s["sister"],)), ("set_tasks",), ABOVE
    ),
    "plans.setting.ChangeSeries": Example(
        lambda s: setting.ChangeSeries(s["series"], "sai", title="Khác"), ("set_tasks",), ABOVE
    ),
    "plans.setting.WithdrawTask": Example(
        lambda s: setting.WithdrawTask(s["series"], "thôi"), ("set_tasks",), ABOVE
    ),
    "plans.setting.Remind": Example(
        lambda s: setting.Remind(
            (setting.Reminded(IA_DOM, "set_tasks", s["set task"]),), "Nhắc việc"
        ),
        ("reminders",),
        ABOVE,
    ),
    # -- returns -----------------------------------------------------------------------------------
    "sync.returns.ReturnUnit": Example(
        lambda _s: returns.ReturnUnit(IA_DOM, returns.Opinion("Nộp sổ sớm")), ("returns",), ABOVE
    ),
    "sync.returns.ReturnCriterion": Example(
        lambda _s: returns.ReturnCriterion(
            IA_DOM, IA_HDRAI, "IAH.e", YEAR, returns.Opinion("Thiếu số liệu")
        ),
        ("returns",),
        ABOVE,
    ),
    "sync.returns.ReturnRecords": Example(
        lambda s: returns.ReturnRecords(
            "people", (s["person"],), opinion=returns.Opinion("Thiếu số")
        ),
        ("returns",),
        ABOVE,
        sees=("people",),
    ),
    "sync.returns.ChangeReturn": Example(
        lambda s: returns.ChangeReturn(s["return"], returns.Opinion("Nộp sổ khác")),
        ("returns",),
        ABOVE,
    ),
    "sync.returns.WithdrawReturn": Example(
        lambda s: returns.WithdrawReturn(s["return"], "Đã rõ"), ("returns",), ABOVE
    ),
    "sync.returns.AcceptAnswer": Example(
        lambda s: returns.AcceptAnswer(s["answered return"], s["answer"]), ("returns",), ABOVE
    ),
    "sync.returns.ReopenReturn": Example(
        lambda s: returns.ReopenReturn(s["answered return"], s["answer"], "Chưa đủ"),
        ("returns",),
        ABOVE,
    ),
    "sync.returns.AnswerReturn": Example(
        lambda s: returns.AnswerReturn(
            returned=s["return"], kind=AnswerKind.SUPPLEMENTED, answered_on=DAY
        ),
        ("return_answers",),
    ),
    # -- noted for whoever did it ------------------------------------------------------------------
    "calendar.export.NoteCalendar": Example(lambda _s: NoteCalendar(DAY, DAY, 1)),
    "papers.notes.NotePrint": Example(lambda _s: notes.NotePrint("Sổ văn bản đi")),
    "erasures.erasing_again.EraseAgain": Example(
        lambda s: erasing_again.EraseAgain(s.things["erased"], frozenset({s.things["erased"]}))
    ),
}

NOT_RUN: Mapping[str, str] = {
    "bulk.Bulk": "what acts on many records have in common; each of them is run",
    "bulk_acts._NewUnderEach": "the same of those that write a record under each",
    "training.plans._Fill": "wraps the commands that fill a training office; those are run",
}

RIGHTS = frozenset({"manages", "sends", "issues", "keeps_data"})


def may(who: Role, example: Example) -> bool:
    """Whether a role is to be allowed what the example does."""
    writes = all(
        getattr(who, each) if each in RIGHTS else who.may_act_on(REGISTERS[each])
        for each in example.needs
    )
    return writes and all(who.may_name(REGISTERS[each]) for each in example.sees)
