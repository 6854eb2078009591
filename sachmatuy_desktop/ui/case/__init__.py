"""A person's case before the law, in the record panel: its standing, what runs, what may be done.

`view` is the tab, `standing` its upper part, `steps` the acts that are lawful, `act_dialog` the one
dialog in which an act is taken, `timeline` what was done; `words` says all of it.
"""
