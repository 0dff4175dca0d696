"""A year lived by the rules alone: the forecast of its letters, and the impact of a change."""
