"""Papers: from plain facts to PDF in the layout of Nghị định 30/2020.

`builders` make the frozen snapshot (`domain.forms.FormData`) from plain inputs, `rendering.render`
turns a snapshot into bytes that never change, `batch` prints thousands of household pages,
`preview` shows the bytes.  Between them: `composing` fills the wording, `typesetting` and `tables`
know the decree's layout, `strips` and `pages` fill pages, `lines` breaks text, `pdf` writes the
file.  The toolkits (reportlab for the font, PDFium for the preview) load on first use.
"""
