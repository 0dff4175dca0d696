"""What people may do with a running year, and what follows when they do."""
