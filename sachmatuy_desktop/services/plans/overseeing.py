"""The receiving office's view of tasks: communes by tasks, how each stands by what has come.

Columns are the tasks this office has set and, of a plan that communes have adopted, the tasks of
its pack.  A commune's own additions have no column: nobody else has them.

*Nothing is late that is not known.*  What a commune's newest bundle says is true as of the moment
it was made there, or was taken in here if that clock is ahead; an opening whose time ran out after
that is unheard of, not late.  Lateness of what was done is judged by the day of the result.  A task
that no bundle has brought to its commune yet is undelivered.
"""

from __future__ import annotations

__all__ = []
