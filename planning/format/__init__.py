"""What a cycle's folder says: the format of a definition, its reading, and its mistakes as sentences."""
