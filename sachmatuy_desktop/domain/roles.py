"""Who may see and write what.  A role is a row of this table; accounts have one role each.

The roles are those of domain 10.4: police keep the rosters of persons and what citizens tell, the
culture and social officer follows rehabilitation and supports afterwards, the health station keeps
tests and treatment, the office clerk papers, a village head households, commitments and boxes, the
Front and the unions models and commitments; a chair reads what is added up and signs.

What the sources say of secrets:

* Nghị định 163/2026 Điều 3 k5 b: "Bảo đảm bí mật cá nhân của người đang cai nghiện ma túy, người bị
  quản lý sau cai nghiện ma túy; chỉ cung cấp thông tin liên quan cho cá nhân, cơ quan, tổ chức có
  thẩm quyền."  No text gives the roster to the Front, unions, hamlets or the health station as a
  whole (law-rules, part 4), so its books are shut for them.
* Nghị định 356/2025 Điều 4 k2: "phải thiết lập quy định phân quyền giới hạn truy cập".
* domain 5.4: lists show "Nguyễn V. A., 1990" where the full data is not permitted (3); who is told
  of in a tip is for the police alone (7).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.registers.duties import Duty
from sachmatuy_desktop.domain.registers.fields import Field, Sensitivity
from sachmatuy_desktop.domain.registers.register import Register
from sachmatuy_desktop.errors import N_, NotAllowed

_LEVELS: Final = tuple(Sensitivity)


@dataclass(frozen=True, slots=True)
class Role:
    """What an account may do.

    `sees` is the highest sensitivity shown, `within` the duties in whose books it is another one
    (None: these books are shut), `masks` the duties whose persons stand there as "Nguyễn V. A.,
    1990" alone.  `writes` are the duties whose books may be changed.  `manages` is whether
    accounts, keys, backups and the office itself may be managed, `sends` whether bundles may be
    sent and taken in, `issues` whether documents may be issued, `keeps_data` whether data may be
    erased, and retention and the breach register decided.
    """

    id: str
    title: str
    sees: Sensitivity
    writes: frozenset[Duty]
    within: Mapping[Duty, Sensitivity | None] = field(default_factory=dict)
    masks: frozenset[Duty] = frozenset()
    manages: bool = False
    sends: bool = False
    issues: bool = False
    keeps_data: bool = False

    def may_see(self, field: Field) -> bool:
        """Whether the role reads and types the field; what the program keeps for itself nobody."""
        return not field.by_program and self.may_be_shown(field)

    def may_be_shown(self, field: Field) -> bool:
        """Whether the role may read what the field holds where nothing is typed, the program's own
        notes too: what leaves the office, all of it.
        """
        return self._reaches(field.sensitivity, field.duty)

    def may_open(self, register: Register) -> bool:
        """Whether the register's list is shown at all, be it with masked names."""
        return self._reaches(register.sensitivity, register.duty) or self.must_mask(register)

    def may_name(self, register: Register) -> bool:
        """Whether the register is shown with the names of its records."""
        return self.may_open(register) and not self.must_mask(register)

    def must_mask(self, register: Register) -> bool:
        """Whether the register's persons are shown without their names."""
        return register.masks_as_person and register.duty in self.masks

    def knows(self, duty: Duty) -> bool:
        """Whether all that is kept in the books of a duty may be known: who is on a list."""
        return self._reaches(_LEVELS[-1], duty)

    def _reaches(self, sensitivity: Sensitivity, duty: Duty | None) -> bool:
        level = self.sees if duty is None else self.within.get(duty, self.sees)
        return level is not None and _LEVELS.index(sensitivity) <= _LEVELS.index(level)

    def may_act_on(self, register: Register) -> bool:
        """Whether the role may change records of the register, be it the program's own."""
        return register.duty in self.writes and self.may_name(register)

    def must_write(self, register: Register) -> None:
        """Raise `NotAllowed` unless the role may change records of the register."""
        if not self.may_act_on(register):
            raise NotAllowed(
                N_("Tài khoản của bạn không được ghi vào sổ «{register}»."), register=register.title
            )

    def must_name(self, register: Register) -> None:
        """Raise `NotAllowed` unless the register is shown with the names of its records."""
        if not self.may_name(register):
            raise NotAllowed(
                N_("Tài khoản của bạn không được xem sổ «{register}»."), register=register.title
            )

    def must(self, right: str) -> None:
        """Raise `NotAllowed` unless the role has the right `manages`, `sends`, `issues` or
        `keeps_data`.
        """
        if not getattr(self, right):
            raise NotAllowed(N_("Tài khoản của bạn không được làm việc này."))


_ALL: Final = frozenset(Duty)
_OF_PERSONS: Final = (Duty.PERSONS, Duty.LISTS, Duty.HEALTH, Duty.SUPPORT)
_OF_POLICE: Final = (Duty.OFFENCES, Duty.TIPS)
_SHUT: Final = MappingProxyType(dict.fromkeys((*_OF_PERSONS, *_OF_POLICE, Duty.PRIVACY)))
"""What whoever has no duty towards the persons themselves never opens."""

_PAPERS_OPEN: Final = {Duty.DOCUMENTS: Sensitivity.OPEN}

ROLES: Final = MappingProxyType(
    {
        each.id: each
        for each in (
            Role(
                "admin",
                N_("Quản trị"),
                Sensitivity.SENSITIVE,
                _ALL,
                manages=True,
                sends=True,
                issues=True,
                keeps_data=True,
            ),
            Role(
                "police_chief",
                N_("Trưởng Công an xã"),
                Sensitivity.SENSITIVE,
                _ALL,
                sends=True,
                issues=True,
                keeps_data=True,
            ),
            Role(
                "police",
                N_("Cán bộ Công an xã"),
                Sensitivity.SENSITIVE,
                _ALL - {Duty.PRIVACY},
                within={Duty.PRIVACY: None},
                sends=True,
                issues=True,
            ),
            Role(
                "social",
                N_("Văn hóa – xã hội"),
                Sensitivity.SENSITIVE,
                _ALL
                - {*_OF_POLICE, Duty.PRIVACY, Duty.CRITERIA, Duty.DOCUMENTS, Duty.SYNC, Duty.ADMIN},
                within=dict.fromkeys((*_OF_POLICE, Duty.PRIVACY)),
            ),
            Role(
                "health",
                N_("Trạm y tế"),
                Sensitivity.PERSONAL,
                frozenset({Duty.HEALTH, Duty.PLANS}),
                within={
                    **_SHUT,
                    **_PAPERS_OPEN,
                    Duty.PERSONS: Sensitivity.PERSONAL,
                    Duty.HEALTH: Sensitivity.SENSITIVE,
                    Duty.HOUSEHOLDS: None,
                    Duty.COMMITMENTS: None,
                },
            ),
            Role(
                "clerk",
                N_("Văn phòng – Thống kê"),
                Sensitivity.PERSONAL,
                frozenset(
                    {
                        Duty.HOUSEHOLDS,
                        Duty.COMMITMENTS,
                        Duty.HAMLETS,
                        Duty.PLACES,
                        Duty.MODELS,
                        Duty.PROGRAMME,
                        Duty.ORDER,
                        Duty.DOCUMENTS,
                        Duty.CRITERIA,
                        Duty.PLANS,
                    }
                ),
                within={**_SHUT, Duty.PERSONS: Sensitivity.OPEN},
                masks=frozenset({Duty.PERSONS}),
                issues=True,
            ),
            Role(
                "village",
                N_("Trưởng thôn, khu phố"),
                Sensitivity.PERSONAL,
                frozenset({Duty.HOUSEHOLDS, Duty.COMMITMENTS, Duty.HAMLETS, Duty.PLANS}),
                within={**_SHUT, **_PAPERS_OPEN},
            ),
            Role(
                "union",
                N_("MTTQ, đoàn thể"),
                Sensitivity.PERSONAL,
                frozenset({Duty.COMMITMENTS, Duty.MODELS, Duty.PLANS}),
                within={**_SHUT, **_PAPERS_OPEN},
            ),
            Role(
                "chair",
                N_("Chủ tịch, Phó Chủ tịch UBND"),
                Sensitivity.PERSONAL,
                frozenset(),
                within={**_SHUT, Duty.PERSONS: Sensitivity.OPEN},
                masks=frozenset({Duty.PERSONS}),
                issues=True,
            ),
            Role("viewer", N_("Chỉ xem số liệu"), Sensitivity.OPEN, frozenset(), within=_SHUT),
        )
    }
)


def role(role_id: str) -> Role:
    """The role of an account; an unknown one (from a newer program) may only look at figures."""
    return ROLES.get(role_id, ROLES["viewer"])
