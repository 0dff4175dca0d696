"""What a person can do: stored with its content, judged by the rules, then told to the engine."""
