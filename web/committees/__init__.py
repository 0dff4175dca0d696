"""What a committee sees and does behind its link."""
