"""What passes between offices: bundles, receipts, returns, conflicts, keys and who is trusted."""
