"""Letters before and after they leave, and what comes back."""
