"""Who may open an office, and with what: the key file, the recovery sheet, this PC's keys."""
