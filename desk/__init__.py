"""Floor 5: what a person can do (commands, stored first, then told to Temporal) and see (overviews, plain SQL)."""
