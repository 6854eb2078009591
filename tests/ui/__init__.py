"""The real window, driven by hand."""
