"""Every letter of a cycle on one page, with causes made up for it."""
