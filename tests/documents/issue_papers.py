"""Writes `issued/`: run by hand when a form is added, never to make a failing test pass.

python -m tests.documents.issue_papers
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from sachmatuy_desktop.documents.rendering import render
from tests.documents.paper_samples import ALL
from tests.documents.plan_samples import PLANS

FOLDER = Path(__file__).parent / "issued"


def main() -> None:
    """Store every sample as an office would, and the hash of what it prints."""
    hashes = FOLDER / "sha256.txt"
    hashes.parent.mkdir(parents=True, exist_ok=True)
    known = json.loads(hashes.read_text(encoding="utf-8")) if hashes.is_file() else {}
    for name, make in (*ALL.items(), *PLANS.items()):
        stored = FOLDER / f"{name}.json"
        if name not in known:
            stored.write_text(make().to_json() + "\n", encoding="utf-8")
            known[name] = hashlib.sha256(render(make())).hexdigest()
    hashes.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
