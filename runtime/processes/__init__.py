"""Processes of the office: started, watched, stopped, and what each of them needs."""
