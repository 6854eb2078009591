"""Renewing the lock files: exact versions and hashes for every system at once.

Only this needs the tool uv (on the PATH or in `.venv`); everybody else merely installs.  The files
name no package index, so each office's mirror or proxy stays a matter of its own pip settings.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from devtools.checkout import Checkout
from devtools.console import Stop, call, say

OLDEST_PYTHON = "3.11"
HEADER = (
    "# Made by `dev.py lock` from pyproject.toml: exact versions and hashes, for every system.\n"
)


def renew(checkout: Checkout, arguments: list[str]) -> int:
    """Resolve `pyproject.toml` into both lock files; `--upgrade` takes newer versions."""
    uv = shutil.which("uv") or shutil.which("uv", path=str(checkout.tool("uv").parent))
    if uv is None:
        msg = "Renewing the lock files needs the tool uv; see its own site for how to install it."
        raise Stop(msg)
    resolve(uv, checkout, checkout.lock, ["pyproject.toml", "--extra", "dev", *arguments])
    # The installer's tools must agree with the versions above, so they are resolved within them.
    resolve(
        uv,
        checkout,
        checkout.package_lock,
        ["--group", "package", "--constraint", str(checkout.lock), *arguments],
    )
    return 0


def resolve(uv: str, checkout: Checkout, target: Path, arguments: list[str]) -> None:
    """Write one lock file; the versions already in it stay unless the arguments say otherwise."""
    command = [uv, "pip", "compile", "--quiet", "--universal", "--generate-hashes"]
    command += ["--only-binary", ":all:", "--python-version", OLDEST_PYTHON]
    command += ["--no-header", "--no-emit-index-url", "--no-emit-find-links"]
    command += [*arguments, "--output-file", str(target)]
    if call(command, checkout.root):
        msg = f"{target.name} could not be resolved; uv's own words stand above."
        raise Stop(msg)
    body = target.read_text(encoding="utf-8").removeprefix(HEADER)
    target.write_text(HEADER + body, encoding="utf-8", newline="\n")
    say(f"Wrote {target.name}")
