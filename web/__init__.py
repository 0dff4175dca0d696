"""The office on the web: what programs and people read over HTTP. It asks the desk, and knows nobody above it."""
