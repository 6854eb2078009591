"""Sạch Ma Túy Desktop: rosters, criteria and papers of a drug-free commune, without a network."""

__version__ = "0.1.0"
