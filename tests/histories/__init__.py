"""Histories of every workflow and branch, recorded once; replayed against the code of today."""
