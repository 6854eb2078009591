"""Taking away for good what the law wants gone, here, in copies and in what comes back."""
