"""How overviews look on a terminal: tables, pages, and JSON."""
