"""The same work on other engines: so many deadlines at one moment, one message for each. Every peer is one process.

A peer plants its deadlines, unless an earlier life has, says so with a file `planted`, and works until it is killed.
"""
