"""Contacts, substitutes and the days on which bodies meet."""
