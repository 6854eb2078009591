"""Data checks: rules described as data, asked of the office file, their finds kept beside it.

`rules` lists them, `finders` knows how a rule is asked and which records it must be asked about
again after a change, `ledger` keeps what was found and reads it.  Nothing here writes a record.
"""
