"""The window: everything a person sees and touches, and the only room where Qt lives.

A page never writes and never waits: it asks the `Desk`, whose one worker does the work, and
re-reads the rows that the answer names.
"""

from sachmatuy_desktop.ui.source_reading import leave_sources_unread

leave_sources_unread()
