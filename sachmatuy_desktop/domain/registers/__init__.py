"""Registers described as data: what an office writes down, column by column.

A `Register` says everything the rest of the program needs to know about one kind of record: its
columns, how a text becomes a value, how it sorts, who may see it and with which stream it travels.
Storage makes a table of it, the window a list and a form, exchange a spreadsheet; none of them
knows a register by name.
"""
