"""What `bench.py` measures, one module for each kind of work."""
