"""Floor 2: pure rendering: letters, MIME messages, iCalendar. No tables, no Temporal, no network, no clock."""
