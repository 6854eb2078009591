"""Who may see and write what.  A role is a row of this table; accounts have one role each.

Taken from domain 10.4: police keep the rosters of persons, the culture and social officer supports
them, the office clerk keeps documents, a village head keeps households and boxes and never sees a
drug roster.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.registers.fields import Field, Sensitivity
from sachmatuy_desktop.domain.registers.register import Area, Register
from sachmatuy_desktop.errors import N_, NotAllowed

_LEVELS: Final = tuple(Sensitivity)


@dataclass(frozen=True, slots=True)
class Role:
    """What an account may do.

    `sees` is the highest sensitivity shown, `writes` the areas whose registers may be changed,
    `manages` whether accounts, backups and the office itself may be managed, `sends` whether
    bundles may be sent and taken in, `issues` whether documents may be issued.
    """

    id: str
    title: str
    sees: Sensitivity
    writes: frozenset[Area]
    manages: bool = False
    sends: bool = False
    issues: bool = False

    def may_see(self, field: Field) -> bool:
        """Whether the role reads and types the field; what the program keeps for itself nobody."""
        return not field.by_program and self._reaches(field.sensitivity)

    def may_be_shown(self, field: Field) -> bool:
        """Whether the role may read what the field holds where nothing is typed, the program's own
        notes too: what leaves the office, all of it.
        """
        return self._reaches(field.sensitivity)

    def may_open(self, register: Register) -> bool:
        """Whether the register's list is shown at all."""
        return self._reaches(register.sensitivity)

    def _reaches(self, sensitivity: Sensitivity) -> bool:
        return _LEVELS.index(sensitivity) <= _LEVELS.index(self.sees)

    def must_write(self, register: Register) -> None:
        """Raise `NotAllowed` unless the role may change records of the register."""
        if register.area not in self.writes or not self.may_open(register):
            raise NotAllowed(
                N_("Tài khoản của bạn không được ghi vào sổ «{register}»."), register=register.title
            )

    def must(self, right: str) -> None:
        """Raise `NotAllowed` unless the role has the right `manages`, `sends` or `issues`."""
        if not getattr(self, right):
            raise NotAllowed(N_("Tài khoản của bạn không được làm việc này."))


_EVERYWHERE: Final = frozenset(Area)

ROLES: Final = MappingProxyType(
    {
        each.id: each
        for each in (
            Role("admin", N_("Quản trị"), Sensitivity.SENSITIVE, _EVERYWHERE, True, True, True),
            Role("police", N_("Công an xã"), Sensitivity.SENSITIVE, _EVERYWHERE, False, True, True),
            Role(
                "social",
                N_("Văn hóa – xã hội"),
                Sensitivity.SENSITIVE,
                frozenset({Area.PEOPLE, Area.HOUSEHOLDS, Area.REGISTERS, Area.PLANS}),
            ),
            Role(
                "clerk",
                N_("Văn phòng – Thống kê"),
                Sensitivity.PERSONAL,
                frozenset(
                    {
                        Area.HOUSEHOLDS,
                        Area.REGISTERS,
                        Area.DOCUMENTS,
                        Area.CRITERIA,
                        Area.PLANS,
                    }
                ),
                issues=True,
            ),
            Role(
                "village",
                N_("Trưởng thôn, khu phố"),
                Sensitivity.PERSONAL,
                frozenset({Area.HOUSEHOLDS, Area.REGISTERS, Area.PLANS}),
            ),
            Role("chair", N_("Lãnh đạo UBND"), Sensitivity.PERSONAL, frozenset(), issues=True),
            Role("viewer", N_("Chỉ xem số liệu"), Sensitivity.OPEN, frozenset()),
        )
    }
)


def role(role_id: str) -> Role:
    """The role of an account; an unknown one (from a newer program) may only look at figures."""
    return ROLES.get(role_id, ROLES["viewer"])
