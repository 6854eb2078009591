"""What stands behind `dev.py`: the standard library alone, on Windows and Linux alike."""
