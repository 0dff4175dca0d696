"""What changes a year and its parts: pure transitions, used by the workflows and by the forecast alike."""
