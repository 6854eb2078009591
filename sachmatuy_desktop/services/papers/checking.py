"""«Kiểm tra mã»: whether a paper is genuine, by the code on it and the keys this office knows.

Nothing is asked of a network.  A code that was scanned is proved by its signature; the groups that
people type stand for the hash alone, so they are only looked up in the books.  What stands on the
paper beside its code nobody reads here: the copy in the book, if there is one, is for comparing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

from sachmatuy_desktop.documents.qr import codes_in
from sachmatuy_desktop.domain.dates import parse_date, show_date
from sachmatuy_desktop.domain.drives import sheet_code, sheet_number
from sachmatuy_desktop.domain.registers.catalogue import REGISTERS
from sachmatuy_desktop.domain.registers.fields import RecordId, Value
from sachmatuy_desktop.domain.typed_code import bytes_of
from sachmatuy_desktop.errors import N_, BadInput, KnownError, NotFound
from sachmatuy_desktop.packs.forms import all_form_ids, load_form
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.issuing import VOID
from sachmatuy_desktop.services.sync import trusting
from sachmatuy_desktop.storage.atomic import disk_speaks
from sachmatuy_desktop.storage.queries import Where
from sachmatuy_desktop.sync.directory import Directory
from sachmatuy_desktop.sync.paper_codes import (
    PaperCode,
    SheetCode,
    SignedCode,
    form_mark,
    is_code,
    read_code,
    sheet_token,
)

__all__ = ["Checked", "Said", "check_code", "check_file", "keys_known", "prove"]

_LARGEST: Final = 40 << 20
_DIGITS: Final = 24
_OF_A_NUMBER: Final = frozenset("0123456789- ")

Row = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence to be translated, and what stands in its places."""

    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def of(cls, error: KnownError) -> Said:
        """What an error says."""
        return cls(error.message, error.values)

    def told(self, translate: Callable[[str], str]) -> str:
        """In the language of the program."""
        return translate(self.sentence).format(**self.values)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a code proves.  `genuine`: signed by a known key that holds, and not void in our book.

    `said` is the verdict, then remarks; `document` the paper in our book.
    """

    genuine: bool
    said: tuple[Said, ...]
    document: RecordId | None = None


def check_file(office: Office, path: Path) -> list[Checked]:
    """Every code of ours on a scan (PDF, JPEG, PNG), each once.

    Raises `BadInput` for a file without one, `StorageTrouble`.
    """
    with disk_speaks(path):
        if path.stat().st_size > _LARGEST:
            raise BadInput(
                N_("Tệp {name} quá lớn; hãy quét lại riêng tờ giấy cần kiểm tra."), name=path.name
            )
        data = path.read_bytes()
    found = [text for text in dict.fromkeys(codes_in(data, path.name)) if is_code(text)]
    if not found:
        raise BadInput(
            N_("Không thấy mã của chương trình trong {name}; hãy quét rõ hơn hoặc gõ mã."),
            name=path.name,
        )
    return [_check_scanned(office, text) for text in found]


def check_code(office: Office, typed: str) -> Checked:
    """What a typed code means: groups of letters, the number of a sheet, or the text of a QR.

    Raises `BadInput` for a group that cannot be right.
    """
    text = typed.strip()
    if is_code(text):
        return _check_scanned(office, text)
    if text and set(text) <= _OF_A_NUMBER:
        return _sheet_of_number(office, text)
    digest = bytes_of(text).hex()
    if len(digest) != _DIGITS:
        raise BadInput(N_("Mã văn bản có 4 nhóm, mỗi nhóm 6 chữ; hãy gõ đủ cả 4 nhóm."))
    found = _papers(office, [Where("paper_code", "=", digest)])
    if not found:
        return Checked(
            False,
            (
                Said(
                    N_(
                        "Không có văn bản nào mang mã này trong sổ của máy này; hãy quét mã QR để "
                        "kiểm tra chữ ký."
                    )
                ),
            ),
        )
    return _known(found[0], Said(N_("Mã khớp với {paper} trong sổ."), {"paper": _words(found[0])}))


# -- proving --------------------------------------------------------------------------------------


def keys_known(office: Office) -> tuple[Directory, dict[str, bytes]]:
    """The directory, and the signing keys of this office and of all partners by their ids."""
    known = trusting.directory(office)
    cards = {key: card.keys.sign for key, card in known.cards.items()}
    return known, {**cards, **known.own}


def prove(signed: SignedCode, keys: Mapping[str, bytes]) -> str:
    """The id of the key that signed.  Raises `NotFound` for an unknown one, `Refused` if forged."""
    key = signed.signer(keys)
    if key is None:
        raise NotFound(
            N_(
                "Mã do khóa {key}… ký, khóa này chưa có ở máy này nên chưa xác minh được; hãy nhập "
                "thẻ của cơ quan đã in rồi kiểm tra lại."
            ),
            key=signed.key,
        )
    return key


def _check_scanned(office: Office, text: str) -> Checked:
    known, keys = keys_known(office)
    try:
        signed = read_code(text)
        key = prove(signed, keys)
    except KnownError as error:
        return Checked(False, (Said.of(error),))
    code = signed.code
    if code.training != office.info.training:
        sentence = N_("Giấy này in ở dữ liệu tập huấn, hoặc máy đang mở dữ liệu tập huấn.")
        return Checked(False, (Said(sentence),))
    who = office.info.full_name if key in known.own else known.name_of(key)
    remarks = tuple(_of_key(known, key, code))
    if isinstance(code, SheetCode):
        checked = _sheet(office, code, who, own=key in known.own)
    else:
        checked = _paper(office, code, who)
        remarks += tuple(_of_unit(office, known, key, code))
    return Checked(checked.genuine and not remarks, (*checked.said, *remarks), checked.document)


def _of_unit(office: Office, known: Directory, key: str, code: PaperCode) -> Iterator[Said]:
    """A key may only sign papers of its own unit."""
    unit = office.info.unit_id if key in known.own else known.cards[key].unit
    if unit != code.unit:
        yield Said(N_("Mã ghi văn bản của đơn vị khác với đơn vị giữ khóa; giấy không có giá trị."))


def _of_key(known: Directory, key: str, code: PaperCode | SheetCode) -> Iterator[Said]:
    """Why a key that signed counts no more."""
    revoked = known.revocation_of(key)
    if revoked is None:
        return
    entry = revoked[1]
    values = {"key": key, "on": show_date(parse_date(entry.date)), "why": entry.reason}
    if isinstance(code, PaperCode) and code.day < parse_date(entry.date):
        yield Said(
            N_(
                "Khóa {key} bị thu hồi ngày {on} ({why}), sau ngày ghi trên giấy; ai giữ khóa đó "
                "có thể đã ghi lùi ngày, nên hãy hỏi lại cơ quan phát hành."
            ),
            values,
        )
    else:
        yield Said(N_("Khóa {key} đã bị thu hồi ngày {on} ({why}): giấy không có giá trị."), values)


# -- papers ---------------------------------------------------------------------------------------


def _paper(office: Office, code: PaperCode, who: str) -> Checked:
    signed = Said(N_("Chữ ký đúng: {paper}, do {who} in."), {"paper": _named(code), "who": who})
    if not code.number:
        return Checked(True, (signed,))
    rows = _papers(office, [Where("unit_id", "=", code.unit), Where("number", "=", code.number)])
    same_day = [row for row in rows if row["issued_on"] == code.day.isoformat()]
    ours = next((row for row in same_day if row["paper_code"] == code.digest), None)
    if ours is not None:
        return _known(ours, signed)
    if same_day:
        sentence = N_(
            "Sổ của máy này có văn bản cùng số và ngày nhưng nội dung khác; hãy hỏi lại cơ quan "
            "phát hành."
        )
        return Checked(False, (signed, Said(sentence)), str(same_day[0]["id"]))
    return Checked(True, (signed, Said(N_("Văn bản này không có trong sổ của máy này."))))


def _known(row: Row, first: Said) -> Checked:
    """A paper of our book: as it was signed, or void since."""
    document = str(row["id"])
    if row["state"] == VOID:
        remark = str(row["remark"] or "").rpartition("\n")[2]
        void = Said(N_("Số này đã bị hủy trong sổ. {remark}"), {"remark": remark})
        return Checked(False, (first, void), document)
    return Checked(True, (first, Said(N_("Trùng với bản trong sổ."))), document)


def _papers(office: Office, where: list[Where]) -> list[Row]:
    """Rows of the outgoing book, for accounts that may read it."""
    if not office.info.role.may_open(REGISTERS["documents"]):
        return []
    rows = office.queries.rows("documents", office.queries.ids("documents", where))
    return [row for row in rows.values() if not row["deleted"]]


def _words(row: Row) -> str:
    day = show_date(parse_date(str(row["issued_on"])))
    return f"{row['title']}, số {row['number']} ngày {day}"


def _named(code: PaperCode) -> str:
    form = next((each for each in all_form_ids() if form_mark(each) == code.form), None)
    title = load_form(form).title if form else "văn bản"
    copy = f", bản số {code.copy}/{code.copies}" if code.copies else ""
    number = f" số {code.number}" if code.number else ""
    return f"{title}{number} ngày {_shown(code.day)}{copy}"


def _shown(day: date) -> str:
    return show_date(day)


# -- sheets ---------------------------------------------------------------------------------------


def _sheet(office: Office, code: SheetCode, who: str, *, own: bool) -> Checked:
    name = sheet_code(code.number) if code.number else ""
    signed = Said(
        N_("Chữ ký đúng: phiếu cam kết {number}, do {who} in."), {"number": name, "who": who}
    )
    register = "drive_sheets" if code.number else "households"
    row = _with_token(office, register, code.token) if own else None
    if row is None:
        return Checked(True, (signed, Said(N_("Phiếu này không có trong sổ của máy này."))))
    return Checked(True, (signed, _of_household(office, row)))


def _sheet_of_number(office: Office, typed: str) -> Checked:
    number = sheet_number(typed) or 0
    rows = _rows(office, "drive_sheets", [Where("number", "=", number)])
    if not rows:
        sentence = N_("Không có phiếu cam kết số {number} trong sổ của máy này.")
        return Checked(False, (Said(sentence, {"number": typed}),))
    return Checked(True, tuple(_of_household(office, row) for row in rows))


def _of_household(office: Office, row: Row) -> Said:
    household = str(row.get("household") or row["id"])
    names = office.queries.names("households", [household])
    values: dict[str, Any] = {"household": names.get(household, "")}
    if row.get("came_back_on"):
        values["on"] = show_date(parse_date(str(row["came_back_on"])))
        return Said(N_("Phiếu của hộ {household}, đã nhập về ngày {on}."), values)
    return Said(N_("Phiếu của hộ {household}, chưa nhập về."), values)


def _with_token(office: Office, register: str, token: str) -> Row | None:
    ids = office.queries.ids(register) if _may_open(office, register) else []
    found = [each for each in ids if sheet_token(each) == token]
    return office.queries.rows(register, found)[found[0]] if found else None


def _rows(office: Office, register: str, where: list[Where]) -> list[Row]:
    if not _may_open(office, register):
        return []
    rows = office.queries.rows(register, office.queries.ids(register, where))
    return [row for row in rows.values() if not row["deleted"]]


def _may_open(office: Office, register: str) -> bool:
    return office.info.role.may_open(REGISTERS[register])
