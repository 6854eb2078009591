"""Bundles between offices.  The twenty families of properties, and the tests that hold each:

| | family | held by |
|---|---|---|
| 1 | commutative | `test_laws` (order, grouping, number of times), `machine` against `truth` |
| 2 | associative | the same |
| 3 | idempotent, on states and vectors | the same; `machine`'s end, `damage/judge` |
| 4 | convergence whatever is delivered | `machine` (2–6 PCs, wrong clocks), `test_convergence` |
| 5 | the same conflicts and findings everywhere | `machine` (both), `test_conflicts`, `test_laws` |
| 6 | no lost write | `truth`: winner, beside, or overwritten by who knew it |
| 7 | a decision closes everywhere | `machine`'s end (nothing opens again), `test_conflicts` |
| 8 | removals, edits and bringing back race | `machine`, `test_conflicts`, `test_merged_records` |
| 9 | a full export is the sum of the increments | `test_increments` |
| 10 | `local` never leaves; rights | `test_laws`, `worlds.World.export`, `damage/inner` |
| 11 | gap, fork, replay, other addressee | `test_disasters`, `test_two_offices`, `test_bundle` |
| 12 | killed, power cut | `storage/test_faults`, `storage/test_power_cut`, `tests/faults` |
| | disk full, read-only, pulled | `storage/test_faults`, `test_split`, `test_sticks` |
| 13 | bits, cuts, swaps, mixes | `test_bundle`, `test_segments`, `damage/outer` |
| | signers | `test_trust`, `test_keys_of_offices`, `machine.WithAStolenPc` |
| 14 | bombs, within 300 MiB | `test_memory`, `test_segments`, `test_strict_json`, `test_bundle` |
| 15 | older and newer programs | `test_versions`, `machine.OfManyPrograms` |
| 16 | values | `test_laws`, `storage/test_capture`, `ui/test_damage` |
| 17 | what is captured is what changed | `storage/test_capture` (rows before and after) |
| 18 | the same digest everywhere | `machine`; `test_plain_sqlite` (SQLCipher, plain SQLite) |
| 19 | every format opens for ever | `test_corpus`, `test_bundle`, `data/bundles` |
| 20 | speed | `dev.py bench` |

Not held: of 15 two real programs beside each other (their vocabularies are), of 17 SQLite's session
extension (it is not in the wheel; a comparison of rows stands in), of 18 Windows beside Linux in
one run.
"""
