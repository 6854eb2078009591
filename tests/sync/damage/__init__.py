"""Damage: bundles of every kind, hurt outside and inside, and processes killed in every act.

`sound` makes whole bundles of every kind, `sealing` takes them apart and seals them again with the
sender's own keys, `outer`, `inner` and `papers` hurt them, `judge` says what must hold.  `bundles`
and `kills` run this for long behind `dev.py fuzz`.
"""
