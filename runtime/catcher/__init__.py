"""The mail catcher: a mail server for one machine, and its two pages."""
