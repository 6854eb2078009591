"""What the acts in the journal are called.

The journal keeps an act's id; the words may change and are translated.  An id that is not here
comes from a newer program and is shown as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.errors import N_

ACTS: Final = MappingProxyType(
    {
        "office.found": N_("Lập dữ liệu của cơ quan"),
        "lock": N_("Khóa chương trình"),
        "records.add": N_("Thêm {one}"),
        "records.save": N_("Sửa {one}"),
        "records.remove": N_("Xóa {one}"),
        "records.merge": N_("Gộp {one}"),
        "records.merge_follow": N_("Chuyển theo bản đã gộp: {one}"),
        "records.merge_late": N_("Lấy giá trị sửa sau khi gộp: {one}"),
        "records.merge_revive": N_("Gỡ gộp vòng: {one}"),
        "records.distinct": N_("Ghi không phải là một: {one}"),
        "records.distinct_drop": N_("Bỏ ghi không phải là một: {one}"),
        "findings.accept": N_("Xác nhận số liệu đúng"),
        "findings.reopen": N_("Bỏ xác nhận số liệu đúng"),
        "records.set": N_("Ghi chung cho nhiều {one}"),
        "records.copy": N_("Chép {one} để dán ra ngoài"),
        "journal.undo": N_("Hoàn tác"),
        "journal.undo_field": N_("Hoàn tác một mục: {one}"),
        "quarantine.replay": N_("Đưa vào sổ phần đã để riêng"),
        "conflict.decide": N_("Chọn giá trị khi hai nơi cùng sửa"),
        "spreadsheet.import": N_("Nhập từ bảng tính"),
        "spreadsheet.export": N_("Xuất ra bảng tính"),
        "spreadsheet.remember": N_("Nhớ cách ghép cột của bảng tính"),
        "criteria.attest": N_("Xác nhận tiêu chí"),
        "criteria.assess": N_("Đánh giá tiêu chí"),
        "targets.list": N_("Ghi danh sách xã của chỉ tiêu"),
        "roadmap.plan": N_("Ghi lộ trình"),
        "roadmap.drop": N_("Đưa ra khỏi lộ trình"),
        "tasks.set": N_("Giao việc cho các xã"),
        "tasks.add_communes": N_("Giao thêm xã"),
        "tasks.change": N_("Sửa việc đã giao"),
        "tasks.withdraw": N_("Rút lại việc đã giao"),
        "tasks.remind": N_("Nhắc việc"),
        "recognition.begin": N_("Bắt đầu quá trình công nhận"),
        "recognition.step": N_("Ghi bước công nhận"),
        "recognition.withdraw_step": N_("Rút lại bước công nhận"),
        "recognition.stop": N_("Thôi quá trình công nhận"),
        "recognition.appraise": N_("Thẩm định đề nghị công nhận"),
        "recognition.withdraw_answer": N_("Rút lại thẩm định, quyết định đã ghi"),
        "recognition.decide": N_("Ghi quyết định công nhận"),
        "campaign.start": N_("Mở Tháng hành động"),
        "campaign.figure": N_("Nhập số liệu của Tháng hành động"),
        "plans.adopt": N_("Nhận kế hoạch"),
        "plans.change": N_("Sửa kế hoạch"),
        "plans.renew": N_("Lấy bản mới của kế hoạch"),
        "plans.stop": N_("Thôi thực hiện kế hoạch"),
        "plans.resume": N_("Thực hiện lại kế hoạch"),
        "plans.add_actor": N_("Thêm cơ quan thực hiện vào kế hoạch"),
        "plans.remove_actor": N_("Bỏ cơ quan thực hiện tự thêm"),
        "plans.set_actor": N_("Ghi cơ quan thực hiện của kế hoạch"),
        "plans.change_task": N_("Sửa việc của kế hoạch"),
        "plans.add_task": N_("Thêm việc vào kế hoạch"),
        "plans.remove_task": N_("Bỏ việc cơ quan tự thêm"),
        "difficulties.answer": N_("Trả lời khó khăn, vướng mắc"),
        "difficulties.clarify": N_("Làm rõ khó khăn, vướng mắc"),
        "difficulties.close": N_("Ghi giải quyết xong khó khăn, vướng mắc"),
        "difficulties.take_over": N_("Đưa vướng mắc của thôn vào sổ"),
        "plans.result": N_("Ghi kết quả việc"),
        "plans.change_result": N_("Sửa kết quả việc"),
        "plans.remove_result": N_("Rút kết quả việc"),
        "plans.prove": N_("Gắn căn cứ cho kết quả việc"),
        "plans.unprove": N_("Bỏ căn cứ của kết quả việc"),
        "plans.prove_by_paper": N_("Ghi việc đã làm bằng văn bản"),
        "document.issue": N_("Phát hành văn bản"),
        "report.issue": N_("Phát hành báo cáo"),
        "report.figure": N_("Nhập số liệu của báo cáo"),
        "report.text": N_("Ghi lời văn của báo cáo"),
        "document.print": N_("In văn bản"),
        "document.void": N_("Hủy số văn bản"),
        "document.enter": N_("Vào sổ văn bản đi"),
        "document.complete": N_("Ghi thêm vào sổ văn bản đi"),
        "incoming.enter": N_("Vào sổ văn bản đến"),
        "incoming.change": N_("Sửa văn bản đến"),
        "incoming.handle": N_("Ghi giải quyết văn bản đến"),
        "incoming.void": N_("Hủy số đến"),
        "books.correct": N_("Ghi đính chính vào sổ"),
        "books.close": N_("Khóa sổ"),
        "case.transit": N_("Ghi bước xử lý theo luật"),
        "holidays.replace": N_("Ghi ngày nghỉ của năm"),
        "holidays.forget": N_("Dùng lại ngày nghỉ của chương trình"),
        "reporting.choose": N_("Chọn kỳ báo cáo của các xã"),
        "calendar.export": N_("Xuất lịch ra tệp"),
        "packs.import": N_("Nhập bộ tiêu chí"),
        "templates.take": N_("Nhập mẫu Word của cơ quan"),
        "templates.drop": N_("Bỏ mẫu Word của cơ quan"),
        "packs.remove": N_("Bỏ bộ tiêu chí đã nhập"),
        "commitments.sign": N_("Ghi cam kết"),
        "drives.begin": N_("Bắt đầu đợt ký cam kết"),
        "drives.change": N_("Sửa đợt ký cam kết"),
        "drives.extend": N_("Thêm hộ vào đợt ký cam kết"),
        "drives.print": N_("In phiếu cam kết của đợt"),
        "drives.hand_out": N_("Phát phiếu cam kết"),
        "drives.return": N_("Nhập phiếu cam kết về"),
        "drives.scans": N_("Nhập bản quét phiếu cam kết"),
        "drives.end": N_("Kết thúc đợt ký cam kết"),
        "assignments.give": N_("Giao người giúp đỡ"),
        "tests.plan": N_("Lập kế hoạch xét nghiệm"),
        "tips.announce": N_("Công khai kết quả tin báo, tố giác"),
        "attachment.add": N_("Đính kèm tệp"),
        "attachment.edit": N_("Sửa thông tin tệp đính kèm"),
        "attachment.shrink": N_("Thu nhỏ ảnh đính kèm"),
        "attachment.remove": N_("Xóa tệp đính kèm"),
        "attachment.export": N_("Xuất bản sao tệp đính kèm"),
        "attachment.print": N_("In tệp đính kèm"),
        "attachment.regain": N_("Lấy lại tệp đính kèm từ bản sao lưu"),
        "attachment.purge": N_("Dọn hẳn tệp đính kèm đã xóa"),
        "bundle.export": N_("Xuất gói dữ liệu"),
        "bundle.choose": N_("Chọn những gì gửi đi"),
        "figures.refresh": N_("Lập số liệu tổng hợp và mã thay tên"),
        "bundle.import": N_("Nhập gói dữ liệu"),
        "bundle.resume": N_("Cho gửi lại sau khi khôi phục"),
        "bundle.undo": N_("Hoàn tác cả gói"),
        "bundle.slip": N_("Nhập phiếu biên nhận gói"),
        "bundle.slip_print": N_("In phiếu biên nhận gói"),
        "key.trust": N_("Tin cậy thẻ nhận dạng"),
        "key.certify": N_("Chứng nhận khóa"),
        "key.revoke": N_("Thu hồi khóa"),
        "key.renew": N_("Thay khóa của máy"),
        "key.rotate": N_("Đổi khóa dữ liệu"),
        "key.follow": N_("Ghi nhận thay đổi về khóa"),
        "identity.export": N_("Xuất khóa age của cơ quan"),
        "people.move_out": N_("Ghi người chuyển đi"),
        "people.take_in": N_("Tiếp nhận hồ sơ chuyển đến"),
        "transfer.send": N_("Xuất tệp hồ sơ chuyển đi"),
        "transfer.receipt": N_("Nhận biên nhận hồ sơ chuyển đi"),
        "return.write": N_("Gửi ý kiến"),
        "return.records": N_("Trả lại ghi chép để bổ sung"),
        "return.criterion": N_("Trả lại tiêu chí để bổ sung"),
        "return.change": N_("Sửa ý kiến"),
        "return.withdraw": N_("Rút lại ý kiến"),
        "return.reopen": N_("Mở lại ý kiến đã trả lời"),
        "return.accept": N_("Chấp nhận trả lời"),
        "return.answer": N_("Trả lời ý kiến của cơ quan tiếp nhận"),
        "account.add": N_("Thêm tài khoản"),
        "account.rename": N_("Đổi tên tài khoản"),
        "account.role": N_("Đổi quyền tài khoản"),
        "account.remove": N_("Xóa tài khoản"),
        "account.passphrase": N_("Đổi mật khẩu"),
        "account.reset": N_("Đặt lại mật khẩu"),
        "account.recovery": N_("Lập phiếu khôi phục mới"),
        "recovery.replace": N_("Lập phiếu khôi phục mới"),
        "recovery.check": N_("Thử phiếu khôi phục"),
        "backup.second": N_("Chọn nơi sao lưu thứ hai"),
        "backup.drill": N_("Diễn tập khôi phục"),
        "backup.drill_by_people": N_("Diễn tập khôi phục có người làm"),
        "backup.make": N_("Sao lưu"),
        "backup.clear": N_("Dọn tệp cũ để riêng khi khôi phục"),
        "backup.carry": N_("Sao lưu ra USB"),
        "backup.restore": N_("Khôi phục từ bản sao lưu"),
        "schema.upgrade": N_("Nâng cấp tệp dữ liệu"),
        "login": N_("Mở dữ liệu"),
        "login.failed": N_("Nhập sai mật khẩu"),
        "login.recovery": N_("Mở bằng phiếu khôi phục"),
        "login.lost": N_("Tệp ghi các lần nhập sai bị xóa hoặc sửa"),
        "clock.back": N_("Đồng hồ của máy lùi so với lần ghi trước"),
        "key.older": N_("Tệp khóa cũ hơn được đặt lại"),
        "view.record": N_("Xem ghi chép của người"),
        "evidence.print": N_("In nhật ký bảo mật"),
        "witness.broken": N_("Nhật ký của đơn vị gửi không còn nối với điểm đã ghi nhận"),
        "erase.person": N_("Xóa dữ liệu của một người theo pháp luật"),
        "retention.keep": N_("Quyết định tiếp tục lưu giữ"),
        "retention.period": N_("Đặt thời hạn lưu giữ"),
        "rights.corrected": N_("Gắn việc sửa vào yêu cầu về dữ liệu"),
        "rights.report": N_("Lập báo cáo dữ liệu của một người"),
        "training.fill": N_("Tạo dữ liệu tập huấn"),
    }
)


NOT_UNDOABLE: Final = frozenset(
    {
        "office.found",
        "training.fill",
        "document.issue",
        "report.issue",
        "document.void",
        "document.enter",
        "document.complete",
        "incoming.enter",
        "incoming.change",
        "incoming.handle",
        "incoming.void",
        "books.correct",
        "books.close",
        "conflict.decide",
        "erase.person",
        "bundle.choose",
        "bundle.resume",
        "figures.refresh",
        "bundle.undo",
        "spreadsheet.remember",
        "transfer.send",
        "transfer.receipt",
        "recognition.begin",
        "recognition.step",
        "recognition.withdraw_step",
        "recognition.stop",
        "recognition.appraise",
        "recognition.withdraw_answer",
        "recognition.decide",
    }
)
"""Acts that are answered with another act, never taken back: a number once given stays given and
what stands in the clerk's books is written anew in sight of all, a layout is remembered until the
next sheet like it is read otherwise, figures say what the books say,
and a step of a recognition is withdrawn with its reason, so that what it froze is there for
ever."""


WHOLE_ONLY: Final = frozenset(
    {
        "records.merge",
        "records.merge_revive",
        "records.merge_follow",
        "records.remove",
        "records.distinct",
        "records.distinct_drop",
        "findings.accept",
        "findings.reopen",
    }
)
"""Acts of which no single field is taken back: they mean something only as a whole."""


def goes_out(act: str) -> bool:
    """Whether an act puts data on paper, into a file for others, or into other programs."""
    return act.partition(":")[0].endswith((".print", "_print", ".export", ".copy"))


def may_be_undone_in_part(act: str) -> bool:
    """Whether one field of an act may be taken back alone."""
    return may_be_undone(act) and act.partition(":")[0] not in WHOLE_ONLY


def may_be_undone(act: str) -> bool:
    """Whether an act may be taken back at all."""
    return act.partition(":")[0] not in NOT_UNDOABLE


def act_title(act: str, say: Callable[[str], str] = str) -> str:
    """The words for an act id, each said by `say` (the screen's gettext).

    In `records.save:households` a register stands after the colon.
    """
    name, _, register = act.partition(":")
    one = REGISTERS[register].one if register in REGISTERS else N_("ghi chép")
    return say(ACTS.get(name, act)).replace("{one}", say(one))
