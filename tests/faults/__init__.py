"""What the world does to an office: every fault that has a name, and where it is held.

`dev.py faults kills|cuts|named|damage|tampering|lives` tries each without end and prints figures;
the suite has a short run of each (`test_harnesses`).  `acts` is the table of all that is killed
(`kills`), has its power cut (`cuts`) and is hindered at its n-th call to the disk, for every n
(`named`: disk full, disk error, not allowed, short write).  `damage` mutates every file that comes
from outside or lies beside the office.  `tampering` does to a journal what people do who have more
or less in hand; `lives` does only what is honest, and expects no alarm.  Held by tests of their own
are the faults of this table, by file.
"""

from __future__ import annotations

from typing import Final

NAMED: Final[dict[str, dict[str, str]]] = {
    "tests/storage/test_faults.py": {
        "the process is killed": "test_killed_while_saving_every_acknowledged_save_is_there",
        "disk full: edit": "test_a_full_disk_loses_nothing_that_was_saved",
        "disk full: backup": "test_a_full_disk_leaves_no_half_backup",
        "read-only folder": "test_a_read_only_folder_is_a_sentence",
        "read-only file": "test_a_read_only_office_file_is_a_sentence",
        "two instances": "test_a_second_program_is_told_who_has_it_open",
        "office file: garbage, a picture, empty, cut": (
            "test_a_damaged_office_file_is_a_sentence_and_is_left_alone"
        ),
        "office file: missing": "test_a_missing_office_file_is_never_made_anew",
        "key files: garbage": "test_one_damaged_key_file_heals_two_are_a_sentence",
    },
    "tests/storage/test_power_cut.py": {
        "the power is cut": "test_cut_at_any_write_to_the_log_it_is_in_or_it_is_not",
    },
    "tests/storage/test_attachment_faults.py": {
        "disk full: attachment": "test_a_full_disk_is_a_sentence_and_nothing_is_attached",
    },
    "tests/sync/test_sticks.py": {
        "read-only stick": (
            "test_a_read_only_stick_is_a_sentence_and_the_number_is_entered_as_failed"
        ),
        "stick pulled": "test_a_stick_pulled_before_it_is_flushed_has_no_bundle",
        "stick pulled after the bundle": (
            "test_a_stick_pulled_before_the_receipt_was_written_has_given_its_bundle"
        ),
    },
    "tests/faults/test_named.py": {
        "file locked by another program": (
            "test_a_locked_file_is_a_sentence_and_nothing_is_written"
        ),
        "office file: of another office": (
            "test_another_offices_file_is_a_sentence_and_is_left_alone"
        ),
        "key files: missing": "test_without_key_files_it_is_a_sentence_and_the_data_stays",
        "key files: an older one put back": (
            "test_an_older_key_file_beside_the_new_one_counts_for_nothing"
        ),
        "attachment missing": "test_a_missing_attachment_is_told_and_everything_else_goes_on",
        "clock in 1970, in 2099": "test_whatever_year_the_clock_says_work_goes_on",
        "a folder with odd letters": "test_a_folder_may_have_any_name",
        "a drive pulled while it is open": "test_the_lock_goes_even_if_its_note_cannot_be_wiped",
    },
    "tests/storage/test_backup.py": {
        "clock back, with backups": (
            "test_generations_rise_even_if_the_clock_goes_back_or_the_folder_is_emptied"
        ),
    },
    "tests/storage/test_keyring.py": {
        "clock back, with passphrases": "test_a_clock_set_back_by_years_locks_nobody_out",
    },
}
"""File to fault to the test that holds it."""
