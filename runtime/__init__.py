"""Floor 7: ways to run the whole: the embedded office on one machine, and its mail catcher."""
