"""Years lived in seconds: the real worker on a server that skips the time between, and what that leaves."""
