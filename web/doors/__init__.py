"""Ways in and out: links that open once, the city's login, what is handed out, and who we are."""
