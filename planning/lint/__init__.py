"""Everything that is wrong, or looks wrong, with a cycle's folder, a module for each kind of it."""
