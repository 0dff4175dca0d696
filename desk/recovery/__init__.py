"""Engine and record brought together again after a loss."""
