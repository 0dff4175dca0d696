"""Looking on: the board, the years with their wheels, the journal."""
