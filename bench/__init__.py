"""Figures, measured beside the barest thing that does the same. `make bench` writes the report."""
