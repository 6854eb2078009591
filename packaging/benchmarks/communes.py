"""Twenty communes' bundles, one after the other, in a process of its own: seconds and memory."""

from __future__ import annotations

import shutil
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks import commune
from benchmarks.children import child
from benchmarks.merging import RECEIVING, introduce
from benchmarks.table import Measurement, NotMeasured, Workshop
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.sync import bundles


def _many(workshop: Workshop) -> tuple[dict[str, Any], str]:
    """The bundles of many communes merged by a process of its own; what it said, and a note."""
    made = workshop.folder / "communes"
    scale = workshop.scale
    if not made.exists():
        _write_bundles(made, scale.communes, scale.residents)
    office = workshop.folder / f"communes-{len(list(workshop.folder.glob('communes-*')))}"
    shutil.copytree(made, office)
    answer = child("merge_all", office)
    note = (
        f"{scale.communes} communes, {answer['people']:,} people; proved, decrypted, merged and"
        f" committed; the search index takes {answer['settling']:.1f} s more, in idle moments"
    )
    return answer, note


def _write_bundles(folder: Path, communes: int, residents: int) -> None:
    (folder / "stick").mkdir(parents=True)
    upper = commune.new_office(folder / "office", RECEIVING, "receiving", 50)
    units = _units(upper, communes)
    for number, unit in enumerate(units):
        lower = commune.settled_office(folder / f"c{number}", residents, unit, 100 + number)
        introduce(lower, upper)
        bundles.export(
            lower, upper.keys.device.public.key_id, folder / "stick" / f"{number:02d}.smt"
        )
        lower.close()
        shutil.rmtree(folder / f"c{number}")
    upper.close()


def _units(office: Office, count: int) -> list[str]:
    """Ids of communes of the unit table."""
    found = (each.id for each in office.units if each.id.startswith("xa-"))
    return list(islice(found, count))


def many_seconds(workshop: Workshop) -> Measurement:
    """Seconds for twenty communes; fewer are scaled up, and the note says so."""
    answer, note = _many(workshop)
    total, count = sum(answer["seconds"]), len(answer["seconds"])
    if count < 20:
        note += f"; {total:.1f} s measured, scaled to 20: a fuller office is slower"
    return Measurement(total * 20 / count, "s", note=note)


def many_memory(workshop: Workshop) -> Measurement:
    """The most memory the merging process held."""
    answer, note = _many(workshop)
    if answer["peak"] is None:
        raise NotMeasured("this system does not tell a process its memory under /proc")
    return Measurement(float(answer["peak"]), "MiB", note=f"{note}; peak of the process")
