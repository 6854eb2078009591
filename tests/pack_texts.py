"""A pack that somebody outside the program wrote, and what becomes of it over the years."""

from __future__ import annotations

FIRST = """\
kind = "rules"
id = "ban-mau-2026/commune-drug-free"
title = "Xã không ma túy theo Quyết định mẫu"
level = "commune"
scope = "country"
effective_from = "2026-01-01"
as_of = "consideration"
facts = ["villages", "villages_with_tip_box", "managed_people", "population"]

[source]
document = "Quyết định mẫu"
number = "01/2026/QĐ-MẪU"

[decision]
kind = "all"
question = "Xã có được công nhận không?"

[[reading]]
id = "boxes"
words = "có hòm thư"
issue = "Hòm thư hỏng có tính không?"
default = "working"
where = "facts"

[[reading.option]]
value = "working"
meaning = "chỉ tính hòm thư đang dùng"

[[reading.option]]
value = "any"
meaning = "tính mọi hòm thư đã đặt"

[[attestation]]
id = "review"
wording = "đã rà soát toàn địa bàn"
signers = ["Trưởng Công an cấp xã"]

[[criterion]]
id = "M.1"
mark = "1"
title = "Hòm thư tố giác"
quote = "100% thôn có hòm thư tố giác tội phạm ma túy."
paragraph = "Điều 1"

[[criterion.part]]
all_of = "villages"
have = "villages_with_tip_box"

[[criterion]]
id = "M.2"
mark = "2"
title = "Số người có hồ sơ quản lý"
quote = "Số người có hồ sơ quản lý dưới 0,5% dân số."
paragraph = "Điều 2"

[[criterion.part]]
fact = "managed_people"
below = "5/1000"
per = "population"

[[criterion]]
id = "M.3"
mark = "3"
title = "Rà soát"
quote = "Công an cấp xã đã rà soát toàn địa bàn."
paragraph = "Điều 3"

[[criterion.part]]
attested = "review"
"""

SECOND = (
    FIRST.replace('effective_from = "2026-01-01"', 'edition = 2\neffective_from = "2026-07-01"')
    .replace(
        "100% thôn có hòm thư tố giác tội phạm ma túy.",
        "Ít nhất 01 thôn có hòm thư tố giác tội phạm về ma túy.",
    )
    .replace(
        'all_of = "villages"\nhave = "villages_with_tip_box"',
        'fact = "villages_with_tip_box"\nat_least = "1"',
    )
    .replace('facts = ["villages", ', "facts = [")
    .replace('below = "5/1000"', 'below = "1/1000"')
    .replace('default = "working"', 'default = "any"')
    .replace('"Trưởng Công an cấp xã"', '"Chủ tịch UBND cấp xã"')
)
"""Its second edition: from 1 July a single village is enough, but fewer people."""

THIRD = (
    FIRST.replace("ban-mau-2026/", "ban-mau-2027/")
    .replace('effective_from = "2026-01-01"', 'effective_from = "2027-01-01"')
    .replace('title = "Xã', 'replaces = "ban-mau-2026/commune-drug-free"\ntitle = "Xã')
    .replace("M.", "N.")
)
"""A new decision under a name of its own, in the place of the first."""

SAMPLE = "ban-mau-2026/commune-drug-free"
