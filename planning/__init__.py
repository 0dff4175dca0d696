"""Floor 2: pure date and cycle logic. No tables, no Temporal, no input or output, no clock."""
