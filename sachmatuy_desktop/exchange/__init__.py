"""Spreadsheets in and out: reading, matching columns, a fate for every row, writing.

guards   is the file safe to open, and what is it really?
reading  a sheet as rows of texts, as a person would read its cells
heads    where the table begins and which column is which
mapping  column → field, kept as JSON so that the next file of the same make needs no work
cells    a text becomes a value, each different text once
matching which record of the office is this row?
plan     new, changed, same or refused, row by row: nothing is written yet
writing  a register as `.xlsx` that reads back without a difference
"""
