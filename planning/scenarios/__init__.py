"""What people do in a rehearsed year: read from a file, every name and date checked."""
