"""Sạch Ma Túy Desktop: rosters, criteria and papers of a drug-free commune, without a network."""

from datetime import date

__version__ = "0.1.0"

MADE_ON = date(2026, 11, 28)
"""The day this version was made: a PC that says an earlier one has a wrong clock."""
