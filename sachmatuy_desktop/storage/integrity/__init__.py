"""Whether an office file is whole, and its journal the one that was signed."""
