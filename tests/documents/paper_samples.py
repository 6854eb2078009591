"""Valid inputs of every form, with no real person in them."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sachmatuy_desktop.documents import builders
from sachmatuy_desktop.documents.inputs import (
    Commitments,
    CommuneLine,
    CriterionRow,
    HouseholdLine,
    Paper,
    Period,
    ReceivingSummary,
    RecognitionRequest,
    ReviewMinutes,
    Roster,
    RosterLine,
    SelfAssessment,
    SignedBy,
    VillageFigures,
)
from sachmatuy_desktop.documents.slip_paper import SlipPaper, slip_paper
from sachmatuy_desktop.domain.forms import FormData
from sachmatuy_desktop.storage.keys.keyring_device import key_id
from sachmatuy_desktop.sync.slips import TAG, Figures, Slip, sign_slip

PROGRAMME = "“Xã, phường, thị trấn sạch ma tuý”"
PERIOD = Period("2023-12-15", "2024-12-14", "2024-12-14")
PLAN = "Kế hoạch số 1118/KH-UBND ngày 03/4/2024 của Ủy ban nhân dân tỉnh Kon Tum"

CRITERIA = (
    CriterionRow(
        "a",
        "Không có tụ điểm, điểm phức tạp về ma tuý, đối tượng bán lẻ trái phép chất ma tuý, điểm "
        "tổ chức sử dụng trái phép về ma tuý trên địa bàn.",
        "Sổ điểm, tụ điểm; biên bản rà soát số 12/BB-CAX ngày 03/12/2024",
        "0 điểm",
        "met",
        "Trưởng Công an xã",
    ),
    CriterionRow(
        "d",
        "100% người sử dụng trái phép chất ma tuý có mặt tại địa bàn được lập hồ sơ quản lý, theo "
        "dõi, giám sát chặt chẽ theo quy định pháp luật.",
        "Danh sách người sử dụng trái phép chất ma túy",
        "0/0 người",
        "nothing_arisen",
        "Trưởng Công an xã",
    ),
    CriterionRow(
        "e",
        "100% đại diện hộ gia đình trên địa bàn cam kết không tham gia tội phạm, tệ nạn ma tuý và "
        "tự nguyện hợp tác với các lực lượng chức năng trong công tác phòng, chống ma tuý.",
        "Sổ cam kết",
        "4.998/5.000 hộ, còn 02 hộ chưa ký",
        "not_met",
        "Trưởng các thôn",
    ),
)


def paper(**changed: object) -> Paper:
    """A registered paper of UBND xã Ia Dom."""
    values = {
        "letterhead": builders.letterhead("ubnd", "xã Ia Dom", "huyện Ia H’Drai", "Ia Dom"),
        "signer": builders.signed_by("ubnd", "Nguyễn Văn Mẫu"),
        "recipients": ("Như trên", "Công an tỉnh (b/c)", "Lưu: VT, CA"),
        "number": 5,
        "date": "2024-12-05",
    }
    return Paper(**{**values, **changed})  # type: ignore[arg-type]


def villages(count: int) -> tuple[VillageFigures, ...]:
    return tuple(
        VillageFigures(f"Thôn {n}", 100 + n, 400 + n, 90 + n, n % 3, n % 2, 0, 0, 1, 1, 0)
        for n in range(1, count + 1)
    )


def report(**changed: object) -> SelfAssessment:
    values = {
        "addressees": ("Ủy ban nhân dân huyện Ia H’Drai", "Công an huyện Ia H’Drai"),
        "programme": PROGRAMME,
        "basis": PLAN,
        "unit": "xã Ia Dom",
        "period": PERIOD,
        "population": 19870,
        "criteria": CRITERIA,
        "villages": villages(3),
        "outcome": "no",
        "readings": ("Hộ vắng cả nhà không tính vào tổng số hộ",),
        "review_note": "Công an xã chủ trì rà soát từ ngày 01/11 đến ngày 30/11/2024.",
    }
    return SelfAssessment(**{**values, **changed})  # type: ignore[arg-type]


def self_assessment() -> FormData:
    return builders.self_assessment(paper(), report())


def blank_self_assessment() -> FormData:
    empty = Period("", "", "")
    nothing = SelfAssessment((), "", "", "", empty, None, (), (), None)
    head = builders.letterhead("cong_an", "xã Ia Dom", "tỉnh Kon Tum")
    return builders.self_assessment(Paper(head, SignedBy(()), ()), nothing)


def recognition_request() -> FormData:
    request = RecognitionRequest(
        addressees=("Ủy ban nhân dân huyện Ia H’Drai",),
        programme=PROGRAMME,
        unit="xã Ia Dom",
        legal_bases=("Căn cứ Luật Phòng, chống ma túy", f"Căn cứ {PLAN}"),
        period=PERIOD,
        criteria=CRITERIA,
        attachments=("Báo cáo kết quả tự rà soát, đánh giá", "Biên bản họp xét"),
        minutes_note="Biên bản số 03/BB-UBND ngày 04/12/2024",
    )
    return builders.recognition_request(paper(), request)


def review_minutes() -> FormData:
    minutes = ReviewMinutes(
        programme=PROGRAMME,
        unit="xã Ia Dom",
        criteria=CRITERIA,
        started="08 giờ 00, ngày 04 tháng 12 năm 2024",
        venue="Phòng họp Ủy ban nhân dân xã",
        participants=("Ông Nguyễn Văn Mẫu, Chủ tịch", "Bà Trần Thị Ví Dụ, Trưởng Trạm Y tế"),
        chair="Ông Nguyễn Văn Mẫu",
        chair_name="Nguyễn Văn Mẫu",
        votes_for=11,
        votes_total=12,
        outcome="yes",
    )
    return builders.review_minutes(paper(recipients=("Như thành phần", "Lưu: VT, Hồ sơ")), minutes)


SHARED = Commitments("Ủy ban nhân dân xã Ia Dom", "xã Ia Dom", "069.0000.113", training=True)


def household(number: int) -> HouseholdLine:
    return HouseholdLine(
        representative=f"Nguyễn Thị Ví Dụ {number}",
        birth="12/03/1968",
        citizen_number=f"062168{number:06d}",
        address="Tổ 2, xã Ia Dom, huyện Ia H’Drai, tỉnh Kon Tum",
        village=f"Thôn {number % 7 + 1}",
        members=str(number % 6 + 1),
        code=f"H-{number:05d}",
    )


def household_commitment() -> FormData:
    return builders.household_commitments(SHARED, [household(1), household(2), HouseholdLine()])


def people(count: int) -> tuple[RosterLine, ...]:
    return tuple(
        RosterLine(
            f"Lê Văn Ví Dụ {n}",
            "1990",
            "Nam",
            f"062090{n:06d}",
            f"Thôn {n}",
            "Người nghiện ma túy",
            "01/02/2024",
        )
        for n in range(1, count + 1)
    )


def roster(count: int = 25) -> FormData:
    listed = Roster(
        title="Người nghiện ma túy có mặt trên địa bàn xã Ia Dom",
        as_of="2024-12-14",
        purpose="họp xét",
        people=people(count),
        printed_by="Trần Văn Thử",
        printed_at="14:05 ngày 05/12/2024",
        copy=2,
        copies=5,
    )
    return builders.roster(paper(training=True), listed)


def receiving_summary() -> FormData:
    summary = ReceivingSummary(
        programme=PROGRAMME,
        as_of="2024-12-14",
        criteria=tuple((row.label, row.text) for row in CRITERIA),
        communes=(
            CommuneLine("Ia Dom", ("met", "nothing_arisen", "not_met"), "no", "2024-12-14"),
            CommuneLine("Ia Tơi", ("met", "met", "met"), "yes", "2024-12-14"),
            CommuneLine("Ia Đal"),
        ),
    )
    return builders.receiving_summary(paper(), summary)


CODE = ("123456", "234567", "345678", "456789", "567890", "678901", "789012", "890123")


def recovery_sheet() -> FormData:
    return builders.recovery_sheet(
        "Ủy ban nhân dân xã Ia Dom", "2026-11-21", "4821", 1, "482119", CODE
    )


def identity_card() -> FormData:
    groups = "7QF2-M9TC-HX4K-PL3V-8WZN-R5JD-2BGY-C6AS"
    name = "xã Ia Dom, huyện Ia H'Drai, tỉnh Kon Tum"
    return builders.identity_card(name, "xa-23537@1", "0123456789ABCDEF", groups, "2026-11-21")


def bundle_receipt() -> FormData:
    signing = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    slip = Slip(
        receiver=key_id(signing.public_key().public_bytes_raw()),
        sender="0123456789ABCDEF",
        receiver_epoch=123_456_789,
        epoch=987_654_321,
        number=14,
        taken=1_795_000_000,
        digest="00112233aabbccdd",
        figures=Figures(new=1_204, changed=31, removed=2, set_aside=3, lacking=4, returned=2),
    )
    groups = sign_slip(slip, signing)
    return slip_paper(
        SlipPaper(
            office="Công an huyện Ia H'Drai",
            sender="UBND xã Ia Dom",
            number=slip.number,
            made="16:05, 20/11/2026",
            taken="08:30, 23/11/2026",
            digest=slip.digest,
            books=[("Người", 204, 30, 2), ("Hộ gia đình", 1_000, 1, 0)],
            why={"field": 2, "value": 1},
            parked=0,
            missing=(),
            lacking=4,
            conflicts=0,
            returned=2,
            undone="",
            code=TAG + "".join(groups),
            groups=groups,
        )
    )


ALL = {
    "self-assessment": self_assessment,
    "recognition-request": recognition_request,
    "review-minutes": review_minutes,
    "household-commitment": household_commitment,
    "roster": roster,
    "receiving-summary": receiving_summary,
    "recovery-sheet": recovery_sheet,
    "identity-card": identity_card,
    "bundle-receipt": bundle_receipt,
}
