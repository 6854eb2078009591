"""What a paper bears that must not travel: its mark, its copy number, who printed it and when."""

from __future__ import annotations

from sachmatuy_desktop.domain.forms import BLANK, FormDefinition, Restriction

__all__ = ["restricted"]


def restricted(form: FormDefinition, who: str, when: str, copy: str) -> Restriction:
    """The mark of a form's copy “02/03”; dotted where it is not known who prints it, or when."""
    words = form.constants
    who, when = who or BLANK, when or BLANK
    return Restriction(
        mark=form.restriction,
        copy=f"{words['copy_label']} {copy}",
        foot=words["restricted_foot"].format(who=who, when=when, copy=copy),
        watermark=words["restricted_watermark"].format(who=who, when=when),
    )
