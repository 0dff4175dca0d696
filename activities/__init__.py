"""Floor 3: effects. Each activity can be retried at any point without repeating its effect."""
