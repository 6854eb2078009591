"""The journal as evidence, here and at those who witness it."""
