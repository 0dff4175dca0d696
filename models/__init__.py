"""Floor 1: the words, the messages that cross Temporal, and the tables. Imports nothing else of ours."""
