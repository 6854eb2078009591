"""Every bundle that a release has written opens for ever, and comes to what it came to then."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sachmatuy_desktop.services.sync import arrivals, bundles
from sachmatuy_desktop.storage.integrity.checks import check
from sachmatuy_desktop.sync.bundle import Kind
from tests.sync.corpus import KEPT, STORY, offices_of, told, write_edition

EDITIONS = sorted(each.parent for each in KEPT.glob(f"*/{STORY}"))


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda each: each.name)
def test_every_bundle_of_an_edition_opens(edition: Path, tmp_path: Path) -> None:
    (tmp_path / "usb").mkdir()
    with offices_of(edition, tmp_path) as offices:
        for step in json.loads((edition / STORY).read_text(encoding="utf-8")):
            stick = tmp_path / "usb" / step["file"]
            stick.write_bytes((edition / step["file"]).read_bytes())
            receiver = offices[step["to"]]
            staged = bundles.stage(receiver, stick)
            assert staged.sender.key_id == offices[step["from"]].keys.device.public.key_id
            came = told(staged, arrivals.take_in(receiver, staged))
            assert came == {name: value for name, value in step.items() if name in came}, stick.name
        for office in offices.values():
            assert check(office.store).problems == []


def test_an_edition_holds_bundles_of_every_kind(tmp_path: Path) -> None:
    """So does one made now, by the script that makes them."""
    write_edition(tmp_path / "now")
    for edition in (*EDITIONS, tmp_path / "now"):
        story = json.loads((edition / STORY).read_text(encoding="utf-8"))
        assert {each["kind"] for each in story} == set(map(str, Kind))
        assert len({each["file"] for each in story}) == len(story)
        assert any(each["files"] for each in story)
        assert not any(each["set_aside"] or each["parked"] for each in story[-1:])
