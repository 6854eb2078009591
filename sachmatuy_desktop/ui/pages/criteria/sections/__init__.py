"""The right side of the criteria page: a section for each thing an official asks."""

from __future__ import annotations
