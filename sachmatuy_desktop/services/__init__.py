"""Use cases: what an office does, each as one act, whole or not at all."""
