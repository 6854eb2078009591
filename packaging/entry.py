"""Where the built program starts: the same command line as `python -m sachmatuy_desktop`."""

from __future__ import annotations

import sys

from sachmatuy_desktop.cli import main

if __name__ == "__main__":
    sys.exit(main())
