"""The office's pages as a program: the web application with what it needs from the settings."""
