"""The steps of the first run as plain data: what follows what, and what an answer still lacks.

Nothing here draws anything, so every way through can be walked without a display.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.text import clean, fold
from sachmatuy_desktop.errors import N_, BadInput
from sachmatuy_desktop.storage.keys.keyring_crypto import checked_passphrase

__all__ = [
    "FLOW",
    "LOGIN",
    "Answers",
    "Step",
    "complaints",
    "login_name",
    "step_after",
    "step_before",
    "way",
]


class Step(StrEnum):
    """One page of the first run."""

    WELCOME = "welcome"
    KIND = "kind"
    UNIT = "unit"
    PROGRAMME = "programme"
    ACCOUNT = "account"
    RECOVERY = "recovery"
    READ_BACK = "read_back"
    DONE = "done"
    RESTORE = "restore"


FOUND: Final = "found"
OPEN: Final = "open"
RESTORE: Final = "restore"
TRAINING: Final = "training"

COMMUNE: Final = "commune"
RECEIVING: Final = "receiving"


@dataclass(frozen=True)
class Answers:
    """What the officer has answered so far.

    `intent` is what the program is opened for: found, open, restore or training.  `unit_level` is 1
    for a province, 2 for a district, 3 for a commune.  `code_read_back` is true once the recovery
    code has been typed from the paper.
    """

    intent: str = FOUND
    kind: str = ""
    unit: str = ""
    unit_level: int = 0
    packs: tuple[str, ...] = ()
    registered_on: date | None = None
    registration_document: str = ""
    account_name: str = ""
    account_id: str = ""
    passphrase: str = ""
    passphrase_again: str = ""
    founded: bool = False
    code_read_back: bool = False
    backup: str = ""


@dataclass(frozen=True)
class Leg:
    """A step's place on the way: what follows, what is wrong, whether one may go back from it."""

    onward: Callable[[Answers], Step | None]
    complaints: Callable[[Answers, date], list[BadInput]]
    may_go_back: bool = True


def _nothing_wrong(_answers: Answers, _today: date) -> list[BadInput]:
    return []


def _wrong(field: str, sentence: str, **values: object) -> list[BadInput]:
    return [BadInput(sentence, **values).at(field)]


def _kind(answers: Answers, _today: date) -> list[BadInput]:
    if answers.kind in (COMMUNE, RECEIVING):
        return []
    return _wrong("kind", N_("Hãy chọn đơn vị là cấp xã hay cơ quan tiếp nhận."))


def _unit(answers: Answers, _today: date) -> list[BadInput]:
    if not answers.unit:
        return _wrong("unit", N_("Hãy gõ tên đơn vị rồi chọn một dòng trong danh sách."))
    if answers.kind == COMMUNE and answers.unit_level != 3:
        return _wrong("unit", N_("Hãy chọn một xã, phường, thị trấn hoặc đặc khu."))
    return []


def _programme(answers: Answers, today: date) -> list[BadInput]:
    if answers.registered_on is not None and answers.registered_on > today:
        return _wrong("registered_on", N_("Ngày đăng ký không thể sau hôm nay."))
    if answers.registered_on is not None and not answers.packs:
        return _wrong("packs", N_("Có ngày đăng ký thì hãy chọn bộ tiêu chí đã đăng ký."))
    return []


LOGIN: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")


def _account(answers: Answers, _today: date) -> list[BadInput]:
    found: list[BadInput] = []
    if not clean(answers.account_name):
        found += _wrong("account_name", N_("Hãy ghi họ tên người dùng máy này."))
    if not LOGIN.fullmatch(answers.account_id):
        found += _wrong(
            "account_id",
            N_("Tên đăng nhập chỉ gồm chữ thường không dấu, chữ số và dấu chấm, gạch."),
        )
    try:
        checked_passphrase(answers.passphrase)
    except BadInput as error:
        found.append(error.at("passphrase"))
    if answers.passphrase != answers.passphrase_again:
        found += _wrong("passphrase_again", N_("Hai lần gõ mật khẩu chưa giống nhau."))
    return found


def _read_back(answers: Answers, _today: date) -> list[BadInput]:
    if answers.code_read_back:
        return []
    return _wrong("code", N_("Hãy gõ lại mã khôi phục từ tờ giấy đã in."))


def _restore(answers: Answers, today: date) -> list[BadInput]:
    chosen = [] if answers.backup else _wrong("backup", N_("Hãy chọn tệp sao lưu."))
    return [*chosen, *_account(answers, today)]


def _after_welcome(answers: Answers) -> Step | None:
    return {FOUND: Step.KIND, RESTORE: Step.RESTORE}.get(answers.intent)


FLOW: Final[Mapping[Step, Leg]] = MappingProxyType(
    {
        Step.WELCOME: Leg(_after_welcome, _nothing_wrong, may_go_back=False),
        Step.KIND: Leg(lambda _: Step.UNIT, _kind),
        Step.UNIT: Leg(
            lambda answers: Step.PROGRAMME if answers.kind == COMMUNE else Step.ACCOUNT, _unit
        ),
        Step.PROGRAMME: Leg(lambda _: Step.ACCOUNT, _programme),
        Step.ACCOUNT: Leg(lambda _: Step.RECOVERY, _account),
        Step.RECOVERY: Leg(lambda _: Step.READ_BACK, _nothing_wrong, may_go_back=False),
        Step.READ_BACK: Leg(lambda _: Step.DONE, _read_back),
        Step.DONE: Leg(lambda _: None, _nothing_wrong, may_go_back=False),
        Step.RESTORE: Leg(lambda _: Step.DONE, _restore),
    }
)
"""The whole way.  From the recovery code there is no way back: the office exists by then."""


def step_after(step: Step, answers: Answers) -> Step | None:
    """What follows; None when the first run is over."""
    return FLOW[step].onward(answers)


def way(answers: Answers) -> tuple[Step, ...]:
    """The steps from the first to the last for these answers."""
    steps = [Step.WELCOME]
    while (following := step_after(steps[-1], answers)) is not None:
        steps.append(following)
    return tuple(steps)


def step_before(step: Step, answers: Answers) -> Step | None:
    """Where «Quay lại» leads; None where it leads nowhere."""
    if not FLOW[step].may_go_back:
        return None
    steps = way(answers)
    place = steps.index(step)
    return steps[place - 1] if place else None


def complaints(step: Step, answers: Answers, today: date) -> list[BadInput]:
    """What must be put right before going on, each said beside its `field`."""
    return FLOW[step].complaints(answers, today)


def login_name(name: str) -> str:
    """A login name for a person's name: "Nguyễn Văn Đức" → "nguyen.van.duc"."""
    return ".".join(re.findall(r"[a-z0-9]+", fold(name)))[:40].strip(".")
