"""Item models: they keep ids and a cache of rows, never a whole register."""
