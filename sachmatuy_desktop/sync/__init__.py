"""Bundles between offices: sealed, signed, proved, merged."""
