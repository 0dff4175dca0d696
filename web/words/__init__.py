"""The fixed words of the pages, a table for each subject."""
