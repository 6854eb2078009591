"""Who comes in, and what for: accounts, the door, locking, a new data key, looking at a person."""
