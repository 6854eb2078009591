"""A byte search for what identifies the persons of the training world, after a day's work.

`secrets` says what is looked for, `search` how it is recognised however it was written, `day` is a
day of two offices, through the services and the real window, done in a process of its own whose
every write is recorded.  `dev.py leaks` does it with the whole training world and prints figures.
"""
