"""Bundles between offices.  The twenty families of properties, and the tests that hold each:

| | family | held by |
|---|---|---|
| 1 | commutative | `test_laws` (order, grouping, number of times), `machine` against `truth` |
| 2 | associative | the same |
| 3 | idempotent, on states and vectors | the same; `test_two_offices`, `damage/judge` |
| 4 | convergence whatever is delivered | `machine` (2–6 PCs, wrong clocks), `test_convergence` |
| 5 | the same conflicts and findings everywhere | `machine`, `test_conflicts` |
| 6 | no lost write | `truth`: winner, beside, or overwritten by who knew it |
| 7 | a decision closes everywhere | `machine`, `test_conflicts` |
| 8 | removals, edits and bringing back race | `machine`, `test_conflicts`, `test_merged_records` |
| 9 | a full export is the sum of the increments | `test_increments` |
| 10 | `local` never leaves; rights | `test_laws`, `worlds.World.export`, `damage/inner` |
| 11 | gap, fork, replay, other addressee | `test_disasters`, `test_two_offices`, `damage/bundles` |
| 12 | killed, disk full, read-only, pulled | `storage/test_faults`, `test_split`, `damage/kills` |
| 13 | bits, cuts, swaps, signers, mixes | `test_bundle`, `test_segments`, `damage/outer` |
| 14 | bombs, within 300 MiB | `test_segments`, `test_strict_json`, `damage/bombs` |
| 15 | older and newer programs | `test_versions` |
| 16 | values | `test_laws`, `ui/test_damage` |
| 17 | what is captured is what changed | `storage/test_undo_laws` (before and after of commands) |
| 18 | the same digest everywhere | `machine` (pictures of SQLCipher files are compared) |
| 19 | every format opens for ever | `test_corpus`, `test_bundle`, `data/bundles` |
| 20 | speed | `dev.py bench` |

Not held: of 12 a power cut at every write (SQLite's test VFS is not in the wheel), of 17 SQLite's
own difference as oracle, of 18 a plain SQLite file beside the encrypted one.
"""
