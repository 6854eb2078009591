"""A paper as a Word file that an office may edit: the same blocks, the same measures as the PDF.

`write_word(data)` is a pure function like `rendering.render`: no clock, no author, the same bytes
for the same paper.  `runs` writes words, `shapes` paragraphs and tables, `blocks` each kind of
block, `pages` sections with their headers, `package` the file around it all.

A template of the office's own is looked over in `templates` and filled in `template_filling`.
"""

from sachmatuy_desktop.documents.word.blocks import MOST_SHEETS
from sachmatuy_desktop.documents.word.pages import write_word

__all__ = ["MOST_SHEETS", "write_word"]
