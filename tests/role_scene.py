"""A commune and the office above it with something in every book: what roles are tried on.

Made once and shared by every role: whoever tries an act on it takes it back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sachmatuy_desktop.documents.word.places import form_as_template
from sachmatuy_desktop.domain.changes import Act
from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.domain.plans import When
from sachmatuy_desktop.domain.recognition import Verdict
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.domain.returns import AnswerKind
from sachmatuy_desktop.exchange.heads import suggest_mapping
from sachmatuy_desktop.packs.forms import load_form
from sachmatuy_desktop.services import checking, papers
from sachmatuy_desktop.services.attachments import AddAttachments, NewFile, attachments
from sachmatuy_desktop.services.drives.piles import NotePile
from sachmatuy_desktop.services.merging import MarkDistinct, MergeRecords
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.packs import ImportPack
from sachmatuy_desktop.services.papers.books.incoming import RegisterIncoming
from sachmatuy_desktop.services.papers.books.outgoing import EnterPaper
from sachmatuy_desktop.services.papers.reports import draft_report, read_report
from sachmatuy_desktop.services.papers.templates import TakeTemplate
from sachmatuy_desktop.services.plans.campaign import StartCampaign, models
from sachmatuy_desktop.services.plans.changing import AddActor, StopPlan
from sachmatuy_desktop.services.plans.doing import NewProof, RecordResult
from sachmatuy_desktop.services.plans.setting import SetTask
from sachmatuy_desktop.services.spreadsheets import preview
from sachmatuy_desktop.services.sync.returns import AnswerReturn, Opinion, ReturnRecords, ReturnUnit
from sachmatuy_desktop.services.sync.transfers import MoveOut, dossier_of
from sachmatuy_desktop.storage.erasures import erasures_list
from sachmatuy_desktop.storage.erasures.erasures_list import Erasure
from tests.action_months import MODEL
from tests.drive_offices import begin as begin_drive
from tests.drive_offices import state
from tests.exchange.sheet_tables import sheet
from tests.offices import IA_DOM, TestClock, add, add_household, add_village, edit, new_office
from tests.pack_texts import FIRST
from tests.pictures import png
from tests.plan_offices import add_task, adopt, own_plan
from tests.services.recognition_roads import YEARLY, appraise, begin, take
from tests.services.test_plan_changing import second_edition
from tests.sync.test_two_offices import DISTRICT, carry, introduce

IA_TOI = "xa-23538@2"
MORNING = datetime(2026, 11, 23, 8, tzinfo=VIETNAM)
DAY = MORNING.date()
YEAR = DAY.year


@dataclass
class Scene:
    """The two offices, and the ids of what stands in their books, by a word for each."""

    commune: Office
    above: Office
    folder: Path
    ids: dict[str, str] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, word: str) -> str:
        return self.ids[word]

    def close(self) -> None:
        """Let go of both."""
        self.commune.close()
        self.above.close()


def put(office: Office, register: str, values: Mapping[str, Value], unit: str = "") -> RecordId:
    """A row of a book that the program keeps by itself."""
    with office.store.begin(Act("test.put", "Máy")) as work:
        record = work.insert(register, values, unit=unit or None)
        work.commit()
    return record


def made(office: Office, command: Any) -> str:
    """What a command made."""
    return str(office.run(command).result)


def build(folder: Path) -> Scene:
    """Both offices, open."""
    clock = TestClock(MORNING)
    commune = new_office(folder / "xã", clock=clock)
    above = new_office(folder / "trên", DISTRICT, kind="receiving", clock=clock)
    introduce(commune, above)
    scene = Scene(commune, above, folder)
    for step in (_people, _events, _plans, _drive, _papers, _programme, _privacy, _above):
        step(scene)
    return scene


def _people(scene: Scene) -> None:
    office, ids = scene.commune, scene.ids
    ids["village"] = add_village(office)
    ids["household"] = add_household(office, ids["village"])
    for word, name in (("person", "Lê Văn Cam"), ("twin", "Lê Văn Cám"), ("mover", "Vi Văn Dời")):
        ids[word] = add(
            office,
            "people",
            full_name=name,
            birth="1990-05-01",
            sex="nam",
            village=ids["village"],
            phone="0912345678",
        )
    for word in ("person", "mover"):
        add(office, "presences", person=ids[word], state="co_mat", from_date="2025-09-01")
        ids[f"episode of {word}"] = add(
            office, "episodes", person=ids[word], category="sdtp", from_date="2026-09-01"
        )
    ids["edit"] = edit(office, "people", ids["person"], occupation="Làm ruộng")
    ids["test"] = add(
        office, "tests", person=ids["person"], taken_on="2026-10-01", result="am_tinh"
    )
    ids["released"] = add(office, "people", full_name="Nguyễn Văn Mẫu", birth="1980")
    add(
        office,
        "episodes",
        person=ids["released"],
        category="sdtp",
        from_date="2018-05-10",
        until_date="2019-05-10",
        end_reason="Hết thời hạn",
    )
    ids["pair"] = made(office, MarkDistinct("people", ids["released"], ids["mover"]))
    ids["move"] = made(office, MoveOut(ids["mover"], date(2026, 11, 2), "xã Hoằng Phong"))
    office.run(AddAttachments("people", ids["person"], (NewFile("a.png", png()),)))
    office.run(AddAttachments("propaganda", _talk(scene), (NewFile("b.png", png(shade=9)),)))
    scan = attachments(office.session, "people", ids["person"])[0]
    scene.things |= {"scan": scan}
    for word in ("merged", "here", "there"):
        ids[word] = add(office, "people", full_name="Hà Văn Gộp", birth="1970")
    kept = add(office, "people", full_name="Hà Văn Gộp", birth="1970-01-02")
    office.run(MergeRecords("people", kept, ids["merged"]))
    home, same = (add_household(office, ids["village"], "Hà Thị Trùng") for _ in "ab")
    office.run(MergeRecords("households", home, same))
    with office.store.begin(Act("test.put", "Máy")) as work:
        for one, other in ((ids["here"], ids["there"]), (ids["there"], ids["here"])):
            work.put("people", one, {"deleted": 1, "merged_into": other})
        work.update("people", ids["released"], {"household": same})
        work.commit()
    erased = Erasure("people", ids["twin"], "order: QĐ 1", keep_statistics=True)
    erasures_list.write(office.store.folder, office.keys.device, [erased])
    scene.things["erased"] = erased
    wrong = add(
        office,
        "people",
        full_name="Lò Thị Lệch",
        birth="1990",
        sex="nam",
        citizen_number="062190001234",
    )
    ids["wrong"] = wrong
    checking.refresh(office)
    (contradicting,) = checking.findings_of(office, "number-contradicts")
    unnumbered = checking.findings_of(office, "no-number")[0]
    office.run(checking.AcceptFinding(unnumbered.id, "Chưa có thẻ"))
    scene.things |= {"finding": contradicting.id, "accepted": unnumbered.id}


def _talk(scene: Scene) -> str:
    ids = scene.ids
    if "talk" not in ids:
        ids["talk"] = add(
            scene.commune,
            "propaganda",
            form="loa",
            held_on="2026-10-02",
            content="Phát thanh",
            village=ids["village"],
        )
    return ids["talk"]


def _events(scene: Scene) -> None:
    office, ids = scene.commune, scene.ids
    ids["tip"] = add(
        office,
        "tip_offs",
        received_on="2026-10-10",
        source="hom_thu",
        anonymous=1,
        content="Nội dung riêng",
        answered_on="2026-10-20",
        result="Đã xử phạt",
    )
    ids["old tip"] = add(
        office,
        "tip_offs",
        received_on="2010-10-10",
        source="hom_thu",
        anonymous=1,
        content="Nội dung cũ",
        answered_on="2010-10-20",
        result="Đã xử phạt",
    )
    ids["village report"] = add(
        office,
        "village_reports",
        village=ids["village"],
        month="2026-10",
        sent_on="2026-10-30",
        difficulties="Chưa có loa truyền thanh.",
    )
    ids["difficulty"] = add(
        office,
        "difficulties",
        subject="Thiếu loa",
        content="Hai thôn chưa có loa",
        proposal="Đề nghị cấp loa",
        level="tren",
        raised_on="2026-11-02",
    )


def _plans(scene: Scene) -> None:
    office, ids = scene.commune, scene.ids
    ids["plan"] = own_plan(office, day="2026-01-05")
    ids["task"] = add_task(office, ids["plan"], when=When("periodic", every="month"))
    ids["actor"] = made(office, AddActor(plan=ids["plan"], name="Công an xã"))
    ids["actor"] = office.queries.children("plan_actors", "plan", ids["plan"])[0]
    ids["printed plan"] = adopt(office, day="2026-01-05")
    ids["printed task"] = office.queries.children("plan_tasks", "plan", ids["printed plan"])[0]
    ids["stopped"] = own_plan(office, "Kế hoạch cũ", day="2026-01-05")
    office.run(ImportPack(second_edition().encode(), "KH sửa đổi"))
    office.run(StopPlan(plan=ids["stopped"], stopped_on=DAY, why="Nhầm"))
    proof = NewProof("propaganda", ids["talk"])
    done = RecordResult(
        task=ids["task"], opening="2026-10", done_on=date(2026, 10, 20), proofs=(proof,)
    )
    ids["result"] = made(office, done)
    ids["proof"] = office.queries.children("task_proofs", "result", ids["result"])[0]
    (model,) = models(office.session, DAY)
    scene.things["month"] = (MODEL, model.proposed(YEAR + 1))
    ids["month"] = made(office, StartCampaign(MODEL, "Chủ đề", model.proposed(YEAR)))
    ids["idle task"] = add_task(office, ids["plan"], "Việc chưa làm")
    ids["other talk"] = add(
        office, "propaganda", form="loa", held_on="2026-10-05", content="Phát thanh lần hai"
    )


def _drive(scene: Scene) -> None:
    office, ids = scene.commune, scene.ids
    ids["other village"] = add_village(office, "Thôn 2")
    for head in ("Trần Thị Một", "Trần Thị Hai"):
        add_household(office, ids["village"], head)
    add_household(office, ids["other village"], "Trần Thị Ba")
    ids["drive"] = begin_drive(office, (ids["village"],))
    homes = state(office).homes
    sheets = [each.sheet for each in homes]
    scene.things["sheets"] = tuple(each.id for each in sheets)
    office.run(NotePile(ids["drive"], scene.things["sheets"], hand_out=True))
    ids["answered"] = scene.things["sheets"][0]


def _papers(scene: Scene) -> None:
    office, ids = scene.commune, scene.ids
    ids["paper"] = made(office, EnterPaper("Thông báo", DAY, {"title": "Mời họp"}))
    said = {"arrived_on": "2026-11-20", "author": "Tỉnh", "title": "Yêu cầu"}
    ids["incoming"] = made(office, RegisterIncoming(said))
    data = papers.draft(office, "self-assessment", DAY)
    scene.things["data"] = data
    ids["document"] = made(office, papers.IssueDocument(data.form, data, DAY))
    report = read_report(office, "sau-thang", "2026-H1")
    scene.things |= {"report": report, "report paper": draft_report(office, report)}
    scene.things["word"] = form_as_template(load_form("163-iii-04"))
    ids["template"] = made(office, TakeTemplate("163-iii-04", "mau.docx", scene.things["word"]))
    ids["plan paper"] = put(
        office,
        "documents",
        {
            "number": "15/KH-UBND",
            "issued_on": "2026-11-02",
            "form": "plan-document",
            "title": "Kế hoạch",
            "signer": "Nguyễn Văn Chủ",
            "state": "issued",
        },
    )
    put(
        office,
        "documents",
        {
            "number": "01/TB-UBND",
            "issued_on": "2025-11-02",
            "series": "TB",
            "sequence": 1,
            "title": "Mời họp",
            "signer": "Nguyễn Văn Chủ",
            "state": "issued",
        },
    )
    scene.things["picture"] = scene.folder / "trang.png"
    scene.things["picture"].write_bytes(png(shade=7))
    page = sheet("Họ và tên | Ngày sinh\nLò Văn Mới | 01/02/1991")
    mapping = suggest_mapping(REGISTERS["people"], page)
    scene.things |= {"mapping": mapping, "sheet plan": preview(office.session, page, mapping)}
    scene.things["dossier"] = dossier_of(office.session, ids["move"])


def _programme(scene: Scene) -> None:
    office, ids = scene.commune, scene.ids
    ids["recognition"] = begin(office, day="2026-01-05")
    for step, document in (
        ("baseline", ""),
        ("self-assessment", ""),
        ("review", "02/BB-UBND"),
        ("request", "03/TTr-UBND"),
    ):
        day = "2026-01-05" if step == "baseline" else DAY.isoformat()
        ids[f"{step} step"] = take(office, ids["recognition"], step, day, document)

    ids["yearly"] = begin(office, day="2026-11-20", process=YEARLY, year=YEAR - 1)
    ids["other yearly"] = begin(office, day="2026-11-20", process=YEARLY, year=YEAR - 2)
    for step in ("self-assessment", "request"):
        ids[f"yearly {step}"] = take(office, ids["yearly"], step, DAY.isoformat(), "04/TTr-UBND")


def _privacy(scene: Scene) -> None:
    office, ids = scene.commune, scene.ids
    ids["request"] = add(
        office, "data_requests", kind="sua", received_on="2026-11-20", person=ids["person"]
    )


def _above(scene: Scene) -> None:
    commune, above, ids = scene.commune, scene.above, scene.ids
    carry(commune, above, scene.folder / "lên.smt")
    about = Opinion("Thiếu số định danh", marked=("citizen_number",))
    above.run(ReturnRecords("people", (ids["twin"],), opinion=about))
    ids["return"] = made(above, ReturnUnit(IA_DOM, Opinion("Nộp sổ")))
    ids["answered return"] = made(above, ReturnUnit(IA_DOM, Opinion("Nộp bảng niêm yết")))
    ids["appraisal"] = appraise(above, ids["recognition"], Verdict.ACCEPT, DAY.isoformat())
    set_task = SetTask((IA_DOM,), "Rà soát", When("once", on=date(2026, 12, 10)))
    ids["series"] = made(above, set_task)
    ids["sister"] = IA_TOI
    ids["set task"] = above.queries.ids("set_tasks")[0]
    carry(above, commune, scene.folder / "xuống.smt")
    answer = AnswerReturn(
        returned=ids["answered return"], kind=AnswerKind.SUPPLEMENTED, answered_on=DAY
    )
    ids["answer"] = made(commune, answer)
    carry(commune, above, scene.folder / "lên nữa.smt")
    ids["pack"] = made(above, ImportPack(FIRST.encode(), "Công văn mẫu"))
