"""Keeping an office alive: backups, check, repair, restoring, trials and drills, support."""
