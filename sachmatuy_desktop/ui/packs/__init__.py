"""Packs of criteria on screen: what one says, how two differ, taking one in."""
