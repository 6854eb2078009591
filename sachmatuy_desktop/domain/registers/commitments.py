"""The commitments: who signs with whom, rung by rung.

The ladder is that of Lang Chánh (004 II.2): khu phố with the town, Tổ ANXH with its khu phố,
households with their Tổ, families with an addict one by one, organisations.  The categories of
persons are those of Kon Tum (002 II.10), agencies, enterprises and schools those of Ninh Thuận
(003 V.18.2 e).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from sachmatuy_desktop.domain.registers.fields import Sensitivity
from sachmatuy_desktop.domain.registers.register import Area, Register, Scope
from sachmatuy_desktop.domain.registers.rules import Agrees, Needs, Refuses, Rule
from sachmatuy_desktop.domain.registers.shorthand import (
    choice,
    date,
    note,
    person_name,
    reference,
    text,
    year,
)
from sachmatuy_desktop.errors import N_

OPEN = Sensitivity.OPEN

COMMITMENT_KINDS = MappingProxyType(
    {
        "khu_pho": N_("Khu phố, thôn với xã, thị trấn"),
        "to_anxh": N_("Tổ an ninh xã hội với khu phố"),
        "ho_gia_dinh": N_("Hộ gia đình"),
        "gia_dinh_ca_biet": N_("Gia đình có người nghiện (cá biệt)"),
        "to_chuc": N_("Ban, ngành, đoàn thể"),
        "co_quan": N_("Cơ quan, đơn vị"),
        "doanh_nghiep": N_("Doanh nghiệp"),
        "truong_hoc": N_("Trường học"),
        "nguoi_nguy_co_cao": N_("Người nguy cơ cao"),
        "nguoi_nghien": N_("Người nghiện ma túy"),
        "nguoi_sau_cai": N_("Người sau cai nghiện"),
    }
)

COMMITMENT_OUTCOMES = MappingProxyType(
    {
        "da_ky": N_("Đã ký"),
        "tu_choi": N_("Từ chối"),
        "vang": N_("Vắng"),
    }
)

NOT_SIGNED: Final = ("tu_choi", "vang")


@dataclass(frozen=True, slots=True)
class Parties:
    """Who signs: one of the fields `signers` is filled, `beside` may be, all others stay empty.

    `source` is the sentence of a plan that asks for the commitment, `paper` the form they sign.
    """

    signers: tuple[str, ...]
    beside: tuple[str, ...] = ()
    source: str = ""
    paper: str = ""


PARTIES: Final[Mapping[str, Parties]] = MappingProxyType(
    {
        "khu_pho": Parties(("village",), (), "004 II.2", "commitment-village"),
        "to_anxh": Parties(("subunit",), ("village",), "004 II.2", "commitment-subunit"),
        "ho_gia_dinh": Parties(
            ("household",),
            ("subunit", "village"),
            "000 II.3 e); 004 II.2",
            "commitment-household",
        ),
        "gia_dinh_ca_biet": Parties(
            ("household", "person"),
            ("household", "subunit", "village"),
            "004 II.2",
            "commitment-family",
        ),
        "to_chuc": Parties(
            ("organisation",), ("village",), "004 II.2; 003 V.18.2 d)", "commitment-members"
        ),
        "co_quan": Parties(("organisation",), ("village",), "003 V.18.2 e)", "commitment-body"),
        "doanh_nghiep": Parties(
            ("organisation",), ("village",), "003 V.18.2 e)", "commitment-body"
        ),
        "truong_hoc": Parties(("organisation",), ("village",), "003 V.18.2 e)", "commitment-body"),
        "nguoi_nguy_co_cao": Parties(
            ("person",), ("household", "village"), "002 II.10", "commitment-at-risk"
        ),
        "nguoi_nghien": Parties(
            ("person",), ("household", "village"), "002 II.10", "commitment-addict"
        ),
        "nguoi_sau_cai": Parties(
            ("person",), ("household", "village"), "002 II.10", "commitment-after-rehab"
        ),
    }
)

PARTY_FIELDS: Final = ("household", "person", "subunit", "village", "organisation")


def _party_rules() -> Iterator[Rule]:
    """What `PARTIES` asks for, as rules: one of the signers, and nobody who is no party."""
    for signers in dict.fromkeys(each.signers for each in PARTIES.values()):
        kinds = tuple(kind for kind, each in PARTIES.items() if each.signers == signers)
        yield Needs(signers, "kind", kinds)
    for name in PARTY_FIELDS:
        strangers = tuple(
            kind for kind, each in PARTIES.items() if name not in (*each.signers, *each.beside)
        )
        yield Refuses(
            name,
            "kind",
            strangers,
            N_("Để trống «{field}»: không phải bên ký của loại cam kết «{word}»."),
        )


COMMITMENTS = Register(
    name="commitments",
    title=N_("Cam kết"),
    one=N_("cam kết"),
    scope=Scope.HOUSEHOLDS,
    area=Area.HOUSEHOLDS,
    fields=(
        choice("kind", N_("Loại cam kết"), COMMITMENT_KINDS, required=True, default="ho_gia_dinh"),
        reference("household", N_("Hộ"), "households"),
        reference("person", N_("Người"), "people", listed=False, sensitivity=Sensitivity.SENSITIVE),
        reference("village", N_("Thôn, khu phố"), "villages", listed=False, sensitivity=OPEN),
        reference("subunit", N_("Tổ"), "subunits", listed=False, sensitivity=OPEN),
        text("organisation", N_("Tổ chức"), listed=False, sensitivity=OPEN),
        choice(
            "outcome",
            N_("Kết quả"),
            COMMITMENT_OUTCOMES,
            required=True,
            group="outcome",
            default="da_ky",
        ),
        date("signed_on", N_("Ngày"), required=True, group="outcome"),
        text("reason", N_("Lý do"), listed=False, group="outcome"),
        person_name("signer", N_("Người ký")),
        person_name("witness", N_("Người chứng kiến"), listed=False),
        year("year", N_("Năm")),
        text("round", N_("Đợt ký"), listed=False, sensitivity=OPEN),
        note("remark", N_("Ghi chú")),
    ),
    naming=("kind", "signed_on"),
    sort=("-signed_on",),
    search=("signer", "organisation", "round"),
    parent="household",
    source="000 II.3 e); 002 II.10; 003 V.18.2; 004 II.2",
    rules=(
        *_party_rules(),
        Needs(("reason",), "outcome", NOT_SIGNED),
        Agrees("village", "household.village", N_("thôn, khu phố của hộ")),
        Agrees("village", "subunit.village", N_("thôn, khu phố của tổ")),
    ),
    headings=MappingProxyType(
        {
            "kind": N_("Các bên"),
            "outcome": N_("Kết quả ký"),
            "year": N_("Kỳ ký"),
        }
    ),
)
