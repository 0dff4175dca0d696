"""Steering a running year: dates, obligations, meetings, hearings, tasks."""
