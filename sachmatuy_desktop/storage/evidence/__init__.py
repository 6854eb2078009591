"""What proves the journal: signed checkpoints, where they stand outside, the door log."""
