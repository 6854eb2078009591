"""Dialogs: only for what must be finished or dropped as a whole.

Each has a classmethod `ask(...)` that shows it and returns plain values, or None when it was
dropped.  What can be undone is not asked: the window does it and shows «Hoàn tác».
"""
