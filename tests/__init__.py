"""Tests, told as the domain tells its stories."""
