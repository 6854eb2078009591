"""The office file: schema, journal, unit of work, queries, keys.  SQLAlchemy lives here only."""
