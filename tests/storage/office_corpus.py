"""Office folders as each released schema wrote them: `python -m tests.storage.office_corpus`.

An edition is a commune's whole folder with its keys, `office.db` and the contents of attachments,
and `story.json`: what its books held.  Editions are added when the schema of a release differs from
the one before, and never made anew: a test opens them all and finds every row again.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select

from sachmatuy_desktop.services.attachments import AddAttachments, NewFile
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.storage import schema
from sachmatuy_desktop.storage.blobs import FOLDER as FILES
from sachmatuy_desktop.storage.engine import OFFICE_FILE
from sachmatuy_desktop.storage.keys.keyring_file import NAMES
from tests.offices import add_household, add_person, add_village, edit, new_office, remove
from tests.pictures import png

KEPT: Final = Path(__file__).resolve().parents[1] / "data" / "offices"
STORY: Final = "story.json"


def tell(folder: Path) -> Office:
    """A little of everything that lies in different tables: rows, tombstones, files, an undoing."""
    office = new_office(folder)
    village = add_village(office, "Thôn Một")
    household = add_household(office, village)
    person = add_person(office, "Lê Văn Cam", village)
    gone = add_person(office, "Đỗ Thị Mận", village)
    edit(office, "people", person, phone="0912345678")
    remove(office, "people", gone)
    office.run(AddAttachments("households", household, (NewFile("bản chụp.png", png(40, 30)),)))
    office.undo(edit(office, "villages", village, name="Thôn Hai"))
    return office


def books(office: Office) -> dict[str, list[dict[str, Any]]]:
    """Every row of every book that has any, by id, without empty columns."""
    with office.store.reading() as connection:
        found = {
            name: connection.execute(select(table).order_by(table.c.id)).mappings().all()
            for name, table in schema.register_tables.items()
        }
    return {
        name: [{key: value for key, value in row.items() if value is not None} for row in rows]
        for name, rows in found.items()
        if rows
    }


def make(folder: Path) -> None:
    """One edition, of the schema that this program writes, in a folder that is not there yet."""
    with tempfile.TemporaryDirectory() as made:
        office = tell(Path(made))
        story = {"schema": schema.SCHEMA_VERSION, "books": books(office)}
        office.close()
        folder.mkdir(parents=True)
        for name in (OFFICE_FILE, *NAMES):
            shutil.copyfile(Path(made, name), folder / name)
        shutil.copytree(Path(made, FILES), folder / FILES)
    text = json.dumps(story, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / STORY).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    make(KEPT / str(schema.SCHEMA_VERSION))
