"""Floor 8: words of the command line to commands and overviews, and back to sentences."""
