"""From rules to days: the date grammar, working days, meetings, and the timeline of a year."""
