"""What is attached to a record: the list under it, adding, looking, shrinking."""
