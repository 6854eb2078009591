"""The law's clock: where a person stands, how long, what may happen next, what must.

`history` reads a person's rows as a `Case`; `standing` and `clock` say where the case stands and
which terms run; `offers` what the law allows; `watch` what it demands; `findings` what cannot be
so.  All of it is pure: the law comes as data (`law`), the books as rows.
"""
