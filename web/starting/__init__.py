"""Preparing and starting a year: dates, people, papers, letters, rehearsals."""
