"""Copies of an office, and an office taken up again from one."""
