"""What the program is about, in plain Python: values, registers, changes, criteria, merging."""
