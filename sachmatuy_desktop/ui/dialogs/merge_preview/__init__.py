"""Xem trước khi gộp: what a bundle would do, told before anybody decides.

`dialog` is the window with its tabs: `overview` says whose bundle it is and what needs a person,
`changes` shows every record, `conflicts` what two places wrote, `looking` what the checks would
find.  `words` are the sentences they share with the pages of Đồng bộ.
"""

from sachmatuy_desktop.ui.dialogs.merge_preview.dialog import MergeDialog
from sachmatuy_desktop.ui.dialogs.merge_preview.words import KINDS

__all__ = ["KINDS", "MergeDialog"]
