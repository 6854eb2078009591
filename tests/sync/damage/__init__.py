"""Damage: bundles of every kind, hurt outside and inside.

`sound` makes whole bundles of every kind, `sealing` takes them apart and seals them again with the
sender's own keys, `outer`, `inner` and `papers` hurt them, `judge` says what must hold.  `bundles`
runs this for long behind `dev.py fuzz`; `tests.faults` kills processes in every act.
"""
