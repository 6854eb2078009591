"""What goes out and comes in by bundles: lines sealed, merged, parked, set aside, undone."""
