"""Write `resources/units/units.csv` from the MIT-licensed package vietnamadminunits.

A developer's tool: run it when the package or `resources/units/changes.toml` has news and commit
the result.  It reads the package's data files only; the same input gives the same bytes.
"""

from __future__ import annotations

import csv
import importlib.util
import json
import sqlite3
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

UNITS = Path(__file__).resolve().parent.parent / "resources" / "units"
OLD_END, NEW_START = "2025-06-30", "2025-07-01"
KINDS = {
    "tỉnh": "tinh",
    "thành phố": "thanh-pho",
    "huyện": "huyen",
    "quận": "quan",
    "thị xã": "thi-xa",
    "xã": "xa",
    "phường": "phuong",
    "thị trấn": "thi-tran",
    "đặc khu": "dac-khu",
}
UNCHANGED, WHOLE, PART = "giu-nguyen", "toan-bo", "mot-phan"


@dataclass(frozen=True)
class Row:
    """One unit as a line of the table; `key` is the package's own spelling, for its links."""

    code: str
    kind: str
    name: str
    key: str
    parent: str = ""
    valid_from: str = ""
    valid_to: str = ""
    source: str = ""
    version: int = 1
    became: tuple[str, ...] = field(default=())

    @property
    def id(self) -> str:
        return f"{self.kind}-{self.code}@{self.version}"


def main() -> None:
    folder = package_data()
    conversion = json.loads((folder / "converter_2025.json").read_text(encoding="utf-8"))
    with closing(sqlite3.connect(f"{(folder / 'dataset.db').as_uri()}?mode=ro", uri=True)) as db:
        rows = units(db, conversion)
    for change in tomllib.loads((UNITS / "changes.toml").read_text(encoding="utf-8"))["change"]:
        rows = changed(rows, change)
    with (UNITS / "units.csv").open("w", encoding="utf-8", newline="\n") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["id", "name", "parent", "from", "to", "source", "became"])
        table.writerows(
            (r.id, r.name, r.parent, r.valid_from, r.valid_to, r.source, " ".join(r.became))
            for r in sorted(rows, key=lambda r: (len(r.code), r.code, r.version))
        )
    print(f"{len(rows)} units, {sum(len(row.became) for row in rows)} successions")


def package_data() -> Path:
    """The package's data folder, without running the package (it loads whole geographies)."""
    found = importlib.util.find_spec("vietnamadminunits")
    if found is None or found.origin is None:
        raise SystemExit("vietnamadminunits is not installed: packaging/dev.py setup")
    return Path(found.origin).parent / "data"


def units(db: sqlite3.Connection, conversion: dict[str, Any]) -> list[Row]:
    """Provinces, districts and communes to 30/6/2025, provinces and communes from 1/7/2025."""
    old_provinces, new_provinces = provinces(db, conversion["DICT_PROVINCE"])
    districts = {
        code: replace(
            unit(code, name, key), parent=old_provinces[province].id, valid_to=OLD_END, source="cu"
        )
        for code, name, key, province in db.execute(
            "SELECT DISTINCT districtCode, district, districtKey, provinceKey"
            " FROM admin_units_legacy"
        )
    }
    old = {
        key: replace(
            unit(code, name, key), parent=districts[district].id, valid_to=OLD_END, source="cu"
        )
        for code, name, key, district in db.execute(
            "SELECT wardCode, ward, provinceKey || '_' || districtKey || '_' || wardKey,"
            " districtCode FROM admin_units_legacy WHERE wardCode IS NOT NULL"
        )
    }
    taken = {row.code for row in old.values()}
    new = {
        (province, key): replace(
            unit(code, name, key),
            parent=new_provinces[province].id,
            valid_from=NEW_START,
            source="qd-19-2025",
            version=2 if code in taken else 1,
        )
        for code, name, key, province in db.execute(
            "SELECT wardCode, ward, wardKey, provinceKey FROM admin_units"
        )
    }
    island = {f"{row_province(row, old_provinces)}_{row.key}_": row for row in districts.values()}
    joined = linked(island | old, new, conversion)
    lasting = {row.id: row for row in [*old_provinces.values(), *new_provinces.values()]}
    kept = {row.id: row for row in districts.values()} | {row.id: row for row in joined}
    return [*lasting.values(), *kept.values(), *new.values()]


def provinces(
    db: sqlite3.Connection, made_of: dict[str, list[str]]
) -> tuple[dict[str, Row], dict[str, Row]]:
    """Old and new provinces by key; one that merged with none is one row under both."""
    select = "SELECT DISTINCT provinceCode, province, provinceKey FROM "
    old = {
        key: province(code, name, key)
        for code, name, key in db.execute(select + "admin_units_legacy")
    }
    new = {key: province(code, name, key) for code, name, key in db.execute(select + "admin_units")}
    taken = {row.code for row in old.values()}
    for key, parts in made_of.items():
        if parts == [key]:
            new[key] = old[key]
            continue
        made = replace(
            new[key],
            valid_from=NEW_START,
            source="qd-19-2025",
            version=2 if new[key].code in taken else 1,
        )
        new[key] = made
        for part in parts:
            old[part] = replace(old[part], valid_to=OLD_END, became=(f"{made.id}:{WHOLE}",))
    return old, new


def province(code: str, name: str, key: str) -> Row:
    row = replace(unit(code, name, key), source="cu")
    return replace(row, kind="thanh-pho-tw") if row.kind == "thanh-pho" else row


def unit(code: str, name: str, key: str) -> Row:
    """ "Thị Trấn Lang Chánh" taken apart into its kind and its name."""
    word = next(
        word for word in sorted(KINDS, key=len, reverse=True) if name.lower().startswith(word + " ")
    )
    return Row(code, KINDS[word], name[len(word) + 1 :], key)


def row_province(district: Row, by_key: dict[str, Row]) -> str:
    return next(key for key, row in by_key.items() if row.id == district.parent)


def linked(
    old: dict[str, Row], new: dict[tuple[str, str], Row], conversion: dict[str, Any]
) -> list[Row]:
    """The old units with what became of each, in the package's conversion table."""
    lines: defaultdict[str, list[tuple[Row, str]]] = defaultdict(list)
    made_of: defaultdict[str, list[str]] = defaultdict(list)
    for old_key, new_unit, extent in conversion_lines(new, conversion):
        lines[old_key].append((new_unit, extent))
        made_of[new_unit.id].append(old_key)

    def became(old_key: str, row: Row) -> Iterator[str]:
        for new_unit, extent in lines[old_key]:
            alone = made_of[new_unit.id] == [old_key] and extent == WHOLE
            same = alone and (row.kind, row.name) == (new_unit.kind, new_unit.name)
            yield f"{new_unit.id}:{UNCHANGED if same else extent}"

    return [replace(row, became=tuple(sorted(became(key, row)))) for key, row in old.items()]


def conversion_lines(
    new: dict[tuple[str, str], Row], conversion: dict[str, Any]
) -> Iterator[tuple[str, Row, str]]:
    for province_key, whole in conversion["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for new_key, old_keys in whole.items():
            for old_key in old_keys:
                yield old_key, new[province_key, new_key], WHOLE
    for province_key, divided in conversion["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old_key, parts in divided.items():
            for part in parts:
                yield old_key, new[province_key, part["newWardKey"]], PART


def changed(rows: list[Row], change: dict[str, Any]) -> list[Row]:
    """A later change: units that go on as another kind, and communes that follow their parent."""
    by_id = {row.id: row for row in rows}
    day, last = change["from"].isoformat(), change["last_day_before"].isoformat()
    renewed = {
        old_id: renew(by_id[old_id], kind, day, change["id"])
        for old_id, kind in change["units"].items()
    }
    parents = {old_id: row.id for old_id, row in renewed.items()}
    for row in rows:
        if row.parent in parents and not row.valid_to:
            kept = renewed.get(row.id) or renew(row, row.kind, day, change["id"])
            renewed[row.id] = replace(kept, parent=parents[row.parent])
    for old_id, row in renewed.items():
        line = f"{row.id}:{UNCHANGED if row.kind == by_id[old_id].kind else WHOLE}"
        by_id[old_id] = replace(by_id[old_id], valid_to=last, became=(line,))
    return [*by_id.values(), *renewed.values()]


def renew(row: Row, kind: str, day: str, source: str) -> Row:
    """The next bearer of the same code."""
    return replace(row, kind=kind, valid_from=day, source=source, version=row.version + 1)


if __name__ == "__main__":
    main()
