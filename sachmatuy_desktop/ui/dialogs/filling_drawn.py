"""What the worker makes for the dialog of a filling: the places, and the paper set from them."""

from __future__ import annotations

from dataclasses import dataclass

from sachmatuy_desktop.services import papers
from sachmatuy_desktop.services.office import Office
from sachmatuy_desktop.services.papers.filling import Filling
from sachmatuy_desktop.services.papers.templates import template_for

__all__ = ["Drawn"]


@dataclass(frozen=True)
class Drawn:
    """A filling, how it looks, whether it has a place for a number."""

    filling: Filling
    pdf: bytes
    numbered: bool
    tabled: bool
    templated: bool

    @classmethod
    def of(cls, office: Office, filling: Filling) -> Drawn:
        """Set the paper; raises a `KnownError`."""
        data = papers.compose_filling(office, filling)
        own = template_for(office.session, filling.form.id) is not None
        tabled = papers.has_tables(data)
        return cls(filling, papers.pdf(data), papers.has_number(data), tabled, own)
