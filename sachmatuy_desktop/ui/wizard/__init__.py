"""The first run on a blank PC: make an office, open one, restore one, or look at the training one.

`steps` says which step follows which and what is wrong with an answer, as plain data; `pages` and
`account_pages` show the steps, `first_run` turns them over and hands the answers to `founding`.
"""
