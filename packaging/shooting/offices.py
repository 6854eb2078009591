"""The training offices of the pictures, brought from one state of the year to the next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Final

from sachmatuy_desktop.domain.clock import Clock
from sachmatuy_desktop.domain.dates import VIETNAM
from sachmatuy_desktop.exchange.sample import write_sample_sheet
from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.criteria import KeepAssessment
from sachmatuy_desktop.services.office import Founding, Office, found
from sachmatuy_desktop.services.sync import bundles, trusting
from sachmatuy_desktop.services.sync.returns import Opinion, ReturnUnit
from sachmatuy_desktop.services.training import (
    PASSPHRASE,
    TrainingWorld,
    build_world,
    load_plan,
    training_clock,
)
from sachmatuy_desktop.storage.keys.keyring_crypto import Cost
from sachmatuy_desktop.storage.keys.recovery import RecoverySheet

CHEAP: Final = Cost(memory_kib=64, passes=1)
"""Pictures need no hard passphrases; a real office would not accept this."""

MOMENT: Final = datetime(2026, 10, 12, 8, 0, tzinfo=VIETNAM)
"""The day of every picture, so that two runs show the same."""

COMMUNE: Final = "ia-dom"
PACK: Final = "ia-hdrai-2024/commune-drug-free"
CLASSES: Final = "q28-2025/commune-class"


@dataclass
class Offices:
    """Made when a scene first needs them, in a folder that is thrown away afterwards."""

    folder: Path

    @cached_property
    def clock(self) -> Clock:
        """One clock for all: it stands at `MOMENT` and ticks a little at each look."""
        return training_clock(load_plan().seed, MOMENT)

    @property
    def today(self) -> date:
        """The day of the pictures."""
        return MOMENT.date()

    @cached_property
    def world(self) -> TrainingWorld:
        """Ia Dom whole, the other two communes with a few households each."""
        plan = load_plan()
        sized = [each if each.name == COMMUNE else each.small() for each in plan.communes]
        plan = replace(plan, communes=tuple(sized))
        return build_world(self.folder / "world", self.clock, CHEAP, plan=plan)

    @property
    def commune(self) -> Office:
        """The commune most pictures are of."""
        return self.world.communes[COMMUNE]

    @property
    def receiving(self) -> Office:
        """The office above."""
        return self.world.receiving

    @cached_property
    def locked(self) -> tuple[Path, RecoverySheet]:
        """An office that lies closed in its folder, and its paper code."""
        folder = self.folder / "locked"
        answers = Founding("xa-23537@1", "commune", "nguyen.van.mau", "Nguyễn Văn Mẫu")
        office, code = found(folder, answers, PASSPHRASE, self.clock, CHEAP)
        office.close()
        return folder, code

    @cached_property
    def sample_sheet(self) -> Path:
        """The untidy spreadsheet of the lessons."""
        path = self.folder / "Danh sách hộ thôn 6.xlsx"
        write_sample_sheet(path)
        return path

    @cached_property
    def not_a_sheet(self) -> Path:
        """A picture that somebody gave the name of a spreadsheet."""
        path = self.folder / "Ảnh chụp danh sách.xlsx"
        path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
        return path

    @cached_property
    def card(self) -> Path:
        """The receiving office's identity card as a file."""
        path = self.folder / "tinh-thanh-hoa.the.json"
        trusting.save_card(self.receiving, path)
        return path

    @cached_property
    def assessed(self) -> None:
        """Every commune has kept what its own pack says of it."""
        for office in self.world.communes.values():
            if office.queries.count("assessments"):
                continue
            for pack in office.info.packs:
                villages: list[str | None] = [None]
                if pack.endswith("/neighbourhood"):
                    villages = [*office.queries.ids("villages")[:1]]
                for village in villages:
                    office.run(KeepAssessment(pack, self.today, village=village))

    @cached_property
    def document(self) -> str:
        """The self-assessment report that Ia Dom has issued, with a request and minutes."""
        issued = ""
        for form in ("review-minutes", "recognition-request", "self-assessment"):
            data = papers.draft(self.commune, form, self.today, pack=PACK)
            issued = str(self.commune.run(papers.IssueDocument(form, data, self.today)).result)
        return issued

    @cached_property
    def trusted(self) -> None:
        """The communes and the receiving office know each other's cards."""
        for office in self.world.communes.values():
            for here, there in ((office, self.receiving), (self.receiving, office)):
                groups = there.keys.device.public.fingerprint[:9]
                trusting.trust(here, trusting.own_card(there), groups)

    def sealed(self, name: str) -> Path:
        """A commune's bundle for the receiving office, written the first time it is asked for."""
        path = self.folder / "stick" / f"{name}{bundles.SUFFIX}"
        if not path.exists():
            _ = self.trusted, self.assessed
            path.parent.mkdir(exist_ok=True)
            key = self.receiving.keys.device.public.key_id
            bundles.export(self.world.communes[name], key, path)
        return path

    @cached_property
    def reply(self) -> Path:
        """The receiving office's answer to Ia Dom, with a note of what is missing."""
        opinion = Opinion(
            "Bổ sung cam kết của các hộ còn thiếu",
            "Đề nghị vận động các hộ chưa ký và gửi lại gói trước thời hạn.",
            due_on=date(2026, 10, 30),
        )
        self.receiving.run(ReturnUnit(self.commune.info.unit_id, opinion))
        path = self.folder / "stick" / f"tra-loi{bundles.SUFFIX}"
        bundles.export(self.receiving, self.commune.keys.device.public.key_id, path)
        return path

    def close(self) -> None:
        """Let go of every office that was made."""
        if "world" in self.__dict__:
            self.world.close()
