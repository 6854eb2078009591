"""Erasing what is kept of a person, where the law wants it; and again after a restoring."""
